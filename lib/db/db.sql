-- What every transaction begins and ends with.

-- name: begin_reading () any
begin isolation level repeatable read read only;

-- name: begin_changing () any
begin;

-- name: commit_work () any
commit;

-- name: rollback_work () any
rollback;

-- name: database_answers () any
-- One row while the database answers.
select 1 as answer;

-- name: listen_public () jobs
-- What visitors see has changed: told by the triggers that call tell_public().
listen laureate_public;
