// Every route of judging and deciding, asked by all who act in a cycle in every state of a nomination, and by reviewers in
// every state of a review: what permissions.mjs says comes of it, and nothing else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { JUDGING, read, readByStates, REVIEWS } from './permissions.mjs';
import { forgetJudging, prepareJudging, STANDINGS } from './permissions_cells.mjs';
import { check, closeWorld, EMAILS, isDone, openWorld, routes, sql } from './permissions_world.mjs';

// The columns of the tables.
const ROLES = ['reviewer', 'conflicted reviewer', 'chair', 'conflicted chair', 'deputy', 'board', 'blind board', 'silent board',
    'staff', 'conflicted staff', 'stand-in'];
const REVIEW_COLUMNS = [
    { standing: 'coming', reviewState: 'not_started' },
    ...['not_started', 'draft', 'submitted'].map((reviewState) => ({ standing: 'open', reviewState })),
    { standing: 'open', reviewState: 'recused', isAway: true },
    { standing: 'open', reviewState: 'recused' },
    ...['draft', 'submitted'].map((reviewState) => ({ standing: 'closed', reviewState })),
    { standing: 'closed', reviewState: 'recused', isAway: true },
];

const OF_JUDGING = /^\/(cycles|conflicts|packets|staff\/nominations)\/|^\/staff\/cycles\/\{cycle\}\/(nominations|announcement|preview)|^\/nominations\/.*\/file$/;
const OF_REVIEW = '/reviews/{review}';

// Where the nomination has to be otherwise than STANDINGS says: one that is to be assigned has no review.
const STARTS = { 'POST /cycles/{cycle}/assignments': { reviewState: null } };

const states = Object.keys(STANDINGS);
const judging = readByStates(JUDGING, states);
const reviews = read(REVIEWS);
let asked; // a cell for each state, for all whose asking changes nothing

before(async () => {
    await openWorld(ROLES);
    const person = (role) => `(select person from account where email = '${EMAILS[role]}')`;
    await sql(`update seat set role = 'deputy' where person = ${person('deputy')};
        update seat set role = 'chair' where person = ${person('conflicted chair')};
        insert into office (person, role, organization) select p.person, p.role, o.id from organization o,
               (values (${person('blind board')}, 'board'), (${person('silent board')}, 'board'),
                       (${person('conflicted staff')}, 'staff')) p (person, role)
         where o.slug = 'sir'`);
    asked = await prepareJudging(states.map((standing) => ({ standing })));
});
after(closeWorld);

test('the table of judging has a row for each route of it, and words for every role and state', () => {
    assert.deepEqual(judging.rows.map(({ route }) => route),
        routes.rows.map(({ route }) => route).filter((route) => OF_JUDGING.test(route.split(' ')[1])));
    assert.equal(judging.columns.length, ROLES.length);
    for (const { route, byState } of judging.rows) assert.deepEqual(Object.keys(byState).sort(), [...states].sort(), route);
});

test('the table of reviews has a row for each route of a review', () => {
    assert.deepEqual(reviews.rows.map(({ route }) => route),
        routes.rows.map(({ route }) => route).filter((route) => route.split(' ')[1].startsWith(OF_REVIEW)));
    assert.deepEqual(reviews.columns.map((name) => name.replace('dismissed', 'conflicted')),
        REVIEW_COLUMNS.map(({ reviewState }) => reviewState.replace('recused', 'conflicted')));
    for (const { route, words } of reviews.rows) assert.equal(words.length, reviews.columns.length, route);
});

for (const row of judging.rows)
    test(`${row.route}, by what has become of the nomination`, async () => {
        const start = STARTS[row.route];
        const shared = start ? await prepareJudging(states.map((standing) => ({ ...start, standing }))) : asked;
        const cells = shared.flatMap((cell) => ROLES.map((role, at) => ({
            ...cell, role, word: row.byState[cell.standing][at], who: `${role}, ${cell.standing}` })));
        const doing = cells.filter(({ word }) => isDone(row, word));
        const own = doing.length > 0 ? await prepareJudging(doing.map(({ standing }) => ({ ...start, standing }))) : [];
        for (const [at, cell] of doing.entries()) Object.assign(cell, own[at]);
        await check(row, cells);
        await forgetJudging(start ? [...own, ...shared] : own);
    });

for (const row of reviews.rows)
    test(`${row.route}, by the review’s state`, async () => {
        const cells = await prepareJudging(REVIEW_COLUMNS);
        await check(row, cells.map((cell, at) => ({
            ...cell, role: 'reviewer', word: row.words[at], who: `${at + 1}, ${cell.reviewState}` })));
    });

test('nobody but its reviewer finds a review, whatever its state', async () => {
    const cells = await prepareJudging(REVIEW_COLUMNS);
    for (const row of reviews.rows)
        await check(row, ROLES.slice(1).flatMap((role) => cells.map((cell) => ({
            ...cell, role, word: 'hidden', who: `${role}, ${cell.standing}, ${cell.reviewState}` }))));
});
