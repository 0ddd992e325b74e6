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
