-- Who acts in a cycle, who may not because of a conflict, and what each may therefore read of its nominations.

create table stand_in (
    id     uuid primary key default gen_random_uuid(),
    cycle  uuid not null references cycle,
    person uuid not null references person,
    since  timestamptz not null default clock_now(),
    until  timestamptz,
    check (until > since)
);
comment on table stand_in is 'Somebody named to act as staff in one cycle, where staff themselves may not.';
create index stand_in_person on stand_in (person);
create index stand_in_cycle on stand_in (cycle);

create table conflict (
    id               uuid primary key default gen_random_uuid(),
    nomination       uuid not null references nomination,
    person           uuid not null default me() references person,
    kind             text not null check (kind in ('family', 'mentor', 'collaborator', 'institution', 'money', 'rival', 'other')),
    evidence         text not null default '' check (length(evidence) <= 2000),
    made_at          timestamptz not null default clock_now(),
    dismissed_at     timestamptz,
    dismissed_by     uuid references person,
    dismissed_reason text not null default '' check (length(dismissed_reason) <= 2000),
    check ((dismissed_at is null) = (dismissed_by is null))
);
comment on table conflict is
    'Why a person may not act on a nomination, as they declared it. A dismissed one stays on record. That somebody is '
    'nominator, nominee or referee of a nomination is a conflict too; it is found, and needs no row.';
create index conflict_person on conflict (person);
create index conflict_nomination on conflict (nomination);
create index conflict_dismissed_by on conflict (dismissed_by) where dismissed_by is not null;

create table declaration (
    nomination uuid not null references nomination,
    person     uuid not null default me() references person,
    made_at    timestamptz not null default clock_now(),
    primary key (nomination, person)
);
comment on table declaration is
    'That somebody has said whether they have a conflict with a nomination. Nobody of a committee reads its packet before.';
create index declaration_person on declaration (person);
create index nomination_nominee_email on nomination (lower(nominee_email)) where nominee_email is not null;
create index letter_email on letter (email_folded);

-- Conflicts, as the guards below and all pages know them. These and who acts where are asked in each statement, several
-- times: in plpgsql, which plans its queries once a session, each takes a third of the time. What a page asks for sees
-- one state of the data from beginning to end: there each set is found once, and kept until the transaction ends.

create function kept_set(its_name text) returns uuid[]
language sql stable parallel restricted
return nullif(current_setting('laureate.' || its_name, true), '')::uuid[];
comment on function kept_set(text) is 'A set that has been found in this transaction; null when it has not been.';

create function keep_set(its_name text, its_members uuid[]) returns uuid[]
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
begin
    if current_setting('transaction_read_only') = 'on' and current_setting('transaction_isolation') = 'repeatable read'
       and me() is not null then
        perform set_config('laureate.' || its_name, its_members::text, true);
    end if;
    return its_members;
end $$;
comment on function keep_set(text, uuid[]) is
    'Gives the set back, and keeps it where it can not change: for who asks, as long as a page''s transaction lasts.';

create function identities_of(asked_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select q.id from person q,
                        (select coalesce(same_as, id) as root from person where id = asked_person) p
                  where q.id = p.root or q.same_as = p.root);
end $$;
comment on function identities_of(uuid) is 'All that staff say is this one person.';

create function conflicts_found(asked_person uuid) returns table (nomination uuid, kind text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    mine constant uuid[] := identities_of(asked_person);
    my_addresses constant text[] := array(select email_folded from account where person = any (mine));
    written constant uuid[] := array(select n.id from nomination n where n.nominator = any (mine));
    supported constant uuid[] := array(select l.nomination from letter l
                                        where l.email_folded = any (my_addresses) and l.state in ('opened', 'received'));
begin
    return query
    select unnest(written), 'nominator'
    union
    select n.id, 'nominee' from nomination n where n.nominee = any (mine)
    union
    select n.id, 'nominee' from nomination n where lower(n.nominee_email) = any (my_addresses)
    union
    select unnest(supported), 'referee'
    union
    select m.id, 'supporter'
      from nomination own
      cross join lateral (select identities_of(coalesce(own.nominee, person_with_email(lower(own.nominee_email)))) as people
                          offset 0) who
      cross join lateral (select array(select email_folded from account where person = any (who.people))
                                 || lower(own.nominee_email) as addresses offset 0) at
      join nomination m on m.cycle = own.cycle and m.id <> own.id
                       and (m.nominee = any (who.people) or lower(m.nominee_email) = any (at.addresses))
     where own.id = any (written || supported) and own.state not in ('draft', 'withdrawn');
end $$;
comment on function conflicts_found(uuid) is
    'The nominations with which a person is in conflict by their part in them, or in another one of the same nominee in that '
    'cycle (supporter). Whoever was merely asked for a letter is not, or nominators could choose who judges.';

create function conflicts_of(asked_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select nomination from conflicts_found(asked_person)
                 union
                 select c.nomination from conflict c
                  where c.person = any (identities_of(asked_person)) and c.dismissed_at is null);
end $$;
comment on function conflicts_of(uuid) is 'The nominations on which a person may not act, and whose scores and outcome they may not know.';

create function blind_cycles_of(asked_person uuid) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select distinct n.cycle from nomination n
                  where n.id = any (conflicts_of(asked_person)) and n.state not in ('draft', 'withdrawn', 'ineligible'));
end $$;
comment on function blind_cycles_of(uuid) is
    'The cycles whose decision a person may not know before it is public: who knows which others were chosen knows it of '
    'the one that they are in conflict with.';

create function my_conflicts() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(kept_set('conflicts'), keep_set('conflicts', conflicts_of(me())));
end $$;
comment on function my_conflicts() is 'The nominations with which who asks is in conflict.';

create function my_blind_cycles() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return coalesce(kept_set('blind'), keep_set('blind', blind_cycles_of(me())));
end $$;
comment on function my_blind_cycles() is 'The cycles whose decision who asks may not know before it is public.';

-- Who acts in which cycle.

create function acts_in(asked_cycle uuid, asked_role text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(
        select o.person from cycle c join award a on a.id = c.award join office o on o.organization = a.organization
         where c.id = asked_cycle and o.role = asked_role and is_now(o.since, o.until)
        union
        select s.person from stand_in s
         where s.cycle = asked_cycle and asked_role = 'staff' and is_now(s.since, s.until)
        union
        select s.person from cycle c join seat s on s.award = c.award
         where c.id = asked_cycle and is_now(s.since, s.until)
           and (asked_role = 'seat' or asked_role = 'lead' and s.role in ('chair', 'deputy')));
end $$;
comment on function acts_in(uuid, text) is
    'Who acts in a cycle as staff (stand-ins too), board, seat (anybody of the committee) or lead (its chair and deputies).';

create function my_cycles(asked_role text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    cycles uuid[] := kept_set('cycles_' || asked_role);
begin
    if cycles is null then
        cycles := keep_set('cycles_' || asked_role, array(
            select mine.id from (
                select c.id, c.closes_at from office o join award a on a.organization = o.organization
                  join cycle c on c.award = a.id
                 where o.person = me() and o.role = asked_role and is_now(o.since, o.until)
                union
                select c.id, c.closes_at from stand_in s join cycle c on c.id = s.cycle
                 where s.person = me() and asked_role = 'staff' and is_now(s.since, s.until)
                union
                select c.id, c.closes_at from seat s join cycle c on c.award = s.award
                 where s.person = me() and is_now(s.since, s.until)
                   and (asked_role = 'seat' or asked_role = 'lead' and s.role in ('chair', 'deputy'))) mine
             order by mine.closes_at desc));
    end if;
    return cycles;
end $$;
comment on function my_cycles(text) is
    'The cycles in which who asks acts in that role: staff, board, seat or lead. The latest, which is mostly looked for, first.';

create function my_declarations() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    declared uuid[] := kept_set('declarations');
begin
    if declared is null then
        declared := keep_set('declarations', array(select nomination from declaration where person = me()));
    end if;
    return declared;
end $$;
comment on function my_declarations() is 'The nominations of which who asks has said whether they are in conflict.';

create function cycle_lacks(asked_cycle uuid) returns table (role text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    select wanted.role from unnest(array['staff', 'lead', 'board']) with ordinality as wanted (role, rank)
     where asked_cycle = any (my_cycles('staff') || my_cycles('seat'))
       and not exists (select from unnest(acts_in(asked_cycle, wanted.role)) as person
                        where asked_cycle <> all (blind_cycles_of(person)))
     order by wanted.rank;
end;
comment on function cycle_lacks(uuid) is
    'For staff and committee: the roles in which a cycle would be left with nobody, because all who hold them are in '
    'conflict with one of its nominations, or nobody holds them.';

-- Declaring.

create function nominees_of(asked_cycle uuid)
returns table (nomination uuid, nominee text, institution text, nominator text, is_declared boolean, found text,
               conflict uuid, kind text, evidence text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    with mine as materialized (
        select asked_cycle = any (my_cycles('staff')) as is_staff, identities_of(me()) as identities,
               asked_cycle = any (my_cycles('seat') || my_cycles('board') || my_cycles('staff')) as acts
    ), found as materialized (
        select f.nomination, min(f.kind) as kind from mine cross join lateral conflicts_found(me()) f
         where mine.acts group by f.nomination
    ), declared as materialized (
        select distinct on (c.nomination) c.nomination, c.id, c.kind, c.evidence
          from mine join conflict c on c.person = any (mine.identities) and c.dismissed_at is null
         order by c.nomination, c.made_at
    )
    select n.id, n.nominee_name, coalesce(p.institution, ''), q.name, d.nomination is not null, f.kind, c.id, c.kind,
           c.evidence
      from mine join nomination n on n.cycle = asked_cycle
      join person q on q.id = n.nominator left join person p on p.id = n.nominee
      left join declaration d on d.nomination = n.id and d.person = me()
      left join found f on f.nomination = n.id left join declared c on c.nomination = n.id
     where mine.acts and (n.state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
                          or mine.is_staff and n.state = 'submitted')
     order by n.nominee_name, n.id;
end;
comment on function nominees_of(uuid) is
    'All nominees of a cycle, for those who act in it, so that they can say with whom they are in conflict: also those '
    'of whom they may read nothing else.';

create function recuse(asked_person uuid, of_nominations uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform from nomination where id = any (of_nominations) and state = 'eligible'
       order by id for no key update; -- nobody is assigned meanwhile
    with recused as (
        update assignment set state = 'recused'
         where reviewer = any (identities_of(asked_person)) and nomination = any (of_nominations) and state <> 'recused'
        returning id, round, nomination, reviewer
    )
    insert into event (organization, act, subject, facts)
    select organization_of_nomination(nomination), 'assignment.recused', id,
           jsonb_build_object('round', round, 'nomination', nomination, 'reviewer', reviewer)
      from recused;
end $$;
comment on function recuse(uuid, uuid[]) is
    'Somebody, under every identity, judges these nominations no more, with which they are in conflict. For the functions below.';

create function conflict_declare(asked_nomination uuid, its_kind text, its_evidence text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
    made uuid;
    is_changed boolean;
begin
    select * into its from nomination where id = asked_nomination for no key update; -- nobody is assigned meanwhile
    if me() is null or its.id is null -- as in nominees_of
       or its.cycle <> all (my_cycles('seat') || my_cycles('board') || my_cycles('staff'))
       or its.state not in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
          and (its.state <> 'submitted' or its.cycle <> all (my_cycles('staff'))) then
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
comment on function conflict_declare(uuid, text, text) is
    'Who asks says of a nominee that there is no conflict (kind null), or which. A conflict is taken back only by '
    'staff or the chair, who dismiss it. False when all was said before.';

create function letter_opened() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
    whose constant uuid := person_with_email(new.email_folded);
begin
    select * into its from nomination where id = new.nomination;
    perform recuse(whose, array(select id from nomination where cycle = its.cycle and id = any (conflicts_of(whose))));
    return new;
end $$;
comment on function letter_opened() is
    'Whoever says yes to a letter judges this nominee no more, in another nomination of that cycle either. (By their link '
    'from the mail; nobody is signed in there.)';
create trigger letter_opened after update of state on letter
    for each row when (new.state = 'opened' and old.state = 'requested') execute function letter_opened();

create function person_is_another() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform recuse(new.id, conflicts_of(new.id));
    return new;
end $$;
comment on function person_is_another() is 'Two are one person: what either is in conflict with, the other judges no more.';
create trigger person_is_another after update of same_as on person
    for each row when (new.same_as is not null) execute function person_is_another();

create function conflict_dismiss(asked_conflict uuid, its_reason text) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its conflict;
    its_cycle uuid;
begin
    select * into its from conflict where id = asked_conflict for update;
    select cycle into its_cycle from nomination where id = its.nomination;
    if its_cycle is null or its.nomination = any (my_conflicts())
       or its_cycle <> all (my_cycles('staff'))
          and (its_cycle <> all (my_cycles('lead')) or its.nomination <> all (my_declarations())) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if its.dismissed_at is not null then
        return false;
    end if;
    if coalesce(trim(its_reason), '') = '' then
        raise exception using errcode = 'LR422', column = 'reason', message = 'Say why this is no conflict.';
    end if;
    update conflict set dismissed_at = clock_now(), dismissed_by = me(), dismissed_reason = its_reason
     where id = asked_conflict;
    insert into event (organization, act, subject, facts)
    values (organization_of_nomination(its.nomination), 'conflict.dismissed', its.nomination,
            jsonb_build_object('conflict', asked_conflict));
    return true;
end $$;
comment on function conflict_dismiss(uuid, text) is
    'Staff, or the chair or a deputy who have declared on that nominee, and are not in conflict themselves, say that a '
    'declared one is none, and why.';

create function declares_first(asked_nomination uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return (select n.cycle from nomination n
         where n.id = asked_nomination and n.cycle = any (my_cycles('seat'))
           and n.state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
           and n.id <> all (my_declarations()) and n.id <> all (my_conflicts()));
comment on function declares_first(uuid) is
    'The cycle in which somebody of the committee has to say with whom they are in conflict before this packet opens; null '
    'when it is open, or never opens for them.';

create function conflict_kind(kind text) returns text
language sql immutable parallel safe
return case kind when 'family' then 'Family or close friend' when 'mentor' then 'Mentor or trainee'
                 when 'collaborator' then 'We work or publish together' when 'institution' then 'Same institution'
                 when 'money' then 'Money or business' when 'rival' then 'Rivalry or dispute'
                 when 'other' then 'Something else' when 'nominator' then 'Nominator' when 'nominee' then 'Nominee'
                 when 'referee' then 'Referee' when 'supporter' then 'Supports them in another nomination' end;
comment on function conflict_kind(text) is 'A kind of conflict in words, as people choose it, or as it was found.';

create function conflicts_in(asked_cycle uuid)
returns table (nomination uuid, person uuid, kind text, is_found boolean, conflict uuid, evidence text,
               made_at timestamptz, dismissed_at timestamptz, dismissed_by uuid, dismissed_reason text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    with mine as materialized (
        select my_conflicts() as conflicts, my_declarations() as declared, asked_cycle = any (my_cycles('staff')) as is_staff,
               asked_cycle = any (my_cycles('lead')) as is_lead
    ), acting as materialized (
        select distinct unnest(acts_in(asked_cycle, 'staff') || acts_in(asked_cycle, 'board')
                               || acts_in(asked_cycle, 'seat')) as person
          from mine where is_staff or is_lead
    )
    select n.id, acting.person, k.kind, k.is_found, k.conflict, k.evidence, k.made_at, k.dismissed_at, k.dismissed_by,
           k.dismissed_reason
      from mine cross join acting
      cross join lateral (
          select f.nomination, f.kind, true as is_found, null::uuid as conflict, '' as evidence,
                 null::timestamptz as made_at, null::timestamptz as dismissed_at, null::uuid as dismissed_by,
                 '' as dismissed_reason
            from conflicts_found(acting.person) f
          union all
          select c.nomination, c.kind, false, c.id, c.evidence, c.made_at, c.dismissed_at, c.dismissed_by, c.dismissed_reason
            from conflict c where c.person = any (identities_of(acting.person))) k
      join nomination n on n.id = k.nomination
     where n.cycle = asked_cycle and n.id <> all (mine.conflicts)
       and (mine.is_staff and n.state not in ('draft', 'withdrawn')
            or mine.is_lead and n.id = any (mine.declared)
               and n.state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen'));
end;
comment on function conflicts_in(uuid) is
    'All conflicts of those who act in a cycle, found and declared, for its staff, chair and deputies: but of nominations '
    'with which they are in conflict themselves, and for who leads of what they have not declared on.';

alter table stand_in enable row level security;
create policy stand_in_known on stand_in for select to {app}, {jobs} using (true);
create policy stand_in_named on stand_in for insert to {app}
    with check (cycle in (select c.id from cycle c where c.award = any ((select my_awards())::uuid[])));
create policy stand_in_ended on stand_in for update to {app}
    using (cycle in (select c.id from cycle c where c.award = any ((select my_awards())::uuid[])));

alter table declaration enable row level security;
create policy declaration_read on declaration for select to {app}
    using (person = (select me())
           or exists (select from nomination n where n.id = declaration.nomination
                         and n.cycle = any ((select my_cycles('staff') || my_cycles('lead'))::uuid[])
                         and n.id <> all ((select my_conflicts())::uuid[])));

alter table conflict enable row level security;
create policy conflict_read on conflict for select to {app}
    using (person = (select me())
           or exists (select from nomination n where n.id = conflict.nomination
                         and n.cycle = any ((select my_cycles('staff') || my_cycles('lead'))::uuid[])
                         and n.id <> all ((select my_conflicts())::uuid[])));

-- Who reads what of a nomination beside its nominator, who may also be on the committee, or of the staff: then they read
-- it as its nominator alone.

create policy nomination_of_staff on nomination for select to {app}
    using (state <> 'draft' and submitted_at is not null
           and cycle = any ((select my_cycles('staff'))::uuid[]) and id <> all ((select my_conflicts())::uuid[]));
create policy nomination_of_committee on nomination for select to {app}
    using (state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
           and cycle = any ((select my_cycles('seat'))::uuid[]) and id = any ((select my_declarations())::uuid[])
           and id <> all ((select my_conflicts())::uuid[]));

-- What is being written is the nominator's alone, and so are the versions that were kept of it.
drop policy version_read on nomination_version;
create policy version_read on nomination_version for select to {app}
    using (exists (select from nomination n where n.id = nomination_version.nomination and n.nominator = (select me())));
drop policy answer_read on answer;
create policy answer_read on answer for select to {app}
    using (exists (select from nomination n where n.id = answer.nomination
                      and (n.nominator = (select me()) or n.state not in ('draft', 'returned', 'withdrawn'))));
drop policy document_read on document;
create policy document_read on document for select to {app}
    using (exists (select from nomination n where n.id = document.nomination
                      and (n.nominator = (select me()) or n.state not in ('draft', 'returned', 'withdrawn'))));

-- Who was asked for a letter is known to staff and committee, not to the board, which reads no letters.
drop policy letter_read on letter;
create policy letter_read on letter for select to {app}
    using (exists (select from nomination n where n.id = letter.nomination
                      and (n.nominator = (select me())
                           or n.cycle = any ((select my_cycles('staff') || my_cycles('seat'))::uuid[]))));

-- What referees write is read by those who judge, and by staff; a nominator who is one of them does not judge this one.
create policy content_of_judges on letter_content for select to {app}
    using (exists (select from letter l join nomination n on n.id = l.nomination
                    where l.id = letter_content.letter and l.state = 'received'
                      and n.nominator is distinct from (select me())
                      and n.state in ('submitted', 'eligible', 'ineligible', 'proposed', 'ratified', 'announced', 'not_chosen')
                      and n.cycle = any ((select my_cycles('staff') || my_cycles('seat'))::uuid[])
                      and n.id <> all ((select my_conflicts())::uuid[])));
create policy file_of_letter on file for select to {app}
    using (letter is not null and exists (select from letter_content t where t.file = file.id));

-- The office's mail: not what is about a nomination that one may not read.
drop policy outbox_read on outbox;
create policy outbox_read on outbox for select to {app}
    using ((organization = any ((select my_organizations('staff'))::uuid[])
            or (organization is null
                and ((select am_administrator()) or (select my_organizations('staff')) <> '{}')))
           and (nomination is null or nomination <> all ((select my_conflicts())::uuid[])));
