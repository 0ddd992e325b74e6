/* A nomination in a browser without scripts, from the sign-in to the receipt, by forms alone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../http/house.mjs';
import { openBrowser, openPage } from './browser.mjs';
import { address, answer, askForLetter, begin, follow, linkInMail, openDemo, openMail, press, signIn, text, title, vitae } from './people.mjs';

let house, browser, member, nomination;

before(async () => {
    house = await openHouse(openDemo);
    browser = await openBrowser();
    member = await openPage(browser, { javaScriptEnabled: false });
    await signIn(member.page, house, 'member@demo.test');
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

test('a nomination is begun, written and submitted', async () => {
    const { page, complaints } = member;
    nomination = await begin(page, house, 'Ada Quill');
    await follow(page, 'The nominee');
    for (const part of ['The nominee', 'The case', 'Declarations']) {
        assert.equal(await title(page), part);
        for (const field of await page.locator('[data-save]').all()) await answer(field);
        await press(page, 'Save and continue');
    }
    await follow(page, 'Curriculum vitae');
    await page.getByLabel('A PDF file').setInputFiles(vitae);
    await press(page, 'Send the file');
    await follow(page, 'Back to the list');
    await follow(page, 'Letters');
    await askForLetter(page, 'Ida Falk', 'ida.falk@elsewhere.demo.test');
    await askForLetter(page, 'Otto Brand', 'otto.brand@elsewhere.demo.test');
    await follow(page, 'Back to the list');
    await follow(page, 'Check and submit');
    await press(page, 'Submit the nomination');
    assert.match(page.url(), /\/receipt$/);
    assert.equal(await house.sql('select state from nomination'), 'submitted');
    assert.deepEqual(complaints, []);
});

test('what is wrong is said beside its field, with all that was typed', async () => {
    const { page } = member;
    await page.goto(address(house, nomination));
    await press(page, 'Take it back');
    await follow(page, 'The case');
    const sentence = page.getByLabel('The case in one sentence');
    await sentence.fill('word '.repeat(41));
    await press(page, 'Save and continue');
    assert.match(await page.title(), /^Error: /);
    assert.equal((await sentence.inputValue()).trim(), 'word '.repeat(41).trim());
    await page.getByRole('alert').getByRole('link').click();
    assert.match(page.url(), /#answer\.citation$/);
    await sentence.fill('Few words.');
    await press(page, 'Save and continue');
    assert.equal(await title(page), 'Declarations');
});

test('whoever is signed out in the middle signs in, and sends what was written', async () => {
    const { page } = member;
    await page.goto(address(house, `${nomination}/parts/2`));
    await page.getByLabel('The case in one sentence').fill('Written “late” <at> night & kept.');
    await house.sql('update session set ended_at = clock_now()');
    await press(page, 'Save and continue');
    assert.equal(await title(page), 'Sign in');
    assert.match(await text(page), /Nothing is lost/);
    await page.getByLabel('E-mail address').fill('member@demo.test');
    await page.getByLabel('Password').fill('a few quiet words');
    await press(page, 'Sign in');
    assert.equal(await title(page), 'You are signed in again');
    await press(page, 'Send it now');
    assert.equal(await title(page), 'Declarations');
    const kept = await house.sql("select value from answer a join question q on q.id = a.question where q.name = 'citation'");
    assert.equal(kept, 'Written “late” <at> night & kept.');
});

test('a referee writes and sends', async () => {
    const staff = await openPage(browser, { javaScriptEnabled: false });
    await signIn(staff.page, house, 'staff@demo.test');
    await openMail(staff.page, house, 'ida.falk@elsewhere.demo.test', /./);
    const link = new URL(await linkInMail(staff.page, '/letters/')).pathname;
    const { page, complaints, close } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(address(house, link));
    await press(page, 'Yes, I will write');
    await page.getByLabel('Your letter').fill('Few have done so much.');
    await page.getByLabel('How you know').press('Enter'); /* saves, and sends nothing */
    assert.equal(await house.sql("select state from letter where referee_name = 'Ida Falk'"), 'opened');
    assert.equal(await page.getByLabel('Your letter').inputValue(), 'Few have done so much.');
    await page.getByLabel('How you know').fill('Colleagues');
    await press(page, 'Send the letter');
    assert.match(await title(page), /^Thank you, Ida Falk/);
    assert.deepEqual(complaints, []);
    await close();
});
