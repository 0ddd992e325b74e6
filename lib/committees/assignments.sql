-- Who is to judge what, as the chair and deputies see and change it. Of a nomination with which they are in conflict, or
-- of which they have not said whether they are, nothing comes here, not even in a sum.

-- name: assignments_of (cycle uuid) app
-- A cycle that who asks leads, with its round; no row for others. Without a round nothing can be assigned.
select c.id, a.name as award, c.year, r.id as round, r.id is not null and r.closes_at > clock_now() as is_open,
       r.closes_at <= clock_now() as is_closed, r.opens_at > clock_now() as is_coming,
       official_time(r.opens_at, o.zone, o.zone_name) as opens_official, instant_text(r.opens_at) as opens_at,
       official_time(r.closes_at, o.zone, o.zone_name) as closes_official, instant_text(r.closes_at) as closes_at,
       days_in_words((r.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in,
       nullif(n.undeclared, 0) as undeclared, n.undeclared = 1 as is_one_undeclared
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join lateral (select * from round where cycle = c.id order by number desc limit 1) r on true
  cross join lateral (select count(*) filter (where not is_declared and found is null and conflict is null) as undeclared
                        from nominees_of(c.id)) n
 where c.id = $1 and am_acting(c.id, 'lead');

-- name: assignment_nominations (cycle uuid) app
-- What is judged, in the order of the rows.
select n.id, n.nominee_name as nominee
  from nomination n
 where n.cycle = $1 and am_acting($1, 'lead')
   and n.state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
   and n.id = any ((select my_declarations())::uuid[]) and n.id <> all ((select my_conflicts())::uuid[])
 order by n.nominee_name, n.id;

-- name: assignment_reviewers (cycle uuid) app
-- Who has a seat, and who had one and has something assigned, in the order of the columns.
with its as (
    select c.id, c.award, (select r.id from round r where r.cycle = c.id order by r.number desc limit 1) as round
      from cycle c where c.id = $1
)
select p.id, p.name, bool_or(one.has_seat) as has_seat
  from (select s.person, true as has_seat from its join seat s on s.award = its.award where is_now(s.since, s.until)
        union all
        select a.reviewer, false from its join assignment a on a.round = its.round
          join nomination n on n.id = a.nomination
         where n.id = any ((select my_declarations())::uuid[]) and n.id <> all ((select my_conflicts())::uuid[])) one
  join person p on p.id = one.person
 group by p.id order by p.sort_name, p.id;

-- name: assignment_cells (cycle uuid) app
-- Each nomination with each reviewer, by rows: what is known of the two, and how far the review is; no state where it is
-- not assigned.
select m.id as nomination, p.id as reviewer, s.has_declared, s.is_conflicted, a.state
  from reviewers_of($1) s
  full join (select b.nomination, b.reviewer, b.state from assignment b join nomination n on n.id = b.nomination
              where b.round = (select r.id from round r where r.cycle = $1 order by r.number desc limit 1)
                and n.id = any ((select my_declarations())::uuid[]) and n.id <> all ((select my_conflicts())::uuid[])) a
    on a.nomination = s.nomination and a.reviewer = s.reviewer
  join nomination m on m.id = coalesce(s.nomination, a.nomination)
  join person p on p.id = coalesce(s.reviewer, a.reviewer)
 order by m.nominee_name, m.id, p.sort_name, p.id;

-- name: assignments_held (cycle uuid) app
-- Nobody else changes who judges what in that cycle until the work ends. A statement of its own: what is asked after it
-- sees what they have changed.
select true as is_held from pg_advisory_xact_lock(hashtextextended('assignments ' || $1::uuid::text, 0));

-- name: assignments_changed (round uuid, added text, removed text) app
-- Assigns and takes away, in pairs NOMINATION:REVIEWER with spaces between. One row: how many it was of each.
with added as (
    select split_part(pair, ':', 1)::uuid as nomination, split_part(pair, ':', 2)::uuid as reviewer
      from unnest(string_to_array($2, ' ')) as pair
), removed as (
    select split_part(pair, ':', 1)::uuid as nomination, split_part(pair, ':', 2)::uuid as reviewer
      from unnest(string_to_array($3, ' ')) as pair
), made as (
    insert into assignment (id, round, nomination, reviewer)
    select gen_random_uuid(), $1, nomination, reviewer from added
    on conflict (round, nomination, reviewer) do nothing
    returning id, nomination, reviewer, 'assignment.made' as act
), undone as (
    delete from assignment a using removed r
     where a.round = $1 and a.nomination = r.nomination and a.reviewer = r.reviewer
    returning a.id, a.nomination, a.reviewer, 'assignment.undone' as act
), told as (
    insert into event (organization, act, subject, facts)
    select organization_of_nomination(d.nomination), d.act, d.id,
           jsonb_build_object('round', $1::uuid, 'nomination', d.nomination, 'reviewer', d.reviewer)
      from (select * from made union all select * from undone) d
    returning act
)
select count(*) filter (where act = 'assignment.made') as made, count(*) filter (where act = 'assignment.undone') as undone
  from told;

-- name: assignments_mailed (round uuid) app
-- Whoever got something new gets a mail of it, after assignments_changed in the same work.
select true as is_told from reviewers_tell($1);

-- name: assignments_waiting () app
-- Cycles in which who asks has to assign, what is due first on top: before judging opens, or as soon as can be.
select '/cycles/' || c.id || '/assignments' as href, 'Reviewers to assign' as name,
       w.name || ' ' || c.year || case n.count when 1 then ': one nomination has no reviewer yet'
                                      else ': ' || n.count || ' nominations have no reviewer yet' end as detail,
       instant_text(due.at) as due_at, official_time(due.at, o.zone, o.zone_name) as due_official,
       days_in_words((due.at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as due_in
  from cycle c join award w on w.id = c.award join organization o on o.id = w.organization
  join lateral (select * from round where cycle = c.id order by number desc limit 1) r on r.closes_at > (select clock_now())
  cross join lateral (select count(*) from nomination n
                       where n.cycle = c.id and n.state = 'eligible' and n.id = any ((select my_declarations())::uuid[])
                         and n.id <> all ((select my_conflicts())::uuid[])
                         and not exists (select from assignment a where a.round = r.id and a.nomination = n.id
                                            and a.state <> 'recused')) n
  cross join lateral (select case when r.opens_at > clock_now() then r.opens_at else r.closes_at end as at) due
 where c.id = any ((select my_current_cycles())::uuid[]) and c.award = any ((select my_awards_as('lead'))::uuid[]) and n.count > 0
 order by due.at, w.name, c.year;
