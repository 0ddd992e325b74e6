-- Decisions: what the committee proposes and the board ratifies. Who may know is said by the policies of the tables; what
-- may be done when, by their guards, which also mail and note what was done.

-- name: decision_page (cycle uuid) app
-- How far the decision is, for those who act in the cycle and may know; no row for anybody else. is_undeclared is who has a
-- seat, or is of the board, and has not gone through all nominees; it is shut to them until then, unless they are staff.
with mine as (
    select c.*, am_acting(c.id, 'lead') as is_lead, am_acting(c.id, 'board') as is_board,
           am_acting(c.id, 'staff') as is_staff, proposal_waits_for(c.id) as waits_for,
           c.id = any (my_undeclared_cycles()) as is_undeclared,
           greatest(c.closes_at, (select max(closes_at) from round where cycle = c.id)) as judged_at
      from cycle c
     where c.id = $1 and am_acting(c.id, 'seat', 'staff', 'board')
       and c.id <> all (my_blind_cycles())
)
select c.id, a.name as award, a.slug, c.year, o.name as organization, c.most_names, c.most_names = 1 as is_single,
       c.is_lead, c.is_board, c.is_staff, c.is_undeclared, c.is_undeclared and not c.is_staff as is_shut, coalesce(d.state, 'open') as state,
       coalesce(d.state, 'open') in ('open', 'sent_back') as is_open, d.state = 'sent_back' as is_sent_back,
       d.state = 'proposed' as is_proposed, d.state in ('ratified', 'announced') as is_ratified,
       d.announces_at <= clock_now() as is_announced, d.is_of_nobody, nullif(d.note, '') as note, d.version, c.waits_for,
       c.judged_at <= clock_now() as is_judged, instant_text(c.judged_at) as judged_at,
       official_time(c.judged_at, o.zone, o.zone_name) as judged_official,
       days_in_words((c.judged_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as judged_in,
       c.is_lead and not c.is_undeclared and coalesce(d.state, 'open') in ('open', 'sent_back') and c.judged_at <= clock_now() as can_choose,
       c.is_board and not c.is_undeclared and d.state = 'proposed' as can_ratify,
       p.name as proposed_by, instant_text(d.proposed_at) as proposed_at,
       official_time(d.proposed_at, o.zone, o.zone_name) as proposed_official,
       r.name as ratified_by, instant_text(d.ratified_at) as ratified_at,
       official_time(d.ratified_at, o.zone, o.zone_name) as ratified_official,
       instant_text(d.announces_at) as announces_at,
       official_time(d.announces_at, o.zone, o.zone_name) as announces_official
  from mine c join award a on a.id = c.award join organization o on o.id = a.organization
  left join decision d on d.cycle = c.id left join person p on p.id = d.proposed_by
  left join person r on r.id = d.ratified_by;

-- name: decision_choices (cycle uuid) app
-- For the chair and deputies: who can be chosen, the best scores first, each with what was chosen and written so far.
select n.id, n.nominee_name as nominee, nullif(q.institution, '') as institution, w.name as nominator,
       coalesce(p.is_chosen, false) as is_chosen, coalesce(p.citation, '') as citation, coalesce(p.version, 0) as version,
       to_char(s.mean, 'FM990.00') as mean, s.reviews, s.reviews = 1 as is_one
  from nomination n join person w on w.id = n.nominator left join proposal p on p.nomination = n.id
  left join person q on q.id = n.nominee
  left join (select t.nomination, avg(m.score) * case when bool_or(b.is_low_best) then -1 else 1 end as merit,
                    avg(m.score) as mean, count(*) as reviews
               from round r join rubric b on b.id = r.rubric join criterion k on k.rubric = b.id and k.kind = 'overall'
               join assignment t on t.round = r.id and t.state = 'submitted'
               join mark m on m.assignment = t.id and m.criterion = k.id and m.score is not null
              where r.cycle = $1 group by t.nomination) s on s.nomination = n.id
 where n.cycle = $1 and n.state = 'eligible' and am_acting($1, 'lead') and $1 <> all ((select my_blind_cycles())::uuid[])
 order by s.merit desc nulls last, n.nominee_name, n.id;

-- name: decision_names (cycle uuid) app
-- What is proposed or ratified, with citations.
select n.id, n.nominee_name as nominee, nullif(q.institution, '') as institution, p.citation
  from decision d join proposal p on p.cycle = d.cycle and p.is_chosen
  join nomination n on n.id = p.nomination and n.state in ('eligible', 'announced') left join person q on q.id = n.nominee
 where d.cycle = $1 and d.state in ('proposed', 'ratified', 'announced')
 order by n.nominee_name, n.id;

-- name: decision_begun (cycle uuid) app
-- There is a decision to write, for the chair and deputies.
insert into decision (cycle)
select $1 where am_acting($1, 'lead') and $1 <> all (my_blind_cycles() || my_undeclared_cycles())
on conflict (cycle) do nothing;

-- name: decision_locked (cycle uuid) app
-- Nobody else changes what is chosen and written until the work ends. A statement of its own: what is asked after it sees
-- what they have changed.
select cycle from decision where cycle = $1 for no key update;

-- name: proposal_saved (cycle uuid, nomination uuid, is_chosen flag, citation text, version number) app
-- Keeps a tick and a citation, given upon that version of the two (0: none yet). One row: the version that now stands,
-- whether this is it, and what somebody else chose and wrote where it is not.
with was as (
    select is_chosen, citation, version from proposal where nomination = $2
), saved as (
    insert into proposal as p (nomination, cycle, is_chosen, citation)
    select $2, $1, $3, $4
     where $1 <> all (my_undeclared_cycles()) and coalesce((select (is_chosen, citation) is distinct from ($3, $4) from was), $3 or $4 <> '')
       and ($5::bigint = 0 or exists (select from was))
    on conflict (nomination) do update
       set is_chosen = excluded.is_chosen, citation = excluded.citation, changed_at = clock_now(),
           version = p.version + 1
     where p.version = $5
    returning p.version
)
select coalesce(s.version, w.version, 0) as version,
       s.version is not null or (coalesce(w.is_chosen, false), coalesce(w.citation, '')) = ($3, $4) as is_saved,
       w.is_chosen as is_other_chosen, case when s.version is null then w.citation end as other,
       to_char(clock_now() at time zone o.zone, 'FMHH12:MI am') || ' ' || o.zone_name as saved
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join saved s on true left join was w on true
 where c.id = $1 and am_acting(c.id, 'lead') and c.id <> all (my_blind_cycles() || my_undeclared_cycles());

-- name: proposal_cited (cycle uuid, nomination uuid, citation text, version number) app
-- The same for a citation alone, while it is being written.
with was as (
    select citation, version from proposal where nomination = $2
), saved as (
    insert into proposal as p (nomination, cycle, citation)
    select $2, $1, $3
     where $1 <> all (my_undeclared_cycles()) and coalesce((select citation <> $3 from was), $3 <> '') and ($4::bigint = 0 or exists (select from was))
    on conflict (nomination) do update
       set citation = excluded.citation, changed_at = clock_now(), version = p.version + 1
     where p.version = $4
    returning p.version
)
select coalesce(s.version, w.version, 0) as version,
       s.version is not null or coalesce(w.citation, '') = $3 as is_saved,
       case when s.version is null then w.citation end as other,
       to_char(clock_now() at time zone o.zone, 'FMHH12:MI am') || ' ' || o.zone_name as saved
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join saved s on true left join was w on true
 where c.id = $1 and am_acting(c.id, 'lead') and c.id <> all (my_blind_cycles() || my_undeclared_cycles());

-- name: decision_proposed (cycle uuid, is_of_nobody flag) app
update decision set state = 'proposed', is_of_nobody = $2 where cycle = $1 and state in ('open', 'sent_back') returning cycle;

-- name: decision_ratified (cycle uuid, version number) app
-- Upon the proposal that was read. What was sent twice is seen by decision_page, asked after it.
update decision set state = 'ratified' where cycle = $1 and state = 'proposed' and version = $2;

-- name: decision_sent_back (cycle uuid, version number, note text) app
update decision set state = 'sent_back', note = $3 where cycle = $1 and state = 'proposed' and version = $2;

-- name: decisions_waiting () app
-- What of decisions waits for who asks, for the desk: names to propose, to ratify, to announce.
with mine as (
    select c.id, c.award, c.year, d.state, d.announces_at, proposal_waits_for(c.id) is null as is_ripe,
           c.award = any ((select my_awards_as('lead'))::uuid[])
               and c.id <> all ((select my_undeclared_cycles())::uuid[]) as is_lead,
           c.award = any ((select my_awards_as('board'))::uuid[])
               and c.id <> all ((select my_undeclared_cycles())::uuid[]) as is_board,
           c.award = any ((select my_awards_as('staff'))::uuid[]) or c.id = any ((select my_stand_ins())::uuid[]) as is_staff
      from cycle c left join decision d on d.cycle = c.id
     where c.id = any ((select my_current_cycles())::uuid[])
       and c.id <> all ((select my_blind_cycles())::uuid[]) and c.closes_at <= (select clock_now())
       and d.state is distinct from 'announced'
)
select w.href, w.name, a.name || ' ' || m.year as detail, null::text as due_at, null::text as due_official,
       null::text as due_in
  from mine m join award a on a.id = m.award
  cross join lateral (
      select '/cycles/' || m.id || '/decision' as href,
             case m.state when 'sent_back' then 'A proposal that the board has sent back' else 'Names to propose' end as name
       where m.is_lead and m.is_ripe and coalesce(m.state, 'open') in ('open', 'sent_back')
         and exists (select from nomination n where n.cycle = m.id and n.state = 'eligible')
      union all
      select '/cycles/' || m.id || '/decision', 'Proposed names to ratify' where m.is_board and m.state = 'proposed'
      union all
      select '/staff/cycles/' || m.id || '/announcement', 'An announcement to set'
       where m.is_staff and m.state = 'ratified' and m.announces_at is null) w
 order by a.name, m.year, w.href;
