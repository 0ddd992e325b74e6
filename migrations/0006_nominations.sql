-- Forms as data, and nominations with their answers, documents and versions.

create table form (
    id      uuid primary key default gen_random_uuid(),
    award   uuid not null references award,
    version integer not null check (version > 0),
    made_at timestamptz not null default clock_now(),
    unique (award, version)
);
comment on table form is 'What an award''s nominations are asked for, in one version; a cycle keeps the one it opened with.';

create table question (
    id          uuid primary key default gen_random_uuid(),
    form        uuid not null references form,
    rank        smallint not null,
    part        text not null check (part <> ''),
    name        text not null check (name ~ '^[a-z][a-z0-9_]*$'),
    kind        text not null check (kind in ('text', 'long', 'choice', 'date', 'number', 'attestation', 'document')),
    label       text not null check (label <> ''),
    hint        text not null default '',
    is_required boolean not null default true,
    most_words  integer check (most_words > 0),
    least       bigint,
    most        bigint,
    choices     text[] not null default '{}',
    unique (form, name),
    check ((kind = 'choice') = (choices <> '{}'))
);
comment on table question is
    'A question of a form. Parts are the pages of the form, in the order of rank; least and most bound a number.';
create index question_form on question (form, rank);

alter table cycle
    add column form uuid references form,
    add column letters_until timestamptz check (isfinite(letters_until)),
    add column letters_needed smallint not null default 0 check (letters_needed >= 0),
    add check (letters_needed = 0 or letters_until is not null),
    add check (letters_until > opens_at);
comment on column cycle.form is 'What its nominations are asked for; null where no nominations are taken here.';
comment on column cycle.letters_until is 'Until when referees may send their letters.';
comment on column cycle.letters_needed is 'How many letters must have been asked for when a nomination is submitted.';
create index cycle_form on cycle (form) where form is not null;

create or replace view published_cycle with (security_barrier) as
select c.id, c.award, c.year, c.opens_at, c.closes_at, greatest(c.published_at, c.changed_at) as changed_at,
       clock.now < c.opens_at as is_coming,
       clock.now >= c.opens_at and clock.now < c.closes_at as is_open,
       clock.now >= c.closes_at as is_closed,
       official_time(c.opens_at, o.zone, o.zone_name) as opens_official,
       days_in_words(day.opens - day.today) as opens_in,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words(day.closes - day.today) as closes_in,
       greatest(1, least(99, 100 * (day.today - day.opens) / greatest(1, day.closes - day.opens))) as elapsed_percent,
       c.form is not null as takes_nominations,
       official_time(c.letters_until, o.zone, o.zone_name) as letters_official
  from (select clock_now() as now) as clock
  cross join cycle c
  join award a on a.id = c.award
  join organization o on o.id = a.organization
  cross join lateral (select (clock.now at time zone o.zone)::date as today,
                             (c.opens_at at time zone o.zone)::date as opens,
                             (c.closes_at at time zone o.zone)::date as closes) as day
 where c.published_at <= clock.now;

-- Nominations.

create table nomination (
    id             uuid primary key default gen_random_uuid(),
    cycle          uuid not null references cycle,
    nominator      uuid not null default me() references person,
    nominee        uuid references person,
    nominee_name   text not null check (nominee_name <> ''),
    nominee_email  text check (nominee_email <> ''),
    state          text not null default 'draft'
                   check (state in ('draft', 'submitted', 'returned', 'withdrawn', 'ineligible', 'eligible', 'proposed',
                                    'ratified', 'announced', 'not_chosen')),
    version        integer not null default 0,
    made_at        timestamptz not null default clock_now(),
    submitted_at   timestamptz,
    returned_note  text not null default '',
    returned_until timestamptz,
    check ((nominee is null) = (nominee_email is not null)),
    check (state <> 'returned' or returned_until is not null)
);
comment on table nomination is
    'One case put forward in a cycle. The nominee is a person of the directory, or a name with an e-mail address. '
    'Version counts what was submitted; returned_until is how long a nomination that was sent back may be changed.';
create index nomination_cycle on nomination (cycle, state);
create index nomination_nominator on nomination (nominator);
create index nomination_nominee on nomination (nominee) where nominee is not null;

create table answer (
    nomination uuid not null references nomination,
    question   uuid not null references question,
    value      text not null check (length(value) <= 60000),
    version    integer not null default 1,
    changed_at timestamptz not null default clock_now(),
    primary key (nomination, question)
);
comment on table answer is
    'What the nominator wrote, as it was typed: what is wrong with it keeps it from being submitted, not from being '
    'kept. Version goes up by one with each change, and a change names the one it is made on.';
create index answer_question on answer (question);

create table file (
    id      uuid primary key,
    name    text not null check (name <> ''),
    type    text not null check (type in ('application/pdf')),
    size    bigint not null check (size > 0),
    hash    text not null check (hash ~ '^[0-9a-f]{64}$'),
    owner   uuid default me() references person,
    letter  uuid,
    made_at timestamptz not null default clock_now(),
    check ((owner is null) = (letter is not null))
);
comment on table file is
    'A document that was sent in. Its bytes lie encrypted in the file store under its id; hash is BLAKE2b of the plain '
    'bytes. It belongs to the person, or to the letter, that it came with.';
create index file_owner on file (owner) where owner is not null;
create index file_letter on file (letter) where letter is not null;

create table document (
    nomination uuid not null references nomination,
    question   uuid not null references question,
    file       uuid not null references file,
    version    integer not null default 1,
    changed_at timestamptz not null default clock_now(),
    primary key (nomination, question)
);
comment on table document is 'The file that answers a question of a nomination.';
create index document_question on document (question);
create index document_file on document (file);

create table nomination_version (
    id         uuid primary key default gen_random_uuid(),
    nomination uuid not null references nomination,
    number     integer not null,
    reason     text not null check (reason in ('submitted', 'paused')),
    made_at    timestamptz not null default clock_now(),
    contents   jsonb not null check (jsonb_typeof(contents) = 'object'),
    hash       text check (hash ~ '^[0-9a-f]{64}$'),
    unique (nomination, number),
    check ((reason = 'submitted') = (hash is not null))
);
comment on table nomination_version is
    'A nomination as it stood when it was submitted, or when its writer had paused for ten minutes. Hash is BLAKE2b of '
    'the contents of what was submitted, in the bytes that nomination_contents() of the program gives.';

-- States in words. What a committee has proposed is nobody's to know before it is announced.

create function nomination_state(state text) returns text
language sql immutable parallel safe
return case state when 'draft' then 'Not submitted yet' when 'submitted' then 'Submitted'
                  when 'returned' then 'Sent back to you' when 'withdrawn' then 'Withdrawn'
                  when 'ineligible' then 'Not eligible' when 'announced' then 'Honored'
                  when 'not_chosen' then 'Not chosen this year' when 'eligible' then 'Being judged'
                  when 'proposed' then 'Being judged' when 'ratified' then 'Being judged' end;
comment on function nomination_state(text) is 'A nomination''s state as its nominator reads it.';

create function nomination_tag(state text) returns text
language sql immutable parallel safe
return case when state in ('returned', 'ineligible') then 'wrong'
            when state in ('draft', 'withdrawn', 'not_chosen') then '' else 'done' end;
comment on function nomination_tag(text) is 'The look of that state: done, wrong, or neither.';

-- Whose events they are.

create function organization_of_nomination(asked uuid) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return (select a.organization from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
         where n.id = asked);
comment on function organization_of_nomination(uuid) is 'The organization to which a nomination''s events belong.';

-- What a nominator may change, and until when.

create function call_state(of_nomination nomination) returns text
language sql stable parallel safe
return (select case when clock_now() < c.opens_at then 'coming'
                    when clock_now() < c.closes_at then 'open'
                    when of_nomination.state in ('returned', 'submitted')
                         and clock_now() < of_nomination.returned_until then 'open'
                    when of_nomination.state = 'returned' then 'returned'
                    else 'closed' end
          from cycle c where c.id = of_nomination.cycle);
comment on function call_state(nomination) is
    'Whether the nominator may still act on a nomination: open, or why not (coming, closed, returned: its date is over).';

create function refuse_late(of_nomination nomination) returns void
language plpgsql stable set search_path = pg_catalog, public, pg_temp as $$
declare
    state constant text := call_state(of_nomination);
begin
    if state <> 'open' then
        raise exception using errcode = 'LR403', message = case state
            when 'coming' then 'Nominations are not taken yet.'
            when 'returned' then 'The date until which this nomination could be changed has passed.'
            else 'The call has closed. Nominations can no longer be changed.' end;
    end if;
end $$;
comment on function refuse_late(nomination) is 'Refuses what a nominator does outside of the time for it.';

create function person_with_email(folded text) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
return (select person from account where email_folded = folded);
comment on function person_with_email(text) is 'Whose address that is. For the guards below, which tell nobody.';

create function nomination_made() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_award constant uuid := (select award from cycle where id = new.cycle);
    whose constant uuid := coalesce(new.nominee, person_with_email(lower(new.nominee_email)));
    sentence text;
begin
    if (select form is null or published_at is null or published_at > clock_now() from cycle where id = new.cycle) then
        raise exception using errcode = 'LR404', message = 'There is no such call.';
    end if;
    perform refuse_late(new);
    if is_one_person(whose, new.nominator) then
        raise exception using errcode = 'LR422', column = 'nominee',
            message = 'You cannot nominate yourself. Ask a colleague to put your case.';
    end if;
    sentence := exclusion_of(its_award, new.nominator);
    if sentence is not null then
        raise exception using errcode = 'LR403', message = sentence;
    end if;
    sentence := exclusion_of(its_award, whose);
    if sentence is not null then
        raise exception using errcode = 'LR422', column = 'nominee', message = sentence;
    end if;
    return new;
end $$;
comment on function nomination_made() is
    'A nomination begins while its call is open, by somebody who may nominate, for somebody else who may be nominated.';
create trigger nomination_made before insert on nomination for each row execute function nomination_made();

create function nomination_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_award constant uuid := (select award from cycle where id = old.cycle);
    draft constant text := case when old.returned_until > clock_now() then 'returned' else 'draft' end;
    sentence text;
begin
    if me() is distinct from old.nominator then
        return new;
    end if;
    perform refuse_late(old);
    if (old.state, new.state) not in (('draft', 'submitted'), ('returned', 'submitted'), ('submitted', draft),
                                      ('draft', 'withdrawn'), ('submitted', 'withdrawn'), ('returned', 'withdrawn')) then
        raise exception using errcode = 'LR409', message = 'The nomination is not in a state in which this can be done.';
    end if;
    new.version := old.version;
    if new.state = 'submitted' then
        new.submitted_at := clock_now();
        new.version := coalesce((select max(number) from nomination_version where nomination = old.id), 0) + 1;
        sentence := coalesce(exclusion_of(its_award, old.nominator),
                             exclusion_of(its_award, coalesce(old.nominee, person_with_email(lower(old.nominee_email)))));
        if sentence is not null then
            raise exception using errcode = 'LR403', message = sentence;
        end if;
    end if;
    return new;
end $$;
comment on function nomination_changed() is 'What a nominator may make of a nomination, while its call is open.';
create trigger nomination_changed before update on nomination for each row execute function nomination_changed();

create function packet_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
begin
    if me() is null then
        return new;
    end if;
    select * into its from nomination where id = new.nomination for share;
    if its.nominator is distinct from me() then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    perform refuse_late(its);
    if its.state not in ('draft', 'returned') then
        raise exception using errcode = 'LR409',
            message = 'This nomination has been submitted. Take it back first, then change it.';
    end if;
    if not exists (select from question q join cycle c on c.form = q.form
                    where q.id = new.question and c.id = its.cycle
                      and (q.kind = 'document') = (tg_table_name = 'document')) then
        raise exception using errcode = 'LR404', message = 'There is no such question.';
    end if;
    if tg_table_name = 'document' then
        if not exists (select from file where id = new.file and owner = me()) then
            raise exception using errcode = 'LR404', message = 'There is no such document.';
        end if;
    end if;
    return new;
end $$;
comment on function packet_changed() is
    'Answers and documents change only by the nominator, before the nomination is submitted, while its call is open.';
create trigger answer_changed before insert or update on answer for each row execute function packet_changed();
create trigger document_changed before insert or update on document for each row execute function packet_changed();

create function version_made() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
begin
    select * into its from nomination where id = new.nomination for share;
    if its.nominator is distinct from me() then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    perform refuse_late(its);
    if new.reason = 'submitted' and (its.state <> 'submitted' or its.version <> new.number)
       or new.reason = 'paused' and its.state not in ('draft', 'returned') then
        raise exception using errcode = 'LR409', message = 'The nomination is not in a state in which this can be done.';
    end if;
    return new;
end $$;
comment on function version_made() is 'A version is kept of what is being submitted, or of a draft, by its nominator.';
create trigger version_made before insert on nomination_version for each row execute function version_made();

create function document_removed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
begin
    select * into its from nomination where id = old.nomination for share;
    if its.nominator is distinct from me() then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    perform refuse_late(its);
    if its.state not in ('draft', 'returned') then
        raise exception using errcode = 'LR409',
            message = 'This nomination has been submitted. Take it back first, then change it.';
    end if;
    return old;
end $$;
comment on function document_removed() is 'A document is removed as it could be replaced.';
create trigger document_removed before delete on document for each row execute function document_removed();

-- Who reads what.

alter table nomination enable row level security;
create policy nomination_of_nominator on nomination to {app} using (nominator = (select me()));
create policy nomination_of_jobs on nomination for select to {jobs} using (true);

-- What belongs to a nomination is read by who reads the nomination, and written by its nominator.
alter table answer enable row level security;
create policy answer_read on answer for select to {app}
    using (exists (select from nomination n where n.id = answer.nomination));
create policy answer_added on answer for insert to {app}
    with check (exists (select from nomination n where n.id = answer.nomination and n.nominator = (select me())));
create policy answer_changed on answer for update to {app}
    using (exists (select from nomination n where n.id = answer.nomination and n.nominator = (select me())));
create policy answer_of_jobs on answer for select to {jobs} using (true);

alter table document enable row level security;
create policy document_read on document for select to {app}
    using (exists (select from nomination n where n.id = document.nomination));
create policy document_added on document for insert to {app}
    with check (exists (select from nomination n where n.id = document.nomination and n.nominator = (select me())));
create policy document_changed on document for update to {app}
    using (exists (select from nomination n where n.id = document.nomination and n.nominator = (select me())));
create policy document_removed on document for delete to {app}
    using (exists (select from nomination n where n.id = document.nomination and n.nominator = (select me())));
create policy document_of_jobs on document for select to {jobs} using (true);

alter table nomination_version enable row level security;
create policy version_read on nomination_version for select to {app}
    using (exists (select from nomination n where n.id = nomination_version.nomination));
create policy version_added on nomination_version for insert to {app}
    with check (exists (select from nomination n
                         where n.id = nomination_version.nomination and n.nominator = (select me())));

alter table file enable row level security;
create policy file_of_owner on file to {app} using (owner = (select me()) or letter = (select my_letter()));
create policy file_of_packet on file for select to {app}
    using (exists (select from document d where d.file = file.id));

grant select on form, question to {app}, {jobs};
grant select, insert (id, cycle, nominee, nominee_name, nominee_email),
      update (state) on nomination to {app};
grant select, insert, update (value, version, changed_at) on answer to {app};
grant select, insert, update (file, version, changed_at), delete on document to {app};
grant select, insert (id, name, type, size, hash, letter, owner) on file to {app};
grant select, insert (nomination, number, reason, contents, hash) on nomination_version to {app};
grant select on nomination, answer, document to {jobs};
grant execute on function nomination_state(text), nomination_tag(text), call_state(nomination), refuse_late(nomination) to {app}, {jobs};
