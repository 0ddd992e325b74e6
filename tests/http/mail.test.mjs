// Mail: written into the outbox, sent once, seen and decided on by staff.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { mailbox, PASSWORD, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, words } from './page.mjs';
import { openMailServer } from './smtp.mjs';

const DEMO = { LAUREATE_DEMO_PASSWORD: PASSWORD };
const ACCOUNT_LINK = /https?:\/\/[^/\s]+\/password\/([\w-]{43})/;

let house; // a demo, whose mail stays in it

before(async () => {
    house = await openHouse({ settings: DEMO });
});
after(() => house.stop());

// Puts mails into the outbox, as acts do; they stand in the order of their numbers. Their ids.
async function write(house, count, { address = 'to', columns = {} } = {}) {
    const names = Object.keys(columns).map((name) => `, ${name}`);
    const values = Object.values(columns).map((value) => `, ${value}`);
    const ids = await house.sql(`with made as (
            insert into outbox (template, to_name, to_address, link_purpose, link_person, link_ends_at, made_at
                                ${names.join('')})
            select 'people/password', 'Somebody', '${address}' || i || '@demo.test', 'password',
                   (select person from account where email = 'member@demo.test'), clock_now() + interval '2 hours',
                   clock_now() + i * interval '1 second' ${values.join('')}
              from generate_series(1, ${count}) i returning id, made_at)
        select id from made order by made_at`);
    return ids.split('\n');
}
const stateOf = (house, id) => house.sql(`select state from outbox where id = '${id}'`);
const column = (house, id, name) => house.sql(`select ${name} from outbox where id = '${id}'`);
const events = (house, id) => house.sql(`select act from event where subject = '${id}' order by happened_at, act`);

test('an invitation arrives with a link that works once', async () => {
    const staff = await signIn(house, 'staff@demo.test');
    const page = await staff.get('/staff/people');
    checkPage(page.text, '/staff/people');
    const invited = await staff.post('/staff/people', { name: 'Ann O’Brien', email: 'Ann@demo.test' });
    assert.match(words(invited.text), /An invitation to Ann@demo\.test is on its way/);
    const [mail] = await until(async () => {
        const mails = await mailbox(house, 'Ann@demo.test');
        return mails.length > 0 && mails;
    });
    assert.match(mail.head, /^To: .*<Ann@demo\.test>$/m);
    assert.match(mail.body, /Dear Ann O’Brien,/);
    const [, token] = mail.body.match(ACCOUNT_LINK);
    assert.equal(await house.sql(`select count(*) from link where token_hash = '${token}'`), '0');
    const ann = visitor(house);
    assert.match(words((await ann.get(`/password/${token}`)).text), /Ann O’Brien/);
    const desk = await ann.post(`/password/${token}`, { password: 'some new words' });
    assert.equal(desk.path, '/desk');
    assert.equal((await visitor(house).get(`/password/${token}`)).status, 404);
    assert.ok(await signIn(house, 'ann@demo.test', 'some new words'));
    const again = await staff.post('/staff/people', { name: 'Ann O’Brien', email: 'ANN@demo.test' });
    assert.equal(again.status, 422);
    assert.match(words(again.text), /has an account already/);
});

test('an invitation names all that is wrong', async () => {
    const staff = await signIn(house, 'admin@demo.test');
    await staff.get('/staff/people');
    const answer = await staff.post('/staff/people', { name: ' – ', email: 'nowhere' });
    assert.equal(answer.status, 422);
    checkPage(answer.text, '/staff/people');
    assert.match(words(answer.text), /Give the full name\./);
    assert.match(words(answer.text), /Give an e-mail address/);
    assert.match(answer.text, /value="nowhere"/);
});

test('only staff and administrators find these pages', async () => {
    const [id] = await write(house, 1, { columns: { state: `'unsure'` } });
    const pages = ['/staff/mail', `/staff/mail/${id}`, '/staff/people', '/staff/likenesses'];
    const acts = [
        [`/staff/mail/${id}`, { decision: 'drop' }],
        ['/staff/people', { name: 'Eve Example', email: 'eve@demo.test' }],
        ['/staff/people', { name: '', email: '' }],
        ['/staff/likenesses', { one: id, other: id, answer: 'same' }],
        ['/staff/likenesses', { one: id, other: id }],
    ];
    for (const email of ['member@demo.test', 'board@demo.test', 'chair@demo.test']) {
        const person = await signIn(house, email);
        await person.get('/desk');
        for (const path of pages) assert.equal((await person.get(path)).status, 404, `${email} ${path}`);
        for (const [path, fields] of acts)
            assert.equal((await person.post(path, fields)).status, 404, `${email} ${path}`);
    }
    const admin = await signIn(house, 'admin@demo.test');
    const found = await Promise.all(pages.map(async (path) => (await admin.get(path)).status));
    assert.deepEqual(found, [200, 200, 200, 404]);
    assert.equal((await admin.post(`/staff/mail/${id}`, { decision: 'drop' })).status, 409);
    assert.equal(await stateOf(house, id), 'unsure');
    assert.equal(await house.sql(`select count(*) from account where email_folded = 'eve@demo.test'`), '0');
});

test('in a demo the mail is read with its links', async () => {
    const [id] = await write(house, 1);
    await until(async () => (await stateOf(house, id)) === 'sent');
    const staff = await signIn(house, 'staff@demo.test');
    const { text } = await staff.get(`/staff/mail/${id}`);
    checkPage(text, '/staff/mail/…');
    const [, link] = text.match(/<a href="http:\/\/localhost:\d+(\/password\/[\w-]{43})">/);
    assert.equal((await visitor(house).get(link)).status, 200);
    assert.match(words(text), /A new password for your account/);
    assert.equal(await events(house, id), 'mail.sent');
});

test('the list is read page by page, newest first', async () => {
    const ids = await write(house, 60, { address: 'listed', columns: { state: `'dropped'` } });
    await house.sql(`update outbox set made_at = '2090-01-01' where to_address like 'listed%'`);
    const staff = await signIn(house, 'staff@demo.test');
    const seen = [];
    for (let path = '/staff/mail', pages = 0; path; pages++) {
        assert.ok(pages < 5);
        const { text } = await staff.get(path);
        checkPage(text, path);
        seen.push(...[...text.matchAll(/href="\/staff\/mail\/([\w-]{36})"/g)].map(([, id]) => id));
        path = text.match(/rel="next" href="([^"]*)"/)?.[1].replaceAll('&amp;', '&');
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(String(seen.length), await house.sql('select count(*) from outbox'));
    const newest = await house.sql('select id from outbox order by made_at desc, id desc limit 60');
    assert.deepEqual(seen.slice(0, 60), newest.split('\n'));
    assert.ok(ids.every((id) => seen.includes(id)));
});

test('a mail whose link is over is not sent, nor one that cannot be written', async () => {
    const [over] = await write(house, 1, { address: 'over', columns: { send_after: `clock_now() + interval '1 hour'` } });
    await house.sql(`update outbox set link_ends_at = clock_now() - interval '1 second', send_after = clock_now()
                      where id = '${over}'`);
    const [strange] = (await house.sql(`insert into outbox (template, to_address)
        values ('people/nothing', 'strange@demo.test') returning id`)).split('\n');
    const [nowhere] = (await house.sql(`insert into outbox (template, to_address)
        values ('letters/received', 'no address') returning id`)).split('\n');
    await until(async () => (await stateOf(house, nowhere)) === 'refused');
    assert.equal(await stateOf(house, over), 'dropped');
    assert.equal(await stateOf(house, strange), 'refused');
    assert.match(await column(house, nowhere, 'said'), /address is not valid/);
    assert.deepEqual(await mailbox(house, 'over1@demo.test'), []);
});

test('people who are probably one are answered by staff', async () => {
    await house.sql(`insert into person (name, folded, sort_name) values
        ('J. Sameperson', 'j sameperson', 'sameperson j'), ('Jane Sameperson', 'jane sameperson', 'sameperson jane'),
        ('Jo Otherperson', 'jo otherperson', 'otherperson jo'), ('Joe Otherperson', 'joe otherperson', 'otherperson joe');
        insert into likeness (one, other, reason)
        select least(p.id, q.id), greatest(p.id, q.id), 'one has an initial' from person p join person q
            on p.sort_name < q.sort_name and split_part(p.sort_name, ' ', 1) = split_part(q.sort_name, ' ', 1)
         where p.sort_name like 'sameperson%' or p.sort_name like 'otherperson%'`);
    const id = (name) => house.sql(`select id from person where name = '${name}'`);
    const [one, other, jo, joe] = await Promise.all(
        ['J. Sameperson', 'Jane Sameperson', 'Jo Otherperson', 'Joe Otherperson'].map(id));
    const staff = await signIn(house, 'staff@demo.test');
    const page = await staff.get('/staff/likenesses');
    checkPage(page.text, '/staff/likenesses');
    assert.match(words(page.text), /J\. Sameperson.*Jane Sameperson/);
    const member = await signIn(house, 'member@demo.test');
    await member.get('/desk');
    assert.equal((await member.post('/staff/likenesses', { one, other, answer: 'same' })).status, 404);
    assert.equal(await house.sql(`select count(*) from person where same_as is not null and id in ('${one}', '${other}')`), '0');
    await staff.post('/staff/likenesses', { one, other, answer: 'same' });
    const left = await staff.post('/staff/likenesses', { one: jo, other: joe, answer: 'different' });
    assert.doesNotMatch(words(left.text), /Sameperson|Otherperson/);
    assert.equal(await house.sql(`select same_as from person where id = '${other}'`), one);
    assert.equal(await house.sql(`select same_as is null from person where id = '${joe}'`), 't');
    assert.equal((await staff.post('/staff/likenesses', { one, other, answer: 'perhaps' })).status, 422);
});

test('sessions are noted as used when the program ends, events are sealed, and what is old is forgotten', async () => {
    const member = await signIn(house, 'member@demo.test');
    const latest = `select max(seen_at) > clock_now() - interval '1 minute' from session
                     where person = (select person from account where email = 'member@demo.test')`;
    await house.sql(`update session set seen_at = clock_now() - interval '10 minutes'`);
    assert.equal((await member.get('/account')).status, 200);
    await until(async () => Number(await house.sql('select count(*) from ledger_waiting')) === 0);
    assert.ok(Number(await house.sql('select count(*) from ledger_head')) > 0);
    await house.sql(`insert into attempt (what, key, tried_at) values ('password', 'old', clock_now() - interval '2 days'),
                                                                      ('password', 'new', clock_now());
        insert into session (token_hash, person, seen_at, ends_at)
        select 'old', person, clock_now() - interval '91 days', clock_now() + interval '1 day' from account limit 1`);
    await house.close();
    assert.equal(await house.sql(latest), 't');
    await house.serve();
    await until(async () => (await house.sql(`select count(*) from session where token_hash = 'old'`)) === '0');
    assert.equal(await house.sql(`select string_agg(key, ',') from attempt where key in ('old', 'new')`), 'new');
    assert.ok((await until(() => house.metric('sessions_alive'))) > 0);
});

// With a mail server.

async function openPost() {
    const server = await openMailServer();
    const house = await openHouse({
        settings: { ...DEMO, LAUREATE_SMTP_URL: server.url, LAUREATE_MAIL_FROM: 'office@demo.test' },
    });
    return { server, house, close: () => house.stop().finally(() => server.close()) };
}

const messageId = (mail) => mail.text.match(/^Message-ID: (<.*>)$/m)[1];

test('a mail server gets mail', async (context) => {
    const { server, house, close } = await openPost();
    context.after(close);

    await context.test('a real message, whose link works; staff see it masked', async () => {
        const [id] = await write(house, 1);
        const mail = await until(() => server.sentTo('to1@demo.test')[0]);
        assert.equal(mail.from, 'office@demo.test');
        assert.match(mail.text, /^From: "?Laureate"? <office@demo\.test>\r$/m);
        assert.match(mail.text, /^Subject: A new password for your account\r$/m);
        assert.equal(messageId(mail), `<${await column(house, id, 'message_id')}@localhost>`);
        const [, token] = mail.text.replace(/=\r\n/g, '').match(ACCOUNT_LINK);
        assert.equal((await visitor(house).get(`/password/${token}`)).status, 200);
        await until(async () => (await stateOf(house, id)) === 'sent');
        assert.equal(await house.sql('select count(*) from mailbox'), '0');
        const staff = await signIn(house, 'staff@demo.test');
        const { text } = await staff.get(`/staff/mail/${id}`);
        checkPage(text, '/staff/mail/…');
        assert.match(words(text), /\/password\/••••/);
        assert.doesNotMatch(text, /href="[^"]*\/password\//);
        assert.ok(!text.includes(token));
    });

    await context.test('what is refused for now is tried again, as the same mail', async () => {
        server.answer = () => '451 Come back later';
        const [id] = await write(house, 1, { address: 'later' });
        await until(async () => (await column(house, id, 'tries')) === '1' && (await stateOf(house, id)) === 'waiting');
        assert.equal(await column(house, id, 'said'), '451 Come back later');
        assert.equal(await column(house, id, `send_after > clock_now() + interval '50 seconds'`), 't');
        server.answer = () => '250 Taken';
        await house.sql(`update outbox set send_after = clock_now() where id = '${id}'`);
        await until(async () => (await stateOf(house, id)) === 'sent');
        const mails = server.sentTo('later1@demo.test');
        assert.equal(mails.length, 2);
        assert.equal(messageId(mails[0]), messageId(mails[1]));
        server.answer = () => '451 Come back later';
        await house.sql(`update outbox set state = 'waiting', tries = 8, send_after = clock_now() where id = '${id}'`);
        await until(async () => (await stateOf(house, id)) === 'refused');
        server.answer = () => '250 Taken';
    });

    await context.test('what is refused for good is for staff to decide', async () => {
        server.answer = () => '550 5.1.1 No such user here';
        const [again, never] = await write(house, 2, { address: 'refused' });
        await until(async () => (await stateOf(house, again)) === 'refused' && (await stateOf(house, never)) === 'refused');
        server.answer = () => '250 Taken';
        const staff = await signIn(house, 'staff@demo.test');
        assert.match(words((await staff.get(`/staff/mail/${again}`)).text), /550 5\.1\.1 No such user here/);
        assert.equal((await staff.post(`/staff/mail/${again}`, { decision: 'perhaps' })).status, 422);
        await staff.post(`/staff/mail/${again}`, { decision: 'send' });
        await staff.post(`/staff/mail/${never}`, { decision: 'drop' });
        await until(async () => (await stateOf(house, again)) === 'sent');
        assert.equal(await stateOf(house, never), 'dropped');
        assert.deepEqual((await events(house, again)).split('\n'), ['mail.refused', 'mail.sent_again', 'mail.sent']);
        assert.deepEqual((await events(house, never)).split('\n'), ['mail.refused', 'mail.dropped']);
        assert.equal((await staff.post(`/staff/mail/${never}`, { decision: 'send' })).status, 409);
        assert.equal(await stateOf(house, never), 'dropped');
    });

    await context.test('what became of a mail is told also when the database was lost meanwhile', async () => {
        let answer;
        server.answer = () => new Promise((resolve) => (answer = resolve));
        const [id] = await write(house, 1, { address: 'told' });
        await until(() => answer);
        await house.sql(`select pg_terminate_backend(pid) from pg_stat_activity
                          where datname = current_database() and usename like '%jobs'`);
        server.answer = () => '250 Taken';
        answer('250 Taken');
        await until(async () => (await stateOf(house, id)) === 'sent');
        assert.equal(server.sentTo('told1@demo.test').length, 1);
        await write(house, 1, { address: 'behind' });
        await until(() => server.sentTo('behind1@demo.test').length === 1);
    });

    await context.test('what was being sent when the program was killed is unsure, and not sent again', async () => {
        server.answer = () => null;
        const [id] = await write(house, 1, { address: 'killed' });
        await until(() => server.sentTo('killed1@demo.test').length === 1);
        assert.equal(await stateOf(house, id), 'sending');
        const clone = await house.clone(); // another instance leaves it to the one that has it
        await new Promise((resolve) => setTimeout(resolve, 2500));
        assert.equal(await stateOf(house, id), 'sending');
        await clone.close();
        house.process.kill('SIGKILL');
        await once(house.process, 'close');
        server.answer = () => '250 Taken';
        await house.serve();
        await until(async () => (await stateOf(house, id)) === 'unsure');
        await until(async () => (await house.metric('outbox_unsure')) === 1);
        await new Promise((resolve) => setTimeout(resolve, 2500));
        assert.equal(server.sentTo('killed1@demo.test').length, 1);
        const staff = await signIn(house, 'staff@demo.test');
        const page = await staff.get(`/staff/mail/${id}`);
        assert.match(words(page.text), /It is not known whether this mail left/);
        await staff.post(`/staff/mail/${id}`, { decision: 'send' });
        await until(() => server.sentTo('killed1@demo.test').length === 2);
    });

    await context.test('two instances send each mail once', async () => {
        const clone = await house.clone();
        const ids = await write(house, 40, { address: 'once' });
        await until(async () => (await house.sql(`select count(*) from outbox
            where state = 'sent' and to_address like 'once%'`)) === String(ids.length));
        await clone.close();
        for (let i = 1; i <= ids.length; i++) assert.equal(server.sentTo(`once${i}@demo.test`).length, 1);
    });
});

test('without a mail server the mail of a real installation waits', async (context) => {
    const house = await openHouse({ kind: 'real' });
    context.after(() => house.stop());
    const id = await house.sql(`insert into outbox (template, to_address)
        values ('letters/received', 'somebody@demo.test') returning id`);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(await stateOf(house, id), 'waiting');
    assert.equal(house.log.match(/mail waits/g).length, 1);
    assert.equal(await house.sql('select count(*) from mailbox'), '0');
});

test('a mail server needs an address of one’s own to send from', async () => {
    const settings = { LAUREATE_SMTP_URL: 'smtp://127.0.0.1:25' };
    const { status, stderr } = await house.laureate('config', 'check', { settings });
    assert.notEqual(status, 0);
    assert.match(stderr, /LAUREATE_MAIL_FROM/);
});
