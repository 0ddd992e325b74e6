/* What people do at their browsers, whichever part of the house they are in. */
import assert from 'node:assert/strict';
import { PASSWORD, pdf } from '../http/browse.mjs';
import { until } from '../http/house.mjs';

/* The cookies are for localhost, where browsers take them without TLS. */
export const address = (house, path) => `http://localhost:${house.port}${path}`;

export const openDemo = { settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } };

export async function signIn(page, house, email, password = PASSWORD) {
    await page.goto(address(house, '/sign-in'));
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/desk');
}

/* Goes on with the tabulator until the keyboard is there. */
export async function tabTo(page, locator) {
    for (let stops = 0; stops < 60; stops++) {
        await page.keyboard.press('Tab');
        if (await locator.evaluate((element) => element === document.activeElement)) return;
    }
    assert.fail(`the keyboard does not reach ${locator}`);
}

/* Waits until a page with that heading is there. */
export const arrive = (page, name) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
export const title = (page) => page.getByRole('heading', { level: 1 }).innerText();
export const text = (page) => page.getByRole('main').innerText();

/* A click waits until the next page begins, if there is one; these wait until all of it is there. */
async function click(page, target) {
    await target.click();
    await page.waitForLoadState();
}
export const press = (page, name) => click(page, page.getByRole('main').getByRole('button', { name }));
export const follow = (page, name) => click(page, page.getByRole('main').getByRole('link', { name }).first());

/* The newest mail to somebody with that in its subject, as soon as the house has written it: its page, for staff. */
export async function openMail(page, house, to, subject) {
    const mail = page.locator('main li', { hasText: to }).getByRole('link', { name: subject }).first();
    await until(async () => {
        await page.goto(address(house, '/staff/mail'));
        if ((await mail.count()) === 0) return false;
        await click(page, mail);
        return (await page.getByRole('term').getByText('Sent', { exact: true }).count()) > 0; /* before that, links are masked */
    }, `mail to ${to}: ${subject}`);
}

/* The link in the mail that is open. */
export const linkInMail = (page, path) => page.getByRole('article').locator(`a[href*="${path}"]`).getAttribute('href');

/* What a person of ../http/browse.mjs has, for a browser. */
export const jar = ({ cookies }) =>
    [...cookies].map(([name, value]) => ({ name, value, domain: 'localhost', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' }));

const hidden = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];

/* Begins a nomination for such a person; the address of its list of tasks. */
export async function beginFor(person, fields) {
    const id = hidden((await person.get('/awards/gold-medal/nominate')).text, 'nomination');
    await person.post('/awards/gold-medal/nominate', { nomination: id, ...fields });
    return `/nominations/${id}`;
}

/* Begins a nomination of somebody who is not in the directory; the address of its list of tasks. */
export async function begin(page, house, name, email = 'somebody@elsewhere.demo.test') {
    await page.goto(address(house, '/awards/gold-medal/nominate'));
    await page.getByLabel('Full name of the nominee').fill(name);
    await page.getByLabel('Their e-mail address').fill(email);
    await press(page, 'Begin the nomination');
    assert.equal(await title(page), name);
    return new URL(page.url()).pathname;
}

const ANSWERS = { text: 'Professor of Radiology', long: 'She began with nothing, and taught everybody.', date: '1998-04-01', number: '21' };

/* Answers the question in that field of a form, whatever its kind. */
export async function answer(field) {
    const kinds = { choice: '[type=radio]', attestation: '[type=checkbox]', text: 'textarea.line', long: 'textarea', date: '[type=date]',
        number: '[inputmode=numeric]' };
    for (const [kind, selector] of Object.entries(kinds)) {
        const input = field.locator(selector).first();
        if ((await input.count()) === 0) continue;
        if (kind === 'choice' || kind === 'attestation') await input.check();
        else await input.fill(ANSWERS[kind]);
        return kind;
    }
    return assert.fail('a question of no known kind');
}

export const vitae = { name: 'Vitae of the nominee.pdf', mimeType: 'application/pdf', buffer: pdf('vitae') };

/* On the page of letters. */
export async function askForLetter(page, name, email, note = '') {
    await page.getByLabel('Full name').fill(name);
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('A note from you').fill(note);
    await press(page, 'Ask for the letter');
}
