-- Mail that waits to be sent, and signing in: all that is done with accounts, sessions and links.

-- The outbox.

create table outbox (
    id           uuid primary key default gen_random_uuid(),
    organization uuid references organization,
    template     text not null check (template ~ '^[a-z_]+/[a-z_]+$'),
    facts        jsonb not null default '{}' check (jsonb_typeof(facts) = 'object'),
    to_name      text not null default '',
    to_address   text not null check (to_address <> ''),
    link_purpose text check (link_purpose in ('password', 'letter')),
    link_person  uuid references person,
    link_letter  uuid,
    link_ends_at timestamptz,
    state        text not null default 'waiting'
                 check (state in ('waiting', 'sending', 'sent', 'refused', 'unsure', 'held', 'dropped')),
    made_at      timestamptz not null default clock_now(),
    send_after   timestamptz not null default clock_now(),
    tries        integer not null default 0,
    sent_at      timestamptz,
    said         text not null default '',
    message_id   text not null default gen_random_uuid(),
    check ((link_purpose is null) = (link_ends_at is null)),
    check ((link_purpose is not distinct from 'password') = (link_person is not null)),
    check ((link_purpose is not distinct from 'letter') = (link_letter is not null))
);
comment on table outbox is
    'Mail, written in the transaction of what it tells of: a template and what it needs. A link''s token is made when '
    'it is sent, so what is stored here opens nothing. What was being sent when the program ended is unsure: it is '
    'not sent again unless staff say so.';
create index outbox_waiting on outbox (send_after) where state in ('waiting', 'sending');
create index outbox_undecided on outbox (state) where state in ('refused', 'unsure', 'held');
create index outbox_made_at on outbox (made_at, id);

create table mailbox (
    outbox  uuid primary key references outbox,
    message text not null
);
comment on table mailbox is 'In a demo or test no mail leaves: here it lies as it would have been sent.';

alter table outbox enable row level security;
create policy outbox_written on outbox for insert to {app} with check (link_purpose is null and state = 'waiting');
create policy outbox_read on outbox for select to {app}
    using (organization = any ((select my_organizations('staff'))::uuid[])
           or (organization is null
               and ((select am_administrator()) or (select my_organizations('staff')) <> '{}')));
create policy outbox_decided on outbox for update to {app}
    using (state in ('unsure', 'refused', 'held')
           and (organization = any ((select my_organizations('staff'))::uuid[])
                or (organization is null and (select my_organizations('staff')) <> '{}')))
    with check (state in ('waiting', 'dropped'));
create policy outbox_sent on outbox to {jobs} using (true);

-- A mail in the demo's mailbox is read with its working link by those who may read the outbox.
alter table mailbox enable row level security;
create policy mailbox_read on mailbox for select to {app}
    using (exists (select from installation where kind in ('demo', 'test')) and outbox in (select id from outbox));
create policy mailbox_filled on mailbox to {jobs} using (true);

-- Signing in.

create function enter(asked_hash text)
returns table (person uuid, name text, session uuid, is_staff boolean, is_administrator boolean, is_seen_late boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    one record;
    right_now constant timestamptz := clock_now();
begin
    select s.id, s.person, p.name, s.seen_at into one
      from session s join account a on a.person = s.person join person p on p.id = s.person
     where s.token_hash = asked_hash and s.ended_at is null and a.ended_at is null
       and s.ends_at > right_now and s.seen_at > right_now - interval '12 hours';
    if not found then
        raise exception using errcode = 'LR401', message = 'You are not signed in, or no longer.';
    end if;
    perform set_config('laureate.person', one.person::text, true);
    return query select one.person, one.name, one.id, my_organizations('staff') <> '{}', am_administrator(),
                        one.seen_at < right_now - interval '1 minute';
end $$;
comment on function enter(text) is
    'The first statement of everything that a person asks: finds the session by its token''s hash and says who is asking.';

create function count_attempts(of_what text, of_key text, most integer) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(of_what || of_key, 0));
    if (select count(*) from attempt
         where key = of_key and what = of_what and tried_at > clock_now() - interval '15 minutes') >= most then
        return false;
    end if;
    insert into attempt (what, key) values (of_what, of_key);
    return true;
end $$;
comment on function count_attempts(text, text, integer) is
    'Counts a try; false, and not counted, when there were as many as may be in 15 minutes.';

create function sign_in_begin(asked_email text, pair_key text, account_key text, address_key text)
returns table (person uuid, password_hash text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not (count_attempts('sign_in', address_key, 60) and count_attempts('sign_in', pair_key, 10)
            and count_attempts('sign_in', account_key, 100)) then
        raise exception using errcode = 'LR429',
            message = 'There were too many tries. Wait a quarter of an hour, or have a new password sent to you.';
    end if;
    return query select a.person, a.password_hash from (select) as once
        left join account a on a.email_folded = asked_email and a.ended_at is null;
end $$;
comment on function sign_in_begin(text, text, text, text) is
    'Counts a try to sign in, and gives the hash that the password is held against: one row also when nobody has '
    'that address. In a quarter of an hour ten tries of an account from one network address, so that nobody locks '
    'others out; a hundred of an account, sixty from an address.';

create function session_begin(of_person uuid, new_hash text, old_hash text, pair_key text, address_key text,
                              its_browser text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    made uuid;
begin
    update session set ended_at = clock_now() where token_hash = old_hash and ended_at is null;
    delete from attempt where key = pair_key;
    delete from attempt where id = (select max(id) from attempt where key = address_key and what = 'sign_in');
    insert into session (token_hash, person, browser) values (new_hash, of_person, its_browser) returning id into made;
    perform set_config('laureate.person', of_person::text, true);
    insert into event (act, subject) values ('session.began', made);
    return made;
end $$;
comment on function session_begin(uuid, text, text, text, text, text) is
    'The password was right: a new session in place of the one that the browser had, and the try is forgotten.';

create function session_end(asked_hash text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ended record;
begin
    update session set ended_at = clock_now() where token_hash = asked_hash and ended_at is null
    returning id, person into ended;
    if found then
        perform set_config('laureate.person', ended.person::text, true);
        insert into event (act, subject) values ('session.ended', ended.id);
    end if;
end $$;
comment on function session_end(text) is 'Signs out.';

create function session_seen(hashes text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    update session set seen_at = clock_now()
     where token_hash = any (string_to_array(hashes, ',')) and ended_at is null and seen_at < clock_now();
end;
comment on function session_seen(text) is 'Notes that these sessions were used, by their token hashes with commas between.';

create function my_sessions()
returns table (id uuid, browser text, began_at timestamptz, seen_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    select s.id, s.browser, s.began_at, s.seen_at from session s
     where s.person = me() and s.ended_at is null and s.ends_at > clock_now()
       and s.seen_at > clock_now() - interval '12 hours'
     order by s.seen_at desc, s.id;
end;
comment on function my_sessions() is 'Where who is asking is signed in.';

create function my_sessions_end(one uuid, kept uuid) returns bigint
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    ended bigint;
begin
    with gone as (
        update session set ended_at = clock_now()
         where person = me() and ended_at is null and id is distinct from kept and (one is null or id = one)
        returning id
    ), told as (
        insert into event (act, subject) select 'session.ended', id from gone returning id
    )
    select count(*) into ended from told;
    return ended;
end $$;
comment on function my_sessions_end(uuid, uuid) is
    'Ends one session of who is asking, or all of them where `one` is null, but for `kept`.';

create function my_account() returns table (email text, password_set_at timestamptz)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    select a.email, a.password_set_at from account a where a.person = me();
end;
comment on function my_account() is 'The account of who is asking.';

create function my_password_tried() returns table (email text, password_hash text)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not count_attempts('change', coalesce(me()::text, ''), 10) then
        raise exception using errcode = 'LR429', message = 'There were too many tries. Wait a quarter of an hour.';
    end if;
    return query select a.email, a.password_hash from account a where a.person = me();
end $$;
comment on function my_password_tried() is 'Counts a try to change the password, and gives what the present one is held against.';

create function password_put(of_person uuid, new_hash text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    update account set password_hash = new_hash, password_set_at = clock_now() where person = of_person;
    insert into event (act, subject) values ('password.set', of_person);
end $$;
comment on function password_put(uuid, text) is 'Keeps a password''s hash. For the functions below, and the command line.';

create function my_password_set(new_hash text, kept uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is null then
        raise exception using errcode = 'LR401', message = 'You are not signed in, or no longer.';
    end if;
    perform password_put(me(), new_hash);
    perform my_sessions_end(null, kept);
end $$;
comment on function my_password_set(text, uuid) is 'A new password for who is asking; all sessions but this one end.';

create function my_password_rehash(new_hash text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    update account set password_hash = new_hash where person = me();
end;
comment on function my_password_rehash(text) is 'The same password, hashed with the parameters of today.';

create function password_link(asked_hash text) returns table (person uuid, name text, email text, is_first boolean)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return query
        select p.id, p.name, a.email, a.password_hash is null
          from link l join account a on a.person = l.person join person p on p.id = l.person
         where l.token_hash = asked_hash and l.purpose = 'password' and l.used_at is null
           and l.ends_at > clock_now() and a.ended_at is null;
end $$;
comment on function password_link(text) is 'Whose password a link sets; no row when it is used, over or unknown.';

create function password_link_use(asked_hash text, new_hash text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose uuid;
begin
    update link set used_at = clock_now()
     where token_hash = asked_hash and purpose = 'password' and used_at is null and ends_at > clock_now()
       and exists (select from account a where a.person = link.person and a.ended_at is null)
    returning link.person into whose;
    if whose is null then
        raise exception using errcode = 'LR404', message = 'This link has been used, or is over.';
    end if;
    update link set used_at = clock_now() where link.person = whose and used_at is null;
    perform set_config('laureate.person', whose::text, true);
    perform my_password_set(new_hash, null);
    return whose;
end $$;
comment on function password_link_use(text, text) is
    'Sets the password by a link, once; other links of the person and all sessions end with it.';

create function password_mail(of_person uuid, its_template text, lasts interval) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    insert into outbox (template, to_name, to_address, link_purpose, link_person, link_ends_at)
    select its_template, p.name, a.email, 'password', p.id, clock_now() + lasts
      from account a join person p on p.id = a.person where a.person = of_person and a.ended_at is null;
end;
comment on function password_mail(uuid, text, interval) is 'Puts a mail with a link that sets the password into the outbox.';

create function password_forgotten(asked_email text, account_key text, address_key text) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose uuid;
begin
    if not count_attempts('password', address_key, 20) then
        raise exception using errcode = 'LR429', message = 'There were too many tries. Wait a quarter of an hour.';
    end if;
    if not count_attempts('password', account_key, 3) then
        return;
    end if;
    select person into whose from account where email_folded = asked_email and ended_at is null;
    perform password_mail(whose, 'people/password', interval '2 hours');
    insert into event (act, subject) select 'password.asked', whose where whose is not null;
end $$;
comment on function password_forgotten(text, text, text) is
    'Sends a link to whoever has that address. The answer is the same when nobody has.';

create function person_put(its_name text, its_folded text, its_sort_name text, its_search text, its_email text,
                           its_email_folded text, its_category text, its_member_since date, its_institution text)
returns table (person uuid, is_new boolean, is_changed boolean)
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose uuid;
    changed boolean := false;
begin
    perform pg_advisory_xact_lock(hashtext('laureate people'));
    select a.person into whose from account a where a.email_folded = its_email_folded;
    if whose is not null then
        update person p
           set name = its_name, folded = its_folded, sort_name = its_sort_name, search = its_search,
               category = coalesce(its_category, p.category), member_since = coalesce(its_member_since, p.member_since),
               institution = coalesce(its_institution, p.institution)
         where p.id = whose
           and (p.name, p.category, p.member_since, p.institution) is distinct from
               (its_name, coalesce(its_category, p.category), coalesce(its_member_since, p.member_since),
                coalesce(its_institution, p.institution));
        changed := found;
        insert into event (act, subject) select 'person.changed', whose where changed;
        return query select whose, false, changed;
        return;
    end if;
    insert into person (name, folded, sort_name, search, category, member_since, institution)
    values (its_name, its_folded, its_sort_name, its_search, its_category, its_member_since,
            coalesce(its_institution, ''))
    returning id into whose;
    insert into account (person, email, email_folded) values (whose, its_email, its_email_folded);
    insert into event (act, subject) values ('person.added', whose);
    return query select whose, true, false;
end $$;
comment on function person_put(text, text, text, text, text, text, text, date, text) is
    'Somebody who may sign in, found by the address or made; what is null stays as it was. The command line''s.';

create function person_invite(its_name text, its_folded text, its_sort_name text, its_search text, its_email text,
                              its_email_folded text) returns uuid
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose uuid;
begin
    if not (am_administrator() or my_organizations('staff') <> '{}') then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if exists (select from account where email_folded = its_email_folded
                  and (password_hash is not null or ended_at is not null)) then
        raise exception using errcode = 'LR422', column = 'email',
            message = 'Somebody with this address has an account already, or had one.';
    end if;
    select a.person into whose from account a where a.email_folded = its_email_folded;
    if whose is null then
        select p.person into whose from person_put(its_name, its_folded, its_sort_name, its_search, its_email,
                                                   its_email_folded, null, null, null) p;
    end if;
    perform password_mail(whose, 'people/invitation', interval '14 days');
    insert into event (act, subject) values ('person.invited', whose);
    return whose;
end $$;
comment on function person_invite(text, text, text, text, text, text) is
    'Staff or an administrator invites somebody: an account without a password, and a mail with a link that sets one.';

create function people_invited()
returns table (person uuid, name text, email text, category text, institution text, waits boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    select p.id, p.name, a.email, p.category, p.institution, a.password_hash is null
      from account a join person p on p.id = a.person
     where a.ended_at is null and (am_administrator() or my_organizations('staff') <> '{}')
     order by a.made_at desc, p.id limit 50;
end;
comment on function people_invited() is 'The newest accounts, for staff and administrators; waits: has no password yet.';

grant select, insert (organization, template, facts, to_name, to_address, link_purpose, link_letter, link_ends_at),
      update (state, send_after)
    on outbox to {app};
grant select on mailbox to {app};
grant select, update (state, tries, sent_at, said, send_after) on outbox to {jobs};
grant select, insert, update (message) on mailbox to {jobs};
grant select (id, purpose, person, letter, made_at, ends_at, used_at),
      insert (token_hash, purpose, person, letter, ends_at), update (used_at) on link to {jobs};
grant select, delete on attempt to {jobs};
grant select (id, ended_at, ends_at, seen_at), delete on session to {jobs};
grant execute on function enter(text), sign_in_begin(text, text, text, text),
    session_begin(uuid, text, text, text, text, text),
    session_end(text), my_sessions(), my_sessions_end(uuid, uuid), my_account(), my_password_tried(), my_password_set(text, uuid),
    my_password_rehash(text), password_link(text), password_link_use(text, text),
    password_forgotten(text, text, text), person_invite(text, text, text, text, text, text), people_invited()
    to {app};
grant execute on function session_seen(text) to {jobs};
