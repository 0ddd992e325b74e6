-- The clock of a demo or test database. A real one refuses.

-- name: clock_move (instant text) app
-- From now on it is that instant; a clock that stood still stands still there.
select instant_text(case when frozen_at is null
                         then clock_set((extract(epoch from $1::timestamptz - now()) * 1000000)::bigint, null)
                         else clock_set(shift_microseconds, $1::timestamptz) end) as now
  from clock;

-- name: clock_freeze () app
select instant_text(clock_set(shift_microseconds, clock_now())) as now from clock;

-- name: clock_reset () app
-- Back to the real time.
select instant_text(clock_set(0, null)) as now;
