// Signing in and out, one's own account, passwords, and what strangers try.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailbox, PASSWORD, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, words } from './page.mjs';

let house;

before(async () => {
    house = await openHouse({ settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
});
after(() => house.stop());

const try_ = async (email, password, headers) => {
    const person = visitor(house);
    await person.get('/sign-in');
    return person.post('/sign-in', { email, password }, { headers, follow: false });
};
const forget = () => house.sql('delete from attempt');

test('the cookie is the session’s alone, and its token is not kept', async () => {
    const answer = await try_('member@demo.test', PASSWORD);
    assert.equal(answer.status, 303);
    assert.equal(answer.headers.location, '/desk');
    const cookie = [answer.headers['set-cookie']].flat().find((line) => line.startsWith('__Host-session='));
    assert.match(cookie, /; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    const token = cookie.match(/=([^;]*)/)[1];
    assert.equal(token.length, 43);
    assert.equal(await house.sql(`select count(*) from session where session::text like '%${token}%'`), '0');
});

test('a wrong password and an unknown address get the same answer', async () => {
    const wrong = await try_('member@demo.test', 'not the password');
    const unknown = await try_('nobody@demo.test', 'not the password');
    assert.deepEqual([wrong.status, unknown.status], [422, 422]);
    const plain = ({ text }) => text.replaceAll(/name="csrf" value="[^"]*"/g, '').replace(/(member|nobody)@/, '@');
    assert.equal(plain(wrong), plain(unknown));
    checkPage(wrong.text, '/sign-in');
    assert.doesNotMatch(wrong.text, /not the password/);
    await forget();
});

test('after ten tries an account waits, also with the right password; other accounts do not', async () => {
    for (let i = 0; i < 10; i++) assert.equal((await try_('chair@demo.test', 'guess')).status, 422);
    const waits = await try_('chair@demo.test', PASSWORD);
    assert.equal(waits.status, 429);
    assert.match(words(waits.text), /too many tries/i);
    assert.equal((await try_('member@demo.test', PASSWORD)).status, 303);
    await forget();
    assert.equal((await try_('chair@demo.test', PASSWORD)).status, 303);
});

test('sixty tries from one address are enough, whatever the account; a proxy is not believed unless it is ours', async () => {
    await house.sql(`insert into attempt (what, key) select 'sign_in', key from (select key from attempt limit 0) k`);
    for (let i = 0; i < 60; i += 10)
        await Promise.all(Array.from({ length: 10 }, (_, j) =>
            try_(`nobody${i + j}@demo.test`, 'x', { 'x-forwarded-for': `10.0.0.${i + j}` })));
    assert.equal((await try_('member@demo.test', PASSWORD, { 'x-forwarded-for': '10.9.9.9' })).status, 429);
    await forget();
});

test('behind a proxy of ours the client’s own address counts, and nobody locks others out', async () => {
    const behind = await house.clone({ LAUREATE_TRUSTED_PROXIES: '127.0.0.1 10.0.0.1' });
    const from = async (forwarded, password) => {
        const person = visitor(behind);
        await person.get('/sign-in');
        const headers = { 'x-forwarded-for': forwarded };
        return (await person.post('/sign-in', { email: 'chair@demo.test', password }, { headers, follow: false })).status;
    };
    for (let i = 0; i < 10; i++) assert.equal(await from(`10.9.9.${i}, 192.0.2.1`, 'guess'), 422);
    assert.equal(await from('192.0.2.1', PASSWORD), 429);
    assert.equal(await from('192.0.2.1, 10.0.0.1', PASSWORD), 429, 'proxies behind one another');
    assert.equal(await from(['192.0.2.77', '192.0.2.1'], PASSWORD), 429, 'the last of several headers counts');
    assert.equal(await from('192.0.2.2', PASSWORD), 303);
    for (let i = 0; i < 10; i++) assert.equal(await from(`2001:db8:1:2::${i}`, 'guess'), 422);
    assert.equal(await from('2001:db8:1:2:3::4', PASSWORD), 429, 'a network of IPv6 is one address');
    await forget();
});

test('a password is never written into a page, also when its session is over', async () => {
    const member = await signIn(house, 'member@demo.test');
    await member.get('/account');
    await house.sql('update session set ended_at = clock_now()');
    const answer = await member.post('/account/password', { current: PASSWORD, password: 'one that is new here' });
    assert.equal(answer.status, 401);
    assert.doesNotMatch(answer.text, /quiet|new here/);
});

test('whoever guesses at the present password is slowed down', async () => {
    const member = await signIn(house, 'reviewer1@demo.test');
    await member.get('/account');
    const change = (current) => member.post('/account/password', { current, password: 'something else again' });
    for (let i = 0; i < 10; i++) assert.equal((await change('guess')).status, 422);
    assert.equal((await change(PASSWORD)).status, 429);
    await forget();
});

test('a sign-in leads only to addresses of this site', async () => {
    for (const to of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '',
        '/\nx', '/\t/evil.example', '/\r\nSet-Cookie: a=b', '/ä'])  {
        const person = visitor(house);
        await person.get('/sign-in');
        const answer = await person.post('/sign-in', { email: 'member@demo.test', password: PASSWORD, to }, { follow: false });
        assert.equal(answer.headers.location, '/desk', to);
    }
});

test('a form without its token, with another’s, or from another site is refused', async () => {
    const member = await signIn(house, 'member@demo.test');
    await member.get('/account');
    const other = await signIn(house, 'member2@demo.test');
    await other.get('/account');
    for (const csrf of ['', 'x', other.csrf])
        assert.equal((await member.post('/account/sessions', { csrf })).status, 403);
    const elsewhere = await member.post('/account/sessions', {}, { headers: { origin: 'https://evil.example' } });
    assert.equal(elsewhere.status, 403);
    assert.equal((await member.post('/account/sessions', {}, { headers: { origin: house.origin ?? `http://127.0.0.1:${house.port}` } })).status, 200);
});

test('a form needs the right content type, and a body that is one', async () => {
    const member = await signIn(house, 'member@demo.test');
    const type = (name) => ({ headers: { 'content-type': name } });
    assert.equal((await member.post('/account/sessions', {}, type('application/json'))).status, 415);
    assert.equal((await member.post('/account/sessions', {}, type('multipart/form-data; boundary=x'))).status, 415);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    assert.equal((await house.ask('POST', '/sign-in', { headers, body: 'email=%zz' })).status, 422);
    assert.equal((await house.ask('POST', '/sign-in', { headers, body: 'email=%00' })).status, 422);
    assert.equal((await house.ask('POST', '/sign-in', { headers, body: 'a=b&'.repeat(5000) })).status, 422);
    assert.equal((await house.ask('POST', '/sign-in', { headers, body: 'x'.repeat(1024 * 1024 + 1) })).status, 413);
});

test('signing in again makes a new session of the old one; signing out ends it', async () => {
    const member = await signIn(house, 'member@demo.test');
    const before = await house.sql('select count(*) from session where ended_at is null');
    const first = member.cookies.get('__Host-session');
    await member.get('/sign-in');
    await member.post('/sign-in', { email: 'member@demo.test', password: PASSWORD });
    assert.notEqual(member.cookies.get('__Host-session'), first);
    assert.equal(await house.sql('select count(*) from session where ended_at is null'), before);
    const last = member.cookies.get('__Host-session');
    await member.get('/desk');
    await member.post('/sign-out');
    assert.equal(member.cookies.has('__Host-session'), false);
    member.cookies.set('__Host-session', last);
    assert.match((await member.get('/desk')).path, /^\/sign-in/);
});

test('sessions are listed and ended one by one, or all others', async () => {
    await house.sql('update session set ended_at = clock_now()');
    const here = await signIn(house, 'member@demo.test');
    const there = await signIn(house, 'member@demo.test');
    const third = await signIn(house, 'member@demo.test');
    const page = await here.get('/account');
    checkPage(page.text, '/account');
    const ids = [...page.text.matchAll(/name="session" value="([0-9a-f-]{36})"/g)].map(([, id]) => id);
    assert.ok(ids.length >= 2);
    const [id] = (await house.sql(`select id from session where ended_at is null order by began_at`)).split('\n').slice(1);
    assert.ok(ids.includes(id));
    await here.post('/account/sessions', { session: id });
    assert.match((await there.get('/desk')).path, /^\/sign-in/);
    assert.equal((await third.get('/desk')).path, '/desk');
    await here.get('/account');
    await here.post('/account/sessions', { session: '' });
    assert.match((await third.get('/desk')).path, /^\/sign-in/);
    assert.equal((await here.get('/desk')).path, '/desk');
});

test('nobody ends another’s session', async () => {
    const member = await signIn(house, 'member@demo.test');
    const other = await signIn(house, 'member2@demo.test');
    const id = await house.sql(`select s.id from session s join account a on a.person = s.person
        where a.email = 'member2@demo.test' and s.ended_at is null limit 1`);
    await member.get('/account');
    await member.post('/account/sessions', { session: id });
    assert.equal((await other.get('/desk')).path, '/desk');
});

test('a session ends when it is idle for twelve hours, and after fourteen days', async () => {
    const member = await signIn(house, 'member@demo.test');
    await house.sql(`update session set seen_at = clock_now() - interval '11 hours 59 minutes'`);
    assert.equal((await member.get('/desk')).path, '/desk');
    await house.sql(`update session set seen_at = clock_now() - interval '12 hours'`);
    assert.match((await member.get('/desk')).path, /^\/sign-in/);
    const again = await signIn(house, 'member@demo.test');
    await house.sql(`update session set ends_at = clock_now()`);
    assert.match((await again.get('/desk')).path, /^\/sign-in/);
});

test('the password is changed with the present one; other sessions end', async () => {
    const member = await signIn(house, 'member2@demo.test');
    const other = await signIn(house, 'member2@demo.test');
    await member.get('/account');
    const wrong = await member.post('/account/password', { current: 'no', password: 'something quite new' });
    assert.equal(wrong.status, 422);
    assert.match(words(wrong.text), /not your present password/);
    for (const [password, told] of [['short', /at least 12/], ['x'.repeat(201), /at most 200/], ['member2@demo.test', /not your e-mail/]]) {
        const refused = await member.post('/account/password', { current: PASSWORD, password });
        assert.equal(refused.status, 422);
        assert.match(words(refused.text), told);
    }
    const done = await member.post('/account/password', { current: PASSWORD, password: 'something quite new' });
    assert.equal(done.status, 200);
    assert.match((await other.get('/desk')).path, /^\/sign-in/);
    assert.equal((await try_('member2@demo.test', PASSWORD)).status, 422);
    assert.equal((await try_('member2@demo.test', 'something quite new')).status, 303);
    await forget();
});

test('a forgotten password is set by a link from a mail, once, and the answer never tells who is known', async () => {
    const person = visitor(house);
    await person.get('/forgotten');
    const known = await person.post('/forgotten', { email: 'chair@demo.test' });
    await person.get('/forgotten');
    const unknown = await person.post('/forgotten', { email: 'nobody@demo.test' });
    assert.equal(known.path, '/forgotten/sent');
    assert.equal(known.text.replaceAll(/value="[^"]*"/g, ''), unknown.text.replaceAll(/value="[^"]*"/g, ''));
    const [mail] = await until(async () => {
        const mails = await mailbox(house, 'chair@demo.test');
        return mails.length > 0 && mails;
    });
    const link = mail.links.find((path) => path.startsWith('/password/'));
    const scanner = visitor(house);
    for (let i = 0; i < 3; i++) assert.equal((await scanner.get(link)).status, 200);
    const page = await person.get(link);
    checkPage(page.text, link);
    assert.equal((await person.post(link, { password: 'short' })).status, 422);
    const set = await person.post(link, { password: 'one more quiet word' });
    assert.equal(set.path, '/desk');
    assert.equal((await visitor(house).get(link)).status, 404);
    await person.get('/desk');
    assert.equal((await person.post(link, { password: 'another quiet word' })).status, 404);
    assert.equal((await try_('chair@demo.test', 'one more quiet word')).status, 303);
    assert.equal(await house.sql(`select count(*) from event where act = 'password.set' and actor is not null`) > 0, true);
});

test('links that are over, used, or made up open nothing', async () => {
    for (const token of ['x', 'A'.repeat(43), `${'A'.repeat(42)}!`, '%2e%2e', 'ä'])
        assert.equal((await visitor(house).get(`/password/${encodeURIComponent(token)}`)).status, 404, token);
});

test('sessions of one instance are sessions of another', async () => {
    const second = await house.clone();
    const member = await signIn(house, 'member@demo.test');
    member.house = second;
    assert.equal((await member.get('/desk')).path, '/desk');
});

test('public pages say nothing of who asks, and are the same for all', async () => {
    const member = await signIn(house, 'member@demo.test');
    for (const path of ['/', '/awards', '/awards/gold-medal', '/honorees'])
        assert.equal((await member.get(path)).text, (await visitor(house).get(path)).text, path);
});
