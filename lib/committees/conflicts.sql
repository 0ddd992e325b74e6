-- Conflicts of interest: declared by all who act in a cycle, looked over by its staff and chair.

-- name: conflicts_cycle (cycle uuid) app
-- A cycle in which who asks acts in some way, and how many nominees they have still to go through.
select c.id, a.name as award, c.year, k.total, nullif(k.to_declare, 0) as to_declare, k.to_declare = 1 as is_one,
       k.total = 0 as is_empty,
       am_acting(c.id, 'staff', 'lead') as looks_over, am_acting(c.id, 'seat') as is_seated,
       case when r.opens_at > clock_now() then official_time(r.opens_at, o.zone, o.zone_name) end as judging_official,
       days_in_words((r.opens_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as judging_in
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join round r on r.cycle = c.id and r.number = 1
  cross join lateral (select count(*) as total,
                             count(*) filter (where not n.is_declared and n.found is null and n.conflict is null) as to_declare
                        from nominees_of(c.id) n) k
 where c.id = $1 and am_acting(c.id, 'staff', 'board', 'seat');

-- name: conflicts_overview (cycle uuid) app
-- The same for its staff, chair and deputies, who look over what all have declared.
select c.id, a.name as award, c.year, k.total = 0 as is_empty, nullif(k.to_declare, 0) as to_declare,
       am_acting(c.id, 'staff') as is_staff
  from cycle c join award a on a.id = c.award
  cross join lateral (select count(*) as total,
                             count(*) filter (where not n.is_declared and n.found is null and n.conflict is null) as to_declare
                        from nominees_of(c.id) n) k
 where c.id = $1 and am_acting(c.id, 'staff', 'lead');

-- name: conflicts_nominees (cycle uuid) app
-- Its nominees, with what who asks has said of each so far: also those of whom they may read nothing else.
select n.nomination as id, n.nominee, nullif(n.institution, '') as institution, n.nominator, n.is_declared, n.found,
       n.found = 'nominator' as is_nominator, n.found = 'nominee' as is_nominee, n.found = 'referee' as is_referee,
       n.found = 'supporter' as is_supporter,
       n.kind, conflict_kind(n.kind) as kind_name, n.evidence
  from nominees_of($1) n;

-- name: conflict_kinds () app
-- What may be declared, in words.
select kind, conflict_kind(kind) as name
  from unnest(array['family', 'mentor', 'collaborator', 'institution', 'money', 'rival', 'other']) with ordinality
       as kinds (kind, rank) order by rank;

-- name: conflict_said (nomination uuid, kind text, evidence text) app
-- Who asks says of a nominee that there is no conflict, where the kind is empty, or which.
select conflict_declare($1, nullif($2, ''), $3) as is_changed;

-- name: conflicts_people (cycle uuid) app
-- Who acts in a cycle, and of how many of its nominees they have said whether they are in conflict, as far as who asks
-- may read those nominations: for its staff, chair and deputies.
with acting as (
    select s.person, case s.role when 'chair' then 1 when 'deputy' then 2 else 3 end as rank,
           case s.role when 'chair' then 'Chair' when 'deputy' then 'Deputy' else 'Committee' end as role, false as is_staff
      from seat s join cycle c on c.award = s.award where c.id = $1 and is_now(s.since, s.until)
    union all
    select f.person, case f.role when 'staff' then 4 else 6 end, case f.role when 'staff' then 'Staff' else 'Board' end,
           f.role = 'staff'
      from cycle c join award a on a.id = c.award join office f on f.organization = a.organization
     where c.id = $1 and f.role in ('staff', 'board') and is_now(f.since, f.until)
    union all
    select t.person, 5, 'Stand-in for staff', true from stand_in t where t.cycle = $1 and is_now(t.since, t.until)
), people as (
    select person, min(rank) as rank, string_agg(distinct role, ', ') as role, bool_or(is_staff) as is_staff
      from acting group by person
), found as materialized (
    select nomination, person from conflicts_in($1) where is_found
)
select p.id, p.name, w.role, k.total, k.said, k.total > 0 and k.said = k.total as is_done, k.said = 0 as is_none
  from people w join person p on p.id = w.person
  cross join lateral (
      select count(*) as total,
             count(*) filter (where exists (select from declaration d where d.nomination = n.id and d.person = w.person)
                                 or exists (select from found f where f.nomination = n.id and f.person = w.person)) as said
        from nomination n
       where n.cycle = $1 and n.nominator <> me()
         and (n.state in ('eligible', 'announced', 'not_chosen') or w.is_staff and n.state = 'submitted')) k
 where am_acting($1, 'staff', 'lead')
 order by w.rank, p.sort_name, p.id;

-- name: conflicts_all (cycle uuid) app
-- Their conflicts, found and declared, those that were dismissed too.
select k.person, k.conflict, n.nominee_name as nominee, n.id as nomination, conflict_kind(k.kind) as kind_name, k.is_found,
       nullif(k.evidence, '') as evidence, k.dismissed_at is null and not k.is_found as can_dismiss,
       official_time(k.dismissed_at, o.zone, o.zone_name) as dismissed, q.name as dismissed_by,
       nullif(k.dismissed_reason, '') as dismissed_reason
  from conflicts_in($1) k join nomination n on n.id = k.nomination join cycle c on c.id = n.cycle
  join award a on a.id = c.award join organization o on o.id = a.organization
  left join person q on q.id = k.dismissed_by
 where n.nominator <> me()
 order by k.dismissed_at is not null, n.nominee_name, n.id, k.is_found desc, k.made_at;

-- name: conflict_of (conflict uuid) app
-- A declared conflict, for those who may dismiss it.
select k.id, c.id as cycle, a.name as award, c.year, n.nominee_name as nominee, p.name as person,
       conflict_kind(k.kind) as kind_name, nullif(k.evidence, '') as evidence, k.dismissed_at is not null as is_dismissed,
       nullif(k.dismissed_reason, '') as reason, official_time(k.dismissed_at, o.zone, o.zone_name) as dismissed,
       official_time(k.made_at, o.zone, o.zone_name) as declared
  from conflict k join nomination n on n.id = k.nomination join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization join person p on p.id = k.person
 where k.id = $1 and n.nominator <> me() and n.id <> all (my_conflicts())
   and am_acting(c.id, 'staff', 'lead');

-- name: conflict_dismissed (conflict uuid, reason text) app
select conflict_dismiss($1, $2) as is_changed;

-- name: conflicts_waiting () app
-- The cycles whose call has closed and in which one has not gone through all nominees, until their honorees are public,
-- or one knows that nothing is left to decide.
select '/cycles/' || c.id || '/conflicts' as href, 'Conflicts of interest to declare' as name,
       a.name || ' ' || c.year || case k.nominees when 1 then ': one nominee' else ': ' || k.nominees || ' nominees' end as detail,
       instant_text(d.due) as due_at, official_time(d.due, o.zone, o.zone_name) as due_official,
       days_in_words((d.due at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as due_in
  from my_undeclared() k join cycle c on c.id = k.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization left join round r on r.cycle = c.id and r.number = 1
  cross join lateral (select case when r.opens_at > clock_now() then r.opens_at else r.closes_at end as due) d
 where c.closes_at <= (select clock_now()) and c.closes_at > (select clock_now()) - interval '2 years'
   and not exists (select from decision d where d.cycle = c.id and d.state = 'ratified' and d.announces_at is not null)
 order by d.due, a.name, c.id;
