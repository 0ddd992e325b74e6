-- The demo's people.

-- name: demo_people_finish () owner
-- The demo's people have been loaded whole.
insert into event (act) values ('demo.people_loaded');

-- name: demo_accounts (emails text) owner
-- The accounts with these addresses, folded, with commas between.
select person, password_hash from account where email_folded = any (string_to_array($1, ',')) order by email_folded;

-- name: demo_password (person uuid, password_hash text) owner
select password_put($1, $2);
