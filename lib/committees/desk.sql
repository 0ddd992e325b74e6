-- The cycles in which somebody acts, for their desk.

-- name: cycles_mine () app
-- What is being judged first, then what takes nominations, then what is being prepared, then what is public. The phase is
-- told by dates and by what is public alone, so that it is the same for those who may not know the decision.
with clock as materialized (
    select clock_now() as now, my_awards_as('staff') as staff, my_awards_as('board') as board, my_awards_as('seat') as seat,
           my_stand_ins() as stand_ins, my_current_cycles() as current
), mine as (
    select c.id, c.award, c.year, c.published_at, c.opens_at, c.closes_at, k.now, k.staff, k.board, k.seat,
           c.award = any (k.staff) or c.id = any (k.stand_ins) as is_staff
      from clock k join cycle c on c.id = any (k.current)
     where c.form is not null
), shown as (
    select m.*, r.opens_at as judging_opens_at, r.closes_at as judging_closes_at,
           case when m.published_at is null then 6 when m.opens_at > m.now then 5 when m.closes_at > m.now then 4
                when announced_at(m.id) is not null then 7 when r.opens_at > m.now then 3 when r.closes_at > m.now then 1
                else 2 end as rank
      from mine m left join lateral (select * from round where cycle = m.id order by number desc limit 1) r on true
     where (m.is_staff or m.published_at <= m.now)
)
select s.id, a.name as award, s.year,
       array_to_string(array_remove(array[(select case t.role when 'member' then 'committee' else t.role end from seat t
                                            where t.award = s.award and t.person = me() and is_now(t.since, t.until) limit 1),
                                          case when s.award = any (s.board) then 'board' end,
                                          case when s.is_staff then 'staff' end], null), ', ') as roles,
       s.award = any (s.seat) as is_seat,
       case s.rank when 1 then 'Being judged until ' || official_time(s.judging_closes_at, o.zone, o.zone_name)
                   when 2 then case when s.judging_closes_at is null then 'The call has closed' else 'Being decided' end
                   when 3 then 'Being checked'
                               || coalesce('; judging opens ' || official_time(s.judging_opens_at, o.zone, o.zone_name), '')
                   when 4 then 'Open for nominations until ' || official_time(s.closes_at, o.zone, o.zone_name)
                   when 5 then 'Opens ' || official_time(s.opens_at, o.zone, o.zone_name)
                   when 6 then 'Being prepared' else 'Announced' end as phase
  from shown s join award a on a.id = s.award join organization o on o.id = a.organization
 order by s.rank, s.judging_closes_at, s.closes_at, a.name limit 40;
