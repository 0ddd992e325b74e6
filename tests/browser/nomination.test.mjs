/* A nomination in Chromium, from the sign-in to the receipt, and its letters, from the mail to the thanks. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pdf } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { openBrowser, openPage } from './browser.mjs';
import { address, answer, askForLetter, follow, linkInMail, openDemo, openMail, press, signIn, tabTo, text, title, vitae } from './people.mjs';

let house, browser, member, staff, nomination;

before(async () => {
    house = await openHouse(openDemo);
    browser = await openBrowser();
    member = await openPage(browser);
    staff = await openPage(browser);
    await signIn(staff.page, house, 'staff@demo.test');
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

const state = () => house.sql(`select state from nomination where id = '${nomination.split('/').at(-1)}'`);
const letterState = (email) => house.sql(`select state from letter where referee_email = '${email}'`);

/* The page's own clock stands still: how slow the machine is does not count. */
async function stopClock(page) {
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 1000);
}

/* What was typed since the clock stands is sent within a second of it, and the answer is shown. */
async function isSavedInASecond(page, field) {
    await page.clock.runFor(1000);
    await field.getByText(/^Saved \d{1,2}:\d\d [ap]m/).waitFor();
}

test('a member signs in by keyboard, and the desk says what is open', async () => {
    const { page } = member;
    await page.goto(address(house, '/desk'));
    assert.equal(await title(page), 'Sign in');
    await tabTo(page, page.getByLabel('E-mail address'));
    await page.keyboard.type('member@demo.test');
    await page.keyboard.press('Tab');
    await page.keyboard.type('not my password');
    await page.keyboard.press('Enter');
    const problem = page.getByRole('alert');
    await problem.waitFor();
    assert.match(await page.title(), /^Error: /);
    await tabTo(page, problem.getByRole('link'));
    await page.keyboard.press('Enter');
    assert.equal(await page.getByLabel('E-mail address').inputValue(), 'member@demo.test');
    await tabTo(page, page.getByLabel('Password'));
    await page.keyboard.type('a few quiet words');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/desk');
    assert.match(await text(page), /You have not nominated anybody yet/);
    assert.match(await text(page), /SIR Gold Medal/);
    member.complaints.length = 0; /* of the 422 */
});

test('they nominate somebody of the directory, whom they find without accents', async () => {
    const { page } = member;
    await page.goto(address(house, '/awards/gold-medal'));
    await follow(page, 'Nominate somebody');
    await page.getByLabel('Search the directory').fill('brzezinska');
    await page.keyboard.press('Enter');
    await press(page, 'Nominate Katarzyna Brzezińska-Szczepańska');
    assert.equal(await title(page), 'Katarzyna Brzezińska-Szczepańska');
    nomination = new URL(page.url()).pathname;
    assert.equal(await page.getByText('To do').count(), 5);
});

test('every question is answered, and saved within about a second', async () => {
    const { page } = member;
    const kinds = new Set();
    await stopClock(page);
    await follow(page, 'The nominee');
    for (const part of ['The nominee', 'The case', 'Declarations']) {
        assert.equal(await title(page), part);
        for (const field of await page.locator('[data-save]').all()) {
            kinds.add(await answer(field));
            await isSavedInASecond(page, field);
        }
        await press(page, 'Save and continue');
    }
    await page.clock.resume();
    assert.deepEqual([...kinds].sort(), ['attestation', 'choice', 'date', 'long', 'number', 'text']);
    assert.equal(await title(page), 'Katarzyna Brzezińska-Szczepańska');
    assert.equal(await page.getByText('Done', { exact: true }).count(), 3);
    const empty = await house.sql(`select count(*) from question q join cycle c on c.form = q.form join nomination n on n.cycle = c.id
        left join answer a on a.question = q.id and a.nomination = n.id where q.kind <> 'document' and a.value is null`);
    assert.equal(empty, '0');
});

test('words are counted while they are typed; too many are kept, and said', async () => {
    const { page } = member;
    await page.goto(address(house, `${nomination}/parts/2`));
    const field = page.locator('[data-save]').first();
    const kept = await field.getByRole('textbox').inputValue();
    await field.getByRole('textbox').fill('word '.repeat(41));
    await field.getByText('41 of at most 40 words').waitFor();
    await field.getByText(/^Saved .*at most 40 words; these are 41/).waitFor();
    await field.getByRole('textbox').fill(kept);
    await field.getByText(/^Saved [^.]*$/).waitFor();
});

test('what is missing is a list of links; a document is sent in; two referees are asked', async () => {
    const { page } = member;
    await page.goto(address(house, `${nomination}/check`));
    await follow(page, /curriculum/i);
    await page.getByLabel('A PDF file').setInputFiles({ ...vitae, name: 'vitae.txt', buffer: Buffer.from('no PDF') });
    await press(page, 'Send the file');
    assert.match(await text(page), /not a PDF/);
    await page.getByLabel('A PDF file').setInputFiles(vitae);
    await press(page, 'Send the file');
    assert.match(await text(page), /Vitae of the nominee\.pdf/);
    await page.goto(address(house, nomination));
    await follow(page, 'Letters');
    await askForLetter(page, 'Ida Falk', 'ida.falk@elsewhere.demo.test', 'You know her work on the liver.\nIt counts most.');
    await askForLetter(page, 'Otto Brand', 'otto.brand@elsewhere.demo.test');
    assert.equal(await page.getByText('Asked', { exact: true }).count(), 2);
    member.complaints.length = 0; /* of the 422 */
});

test('it is read once more and submitted, with a receipt on the screen and the same by mail', async () => {
    const { page } = member;
    await page.goto(address(house, nomination));
    await follow(page, 'Check and submit');
    assert.match(await text(page), /1 April 1998/);
    await press(page, 'Submit the nomination');
    await page.waitForURL('**/receipt');
    assert.match(await text(page), /has been nominated for the SIR Gold Medal/);
    assert.equal(await state(), 'submitted');
    const [hash, vitaeHash] = await page.locator('.hash').allInnerTexts();
    assert.match(hash, /^[0-9a-f]{64}$/);
    await openMail(staff.page, house, 'member@demo.test', /./);
    const mail = await staff.page.getByRole('article').innerText();
    assert.match(mail, /Received: your nomination of Katarzyna/);
    for (const one of [hash, vitaeHash]) assert.ok(mail.includes(one));
    assert.deepEqual(member.complaints, []);
});

/* A referee comes by the link of the mail, in a browser that knows nothing of the house. */
async function openLetter(email, options = {}) {
    await openMail(staff.page, house, email, /./);
    const link = await linkInMail(staff.page, '/letters/');
    const referee = await openPage(browser, options);
    await referee.page.goto(address(house, new URL(link).pathname));
    return referee;
}

test('one referee declines with a reason', async () => {
    const { page, complaints, close } = await openLetter('otto.brand@elsewhere.demo.test');
    assert.equal(await title(page), 'A letter for Katarzyna Brzezińska-Szczepańska');
    assert.equal(await letterState('otto.brand@elsewhere.demo.test'), 'requested');
    await page.getByText('No, I cannot write this letter').click();
    await page.getByLabel('The reason').fill('I hardly know her work.');
    await press(page, 'Decline');
    assert.equal(await title(page), 'You have declined');
    assert.deepEqual(complaints, []);
    await close();
});

test('another accepts, writes, adds a PDF, and sends', async () => {
    const email = 'ida.falk@elsewhere.demo.test';
    const { page, complaints, close } = await openLetter(email);
    assert.match(await text(page), /You know her work on the liver\.\s+It counts most\./);
    await press(page, 'Yes, I will write');
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Ida Falk');
    await page.getByLabel('How you know').fill('Colleagues in Lund, 1999 to 2011');
    await stopClock(page);
    await page.getByLabel('Your letter').pressSequentially('Few have done so much with so little.');
    await isSavedInASecond(page, page);
    await until(async () => (await house.sql(`select c.text from letter_content c join letter l on l.id = c.letter
        where l.referee_email = '${email}'`)) === 'Few have done so much with so little.');
    await page.clock.resume();
    await page.getByText('8 words').waitFor();
    await press(page, 'Save, and add a PDF');
    await page.getByLabel('A PDF file').setInputFiles({ name: 'letter.pdf', mimeType: 'application/pdf', buffer: pdf('letter') });
    await press(page, 'Add the file');
    assert.match(await text(page), /letter\.pdf \(1 KB\)/);
    assert.equal(await page.getByLabel('Your letter').inputValue(), 'Few have done so much with so little.');
    await press(page, 'Send the letter');
    assert.match(await title(page), /^Thank you, Ida Falk/);
    assert.equal(await letterState(email), 'received');
    assert.deepEqual(complaints, []);
    await close();
});

test('the nominator sees both, and asks somebody else instead of the one who declined', async () => {
    const { page } = member;
    await page.goto(address(house, '/desk'));
    assert.match(await text(page), /Letters: \d asked for, 1 of them received; 1 declined/);
    await page.goto(address(house, `${nomination}/letters`));
    const said = await text(page);
    assert.match(said, /Received/);
    assert.match(said, /Declined/);
    assert.match(said, /I hardly know her work\./);
    assert.doesNotMatch(said, /so much with so little/);
    await askForLetter(page, 'Vera Lund', 'vera.lnud@elsewhere.demo.test');
    assert.match(await text(page), /Vera Lund/);
});

test('a wrong address is corrected, and the new one gets the link; a day later there can be a reminder', async () => {
    const { page } = member;
    await follow(page, 'Vera Lund');
    assert.equal(await page.getByRole('button', { name: 'Send a reminder' }).count(), 0);
    assert.match(await text(page), /You can send the next reminder from/);
    await page.getByLabel('E-mail address').fill('vera.lund@elsewhere.demo.test');
    await press(page, 'Correct it and send again');
    const { page: first, close } = await openLetter('vera.lund@elsewhere.demo.test');
    assert.match(await text(first), /Dear Vera Lund/);
    const letter = new URL(page.url()).pathname;
    const tomorrow = await house.sql(`select to_char((now() + interval '25 hours') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`);
    await house.done('clock', 'set', tomorrow);
    await page.goto(address(house, letter));
    assert.equal(await title(page), 'Sign in', 'a session does not last a day');
    await signIn(page, house, 'member@demo.test');
    await signIn(staff.page, house, 'staff@demo.test');
    await page.goto(address(house, letter));
    await press(page, 'Send a reminder');
    assert.match(await text(page), /Reminded/);
    assert.equal(await page.getByRole('button', { name: 'Send a reminder' }).count(), 0);
    await openMail(staff.page, house, 'vera.lund@elsewhere.demo.test', /./);
    assert.match(await staff.page.getByRole('article').innerText(), /It has not arrived yet/);
    await first.reload();
    assert.match(await text(first), /Dear Vera Lund/, 'the first link holds');
    await close();
});
