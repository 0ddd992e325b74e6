-- People, the honors they received, and names that are probably one person's.

create table person (
    id        uuid primary key default gen_random_uuid(),
    name      text not null check (name <> ''),
    folded    text not null check (folded <> ''),
    sort_name text collate "C" not null check (sort_name <> ''),
    same_as   uuid references person check (same_as <> id)
);
comment on table person is
    'A person. Folded is the name as it is searched, sort_name as it is sorted. same_as names the person that '
    'staff say this is: that one has the page, and this one leads to it.';
create index person_folded on person (folded);
create index person_same_as on person (same_as) where same_as is not null;

create table honor (
    id           uuid primary key default gen_random_uuid(),
    award        uuid not null references award,
    year         smallint not null check (year between 1000 and 9999),
    person       uuid not null references person,
    name         text not null check (name <> ''),
    postnominals text not null default '',
    citation     text not null default '',
    search       text not null,
    source       text not null check (source in ('imported', 'decided')),
    published_at timestamptz check (isfinite(published_at)),
    changed_at   timestamptz not null default clock_now(),
    unique (award, year, person)
);
comment on table honor is
    'The public record: person, award, year, citation, with the name as it was printed that year. Visitors see it '
    'from published_at on. Search is name, postnominals, citation and year, folded as queries are.';
create index honor_person on honor (person);
create index honor_year on honor (year desc);
create index honor_published_at on honor (published_at);

create table likeness (
    one         uuid not null references person,
    other       uuid not null references person,
    reason      text not null,
    answer      text check (answer in ('same', 'different')),
    found_at    timestamptz not null default clock_now(),
    answered_at timestamptz,
    primary key (one, other),
    check (one < other),
    check ((answer is null) = (answered_at is null))
);
comment on table likeness is
    'Two people whose names are probably one person''s, why it looks so, and what staff answered.';
create index likeness_other on likeness (other);

create trigger honor_tells after insert or update or delete on honor
    for each statement execute function tell_public();
create trigger person_tells after update on person
    for each statement execute function tell_public();

create view published_honor with (security_barrier) as
select h.id, h.award, h.year, coalesce(p.same_as, p.id) as person, h.name, h.postnominals, h.citation, h.search,
       p.sort_name, h.published_at, greatest(h.published_at, h.changed_at) as changed_at
  from honor h join person p on p.id = h.person
 where h.published_at <= (select clock_now());
comment on view published_honor is
    'Honors, for visitors, from their instant on. Each leads to the person that staff say it belongs to.';

create view published_person with (security_barrier) as
select p.id, q.id as page
  from person p join person q on q.id = coalesce(p.same_as, p.id)
 where exists (select from honor h join person r on r.id = h.person
                where (r.id = q.id or r.same_as = q.id) and h.published_at <= (select clock_now()));
comment on view published_person is
    'Honorees, for visitors: nobody else is public. Page is the person whose page shows the honors.';

create function public_change_in() returns double precision
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    right_now constant timestamptz := clock_now();
begin
    if pg_is_in_recovery() then
        return 0;
    end if;
    if (select frozen_at is not null from clock) then
        return null;
    end if;
    return extract(epoch from least(
        (select min(opens_at) from cycle where opens_at > right_now),
        (select min(closes_at) from cycle where closes_at > right_now),
        (select min(published_at) from cycle where published_at > right_now),
        (select min(published_at) from honor where published_at > right_now),
        (select min((date_trunc('day', right_now at time zone o.zone) + interval '1 day') at time zone o.zone)
           from organization o)) - right_now);
end $$;
comment on function public_change_in() is
    'How many seconds from now what visitors see changes by itself: a call opens or closes, an honor is published, a '
    'day ends ("in 12 days"). Null when the clock stands still. 0 on a replica, which hears of changes late: what it '
    'shows is not to be kept. In PL/pgSQL because that keeps its plan.';

grant select on published_honor, published_person to {visitor};
grant execute on function public_change_in() to {visitor};
grant select, insert, update on person, honor, likeness to {app};
grant select on person, honor to {jobs};
