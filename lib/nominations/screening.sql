-- Screening: what staff make of the nominations that came in. All of it is counted and listed under the policies, so that
-- whoever is in conflict with a nominee learns nothing of that nomination; and of one's own nothing is shown here.

-- name: screening_cycle (cycle uuid) app
-- A cycle of those in which who asks acts as staff: its dates, how many nominations there are of each kind, and the next
-- one that is to be checked.
select c.id, a.name as award, a.slug, c.year, c.closes_at > clock_now() as is_open, instant_text(c.closes_at) as closes_at,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words((c.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in,
       case when c.letters_needed > 0
                 or exists (select from letter l join nomination n on n.id = l.nomination where n.cycle = c.id)
            then official_time(c.letters_until, o.zone, o.zone_name) end as letters_official,
       instant_text(r.opens_at) as judging_at, official_time(r.opens_at, o.zone, o.zone_name) as judging_official,
       days_in_words((r.opens_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as judging_in,
       r.opens_at > clock_now() as is_before_judging,
       k.total, k.to_check, k.returned, k.eligible, k.ineligible, nullif(k.withdrawn, 0) as withdrawn,
       nullif(k.to_check, 0) as is_to_check, nullif(k.returned, 0) as is_returned, k.total = 0 as is_empty,
       next.id as next, next.nominee_name as next_nominee
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join round r on r.cycle = c.id and r.number = 1
  cross join lateral (
      select count(*) as total, count(*) filter (where n.state = 'submitted') as to_check,
             count(*) filter (where n.state = 'returned') as returned,
             count(*) filter (where n.state not in ('submitted', 'returned', 'ineligible', 'withdrawn')) as eligible,
             count(*) filter (where n.state = 'ineligible') as ineligible,
             count(*) filter (where n.state = 'withdrawn') as withdrawn
        from nomination n
       where n.cycle = c.id and n.nominator <> me() and n.state <> 'draft' and n.submitted_at is not null) k
  left join lateral (select n.id, n.nominee_name from nomination n
                      where n.cycle = c.id and n.nominator <> me() and n.state = 'submitted'
                      order by n.submitted_at, n.id limit 1) next on true
 where c.id = $1 and am_acting(c.id, 'staff');

-- name: screening_list (cycle uuid) app
-- Its nominations: what is to be checked first, then what is with its nominator.
select n.id, n.nominee_name as nominee, nullif(w.institution, '') as institution, p.name as nominator,
       s.state as state_name, nomination_tag(n.state) as tag, n.state = 'submitted' and c.closes_at <= clock_now() as is_next,
       official_time(n.submitted_at, o.zone, o.zone_name) as submitted_official,
       case when n.state = 'returned' then official_time(n.returned_until, o.zone, o.zone_name) end as returned_official,
       n.state = 'returned' and n.returned_until <= clock_now() as is_late,
       nullif(l.asked, 0) as letters_asked, l.received as letters_received
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization join person p on p.id = n.nominator
  left join person w on w.id = n.nominee
  cross join lateral (select count(*) filter (where l.state in ('requested', 'opened', 'received')) as asked,
                             count(*) filter (where l.state = 'received') as received
                        from letter l where l.nomination = n.id) l
  cross join lateral (select case when n.state = 'submitted' and c.closes_at <= clock_now() then 'To check'
                                  when n.state = 'eligible' then 'Eligible'
                                  else nomination_state(n.state) end as state) s
 where n.cycle = $1 and am_acting($1, 'staff') and n.nominator <> me()
   and n.state <> 'draft' and n.submitted_at is not null
 order by array_position(array['submitted', 'returned', 'eligible', 'announced', 'not_chosen', 'ineligible', 'withdrawn'],
                         n.state), n.submitted_at, n.id;

-- name: screening_of (id uuid) app
-- How a nomination stands in the screening, and what staff may make of it now.
select n.id, n.cycle, c.year, a.name as award, n.state, n.state = 'eligible' as is_eligible,
       n.state = 'ineligible' as is_ineligible, n.state = 'returned' as is_returned, n.state = 'withdrawn' as is_withdrawn,
       n.state = 'returned' and n.returned_until <= clock_now() as is_late, n.state = 'submitted' as is_submitted,
       nullif(n.ineligible_reason, '') as reason, nullif(n.returned_note, '') as note,
       to_char(n.returned_until at time zone o.zone, 'YYYY-MM-DD HH24:MI') as until,
       official_time(n.returned_until, o.zone, o.zone_name) as until_official,
       days_in_words((n.returned_until at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as until_in,
       c.closes_at > clock_now() as is_open, instant_text(c.closes_at) as closes_at,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       official_time(r.opens_at, o.zone, o.zone_name) as judging_official, o.zone_name, j.is_judged,
       c.closes_at <= clock_now() and not j.is_judged
           and n.state in ('submitted', 'returned', 'eligible', 'ineligible') as can_screen,
       n.state <> 'returned' as can_be_eligible,
       n.state <> 'returned' or n.returned_until <= clock_now() as can_be_ineligible,
       next.id as next, next.nominee_name as next_nominee
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization left join round r on r.cycle = c.id and r.number = 1
  cross join lateral (
      select n.state in ('announced', 'not_chosen')
             or exists (select from assignment s where s.nomination = n.id and s.state <> 'recused')
             or n.state in ('eligible', 'ineligible') and r.closes_at <= clock_now()
                and n.cycle = any (my_blind_cycles()) as is_judged) j
  left join lateral (select m.id, m.nominee_name from nomination m
                      where m.cycle = n.cycle and m.id <> n.id and m.nominator <> me() and m.state = 'submitted'
                      order by m.submitted_at, m.id limit 1) next on true
 where n.id = $1 and am_acting(n.cycle, 'staff') and n.nominator <> me();

-- name: nomination_screened (id uuid, finding text, reason text, note text, until text) app
-- What staff have found: eligible, ineligible, or returned until an instant of the official zone. One row when the
-- nomination is theirs to check: what it was, and whether anything has changed; the same again changes nothing.
with its as materialized (
    select n.id, n.state, case when $2 = 'ineligible' then $3 else '' end as reason,
           case when $2 = 'returned' then $4 else '' end as note,
           case when $2 = 'returned' then nullif($5, '')::timestamp at time zone o.zone end as until
      from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
      join organization o on o.id = a.organization
     where n.id = $1 and n.nominator <> me() and am_acting(n.cycle, 'staff')
       for no key update of n
), changed as (
    update nomination n
       set state = $2, ineligible_reason = its.reason, returned_note = its.note, returned_until = its.until
      from its
     where n.id = its.id and (n.state, n.ineligible_reason, n.returned_note, n.returned_until)
                             is distinct from ($2, its.reason, its.note, its.until)
    returning n.id
), told as (
    insert into event (organization, act, subject, facts)
    select organization_of_nomination(id), 'nomination.screened', id, jsonb_build_object('finding', $2::text) from changed
    returning subject
)
select its.state as was, exists (select from changed) as is_changed from its;

-- name: screening_mailed (id uuid) app
-- Tells the nominator what has been found.
select screening_tell_nominator($1);

-- name: screening_waiting () app
-- The cycles in which nominations wait to be checked.
select '/staff/cycles/' || c.id || '/nominations' as href,
       case k.to_check when 1 then 'One nomination to check' else k.to_check || ' nominations to check' end as name,
       a.name || ' ' || c.year as detail,
       instant_text(r.opens_at) as due_at, official_time(r.opens_at, o.zone, o.zone_name) as due_official,
       days_in_words((r.opens_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as due_in
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join round r on r.cycle = c.id and r.number = 1
  cross join lateral (select count(*) as to_check from nomination n
                       where n.cycle = c.id and n.nominator <> me() and n.state = 'submitted') k
 where c.id = any ((select my_current_cycles())::uuid[])
   and (c.award = any ((select my_awards_as('staff'))::uuid[]) or c.id = any ((select my_stand_ins())::uuid[]))
   and c.closes_at <= (select clock_now()) and k.to_check > 0
 order by r.opens_at, a.name, c.id;
