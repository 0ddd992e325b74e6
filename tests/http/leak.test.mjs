// Two houses that differ only in what some people may not know: for each of these people everything that is answered is
// the same, byte by byte: pages, searches, counts, refusals, headers. leak_world.mjs says what differs.
//
// What other systems have leaked through, and where it is held here: counts and means for each reviewer that include a
// hidden case, and the sums of a table (/assignments, /scores); a line "0 of 0" that gives an assignment away (/reviews,
// the desk); acting for somebody else (the stand-in, the chair's other account); how many cases somebody leads (the
// grid); names inside comments (the hidden reviews name a colleague); mail to a conflicted chair; positions in a sorted
// list (choices, scores, preview); how long a sign-in takes.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import http from 'node:http';
import { after, before, test } from 'node:test';
import { ask } from './client.mjs';
import { until } from './house.mjs';
import { ACTING, AFTERWARDS, OTHERS, openTwoHouses, STRANGER, SUBJECTS } from './leak_world.mjs';
import { isPage, links } from './page.mjs';

const PAGES = new URL('../../server/pages/', import.meta.url);
const LANES = 4;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

let house, other, people, id, token, known, routes;
const agent = new http.Agent({ keepAlive: true });

before(async () => {
    ({ house, other, people, id, token } = await openTwoHouses());
    known = new Set([...(await idsOf(house)), ...(await idsOf(other))]);
    routes = await readRoutes();
});
after(() => {
    agent.destroy();
    return house.stop();
});

// The few things that may differ: when it was answered and by what number, the session and the token of its forms, and
// ids that are made up for what may come, which are in neither house.
function masked({ status, headers, text }) {
    const request = headers['x-request-id'];
    const { date, 'x-request-id': number, 'set-cookie': cookies, ...rest } = headers;
    const cookie = [cookies ?? []].flat().map((one) => one.replace(/=[^;]*/, '='));
    const hidden = (one) => one.replaceAll(request || '\0', 'a request').replace(/(name="csrf" value=")[^"]*/g, '$1')
        .replace(UUID, (found) => (known.has(found) ? found : 'a new id'));
    return { status, headers: hidden(JSON.stringify({ ...rest, cookie })), body: hidden(text) };
}

// Every id of a database.
async function idsOf(one) {
    const columns = await one.sql(`select format('select %I::text from %I', column_name, table_name)
        from information_schema.columns join information_schema.tables using (table_schema, table_name)
        where data_type = 'uuid' and table_schema = 'public' and table_type = 'BASE TABLE'`);
    return (await one.sql(columns.replaceAll('\n', ' union '))).split('\n');
}

// Asks both houses the same, as that person.
async function askBoth(name, method, path, fields) {
    const { cookies, csrf } = people[name];
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const form = fields && new URLSearchParams(Array.isArray(fields) ? [['csrf', csrf], ...fields] : { csrf, ...fields });
    const headers = { ...(cookie && { cookie }), ...(form && { 'content-type': 'application/x-www-form-urlencoded' }) };
    return Promise.all([house, other].map((one) => ask(one.port, method, path, { headers, body: form?.toString(), agent })));
}

// What is different in the two answers, in a few words; undefined when nothing is.
function difference(one, two) {
    const [left, right] = [masked(one), masked(two)];
    if (left.status !== right.status) return `${left.status}, ${right.status}`;
    const part = left.body === right.body ? 'headers' : 'body';
    if (left[part] === right[part]) return undefined;
    let at = 0;
    while (left[part][at] === right[part][at]) at++;
    const around = (text) => text.slice(Math.max(0, at - 60), at + 60);
    return `${part} at ${at}: …${around(left[part])}… or …${around(right[part])}…`;
}

// What the route tables have, each with its method.
async function readRoutes() {
    const names = (await fs.readdir(PAGES)).filter((name) => name.endsWith('.c'));
    const sources = await Promise.all(names.map((name) => fs.readFile(new URL(name, PAGES), 'utf8')));
    return sources.flatMap((source) => [...source.matchAll(/^ {4}\{(GET|POST), "([^"]+)"/gm)].map(([, ...parts]) => parts));
}

// The cycles that an address or a form is tried with for somebody: all, where they act, else the one that is decided.
const kindsFor = (who) => (ACTING.includes(who) ? ['open', 'closed', 'decided'] : ['decided']);

// All addresses that a route has, made of what is hidden in each cycle. What is not hidden is found by links.
function addressesOf(path, who) {
    const worlds = kindsFor(who).flatMap((kind) => {
        const { cycle, hidden, slug, year, letter, conflict, question, document } = id[kind];
        return id.reviews[hidden].slice(0, 2).map((review) => ({ cycle, slug, year, letter, token, part: 1, conflict, review,
            nomination: hidden, organization: 'sir-foundation', criterion: 'overall',
            question: path.includes('/documents/') ? document : question }));
    });
    const all = [...id.mails, ...id.honored].map((_, at) => ({ ...worlds[at % worlds.length],
        mail: id.mails[at % id.mails.length], person: id.honored[at % id.honored.length] }));
    return new Set([...worlds, ...all].map((world) => path.replace(/\{(\w+)\}/g, (whole, part) => world[part] ?? whole))
        .filter((address) => !/[{}]/.test(address)));
}

const PUBLIC = ['', '.json', '.csv', '.atom'].flatMap((kind) => ['', '?q=zenobia', '?q=dupontel', '?q=waiting', '?year=2027',
    '?award=keller-philanthropy'].map((query) => `/honorees${kind}${query}`));
const isPublic = (path) => /^\/(honorees.*|awards(\/[^/]+)?|deadlines.ics)?$/.test(path);

// Everything that somebody can come to by links, and every address that there is, with the ids of what they may not see.
async function crawl(who) {
    const wrong = [];
    const seen = new Set();
    const waiting = [];
    const add = (path) => {
        path = path.split('#')[0];
        if (path === '' || seen.has(path) || path.startsWith('/assets/') || path === '/metrics') return;
        if (isPublic(path) && who !== 'visitor') return;
        seen.add(path);
        waiting.push(path);
    };
    for (const path of ['/', '/desk', '/awards/gold-medal/nominate?q=zenobia', '/awards/gold-medal/nominate?q=dupontel',
        `/cycles/${id.open.cycle}/assignments?propose=3`, `/staff/mail?before=${id.mails[0]}`, '/nowhere']) add(path);
    if (who === 'visitor') for (const path of [...PUBLIC, `/honorees?after=${id.honor}`]) add(path);
    for (const [method, path] of routes) if (method === 'GET') for (const address of addressesOf(path, who)) add(address);
    const take = async (path) => {
        const [one, two] = await askBoth(who, 'GET', path);
        const found = difference(one, two);
        if (found) wrong.push(`${path}: ${found}`);
        if (one.status >= 500) wrong.push(`${path}: ${one.status}`);
        if (isPage(one)) for (const link of links(one.text)) add(link);
        if (one.headers.location?.startsWith('/')) add(one.headers.location);
    };
    let busy = 0;
    await Promise.all(Array.from({ length: LANES }, async () => {
        while (waiting.length > 0 || busy > 0) {
            if (waiting.length === 0) { await new Promise((resolve) => setTimeout(resolve, 2)); continue; }
            busy++;
            await take(waiting.shift()).finally(() => busy--);
        }
    }));
    return { seen, wrong };
}


// What is sent: everything that would change, or tell, something of what is hidden, in order.
function acts(who) {
    const list = [];
    const add = (path, fields = {}) => list.push([path, fields]);
    for (const kind of kindsFor(who)) {
        const { cycle, hidden, seen, conflict, dismissed } = id[kind];
        const [colleague, deputy] = [OTHERS.reader, OTHERS.deputy].map((email) => id.persons[email]);
        const grid = `/cycles/${cycle}/assignments`;
        add(grid, [['shown', ''], ['assigned', `${hidden}:${colleague}`]]);
        add(grid, [['shown', `${hidden}:${colleague} ${hidden}:${deputy}`]]);
        add(grid, [['shown', `${seen}:${deputy}`], ['assigned', `${seen}:${deputy}`], ['assigned', `${hidden}:${deputy}`]]);
        for (const one of [conflict, dismissed]) add(`/conflicts/${one}/dismiss`, { reason: 'It is none.' });
        for (const review of id.reviews[hidden].slice(0, 2)) {
            add(`/reviews/${review}/marks/overall`, { value: 4, version: 1 });
            for (const then of ['save', 'submit']) add(`/reviews/${review}`, { 'mark.overall': 4, 'version.overall': 1, then });
            add(`/reviews/${review}/reopen`);
        }
        const sheet = (version, text) => ({ [`chosen.${hidden}`]: 'yes', [`citation.${hidden}`]: text,
            [`version.${hidden}`]: version });
        for (const version of [0, 1]) {
            for (const then of ['save', 'propose'])
                add(`/cycles/${cycle}/decision`, { ...sheet(version, 'For her work.'), then });
            add(`/cycles/${cycle}/decision/${hidden}`, { value: 'For her work.', version });
        }
        add(`/cycles/${cycle}/ratification`, { answer: 'send_back', version: 1, note: 'Think again.' });
        add(`/cycles/${cycle}/ratification`, { answer: 'ratify', version: 1 });
        add(`/staff/cycles/${cycle}/announcement`, { 'announces.date': '2026-12-01', 'announces.time': '10:00', stood: '',
            [`name.${hidden}`]: 'Somebody', [`postnominals.${hidden}`]: '' });
        add(`/staff/cycles/${cycle}/announcement/cancel`);
        for (const nomination of [hidden, seen, ...(kind === 'decided' ? [id.stranger] : [])]) {
            for (const finding of ['ineligible', 'eligible', 'returned'])
                add(`/staff/nominations/${nomination}/screening`, { finding, reason: 'It came too early.', note: 'The vita.',
                    'until.date': '2026-06-12', 'until.time': '17:00' });
            add(`/nominations/${nomination}/nominee`, STRANGER);
            for (const way of ['submit', 'take-back', 'withdraw']) add(`/nominations/${nomination}/${way}`);
        }
        add(`/staff/cycles/${cycle}`, { version: 1, 'round_closes_at.date': '2026-06-20', 'round_closes_at.time': '17:00' });
    }
    for (const mail of id.mails) add(`/staff/mail/${mail}`, { decision: 'drop' });
    for (const one of id.honored)
        add('/staff/likenesses', { one, other: id.persons[SUBJECTS.member], answer: 'different' });
    add('/staff/people', STRANGER);
    add('/awards/gold-medal/nominate', { nomination: NEW, ...STRANGER });
    for (const action of ['accept', 'take-back', 'send']) add(`/letters/${token}/${action}`);
    for (const review of kindsFor(who).flatMap((kind) => id.reviews[id[kind].hidden].slice(0, 2)))
        add(`/reviews/${review}/recuse`, { kind: 'mentor', evidence: 'We met.' });
    for (const kind of kindsFor(who))
        add(`/cycles/${id[kind].cycle}/conflicts`, { confirm: 'yes', [`kind.${id[kind].hidden}`]: 'rival' });
    return list;
}

const NEW = '3b0f5a86-5d0e-4c6e-9b61-0f6a54a3f0aa';

// What the tables themselves give to each of them by the application's role: how many rows, and a sum of all that
// stands in them; a line a table.
function tablesOf(one) {
    const tables = ['answer', 'assignment', 'conflict', 'decision', 'declaration', 'document', 'event', 'file', 'honor',
        'letter', 'letter_content', 'likeness', 'mailbox', 'mark', 'nomination', 'nomination_version', 'outbox', 'person',
        'proposal', 'stand_in'];
    return one.sql(accounts.map(([who, email]) => `begin;
        select set_config('laureate.person', '${id.persons[email]}', true) as once \\gset
        set local role laureate_app;
        ${tables.map((table) => `select '${who}: ${table}', count(*), sum(hashtextextended(t::text, 0)) from ${table} t`)
            .join(' union all ')}; rollback;`).join('\n'));
}

// Mail to them that has left, or may at once; a line each.
const mails = (one, emails) => one.sql(`select to_address, template, facts from outbox
    where to_address in (${emails.map((email) => `'${email}'`)}) and send_after <= clock_now()
    order by to_address, template, facts::text`);

const accounts = Object.entries(SUBJECTS).filter(([, email]) => email);
const mailOfAll = (one) => mails(one, accounts.map(([, email]) => email));

// Before anything else, for the pages below would say little if there were nothing to see.
test('whoever may know sees the difference, page by page', async () => {
    const { open, closed, decided } = id;
    const at = (kind) => `/cycles/${kind.cycle}`;
    const differs = {
        deputy: [`${at(open)}/assignments`, `${at(closed)}/assignments`, `${at(closed)}/scores`,
            `${at(closed)}/scores/${closed.hidden}`, `${at(decided)}/scores`, `${at(decided)}/decision`, at(decided)],
        writer: [`/reviews/${open.review}`, '/reviews', '/desk', `${at(closed)}/scores/${closed.hidden}`],
        reader: ['/desk', '/reviews', `${at(closed)}/scores`, `${at(decided)}/decision`, at(open)],
        staff: [`/staff${at(decided)}/announcement`, `/staff${at(decided)}/preview`, `/staff${at(decided)}`, '/staff/mail',
            ...id.mails.map((mail) => `/staff/mail/${mail}`), at(decided), `${at(closed)}/scores`],
        board: [`${at(decided)}/decision`, at(decided), `/packets/${decided.hidden}`, `/packets/${id.stranger}`],
    };
    const same = [];
    for (const [who, paths] of Object.entries(differs))
        for (const path of paths) if (!difference(...(await askBoth(who, 'GET', path)))) same.push(`${who} ${path}`);
    assert.deepEqual(same, []);
    for (const email of [OTHERS.staff, OTHERS.board, OTHERS.reader])
        assert.notEqual(await mails(other, [email]), await mails(house, [email]), `mail to ${email}`);
});

for (const who of Object.keys(SUBJECTS))
    test(`${who}: every page is the same`, async () => {
        const { seen, wrong } = await crawl(who);
        assert.deepEqual(wrong, []);
        assert.ok(seen.size > 60, `${seen.size} addresses`);
    });

test('so is what the tables give, and the mail', async () => {
    const lines = await Promise.all([other, house].map(tablesOf));
    assert.deepEqual(...lines.map((text) => text.split('\n')));
    assert.deepEqual(await mailOfAll(other), await mailOfAll(house));
});

for (const who of Object.keys(SUBJECTS))
    test(`${who}: every answer to what is sent is the same`, async () => {
        const wrong = [];
        for (const [path, fields] of acts(who)) {
            const answers = await askBoth(who, 'POST', path, fields);
            const found = difference(...answers);
            if (found) wrong.push(`${path} ${JSON.stringify(fields)}: ${found}`);
            if (answers[0].status >= 500) wrong.push(`${path} ${JSON.stringify(fields)}: ${answers[0].status}`);
        }
        assert.deepEqual(wrong, []);
    });

test('and afterwards, the mail that this brought about', async () => {
    assert.deepEqual(await mailOfAll(other), await mailOfAll(house));
});

test('the numbers that anybody may read are the same', async () => {
    for (const name of ['outbox_waiting', 'outbox_refused', 'outbox_unsure', 'outbox_held'])
        await until(async () => (await other.metric(name)) === (await house.metric(name)), name);
});

test('when the embargo is over the public pages differ', async () => {
    await Promise.all([house, other].map((one) => one.done('clock', 'set', AFTERWARDS)));
    for (const path of ['/honorees?q=zenobia', '/honorees.json', '/honorees.csv', '/honorees.atom', '/honorees/2027',
        '/awards/keller-philanthropy', `/honorees/people/${id.honored[1]}`])
        assert.ok(difference(...(await askBoth('visitor', 'GET', path))), path);
});
