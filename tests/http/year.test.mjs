// A whole year of an award as people live it, from an empty database to its honorees: nobody here knows an address,
// everybody goes where mails and links lead and sends the forms that pages show.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailbox, PASSWORD, pdf } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { Walker } from './walker.mjs';

const PEOPLE = { // by what they are here
    staff: 'Stella Ford', staff2: 'Sten Aalto', board: 'Bea Munro', board2: 'Boris Lang', chair: 'Clara Voss',
    deputy: 'Dora Quist', max: 'Max Orme', mina: 'Mina Hale', nora: 'Nora Bell',
};
const address = (name) => `${name}@demo.test`;
const at = {}; // them at their browsers

let house;

before(async () => {
    house = await openHouse({ kind: 'test', demo: false, clock: '2026-03-02T15:00:00Z' });
});
after(() => house.stop());

const clock = (instant) => house.done('clock', 'set', instant);

// The path that a mail to them leads to, as soon as it is there: of the newest mail whose subject has those words.
async function mailTo(email, subject) {
    return until(async () => (await mailbox(house, email)).find(({ head }) => subject.test(head.replace(/\r\n /g, ' '))),
        `mail to ${email}: ${subject}`);
}

// Their desk, where they sign in when it was long ago.
async function desk(name) {
    await at[name].open('/desk');
    if (at[name].path.startsWith('/sign-in'))
        await at[name].press('Sign in', { 'E-mail address': address(name), Password: PASSWORD });
    return at[name].says(/Your desk/);
}

test('the command line makes the first administrator, who chooses a password', async () => {
    const { stdout } = await house.done('person', 'add', address('admin'), '--name', 'Ada Minster', '--role', 'administrator');
    at.admin = await Walker.arrive(house, stdout.match(/\/password\/\S+/)[0]);
    await at.admin.press('Set the password', { Password: PASSWORD });
    at.admin.says(/Your desk/);
});

test('the administrator makes the organization, invites everybody, and names staff and board', async () => {
    const { admin } = at;
    await admin.follow('Organizations');
    await admin.press('Make the organization', { Name: 'Society of Quiet Radiology', 'Short name': 'SQR', 'Official time': 'Eastern' });
    const organization = admin.path;
    await admin.follow('invited first');
    for (const [name, full] of Object.entries(PEOPLE)) {
        await admin.press('Send the invitation', { 'Full name': full, 'E-mail address': address(name) });
        admin.says(/is on its way/);
    }
    await admin.follow('Your desk');
    await admin.follow('Organizations');
    await admin.follow('Society of Quiet Radiology');
    assert.equal(admin.path, organization);
    for (const [name, role] of [['staff', 'On the staff'], ['staff2', 'On the staff'], ['board', 'On the board'], ['board2', 'On the board']])
        await admin.press('Name them', { 'Their e-mail address': address(name), 'They are': role });
    admin.says(/Stella Ford.*Staff.*Boris Lang.*Board|Boris Lang.*Board.*Stella Ford.*Staff/);
    for (const name of Object.keys(PEOPLE)) {
        const { links } = await mailTo(address(name), /Subject: /);
        at[name] = await Walker.arrive(house, links.find((link) => link.startsWith('/password/')));
        await at[name].press('Set the password', { Password: PASSWORD });
        at[name].says(/Your desk/);
    }
});

test('staff make the Gold Medal from its model, and fill the committee', async () => {
    const { staff } = at;
    await desk('staff');
    await staff.follow('Awards and cycles');
    await staff.follow('Make an award');
    await staff.press('Make the award', { Organization: 'Society of Quiet Radiology', 'Name of the award': 'Quiet Medal', Model: 'SIR Gold Medal' });
    for (const [name, seat] of [['chair', 'chair'], ['deputy', 'deputy'], ['max', 'member'], ['mina', 'member']])
        await staff.press('Give the seat', { 'Their e-mail address': address(name), Seat: seat });
    staff.says(/Clara Voss/).says(/Mina Hale/).saysNot(/Nobody chairs/);
});

test('they prepare its cycle, change form and rubric a little, set the dates, and publish', async () => {
    const { staff } = at;
    await staff.press('New cycle', { 'Year of the next cycle': '2027' });
    await staff.follow('Form');
    await staff.follow('Service to the Society');
    await staff.press('Save the question', { Hint: 'Offices, committees and meetings.' });
    await staff.follow('Add a question');
    await staff.press('Add the question', { Part: 'The case', 'The question': 'What would be lost without this work?',
        'Kind of answer': 'Long answer', 'Most words': '120' });
    await staff.follow('Look at it as nominators will');
    staff.says(/What would be lost without this work\?/);
    await staff.follow('Form');
    await staff.follow('Back to the cycle');
    await staff.follow('Rubric');
    await staff.follow('Service');
    await staff.press('Remove the criterion');
    staff.saysNot(/What the nominee has done for the Society/);
    await staff.follow('Back to the cycle');
    await staff.press('Save', {
        'Nominations open: Day': '2026-04-01', 'Nominations open: Time': '09:00', 'Nominations close: Day': '2026-06-01',
        'Nominations close: Time': '17:00', 'Letters are taken until: Day': '2026-06-15', 'Letters are taken until: Time': '17:00',
        'Judging opens: Day': '2026-07-01', 'Judging opens: Time': '09:00', 'Judging closes: Day': '2026-08-01',
        'Judging closes: Time': '17:00', 'Letters for each nomination': '1', 'Names that may be proposed': '1' });
    await staff.press('Publish the call');
    staff.says(/Published: the call stands on/);
    await staff.follow('the award’s page');
    staff.says(/1 April 2026/);
});

// Goes through the list of what a nomination consists of, and does all of it.
async function nominate(nominator, nominee, referee) {
    const who = at[nominator];
    await desk(nominator);
    await who.follow('Nominate somebody');
    await who.press('Begin the nomination', { 'Full name of the nominee': nominee,
        'Their e-mail address': `${nominee.split(' ')[0].toLowerCase()}@elsewhere.demo.test` });
    await who.follow('The nominee');
    await who.press('Save and continue', { 'Current position': 'Professor of Radiology', Institution: 'University Hospital',
        'Years in practice': '21', 'Main field of work': 'Oncology' });
    await who.press('Save and continue', { 'The case in one sentence': `What ${nominee} did had not been done.`,
        'Qualifications for the medal': 'It changed how we treat.', 'Contributions to the field': 'Three trials.',
        'What would be lost': 'Very much.' });
    if (!who.words.includes('Declarations')) await who.follow(nominee);
    else if (who.path.includes('/documents/')) await who.follow(nominee);
    if (!who.path.includes('/parts/')) await who.follow('Declarations');
    await who.press('Save and go back to the list', { 'I have named every tie': true, 'The nominee knows': true, 'I keep this nomination': true });
    await who.follow('Curriculum vitae');
    await who.press('Send the file', { 'A PDF file': { name: 'vitae.pdf', bytes: pdf(nominee) } });
    await who.follow(nominee);
    await who.follow('Letters');
    await who.press('Ask for the letter', { 'Full name': referee, 'E-mail address': `${referee.split(' ')[0].toLowerCase()}@elsewhere.demo.test` });
    await who.follow(nominee);
    await who.follow('Check and submit');
    await who.press('Submit the nomination');
    who.says(/Receipt/).says(new RegExp(nominee));
}

async function write(email, nominee) {
    const { links } = await mailTo(email, new RegExp(`Subject: .*${nominee}`));
    const referee = await Walker.arrive(house, links.find((link) => link.startsWith('/letters/')));
    await referee.press('Yes, I will write');
    await referee.press('Send the letter', { 'Your name': 'A referee', 'How you know': 'We worked together', 'Your letter': `I trained with ${nominee}.` });
    referee.says(/has arrived/);
}

test('the call opens; members nominate, and referees write', async () => {
    await clock('2026-04-02T15:00:00Z');
    await nominate('nora', 'Ida Holm', 'Rosa Lind');
    await nominate('mina', 'Kai Reed', 'Ruth Stein');
    await nominate('nora', 'Lea Moor', 'Rafe Toll');
    await write('rosa@elsewhere.demo.test', 'Ida Holm');
    await write('ruth@elsewhere.demo.test', 'Kai Reed');
});

test('the call closes; staff check what came in, and one is sent back and comes again', async () => {
    const { staff, nora, mina } = at;
    await clock('2026-06-02T15:00:00Z');
    await desk('staff');
    await staff.follow('3 nominations to check');
    await staff.follow('Ida Holm');
    await staff.press('Save this finding', { Eligible: true });
    staff.says(/Next: check the nomination of/);
    await staff.follow('Lea Moor');
    await staff.press('Save this finding', { 'Not eligible': true, Why: 'She had the medal in 2019.' });
    await staff.follow('Check it now');
    staff.says(/Kai Reed/);
    await staff.press('Save this finding', { 'Send it back': true }, { status: 422 });
    await staff.press('Save this finding', { 'What is missing': 'The dates of the trials.',
        'To be submitted again by: Day': '2026-06-10', 'To be submitted again by: Time': '17:00' });
    assert.match((await mailTo(address('mina'), /Something is missing/)).body, /The dates of the trials/);
    await desk('mina');
    mina.says(/To be changed in 8 days/);
    await mina.follow('Kai Reed');
    mina.says(/The dates of the trials/);
    await mina.follow('The case');
    await mina.press('Save and go back to the list', { 'Contributions to the field': 'Three trials: 1999, 2004, 2011.' });
    await mina.follow('Check and submit');
    await mina.press('Submit the nomination');
    await desk('staff');
    await staff.follow('One nomination to check');
    await staff.follow('Check it now');
    staff.says(/1999, 2004, 2011/);
    await staff.press('Save this finding', { Eligible: true });
    await desk('nora');
    await nora.follow('Lea Moor');
    nora.says(/She had the medal in 2019/);
    await desk('nora');
    await nora.follow('Ida Holm');
    nora.says(/The committee judges this nomination/);
});

test('the committee declares; who nominated is in conflict by that, and the chair with one nominee', async () => {
    const { chair, deputy, max, mina } = at;
    for (const name of ['chair', 'deputy', 'max', 'mina']) {
        await desk(name);
        await at[name].follow('Conflicts of interest to declare');
        if (name === 'mina') mina.says(/You put this nomination forward/);
        const kept = name === 'chair' ? { 'Conflict of interest with Ida Holm': 'Mentor', 'What it is, in a line, with Ida Holm': 'She taught me.' } : {};
        await at[name].press('Declare this', { ...kept, 'I have gone through': true });
        at[name].says(/You have gone through all nominees/);
    }
    await chair.follow('Go on');
    chair.says(/You are in conflict with a nominee/).says(/Kai Reed/).saysNot(/Ida Holm/);
    await deputy.follow('Go on');
    deputy.says(/Ida Holm/);
});

test('the chair lets the program propose who judges, and the deputy does so for the nominee of the chair', async () => {
    for (const name of ['chair', 'deputy']) {
        await desk(name);
        await at[name].follow('Reviewers to assign');
        await at[name].press('Propose', { 'Reviewers for each nomination': '2' });
        at[name].says(/This is a proposal/);
        await at[name].press('Save what is ticked');
        at[name].says(/Saved/);
    }
});

// Gives one review by its form, with the same score for all that is scored.
async function review(name, nominee, score, then = 'Submit the review') {
    const who = await desk(name);
    await who.follow(/reviews? to write|^Review /i);
    if (who.path === '/reviews') await who.follow(nominee);
    who.says(new RegExp(nominee)).says(/I trained with/);
    await who.press(then, { 'Contribution to interventional radiology': score, Leadership: score, Teaching: score, Overall: score,
        'For the committee': `Why ${score}.` });
}

test('judging opens; reviewers score what they may, submit, and reopen', async () => {
    await clock('2026-07-02T15:00:00Z');
    const judges = JSON.parse(await house.sql(`select json_agg(json_build_array(split_part(k.email, '@', 1), n.nominee_name)
        order by n.nominee_name, k.email) from assignment a join nomination n on n.id = a.nomination
        join account k on k.person = a.reviewer`));
    assert.equal(judges.length, 4, 'two reviews of each');
    assert.ok(!judges.some(([name, nominee]) => (name === 'chair' && nominee === 'Ida Holm') || (name === 'mina' && nominee === 'Kai Reed')));
    const scores = { 'Ida Holm': '1', 'Kai Reed': '5' };
    for (const [name, nominee] of judges) await review(name, nominee, scores[nominee]);
    const [name, nominee] = judges[0];
    await desk(name);
    await at[name].follow(/Your reviews/);
    await at[name].follow(nominee);
    await at[name].press('Reopen to change it');
    at[name].says(/You have reopened this review/);
    await at[name].press('Submit the review', { Teaching: '2' });
    at[name].says(/Your review is submitted/);
});

test('judging closes; scores are read, and the deputy proposes a name in the place of the chair', async () => {
    await clock('2026-08-02T15:00:00Z');
    const { chair, deputy, board } = at;
    await desk('chair');
    chair.saysNot(/Names to propose/);
    await chair.follow('Quiet Medal 2027');
    await chair.follow('Read the reviews and scores');
    chair.says(/Kai Reed/).saysNot(/Ida Holm/);
    await desk('deputy');
    await deputy.follow('Names to propose');
    await deputy.follow('All scores and reviews');
    deputy.says(/Ida Holm.*Kai Reed/);
    await deputy.follow('Ida Holm');
    deputy.says(/Why 1\./);
    await deputy.follow('Scores');
    await deputy.follow('Quiet Medal 2027');
    await deputy.follow('Propose names to the board');
    await deputy.press('Propose to the board', { 'Ida Holm': true, 'Citation for Ida Holm': '' }, { status: 422 });
    await deputy.press('Propose to the board', { 'Citation for Ida Holm': 'For what had not been done' });
    deputy.says(/The names are with the board/);
    for (const name of ['board', 'board2']) {
        await desk(name);
        if (at[name].leads('Conflicts of interest to declare')) {
            await at[name].follow('Conflicts of interest to declare');
            await at[name].press('Declare this', { 'I have gone through': true });
        }
    }
    await desk('board');
    await board.follow('Proposed names to ratify');
    board.says(/Ida Holm/).says(/For what had not been done/);
    await board.follow('Read the case of Ida Holm');
    board.says(/It changed how we treat/);
    await desk('board');
    await board.follow('Proposed names to ratify');
    await board.press('Send the names back', { 'What the committee is to think over': 'Say what she did.' });
    board.says(/The committee thinks it over/);
});

test('the board sends the names back, and ratifies them when they come again', async () => {
    const { deputy, board2 } = at;
    assert.match((await mailTo(address('deputy'), /needs you once more/)).body, /Quiet Medal/);
    await desk('deputy');
    await deputy.follow('A proposal that the board has sent back');
    deputy.says(/Say what she did\./);
    await deputy.press('Propose to the board', { 'Citation for Ida Holm': 'For the first catheter that could feel' });
    await desk('board2');
    await board2.follow('Proposed names to ratify');
    await board2.press('Ratify these names');
    board2.says(/The board has ratified these names/);
});

const PUBLIC = ['/', '/awards', '/honorees', '/honorees.json', '/honorees.csv', '/honorees.atom'];
const everywhere = async () => Promise.all(PUBLIC.map(async (path) => (await house.get(path)).text));

test('staff set the announcement, look at it, and move it; until then the public knows nothing', async () => {
    const { staff, nora } = at;
    const before = await everywhere();
    await desk('staff');
    if (staff.leads('Conflicts of interest to declare')) {
        await staff.follow('Conflicts of interest to declare');
        await staff.press('Declare this', { 'I have gone through': true });
        await desk('staff');
    }
    await staff.follow('An announcement to set');
    await staff.press('Set the announcement', { 'Announced at: Day': '2026-09-01', 'Announced at: Time': '10:00', 'Postnominals of Ida Holm': 'MD' });
    staff.says(/To be announced in 30 days/);
    await staff.follow('The public pages as they will be');
    staff.says(/Ida Holm/).says(/For the first catheter that could feel/);
    await staff.follow('Announcement');
    await staff.press('Save the changes', { 'Announced at: Day': '2026-09-02' });
    staff.says(/2 September 2026/);
    await clock('2026-09-01T15:00:00Z');
    assert.deepEqual(await everywhere(), before);
    await desk('nora');
    await nora.follow('Ida Holm');
    nora.saysNot(/chosen|honored|ratified|receives/i);
});

test('at the instant everybody can read it, and those concerned are told', async () => {
    const { nora, mina, chair } = at;
    await clock('2026-09-02T14:00:01Z');
    await until(async () => (await everywhere()).every((text, i) => i < 2 || text.includes('Ida Holm')), 'it is public');
    const reader = await Walker.arrive(house, '/');
    await reader.follow('Awards');
    await reader.follow('Quiet Medal');
    reader.says(/Ida Holm/).says(/For the first catheter that could feel/);
    await reader.follow('Ida Holm');
    reader.says(/Quiet Medal/);
    await reader.follow('Honorees');
    reader.says(/2027/).says(/Ida Holm/);
    assert.match((await mailTo('ida@elsewhere.demo.test', /You receive/)).body, /For the first catheter that could feel/);
    await mailTo(address('nora'), /Ida Holm receives the Quiet Medal/);
    await mailTo(address('mina'), /: Your nomination of Kai Reed for the/);
    await desk('nora');
    await nora.follow('Ida Holm');
    nora.says(/Ida Holm receives the Quiet Medal 2027/);
    await desk('mina');
    mina.says(/Kai Reed.* Not chosen this year/);
    await mina.follow('Kai Reed');
    mina.says(/Kai Reed was not chosen this time/);
    await desk('chair');
    await chair.follow('Quiet Medal 2027');
    chair.says(/It has been announced/);
});

test('the ledger holds all of it', async () => {
    await until(async () => (await house.sql('select count(*) from ledger_waiting')) === '0', 'the ledger is written');
    const { stdout } = await house.done('export', 'ledger');
    const acts = stdout.trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(acts.length > 100, `${acts.length} entries`);
    for (const act of ['cycle.published', 'nomination.submitted', 'review.submitted', 'decision.proposed', 'decision.ratified'])
        assert.ok(stdout.includes(act), act);
    assert.doesNotMatch(stdout, /Ida|Holm|catheter|taught me/);
    await house.done('verify', '-', { input: stdout });
    const [line] = stdout.split('\n').filter((each) => each.includes('decision.proposed'));
    const changed = await house.laureate('verify', '-', { input: stdout.replace(line, line.replace('decision.proposed', 'decision.proposes')) });
    assert.notEqual(changed.status, 0);
});
