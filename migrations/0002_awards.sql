-- Organizations, the awards they own, and the cycles in which an award is conferred.

create table organization (
    id         uuid primary key default gen_random_uuid(),
    slug       text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name       text not null unique check (name <> ''),
    short_name text not null check (short_name <> ''),
    zone       text not null check (timestamptz 'epoch' at time zone zone is not null),
    zone_name  text not null check (zone_name <> ''),
    summary    text not null default '',
    rank       smallint not null default 0
);
comment on table organization is
    'The society, or its foundation. Its zone is the official one of its dates; zone_name is how people call it.';

create table award (
    id           uuid primary key default gen_random_uuid(),
    organization uuid not null references organization,
    slug         text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    name         text not null check (name <> ''),
    search       text not null,
    kind         text not null check (kind in ('medal', 'lecture', 'fellowship', 'travel', 'grant')),
    since        smallint check (since between 1000 and 9999),
    summary      text not null default '',
    purpose      text not null default '',
    eligibility  text not null default '',
    packet       text not null default '',
    judging      text not null default '',
    most_names   smallint check (most_names > 0),
    money        bigint check (money > 0),
    currency     text check (currency ~ '^[A-Z]{3}$'),
    has_call     boolean not null default true,
    rank         smallint not null default 0,
    unique (organization, name),
    check ((money is null) = (currency is null))
);
comment on table award is
    'A thing conferred again and again. Purpose, eligibility, packet and judging are Markdown for its page; '
    'money is the most that is paid, in minor units; has_call is false where nobody is put forward; search is the '
    'name, folded as queries are.';
create index award_organization on award (organization, rank);

create table cycle (
    id           uuid primary key default gen_random_uuid(),
    award        uuid not null references award,
    year         smallint not null check (year between 1000 and 9999),
    opens_at     timestamptz not null check (isfinite(opens_at)),
    closes_at    timestamptz not null check (isfinite(closes_at)),
    published_at timestamptz check (isfinite(published_at)),
    changed_at   timestamptz not null default clock_now(),
    unique (award, year),
    check (opens_at < closes_at)
);
comment on table cycle is
    'One year''s run of one award. Visitors see it from published_at on; null while it is being prepared.';
create index cycle_closes_at on cycle (closes_at);

create trigger organization_tells after insert or update or delete on organization
    for each statement execute function tell_public();
create trigger award_tells after insert or update or delete on award
    for each statement execute function tell_public();
create trigger cycle_tells after insert or update or delete on cycle
    for each statement execute function tell_public();

create function instant_text(instant timestamptz) returns text
language sql stable parallel safe
return to_char(instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');
comment on function instant_text(timestamptz) is 'An instant for machines: 2026-12-05T22:00:00Z.';

create function official_time(instant timestamptz, zone text, zone_name text) returns text
language sql stable parallel safe
return to_char(instant at time zone zone, 'FMDay, FMDD FMMonth YYYY, FMHH12:MI am') || ' ' || zone_name;
comment on function official_time(timestamptz, text, text) is
    'An instant in an organization''s own zone: Saturday, 5 December 2026, 5:00 pm Eastern Time. The script that '
    'adds a visitor''s own time knows this form.';

create function days_in_words(days integer) returns text
language sql immutable parallel safe
return case
    when days = 0 then 'today'
    when days = 1 then 'tomorrow'
    when days = -1 then 'yesterday'
    when days > 1 then 'in ' || days || ' days'
    else -days || ' days ago'
end;
comment on function days_in_words(integer) is 'How far off a day is: today, tomorrow, in 12 days, 3 days ago.';

-- What visitors may read. These views belong to the owner and are all that the visitor's role can see.

create view published_organization with (security_barrier) as
select id, slug, name, short_name, zone, zone_name, summary, rank
  from organization;
comment on view published_organization is 'Organizations, for visitors.';

create view published_award with (security_barrier) as
select a.id, a.organization, a.slug, a.name, a.search, a.kind,
       case a.kind when 'travel' then 'travel award' else a.kind end as kind_name,
       a.since, a.summary, a.purpose, a.eligibility, a.packet, a.judging, a.most_names, a.money, a.currency,
       a.has_call, a.rank
  from award a;
comment on view published_award is 'Awards, for visitors; kind_name is the kind in words.';

create view published_cycle with (security_barrier) as
select c.id, c.award, c.year, c.opens_at, c.closes_at, greatest(c.published_at, c.changed_at) as changed_at,
       clock.now < c.opens_at as is_coming,
       clock.now >= c.opens_at and clock.now < c.closes_at as is_open,
       clock.now >= c.closes_at as is_closed,
       official_time(c.opens_at, o.zone, o.zone_name) as opens_official,
       days_in_words(day.opens - day.today) as opens_in,
       official_time(c.closes_at, o.zone, o.zone_name) as closes_official,
       days_in_words(day.closes - day.today) as closes_in,
       greatest(1, least(99, 100 * (day.today - day.opens) / greatest(1, day.closes - day.opens))) as elapsed_percent
  from (select clock_now() as now) as clock
  cross join cycle c
  join award a on a.id = c.award
  join organization o on o.id = a.organization
  cross join lateral (select (clock.now at time zone o.zone)::date as today,
                             (c.opens_at at time zone o.zone)::date as opens,
                             (c.closes_at at time zone o.zone)::date as closes) as day
 where c.published_at <= clock.now;
comment on view published_cycle is
    'Cycles that are no longer being prepared, for visitors, with their dates as they are shown. elapsed_percent is how '
    'far a cycle has come between its opening and its close, by days.';

grant select on published_organization, published_award, published_cycle to {visitor};
grant execute on function instant_text(timestamptz), official_time(timestamptz, text, text), days_in_words(integer)
    to {app}, {visitor}, {jobs};
grant select, insert, update on organization, award, cycle to {app};
grant select on organization, award, cycle to {jobs};
