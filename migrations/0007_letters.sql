-- Letters, asked for by nominators and written by referees.

-- Letters. What a referee wrote is kept apart, for neither nominator nor nominee ever reads it.

create table letter (
    id            uuid primary key default gen_random_uuid(),
    nomination    uuid not null references nomination,
    referee_name  text not null check (referee_name <> ''),
    referee_email text not null check (referee_email <> ''),
    email_folded  text not null,
    note          text not null default '',
    state         text not null default 'requested'
                  check (state in ('requested', 'opened', 'declined', 'received', 'cancelled')),
    requested_at  timestamptz not null default clock_now(),
    reminded_at   timestamptz,
    opened_at     timestamptz,
    answered_at   timestamptz,
    reason        text not null default '',
    check (email_folded = lower(referee_email collate "C"))
);
comment on table letter is
    'A referee''s letter. Opened means that the referee said yes; reason is why one declined, which the nominator reads.';
create index letter_nomination on letter (nomination, requested_at);
create unique index letter_once on letter (nomination, email_folded) where state not in ('cancelled', 'declined');
alter table link add foreign key (letter) references letter;
alter table outbox add foreign key (link_letter) references letter;
alter table outbox add column nomination uuid references nomination;
comment on column outbox.nomination is 'The nomination that the mail is about: who may not read that may not read this.';
create index outbox_nomination on outbox (nomination) where nomination is not null;
alter table file add foreign key (letter) references letter;
create index outbox_link_letter on outbox (link_letter) where link_letter is not null;
create index outbox_link_person on outbox (link_person) where link_person is not null;
create index outbox_organization on outbox (organization) where organization is not null;

create table letter_content (
    letter       uuid primary key references letter,
    name         text not null default '',
    relationship text not null default '',
    text         text not null default '' check (length(text) <= 60000),
    file         uuid references file,
    version      integer not null default 1,
    changed_at   timestamptz not null default clock_now()
);
comment on table letter_content is
    'What the referee writes: sealed from nominator and nominee. Name and relationship as the referee confirms them.';
create index letter_content_file on letter_content (file) where file is not null;

create function organization_of_letter(asked uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return (select organization_of_nomination(nomination) from letter where id = asked);
comment on function organization_of_letter(uuid) is 'The organization to which a letter''s events belong.';

-- Until when, by whom, and what may become of them.

create function letters_are_taken(of_nomination uuid) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return (select clock_now() < c.letters_until and clock_now() >= c.opens_at
          from nomination n join cycle c on c.id = n.cycle where n.id = of_nomination);
comment on function letters_are_taken(uuid) is 'Whether a nomination''s letters may still be asked for and sent.';

create function letters_are_asked(of_nomination nomination) returns boolean
language sql stable parallel safe
return letters_are_taken(of_nomination.id)
       and (of_nomination.state in ('submitted', 'eligible', 'proposed', 'ratified')
            or of_nomination.state in ('draft', 'returned') and call_state(of_nomination) = 'open');
comment on function letters_are_asked(nomination) is
    'Whether a nominator may ask for letters: for what is being judged or may still be submitted. That a nomination has '
    'been proposed or ratified makes no difference, so that it does not show.';

create function letter_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
    whose uuid;
    sentence text;
begin
    if me() is null and my_letter() is null then
        return new;
    end if;
    select * into its from nomination where id = new.nomination;
    if letters_are_taken(new.nomination) is not true then
        raise exception using errcode = 'LR403', message = 'The date until which letters are taken has passed.';
    end if;
    if my_letter() is not null then
        if new.id <> my_letter()
           or (old.state, new.state) not in (('requested', 'opened'), ('requested', 'declined'), ('opened', 'declined'),
                                             ('opened', 'received'), ('received', 'opened')) then
            raise exception using errcode = 'LR409', message = 'This letter has been answered, or is no longer asked for.';
        end if;
        if (new.nomination, new.referee_name, new.referee_email, new.note) is distinct from
           (old.nomination, old.referee_name, old.referee_email, old.note) then
            raise exception using errcode = 'LR403', message = 'This is the nominator''s to say.';
        end if;
        return new;
    end if;
    if its.nominator is distinct from me() then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if tg_op = 'INSERT' then
        if (select count(*) from letter where nomination = new.nomination) >= 20 then
            raise exception using errcode = 'LR403', message = 'Twenty people have been asked for a letter. That has to do.';
        end if;
    end if;
    if new.state = 'cancelled' and its.state in ('ineligible', 'announced', 'not_chosen')
       or new.state <> 'cancelled' and not letters_are_asked(its) then
        raise exception using errcode = 'LR409', message = 'No letters are asked for a nomination in this state.';
    end if;
    if tg_op = 'UPDATE' and (old.state not in ('requested', 'opened')
                             or new.state not in (old.state, 'cancelled')) then
        raise exception using errcode = 'LR409', message = 'This letter has been answered, or is no longer asked for.';
    end if;
    if tg_op = 'UPDATE' and old.state = 'opened' and new.email_folded <> old.email_folded then
        raise exception using errcode = 'LR422', column = 'email',
            message = 'They have said yes, and may have begun to write, which whoever has the new address would read. '
                      'Cancel this request and make a new one.';
    end if;
    if tg_op = 'INSERT' or new.email_folded <> old.email_folded then
        whose := person_with_email(new.email_folded);
        if is_one_person(whose, its.nominator) then
            raise exception using errcode = 'LR422', column = 'email',
                message = 'This is your own address. A letter comes from somebody else.';
        end if;
        if is_one_person(whose, its.nominee) or new.email_folded = lower(its.nominee_email) then
            raise exception using errcode = 'LR422', column = 'email',
                message = 'This is the nominee''s address. A letter comes from somebody else.';
        end if;
        sentence := exclusion_of((select award from cycle where id = its.cycle), whose);
        if sentence is not null then
            raise exception using errcode = 'LR422', column = 'email', message = sentence;
        end if;
        if exists (select from letter l where l.nomination = new.nomination and l.email_folded = new.email_folded
                      and l.id <> new.id and l.state not in ('cancelled', 'declined')) then
            raise exception using errcode = 'LR422', column = 'email',
                message = 'This person has been asked for a letter already.';
        end if;
    end if;
    return new;
end $$;
comment on function letter_changed() is
    'Who may be asked for a letter, and what nominator and referee may make of it, until the date for letters.';
create trigger letter_changed before insert or update on letter for each row execute function letter_changed();

create function letter_written() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if my_letter() is null then
        return new;
    end if;
    if new.letter <> my_letter() then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if letters_are_taken((select nomination from letter where id = new.letter)) is not true then
        raise exception using errcode = 'LR403', message = 'The date until which letters are taken has passed.';
    end if;
    if (select state from letter where id = new.letter for share) <> 'opened' then
        raise exception using errcode = 'LR409', message = 'This letter has been sent. Take it back first, then change it.';
    end if;
    if new.file is not null and not exists (select from file where id = new.file and letter = new.letter) then
        raise exception using errcode = 'LR404', message = 'There is no such document.';
    end if;
    return new;
end $$;
comment on function letter_written() is 'A letter is written by its referee, who has said yes, until it is sent.';
create trigger letter_written before insert or update on letter_content for each row execute function letter_written();

create function enter_letter(asked_hash text)
returns table (letter uuid, state text, referee_name text, note text, nominator text, nominee text, award text,
               organization text, year smallint, letters_official text, is_taken boolean,
               answered text, reason text)
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    found uuid;
begin
    select k.letter into found from link k join letter l on l.id = k.letter
     where k.token_hash = asked_hash and k.purpose = 'letter' and k.used_at is null and l.state <> 'cancelled'
       and (k.ends_at > clock_now() - interval '30 days' or letters_are_taken(l.nomination));
    if found is null then
        raise exception using errcode = 'LR404', message = 'This link is no longer good.';
    end if;
    perform set_config('laureate.letter', found::text, true);
    return query
        select l.id, l.state, l.referee_name, l.note, p.name, n.nominee_name, a.name, o.name, c.year,
               official_time(c.letters_until, o.zone, o.zone_name), letters_are_taken(n.id),
               official_time(l.answered_at, o.zone, o.zone_name), l.reason
          from letter l join nomination n on n.id = l.nomination join person p on p.id = n.nominator
          join cycle c on c.id = n.cycle join award a on a.id = c.award join organization o on o.id = a.organization
         where l.id = found;
end $$;
comment on function enter_letter(text) is
    'The first statement of everything that a referee asks: finds the letter by its link, and says what it is for.';

create function letter_readdressed(of_letter uuid) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    update outbox set state = 'dropped'
     where link_letter = of_letter and state in ('waiting', 'refused', 'unsure', 'held')
       and exists (select from letter l join nomination n on n.id = l.nomination
                    where l.id = of_letter and n.nominator = me());
    update link set used_at = clock_now()
     where letter = of_letter and used_at is null
       and exists (select from letter l join nomination n on n.id = l.nomination
                    where l.id = of_letter and n.nominator = me());
end;
comment on function letter_readdressed(uuid) is
    'The nominator has corrected the address or cancelled: links that went out are over, and mail that waits is not sent.';

create function letter_tell_nominator(its_template text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    insert into outbox (organization, nomination, template, to_name, to_address, facts)
    select a.organization, n.id, its_template, p.name, k.email,
           jsonb_build_object('award', a.name, 'year', c.year, 'nominee', n.nominee_name, 'nomination', n.id,
                              'referee', l.referee_name, 'reason', l.reason)
      from letter l join nomination n on n.id = l.nomination join cycle c on c.id = n.cycle
      join award a on a.id = c.award join person p on p.id = n.nominator join account k on k.person = p.id
     where l.id = my_letter() and k.ended_at is null;
end;
comment on function letter_tell_nominator(text) is
    'Mails the nominator that a referee has answered. The referee''s request knows the nominator''s address by this alone.';

-- Who reads what.

alter table letter enable row level security;
create policy letter_read on letter for select to {app}
    using (exists (select from nomination n where n.id = letter.nomination));
create policy letter_added on letter for insert to {app}
    with check (exists (select from nomination n where n.id = letter.nomination and n.nominator = (select me())));
create policy letter_changed on letter for update to {app}
    using (exists (select from nomination n where n.id = letter.nomination and n.nominator = (select me())));
create policy letter_of_referee on letter for select to {app} using (id = (select my_letter()));
create policy letter_answered on letter for update to {app} using (id = (select my_letter()));
create policy letter_of_jobs on letter for select to {jobs} using (true);

-- A mail with a link goes to the referee of one's own nomination, at the address that the letter has.
create policy outbox_letter_written on outbox for insert to {app}
    with check (link_purpose = 'letter' and state = 'waiting'
                and exists (select from letter l join nomination n on n.id = l.nomination
                             where l.id = link_letter and n.nominator = (select me())
                               and l.referee_email = to_address));

alter table letter_content enable row level security;
create policy content_of_referee on letter_content to {app} using (letter = (select my_letter()));

grant insert (nomination) on outbox to {app};
grant select, insert (id, nomination, referee_name, referee_email, email_folded, note),
      update (referee_name, referee_email, email_folded, state, reminded_at, opened_at, answered_at, reason) on letter
    to {app};
grant select, insert (letter, name, relationship, text, file),
      update (name, relationship, text, file, version, changed_at) on letter_content to {app};
grant select on letter to {jobs};
grant execute on function enter_letter(text), letters_are_taken(uuid), letters_are_asked(nomination), letter_readdressed(uuid),
    organization_of_nomination(uuid), organization_of_letter(uuid),
    letter_tell_nominator(text) to {app};
