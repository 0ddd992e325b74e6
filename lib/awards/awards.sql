-- Awards, their organizations and cycles.

-- name: calls_open () visitor
-- What can be nominated or applied for now, the nearest close first.
select a.slug, a.name, a.kind_name as kind, a.summary, o.short_name as organization, c.year,
       instant_text(c.closes_at) as closes_at, c.closes_official, c.closes_in, c.elapsed_percent
  from published_cycle c
  join published_award a on a.id = c.award
  join published_organization o on o.id = a.organization
 where c.is_open
 order by c.closes_at, a.rank;

-- name: calls_coming () visitor
-- What opens next.
select a.slug, a.name, a.kind_name as kind, a.summary, o.short_name as organization, c.year,
       instant_text(c.opens_at) as opens_at, c.opens_official, c.opens_in
  from published_cycle c
  join published_award a on a.id = c.award
  join published_organization o on o.id = a.organization
 where c.is_coming
 order by c.opens_at, a.rank;

-- name: deadlines () visitor
-- Every close from now on, for the calendar.
select c.id, a.slug, a.name, o.name as organization, c.year, instant_text(c.closes_at) as closes_at,
       c.closes_official, instant_text(c.changed_at) as changed_at
  from published_cycle c
  join published_award a on a.id = c.award
  join published_organization o on o.id = a.organization
 where not c.is_closed
 order by c.closes_at, a.rank;

-- name: award_catalogue () visitor
-- Every award in the order of its organization; the first of an organization begins its group, the last ends it.
-- The call is the one that is open, or else the next.
select a.slug, a.name, a.kind_name as kind, a.summary, a.since,
       o.name as organization, o.summary as organization_summary,
       lag(o.id) over placed is distinct from o.id as begins_group,
       lead(o.id) over placed is distinct from o.id as ends_group,
       call.is_open, call.is_coming, call.closes_in, call.opens_in, honored.honors
  from published_award a
  join published_organization o on o.id = a.organization
  left join lateral (select * from published_cycle c
                      where c.award = a.id and not c.is_closed
                      order by c.closes_at limit 1) as call on true
  left join (select award, count(*) as honors from published_honor group by award) as honored on honored.award = a.id
window placed as (order by o.rank, o.name, a.rank, a.name)
 order by o.rank, o.name, a.rank, a.name;

-- name: award_page (slug text) visitor
-- One row, or the page is "not found".
select a.slug, a.name, a.kind_name as kind, a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names,
       a.has_call, a.kind = 'grant' as is_grant, a.most_names = 1 as is_single,
       case when a.money is not null
            then to_char(a.money / 100, 'FM999,999,999,999')
                 || case when a.money % 100 = 0 then '' else to_char(a.money % 100, '"."FM00') end
                 || ' ' || a.currency end as money,
       o.name as organization, o.short_name as organization_short
  from published_award a join published_organization o on o.id = a.organization
 where a.slug = $1;

-- name: award_cycles (slug text) visitor
-- The award's cycles, newest first.
select c.year, c.is_open, c.is_coming, c.is_closed, c.is_open and c.takes_nominations as takes_nominations, a.slug,
       c.letters_official, instant_text(c.opens_at) as opens_at, c.opens_official, c.opens_in,
       instant_text(c.closes_at) as closes_at, c.closes_official, c.closes_in, c.elapsed_percent
  from published_cycle c join published_award a on a.id = c.award
 where a.slug = $1
 order by c.year desc;

-- name: organization_save (slug text, name text, short_name text, zone text, zone_name text, summary text, rank number) owner
-- Adds an organization or brings it up to date; one row when anything changed.
with saved as (
    insert into organization as o (slug, name, short_name, zone, zone_name, summary, rank)
    values ($1, $2, $3, $4, $5, $6, $7)
    on conflict (slug) do update
       set name = excluded.name, short_name = excluded.short_name, zone = excluded.zone,
           zone_name = excluded.zone_name, summary = excluded.summary, rank = excluded.rank
     where (o.name, o.short_name, o.zone, o.zone_name, o.summary, o.rank)
           is distinct from (excluded.name, excluded.short_name, excluded.zone, excluded.zone_name,
                             excluded.summary, excluded.rank)
    returning id
)
insert into event (organization, act, subject)
select id, 'organization.saved', id from saved returning subject;

-- name: award_save (organization text, slug text, name text, search text, kind text, since number, summary text, purpose text, eligibility text, packet text, judging text, most_names number, money number, currency text, has_call flag, rank number) owner
-- Adds an award to the organization with that slug, or brings it up to date; 0 stands for "none" in numbers. One
-- row when anything changed.
with saved as (
    insert into award as a (organization, slug, name, search, kind, since, summary, purpose, eligibility, packet,
                            judging, most_names, money, currency, has_call, rank)
    select o.id, $2, $3, $4, $5, nullif($6, 0), $7, $8, $9, $10, $11, nullif($12, 0), nullif($13::bigint, 0),
           nullif($14, ''), $15, $16
      from organization o where o.slug = $1
    on conflict (slug) do update
       set name = excluded.name, search = excluded.search, kind = excluded.kind, since = excluded.since, summary = excluded.summary,
           purpose = excluded.purpose, eligibility = excluded.eligibility, packet = excluded.packet,
           judging = excluded.judging, most_names = excluded.most_names, money = excluded.money,
           currency = excluded.currency, has_call = excluded.has_call, rank = excluded.rank
     where (a.name, a.search, a.kind, a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names,
            a.money, a.currency, a.has_call, a.rank)
           is distinct from (excluded.name, excluded.search, excluded.kind, excluded.since, excluded.summary, excluded.purpose,
                             excluded.eligibility, excluded.packet, excluded.judging, excluded.most_names,
                             excluded.money, excluded.currency, excluded.has_call, excluded.rank)
    returning id, a.organization
)
insert into event (organization, act, subject)
select organization, 'award.saved', id from saved returning subject;

-- name: award_names () owner
-- What awards there are, for finding one by its name, folded, or its slug.
select a.id, a.slug, a.search, o.name as organization
  from award a join organization o on o.id = a.organization order by o.rank, a.rank, a.name;
