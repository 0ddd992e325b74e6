-- Screening: what staff make of a nomination.

-- In three steps: newer PostgreSQL adds no column with a default to a table whose rows a function takes.
alter table nomination add column ineligible_reason text;
alter table nomination alter column ineligible_reason set default '';
update nomination set ineligible_reason = '';
alter table nomination alter column ineligible_reason set not null;
comment on column nomination.ineligible_reason is 'Why staff have found it not eligible, for its nominator.';

create policy nomination_screened on nomination for update to {app}
    using (cycle = any ((select my_cycles('staff'))::uuid[]) and id <> all ((select my_conflicts())::uuid[]));
grant update (returned_note, returned_until, ineligible_reason) on nomination to {app};

create or replace function nomination_made() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_award constant uuid := (select award from cycle where id = new.cycle);
    whose constant uuid := coalesce(new.nominee, person_with_email(lower(new.nominee_email)));
    sentence text;
begin
    if me() is null then
        return new;
    end if;
    if (select form is null or published_at is null or published_at > clock_now() from cycle where id = new.cycle) then
        raise exception using errcode = 'LR404', message = 'There is no such call.';
    end if;
    perform refuse_late(new);
    if is_one_person(whose, new.nominator) then
        raise exception using errcode = 'LR422', column = 'nominee',
            message = 'You cannot nominate yourself. Ask a colleague to put your case.';
    end if;
    sentence := exclusion_of(its_award, new.nominator);
    if sentence is not null then
        raise exception using errcode = 'LR403', message = sentence;
    end if;
    sentence := exclusion_of(its_award, whose);
    if sentence is not null then
        raise exception using errcode = 'LR422', column = 'nominee', message = sentence;
    end if;
    return new;
end $$;

create or replace function nomination_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_award constant uuid := (select award from cycle where id = old.cycle);
    draft constant text := case when old.returned_until > clock_now() then 'returned' else 'draft' end;
    sentence text;
begin
    if me() is null then
        return new;
    end if;
    if me() <> old.nominator then
        perform refuse_screening(old, new);
        return new;
    end if;
    if (new.returned_note, new.returned_until, new.ineligible_reason) is distinct from
       (old.returned_note, old.returned_until, old.ineligible_reason) then
        raise exception using errcode = 'LR403', message = 'This is for staff to say.';
    end if;
    perform refuse_late(old);
    if (old.state, new.state) not in (('draft', 'draft'), ('returned', 'returned'), ('draft', 'submitted'),
                                      ('returned', 'submitted'), ('submitted', draft),
                                      ('draft', 'withdrawn'), ('submitted', 'withdrawn'), ('returned', 'withdrawn')) then
        raise exception using errcode = 'LR409', message = 'The nomination is not in a state in which this can be done.';
    end if;
    new.version := old.version;
    if new.state = 'submitted' then
        new.submitted_at := clock_now();
        new.version := coalesce((select max(number) from nomination_version where nomination = old.id), 0) + 1;
        sentence := coalesce(exclusion_of(its_award, old.nominator),
                             exclusion_of(its_award, coalesce(old.nominee, person_with_email(lower(old.nominee_email)))));
        if sentence is not null then
            raise exception using errcode = 'LR403', message = sentence;
        end if;
    end if;
    return new;
end $$;
comment on function nomination_changed() is
    'What a nominator may make of a nomination, while its call is open, and what staff may when it has closed.';

create function refuse_screening(was nomination, will_be nomination) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from cycle where id = was.cycle for share; -- its names are not proposed meanwhile
    if was.cycle <> all (my_cycles('staff')) or was.id = any (my_conflicts()) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if (select closes_at > clock_now() from cycle where id = was.cycle) then
        raise exception using errcode = 'LR403',
            message = 'Nominations are checked when the call has closed. Until then nominators may still change them.';
    end if;
    if was.state not in ('submitted', 'returned', 'eligible', 'ineligible')
       or will_be.state not in ('eligible', 'ineligible', 'returned') then
        raise exception using errcode = 'LR409', message = 'The nomination is not in a state in which this can be done.';
    end if;
    -- What was submitted and not checked yet keeps the committee from proposing; what was checked would tell by a refusal
    -- that it has proposed.
    if was.state <> 'submitted' and was.cycle = any (my_blind_cycles())
       and not exists (select from round where cycle = was.cycle and closes_at > clock_now()) then
        raise exception using errcode = 'LR409',
            message = 'Judging has closed. Only staff who are in conflict with no nominee of this cycle can still change this.';
    end if;
    if was.state = 'returned' and (will_be.state = 'eligible' or was.returned_until > clock_now() and will_be.state = 'ineligible') then
        raise exception using errcode = 'LR409',
            message = 'This nomination is with its nominator. It can be checked again when it has been submitted again.';
    end if;
    if exists (select from assignment where nomination = was.id and state <> 'recused')
       or exists (select from decision where cycle = was.cycle and state <> 'open') then
        raise exception using errcode = 'LR409',
            message = 'Judging of this nomination has begun. It can no longer be checked anew.';
    end if;
    if will_be.state = 'ineligible' and trim(will_be.ineligible_reason) = '' then
        raise exception using errcode = 'LR422', column = 'reason', message = 'Say why, for the nominator.';
    end if;
    if will_be.state = 'returned' then
        if trim(will_be.returned_note) = '' then
            raise exception using errcode = 'LR422', column = 'note', message = 'Say what is missing, for the nominator.';
        end if;
        if will_be.returned_until is null or will_be.returned_until <= clock_now() then
            raise exception using errcode = 'LR422', column = 'until.date',
                message = 'Give a date that is still to come, by which it is to be submitted again.';
        end if;
        if exists (select from round where cycle = was.cycle and closes_at <= will_be.returned_until) then
            raise exception using errcode = 'LR422', column = 'until.date',
                message = 'Judging closes before that date. Give an earlier one.';
        end if;
    end if;
end $$;
comment on function refuse_screening(nomination, nomination) is
    'Refuses what staff may not make of a nomination. They check what came in when the call has closed; what they '
    'found can be changed until judging of it begins.';

create function screening_tell_nominator(of_nomination uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from nomination where id = of_nomination and cycle = any (my_cycles('staff'))
                      and id <> all (my_conflicts()) and nominator <> me()
                      and state in ('eligible', 'ineligible', 'returned')) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    insert into outbox (organization, nomination, template, to_name, to_address, facts)
    select a.organization, n.id, 'screening/' || n.state, p.name, k.email,
           jsonb_build_object('award', a.name, 'year', c.year, 'nominee', n.nominee_name, 'nomination', n.id)
           || case n.state when 'ineligible' then jsonb_build_object('reason', n.ineligible_reason)
                           when 'returned' then jsonb_build_object('note', n.returned_note, 'until',
                               official_time(n.returned_until, o.zone, o.zone_name))
                           else '{}' end
      from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
      join organization o on o.id = a.organization join person p on p.id = n.nominator
      join account k on k.person = p.id
     where n.id = of_nomination and k.ended_at is null;
    return found;
end $$;
comment on function screening_tell_nominator(uuid) is
    'Mails the nominator what staff have found. Staff know the nominator''s address by this alone.';

create or replace function version_made() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
begin
    if me() is null then
        return new;
    end if;
    select * into its from nomination where id = new.nomination for share;
    if its.nominator is distinct from me() then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    perform refuse_late(its);
    if new.reason = 'submitted' and (its.state <> 'submitted' or its.version <> new.number)
       or new.reason = 'paused' and its.state not in ('draft', 'returned') then
        raise exception using errcode = 'LR409', message = 'The nomination is not in a state in which this can be done.';
    end if;
    return new;
end $$;

create or replace function nomination_state(state text) returns text
language sql immutable parallel safe
return case state when 'draft' then 'Not submitted yet' when 'submitted' then 'Submitted'
                  when 'returned' then 'Sent back' when 'withdrawn' then 'Withdrawn'
                  when 'ineligible' then 'Not eligible' when 'announced' then 'Honored'
                  when 'not_chosen' then 'Not chosen this year' when 'eligible' then 'Being judged'
                  when 'proposed' then 'Being judged' when 'ratified' then 'Being judged' end;

grant select on stand_in, conflict, declaration to {app};
grant select on stand_in to {jobs};
grant insert (id, cycle, person), update (since, until) on stand_in to {app};
grant execute on function conflicts_found(uuid), conflicts_of(uuid), blind_cycles_of(uuid), acts_in(uuid, text) to {jobs};
grant execute on function conflict_kind(text), my_conflicts(), my_blind_cycles(), my_cycles(text), my_declarations(), cycle_lacks(uuid),
    nominees_of(uuid), conflict_declare(uuid, text, text), conflict_dismiss(uuid, text), declares_first(uuid),
    conflicts_in(uuid), screening_tell_nominator(uuid) to {app};
