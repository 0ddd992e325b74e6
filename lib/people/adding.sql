-- Links that set a password.

-- name: password_link_made (email_folded text, token_hash text, lasts text) owner
-- A link for whoever has that address. Lasts is an interval; the row says until when the link is good.
with made as (
    insert into link (token_hash, purpose, person, ends_at)
    select $2, 'password', person, clock_now() + $3::interval
      from account where email_folded = $1 and ended_at is null
    returning id, person, ends_at
), told as (
    insert into event (act, subject, facts) select 'link.made', id, jsonb_build_object('person', person) from made
)
select instant_text(ends_at) as ends_at from made;
