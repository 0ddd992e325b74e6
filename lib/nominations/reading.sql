-- Nominations as those read them who judge them: staff, committee and board. Whoever put one forward reads it as its
-- nominator alone, so none of one's own is found here; of the others the policies say who may read what.

-- name: packet_of (id uuid) app
-- Whose case it is, and how it stands. reads_answers: it is not being written at present. reads_letters: what referees
-- write is for who asks; the board does not read it.
select n.id, n.cycle, a.name as award, a.slug, o.name as organization, c.year, n.nominee_name as nominee,
       nullif(w.institution, '') as institution, p.name as nominator, n.state, nomination_state(n.state) as state_name,
       nomination_tag(n.state) as tag, official_time(n.submitted_at, o.zone, o.zone_name) as submitted_official,
       n.state not in ('draft', 'returned', 'withdrawn') as reads_answers,
       am_acting(n.cycle, 'staff', 'seat') as reads_letters,
       nullif(c.letters_needed, 0) as letters_needed,
       official_time(c.letters_until, o.zone, o.zone_name) as letters_official,
       letters_are_taken(n.id) as letters_open
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join organization o on o.id = a.organization join person p on p.id = n.nominator
  left join person w on w.id = n.nominee
 where n.id = $1 and n.nominator <> me();

-- name: packet_letters (id uuid) app
-- The letters of a nomination, with what has been received of them. Those that are no longer asked for are left out.
select l.id, coalesce(nullif(t.name, ''), l.referee_name) as name, nullif(t.relationship, '') as relationship,
       nullif(t.text, '') as text, f.id as file, f.name as file_name, f.size, l.state = 'received' as is_received,
       l.state = 'declined' as is_declined, l.state in ('requested', 'opened') as is_awaited,
       official_time(l.answered_at, o.zone, o.zone_name) as answered
  from letter l join nomination n on n.id = l.nomination join cycle c on c.id = n.cycle
  join award a on a.id = c.award join organization o on o.id = a.organization
  left join letter_content t on t.letter = l.id left join file f on f.id = t.file
 where l.nomination = $1 and l.state <> 'cancelled' and n.nominator <> me()
 order by l.state = 'declined', l.state <> 'received', l.requested_at, l.id;

-- name: packet_letter_file (nomination uuid, letter uuid) app
-- The PDF of a letter that has been received.
select f.id, f.name, f.type
  from letter l join nomination n on n.id = l.nomination join letter_content t on t.letter = l.id
  join file f on f.id = t.file
 where l.id = $2 and l.nomination = $1 and l.state = 'received' and n.nominator <> me();

-- name: packet_door (id uuid) app
-- Whether there is a packet for who asks, and if it does not open yet because they have not said with whom they are in
-- conflict, the cycle in which they say it. No row when there is none for them.
select n.id, null::uuid as declares_in, null as award, null::smallint as year from nomination n
 where n.id = $1 and n.nominator <> me()
union all
select $1, c.id, a.name, c.year from cycle c join award a on a.id = c.award where c.id = declares_first($1);
