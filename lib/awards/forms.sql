-- Forms and exclusions, as they are loaded.

-- name: form_save (award text, questions text) app
-- The form of the award with that slug, as a JSON list of its questions whose parts are all texts: a next version,
-- unless it is the latest. One row when it was made; form_fill gives it the questions.
with its as (
    select (select id from award where slug = $1) as id, (select organization from award where slug = $1) as organization
), asked as (
    select rank::smallint, q ->> 'part' as part, q ->> 'name' as name, q ->> 'kind' as kind, q ->> 'label' as label,
           q ->> 'hint' as hint, (q ->> 'is_required')::boolean as is_required,
           nullif(q ->> 'most_words', '')::integer as most_words, nullif(q ->> 'least', '')::bigint as least,
           nullif(q ->> 'most', '')::bigint as most, string_to_array(q ->> 'choices', '|') as choices
      from jsonb_array_elements($2::jsonb) with ordinality as list (q, rank)
), latest as (
    select f.id, f.version from form f, its where f.award = its.id order by f.version desc limit 1
), made as (
    insert into form (award, version)
    select its.id, coalesce((select version from latest), 0) + 1 from its
     where (select jsonb_agg(to_jsonb(a) order by a.rank) from asked a)
           is distinct from (select jsonb_agg(to_jsonb(q) - 'id' - 'form' order by q.rank)
                               from question q where q.form = (select id from latest))
    returning id, version
)
insert into event (organization, act, subject, facts)
select its.organization, 'form.saved', made.id, jsonb_build_object('version', made.version) from made, its
returning subject;

-- name: form_fill (award text, questions text) app
-- The questions of the award's latest form, where it has none yet: after form_save in the same work, for the policy of
-- questions must see their form.
insert into question (form, rank, part, name, kind, label, hint, is_required, most_words, least, most, choices)
select latest.id, rank::smallint, q ->> 'part', q ->> 'name', q ->> 'kind', q ->> 'label', q ->> 'hint',
       (q ->> 'is_required')::boolean, nullif(q ->> 'most_words', '')::integer, nullif(q ->> 'least', '')::bigint,
       nullif(q ->> 'most', '')::bigint, string_to_array(q ->> 'choices', '|')
  from jsonb_array_elements($2::jsonb) with ordinality as list (q, rank)
  cross join (select f.id from form f join award a on a.id = f.award
               where a.slug = $1 order by f.version desc limit 1) latest
 where not exists (select from question where form = latest.id);

-- name: exclusion_save (award text, role text, of_slug text, sentence text) owner
-- Who stands aside from an award, found by award, role and whose, or made. One row when anything changed.
with asked as (
    select (select id from award where slug = $1) as award, $2::text as role,
           (select id from organization where $2 = 'board' and slug = $3) as organization,
           (select id from award where $2 = 'chair' and slug = $3) as of_award
), changed as (
    update exclusion e set sentence = $4 from asked a
     where e.award = a.award and e.role = a.role and e.organization is not distinct from a.organization
       and e.of_award is not distinct from a.of_award and e.sentence <> $4
    returning e.id
), made as (
    insert into exclusion (award, role, organization, of_award, sentence)
    select a.award, a.role, a.organization, a.of_award, $4 from asked a
     where not exists (select from exclusion e
                        where e.award = a.award and e.role = a.role
                          and e.organization is not distinct from a.organization
                          and e.of_award is not distinct from a.of_award)
    returning id
)
insert into event (organization, act, subject)
select (select organization from award where slug = $1), 'exclusion.saved', id
  from (select id from changed union all select id from made) as saved
returning subject;
