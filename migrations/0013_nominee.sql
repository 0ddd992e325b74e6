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
    delete from declaration where nomination = new.id; -- what was said of one name is not said of another
    insert into event (organization, act, subject) values (organization_of_nomination(new.id), 'nomination.corrected', new.id);
    return new;
end $$;
comment on function nominee_corrected() is
    'Name and address of a nominee who is not of the directory are put right by the nominator. Who has declared on that '
    'name already does so anew.';
create trigger nominee_corrected before update of nominee_name, nominee_email on nomination
    for each row execute function nominee_corrected();

grant update (nominee_name, nominee_email) on nomination to {app};
