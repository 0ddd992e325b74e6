-- Offices and seats, given and ended: by the command line, and by administrators and staff, as the policies say.

-- name: person_and_place (email_folded text, role text, organization text, award text) owner
-- One row: who has that address, what is called by those slugs, and the office or seat of that role which they have
-- there (held); null is what is not there.
select a.person, p.name, a.password_hash is not null as has_password, a.ended_at is not null as is_ended,
       o.name as organization, w.name as award,
       coalesce((select f.id from office f where f.person = a.person and f.role = $2
                    and f.organization is not distinct from o.id and is_now(f.since, f.until) limit 1),
                (select t.id from seat t where t.person = a.person and t.role = $2 and t.award = w.id
                    and is_now(t.since, t.until) limit 1)) as held
  from (select) as once
  left join account a on a.email_folded = $1
  left join person p on p.id = a.person
  left join organization o on o.slug = $3
  left join award w on w.slug = $4;

-- name: member_and_place (email_folded text, organization text, award text) app
-- One row where who asks may give an office of that organization, or a seat on the committee of that award: who has that
-- address, null when nobody has.
select (select person from member_with_email($1)) as person
 where am_administrator() and exists (select from organization where slug = $2)
    or exists (select from award where slug = $3 and id = any (my_awards()));

-- name: office_given (email_folded text, role text, organization text) app
-- The office is theirs from now on, unless it is already.
with someone as (
    select m.person, o.id as organization from member_with_email($1) m left join organization o on o.slug = $3
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

-- name: office_ended (office uuid, organization text) app
-- The office is over. A term is never empty: one that begins at this very instant began just before.
with ended as (
    update office f set until = clock_now(), since = least(f.since, clock_now() - interval '1 microsecond')
     where f.id = $1 and f.organization is not distinct from (select id from organization where slug = $2)
       and is_now(f.since, f.until)
    returning id, person, role, organization
), told as (
    insert into event (organization, act, subject, facts)
    select organization, 'office.ended', id, jsonb_build_object('person', person, 'role', role) from ended
)
select count(*) > 0 as is_changed from ended;

-- name: seat_given (email_folded text, role text, award text) app
-- The seat is theirs from now on, in place of another on the same committee, unless it is already.
with someone as (
    select m.person, w.id as award, w.organization from member_with_email($1) m join award w on w.slug = $3
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

-- name: seat_ended (seat uuid, award text) app
-- The seat is empty.
with ended as (
    update seat t set until = clock_now(), since = least(t.since, clock_now() - interval '1 microsecond')
      from award w
     where t.id = $1 and w.slug = $2 and t.award = w.id and is_now(t.since, t.until)
    returning t.id, t.person, t.role, t.award, w.organization
), told as (
    insert into event (organization, act, subject, facts)
    select organization, 'seat.ended', id, jsonb_build_object('person', person, 'role', role, 'award', award)
      from ended
)
select count(*) > 0 as is_changed from ended;
