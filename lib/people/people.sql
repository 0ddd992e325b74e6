-- People, and which of them are one.

-- name: people_called (folded text, id text) app
-- Whoever has that name (folded) or that id; `page` is the one that the person is said to be.
select id, name, coalesce(same_as, id) as page from person where folded = $1 or id::text = $2 order by id;

-- name: person_joined (kept uuid, other uuid) app
-- The other is the one that is kept: whoever was said to be the other is so too.
with joined as (
    update person set same_as = $1 where id <> $1 and (id = $2 or same_as = $2) returning id
)
insert into event (act, subject, facts)
select 'person.joined', id, jsonb_build_object('same_as', $1::uuid) from joined returning subject;

-- name: person_parted (one uuid, other uuid) app
-- The two are different people, whatever was said before.
with parted as (
    update person set same_as = null where (id = $1 and same_as = $2) or (id = $2 and same_as = $1) returning id
)
insert into event (act, subject) select 'person.parted', id from parted returning subject;

-- name: likeness_answered (one uuid, other uuid, answer text) app
-- Keeps what staff say of two people: same or different.
with answered as (
    insert into likeness as l (one, other, reason, answer, answered_at)
    values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 'staff say so', $3, clock_now())
    on conflict (one, other) do update set answer = excluded.answer, answered_at = excluded.answered_at
     where l.answer is distinct from excluded.answer
    returning one, other
)
insert into event (act, subject, facts)
select 'likeness.answered', one, jsonb_build_object('other', other, 'answer', $3::text) from answered returning subject;
