// PostgreSQL is killed while somebody is typing in Chromium: nothing older than a second is lost, the page says what is
// so, and saves by itself when it can. tests/browser/typing.test.mjs has all else that can happen meanwhile.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openBrowser, openPage } from '../browser/browser.mjs';
import { address, arrive, beginFor, jar, openDemo, press } from '../browser/people.mjs';
import { signIn } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { openCluster } from './cluster.mjs';

let cluster, house, browser, page, field, box, nomination;

before(async () => {
    cluster = await openCluster();
    house = await openHouse({ ...openDemo, socket: cluster.socket });
    browser = await openBrowser();
    const member = await signIn(house, 'member@demo.test');
    nomination = await beginFor(member, { name: 'Ada Quill', email: 'ada.quill@elsewhere.demo.test' });
    ({ page } = await openPage(browser));
    await page.context().addCookies(jar(member));
    await page.goto(address(house, `${nomination}/parts/2`));
    box = page.getByLabel('Qualifications for the medal');
    field = page.locator('[data-save$="/qualifications"]');
});

after(async () => {
    await browser?.close();
    await house?.stop();
    await cluster?.close();
});

const says = (words) => field.getByText(words).waitFor({ timeout: 20_000 });
const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('laureate:')).length);
const stored = () => house.sql(`select a.value from answer a join question q on q.id = a.question
    where a.nomination = '${nomination.split('/').at(-1)}' and q.name = 'qualifications'`);

async function isSaved(value) {
    await until(async () => (await kept()) === 0, 'nothing waits in the browser');
    await says(/^Saved \d{1,2}:\d\d [ap]m$/);
    assert.equal(await stored(), value);
}

async function goOn(words) {
    await box.press('Control+End');
    await box.pressSequentially(words);
}

for (const what of ['all', 'server', 'one'])
    test(`what was typed a second before PostgreSQL was killed is there (${what})`, async () => {
        const before = `Before ${what}.`;
        await box.fill('');
        await box.pressSequentially(before);
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1000))); // by the page's own clock
        await until(async () => (await stored()) === before); // a machine of many tests is slow
        await cluster.kill(what);
        await goOn(' Meanwhile.');
        if (what !== 'one') {
            await says(/^Not saved yet\. Kept in this browser; trying again…$/);
            assert.equal(await kept(), 1);
            assert.equal(await box.inputValue(), `${before} Meanwhile.`);
        }
        await cluster.start();
        await until(async () => (await stored().catch(() => '')).startsWith(before), 'it is there again');
        await isSaved(`${before} Meanwhile.`);
    });

test('whoever types without a pause while it dies and comes back loses no letter', async () => {
    await box.fill('');
    const typing = box.pressSequentially('word '.repeat(60).trim(), { delay: 40, timeout: 60_000 });
    await page.waitForTimeout(500);
    await cluster.kill();
    await cluster.start();
    await typing;
    await isSaved('word '.repeat(60).trim());
});

test('a form that is sent meanwhile says that it was not taken, and is sent once more', async () => {
    await box.fill('Sent.');
    await isSaved('Sent.');
    await cluster.kill();
    await press(page, 'Save and continue');
    await arrive(page, 'We cannot answer at the moment');
    await cluster.start();
    await page.goBack();
    assert.equal(await box.inputValue(), 'Sent.');
    await press(page, 'Save and continue');
    await arrive(page, 'Declarations');
    assert.equal(await stored(), 'Sent.');
});
