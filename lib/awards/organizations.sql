-- Organizations, as administrators keep them, and who is on their staff and board.

-- name: organizations_reader () app
-- One row for administrators, with an id for a new organization. Nobody else finds the page that asks.
select gen_random_uuid() as organization where am_administrator();

-- name: organizations_kept () app
-- All organizations, with how many are on their staff and board, and how many awards they have.
select o.slug, o.name, o.short_name, o.zone_name,
       (select count(*) from office f where f.organization = o.id and f.role = 'staff' and is_now(f.since, f.until)) as staff,
       (select count(*) from office f where f.organization = o.id and f.role = 'board' and is_now(f.since, f.until)) as board,
       (select count(*) from award a where a.organization = o.id) as awards
  from organization o
 where am_administrator()
 order by o.rank, o.name;

-- name: organizations_waiting () app
-- What administrators have to do before anybody else can do something: a first organization, and staff for each.
select w.href, w.name, w.detail, null as due_at, null as due_official, null as due_in
  from (select '/staff/organizations' as href, 'Make the first organization' as name,
               'The society, or its foundation: it owns awards' as detail, 0 as rank
         where not exists (select from organization)
        union all
        select '/staff/organizations/' || o.slug, 'Name the staff of ' || o.short_name,
               'Only its staff can make its awards and open their cycles', o.rank
          from organization o
         where not exists (select from office f where f.organization = o.id and f.role = 'staff' and is_now(f.since, f.until))) w
 where am_administrator()
 order by w.rank, w.name;

-- name: organization_kept (slug text) app
-- One organization, for administrators. Version changes with anything that the form shows.
select o.id, o.slug, o.name, o.short_name, o.zone, o.zone_name, o.summary,
       md5((o.name, o.short_name, o.zone, o.summary)::text) as version,
       not exists (select from office f where f.organization = o.id and f.role = 'staff' and is_now(f.since, f.until))
           as lacks_staff,
       not exists (select from office f where f.organization = o.id and f.role = 'board' and is_now(f.since, f.until))
           as lacks_board
  from organization o
 where o.slug = $1 and am_administrator();

-- name: organization_offices (slug text) app
-- Who is on its staff and board now, staff first.
select f.id, p.name, nullif(p.institution, '') as institution, f.role = 'staff' as is_staff,
       to_char(f.since at time zone o.zone, 'FMDD FMMonth YYYY') as since
  from office f join organization o on o.id = f.organization join person p on p.id = f.person
 where o.slug = $1 and is_now(f.since, f.until) and am_administrator()
 order by f.role = 'board', p.sort_name, p.id;

-- name: organizations_lock () app
-- Organizations and awards are made and named by one at a time; the lock goes with the transaction.
select pg_advisory_xact_lock(hashtext('laureate programme'));

-- name: organization_clashes (id uuid, slug text, name text) app
-- One row for administrators: whether a new organization with that id is there already, under which slug; and whether
-- another has that slug or that name.
select (select slug from organization where id = $1) as there,
       exists (select from organization where slug = $2) as is_slug_taken,
       exists (select from organization where lower(name) = lower($3)) as is_name_taken
 where am_administrator();

-- name: organization_named (slug text, name text) app
-- One row for administrators: whether another organization than the one with that slug has that name.
select exists (select from organization where lower(name) = lower($2) and slug <> $1) as is_name_taken
 where am_administrator();

-- name: organization_made (id uuid, slug text, name text, short_name text, zone text, zone_name text, summary text) app
with made as (
    insert into organization (id, slug, name, short_name, zone, zone_name, summary, rank)
    select $1, $2, $3, $4, $5, $6, $7, coalesce((select max(rank) from organization), 0) + 1
    on conflict (id) do nothing
    returning id
)
insert into event (organization, act, subject)
select id, 'organization.saved', id from made returning subject;

-- name: organization_changed (id uuid, name text, short_name text, zone text, zone_name text, summary text) app
-- One row when anything changed.
with changed as (
    update organization o set name = $2, short_name = $3, zone = $4, zone_name = $5, summary = $6
     where o.id = $1 and (o.name, o.short_name, o.zone, o.zone_name, o.summary) is distinct from ($2, $3, $4, $5, $6)
    returning id
)
insert into event (organization, act, subject)
select id, 'organization.saved', id from changed returning subject;
