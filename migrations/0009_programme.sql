-- The programme as administrators and staff keep it: organizations and offices, awards and their committees, cycles with
-- their dates, forms, rubrics and rounds.

-- Rubrics, by which reviewers score, and the rounds in which they do.

create table rubric (
    id          uuid primary key default gen_random_uuid(),
    award       uuid not null references award,
    version     integer not null check (version > 0),
    least       smallint not null,
    most        smallint not null,
    is_low_best boolean not null default false,
    words       text[] not null default '{}',
    made_at     timestamptz not null default clock_now(),
    unique (award, version),
    check (least < most and least >= 0 and most <= 20),
    check (cardinality(words) in (0, most - least + 1))
);
comment on table rubric is
    'What an award''s nominations are scored by, in one version. Scores are whole numbers from least to most; words, '
    'where there are any, say what each of them means, from least on.';

create table criterion (
    id          uuid primary key default gen_random_uuid(),
    rubric      uuid not null references rubric,
    rank        smallint not null,
    name        text not null check (name ~ '^[a-z][a-z0-9_]*$'),
    kind        text not null check (kind in ('score', 'overall', 'comment')),
    label       text not null check (label <> ''),
    hint        text not null default '',
    is_required boolean not null default true,
    unique (rubric, name)
);
comment on table criterion is
    'A line of a rubric: a score, the one overall score, which no other computes, or a comment.';
create index criterion_rubric on criterion (rubric, rank);
create unique index criterion_overall on criterion (rubric) where kind = 'overall';

alter table cycle
    add column most_names smallint check (most_names > 0),
    add column version integer not null default 1;
comment on column cycle.most_names is 'How many names the committee may propose; null for no bound.';
comment on column cycle.version is
    'Goes up by one with each change, and a change names the one it is made on. Its round has no version of its own.';

create table round (
    id        uuid primary key default gen_random_uuid(),
    cycle     uuid not null references cycle,
    number    smallint not null default 1 check (number > 0),
    rubric    uuid not null references rubric,
    opens_at  timestamptz not null check (isfinite(opens_at)),
    closes_at timestamptz not null check (isfinite(closes_at)),
    unique (cycle, number),
    check (opens_at < closes_at)
);
comment on table round is
    'One pass of judging in a cycle. Reviews are written while it is open, and read by others when it has closed.';
create index round_rubric on round (rubric);

-- What may change, and until when.

create function is_being_prepared(of_cycle cycle) returns boolean
language sql stable parallel safe
return of_cycle.published_at is null or of_cycle.published_at > clock_now() or of_cycle.opens_at > clock_now();
comment on function is_being_prepared(cycle) is 'Whether all of a cycle may still be changed: until it opens.';

create function cycle_state(of_cycle cycle, its_round round, out name text, out tag text)
language sql stable parallel safe
begin atomic
    select case when of_cycle.published_at is null or of_cycle.published_at > clock_now() then 'Being prepared'
                when clock_now() < of_cycle.opens_at then 'Published'
                when clock_now() < of_cycle.closes_at then 'Open'
                when its_round.opens_at is null then 'Closed'
                when clock_now() < its_round.opens_at then 'Closed, not judged yet'
                when clock_now() < its_round.closes_at then 'Being judged' else 'Judging has closed' end,
           case when of_cycle.published_at is null or of_cycle.published_at > clock_now() then ''
                when clock_now() < of_cycle.opens_at then 'done'
                when clock_now() < of_cycle.closes_at then 'open'
                when clock_now() >= its_round.opens_at and clock_now() < its_round.closes_at then 'open' else '' end;
end;
comment on function cycle_state(cycle, round) is 'How far a cycle and its round have come, in words, and the look of that.';

create function refuse_earlier(was timestamptz, will_be timestamptz, its_column text) returns void
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    if will_be is not distinct from was then
        return;
    end if;
    if was <= clock_now() then
        raise exception using errcode = 'LR422', column = its_column,
            message = 'This instant has passed. It can no longer be moved.';
    end if;
    if will_be is null or will_be < was then
        raise exception using errcode = 'LR422', column = its_column,
            message = 'The cycle has opened: this can only be moved to later.';
    end if;
end $$;
comment on function refuse_earlier(timestamptz, timestamptz, text) is
    'What has been said to all may be postponed, as long as it has not come; never brought forward.';

create function cycle_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is null then
        return new;
    end if;
    if (new.id, new.award) is distinct from (old.id, old.award) then
        raise exception using errcode = 'LR403', message = 'A cycle stays with its award.';
    end if;
    if is_being_prepared(old) then
        if new.published_at is not null and new.closes_at <= clock_now() then
            raise exception using errcode = 'LR422', column = 'closes_at.date',
                message = 'This call would be over before it begins. Give it a close that is still to come.';
        end if;
        if old.published_at is null and new.published_at is not null then
            new.published_at := clock_now();
            if not exists (select from question where form = new.form) then
                raise exception using errcode = 'LR422', column = 'form',
                    message = 'The form has no question yet. Add one first.';
            end if;
            if not exists (select from round r join criterion c on c.rubric = r.rubric and c.kind = 'overall'
                            where r.cycle = new.id) then
                raise exception using errcode = 'LR422', column = 'rubric',
                    message = 'The rubric has no overall score yet. Add one first.';
            end if;
        end if;
    else
        if (new.year, new.opens_at, new.published_at, new.form, new.letters_needed, new.most_names) is distinct from
           (old.year, old.opens_at, old.published_at, old.form, old.letters_needed, old.most_names) then
            raise exception using errcode = 'LR409',
                message = 'This cycle has opened, so this is fixed. Dates that are still to come can be moved to later.';
        end if;
        perform refuse_earlier(old.closes_at, new.closes_at, 'closes_at.date');
        perform refuse_earlier(old.letters_until, new.letters_until, 'letters_until.date');
    end if;
    if exists (select from round where cycle = new.id and opens_at < new.closes_at) then
        raise exception using errcode = 'LR422', column = 'closes_at.date',
            message = 'Judging would begin before the call closes. Move the judging to later first.';
    end if;
    new.changed_at := clock_now();
    new.version := old.version + 1;
    return new;
end $$;
comment on function cycle_changed() is
    'Until it opens, staff may change all of a cycle; then only dates that are still to come, and only to later.';
create trigger cycle_changed before update on cycle for each row execute function cycle_changed();

create function round_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its cycle;
begin
    if me() is null then
        return new;
    end if;
    select * into its from cycle where id = new.cycle;
    if new.opens_at < its.closes_at then
        raise exception using errcode = 'LR422', column = 'round_opens_at.date',
            message = 'Judging begins when the call has closed, or later.';
    end if;
    if is_being_prepared(its) then
        return new;
    end if;
    if tg_op = 'INSERT' then
        raise exception using errcode = 'LR409', message = 'This cycle has opened, so its rounds are fixed.';
    end if;
    if (new.id, new.cycle, new.number, new.rubric) is distinct from (old.id, old.cycle, old.number, old.rubric) then
        raise exception using errcode = 'LR409', message = 'This cycle has opened, so its rubric is fixed.';
    end if;
    perform refuse_earlier(old.opens_at, new.opens_at, 'round_opens_at.date');
    perform refuse_earlier(old.closes_at, new.closes_at, 'round_closes_at.date');
    return new;
end $$;
comment on function round_changed() is
    'A round''s dates may be moved as a cycle''s may: what has closed stays closed, for others'' reviews have been read.';
create trigger round_changed before insert or update on round for each row execute function round_changed();

create function question_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its question;
begin
    if tg_op = 'DELETE' then its := old; else its := new; end if;
    if me() is not null
       and exists (select from cycle c where c.form in (its.form, old.form) and not is_being_prepared(c)) then
        raise exception using errcode = 'LR409', message = 'A cycle with this form has opened, so the form is fixed.';
    end if;
    if me() is not null and tg_op = 'UPDATE' and (new.id, new.form, new.name) is distinct from (old.id, old.form, old.name) then
        raise exception using errcode = 'LR403', message = 'A question stays in its form, under its name.';
    end if;
    if me() is not null and tg_op = 'DELETE' and exists (select from cycle where form = old.form and published_at is not null)
       and not exists (select from question where form = old.form and id <> old.id) then
        raise exception using errcode = 'LR409',
            message = 'The cycle is published, and a form without a question cannot be. Add another one first.';
    end if;
    return its;
end $$;
comment on function question_changed() is
    'A form is fixed from the moment at which a cycle with it opens. Until then a published one keeps a question at least.';
create trigger question_changed before insert or update or delete on question
    for each row execute function question_changed();

create function criterion_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its criterion;
begin
    if tg_op = 'DELETE' then its := old; else its := new; end if;
    if me() is not null
       and exists (select from cycle c join round r on r.cycle = c.id
                    where r.rubric in (its.rubric, old.rubric) and not is_being_prepared(c)) then
        raise exception using errcode = 'LR409', message = 'A cycle with this rubric has opened, so the rubric is fixed.';
    end if;
    if me() is not null and tg_op = 'UPDATE'
       and (new.id, new.rubric, new.name) is distinct from (old.id, old.rubric, old.name) then
        raise exception using errcode = 'LR403', message = 'A criterion stays in its rubric, under its name.';
    end if;
    if me() is not null and tg_op <> 'INSERT' and old.kind = 'overall' and (tg_op = 'DELETE' or its.kind <> 'overall')
       and exists (select from cycle c join round r on r.cycle = c.id
                    where r.rubric = old.rubric and c.published_at is not null) then
        raise exception using errcode = 'LR409',
            message = 'The cycle is published, and its rubric needs this overall score. You can change what it says.';
    end if;
    return its;
end $$;
comment on function criterion_changed() is
    'A rubric is fixed from the moment at which a cycle with it opens. Until then a published one keeps its overall score.';
create trigger criterion_changed before insert or update or delete on criterion
    for each row execute function criterion_changed();

create function rubric_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is not null
       and exists (select from cycle c join round r on r.cycle = c.id
                    where r.rubric = old.id and not is_being_prepared(c)) then
        raise exception using errcode = 'LR409', message = 'A cycle with this rubric has opened, so the rubric is fixed.';
    end if;
    return new;
end $$;
comment on function rubric_changed() is 'So is its scale.';
create trigger rubric_changed before update on rubric for each row execute function rubric_changed();

-- Who may change what. Everybody may read what stands here; visitors read what is published, in views of their own.

create function my_awards() returns uuid[]
language sql stable parallel safe
return array(select id from award where organization = any (my_organizations('staff')));
comment on function my_awards() is 'The awards of the organizations on whose staff is who asks.';

create function member_with_email(asked_email text) returns table (person uuid, name text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    select p.id, p.name from account a join person p on p.id = a.person
     where a.email_folded = asked_email and a.ended_at is null
       and (am_administrator() or my_organizations('staff') <> '{}' or session_user = current_user);
end;
comment on function member_with_email(text) is
    'Whose address that is, for administrators and staff, who give offices and seats by it, and for the command line, '
    'which is the owner, as this function is.';

-- What staff do with a cycle: prepare it, and change it, of which those concerned are told.

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
