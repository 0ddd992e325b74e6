// Every route, asked by everybody and in every state: what permissions.mjs says comes of it, and nothing else.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { mailbox, PASSWORD, pdf, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { LETTERS, read, ROUTES, STATES } from './permissions.mjs';

const PAGES = new URL('../../server/pages/', import.meta.url);
const OF_NOMINATION = '/nominations/{nomination}';
const OF_LETTER = '/letters/{token}';

// Whose account each role has.
const EMAILS = {
    member: 'aino.kivimaa@demo.test',
    nominee: 'member2@demo.test',
    nominator: 'member@demo.test',
    reviewer: 'reviewer1@demo.test',
    chair: 'chair@demo.test',
    board: 'board@demo.test',
    staff: 'staff@demo.test',
    administrator: 'admin@demo.test',
};
const FORGETFUL = 'abena.frimpong@demo.test'; // who has asked for a new password

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

const NOMINEE = { name: 'Ada Quill', email: 'ada@elsewhere.test' };

// What is sent, where a form has more than its token: such that it can be taken.
const FORMS = {
    'POST /sign-in': ({ role }) => ({ email: EMAILS[role] ?? EMAILS.member, password: PASSWORD }),
    'POST /forgotten': () => ({ email: FORGETFUL }),
    'POST /password/{token}': () => ({ password: 'another quiet word' }),
    'POST /account/password': () => ({ current: PASSWORD, password: PASSWORD }),
    'POST /awards/{slug}/nominate': () => ({ nomination: randomUUID(), ...NOMINEE }),
    [`POST ${OF_NOMINATION}/parts/{part}`]: () => ({ ...world.answers, [`answer.${world.text}`]: 'Professor' }),
    [`POST ${OF_NOMINATION}/answers/{question}`]: () => ({ value: 'Professor', version: 1 }),
    [`POST ${OF_NOMINATION}/documents/{question}`]: () => ({ name: 'vitae.pdf', bytes: pdf() }),
    [`POST ${OF_NOMINATION}/letters`]: () => ({ letter: randomUUID(), name: 'Ida Falk', email: 'ida@elsewhere.test' }),
    [`POST ${OF_NOMINATION}/letters/{letter}/address`]: () => ({ name: 'Otto Brandt', email: 'otto@elsewhere.test' }),
    [`POST ${OF_LETTER}`]: () => ({ name: 'Otto Brand', relationship: 'Colleagues', text: 'And more.', version: 1 }),
    [`POST ${OF_LETTER}/file`]: () => ({ name: 'letter.pdf', bytes: pdf() }),
    'POST /staff/mail/{mail}': () => ({ decision: 'drop' }),
    'POST /staff/people': () => ({ name: 'Cy Dorn', email: `${randomUUID()}@elsewhere.test` }),
    'POST /staff/likenesses': () => ({ one: world.person, other: world.other, answer: 'different' }),
};

const routes = read(ROUTES);
const states = read(STATES);
const letters = read(LETTERS);

let house, database;
const people = {}; // at their browsers, by role
const world = { slug: 'gold-medal', part: 1 }; // what addresses and forms are made of

before(async () => {
    house = await openHouse({ clock: '2026-06-10T15:00:00Z', settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    await house.sql(`update account set password_hash = (select password_hash from account
                                                          where email = '${EMAILS.nominator}')
                      where email in ('${EMAILS.member}', '${FORGETFUL}')`);
    for (const role of routes.columns) {
        people[role] = EMAILS[role] ? await signIn(house, EMAILS[role]) : visitor(house);
        await people[role].get(EMAILS[role] ? '/account' : '/sign-in');
    }
    database = house.session();
    await makeCalls();
    await makeWorld();
});
after(() => house.stop());

// The same as house.sql, for the hundreds of times that it is needed here: one psql, which writes into a file.
async function sql(text) {
    const file = `${house.folder}/rows`;
    await database.run(`\\o ${file}\n${text};\n\\o\n`);
    return (await fs.readFile(file, 'utf8')).trimEnd();
}

// Beside the open call one that has closed and takes letters, and one that no longer does.
function makeCalls() {
    return sql(`insert into cycle (award, year, opens_at, closes_at, published_at, form, letters_needed,
                                         letters_until)
        select c.award, c.year - past.years, c.opens_at, clock_now() - interval '1 hour', c.published_at, c.form,
               c.letters_needed, clock_now() + past.letters
          from cycle c join award a on a.id = c.award,
               (values (1, interval '1 day'), (2, interval '-1 minute')) as past (years, letters)
         where a.slug = '${world.slug}' and c.closes_at > clock_now()`);
}

// A document and two links from mails, made as the site makes them; what else addresses name; everybody is signed in at
// a second browser.
async function makeWorld() {
    const [nomination, letter, referee] = [randomUUID(), randomUUID(), 'referee@elsewhere.test'];
    const { nominator, visitor } = people;
    await nominator.post(`/awards/${world.slug}/nominate`, { nomination, ...NOMINEE });
    const at = (part) => `/nominations/${nomination}${part}`;
    world.document = await sql(`select q.name from question q join cycle c on c.form = q.form
        join nomination n on n.cycle = c.id where q.kind = 'document'`);
    await nominator.upload(at(`/documents/${world.document}`), { name: 'vitae.pdf', bytes: pdf() });
    await nominator.post(at('/letters'), { letter, name: 'Some Referee', email: referee });
    await visitor.post('/forgotten', { email: FORGETFUL });
    Object.assign(world, { letterToken: await tokenFor(referee), passwordToken: await tokenFor(FORGETFUL) });
    const found = await sql(`
        insert into session (token_hash, person) select 'elsewhere ' || person, person from account;
        insert into outbox (organization, template, facts, to_address, state)
        select organization, template, facts, to_address, 'unsure' from outbox where link_letter = '${letter}';
        select jsonb_build_object('link', (select id from link where letter = '${letter}'),
            'file', (select file from document), 'mail', (select id from outbox where state = 'unsure'),
            'year', (select max(year) from honor), 'person', (select min(person::text) from honor),
            'other', (select max(person::text) from honor),
            'text', (select min(q.name) from (${firstPart(nomination)}) q where q.kind = 'text'),
            'answers', (select jsonb_object_agg('answer.' || q.name, ${GOOD}) ||
                               jsonb_object_agg('version.' || q.name, 1) from (${firstPart(nomination)}) q))`);
    Object.assign(world, JSON.parse(found));
}

const firstPart = (nomination) => `select q.* from question q join cycle c on c.form = q.form
    join nomination n on n.cycle = c.id where n.id = '${nomination}'
     and q.part = (select part from question where form = q.form order by rank limit 1)`;

async function tokenFor(address) {
    const [{ links }] = await until(async () => {
        const mails = await mailbox(house, address);
        return mails.length > 0 && mails;
    }, `a mail to ${address}`);
    return links.at(-1).split('/').at(-1);
}

// An answer that fits the question q.
const GOOD = `case q.kind when 'choice' then q.choices[1] when 'date' then '1998-04-01' when 'number' then '21'
                          when 'attestation' then 'yes' else 'Time and again.' end`;

// Makes a nomination for each of these, whole: with all answers, a document, a receipt unless it is a draft, and two
// letters, of which the first is in the state that is named. What the referee has written is whole too. The guards of
// the tables, which know only what somebody does, stand aside for it.
async function prepare(cells) {
    const ids = () => ({ nomination: randomUUID(), letter: randomUUID() });
    const made = cells.map((cell) => ({ letterState: 'requested', ...cell, ...ids() }));
    await sql(`begin;
        set local session_replication_role = replica;
        create temporary table cell on commit drop as
        select cell.*, p.person as nominator, q.person as nominee, c.form, coalesce(past.id, c.id) as cycle
          from jsonb_to_recordset('${JSON.stringify(made)}')
               as cell (nomination uuid, letter uuid, state text, call text, "isLate" boolean, "letterState" text)
          join account p on p.email = '${EMAILS.nominator}' join account q on q.email = '${EMAILS.nominee}'
          join award a on a.slug = '${world.slug}' join cycle c on c.award = a.id and c.closes_at > clock_now()
          left join cycle past on past.award = a.id
                              and past.year = c.year - array_position(array['closed', 'over'], cell.call);
        insert into nomination (id, cycle, nominator, nominee, nominee_name, state, submitted_at, returned_until)
        select nomination, cycle, nominator, nominee, 'The Nominee', state,
               case when state <> 'draft' then clock_now() end,
               case when "isLate" then clock_now() when state = 'returned' then clock_now() + interval '1 hour' end
          from cell;
        insert into nomination_version (nomination, number, reason, contents, hash)
        select nomination, 1, 'submitted', '{}', repeat('0', 64) from cell where state <> 'draft';
        insert into answer (nomination, question, value)
        select nomination, q.id, ${GOOD} from cell join question q on q.form = cell.form and q.kind <> 'document';
        insert into document (nomination, question, file)
        select nomination, q.id, '${world.file}'
          from cell join question q on q.form = cell.form and q.kind = 'document';
        insert into letter (id, nomination, referee_name, referee_email, email_folded, state, requested_at)
        select letter, nomination, 'Otto Brand', 'otto@elsewhere.test', 'otto@elsewhere.test', "letterState",
               clock_now() - interval '2 days' from cell;
        insert into letter (nomination, referee_name, referee_email, email_folded)
        select nomination, 'Una Moor', 'una@elsewhere.test', 'una@elsewhere.test' from cell;
        insert into file (id, name, type, size, hash, letter, owner)
        select gen_random_uuid(), 'letter.pdf', 'application/pdf', 1, repeat('0', 64), letter, null
          from cell where "letterState" in ('opened', 'received');
        insert into letter_content (letter, name, relationship, text, file)
        select letter, 'Otto Brand', 'Colleagues', 'She taught us all.', f.id from cell join file f using (letter);
        commit`);
    return made;
}

// Asks for a route as somebody: with a browser of its own, which has that person's cookies.
async function ask({ method, path, route }, cell) {
    const { cookies, csrf } = people[cell.role];
    const person = Object.assign(visitor(house), { cookies: new Map(cookies), csrf });
    const hasLink = cell.role === 'referee' && path.startsWith(OF_LETTER);
    if (hasLink) await sql(`update link set letter = '${cell.letter}' where id = '${world.link}'`);
    const token = hasLink ? world.letterToken : world.passwordToken;
    const question = path.includes('/documents/') ? world.document : world.text;
    const address = path.replace(/\{(\w+)\}/g, (_, part) => ({ ...world, ...cell, token, question })[part]);
    const form = FORMS[route]?.(cell) ?? {};
    if (method === 'GET') return person.get(address, { follow: false });
    return person[form.bytes ? 'upload' : 'post'](address, form, { follow: false });
}

function wordFor({ status, headers, text }, method) {
    if (status === 303 && method === 'GET' && /^\/sign-in(\?|$)/.test(headers.location)) return 'sign-in';
    if (text.includes('This form is no longer good')) return 'the token of the form was wrong';
    return { 200: 'may', 303: 'may', 401: 'sign-in', 403: 'no', 404: 'hidden', 409: 'no' }[status] ?? String(status);
}

// What stands in the tables that people change, and how many files are kept; not what the mail does by itself. With
// `anew`, those who signed out are first signed in again, links are good again, and tries are forgotten.
async function standing({ anew = false } = {}) {
    const tables = ['account', 'answer', 'document', 'file', 'letter', 'letter_content', 'likeness', 'nomination',
        'nomination_version', 'person', 'session'];
    const seen = [
        ...tables.map((table) => `select '${table}', sum(hashtextextended(t::text, 0)) from ${table} t`),
        `select 'outbox', sum(hashtextextended(id::text || (state = 'dropped'), 0)) from outbox`,
        `select 'link', count(used_at) from link`,
        `select 'event', count(*) from event where act <> 'mail.sent'`,
    ];
    const again = `update session set ended_at = null; update link set used_at = null; delete from attempt;`;
    const lines = await sql(`${anew ? again : ''} ${seen.join(' union all ')}`);
    const kept = await fs.readdir(`${house.folder}/files`, { recursive: true });
    return { kept: kept.length, ...Object.fromEntries(lines.split('\n').map((line) => line.split('|'))) };
}

// Asks for each cell of a row: first all who are to change nothing, and then one by one those who are. What comes of it
// is as the words say; "may" of a form only where something has changed.
async function check(row, cells) {
    const isQuiet = ({ word }) => row.method === 'GET' || word !== 'may';
    const answer = async (cell) => (cell.found = wordFor(await ask(row, cell), row.method));
    const asked = async (some) => {
        const before = await standing({ anew: true });
        await inLanes(row.path.startsWith(OF_LETTER) ? 1 : 4, some, answer);
        const after = await standing();
        if (row.method === 'POST' && isDeepStrictEqual(after, before))
            for (const cell of some) if (cell.found === 'may') cell.found = 'same';
        return { before, after };
    };
    const quiet = cells.filter(isQuiet);
    const { before, after } = quiet.length > 0 ? await asked(quiet) : {};
    for (const cell of cells.filter((one) => !isQuiet(one))) await asked([cell]);
    const lines = (key) => cells.map((cell) => `${cell.who}: ${cell[key]}`);
    assert.deepEqual(lines('found'), lines('word'));
    assert.deepEqual(after, before, 'where nothing is done nothing changes');
}

async function inLanes(count, items, each) {
    const waiting = [...items];
    const lane = async () => {
        while (waiting.length > 0) await each(waiting.shift());
    };
    await Promise.all(Array.from({ length: count }, lane));
}

// The routes of the house, in the order in which they are looked through.
async function routesOfHouse() {
    const names = (await fs.readdir(PAGES)).filter((name) => name.endsWith('.c'));
    const sources = await Promise.all(names.map((name) => fs.readFile(new URL(name, PAGES), 'utf8')));
    const source = sources.join('\n');
    const found = [...source.matchAll(/^const struct route (\w+)\[\] = \{\n(.*?)^\};/gms)];
    const tables = Object.fromEntries(found.map((match) => match.slice(1)));
    const [, order] = source.match(/route_tables\[\] = \{(.*?)NULL,?\s*\}/s);
    assert.deepEqual(order.match(/\w+/g).sort(), Object.keys(tables).sort(), 'each table is among the route tables');
    return order.match(/\w+/g).flatMap((name) => {
        const routes = [...tables[name].matchAll(/^ {4}\{(\w+), "([^"]+)"/gm)].map(([, ...parts]) => parts.join(' '));
        assert.equal(routes.length, tables[name].match(/^ {4}\{(?!0\})/gm).length, `each route of ${name} is read`);
        return routes;
    });
}

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
    assert.deepEqual(routes.rows.map(({ route }) => route), await routesOfHouse());
    for (const { route, words } of routes.rows) assert.equal(words.length, routes.columns.length, route);
});

test('the table by states has a row for each route of a nomination', () => {
    const wanted = routes.rows.filter(({ path }) => path.startsWith(OF_NOMINATION));
    assert.deepEqual(states.rows.map((row) => whole(row).route), wanted.map(({ route }) => route));
    assert.deepEqual(states.columns, STATE_COLUMNS.map(({ state }) => state));
    for (const { route, words } of states.rows) assert.equal(words.length, states.columns.length, route);
});

test('the table by letters has a row for each route of a letter', () => {
    const wanted = routes.rows.filter(({ path }) => path.startsWith(OF_LETTER) || path.includes('{letter}'));
    assert.deepEqual(letters.rows.map((row) => whole(row).route), wanted.map(({ route }) => route));
    assert.deepEqual(letters.columns, LETTER_COLUMNS.map(({ letterState }) => letterState));
    for (const { route, words } of letters.rows) assert.equal(words.length, letters.columns.length, route);
});

for (const row of routes.rows)
    test(row.route, async () => {
        const letterState = row.path.startsWith(OF_LETTER) ? 'opened' : 'requested';
        const [made] = await prepare([{ state: 'draft', call: 'open', letterState, ...STARTS[row.route] }]);
        await check(row, routes.columns.map((role, at) => ({ ...made, role, word: row.words[at], who: role })));
    });

for (const row of states.rows.map(whole))
    test(`${row.route}, by the nomination’s state`, async () => {
        await check(row, await prepare(byState(row.words).map((cell) => ({ ...cell, role: 'nominator' }))));
    });

for (const row of letters.rows.map(whole))
    test(`${row.route}, by the letter’s state`, async () => {
        const role = row.path.startsWith(OF_LETTER) ? 'referee' : 'nominator';
        await check(row, await prepare(row.words.map((word, at) => ({
            ...LETTER_COLUMNS[at], word, role, who: `${at + 1}, ${LETTER_COLUMNS[at].letterState}` }))));
    });

test('nobody but its nominator finds a nomination, whatever its state', async () => {
    const made = await prepare(byState(states.columns));
    for (const row of routes.rows.filter(({ path }) => path.startsWith(OF_NOMINATION)))
        await check(row, routes.columns.flatMap((role, at) => role === 'nominator' ? [] : made.map((cell) => ({
            ...cell, role, word: row.words[at], who: `${role}, ${cell.state}` }))));
});

test('a nominator reads, and is told, the same in all states in which a nomination is judged', async () => {
    const judged = { call: 'closed', letterState: 'opened', role: 'nominator' };
    const made = await prepare(JUDGED.map((state) => ({ ...judged, state })));
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
