-- Assignments, and the reviews that are written for them.

create table assignment (
    id           uuid primary key default gen_random_uuid(),
    round        uuid not null references round,
    nomination   uuid not null references nomination,
    reviewer     uuid not null references person,
    state        text not null default 'not_started' check (state in ('not_started', 'draft', 'submitted', 'recused')),
    made_at      timestamptz not null default clock_now(),
    made_by      uuid default me() references person,
    submitted_at timestamptz,
    unique (round, nomination, reviewer)
);
comment on table assignment is
    'Who is to judge what, and how far they are. Who finds a conflict is recused: the assignment stays on record, and '
    'what they wrote counts no more.';
create index assignment_nomination on assignment (nomination);
create index assignment_reviewer on assignment (reviewer);
create index assignment_made_by on assignment (made_by) where made_by is not null;

create table mark (
    assignment uuid not null references assignment,
    criterion  uuid not null references criterion,
    score      smallint,
    comment    text not null default '' check (length(comment) <= 20000),
    version    integer not null default 1,
    changed_at timestamptz not null default clock_now(),
    primary key (assignment, criterion)
);
comment on table mark is
    'A line of a review: the score or the comment that a reviewer gives by one criterion. It counts when the review is '
    'submitted. Version goes up by one with each change, and a change names the one it is made on.';
create index mark_criterion on mark (criterion);

-- Who reads what: reviewers their own; the chair, deputies and staff who is to judge what, and how far they are; the whole
-- committee the rest when the round has closed, so that nobody reads first and scores after. Of a nomination with which
-- somebody is in conflict they read nothing of this, ever, but what they wrote; nor, on the committee, of one of which they
-- have not said whether they are.

create function my_rounds(asked_role text) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    rounds uuid[] := kept_set('rounds_' || asked_role);
begin
    if rounds is null then
        rounds := keep_set('rounds_' || asked_role, array(select id from round where cycle = any (my_cycles(asked_role))));
    end if;
    return rounds;
end $$;
comment on function my_rounds(text) is 'The rounds of the cycles in which who asks acts in that role.';

create function closed_rounds() returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    return array(select id from round where closes_at <= clock_now());
end $$;
comment on function closed_rounds() is 'The rounds that have closed.';

--
-- PostgreSQL tries a table's policies from the last name of the alphabet to the first, and the first that lets a row through
-- is enough: what is one's own is named so that it comes before all that has to be looked up.

alter table assignment enable row level security;
create policy assignment_own on assignment for select to {app} using (reviewer = (select me()));
create policy assignment_of_staff on assignment for select to {app}
    using (round = any ((select my_rounds('staff'))::uuid[]) and nomination <> all ((select my_conflicts())::uuid[]));
create policy assignment_of_lead on assignment for select to {app}
    using (round = any ((select my_rounds('lead'))::uuid[]) and nomination = any ((select my_declarations())::uuid[])
           and nomination <> all ((select my_conflicts())::uuid[]));
create policy assignment_of_committee on assignment for select to {app}
    using (round = any ((select my_rounds('seat'))::uuid[]) and round = any ((select closed_rounds())::uuid[])
           and nomination = any ((select my_declarations())::uuid[]) and nomination <> all ((select my_conflicts())::uuid[]));
create policy assignment_made on assignment for insert to {app}
    with check (round = any ((select my_rounds('lead'))::uuid[]) and nomination <> all ((select my_conflicts())::uuid[]));
create policy assignment_undone on assignment for delete to {app}
    using (round = any ((select my_rounds('lead'))::uuid[]) and nomination = any ((select my_declarations())::uuid[])
           and nomination <> all ((select my_conflicts())::uuid[]));
create policy assignment_done on assignment for update to {app} using (reviewer = (select me()));

alter table mark enable row level security;
create policy mark_written on mark to {app}
    using (exists (select from assignment a where a.id = mark.assignment and a.reviewer = (select me())));
create policy mark_read on mark for select to {app}
    using (exists (select from assignment a join nomination n on n.id = a.nomination
                    where a.id = mark.assignment and a.state = 'submitted'
                      and a.round = any ((select closed_rounds())::uuid[])));

-- What may be done, and until when.

create function assignment_made() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its nomination;
    its_round round;
    its_reviewer text;
begin
    if me() is null then
        return new;
    end if;
    select * into its from nomination where id = new.nomination for share;
    select * into its_round from round where id = new.round;
    if its.id is null or its.cycle is distinct from its_round.cycle or its.cycle <> all (my_cycles('lead'))
       or not exists (select from declaration where nomination = its.id and person = me())
       or its.id = any (my_conflicts()) then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    select name into its_reviewer from person where id = new.reviewer;
    if its_round.closes_at <= clock_now() then
        raise exception using errcode = 'LR403', message = 'Judging has closed.';
    end if;
    if its.state <> 'eligible' then
        raise exception using errcode = 'LR409', message = 'Only nominations that staff have found eligible are judged.';
    end if;
    if new.reviewer <> all (acts_in(its.cycle, 'seat')) then
        raise exception using errcode = 'LR422', column = new.nomination::text,
            message = format('%s has no seat on the committee.', coalesce(its_reviewer, 'This person'));
    end if;
    if not exists (select from declaration where nomination = new.nomination and person = new.reviewer) then
        raise exception using errcode = 'LR422', column = new.nomination::text,
            message = format('%s has not said yet whether they are in conflict with %s.', its_reviewer, its.nominee_name);
    end if;
    if new.nomination = any (conflicts_of(new.reviewer)) then
        raise exception using errcode = 'LR422', column = new.nomination::text,
            message = format('%s is in conflict with %s.', its_reviewer, its.nominee_name);
    end if;
    new.state := 'not_started';
    return new;
end $$;
comment on function assignment_made() is
    'The chair or a deputy, who are not in conflict themselves, assign what is eligible to members of the committee who '
    'have declared their conflicts. The form field that is named is the nomination''s id, which its row on the page has.';
create trigger assignment_made before insert on assignment for each row execute function assignment_made();

create function assignment_undone() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is not null and (old.state <> 'not_started' or exists (select from mark where assignment = old.id)) then
        raise exception using errcode = 'LR409', message = 'This review has been begun. It stays assigned.';
    end if;
    if me() is not null and old.round = any (closed_rounds()) then
        raise exception using errcode = 'LR403', message = 'Judging has closed.';
    end if;
    return old;
end $$;
comment on function assignment_undone() is 'What nobody has begun may be taken from a reviewer again, until judging closes.';
create trigger assignment_undone before delete on assignment for each row execute function assignment_undone();

create function reviewers_of(asked_cycle uuid)
returns table (nomination uuid, reviewer uuid, has_declared boolean, is_conflicted boolean)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
    with seated as materialized (
        select person, conflicts_of(person) as conflicts from unnest(acts_in(asked_cycle, 'seat')) as person
    )
    select n.id, s.person, d.nomination is not null, n.id = any (s.conflicts)
      from nomination n cross join seated s
      left join declaration d on d.nomination = n.id and d.person = s.person
     where n.cycle = asked_cycle and asked_cycle = any ((select my_cycles('lead'))::uuid[])
       and n.state in ('eligible', 'proposed', 'ratified', 'announced', 'not_chosen')
       and n.id = any ((select my_declarations())::uuid[]) and n.id <> all ((select my_conflicts())::uuid[]);
end;
comment on function reviewers_of(uuid) is
    'For the chair and deputies, who assign: which members of the committee have said whether they are in conflict with a '
    'nomination, and which are; of the nominations that who asks may read as such.';

create function reviewers_tell(asked_round uuid) returns void
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    insert into outbox (organization, cycle, template, to_name, to_address, facts)
    select w.organization, c.id, 'committees/assigned', p.name, k.email,
           jsonb_build_object('award', w.name, 'year', c.year, 'count', made.count, 'is_one', made.count = 1,
                              'opens', case when r.opens_at > clock_now()
                                            then official_time(r.opens_at, o.zone, o.zone_name) end,
                              'closes', official_time(r.closes_at, o.zone, o.zone_name))
      from (select a.reviewer, count(*) from assignment a
             where a.round = asked_round and a.xmin = pg_current_xact_id()::xid and a.state = 'not_started'
             group by a.reviewer) made
      join round r on r.id = asked_round join cycle c on c.id = r.cycle join award w on w.id = c.award
      join organization o on o.id = w.organization join person p on p.id = made.reviewer
      join account k on k.person = p.id and k.ended_at is null
     where c.id = any (my_cycles('lead')) and p.id <> me();
end $$;
comment on function reviewers_tell(uuid) is
    'Mails each reviewer how many reviews the chair or a deputy has assigned to them in this transaction, without any '
    'name in it. Whoever may not know the cycle''s decision does not read the mail: its number is one of hidden things too.';

create function refuse_review(of_assignment assignment) returns void
language plpgsql stable security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its_round round;
begin
    select * into its_round from round where id = of_assignment.round;
    if of_assignment.reviewer is distinct from me() then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    if me() <> all (acts_in(its_round.cycle, 'seat')) then
        raise exception using errcode = 'LR403', message = 'You no longer have a seat on this committee.';
    end if;
    if of_assignment.nomination = any (my_conflicts()) then
        raise exception using errcode = 'LR403', message = 'You are in conflict with this nominee, so you do not review.';
    end if;
    if its_round.opens_at > clock_now() then
        raise exception using errcode = 'LR403', message = 'Judging has not opened yet.';
    end if;
    if its_round.closes_at <= clock_now() then
        raise exception using errcode = 'LR403', message = 'Judging has closed. Reviews can no longer be changed.';
    end if;
end $$;
comment on function refuse_review(assignment) is 'Refuses what somebody writes who may not review, or outside of the time for it.';

create function assignment_done() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
    if me() is null or new.state = 'recused' and old.nomination = any (conflicts_of(old.reviewer)) then
        return new;
    end if;
    perform refuse_review(old);
    if (old.state, new.state) not in (('not_started', 'draft'), ('not_started', 'submitted'), ('draft', 'submitted'),
                                      ('submitted', 'draft'), ('recused', 'draft')) then
        raise exception using errcode = 'LR409', message = 'The review is not in a state in which this can be done.';
    end if;
    if new.state = 'submitted' then
        if exists (select from round r join criterion c on c.rubric = r.rubric and c.is_required
                     left join mark m on m.criterion = c.id and m.assignment = old.id
                    where r.id = old.round
                      and case when c.kind = 'comment' then coalesce(m.comment, '') !~ '\S' else m.score is null end) then
            raise exception using errcode = 'LR422', message = 'Something is still missing in this review.';
        end if;
        new.submitted_at := clock_now();
    end if;
    return new;
end $$;
comment on function assignment_done() is
    'A review is submitted when it is whole, and reopened, while judging is open. Who is in conflict steps back; whose '
    'conflict was dismissed may take the review up again.';
create trigger assignment_done before update on assignment for each row execute function assignment_done();

create function mark_changed() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    its assignment;
    its_criterion record;
begin
    if me() is null then
        return new;
    end if;
    select * into its from assignment where id = new.assignment for update;
    perform refuse_review(its);
    if its.state not in ('not_started', 'draft') then
        raise exception using errcode = 'LR409', message = case its.state
            when 'recused' then 'You stepped back from this review. Take it up again first, then write it.'
            else 'This review has been submitted. Reopen it first, then change it.' end;
    end if;
    select c.kind, b.least, b.most into its_criterion
      from round r join rubric b on b.id = r.rubric join criterion c on c.rubric = b.id
     where r.id = its.round and c.id = new.criterion;
    if not found then
        raise exception using errcode = 'LR404', message = 'There is no such criterion.';
    end if;
    if its_criterion.kind = 'comment' and new.score is not null or its_criterion.kind <> 'comment' and new.comment <> ''
       or new.score not between its_criterion.least and its_criterion.most then
        raise exception using errcode = 'LR422', column = 'score',
            message = format('Give a whole number from %s to %s.', its_criterion.least, its_criterion.most);
    end if;
    if its.state = 'not_started' then
        update assignment set state = 'draft' where id = its.id;
    end if;
    return new;
end $$;
comment on function mark_changed() is 'A review is written by its reviewer, before it is submitted, while judging is open.';
create trigger mark_changed before insert or update on mark for each row execute function mark_changed();

grant select, insert (id, round, nomination, reviewer), delete, update (state) on assignment to {app};
grant select, insert (assignment, criterion, score, comment), update (score, comment, version, changed_at) on mark to {app};
grant execute on function my_rounds(text), closed_rounds(), reviewers_of(uuid), reviewers_tell(uuid) to {app};
