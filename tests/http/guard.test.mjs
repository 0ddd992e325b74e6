// The database is the last guard: what each of its roles may do, whatever the program does.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { honorees } from './csv.mjs';
import { openHouse } from './house.mjs';

let house;

before(async () => {
    house = await openHouse({ serve: false });
});
after(() => house.stop());

const VIEWS = {
    published_organization: 'security_barrier',
    published_award: 'security_barrier',
    published_cycle: 'security_barrier',
    published_honor: 'security_barrier',
    published_person: 'security_barrier',
};

// Tables that public pages may know whole: nothing in them is anybody's.
const OPEN_TABLES = ['clock', 'installation', 'migration'];

const POLICIES = [
    'answer|answer_added',
    'answer|answer_changed',
    'answer|answer_of_jobs',
    'answer|answer_read',
    'assignment|assignment_done',
    'assignment|assignment_made',
    'assignment|assignment_of_committee',
    'assignment|assignment_of_lead',
    'assignment|assignment_of_staff',
    'assignment|assignment_own',
    'assignment|assignment_undone',
    'award|award_changed',
    'award|award_known',
    'award|award_made',
    'conflict|conflict_read',
    'criterion|criterion_kept',
    'criterion|criterion_known',
    'cycle|cycle_changed',
    'cycle|cycle_known',
    'cycle|cycle_made',
    'decision|decision_begun',
    'decision|decision_made',
    'decision|decision_of_board',
    'decision|decision_of_committee',
    'decision|decision_of_staff',
    'declaration|declaration_read',
    'document|document_added',
    'document|document_changed',
    'document|document_of_jobs',
    'document|document_read',
    'document|document_removed',
    'event|event_added',
    'event|event_of_jobs',
    'event|event_of_this_work',
    'exclusion|exclusion_known',
    'exclusion|exclusion_made',
    'file|file_of_letter',
    'file|file_of_owner',
    'file|file_of_packet',
    'form|form_known',
    'form|form_made',
    'honor|honor_known',
    'honor|honor_of_jobs',
    'letter|letter_added',
    'letter|letter_answered',
    'letter|letter_changed',
    'letter|letter_of_jobs',
    'letter|letter_of_referee',
    'letter|letter_read',
    'letter_content|content_of_judges',
    'letter_content|content_of_referee',
    'likeness|likeness_answered',
    'likeness|likeness_changed',
    'likeness|likeness_read',
    'mailbox|mailbox_filled',
    'mailbox|mailbox_read',
    'mark|mark_read',
    'mark|mark_written',
    'nomination|nomination_of_board',
    'nomination|nomination_of_committee',
    'nomination|nomination_of_jobs',
    'nomination|nomination_of_nominator',
    'nomination|nomination_of_staff',
    'nomination|nomination_screened',
    'nomination_version|version_added',
    'nomination_version|version_read',
    'office|office_ended',
    'office|office_given',
    'office|office_known',
    'organization|organization_changed',
    'organization|organization_known',
    'organization|organization_made',
    'outbox|outbox_decided',
    'outbox|outbox_letter_written',
    'outbox|outbox_read',
    'outbox|outbox_sent',
    'outbox|outbox_written',
    'person|person_joined',
    'person|person_known',
    'person|person_of_jobs',
    'proposal|proposal_of_lead',
    'proposal|proposal_printed',
    'proposal|proposal_read',
    'question|question_kept',
    'question|question_known',
    'round|round_kept',
    'round|round_known',
    'rubric|rubric_changed',
    'rubric|rubric_known',
    'rubric|rubric_made',
    'seat|seat_ended',
    'seat|seat_given',
    'seat|seat_known',
    'stand_in|stand_in_ended',
    'stand_in|stand_in_known',
    'stand_in|stand_in_named',
];

// Functions that run with the owner's rights, and who may call them.
const DEFINERS = {
    'acts_in(uuid,text)': ['laureate_jobs'],
    'am_acting(uuid,text[])': ['laureate_app'],
    'announcement_cancel(uuid)': ['laureate_app'],
    'announcement_mails(uuid)': ['laureate_app'],
    'announcement_names(uuid)': ['laureate_app'],
    'announcement_set(uuid,timestamp with time zone,text)': ['laureate_app'],
    'announcement_withdraw(uuid)': [],
    'announcement_write(uuid,timestamp with time zone)': [],
    'announced_at(uuid)': ['laureate_app'],
    'announcements_come()': ['laureate_jobs'],
    'assignment_done()': [],
    'assignment_made()': [],
    'assignment_undone()': [],
    'awards_of(uuid,text)': [],
    'blind_cycles_of(uuid)': ['laureate_jobs'],
    'clock_set(bigint,timestamp with time zone)': ['laureate_app'],
    'conflict_declare(uuid,text,text)': ['laureate_app'],
    'conflict_dismiss(uuid,text)': ['laureate_app'],
    'conflicts_found(uuid)': ['laureate_jobs'],
    'conflicts_in(uuid)': ['laureate_app'],
    'conflicts_of(uuid)': ['laureate_jobs'],
    'count_attempts(text,text,integer)': [],
    'criterion_changed()': [],
    'cycle_changed()': [],
    'cycle_keep(uuid,integer,integer,timestamp with time zone,timestamp with time zone,timestamp with time zone,timestamp with time zone,timestamp with time zone,integer,integer)': ['laureate_app'],
    'cycle_tell(uuid,jsonb)': [],
    'cycles_lack(uuid[])': ['laureate_app'],
    'decision_changed()': [],
    'decision_tells()': [],
    'declares_first(uuid)': ['laureate_app'],
    'document_removed()': [],
    'enter(text)': ['laureate_app'],
    'enter_letter(text)': ['laureate_app'],
    'event_waits()': [],
    'identities_of(uuid)': [],
    'is_settled(uuid)': [],
    'letter_changed()': [],
    'letter_opened()': [],
    'letter_readdressed(uuid)': ['laureate_app'],
    'letter_tell_nominator(text)': ['laureate_app'],
    'letter_written()': [],
    'letters_are_taken(uuid)': ['laureate_app'],
    'mark_changed()': [],
    'member_with_email(text)': ['laureate_app'],
    'my_account()': ['laureate_app'],
    'my_awards_as(text)': ['laureate_app'],
    'my_blind_cycles()': ['laureate_app'],
    'my_conflicts()': ['laureate_app'],
    'my_current_cycles()': ['laureate_app'],
    'my_cycles(text)': [],
    'my_declarations()': ['laureate_app'],
    'my_password_rehash(text)': ['laureate_app'],
    'my_password_set(text,uuid)': ['laureate_app'],
    'my_password_tried()': ['laureate_app'],
    'my_rounds(text)': ['laureate_app'],
    'my_sessions()': ['laureate_app'],
    'my_sessions_end(uuid,uuid)': ['laureate_app'],
    'my_stand_ins()': ['laureate_app'],
    'my_undeclared()': ['laureate_app'],
    'my_undeclared_cycles()': ['laureate_app'],
    'nomination_changed()': [],
    'nomination_made()': [],
    'nomination_of_award()': [],
    'nominee_identity(nomination)': [],
    'nominee_corrected()': [],
    'nominee_is_another()': [],
    'nominees_of(uuid)': ['laureate_app'],
    'organization_of_letter(uuid)': ['laureate_app'],
    'organization_of_nomination(uuid)': ['laureate_app'],
    'packet_changed()': [],
    'password_forgotten(text,text,text)': ['laureate_app'],
    'password_link(text)': ['laureate_app'],
    'password_link_use(text,text)': ['laureate_app'],
    'password_mail(uuid,text,interval)': [],
    'password_put(uuid,text)': [],
    'people_invited()': ['laureate_app'],
    'person_invite(text,text,text,text,text,text)': ['laureate_app'],
    'person_is_another()': [],
    'person_put(text,text,text,text,text,text,text,date,text)': [],
    'person_with_email(text)': [],
    'proposal_changed()': [],
    'proposal_waits_for(uuid)': ['laureate_app'],
    'public_change_in()': ['laureate_visitor'],
    'question_changed()': [],
    'recuse(uuid,uuid[])': [],
    'refuse_blind(uuid,text)': [],
    'refuse_review(assignment)': [],
    'refuse_screening(nomination,nomination)': [],
    'reviewers_of(uuid)': ['laureate_app'],
    'reviewers_tell(uuid)': ['laureate_app'],
    'round_changed()': [],
    'rubric_changed()': [],
    'screening_tell_nominator(uuid)': ['laureate_app'],
    'session_begin(uuid,text,text,text,text,text)': ['laureate_app'],
    'session_end(text)': ['laureate_app'],
    'session_seen(text)': ['laureate_jobs'],
    'sign_in_begin(text,text,text,text)': ['laureate_app'],
    'undeclared_of(uuid)': [],
    'version_made()': [],
};

// Functions that run with the rights of whoever calls them, and who may.
const FUNCTIONS = {
    'am_administrator()': ['laureate_app', 'laureate_jobs'],
    'call_state(nomination)': ['laureate_app', 'laureate_jobs'],
    'clock_now()': ['laureate_app', 'laureate_jobs', 'laureate_visitor'],
    'comparable_instant(timestamp with time zone)': ['laureate_app'],
    'conflict_kind(text)': ['laureate_app'],
    'cycle_prepare(uuid,text,integer)': ['laureate_app'],
    'cycle_state(cycle,round)': ['laureate_app'],
    'days_in_words(integer)': ['laureate_app', 'laureate_jobs', 'laureate_visitor'],
    'event_stands()': [],
    'exact_instant_text(timestamp with time zone)': ['laureate_jobs'],
    'exclusion_of(uuid,uuid)': ['laureate_app', 'laureate_jobs'],
    'instant_text(timestamp with time zone)': ['laureate_app', 'laureate_jobs', 'laureate_visitor'],
    'is_being_prepared(cycle)': ['laureate_app'],
    'is_now(timestamp with time zone,timestamp with time zone)': ['laureate_app', 'laureate_jobs'],
    'is_one_person(uuid,uuid)': ['laureate_app', 'laureate_jobs'],
    'keep_set(text,uuid[])': [],
    'kept_set(text)': [],
    'letters_are_asked(nomination)': ['laureate_app'],
    'me()': ['laureate_app', 'laureate_jobs'],
    'moment_kept(text,timestamp with time zone,text)': ['laureate_app'],
    'my_awards()': ['laureate_app'],
    'my_letter()': ['laureate_app', 'laureate_jobs'],
    'my_organizations(text)': ['laureate_app', 'laureate_jobs'],
    'nomination_state(text)': ['laureate_app', 'laureate_jobs'],
    'nomination_tag(text)': ['laureate_app', 'laureate_jobs'],
    'official_time(timestamp with time zone,text,text)': ['laureate_app', 'laureate_jobs', 'laureate_visitor'],
    'refuse_earlier(timestamp with time zone,timestamp with time zone,text)': ['laureate_app'],
    'refuse_late(nomination)': ['laureate_app', 'laureate_jobs'],
    'tell_public()': [],
};

// What is no record: a document that is taken out of a draft, and what is swept away after a time.
const DELETES = { laureate_app: ['assignment', 'criterion', 'document', 'question'], laureate_jobs: ['attempt', 'ledger_waiting', 'session'] };

const ROLES = ['laureate_owner', 'laureate_app', 'laureate_visitor', 'laureate_jobs'];

const lines = async (sql, role) => (await house.sql(sql, { role })).split('\n').filter(Boolean);
const tables = () =>
    lines(`select relname from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm', 'f') order by 1`);
const change = (sql) => house.sql(sql, { role: 'laureate_owner' });

// Each of the statements is refused to the role because it may not, and for no other reason.
const denied = (role, ...statements) =>
    house.sql(`begin read write;
        do $do$ declare wanted text; begin
            foreach wanted in array array[${statements.map((sql) => `$sql$${sql}$sql$`)}] loop
                begin
                    execute wanted;
                    raise 'This is allowed to ${role}: %', wanted;
                exception when insufficient_privilege then null;
                end;
            end loop;
        end $do$`, { role });
const ours = `pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e')`;

test('there is no view that this list does not know, and each keeps its rows behind a barrier', async () => {
    const found = await lines(`select relname, array_to_string(reloptions, ',') from pg_class
        where relnamespace = 'public'::regnamespace and relkind = 'v' order by 1`);
    assert.deepEqual(
        Object.fromEntries(found.map((line) => line.split('|'))),
        Object.fromEntries(Object.entries(VIEWS).map(([name, option]) => [name, `${option}=true`])));
});

test('there is no policy that this list does not know', async () => {
    assert.deepEqual(await lines('select tablename, policyname from pg_policies order by 1, 2'), POLICIES);
});

test('there is no function with the owner’s rights that this list does not know', async () => {
    const found = await lines(`select oid::regprocedure, array_to_string(proconfig, ';')
        from pg_proc where prosecdef and ${ours}`);
    assert.deepEqual(found.map((line) => line.split('|')[0]).sort(), Object.keys(DEFINERS).sort());
    for (const line of found) assert.match(line, /\|search_path=pg_catalog, public, pg_temp$/);
});

test('a function is called only by those it is for', async () => {
    for (const [name, may] of Object.entries({ ...DEFINERS, ...FUNCTIONS })) {
        const able = await lines(`select rolname from pg_roles
            where rolname like 'laureate\\_%' and rolname <> 'laureate_owner'
              and has_function_privilege(rolname, '${name}', 'execute') order by 1`);
        assert.deepEqual(able, may, name);
    }
});

test('there is no other function that this list does not know', async () => {
    const found = await lines(`select oid::regprocedure from pg_proc where not prosecdef and ${ours}`);
    assert.deepEqual(found.sort(), Object.keys(FUNCTIONS));
});

test('the visitor reads what is published, and no table', async () => {
    const role = 'laureate_visitor';
    assert.ok((await tables()).length >= 8);
    for (const table of await tables()) {
        if (OPEN_TABLES.includes(table)) await house.sql(`select * from ${table}`, { role });
        else await denied(role, `select from ${table}`);
    }
    for (const view of Object.keys(VIEWS)) await house.sql(`select * from ${view}`, { role });
});

test('the visitor may read no column of a table that it may not read', async () => {
    assert.deepEqual(
        await lines(`select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'f') and a.attnum > 0
              and c.relname <> all ('{${OPEN_TABLES}}')
              and has_column_privilege('laureate_visitor', c.oid, a.attnum, 'select')`),
        []);
});

test('the visitor writes nothing', async () => {
    assert.deepEqual(
        await lines(`select relname, privilege from pg_class,
                unnest(array['insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as privilege
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
              and has_table_privilege('laureate_visitor', oid, privilege)`),
        []);
    for (const action of ['delete from', 'truncate', 'lock table'])
        await denied('laureate_visitor', ...(await tables()).map((table) => `${action} ${table}`));
    assert.equal(await house.sql('show default_transaction_read_only', { role: 'laureate_visitor' }), 'on');
});

test('the visitor, and the clock’s jobs, cannot move the clock', async () => {
    for (const role of ['laureate_visitor', 'laureate_jobs'])
        await denied(role, 'select clock_set(1000000, null)', 'update clock set shift_microseconds = 1000000');
    await denied('laureate_app', 'update clock set shift_microseconds = 1000000');
});

test('an honor that is not yet public is nowhere for the visitor', async () => {
    await change("update honor set published_at = clock_now() + interval '1 hour' where name = 'Michael C. Soulen'");
    const person = await house.sql("select id from person where name = 'Michael C. Soulen'");
    const seen = `select count(*) from published_honor where person = '${person}' union all
                  select count(*) from published_person where id = '${person}' or page = '${person}'`;
    assert.deepEqual(await lines(seen, 'laureate_visitor'), ['0', '0']);
    // A condition of the reader's own must not be asked of rows that the view keeps back.
    const peeking = `begin;
        create function peek(person uuid) returns boolean language plpgsql cost 0.0000001 as
            $$ begin if person = '${person}' then raise exception 'seen'; end if; return true; end $$;
        grant execute on function peek(uuid) to public;
        set local role laureate_visitor;
        select count(*) from published_honor where peek(person);
        select count(*) from published_person where peek(id);
        rollback`;
    const people = new Set(honorees.map(({ name }) => name));
    assert.deepEqual(await lines(peeking), [`${honorees.length - 1}`, `${people.size - 1}`]);
    await change("update honor set published_at = null where name = 'Michael C. Soulen'");
    assert.deepEqual(await lines(seen, 'laureate_visitor'), ['0', '0']);
});

test('a call that is being prepared is nowhere for the visitor', async () => {
    const count = () => lines('select count(*) from published_cycle', 'laureate_visitor');
    const before = await count();
    for (const at of ['null', "clock_now() + interval '1 hour'"])
        await change(`insert into cycle (award, year, opens_at, closes_at, published_at)
            select id, 2150 + length($$${at}$$), now(), now() + interval '1 day', ${at}
              from award where slug = 'gold-medal'`);
    assert.deepEqual(await count(), before);
});

test('the program’s roles make and change no tables', async () => {
    for (const role of ROLES.slice(1))
        await denied(role,
            'create table mine (id integer)',
            'create temporary table mine (id integer)',
            'create schema mine',
            'create function mine() returns integer return 1',
            'create index on honor (name)',
            'alter table honor add column mine integer',
            'alter table event disable trigger event_stands',
            'alter view published_honor set (security_barrier = false)',
            'comment on table honor is null',
            'drop table honor',
            'drop view published_honor');
});

test('nobody deletes what is on record', async () => {
    for (const role of ROLES.slice(1))
        for (const action of ['delete from', 'truncate'])
            await denied(role, ...(await tables())
                .filter((table) => action === 'truncate' || !DELETES[role]?.includes(table))
                .map((table) => `${action} ${table}`));
});

test('the program’s roles are nobody special', async () => {
    assert.deepEqual(
        await lines(`select rolname from pg_roles where rolname = any ('{${ROLES}}')
            and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)`), []);
    assert.deepEqual(
        await lines(`select roleid::regrole from pg_auth_members where member = any ('{${ROLES}}'::regrole[])`),
        []);
    assert.deepEqual(
        await lines(`select relname from pg_class
            where relnamespace = 'public'::regnamespace and relowner <> 'laureate_owner'::regrole`),
        [], 'everything is the owner’s');
});

test('a stranger among the roles of the same PostgreSQL does not get in', async () => {
    const may = await lines(`select rolname from pg_roles
        where has_database_privilege(rolname, current_database(), 'connect')
          and not rolsuper and rolname not like 'pg\\_%' order by 1`);
    assert.deepEqual(may, [...ROLES].sort());
});

test('the ledger is only added to, even by its owner', async () => {
    const changes = ["update event set act = 'a.b'", 'delete from event where false', 'truncate event cascade'];
    for (const role of ['postgres', 'laureate_owner'])
        for (const sql of changes)
            await assert.rejects(house.sql(sql, { role }), /The ledger is only added to/, `${role}: ${sql}`);
    for (const role of ['laureate_app', 'laureate_jobs'])
        await denied(role, ...changes);
    await change("insert into event (act) values ('test.added')");
});

test('an event is of a known form', async () => {
    for (const values of ["('nothing', '{}')", "('Test.made', '{}')", "('test.made', '[]')", "('test.made', '1')"])
        await assert.rejects(change(`insert into event (act, facts) values ${values}`), /violates check/, values);
});

test('every table says what it is for', async () => {
    for (const table of await tables())
        assert.ok((await house.sql(`select obj_description('${table}'::regclass)`)).length > 20, table);
});

test('every instant has a zone', async () => {
    assert.deepEqual(
        await lines(`select table_name, column_name, data_type from information_schema.columns
            where table_schema = 'public' and data_type ~ '^time' and data_type <> 'timestamp with time zone'`), []);
});

test('every reference is indexed, so that nothing waits for a search through a whole table', async () => {
    assert.deepEqual(
        await lines(`select conrelid::regclass, conname from pg_constraint k
            where contype = 'f' and connamespace = 'public'::regnamespace
              and not exists (select from pg_index i
                               where i.indrelid = k.conrelid and (i.indkey::int2[])[0] = k.conkey[1])`), []);
});
