-- The page of a cycle, for those who act in it. What each of them is shown is said by the policies.

-- name: cycle_of_mine (id uuid) app
-- A cycle in which who asks acts; no row for others. It is blind while they may not know its decision.
select c.id, a.name as award, a.slug, o.name as organization, o.slug as organization_slug, c.year,
       am_acting(c.id, 'staff') as is_staff, c.most_names, c.most_names = 1 as is_single,
       c.opens_at > clock_now() as is_coming, c.closes_at <= clock_now() as is_closed, announced_at(c.id) is not null as is_announced,
       c.id = any (my_blind_cycles()) and announced_at(c.id) is null as is_blind,
       official_time(c.opens_at, o.zone, o.zone_name) as opens_official, instant_text(c.opens_at) as opens_at,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official, instant_text(c.closes_at) as closes_at,
       official_time(c.letters_until, o.zone, o.zone_name) as letters_official,
       instant_text(c.letters_until) as letters_until,
       official_time(r.opens_at, o.zone, o.zone_name) as judging_opens_official, instant_text(r.opens_at) as judging_opens_at,
       official_time(r.closes_at, o.zone, o.zone_name) as judging_closes_official,
       instant_text(r.closes_at) as judging_closes_at
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join lateral (select * from round where cycle = c.id order by number desc limit 1) r on true
 where c.id = $1 and am_acting(c.id, 'staff', 'seat', 'board');

-- name: cycle_tasks (cycle uuid) app
-- What who asks has to do in it, or may, each with how it stands. Nothing here comes from a nomination with which they
-- are in conflict; what is said of the decision is said only to those who may know it.
with its as (
    select c.*, '/cycles/' || c.id as page, '/staff/cycles/' || c.id as staff_page, o.zone, o.zone_name,
           r.id as round, r.opens_at > clock_now() as is_early, r.closes_at <= clock_now() as is_judged,
           days_in_words((r.opens_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as judging_opens_in,
           days_in_words((r.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as judging_closes_in,
           am_acting(c.id, 'staff') as is_staff, am_acting(c.id, 'lead') as is_lead,
           am_acting(c.id, 'seat') as is_seat, am_acting(c.id, 'board') and c.id <> all (my_undeclared_cycles()) as can_ratify,
           c.id = any (my_blind_cycles()) as is_blind,
           c.id = any (my_undeclared_cycles()) and not am_acting(c.id, 'staff') as is_shut,
           my_conflicts() as conflicts, my_declarations() as declared
      from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
      left join lateral (select * from round where cycle = c.id order by number desc limit 1) r on true
     where c.id = $1 and am_acting(c.id, 'staff', 'seat', 'board')
), task as (
    select 1 as rank, its.page || '/conflicts' as href, 'Say whether you are in conflict' as name, t.left_over > 0 as is_to_do,
           t.left_over = 0 as is_done, null as standing,
           case t.left_over when 0 then null when 1 then 'One nominee is left to go through'
                else t.left_over || ' nominees are left to go through' end as hint
      from its cross join lateral (select count(*), count(*) filter (where not is_declared and found is null and conflict is null) as left_over
                                     from nominees_of(its.id)) t
     where t.count > 0
    union all
    select 2, its.page || '/assignments', case when its.is_judged then 'See who reviewed what' else 'Assign reviewers' end,
           not its.is_judged and t.left_over > 0, not its.is_judged and t.left_over = 0 and t.count > 0,
           case when its.is_judged then 'Judging has closed' else 'Later' end,
           case when its.is_judged then null
                when t.count = 0 then 'When staff have found nominations eligible, and you have said that you are not in conflict'
                when t.left_over = 0 then 'Each nomination has a reviewer'
                when t.left_over = 1 then 'One nomination has no reviewer yet'
                else t.left_over || ' nominations have no reviewer yet' end
      from its cross join lateral (
           select count(*), count(*) filter (where not exists (
                      select from assignment b where b.round = its.round and b.nomination = n.id and b.state <> 'recused'))
                      as left_over
             from nomination n where n.cycle = its.id and n.state = 'eligible' and n.id = any (its.declared)
                                 and n.id <> all (its.conflicts)) t
     where its.is_lead and its.round is not null
    union all
    select 3, '/reviews', 'Write your reviews', not its.is_judged and not its.is_early and t.left_over > 0, t.left_over = 0,
           case when its.is_judged then 'Judging has closed' else 'Opens ' || its.judging_opens_in end,
           case when t.left_over = 0 then case t.count when 1 then 'It is submitted' else 'All ' || t.count || ' are submitted' end
                else t.left_over || ' of ' || t.count || ' not submitted' ||
                     case when its.is_judged or its.is_early then '' else '. Judging closes ' || its.judging_closes_in end end
      from its cross join lateral (
           select count(*), count(*) filter (where b.state <> 'submitted') as left_over from assignment b
            where b.round = its.round and b.reviewer = me() and b.state <> 'recused' and b.nomination <> all (its.conflicts)) t
     where its.is_seat and t.count > 0
    union all
    select 4, its.page || '/scores', 'Read the reviews and scores', false, false, 'Open', null
      from its where its.is_judged and (its.is_seat or its.is_staff)
    union all
    select 5, its.page || '/decision',
           case when t.is_to_propose then 'Propose names to the board'
                when its.can_ratify and d.state = 'proposed' then 'Ratify what is proposed' else 'See the decision' end,
           t.is_to_propose or its.can_ratify and d.state is not distinct from 'proposed', false,
           case when its.is_shut then 'Later' else case d.state when 'proposed' then 'With the board' when 'sent_back' then 'With the chair' when 'ratified' then 'Ratified'
                        when 'announced' then 'Announced' else 'Not proposed yet' end end,
           case when its.is_shut then 'When you have said with whom you are in conflict'
                when t.is_to_propose and d.state = 'sent_back' then 'The board has sent it back, with a note' end
      from its left join decision d on d.cycle = its.id
      cross join lateral (select its.is_lead and its.id <> all (my_undeclared_cycles())
                                 and coalesce(d.state, 'open') in ('open', 'sent_back') as is_to_propose) t
     where its.is_judged and not its.is_blind
    union all
    select 6, its.staff_page || '/nominations', 'Check what came in', its.closes_at <= clock_now() and t.count > 0, false,
           case when its.closes_at > clock_now() then 'When the call has closed' else 'Nothing to do' end,
           case when its.closes_at > clock_now() or t.count = 0 then null when t.count = 1 then 'One nomination is to be checked'
                else t.count || ' nominations are to be checked' end
      from its cross join lateral (select count(*) from nomination n where n.cycle = its.id and n.state = 'submitted'
                                      and n.id <> all (its.conflicts)) t
     where its.is_staff
    union all
    select 7, its.staff_page || '/announcement', case when d.announces_at is null then 'Announce it' else 'See the announcement' end,
           d.announces_at is null, false, 'Day is set',
           official_time(d.announces_at, its.zone, its.zone_name)
      from its join decision d on d.cycle = its.id and d.state = 'ratified'
     where its.is_staff and not its.is_blind
    union all
    select 8, its.page || '/conflicts/all', 'See who has declared what', false, false, 'To read', null
      from its where its.is_staff or its.is_lead
    union all
    select 9, its.staff_page, 'Dates, form and stand-ins', false, false,
           case when is_being_prepared(c) then 'Being prepared' else 'Published' end, null
      from its join cycle c on c.id = its.id where its.is_staff
)
select href, name, case when is_to_do then 'To do' when is_done then 'Done' else standing end as state_name,
       case when is_to_do then 'wrong' when is_done then 'done' else '' end as tag, hint
  from task order by not is_to_do, rank;

-- name: cycle_phases (cycle uuid) app
-- The phases of a cycle by its dates alone, and by what is public; what became of the decision meanwhile is not among them.
with its as (
    select c.*, o.zone, r.opens_at as judging_opens_at, r.closes_at as judging_closes_at,
           announced_at(c.id)
      from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
      left join lateral (select * from round where cycle = c.id order by number desc limit 1) r on true
     where c.id = $1
), phase as (
    select p.*, case when its.announced_at is not null then 5 when its.judging_closes_at <= clock_now() then 4
                     when its.judging_opens_at <= clock_now() then 3 when its.closes_at <= clock_now() then 2
                     when its.opens_at <= clock_now() and its.published_at <= clock_now() then 1 else 0 end as reached,
           to_char(p.begins_at at time zone its.zone, 'FMDD FMMon YYYY') as begins,
           to_char(p.ends_at at time zone its.zone, 'FMDD FMMon YYYY') as ends
      from its cross join lateral (values
           (1, 'Nominations', its.opens_at, its.closes_at),
           (2, 'Check by staff', its.closes_at, its.judging_opens_at),
           (3, 'Judging', its.judging_opens_at, its.judging_closes_at),
           (4, 'Decision', its.judging_closes_at, null::timestamptz),
           (5, 'Announcement', its.announced_at, null::timestamptz)) as p (rank, name, begins_at, ends_at)
)
select name, case rank when 4 then 'from ' || begins when 5 then coalesce(begins, 'Not public yet') else begins end as begins,
       case when ends is distinct from begins then ends end as ends,
       rank < reached or reached = 5 as is_over, rank = reached and rank < 5 as is_now
  from phase order by rank;

-- name: cycle_committee (cycle uuid) app
-- Who has a seat, the chair first.
select p.name, nullif(p.institution, '') as institution, min(s.role) as role,
       case min(s.role) when 'chair' then 'Chair' when 'deputy' then 'Deputy' else 'Member' end as role_name,
       p.id = me() as is_me
  from cycle c join seat s on s.award = c.award join person p on p.id = s.person
 where c.id = $1 and is_now(s.since, s.until)
 group by p.id order by min(s.role), p.sort_name, p.id;

-- name: cycle_lacking (cycle uuid) app
-- The roles in which it would be left with nobody.
select role = 'staff' as is_staff, role = 'lead' as is_lead, role = 'board' as is_board from cycles_lack(array[$1::uuid]) order by rank;

-- name: cycle_nominations (cycle uuid) app
-- The nominations that who asks may read as one who acts in the cycle, with their own review of it.
select n.id, n.nominee_name as nominee, nullif(p.institution, '') as institution, b.id as review,
       coalesce(case b.state when 'not_started' then 'Your review: not started' when 'draft' then 'Your review: begun'
                             when 'submitted' then 'Your review: submitted' end,
                case n.state when 'submitted' then 'To be checked' when 'ineligible' then 'Not eligible' end) as state_name,
       case when b.state = 'submitted' then 'done' when b.id is null and n.state = 'ineligible' then 'wrong' else '' end as tag
  from nomination n left join person p on p.id = n.nominee
  left join assignment b on b.nomination = n.id and b.reviewer = me() and b.state <> 'recused'
        and b.round = (select id from round where cycle = $1 order by number desc limit 1)
 where n.cycle = $1 and n.state not in ('draft', 'returned', 'withdrawn') and n.id <> all ((select my_conflicts())::uuid[])
 order by n.nominee_name, n.id limit 500;
