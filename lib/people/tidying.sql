-- What is forgotten in time, and who is there.

-- name: tidying_lock () jobs
-- One instance at a time, until its work ends; another is told so.
select pg_try_advisory_xact_lock(hashtext('laureate tidying')) as is_ours;

-- name: attempts_forgotten () jobs
-- Tries to sign in count for a quarter of an hour.
with gone as (
    delete from attempt where tried_at < clock_now() - interval '1 day' returning id
)
select count(*) as count from gone;

-- name: sessions_forgotten () jobs
-- Sessions that ended 90 days ago, by whatever way.
with gone as (
    delete from session
     where least(ended_at, ends_at, seen_at + interval '12 hours') < clock_now() - interval '90 days' returning id
)
select count(*) as count from gone;

-- name: sessions_counted () jobs
-- Sessions that may still be used.
select count(*) as alive from session
 where ended_at is null and ends_at > clock_now() and seen_at > clock_now() - interval '12 hours';
