-- What this installation is, the clock that decides deadlines, and the ledger of events.

create table migration (
    number     integer primary key,
    name       text not null,
    checksum   text not null,
    applied_at timestamptz not null default now()
);
comment on table migration is 'The migrations that made this schema, each with the checksum of its file.';

-- A function is for those to whom it is granted.
alter default privileges revoke execute on functions from public;

create table installation (
    only_one   boolean primary key default true check (only_one),
    kind       text not null check (kind in ('real', 'demo', 'test')),
    created_at timestamptz not null default now()
);
comment on table installation is
    'One row: whether this database is real, or a demo or test whose clock may be moved. Set when it is made.';
insert into installation (kind)
values (coalesce(nullif(current_setting('laureate.kind', true), ''), 'real'));

create table clock (
    only_one           boolean primary key default true check (only_one),
    shift_microseconds bigint not null default 0,
    frozen_at          timestamptz check (isfinite(frozen_at))
);
comment on table clock is
    'One row: how far the clock is moved from the real one, or the instant at which it stands still.';
insert into clock default values;

create function clock_now() returns timestamptz
language sql stable parallel safe
return (select coalesce(frozen_at, now() + shift_microseconds * interval '1 microsecond') from clock);
comment on function clock_now() is
    'The one clock: every deadline, every page and every event takes its time from here. In a view or a policy write '
    '(select clock_now()), which is asked once and not for each row.';

create function tell_public() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    notify laureate_public;
    return null;
end $$;
comment on function tell_public() is 'What visitors see has changed: instances drop the pages that they keep.';

create trigger clock_tells after update on clock
    for each statement execute function tell_public();

create function clock_set(new_shift_microseconds bigint, new_frozen_at timestamptz) returns timestamptz
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if not exists (select from installation where kind in ('demo', 'test')) then
        raise exception using errcode = 'LR403',
            message = 'The clock of a real installation cannot be moved.';
    end if;
    update clock set shift_microseconds = new_shift_microseconds, frozen_at = new_frozen_at;
    return clock_now();
end $$;
comment on function clock_set(bigint, timestamptz) is 'Moves or stops the clock of a demo or test database.';

create table event (
    id           uuid primary key default gen_random_uuid(),
    happened_at  timestamptz not null default clock_now(),
    transaction  xid8 not null default pg_current_xact_id(),
    organization uuid,
    actor        uuid,
    act          text not null check (act ~ '^[a-z_]+(\.[a-z_]+)+$'),
    subject      uuid,
    facts        jsonb not null default '{}' check (jsonb_typeof(facts) = 'object')
);
comment on table event is
    'The ledger: who did what to what, when. Only added to, so the positions that sealing gives to events stand in a '
    'table of their own. Facts are ids, states and keyed hashes, never personal text. Actor is the person, or null '
    'for the command line and the clock. Transaction tells sealing which events are older than all that is open; '
    'after a restore they may come from another cluster and lie ahead of its own.';
create index event_subject on event (subject, happened_at);

create function event_stands() returns trigger
language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
    raise exception 'The ledger is only added to.';
end $$;
comment on function event_stands() is 'Refuses every change of what stands in the ledger, by whomever.';
create trigger event_stands before update or delete or truncate on event
    for each statement execute function event_stands();

grant select on migration, installation, clock to {app}, {visitor}, {jobs};
grant execute on function clock_now() to {app}, {visitor}, {jobs};
grant execute on function clock_set(bigint, timestamptz) to {app};
grant select on event to {app}, {jobs};
grant insert (organization, actor, act, subject, facts) on event to {app}, {jobs};
