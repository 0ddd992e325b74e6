-- The outbox: mail on its way, and what staff see and decide of it.

-- name: mail_taken () jobs
-- Begins to send the next mail that is due, unless another instance is at it. No row when there is none. Ends is until
-- when its link is good, for people; now is the instant at which it is written. Over is one whose link would be good for
-- nothing: its date has passed, or the letter is no longer asked for at that address.
with taken as (
    update outbox set state = 'sending', tries = tries + 1
     where id = (select id from outbox where state = 'waiting' and send_after <= (select clock_now())
                  order by send_after, id limit 1 for update skip locked)
    returning id, organization, template, facts, to_name, to_address, link_purpose, link_letter, link_ends_at, tries,
              message_id
)
select t.id, t.template, t.facts, t.to_name, t.to_address, t.tries, t.message_id, t.link_purpose,
       t.link_ends_at <= clock_now()
           or (t.link_letter is not null
               and not exists (select from letter l where l.id = t.link_letter and l.referee_email = t.to_address
                                  and l.state in ('requested', 'opened'))) as is_over, coalesce(o.name, 'Laureate') as sender,
       official_time(t.link_ends_at, coalesce(o.zone, house.zone), coalesce(o.zone_name, house.zone_name)) as ends,
       instant_text(clock_now()) as now
  from taken t
  left join organization o on o.id = t.organization
 cross join (select case when count(distinct zone) = 1 then min(zone) else 'UTC' end as zone,
                    case when count(distinct zone) = 1 then min(zone_name) else 'UTC' end as zone_name
               from organization) as house;

-- name: mail_link_made (mail uuid, token_hash text) jobs
-- The link that the mail carries.
insert into link (token_hash, purpose, person, letter, ends_at)
select $2, link_purpose, link_person, link_letter, link_ends_at from outbox where id = $1;

-- name: mail_held_on_to (mail uuid) jobs
-- For as long as this connection lasts, or until mail_let_go, the mail is known to be in good hands.
select pg_advisory_lock(hashtextextended('laureate mail ' || $1::uuid, 0));

-- name: mail_let_go () jobs
select pg_advisory_unlock_all();

-- name: mail_put_into_mailbox (mail uuid, message text) jobs
insert into mailbox (outbox, message) values ($1, $2);

-- name: mail_told (mail uuid, tries number, state text, said text, minutes number) jobs
-- What became of that try. One that waits again is due in so many minutes.
with told as (
    update outbox
       set state = $3, said = $4, sent_at = case when $3 = 'sent' then clock_now() end,
           send_after = case when $3 = 'waiting' then clock_now() + $5 * interval '1 minute' else send_after end
     where id = $1 and tries = $2 and state in ('sending', 'unsure')
    returning id, organization, state
)
insert into event (organization, act, subject)
select organization, 'mail.' || state, id from told where state <> 'waiting' returning subject;

-- name: mails_left (said text) jobs
-- Mail that was being sent by a program that has ended, or has lost the database: it may have left or not. A row each.
with being_sent as materialized (
    select id from outbox where state = 'sending' for update skip locked
), left_over as (
    update outbox set state = 'unsure', said = $1
     where id in (select id from being_sent
                   where pg_try_advisory_xact_lock(hashtextextended('laureate mail ' || id, 0)))
    returning id, organization
)
insert into event (organization, act, subject) select organization, 'mail.unsure', id from left_over returning subject;

-- name: outbox_counted () jobs
-- How many mails wait, are being sent, or need a decision. Anybody reads these numbers, so a mail whose first instant has
-- not come is not among them: they would tell that something will be announced.
select count(*) filter (where state = 'waiting' and (tries > 0 or send_after <= clock_now())) as waiting, count(*) filter (where state = 'sending') as sending,
       (select count(*) from outbox where state = 'refused') as refused,
       (select count(*) from outbox where state = 'unsure') as unsure,
       (select count(*) from outbox where state = 'held' and send_after <= clock_now()) as held
  from outbox where state in ('waiting', 'sending');

-- name: mails_shown (before uuid, most number) app
-- The outbox, newest first, behind that mail where one is given.
select m.id, m.template, m.facts, m.to_name, m.to_address, m.state, coalesce(o.name, 'Laureate') as sender,
       official_time(m.made_at, coalesce(o.zone, 'UTC'), coalesce(o.zone_name, 'UTC')) as made,
       official_time(m.link_ends_at, coalesce(o.zone, 'UTC'), coalesce(o.zone_name, 'UTC')) as ends
  from outbox m
  left join organization o on o.id = m.organization
 where $1::uuid is null
    or (m.made_at <= (select made_at from outbox where id = $1)
        and (m.made_at, m.id) < (select made_at, id from outbox where id = $1))
 order by m.made_at desc, m.id desc
 limit $2;

-- name: mail_shown (mail uuid) app
-- One mail, with its bytes where it lies in the mailbox of a demo or test.
select m.id, m.template, m.facts, m.to_name, m.to_address, m.state, m.tries, nullif(m.said, '') as said,
       m.link_purpose, coalesce(o.name, 'Laureate') as sender, b.message,
       m.state in ('unsure', 'refused', 'held')
           and (m.organization = any ((select my_organizations('staff'))::uuid[])
                or (m.organization is null and my_organizations('staff') <> '{}')) as can_decide,
       m.state = 'unsure' as is_unsure, m.state = 'held' as is_held,
       official_time(m.made_at, coalesce(o.zone, 'UTC'), coalesce(o.zone_name, 'UTC')) as made,
       official_time(m.sent_at, coalesce(o.zone, 'UTC'), coalesce(o.zone_name, 'UTC')) as sent,
       official_time(m.link_ends_at, coalesce(o.zone, 'UTC'), coalesce(o.zone_name, 'UTC')) as ends
  from outbox m
  left join organization o on o.id = m.organization
  left join mailbox b on b.outbox = m.id
 where m.id = $1;

-- name: mail_decided (mail uuid, state text) app
-- Staff say of a mail that was not sent for sure: it waits once more, or is dropped. No row when there is nothing to
-- decide, or not by them. What is not due before an announcement still waits for it.
with decided as (
    update outbox set state = $2, send_after = greatest(send_after, clock_now())
     where id = $1 and state in ('unsure', 'refused', 'held') and $2 in ('waiting', 'dropped')
    returning id, organization, state
)
insert into event (organization, act, subject)
select organization, case state when 'waiting' then 'mail.sent_again' else 'mail.dropped' end, id from decided
returning subject;

-- name: mails_held () app
-- How many mails are held, since a backup was restored, that staff may decide about; no row when there are none.
select count(*) as mails, count(*) = 1 as is_one
  from outbox
 where state = 'held'
   and (organization = any ((select my_organizations('staff'))::uuid[])
        or (organization is null and my_organizations('staff') <> '{}'))
having count(*) > 0;

-- name: mails_held_decided (state text) app
-- Staff say it of all of these at once. A row each.
with decided as (
    update outbox set state = $1, send_after = greatest(send_after, clock_now())
     where state = 'held' and $1 in ('waiting', 'dropped')
    returning id, organization, state
)
insert into event (organization, act, subject)
select organization, case state when 'waiting' then 'mail.sent_again' else 'mail.dropped' end, id from decided
returning subject;
