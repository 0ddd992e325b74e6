// Mail while the mail server, or PostgreSQL, is not itself: none is lost, none leaves twice, and nobody else waits for it.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openHouse, until } from '../http/house.mjs';
import { openMailServer } from '../http/smtp.mjs';
import { openCluster } from './cluster.mjs';

let cluster, post, house;

before(async () => {
    cluster = await openCluster();
    post = await openMailServer();
    house = await openHouse({ socket: cluster.socket, settings: { LAUREATE_SMTP_URL: post.url, LAUREATE_MAIL_FROM: 'office@demo.test' } });
});
after(async () => {
    await house?.stop();
    await post?.close();
    await cluster?.close();
});
beforeEach(() => {
    post.answer = () => '250 Taken';
});

const write = (to, count = 1) => house.sql(`insert into outbox (template, to_name, to_address, link_purpose, link_person, link_ends_at)
    select 'people/password', 'Somebody', '${to}' || i || '@demo.test', 'password',
           (select person from account where email = 'member@demo.test'), clock_now() + interval '2 hours'
      from generate_series(1, ${count}) i`);
const states = (to) => house.sql(`select string_agg(distinct state, ' ') from outbox where to_address like '${to}%'`);
const arrived = (to) => post.mails.filter((mail) => mail.to.startsWith(to)).length;
const tryAgain = (to) => house.sql(`update outbox set send_after = clock_now() where state = 'waiting' and to_address like '${to}%'`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('a slow mail server that takes nothing holds up neither other work nor the end', async () => {
    let tries = 0;
    post.answer = () => pause(++tries && 2000).then(() => '451 Come back later');
    await write('slow', 15);
    await until(() => tries > 0);
    await house.sql(`insert into event (act, subject) values ('mail.sent', gen_random_uuid())`);
    await until(async () => (await house.sql('select count(*) from ledger_waiting')) === '0', 'the ledger is sealed');
    assert.ok(tries < 12, 'it was not tried with all of them first');
    await house.close();
    const taken = [];
    post.answer = ({ to }) => taken.push(to) && '250 Taken';
    await house.serve(house.port);
    await tryAgain('slow');
    await until(async () => (await states('slow')) === 'sent');
    assert.equal(taken.length, 15);
    assert.equal(new Set(taken).size, 15);
});

test('a mail server that is not there is waited for', async () => {
    const nowhere = await house.clone({ LAUREATE_SMTP_URL: 'smtp://127.0.0.1:1' });
    await house.close();
    await write('absent', 3);
    await until(async () => (await house.sql(`select min(tries) from outbox where to_address like 'absent%'`)) === '1');
    assert.equal(await states('absent'), 'waiting');
    await nowhere.close();
    await house.serve(house.port);
    await tryAgain('absent');
    await until(async () => (await states('absent')) === 'sent');
    assert.equal(arrived('absent'), 3);
});

for (const what of ['all', 'server', 'one'])
    test(`PostgreSQL is killed (${what}) while a mail is leaving: what became of it is told when it is back`, async () => {
        let taken;
        post.answer = () => new Promise((resolve) => (taken = resolve));
        await write(what, 2);
        await until(() => taken);
        await cluster.kill(what);
        post.answer = () => '250 Taken';
        taken('250 Taken');
        await cluster.start();
        await until(() => states(what).then((now) => now === 'sent', () => false));
        assert.equal(arrived(what), 2);
    });
