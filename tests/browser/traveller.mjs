/* A person at a browser who knows no address, as ../http/walker.mjs without one: they go where links lead, and fill in and send
 * the forms that are before them.
 *
 *     const chair = await Traveller.arrive(house, browser, looks, '/sign-in');
 *     await chair.press('Sign in', { 'E-mail address': email, Password: PASSWORD });
 *     await chair.follow('Assign the reviewers');
 */
import assert from 'node:assert/strict';
import { openPage } from './browser.mjs';
import { address } from './people.mjs';

export class Traveller {
    refusals = [];

    static async arrive(house, browser, looks, path, options) {
        const traveller = new Traveller();
        const { page, complaints, close } = await openPage(browser, options);
        Object.assign(traveller, { house, looks, page, complaints, close });
        page.on('response', (response) => traveller.#note(response));
        return traveller.open(path);
    }

    #note(response) {
        const request = response.request();
        if (!request.isNavigationRequest() || request.frame() !== this.page.mainFrame() || response.status() === 303) return;
        this.came = { response, html: response.text() }; /* which is gone when they go on */
        this.came.html.catch(() => {});
    }

    /* Waits until the page is there to which this leads. */
    async goes(act, status = 200) {
        this.came = undefined;
        await Promise.all([this.page.waitForEvent('load', { timeout: 30_000 }), act()]);
        const { response, html } = this.came;
        const url = response.url();
        this.looks.add({ url, status: response.status(), policy: response.headers()['content-security-policy'], html: await html });
        assert.equal(response.status(), status, `${url}: ${await this.words()}`);
        if (status !== 200) this.refusals.push(status);
        return this;
    }

    /* What the browser had to say, but for the refusals that were wanted. */
    get unwanted() {
        const complaints = [...this.complaints];
        for (const status of this.refusals) {
            const at = complaints.findIndex((complaint) => complaint.includes(`status of ${status}`));
            if (at >= 0) complaints.splice(at, 1);
        }
        return complaints;
    }

    /* An address that is typed, as from a mail or a bookmark. */
    open(path, { status = 200 } = {}) {
        return this.goes(() => this.page.goto(address(this.house, path)), status);
    }

    get path() {
        return new URL(this.page.url()).pathname;
    }

    /* Goes where a link leads: the first with those words, or whose words begin with them. */
    async follow(name, { status = 200 } = {}) {
        const link = this.#links(name).first();
        assert.ok((await link.count()) > 0, `a link “${name}” on ${this.path}: ${await this.words()}`);
        return this.goes(() => link.click(), status);
    }

    leads = async (name) => (await this.#links(name).count()) > 0;
    #links = (name) => this.page.getByRole('link', { name: beginning(name) });

    /* Sends the form that has such a button, and these fields, which are filled in before. */
    async press(button, fields = {}, { status = 200 } = {}) {
        const form = await this.#formOf(button, Object.keys(fields));
        for (const [name, value] of Object.entries(fields)) await fill(form, name, value);
        return this.goes(() => buttonIn(form, button).click(), status);
    }

    async #formOf(button, names) {
        for (const form of await this.page.locator('form').all()) {
            if ((await buttonIn(form, button).count()) === 0) continue;
            const found = await Promise.all(names.map(async (name) => (await control(form, name)) ?? radios(form, name).count()));
            if (found.every(Boolean)) return form;
        }
        return assert.fail(`no form with “${button}” and ${names} on ${this.path}: ${await this.words()}`);
    }

    /* What can be read on the page. */
    words = async () => (await this.page.getByRole('main').innerText()).replaceAll(/\s+/g, ' ');
    async says(...patterns) {
        const words = await this.words();
        for (const pattern of patterns) assert.match(words, pattern, `on ${this.path}`);
    }
    saysNot = async (pattern) => assert.doesNotMatch(await this.words(), pattern, `on ${this.path}`);
}

/* A name may go on behind what is given of it. */
const beginning = (name) =>
    name instanceof RegExp ? name : new RegExp(`^\\s*${name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(',', ' ?,')}`);
const buttonIn = (form, name) => form.getByRole('button', { name: beginning(name) }).first();

/* "Nominations open: Day" is a field of a group, "Day" one that has no other name. */
function named(form, name) {
    const [group, label] = name.split(': ');
    return label === undefined ? form.getByLabel(beginning(name)) : groupOf(form, group).getByLabel(beginning(label));
}

async function control(form, name) {
    const found = named(form, name).and(form.page().locator('input, select, textarea'));
    return (await found.count()) > 0 ? found.first() : undefined;
}
/* Some are hidden until what comes before is chosen. */
const groupOf = (form, name) => form.getByRole('group', { name: beginning(name), includeHidden: true });
const radios = (form, name) => groupOf(form, name).getByRole('radio');

async function fill(form, name, value) {
    const field = await control(form, name);
    if (field === undefined) return groupOf(form, name).getByLabel(beginning(value)).check();
    const kind = await field.evaluate((element) => (element.matches('select') ? 'select' : element.type));
    if (kind === 'file') return field.setInputFiles(value);
    if (kind === 'select') return field.selectOption({ label: await optionOf(field, value) });
    if (value === true) return field.check();
    if (value === false) return field.uncheck();
    return field.fill(value);
}

async function optionOf(select, value) {
    const all = (await select.locator('option').allInnerTexts()).map((text) => text.trim());
    return all.find((text) => text === value) ?? all.find((text) => text.startsWith(value)) ?? assert.fail(`no ${value}, but ${all}`);
}
