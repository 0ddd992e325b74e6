-- Cycles as staff keep them: prepared, dated, published; and who stands in for staff.

-- name: award_of_staff (slug text) app
-- An award of an organization on whose staff is who asks, and what a new cycle of it would be.
select a.slug, a.name as award, o.name as organization, gen_random_uuid() as cycle,
       coalesce((select max(c.year) from cycle c where c.award = a.id),
                extract(year from clock_now() at time zone o.zone)::integer) + 1 as year,
       exists (select from cycle c where c.award = a.id) as has_cycle
  from award a join organization o on o.id = a.organization
 where a.slug = $1 and a.id = any (my_awards());

-- name: award_cycles_kept (slug text) app
-- Its cycles, newest first.
select c.id, c.year, s.name as state_name, s.tag, official_time(c.opens_at, o.zone, o.zone_name) as opens_official,
       instant_text(c.opens_at) as opens_at, official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       instant_text(c.closes_at) as closes_at
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join round r on r.cycle = c.id and r.number = 1
  cross join lateral cycle_state(c, r) s
 where a.slug = $1 and a.id = any (my_awards()) order by c.year desc;

-- name: cycle_prepared (id uuid, slug text, year number) app
-- A new cycle; the same id again changes nothing.
select cycle_prepare($1, $2, $3) as is_new;

-- name: cycle_of_staff (cycle uuid) app
-- One row for staff of its organization: the cycle with its dates as forms have them.
select c.id, c.year, c.version, a.slug, a.name as award, o.name as organization, o.zone_name, s.name as state_name, s.tag,
       c.published_at is not null as is_published, p.is_prepared, not p.is_prepared as is_fixed,
       c.published_at is null as is_unpublished, p.is_prepared and c.published_at is not null as is_coming, p.is_prepared and c.published_at is not null and c.form is not null as can_take_back,
       c.opens_at <= clock_now() as opens_at_once,
       not p.is_prepared and greatest(c.closes_at, c.letters_until, r.closes_at) > clock_now() as can_postpone,
       p.is_prepared as opens_can_move,
       p.is_prepared or c.closes_at > clock_now() as closes_can_move,
       p.is_prepared or c.letters_until > clock_now() as letters_can_move,
       r.id is not null and (p.is_prepared or r.opens_at > clock_now()) as round_opens_can_move,
       r.id is not null and (p.is_prepared or r.closes_at > clock_now()) as round_closes_can_move,
       to_char(c.opens_at at time zone o.zone, 'YYYY-MM-DD HH24:MI') as opens_local,
       to_char(c.closes_at at time zone o.zone, 'YYYY-MM-DD HH24:MI') as closes_local,
       to_char(c.letters_until at time zone o.zone, 'YYYY-MM-DD HH24:MI') as letters_local,
       to_char(r.opens_at at time zone o.zone, 'YYYY-MM-DD HH24:MI') as round_opens_local,
       to_char(r.closes_at at time zone o.zone, 'YYYY-MM-DD HH24:MI') as round_closes_local,
       official_time(c.opens_at, o.zone, o.zone_name) as opens_official,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       official_time(c.letters_until, o.zone, o.zone_name) as letters_official,
       official_time(r.opens_at, o.zone, o.zone_name) as round_opens_official,
       official_time(r.closes_at, o.zone, o.zone_name) as round_closes_official,
       days_in_words((c.opens_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as opens_in,
       c.letters_needed, c.letters_needed > 0 as needs_letters, c.most_names, c.most_names = 1 as is_one_name, c.form is not null as has_form,
       r.id is not null as has_round, made.questions,
       made.questions > 0 as has_questions, made.questions = 1 as is_one_question, made.criteria,
       made.criteria = 1 as is_one_criterion, made.has_overall,
       made.members, made.members = 1 as is_one_member, made.leaders > 0 as has_leaders,
       gen_random_uuid() as new_stand_in
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join round r on r.cycle = c.id and r.number = 1
  cross join lateral (select is_being_prepared(c) as is_prepared) p
  cross join lateral cycle_state(c, r) s
  cross join lateral (
      select (select count(*) from question q where q.form = c.form) as questions,
             (select count(*) from criterion k where k.rubric = r.rubric) as criteria,
             exists (select from criterion k where k.rubric = r.rubric and k.kind = 'overall') as has_overall,
             (select count(*) from seat t where t.award = c.award and is_now(t.since, t.until)) as members,
             (select count(*) from seat t where t.award = c.award and is_now(t.since, t.until)
                 and t.role in ('chair', 'deputy')) as leaders) made
 where c.id = $1 and c.award = any (my_awards());

-- name: cycle_missing (cycle uuid) app
-- What keeps it from being published, by the field of its page.
select w.field, w.sentence
  from cycle c left join round r on r.cycle = c.id and r.number = 1
  cross join lateral (values
      ('closes_at.date', 'The close has passed already. Give one that is still to come.', c.closes_at <= clock_now()),
      ('form', 'The form has no question yet. Add one first.',
       not exists (select from question q where q.form = c.form)),
      ('rubric', 'The rubric has no overall score yet. Add one first.',
       not exists (select from criterion k where k.rubric = r.rubric and k.kind = 'overall')))
      as w (field, sentence, is_so)
 where c.id = $1 and c.award = any (my_awards()) and c.published_at is null and w.is_so;

-- name: cycle_moments (cycle uuid) app
-- The instants of a cycle in their order.
with its as (
    select c.id, o.zone, o.zone_name, clock_now() as now, m.rank, m.name, m.at
      from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
      left join round r on r.cycle = c.id and r.number = 1 left join decision d on d.cycle = c.id
      cross join lateral (values (1, 'Nominations open', c.opens_at), (2, 'Nominations close', c.closes_at),
                                 (3, 'Letters are taken until', c.letters_until), (4, 'Judging opens', r.opens_at),
                                 (5, 'Judging closes', r.closes_at), (6, 'Announcement', d.announces_at))
          as m (rank, name, at)
     where c.id = $1 and c.award = any (my_awards()) and m.at is not null
)
select name, instant_text(at) as at, official_time(at, zone, zone_name) as official, at <= now as is_past,
       at = min(at) filter (where at > now) over () as is_next,
       days_in_words((at at time zone zone)::date - (now at time zone zone)::date) as within
  from its order by at, rank;

-- name: cycle_stretches (cycle uuid) app
-- The same as a drawing has it: what lasts from when to when, in hundredths of the whole, a line each; and where today
-- is, while it is within.
with its as (
    select s.rank, s.name, s.begins, s.ends, clock_now() as now, min(s.begins) over () as first, max(s.ends) over () as last
      from cycle c left join round r on r.cycle = c.id and r.number = 1
      cross join lateral (values (1, 'Nominations', c.opens_at, c.closes_at), (2, 'Letters', c.opens_at, c.letters_until),
                                 (3, 'Judging', r.opens_at, r.closes_at)) as s (rank, name, begins, ends)
     where c.id = $1 and c.award = any (my_awards()) and s.begins < s.ends
), scaled as (
    select *, 100 / extract(epoch from last - first) as scale from its
)
select name, round(extract(epoch from begins - first) * scale, 1) as "from",
       round(greatest(extract(epoch from ends - begins) * scale, 1), 1) as wide,
       round(extract(epoch from ends - first) * scale, 1) as "to",
       ends <= now as is_past, now >= begins and now < ends as is_now,
       case when extract(epoch from begins - first) * scale > 50 then 'end' else 'start' end as anchor,
       case when extract(epoch from begins - first) * scale > 50 then round(extract(epoch from ends - first) * scale, 1)
            else round(extract(epoch from begins - first) * scale, 1) end as label,
       rank * 40 - 26 as label_at, rank * 40 - 18 as bar_at,
       case when now between first and last then round(extract(epoch from now - first) * scale, 1) end as today_at,
       extract(epoch from now - first) * scale < 5 as today_is_early,
       extract(epoch from now - first) * scale > 95 as today_is_late
  from scaled order by rank;

-- name: cycle_asked (cycle uuid, opens text, closes text, letters text, round_opens text, round_closes text) app
-- A cycle, kept from changing until the work ends, and what the typed dates would make of it: instants that can be
-- compared as texts. Null is what was not sent.
select c.version, c.year, c.letters_needed, c.most_names, c.form is not null as has_form, r.id is not null as has_round,
       c.published_at is not null as is_published, c.opens_at > clock_now() as is_coming,
       comparable_instant(moment_kept($2, c.opens_at, o.zone)) as opens_at,
       comparable_instant(moment_kept($3, c.closes_at, o.zone)) as closes_at,
       comparable_instant(moment_kept($4, c.letters_until, o.zone)) as letters_until,
       comparable_instant(moment_kept($5, r.opens_at, o.zone)) as round_opens_at,
       comparable_instant(moment_kept($6, r.closes_at, o.zone)) as round_closes_at,
       (moment_kept($2, c.opens_at, o.zone), moment_kept($3, c.closes_at, o.zone),
        moment_kept($4, c.letters_until, o.zone), moment_kept($5, r.opens_at, o.zone),
        moment_kept($6, r.closes_at, o.zone))
       is distinct from (c.opens_at, c.closes_at, c.letters_until, r.opens_at, r.closes_at) as is_moved
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join round r on r.cycle = c.id and r.number = 1
 where c.id = $1 and c.award = any (my_awards()) for update of c;

-- name: cycle_kept (cycle uuid, version number, year number, opens_at text, closes_at text, letters_until text, round_opens_at text, round_closes_at text, letters_needed number, most_names number) app
-- Changes the cycle that cycle_asked has looked at; told is how many mails go out about it. No most names is 0.
select cycle_keep($1, $2, $3, nullif($4, '')::timestamptz, nullif($5, '')::timestamptz, nullif($6, '')::timestamptz,
                  nullif($7, '')::timestamptz, nullif($8, '')::timestamptz, $9, nullif($10, 0)) as told;

-- name: cycle_published (cycle uuid) app
-- The call becomes public. Once more changes nothing.
with published as (
    update cycle set published_at = clock_now() where id = $1 and published_at is null returning id, award
)
insert into event (organization, act, subject)
select a.organization, 'cycle.published', p.id from published p join award a on a.id = p.award returning subject;

-- name: cycle_unpublished (cycle uuid) app
-- The call is taken back, which the guard allows until it opens.
with taken as (
    update cycle set published_at = null where id = $1 and published_at is not null returning id, award
)
insert into event (organization, act, subject)
select a.organization, 'cycle.taken_back', t.id from taken t join award a on a.id = t.award returning subject;

-- name: stand_ins_of (cycle uuid) app
-- Who stands in for staff in a cycle now.
select s.id, p.name, official_time(s.since, o.zone, o.zone_name) as since, instant_text(s.since) as since_at
  from stand_in s join person p on p.id = s.person join cycle c on c.id = s.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization
 where s.cycle = $1 and is_now(s.since, s.until) order by p.sort_name, s.id;

-- name: stand_in_asked (cycle uuid, email_folded text) app
-- Of a cycle of one's own: who has that address, and whether they act as staff already; person is null for nobody.
select m.person, exists (select from office f where f.person = m.person and f.organization = a.organization
                            and f.role = 'staff' and is_now(f.since, f.until)) as is_staff
  from cycle c join award a on a.id = c.award left join member_with_email($2) m on true
 where c.id = $1 and c.award = any (my_awards());

-- name: stand_in_named (id uuid, cycle uuid, email_folded text) app
-- They stand in from now on, unless they do already.
with named as (
    insert into stand_in (id, cycle, person)
    select $1, $2, m.person from member_with_email($3) m
     where not exists (select from stand_in s where s.cycle = $2 and s.person = m.person and is_now(s.since, s.until))
    on conflict (id) do nothing
    returning id, cycle, person
)
insert into event (organization, act, subject, facts)
select a.organization, 'stand_in.named', n.id, jsonb_build_object('cycle', n.cycle, 'person', n.person)
  from named n join cycle c on c.id = n.cycle join award a on a.id = c.award returning subject;

-- name: stand_in_ended (cycle uuid, id uuid) app
-- They no longer do. A term is never empty: one that begins at this very instant began just before.
with ended as (
    update stand_in s set until = clock_now(), since = least(s.since, clock_now() - interval '1 microsecond')
     where s.cycle = $1 and s.id = $2 and is_now(s.since, s.until)
    returning s.id, s.cycle, s.person
)
insert into event (organization, act, subject, facts)
select a.organization, 'stand_in.ended', e.id, jsonb_build_object('cycle', e.cycle, 'person', e.person)
  from ended e join cycle c on c.id = e.cycle join award a on a.id = c.award returning subject;

-- name: cycle_left (cycle uuid) app
-- The roles in which nobody without a conflict is left, and whether anybody has them at all.
select l.role = 'staff' as is_staff, l.role = 'lead' as is_lead, l.role = 'board' as is_board,
       case l.role
           when 'lead' then not exists (select from seat t where t.award = c.award and t.role in ('chair', 'deputy')
                                           and is_now(t.since, t.until))
           else not exists (select from office f where f.organization = a.organization and f.role = l.role
                               and is_now(f.since, f.until)) end as is_empty
  from cycle c join award a on a.id = c.award cross join cycles_lack(array[c.id]) l
 where c.id = $1 and c.award = any (my_awards()) and c.form is not null
 order by l.rank;

-- name: cycles_waiting () app
-- What staff have to do for their cycles: publish those that are prepared, find somebody where nobody is left.
with mine as materialized (
    select c.id, c.award, c.year, c.opens_at, c.closes_at, c.published_at is not null as is_published,
           r.opens_at as judging_opens_at, r.closes_at as judging_closes_at
      from (select clock_now() as now offset 0) as clock cross join cycle c
      left join round r on r.cycle = c.id and r.number = 1
     where c.id = any ((select my_current_cycles())::uuid[]) and c.award = any ((select my_awards())::uuid[])
       and (c.published_at is null
            or c.published_at <= clock.now and r.closes_at > clock.now - interval '180 days'
               and not exists (select from decision d where d.cycle = c.id and d.state = 'announced'))
)
select w.href, w.name, a.name || ' ' || m.year as detail, instant_text(w.due) as due_at,
       official_time(w.due, o.zone, o.zone_name) as due_official,
       days_in_words((w.due at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as due_in
  from (select m.id, '/staff/cycles/' || m.id as href, 'A call to publish' as name, m.opens_at as due
          from mine m where not m.is_published
        union all
        select m.id, '/staff/cycles/' || m.id || '#left',
               case l.role when 'staff' then 'No staff without a conflict of interest is left'
                           when 'lead' then 'No chair or deputy without a conflict of interest is left'
                           else 'No board member without a conflict of interest is left' end,
               case l.role when 'staff' then m.closes_at when 'lead' then m.judging_opens_at else m.judging_closes_at end
          from cycles_lack(array(select id from mine where is_published)) l join mine m on m.id = l.cycle) w
  join mine m on m.id = w.id join award a on a.id = m.award join organization o on o.id = a.organization
 order by w.due, detail, w.name;
