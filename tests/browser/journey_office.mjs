/* What administrator and staff do in the journey. */
import fs from 'node:fs/promises';
import { PASSWORD } from '../http/browse.mjs';
import { arrive, at, desk, linkTo, PEOPLE, world } from './journey_world.mjs';

const programme = (file) => fs.readFile(new URL(`../../programme/${file}`, import.meta.url), 'utf8');

/* A one-time link on the command line, a password, and there is somebody who may do something. */
export async function administratorComes() {
    const { email, name } = PEOPLE.admin;
    const { stdout } = await world.house.done('person', 'add', email, '--name', name, '--role', 'administrator');
    at.admin = await arrive(stdout.match(/\/password\/\S+/)[0]);
    await at.admin.press('Set the password', { Password: 'short' }, { status: 422 });
    await at.admin.press('Set the password', { Password: PASSWORD });
}

export async function organizationIsMade() {
    const { admin } = at;
    await admin.follow('Make the first organization');
    await admin.press('Make the organization', { Name: 'Society of Interventional Radiology', 'Short name': 'SIR',
        'Official time': 'Eastern' });
    await admin.says(/Nobody is on the staff/, /Nobody is on the board/);
    await admin.follow('invited first');
    for (const name of ['staff', 'board', 'board2']) {
        await admin.press('Send the invitation', { 'Full name': PEOPLE[name].name, 'E-mail address': PEOPLE[name].email });
        await admin.says(/is on its way/);
    }
    await admin.follow('Your desk');
    await admin.follow('Name the staff of SIR');
    for (const [name, role] of [['staff', 'On the staff'], ['board', 'On the board'], ['board2', 'On the board']])
        await admin.press('Name them', { 'Their e-mail address': PEOPLE[name].email, 'They are': role });
    await admin.saysNot(/Nobody is on/);
}

/* Those who were invited, by their links; the members, from the register; the honorees of the past, from a list. */
export async function peopleAreBrought() {
    at.staff = await arrive(await linkTo(PEOPLE.staff.email, /./, '/password/'));
    await at.staff.press('Set the password', { Password: PASSWORD });
    await world.house.done('import', 'people', '-', { input: await programme('demo_people.csv') });
}

export async function honoreesAreBrought() {
    const [head, ...lines] = (await programme('honorees.csv')).split('\n');
    const medals = lines.filter((line) => line.includes('SIR Gold Medal'));
    const again = '2025,SIR Gold Medal,Ziv Haskal,,'; /* one of them as others write him */
    await world.house.done('import', 'honorees', '-', { input: [head, ...medals, again, ''].join('\n') });
    const { staff } = at;
    await staff.follow('Your desk');
    await staff.follow('Probably one person');
    await staff.says(/Ziv Haskal/, /Ziv J Haskal/);
    await staff.press('One person');
    await staff.says(/No two names look alike/);
}

export async function awardIsMade() {
    const { staff } = at;
    await staff.follow('Your desk');
    await staff.follow('Awards and cycles');
    await staff.follow('Make an award');
    await staff.press('Make the award', { Organization: 'Society of Interventional', 'Name of the award': 'SIR Gold Medal',
        Model: 'SIR Gold Medal' });
    await staff.says(/Nobody chairs the committee/);
    for (const [name, seat] of [['chair', 'chair'], ['deputy', 'deputy'], ['henrik', 'member'], ['priya', 'member']])
        await staff.press('Give the seat', { 'Their e-mail address': PEOPLE[name].email, Seat: seat });
    await staff.saysNot(/Nobody chairs/);
}

export async function cycleIsPublished() {
    const { staff } = at;
    await staff.press('New cycle', { 'Year of the next cycle': '2027' });
    await staff.follow('All cycles of the award');
    await staff.follow('2027');
    await staff.follow('Form');
    await staff.follow('Service to the Society');
    await staff.press('Save the question', { Hint: 'Offices, committees and meetings.' });
    await staff.follow('Add a question');
    await staff.press('Add the question', { Part: 'The case', 'The question': 'What would be lost without this work?',
        'Kind of answer': 'Long answer', 'Most words': '120' });
    await staff.follow('Look at it as nominators will');
    await staff.says(/What would be lost without this work\?/);
    await staff.follow('Form');
    await staff.follow('Back to the cycle');
    await staff.follow('Rubric');
    await staff.follow('Service');
    await staff.press('Remove the criterion');
    await staff.follow('Back to the cycle');
    const dates = { 'Nominations open': '2026-04-01 09:00', 'Nominations close': '2026-06-01 17:00',
        'Letters are taken until': '2026-06-15 17:00', 'Judging opens': '2026-07-01 09:00', 'Judging closes': '2026-08-01 17:00' };
    const fields = Object.entries(dates).flatMap(([name, instant]) => {
        const [day, time] = instant.split(' ');
        return [[`${name}: Day`, day], [`${name}: Time`, time]];
    });
    await staff.press('Save', { ...Object.fromEntries(fields), 'Nominations close: Day': '2026-03-31' }, { status: 422 });
    await staff.press('Save', { 'Nominations close: Day': '2026-06-01', 'Letters for each nomination': '2',
        'Names that may be proposed': '1' });
    await staff.press('Publish the call');
    await staff.says(/Published: the call stands on/);
    await staff.follow('the award’s page');
    await staff.says(/1 April 2026/);
}

/* One is sent back, one is not eligible, one goes to the committee. */
export async function nominationsAreChecked([whole, refused, incomplete]) {
    const staff = await desk('staff');
    await staff.follow('3 nominations to check');
    await staff.follow(whole);
    await staff.says(/What sets her apart/);
    await staff.press('Save this finding', { Eligible: true });
    await staff.follow(refused);
    await staff.press('Save this finding', { 'Not eligible': true, Why: 'He had the medal in 2014.' });
    await staff.follow('Check it now');
    await staff.says(new RegExp(incomplete));
    await staff.press('Save this finding', { 'Send it back': true, 'To be submitted again by: Day': '2026-06-10',
        'To be submitted again by: Time': '17:00' }, { status: 422 });
    await staff.press('Save this finding', { 'What is missing': 'The dates of the trials.' });
}

export async function checkAgain(words) {
    const staff = await desk('staff');
    await staff.follow('One nomination to check');
    await staff.follow('Check it now');
    await staff.says(words);
    await staff.press('Save this finding', { Eligible: true });
    await staff.says(/You have checked everything/);
}

export async function mailIsLookedAt(subject) {
    const staff = await desk('staff');
    await staff.follow('Mail');
    await staff.follow(subject);
    await staff.says(/Sent/);
    await staff.saysNot(/\/password\/\w/);
}

export async function announcementIsSet(nominee, citation) {
    const staff = await desk('staff');
    if (await staff.leads('Conflicts of interest to declare')) {
        await staff.follow('Conflicts of interest to declare');
        await staff.press('Declare this', { 'I have gone through': true });
        await desk('staff');
    }
    await staff.follow('An announcement to set');
    await staff.press('Set the announcement', { 'Announced at: Day': '2026-09-02', 'Announced at: Time': '10:00',
        [`Postnominals of ${nominee}`]: 'MD, PhD' });
    await staff.says(/To be announced in 31 days/);
    await staff.follow('The public pages as they will be');
    await staff.says(new RegExp(nominee), new RegExp(citation));
}

