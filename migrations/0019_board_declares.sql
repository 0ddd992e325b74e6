-- The board says like the committee with whom it is in conflict, before it reads what is proposed.

create function undeclared_of(asked_person uuid) returns table (cycle uuid, nominees bigint, is_shut boolean)
language plpgsql stable security definer rows 10 set search_path = pg_catalog, public, pg_temp as $$
declare
    decides constant uuid[] := awards_of(asked_person, 'seat') || awards_of(asked_person, 'board');
    checks constant uuid[] := awards_of(asked_person, 'staff');
    stands_in constant uuid[] := array(select s.cycle from stand_in s
                                        where s.person = asked_person and is_now(s.since, s.until));
begin
    return query
    select n.cycle, count(*), bool_or(n.state <> 'submitted' and n.award = any (decides))
      from nomination n
     where (n.award = any (decides || checks) or n.cycle = any (stands_in))
       and (n.state in ('eligible', 'proposed', 'ratified')
            or n.state = 'submitted' and (n.award = any (checks) or n.cycle = any (stands_in)))
       and not exists (select from declaration d where d.nomination = n.id and d.person = asked_person)
       and n.id <> all ((select conflicts_of(asked_person))::uuid[])
       and not exists (select from decision d where d.cycle = n.cycle and d.announces_at <= (select clock_now()))
     group by n.cycle;
end $$;
comment on function undeclared_of(uuid) is
    'The cycles in which somebody acts and has not gone through all nominees, until it is announced, with how many are left. '
    'What becomes of the nominees is shut to who has a seat, or is of the board, until they have.';

create function my_undeclared() returns table (cycle uuid, nominees bigint)
language plpgsql stable security definer rows 10 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query select u.cycle, u.nominees from undeclared_of(me()) u;
end $$;
comment on function my_undeclared() is 'The cycles in which who asks has not gone through all nominees, with how many are left.';

create or replace function my_undeclared_cycles() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(kept_set('undeclared'), keep_set('undeclared', array(
        select cycle from undeclared_of(me()) where is_shut)));
end $$;
comment on function my_undeclared_cycles() is
    'The cycles in which who asks has a seat, or is of the board, and has not gone through all nominees.';

drop policy decision_of_board on decision;
create policy decision_of_board on decision for select to {app}
    using (state in ('proposed', 'sent_back', 'ratified', 'announced')
           and exists (select from cycle c where c.id = decision.cycle and c.award = any ((select my_awards_as('board'))::uuid[]))
           and cycle <> all ((select my_undeclared_cycles())::uuid[]) and cycle <> all ((select my_blind_cycles())::uuid[]));

create or replace function refuse_blind(asked_cycle uuid, asked_role text) returns void
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is null or not am_acting(asked_cycle, asked_role) or asked_cycle = any (my_blind_cycles()) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if asked_role = 'board' and asked_cycle = any (my_undeclared_cycles()) then
        raise exception using errcode = 'LR409',
            message = 'Say first with whom you are in conflict: there are nominees of whom you have not said it yet.';
    end if;
end $$;
comment on function refuse_blind(uuid, text) is
    'Refuses who does not act in a cycle in that role, or is in conflict with one of its nominees; and who is of the board '
    'and has not said of all whether they are.';

create or replace function decision_tells() returns trigger
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
                   and (told <> 'lead' or not exists (select from undeclared_of(p.id) u where u.cycle = c.id and u.is_shut))
      join account k on k.person = p.id and k.ended_at is null
     where c.id = new.cycle;
    return null;
end $$;
comment on function decision_tells() is
    'Whoever has to act next gets a mail that something waits, without any name in it: board, chair and deputies, or '
    'staff. Nobody gets one who is in conflict with a nominee; nor do chair and deputies before they have gone through all '
    'of them. The board gets it then, too, for nothing else would bring it there: its page asks first.';
drop function undeclared_cycles_of(uuid);

comment on table decision is
    'What becomes of a cycle. The committee proposes names; a member of the board ratifies them, or sends them back with '
    'a note; staff set the instant at which they are announced. Only who has no conflict with any nominee reads it, and of '
    'committee and board only who has said so of all. is_of_nobody: what is proposed is that the award be given to nobody '
    'this time. Version goes up by one with each proposal, and the board''s answer names the one that was read.';
comment on function decision_changed() is
    'The chair or a deputy proposes when judging has closed; the board ratifies or sends back; staff set the instant. Chair, '
    'deputies and board have gone through all nominees before.';

-- Who is in conflict with a nominee stays blind, and is shown them among the nominees, whatever staff find of the nomination:
-- an end of it would tell what was found. Its nominator alone is told, and need not be blind.

create or replace function blind_cycles_of(asked_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select distinct n.cycle from nomination n
                  where n.id = any (conflicts_of(asked_person)) and n.state not in ('draft', 'withdrawn')
                    and (n.state <> 'ineligible' or n.nominator <> all (identities_of(asked_person))));
end $$;
comment on function blind_cycles_of(uuid) is
    'The cycles whose decision a person may not know before it is public: who knows which others were chosen knows it of '
    'the one that they are in conflict with. Also when staff found that one not eligible, of which its nominator alone is told.';

create or replace function nominees_of(asked_cycle uuid)
returns table (nomination uuid, nominee text, institution text, nominator text, is_declared boolean, found text,
               conflict uuid, kind text, evidence text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    is_staff constant boolean := am_acting(asked_cycle, 'staff');
    is_closed constant boolean := (select closes_at <= clock_now() from cycle where id = asked_cycle);
    mine constant uuid[] := identities_of(me());
begin
    if not am_acting(asked_cycle, 'staff', 'seat', 'board') then
        return;
    end if;
    return query
    select n.id, n.nominee_name, coalesce(p.institution, ''), q.name,
           exists (select from declaration d where d.nomination = n.id and d.person = me()), f.kind, c.id, c.kind, c.evidence
      from nomination n join person q on q.id = n.nominator left join person p on p.id = n.nominee
      left join (select g.nomination, min(g.kind) as kind from conflicts_found(me()) g group by g.nomination) f
        on f.nomination = n.id
      left join (select distinct on (k.nomination) k.nomination, k.id, k.kind, k.evidence
                   from conflict k where k.person = any (mine) and k.dismissed_at is null
                  order by k.nomination, k.made_at) c on c.nomination = n.id
     where n.cycle = asked_cycle
       and (n.state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen') or is_staff and n.state = 'submitted'
            or is_closed and n.state in ('submitted', 'returned', 'ineligible') and n.nominator <> all (mine)
               and (f.kind is not null or c.id is not null))
     order by n.nominee_name, n.id;
end $$;
comment on function nominees_of(uuid) is
    'All nominees of a cycle, for those who act in it, so that they can say with whom they are in conflict: also those '
    'of whom they may read nothing else. Whom they are in conflict with they are shown from the close on, whatever staff find.';

create or replace function conflict_declare(asked_nomination uuid, its_kind text, its_evidence text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
    made uuid;
    is_changed boolean;
begin
    select * into its from nomination where id = asked_nomination for no key update; -- nobody is assigned meanwhile
    if me() is null or its.id is null -- as in nominees_of
       or not am_acting(its.cycle, 'seat', 'board', 'staff')
       or its.state not in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
          and (its.state <> 'submitted' or not am_acting(its.cycle, 'staff'))
          and (its.state not in ('submitted', 'returned', 'ineligible') or its.nominator = any (identities_of(me()))
               or its.id <> all (my_conflicts()) or (select closes_at > clock_now() from cycle where id = its.cycle)) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    insert into declaration (nomination) values (asked_nomination) on conflict do nothing;
    is_changed := found;
    if its_kind is not null
       and not exists (select from conflict c where c.nomination = asked_nomination
                          and c.person = any (identities_of(me())) and c.dismissed_at is null) then
        insert into conflict (nomination, kind, evidence) values (asked_nomination, its_kind, its_evidence)
        returning id into made;
        is_changed := true;
    end if;
    if asked_nomination = any (my_conflicts()) then
        perform recuse(me(), array[asked_nomination]);
    end if;
    if is_changed then
        insert into event (organization, act, subject, facts)
        values (organization_of_nomination(asked_nomination), 'conflict.declared', asked_nomination,
                jsonb_build_object('conflict', made));
    end if;
    return is_changed;
end $$;

grant execute on function my_undeclared() to {app};
