-- Functions that statements and policies ask again and again, in plpgsql, which plans what they ask once a session. In SQL
-- each of them was planned anew in every statement, where it is not taken into the statement's own plan.

create or replace function clock_now() returns timestamptz
language plpgsql stable parallel safe as $$
begin
    return (select coalesce(frozen_at, now() + shift_microseconds * interval '1 microsecond') from public.clock);
end $$;

create or replace function is_now(since timestamptz, until timestamptz) returns boolean
language plpgsql stable parallel safe as $$
declare
    right_now constant timestamptz := public.clock_now();
begin
    return since <= right_now and (until is null or until > right_now);
end $$;

create or replace function my_organizations(wanted text) returns uuid[]
language plpgsql stable parallel safe as $$
begin
    return array(select organization from public.office
                  where person = public.me() and role = wanted and public.is_now(since, until));
end $$;

create or replace function am_administrator() returns boolean
language plpgsql stable parallel safe as $$
begin
    return exists (select from public.office
                    where person = public.me() and role = 'administrator' and public.is_now(since, until));
end $$;

create or replace function my_awards() returns uuid[]
language plpgsql stable parallel safe as $$
begin
    return array(select id from public.award where organization = any (public.my_organizations('staff')));
end $$;

create or replace function days_in_words(days integer) returns text
language plpgsql immutable parallel safe as $$
begin
    return case when days = 0 then 'today' when days = 1 then 'tomorrow' when days = -1 then 'yesterday'
                when days > 1 then 'in ' || days || ' days' else -days || ' days ago' end;
end $$;
