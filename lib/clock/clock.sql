-- The clock of a demo or test database. A real one refuses.

-- name: clock_move (instant text) app
-- From now on it is that instant; a clock that stood still stands still there.
select instant_text(case when frozen_at is null then clock_set($1::timestamptz - now(), null)
                         else clock_set(shift, $1::timestamptz) end) as now
  from clock;

-- name: clock_freeze () app
select instant_text(clock_set(shift, clock_now())) as now from clock;

-- name: clock_reset () app
-- Back to the real time.
select instant_text(clock_set(interval '0', null)) as now;
