/* One's own account in Chromium: the password, the places where one is signed in, a password that was forgotten. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD } from '../http/browse.mjs';
import { openHouse } from '../http/house.mjs';
import { openBrowser, openPage } from './browser.mjs';
import { address, follow, linkInMail, openDemo, openMail, press, signIn, text, title } from './people.mjs';

const EMAIL = 'member@demo.test';
let house, browser, here;
let password = PASSWORD;

before(async () => {
    house = await openHouse(openDemo);
    browser = await openBrowser();
    here = await openPage(browser);
    await signIn(here.page, house, EMAIL);
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

async function openElsewhere() {
    const { page } = await openPage(browser);
    await signIn(page, house, EMAIL, password);
    return page;
}

async function isSignedIn(page) {
    await page.goto(address(house, '/desk'));
    return (await title(page)) === 'Your desk';
}

test('the account says who one is, and where one is signed in', async () => {
    const { page } = here;
    await page.goto(address(house, '/desk'));
    await page.getByRole('banner').getByRole('link', { name: 'Mara Lindqvist' }).click();
    await page.waitForLoadState();
    const said = await text(page);
    for (const fact of [EMAIL, 'Demo University Hospital', 'Physician, since September 2011', 'This one', 'Chrom'])
        assert.match(said, new RegExp(fact, 'i'));
});

test('one session is ended, then all the others; this one stays', async () => {
    const { page } = here;
    const [first, second, third] = [await openElsewhere(), await openElsewhere(), await openElsewhere()];
    await page.goto(address(house, '/account'));
    const others = page.getByRole('button', { name: /^Sign out of/ });
    assert.equal(await others.count(), 3);
    await others.first().click();
    await page.waitForLoadState();
    assert.match(await page.getByRole('status').innerText(), /Signed out/);
    assert.equal(await others.count(), 2);
    const signedIn = [];
    for (const one of [first, second, third]) signedIn.push(await isSignedIn(one));
    assert.equal(signedIn.filter(Boolean).length, 2);
    await page.goto(address(house, '/account'));
    await press(page, 'Sign out everywhere else');
    assert.equal(await others.count(), 0);
    for (const one of [first, second, third]) assert.equal(await isSignedIn(one), false);
    assert.equal(await isSignedIn(page), true);
    for (const one of [first, second, third]) await one.context().close();
});

test('the password is changed with the one of now, and what is wrong is said beside the field', async () => {
    const { page } = here;
    const other = await openElsewhere();
    await page.goto(address(house, '/account'));
    await page.getByLabel('Current password').fill('not this one');
    await page.getByLabel('New password').fill('twelve quiet words more');
    await press(page, 'Change the password');
    await page.getByRole('alert').getByRole('link').click();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'current');
    await page.getByLabel('Current password').fill(password);
    await page.getByLabel('New password').fill('short');
    await press(page, 'Change the password');
    assert.match(await page.getByRole('alert').innerText(), /at least/);
    password = 'twelve quiet words more';
    await page.getByLabel('Current password').fill(PASSWORD);
    await page.getByLabel('New password').fill(password);
    await press(page, 'Change the password');
    assert.match(await page.getByRole('status').innerText(), /Your password is changed/);
    assert.equal(await isSignedIn(other), false);
    await signIn(other, house, EMAIL, password);
    await other.context().close();
});

test('a forgotten password is replaced by a link from a mail, which works once', async () => {
    const { page } = here;
    await page.goto(address(house, '/account'));
    await page.getByRole('banner').getByRole('button', { name: 'Sign out' }).click();
    assert.equal(await title(page), 'Sign in');
    await follow(page, 'Forgotten your password?');
    await page.getByLabel('E-mail address').fill(EMAIL);
    await press(page, 'Send the link');
    assert.equal(await title(page), 'Look into your mail');
    const staff = await openPage(browser);
    await signIn(staff.page, house, 'staff@demo.test');
    await openMail(staff.page, house, EMAIL, /password/i);
    const link = new URL(await linkInMail(staff.page, '/password/')).pathname;
    await page.goto(address(house, link));
    assert.equal(await page.getByLabel('E-mail address').inputValue(), EMAIL);
    await page.getByLabel('New password').fill('forgotten no more');
    await press(page, 'Set the new password');
    assert.equal(await title(page), 'Your desk');
    assert.equal((await page.goto(address(house, link))).status(), 404);
    assert.equal(await isSignedIn(page), true);
    await staff.close();
});
