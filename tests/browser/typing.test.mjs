/* Nothing that is typed is lost: whatever ends, breaks or happens meanwhile, it is on the server or offered back. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { signIn as signInWithoutBrowser } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { checkPage, openBrowser, openMortalBrowser, openPage, takePicture } from './browser.mjs';
import { address, arrive, beginFor, jar, openDemo, press, signIn, text } from './people.mjs';

let house, browser, page, member, nomination, port;

before(async () => {
    house = await openHouse(openDemo);
    ({ port } = house);
    browser = await openBrowser();
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

/* Each test has a browser's memory of its own, and a nomination. */
beforeEach(async () => {
    await page?.context().close();
    ({ page } = await openPage(browser));
    nomination = await startOn(page);
});

/* Signed in, by a session that may be that of the test before, on the part of a new nomination that is written. */
async function startOn(somePage) {
    const isSignedIn = member !== undefined && (await member.get('/desk')).path === '/desk';
    if (!isSignedIn) member = await signInWithoutBrowser(house, 'member@demo.test');
    const path = await beginFor(member, { name: 'Ada Quill', email: 'ada.quill@elsewhere.demo.test' });
    await somePage.context().addCookies(jar(member));
    await somePage.goto(address(house, `${path}/parts/2`));
    return path.split('/').at(-1);
}

const LABEL = 'Qualifications for the medal';
const box = (onPage = page) => onPage.getByLabel(LABEL);
const field = (onPage = page) => onPage.locator('[data-save$="/qualifications"]');
const says = (words, onPage = page) => field(onPage).getByText(words).waitFor();
const notSaved = () => says(/^Not saved/);
const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('laureate:')).length);

/* The page has been told that all of it is saved: what it says may be of the save before. */
const keepsNothing = () => until(async () => (await kept()) === 0, 'nothing is kept in the browser');

/* Types behind what is there. */
async function goOn(words) {
    await box().press('Control+End');
    await box().pressSequentially(words);
}

/* What the database has. */
const stored = (of = nomination) => house.sql(`select a.value from answer a join question q on q.id = a.question
    where a.nomination = '${of}' and q.name = 'qualifications'`);
const isStored = (value, of = nomination) => until(async () => (await stored(of)) === value, `stored: ${value}`);

/* The database has it, and the page says so. */
async function isSaved(value, onPage = page) {
    await isStored(value);
    await says(/^Saved \d{1,2}:\d\d [ap]m$/, onPage);
}

/* The same person, in another browser. */
async function writeElsewhere(value) {
    const elsewhere = await openPage(browser);
    await elsewhere.page.context().addCookies(jar(member));
    await elsewhere.page.goto(address(house, `/nominations/${nomination}/parts/2`));
    await box(elsewhere.page).fill(value);
    await isSaved(value, elsewhere.page);
    await elsewhere.close();
}

/* The server dies, something is typed all the same, and the window is closed before there is a server again. */
async function typeInVain(value, meanwhile = () => {}) {
    const context = page.context();
    await house.kill();
    await box().fill(value);
    await notSaved();
    await page.close();
    await house.serve(port);
    await meanwhile();
    page = await context.newPage();
    await page.goto(address(house, `/nominations/${nomination}/parts/2`));
}

/* What only a script shows is fit for everybody, too. */
async function look(name, onPage = page) {
    for (const colorScheme of ['light', 'dark']) {
        await onPage.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await checkPage(onPage, name);
        await takePicture(onPage, `${name}-1280-${colorScheme}`);
    }
}

async function reopen() {
    await page.goto(address(house, '/desk'));
    await page.goto(address(house, `/nominations/${nomination}/parts/2`));
}

test('whoever types without a pause is saved meanwhile', async () => {
    let isOver = false;
    const type = async () => {
        while (!isOver) await box().pressSequentially('word ');
    };
    const typing = type();
    await until(async () => (await stored()).length > 20);
    isOver = true;
    await typing;
    await isSaved((await box().inputValue()).trim());
    await keepsNothing();
});

test('a browser that is killed has lost nothing that is older than a second', async () => {
    const mortal = await openMortalBrowser();
    const { page: other } = await openPage(mortal.browser);
    const path = await startOn(other);
    await box(other).pressSequentially('Written before the lights went out.');
    await other.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000))); /* by the page's own clock */
    mortal.kill();
    await isStored('Written before the lights went out.', path);
});

test('a window that is closed while somebody types loses nothing, not even the last word', async () => {
    await box().pressSequentially('One');
    await isSaved('One');
    await goOn(' two');
    const context = page.context();
    await page.close();
    page = await context.newPage();
    await page.goto(address(house, `/nominations/${nomination}/parts/2`));
    assert.equal(await box().inputValue(), 'One two');
    await isStored('One two');
});

test('a server that dies is waited for', async () => {
    await box().fill('Before.');
    await isSaved('Before.');
    await house.kill();
    await goOn(' Meanwhile.');
    await notSaved();
    assert.equal(await kept(), 1);
    await Promise.all([page.waitForEvent('requestfailed'), press(page, 'Save and go back to the list')]);
    await arrive(page, 'The case'); /* a form is not sent into nothing */
    await house.serve(port);
    await isSaved('Before. Meanwhile.');
    await keepsNothing();
    await press(page, 'Save and go back to the list');
    await arrive(page, 'Ada Quill');
});

test('what a closed window could not save is put back in the next, and saved', async () => {
    await typeInVain('Only in this browser.');
    assert.equal(await box().inputValue(), 'Only in this browser.');
    await isSaved('Only in this browser.');
    await keepsNothing();
});

test('what a closed window could not save is offered beside what was changed meanwhile', async () => {
    await typeInVain('Only in this browser.', () => writeElsewhere('Elsewhere.'));
    await says('This browser kept a text that was not saved');
    await look('typing-offered');
    assert.match(await field().getByRole('blockquote').innerText(), /Only in this browser\./);
    assert.equal(await box().inputValue(), 'Elsewhere.');
    await box().fill('Typed before choosing.');
    await isSaved('Typed before choosing.');
    await page.reload();
    await press(page, 'Use it');
    await isSaved('Only in this browser.');
    await page.reload();
    assert.equal(await page.getByRole('button', { name: 'Use it' }).count(), 0);
    await keepsNothing();
});

test('when the connections to the database are cut, it is saved all the same', async () => {
    const typing = box().pressSequentially('word '.repeat(30).trim());
    for (let cuts = 0; cuts < 5; cuts++) {
        await house.admin(`select pg_terminate_backend(pid) from pg_stat_activity
            where datname = '${house.database}' and usename like 'laureate%'`);
        await page.waitForTimeout(200);
    }
    await typing;
    await isSaved('word '.repeat(30).trim());
});

test('without a network it is kept in the browser, and saved when there is one', async () => {
    await page.context().setOffline(true);
    await box().fill('On the train.');
    await notSaved();
    assert.equal(await kept(), 1);
    await page.context().setOffline(false);
    await isSaved('On the train.');
    await keepsNothing();
    await page.context().setOffline(true);
    await box().fill('On the train!');
    await notSaved();
    await box().fill('On the train.');
    await field().getByText(/^Not saved/).waitFor({ state: 'detached' });
    await page.context().setOffline(false);
});

test('whoever is signed out in the middle is told so, signs in in another tab, and goes on', async () => {
    await box().fill('Before.');
    await isSaved('Before.');
    await house.sql('update session set ended_at = clock_now()');
    await goOn(' After.');
    await says(/You are signed out; what you type is kept in this browser/);
    await look('typing-signed-out');
    assert.equal(await kept(), 1);
    const [other] = await Promise.all([page.context().waitForEvent('page'), field().getByRole('link', { name: 'Sign in' }).click()]);
    await other.getByLabel('E-mail address').fill('member@demo.test');
    await other.getByLabel('Password').fill('a few quiet words');
    await press(other, 'Sign in');
    await other.waitForURL('**/desk');
    await other.close();
    await page.bringToFront();
    await goOn(' And more.');
    await isSaved('Before. After. And more.');
    await press(page, 'Save and continue');
    await arrive(page, 'Declarations');
});

test('whoever is signed out and sends the form signs in, and sends it on', async () => {
    await house.sql('update session set ended_at = clock_now()');
    await box().fill('Late at night.');
    await press(page, 'Save and continue');
    await arrive(page, 'Sign in');
    assert.match(await text(page), /Nothing is lost/);
    await page.getByLabel('E-mail address').fill('member@demo.test');
    await page.getByLabel('Password').fill('a few quiet words');
    await press(page, 'Sign in');
    await press(page, 'Send it now');
    await arrive(page, 'Declarations');
    assert.equal(await stored(), 'Late at night.');
    await reopen();
    await keepsNothing();
});

test('what was changed elsewhere before the form was sent on is shown beside it', async () => {
    await writeElsewhere('Elsewhere.');
    await house.sql('update session set ended_at = clock_now()');
    await box().fill('Late at night.');
    await press(page, 'Save and continue');
    await page.getByLabel('E-mail address').fill('member@demo.test');
    await page.getByLabel('Password').fill('a few quiet words');
    await press(page, 'Sign in');
    await press(page, 'Send it now');
    await says('This was changed elsewhere meanwhile. There it says:');
    assert.match(await page.title(), /^Error: /);
    await look('typing-clash');
    assert.equal(await box().inputValue(), 'Late at night.');
    assert.match(await field().getByRole('blockquote').innerText(), /Elsewhere\./);
    assert.equal(await stored(), 'Elsewhere.');
    await press(page, 'Keep mine');
    await isSaved('Late at night.');
    await press(page, 'Save and continue');
    await arrive(page, 'Declarations');
});

test('somebody else who signs in on this computer is not offered the text; signing out leaves none behind', async () => {
    await house.sql('update session set ended_at = clock_now()');
    await box().fill('Mine.');
    await says(/You are signed out/);
    await signIn(page, house, 'member2@demo.test');
    assert.equal(await kept(), 1);
    await page.goto(address(house, `/nominations/${nomination}/parts/2`));
    assert.doesNotMatch(await text(page), /Mine\./);
    await signIn(page, house, 'member@demo.test');
    await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
    await arrive(page, 'Sign in');
    await keepsNothing();
});

/* A second window, which was opened before the first one wrote. */
async function clash() {
    const second = await page.context().newPage();
    await second.goto(page.url());
    await box().fill('Of the first.');
    await isSaved('Of the first.');
    await box(second).fill('Of the second.');
    await says('This was changed elsewhere meanwhile. There it says:', second);
    assert.match(await field(second).getByRole('blockquote').innerText(), /Of the first\./);
    assert.equal(await box(second).inputValue(), 'Of the second.');
    return second;
}

test('two windows: a clash shows both texts, and one of them is chosen', async () => {
    const second = await clash();
    await press(second, 'Keep mine');
    await isSaved('Of the second.', second);
    await box().fill('Of the first, again.');
    await says('This was changed elsewhere meanwhile. There it says:');
    await press(page, 'Take the other');
    assert.equal(await box().inputValue(), 'Of the second.');
    assert.equal(await stored(), 'Of the second.');
    await keepsNothing();
});

test('two windows: what one saves does not drop what the other has not chosen on', async () => {
    const second = await clash();
    await box().fill('Of the first, again.');
    await isSaved('Of the first, again.');
    await second.reload();
    assert.equal(await box(second).inputValue(), 'Of the first, again.');
    assert.match(await field(second).innerText(), /Of the second\./, 'offered back');
    await press(second, 'Use it');
    await isSaved('Of the second.', second);
});

test('the back button and a reload keep what was typed', async () => {
    await goOn('One');
    await page.reload();
    assert.equal(await box().inputValue(), 'One');
    await goOn(' two');
    await page.getByRole('link', { name: 'Ada Quill' }).click();
    await arrive(page, 'Ada Quill');
    await page.goBack();
    assert.equal(await box().inputValue(), 'One two');
    await page.goBack();
    await page.goForward();
    await goOn(' three');
    await isSaved('One two three');
    await press(page, 'Save and continue');
    await arrive(page, 'Declarations');
    await page.goBack();
    assert.equal(await box().inputValue(), 'One two three');
    await goOn(' four');
    await isSaved('One two three four');
    await keepsNothing();
});

test('what a page sends as it is left is no clash with what is typed in the next, however late it arrives', async () => {
    const lock = house.session();
    await lock.run('begin; lock answer in share row exclusive mode');
    await goOn('One');
    await page.reload();
    await goOn(' two');
    await until(async () => (await house.sql(`select count(*) from pg_locks where not granted`)) > 0);
    await page.reload();
    await goOn(' three');
    await lock.run('commit');
    await isSaved('One two three');
    await keepsNothing();
});

test('what was saved is no clash with what was typed behind it, though the answer was lost', async () => {
    let isLost = false;
    await page.route('**/answers/**', async (route) => {
        if (isLost) return route.continue();
        isLost = true;
        await route.fetch();
        await box().pressSequentially(' two');
        return route.abort();
    });
    await box().pressSequentially('One');
    await isSaved('One two');
    await keepsNothing();
});

test('the back button shows what was written elsewhere since, not what was left in the field', async () => {
    await goOn('One');
    await isSaved('One');
    await page.goto(address(house, '/desk'));
    await writeElsewhere('Elsewhere.');
    await page.goBack();
    assert.equal(await box().inputValue(), 'Elsewhere.');
    await goOn(' And here.');
    await isSaved('Elsewhere. And here.');
});

test('what is typed before the script has begun is saved', async () => {
    let begin;
    const begun = new Promise((resolve) => (begin = resolve));
    await page.route('**/*.js', async (route) => {
        await begun;
        await route.continue();
    });
    await page.reload({ waitUntil: 'commit' });
    await goOn('Early.');
    begin();
    await isSaved('Early.');
    await keepsNothing();
});
