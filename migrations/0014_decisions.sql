-- Decisions: proposed by the committee, ratified by the board, released by staff.

create table decision (
    cycle        uuid primary key references cycle,
    state        text not null default 'open' check (state in ('open', 'proposed', 'sent_back', 'ratified', 'announced')),
    note         text not null default '',
    proposed_by  uuid references person,
    proposed_at  timestamptz,
    ratified_by  uuid references person,
    ratified_at  timestamptz,
    announces_at timestamptz check (isfinite(announces_at)),
    is_of_nobody boolean not null default false,
    version      integer not null default 0,
    made_at      timestamptz not null default clock_now(),
    check (announces_at is null or state in ('ratified', 'announced'))
);
comment on table decision is
    'What becomes of a cycle. The committee proposes names; a member of the board ratifies them, or sends them back with '
    'a note; staff set the instant at which they are announced. Only who has no conflict with any nominee reads it. '
    'is_of_nobody: what is proposed is that the award be given to nobody this time. Version goes up by one with each '
    'proposal, and the board''s answer names the one that was read.';
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
    folded       text not null default '',
    sort_name    text not null default '',
    search       text not null default '',
    version      integer not null default 1,
    changed_at   timestamptz not null default clock_now()
);
comment on table proposal is
    'What the committee thinks of doing with a nomination. The chosen ones are proposed with their citations; name and '
    'postnominals are as staff have them printed, empty for the nominee''s name; folded, sort_name and search are what '
    'goes with them into the directory and the public record. That a nomination is proposed or '
    'ratified stands here and nowhere else, for those who may know.';
create index proposal_cycle on proposal (cycle);

alter table honor add column cycle uuid references cycle;
comment on column honor.cycle is 'The cycle in which it was decided; null for what was imported.';
create index honor_cycle on honor (cycle) where cycle is not null;

create function announced_at(asked_cycle uuid) returns timestamptz
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return (select announces_at from decision where cycle = asked_cycle and announces_at <= clock_now());
comment on function announced_at(uuid) is
    'When the outcome of a cycle was announced, null until it is. Whoever asks: from that instant on everybody may know.';

create or replace function cycle_state(of_cycle cycle, its_round round, out name text, out tag text)
language sql stable parallel safe
begin atomic
    select case when of_cycle.published_at is null or of_cycle.published_at > clock_now() then 'Being prepared'
                when clock_now() < of_cycle.opens_at then 'Published'
                when clock_now() < of_cycle.closes_at then 'Open'
                when announced_at(of_cycle.id) is not null then 'Announced'
                when its_round.opens_at is null then 'Closed'
                when clock_now() < its_round.opens_at then 'Closed, not judged yet'
                when clock_now() < its_round.closes_at then 'Being judged' else 'Judging has closed' end,
           case when of_cycle.published_at is null or of_cycle.published_at > clock_now() then ''
                when clock_now() < of_cycle.opens_at then 'done'
                when clock_now() < of_cycle.closes_at then 'open'
                when clock_now() >= its_round.opens_at and clock_now() < its_round.closes_at then 'open' else '' end;
end;

alter table person add column known_from timestamptz not null default '-infinity';
comment on column person.known_from is
    'From when on the directory knows this person: somebody who was nominated by name, from the announcement on.';
alter table outbox add column cycle uuid references cycle;
comment on column outbox.cycle is 'The cycle whose outcome the mail tells of.';
create index outbox_cycle on outbox (cycle) where cycle is not null;

-- Who reads what. Whoever has a seat reads nothing of the decision before they have said with whom they are in conflict,
-- or they would know of the one whom they name then.

create function undeclared_cycles_of(asked_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select distinct n.cycle from seat s join cycle c on c.award = s.award join nomination n on n.cycle = c.id
                  where s.person = asked_person and is_now(s.since, s.until)
                    and n.state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
                    and not exists (select from declaration d where d.nomination = n.id and d.person = asked_person)
                    and n.id <> all ((select conflicts_of(asked_person))::uuid[])
                    and announced_at(c.id) is null);
end $$;
comment on function undeclared_cycles_of(uuid) is
    'The cycles in which somebody has a seat and has not gone through all nominees, until it is announced.';

create function my_undeclared_cycles() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return undeclared_cycles_of(me());
end $$;
comment on function my_undeclared_cycles() is 'The cycles in which who asks has a seat and has not gone through all nominees.';

alter table decision enable row level security;
create policy decision_of_committee on decision for select to {app}
    using (cycle = any ((select my_cycles('seat'))::uuid[]) and cycle <> all ((select my_undeclared_cycles())::uuid[])
           and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy decision_of_staff on decision for select to {app}
    using (cycle = any ((select my_cycles('staff'))::uuid[]) and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy decision_of_board on decision for select to {app}
    using (state in ('proposed', 'sent_back', 'ratified', 'announced') and cycle = any ((select my_cycles('board'))::uuid[])
           and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy decision_begun on decision for insert to {app}
    with check (state = 'open' and cycle = any ((select my_cycles('lead'))::uuid[])
                and cycle <> all ((select my_blind_cycles())::uuid[]));
create policy decision_made on decision for update to {app}
    using (cycle = any ((select my_cycles('lead') || my_cycles('board'))::uuid[])
           and cycle <> all ((select my_blind_cycles())::uuid[]));

alter table proposal enable row level security;
create policy proposal_of_lead on proposal to {app}
    using (cycle = any ((select my_cycles('lead'))::uuid[]) and cycle <> all ((select my_undeclared_cycles())::uuid[])
           and cycle <> all ((select my_blind_cycles())::uuid[]));
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
drop policy outbox_decided on outbox;
create policy outbox_decided on outbox for update to {app}
    using (state in ('unsure', 'refused', 'held')
           and (organization = any ((select my_organizations('staff'))::uuid[])
                or (organization is null and (select my_organizations('staff')) <> '{}'))
           and (nomination is null or nomination <> all ((select my_conflicts())::uuid[]))
           and (cycle is null or cycle <> all ((select my_blind_cycles())::uuid[])))
    with check (state in ('waiting', 'dropped'));

-- What may be done.

create function refuse_blind(asked_cycle uuid, asked_role text) returns void
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is null or (asked_cycle = any (my_cycles(asked_role))) is not true or asked_cycle = any (my_blind_cycles()) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
end $$;
comment on function refuse_blind(uuid, text) is
    'Refuses who does not act in a cycle in that role, or is in conflict with one of its nominees.';

create function proposal_waits_for(asked_cycle uuid) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return (select case
            when c.closes_at > clock_now() then 'The call has not closed yet.'
            when exists (select from round where cycle = c.id and closes_at > clock_now())
            then 'Judging has not closed yet.'
            when exists (select from nomination n where n.cycle = c.id
                            and (n.state = 'submitted' or n.state = 'returned' and n.returned_until > clock_now()))
            then 'Staff have not checked all nominations yet.' end
          from cycle c
         where c.id = asked_cycle and c.id = any (my_cycles('seat') || my_cycles('staff') || my_cycles('board')));
comment on function proposal_waits_for(uuid) is
    'For those who act in a cycle: what has to happen before its committee may propose, in a sentence; null when '
    'nothing is in the way.';

create function nominee_identity(of_nomination nomination) returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return coalesce((select coalesce(same_as, id)::text from person
                  where id = coalesce(of_nomination.nominee, person_with_email(lower(of_nomination.nominee_email)))),
                lower(of_nomination.nominee_email));
comment on function nominee_identity(nomination) is
    'Who is nominated, the same for each nomination of one person: the id of their page, or an address that nobody has.';

create function is_settled(asked_cycle uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return exists (select from decision
                where cycle = asked_cycle and announces_at <= clock_now() + interval '5 seconds');
comment on function is_settled(uuid) is
    'Whether the instant of an announcement has come, or will in a moment: nothing of it is changed then, so that no '
    'change crosses it.';

create function decision_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    chosen integer;
    people integer;
    most integer;
    sentence text;
begin
    if me() is null then
        return new;
    end if;
    if new.cycle <> old.cycle or new.is_of_nobody <> old.is_of_nobody and new.state <> 'proposed' then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if (old.state, new.state) in (('open', 'proposed'), ('sent_back', 'proposed')) then
        perform from cycle where id = old.cycle for no key update; -- none of its nominations is checked anew meanwhile
        perform refuse_blind(old.cycle, 'lead');
        sentence := proposal_waits_for(old.cycle);
        if sentence is not null then
            raise exception using errcode = 'LR409', message = sentence;
        end if;
        if old.cycle = any (my_undeclared_cycles()) then
            raise exception using errcode = 'LR409',
                message = 'Say first with whom you are in conflict: there are nominees of whom you have not said it yet.';
        end if;
        select count(*), count(distinct nominee_identity(n)) into chosen, people
          from proposal p join nomination n on n.id = p.nomination
         where p.cycle = old.cycle and p.is_chosen and n.state = 'eligible';
        select most_names into most from cycle where id = old.cycle;
        if new.is_of_nobody <> (chosen = 0) then
            raise exception using errcode = 'LR422', column = 'chosen',
                message = case chosen when 0 then 'Choose at least one name.' else 'Names are chosen: take their ticks away first.' end;
        end if;
        if chosen > most then
            raise exception using errcode = 'LR422', column = 'chosen',
                message = case most when 1 then 'Choose one name only.' else format('Choose at most %s names.', most) end;
        end if;
        if chosen > people then
            raise exception using errcode = 'LR422', column = 'chosen',
                message = 'Somebody is chosen twice: two of these nominations are of one person. Choose one of them.';
        end if;
        if exists (select from proposal p join nomination n on n.id = p.nomination
                    where p.cycle = old.cycle and p.is_chosen and n.state = 'eligible' and trim(p.citation) = '') then
            raise exception using errcode = 'LR422', column = 'chosen',
                message = 'Each name that is proposed needs a citation.';
        end if;
        new.proposed_by := me();
        new.proposed_at := clock_now();
        new.version := old.version + 1;
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
        if is_settled(old.cycle) then
            raise exception using errcode = 'LR409', message = 'This has been announced, or will be in a moment.';
        end if;
        if new.announces_at <= clock_now() then
            raise exception using errcode = 'LR422', column = 'announces.date',
                message = 'Give an instant that is still to come.';
        end if;
    else
        raise exception using errcode = 'LR409', message = 'The decision is not in a state in which this can be done.';
    end if;
    return new;
end $$;
comment on function decision_changed() is
    'The chair or a deputy, who has gone through all nominees, proposes when judging has closed; the board ratifies or '
    'sends back; staff set the instant.';
create trigger decision_changed before update on decision for each row execute function decision_changed();

create function decision_tells() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    told constant text := case new.state when 'proposed' then 'board' when 'sent_back' then 'lead'
                                         when 'ratified' then 'staff' end;
begin
    if new.state = old.state or told is null then
        return null;
    end if;
    insert into event (organization, act, subject)
    select a.organization, 'decision.' || new.state, new.cycle
      from cycle c join award a on a.id = c.award where c.id = new.cycle;
    insert into outbox (organization, cycle, template, to_name, to_address, facts)
    select a.organization, c.id, 'decisions/' || new.state, p.name, k.email,
           jsonb_build_object('award', a.name, 'year', c.year, 'cycle', c.id)
      from cycle c join award a on a.id = c.award
      join person p on p.id = any (acts_in(c.id, told)) and c.id <> all (blind_cycles_of(p.id))
                   and (told <> 'lead' or c.id <> all (undeclared_cycles_of(p.id)))
      join account k on k.person = p.id and k.ended_at is null
     where c.id = new.cycle;
    return null;
end $$;
comment on function decision_tells() is
    'Whoever has to act next gets a mail that something waits, without any name in it: board, chair and deputies, or '
    'staff. Nobody who may not know the decision gets one.';
create trigger decision_tells after update on decision for each row execute function decision_tells();

create function proposal_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_state text;
    sentence text;
begin
    if me() is null then
        return new;
    end if;
    select state into its_state from decision where cycle = new.cycle for share;
    if tg_op = 'UPDATE' and (new.nomination, new.cycle) is distinct from (old.nomination, old.cycle) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if tg_op = 'UPDATE' and (new.is_chosen, new.citation) is not distinct from (old.is_chosen, old.citation) then
        perform refuse_blind(new.cycle, 'staff');
        if its_state is distinct from 'ratified' or is_settled(new.cycle) then
            raise exception using errcode = 'LR409', message = 'Names are printed as staff say between ratification and announcement.';
        end if;
        return new;
    end if;
    perform refuse_blind(new.cycle, 'lead');
    if its_state is null or its_state not in ('open', 'sent_back') then
        raise exception using errcode = 'LR409', message = 'The names have been proposed. They can be changed when the board sends them back.';
    end if;
    if not exists (select from nomination where id = new.nomination and cycle = new.cycle and state = 'eligible') then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    sentence := proposal_waits_for(new.cycle);
    if sentence in ('The call has not closed yet.', 'Judging has not closed yet.') then
        raise exception using errcode = 'LR403', message = sentence;
    end if;
    return new;
end $$;
comment on function proposal_changed() is
    'The chair or a deputy chooses and writes citations before they propose; staff say how names are printed before the '
    'announcement.';
create trigger proposal_changed before insert or update on proposal for each row execute function proposal_changed();
