-- Past years, until there are as many nominations in the database as :wanted says: in cycles of fifty, announced, each with
-- one honoree, in twenty awards a society, ten years of each. The first society is the demo's own; when its years are full,
-- others come, that share the installation with it.

begin;
set local session_replication_role = replica;

create temporary table past on commit drop as
select gen_random_uuid() as id, i / 200 as society, i / 200 * 20 + i % 20 as award_number, null::uuid as award,
       (2025 - i / 20 % 10)::integer as year, (select form from cycle where form is not null limit 1) as form, 50 as size
  from (select count(*) as had, (select count(*) from cycle c join award a on a.id = c.award where a.slug like 'bench-%') as past
          from nomination) n
  cross join lateral generate_series(n.past, n.past + ceil((:wanted - n.had) / 50.0)::integer - 1) i;
insert into organization (slug, name, short_name, zone, zone_name, rank)
select distinct 'bench-' || society, 'Bench Society ' || society, 'BS ' || society, 'America/New_York', 'Eastern Time', 9
  from past where society > 0
on conflict (slug) do nothing;
insert into award (organization, slug, name, search, kind, has_call, rank)
select distinct o.id, 'bench-' || award_number, 'Bench Award ' || award_number, 'bench award ' || award_number, 'medal', false, 100
  from past join organization o
    on o.slug = case society when 0 then (select slug from organization order by rank limit 1) else 'bench-' || society end
on conflict (slug) do nothing;
update past set award = a.id from award a where a.slug = 'bench-' || award_number;
insert into cycle (id, award, year, opens_at, closes_at, published_at, form)
select id, award, year, make_timestamptz(year, 1, 1, 0, 0, 0), make_timestamptz(year, 4, 1, 0, 0, 0),
       make_timestamptz(year, 1, 1, 0, 0, 0), form
  from past;
insert into round (cycle, rubric, opens_at, closes_at)
select id, (select id from rubric limit 1), make_timestamptz(year, 5, 1, 0, 0, 0), make_timestamptz(year, 6, 1, 0, 0, 0)
  from past;
insert into decision (cycle, state, announces_at) select id, 'announced', make_timestamptz(year, 7, 1, 0, 0, 0) from past;

analyze past;

-- Twenty nominations each: ten that they wrote, ten that are of them.
create temporary table somebody on commit drop as
select gen_random_uuid() as id, n from generate_series(1, greatest(50, :wanted / 10)) n;
insert into person (id, name, folded, sort_name, search, institution)
select id, 'Past Person ' || n, 'past person ' || n, 'past person ' || n, 'past person ' || n, 'University of Somewhere'
  from somebody;
insert into account (person, email, email_folded)
select id, left(id::text, 23) || '@past.test', left(id::text, 23) || '@past.test' from somebody;

create temporary table put on commit drop as
select gen_random_uuid() as id, past.id as cycle, past.award, past.year, k, row_number() over () as n
  from past, generate_series(1, past.size) k;
analyze somebody, put;
insert into nomination (id, cycle, nominator, nominee, nominee_name, state, version, made_at, submitted_at)
select put.id, put.cycle, m.id, p.id, 'Past Person ' || p.n, case put.k when 1 then 'announced' else 'not_chosen' end, 1,
       make_timestamptz(put.year, 2, 1, 0, 0, 0), make_timestamptz(put.year, 3, 1, 0, 0, 0)
  from put cross join (select count(*) as most from somebody) of
  join somebody p on p.n = 1 + put.n % of.most join somebody m on m.n = 1 + (put.n * 7 + 3) % of.most;
insert into letter (nomination, referee_name, referee_email, email_folded, state, requested_at)
select put.id, 'Past Referee', a.email, a.email_folded, 'received', make_timestamptz(put.year, 2, 1, 0, 0, 0)
  from put cross join (select count(*) as most from somebody) of
  cross join generate_series(1, 2) l
  join somebody q on q.n = 1 + (put.n * 11 + l) % of.most join account a on a.person = q.id;
insert into honor (award, person, year, cycle, name, search, source, published_at)
select n.award, n.nominee, n.year, n.cycle, n.nominee_name, lower(n.nominee_name), 'decided', make_timestamptz(n.year, 7, 1, 0, 0, 0)
  from (select put.award, put.year, m.id, m.cycle, m.nominee, m.nominee_name from put join nomination m on m.id = put.id where put.k = 1) n;
commit;


