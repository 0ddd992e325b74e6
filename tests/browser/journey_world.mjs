/* The house of the journey, empty at first, and those who come to it, each in a browser of their own. */
import assert from 'node:assert/strict';
import { PASSWORD, readMail, visitor } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { openMailServer } from '../http/smtp.mjs';
import { openBrowser } from './browser.mjs';
import { Looks } from './looks.mjs';
import { Traveller } from './traveller.mjs';

/* By what they are here. The register has all of them but the administrator. */
export const PEOPLE = {
    admin: { name: 'Casimir Dolezal' }, staff: { name: 'Joan Pettifer' }, board: { name: 'Rashid Al-Farouqi' },
    chair: { name: 'Eleanor Whitcombe' }, deputy: { name: 'Adaeze Okonjo', email: 'reviewer1@demo.test' },
    henrik: { name: 'Henrik Vasstrand', email: 'reviewer2@demo.test' },
    priya: { name: 'Priya Raghunandan', email: 'reviewer3@demo.test' },
    member: { name: 'Mara Lindqvist' }, board2: { name: 'Nikolaos Vrettakis', email: 'nikolaos.vrettakis@demo.test' },
};
for (const [name, person] of Object.entries(PEOPLE)) person.email ??= `${name}@demo.test`;

export const at = {}; /* them, once they have come */
export const world = {};

export async function openWorld() {
    world.mail = await openMailServer();
    const settings = { LAUREATE_SMTP_URL: world.mail.url, LAUREATE_MAIL_FROM: 'office@demo.test' };
    world.house = await openHouse({ kind: 'test', demo: false, clock: '2026-03-02T15:00:00Z', settings });
    world.browser = await openBrowser();
    world.looks = await Looks.open(world.browser);
}

export async function closeWorld() {
    await world.browser?.close();
    await world.house?.stop();
    await world.mail?.close();
}

export const arrive = (path, options) => Traveller.arrive(world.house, world.browser, world.looks, path, options);
export const clock = (instant) => world.house.done('clock', 'set', instant);

/* The newest mail to them with that in its subject, as it came out of the house. */
export function mailTo(email, subject) {
    return until(() => world.mail.sentTo(email).map(({ text }) => readMail(text)).findLast((mail) => subject.test(mail.subject)),
        `mail to ${email}: ${subject}`);
}

/* What came before is not taken for what is to come. */
export const forgetMails = () => { world.mail.mails.length = 0; };

export async function linkTo(email, subject, path) {
    return (await mailTo(email, subject)).links.find((link) => link.startsWith(path));
}

/* Somebody whom the register knows asks for a link, as whoever has forgotten their password, and chooses one. */
export async function comes(name) {
    const person = visitor(world.house);
    forgetMails();
    await person.get('/forgotten');
    await person.post('/forgotten', { email: PEOPLE[name].email });
    at[name] = await arrive(await linkTo(PEOPLE[name].email, /password/i, '/password/'));
    await at[name].press('Set the', { Password: PASSWORD });
    return at[name];
}

/* Their desk, where they sign in when it was long ago. */
export async function desk(name) {
    if (!at[name]) return comes(name);
    await at[name].open('/desk');
    if (at[name].path === '/sign-in')
        await at[name].press('Sign in', { 'E-mail address': PEOPLE[name].email, Password: PASSWORD });
    assert.equal(at[name].path, '/desk');
    return at[name];
}
