// A cycle as those see it who act in it, and who is to judge what: assigned by hand and by proposal, by two at once, and
// never by somebody who is in conflict.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { mailbox, PASSWORD, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, words } from './page.mjs';

const NAMES = ['Ada Quill', 'Bo Lind', 'Cy Dorn', 'Dee Marsh', 'Eve Stone', 'Fay Winter'];
const SEATED = ['chair', 'deputy', 'reviewer1', 'reviewer2', 'reviewer3', 'reviewer4'];

let house, cycle, round;
const people = {}, ids = {}, names = {}; // by role: the browser, the person's id and name
const cases = {}; // the nominations, by the nominee's name

before(async () => {
    house = await openHouse({ clock: '2026-06-10T15:00:00Z', settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    const emails = { chair: 'chair', deputy: 'reviewer5', reviewer1: 'reviewer1', reviewer2: 'reviewer2',
        reviewer3: 'reviewer3', reviewer4: 'reviewer4', staff: 'staff', board: 'board', member: 'member' };
    for (const name of NAMES) cases[name] = randomUUID();
    [cycle, round] = (await house.sql(`select c.id, r.id from cycle c
        join award a on a.id = c.award join round r on r.cycle = c.id
        where a.slug = 'gold-medal' and c.closes_at > clock_now()`)).split('|');
    const closes = await house.sql(`select instant_text(opens_at + interval '1 day') from round where id = '${round}'`);
    await house.done('clock', 'set', closes);
    const found = await house.sql(`select split_part(email, '@', 1), p.id, p.name from account join person p on p.id = person
        where email like '%@demo.test'`);
    const known = Object.fromEntries(found.split('\n').map((line) => line.split('|')).map(([name, ...one]) => [name, one]));
    for (const [role, name] of Object.entries(emails)) {
        [ids[role], names[role]] = known[name];
        people[role] = await signIn(house, `${name}@demo.test`);
    }
    await quietly(`update seat set role = 'deputy' where person = '${ids.deputy}'`);
    const declared = SEATED.filter((one) => one !== 'reviewer4').map((one) => ids[one]);
    await quietly(`insert into nomination (id, cycle, nominator, nominee_name, nominee_email, state, submitted_at, version)
        select value::uuid, '${cycle}', '${ids.member}', key, 'x@elsewhere.test', 'eligible', clock_now(), 1
          from jsonb_each_text('${JSON.stringify(cases)}');
        insert into declaration (nomination, person)
        select n.id, person::uuid from nomination n, unnest('{${declared}}'::text[]) person where n.cycle = '${cycle}'`);
    await conflict('chair', 'Ada Quill');
    await conflict('reviewer1', 'Bo Lind');
});
after(() => house.stop());

// Puts something there past the guards, which know only what somebody does.
const quietly = (text) => house.sql(`begin; set local session_replication_role = replica; ${text}; commit`);
const conflict = (role, name) => quietly(`insert into conflict (nomination, person, kind)
    values ('${cases[name]}', '${ids[role]}', 'mentor')`);
const assigned = (where = 'true') => house.sql(`select n.nominee_name || ' ' || p.name from assignment a
    join nomination n on n.id = a.nomination join person p on p.id = a.reviewer where ${where} order by 1`)
    .then((text) => text.split('\n').filter(Boolean));
const count = (what) => house.sql(`select count(*) from ${what}`).then(Number);
const as = (role, text) => house.sql(`begin; select set_config('laureate.person', '${ids[role]}', true); ${text}; commit`,
    { role: 'laureate_app' });
const pair = (name, role) => `${cases[name]}:${ids[role]}`;
const page = () => `/cycles/${cycle}/assignments`;

// The grid on a page: what it was made on, and what is ticked (what is fixed goes along).
function read({ text }) {
    const boxes = [...text.matchAll(/<input type="(checkbox|hidden)" name="assigned" value="([^"]+)"( checked)?>/g)];
    return {
        shown: text.match(/name="shown" value="([^"]*)"/)[1],
        ticked: boxes.filter(([, type, , checked]) => type === 'hidden' || checked).map(([, , value]) => value),
        boxes: boxes.map(([, , value]) => value),
    };
}

async function send(role, { shown, ticked }) {
    const person = people[role];
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const fields = [['csrf', person.csrf], ['shown', shown], ...ticked.map((one) => ['assigned', one])];
    return house.ask('POST', page(), {
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
    });
}

async function grid(role, query = '') {
    return read(await people[role].get(page() + query));
}

// What a page says, without what differs from one asking to the next.
const still = (html) => html.replace(/name="csrf" value="[^"]*"/g, '');

test('the page of a cycle is for those who act in it', async () => {
    for (const role of ['chair', 'deputy', 'reviewer1', 'reviewer4', 'staff', 'board']) {
        const answer = await people[role].get(`/cycles/${cycle}`);
        assert.equal(answer.status, 200, role);
        checkPage(answer.text, `${role}: ${answer.path}`);
        assert.match(words(answer.text), /Judging : now/);
        assert.match(words(answer.text), new RegExp(`Chair(, you)? ${names.chair}`));
    }
    assert.equal((await people.member.get(`/cycles/${cycle}`)).status, 404);
    assert.equal((await visitor(house).get(`/cycles/${cycle}`)).path, `/sign-in?to=%2Fcycles%2F${cycle}`);
    assert.equal((await people.staff.get(`/cycles/${randomUUID()}`)).status, 404);
});

test('it says what each has to do, with the way there', async () => {
    const says = async (role) => words((await people[role].get(`/cycles/${cycle}`)).text);
    assert.match(await says('reviewer4'), /Say whether you are in conflict To do 6 nominees are left/);
    assert.match(await says('deputy'), /Assign reviewers To do 6 nominations have no reviewer yet/);
    assert.match(await says('chair'), /Assign reviewers To do 5 nominations have no reviewer yet/);
    const { text } = await people.staff.get(`/cycles/${cycle}`);
    for (const href of [`/staff/cycles/${cycle}`, `/staff/cycles/${cycle}/nominations`, `/cycles/${cycle}/conflicts/all`])
        assert.ok(text.includes(`href="${href}"`), href);
    assert.doesNotMatch(text, /assignments|\/reviews/);
    const reviewer = await people.reviewer2.get(`/cycles/${cycle}`);
    for (const id of Object.values(cases)) assert.ok(reviewer.text.includes(`href="/packets/${id}"`));
    assert.doesNotMatch(await says('reviewer4'), /Ada Quill|Bo Lind/);
    assert.doesNotMatch(await says('board'), /Ada Quill|Bo Lind/);
});

test('who may not assign finds no grid', async () => {
    for (const role of ['reviewer1', 'staff', 'board', 'member']) {
        assert.equal((await people[role].get(page())).status, 404, role);
        await people[role].get('/account');
        assert.equal((await send(role, { shown: '', ticked: [pair('Cy Dorn', 'reviewer2')] })).status, 404, role);
    }
    assert.equal(await count('assignment'), 0);
});

test('a conflicted chair has neither row nor number of that nomination; the deputy has', async () => {
    const chair = await people.chair.get(page());
    checkPage(chair.text, page());
    assert.doesNotMatch(chair.text, /Ada Quill/);
    assert.ok(!chair.text.includes(cases['Ada Quill']));
    const deputy = await people.deputy.get(page());
    assert.match(words(deputy.text), new RegExp(`${names.chair} In conflict`));
    const { boxes } = read(deputy);
    assert.ok(boxes.includes(pair('Ada Quill', 'reviewer1')));
    assert.ok(!boxes.includes(pair('Ada Quill', 'chair')), 'who is in conflict cannot be ticked');
    assert.ok(!boxes.some((box) => box.endsWith(ids.reviewer4)), 'nor who has not declared');
    assert.match(words(deputy.text), /Has not declared yet/);
});

test('a proposal is shown and not saved; who is short is named', async () => {
    const preview = await people.deputy.get(`${page()}?propose=3`);
    checkPage(preview.text, preview.path);
    assert.match(words(preview.text), /This is a proposal\. Nothing is saved yet\. 18 reviews are added/);
    const { shown, ticked } = read(preview);
    assert.equal(shown, '');
    assert.equal(ticked.length, 18);
    const loads = SEATED.map((role) => ticked.filter((one) => one.endsWith(ids[role])).length);
    assert.deepEqual(loads.sort(), [0, 3, 3, 4, 4, 4]);
    assert.ok(!ticked.includes(pair('Ada Quill', 'chair')) && !ticked.includes(pair('Bo Lind', 'reviewer1')));
    const short = words((await people.deputy.get(`${page()}?propose=5`)).text);
    assert.match(short, /Ada Quill : 4 of 5, 1 short Bo Lind : 4 of 5, 1 short/);
    for (const wrong of ['0', '21', 'three', '-1'])
        assert.match(words((await people.deputy.get(`${page()}?propose=${wrong}`)).text), /Give a whole number from 1 to 20/);
    assert.equal(await count('assignment'), 0);
});

test('the proposal of a conflicted chair is made without that nomination', async () => {
    const { ticked } = await grid('chair', '?propose=2');
    assert.equal(ticked.length, 10);
    assert.ok(!ticked.some((one) => one.startsWith(cases['Ada Quill'])));
});

test('what is ticked is saved in one act, told once to each reviewer, and sent twice changes nothing', async () => {
    const { shown } = await grid('deputy');
    const ticked = [pair('Ada Quill', 'reviewer1'), pair('Cy Dorn', 'reviewer1'), pair('Cy Dorn', 'reviewer2')];
    const saved = await send('deputy', { shown, ticked });
    assert.equal(saved.status, 303, words(saved.text));
    assert.match(words((await people.deputy.get(saved.headers.location)).text), /Saved/);
    const there = [`Ada Quill ${names.reviewer1}`, `Cy Dorn ${names.reviewer1}`, `Cy Dorn ${names.reviewer2}`].sort();
    assert.deepEqual(await assigned(), there);
    assert.equal((await send('deputy', { shown, ticked })).status, 303);
    assert.deepEqual(await assigned(), there);
    assert.equal(await count(`event where act = 'assignment.made' and actor = '${ids.deputy}'`), 3);
    const mails = await until(async () => {
        const both = await Promise.all(['reviewer1', 'reviewer2'].map((one) => mailbox(house, `${one}@demo.test`)));
        return both.every((some) => some.length > 0) && both;
    });
    assert.deepEqual(mails.map((some) => some.length), [1, 1]);
    assert.match(mails[0][0].body, /review\s+2\s+nominations/);
    assert.match(mails[1][0].body, /review\s+one\s+nomination/);
    assert.ok(mails[0][0].links.includes('/reviews'));
    for (const name of NAMES) assert.ok(!mails[0][0].body.includes(name) && !mails[0][0].head.includes(name));
});

test('of two who act at once neither undoes the other silently', async () => {
    const [one, other] = [await grid('chair'), await grid('deputy')];
    await send('deputy', { ...other, ticked: [...other.ticked, pair('Dee Marsh', 'reviewer2'), pair('Eve Stone', 'reviewer2')] });
    await send('chair', { ...one, ticked: [...one.ticked, pair('Fay Winter', 'reviewer3')] });
    const rows = (await assigned()).filter((line) => /Dee|Eve|Fay/.test(line));
    assert.deepEqual(rows, [`Dee Marsh ${names.reviewer2}`, `Eve Stone ${names.reviewer2}`, `Fay Winter ${names.reviewer3}`],
        'different rows come together');
    const clash = await send('chair', { ...one, ticked: [...one.ticked, pair('Dee Marsh', 'reviewer3')] });
    assert.equal(clash.status, 422);
    assert.match(words(clash.text), new RegExp(`Dee Marsh: somebody else has meanwhile assigned ${names.reviewer2}`));
    assert.match(words(clash.text), /Assigned meanwhile/);
    const merged = read(clash);
    assert.ok(merged.ticked.includes(pair('Dee Marsh', 'reviewer2')) && merged.ticked.includes(pair('Dee Marsh', 'reviewer3')));
    assert.equal((await assigned()).filter((line) => line.startsWith('Dee')).length, 1, 'nothing is done');
    assert.equal((await send('chair', merged)).status, 303);
    assert.equal((await assigned()).filter((line) => line.startsWith('Dee')).length, 2);
    const removed = await grid('deputy');
    await send('deputy', { ...removed, ticked: removed.ticked.filter((tick) => !tick.startsWith(cases['Dee Marsh'])) });
    assert.deepEqual(await assigned(`n.nominee_name = 'Dee Marsh'`), []);
    assert.equal(await count(`event where act = 'assignment.undone'`), 2);
});

test('when both send at the same moment the second sees what the first did', async () => {
    const [one, other] = [await grid('chair'), await grid('deputy')];
    const answers = await Promise.all([
        send('chair', { ...one, ticked: [...one.ticked, pair('Bo Lind', 'reviewer2')] }),
        send('deputy', { ...other, ticked: [...other.ticked, pair('Bo Lind', 'reviewer3')] }),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 422]);
    assert.equal((await assigned(`n.nominee_name = 'Bo Lind'`)).length, 1);
    await quietly(`delete from assignment where nomination = '${cases['Bo Lind']}'`);
});

test('a conflict declared meanwhile is named, and all ticks are kept', async () => {
    const before = await grid('deputy');
    await conflict('reviewer3', 'Dee Marsh');
    const wanted = [pair('Dee Marsh', 'reviewer3'), pair('Dee Marsh', 'reviewer1'), pair('Bo Lind', 'reviewer2')];
    const refused = await send('deputy', { ...before, ticked: [...before.ticked, ...wanted] });
    assert.equal(refused.status, 422);
    checkPage(refused.text, 'refused');
    assert.match(words(refused.text), new RegExp(`There is a problem ${names.reviewer3} is in conflict with Dee Marsh`));
    const again = read(refused);
    assert.ok(again.ticked.includes(wanted[1]) && again.ticked.includes(wanted[2]) && !again.ticked.includes(wanted[0]));
    assert.deepEqual(await assigned(`n.nominee_name in ('Dee Marsh', 'Bo Lind')`), []);
    const undeclared = await send('deputy', { ...before, ticked: [...before.ticked, pair('Bo Lind', 'reviewer4')] });
    assert.match(words(undeclared.text), new RegExp(`${names.reviewer4} has not said yet whether they are in conflict with Bo Lind`));
    const stranger = await send('deputy', { ...before, ticked: [...before.ticked, `${cases['Bo Lind']}:${ids.member}`] });
    assert.equal(stranger.status, 422);
});

test('what has been begun is shown as such, and stays', async () => {
    const before = await grid('deputy');
    await quietly(`update assignment set state = 'draft' where nomination = '${cases['Cy Dorn']}' and reviewer = '${ids.reviewer1}'`);
    await quietly(`update assignment set state = 'submitted' where nomination = '${cases['Cy Dorn']}' and reviewer = '${ids.reviewer2}'`);
    const { text } = await people.deputy.get(page());
    assert.match(words(text), /✓ Begun/);
    assert.match(words(text), /✓ Submitted/);
    const refused = await send('deputy', { ...before, ticked: before.ticked.filter((one) => one !== pair('Cy Dorn', 'reviewer1')) });
    assert.equal(refused.status, 422);
    assert.match(words(refused.text), new RegExp(`${names.reviewer1} has begun the review of Cy Dorn`));
    assert.equal((await assigned(`n.nominee_name = 'Cy Dorn'`)).length, 2);
    await assert.rejects(as('deputy', `delete from assignment where nomination = '${cases['Cy Dorn']}'`), /has been begun/);
});

test('nor does the database let anybody assign who may not', async () => {
    const assign = (role, name, reviewer) => as(role, `insert into assignment (id, round, nomination, reviewer)
        values (gen_random_uuid(), '${round}', '${cases[name]}', '${ids[reviewer]}')`);
    await assert.rejects(assign('chair', 'Ada Quill', 'reviewer2'), /no such page/);
    await assert.rejects(assign('reviewer1', 'Eve Stone', 'reviewer3'), /no such page/);
    await assert.rejects(assign('staff', 'Eve Stone', 'reviewer3'), /no such page/);
    await assert.rejects(assign('deputy', 'Bo Lind', 'reviewer1'), /is in conflict with Bo Lind/);
    await assert.rejects(assign('deputy', 'Bo Lind', 'reviewer4'), /has not said yet/);
    await assert.rejects(assign('deputy', 'Bo Lind', 'member'), /has no seat/);
    const known = async (role, where = 'true') => (await as(role, `select count(*) from reviewers_of('${cycle}') where ${where}`))
        .split('\n').at(-1);
    assert.equal(await known('deputy'), '36');
    assert.equal(await known('chair'), '30');
    assert.equal(await known('chair', `nomination = '${cases['Ada Quill']}'`), '0');
    for (const role of ['reviewer1', 'staff', 'board', 'member']) assert.equal(await known(role), '0', role);
    const mails = await count('outbox');
    await as('reviewer1', `select reviewers_tell('${round}')`);
    await as('deputy', `select reviewers_tell('${round}')`);
    assert.equal(await count('outbox'), mails, 'nothing was assigned in these');
});

test('to who is in conflict a cycle looks the same, whatever becomes of that nomination and of the decision', async () => {
    const look = async () => {
        const answers = [];
        for (const path of [`/cycles/${cycle}`, page(), `${page()}?propose=3`])
            answers.push(still((await people.chair.get(path)).text));
        return answers;
    };
    const first = await look();
    assert.match(words(first[0]), /the decision of the cycle stays closed to you until it is public/);
    assert.equal(first[0].match(/You are in conflict/g).length, 1);
    await quietly(`insert into assignment (round, nomination, reviewer, state, submitted_at)
        values ('${round}', '${cases['Ada Quill']}', '${ids.reviewer2}', 'submitted', clock_now())`);
    await quietly(`insert into decision (cycle, state) values ('${cycle}', 'open')`);
    for (const state of ['open', 'proposed', 'sent_back', 'ratified']) {
        await quietly(`update decision set state = '${state}'`);
        await quietly(`insert into proposal (nomination, cycle, is_chosen, citation) values ('${cases['Ada Quill']}', '${cycle}',
            true, 'x') on conflict (nomination) do nothing`);
        assert.deepEqual(await look(), first, state);
    }
});

test('when judging has closed the grid is to be read only', async () => {
    const before = await grid('deputy');
    await house.done('clock', 'set', await house.sql(`select instant_text(closes_at) from round where id = '${round}'`));
    for (const [role, name] of [['chair', 'chair'], ['deputy', 'reviewer5'], ['board', 'board']])
        people[role] = await signIn(house, `${name}@demo.test`);
    const closed = await people.deputy.get(page());
    checkPage(closed.text, 'closed');
    assert.match(words(closed.text), /Judging closed on/);
    assert.deepEqual(read(closed).boxes, []);
    const late = await send('deputy', { ...before, ticked: [...before.ticked, pair('Bo Lind', 'reviewer2')] });
    assert.equal(late.status, 403);
    assert.match(words(late.text), /Judging has closed/);
    await assert.rejects(as('deputy', `delete from assignment where nomination = '${cases['Eve Stone']}'`), /Judging has closed/);
    const board = async () => words((await people.board.get(`/cycles/${cycle}`)).text);
    assert.match(await board(), /See the decision Later When you have said with whom you are in conflict/);
    await house.sql(`insert into declaration (nomination, person) select id, '${ids.board}' from nomination
        where cycle = '${cycle}'`);
    assert.match(await board(), /See the decision Ratified/);
    assert.doesNotMatch(words((await people.chair.get(`/cycles/${cycle}`)).text), /Ratified/);
});

test('a cycle that would be left with nobody says so, and what to do', async () => {
    await conflict('deputy', 'Eve Stone');
    const told = words((await people.chair.get(`/cycles/${cycle}`)).text);
    assert.match(told, /Nobody could lead this committee\..* Ask the staff for another deputy/);
    await quietly(`update decision set state = 'announced', announces_at = clock_now();
        insert into honor (award, year, person, name, search, source, published_at, cycle)
        select award, year, '${ids.member}', 'x', 'x', 'decided', clock_now(), id from cycle where id = '${cycle}'`);
    const open = words((await people.chair.get(`/cycles/${cycle}`)).text);
    assert.match(open, /It has been announced/);
    assert.doesNotMatch(open, /stays closed to you/);
});
