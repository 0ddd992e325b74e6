-- The cycles in which somebody acts, for their desk.

-- name: cycles_mine () app
-- What is being judged first, then what takes nominations, then what is being prepared, then what is public. The phase is
-- told by dates and by what is public alone, so that it is the same for those who may not know the decision.
select c.id, a.name as award, c.year,
       array_to_string(array_remove(array[(select case s.role when 'member' then 'committee' else s.role end from seat s
                                            where s.award = c.award and s.person = me() and is_now(s.since, s.until) limit 1),
                                          case when c.id = any ((select my_cycles('board'))::uuid[]) then 'board' end,
                                          case when c.id = any ((select my_cycles('staff'))::uuid[]) then 'staff' end], null), ', ') as roles,
       c.id = any ((select my_cycles('seat'))::uuid[]) as is_seat,
       case p.rank when 1 then 'Being judged until ' || official_time(r.closes_at, o.zone, o.zone_name)
                   when 2 then case when r.closes_at is null then 'The call has closed' else 'Being decided' end
                   when 3 then 'Being checked' || coalesce('; judging opens ' || official_time(r.opens_at, o.zone, o.zone_name), '')
                   when 4 then 'Open for nominations until ' || official_time(c.closes_at, o.zone, o.zone_name)
                   when 5 then 'Opens ' || official_time(c.opens_at, o.zone, o.zone_name)
                   when 6 then 'Being prepared' else 'Announced' end as phase
  from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
  left join lateral (select * from round where cycle = c.id order by number desc limit 1) r on true
  cross join lateral (select case
           when announced_at(c.id) is not null then 7
           when c.published_at is null then 6 when c.opens_at > clock_now() then 5 when c.closes_at > clock_now() then 4
           when r.opens_at > clock_now() then 3 when r.closes_at > clock_now() then 1 else 2 end as rank) p
 where c.id = any ((select my_cycles('staff') || my_cycles('seat') || my_cycles('board'))::uuid[]) and c.form is not null
   and (c.id = any ((select my_cycles('staff'))::uuid[]) or c.published_at <= clock_now())
   and (p.rank < 7 or c.closes_at > clock_now() - interval '2 years')
 order by p.rank, r.closes_at, c.closes_at, a.name limit 40;
