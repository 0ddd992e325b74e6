// Conflicts of interest: all nominees gone through at once, before any packet opens; looked over, and set aside.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PASSWORD, signIn } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, words } from './page.mjs';

const PEOPLE = {
    staff: 'staff@demo.test', chair: 'chair@demo.test', reviewer: 'reviewer1@demo.test', other: 'reviewer2@demo.test',
    third: 'reviewer3@demo.test', board: 'board@demo.test', member: 'member@demo.test', administrator: 'admin@demo.test',
};
const FIELDS = { family: 'Ada Quill', clear: 'Bo Lind', late: 'Cy Dorn' };

let house, cycle, round;
const people = {}; // at their browsers, by role
const ids = {}; // of people, by role
const nominations = {};

before(async () => {
    house = await openHouse({ clock: '2026-06-10T15:00:00Z', settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    for (const [role, email] of Object.entries(PEOPLE)) {
        people[role] = await signIn(house, email);
        await people[role].get('/account');
        ids[role] = await house.sql(`select person from account where email = '${email}'`);
    }
    [cycle, round] = [randomUUID(), randomUUID()];
    await quietly(`insert into rubric (id, award, version, least, most) select '${cycle}', id, 90, 1, 9 from award
         where slug = 'gold-medal';
        insert into cycle (id, award, year, opens_at, closes_at, published_at, form)
        select '${cycle}', c.award, 2001, clock_now() - interval '9 days', clock_now() - interval '1 day',
               clock_now() - interval '9 days', c.form
          from cycle c join award a on a.id = c.award where a.slug = 'gold-medal' and c.closes_at > clock_now();
        insert into round (id, cycle, rubric, opens_at, closes_at)
        values ('${round}', '${cycle}', '${cycle}', clock_now() + interval '2 days', clock_now() + interval '9 days')`);
});
after(() => house.stop());

// What the guards of the tables, which know only what somebody does, do not ask about.
const quietly = (sql) => house.sql(`begin; set local session_replication_role = replica; ${sql}; commit`);

async function nominate(name, { state = 'eligible', nominator = 'member', email = `${randomUUID()}@elsewhere.test` } = {}) {
    const id = randomUUID();
    await quietly(`insert into nomination (id, cycle, nominator, nominee_name, nominee_email, state, submitted_at,
                                  returned_until)
        values ('${id}', '${cycle}', '${ids[nominator]}', '${name}', '${email}', '${state}', clock_now(), clock_now())`);
    return id;
}

const forget = (...some) => quietly(['assignment', 'letter', 'declaration'].map((table) =>
    `delete from ${table} where nomination = any ('{${some}}')`).concat(`delete from nomination where id = any ('{${some}}')`).join(';'));

const page = (role, path = '') => people[role].get(`/cycles/${cycle}/conflicts${path}`);
const declare = (role, fields) => people[role].post(`/cycles/${cycle}/conflicts`, { confirm: 'yes', ...fields });
const none = (...some) => Object.fromEntries(some.map((id) => [`kind.${id}`, 'none']));
const declared = (role) => house.sql(`select count(*) from declaration where person = '${ids[role]}'`);
const events = () => house.sql(`select count(*) from event where act = 'conflict.declared'`);
const conflict = (role) => house.sql(`select id from conflict where person = '${ids[role]}' and dismissed_at is null`);

// As the program's own role of the database, for that person, past all pages.
const as = (role, sql) => house.sql(`begin; select set_config('laureate.person', '${ids[role]}', true); ${sql}; commit`,
    { role: 'laureate_app' });
const sees = async (role, sql) => (await as(role, sql)).split('\n').at(-1);

test('without nominees there is nothing to declare, and it says so', async () => {
    const empty = await page('reviewer');
    checkPage(empty.text, empty.path);
    assert.match(words(empty.text), /no nominee to go through yet/);
    const all = await page('chair', '/all');
    checkPage(all.text, all.path);
    await nominate('Still Written', { state: 'returned' });
    assert.doesNotMatch(words((await page('staff')).text), /Still Written/);
});

test('a member goes through all nominees at once; the others have no such page', async () => {
    for (const key of Object.keys(FIELDS)) if (key !== 'late') nominations[key] = await nominate(FIELDS[key]);
    for (const role of ['member', 'administrator']) {
        assert.equal((await page(role)).status, 404, role);
        assert.equal((await declare(role, none(nominations.clear))).status, 404, role);
    }
    const shown = await page('reviewer');
    checkPage(shown.text, shown.path);
    assert.match(words(shown.text), /Ada Quill.*Bo Lind/);
    assert.match(words(shown.text), /before you read any nomination/);
    const unsure = await declare('reviewer', { confirm: '', ...none(nominations.clear),
        [`kind.${nominations.family}`]: 'family', [`evidence.${nominations.family}`]: '' });
    assert.equal(unsure.status, 422);
    checkPage(unsure.text, 'unsure');
    assert.match(words(unsure.text), /Say in a line what the conflict is/);
    assert.match(words(unsure.text), /Confirm that you have gone through/);
    assert.match(unsure.text, /<option value="family" selected>/);
    const odd = await declare('reviewer', { ...none(nominations.clear), [`kind.${nominations.family}`]: 'odd' });
    assert.equal(odd.status, 422);
    assert.equal(await declared('reviewer'), '0');
    assert.equal((await people.reviewer.get(`/packets/${nominations.clear}`)).text.includes('Bo Lind'), false);
});

test('what is declared is saved once for all, and opens the rest', async () => {
    const fields = { ...none(nominations.clear), [`kind.${nominations.family}`]: 'family',
        [`evidence.${nominations.family}`]: 'My <cousin>' };
    const saved = await declare('reviewer', fields);
    assert.equal(saved.path, `/cycles/${cycle}/conflicts`, words(saved.text));
    checkPage(saved.text, saved.path);
    assert.match(words(saved.text), /You have gone through all nominees/);
    assert.match(words(saved.text), /Family or close friend: My <cousin>/);
    assert.equal(await events(), '2');
    await declare('reviewer', fields);
    assert.equal(await events(), '2');
    assert.equal(await house.sql('select count(*) from conflict'), '1');
    assert.match((await people.reviewer.get(`/packets/${nominations.clear}`)).text, /Bo Lind/);
    assert.equal((await people.reviewer.get(`/packets/${nominations.family}`)).status, 404);
});

test('it is taken back by nobody who declared it', async () => {
    await declare('reviewer', none(nominations.family, nominations.clear));
    assert.notEqual(await conflict('reviewer'), '');
    const path = `/conflicts/${await conflict('reviewer')}/dismiss`;
    for (const role of ['reviewer', 'other', 'board', 'member', 'administrator', 'chair']) { // who has not declared yet
        assert.equal((await people[role].get(path)).status, 404, role);
        assert.equal((await people[role].post(path, { reason: 'It is none.' })).status, 404, role);
    }
    await assert.rejects(as('chair', `select conflict_dismiss('${await conflict('reviewer')}', 'None.')`), /no such page/);
});

test('a new nominee is marked new, and what was said stays', async () => {
    nominations.late = await nominate(FIELDS.late);
    const shown = await page('reviewer');
    checkPage(shown.text, shown.path);
    assert.match(words(shown.text), /New nominees have come/);
    assert.match((await people.reviewer.get(`/packets/${nominations.clear}`)).text, /Bo Lind/);
    assert.doesNotMatch((await people.reviewer.get(`/packets/${nominations.late}`)).text, /Cy Dorn/);
    await declare('reviewer', none(nominations.late));
    assert.match((await people.reviewer.get(`/packets/${nominations.late}`)).text, /Cy Dorn/);
});

test('a conflict is found by a part in the nomination, and under every identity', async () => {
    const own = await nominate('Own Case', { nominator: 'third' });
    const written = await nominate('Letter Case');
    const asked = await nominate('Asked Case');
    const named = await nominate('Third Self', { email: PEOPLE.third });
    const twin = await house.sql(`insert into person (name, folded, sort_name, same_as)
        values ('A Twin', 'a twin', 'Twin', '${ids.third}') returning id`);
    const twinned = await nominate('Twin Case');
    await quietly(`update nomination set nominee = '${twin}', nominee_email = null where id = '${twinned}'`);
    for (const [id, state] of [[written, 'opened'], [asked, 'requested']])
        await quietly(`insert into letter (nomination, referee_name, referee_email, email_folded, state)
            values ('${id}', 'Third', '${PEOPLE.third}', '${PEOPLE.third}', '${state}')`);
    const shown = await page('third');
    checkPage(shown.text, shown.path);
    const text = words(shown.text);
    assert.match(text, /Own Case You put this nomination forward/);
    assert.match(text, /Letter Case You write a letter/);
    assert.match(text, /Third Self You are the nominee/);
    assert.match(text, /Twin Case You are the nominee/);
    assert.match(text, /Asked Case nominated by/);
    await declare('third', none(...Object.values(nominations), asked, own, written, named, twinned));
    for (const id of [own, written, named, twinned])
        assert.equal((await people.third.get(`/packets/${id}`)).status, 404);
    assert.equal((await people.third.get(`/packets/${asked}`)).status, 200);
    assert.equal(await sees('third', `select count(*) from letter_content`), '0');
    await quietly(`delete from letter; delete from declaration where nomination in ('${own}', '${written}', '${asked}',
        '${named}', '${twinned}'); delete from nomination where id in ('${own}', '${written}', '${asked}', '${named}',
        '${twinned}')`);
});

test('staff and chair look it over; the chair only for nominees whom they have gone through', async () => {
    const blank = await page('chair', '/all');
    checkPage(blank.text, blank.path);
    assert.match(words(blank.text), /You have not gone through all nominees yourself/);
    assert.doesNotMatch(words(blank.text), /cousin/);
    await declare('chair', none(...Object.values(nominations)));
    for (const role of ['chair', 'staff']) {
        const all = await page(role, '/all');
        checkPage(all.text, all.path);
        assert.match(words(all.text), /Ada Quill : Family or close friend\. My <cousin>/);
        assert.match(words(all.text), /Not declared yet/);
    }
    for (const role of ['reviewer', 'board', 'member', 'administrator'])
        assert.equal((await page(role, '/all')).status, 404, role);
});

test('a chair in conflict sees nothing of that nominee’s conflicts, and dismisses none', async () => {
    await declare('chair', { [`kind.${nominations.family}`]: 'mentor', [`evidence.${nominations.family}`]: 'My fellow' });
    const all = await page('chair', '/all');
    assert.doesNotMatch(words(all.text), /Ada Quill|cousin/);
    const path = `/conflicts/${await conflict('reviewer')}/dismiss`;
    assert.equal((await people.chair.get(path)).status, 404);
    assert.equal((await people.chair.post(path, { reason: 'It is none.' })).status, 404);
    assert.equal((await people.chair.post(`/conflicts/${await conflict('chair')}/dismiss`, { reason: 'Mine.' })).status, 404);
    await assert.rejects(as('chair', `select conflict_dismiss('${await conflict('chair')}', 'Mine.')`), /no such page/);
    assert.equal(await sees('chair', `select count(*) from conflict where person <> me()`), '0');
});

test('who declares late is recused, and the review opens again when it is dismissed', async () => {
    await declare('other', none(...Object.values(nominations)));
    await quietly(`insert into assignment (round, nomination, reviewer, state)
        values ('${round}', '${nominations.clear}', '${ids.other}', 'draft')`);
    await declare('other', { [`kind.${nominations.clear}`]: 'money', [`evidence.${nominations.clear}`]: 'We own a firm' });
    const standing = () => house.sql(`select state from assignment where reviewer = '${ids.other}'`);
    assert.equal(await standing(), 'recused');
    assert.equal((await people.other.get(`/packets/${nominations.clear}`)).status, 404);
    const path = `/conflicts/${await conflict('other')}/dismiss`;
    const form = await people.staff.get(path);
    checkPage(form.text, path);
    const empty = await people.staff.post(path, { reason: ' ' });
    assert.equal(empty.status, 422);
    checkPage(empty.text, path);
    const done = await people.staff.post(path, { reason: 'The firm was sold in 1990.' });
    assert.equal(done.path, `/cycles/${cycle}/conflicts/all`);
    checkPage(done.text, done.path);
    assert.match(words(done.text), /We own a firm Dismissed by .*The firm was sold/);
    assert.equal((await people.staff.post(path, { reason: 'Once more.' })).status, 200);
    assert.equal(await house.sql(`select count(*) from event where act = 'conflict.dismissed' and subject = '${nominations.clear}'`), '1');
    assert.equal((await people.other.get(`/packets/${nominations.clear}`)).status, 200);
    assert.match(words((await page('other')).text), /declared no conflict.*Bo Lind nominated/);
});

test('a reviewer who says yes to a letter for the nominee judges them no more', async () => {
    const letter = randomUUID();
    await quietly(`insert into letter (id, nomination, referee_name, referee_email, email_folded)
        values ('${letter}', '${nominations.late}', 'Other', '${PEOPLE.other}', '${PEOPLE.other}');
        insert into assignment (round, nomination, reviewer, state)
        values ('${round}', '${nominations.late}', '${ids.other}', 'submitted')`);
    const standing = () => house.sql(`select state from assignment
        where reviewer = '${ids.other}' and nomination = '${nominations.late}'`);
    assert.equal(await standing(), 'submitted');
    await house.sql(`update letter set state = 'opened' where id = '${letter}'`);
    assert.equal(await standing(), 'recused');
    assert.equal((await people.other.get(`/packets/${nominations.late}`)).status, 404);
});

test('nor in another nomination of the same nominee', async () => {
    const [first, second] = [await nominate('Uma Ode', { email: 'uma@elsewhere.test' }),
        await nominate('U. Ode', { email: 'uma@elsewhere.test' })];
    const letter = randomUUID();
    await quietly(`insert into letter (id, nomination, referee_name, referee_email, email_folded)
        values ('${letter}', '${first}', 'Other', '${PEOPLE.other}', '${PEOPLE.other}');
        insert into assignment (round, nomination, reviewer, state) values ('${round}', '${second}', '${ids.other}', 'draft')`);
    await house.sql(`update letter set state = 'opened' where id = '${letter}'`);
    assert.equal(await house.sql(`select state from assignment where nomination = '${second}'`), 'recused');
    assert.equal(await house.sql(`select count(*) from event e join assignment a on a.id = e.subject
        where e.act = 'assignment.recused' and a.nomination = '${second}'`), '1');
    await forget(first, second);
});

test('nobody is assigned at the moment at which they say yes to a letter', async () => {
    const [nomination, letter] = [await nominate('Kim Ash'), randomUUID()];
    await quietly(`insert into letter (id, nomination, referee_name, referee_email, email_folded)
        values ('${letter}', '${nomination}', 'Other', '${PEOPLE.other}', '${PEOPLE.other}');
        insert into declaration (nomination, person)
        select '${nomination}', person from unnest(array['${ids.chair}', '${ids.other}']::uuid[]) person`);
    const chair = house.session({ role: 'laureate_app' });
    await chair.run(`begin; select set_config('laureate.person', '${ids.chair}', true);
        insert into assignment (id, round, nomination, reviewer)
        values (gen_random_uuid(), '${round}', '${nomination}', '${ids.other}')`);
    const opened = house.sql(`update letter set state = 'opened' where id = '${letter}'`);
    await until(async () => (await house.sql(`select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)) === '1');
    await chair.run('commit');
    await chair.close();
    await opened;
    assert.equal(await house.sql(`select state from assignment where nomination = '${nomination}'`), 'recused');
    await forget(nomination);
});

test('when a corrected address shows that two nominations are of one person, who supports one judges the other no more', async () => {
    const [first, second] = [await nominate('Uma Kess', { email: 'umakes@elsewhere.test' }), await nominate('Uma Kess', { email: 'umakess@elsewhere.test' })];
    await quietly(`update nomination set state = 'returned', nominator = '${ids.other}', returned_until = clock_now() + interval '1 day'
                    where id = '${first}';
        insert into assignment (round, nomination, reviewer, state) values ('${round}', '${second}', '${ids.other}', 'draft')`);
    await as('other', `update nomination set nominee_email = 'umakess@elsewhere.test' where id = '${first}'`);
    assert.equal(await house.sql(`select state from assignment where nomination = '${second}'`), 'recused');
    await forget(first, second);
});

test('when staff say that two are one person, what either is in conflict with the other judges no more', async () => {
    const nomination = await nominate('Pat Rue', { email: 'patrue@elsewhere.test' });
    const twin = await house.sql(`insert into person (name, folded, sort_name)
        values ('Patricia Rue', 'patricia rue', 'Rue, Patricia') returning id`);
    await quietly(`update nomination set nominee = '${twin}', nominee_email = null where id = '${nomination}';
        insert into likeness (one, other, reason) values (least('${twin}', '${ids.other}'::uuid),
            greatest('${twin}', '${ids.other}'::uuid), 'like');
        insert into assignment (round, nomination, reviewer, state) values ('${round}', '${nomination}', '${ids.other}', 'submitted')`);
    await as('staff', `update person set same_as = '${ids.other}' where id = '${twin}'`);
    assert.equal(await house.sql(`select state from assignment where nomination = '${nomination}'`), 'recused');
    assert.equal(await house.sql(`select count(*) from event e join assignment a on a.id = e.subject
        where e.act = 'assignment.recused' and e.actor = '${ids.staff}' and a.nomination = '${nomination}'`), '1');
    await quietly(`update person set same_as = null where id = '${twin}'`);
    await forget(nomination);
});

test('who puts somebody forward, or writes for them, judges them in no other nomination either', async () => {
    const person = await house.sql(`select person from account where email = 'farid.jalalpour@demo.test'`);
    const [own, rival, other, draft] = [await nominate('Ed Fern', { nominator: 'third', email: 'farid.jalalpour@demo.test' }),
        await nominate('Edward Fern'), await nominate('Ida Moss'), await nominate('Bo Lind', { nominator: 'third', state: 'draft' })];
    await quietly(`update nomination set nominee = '${person}', nominee_email = null where id = '${rival}';
        update nomination set nominee_email = (select nominee_email from nomination where id = '${nominations.clear}')
         where id = '${draft}';
        insert into letter (nomination, referee_name, referee_email, email_folded, state)
        values ('${rival}', 'Other', '${PEOPLE.other}', '${PEOPLE.other}', 'received')`);
    const found = async (role) => JSON.parse(await sees(role, `select json_object_agg(nomination, found)
        from nominees_of('${cycle}')`));
    let of = await found('third');
    assert.deepEqual([of[own], of[rival], of[other], of[nominations.clear]], ['nominator', 'supporter', null, null]);
    of = await found('other');
    assert.deepEqual([of[own], of[rival], of[other]], ['supporter', 'referee', null]);
    await declare('third', none(own, rival, other));
    for (const id of [own, rival]) assert.equal((await people.third.get(`/packets/${id}`)).status, 404);
    assert.equal((await people.third.get(`/packets/${other}`)).status, 200);
    const shown = await page('third');
    checkPage(shown.text, shown.path);
    assert.match(words(shown.text), /You support this nominee in another nomination/);
    await declare('chair', none(own, rival, other));
    assert.match(words((await page('chair', '/all')).text), /Supports them in another nomination/);
    await quietly(`update nomination set state = 'withdrawn' where id = '${own}'`);
    assert.equal((await found('third'))[rival], null);
});

test('however many nominees there are, one’s conflicts are asked for once', async () => {
    const calls = (role, asked, counted) => house.sql(`begin; set local track_functions = 'pl';
        select set_config('laureate.person', '${ids[role]}', true) as once \\gset
        set local role laureate_app; select count(*) > 0 from ${asked}('${cycle}');
        select pg_stat_get_xact_function_calls('${counted}'::regprocedure); rollback`);
    assert.equal(await calls('staff', 'nominees_of', 'conflicts_found(uuid)'), 't\n1');
    for (const role of ['staff', 'chair'])
        assert.equal(await calls(role, 'conflicts_in', 'my_conflicts()'), 't\n1', role);
});

test('past all pages the database keeps what is another’s', async () => {
    for (const [role, sql] of [
        ['reviewer', `insert into declaration (nomination) values ('${nominations.clear}')`],
        ['reviewer', `update conflict set dismissed_at = clock_now(), dismissed_by = me()`],
        ['reviewer', 'delete from conflict'],
        ['reviewer', `select conflicts_of('${ids.chair}')`],
        ['reviewer', `select * from conflicts_found('${ids.chair}')`]])
        await assert.rejects(as(role, sql), /permission denied/, sql);
    await assert.rejects(as('administrator', `insert into stand_in (cycle, person) values ('${cycle}', me())`),
        /row-level security/, 'who would read packets then');
    await quietly(`delete from assignment;
        insert into assignment (round, nomination, reviewer) values ('${round}', '${nominations.family}', '${ids.third}');
        delete from declaration where nomination = '${nominations.family}'; update conflict set dismissed_at = clock_now(),
        dismissed_by = person where nomination = '${nominations.family}' and person = '${ids.chair}'`);
    await as('chair', 'delete from assignment');
    assert.equal(await house.sql(`select count(*) from assignment where nomination = '${nominations.family}'`), '1',
        'of whom the chair has not said whether they are in conflict');
    for (const role of ['member', 'administrator'])
        await assert.rejects(as(role, `select conflict_declare('${nominations.clear}', 'family', 'x')`), /no such page/);
    await assert.rejects(as('reviewer', `select conflict_dismiss('${await conflict('reviewer')}', 'x')`), /no such page/);
    await assert.rejects(as('staff', `select conflict_dismiss('${await conflict('reviewer')}', null)`), /Say why/);
    for (const role of ['reviewer', 'board', 'member', 'administrator'])
        assert.equal(await sees(role, `select count(*) from conflicts_in('${cycle}')`), '0', role);
    assert.equal(await sees('member', `select count(*) from nominees_of('${cycle}')`), '0');
    assert.equal(await sees('member', `select declares_first('${nominations.clear}') is null`), 't');
    assert.equal(await sees('reviewer', `select declares_first('${nominations.family}') is null`), 't');
    assert.equal(await sees('reviewer', `select count(*) from conflict where person <> me()`), '0');
    assert.equal(await sees('reviewer', `select count(*) from declaration where person <> me()`), '0');
    assert.equal(await sees('staff', `select count(*) from nomination where id = '${nominations.family}'`), '1');
});
