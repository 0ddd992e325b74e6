-- Who acts where is known by awards, of which a society has tens, and not by their cycles, which become more each year. So
-- that a page takes as long after twenty years as in the first, a nomination knows its award.

alter table nomination add column award uuid;
update nomination n set award = c.award from cycle c where c.id = n.cycle;
alter table nomination alter column award set not null;
alter table cycle add unique (id, award);
alter table nomination add foreign key (cycle, award) references cycle (id, award),
    drop constraint nomination_cycle_fkey; -- which says less
create index nomination_award on nomination (award, state)
    where state in ('submitted', 'eligible', 'proposed', 'ratified');
comment on column nomination.award is 'The award of its cycle, which no nomination leaves.';

create function nomination_of_award() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    new.award := (select award from cycle where id = new.cycle);
    return new;
end $$;
comment on function nomination_of_award() is 'A nomination has the award of its cycle.';
create trigger nomination_of_award before insert on nomination
    for each row when (new.award is null) execute function nomination_of_award();
alter table nomination enable always trigger nomination_of_award; -- also where rows come in while guards are silent

-- Sets that are found once a page.

create function awards_of(asked_person uuid, asked_role text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select a.id from office o join award a on a.organization = o.organization
                  where o.person = asked_person and o.role = asked_role and is_now(o.since, o.until)
                 union
                 select s.award from seat s
                  where s.person = asked_person and is_now(s.since, s.until)
                    and (asked_role = 'seat' or asked_role = 'lead' and s.role in ('chair', 'deputy')));
end $$;
comment on function awards_of(uuid, text) is
    'The awards for which somebody acts in that role: staff, board, seat (anybody of the committee) or lead (its chair and '
    'deputies). Who stands in for staff does so in single cycles.';

create function my_awards_as(asked_role text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(kept_set('awards_' || asked_role), keep_set('awards_' || asked_role, awards_of(me(), asked_role)));
end $$;
comment on function my_awards_as(text) is 'The awards for which who asks acts in that role.';

create function my_stand_ins() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(kept_set('stand_ins'), keep_set('stand_ins', array(
        select cycle from stand_in where person = me() and is_now(since, until))));
end $$;
comment on function my_stand_ins() is 'The cycles in which who asks stands in for staff.';

create or replace function my_cycles(asked_role text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select id from cycle
                  where award = any ((select my_awards_as(asked_role))::uuid[])
                     or asked_role = 'staff' and id = any ((select my_stand_ins())::uuid[])
                  order by closes_at desc);
end $$;

create function my_current_cycles() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(kept_set('current'), keep_set('current', array(
        select c.id from cycle c
         where (c.award = any ((select my_awards_as('staff') || my_awards_as('board') || my_awards_as('seat'))::uuid[])
                or c.id = any ((select my_stand_ins())::uuid[]))
           and (c.closes_at > (select clock_now()) - interval '2 years'
                or ((select announces_at from decision where cycle = c.id) <= (select clock_now())) is not true))));
end $$;
comment on function my_current_cycles() is
    'The cycles in which who asks acts, and of which a desk tells: those that are not announced yet, or closed in the last '
    'two years.';

create function am_acting(in_cycle uuid, variadic in_roles text[]) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_award constant uuid := (select award from cycle where id = in_cycle);
    one text;
begin
    foreach one in array in_roles loop
        if its_award = any (my_awards_as(one)) or one = 'staff' and in_cycle = any (my_stand_ins()) then
            return true;
        end if;
    end loop;
    return false;
end $$;
comment on function am_acting(uuid, text[]) is 'Whether who asks acts in a cycle in one of these roles.';

create or replace function my_awards() returns uuid[]
language plpgsql stable as $$
begin
    return public.my_awards_as('staff');
end $$;

create or replace function announced_at(asked_cycle uuid) returns timestamptz
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return (select announces_at from decision where cycle = asked_cycle and announces_at <= clock_now());
end $$;

-- The policies, the same as before by awards.

drop policy nomination_of_staff on nomination;
create policy nomination_of_staff on nomination for select to {app}
    using (state <> 'draft' and submitted_at is not null
           and (award = any ((select my_awards_as('staff'))::uuid[]) or cycle = any ((select my_stand_ins())::uuid[]))
           and id <> all ((select my_conflicts())::uuid[]));
drop policy nomination_of_committee on nomination;
create policy nomination_of_committee on nomination for select to {app}
    using (state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
           and award = any ((select my_awards_as('seat'))::uuid[]) and id = any ((select my_declarations())::uuid[])
           and id <> all ((select my_conflicts())::uuid[]));
drop policy nomination_of_board on nomination;
create policy nomination_of_board on nomination for select to {app}
    using (award = any ((select my_awards_as('board'))::uuid[]) and id <> all ((select my_conflicts())::uuid[])
           and exists (select from proposal p where p.nomination = nomination.id and p.is_chosen));
drop policy nomination_screened on nomination;
create policy nomination_screened on nomination for update to {app}
    using ((award = any ((select my_awards_as('staff'))::uuid[]) or cycle = any ((select my_stand_ins())::uuid[]))
           and id <> all ((select my_conflicts())::uuid[]));

drop policy declaration_read on declaration;
create policy declaration_read on declaration for select to {app}
    using (person = (select me())
           or exists (select from nomination n where n.id = declaration.nomination
                         and (n.award = any ((select my_awards_as('staff') || my_awards_as('lead'))::uuid[])
                              or n.cycle = any ((select my_stand_ins())::uuid[]))
                         and n.id <> all ((select my_conflicts())::uuid[])));
drop policy conflict_read on conflict;
create policy conflict_read on conflict for select to {app}
    using (person = (select me())
           or exists (select from nomination n where n.id = conflict.nomination
                         and (n.award = any ((select my_awards_as('staff') || my_awards_as('lead'))::uuid[])
                              or n.cycle = any ((select my_stand_ins())::uuid[]))
                         and n.id <> all ((select my_conflicts())::uuid[])));

drop policy letter_read on letter;
create policy letter_read on letter for select to {app}
    using (exists (select from nomination n where n.id = letter.nomination
                      and (n.nominator = (select me())
                           or n.award = any ((select my_awards_as('staff') || my_awards_as('seat'))::uuid[])
                           or n.cycle = any ((select my_stand_ins())::uuid[]))));
drop policy content_of_judges on letter_content;
create policy content_of_judges on letter_content for select to {app}
    using (exists (select from letter l join nomination n on n.id = l.nomination
                    where l.id = letter_content.letter and l.state = 'received'
                      and n.nominator is distinct from (select me())
                      and n.state in ('submitted', 'eligible', 'ineligible', 'proposed', 'ratified', 'announced', 'not_chosen')
                      and (n.award = any ((select my_awards_as('staff') || my_awards_as('seat'))::uuid[])
                           or n.cycle = any ((select my_stand_ins())::uuid[]))
                      and n.id <> all ((select my_conflicts())::uuid[])));

drop policy honor_known on honor;
create policy honor_known on honor for select to {app}
    using (published_at <= (select clock_now())
           or (award = any ((select my_awards_as('staff'))::uuid[]) or cycle = any ((select my_stand_ins())::uuid[]))
              and cycle is not null and cycle <> all ((select my_blind_cycles())::uuid[]));

drop policy decision_of_committee on decision;
create policy decision_of_committee on decision for select to {app}
    using (exists (select from cycle c where c.id = decision.cycle and c.award = any ((select my_awards_as('seat'))::uuid[]))
           and cycle <> all ((select my_undeclared_cycles())::uuid[]) and cycle <> all ((select my_blind_cycles())::uuid[]));
drop policy decision_of_staff on decision;
create policy decision_of_staff on decision for select to {app}
    using ((cycle = any ((select my_stand_ins())::uuid[])
            or exists (select from cycle c where c.id = decision.cycle and c.award = any ((select my_awards_as('staff'))::uuid[])))
           and cycle <> all ((select my_blind_cycles())::uuid[]));
drop policy decision_of_board on decision;
create policy decision_of_board on decision for select to {app}
    using (state in ('proposed', 'sent_back', 'ratified', 'announced')
           and exists (select from cycle c where c.id = decision.cycle and c.award = any ((select my_awards_as('board'))::uuid[]))
           and cycle <> all ((select my_blind_cycles())::uuid[]));
drop policy decision_begun on decision;
create policy decision_begun on decision for insert to {app}
    with check (state = 'open' and am_acting(cycle, 'lead') and cycle <> all ((select my_blind_cycles())::uuid[]));
drop policy decision_made on decision;
create policy decision_made on decision for update to {app}
    using (am_acting(cycle, 'lead', 'board') and cycle <> all ((select my_blind_cycles())::uuid[]));

drop policy proposal_of_lead on proposal;
create policy proposal_of_lead on proposal to {app}
    using (exists (select from cycle c where c.id = proposal.cycle and c.award = any ((select my_awards_as('lead'))::uuid[]))
           and cycle <> all ((select my_undeclared_cycles())::uuid[]) and cycle <> all ((select my_blind_cycles())::uuid[]));
drop policy proposal_printed on proposal;
create policy proposal_printed on proposal for update to {app}
    using (am_acting(cycle, 'staff') and cycle <> all ((select my_blind_cycles())::uuid[]));

drop policy assignment_of_committee on assignment;
create policy assignment_of_committee on assignment for select to {app}
    using (round = any ((select my_rounds('seat'))::uuid[])
           and exists (select from round r where r.id = assignment.round and r.closes_at <= (select clock_now()))
           and nomination = any ((select my_declarations())::uuid[]) and nomination <> all ((select my_conflicts())::uuid[]));
drop policy mark_read on mark;
create policy mark_read on mark for select to {app}
    using (exists (select from assignment a join nomination n on n.id = a.nomination join round r on r.id = a.round
                    where a.id = mark.assignment and a.state = 'submitted' and r.closes_at <= (select clock_now())));

create or replace function assignment_undone() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is not null and (old.state <> 'not_started' or exists (select from mark where assignment = old.id)) then
        raise exception using errcode = 'LR409', message = 'This review has been begun. It stays assigned.';
    end if;
    if me() is not null and exists (select from round where id = old.round and closes_at <= clock_now()) then
        raise exception using errcode = 'LR403', message = 'Judging has closed.';
    end if;
    return old;
end $$;
drop function closed_rounds();

-- What a page asks of several cycles, or several times.

drop function cycle_lacks(uuid);
create function cycles_lack(asked_cycles uuid[]) returns table (cycle uuid, role text, rank bigint)
language plpgsql stable security definer rows 10 set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
    with wanted as materialized (
        select c.id, w.role, w.rank, acts_in(c.id, w.role) as people
          from unnest(asked_cycles) as c (id)
          cross join unnest(array['staff', 'lead', 'board']) with ordinality as w (role, rank)
         where am_acting(c.id, 'staff', 'seat')
    ), known as materialized (
        select k.person, blind_cycles_of(k.person) as blind from (select distinct unnest(people) as person from wanted) k
    )
    select w.id, w.role, w.rank from wanted w
     where not exists (select from known k where k.person = any (w.people) and w.id <> all (k.blind));
end $$;
comment on function cycles_lack(uuid[]) is
    'For staff and committee: the roles, by rank, in which a cycle would be left with nobody, because all who hold them are '
    'in conflict with one of its nominations, or nobody holds them.';

create or replace function proposal_waits_for(asked_cycle uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not am_acting(asked_cycle, 'seat', 'staff', 'board') then
        return null;
    end if;
    return (select case
                when c.closes_at > clock_now() then 'The call has not closed yet.'
                when exists (select from round where cycle = c.id and closes_at > clock_now())
                then 'Judging has not closed yet.'
                when exists (select from nomination n where n.cycle = c.id
                                and (n.state = 'submitted' or n.state = 'returned' and n.returned_until > clock_now()))
                then 'Staff have not checked all nominations yet.' end
              from cycle c where c.id = asked_cycle);
end $$;

revoke execute on function my_cycles(text) from {app};
grant execute on function my_awards_as(text), my_stand_ins(), my_current_cycles(), am_acting(uuid, text[]),
    cycles_lack(uuid[]) to {app};
