// What came in for a cycle: read by those who judge it, and by nobody else; checked by staff, sent back, and mailed about.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { mailbox, PASSWORD, pdf, signIn } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, texts, words } from './page.mjs';

const PEOPLE = {
    nominator: 'member@demo.test', nominee: 'member2@demo.test', staff: 'staff@demo.test', chair: 'chair@demo.test',
    reviewer: 'reviewer1@demo.test', board: 'board@demo.test', administrator: 'admin@demo.test',
};

let house, cycle, nomination, letter, question;
const people = {};

before(async () => {
    house = await openHouse({ clock: '2026-06-10T15:00:00Z', settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    for (const [role, email] of Object.entries(PEOPLE)) people[role] = await signIn(house, email);
    for (const person of Object.values(people)) await person.get('/account');
    await makeCycle();
    nomination = await submit('Ada Quill');
});
after(() => house.stop());

// The demo's open call is made whole with a round of judging; its clock moves later.
async function makeCycle() {
    cycle = await house.sql(`select c.id from cycle c join award a on a.id = c.award
        where a.slug = 'gold-medal' and c.closes_at > clock_now()`);
    await house.sql(`begin; set local session_replication_role = replica;
        update cycle set closes_at = clock_now() + interval '1 hour', letters_needed = 0,
                         letters_until = clock_now() + interval '3 days' where id = '${cycle}';
        insert into rubric (id, award, version, least, most) select '${randomUUID()}', award, 90, 1, 9 from cycle
         where id = '${cycle}';
        insert into round (cycle, rubric, opens_at, closes_at)
        select c.id, r.id, clock_now() + interval '20 days', clock_now() + interval '40 days'
          from cycle c join rubric r on r.award = c.award and r.version = 90
         where c.id = '${cycle}' on conflict (cycle, number) do update set opens_at = excluded.opens_at,
               closes_at = excluded.closes_at;
        update question set is_required = false where form = (select form from cycle where id = '${cycle}');
        commit`);
}

const at = (id, part = '') => `/nominations/${id}${part}`;

// A nomination by the pages, with a document, one letter that has come and one that has not.
async function submit(name) {
    const { nominator } = people;
    const id = randomUUID();
    await nominator.post('/awards/gold-medal/nominate', { nomination: id, name, email: `${id}@elsewhere.test` });
    question ??= await house.sql(`select name from question where kind = 'document'
        and form = (select form from cycle where id = '${cycle}') limit 1`);
    await nominator.upload(at(id, `/documents/${question}`), { name: 'vitae.pdf', bytes: pdf('the vitae') });
    const text = await house.sql(`select name from question where kind = 'long'
        and form = (select form from cycle where id = '${cycle}') order by rank limit 1`);
    await nominator.save(at(id, `/answers/${text}`), { value: 'She taught us all.', version: 0 });
    letter = randomUUID();
    await nominator.post(at(id, '/letters'), { letter, name: 'Otto Brand', email: 'otto@elsewhere.test' });
    await nominator.post(at(id, '/letters'), { letter: randomUUID(), name: 'Una Moor', email: 'una@elsewhere.test' });
    await write(letter);
    const receipt = await nominator.post(at(id, '/submit'));
    assert.equal(receipt.path, at(id, '/receipt'), words(receipt.text));
    return id;
}

async function write(id) {
    await house.sql(`begin; set local session_replication_role = replica;
        update letter set state = 'received', answered_at = clock_now() where id = '${id}';
        insert into letter_content (letter, name, relationship, text)
        values ('${id}', 'Prof. Otto Brand', 'Her teacher', 'Nobody has done more.'); commit`);
}

const state = (id = nomination) => house.sql(`select state from nomination where id = '${id}'`);
const clock = (instant) => house.done('clock', 'set', instant);
const screen = (fields, person = people.staff, id = nomination) =>
    person.post(`/staff/nominations/${id}/screening`, fields);
const declare = (email) => house.sql(`insert into declaration (nomination, person)
    select n.id, a.person from nomination n, account a where n.cycle = '${cycle}' and a.email = '${email}'
    on conflict do nothing`);
const mails = (template) => house.sql(`select count(*) from outbox where template = 'screening/${template}'`);

test('before the close staff read what was submitted, and check nothing yet', async () => {
    const list = await people.staff.get(`/staff/cycles/${cycle}/nominations`);
    checkPage(list.text, list.path);
    assert.match(words(list.text), /Ada Quill/);
    assert.match(words(list.text), /Letters: 1 of 2 received/);
    const page = await people.staff.get(`/staff/nominations/${nomination}`);
    checkPage(page.text, page.path);
    assert.match(words(page.text), /She taught us all\./);
    assert.doesNotMatch(page.text, /name="finding"/);
    const refused = await screen({ finding: 'eligible' });
    assert.equal(refused.status, 403);
    assert.equal(await state(), 'submitted');
});

test('only staff come to the screening, and nobody but its nominator to the nomination’s own pages', async () => {
    for (const role of ['nominator', 'nominee', 'chair', 'reviewer', 'board', 'administrator']) {
        const person = people[role];
        for (const path of [`/staff/cycles/${cycle}/nominations`, `/staff/nominations/${nomination}`, `/packets/${nomination}`,
            `/packets/${nomination}/letters/${letter}`])
            assert.equal((await person.get(path)).status, 404, `${role} at ${path}`);
        assert.equal((await screen({ finding: 'eligible' }, person)).status, 404, role);
    }
    for (const role of ['staff', 'chair', 'reviewer', 'board']) await stranger(role);
});

// All of a nominator's pages and acts, by somebody else who may or may not read the packet.
async function stranger(role) {
    const person = people[role];
    const part = (await house.sql(`select name from question where kind = 'long'
        and form = (select form from cycle where id = '${cycle}') order by rank limit 1`));
    const before = await house.sql(`select md5(string_agg(t, '')) from (select n::text t from nomination n
        union all select l::text from letter l union all select a::text from answer a union all select d::text from document d) x`);
    for (const path of ['', '/check', '/receipt', '/withdraw', '/parts/1', `/documents/${question}`, '/letters',
        `/letters/${letter}`])
        assert.equal((await person.get(at(nomination, path))).status, 404, `${role} at ${path}`);
    for (const [path, fields] of [['/submit'], ['/take-back'], ['/withdraw'], ['/parts/1', { [`answer.${part}`]: 'Mine' }],
        ['/parts/1'], [`/answers/${part}`, { value: 'Mine', version: 1 }], [`/documents/${question}/remove`],
        ['/letters', { letter: randomUUID(), name: 'Ida Falk', email: 'ida@elsewhere.test' }],
        [`/letters/${letter}/remind`], [`/letters/${letter}/cancel`],
        [`/letters/${letter}/address`, { name: 'Ida', email: 'ida@elsewhere.test' }]])
        assert.equal((await person.post(at(nomination, path), fields ?? {})).status, 404, `${role} sends ${path}`);
    const sent = await person.upload(at(nomination, `/documents/${question}`), { name: 'x.pdf', bytes: pdf() });
    assert.equal(sent.status, 404);
    const begun = await person.post('/awards/gold-medal/nominate', { nomination, name: 'Cy Dorn', email: 'cy@elsewhere.test' });
    assert.notEqual(begun.status, 200, 'an id of somebody else’s is not taken');
    assert.equal(await house.sql(`select md5(string_agg(t, '')) from (select n::text t from nomination n
        union all select l::text from letter l union all select a::text from answer a union all select d::text from document d) x`), before);
}

test('a finding needs its words and its date, and keeps what was typed', async () => {
    await clock('2026-06-10T17:00:00Z');
    const none = await screen({});
    assert.equal(none.status, 422);
    checkPage(none.text, 'finding');
    assert.match(words(none.text), /Choose what you have found/);
    const silent = await screen({ finding: 'ineligible', reason: '  ' });
    assert.equal(silent.status, 422);
    assert.match(silent.text, /id="reason-error"/);
    const undated = await screen({ finding: 'returned', note: 'The vitae <b>.', 'until.date': '', 'until.time': '' });
    assert.equal(undated.status, 422);
    assert.match(undated.text, /The vitae &lt;b&gt;\./);
    assert.match(undated.text, /id="until-error"/);
    checkPage(undated.text, 'undated');
    for (const [date, sentence] of [['2026-06-01', /still to come/], ['2026-12-01', /Judging closes before/], ['soon', /day/]]) {
        const wrong = await screen({ finding: 'returned', note: 'x', 'until.date': date, 'until.time': '17:00' });
        assert.equal(wrong.status, 422, date);
        assert.match(words(wrong.text), sentence);
        assert.match(wrong.text, new RegExp(`value="${date}"`));
    }
    assert.equal(await state(), 'submitted');
    assert.equal(await house.sql('select count(*) from outbox where template like \'screening/%\''), '0');
});

test('sent back, with what is missing and a date, which the nominator reads and mends', async () => {
    const fields = { finding: 'returned', note: 'The last page is missing.', 'until.date': '2026-06-15', 'until.time': '17:00' };
    const list = await screen(fields);
    assert.equal(list.path, `/staff/cycles/${cycle}/nominations`, words(list.text));
    assert.match(words(list.text), /Sent back/);
    assert.equal((await screen(fields)).status, 200, 'sent twice');
    assert.equal(await mails('returned'), '1');
    assert.equal(await house.sql(`select count(*) from event where act = 'nomination.screened'`), '1');
    const [mail] = await until(async () => {
        const all = await mailbox(house, PEOPLE.nominator);
        return all.some(({ body }) => /last page/.test(body)) && all.filter(({ body }) => /last page/.test(body));
    }, 'the mail');
    assert.match(mail.body.replace(/\s+/g, ' '), /submit the nomination again by Monday, 15 June 2026, 5:00 pm/);
    assert.ok(mail.links.includes(at(nomination)), mail.links.join());
    const page = await people.nominator.get(at(nomination));
    checkPage(page.text, page.path);
    assert.match(words(page.text), /The last page is missing\./);
    // What is being written is the nominator's alone.
    assert.doesNotMatch(words((await people.staff.get(`/staff/nominations/${nomination}`)).text), /She taught us all/);
    assert.equal((await people.staff.get(at(nomination, `/documents/${question}/file`))).status, 404);
    assert.equal((await screen({ finding: 'eligible' })).status, 409);
    assert.equal((await people.nominator.post(at(nomination, '/submit'))).path, at(nomination, '/receipt'));
    const again = await people.staff.get(`/staff/nominations/${nomination}`);
    checkPage(again.text, again.path);
    assert.match(words(again.text), /submitted again.*The last page is missing\./);
});

test('not eligible, with a reason that the nominator reads; and eligible after all', async () => {
    await screen({ finding: 'ineligible', reason: 'The call asks for ten years of membership.' });
    assert.equal(await state(), 'ineligible');
    assert.equal(await mails('ineligible'), '1');
    const page = await people.nominator.get(at(nomination));
    checkPage(page.text, page.path);
    assert.match(words(page.text), /not eligible.*ten years of membership/);
    await screen({ finding: 'eligible' });
    await screen({ finding: 'eligible' });
    assert.equal(await state(), 'eligible');
    assert.equal(await mails('eligible'), '1');
    assert.doesNotMatch(words((await people.nominator.get(at(nomination))).text), /ten years/);
    const list = await people.staff.get(`/staff/cycles/${cycle}/nominations`);
    checkPage(list.text, list.path);
    assert.match(words(list.text), /You have checked everything/);
});

test('the committee reads what is eligible, once it has declared its conflicts', async () => {
    const first = await people.reviewer.get(`/packets/${nomination}`);
    assert.equal(first.status, 200);
    checkPage(first.text, first.path);
    assert.match(first.text, new RegExp(`href="/cycles/${cycle}/conflicts"`));
    assert.doesNotMatch(words(first.text), /Ada Quill|Otto/);
    for (const role of ['chair', 'reviewer']) await declare(PEOPLE[role]);
    for (const role of ['chair', 'reviewer', 'staff']) {
        const page = await people[role].get(`/packets/${nomination}`);
        checkPage(page.text, page.path);
        assert.match(words(page.text), /She taught us all\./);
        assert.match(words(page.text), /Prof\. Otto Brand Her teacher Nobody has done more\./);
        assert.match(words(page.text), /Una Moor Not received/);
        const file = await people[role].get(at(nomination, `/documents/${question}/file`));
        assert.deepEqual(file.bytes, pdf('the vitae'));
    }
    for (const role of ['chair', 'reviewer']) await stranger(role);
    for (const role of ['nominator', 'nominee', 'board', 'administrator'])
        assert.equal((await people[role].get(`/packets/${nomination}`)).status, 404, role);
});

test('a letter’s PDF opens to judges, and never to its nominator or the board', async () => {
    await house.sql(`begin; set local session_replication_role = replica;
        insert into file (id, name, type, size, hash, letter, owner)
        select f.id, 'letter.pdf', f.type, f.size, f.hash, '${letter}', null from document d join file f on f.id = d.file
         where d.nomination = '${nomination}' on conflict (id) do update set letter = excluded.letter, owner = null;
        update letter_content set file = (select file from document where nomination = '${nomination}' limit 1)
         where letter = '${letter}'; commit`);
    const path = `/packets/${nomination}/letters/${letter}`;
    for (const role of ['chair', 'reviewer', 'staff'])
        assert.deepEqual((await people[role].get(path)).bytes, pdf('the vitae'), role);
    for (const role of ['nominator', 'nominee', 'board', 'administrator'])
        assert.equal((await people[role].get(path)).status, 404, role);
});

test('the board reads the cases that are proposed to it, and no letters', async () => {
    await house.sql(`begin; set local session_replication_role = replica;
        insert into proposal (nomination, cycle, is_chosen, citation) values ('${nomination}', '${cycle}', true, 'For all.');
        insert into decision (cycle, state) values ('${cycle}', 'proposed'); commit`);
    await stranger('board'); // who has not said with whom they are in conflict
    await house.sql(`insert into declaration (nomination, person) select n.id, a.person from nomination n, account a
        where n.cycle = '${cycle}' and a.email = '${PEOPLE.board}'`);
    const page = await people.board.get(`/packets/${nomination}`);
    checkPage(page.text, page.path);
    assert.match(words(page.text), /She taught us all\./);
    assert.doesNotMatch(words(page.text), /Otto|Una Moor|Nobody has done more/);
    assert.equal((await people.board.get(`/packets/${nomination}/letters/${letter}`)).status, 404);
    await stranger('board');
    await house.sql(`begin; set local session_replication_role = replica; delete from proposal; delete from decision; commit`);
});

test('whoever is in conflict sees nothing of it, nor is counted upon it', async () => {
    const seen = async () => texts((await people.staff.get(`/staff/cycles/${cycle}/nominations`)).text, 'dd')[0];
    assert.equal(await seen(), '1');
    for (const role of ['staff', 'chair', 'reviewer'])
        await house.sql(`insert into conflict (nomination, person, kind, evidence)
            select '${nomination}', person, 'family', 'A cousin' from account where email = '${PEOPLE[role]}'`);
    assert.equal(await seen(), '0');
    for (const role of ['staff', 'chair', 'reviewer']) {
        for (const path of [`/packets/${nomination}`, `/packets/${nomination}/letters/${letter}`,
            at(nomination, `/documents/${question}/file`), `/staff/nominations/${nomination}`])
            assert.equal((await people[role].get(path)).status, 404, `${role} at ${path}`);
    }
    assert.equal((await screen({ finding: 'ineligible', reason: 'x' })).status, 404);
    assert.equal(await state(), 'eligible');
    await house.sql('delete from conflict');
});

test('when judging of it has begun, the finding stands', async () => {
    await house.sql(`begin; set local session_replication_role = replica;
        insert into assignment (round, nomination, reviewer)
        select r.id, '${nomination}', a.person from round r, account a
         where r.cycle = '${cycle}' and a.email = '${PEOPLE.reviewer}'; commit`);
    assert.equal((await screen({ finding: 'ineligible', reason: 'Too late.' })).status, 409);
    const page = await people.staff.get(`/staff/nominations/${nomination}`);
    checkPage(page.text, page.path);
    assert.match(words(page.text), /can no longer be changed/);
    assert.doesNotMatch(page.text, /name="finding"/);
});

test('the database itself lets staff change only the finding, and judges nothing', async () => {
    const as = (role, sql) => house.sql(`begin;
        set local role laureate_app;
        select set_config('laureate.person', (select person::text from (select 1) x, lateral (select '${ids[role]}'::text as person) y), true);
        ${sql}; commit`);
    const ids = Object.fromEntries((await house.sql(`select email, person from account`)).split('\n')
        .map((line) => line.split('|')).flatMap(([email, person]) =>
            Object.entries(PEOPLE).filter(([, one]) => one === email).map(([role]) => [role, person])));
    await assert.rejects(as('staff', `update nomination set nominee_name = 'X' where id = '${nomination}'`), /no such page|begun/);
    await assert.rejects(as('staff', `update nomination set state = 'announced' where id = '${nomination}'`), /state in which|begun/);
    await assert.rejects(as('staff', `update nomination set state = 'submitted' where id = '${nomination}'`), /state in which|begun/);
    await assert.rejects(as('staff', `select screening_tell_nominator('${randomUUID()}')`), /no such page/);
    await assert.rejects(as('chair', `select screening_tell_nominator('${nomination}')`), /no such page/);
    for (const role of ['chair', 'reviewer', 'board'])
        assert.match(await as(role, `with c as (update nomination set state = 'ineligible', ineligible_reason = 'x'
            where id = '${nomination}' returning 1) select 'changed ' || count(*) from c`), /changed 0/);
    assert.match(await as('staff', `select 'versions ' || count(*) from nomination_version`), /versions 0/);
    assert.match(await as('board', `select 'letters ' || count(*) from letter`), /letters 0/);
});
