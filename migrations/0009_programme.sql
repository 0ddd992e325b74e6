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

alter table cycle add column most_names smallint check (most_names > 0);
comment on column cycle.most_names is 'How many names the committee may propose; null for no bound.';

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
        if old.published_at is null and new.published_at is not null then
            new.published_at := clock_now();
            if new.closes_at <= clock_now() then
                raise exception using errcode = 'LR422', column = 'closes_at',
                    message = 'This call would be over before it begins. Give it a close that is still to come.';
            end if;
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
        perform refuse_earlier(old.closes_at, new.closes_at, 'closes_at');
        perform refuse_earlier(old.letters_until, new.letters_until, 'letters_until');
    end if;
    if exists (select from round where cycle = new.id and opens_at < new.closes_at) then
        raise exception using errcode = 'LR422', column = 'closes_at',
            message = 'Judging would begin before the call closes. Move the judging to later first.';
    end if;
    new.changed_at := clock_now();
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
        raise exception using errcode = 'LR422', column = 'round_opens_at',
            message = 'Judging begins when the call has closed, or later.';
    end if;
    if tg_op = 'INSERT' or is_being_prepared(its) then
        return new;
    end if;
    if (new.id, new.cycle, new.number, new.rubric) is distinct from (old.id, old.cycle, old.number, old.rubric) then
        raise exception using errcode = 'LR409', message = 'This cycle has opened, so its rubric is fixed.';
    end if;
    perform refuse_earlier(old.opens_at, new.opens_at, 'round_opens_at');
    perform refuse_earlier(old.closes_at, new.closes_at, 'round_closes_at');
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
    return its;
end $$;
comment on function question_changed() is 'A form is fixed from the moment at which a cycle with it opens.';
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
    return its;
end $$;
comment on function criterion_changed() is 'A rubric is fixed from the moment at which a cycle with it opens.';
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

create function member_with_email(folded text) returns table (person uuid, name text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    select p.id, p.name from account a join person p on p.id = a.person
     where a.email_folded = folded and a.ended_at is null
       and (am_administrator() or my_organizations('staff') <> '{}');
end;
comment on function member_with_email(text) is
    'Whose address that is, for administrators and staff, who give offices and seats by it.';

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
    member_with_email(text) to {app};
