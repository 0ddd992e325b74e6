-- The board says like the committee with whom it is in conflict, before it reads what is proposed. Who is in conflict stays
-- blind until the announcement.

create or replace function undeclared_cycles_of(asked_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select distinct c.id
          from (select s.award from seat s where s.person = asked_person and is_now(s.since, s.until)
                union
                select a.id from office o join award a on a.organization = o.organization
                 where o.person = asked_person and o.role = 'board' and is_now(o.since, o.until)) acts
          join cycle c on c.award = acts.award join nomination n on n.cycle = c.id
         where n.state in ('eligible', 'proposed', 'ratified')
           and not exists (select from declaration d where d.nomination = n.id and d.person = asked_person)
           and n.id <> all ((select conflicts_of(asked_person))::uuid[])
           and not exists (select from decision d where d.cycle = c.id and d.announces_at <= (select clock_now())));
end $$;
comment on function undeclared_cycles_of(uuid) is
    'The cycles in which somebody has a seat, or is of the board, and has not gone through all nominees, until it is '
    'announced.';
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

-- Who is in conflict with a nominee stays blind when staff find the nomination not eligible: an end of it would tell them
-- what was found. Its nominator alone is told, and need not be blind.

create or replace function blind_cycles_of(asked_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select distinct n.cycle from nomination n
                  where n.id = any (conflicts_of(asked_person)) and n.state not in ('draft', 'withdrawn')
                    and (n.state <> 'ineligible' or n.nominator <> all (identities_of(asked_person))));
end $$;
