-- Signing in and out, passwords, accounts.

-- name: enter_person (session_hash text) app
-- The first statement of everything that a person asks: one row that says who it is, or LR401.
select person, name, session, is_staff, is_administrator, is_seen_late from enter($1);

-- name: sign_in_tried (email_folded text, pair_key text, account_key text, address_key text) app
-- Counts a try, and gives the password's hash: one row also when nobody has that address.
select person, password_hash from sign_in_begin($1, $2, $3, $4);

-- name: session_began (person uuid, token_hash text, old_hash text, pair_key text, address_key text, browser text) app
select session_begin($1, $2, $3, $4, $5, $6) as session;

-- name: session_ended (token_hash text) app
select session_end($1);

-- name: sessions_seen (hashes text) jobs
-- These sessions were used: hashes of their tokens, with commas between.
select session_seen($1);

-- name: account_mine () app
-- The account of who is asking, for its page.
select p.name, p.category, p.institution, to_char(p.member_since, 'FMMonth YYYY') as member_since, a.email,
       to_char(a.password_set_at, 'FMDD FMMonth YYYY') as password_set
  from my_account() a join person p on p.id = me();

-- name: account_password () app
-- Counts a try to change the password of who is asking, and gives what the present one is held against.
select email, password_hash from my_password_tried();

-- name: account_sessions (session_hash text) app
-- Where who is asking is signed in, newest use first.
select s.id, s.browser, to_char(s.began_at at time zone 'UTC', 'FMDD FMMonth YYYY') as began,
       days_in_words((s.seen_at at time zone 'UTC')::date - (clock_now() at time zone 'UTC')::date) as seen,
       s.id = (select session from enter($1)) as is_this
  from my_sessions() s;

-- name: sessions_stopped (one uuid, kept uuid) app
-- Ends that session of who is asking, or all where it is null, but for `kept`.
select my_sessions_end($1, $2) as ended;

-- name: password_changed (password_hash text, kept uuid) app
select my_password_set($1, $2);

-- name: password_rehashed (password_hash text) app
-- The same password under the parameters of today.
select my_password_rehash($1);

-- name: password_reset_asked (email_folded text, account_key text, address_key text) app
-- Mails a link to whoever has that address, and says nothing about it.
select password_forgotten($1, $2, $3);

-- name: password_link_found (token_hash text) app
-- Whose password the link sets; no row when it is used, over or unknown.
select name, email, is_first from password_link($1);

-- name: password_by_link (token_hash text, password_hash text) app
select password_link_use($1, $2) as person;
