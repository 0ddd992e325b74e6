-- The seals of the ledger, and all of it for an export.

-- name: ledger_lock () jobs
-- One sealer at a time, until its transaction ends; another is told so.
select pg_try_advisory_xact_lock(hashtext('laureate ledger')) as is_ours;

-- name: ledger_end () jobs
-- What the next batch goes on from, nulls at the beginning; and what time it is.
select h.position, h.chain, exact_instant_text(clock_now()) as now
  from (values (1)) as one
  left join (select position, chain from ledger_head order by position desc limit 1) as h on true;

-- name: ledger_unsealed (most number) jobs
-- The next events in their order. Only those of transactions older than all that are open. Those that lie ahead of
-- every transaction begun here came from another cluster, with a restore, and are old as well.
select e.id, e.act, e.actor, e.subject, e.organization, e.facts, e.transaction,
       exact_instant_text(e.happened_at) as happened_at
  from ledger_waiting w
  join event e on e.id = w.event
 cross join (select pg_snapshot_xmin(s) as oldest, pg_snapshot_xmax(s) as next from pg_current_snapshot() as s) as open
 where e.transaction < open.oldest or e.transaction >= open.next
 order by w.arrived
 limit $1;

-- name: ledger_place_events (places text) jobs
-- From a JSON array of position, event and chain.
with placed as (
    insert into ledger_place (position, event, chain)
    select position, event, chain
      from jsonb_to_recordset($1::jsonb) as places (position bigint, event uuid, chain text)
    returning event
)
delete from ledger_waiting where event in (select event from placed);

-- name: ledger_head_add (position number, events number, chain text, sealed_at text, public_key text, signature text) jobs
insert into ledger_head (position, events, chain, sealed_at, public_key, signature)
values ($1, $2, $3, $4::timestamptz, $5, $6);

-- name: ledger_page (after number, most number) jobs
-- Sealed events behind a position, each with the head that it is the last event of, if any.
select p.position, p.chain, e.id, e.act, e.actor, e.subject, e.organization, e.facts, e.transaction,
       exact_instant_text(e.happened_at) as happened_at,
       h.events as head_events, h.chain as head_chain, exact_instant_text(h.sealed_at) as head_sealed_at,
       h.public_key as head_public_key, h.signature as head_signature
  from ledger_place p
  join event e on e.id = p.event
  left join ledger_head h on h.position = p.position
 where p.position > $1
 order by p.position
 limit $2;
