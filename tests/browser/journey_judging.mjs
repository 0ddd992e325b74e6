/* What committee and board do in the journey. */
import assert from 'node:assert/strict';
import { at, desk, PEOPLE, world } from './journey_world.mjs';
import { tabTo } from './people.mjs';

/* The chair is in conflict with one nominee, and whoever nominated is by that. */
export async function conflictsAreDeclared(nominee) {
    for (const name of ['chair', 'deputy', 'henrik', 'priya']) {
        const who = await desk(name);
        await who.follow('Conflicts of interest to declare');
        if (name === 'priya') await who.says(/You put this nomination forward/);
        if (name === 'chair') {
            await who.press('Declare this', { [`Conflict of interest with ${nominee}`]: 'Mentor' }, { status: 422 });
            await who.page.getByLabel(new RegExp(`What it is, in a line ?, with ${nominee}`)).fill('She was my fellow.');
        }
        await who.press('Declare this', { 'I have gone through': true });
        await who.says(/You have gone through all nominees/);
    }
    const { chair, deputy } = at;
    await chair.follow('Go on');
    await chair.says(/You are in conflict with a nominee/);
    await chair.saysNot(new RegExp(nominee));
    await deputy.follow('Who has declared what');
    await deputy.says(/She was my fellow\./);
}

/* Staff look at what it is to dismiss a conflict, and leave it. */
export async function conflictIsLeft() {
    const staff = await desk('staff');
    await staff.follow('SIR Gold Medal 2027');
    await staff.follow(/declared/);
    if (!(await staff.leads('Dismiss'))) await staff.follow('Who has declared what');
    await staff.follow('Dismiss');
    await staff.follow('Leave it');
}

/* The program proposes who judges, to the chair, and to the deputy for the nominee of the chair. */
export async function reviewersAreAssigned() {
    for (const name of ['chair', 'deputy']) {
        const who = await desk(name);
        await who.follow('Reviewers to assign');
        await who.press('Propose', { 'Reviewers for each nomination': '2' });
        await who.says(/This is a proposal/);
        await who.press('Save what is ticked');
        await who.says(/Saved/);
    }
}

const reviews = async () => JSON.parse(await world.house.sql(`select json_agg(x order by x.nominee, x.email)
    from (select k.email, n.nominee_name as nominee from assignment a join nomination n on n.id = a.nomination
          join account k on k.person = a.reviewer) x`));

const nameOf = (email) => Object.keys(PEOPLE).find((name) => PEOPLE[name].email === email);

/* By the keyboard alone: from the list to the rubric, the scores by digits, words, and sent. */
export async function reviewsAreWritten(scores) {
    const all = await reviews();
    assert.equal(all.length, 4, 'two reviews of each');
    for (const { email, nominee } of all) {
        const who = await desk(nameOf(email));
        const { page } = who;
        await who.follow('Your reviews');
        if (email === all[0].email && nominee === all[0].nominee) {
            await who.follow(nominee);
            await who.press('Submit the review', {}, { status: 422 });
            await who.follow('Your reviews');
        }
        await tabTo(page, page.getByRole('main').getByRole('link', { name: nominee }));
        await who.goes(() => page.keyboard.press('Enter'));
        await tabTo(page, page.getByRole('link', { name: 'Go to the scores' }));
        await page.keyboard.press('Enter');
        await page.keyboard.press('Tab');
        const score = scores[nominee];
        for (const key of [score, 'n', score, 'n', score, 'n', score, 'n']) await page.keyboard.press(key);
        await page.keyboard.type(`Why ${score}.`);
        await tabTo(page, page.getByRole('button', { name: 'Submit the review' }));
        await who.goes(() => page.keyboard.press('Enter'));
        await who.says(/Your review is submitted/);
    }
    await reviewIsReopened(nameOf(all[0].email), all[0].nominee);
}

async function reviewIsReopened(name, nominee) {
    const who = await desk(name);
    await who.follow('Your reviews');
    await who.follow(nominee);
    await who.press('Reopen to change it');
    await who.follow('I have a conflict of interest here');
    await who.follow('Go on with the review');
    await who.page.locator('[type=radio][value="2"]').first().check();
    await who.page.getByText(/^Saved \d/).waitFor();
    await who.press('Submit the review');
    await who.says(/Your review is submitted/);
}

export async function scoresAreRead(nominee, other) {
    const chair = await desk('chair');
    await chair.saysNot(/Names to propose/);
    await chair.follow('SIR Gold Medal 2027');
    await chair.follow('Read the reviews and scores');
    await chair.says(new RegExp(other));
    await chair.saysNot(new RegExp(nominee));
    const deputy = await desk('deputy');
    await deputy.follow('Names to propose');
    await deputy.follow('All scores and reviews');
    await deputy.says(new RegExp(`${nominee}.*${other}`));
    await deputy.follow(nominee);
    await deputy.says(/Why 1\./);
}

/* The deputy proposes, for the chair is in conflict. */
export async function nameIsProposed(nominee, citation) {
    const deputy = await desk('deputy');
    await deputy.follow('Names to propose');
    await deputy.press('Propose to the board', { [nominee]: true }, { status: 422 });
    await deputy.press('Propose to the board', { [`Citation for ${nominee}`]: citation });
    await deputy.says(/The names are with the board/);
}

export async function nameIsRatified(nominee, citation) {
    const board = await desk('board');
    if (await board.leads('Conflicts of interest to declare')) {
        await board.follow('Conflicts of interest to declare');
        await board.press('Declare this', { 'I have gone through': true });
        await desk('board');
    }
    await board.follow('Proposed names to ratify');
    await board.says(new RegExp(nominee), new RegExp(citation));
    await board.follow(`Read the case of ${nominee}`);
    await board.says(/What sets her apart/);
    await desk('board');
    await board.follow('Proposed names to ratify');
    await board.press('Ratify these names');
    await board.says(/The board has ratified these names/);
}
