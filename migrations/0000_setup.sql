-- For the administrator of a PostgreSQL, once and before all migrations, in psql: the roles and the database.
-- `laureate database setup` prints this with the names filled in. Running it again does no harm.

do $$ begin create role {owner} login; exception when duplicate_object then null; end $$;
do $$ begin create role {app} login; exception when duplicate_object then null; end $$;
do $$ begin create role {visitor} login; exception when duplicate_object then null; end $$;
do $$ begin create role {jobs} login; exception when duplicate_object then null; end $$;

select 'create database {database} owner {owner} encoding ''UTF8'' template template0'
 where not exists (select from pg_database where '"' || replace(datname, '"', '""') || '"' = '{database}') \gexec

revoke all on database {database} from public;
grant connect, temporary on database {database} to {owner};
grant connect on database {database} to {app}, {visitor}, {jobs};
alter role {visitor} in database {database} set default_transaction_read_only = on;

-- Inside it nobody but the owner makes anything, large objects included.
\connect {database}
revoke create on schema public from public;
grant create, usage on schema public to {owner};
revoke execute on function lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) from public;
