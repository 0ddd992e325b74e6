-- Offices and seats, given and ended.

-- name: person_and_place (email_folded text, organization text, award text) owner
-- One row: who has that address, and what is called by those slugs; null is what is not there.
select a.person, p.name, a.password_hash is not null as has_password, a.ended_at is not null as is_ended,
       o.name as organization, w.name as award
  from (select) as once
  left join account a on a.email_folded = $1
  left join person p on p.id = a.person
  left join organization o on o.slug = $2
  left join award w on w.slug = $3;

-- name: office_given (email_folded text, role text, organization text) owner
-- The office is theirs from now on, unless it is already.
with someone as (
    select a.person, o.id as organization from account a left join organization o on o.slug = $3
     where a.email_folded = $1
), given as (
    insert into office (person, role, organization)
    select person, $2, organization from someone s
     where not exists (select from office f
                        where f.person = s.person and f.role = $2
                          and f.organization is not distinct from s.organization and is_now(f.since, f.until))
    returning id, person, role, organization
), told as (
    insert into event (organization, act, subject, facts)
    select organization, 'office.given', id, jsonb_build_object('person', person, 'role', role) from given
)
select count(*) > 0 as is_changed from given;

-- name: office_ended (email_folded text, role text, organization text) owner
-- The office is over, if it was theirs. A term is never empty: one that begins at this very instant began just before.
with ended as (
    update office f set until = clock_now(), since = least(f.since, clock_now() - interval '1 microsecond')
     where f.person = (select person from account where email_folded = $1) and f.role = $2
       and f.organization is not distinct from (select id from organization where slug = $3)
       and is_now(f.since, f.until)
    returning id, person, role, organization
), told as (
    insert into event (organization, act, subject, facts)
    select organization, 'office.ended', id, jsonb_build_object('person', person, 'role', role) from ended
)
select count(*) > 0 as is_changed from ended;

-- name: seat_given (email_folded text, role text, award text) owner
-- The seat is theirs from now on, in place of another on the same committee, unless it is already.
with someone as (
    select a.person, w.id as award, w.organization from account a join award w on w.slug = $3
     where a.email_folded = $1
), ended as (
    update seat t set until = clock_now(), since = least(t.since, clock_now() - interval '1 microsecond')
      from someone s
     where t.person = s.person and t.award = s.award and t.role <> $2 and is_now(t.since, t.until)
    returning t.id, t.person, t.role, t.award, s.organization
), given as (
    insert into seat (award, person, role)
    select award, person, $2 from someone s
     where not exists (select from seat t where t.person = s.person and t.award = s.award and t.role = $2
                                            and is_now(t.since, t.until))
    returning id, person, role, award
), told as (
    insert into event (organization, act, subject, facts)
    select organization, 'seat.ended', id, jsonb_build_object('person', person, 'role', role, 'award', award)
      from ended
    union all
    select s.organization, 'seat.given', g.id,
           jsonb_build_object('person', g.person, 'role', g.role, 'award', g.award)
      from given g, someone s
)
select count(*) > 0 as is_changed from given;

-- name: seat_ended (email_folded text, role text, award text) owner
-- The seat is empty, if it was theirs.
with ended as (
    update seat t set until = clock_now(), since = least(t.since, clock_now() - interval '1 microsecond')
      from award w
     where w.slug = $3 and t.award = w.id and t.role = $2
       and t.person = (select person from account where email_folded = $1) and is_now(t.since, t.until)
    returning t.id, t.person, t.role, t.award, w.organization
), told as (
    insert into event (organization, act, subject, facts)
    select organization, 'seat.ended', id, jsonb_build_object('person', person, 'role', role, 'award', award)
      from ended
)
select count(*) > 0 as is_changed from ended;
