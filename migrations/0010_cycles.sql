-- Cycles, as staff prepare and change them; those concerned are told.

create function moment_kept(typed text, was timestamptz, zone text) returns timestamptz
language sql stable parallel safe
return case when typed is null or typed = to_char(was at time zone zone, 'YYYY-MM-DD HH24:MI') then was
            else nullif(typed, '')::timestamp at time zone zone end;
comment on function moment_kept(text, timestamptz, text) is
    'The instant that a form means: what stood there when it was not sent or is the same minute, else what was typed, in '
    'the official zone.';

create function comparable_instant(instant timestamptz) returns text
language sql stable parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
comment on function comparable_instant(timestamptz) is
    'An instant, exactly, in a form that is in order as texts are: 2026-12-05T22:00:00.000000Z.';

create function cycle_prepare(new_cycle uuid, of_award text, its_year integer) returns boolean
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
    its award;
    its_organization organization;
    its_form uuid := gen_random_uuid();
    its_rubric uuid := gen_random_uuid();
    old_form constant uuid := (select f.id from form f join award a on a.id = f.award where a.slug = of_award
                                order by f.version desc limit 1);
    old_rubric constant uuid := (select r.id from rubric r join award a on a.id = r.award where a.slug = of_award
                                  order by r.version desc limit 1);
    begins timestamp;
    ends timestamp;
    letters timestamp;
    round_begins timestamp;
    round_ends timestamp;
    needed integer;
    later interval;
begin
    select * into its from award where slug = of_award and id = any (my_awards()) for update;
    if its.id is null then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if exists (select from cycle where id = new_cycle and award = its.id) then
        return false;
    end if;
    if exists (select from cycle where award = its.id and year = its_year) then
        raise exception using errcode = 'LR422', column = 'year', message = 'This award has a cycle of that year already.';
    end if;
    select * into its_organization from organization where id = its.organization;

    -- The dates of the last cycle, so many years later; without one, a call in the autumn before that year. What would
    -- have begun already begins in two weeks.
    select v.* into begins, ends, letters, round_begins, round_ends, needed
      from cycle c left join round r on r.cycle = c.id and r.number = 1
      cross join lateral (select make_interval(years => its_year - c.year) as years, its_organization.zone) o
      cross join lateral (select c.opens_at at time zone o.zone + o.years, c.closes_at at time zone o.zone + o.years,
                                 c.letters_until at time zone o.zone + o.years, r.opens_at at time zone o.zone + o.years,
                                 r.closes_at at time zone o.zone + o.years, c.letters_needed) v
     where c.award = its.id and c.year < its_year order by c.year desc limit 1;
    begins := coalesce(begins, make_date(its_year - 1, 9, 1) + time '12:00');
    ends := coalesce(ends, make_date(its_year - 1, 12, 1) + time '17:00');
    letters := coalesce(letters, ends + interval '2 weeks');
    round_begins := coalesce(round_begins, greatest(ends, letters));
    round_ends := coalesce(round_ends, round_begins + interval '4 weeks');
    needed := coalesce(needed, case its.kind when 'medal' then 2 else 0 end);
    if begins <= clock_now() at time zone its_organization.zone then
        later := date_trunc('day', clock_now() at time zone its_organization.zone) + interval '2 weeks'
                 - date_trunc('day', begins);
        begins := begins + later;
        ends := ends + later;
        letters := letters + later;
        round_begins := round_begins + later;
        round_ends := round_ends + later;
    end if;

    insert into form (id, award, version)
    values (its_form, its.id, coalesce((select max(version) from form where award = its.id), 0) + 1);
    insert into question (form, rank, part, name, kind, label, hint, is_required, most_words, least, most, choices)
    select its_form, rank, part, name, kind, label, hint, is_required, most_words, least, most, choices
      from question where form = old_form;
    insert into rubric (id, award, version, least, most, is_low_best, words)
    select its_rubric, its.id, coalesce(max(version), 0) + 1, coalesce((select least from rubric where id = old_rubric), 1),
           coalesce((select most from rubric where id = old_rubric), 9),
           coalesce((select is_low_best from rubric where id = old_rubric), true),
           coalesce((select words from rubric where id = old_rubric), '{}')
      from rubric where award = its.id;
    insert into criterion (rubric, rank, name, kind, label, hint, is_required)
    select its_rubric, rank, name, kind, label, hint, is_required from criterion where rubric = old_rubric;
    insert into cycle (id, award, year, opens_at, closes_at, form, letters_until, letters_needed, most_names)
    values (new_cycle, its.id, its_year, begins at time zone its_organization.zone, ends at time zone its_organization.zone,
            its_form, letters at time zone its_organization.zone, needed, its.most_names);
    insert into round (cycle, rubric, opens_at, closes_at)
    values (new_cycle, its_rubric, round_begins at time zone its_organization.zone,
            round_ends at time zone its_organization.zone);
    insert into event (organization, act, subject, facts)
    values (its.organization, 'cycle.made', new_cycle, jsonb_build_object('form', its_form, 'rubric', its_rubric));
    return true;
end $$;
comment on function cycle_prepare(uuid, text, integer) is
    'Staff begin a cycle of an award for a year: with proposed dates, one round, and a form and a rubric of its own, which '
    'are copies of the award''s latest, or empty. The same id again changes nothing.';

create function cycle_tell(of_cycle uuid, moved jsonb) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    told integer;
begin
    with its as (
        select c.id, c.year, a.name as award, a.organization, o.zone, o.zone_name
          from cycle c join award a on a.id = c.award join organization o on o.id = a.organization where c.id = of_cycle
    ), move as (
        select w.rank, w.whose, jsonb_build_object('what', w.what,
                   'was', official_time((m.value ->> 'was')::timestamptz, its.zone, its.zone_name),
                   'is', official_time((m.value ->> 'is')::timestamptz, its.zone, its.zone_name)) as line
          from its, jsonb_each(moved) m
          join (values (1, 'closes_at', 'Nominations close', array['nominator']),
                       (2, 'letters_until', 'Letters are taken until', array['nominator', 'referee']),
                       (3, 'round_opens_at', 'Judging opens', array['committee']),
                       (4, 'round_closes_at', 'Judging closes', array['committee']))
               as w (rank, name, what, whose) on w.name = m.key
    ), concerned as (
        select k.email_folded, k.email, p.name, 'nominator' as role, n.id as nomination, null as nominee
          from nomination n join person p on p.id = n.nominator
          join account k on k.person = p.id and k.ended_at is null
         where n.cycle = of_cycle and n.state not in ('withdrawn', 'ineligible')
        union all
        select l.email_folded, l.referee_email, l.referee_name, 'referee', n.id, n.nominee_name
          from letter l join nomination n on n.id = l.nomination
         where n.cycle = of_cycle and n.state not in ('withdrawn', 'ineligible') and l.state in ('requested', 'opened')
        union all
        select k.email_folded, k.email, p.name, 'committee', null, null
          from unnest(acts_in(of_cycle, 'seat')) as seated join person p on p.id = seated
          join account k on k.person = p.id and k.ended_at is null
    ), mail as (
        select (array_agg(c.email order by c.role, c.nomination))[1] as email,
               (array_agg(c.name order by c.role, c.nomination))[1] as name,
               (array_agg(c.nomination order by c.nominee is null, c.nomination))[1] as nomination,
               jsonb_build_object('for_nominator', 'nominator' = any (array_agg(c.role)),
                   'for_referee', 'referee' = any (array_agg(c.role)),
                   'for_committee', 'committee' = any (array_agg(c.role)),
                   'nominee', case when count(distinct c.nominee) = 1 then min(c.nominee) end,
                   'moves', (select jsonb_agg(m.line order by m.rank) from move m
                              where m.whose && array_agg(c.role))) as facts
          from concerned c
         where exists (select from move m where c.role = any (m.whose))
         group by c.email_folded
    ), written as (
        insert into outbox (organization, nomination, template, to_name, to_address, facts)
        select its.organization, mail.nomination, 'cycles/moved', mail.name, mail.email,
               mail.facts || jsonb_build_object('award', its.award, 'year', its.year)
          from mail, its
        returning id
    )
    select count(*) into told from written;
    return told;
end $$;
comment on function cycle_tell(uuid, jsonb) is
    'Mails those whom moved dates of a cycle concern, each once: the close its nominators, the date for letters them and '
    'the referees who have not answered, judging the committee. Staff do not know all of them.';

create function cycle_keep(asked_cycle uuid, upon_version integer, its_year integer, its_opens_at timestamptz,
                           its_closes_at timestamptz, its_letters_until timestamptz, its_round_opens_at timestamptz,
                           its_round_closes_at timestamptz, its_letters_needed integer, its_most_names integer)
returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    was cycle;
    was_round round;
    its_organization uuid;
    moved jsonb;
    told integer := 0;
begin
    select * into was from cycle where id = asked_cycle for update;
    if me() is null or was.id is null or was.award <> all (my_awards()) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if was.version <> upon_version then
        raise exception using errcode = 'LR409', message = 'Somebody else has changed this cycle meanwhile.';
    end if;
    if exists (select from cycle where award = was.award and year = its_year and id <> was.id) then
        raise exception using errcode = 'LR422', column = 'year', message = 'This award has a cycle of that year already.';
    end if;
    select * into was_round from round where cycle = asked_cycle and number = 1;
    select organization into its_organization from award where id = was.award;
    if its_round_opens_at >= was.closes_at then -- else it goes behind the close, which moves to earlier
        update round set opens_at = its_round_opens_at, closes_at = its_round_closes_at where id = was_round.id;
    end if;
    update cycle set year = its_year, opens_at = its_opens_at, closes_at = its_closes_at, letters_until = its_letters_until,
           letters_needed = its_letters_needed, most_names = its_most_names
     where id = was.id;
    update round set opens_at = its_round_opens_at, closes_at = its_round_closes_at where id = was_round.id;

    if (its_year, its_letters_needed, its_most_names) is distinct from (was.year, was.letters_needed, was.most_names) then
        insert into event (organization, act, subject, facts)
        values (its_organization, 'cycle.changed', was.id,
                jsonb_build_object('year', its_year, 'letters_needed', its_letters_needed, 'most_names', its_most_names));
    end if;
    select jsonb_object_agg(m.name, jsonb_build_object('was', instant_text(m.was), 'is', instant_text(m.will_be)))
      into moved
      from (values ('opens_at', was.opens_at, its_opens_at), ('closes_at', was.closes_at, its_closes_at),
                   ('letters_until', was.letters_until, its_letters_until),
                   ('round_opens_at', was_round.opens_at, its_round_opens_at),
                   ('round_closes_at', was_round.closes_at, its_round_closes_at)) as m (name, was, will_be)
     where m.was is distinct from m.will_be;
    if moved is null then
        return 0;
    end if;
    insert into event (organization, act, subject, facts) values (its_organization, 'cycle.dates_moved', was.id, moved);
    if moved ? 'letters_until' then -- links go on working until then, also in mail that waits
        update link k set ends_at = its_letters_until
          from letter l join nomination n on n.id = l.nomination
         where k.letter = l.id and n.cycle = was.id and k.used_at is null and its_letters_until is not null;
        update outbox o set link_ends_at = its_letters_until
          from letter l join nomination n on n.id = l.nomination
         where o.link_letter = l.id and n.cycle = was.id and o.state <> 'sent' and its_letters_until is not null;
    end if;
    if was.published_at <= clock_now() then
        told := cycle_tell(was.id, moved);
    end if;
    return told;
end $$;
comment on function cycle_keep(uuid, integer, integer, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz,
                               integer, integer) is
    'Staff change a cycle and its round, upon the version that they have seen. Each moved date is an event, and when the '
    'cycle is public those concerned are mailed; so many. What may be moved say the guards of cycle and round.';

alter table organization enable row level security;
create policy organization_known on organization for select to {app}, {jobs} using (true);
create policy organization_made on organization for insert to {app} with check ((select am_administrator()));
create policy organization_changed on organization for update to {app} using ((select am_administrator()));

alter table office enable row level security;
create policy office_known on office for select to {app}, {jobs} using (true);
create policy office_given on office for insert to {app}
    with check (role in ('staff', 'board') and (select am_administrator()));
create policy office_ended on office for update to {app} using (role in ('staff', 'board') and (select am_administrator()));

alter table award enable row level security;
create policy award_known on award for select to {app}, {jobs} using (true);
create policy award_made on award for insert to {app}
    with check (organization = any ((select my_organizations('staff'))::uuid[]));
create policy award_changed on award for update to {app}
    using (organization = any ((select my_organizations('staff'))::uuid[]));

alter table seat enable row level security;
create policy seat_known on seat for select to {app}, {jobs} using (true);
create policy seat_given on seat for insert to {app} with check (award = any ((select my_awards())::uuid[]));
create policy seat_ended on seat for update to {app} using (award = any ((select my_awards())::uuid[]));

alter table exclusion enable row level security;
create policy exclusion_known on exclusion for select to {app}, {jobs} using (true);
create policy exclusion_made on exclusion for insert to {app} with check (award = any ((select my_awards())::uuid[]));

alter table cycle enable row level security;
create policy cycle_known on cycle for select to {app}, {jobs} using (true);
create policy cycle_made on cycle for insert to {app}
    with check (award = any ((select my_awards())::uuid[]) and published_at is null);
create policy cycle_changed on cycle for update to {app} using (award = any ((select my_awards())::uuid[]));

alter table form enable row level security;
create policy form_known on form for select to {app}, {jobs} using (true);
create policy form_made on form for insert to {app} with check (award = any ((select my_awards())::uuid[]));

alter table question enable row level security;
create policy question_known on question for select to {app}, {jobs} using (true);
create policy question_kept on question to {app}
    using (form in (select f.id from form f where f.award = any ((select my_awards())::uuid[])));

alter table rubric enable row level security;
create policy rubric_known on rubric for select to {app}, {jobs} using (true);
create policy rubric_made on rubric for insert to {app} with check (award = any ((select my_awards())::uuid[]));
create policy rubric_changed on rubric for update to {app} using (award = any ((select my_awards())::uuid[]));

alter table criterion enable row level security;
create policy criterion_known on criterion for select to {app}, {jobs} using (true);
create policy criterion_kept on criterion to {app}
    using (rubric in (select r.id from rubric r where r.award = any ((select my_awards())::uuid[])));

alter table round enable row level security;
create policy round_known on round for select to {app}, {jobs} using (true);
create policy round_kept on round to {app}
    using (cycle in (select c.id from cycle c where c.award = any ((select my_awards())::uuid[])));

grant select on rubric, criterion, round to {app}, {jobs};
grant insert (id, slug, name, short_name, zone, zone_name, summary, rank),
      update (slug, name, short_name, zone, zone_name, summary, rank) on organization to {app};
grant insert (id, person, role, organization), update (since, until) on office to {app};
grant insert (id, organization, slug, name, search, kind, since, summary, purpose, eligibility, packet, judging, most_names,
              money, currency, has_call, rank),
      update (slug, name, search, kind, since, summary, purpose, eligibility, packet, judging, most_names, money,
              currency, has_call, rank) on award to {app};
grant insert (id, award, person, role), update (since, until) on seat to {app};
grant insert (award, role, organization, of_award, sentence) on exclusion to {app};
grant insert (id, award, year, opens_at, closes_at, form, letters_until, letters_needed, most_names),
      update (year, opens_at, closes_at, published_at, form, letters_until, letters_needed, most_names) on cycle to {app};
grant insert (id, award, version) on form to {app};
grant insert, update, delete on question to {app};
grant insert (id, award, version, least, most, is_low_best, words), update (least, most, is_low_best, words) on rubric to {app};
grant insert, update, delete on criterion to {app};
grant insert, update (number, rubric, opens_at, closes_at) on round to {app};
grant execute on function is_being_prepared(cycle), refuse_earlier(timestamptz, timestamptz, text), my_awards(),
    member_with_email(text), cycle_state(cycle, round), moment_kept(text, timestamptz, text), comparable_instant(timestamptz),
    cycle_prepare(uuid, text, integer),
    cycle_keep(uuid, integer, integer, timestamptz, timestamptz, timestamptz, timestamptz, timestamptz, integer, integer)
    to {app};
