-- Members, their accounts and sessions, the offices and seats that they hold, and who is asking.

-- Who is asking. The two settings live for one transaction and are set by enter() and enter_letter() alone.

create function me() returns uuid
language sql stable parallel safe
return nullif(current_setting('laureate.person', true), '')::uuid;
comment on function me() is 'The person of the request; null for visitors, referees, the command line and the clock.';

create function my_letter() returns uuid
language sql stable parallel safe
return nullif(current_setting('laureate.letter', true), '')::uuid;
comment on function my_letter() is 'The letter whose referee is asking, by the link in the mail; null for everybody else.';

alter table event alter column actor set default me();
revoke insert (actor) on event from {app}, {jobs};
grant execute on function me(), my_letter() to {app}, {jobs};

-- Members.

alter table person
    add column category text check (category in ('physician', 'corresponding', 'fellow', 'trainee', 'student',
                                                 'scientist', 'clinical associate', 'emeritus')),
    add column member_since date,
    add column institution text not null default '',
    add column search text not null default '';
comment on column person.category is 'The kind of membership; null for somebody who is no member.';
comment on column person.search is 'Name and institution, folded as queries are: what the directory is searched by.';
update person set search = folded;

create table account (
    person          uuid primary key references person,
    email           text not null check (email <> ''),
    email_folded    text not null unique check (email_folded <> ''),
    password_hash   text,
    password_set_at timestamptz,
    made_at         timestamptz not null default clock_now(),
    ended_at        timestamptz
);
comment on table account is
    'How a person signs in. Without a password it waits for its first one, which a link from the mail sets. An ended '
    'one opens nothing. No role reads it but through the functions below.';

create table session (
    id         uuid primary key default gen_random_uuid(),
    token_hash text not null unique,
    person     uuid not null references person,
    browser    text not null default '',
    began_at   timestamptz not null default clock_now(),
    seen_at    timestamptz not null default clock_now(),
    ends_at    timestamptz not null default clock_now() + interval '14 days',
    ended_at   timestamptz
);
comment on table session is
    'A browser in which a person is signed in. Of its token only the hash is kept. It ends 14 days after it began, or '
    'when nothing was asked for 12 hours, or when it is ended.';
create index session_person on session (person) where ended_at is null;

create table link (
    id         uuid primary key default gen_random_uuid(),
    token_hash text not null unique,
    purpose    text not null check (purpose in ('password', 'letter')),
    person     uuid references person,
    letter     uuid,
    made_at    timestamptz not null default clock_now(),
    ends_at    timestamptz not null,
    used_at    timestamptz,
    check ((purpose = 'password') = (person is not null)),
    check ((purpose = 'letter') = (letter is not null))
);
comment on table link is
    'A link from a mail, for one purpose: to set a password, once; or to write a letter, for as long as letters are '
    'taken. Of its token only the hash is kept; it is made when the mail is sent.';
create index link_person on link (person) where person is not null;
create index link_letter on link (letter) where letter is not null;

create table attempt (
    id      bigint generated always as identity primary key,
    what    text not null check (what in ('sign_in', 'password', 'change')),
    key     text not null,
    tried_at timestamptz not null default clock_now()
);
comment on table attempt is
    'Tries to sign in or to have a password reset, counted by account and by network address; both only as a keyed hash.';
create index attempt_key on attempt (key, what, tried_at);
create index attempt_tried_at on attempt (tried_at);

create table office (
    id           uuid primary key default gen_random_uuid(),
    person       uuid not null references person,
    role         text not null check (role in ('administrator', 'staff', 'board')),
    organization uuid references organization,
    since        timestamptz not null default clock_now(),
    until        timestamptz,
    check ((role = 'administrator') = (organization is null)),
    check (until > since)
);
comment on table office is
    'What a person is to an organization: staff, or a member of its board. An administrator is that of the whole house.';
create index office_person on office (person);
create index office_organization on office (organization) where organization is not null;

create table seat (
    id     uuid primary key default gen_random_uuid(),
    award  uuid not null references award,
    person uuid not null references person,
    role   text not null check (role in ('chair', 'deputy', 'member')),
    since  timestamptz not null default clock_now(),
    until  timestamptz,
    check (until > since)
);
comment on table seat is 'A person''s term on the committee of an award.';
create index seat_person on seat (person);
create index seat_award on seat (award);

create table exclusion (
    id           uuid primary key default gen_random_uuid(),
    award        uuid not null references award,
    role         text not null check (role in ('board', 'chair')),
    organization uuid references organization,
    of_award     uuid references award,
    sentence     text not null check (sentence <> ''),
    check ((role = 'board') = (organization is not null)),
    check ((role = 'chair') = (of_award is not null))
);
comment on table exclusion is
    'Who may not take part in an award''s nominations while they hold an office: as nominator, referee or nominee. The '
    'sentence is what they are told.';
create index exclusion_award on exclusion (award);
create index exclusion_organization on exclusion (organization) where organization is not null;
create index exclusion_of_award on exclusion (of_award) where of_award is not null;

create function is_now(since timestamptz, until timestamptz) returns boolean
language sql stable parallel safe
return since <= (select clock_now()) and (until is null or until > (select clock_now()));
comment on function is_now(timestamptz, timestamptz) is 'Whether a term runs now.';

create function my_organizations(wanted text) returns uuid[]
language sql stable parallel safe
return array(select organization from office where person = me() and role = wanted and is_now(since, until));
comment on function my_organizations(text) is 'The organizations in which who is asking holds that office now.';

create function am_administrator() returns boolean
language sql stable parallel safe
return exists (select from office where person = me() and role = 'administrator' and is_now(since, until));
comment on function am_administrator() is 'Whether an administrator is asking.';

create function is_one_person(one uuid, other uuid) returns boolean
language sql stable parallel safe
return exists (select from person p join person q on q.id = other
                where p.id = one and coalesce(p.same_as, p.id) = coalesce(q.same_as, q.id));
comment on function is_one_person(uuid, uuid) is 'Whether the two are one, also by what staff say.';

create function exclusion_of(asked_award uuid, asked_person uuid) returns text
language sql stable parallel safe
return (select min(e.sentence) from exclusion e
         where e.award = asked_award
           and (exists (select from office o where o.role = e.role and o.organization = e.organization
                           and is_one_person(o.person, asked_person) and is_now(o.since, o.until))
                or exists (select from seat s where s.role = e.role and s.award = e.of_award
                              and is_one_person(s.person, asked_person) and is_now(s.since, s.until))));
comment on function exclusion_of(uuid, uuid) is
    'Why a person may take no part in an award''s nominations at present, in a sentence; null when they may.';

-- What is not one's own is changed by the command line, as the owner, until there is a page and a policy for it. Of
-- people, staff say who is one.
revoke insert, update on organization, award, cycle, person, honor, likeness from {app};
grant update (same_as) on person to {app};
grant insert, update on likeness to {app};
alter table person enable row level security;
create policy person_known on person for select to {app}, {jobs} using (true);
create policy person_joined on person for update to {app} using ((select my_organizations('staff')) <> '{}');
-- Of the ledger a request reads what it has just written, and no more.
alter table event enable row level security;
create policy event_added on event for insert to {app}, {jobs} with check (true);
create policy event_of_this_work on event for select to {app}
    using (transaction = pg_current_xact_id_if_assigned());
create policy event_of_jobs on event for select to {jobs} using (true);
alter table likeness enable row level security;
create policy likeness_read on likeness for select to {app} using ((select my_organizations('staff')) <> '{}');
create policy likeness_answered on likeness for insert to {app} with check ((select my_organizations('staff')) <> '{}');
create policy likeness_changed on likeness for update to {app} using ((select my_organizations('staff')) <> '{}');

grant select on office, seat, exclusion to {app}, {jobs};
grant execute on function is_now(timestamptz, timestamptz), my_organizations(text), am_administrator(),
    is_one_person(uuid, uuid), exclusion_of(uuid, uuid) to {app}, {jobs};
