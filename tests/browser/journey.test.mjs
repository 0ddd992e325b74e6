/* A year of the Gold Medal in Chromium, from an empty house to its honoree, as everybody lives it: the administrator, staff, a
 * member, referees, the committee, the board, and whoever reads of it. Every page that comes to any of them is looked at, narrow
 * and wide, light and dark, and at the end every page of the house has come to somebody.
 *
 * PICTURES=yes ./tests/run browser leaves what was looked at in tests/pictures, and in pictures/ the two of the README. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { until } from '../http/house.mjs';
import { passwordIsChanged, passwordIsForgotten, sessionsAreEnded } from './journey_account.mjs';
import { conflictIsLeft, conflictsAreDeclared, nameIsProposed, nameIsRatified, reviewersAreAssigned, reviewsAreWritten,
         scoresAreRead } from './journey_judging.mjs';
import { isBegun, isCompleted, isMended, isSubmitted, isWritten, nominate, refereeDeclines, refereeIsReplaced, refereeWrites,
         signInByKeyboard, wordsAreCounted } from './journey_nomination.mjs';
import { administratorComes, announcementIsSet, awardIsMade, checkAgain, cycleIsPublished, honoreesAreBrought, mailIsLookedAt,
         nominationsAreChecked, organizationIsMade, peopleAreBrought } from './journey_office.mjs';
import { arrive, at, clock, closeWorld, comes, desk, mailTo, openWorld, PEOPLE, world } from './journey_world.mjs';

const KATARZYNA = 'Katarzyna Brzezińska-Szczepańska';
const CASE = 'What sets her apart is patience: she followed every patient for nineteen years, and wrote down what helped.';
const SENTENCE = 'She showed which patients a treatment helps, by following every one of them.';
const LETTER = 'Few have done so much with so little.';
const CITATION = 'For nineteen years of following every patient';

before(openWorld);
after(closeWorld);

/* What comes later rests on what came before. */
let isOver = false;
const chapter = (name, act) => test(name, async (context) => {
    if (isOver) return context.skip('what it rests on has failed');
    isOver = true;
    await act();
    isOver = false;
});

let visitor;
chapter('the command line makes the first administrator, who makes the organization and invites staff and board', async () => {
    visitor = await arrive('/', { timezoneId: 'Asia/Tokyo' });
    await visitor.follow('Awards');
    await visitor.follow('Honorees');
    await administratorComes();
    await organizationIsMade();
});

chapter('staff make the award from its model, bring its honorees of the past, and publish its cycle', async () => {
    await peopleAreBrought();
    await awardIsMade();
    await cycleIsPublished();
    await honoreesAreBrought();
});

chapter('the call opens, and a visitor finds it, and the honorees of the past', async () => {
    await clock('2026-04-02T15:00:00Z');
    await visitor.open('/');
    await visitor.says(/in 60 days/, /5:00 pm Eastern/, /6:00 am your time/);
    await visitor.follow('Awards');
    await visitor.follow('SIR Gold Medal');
    await visitor.follow('Honorees');
    await visitor.press('Search', { 'Name, award': 'HASKAL ziv' });
    await visitor.says(/Ziv J Haskal/);
    await visitor.follow('Ziv');
    await visitor.says(/2023/, /2025/);
    await visitor.follow('2023');
});

chapter('a member signs in by keyboard, and writes a nomination, which is saved while it is typed', async () => {
    await comes('member');
    await signInByKeyboard();
    await isBegun(KATARZYNA);
    await isWritten(KATARZYNA, { sentence: SENTENCE, words: CASE });
    await wordsAreCounted(KATARZYNA);
});

chapter('with a document and two letters that are asked for it is submitted', async () => {
    await isCompleted(KATARZYNA);
    await isSubmitted(KATARZYNA);
});

chapter('one referee writes, one declines and is replaced', async () => {
    await refereeDeclines(KATARZYNA);
    await refereeWrites(LETTER);
    await refereeIsReplaced(KATARZYNA, LETTER);
});

chapter('others are nominated; the call closes, and staff check what came in', async () => {
    await comes('priya');
    await nominate('priya', 'Kai Reed', 'He made it safe.', ['Ruth Stein', 'Rafe Toll']);
    await nominate('member', 'Lenny Moor', 'He taught.', ['Rosa Lind', 'Rafe Toll']);
    await clock('2026-06-02T15:00:00Z');
    await nominationsAreChecked([KATARZYNA, 'Lenny Moor', 'Kai Reed']);
    await isMended('priya', 'Kai Reed', /The dates of the trials/, 'Three trials: 1999, 2004, 2011.');
    await checkAgain(/1999, 2004, 2011/);
});

chapter('the committee declares its conflicts of interest, and who judges what is proposed by the program', async () => {
    await conflictsAreDeclared(KATARZYNA);
    await conflictIsLeft();
    await reviewersAreAssigned();
});

chapter('reviewers score by keyboard, and submit', async () => {
    await clock('2026-07-02T15:00:00Z');
    await reviewsAreWritten({ [KATARZYNA]: '1', 'Kai Reed': '5' });
});

chapter('scores are read, a name is proposed with its citation, and ratified', async () => {
    await clock('2026-08-02T15:00:00Z');
    await scoresAreRead(KATARZYNA, 'Kai Reed');
    await nameIsProposed(KATARZYNA, CITATION);
    await nameIsRatified(KATARZYNA, CITATION);
});

const PUBLIC = ['/honorees', '/honorees.json', '/honorees.csv', '/honorees.atom', '/awards/sir-gold-medal', '/'];
const everywhere = async () => Promise.all(PUBLIC.map(async (path) => (await world.house.get(path)).text));

chapter('staff set the announcement; until its instant the public knows nothing, and then all of it', async () => {
    await announcementIsSet(KATARZYNA, CITATION);
    await mailIsLookedAt(/Received/);
    await clock('2026-09-02T13:59:00Z');
    for (const text of await everywhere()) assert.doesNotMatch(text, /Katarzyna|following every patient/);
    await clock('2026-09-02T14:00:01Z');
    await until(async () => (await everywhere()).every((text) => text.includes('Katarzyna')), 'it is public');
    await visitor.open('/');
    await visitor.follow(KATARZYNA);
    await visitor.says(new RegExp(CITATION), /SIR Gold Medal/);
    assert.match((await mailTo('katarzyna.brzezinska@demo.test', /You receive/)).body, new RegExp(CITATION));
    await mailTo(PEOPLE.member.email, new RegExp(`${KATARZYNA} receives the SIR Gold Medal`));
    await mailTo(PEOPLE.priya.email, /Your nomination of Kai Reed/);
    await (await desk('member')).follow(KATARZYNA);
    await at.member.says(/receives the SIR Gold Medal 2027/);
});

chapter('their own account is everybody’s: where they are signed in, their password, and another when it is forgotten', async () => {
    await sessionsAreEnded();
    await passwordIsChanged();
    await passwordIsForgotten();
});

/* Pages that nobody comes to on this journey, and why. */
const NOT_MET = {};

test('every page of the house has been met', () => {
    const pages = world.looks.routes.filter(({ isPage }) => isPage).map(({ path }) => path);
    assert.deepEqual(pages.filter((path) => !world.looks.met.has(path)), Object.keys(NOT_MET));
});

test('every page is fit for everybody, and no browser complains', async () => {
    await world.looks.finish();
    for (const [name, { unwanted }] of Object.entries({ ...at, visitor })) assert.deepEqual(unwanted, [], name);
});
