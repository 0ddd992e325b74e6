-- A nominee who is known by name and address alone: both can be put right, as long as the nomination can be changed.

create function nominee_corrected() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    whose constant uuid := person_with_email(lower(new.nominee_email));
    sentence text;
begin
    if me() is null or (new.nominee_name, new.nominee_email) is not distinct from (old.nominee_name, old.nominee_email) then
        return new;
    end if;
    if me() <> old.nominator or old.nominee is not null then
        raise exception using errcode = 'LR404', message = 'There is no such page.';
    end if;
    perform refuse_late(old);
    if old.state not in ('draft', 'returned') or new.state <> old.state then
        raise exception using errcode = 'LR409',
            message = 'This nomination has been submitted. Take it back first, then change it.';
    end if;
    if is_one_person(whose, new.nominator) then
        raise exception using errcode = 'LR422', column = 'email',
            message = 'This is your own address, and you cannot nominate yourself.';
    end if;
    if exists (select from letter l where l.nomination = new.id and l.state not in ('cancelled', 'declined')
                  and (l.email_folded = lower(new.nominee_email) or is_one_person(whose, person_with_email(l.email_folded)))) then
        raise exception using errcode = 'LR422', column = 'email',
            message = 'This is the address of somebody whom you have asked for a letter.';
    end if;
    sentence := exclusion_of((select award from cycle where id = new.cycle), whose);
    if sentence is not null then
        raise exception using errcode = 'LR422', column = 'email', message = sentence;
    end if;
    return new;
end $$;
comment on function nominee_corrected() is
    'Name and address of a nominee who is not of the directory are put right by the nominator.';
create trigger nominee_corrected before update of nominee_name, nominee_email on nomination
    for each row execute function nominee_corrected();

create function nominee_is_another() returns trigger
language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
    supporter uuid;
begin
    delete from declaration where nomination = new.id;
    for supporter in
        select new.nominator
        union
        select a.person from letter l join account a on a.email_folded = l.email_folded
         where l.nomination = new.id and l.state in ('opened', 'received')
    loop
        perform recuse(supporter, array(select id from nomination
                                         where cycle = new.cycle and id = any (conflicts_of(supporter))));
    end loop;
    if me() is not null then
        insert into event (organization, act, subject)
        values (organization_of_nomination(new.id), 'nomination.corrected', new.id);
    end if;
    return new;
end $$;
comment on function nominee_is_another() is
    'What was declared of one name is not said of another, so all declare anew; and who supports the nominee judges no '
    'other nomination of the same.';
create trigger nominee_is_another after update of nominee_name, nominee_email on nomination for each row
    when ((new.nominee_name, new.nominee_email) is distinct from (old.nominee_name, old.nominee_email))
    execute function nominee_is_another();

grant update (nominee_name, nominee_email) on nomination to {app};
