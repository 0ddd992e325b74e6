// What the database itself refuses to a request, whatever the program asks in its name: statements as the app's role,
// with a person (or a letter) entered, that a mistake in a handler could send.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD } from './browse.mjs';
import { openHouse } from './house.mjs';

const NOMINATION = '00000000-0000-4000-8000-000000000001', LETTER = '00000000-0000-4000-8000-000000000002';
const OTHERS = '00000000-0000-4000-8000-000000000003', FILE = '00000000-0000-4000-8000-000000000004';
let house, id;

const as = (who, sql) => house.sql(`begin; select set_config('laureate.person', '${id[who]}', true); ${sql}; commit`,
    { role: 'laureate_app' });
const asReferee = (sql) => house.sql(`begin; select set_config('laureate.letter', '${LETTER}', true); ${sql}; commit`,
    { role: 'laureate_app' });
const lines = async (answer) => (await answer).split('\n').slice(1).filter(Boolean);
const nominate = (nomination, email) => `insert into nomination (id, cycle, nominee_name, nominee_email)
    select '${nomination}', c.id, 'Ada Quill', '${email}' from cycle c join award a on a.id = c.award
     where a.slug = 'gold-medal' and c.form is not null`;
const question = (kind) => `(select q.id from question q join cycle c on c.form = q.form
    join nomination n on n.cycle = c.id where n.id = '${NOMINATION}' and q.kind = '${kind}' limit 1)`;
const file = (values) => `insert into file (id, name, type, size, hash, letter, owner)
    values ('${FILE}', 'a.pdf', 'application/pdf', 1, '${'0'.repeat(64)}', ${values})`;

before(async () => {
    house = await openHouse({ serve: false, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    const people = await house.sql(`select split_part(email, '@', 1), person from account where email ~ '^(member2?|staff|admin|board)@'`);
    id = Object.fromEntries(people.split('\n').map((line) => line.split('|')));
    await as('member', `${nominate(NOMINATION, 'ada@demo.test')};
        insert into letter (id, nomination, referee_name, referee_email, email_folded)
        values ('${LETTER}', '${NOMINATION}', 'Ida Falk', 'ida@demo.test', 'ida@demo.test')`);
    await as('member2', nominate(OTHERS, 'bo@demo.test'));
    await asReferee(`update letter set state = 'opened' where id = my_letter();
        insert into letter_content (letter, text) values ('${LETTER}', 'What nobody else reads')`);
});
after(() => house.stop());

test('who is not the nominator sees nothing of a nomination, staff and administrators included', async () => {
    for (const who of ['member2', 'board', 'staff', 'admin'])
        assert.deepEqual(await lines(as(who, `select id from nomination where id = '${NOMINATION}'
            union all select id from letter union all select nomination from answer`)), [], who);
    assert.deepEqual(await lines(house.sql('begin; select 1; select id::text from nomination; commit', { role: 'laureate_app' })), []);
});

test('what a referee writes is the referee’s alone', async () => {
    for (const who of ['member', 'member2', 'staff', 'admin'])
        assert.deepEqual(await lines(as(who, 'select text from letter_content')), [], who);
    assert.deepEqual(await lines(asReferee('select text from letter_content')), ['What nobody else reads']);
    assert.deepEqual(await lines(asReferee('select id::text from nomination union all select value from answer')), []);
});

for (const [what, who, sql, why = /permission denied|row-level security|LR|check constraint/] of [
    ['a nominee who is oneself', 'member', `${nominate(FILE, 'MEMBER@demo.test')}`, /cannot nominate yourself/],
    ['a nominee of the board', 'member', nominate(FILE, 'board@demo.test'), /Board/],
    ['a nominator of the board', 'board', nominate(FILE, 'bo@demo.test'), /Board/],
    ['a nomination in another’s name', 'member', `insert into nomination (cycle, nominator, nominee_name, nominee_email)
        select cycle, '${'${id.member2}'}', 'A', 'a@demo.test' from nomination limit 1`],
    ['another nominee afterwards', 'member', 'update nomination set nominee = me(), nominee_email = null'],
    ['a state that is the office’s to give', 'member', `update nomination set state = 'eligible'`, /not in a state/],
    ['a date of submission', 'member', `update nomination set submitted_at = '2020-01-01'`],
    ['a version that was never submitted', 'member', `insert into nomination_version (nomination, number, reason, contents, hash)
        values ('${NOMINATION}', 9, 'submitted', '{}', '${'0'.repeat(64)}')`, /not in a state/],
    ['an answer in another’s nomination', 'member', `insert into answer (nomination, question, value)
        select '${OTHERS}', q.id, 'x' from question q where kind = 'long' limit 1`, /no such page/],
    ['a text where a document is asked', 'member', `insert into answer (nomination, question, value)
        values ('${NOMINATION}', ${question('document')}, 'x')`, /no such question/],
    ['a document that is somebody else’s', 'member', `insert into document (nomination, question, file)
        select '${NOMINATION}', ${question('document')}, '${FILE}'`, /no such document/],
    ['a file in another’s name', 'member', file(`null, '${NOMINATION}'`)],
    ['another address behind a letter’s back', 'member', `update letter set referee_email = 'member@demo.test'`],
    ['one’s own address for a letter', 'member', `insert into letter (nomination, referee_name, referee_email, email_folded)
        values ('${NOMINATION}', 'M', 'member@demo.test', 'member@demo.test')`, /your own address/],
    ['the nominee’s address for a letter', 'member', `insert into letter (nomination, referee_name, referee_email, email_folded)
        values ('${NOMINATION}', 'A', 'ada@demo.test', 'ada@demo.test')`, /nominee/],
    ['a letter received without its referee', 'member', `update letter set state = 'received'`, /answered|asked/],
    ['a link that sets a password', 'member', `insert into outbox (template, to_address, link_purpose, link_person, link_ends_at)
        select 'people/password', 'member@demo.test', 'password', '${FILE}', now()`],
    ['a link to a letter, mailed elsewhere', 'member', `insert into outbox (template, to_address, link_purpose, link_letter, link_ends_at)
        values ('letters/request', 'member@demo.test', 'letter', '${LETTER}', now())`],
    ['an earlier close of an open call', 'staff', `update cycle set closes_at = closes_at - interval '1 day'
        where opens_at <= clock_now() and closes_at > clock_now()`, /only be moved to later/],
    ['another question of an open call', 'staff', `insert into question (form, rank, part, name, kind, label)
        select form, 99, 'x', 'x', 'text', 'x' from cycle where form is not null and opens_at <= clock_now() and closes_at > clock_now()`, /the form is fixed/],
    ['an honor', 'staff', `update honor set published_at = now()`],
    ['two people who are one, by a member', 'member', `insert into likeness (one, other, reason)
        select min(id::text)::uuid, max(id::text)::uuid, 'x' from person`],
    ['an event in another’s name', 'member', `insert into event (act, actor) values ('decision.released', null)`],
    ['an office', 'admin', `insert into office (person, role) values (me(), 'administrator')`],
    ['the passwords', 'admin', 'select * from account'],
    ['the sessions', 'admin', 'select * from session'],
    ['the links', 'admin', 'select * from link'],
])
    test(`the database refuses ${what}`, async () => {
        await assert.rejects(as(who, sql.replace('${id.member2}', id.member2)), why);
    });

test('of the ledger a request reads nothing but what it has just written', async () => {
    assert.deepEqual(await lines(as('staff', 'select act from event')), []);
    assert.deepEqual(await lines(as('staff', `insert into event (act) values ('test.made') returning act`)), ['test.made']);
});

test('a referee changes nothing but the own letter, and nothing of who was asked', async () => {
    for (const sql of [`update letter set referee_email = 'x@demo.test', email_folded = 'x@demo.test'`,
                       `update letter set nomination = '${OTHERS}'`])
        await assert.rejects(asReferee(sql));
    await assert.rejects(asReferee(`insert into letter_content (letter) values ('${OTHERS}')`));
    await as('member', `insert into letter (id, nomination, referee_name, referee_email, email_folded)
        values ('${FILE}', '${NOMINATION}', 'Otto Brand', 'otto@demo.test', 'otto@demo.test')`);
    await asReferee(`update letter set state = 'declined', reason = 'x' where id = '${FILE}'`);
    assert.equal(await house.sql(`select state from letter where id = '${FILE}'`), 'requested');
});

test('what was sent back may be changed and submitted, and taken back, after the close until its date', async () => {
    const state = () => house.sql(`select state from nomination where id = '${OTHERS}'`);
    await house.sql(`update nomination set state = 'returned', returned_note = 'x', returned_until = clock_now() + interval '100 days'
        where id = '${OTHERS}'; update cycle set closes_at = clock_now() - interval '1 hour' where opens_at < clock_now() - interval '1 day'`);
    await as('member2', `update nomination set state = 'submitted'`);
    assert.equal(await state(), 'submitted');
    await assert.rejects(as('member2', `update nomination set state = 'draft'`), /not in a state/);
    await as('member2', `update nomination set state = 'returned'`);
    await assert.rejects(as('member', `update nomination set state = 'submitted'`), /call has closed/);
    await house.sql(`update nomination set returned_until = clock_now() where id = '${OTHERS}'`);
    await assert.rejects(as('member2', `update nomination set state = 'submitted'`), /date until which/);
});
