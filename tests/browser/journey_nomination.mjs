/* What nominators and referees do in the journey. */
import assert from 'node:assert/strict';
import { PASSWORD, pdf } from '../http/browse.mjs';
import { until } from '../http/house.mjs';
import { Walker } from '../http/walker.mjs';
import { arrive, at, desk, linkTo, mailTo, PEOPLE, world } from './journey_world.mjs';
import { answer, tabTo, vitae } from './people.mjs';

const state = (nominee) => world.house.sql(`select state from nomination where nominee_name = '${nominee}'`);

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

export async function signInByKeyboard() {
    const { email } = PEOPLE.member;
    await (await desk('member')).press('Sign out');
    const { page } = at.member;
    await tabTo(page, page.getByLabel('E-mail address'));
    await page.keyboard.type(email);
    await page.keyboard.press('Tab');
    await page.keyboard.type('not my password');
    await at.member.goes(() => page.keyboard.press('Enter'), 422);
    assert.match(await page.title(), /^Error: /);
    await tabTo(page, page.getByRole('alert').getByRole('link'));
    await page.keyboard.press('Enter');
    assert.equal(await page.getByLabel('E-mail address').inputValue(), email);
    await tabTo(page, page.getByLabel('Password'));
    await page.keyboard.type(PASSWORD);
    await at.member.goes(() => page.keyboard.press('Enter'));
    await at.member.says(/You have not nominated anybody yet/, /SIR Gold Medal/);
}

/* Whom they find in the directory without accents, after somebody whom they do not. */
export async function isBegun(nominee) {
    const { member } = at;
    await member.follow('Nominate somebody');
    await member.press('Search', { 'Search the directory': 'Katrina' });
    await member.says(/Nobody in the directory matches/);
    await member.press('Begin the nomination', { 'Full name of the nominee': 'Katrina B.', 'Their e-mail address': mailOf('Katrina B') });
    await member.follow('Correct the name or the address');
    await member.press('Save', { 'Full name of the nominee': 'Katarina B.' });
    await member.follow('Withdraw this nomination');
    await member.press('Withdraw the nomination');
    await desk('member');
    await member.follow('Nominate somebody');
    await member.press('Search', { 'Search the directory': 'brzezinska' });
    await member.press(`Nominate ${nominee}`);
    assert.equal(await member.page.getByText('To do').count(), 5);
    await member.follow('Read what is there so far');
    await member.says(/Before you can submit it/);
    await member.follow(nominee);
}

export async function isWritten(nominee, { sentence, words }) {
    const { member } = at;
    const { page } = member;
    const kinds = new Set();
    await member.follow('The nominee');
    await stopClock(page);
    for (const part of ['The nominee', 'The case', 'Declarations']) {
        await member.says(new RegExp(part));
        for (const field of await page.locator('[data-save]').all()) {
            kinds.add(await answer(field));
            await isSavedInASecond(page, field);
        }
        if (part === 'The case') {
            await page.getByLabel('The case in one sentence').fill(sentence);
            await page.getByLabel('Qualifications for the medal').fill(words);
        }
        await member.press('Save and continue');
    }
    await page.clock.resume();
    assert.deepEqual([...kinds].sort(), ['attestation', 'choice', 'date', 'long', 'number', 'text']);
    assert.equal(await page.getByText('Done', { exact: true }).count(), 3);
    const empty = await world.house.sql(`select count(*) from question q join cycle c on c.form = q.form
        join nomination n on n.cycle = c.id and n.state = 'draft' left join answer a on a.question = q.id and a.nomination = n.id where q.kind <> 'document' and a.value is null`);
    assert.equal(empty, '0');
    assert.equal(await world.house.sql(`select value from answer a join question q on q.id = a.question
        where q.name = 'qualifications'`), words);
}

/* Words are counted while they are typed; too many are kept, and said. */
export async function wordsAreCounted(nominee) {
    const { member } = at;
    await member.follow('The case');
    const field = member.page.locator('[data-save]').first();
    const kept = await field.getByRole('textbox').inputValue();
    await field.getByRole('textbox').fill('word '.repeat(41));
    await field.getByText('41 of at most 40 words').waitFor();
    await field.getByText(/^Saved .*at most 40 words; these are 41/).waitFor();
    await member.press('Save and go back to the list', {}, { status: 422 });
    await member.press('Save and go back to the list', { 'The case in one sentence': kept });
    await member.says(new RegExp(nominee));
}

export async function isCompleted(nominee) {
    const { member } = at;
    await member.follow('Curriculum vitae');
    const text = { ...vitae, name: 'vitae.txt', buffer: Buffer.from('no PDF') };
    await member.press('Send the file', { 'A PDF file': text }, { status: 422 });
    await member.press('Send the file', { 'A PDF file': vitae });
    await member.says(/Vitae of the nominee\.pdf/);
    await member.follow(nominee);
    await member.follow('Letters');
    await asks('Ida Falk', 'You know her work on the liver.\nIt counts most.');
    await asks('Otto Brand');
}

const mailOf = (referee) => `${referee.toLowerCase().replace(' ', '.')}@elsewhere.demo.test`;
const asks = (referee, note = '') =>
    at.member.press('Ask for the letter', { 'Full name': referee, 'E-mail address': mailOf(referee), 'A note from you': note });

/* With a receipt on the screen and the same by mail; and once more, after it was taken back. */
export async function isSubmitted(nominee) {
    const { member } = at;
    await member.follow(nominee);
    await member.follow('Check and submit');
    await member.says(/1 April 1998/);
    await member.press('Submit the nomination');
    await member.says(new RegExp(`${nominee} has been nominated for the SIR Gold Medal`));
    assert.equal(await state(nominee), 'submitted');
    const hashes = await member.page.locator('.hash').allInnerTexts();
    const { subject, body } = await mailTo(PEOPLE.member.email, /Received/);
    assert.match(subject, new RegExp(`Received: your nomination of ${nominee}`));
    for (const hash of hashes) {
        assert.match(hash, /^[0-9a-f]{64}$/);
        assert.ok(body.includes(hash));
    }
    await desk('member');
    await member.follow(nominee);
    await member.press('Take it back');
    await member.follow('Check and submit');
    await member.press('Submit the nomination');
}

/* A referee comes by the link of the mail, in a browser that knows nothing of the house. */
const opens = async (referee) => arrive(await linkTo(mailOf(referee), /./, '/letters/'));

export async function refereeDeclines(nominee) {
    const referee = await opens('Otto Brand');
    await referee.says(new RegExp(`A letter for ${nominee}`), /Dear Otto Brand/);
    await referee.page.getByText('No, I cannot write this letter').click();
    await referee.press('Decline', { 'The reason': 'I hardly know her work.' });
    await referee.says(/You have declined/);
    await referee.close();
}

export async function refereeWrites(letter) {
    const referee = await opens('Ida Falk');
    const { page } = referee;
    await referee.says(/You know her work on the liver\. It counts most\./);
    await referee.press('Yes, I will write');
    assert.equal(await page.getByLabel('Your name').inputValue(), 'Ida Falk');
    await referee.press('Send the letter', {}, { status: 422 });
    await stopClock(page);
    await page.getByLabel('How you know').fill('Colleagues in Lund, 1999 to 2011');
    await page.getByLabel('Your letter').pressSequentially(letter);
    await isSavedInASecond(page, page);
    await until(async () => (await world.house.sql('select text from letter_content')) === letter);
    await page.clock.resume();
    await referee.press('Save, and add a PDF');
    await referee.press('Add the file', { 'A PDF file': { ...vitae, name: 'letter.pdf', buffer: pdf('letter') } });
    await referee.says(/letter\.pdf \(1 KB\)/);
    await referee.press('Send the letter');
    await referee.says(/Thank you, Ida Falk/);
    await referee.close();
}

/* The nominator reads no letter, and asks somebody else for the one that is missing; at a wrong address at first. */
export async function refereeIsReplaced(nominee, letter) {
    const member = await desk('member');
    await member.says(/Letters: \d asked for, 1 of them received; 1 declined/);
    await member.follow(nominee);
    await member.follow('Letters');
    await member.says(/Received/, /Declined/, /I hardly know her work\./);
    await member.saysNot(new RegExp(letter));
    await asks('Vera Lnud');
    await member.follow('Vera Lnud');
    await member.says(/You can send the next reminder from/);
    await member.press('Correct it and send again', { 'Full name': 'Vera Lund', 'E-mail address': mailOf('Vera Lund') });
    const referee = await opens('Vera Lund');
    await referee.press('Yes, I will write');
    await referee.press('Send the letter', { 'How you know': 'I was her teacher', 'Your letter': 'She was the best of them.' });
    await referee.close();
}

/* Another nomination, without a browser. */
export async function nominate(name, nominee, words, referees) {
    const who = await Walker.arrive(world.house, '/desk');
    await who.press('Sign in', { 'E-mail address': PEOPLE[name].email, Password: PASSWORD });
    await who.follow('Nominate somebody');
    await who.press('Begin the nomination', { 'Full name of the nominee': nominee, 'Their e-mail address': mailOf(nominee) });
    await who.follow('The nominee');
    await who.press('Save and continue', { 'Current position': 'Professor of Radiology', Institution: 'University Hospital',
        'Years in practice': '21', 'Main field of work': 'Oncology' });
    await who.press('Save and continue', { 'The case in one sentence': words, 'Qualifications for the medal': words,
        'Contributions to the field': 'Three trials.', 'What would be lost': 'Very much.' });
    await who.press('Save and continue', { 'I have named every tie': true, 'The nominee knows': true,
        'I keep this nomination': true });
    if (!who.leads('Curriculum vitae')) await who.follow(nominee);
    await who.follow('Curriculum vitae');
    await who.press('Send the file', { 'A PDF file': { name: 'vitae.pdf', bytes: pdf(nominee) } });
    await who.follow(nominee);
    await who.follow('Letters');
    for (const referee of referees)
        await who.press('Ask for the letter', { 'Full name': referee, 'E-mail address': mailOf(referee) });
    await who.follow(nominee);
    await who.follow('Check and submit');
    await who.press('Submit the nomination');
}

/* One that was sent back is mended, and comes again. */
export async function isMended(name, nominee, missing, contributions) {
    assert.match((await mailTo(PEOPLE[name].email, /Something is missing/)).body, missing);
    const who = await desk(name);
    await who.says(/To be changed in 8 days/);
    await who.follow(nominee);
    await who.says(missing);
    await who.follow('The case');
    await who.press('Save and go back to the list', { 'Contributions to the field': contributions });
    await who.follow('Check and submit');
    await who.press('Submit the nomination');
}
