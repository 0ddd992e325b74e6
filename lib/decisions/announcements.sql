-- The announcement: its instant, how names are printed, what will be public and which mails leave. All of it is for staff
-- who are not in conflict with anybody of the cycle; the functions of the schema know no other.

-- name: announcement_page (cycle uuid) app
-- One row, or the page is "not found".
select c.id, a.name as award, a.slug, c.year, o.name as organization, o.short_name as organization_short, o.zone_name,
       d.state in ('ratified', 'announced') as is_ratified, d.announces_at <= clock_now() as is_announced,
       d.announces_at > clock_now() as is_set, d.is_of_nobody, instant_text(d.announces_at) as announces_at,
       to_char(d.announces_at at time zone o.zone, 'YYYY-MM-DD HH24:MI') as announces_local,
       official_time(d.announces_at, o.zone, o.zone_name) as announces_official,
       days_in_words((d.announces_at at time zone o.zone)::date - (clock_now() at time zone o.zone)::date) as announces_in
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join decision d on d.cycle = c.id
 where c.id = $1 and am_acting(c.id, 'staff') and c.id <> all (my_blind_cycles());

-- name: announcement_honorees (cycle uuid) app
-- Who was ratified, with the name as it will be printed.
select n.nomination as id, n.nominee, n.name, n.postnominals, n.citation, c.year, n.is_on_record,
       n.email is null as is_unreachable
  from announcement_names($1) n join cycle c on c.id = $1 order by n.sort_name, n.nomination;

-- name: announcement_mails_shown (cycle uuid) app
-- The mails as they will leave.
select m.template, m.facts, m.to_name, m.to_address, o.name as sender, null::text as ends,
       case m.template when 'announcements/honoree' then 'Honoree' else 'Nominator of ' || (m.facts ->> 'nominee') end
           || case when m.template in ('announcements/not_chosen', 'announcements/nobody') then ', not chosen' else '' end as role
  from announcement_mails($1) m join cycle c on c.id = $1 join award a on a.id = c.award
  join organization o on o.id = a.organization
 order by m.template = 'announcements/honoree' desc, m.template, m.to_name, m.nomination;

-- name: proposal_printed (nomination uuid, name text, postnominals text, folded text, sort_name text, search text) app
-- How a name is printed, with its forms for the directory and the public record.
update proposal set name = $2, postnominals = $3, folded = $4, sort_name = $5, search = $6
 where nomination = $1 and (name, postnominals, folded, sort_name, search) is distinct from ($2, $3, $4, $5, $6)
returning nomination;

-- name: announcement_put (cycle uuid, local text, stood text) app
-- Sets or moves the instant, which is given in the organization's own zone, upon what stood there when the page was shown.
select announcement_set(c.id, nullif($2, '')::timestamp at time zone o.zone, $3) as is_changed
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization where c.id = $1;

-- name: announcement_dropped (cycle uuid) app
select announcement_cancel($1) as is_changed;

-- name: preview_honorees (cycle uuid, most number) app
-- The award's honorees as its public page will list them.
with listed as (
    select h.year, h.name, h.postnominals, h.citation, h.person, p.sort_name, h.id
      from cycle c join honor h on h.award = c.award and h.published_at <= clock_now() join person p on p.id = h.person
     where c.id = $1
    union all
    select c.year, n.name, n.postnominals, n.citation, coalesce(n.person, n.nomination), n.sort_name, n.nomination
      from announcement_names($1) n join cycle c on c.id = $1 join decision d on d.cycle = c.id
     where not n.is_on_record and (d.announces_at <= clock_now()) is not true
)
select year, name, postnominals, citation, person, lag(year) over placed is distinct from year as begins_year
  from listed
window placed as (order by year desc, sort_name collate "C", id)
 order by year desc, sort_name collate "C", id
 limit $2;

-- name: preview_archive (cycle uuid) app
-- What the archive will have that it has not yet, in the columns of honors_archive.
select c.year, n.name, n.postnominals, n.citation, coalesce(n.person, n.nomination) as person, a.name as award, a.slug,
       o.short_name as organization_short,
       row_number() over placed = 1 as begins_year, row_number() over placed = count(*) over () as ends_year
  from announcement_names($1) n join cycle c on c.id = $1 join award a on a.id = c.award
  join organization o on o.id = a.organization
 where not n.is_on_record
window placed as (order by n.sort_name collate "C", n.nomination)
 order by n.sort_name collate "C", n.nomination;

-- name: announcements_due () jobs
-- What comes with the instant of an announcement, beside what is public by itself.
select announcements_come() as come;
