-- Honors: the public record, and what is imported into it.

-- name: honors_latest () visitor
-- The honors of the latest year that has any.
select h.year, h.name, h.postnominals, h.citation, h.person, a.name as award, a.slug, o.short_name as organization
  from published_honor h
  join published_award a on a.id = h.award
  join published_organization o on o.id = a.organization
 where h.year = (select max(year) from published_honor)
 order by o.rank, a.rank, h.sort_name, h.id;

-- name: honors_archive (words text, award text, year number, after text, most number) visitor
-- The archive, newest first. Words are folded; each must stand somewhere in the honor's searched text. Award is a
-- slug or empty, year 0 for all, after the id of the last honor of the page before or empty. One row more than a
-- page shows says that there is another page. begins_year and ends_year mark the first and last of a year's rows.
with page as (
    select h.id, h.year, h.name, h.postnominals, h.citation, h.person, a.name as award, a.slug,
           o.name as organization, o.short_name as organization_short,
           instant_text(h.published_at) as published_at, instant_text(h.changed_at) as changed_at,
           row_number() over (order by h.year desc, o.rank, a.rank, h.sort_name, h.id) as place
      from published_honor h
      join published_award a on a.id = h.award
      join published_organization o on o.id = a.organization
     where (h.search || ' ' || a.search) like all (string_to_array('%' || replace($1, ' ', '% %') || '%', ' '))
       and ($2 = '' or a.slug = $2)
       and ($3 = 0 or h.year = $3)
       and ($4 = '' or (-h.year, o.rank, a.rank, h.sort_name, h.id)
                       > (select -l.year, lo.rank, la.rank, l.sort_name, l.id
                            from published_honor l
                            join published_award la on la.id = l.award
                            join published_organization lo on lo.id = la.organization
                           where l.id = nullif($4, '')::uuid))
     order by h.year desc, o.rank, a.rank, h.sort_name, h.id
     limit $5 + 1
)
select *, lag(year) over (order by place) is distinct from year as begins_year,
       lead(year) over (order by place) is distinct from year or place = $5 as ends_year,
       place > $5 as is_beyond
  from page order by place;

-- name: honors_found (words text, award text, year number) visitor
-- How many honors, and of how many people, the archive holds for the same question.
select count(*) as honors, count(distinct h.person) as people, count(*) = 1 as is_one_honor,
       count(distinct h.person) = 1 as is_one_person, count(*) > 0 as is_any
  from published_honor h join published_award a on a.id = h.award
 where (h.search || ' ' || a.search) like all (string_to_array('%' || replace($1, ' ', '% %') || '%', ' '))
   and ($2 = '' or a.slug = $2)
   and ($3 = 0 or h.year = $3);

-- name: honors_years (chosen number) visitor
-- The years that have honors, for choosing one.
select distinct year, year = $1 as is_chosen from published_honor order by year desc;

-- name: honors_awards (chosen text) visitor
-- The awards that have honors, for choosing one.
select a.slug, a.name, a.slug = $1 as is_chosen
  from published_award a join published_organization o on o.id = a.organization
 where exists (select from published_honor h where h.award = a.id)
 order by o.rank, a.rank;

-- name: honors_of_award (slug text, most number) visitor
-- The newest honors of one award.
select h.year, h.name, h.postnominals, h.citation, h.person,
       lag(h.year) over placed is distinct from h.year as begins_year
  from published_honor h join published_award a on a.id = h.award
 where a.slug = $1
window placed as (order by h.year desc, h.sort_name, h.id)
 order by h.year desc, h.sort_name, h.id
 limit $2;

-- name: honoree_page (person uuid) visitor
-- One row, or the page is "not found". Page is another person where staff said that the two are one.
select p.page, p.page <> p.id as is_elsewhere, latest.name, latest.postnominals, counted.honors,
       counted.honors > 1 as is_many
  from published_person p,
       lateral (select h.name, h.postnominals from published_honor h
                 where h.person = p.page order by h.year desc, h.id limit 1) as latest,
       lateral (select count(*) as honors from published_honor h where h.person = p.page) as counted
 where p.id = $1;

-- name: honoree_honors (person uuid) visitor
-- What the person was honored with, newest first.
select h.year, h.name, h.citation, a.name as award, a.slug, a.kind_name as kind, o.name as organization
  from published_honor h
  join published_award a on a.id = h.award
  join published_organization o on o.id = a.organization
 where h.person = (select page from published_person where id = $1)
 order by h.year desc, o.rank, a.rank, h.id;

-- name: public_change () visitor
-- How long from now public pages stay as they are by themselves; null for ever.
select floor(public_change_in() * 1000000)::bigint as microseconds;

-- name: honor_import (award uuid, year number, name text, folded text, sort_name text, postnominals text, citation text, search text) owner
-- Keeps one row of a file: finds the person by the folded name or adds one, adds the honor or corrects the one
-- that was imported before. Became says what happened: added, corrected or known.
with known as (
    select id from person where folded = $4 order by same_as is null desc, id limit 1
), made as (
    insert into person (name, folded, sort_name)
    select $3, $4, $5 where not exists (select from known)
    returning id
), someone as (
    select id from known union all select id from made
), saved as (
    insert into honor as h (award, year, person, name, postnominals, citation, search, source, published_at)
    select $1, $2, someone.id, $3, $6, $7, $8, 'imported', clock_now() from someone
    on conflict (award, year, person) do update
       set name = excluded.name, postnominals = excluded.postnominals, citation = excluded.citation,
           search = excluded.search, changed_at = clock_now()
     where h.source = 'imported'
       and (h.name, h.postnominals, h.citation, h.search)
           is distinct from (excluded.name, excluded.postnominals, excluded.citation, excluded.search)
    returning id, xmax = 0 as is_new
), told as (
    insert into event (organization, act, subject)
    select a.organization, case when is_new then 'honor.imported' else 'honor.corrected' end, saved.id
      from saved, award a where a.id = $1
)
select coalesce((select case when is_new then 'added' else 'corrected' end from saved), 'known') as became,
       (select count(*) from made) as people;

-- name: honorees_all () owner
-- Everybody who has an honor that is public, for finding names that are probably one person's; is_new who came in this transaction.
select p.id, p.name, coalesce(p.same_as, p.id) as page, p.xmin = pg_current_xact_id()::xid as is_new
  from person p where exists (select from honor h where h.person = p.id and h.published_at <= clock_now())
 order by p.sort_name, p.id;

-- name: likeness_note (one uuid, other uuid, reason text) owner
-- Notes that two people are probably one, unless that is known; one row when it is news.
with noted as (
    insert into likeness (one, other, reason)
    values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), $3)
    on conflict (one, other) do nothing
    returning one
)
insert into event (act, subject) select 'likeness.noted', one from noted returning subject;

-- name: likenesses_open () app
-- Pairs of names that nobody has answered yet.
select p.id as one, q.id as other, l.reason, p.name as one_name, q.name as other_name,
       (select string_agg(a.name || ' ' || h.year, ', ' order by h.year)
          from honor h join award a on a.id = h.award where h.person = p.id) as one_honors,
       (select string_agg(a.name || ' ' || h.year, ', ' order by h.year)
          from honor h join award a on a.id = h.award where h.person = q.id) as other_honors
  from likeness l
  join person p on p.id in (l.one, l.other)
  join person q on q.id in (l.one, l.other) and (p.sort_name, p.id) < (q.sort_name, q.id)
 where l.answer is null
 order by p.sort_name, q.sort_name, p.id, q.id;
