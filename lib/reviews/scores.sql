-- Scores, as the committee and staff read them when judging has closed. What somebody is in conflict with the policies of
-- nomination, assignment and mark leave out, so that no row, number or mean is made of it.

-- name: scores_of (cycle uuid) app
-- The cycle, for those who act in it as committee or staff, with the round whose scores are shown, its last.
select c.id, c.year, w.name as award, r.closes_at <= clock_now() as is_open, b.least, b.most, b.is_low_best,
       am_acting(c.id, 'seat') as is_of_committee,
       instant_text(r.closes_at) as closes_at, official_time(r.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words((r.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in
  from cycle c join award w on w.id = c.award join organization o on o.id = w.organization
  join lateral (select * from round where cycle = c.id order by number desc limit 1) r on true
  join rubric b on b.id = r.rubric
 where c.id = $1 and am_acting(c.id, 'seat', 'staff');

-- name: scores_table (cycle uuid) app
-- For each nomination that one may read, by name, and each score of the rubric in its order: what was given in submitted
-- reviews, with a space between. No row before judging has closed.
with shown as (
    select id, rubric, cycle from round
     where cycle = $1 and number = (select max(number) from round where cycle = $1) and closes_at <= clock_now()
       and am_acting($1, 'seat', 'staff')
), reviews as (
    select a.id, a.nomination from assignment a join shown s on s.id = a.round where a.state = 'submitted'
), given as (
    select r.nomination, m.criterion, string_agg(m.score::text, ' ' order by m.score) as scores
      from reviews r join mark m on m.assignment = r.id where m.score is not null group by r.nomination, m.criterion
), counted as (
    select nomination, count(*) as reviews from reviews group by nomination
)
select n.id as nomination, n.nominee_name as nominee, coalesce(t.reviews, 0) as reviews, k.label,
       k.kind = 'overall' as is_overall, coalesce(g.scores, '') as scores
  from shown s join nomination n on n.cycle = s.cycle
  join criterion k on k.rubric = s.rubric and k.kind <> 'comment'
  left join counted t on t.nomination = n.id left join given g on g.nomination = n.id and g.criterion = k.id
 where n.state not in ('draft', 'submitted', 'returned', 'withdrawn', 'ineligible')
   and n.id <> all ((select my_conflicts())::uuid[])
 order by n.nominee_name, n.id, k.rank, k.id;

-- name: scores_nomination (cycle uuid, nomination uuid) app
-- A nomination whose reviews one may read; no row before judging has closed.
select n.id, n.nominee_name as nominee
  from nomination n join round r on r.cycle = n.cycle and r.closes_at <= clock_now()
 where n.id = $2 and n.cycle = $1 and am_acting(n.cycle, 'seat', 'staff')
   and n.state not in ('draft', 'submitted', 'returned', 'withdrawn', 'ineligible') and n.id <> all (my_conflicts())
   and r.number = (select max(number) from round where cycle = $1);

-- name: scores_reviews (cycle uuid, nomination uuid) app
-- What was given in each submitted review of a nomination, by reviewer and in the rubric's order; the first criterion of
-- a review begins it, the last ends it.
select a.id, p.name as reviewer, official_time(a.submitted_at, o.zone, o.zone_name) as submitted, k.label,
       k.kind = 'comment' as is_comment, k.kind = 'overall' as is_overall, m.score::text as score,
       b.words[m.score - b.least + 1] as word, nullif(m.comment, '') as comment,
       lag(a.id) over listed is distinct from a.id as begins_review,
       lead(a.id) over listed is distinct from a.id as ends_review
  from assignment a join nomination n on n.id = a.nomination join round r on r.id = a.round
  join cycle c on c.id = r.cycle join award w on w.id = c.award join organization o on o.id = w.organization
  join rubric b on b.id = r.rubric join criterion k on k.rubric = b.id join person p on p.id = a.reviewer
  left join mark m on m.assignment = a.id and m.criterion = k.id
 where a.nomination = $2 and n.cycle = $1 and a.state = 'submitted' and r.closes_at <= clock_now()
   and r.number = (select max(number) from round where cycle = $1) and n.id <> all ((select my_conflicts())::uuid[])
window listed as (order by p.sort_name, a.id, k.rank, k.id)
 order by p.sort_name, a.id, k.rank, k.id;
