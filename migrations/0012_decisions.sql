-- Decisions: proposed by the committee, ratified by the board, released by staff; and the announcement.

create table decision (
    cycle        uuid primary key references cycle,
    state        text not null default 'open' check (state in ('open', 'proposed', 'sent_back', 'ratified', 'announced')),
    note         text not null default '',
    proposed_by  uuid references person,
    proposed_at  timestamptz,
    ratified_by  uuid references person,
    ratified_at  timestamptz,
    announces_at timestamptz check (isfinite(announces_at)),
    made_at      timestamptz not null default clock_now(),
    check (announces_at is null or state in ('ratified', 'announced'))
);
comment on table decision is
    'What becomes of a cycle. The committee proposes names; a member of the board ratifies them, or sends them back with '
    'a note; staff set the instant at which they are announced. Only who has no conflict with any nominee reads it.';
create index decision_proposed_by on decision (proposed_by) where proposed_by is not null;
create index decision_ratified_by on decision (ratified_by) where ratified_by is not null;
create index decision_announces_at on decision (announces_at) where state = 'ratified';

create table proposal (
    nomination   uuid primary key references nomination,
    cycle        uuid not null references cycle,
    is_chosen    boolean not null default false,
    citation     text not null default '' check (length(citation) <= 2000),
    name         text not null default '',
    postnominals text not null default '',
    version      integer not null default 1,
    changed_at   timestamptz not null default clock_now()
);
comment on table proposal is
    'What the committee thinks of doing with a nomination. The chosen ones are proposed with their citations; name and '
    'postnominals are as staff have them printed, empty for the nominee''s name. That a nomination is proposed or '
    'ratified stands here and nowhere else, for those who may know.';
create index proposal_cycle on proposal (cycle);

alter table honor add column cycle uuid references cycle;
comment on column honor.cycle is 'The cycle in which it was decided; null for what was imported.';
create index honor_cycle on honor (cycle) where cycle is not null;
alter table person add column known_from timestamptz not null default '-infinity';
comment on column person.known_from is
    'From when on the directory knows this person: somebody who was nominated by name, from the announcement on.';
alter table outbox add column cycle uuid references cycle;
comment on column outbox.cycle is 'The cycle whose outcome the mail tells of.';
create index outbox_cycle on outbox (cycle) where cycle is not null;

-- Who reads what.

alter table decision enable row level security;
create policy decision_of_committee on decision for select to {app}
    using (cycle = any ((select my_cycles('seat') || my_cycles('staff'))::uuid[])
           and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy decision_of_board on decision for select to {app}
    using (state in ('proposed', 'sent_back', 'ratified', 'announced') and cycle = any ((select my_cycles('board'))::uuid[])
           and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy decision_begun on decision for insert to {app}
    with check (state = 'open' and cycle = any ((select my_cycles('lead'))::uuid[])
                and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy decision_made on decision for update to {app}
    using (cycle = any ((select my_cycles('lead') || my_cycles('board') || my_cycles('staff'))::uuid[])
           and cycle <> all ((select my_blind_cycles())::uuid[]));

alter table proposal enable row level security;
create policy proposal_of_lead on proposal to {app}
    using (cycle = any ((select my_cycles('lead'))::uuid[]) and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy proposal_read on proposal for select to {app}
    using (exists (select from decision d where d.cycle = proposal.cycle and d.state in ('proposed', 'ratified', 'announced')));
create policy proposal_printed on proposal for update to {app}
    using (cycle = any ((select my_cycles('staff'))::uuid[]) and cycle <> all ((select my_blind_cycles())::uuid[]));

-- The board reads the cases that are proposed to it, not what referees wrote.
create policy nomination_of_board on nomination for select to {app}
    using (cycle = any ((select my_cycles('board'))::uuid[]) and id <> all ((select my_conflicts())::uuid[])
           and exists (select from proposal p where p.nomination = nomination.id and p.is_chosen));

alter table honor enable row level security;
create policy honor_known on honor for select to {app}
    using (published_at <= (select clock_now())
           or cycle = any ((select my_cycles('staff'))::uuid[]) and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy honor_of_jobs on honor for select to {jobs} using (true);

drop policy person_known on person;
create policy person_known on person for select to {app} using (known_from <= (select clock_now()));
create policy person_of_jobs on person for select to {jobs} using (true);

drop policy outbox_read on outbox;
create policy outbox_read on outbox for select to {app}
    using ((organization = any ((select my_organizations('staff'))::uuid[])
            or (organization is null
                and ((select am_administrator()) or (select my_organizations('staff')) <> '{}')))
           and (nomination is null or nomination <> all ((select my_conflicts())::uuid[]))
           and (cycle is null or cycle <> all ((select my_blind_cycles())::uuid[])));

-- What may be done.

create function refuse_blind(asked_cycle uuid, asked_role text) returns void
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is null or asked_cycle <> all (my_cycles(asked_role)) or asked_cycle = any (my_blind_cycles()) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
end $$;
comment on function refuse_blind(uuid, text) is
    'Refuses who does not act in a cycle in that role, or is in conflict with one of its nominees.';

create function decision_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    chosen integer;
    most integer;
begin
    if me() is null then
        return new;
    end if;
    if new.cycle <> old.cycle then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if (old.state, new.state) in (('open', 'proposed'), ('sent_back', 'proposed')) then
        perform refuse_blind(old.cycle, 'lead');
        if exists (select from round where cycle = old.cycle and closes_at > clock_now()) then
            raise exception using errcode = 'LR403', message = 'Judging has not closed yet.';
        end if;
        if exists (select from nomination where cycle = old.cycle and state = 'submitted'
                      or cycle = old.cycle and state = 'returned' and returned_until > clock_now()) then
            raise exception using errcode = 'LR409', message = 'Staff have not checked all nominations yet.';
        end if;
        select count(*) into chosen from proposal p join nomination n on n.id = p.nomination
         where p.cycle = old.cycle and p.is_chosen and n.state = 'eligible';
        select most_names into most from cycle where id = old.cycle;
        if chosen = 0 then
            raise exception using errcode = 'LR422', message = 'Choose at least one name.';
        end if;
        if chosen > most then
            raise exception using errcode = 'LR422',
                message = case most when 1 then 'Choose one name only.' else format('Choose at most %s names.', most) end;
        end if;
        if exists (select from proposal where cycle = old.cycle and is_chosen and trim(citation) = '') then
            raise exception using errcode = 'LR422', message = 'Each name that is proposed needs a citation.';
        end if;
        new.proposed_by := me();
        new.proposed_at := clock_now();
        new.note := '';
    elsif (old.state, new.state) in (('proposed', 'ratified'), ('proposed', 'sent_back')) then
        perform refuse_blind(old.cycle, 'board');
        if new.state = 'sent_back' and trim(new.note) = '' then
            raise exception using errcode = 'LR422', column = 'note', message = 'Say what the committee is to think over.';
        end if;
        if new.state = 'ratified' then
            new.ratified_by := me();
            new.ratified_at := clock_now();
            new.note := '';
        end if;
    elsif old.state = 'ratified' and new.state = 'ratified' then
        perform refuse_blind(old.cycle, 'staff');
        if old.announces_at <= clock_now() then
            raise exception using errcode = 'LR409', message = 'This has been announced.';
        end if;
        if new.announces_at is not null and new.announces_at <= clock_now() then
            raise exception using errcode = 'LR422', column = 'announces_at',
                message = 'Give an instant that is still to come.';
        end if;
    else
        raise exception using errcode = 'LR409', message = 'The decision is not in a state in which this can be done.';
    end if;
    return new;
end $$;
comment on function decision_changed() is
    'The chair or a deputy proposes when judging has closed; the board ratifies or sends back; staff set the instant.';
create trigger decision_changed before update on decision for each row execute function decision_changed();

create function proposal_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_state text;
begin
    if me() is null then
        return new;
    end if;
    select state into its_state from decision where cycle = new.cycle for share;
    if tg_op = 'UPDATE' and (new.nomination, new.cycle) is distinct from (old.nomination, old.cycle)
       or not exists (select from nomination where id = new.nomination and cycle = new.cycle and state = 'eligible') then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if tg_op = 'UPDATE' and (new.is_chosen, new.citation) is not distinct from (old.is_chosen, old.citation) then
        perform refuse_blind(new.cycle, 'staff');
        if its_state is distinct from 'ratified'
           or (select announces_at <= clock_now() from decision where cycle = new.cycle) then
            raise exception using errcode = 'LR409', message = 'Names are printed as staff say between ratification and announcement.';
        end if;
        return new;
    end if;
    perform refuse_blind(new.cycle, 'lead');
    if its_state is null or its_state not in ('open', 'sent_back') then
        raise exception using errcode = 'LR409', message = 'The names have been proposed. They can be changed when the board sends them back.';
    end if;
    if exists (select from round where cycle = new.cycle and closes_at > clock_now()) then
        raise exception using errcode = 'LR403', message = 'Judging has not closed yet.';
    end if;
    return new;
end $$;
comment on function proposal_changed() is
    'The chair or a deputy chooses and writes citations before they propose; staff say how names are printed before the '
    'announcement.';
create trigger proposal_changed before insert or update on proposal for each row execute function proposal_changed();

grant select, insert (cycle), update (state, note, announces_at) on decision to {app};
grant select, insert (nomination, cycle, is_chosen, citation),
      update (is_chosen, citation, name, postnominals, version, changed_at) on proposal to {app};
