-- The seals of the ledger: the place of each event in one chain, and the signed heads of the chain.

alter table event add constraint event_facts_are_exact check (not jsonb_path_exists(facts,
    'strict $.** ? (@.type() == "number" && (@.floor() != @ || @.abs() > 9007199254740991))'));
comment on constraint event_facts_are_exact on event is
    'Numbers are whole and of at most 53 bits, so that whoever reads the ledger reads the same (RFC 8259, section 6).';

create table ledger_waiting (
    arrived bigint generated always as identity primary key,
    event   uuid not null unique references event
);
comment on table ledger_waiting is
    'Events that have no place yet, in the order in which they came: a trigger adds them, sealing takes them out.';

create table ledger_place (
    position bigint primary key check (position > 0),
    event    uuid not null unique references event,
    chain    text not null check (chain ~ '^[0-9a-f]{64}$')
);
comment on table ledger_place is
    'The place of each event in the ledger, from 1 without a gap, and the hash of the chain up to it. Only added to.';

create table ledger_head (
    position   bigint primary key references ledger_place,
    events     bigint not null check (events > 0),
    chain      text not null check (chain ~ '^[0-9a-f]{64}$'),
    sealed_at  timestamptz not null check (isfinite(sealed_at)),
    public_key text not null check (public_key ~ '^[0-9a-f]{64}$'),
    signature  text not null check (signature ~ '^[0-9a-f]{128}$')
);
comment on table ledger_head is
    'One row for each batch that was sealed: the position of its last event, how many it has, and the signature of the '
    'chain up to there. Only added to.';

create trigger ledger_place_stands before update or delete or truncate on ledger_place
    for each statement execute function event_stands();
create trigger ledger_head_stands before update or delete or truncate on ledger_head
    for each statement execute function event_stands();

insert into ledger_waiting (event) select id from event order by transaction, happened_at, id;

create function event_waits() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into ledger_waiting (event) select id from added;
    return null;
end $$;
comment on function event_waits() is 'Whoever adds events: they wait to be sealed.';
create trigger event_waits after insert on event referencing new table as added
    for each statement execute function event_waits();

create function exact_instant_text(instant timestamptz) returns text
language sql stable parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
comment on function exact_instant_text(timestamptz) is
    'An instant in full, as the ledger has it: 2026-12-05T22:00:00.000000Z.';

grant select, delete on ledger_waiting to {jobs};
grant select, insert on ledger_place, ledger_head to {jobs};
grant select on ledger_head to {app};
grant execute on function exact_instant_text(timestamptz) to {jobs};
