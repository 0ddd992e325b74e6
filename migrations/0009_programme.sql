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
