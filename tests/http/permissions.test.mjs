// Every route, asked by everybody, and those of nominations and letters in every state: what permissions.mjs says comes of
// it, and nothing else.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { prepareCycles, prepareJudging, prepareNominations, STANDINGS } from './permissions_cells.mjs';
import { ask, check, closeWorld, isDone, OF_LETTER, OF_NOMINATION, openWorld, routes, sql } from './permissions_world.mjs';
import { JUDGING, LETTERS, read, readByStates, STATES } from './permissions.mjs';
import { routesOfHouse } from './routes.mjs';

// The columns of the tables by state. The call of a nomination is open; or has closed, with letters still taken; or
// takes none any more.
const JUDGED = ['eligible', 'proposed', 'ratified'];
const STATE_COLUMNS = [
    { state: 'draft', call: 'open' },
    { state: 'submitted', call: 'open' },
    { state: 'returned', call: 'closed' },
    { state: 'draft', call: 'closed' },
    { state: 'submitted', call: 'closed' },
    { state: 'returned', call: 'closed', isLate: true },
    { state: 'withdrawn', call: 'open' },
    { state: 'ineligible', call: 'closed' },
    { state: 'judged', call: 'closed' },
    { state: 'announced', call: 'closed' },
    { state: 'not_chosen', call: 'closed' },
];
const LETTER_COLUMNS = ['closed', 'over'].flatMap((call) =>
    ['requested', 'opened', 'declined', 'received', 'cancelled'].map((letter) => ({
        state: 'submitted', call, letterState: letter })));

// Where something else than a draft, or than a letter that is asked for, or by its referee being written, is needed so
// that the route can do what it is for.
const STARTS = {
    [`GET ${OF_NOMINATION}/receipt`]: { state: 'submitted' },
    [`POST ${OF_NOMINATION}/take-back`]: { state: 'submitted' },
    [`POST ${OF_LETTER}/accept`]: { letterState: 'requested' },
    [`POST ${OF_LETTER}/take-back`]: { letterState: 'received' },
};

// Where a cycle is prepared, and where it is judged or decided: what has become of it. What makes something anew comes
// with an id that is not there yet.
const PREPARED = /^\/staff\/cycles\/\{cycle\}($|\/(publish|unpublish|stand-ins|form|rubric))/;
const PREPARED_STARTS = {
    'POST /staff/cycles/{cycle}/unpublish': { isPublished: true },
    'POST /staff/cycles/{cycle}/form/{question}': { isNew: true },
    'POST /staff/cycles/{cycle}/rubric/{criterion}': { isNew: true },
};
const JUDGING_STARTS = [
    [/^\w+ \/reviews\/\{review\}\/reopen/, { standing: 'open', reviewState: 'submitted' }],
    [/^\w+ \/reviews\/\{review\}/, { standing: 'open' }],
    [/\/screening|\/staff\/nominations|\/nominations$/, { standing: 'submitted' }],
    [/\/ratification/, { standing: 'proposed' }],
    [/\/announcement\/cancel/, { standing: 'scheduled' }],
    [/\/announcement|\/preview/, { standing: 'ratified' }],
    [/\/scores|\/decision|\/packets/, { standing: 'closed' }],
    [/ \/cycles\/\{cycle\}| \/conflicts/, { standing: 'coming' }],
];

const states = read(STATES);
const letters = read(LETTERS);
const judging = readByStates(JUDGING, Object.keys(STANDINGS));

before(() => openWorld(routes.columns));
after(closeWorld);

// The columns by state, each with its word; a column of several states has a cell for each.
function byState(words) {
    return words.flatMap((word, at) => {
        const { state, ...more } = STATE_COLUMNS[at];
        const all = state === 'judged' ? JUDGED : [state];
        return all.map((one) => ({ ...more, state: one, word, who: `${at + 1}, ${one}` }));
    });
}

// A row of a table by state, with its whole path.
function whole(row) {
    const path = row.path.startsWith(OF_LETTER) ? row.path : OF_NOMINATION + row.path.replace(/^\/$/, '');
    return { ...row, path, route: `${row.method} ${path}` };
}

test('the table has a row for each route, in the order of the route tables', async () => {
    assert.deepEqual(routes.rows.map(({ route }) => route), (await routesOfHouse()).map(({ route }) => route));
    for (const { route, words } of routes.rows) assert.equal(words.length, routes.columns.length, route);
});

test('the table by states has a row for each route of a nomination', () => {
    const wanted = routes.rows.filter(({ path }) => path.startsWith(OF_NOMINATION));
    assert.deepEqual(states.rows.map((row) => whole(row).route), wanted.map(({ route }) => route));
    assert.deepEqual(states.columns, STATE_COLUMNS.map(({ state }) => state));
    for (const { route, words } of states.rows) assert.equal(words.length, states.columns.length, route);
});

test('the table by letters has a row for each route of a letter', () => {
    const wanted = routes.rows.filter(({ path }) => path.startsWith(OF_LETTER) || path.includes('{letter}') && path.startsWith('/nominations'));
    assert.deepEqual(letters.rows.map((row) => whole(row).route), wanted.map(({ route }) => route));
    assert.deepEqual(letters.columns, LETTER_COLUMNS.map(({ letterState }) => letterState));
    for (const { route, words } of letters.rows) assert.equal(words.length, letters.columns.length, route);
});

// What a route is asked about: one for all whose asking changes nothing, and one for each of the others.
async function cellsOf(row) {
    const judging = JUDGING_STARTS.find(([pattern]) => pattern.test(row.route))?.[1];
    const letterState = row.path.startsWith(OF_LETTER) ? 'opened' : 'requested';
    const [prepare, start] = PREPARED.test(row.path) ? [prepareCycles, PREPARED_STARTS[row.route]]
        : judging && !row.path.startsWith(OF_NOMINATION) ? [prepareJudging, judging]
        : [prepareNominations, { state: 'draft', call: 'open', letterState, ...STARTS[row.route] }];
    const isShared = prepare === prepareNominations;
    const doing = row.words.filter((word) => isDone(row, word) && !isShared);
    const [first, ...others] = await prepare([...doing, 'first'].map(() => start ?? {}));
    return row.words.map((word) => (isDone(row, word) && others.shift()) || first);
}

for (const row of routes.rows)
    test(row.route, async () => {
        const cells = await cellsOf(row);
        await check(row, routes.columns.map((role, at) => ({ ...cells[at], role, word: row.words[at], who: role })));
    });

for (const row of states.rows.map(whole))
    test(`${row.route}, by the nomination’s state`, async () => {
        await check(row, await prepareNominations(byState(row.words).map((cell) => ({ ...cell, role: 'nominator' }))));
    });

for (const row of letters.rows.map(whole))
    test(`${row.route}, by the letter’s state`, async () => {
        const role = row.path.startsWith(OF_LETTER) ? 'referee' : 'nominator';
        await check(row, await prepareNominations(row.words.map((word, at) => ({
            ...LETTER_COLUMNS[at], word, role, who: `${at + 1}, ${LETTER_COLUMNS[at].letterState}` }))));
    });

test('nobody but its nominator finds a nomination, whatever its state', async () => {
    const made = await prepareNominations(byState(states.columns));
    for (const row of routes.rows.filter(({ path }) => path.startsWith(OF_NOMINATION))) {
        const isJudged = judging.rows.some(({ route }) => route === row.route); // a document, which is in the packet
        const others = routes.columns.filter((role) => role !== 'nominator' && !(isJudged && role === 'staff'));
        await check(row, others.flatMap((role) => made.map((cell) => ({
            ...cell, role, word: row.words[routes.columns.indexOf(role)], who: `${role}, ${cell.state}` }))));
    }
});

test('a nominator reads, and is told, the same in all states in which a nomination is judged', async () => {
    const judged = { call: 'closed', letterState: 'opened', role: 'nominator' };
    const made = await prepareNominations(JUDGED.map((state) => ({ ...judged, state })));
    const isShown = ({ method, path }) => method === 'GET' && path.startsWith(OF_NOMINATION);
    for (const row of routes.rows.filter(isShown)) {
        const pages = [];
        for (const cell of made) {
            const { text } = await ask(row, cell);
            pages.push(text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an id'));
        }
        assert.equal(pages[1], pages[0], `${row.route}: ${JUDGED[1]}, ${JUDGED[0]}`);
        assert.equal(pages[2], pages[0], `${row.route}: ${JUDGED[2]}, ${JUDGED[0]}`);
    }
    const send = routes.rows.find(({ route }) => route === `POST ${OF_LETTER}/send`);
    for (const cell of made) await ask(send, { ...cell, role: 'referee' });
    for (const { nomination, state } of made)
        assert.equal(await sql(`select count(*) from outbox where template = 'letters/received'
            and facts->>'nomination' = '${nomination}'`), '1', `a letter has come, ${state}`);
});
