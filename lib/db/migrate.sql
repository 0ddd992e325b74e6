-- The record of migrations. Its table is made by the first of them.

-- name: migration_lock () owner
-- One migrator at a time; the lock goes with the session.
select pg_advisory_lock(hashtext('laureate migrations'));

-- name: migration_table_there () any
select to_regclass('migration') is not null as is_there;

-- name: migrations_done () any
select number, name, checksum from migration order by number;

-- name: migration_kind (kind text) owner
-- What the database is made as: the first migration keeps it.
select set_config('laureate.kind', $1, true);

-- name: migration_done (number number, name text, checksum text) owner
insert into migration (number, name, checksum) values ($1, $2, $3);

-- name: installation_kind () any
select kind from installation;
