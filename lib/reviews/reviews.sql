-- Reviews, as those write them to whom they are assigned. Who may read and write one, and until when, is said by the
-- policies of assignment and mark and by the guards that stand before each change.

-- name: reviews_mine () app
-- One's own reviews over all cycles, what is next first, in groups of which `standing` says the kind: open, coming, done
-- (submitted, and still to be changed), over, away. Away is what one does not judge: because one stepped back, or is in
-- conflict, or has no seat any more. Of that nobody is named.
with mine as (
    select a.id, a.state, r.opens_at, r.closes_at, c.year, w.name as award, o.zone, o.zone_name, r.rubric, n.nominee_name,
           a.state = 'recused' or a.nomination = any ((select my_conflicts())::uuid[]) as is_recused,
           n.id is not null and c.award = any ((select my_awards_as('seat'))::uuid[])
               and a.nomination <> all ((select my_conflicts())::uuid[]) as is_read
      from assignment a join round r on r.id = a.round join cycle c on c.id = r.cycle join award w on w.id = c.award
      join organization o on o.id = w.organization left join nomination n on n.id = a.nomination
     where a.reviewer = me()
), stood as (
    select *, case when not is_read or state = 'recused' then 'away' when closes_at <= clock_now() then 'over'
                   when opens_at > clock_now() then 'coming' when state = 'submitted' then 'done' else 'open' end as standing
      from mine
), placed as (
    select *, case when is_read then nominee_name end as nominee,
           row_number() over (order by array_position(array['open', 'coming', 'done', 'over', 'away'], standing),
                                       case when standing = 'over' then clock_now() - closes_at else closes_at - clock_now() end,
                                       state = 'not_started', award, nominee_name, id) as place
      from stood
)
select id, award, year, nominee, standing = 'open' as is_open, standing = 'coming' as is_coming,
       standing = 'done' as is_done, standing = 'over' as is_over, standing = 'away' as is_away,
       is_recused and not is_read as is_recused, is_recused and is_read as can_return,
       case when is_recused then 'You stepped back' when standing = 'away' then 'No longer yours'
            when standing = 'over' and state <> 'submitted' then 'Not submitted' when state = 'not_started' then 'Not started'
            when state = 'draft' then 'Begun' else 'Submitted' end as state_name,
       case when standing = 'away' then '' when state = 'submitted' then 'done' when standing = 'over' then 'wrong'
            else '' end as tag,
       case when standing = 'open' and state = 'draft'
            then (select count(*) from mark m where m.assignment = placed.id and (m.score is not null or m.comment ~ '\S')) end
           as given,
       (select count(*) from criterion k where k.rubric = placed.rubric) as asked,
       official_time(opens_at, zone, zone_name) as opens_official, instant_text(opens_at) as opens_at,
       official_time(closes_at, zone, zone_name) as closes_official, instant_text(closes_at) as closes_at,
       days_in_words((closes_at at time zone zone)::date - (clock_now() at time zone zone)::date) as closes_in,
       lag(standing) over (order by place) is distinct from standing as begins_group,
       lead(standing) over (order by place) is distinct from standing as ends_group
  from placed
 order by place limit 500;

-- name: reviews_waiting () app
-- The reviews that one has to write now, what closes first on top.
select '/reviews/' || a.id as href, n.nominee_name as name,
       w.name || ' ' || c.year || case a.state when 'draft' then ': review begun' else ': review to write' end as detail,
       instant_text(r.closes_at) as due_at, official_time(r.closes_at, o.zone, o.zone_name) as due_official,
       days_in_words((r.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as due_in
  from assignment a join round r on r.id = a.round join cycle c on c.id = r.cycle join award w on w.id = c.award
  join organization o on o.id = w.organization join nomination n on n.id = a.nomination
 where a.reviewer = me() and a.state in ('not_started', 'draft') and r.opens_at <= clock_now() and r.closes_at > clock_now()
   and c.award = any ((select my_awards_as('seat'))::uuid[]) and a.nomination <> all ((select my_conflicts())::uuid[])
 order by r.closes_at, a.state, w.name, n.nominee_name, a.id;

-- name: reviews_to_write () app
-- The same for the desk, where those of one cycle are one thing to do: the list of them, or the review when it is one.
select case count(*) when 1 then '/reviews/' || min(a.id::text) else '/reviews' end as href,
       case count(*) when 1 then 'Review ' || min(n.nominee_name) else count(*) || ' reviews to write' end as name,
       w.name || ' ' || c.year || case count(*) filter (where a.state = 'draft') when 0 then '' when count(*) then ': begun'
                                      else ': ' || count(*) filter (where a.state = 'draft') || ' of them begun' end as detail,
       instant_text(r.closes_at) as due_at, official_time(r.closes_at, o.zone, o.zone_name) as due_official,
       days_in_words((r.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as due_in
  from assignment a join round r on r.id = a.round join cycle c on c.id = r.cycle join award w on w.id = c.award
  join organization o on o.id = w.organization join nomination n on n.id = a.nomination
 where a.reviewer = me() and a.state in ('not_started', 'draft') and r.opens_at <= clock_now() and r.closes_at > clock_now()
   and c.award = any ((select my_awards_as('seat'))::uuid[]) and a.nomination <> all ((select my_conflicts())::uuid[])
 group by c.id, r.id, w.id, o.id order by r.closes_at, w.name, c.id;

-- name: review_of (id uuid) app
-- A review of one's own, as its pages show it; no row when one is in conflict, or not of the committee any more.
select a.id, a.nomination, n.nominee_name as nominee, c.id as cycle, c.year, w.name as award,
       a.state = 'submitted' as is_submitted, a.state = 'recused' as is_recused, a.state = 'draft' as is_draft,
       s.is_coming, s.is_over, not s.is_coming and not s.is_over as is_open,
       not s.is_coming and not s.is_over and a.state in ('not_started', 'draft') as can_change,
       not s.is_coming and not s.is_over and a.state = 'submitted' as can_reopen,
       not s.is_coming and not s.is_over and a.state = 'recused' as can_return,
       a.state <> 'recused' as can_step_back,
       a.state = 'draft' and a.submitted_at is not null as is_reopened,
       official_time(a.submitted_at, o.zone, o.zone_name) as submitted_official,
       instant_text(r.opens_at) as opens_at, official_time(r.opens_at, o.zone, o.zone_name) as opens_official,
       instant_text(r.closes_at) as closes_at, official_time(r.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words((r.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in
  from assignment a join round r on r.id = a.round join cycle c on c.id = r.cycle join award w on w.id = c.award
  join organization o on o.id = w.organization join nomination n on n.id = a.nomination
  cross join lateral (select r.opens_at > clock_now() as is_coming, r.closes_at <= clock_now() as is_over) s
 where a.id = $1 and a.reviewer = me() and am_acting(c.id, 'seat')
   and a.nomination <> all (my_conflicts());

-- name: review_marks (id uuid) app
-- The criteria of a review of one's own in the rubric's order, each with what was given by it.
select k.id, k.name, k.kind, k.label, nullif(k.hint, '') as hint, k.is_required, b.least, b.most,
       array_to_string(b.words, chr(10)) as words, b.is_low_best,
       coalesce(case when k.kind = 'comment' then m.comment else m.score::text end, '') as value,
       coalesce(m.version, 0) as version
  from assignment a join round r on r.id = a.round join rubric b on b.id = r.rubric join criterion k on k.rubric = b.id
  left join mark m on m.assignment = a.id and m.criterion = k.id
 where a.id = $1 and a.reviewer = me() order by k.rank, k.id;

-- name: review_locked (id uuid) app
-- Nothing of the review changes until the work ends. One row when it is one's own.
select id from assignment where id = $1 and reviewer = me() for update;

-- name: review_nomination (id uuid) app
-- What a review of one's own is of, also where one may not read it any more.
select nomination from assignment where id = $1 and reviewer = me();

-- name: mark_saved (review uuid, criterion text, value text, version number) app
-- Keeps what is given by a criterion, upon that version of it (0: none yet): a score in figures, or nothing, or a comment.
-- One row: the version that now stands, whether it is the new one, and what stands in its place where it is not. No row
-- when there is no such criterion.
with asked as (
    select a.id as review, k.id, k.kind from assignment a join round r on r.id = a.round join criterion k on k.rubric = r.rubric
     where a.id = $1 and a.reviewer = me() and k.name = $2
), given as (
    select review, id, nullif(case when kind = 'comment' then '' else $3 end, '')::smallint as score,
           case when kind = 'comment' then $3 else '' end as comment
      from asked
), made as (
    insert into mark (assignment, criterion, score, comment) select review, id, score, comment from given where $4::bigint = 0
    on conflict (assignment, criterion) do nothing
    returning criterion, version
), changed as (
    update mark m set score = g.score, comment = g.comment, version = m.version + 1, changed_at = clock_now()
      from given g
     where m.assignment = g.review and m.criterion = g.id and m.version = $4
       and (m.score, m.comment) is distinct from (g.score, g.comment)
    returning m.criterion, m.version
), saved as (
    select * from made union all select * from changed
)
select coalesce(s.version, m.version, 0) as version,
       s.version is not null or (m.score, m.comment) is not distinct from (g.score, g.comment) as is_saved,
       case when s.version is null then case when m.score is not null then m.score::text else coalesce(m.comment, '') end end as other,
       to_char(clock_now() at time zone o.zone, 'FMHH12:MI am') || ' ' || o.zone_name as saved
  from given g join assignment a on a.id = g.review join round r on r.id = a.round join cycle c on c.id = r.cycle
  join award w on w.id = c.award join organization o on o.id = w.organization
  left join saved s on s.criterion = g.id
  left join mark m on m.assignment = g.review and m.criterion = g.id;

-- name: review_submitted (id uuid) app
with changed as (
    update assignment set state = 'submitted' where id = $1 and state in ('not_started', 'draft') returning id, nomination
)
insert into event (organization, act, subject, facts)
select organization_of_nomination(nomination), 'review.submitted', id, jsonb_build_object('nomination', nomination)
  from changed returning subject;

-- name: review_reopened (id uuid) app
-- What was submitted is a draft again; so is what one stepped back from, when the conflict was dismissed.
with changed as (
    update assignment set state = 'draft' where id = $1 and state in ('submitted', 'recused') returning id, nomination
)
insert into event (organization, act, subject, facts)
select organization_of_nomination(nomination), 'review.reopened', id, jsonb_build_object('nomination', nomination)
  from changed returning subject;
