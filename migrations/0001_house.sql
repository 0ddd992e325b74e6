-- What this installation is, the clock that decides deadlines, and the ledger of events.

create extension if not exists pg_trgm;

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
    only_one  boolean primary key default true check (only_one),
    shift     interval not null default interval '0',
    frozen_at timestamptz
);
comment on table clock is
    'One row: how far the clock is moved from the real one, or the instant at which it stands still.';
insert into clock default values;

create function clock_now() returns timestamptz
language sql stable parallel safe
return (select coalesce(frozen_at, now() + shift) from clock);
comment on function clock_now() is
    'The one clock: every deadline, every page and every event takes its time from here.';

-- What public pages show has changed: instances drop the pages that they keep.
create function tell_public() returns trigger
language plpgsql as $$
begin
    notify laureate_public;
    return null;
end $$;

create trigger clock_tells after update on clock
    for each statement execute function tell_public();

create function clock_set(new_shift interval, new_frozen_at timestamptz) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if (select kind from installation) = 'real' then
        raise exception using errcode = 'LR403',
            message = 'The clock of a real installation cannot be moved.';
    end if;
    update clock set shift = new_shift, frozen_at = new_frozen_at;
    return clock_now();
end $$;
comment on function clock_set(interval, timestamptz) is 'Moves or stops the clock of a demo or test database.';
revoke execute on function clock_set(interval, timestamptz) from public;

create table event (
    id          uuid primary key default gen_random_uuid(),
    happened_at timestamptz not null default clock_now(),
    transaction xid8 not null default pg_current_xact_id(),
    actor       uuid,
    act         text not null check (act ~ '^[a-z]+(\.[a-z_]+)+$'),
    subject     uuid,
    facts       jsonb not null default '{}' check (jsonb_typeof(facts) = 'object')
);
comment on table event is
    'The ledger: who did what to what, when. Only added to. Facts are ids, states and keyed hashes, never '
    'personal text. Actor is the person, or null for the command line and the clock.';
create index event_subject on event (subject, happened_at);

create function event_stands() returns trigger
language plpgsql as $$
begin
    raise exception 'The ledger is only added to.';
end $$;
create trigger event_stands before update or delete or truncate on event
    for each statement execute function event_stands();

grant select on migration, installation, clock to {app}, {visitor}, {jobs};
grant execute on function clock_set(interval, timestamptz) to {app};
grant select, insert on event to {app}, {jobs};
