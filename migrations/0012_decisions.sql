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

-- The announcement. All that it will show and send is written when its instant is set, and nobody sees it before: honors
-- with published_at, people with known_from, mails with send_after. To move it is to take all back and write it anew.

create function announcement_names(asked_cycle uuid)
returns table (nomination uuid, person uuid, nominee text, name text, postnominals text, citation text, sort_name text,
               email text, is_on_record boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse_blind(asked_cycle, 'staff');
    return query
        select n.id, q.id, n.nominee_name, coalesce(nullif(p.name, ''), n.nominee_name), p.postnominals, p.citation,
               coalesce(q.sort_name, nullif(p.sort_name, '') collate "C", lower(n.nominee_name) collate "C"),
               coalesce(k.email, n.nominee_email),
               exists (select from honor h where h.award = c.award and h.year = c.year and h.person = q.id
                          and h.cycle is distinct from c.id)
          from proposal p join nomination n on n.id = p.nomination join cycle c on c.id = n.cycle
          join decision d on d.cycle = c.id and d.state in ('ratified', 'announced')
          left join person w on w.id = coalesce(n.nominee, person_with_email(lower(n.nominee_email)))
          left join person q on q.id = coalesce(w.same_as, w.id)
          left join lateral (select k.email from account k where k.person in (w.id, q.id) and k.ended_at is null
                              order by k.person = w.id desc limit 1) k on true
         where c.id = asked_cycle and p.is_chosen and n.state in ('eligible', 'announced')
         order by 7, n.id;
end $$;
comment on function announcement_names(uuid) is
    'For staff: who was ratified, with the name as it will be printed and the address to which the mail goes, null where '
    'none is known. Person is who the directory says they are, null for somebody it does not know. is_on_record: the '
    'award''s honor of that year is on record already and stays as it is.';

create function announcement_mails(asked_cycle uuid)
returns table (nomination uuid, template text, to_name text, to_address text, facts jsonb)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse_blind(asked_cycle, 'staff');
    return query
        with chosen as (
            select a.*, nominee_identity(n) as identity from announcement_names(asked_cycle) a
              join nomination n on n.id = a.nomination
        ), told as (
            select jsonb_build_object('award', a.name, 'slug', a.slug, 'year', c.year) as facts, d.is_of_nobody
              from cycle c join award a on a.id = c.award
              join decision d on d.cycle = c.id and d.state in ('ratified', 'announced') where c.id = asked_cycle
        )
        select h.nomination, 'announcements/honoree', h.name, h.email,
               t.facts || jsonb_build_object('citation', h.citation)
          from chosen h, told t where h.email is not null
        union all
        select n.id, case when t.is_of_nobody then 'announcements/nobody'
                          when h.nomination is null then 'announcements/not_chosen' else 'announcements/chosen' end,
               p.name, k.email,
               t.facts || jsonb_strip_nulls(jsonb_build_object('nominee', coalesce(h.name, n.nominee_name),
                                                               'citation', h.citation, 'nomination', n.id))
          from nomination n join told t on true join person p on p.id = n.nominator
          join account k on k.person = p.id and k.ended_at is null
          left join chosen h on h.identity = nominee_identity(n)
         where n.cycle = asked_cycle and n.state in ('eligible', 'announced', 'not_chosen');
end $$;
comment on function announcement_mails(uuid) is
    'For staff: the mails that leave at the announcement, as they stand: to each honoree and to who nominated them, and '
    'to the nominators of those not chosen; none for what was withdrawn or not eligible.';

create function announcement_withdraw(asked_cycle uuid) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    delete from outbox where cycle = asked_cycle and nomination is not null and state in ('waiting', 'held')
                         and send_after > clock_now();
    with gone as (
        delete from honor where cycle = asked_cycle and published_at > clock_now() returning person
    )
    delete from person p using gone
     where p.id = gone.person and p.known_from > clock_now()
       and not exists (select from honor h where h.person = p.id and h.cycle is distinct from asked_cycle);
end;
comment on function announcement_withdraw(uuid) is
    'Takes back what an announcement that has not come would show and send. For the two functions below.';

create function announcement_write(asked_cycle uuid, its_instant timestamptz) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    with asked as (
        select a.*, p.folded, p.search, coalesce(a.person, gen_random_uuid()) as whose
          from announcement_names(asked_cycle) a join proposal p on p.nomination = a.nomination
    ), made as (
        insert into person (id, name, folded, sort_name, search, known_from)
        select whose, name, folded, sort_name, folded, its_instant from asked where person is null
    )
    insert into honor (award, year, person, name, postnominals, citation, search, source, published_at, cycle)
    select c.award, c.year, asked.whose, asked.name, asked.postnominals, asked.citation, asked.search, 'decided',
           its_instant, c.id
      from asked, cycle c where c.id = asked_cycle
    on conflict (award, year, person) do nothing;
    insert into outbox (organization, nomination, cycle, template, to_name, to_address, facts, send_after)
    select a.organization, m.nomination, asked_cycle, m.template, m.to_name, m.to_address, m.facts, its_instant
      from announcement_mails(asked_cycle) m, cycle c join award a on a.id = c.award where c.id = asked_cycle;
end;
comment on function announcement_write(uuid, timestamptz) is
    'Writes what an announcement shows and sends from its instant on. For the function below.';

create function announcement_set(asked_cycle uuid, its_instant timestamptz, stood text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    stands timestamptz;
begin
    perform refuse_blind(asked_cycle, 'staff');
    select announces_at into stands from decision where cycle = asked_cycle and state = 'ratified' for update;
    if not found then
        raise exception using errcode = 'LR409', message = 'The board has not ratified these names, or they have been announced.';
    end if;
    if stood <> coalesce(instant_text(stands), '') and stands is distinct from its_instant then
        raise exception using errcode = 'LR409',
            message = 'Somebody else has set, moved or cancelled the announcement meanwhile. See what stands, then save again.';
    end if;
    if its_instant is null then
        raise exception using errcode = 'LR422', column = 'announces.date', message = 'Give the instant of the announcement.';
    end if;
    if exists (select from announcement_names(asked_cycle) a join proposal p on p.nomination = a.nomination
                where p.folded = '') then
        raise exception using errcode = 'LR409', message = 'Other names have been ratified meanwhile. Load the page again.';
    end if;
    if stands = its_instant
       and not exists (select from announcement_names(asked_cycle) a
                        where not a.is_on_record
                          and not exists (select from honor h where h.cycle = asked_cycle and h.name = a.name
                                             and h.postnominals = a.postnominals)) then
        return false;
    end if;
    update decision set announces_at = its_instant where cycle = asked_cycle;
    perform announcement_withdraw(asked_cycle);
    perform announcement_write(asked_cycle, its_instant);
    insert into event (organization, act, subject, facts)
    select a.organization, 'announcement.set', asked_cycle, jsonb_build_object('at', exact_instant_text(its_instant))
      from cycle c join award a on a.id = c.award where c.id = asked_cycle;
    return true;
end $$;
comment on function announcement_set(uuid, timestamptz, text) is
    'Staff set the instant, or move it, when they have said how the names are printed, upon what stood there: the instant as '
    'instant_text gives it, empty for none, null when they do not say. False when all stood so already.';

create function announcement_cancel(asked_cycle uuid) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform refuse_blind(asked_cycle, 'staff');
    update decision set announces_at = null where cycle = asked_cycle and announces_at is not null;
    if not found then
        return false;
    end if;
    perform announcement_withdraw(asked_cycle);
    insert into event (organization, act, subject)
    select a.organization, 'announcement.cancelled', asked_cycle
      from cycle c join award a on a.id = c.award where c.id = asked_cycle;
    return true;
end $$;
comment on function announcement_cancel(uuid) is
    'Staff take the announcement back, as long as it has not come. False when none was set.';

create function announcements_come() returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    come uuid[];
begin
    come := array(select cycle from decision where state = 'ratified' and announces_at <= clock_now()
                   order by cycle for update skip locked);
    if come = '{}' then
        return 0;
    end if;
    update decision set state = 'announced' where cycle = any (come);
    with honored as (
        select n.cycle, nominee_identity(n) as identity from proposal p join nomination n on n.id = p.nomination
         where n.cycle = any (come) and p.is_chosen
    ), over as (
        update nomination n
           set state = case when exists (select from honored h where h.cycle = n.cycle and h.identity = nominee_identity(n))
                            then 'announced' else 'not_chosen' end
         where n.cycle = any (come) and n.state = 'eligible'
        returning n.id, n.cycle, n.state
    ), told as (
        select cycle, 'nomination.' || state as act, id as subject from over
        union all select cycle, 'honor.published', id from honor where cycle = any (come)
        union all select unnest(come), 'cycle.announced', unnest(come)
    )
    insert into event (organization, act, subject)
    select a.organization, told.act, told.subject from told join cycle c on c.id = told.cycle join award a on a.id = c.award;
    insert into likeness (one, other, reason)
    select least(p.id, q.id), greatest(p.id, q.id), 'the words are the same'
      from honor h join person p on p.id = h.person and p.known_from > '-infinity'
      join person q on q.folded = p.folded and q.id <> p.id and q.same_as is null
     where h.cycle = any (come)
    on conflict (one, other) do nothing;
    return cardinality(come);
end $$;
comment on function announcements_come() is
    'What the clock does when the instant of an announcement has come, once: nominations get the state that their '
    'nominators may now know, and the ledger its lines. What is public has been since the instant, without this. '
    'Somebody new who has a known name stands before staff, who say whether the two are one person.';

grant select, insert (cycle), update (state, note, is_of_nobody) on decision to {app};
grant select, insert (nomination, cycle, is_chosen, citation),
      update (is_chosen, citation, name, postnominals, folded, sort_name, search, version, changed_at) on proposal to {app};
grant execute on function announced_at(uuid), my_undeclared_cycles(), proposal_waits_for(uuid), announcement_names(uuid),
    announcement_mails(uuid), announcement_set(uuid, timestamptz, text), announcement_cancel(uuid) to {app};
grant execute on function announcements_come() to {jobs};
