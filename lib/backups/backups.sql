-- What a backup asks the database for, and what is done to one that was restored.

-- name: backup_begun () owner
-- The snapshot that the copy of the database is to be taken of, and what is known of it. The transaction has to last.
select pg_export_snapshot() as snapshot, current_setting('server_version_num')::integer / 10000 as server,
       to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as now, count(*) as events,
       (select jsonb_agg(to_jsonb(m) order by number) from migration m) as migrations,
       to_regclass('file') is not null as has_files
  from event;

-- name: backup_files () owner
-- Every document that the database speaks of.
select id from file order by id;

-- name: restore_begun () owner
-- Whether there is nothing in the database yet.
select current_setting('server_version_num')::integer / 10000 as server,
       not exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')) as is_empty;

-- name: restore_finished (migrations text) owner
-- Puts the record of migrations back, without which nothing serves the database. In the same moment all mail that was
-- on its way is held, for it may have left after the backup; sessions and links that set a password end, for those that
-- were ended or used after the backup would open again. Letters' links go on: referees have no other way to their letter.
with known as (
    insert into migration select * from jsonb_populate_recordset(null::migration, $1::jsonb)
), held as (
    update outbox set state = 'held' where state in ('waiting', 'sending') returning id
), ended as (
    update session set ended_at = clock_now() where ended_at is null returning id
), used as (
    update link set used_at = clock_now() where purpose <> 'letter' and used_at is null returning id
), counted as (
    select (select count(*) from held) as mails, (select count(*) from ended) as sessions,
           (select count(*) from used) as links
), told as (
    insert into event (act, facts)
    select 'data.restored', jsonb_build_object('mails_held', mails, 'sessions_ended', sessions, 'links_ended', links)
      from counted
)
select mails from counted;
