-- Awards, their organizations and cycles.

-- name: calls_open () visitor
-- What can be nominated or applied for now, the nearest close first.
select a.slug, a.name, a.kind, a.summary, o.short_name as organization, c.year,
       instant_text(c.closes_at) as closes_at,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words(c.closes_at, o.zone) as closes_in,
       floor(100 * extract(epoch from clock_now() - c.opens_at) / extract(epoch from c.closes_at - c.opens_at))
           as elapsed_percent
  from published_cycle c
  join published_award a on a.id = c.award
  join published_organization o on o.id = a.organization
 where c.phase = 'open'
 order by c.closes_at, a.rank;

-- name: calls_coming () visitor
-- What opens next.
select a.slug, a.name, a.kind, a.summary, o.short_name as organization, c.year,
       instant_text(c.opens_at) as opens_at,
       official_time(c.opens_at, o.zone, o.zone_name) as opens_official,
       days_in_words(c.opens_at, o.zone) as opens_in
  from published_cycle c
  join published_award a on a.id = c.award
  join published_organization o on o.id = a.organization
 where c.phase = 'coming'
 order by c.opens_at, a.rank;

-- name: deadlines () visitor
-- Every close from now on, for the calendar.
select c.id, a.slug, a.name, o.name as organization, c.year,
       instant_text(c.closes_at) as closes_at, instant_text(c.published_at) as published_at,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official
  from published_cycle c
  join published_award a on a.id = c.award
  join published_organization o on o.id = a.organization
 where c.phase <> 'closed'
 order by c.closes_at, a.rank;

-- name: award_catalogue () visitor
-- Every award in the order of its organization; the first of an organization begins its group, the last ends it.
-- The call is the one that is open, or else the next.
select a.slug, a.name, a.kind, a.summary, a.since, a.has_call,
       o.name as organization, o.summary as organization_summary,
       lag(o.id) over placed is distinct from o.id as begins_group,
       lead(o.id) over placed is distinct from o.id as ends_group,
       call.phase = 'open' as is_open, call.phase = 'coming' as is_coming,
       days_in_words(call.closes_at, o.zone) as closes_in,
       days_in_words(call.opens_at, o.zone) as opens_in,
       (select count(*) from published_honor h where h.award = a.id) as honors
  from published_award a
  join published_organization o on o.id = a.organization
  left join lateral (select * from published_cycle c
                      where c.award = a.id and c.phase <> 'closed'
                      order by c.closes_at limit 1) as call on true
window placed as (order by o.rank, o.name, a.rank, a.name)
 order by o.rank, o.name, a.rank, a.name;

-- name: award_page (slug text) visitor
-- One row, or the page is "not found".
select a.slug, a.name, a.kind, a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names,
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
select c.year, c.phase = 'open' as is_open, c.phase = 'coming' as is_coming, c.phase = 'closed' as is_closed,
       instant_text(c.opens_at) as opens_at, official_time(c.opens_at, o.zone, o.zone_name) as opens_official,
       days_in_words(c.opens_at, o.zone) as opens_in,
       instant_text(c.closes_at) as closes_at, official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words(c.closes_at, o.zone) as closes_in,
       floor(100 * extract(epoch from clock_now() - c.opens_at) / extract(epoch from c.closes_at - c.opens_at))
           as elapsed_percent
  from published_cycle c
  join published_award a on a.id = c.award
  join published_organization o on o.id = a.organization
 where a.slug = $1
 order by c.year desc;

-- name: organization_save (slug text, name text, short_name text, zone text, zone_name text, summary text, rank number) app
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
insert into event (act, subject) select 'organization.saved', id from saved returning subject;

-- name: award_save (organization text, slug text, name text, kind text, since number, summary text, purpose text, eligibility text, packet text, judging text, most_names number, money number, currency text, has_call flag, rank number) app
-- Adds an award to the organization with that slug, or brings it up to date; 0 stands for "none" in numbers. One
-- row when anything changed.
with saved as (
    insert into award as a (organization, slug, name, kind, since, summary, purpose, eligibility, packet, judging,
                            most_names, money, currency, has_call, rank)
    select o.id, $2, $3, $4, nullif($5, 0), $6, $7, $8, $9, $10, nullif($11, 0), nullif($12, 0),
           nullif($13, ''), $14, $15
      from organization o where o.slug = $1
    on conflict (slug) do update
       set name = excluded.name, kind = excluded.kind, since = excluded.since, summary = excluded.summary,
           purpose = excluded.purpose, eligibility = excluded.eligibility, packet = excluded.packet,
           judging = excluded.judging, most_names = excluded.most_names, money = excluded.money,
           currency = excluded.currency, has_call = excluded.has_call, rank = excluded.rank
     where (a.name, a.kind, a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names,
            a.money, a.currency, a.has_call, a.rank)
           is distinct from (excluded.name, excluded.kind, excluded.since, excluded.summary, excluded.purpose,
                             excluded.eligibility, excluded.packet, excluded.judging, excluded.most_names,
                             excluded.money, excluded.currency, excluded.has_call, excluded.rank)
    returning id
)
insert into event (act, subject) select 'award.saved', id from saved returning subject;

-- name: award_names () app
-- What awards there are, for finding one by its name.
select a.id, a.slug, a.name, o.name as organization
  from award a join organization o on o.id = a.organization order by o.rank, a.rank, a.name;
