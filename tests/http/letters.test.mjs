// Letters, from the request to the thanks: what the nominator does and sees, what the referee does, and what neither
// of them can.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { mailbox, PASSWORD, pdf, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, texts, words } from './page.mjs';

const NOTE = 'You have known her longest.';
const SECRET = 'She is a marvel of steadiness.'; // what only those who judge may read

let house, member, nomination;
let referees = 0;

before(async () => {
    house = await openHouse({ settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    await house.done('person', 'role', 'reviewer1@demo.test', 'chair', '--award', 'fellowship');
    member = await signIn(house, 'member@demo.test');
});
after(() => house.stop());

// Each test has a nomination of its own, of another member.
beforeEach(async () => {
    nomination = randomUUID();
    await member.get('/awards/gold-medal/nominate');
    const nominee = await house.sql(`select person from account where email = 'member2@demo.test'`);
    const begun = await member.post('/awards/gold-medal/nominate', { nomination, nominee });
    assert.equal(begun.path, `/nominations/${nomination}`, words(begun.text));
});

const letters = () => `/nominations/${nomination}/letters`;
const newAddress = () => `referee${++referees}@elsewhere.demo.test`;
const hidden = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
const beside = (html, field) => html.match(new RegExp(`id="${field}-error">([^<]*)`))?.[1];
const value = (html, field) => html.match(new RegExp(`id="${field}"[^>]* value="([^"]*)"`))?.[1];
const area = (html, field) => html.match(new RegExp(`<textarea[^>]* id="${field}"[^>]*>\n([^<]*)</textarea>`))?.[1];
const column = (letter, name) => house.sql(`select ${name} from letter where id = '${letter}'`);
const content = (letter, name) => house.sql(`select ${name} from letter_content where letter = '${letter}'`);

// Sends the form that asks for a letter: what comes, and the letter's id.
async function request(email, { name = 'Ida Falk', note = NOTE } = {}) {
    const page = await member.get(letters());
    const letter = hidden(page.text, 'letter');
    return { letter, answer: await member.post(letters(), { letter, name, email, note }) };
}

// Asks somebody new, who has the mail: the letter's id, their address, and its link.
async function asked(options) {
    const email = newAddress();
    const { letter, answer } = await request(email, options);
    assert.equal(answer.path, letters(), words(answer.text));
    const [mail] = await mails(email, 1);
    return { letter, email, mail, link: linkIn(mail) };
}

// The mails to an address, newest first, as soon as there are so many.
async function mails(address, count) {
    const found = await until(async () => {
        const all = await mailbox(house, address);
        return all.length >= count && all;
    }, `${count} mails to ${address}`);
    assert.equal(found.length, count, found.map(({ head }) => head).join('\n\n'));
    return found;
}

// The nominator's mail of which that is true, as soon as it is there.
async function toMember(is) {
    return until(async () => (await mailbox(house, 'member@demo.test')).find(is), `mail of which ${is}`);
}

// How many mails of that kind the nomination has sent its nominator.
function told(template) {
    return house.sql(`select count(*) from outbox where template = '${template}' and to_address = 'member@demo.test'
        and facts->>'nomination' = '${nomination}'`);
}

function linkIn({ body, links }) {
    const [link, ...more] = links.filter((one) => one.startsWith('/letters/'));
    assert.equal(more.length, 0, body);
    assert.match(link, /^\/letters\/[\w-]{43}$/, body);
    return link;
}

// A referee who has said yes.
async function writing(options) {
    const ask = await asked(options);
    const referee = visitor(house);
    await referee.get(ask.link);
    const page = await referee.post(`${ask.link}/accept`);
    assert.equal(await column(ask.letter, 'state'), 'opened', words(page.text));
    return { ...ask, referee, version: hidden(page.text, 'version') };
}

const whole = (version, text = SECRET) => ({ name: 'Ida Falk', relationship: 'Colleagues since 1998', text, version });

// A referee whose letter has been sent.
async function sent() {
    const ask = await writing();
    const page = await ask.referee.post(ask.link, { ...whole(ask.version), then: 'send' });
    assert.equal(await column(ask.letter, 'state'), 'received', words(page.text));
    return ask;
}

// Runs something while the call's dates are others.
async function during(dates, run) {
    const kept = await house.sql(`select c.id, c.closes_at, c.letters_until, c.letters_needed
        from cycle c join nomination n on n.cycle = c.id where n.id = '${nomination}'`);
    const [cycle, closes, lettersUntil, needed] = kept.split('|');
    await house.sql(`update cycle set ${dates} where id = '${cycle}'`);
    try {
        await run();
    } finally {
        await house.sql(`update cycle set closes_at = '${closes}', letters_until = '${lettersUntil}',
            letters_needed = ${needed} where id = '${cycle}'`);
    }
}

test('a letter is asked for, written, sent, taken back and sent again', async () => {
    const { letter, email, mail, link } = await asked();
    assert.match(mail.head, /^Subject: \S/m);
    assert.match(mail.body, new RegExp(NOTE));
    assert.match(mail.body, /^Dear Ida Falk,/m);
    const list = await member.get(letters());
    checkPage(list.text, letters());
    assert.match(texts(list.text, 'li').join(), new RegExp(`Ida Falk.*${email}.*Asked`));

    const referee = visitor(house);
    const page = await referee.get(link);
    checkPage(page.text, link);
    assert.match(words(page.text), /Will you write it\?/);
    assert.match(words(page.text), new RegExp(NOTE));
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.equal(await column(letter, 'state'), 'requested', 'opening the page changes nothing');

    const form = await referee.post(`${link}/accept`);
    checkPage(form.text, link);
    assert.equal(value(form.text, 'name'), 'Ida Falk');
    const version = hidden(form.text, 'version');
    const saved = await referee.save(link, { name: 'Ida Falk', relationship: '', text: 'She is', version });
    assert.deepEqual([saved.status, saved.words, saved.error], [200, 2, null]);
    assert.equal(saved.version, Number(version) + 1);
    assert.match(saved.saved, /\d/);
    assert.match(words((await member.get(letters())).text), /Being written/);

    const half = { name: ' ', relationship: '', text: `${SECRET}\r\n<b>&`, version: saved.version };
    const early = await referee.post(link, { ...half, then: 'send' });
    assert.equal(early.status, 422);
    checkPage(early.text, link);
    assert.match(early.text, /<title>Error: /);
    assert.ok(beside(early.text, 'name') && beside(early.text, 'relationship') && !beside(early.text, 'text'));
    assert.equal(area(early.text, 'text'), `${SECRET}\r\n&lt;b&gt;&amp;`);
    assert.equal(await content(letter, 'text'), `${SECRET}\n<b>&`, 'what was typed is kept all the same');

    const thanks = await referee.post(link, { ...whole(hidden(early.text, 'version')), then: 'send' });
    checkPage(thanks.text, link);
    assert.equal(await column(letter, 'state'), 'received');
    assert.equal(await told('letters/received'), '1');
    await toMember(({ head }) => /^Subject:.*Ida/m.test(head));
    assert.match(texts((await member.get(letters())).text, 'li').join(), /Ida Falk.*Received/);

    const again = await referee.post(`${link}/take-back`);
    assert.equal(area(again.text, 'text'), SECRET);
    const better = await referee.post(link, { ...whole(hidden(again.text, 'version'), 'Better.'), then: 'save' });
    assert.equal(area(better.text, 'text'), 'Better.');
    await referee.post(`${link}/send`);
    assert.deepEqual([await column(letter, 'state'), await content(letter, 'text')], ['received', 'Better.']);
});

test('a referee declines with a reason, which the nominator reads; others, or the same again, can be asked', async () => {
    const { letter, email, link } = await asked();
    const referee = visitor(house);
    await referee.get(link);
    const long = await referee.post(`${link}/decline`, { reason: 'word '.repeat(201) });
    assert.equal(long.status, 422);
    checkPage(long.text, link);
    assert.match(beside(long.text, 'reason'), /200 words/);
    assert.match(area(long.text, 'reason'), /^word word/);
    const over = await referee.post(`${link}/decline`, { reason: 'I am\r\non <leave>.' });
    checkPage(over.text, link);
    assert.match(texts(over.text, 'h1').join(), /declined/);
    assert.equal(await column(letter, 'reason'), 'I am\non <leave>.');
    const mail = await toMember(({ body }) => body.includes('on <leave>.'));
    assert.doesNotMatch(mail.body, /\/letters\//);
    const list = await member.get(letters());
    assert.match(list.text, /on &lt;leave&gt;\./);
    assert.match(texts(list.text, 'li').join(), /Declined/);

    await referee.post(`${link}/accept`);
    assert.equal(await column(letter, 'state'), 'declined', 'no is no');
    const other = await asked({ name: 'Otto Brand' });
    assert.equal(await column(other.letter, 'state'), 'requested');
    const same = await request(email);
    assert.equal(same.answer.path, letters(), words(same.answer.text));
    assert.notEqual(same.letter, letter);
});

test('declining while writing does not empty the letter when it cannot be done', async () => {
    const { referee, link, version } = await writing();
    await referee.save(link, whole(version));
    const page = await referee.post(`${link}/decline`, { reason: 'word '.repeat(201) });
    assert.equal(page.status, 422);
    assert.deepEqual([value(page.text, 'relationship'), area(page.text, 'text')], ['Colleagues since 1998', SECRET]);
    assert.match(area(page.text, 'reason'), /^word/);
});

test('a reminder goes out once a day, and says when the next one can', async () => {
    const { letter, email, link } = await asked();
    const address = `${letters()}/${letter}`;
    const page = await member.get(address);
    checkPage(page.text, address);
    const early = await member.post(`${address}/remind`);
    assert.equal(early.status, 403);
    checkPage(early.text, address);
    assert.match(words(early.text), /You can send the next one from \w+day, \d/);
    assert.equal(value(early.text, 'email'), email, 'the other form on the page stands');
    await house.sql(`update letter set requested_at = requested_at - interval '1 day' where id = '${letter}'`);
    const done = await member.post(`${address}/remind`);
    assert.equal(done.path, address, words(done.text));
    assert.match(words(done.text), /Reminded/);
    assert.equal((await member.post(`${address}/remind`)).status, 403);
    const [reminder] = await mails(email, 2);
    for (const one of [link, linkIn(reminder)]) assert.equal((await visitor(house).get(one)).status, 200);
    assert.notEqual(linkIn(reminder), link);
});

test('a corrected address ends the links that went out; a corrected name does not', async () => {
    const { letter, email, link } = await asked();
    const address = `${letters()}/${letter}/address`;
    await member.get(`${letters()}/${letter}`);
    await member.post(address, { name: 'Dr. Ida Falk', email: email.toUpperCase() });
    assert.equal(await column(letter, 'referee_name'), 'Dr. Ida Falk');
    assert.equal((await visitor(house).get(link)).status, 200);
    await mails(email, 1);

    const wrong = await member.post(address, { name: '', email: 'nowhere' });
    assert.equal(wrong.status, 422);
    assert.ok(beside(wrong.text, 'name'));
    const right = newAddress();
    await member.post(address, { name: 'Ida Falk', email: right });
    await member.post(address, { name: 'Ida Falk', email: right });
    const dead = await visitor(house).get(link);
    assert.equal(dead.status, 404);
    checkPage(dead.text, link);
    const [mail] = await mails(right, 1);
    const referee = visitor(house);
    assert.match(words((await referee.get(linkIn(mail))).text), /Will you write it\?/);
});

test('mail that waits for the old address is not sent', async () => {
    const email = newAddress();
    const { letter } = await request(email);
    await house.sql(`update outbox set state = 'waiting', send_after = 'infinity' where link_letter = '${letter}'`);
    await member.post(`${letters()}/${letter}/address`, { name: 'Ida Falk', email: newAddress() });
    assert.equal(await house.sql(`select state from outbox where to_address = '${email}'`), 'dropped');
});

test('what somebody has begun to write does not go to another address', async () => {
    const { letter, referee, link, version } = await writing();
    await referee.save(link, whole(version));
    await member.get(`${letters()}/${letter}`);
    const refused = await member.post(`${letters()}/${letter}/address`, { name: 'Ida Falk', email: newAddress() });
    assert.equal(refused.status, 422);
    assert.match(beside(refused.text, 'email'), /said yes/);
    const person = await house.sql(`select nominator from nomination where id = '${nomination}'`);
    await assert.rejects(
        house.sql(`begin; select set_config('laureate.person', '${person}', true);
            update letter set referee_email = 'x@demo.test', email_folded = 'x@demo.test' where id = '${letter}';
            commit`, { role: 'laureate_app' }),
        /begun to write/, 'nor does the database let it');
    assert.equal((await referee.get(link)).status, 200);
});

test('a cancelled request is over, and the referee is told once', async () => {
    const { letter, email, link } = await asked();
    const referee = visitor(house);
    await referee.get(link);
    await member.get(`${letters()}/${letter}`);
    const over = await member.post(`${letters()}/${letter}/cancel`);
    assert.match(words(over.text), /Cancelled/);
    await member.post(`${letters()}/${letter}/cancel`);
    const [mail] = await mails(email, 2);
    assert.equal(mail.links.some((one) => one.startsWith('/letters/')), false);
    assert.equal((await referee.get(link)).status, 404);
    assert.equal((await referee.post(`${link}/accept`)).status, 404);
    assert.equal(await column(letter, 'state'), 'cancelled');
    assert.equal((await member.post(`${letters()}/${letter}/remind`)).status, 409);
});

test('oneself, the nominee, who stands aside, and who was asked already are refused beside the field', async () => {
    const { email } = await asked();
    for (const [address, why] of [
        ['Member@Demo.Test', /your own/], ['member2@demo.test', /nominee/], ['board@demo.test', /Board/],
        ['reviewer1@demo.test', /Fellows/], [email.toUpperCase(), /already/], ['ida@', /e-mail address/],
        ['a b@demo.test', /e-mail address/],
    ]) {
        const { letter, answer } = await request(address);
        assert.equal(answer.status, 422, address);
        checkPage(answer.text, letters());
        assert.match(beside(answer.text, 'email') ?? '', why, address);
        assert.equal(value(answer.text, 'email'), address);
        assert.match(area(answer.text, 'note'), new RegExp(NOTE));
        assert.equal(await column(letter, 'state'), '');
    }
    const nobody = await request(newAddress(), { name: ' \u200b ' });
    assert.ok(beside(nobody.answer.text, 'name'));
    const wordy = await request(newAddress(), { note: 'word '.repeat(301) });
    assert.match(beside(wordy.answer.text, 'note'), /300 words/);
    const { letter } = await asked();
    const taken = await member.post(`${letters()}/${letter}/address`, { name: 'Ida Falk', email });
    assert.match(beside(taken.text, 'email'), /already/);
});

test('after the close letters are still asked for and sent, until their own date', async () => {
    const { letter, link, referee, version } = await writing();
    const waiting = await asked();
    await during(`closes_at = clock_now()`, async () => {
        assert.equal((await referee.save(link, whole(version))).status, 200);
        const { answer } = await request(newAddress());
        assert.equal(answer.path, letters(), words(answer.text));
    });
    const draft = await referee.get(link);
    await during(`closes_at = clock_now() - interval '1 minute', letters_until = clock_now()`, async () => {
        const closed = await referee.get(link);
        checkPage(closed.text, link);
        assert.match(texts(closed.text, 'h1').join(), /no longer taken/);
        for (const [path, fields] of [
            ['', { ...whole(hidden(draft.text, 'version'), 'Late.'), then: 'send' }], ['/send', {}],
            ['/decline', { reason: '' }], ['/file/remove', {}],
        ]) {
            const late = await referee.post(`${link}${path}`, fields);
            assert.equal(late.status === 403 || path === '/file/remove', true, `${path} ${late.status}`);
            if (late.status === 403) assert.match(words(late.text), /date until which letters are taken/);
        }
        const pdfs = await referee.upload(`${link}/file`, { name: 'letter.pdf', bytes: pdf() });
        assert.equal(pdfs.status, 403, words(pdfs.text));
        const other = visitor(house);
        const page = await other.get(waiting.link);
        assert.doesNotMatch(page.text, /<form/);
        assert.equal((await other.post(`${waiting.link}/accept`)).status, 403);
        const list = await member.get(letters());
        assert.doesNotMatch(list.text, /name="note"/);
        const refused = await member.post(letters(), { letter: randomUUID(), name: 'Ida', email: newAddress() });
        assert.equal(refused.status, 403);
        assert.equal((await member.post(`${letters()}/${letter}/cancel`)).status, 403);
    });
    assert.deepEqual([await column(letter, 'state'), await content(letter, 'text')], ['opened', SECRET]);
    assert.equal(await column(waiting.letter, 'state'), 'requested');
});

test('a call without a date for letters takes none', async () => {
    await during(`letters_needed = 0, letters_until = null`, async () => {
        const page = await member.get(letters());
        assert.doesNotMatch(page.text, /name="note"/);
        const answer = await member.post(letters(), { letter: randomUUID(), name: 'Ida', email: newAddress() });
        assert.equal(answer.status, 403, words(answer.text));
    });
});

test('neither nominator nor nominee reads a letter, by any of their addresses or ids', async () => {
    const { letter, link, referee, version } = await writing();
    await referee.upload(`${link}/file`, { name: 'secret-name.pdf', bytes: pdf(SECRET) });
    const page = await referee.get(link);
    assert.notEqual(hidden(page.text, 'version'), version);
    await referee.post(link, { ...whole(hidden(page.text, 'version')), then: 'send' });
    assert.equal(await column(letter, 'state'), 'received');
    const file = await content(letter, 'file');
    const nominee = await signIn(house, 'member2@demo.test');
    const paths = ['', '/check', '/letters', `/letters/${letter}`, `/letters/${letter}/file`, `/letters/${file}`,
                   `/documents/${file}`, `/documents/${file}/file`, `/documents/letter/file`, '/receipt'];
    for (const person of [member, nominee])
        for (const path of [...paths.map((one) => `/nominations/${nomination}${one}`), `/letters/${letter}`, `/letters/${file}`,
                            `/letters/${letter}/file`, '/desk', `/files/${file}`]) {
            const { status, text } = await person.get(path);
            assert.ok([200, 403, 404].includes(status), `${path} ${status}`);
            for (const word of [SECRET, 'secret-name', 'since 1998'])
                assert.equal(text.includes(word), false, `${word} on ${path}`);
        }
    assert.equal((await nominee.get(letters())).status, 404);
    const { text } = await referee.get(link);
    assert.equal(text.includes(SECRET), true, 'the referee reads what was sent');
    const seen = async (setting, id) =>
        (await house.sql(`begin; select set_config('${setting}', '${id}', true) \\g /dev/null
            set local role laureate_app;
            select (select count(*) from letter_content), (select count(*) from file where letter is not null); commit`));
    for (const email of ['member@demo.test', 'member2@demo.test']) {
        const person = await house.sql(`select person from account where email = '${email}'`);
        assert.equal(await seen('laureate.person', person), '0|0', email);
    }
    assert.equal(await seen('laureate.letter', letter), '1|1', 'only the referee');
    const leaks = await house.sql(`select count(*) from event e where e.facts::text ~ 'marvel|1998'`);
    assert.equal(leaks, '0');
});

test('a link opens its own letter and no other', async () => {
    const first = await writing();
    const second = await writing();
    await first.referee.save(first.link, whole(first.version));
    const page = await second.referee.post(second.link, { ...whole(second.version, 'Mine.'), letter: first.letter });
    assert.equal(area(page.text, 'text'), 'Mine.');
    assert.deepEqual([await content(first.letter, 'text'), await content(second.letter, 'text')], [SECRET, 'Mine.']);
    for (const token of [first.letter, 'x', `${first.link.slice(9, -1)}`, `${first.link.slice(9)}A`, '%00', '%ff%fe',
                         'A'.repeat(43), 'A'.repeat(5000), '..%2f..', "'%3b--"])
        for (const path of [`/letters/${token}`, `/letters/${token}/file`]) {
            const { status, text } = await first.referee.get(path);
            assert.ok([400, 404, 414].includes(status), `${path} ${status}`);
            assert.equal(text.includes(SECRET), false);
        }
    // A password's link is none, and somebody's other nomination is another page.
    const kept = nomination;
    nomination = randomUUID();
    await member.get('/awards/gold-medal/nominate');
    await member.post('/awards/gold-medal/nominate', { nomination, name: 'Bo Lind', email: 'bo.lind@demo.test' });
    for (const act of ['', '/remind', '/cancel', '/address']) {
        const path = `${letters()}/${first.letter}${act}`;
        const fields = { name: 'Ida', email: newAddress() };
        assert.equal((act ? await member.post(path, fields) : await member.get(path)).status, 404, path);
    }
    const taken = await member.post(letters(), { letter: first.letter, name: 'Ida', email: newAddress(), note: '' });
    assert.equal(taken.status, 422);
    assert.match(words(taken.text), /send it once more/);
    const other = await signIn(house, 'member2@demo.test');
    await other.get('/desk');
    for (const act of ['/remind', '/cancel', '/address'])
        assert.equal((await other.post(`/nominations/${kept}/letters/${first.letter}${act}`, { name: 'I', email: newAddress() })).status, 404);
    assert.equal(await column(first.letter, 'state'), 'opened');
});

test('odd bytes are tidied, or refused, and never break a page or a mail', async () => {
    const email = newAddress();
    const name = 'Ida\r\nBcc: x@demo.test \u202e<script>"\'&';
    const { answer } = await request(email, { name, note: '<b>\u0007\r\n.\r\nFrom me' });
    assert.equal(answer.path, letters());
    checkPage(answer.text, letters());
    const [mail] = await mails(email, 1);
    assert.doesNotMatch(mail.head, /^Bcc/im);
    assert.match(mail.body, /<b>\s+\.\s+From me/);
    const link = linkIn(mail);
    const referee = visitor(house);
    checkPage((await referee.get(link)).text, link);
    const form = await referee.post(`${link}/accept`);
    checkPage(form.text, link);
    const typed = { name: 'I\u0000da', relationship: 'x', text: 'x', version: hidden(form.text, 'version') };
    assert.equal((await referee.post(link, typed)).status, 422);
    const kept = await referee.save(link, { ...typed, name: '\u202eIda', text: '\ufeffa\u0000b'.replace('\0', '\u0001') });
    assert.equal(kept.status, 200);
    assert.deepEqual([kept.words, await house.sql(`select c.text from letter_content c join letter l on l.id = c.letter
        where l.email_folded = '${email}'`)], [1, 'ab']);
    const long = await referee.save(link, { ...typed, name: 'Ida', text: 'x'.repeat(50_001), version: kept.version });
    assert.equal(long.status, 422);
    assert.equal((await referee.post(link, { ...typed, name: 'x'.repeat(201) })).status, 422);
    for (const version of ['', '-1', '99999999999999999999', 'x'])
        assert.equal((await referee.save(link, { ...whole(version) })).status, 409, version);
});

test('a letter of too many words is kept and cannot be sent', async () => {
    const { letter, referee, link, version } = await writing();
    const text = 'word '.repeat(1501).trim();
    const kept = await referee.save(link, whole(version, text));
    assert.deepEqual([kept.status, kept.words], [200, 1501]);
    assert.match(kept.error, /1500/);
    const page = await referee.post(link, { ...whole(kept.version, text), then: 'send' });
    assert.equal(page.status, 422);
    assert.match(beside(page.text, 'text'), /1501 words/);
    assert.equal(await column(letter, 'state'), 'opened');
    assert.equal((await referee.post(`${link}/send`)).status, 422);
    assert.equal(await column(letter, 'state'), 'opened');
});

test('what is sent twice is done once', async () => {
    const email = newAddress();
    const letter = hidden((await member.get(letters())).text, 'letter');
    const fields = { letter, name: 'Ida Falk', email, note: NOTE };
    const both = await Promise.all([1, 2, 3].map(() => member.post(letters(), fields, { follow: false })));
    assert.deepEqual(both.map(({ status }) => status), [303, 303, 303], house.log.slice(-2000));
    assert.equal(await house.sql(`select count(*) from letter where nomination = '${nomination}'`), '1');
    assert.equal(await house.sql(`select count(*) from outbox where link_letter = '${letter}'`), '1');
    const otherwise = await member.post(letters(), { ...fields, email: newAddress() });
    assert.equal(otherwise.status, 422);
    assert.match(words(otherwise.text), /send it once more/);
    assert.notEqual(hidden(otherwise.text, 'letter'), letter);

    const link = linkIn((await mails(email, 1))[0]);
    const referee = visitor(house);
    await referee.get(link);
    await Promise.all([1, 2].map(() => referee.post(`${link}/accept`)));
    const form = { ...whole(hidden((await referee.get(link)).text, 'version')), then: 'send' };
    const sends = await Promise.all([1, 2, 3].map(() => referee.post(link, form)));
    for (const { status, text } of sends) assert.ok(status === 200 || status === 409, words(text));
    assert.equal((await referee.post(link, form)).status, 200, 'the same form, some time later');
    const events = (act) => house.sql(`select count(*) from event where subject = '${letter}' and act = '${act}'`);
    for (const act of ['letter.requested', 'letter.opened', 'letter.received']) assert.equal(await events(act), '1', act);
    assert.equal(await told('letters/received'), '1');
    await referee.post(`${link}/take-back`);
    await referee.post(`${link}/take-back`);
    await referee.post(`${link}/decline`, { reason: 'No.' });
    await referee.post(`${link}/decline`, { reason: 'No.' });
    for (const act of ['letter.taken_back', 'letter.declined']) assert.equal(await events(act), '1', act);
    assert.equal(await told('letters/declined'), '1');
});

test('two windows: the later one is shown both texts, and chooses', async () => {
    const { letter, referee, link, version } = await writing();
    const first = await referee.save(link, whole(version, 'The first window.'));
    const clash = await referee.save(link, whole(version, 'The second window.'));
    assert.deepEqual([clash.status, clash.version, clash.value.text], [409, first.version, 'The first window.']);
    assert.equal((await referee.save(link, whole(version, 'The first window.'))).status, 200, 'the same text is no clash');
    const page = await referee.post(link, { ...whole(version, 'The second window.'), then: 'send' });
    assert.equal(page.status, 409);
    checkPage(page.text, link);
    assert.equal(area(page.text, 'text'), 'The second window.');
    assert.match(words(page.text), /The first window\./);
    assert.deepEqual([await column(letter, 'state'), await content(letter, 'text')], ['opened', 'The first window.']);
    await referee.post(link, { ...whole(hidden(page.text, 'version'), 'The second window.'), then: 'send' });
    assert.deepEqual([await column(letter, 'state'), await content(letter, 'text')], ['received', 'The second window.']);
});

test('a letter may be a PDF of at most 20 MB, and nothing else', async () => {
    const { letter, referee, link, version } = await writing();
    const page = await referee.get(`${link}/file`);
    checkPage(page.text, `${link}/file`);
    for (const [file, why] of [
        [{ name: '', bytes: '' }, /Choose a file/], [{ name: 'letter.pdf', bytes: 'PK, a document of another kind' }, /not a PDF/],
        [{ name: 'letter.pdf', bytes: Buffer.concat([pdf(), Buffer.alloc(20 * 1024 * 1024), pdf()]) }, /larger than 20 MB/],
    ]) {
        const refused = await referee.upload(`${link}/file`, file);
        assert.equal(refused.status, 422);
        checkPage(refused.text, `${link}/file`);
        assert.match(beside(refused.text, 'file'), why);
    }
    assert.equal((await referee.upload(`${link}/file`, { name: 'letter.pdf', bytes: pdf(), csrf: 'x' })).status, 403);
    assert.equal(await house.sql(`select count(*) from file where letter = '${letter}'`), '0');
    await referee.get(`${link}/file`);
    await referee.upload(`${link}/file`, { name: 'one.pdf', bytes: pdf('one') });
    await referee.get(`${link}/file`);
    const put = await referee.upload(`${link}/file`, { name: '../zwei <ü>.pdf', bytes: pdf('two') });
    assert.equal(put.path, link);
    assert.match(words(put.text), /zwei <ü>\.pdf \(1 KB\)/);
    const bare = await referee.post(link, { ...whole(hidden(put.text, 'version'), ''), then: 'send' });
    assert.equal(await column(letter, 'state'), 'received', words(bare.text));
    assert.equal((await referee.post(`${link}/file/remove`)).status, 409, 'a letter that was sent stands');
    await referee.post(`${link}/take-back`);
    const without = await referee.post(`${link}/file/remove`);
    assert.doesNotMatch(without.text, /zwei/);
    const empty = await referee.post(`${link}/send`);
    assert.equal(empty.status, 422);
    assert.ok(beside(empty.text, 'text'));
    assert.ok(Number(hidden(empty.text, 'version')) > Number(version));
});

test('before saying yes there is nothing to write on, and a form needs its token', async () => {
    const { letter, link } = await asked();
    const referee = visitor(house);
    await referee.get(link);
    assert.equal((await referee.get(`${link}/file`)).status, 404);
    for (const [path, fields] of [['', whole(1)], ['/send', {}]])
        assert.equal((await referee.post(`${link}${path}`, fields)).status, 403, path);
    assert.equal((await referee.upload(`${link}/file`, { name: 'letter.pdf', bytes: pdf() })).status, 404);
    assert.equal((await referee.save(link, whole(1))).status, 403);
    assert.equal((await referee.post(`${link}/accept`, { csrf: 'x' })).status, 403);
    const elsewhere = await referee.post(`${link}/accept`, {}, { headers: { origin: 'https://elsewhere.example' } });
    assert.equal(elsewhere.status, 403);
    assert.equal((await visitor(house).post(`${link}/accept`)).status, 403);
    assert.equal(await column(letter, 'state'), 'requested');
});
