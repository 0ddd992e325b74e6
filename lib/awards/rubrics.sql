-- Rubrics, as they are loaded.

-- name: rubric_save (award text, rubric text) app
-- The rubric of the award with that slug, as a JSON object whose parts are all texts, with the list of its criteria: a
-- next version, unless it is the latest. One row when it was made; rubric_fill gives it the criteria.
with its as (
    select (select id from award where slug = $1) as id, (select organization from award where slug = $1) as organization
), asked as (
    select (r ->> 'least')::smallint as least, (r ->> 'most')::smallint as most,
           (r ->> 'is_low_best')::boolean as is_low_best, string_to_array(r ->> 'words', '|') as words,
           (select jsonb_agg(jsonb_build_object('rank', rank, 'name', c -> 'name', 'kind', c -> 'kind',
                                                'label', c -> 'label', 'hint', c -> 'hint',
                                                'is_required', (c ->> 'is_required')::boolean) order by rank)
              from jsonb_array_elements(r -> 'criteria') with ordinality as list (c, rank)) as criteria
      from (select $2::jsonb as r) as given
), latest as (
    select r.* from rubric r, its where r.award = its.id order by r.version desc limit 1
), made as (
    insert into rubric (award, version, least, most, is_low_best, words)
    select its.id, coalesce((select version from latest), 0) + 1, a.least, a.most, a.is_low_best, a.words
      from its, asked a
     where not exists (select from latest l
                        where (l.least, l.most, l.is_low_best, l.words) = (a.least, a.most, a.is_low_best, a.words)
                          and a.criteria = (select jsonb_agg(to_jsonb(c) - 'id' - 'rubric' order by c.rank)
                                              from criterion c where c.rubric = l.id))
    returning id, version
)
insert into event (organization, act, subject, facts)
select its.organization, 'rubric.saved', made.id, jsonb_build_object('version', made.version) from made, its
returning subject;

-- name: rubric_fill (award text, rubric text) app
-- The criteria of the award's latest rubric, where it has none yet: after rubric_save in the same work, for the policy
-- of criteria must see their rubric.
insert into criterion (rubric, rank, name, kind, label, hint, is_required)
select latest.id, rank::smallint, c ->> 'name', c ->> 'kind', c ->> 'label', c ->> 'hint', (c ->> 'is_required')::boolean
  from jsonb_array_elements($2::jsonb -> 'criteria') with ordinality as list (c, rank)
  cross join (select r.id from rubric r join award a on a.id = r.award
               where a.slug = $1 order by r.version desc limit 1) latest
 where not exists (select from criterion where rubric = latest.id);
