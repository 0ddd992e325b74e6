/* Every page that is not public, with what people have on it: for everybody's eyes and windows. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { mailbox, pdf, PASSWORD, signIn, visitor } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { lookEveryWay, openBrowser, openPage } from './browser.mjs';
import { address, beginFor, hidden, jar, openDemo } from './people.mjs';

const TEXT = 'She began with nothing, and taught everybody who came after her how to go on where others had stopped.';
const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorff'.repeat(6).slice(0, 200);
let house, browser, people;

/* Answers all questions as whoever is diligent. */
async function fillIn(person, nomination) {
    const questions = await house.sql(`select q.name, q.kind, q.choices[1] from question q join cycle c on c.form = q.form
        join nomination n on n.cycle = c.id where n.id = '${nomination.split('/').at(-1)}'`);
    for (const [name, kind, choice] of questions.split('\n').map((line) => line.split('|'))) {
        const value = { text: 'Professor of Radiology, Demo University Hospital', long: `${TEXT}\n\n${TEXT}`, choice,
            date: '1998-04-01', number: '21', attestation: 'yes' }[kind];
        if (value !== undefined) await person.save(`${nomination}/answers/${name}`, { value, version: 0 });
    }
    await person.get(`${nomination}/documents/curriculum_vitae`);
    await person.upload(`${nomination}/documents/curriculum_vitae`, { name: 'Vitae of the nominee.pdf', bytes: pdf() });
}

/* Asks for a letter; its address as the nominator has it, and as the referee. */
async function request(person, nomination, name, email) {
    const letter = hidden((await person.get(`${nomination}/letters`)).text, 'letter');
    await person.post(`${nomination}/letters`, { letter, name, email, note: 'You have seen most of it yourself.\nSay what it changed.' });
    const [{ links }] = await until(async () => {
        const mails = await mailbox(house, email);
        return mails.length > 0 && mails;
    });
    return { asked: `${nomination}/letters/${letter}`, link: links.find((one) => one.startsWith('/letters/')), referee: visitor(house) };
}

async function accept({ referee, link }) {
    await referee.get(link);
    const page = await referee.post(`${link}/accept`);
    await referee.save(link, { name: 'Ida Falk', relationship: 'Colleagues, 1999 to 2011', text: `${TEXT}\n\n${TEXT}`,
        version: hidden(page.text, 'version') });
    return hidden((await referee.get(link)).text, 'version');
}

/* A submitted nomination, one that is being written, and one with a name that has nowhere to break. */
async function live(member) {
    const nominee = await house.sql(`select person from account where email = 'katarzyna.brzezinska@demo.test'`);
    const submitted = await beginFor(member, { nominee });
    await fillIn(member, submitted);
    const sent = await request(member, submitted, 'Ida Falk', 'ida.falk@elsewhere.demo.test');
    const declined = await request(member, submitted, 'Otto Brand', 'otto.brand@elsewhere.demo.test');
    const requested = await request(member, submitted, 'Vera Lund', 'vera.lund@elsewhere.demo.test');
    await sent.referee.post(sent.link, { name: 'Ida Falk', relationship: 'Colleagues', text: TEXT, version: await accept(sent), then: 'send' });
    await declined.referee.get(declined.link);
    await declined.referee.post(`${declined.link}/decline`, { reason: 'I hardly know her work.' });
    await member.get(submitted);
    await member.post(`${submitted}/submit`);

    const draft = await beginFor(member, { name: 'Ada Quill', email: 'ada.quill@elsewhere.demo.test' });
    await member.save(`${draft}/answers/citation`, { value: 'word '.repeat(41), version: 0 });
    await member.save(`${draft}/answers/qualifications`, { value: `${TEXT}\n\n${TEXT}`, version: 0 });
    const opened = await request(member, draft, 'Jon Sand', 'jon.sand@elsewhere.demo.test');
    await accept(opened);
    await opened.referee.get(`${opened.link}/file`);
    await opened.referee.upload(`${opened.link}/file`, { name: 'Letter.pdf', bytes: pdf() });

    const long = await beginFor(member, { name: LONG_NAME, email: 'long@elsewhere.demo.test' });
    const withdrawn = await beginFor(member, { name: 'Bo Lind', email: 'bo.lind@elsewhere.demo.test' });
    await member.get(withdrawn);
    await member.post(`${withdrawn}/withdraw`);
    return { submitted, draft, long, withdrawn, sent, declined, requested, opened };
}

before(async () => {
    house = await openHouse(openDemo);
    browser = await openBrowser();
    const [member, newcomer, staff] = await Promise.all(['member', 'member2', 'staff'].map((name) => signIn(house, `${name}@demo.test`)));
    const { submitted, draft, long, withdrawn, sent, declined, requested, opened } = await live(member);
    const forgetful = visitor(house);
    await forgetful.get('/forgotten');
    await forgetful.post('/forgotten', { email: 'reviewer1@demo.test' });
    const password = await until(async () => (await mailbox(house, 'reviewer1@demo.test'))[0]?.links[0]);
    const mail = await house.sql(`select id from outbox where to_name = 'Vera Lund' and state = 'sent'`);
    people = {
        'a visitor or a referee': { cookies: [], pages: { 'sign-in': '/sign-in', forgotten: '/forgotten', 'forgotten-sent': '/forgotten/sent', password,
            'letter-requested': requested.link, 'letter-opened': opened.link, 'letter-file': `${opened.link}/file`,
            'letter-received': sent.link, 'letter-declined': declined.link } },
        'a member who is new': { cookies: jar(newcomer), pages: { 'desk-new': '/desk', 'not-found': draft } },
        'a nominator': { cookies: jar(member), pages: { desk: '/desk', account: '/account', begin: '/awards/gold-medal/nominate?q=demo',
            'begin-nobody': '/awards/gold-medal/nominate?q=xyzzy', draft, part: `${draft}/parts/1`, 'part-long': `${draft}/parts/2`,
            'part-boxes': `${draft}/parts/3`, document: `${draft}/documents/curriculum_vitae`, 'document-sent': `${submitted}/documents/curriculum_vitae`,
            letters: `${submitted}/letters`, 'asked-letter': requested.asked, 'asked-letter-declined': declined.asked,
            'check-missing': `${draft}/check`, check: `${submitted}/check`, submitted, receipt: `${submitted}/receipt`,
            withdraw: `${submitted}/withdraw`, withdrawn, 'long-name': long, 'long-name-part': `${long}/parts/1`,
            'long-name-letters': `${long}/letters`, 'long-name-check': `${long}/check` } },
        staff: { cookies: jar(staff), pages: { 'desk-staff': '/desk', people: '/staff/people', mails: '/staff/mail', mail: `/staff/mail/${mail}`,
            likenesses: '/staff/likenesses' } },
    };
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

describe('pages are fit for everybody, narrow and wide, light and dark:', { concurrency: true }, () => {
    for (const who of ['a visitor or a referee', 'a member who is new', 'a nominator', 'staff'])
        it(`every page of ${who}`, async () => {
            const { cookies, pages } = people[who];
            const { page, complaints, close } = await openPage(browser);
            await page.context().addCookies(cookies);
            for (const [name, path] of Object.entries(pages)) {
                await page.goto(address(house, path));
                assert.equal(new URL(page.url()).pathname, path.split('?')[0]);
                await lookEveryWay(page, name);
            }
            assert.deepEqual(complaints.filter((one) => !one.includes('404')), []);
            await close();
        });
});
