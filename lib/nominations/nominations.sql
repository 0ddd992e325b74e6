-- Nominations, from the first word to the receipt, for their nominators. Who may see or change one is said by the
-- policies of its tables and by the guards that stand before each change. Staff and judges see other people's through
-- the policies too, on pages of their own (reading.sql): what is a nominator's says so here.

-- name: nomination_call (slug text) app
-- The call of an award that takes nominations and closes next, with why the member may not nominate, if so; no row
-- when none is open.
select c.id, a.slug, a.name as award, o.name as organization, c.year,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words((c.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in,
       nullif(c.letters_needed, 0) as letters_needed,
       official_time(c.letters_until, o.zone, o.zone_name) as letters_official,
       instant_text(c.closes_at) as closes_at, exclusion_of(a.id, me()) as excluded, gen_random_uuid() as nomination
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
 where a.slug = $1 and c.form is not null and c.published_at <= clock_now()
   and c.opens_at <= clock_now() and c.closes_at > clock_now()
 order by c.closes_at limit 1;

-- name: directory_found (words text) app
-- People whose name and institution hold all the words, folded, with a space between.
select p.id, p.name, p.category, p.institution, is_one_person(p.id, me()) as is_me
  from person p
 where $1 <> '' and p.same_as is null
   and not exists (select from unnest(string_to_array($1, ' ')) as word
                    where position(word in coalesce(nullif(p.search, ''), p.folded)) = 0)
 order by p.category is null, p.sort_name, p.id limit 20;

-- name: nomination_begun (id uuid, slug text, nominee uuid, name text, email text) app
-- A new nomination in the open call; the same id again changes nothing. One row when it is there and is one's own.
with call as (
    select c.id, a.organization from cycle c join award a on a.id = c.award
     where a.slug = $2 and c.form is not null and c.published_at <= clock_now()
       and c.opens_at <= clock_now() and c.closes_at > clock_now()
     order by c.closes_at limit 1
), made as (
    insert into nomination (id, cycle, nominee, nominee_name, nominee_email)
    select $1, call.id, $3, coalesce((select name from person where id = $3), nullif($4, '')),
           case when $3::uuid is null then $5 end
      from call
     where $3::uuid is null or exists (select from person where id = $3)
    on conflict (id) do nothing
    returning id
), told as (
    insert into event (organization, act, subject, facts)
    select call.organization, 'nomination.begun', made.id, jsonb_build_object('cycle', call.id) from made, call
    returning subject
)
select id from made union select id from nomination where id = $1 and nominator = me();

-- name: nomination_of (id uuid) app
-- A nomination of one's own, as its pages show it.
select n.id, a.name as award, a.slug, a.organization as organization_id, o.name as organization, c.id as cycle, c.year,
       n.nominee_name as nominee, n.nominee_email, p.name as nominator, n.state, n.version,
       nomination_state(n.state) as state_name, nomination_tag(n.state) as tag, instant_text(c.closes_at) as closes_at,
       n.state = 'draft' as is_draft, n.state = 'submitted' as is_submitted, n.state = 'returned' as is_returned,
       n.state = 'withdrawn' as is_withdrawn, n.state not in ('draft', 'submitted', 'returned') as is_over,
       s.call = 'open' as is_open, s.call = 'open' and n.state in ('draft', 'returned') as can_change,
       s.call = 'open' and n.state = 'submitted' as can_take_back,
       s.call = 'open' and n.state in ('draft', 'submitted', 'returned') as can_withdraw,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words((c.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in,
       nullif(c.letters_needed, 0) as letters_needed,
       official_time(c.letters_until, o.zone, o.zone_name) as letters_official,
       letters_are_asked(n) as letters_open,
       n.state in ('eligible', 'proposed', 'ratified') as is_eligible, n.state = 'announced' as is_announced, n.state = 'not_chosen' as is_not_chosen,
       n.state = 'ineligible' as is_ineligible, nullif(n.ineligible_reason, '') as ineligible_reason,
       nullif(n.returned_note, '') as returned_note,
       official_time(n.returned_until, o.zone, o.zone_name) as returned_official,
       official_time(n.submitted_at, o.zone, o.zone_name) as submitted_official
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization join person p on p.id = n.nominator
  cross join lateral (select call_state(n) as call) s
 where n.id = $1 and n.nominator = me();

-- name: nomination_answers (id uuid) app
-- The questions of a nomination's form in their order, each with its answer or its document: of one's own, and of those
-- that one may read.
select q.id, q.rank, q.part, q.name, q.kind, q.label, nullif(q.hint, '') as hint, q.is_required, q.most_words, q.least,
       q.most, array_to_string(q.choices, chr(10)) as choices, w.value, coalesce(w.version, 0) as version,
       f.id as file, f.name as file_name, f.size, f.hash, coalesce(d.version, 0) as document_version,
       official_time(d.changed_at, o.zone, o.zone_name) as document_made
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization join question q on q.form = c.form
  left join answer w on w.nomination = n.id and w.question = q.id
  left join document d on d.nomination = n.id and d.question = q.id left join file f on f.id = d.file
 where n.id = $1 order by q.rank, q.id;

-- name: nomination_letters (id uuid) app
-- The letters that a nomination has asked for; never what they say.
select l.id, l.referee_name as name, l.referee_email as email, l.state, nullif(l.note, '') as note,
       case l.state when 'requested' then 'Asked' when 'opened' then 'Being written' when 'declined' then 'Declined'
                    when 'received' then 'Received' else 'Cancelled' end as state_name,
       case l.state when 'received' then 'done' when 'declined' then 'wrong' else '' end as tag,
       l.state in ('requested', 'opened', 'received') as counts, l.state = 'received' as is_received,
       l.state in ('requested', 'opened') and letters_are_asked(n) as can_change,
       l.state in ('requested', 'opened') and letters_are_taken(n.id)
           and n.state not in ('ineligible', 'announced', 'not_chosen') as can_cancel,
       l.state in ('requested', 'opened') and letters_are_asked(n)
           and greatest(l.requested_at, l.reminded_at) <= clock_now() - interval '1 day' as can_remind,
       official_time(greatest(l.requested_at, l.reminded_at) + interval '1 day', o.zone, o.zone_name) as remind_when,
       official_time(l.requested_at, o.zone, o.zone_name) as requested,
       official_time(l.reminded_at, o.zone, o.zone_name) as reminded,
       official_time(l.answered_at, o.zone, o.zone_name) as answered, nullif(l.reason, '') as reason
  from letter l join nomination n on n.id = l.nomination join cycle c on c.id = n.cycle
  join award a on a.id = c.award join organization o on o.id = a.organization
 where l.nomination = $1 and n.nominator = me() order by l.requested_at, l.id;

-- name: answer_saved (nomination uuid, question text, value text, version number) app
-- Keeps an answer that was written upon that version of it (0: none yet). One row: the version that now stands, whether
-- it is the new one, and the text of somebody else's where it is not. No row when there is no such question.
with asked as (
    select q.id from nomination n join cycle c on c.id = n.cycle join question q on q.form = c.form
     where n.id = $1 and n.nominator = me() and q.name = $2 and q.kind <> 'document'
), paused as (
    -- After a pause of ten minutes what stood until now is kept as a version of its own.
    insert into nomination_version (nomination, number, reason, contents)
    select $1, coalesce((select max(number) from nomination_version where nomination = $1), 0) + 1, 'paused',
           jsonb_object_agg(q.name, w.value)
      from answer w join question q on q.id = w.question where w.nomination = $1
    having max(w.changed_at) < clock_now() - interval '10 minutes'
       and max(w.changed_at) > coalesce((select max(made_at) from nomination_version where nomination = $1), '-infinity')
    on conflict do nothing
    returning number
), told as (
    insert into event (organization, act, subject, facts)
    select organization_of_nomination($1), 'nomination.paused', $1, jsonb_build_object('version', number) from paused returning subject
), saved as (
    insert into answer as w (nomination, question, value)
    select $1, asked.id, $3 from asked
     where $4::bigint = 0 or exists (select from answer where nomination = $1 and question = asked.id)
    on conflict (nomination, question) do update
       set value = excluded.value, version = w.version + 1, changed_at = clock_now()
     where w.version = $4 and w.value <> excluded.value
    returning w.question, w.version, w.value
)
select coalesce(s.version, w.version, 0) as version,
       s.version is not null or w.value = $3 as is_saved,
       case when s.version is null then w.value end as other,
       to_char(clock_now() at time zone o.zone, 'FMHH12:MI am') || ' ' || o.zone_name as saved
  from asked join nomination n on n.id = $1 join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization
  left join saved s on s.question = asked.id
  left join answer w on w.nomination = $1 and w.question = asked.id;

-- name: document_put (nomination uuid, question text, file uuid, name text, size number, hash text, sealed_hash text) app
-- The document that answers a question, in place of the one before. One row when it is there. The ledger has a keyed
-- hash of it.
with asked as (
    select q.id, a.organization from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
      join question q on q.form = c.form
     where n.id = $1 and n.nominator = me() and q.name = $2 and q.kind = 'document'
), kept as (
    insert into file (id, name, type, size, hash) select $3, $4, 'application/pdf', $5, $6 from asked returning id
), put as (
    insert into document as d (nomination, question, file) select $1, asked.id, kept.id from asked, kept
    on conflict (nomination, question) do update
       set file = excluded.file, version = d.version + 1, changed_at = clock_now()
    returning d.nomination
)
insert into event (organization, act, subject, facts)
select asked.organization, 'document.put', $1, jsonb_build_object('file', $3::uuid, 'hash', $7::text) from put, asked
returning subject;

-- name: document_dropped (nomination uuid, question text) app
with gone as (
    delete from document d using question q
     where d.nomination = $1 and q.id = d.question and q.name = $2 returning d.file
)
insert into event (organization, act, subject, facts)
select organization_of_nomination($1), 'document.dropped', $1, jsonb_build_object('file', gone.file) from gone returning subject;

-- name: document_found (nomination uuid, question text) app
-- A nomination's document, for showing it to its nominator and to those who may read the nomination.
select f.id, f.name, f.type from document d join question q on q.id = d.question join file f on f.id = d.file
 where d.nomination = $1 and q.name = $2;

-- name: nomination_locked (id uuid) app
-- Nothing of the packet changes until the work ends. One row when it is one's own.
select id, state, version from nomination where id = $1 and nominator = me() for update;

-- name: nomination_submitted (id uuid, sealed_hash text) app
-- The nomination as it stands is submitted. One row when it is: its version. The ledger has a keyed hash of the contents.
with submitted as (
    update nomination set state = 'submitted'
     where id = $1 and nominator = me() and state in ('draft', 'returned') returning id, version
), told as (
    insert into event (organization, act, subject, facts)
    select organization_of_nomination(id), 'nomination.submitted', id,
           jsonb_build_object('version', version, 'hash', $2::text)
      from submitted returning subject
)
select version from submitted;

-- name: nomination_version_kept (id uuid, contents text, hash text) app
-- What was submitted, after nomination_submitted in the same work.
insert into nomination_version (nomination, number, reason, contents, hash)
select id, version, 'submitted', $2::jsonb, $3 from nomination where id = $1 returning number;

-- name: nomination_receipt_mailed (id uuid, hash text) app
-- The receipt goes to the nominator, after nomination_submitted in the same work.
insert into outbox (organization, nomination, template, to_name, to_address, facts)
select a.organization, n.id, 'nominations/receipt', p.name, m.email,
       jsonb_build_object('award', a.name, 'year', c.year, 'nominee', n.nominee_name, 'hash', $2::text,
                          'submitted', official_time(n.submitted_at, o.zone, o.zone_name), 'number', n.version,
                          'nomination', n.id,
                          'documents', coalesce((select jsonb_agg(jsonb_build_object('label', q.label, 'name', f.name,
                                                                                     'hash', f.hash) order by q.rank)
                                                   from document d join question q on q.id = d.question
                                                   join file f on f.id = d.file where d.nomination = n.id), '[]'))
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization join person p on p.id = me() cross join my_account() m
 where n.id = $1;

-- name: nomination_taken_back (id uuid) app
with changed as (
    update nomination n set state = case when n.returned_until > clock_now() then 'returned' else 'draft' end
     where id = $1 and nominator = me() and state = 'submitted' returning id
)
insert into event (organization, act, subject)
select organization_of_nomination(id), 'nomination.taken_back', id from changed returning subject;

-- name: nominee_corrected (id uuid, name text, email text) app
-- Name and address of a nominee who is not of the directory.
update nomination set nominee_name = $2, nominee_email = $3
 where id = $1 and nominator = me() and nominee is null
   and (nominee_name, nominee_email) is distinct from ($2, $3)
returning id;

-- name: nomination_withdrawn (id uuid) app
with changed as (
    update nomination set state = 'withdrawn'
     where id = $1 and nominator = me() and state in ('draft', 'submitted', 'returned') returning id
)
insert into event (organization, act, subject)
select organization_of_nomination(id), 'nomination.withdrawn', id from changed returning subject;

-- name: nomination_receipt (id uuid) app
-- The version that was submitted last.
select v.number, v.hash, official_time(v.made_at, o.zone, o.zone_name) as submitted
  from nomination_version v join nomination n on n.id = v.nomination join cycle c on c.id = n.cycle
  join award a on a.id = c.award join organization o on o.id = a.organization
 where v.nomination = $1 and n.nominator = me() and v.reason = 'submitted' order by v.number desc limit 1;

-- name: receipt_documents (id uuid) app
-- The documents of the version that was submitted last, as it holds them.
select q.label, v.contents -> q.name ->> 'name' as name, v.contents -> q.name ->> 'hash' as hash
  from nomination n join cycle c on c.id = n.cycle join question q on q.form = c.form and q.kind = 'document'
  join lateral (select contents from nomination_version v where v.nomination = n.id and v.reason = 'submitted'
                 order by v.number desc limit 1) v on v.contents ? q.name
 where n.id = $1 and n.nominator = me() order by q.rank;

-- name: nominations_mine () app
-- One's own nominations, for the desk: what is open first.
select n.id, a.name as award, c.year, n.nominee_name as nominee, n.state = 'draft' as is_draft,
       nomination_state(n.state) as state_name, nomination_tag(n.state) as tag,
       n.state = 'returned' as is_returned, call_state(n) = 'open' as is_open,
       official_time(coalesce(case when n.state = 'returned' then n.returned_until end, c.closes_at), o.zone, o.zone_name)
           as closes_official,
       instant_text(coalesce(case when n.state = 'returned' then n.returned_until end, c.closes_at)) as closes_at,
       days_in_words((coalesce(case when n.state = 'returned' then n.returned_until end, c.closes_at)
                      at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in,
       nullif(l.asked, 0) as letters_asked, nullif(l.received, 0) as letters_received,
       nullif(l.declined, 0) as letters_declined
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization
  cross join lateral (select count(*) filter (where state in ('requested', 'opened', 'received')) as asked,
                             count(*) filter (where state = 'received') as received,
                             count(*) filter (where state = 'declined') as declined
                        from letter where nomination = n.id) l
 where n.nominator = me()
 order by n.state not in ('draft', 'returned'), c.closes_at desc, n.made_at desc, n.id limit 100;

-- name: calls_to_nominate () app
-- Open calls that take nominations.
select a.slug, a.name, o.name as organization, c.year, instant_text(c.closes_at) as closes_at,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words((c.closes_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as closes_in
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
 where c.form is not null and c.published_at <= clock_now() and c.opens_at <= clock_now() and c.closes_at > clock_now()
 order by c.closes_at, a.name;
