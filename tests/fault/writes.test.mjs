// A thousand people write at once while the server, PostgreSQL or both are killed, again and again: what was acknowledged
// is there, nothing is there twice, no mail is lost or leaves twice by itself, and the ledger has no gap.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PASSWORD, signIn } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { words } from '../http/page.mjs';
import { openMailServer } from '../http/smtp.mjs';
import { openCluster } from './cluster.mjs';
import { Crowd, stored } from './crowd.mjs';

const PEOPLE = 1000;
const MAILS_WAITING = 30;
const ROUNDS = ['the server', 'a process of PostgreSQL', 'both', 'PostgreSQL', 'the server', 'PostgreSQL’s own server'];

let cluster, post, house, crowd;
const seed = Number(process.env.SEED ?? randomInt(2 ** 31)); // the moments of the kills follow from it
const random = randomFrom(seed);

before(async () => {
    cluster = await openCluster();
    post = await openMailServer();
    house = await openHouse({
        socket: cluster.socket, nominations: true,
        settings: { LAUREATE_QUEUE: '1024', LAUREATE_DEMO_PASSWORD: PASSWORD, LAUREATE_SMTP_URL: post.url, LAUREATE_MAIL_FROM: 'office@demo.test' },
    });
    crowd = new Crowd(house, random);
});

after(async () => {
    await crowd?.abandon();
    await house?.stop();
    await post?.close();
    await cluster?.close();
});

// mulberry32
function randomFrom(state) {
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// With the server goes the mail that is just leaving: its bytes are all there, and no answer has come.
async function killServer() {
    let isLeaving = false;
    post.answer = () => ((isLeaving = true), null);
    await until(() => isLeaving, 'a mail is leaving');
    await house.kill();
    post.answer = () => '250 Taken';
}

const killing = {
    'the server': killServer,
    'PostgreSQL': () => cluster.kill('all'),
    'PostgreSQL’s own server': () => cluster.kill('server'),
    'a process of PostgreSQL': () => cluster.kill('one'),
    'both': async () => {
        await killServer();
        await cluster.kill('all');
    },
};

async function begin() {
    await cluster.start();
    if (!house.process) await house.serve(house.port);
    const { acknowledged } = crowd.counted;
    await until(() => crowd.fault || crowd.counted.acknowledged > acknowledged, 'it goes on');
}

// Whatever was acknowledged by then.
async function isThere(noted) {
    const there = await stored(house);
    for (const kind of ['nominations', 'letters'])
        assert.deepEqual(noted[kind].filter((id) => !there[kind].has(id)), [], `${kind} that were acknowledged are there`);
    for (const kind of ['answers', 'marks', 'documents'])
        for (const [key, version] of noted[kind])
            assert.ok(there[kind].get(key) >= version, `${kind} ${key} in version ${version}: ${there[kind].get(key)}`);
}

let exports = 0;

// How many events the ledger has, as anybody finds who checks it.
async function eventsOfLedger() {
    const file = `${house.folder}/ledger-${++exports}`;
    await house.done('export', 'ledger', file);
    const { stdout } = await house.done('verify', file);
    return Number(stdout.match(/Events: (\d+)/)[1]);
}

const count = (sql) => house.sql(`select count(*) from ${sql}`).then(Number);

test(`what was acknowledged outlives every kill (SEED=${seed})`, async (t) => {
    await crowd.begin(PEOPLE, () => crowd.asked < post.mails.length + MAILS_WAITING);
    let events = 0;
    for (const what of ROUNDS) {
        await pause(300 + 1200 * random());
        const { inFlight, counted } = crowd;
        await killing[what]();
        const noted = crowd.soFar();
        t.diagnostic(`${what}: ${inFlight} in flight, ${JSON.stringify(counted)}`);
        await begin();
        if (crowd.fault) throw crowd.fault;
        await isThere(noted);
        const sealed = await eventsOfLedger();
        assert.ok(sealed >= events, 'the ledger only grows');
        events = sealed;
    }
    await crowd.end();
});

test('nothing is there twice, though much was sent twice', async () => {
    assert.ok(crowd.counted.unanswered > ROUNDS.length, 'something was interrupted');
    const member = await signIn(house, 'member@demo.test');
    const { noted } = crowd, there = await stored(house);
    for (const kind of ['nominations', 'letters']) assert.deepEqual([...there[kind]].sort(), noted[kind].sort(), kind);
    for (const [key, version] of noted.answers) assert.equal(there.answers.get(key), version);
    for (const [key, version] of noted.marks) assert.equal(there.marks.get(key), version);
    for (const [nomination, number] of noted.documents) {
        assert.equal(there.documents.get(nomination), number);
        const { status, text } = await member.get(`${await crowd.documentsOf(nomination)}/file`);
        assert.equal(status, 200);
        assert.ok(text.includes(`Document ${number}\n`), 'the document can be read');
    }
    for (const act of ['nomination.begun', 'letter.requested'])
        assert.equal(await house.sql(`select subject from event where act = '${act}' group by subject having count(*) > 1`), '');
    assert.equal(await count(`letter l where referee_email = l.id || '@elsewhere.test'
        and (select count(*) from event where subject = l.id and act = 'letter.requested') <> 1`), 0, 'each has its event');
    assert.equal(await count(`letter l where referee_email = l.id || '@elsewhere.test'
        and (select count(*) from outbox where to_address = l.referee_email) <> 1`), 0, 'and its mail');
});

test('no mail is lost, and none leaves twice by itself', async (t) => {
    await house.sql(`update outbox set send_after = clock_now() where tries > 0 and state = 'waiting'`); // timed out here
    for (let waiting = Infinity; waiting > 0; ) // as long as it takes, if only there is less and less
        waiting = await until(async () => {
            const left = await count(`outbox where state in ('waiting', 'sending') and send_after <= clock_now()`);
            return left < waiting && { left };
        }, 'mail leaves').then(({ left }) => left);
    const times = new Map();
    for (const { text } of post.mails) {
        const [, id] = text.match(/^Message-ID: <(.*)@localhost>\r$/m);
        times.set(id, (times.get(id) ?? 0) + 1);
    }
    const states = { sent: 0, unsure: 0 };
    for (const line of (await house.sql(`select message_id, state from outbox where state <> 'waiting'`)).split('\n')) {
        const [id, state] = line.split('|');
        states[state]++;
        const arrived = times.get(id) ?? 0;
        assert.ok(arrived === 1 || (arrived === 0 && state === 'unsure'), `${id} is ${state} and arrived ${arrived} times`);
    }
    t.diagnostic(JSON.stringify(states));
    assert.ok(states.unsure >= 1 && states.unsure <= ROUNDS.length, 'at most one is unsure after each kill');

    const staff = await signIn(house, 'staff@demo.test');
    const [id, message] = (await house.sql(`select id, message_id from outbox where state = 'unsure' limit 1`)).split('|');
    assert.match(words((await staff.get(`/staff/mail/${id}`)).text), /It is not known whether this mail left/);
    const before = times.get(message) ?? 0;
    await staff.post(`/staff/mail/${id}`, { decision: 'send' });
    await until(() => post.mails.filter(({ text }) => text.includes(message)).length === before + 1, 'staff have it sent again');
});

test('the ledger has every event, without a gap', async () => {
    await until(async () => (await count('ledger_waiting')) === 0, 'all is sealed');
    assert.equal(await eventsOfLedger(), await count('event'));
});
