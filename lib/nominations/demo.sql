-- The demo's nominations, in cycles of every phase, with the letters and reviews that belong to them. Each statement
-- takes the rows of programme/demo_nominations.csv as a JSON list, and the oldest cycle of each award in it.

-- name: demo_judged_cycle (award text, opens_in number, closes_in number, letters_days number, judged_from number, judged_until number) owner
-- A cycle of the year after its close, or before the award's first one, with dates so many days from now, the award's latest form
-- and rubric, and one round. One row when it was made.
with dates as (
    select a.id, a.organization, a.most_names, date_trunc('day', clock_now() at time zone o.zone) as today, o.zone
      from award a join organization o on o.id = a.organization where a.slug = $1
), made as (
    insert into cycle (award, year, opens_at, closes_at, letters_until, letters_needed, published_at, form, most_names)
    select id, least((select min(year) from cycle where award = dates.id) - 1,
                     extract(year from today + make_interval(days => $3::integer)) + 1),
           (today + make_interval(days => $2::integer, hours => 12)) at time zone zone,
           (today + make_interval(days => $3::integer, hours => 17)) at time zone zone,
           (today + make_interval(days => $3::integer + $4::integer, hours => 17)) at time zone zone,
           1, (today + make_interval(days => $2::integer)) at time zone zone,
           (select id from form where award = dates.id order by version desc limit 1), coalesce(most_names, 1)
      from dates
    on conflict (award, year) do nothing
    returning id
), judged as (
    insert into round (cycle, rubric, opens_at, closes_at)
    select made.id, (select id from rubric where award = dates.id order by version desc limit 1),
           (today + make_interval(days => $5::integer, hours => 9)) at time zone zone,
           (today + make_interval(days => $6::integer, hours => 17)) at time zone zone
      from made, dates
)
insert into event (organization, act, subject)
select dates.organization, 'cycle.published', made.id from made, dates returning subject;

-- name: demo_nominations_put (rows text) owner
-- The nominations: who was sent back has five days.
with asked as (
    select r.*, c.id as cycle, a.organization,
           least(c.closes_at, clock_now()) - make_interval(hours => 2 + 17 * r.rank::integer) as written
      from jsonb_array_elements($1::jsonb) with ordinality as list (item, rank)
      cross join lateral jsonb_to_record(item) as r0 (award text, state text, nominator text, nominee text)
      cross join lateral (select r0.*, rank) r
      join award a on a.slug = r.award
      join lateral (select * from cycle where award = a.id order by year limit 1) c on true
), put as (
    insert into nomination (cycle, nominator, nominee, nominee_name, state, version, made_at, submitted_at, returned_note,
                            returned_until, ineligible_reason)
    select k.cycle, n.person, p.id, p.name, k.state, case when k.state = 'draft' then 0 else 1 end,
           k.written - interval '9 days', case when k.state <> 'draft' then k.written end,
           case when k.state = 'returned' then 'The curriculum vitae is that of another person of the same name. Please send the right one.' else '' end,
           case when k.state = 'returned' then clock_now() + interval '5 days' end,
           case when k.state = 'ineligible' then 'The award honors an innovation that has changed care. The nomination does not say yet what has changed. You are welcome to nominate again next year.' else '' end
      from asked k join account n on n.email_folded = k.nominator join account m on m.email_folded = k.nominee
      join person p on p.id = m.person
    returning id, cycle, state
)
insert into event (organization, act, subject, facts)
select organization_of_nomination(put.id), 'demo.nomination_put', put.id, jsonb_build_object('state', put.state) from put
returning subject;

-- name: demo_answers_put (rows text) owner
-- Their answers, as far as the rows tell; what is not begun has none.
with told as (
    select n.id as nomination, c.form, p.institution, p.member_since, r.*
      from jsonb_to_recordset($1::jsonb) as r (award text, state text, nominator text, nominee text, sentence text,
                                               "case" text, more text)
      join award a on a.slug = r.award join account m on m.email_folded = r.nominee join person p on p.id = m.person
      join nomination n on n.nominee = p.id join cycle c on c.id = n.cycle and c.award = a.id
     where r.sentence <> ''
), answered as (
    select t.nomination, q.id as question,
           case q.kind when 'choice' then q.choices[1 + abs(hashtext(t.nominee)) % cardinality(q.choices)]
                       when 'date' then coalesce(t.member_since, date '2012-05-01')::text
                       when 'number' then least(coalesce(q.most, 21), 12 + abs(hashtext(t.nominee)) % 20)::text
                       when 'attestation' then 'yes'
                       when 'text' then case when q.name in ('institution', 'school') then t.institution
                                             when q.name = 'position' then 'Staff, Department of Radiology, ' || t.institution
                                             else t.sentence end
                       else case when q.name = 'ties' then 'None.' when q.name = 'team' then ''
                                 when row_number() over (partition by t.nomination, q.kind order by q.rank) = 1 then t."case"
                                 else t.more end
           end as value, q.rank, t.state
      from told t join question q on q.form = t.form and q.kind <> 'document'
)
insert into answer (nomination, question, value)
select nomination, question, value from answered
 where value <> '' and (state <> 'draft' or rank <= 8)
returning question;

-- name: demo_documents_wanted () owner
-- The documents that the submitted ones have.
select n.id as nomination, q.id as question, q.label, p.name, p.institution, a.name as award, gen_random_uuid() as file
  from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
  join question q on q.form = c.form and q.kind = 'document' join person p on p.id = n.nominee
 where n.state <> 'draft' order by p.sort_name, q.rank;

-- name: demo_document_put (nomination uuid, question uuid, file uuid, name text, size number, hash text) owner
with kept as (
    insert into file (id, name, type, size, hash, owner)
    select $3, $4, 'application/pdf', $5, $6, nominator from nomination where id = $1 returning id
)
insert into document (nomination, question, file) select $1, $2, id from kept returning question;

-- name: demo_letters_put (rows text) owner
-- Two letters where two referees are named. While letters are taken the second is still being waited for.
with told as (
    select n.id as nomination, n.nominee_name, n.state as nomination_state, c.letters_until, c.closes_at, r.award,
           who.email, who.rank, p.name, r.sentence, r."case"
      from jsonb_to_recordset($1::jsonb) as r (award text, nominee text, sentence text, "case" text, referee text,
                                               second_referee text)
      join award a on a.slug = r.award join account m on m.email_folded = r.nominee
      join nomination n on n.nominee = m.person join cycle c on c.id = n.cycle and c.award = a.id
      cross join lateral (values (1, r.referee), (2, r.second_referee)) as who (rank, email)
      join account k on k.email_folded = who.email join person p on p.id = k.person
), put as (
    insert into letter (nomination, referee_name, referee_email, email_folded, note, state, requested_at, opened_at, answered_at)
    select nomination, name, email, email, 'It would mean much to me if you could write for ' || nominee_name || '.',
           state, closes_at - interval '20 days',
           case when state <> 'requested' then closes_at - interval '18 days' end,
           case when state = 'received' then least(closes_at, clock_now()) - interval '1 day' end
      from (select *, case when letters_until > clock_now() and rank = 2 then 'requested'
                           when letters_until > clock_now() and closes_at > clock_now() then 'opened'
                           else 'received' end as state from told) as told
    returning id, nomination, state, email_folded
)
insert into letter_content (letter, name, relationship, text)
select put.id, t.name, 'We have worked in the same field for many years, never in the same house.',
       'I am glad to write for ' || t.nominee_name || E'.\n\n' || t.sentence || E'\n\n'
       || case t.rank when 1 then t."case" else 'I have seen this work with my own eyes, and I have used it.' end
       || E'\n\nThere are people whose work one can count, and people whose work one meets everywhere without knowing whose it '
       || 'is. I know few who are both. I support this nomination without reserve.'
  from put join told t on t.nomination = put.nomination and t.email = put.email_folded
 where put.state = 'received'
returning letter;

-- name: demo_versions_wanted () owner
select id, submitted_at from nomination where state <> 'draft' order by id;

-- name: demo_version_put (nomination uuid, contents text, hash text) owner
insert into nomination_version (nomination, number, reason, made_at, contents, hash)
select id, 1, 'submitted', submitted_at, $2::jsonb, $3 from nomination where id = $1 returning number;

-- name: demo_declarations_put (award text) owner
-- The committee has said with whom it is in conflict, all but the deputy where judging is still open; where it has closed,
-- so have staff and board. Who treats patients with one of the nominees has said so.
with judging as (
    select c.id, r.closes_at > clock_now() as is_open
      from cycle c join award a on a.id = c.award join round r on r.cycle = c.id
     where a.slug = $1 order by c.year limit 1
), declared as (
    insert into declaration (nomination, person, made_at)
    select n.id, who.person, n.submitted_at + interval '12 days'
      from judging j join nomination n on n.cycle = j.id join cycle c on c.id = j.id join award a on a.id = c.award
      cross join lateral (
          select s.person from seat s
           where s.award = a.id and is_now(s.since, s.until) and not (j.is_open and s.role = 'deputy')
          union
          select o.person from office o
           where o.organization = a.organization and o.role in ('staff', 'board') and is_now(o.since, o.until)
             and not j.is_open) who
     where n.state in ('eligible', 'announced', 'not_chosen')
    returning nomination, person
)
insert into conflict (nomination, person, kind, evidence, made_at)
select d.nomination, d.person, 'institution', 'We work in the same department.', clock_now()
  from declared d join account k on k.person = d.person join nomination n on n.id = d.nomination
  join account m on m.person = n.nominee
 where k.email_folded = 'reviewer4@demo.test' and m.email_folded = 'bao.trinhvan@demo.test'
returning id;

-- name: demo_assignments_put (award text) owner
-- Three reviewers for each nomination, of those who may. While judging is open each of them has sent in some reviews,
-- begun another, and not looked at the rest.
with pairs as (
    select r.id as round, n.id as nomination, d.person as reviewer, n.nominee_name,
           row_number() over (partition by n.id order by hashtext(n.nominee_name || k.email_folded)) as place
      from cycle c join award a on a.id = c.award join round r on r.cycle = c.id join nomination n on n.cycle = c.id
      join declaration d on d.nomination = n.id join account k on k.person = d.person
     where a.slug = $1 and n.state in ('eligible', 'announced', 'not_chosen') and d.person = any (acts_in(c.id, 'seat'))
       and n.id <> all (conflicts_of(d.person))
)
insert into assignment (round, nomination, reviewer, made_by)
select p.round, p.nomination, p.reviewer, (select s.person from seat s join award a on a.id = s.award
                                            where a.slug = $1 and s.role = 'chair' limit 1)
  from pairs p where p.place <= 3
returning id;

-- name: demo_marks_put (award text) owner
-- What they wrote. A comment is one of a few.
with judged as (
    select s.id, s.reviewer, k.email_folded as email, r.rubric, n.nominee_name, r.closes_at,
           case when r.closes_at <= clock_now() then 'submitted'
                else (array['submitted', 'draft', 'not_started'])
                     [1 + (row_number() over (partition by s.reviewer order by n.nominee_name) - 1) % 3] end as state
      from assignment s join round r on r.id = s.round join nomination n on n.id = s.nomination
      join cycle c on c.id = r.cycle join award a on a.id = c.award join account k on k.person = s.reviewer
     where a.slug = $1
), marked as (
    insert into mark (assignment, criterion, score, comment)
    select j.id, q.id,
           case when q.kind <> 'comment'
                then b.least + (abs(hashtext(j.nominee_name)) % 3) + abs(hashtext(j.nominee_name || j.email || q.name)) % 3 end,
           case when q.kind = 'comment'
                then (array['Strong where it says what was done, and honest where it says what was not.',
                            'The letters say more than the nomination does. I would have liked to read the numbers.',
                            'I read it twice. The second time I was convinced.',
                            'Good work, and perhaps a year too early.',
                            'Clear, modest, and used by all of us. We should have thought of this before.'])
                     [1 + abs(hashtext(j.nominee_name || j.email)) % 5] else '' end
      from judged j join rubric b on b.id = j.rubric join criterion q on q.rubric = b.id
     where j.state = 'submitted' or j.state = 'draft' and q.kind = 'score'
    returning assignment
)
update assignment s set state = j.state,
       submitted_at = case when j.state = 'submitted' then least(j.closes_at, clock_now()) - interval '2 days' end
  from judged j where j.id = s.id and exists (select from marked m where m.assignment = s.id)
returning s.id;

-- name: demo_decision_put (award text, rows text, announces_in number) owner
-- What the committee proposed and the board ratified, with the instant of the announcement, so many days from now at noon.
with its as (
    select c.id, a.organization, a.slug, r.closes_at,
           (date_trunc('day', clock_now() at time zone o.zone) + make_interval(days => $3::integer, hours => 12))
               at time zone o.zone as announces_at
      from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
      join round r on r.cycle = c.id
     where a.slug = $1 order by c.year limit 1
), decided as (
    insert into decision (cycle, state, proposed_by, proposed_at, ratified_by, ratified_at, announces_at)
    select its.id, 'ratified', (select person from account where email_folded = 'chair@demo.test'),
           closes_at + interval '6 days', (select person from account where email_folded = 'board@demo.test'),
           closes_at + interval '13 days', announces_at from its
    returning cycle
), proposed as (
    insert into proposal (nomination, cycle, is_chosen, citation)
    select n.id, n.cycle, r.chosen <> '', r.chosen
      from jsonb_to_recordset($2::jsonb) as r (award text, nominee text, chosen text)
      join its on its.slug = r.award join account m on m.email_folded = r.nominee
      join nomination n on n.cycle = its.id and n.nominee = m.person
    returning nomination
)
insert into event (organization, act, subject) select its.organization, 'decision.ratified', decided.cycle from decided, its
returning subject;

-- name: demo_honorees (award text) owner
select p.nomination, n.nominee_name as name, p.citation, c.year
  from proposal p join nomination n on n.id = p.nomination join cycle c on c.id = p.cycle join award a on a.id = c.award
 where a.slug = $1 and p.is_chosen;

-- name: demo_acts_as (email text) owner
-- From here on it is this person who acts; nobody, where the address is not known.
select set_config('laureate.person', coalesce((select person::text from account where email_folded = $1), ''), true);

-- name: demo_announced (award text) owner
select announcement_write(d.cycle, d.announces_at)
  from decision d join cycle c on c.id = d.cycle join award a on a.id = c.award where a.slug = $1;

-- name: demo_announcements_come () owner
select announcements_come() as come;

-- name: demo_nominations_finish () owner
insert into event (act) values ('demo.nominations_loaded');
