-- The demo's calls, which stand around the day on which it is made.

-- name: demo_cycle (award text, opens_in number, closes_in number) owner
-- A published cycle of the award with that slug that opens and closes so many days from now, at noon and at five in
-- the afternoon of its organization, for the year after the close. One row when it was made.
with dates as (
    select a.id, a.organization, date_trunc('day', clock_now() at time zone o.zone) as today, o.zone
      from award a join organization o on o.id = a.organization where a.slug = $1
), made as (
    insert into cycle (award, year, opens_at, closes_at, published_at)
    select id, extract(year from today + make_interval(days => $3::integer)) + 1,
           (today + make_interval(days => $2::integer, hours => 12)) at time zone zone,
           (today + make_interval(days => $3::integer, hours => 17)) at time zone zone, clock_now()
      from dates
    on conflict (award, year) do nothing
    returning id
)
insert into event (organization, act, subject)
select dates.organization, 'cycle.published', made.id from made, dates returning subject;

-- name: demo_cycle_form (award text, letters_needed number, letters_days number) owner
-- Cycles of the award that have no form yet get its latest, where there is one, and take letters until so many days
-- after the close, at the same time of the day.
with changed as (
    update cycle c
       set form = f.id, letters_needed = $2, changed_at = clock_now(),
           letters_until = (c.closes_at at time zone o.zone + make_interval(days => $3::integer)) at time zone o.zone
      from award a join organization o on o.id = a.organization
      cross join lateral (select id from form where award = a.id order by version desc limit 1) f
     where a.slug = $1 and c.award = a.id and c.form is null
    returning c.id, a.organization
)
insert into event (organization, act, subject) select organization, 'cycle.changed', id from changed returning subject;

-- name: demo_cycle_round (award text) owner
-- Those cycles are judged by the award's latest rubric, where there is one: for four weeks from when no more letters are
-- taken.
with made as (
    insert into round (cycle, rubric, opens_at, closes_at)
    select c.id, k.id, c.letters_until,
           (c.letters_until at time zone o.zone + interval '4 weeks') at time zone o.zone
      from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
      cross join lateral (select id from rubric where award = a.id order by version desc limit 1) k
     where a.slug = $1 and c.form is not null and c.letters_until >= c.closes_at
       and not exists (select from round r where r.cycle = c.id)
    returning cycle
), changed as (
    update cycle c set most_names = a.most_names, changed_at = clock_now()
      from made m, award a where c.id = m.cycle and a.id = c.award
    returning c.id, a.organization
)
insert into event (organization, act, subject) select organization, 'cycle.changed', id from changed returning subject;

-- name: demo_finish () owner
-- The demo has been loaded whole.
insert into event (act) values ('demo.loaded');

-- name: demo_is_there () owner
-- What of the demo has been loaded: an older one had neither forms nor rounds nor people.
select exists (select from event where act = 'demo.loaded') as is_there,
       exists (select from form) as has_forms, exists (select from round) as has_rounds,
       exists (select from event where act = 'demo.people_loaded') as has_people,
       exists (select from event where act = 'demo.nominations_loaded') as has_nominations;
