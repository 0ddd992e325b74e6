-- What staff and administrators do about people.

-- name: staff_or_administrator () app
-- One row for staff and for administrators. Nobody else finds the page that asks.
select true as may where am_administrator() or my_organizations('staff') <> '{}';

-- name: staff_member () app
-- One row for staff.
select true as may where my_organizations('staff') <> '{}';

-- name: people_newest () app
-- The newest accounts; waits: has no password yet.
select person, name, email, category, nullif(institution, '') as institution, waits from people_invited();

-- name: person_invited (name text, folded text, sort_name text, search text, email text, email_folded text) app
-- Mails an invitation to that address, and makes an account for it where there is none.
select person_invite($1, $2, $3, $4, $5, $6) as person;
