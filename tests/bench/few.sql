-- What the bench reads and writes of its own, in the demo: a cycle that staff check, with thirty nominations, and 32
-- nominations more in the cycle that is being judged, all for one reviewer.

begin;
set local session_replication_role = replica; -- guards speak to people, and nobody asks here

create temporary table one as
select (select person from account where email_folded = 'staff@demo.test') as staff,
       (select person from account where email_folded = 'reviewer1@demo.test') as reviewer,
       gen_random_uuid() as checked,
       r.cycle as judged, r.id as round, r.rubric
  from round r where r.opens_at <= clock_now() and r.closes_at > clock_now() limit 1;

create temporary table somebody as
select gen_random_uuid() as id, n, 'Bench Person ' || n as name from generate_series(1, 400) n;
insert into person (id, name, folded, sort_name, search, institution)
select id, name, lower(name), lower(name), lower(name), 'University of Somewhere' from somebody;

insert into cycle (id, award, year, opens_at, closes_at, published_at, form, letters_until, letters_needed)
select one.checked, c.award, 2050, clock_now() - interval '90 days', clock_now() - interval '2 days',
       clock_now() - interval '90 days', c.form, clock_now() + interval '9 days', 2
  from one join cycle c on c.id = one.judged;
insert into round (cycle, rubric, opens_at, closes_at)
select checked, rubric, clock_now() + interval '10 days', clock_now() + interval '40 days' from one;

create temporary table put as
select case when n > 30 then ('00000000-0000-4000-8000-' || 100000000000 + n - 31)::uuid else gen_random_uuid() end as id, n,
       case when n > 30 then judged else checked end as cycle,
       case when n > 30 or n % 3 > 0 then 'eligible' else 'submitted' end as state
  from one, generate_series(1, 62) n;
insert into nomination (id, cycle, nominator, nominee, nominee_name, state, version, submitted_at)
select put.id, put.cycle, m.id, p.id, p.name, put.state, 1, clock_now() - interval '3 days'
  from put join somebody p on p.n = put.n join somebody m on m.n = put.n + 200;
insert into letter (nomination, referee_name, referee_email, email_folded, state)
select put.id, 'Bench Referee ' || l, 'referee' || l || '@bench.test', 'referee' || l || '@bench.test',
       case l when 1 then 'received' else 'requested' end
  from put, generate_series(1, 2) l;

insert into declaration (nomination, person) select put.id, one.reviewer from one, put where put.n > 30;
-- The assignment has the id of its nomination.
insert into assignment (id, round, nomination, reviewer, state)
select put.id, one.round, put.id, one.reviewer, 'draft' from one, put where put.n > 30;
insert into mark (assignment, criterion, score)
select put.id, k.id, b.least
  from one join rubric b on b.id = one.rubric join criterion k on k.rubric = b.id and k.kind <> 'comment', put
 where put.n > 30;
commit;

select 'checked=' || checked || ' least=' || b.least || ' criteria=(' || string_agg(k.name, ' ' order by k.rank) || ')'
  from one join rubric b on b.id = one.rubric join criterion k on k.rubric = b.id and k.kind <> 'comment'
 group by checked, b.least;
