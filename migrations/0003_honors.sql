-- People, the honors they received, and names that are probably one person.

create table person (
    id        uuid primary key default gen_random_uuid(),
    name      text not null check (name <> ''),
    folded    text not null check (folded <> ''),
    sort_name text not null check (sort_name <> ''),
    same_as   uuid references person check (same_as <> id)
);
comment on table person is
    'A person. Folded is the name as it is searched, sort_name as it is sorted. same_as names the person that '
    'staff say this is: that one has the page, and this one leads to it.';
create index person_folded on person (folded) where same_as is null;
create index person_same_as on person (same_as) where same_as is not null;

create table honor (
    id           uuid primary key default gen_random_uuid(),
    award        uuid not null references award,
    year         smallint not null check (year between 1900 and 2200),
    person       uuid not null references person,
    name         text not null check (name <> ''),
    postnominals text not null default '',
    citation     text not null default '',
    search       text not null,
    source       text not null check (source in ('imported', 'decided')),
    published_at timestamptz,
    unique (award, year, person)
);
comment on table honor is
    'The public record: person, award, year, citation, with the name as it was printed that year. Visitors see it '
    'from published_at on. Search is name, award, citation and year, folded as queries are.';
create index honor_person on honor (person);
create index honor_year on honor (year desc);
create index honor_published_at on honor (published_at);
create index honor_search on honor using gin (search gin_trgm_ops);

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

-- An honor leads to the person that staff say it belongs to.
create view published_honor with (security_barrier) as
select h.id, h.award, h.year, coalesce(p.same_as, p.id) as person, h.name, h.postnominals, h.citation, h.search,
       p.sort_name, h.published_at
  from honor h join person p on p.id = h.person
 where h.published_at <= clock_now();

-- Only honorees: nobody else's name is public. `page` is the person whose page shows the honors.
create view published_person with (security_barrier) as
select p.id, q.id as page, q.name
  from person p join person q on q.id = coalesce(p.same_as, p.id)
 where exists (select from honor h join person r on r.id = h.person
                where coalesce(r.same_as, r.id) = q.id and h.published_at <= clock_now());

-- How many seconds from now what visitors see changes by itself: a call opens or closes, an honor is published,
-- a day ends ("in 12 days"). Null when the clock stands still. (PL/pgSQL, because it keeps its plan.)
create function public_change_in() returns double precision
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    right_now constant timestamptz := clock_now();
begin
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
revoke execute on function public_change_in() from public;

grant select on published_honor, published_person to {visitor};
grant execute on function public_change_in() to {visitor};
grant select, insert, update on person, honor, likeness to {app};
grant select on person, honor to {jobs};
