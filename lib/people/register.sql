-- The membership register.

-- name: register_begin () owner
-- Before many people are kept: one file at a time, beside whatever else says who is who. And all is found by index
-- from the first row on, for plans are made once, while the tables may still be small.
select pg_advisory_xact_lock(hashtext('laureate people')), set_config('enable_seqscan', 'off', true);

-- name: person_kept (name text, folded text, sort_name text, search text, email text, email_folded text, category text, member_since text, institution text) owner
-- Somebody who may sign in, found by the address or made; what is null stays as it was. Where the institution does,
-- its part of what is searched does too.
select p.person, p.is_new, p.is_changed
  from person_put($1, $2, $3,
                  coalesce((select $2 || substr(q.search, length(q.folded) + 1)
                              from account a join person q on q.id = a.person
                             where a.email_folded = $6 and $9::text is null), $4),
                  $5, $6, $7, $8::date, $9) as p;
