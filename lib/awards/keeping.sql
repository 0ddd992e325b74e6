-- Awards, as staff keep them: their texts and facts, and their committees.

-- name: awards_kept () app
-- The awards of the organizations on whose staff one is, each with its newest cycles; the first row of an award begins it,
-- the last ends it.
select a.slug, a.name, case a.kind when 'travel' then 'travel award' else a.kind end as kind,
       o.name as organization, a.has_call,
       lag(o.id) over placed is distinct from o.id as begins_group, lead(o.id) over placed is distinct from o.id as ends_group,
       lag(a.id) over placed is distinct from a.id as begins_award, lead(a.id) over placed is distinct from a.id as ends_award,
       a.has_call and not exists (select from seat t where t.award = a.id and t.role = 'chair' and is_now(t.since, t.until))
           as lacks_chair,
       c.id as cycle, c.year, c.state_name, c.tag, gen_random_uuid() as new_cycle,
       coalesce(max(c.year) over (partition by a.id), extract(year from clock_now() at time zone o.zone)::integer) + 1
           as next_year
  from award a join organization o on o.id = a.organization
  left join lateral (
      select c.id, c.year, s.name as state_name, s.tag
        from cycle c left join round r on r.cycle = c.id and r.number = 1 cross join lateral cycle_state(c, r) s
       where c.award = a.id order by c.year desc limit 3) c on true
 where a.id = any ((select my_awards())::uuid[])
window placed as (order by o.rank, o.name, o.id, a.rank, a.name, a.id, c.year desc)
 order by o.rank, o.name, o.id, a.rank, a.name, a.id, c.year desc;

-- name: award_kept (slug text) app
-- One award, for its organization's staff. Version changes with anything that the form shows; next_year is the year of a
-- next cycle, and new_cycle an id for it.
select a.id, a.slug, a.name, a.kind, a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names,
       case when a.money is not null
            then (a.money / 100)::text || case when a.money % 100 = 0 then '' else to_char(a.money % 100, '"."FM00') end
       end as money, a.currency, a.has_call, o.name as organization, o.slug as organization_slug,
       md5((a.name, a.kind, a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names, a.money,
            a.currency, a.has_call)::text) as version,
       a.has_call and not exists (select from seat t where t.award = a.id and t.role = 'chair' and is_now(t.since, t.until))
           as lacks_chair,
       a.has_call and not exists (select from office f where f.organization = o.id and f.role = 'board'
                                                         and is_now(f.since, f.until)) as lacks_board,
       a.purpose = '' and a.eligibility = '' as lacks_texts,
       (select nullif(count(*), 0) from question
         where form = (select id from form where award = a.id order by version desc limit 1)) as questions,
       (select nullif(count(*), 0) from criterion
         where rubric = (select id from rubric where award = a.id order by version desc limit 1)) as criteria,
       coalesce((select max(year) from cycle where award = a.id),
                extract(year from clock_now() at time zone o.zone)::integer) + 1 as next_year,
       gen_random_uuid() as new_cycle
  from award a join organization o on o.id = a.organization
 where a.slug = $1 and a.id = any (my_awards());

-- name: award_seats (slug text) app
-- Who is on the committee now: the chair, deputies, members.
select t.id, p.name, nullif(p.institution, '') as institution, initcap(t.role) as role_name,
       to_char(t.since at time zone o.zone, 'FMDD FMMonth YYYY') as since
  from seat t join award a on a.id = t.award join organization o on o.id = a.organization join person p on p.id = t.person
 where a.slug = $1 and a.id = any (my_awards()) and is_now(t.since, t.until)
 order by array_position(array['chair', 'deputy', 'member'], t.role), p.sort_name, p.id;

-- name: award_exclusions (slug text) app
-- Who stands aside from an award, in a sentence each.
select e.sentence from exclusion e join award a on a.id = e.award
 where a.slug = $1 and a.id = any (my_awards()) order by e.role, e.sentence;

-- name: award_new () app
-- The organizations on whose staff one is, each with an id for a new award. Nobody else finds the page that asks.
select slug, name, gen_random_uuid() as award from organization
 where id = any ((select my_organizations('staff'))::uuid[]) order by rank, name;

-- name: award_clashes (id uuid, organization text, slug text, search text) app
-- One row for staff of that organization: whether the award with that id is there already, under which slug; and whether
-- another has that slug, or in this organization that name, folded.
select (select slug from award where id = $1) as there,
       exists (select from award where slug = $3) as is_slug_taken,
       exists (select from award a where a.organization = o.id and a.search = $4) as is_name_taken
  from organization o
 where o.slug = $2 and o.id = any (my_organizations('staff'));

-- name: award_named (slug text, search text) app
-- One row for its staff: whether another award of the organization has that name, folded.
select exists (select from award b where b.organization = a.organization and b.id <> a.id and b.search = $2) as is_name_taken
  from award a where a.slug = $1 and a.id = any (my_awards());

-- name: award_made (id uuid, organization text, slug text, name text, search text, kind text, summary text, purpose text, eligibility text, packet text, judging text, most_names number, money number, currency text, has_call flag) app
-- 0 stands for none.
with made as (
    insert into award (id, organization, slug, name, search, kind, summary, purpose, eligibility, packet, judging,
                       most_names, money, currency, has_call, rank)
    select $1, o.id, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12, 0), nullif($13::bigint, 0), nullif($14, ''), $15,
           coalesce((select max(rank) from award where organization = o.id), 0) + 1
      from organization o where o.slug = $2
    on conflict (id) do nothing
    returning id, organization
)
insert into event (organization, act, subject)
select organization, 'award.saved', id from made returning subject;

-- name: award_changed (id uuid, name text, search text, kind text, since number, summary text, purpose text, eligibility text, packet text, judging text, most_names number, money number, currency text, has_call flag) app
-- 0 stands for none. One row when anything changed.
with changed as (
    update award a
       set name = $2, search = $3, kind = $4, since = nullif($5, 0), summary = $6, purpose = $7, eligibility = $8,
           packet = $9, judging = $10, most_names = nullif($11, 0), money = nullif($12::bigint, 0),
           currency = nullif($13, ''), has_call = $14
     where a.id = $1
       and (a.name, a.search, a.kind, a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names,
            a.money, a.currency, a.has_call)
           is distinct from ($2, $3, $4, nullif($5, 0)::smallint, $6, $7, $8, $9, $10, nullif($11, 0)::smallint,
                             nullif($12::bigint, 0), nullif($13, ''), $14)
    returning id, organization
)
insert into event (organization, act, subject)
select organization, 'award.saved', id from changed returning subject;

-- name: model_exclusion_added (award text, role text, of_slug text, sentence text) app
-- Who stands aside from a new award as from its model: the board of its own organization, where of_slug is empty; of
-- another organization, or the chair of another award, only where that is there and kept by the same staff.
with asked as (
    select a.id, a.organization as its, o.id as organization, w.id as of_award
      from award a
      left join organization o on $2 = 'board' and o.id = case when $3 = '' then a.organization
                                                               else (select id from organization where slug = $3) end
                              and o.id = any (my_organizations('staff'))
      left join award w on $2 = 'chair' and w.slug = $3 and w.organization = a.organization
     where a.slug = $1
), made as (
    insert into exclusion (award, role, organization, of_award, sentence)
    select id, $2, organization, of_award, $4 from asked where organization is not null or of_award is not null
    returning id
)
insert into event (organization, act, subject)
select asked.its, 'exclusion.saved', made.id from made, asked returning subject;
