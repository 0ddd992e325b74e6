-- Letters: asked for by nominators, written by referees. A nominator's statements never touch what a letter says.

-- name: letter_asked (nomination uuid, letter uuid, name text, email text, email_folded text, note text) app
-- Asks a referee for a letter; the same id again changes nothing. One row when it is there.
with made as (
    insert into letter (id, nomination, referee_name, referee_email, email_folded, note)
    select $2, n.id, $3, $4, $5, $6 from nomination n where n.id = $1 and n.nominator = me()
    on conflict (id) do nothing
    returning id
), told as (
    insert into event (organization, act, subject, facts)
    select a.organization, 'letter.requested', made.id, jsonb_build_object('nomination', $1::uuid)
      from made, nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award where n.id = $1
    returning subject
)
select id from made
union select l.id from letter l join nomination n on n.id = l.nomination
       where l.id = $2 and n.id = $1 and n.nominator = me();

-- name: letter_mailed (letter uuid, template text) app
-- Puts a mail to the referee, with a link to the letter, into the outbox.
insert into outbox (organization, nomination, template, to_name, to_address, link_purpose, link_letter, link_ends_at, facts)
select a.organization, n.id, $2, l.referee_name, l.referee_email, 'letter', l.id, c.letters_until,
       jsonb_build_object('award', a.name, 'year', c.year, 'nominee', n.nominee_name, 'nominator', p.name,
                          'note', l.note, 'letters_official', official_time(c.letters_until, o.zone, o.zone_name))
  from letter l join nomination n on n.id = l.nomination join cycle c on c.id = n.cycle
  join award a on a.id = c.award join organization o on o.id = a.organization join person p on p.id = n.nominator
 where l.id = $1;

-- name: letter_cancel_mailed (letter uuid) app
-- Tells a referee that the letter is no longer needed.
insert into outbox (organization, nomination, template, to_name, to_address, facts)
select a.organization, n.id, 'letters/cancelled', l.referee_name, l.referee_email,
       jsonb_build_object('award', a.name, 'year', c.year, 'nominee', n.nominee_name, 'nominator', p.name)
  from letter l join nomination n on n.id = l.nomination join cycle c on c.id = n.cycle
  join award a on a.id = c.award join person p on p.id = n.nominator
 where l.id = $1;

-- name: letter_locked (nomination uuid, letter uuid) app
-- A letter of one's own nomination, until the work ends.
select l.id, l.referee_email as email, l.email_folded, l.state,
       greatest(l.requested_at, l.reminded_at) <= clock_now() - interval '1 day' as can_remind
  from letter l join nomination n on n.id = l.nomination
 where l.id = $2 and l.nomination = $1 and n.nominator = me() for update of l;

-- name: letter_reminded (letter uuid) app
with reminded as (
    update letter set reminded_at = clock_now() where id = $1 returning id
)
insert into event (organization, act, subject)
select organization_of_letter(id), 'letter.reminded', id from reminded returning subject;

-- name: letter_cancelled (letter uuid) app
with cancelled as (
    update letter set state = 'cancelled', answered_at = clock_now() where id = $1 returning id
)
insert into event (organization, act, subject)
select organization_of_letter(id), 'letter.cancelled', id from cancelled returning subject;

-- name: letter_corrected (letter uuid, name text, email text, email_folded text) app
with corrected as (
    update letter set referee_name = $2, referee_email = $3, email_folded = $4 where id = $1 returning id
)
insert into event (organization, act, subject)
select organization_of_letter(id), 'letter.readdressed', id from corrected returning subject;

-- name: letter_links_over (letter uuid) app
-- What was sent to the referee so far opens nothing any more, and what waits is not sent.
select letter_readdressed($1);

-- name: enter_referee (link_hash text) app
-- The first statement of everything that a referee asks: one row that says what the letter is for, or LR404.
select letter, state, referee_name, nullif(note, '') as note, nominator, nominee, award, organization, year,
       letters_official, is_taken, state = 'requested' as is_requested, state = 'opened' as is_opened,
       state = 'declined' as is_declined, state = 'received' as is_received, answered, nullif(reason, '') as reason
  from enter_letter($1);

-- name: letter_content_mine () app
-- What the referee has written so far.
select c.name, c.relationship, c.text, c.version, f.id as file, f.name as file_name, f.type, f.size
  from letter_content c left join file f on f.id = c.file where c.letter = my_letter();

-- name: letter_accepted () app
-- The referee can write the letter. Saying so again changes nothing.
with opened as (
    update letter set state = 'opened', opened_at = clock_now() where id = my_letter() and state = 'requested'
    returning id
)
insert into event (organization, act, subject)
select organization_of_letter(id), 'letter.opened', id from opened returning subject;

-- name: letter_begun () app
-- A place for what the referee writes. After letter_accepted, in the same work.
insert into letter_content (letter, name)
select id, referee_name from letter where id = my_letter() and state = 'opened' on conflict do nothing;

-- name: letter_declined (reason text) app
-- The referee cannot. Saying so again changes nothing.
with declined as (
    update letter set state = 'declined', reason = $1, answered_at = clock_now()
     where id = my_letter() and state in ('requested', 'opened') returning id
)
insert into event (organization, act, subject)
select organization_of_letter(id), 'letter.declined', id from declined returning subject;

-- name: letter_saved (name text, relationship text, text text, version number) app
-- Keeps what was written upon that version. One row: what now stands, as in answer_saved; other is all of it, as JSON.
with saved as (
    update letter_content set name = $1, relationship = $2, text = $3, version = version + 1, changed_at = clock_now()
     where letter = my_letter() and version = $4::bigint and (name, relationship, text) is distinct from ($1, $2, $3)
    returning version
)
select coalesce((select version from saved), c.version) as version,
       exists (select from saved) or (c.name, c.relationship, c.text) = ($1, $2, $3) as is_saved,
       case when not exists (select from saved)
            then json_build_object('name', c.name, 'relationship', c.relationship, 'text', c.text)::text end as other,
       to_char(clock_now() at time zone 'UTC', 'FMHH12:MI am') || ' UTC' as saved
  from letter_content c where c.letter = my_letter();

-- name: letter_file_put (file uuid, name text, size number, hash text) app
-- The letter as a PDF, in place of the one before.
with kept as (
    insert into file (id, name, type, size, hash, letter, owner)
    select $1, $2, 'application/pdf', $3, $4, my_letter(), null returning id
)
update letter_content set file = kept.id, version = version + 1, changed_at = clock_now() from kept
 where letter = my_letter() returning version;

-- name: letter_file_dropped () app
update letter_content set file = null, version = version + 1, changed_at = clock_now()
 where letter = my_letter() and file is not null returning version;

-- name: letter_sent () app
-- The letter is there. Sending it again changes nothing.
with received as (
    update letter set state = 'received', answered_at = clock_now() where id = my_letter() and state = 'opened'
    returning id
)
insert into event (organization, act, subject)
select organization_of_letter(id), 'letter.received', id from received returning subject;

-- name: letter_taken_back () app
-- The referee changes a letter that was sent.
with changed as (
    update letter set state = 'opened', answered_at = null where id = my_letter() and state = 'received' returning id
)
insert into event (organization, act, subject)
select organization_of_letter(id), 'letter.taken_back', id from changed returning subject;

-- name: letter_answer_mailed (template text) app
-- Tells the nominator that a letter has come, or that the referee cannot write it.
select letter_tell_nominator($1);
