-- The forms and rubrics of cycles, as staff keep them. Who may is said by the policies of the tables, until when by the
-- guards that stand before each change; whoever is no staff of the cycle's organization finds no cycle here.

-- name: kept_cycle (cycle uuid, what text) app
-- The cycle whose form or rubric it is, and whether it is fixed: because the cycle has opened, or another one that shares
-- it. What is "form" or "rubric". With an id for something new.
select c.id, a.name as award, c.year, c.form is not null as has_form, r.rubric is not null as has_rubric,
       c.published_at is not null as is_published, c.opens_at > clock_now() as opens_later,
       instant_text(c.opens_at) as opens_at, official_time(c.opens_at, o.zone, o.zone_name) as opens_official,
       days_in_words((c.opens_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as opens_in,
       f.id is not null as is_fixed, f.id <> c.id as is_fixed_elsewhere, f.year as fixed_year, gen_random_uuid() as new_id
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join lateral (select rubric from round where cycle = c.id order by number limit 1) r on true
  left join lateral (select x.id, x.year from cycle x
                      where not is_being_prepared(x)
                        and (x.id = c.id or $2 = 'form' and x.form = c.form
                             or $2 = 'rubric' and exists (select from round t where t.cycle = x.id and t.rubric = r.rubric))
                      order by x.id <> c.id, x.year limit 1) f on true
 where c.id = $1 and c.award = any ((select my_awards())::uuid[]);

-- name: form_questions (cycle uuid) app
-- The questions of a cycle's form in their order, and where each may go. Mark is another as soon as anything else of a
-- question than its place is.
select q.id, q.place, q.part, q.name, 'answer.' || q.name as field, q.kind, q.label, nullif(q.hint, '') as hint,
       q.is_required, q.most_words, q.least, q.most, nullif(array_to_string(q.choices, chr(10)), '') as choices,
       nullif(cardinality(q.choices), 0) as choice_count,
       q.kind = 'text' as is_text, q.kind = 'long' as is_long, q.kind = 'choice' as is_choice, q.kind = 'date' as is_date,
       q.kind = 'number' as is_number, q.kind = 'attestation' as is_attestation, q.kind = 'document' as is_document,
       q.part is distinct from q.before as begins_part, q.part is distinct from q.after as ends_part,
       q.before is not null as can_go_up, q.after is not null as can_go_down,
       nullif(q.before, q.part) as up_into, nullif(q.after, q.part) as down_into,
       q.part <> q.last as can_part_go_down, q.is_part_shared,
       hashtextextended(row(q.part, q.kind, q.label, q.hint, q.is_required, q.most_words, q.least, q.most,
                            q.choices)::text, 0) as mark
  from (select p.*, row_number() over own as place, lag(p.part) over own as before, lead(p.part) over own as after,
               last_value(p.part) over (own rows between current row and unbounded following) as last,
               count(*) over (partition by p.part) > 1 as is_part_shared
          from cycle c join question p on p.form = c.form
         where c.id = $1 window own as (order by p.rank, p.id)) q
 order by q.place;

-- name: form_locked (cycle uuid, question uuid) app
-- Nobody else changes the form, or publishes the cycle, until the work ends. One row when the form is one's to keep.
select c.form, exists (select from question where id = $2 and form is distinct from c.form) as is_elsewhere
  from cycle c where c.id = $1 and c.award = any ((select my_awards())::uuid[]) for no key update of c;

-- name: question_added (form uuid, question uuid, part text, name text, kind text, label text, hint text, is_required flag, most_words text, least text, most text, choices text) app
-- A new question at the end of the form; choices is a line each.
insert into question (id, form, rank, part, name, kind, label, hint, is_required, most_words, least, most, choices)
select $2, $1, (coalesce((select max(rank) from question where form = $1), 0) + 1)::smallint, $3, $4, $5, $6, $7, $8,
       nullif($9, '')::integer, nullif($10, '')::bigint, nullif($11, '')::bigint,
       coalesce(string_to_array(nullif($12, ''), chr(10)), '{}')
returning id;

-- name: question_rewritten (question uuid, kind text, label text, hint text, is_required flag, most_words text, least text, most text, choices text) app
-- A question's text in place of the one before; its name stays.
update question
   set kind = $2, label = $3, hint = $4, is_required = $5, most_words = nullif($6, '')::integer,
       least = nullif($7, '')::bigint, most = nullif($8, '')::bigint,
       choices = coalesce(string_to_array(nullif($9, ''), chr(10)), '{}')
 where id = $1
returning id;

-- name: questions_placed (form uuid, places text) app
-- The questions of a form in an order, as a JSON list of {id, part}.
with asked as (
    select (place ->> 'id')::uuid as id, place ->> 'part' as part, rank::smallint
      from jsonb_array_elements($2::jsonb) with ordinality as list (place, rank)
)
update question q set rank = asked.rank, part = asked.part from asked
 where q.id = asked.id and q.form = $1 and (q.rank, q.part) is distinct from (asked.rank, asked.part)
returning q.id;

-- name: question_removed (question uuid) app
with gone as (delete from question where id = $1 returning id)
select id from gone;

-- name: form_change_told (cycle uuid, form uuid, question uuid, what text) app
-- What was done to the question: added, changed, moved, removed.
insert into event (organization, act, subject, facts)
select a.organization, 'form.changed', $2,
       jsonb_build_object('cycle', c.id, 'question', $3::uuid, 'what', $4::text)
  from cycle c join award a on a.id = c.award where c.id = $1
returning subject;

-- name: rubric_scale (cycle uuid) app
-- The scale of a cycle's rubric, its words a line each, from the least score on.
select b.id, b.least, b.most, b.is_low_best, nullif(array_to_string(b.words, chr(10)), '') as words,
       hashtextextended(row(b.least, b.most, b.is_low_best, b.words)::text, 0) as mark
  from round r join rubric b on b.id = r.rubric
 where r.cycle = $1 order by r.number limit 1;

-- name: rubric_scores (cycle uuid) app
-- The scores of that scale, the best first.
select s.score, b.words[s.score - b.least + 1] as words, s.score = case when b.is_low_best then b.least else b.most end as is_best,
       s.score = case when b.is_low_best then b.most else b.least end as is_worst
  from (select b.* from round r join rubric b on b.id = r.rubric where r.cycle = $1 order by r.number limit 1) b
 cross join lateral generate_series(b.least::integer, b.most::integer) as s (score)
 order by case when b.is_low_best then s.score else -s.score end;

-- name: rubric_criteria (cycle uuid) app
-- The criteria of a cycle's rubric in their order; mark as of questions.
select c.id, row_number() over own as place, c.name, c.kind, c.label, nullif(c.hint, '') as hint, c.is_required,
       c.kind = 'score' as is_score, c.kind = 'overall' as is_overall, c.kind = 'comment' as is_comment,
       lag(c.id) over own is not null as can_go_up, lead(c.id) over own is not null as can_go_down,
       hashtextextended(row(c.kind, c.label, c.hint, c.is_required)::text, 0) as mark
  from (select rubric from round where cycle = $1 order by number limit 1) r join criterion c on c.rubric = r.rubric
window own as (order by c.rank, c.id)
 order by place;

-- name: rubric_locked (cycle uuid, criterion uuid) app
-- The same as form_locked, of the rubric.
select r.rubric, exists (select from criterion where id = $2 and rubric is distinct from r.rubric) as is_elsewhere
  from cycle c left join lateral (select rubric from round where cycle = c.id order by number limit 1) r on true
 where c.id = $1 and c.award = any ((select my_awards())::uuid[]) for no key update of c;

-- name: rubric_rescaled (rubric uuid, least number, most number, is_low_best flag, words text) app
update rubric
   set least = $2, most = $3, is_low_best = $4, words = coalesce(string_to_array(nullif($5, ''), chr(10)), '{}')
 where id = $1
returning id;

-- name: criterion_added (rubric uuid, criterion uuid, name text, kind text, label text, hint text, is_required flag) app
-- A new criterion at the end of the rubric.
insert into criterion (id, rubric, rank, name, kind, label, hint, is_required)
select $2, $1, (coalesce((select max(rank) from criterion where rubric = $1), 0) + 1)::smallint, $3, $4, $5, $6, $7
returning id;

-- name: criterion_rewritten (criterion uuid, kind text, label text, hint text, is_required flag) app
update criterion set kind = $2, label = $3, hint = $4, is_required = $5 where id = $1 returning id;

-- name: criteria_placed (rubric uuid, ids text) app
-- The criteria of a rubric in an order: their ids with a space between.
with asked as (
    select id, rank::smallint from unnest(string_to_array($2, ' ')::uuid[]) with ordinality as list (id, rank)
)
update criterion c set rank = asked.rank from asked
 where c.id = asked.id and c.rubric = $1 and c.rank <> asked.rank
returning c.id;

-- name: criterion_removed (criterion uuid) app
with gone as (delete from criterion where id = $1 returning id)
select id from gone;

-- name: rubric_change_told (cycle uuid, rubric uuid, criterion uuid, what text) app
-- What was done to the criterion, or to the scale where it is none: added, changed, moved, removed.
insert into event (organization, act, subject, facts)
select a.organization, 'rubric.changed', $2,
       jsonb_strip_nulls(jsonb_build_object('cycle', c.id, 'criterion', $3::uuid, 'what', $4::text))
  from cycle c join award a on a.id = c.award where c.id = $1
returning subject;
