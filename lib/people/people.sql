-- People, and which of them are one. Of people who ask only staff may say so; the command line and imports are nobody.

-- name: people_lock () app
-- Who is one person and who is not is said by one at a time; the lock goes with the transaction.
select pg_advisory_xact_lock(hashtext('laureate people'));

-- name: people_called (folded text, id uuid) app
-- Whoever has that name (folded) or that id.
select id, name from person
 where (folded = $1 or id = $2)
   and (me() is null or my_organizations('staff') <> '{}')
 order by id;

-- name: person_joined (kept uuid, other uuid) app
-- The two are one, and with them all who were said to be either; the one that is kept has the page.
with joined as (
    update person set same_as = nullif($1::uuid, id)
     where coalesce(same_as, id) in (select coalesce(same_as, id) from person where id in ($1, $2))
       and same_as is distinct from nullif($1::uuid, id)
       and (me() is null or my_organizations('staff') <> '{}')
    returning id
)
insert into event (act, subject, facts)
select 'person.joined', id, jsonb_build_object('same_as', $1::uuid) from joined returning subject;

-- name: person_parted (one uuid, other uuid) app
-- The two are different people, whatever was said before: the one without the page, or else the other, is by itself.
with parted as (
    update person set same_as = null
     where id = (select p.id from person p join person q on q.id in ($1, $2) and q.id <> p.id
                  where p.id in ($1, $2) and p.same_as is not null
                    and coalesce(p.same_as, p.id) = coalesce(q.same_as, q.id)
                  order by p.id = $2 desc limit 1)
       and (me() is null or my_organizations('staff') <> '{}')
    returning id
)
insert into event (act, subject) select 'person.parted', id from parted returning subject;

-- name: likeness_answered (one uuid, other uuid, answer text) app
-- Keeps what staff say of two people: same or different.
with answered as (
    insert into likeness as l (one, other, reason, answer, answered_at)
    select least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 'staff say so', $3, clock_now()
     where (me() is null or my_organizations('staff') <> '{}')
    on conflict (one, other) do update set answer = excluded.answer, answered_at = excluded.answered_at
     where l.answer is distinct from excluded.answer
    returning one, other
)
insert into event (act, subject, facts)
select 'likeness.answered', one, jsonb_build_object('other', other, 'answer', $3::text) from answered returning subject;
