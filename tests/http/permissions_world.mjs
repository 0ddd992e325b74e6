// The world in which permissions.mjs is asked: somebody at a browser for each role, what addresses and forms are made of,
// and what stands before and after. permissions_cells.mjs makes what is asked about.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { mailbox, PASSWORD, pdf, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { read, ROUTES } from './permissions.mjs';

export const OF_NOMINATION = '/nominations/{nomination}';
export const OF_LETTER = '/letters/{token}';
export const routes = read(ROUTES);

// Whose account each role has; the second half are those of the tables by what has become of a nomination.
export const EMAILS = {
    member: 'aino.kivimaa@demo.test',
    nominee: 'member2@demo.test',
    nominator: 'member@demo.test',
    reviewer: 'reviewer1@demo.test',
    conflicted: 'reviewer2@demo.test',
    chair: 'chair@demo.test',
    board: 'board@demo.test',
    staff: 'staff@demo.test',
    administrator: 'admin@demo.test',

    'conflicted reviewer': 'reviewer2@demo.test',
    'conflicted chair': 'reviewer4@demo.test',
    deputy: 'reviewer3@demo.test',
    'blind board': 'grace.mwangale@demo.test',
    'silent board': 'kalani.akau@demo.test',
    'conflicted staff': 'elif.karahanli@demo.test',
    'stand-in': 'dov.mizrachi@demo.test',
    mistaken: 'reviewer5@demo.test', // whose conflict is one that can be dismissed
};
const FORGETFUL = 'abena.frimpong@demo.test'; // who has asked for a new password
const UNSEATED = 'farid.jalalpour@demo.test'; // to whom something is given, and from whom it is taken

const NOMINEE = { name: 'Ada Quill', email: 'ada@elsewhere.test' };
const CYCLE = '/staff/cycles/{cycle}';

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
    [`POST ${OF_NOMINATION}/nominee`]: () => ({ name: 'Another Spelling', email: 'another@elsewhere.test' }),
    [`POST ${OF_NOMINATION}/letters`]: () => ({ letter: randomUUID(), name: 'Ida Falk', email: 'ida@elsewhere.test' }),
    [`POST ${OF_NOMINATION}/letters/{letter}/address`]: () => ({ name: 'Otto Brandt', email: 'otto@elsewhere.test' }),
    [`POST ${OF_LETTER}`]: () => ({ name: 'Otto Brand', relationship: 'Colleagues', text: 'And more.', version: 1 }),
    [`POST ${OF_LETTER}/file`]: () => ({ name: 'letter.pdf', bytes: pdf() }),
    'POST /staff/mail': () => ({ decision: 'drop' }),
    'POST /staff/mail/{mail}': () => ({ decision: 'drop' }),
    'POST /staff/people': () => ({ name: 'Cy Dorn', email: `${randomUUID()}@elsewhere.test` }),
    'POST /staff/likenesses': () => ({ one: world.person, other: world.other, answer: 'different' }),
    'POST /staff/organizations': () => ({ organization: randomUUID(), name: `Society ${randomUUID()}`, short_name: 'S',
        zone: 'America/New_York', summary: '', slug: '' }),
    'POST /staff/organizations/{organization}': () => ({ version: world.organizationVersion, name: 'Another society',
        short_name: 'SIR', zone: 'America/New_York', summary: '' }),
    'POST /staff/organizations/{organization}/offices': () => ({ email: FORGETFUL, role: 'board' }),
    'POST /staff/awards/new': () => ({ award: randomUUID(), organization: 'sir', name: `Medal ${randomUUID()}`, slug: '',
        kind: '', model: 'gold-medal' }),
    'POST /staff/awards/{slug}': () => ({ version: world.awardVersion, name: 'Gold Medal', kind: 'medal', summary: 'Gold.',
        purpose: '', eligibility: '', packet: '', judging: '', since: '', most_names: '3', money: '', currency: '',
        has_call: 'yes' }),
    'POST /staff/awards/{slug}/seats': () => ({ email: FORGETFUL, role: 'member' }),
    'POST /staff/awards/{slug}/cycles': () => ({ id: randomUUID(), year: 2040 }),
    [`POST ${CYCLE}`]: () => ({ version: 1, most_names: 7 }),
    [`POST ${CYCLE}/stand-ins`]: () => ({ stand_in: randomUUID(), email: FORGETFUL }),
    [`POST ${CYCLE}/form/{question}`]: () => ({ part: 'The case', kind: 'long', label: 'What it changed', mark: '' }),
    [`POST ${CYCLE}/form/{question}/move`]: () => ({ way: 'down', place: 1, part: 'The case' }),
    [`POST ${CYCLE}/rubric`]: () => ({ scale_least: 1, scale_most: 4, best: 'high', words: '', mark: world.scaleMark }),
    [`POST ${CYCLE}/rubric/{criterion}`]: () => ({ kind: 'score', label: 'Originality', mark: '' }),
    [`POST ${CYCLE}/rubric/{criterion}/move`]: () => ({ way: 'down', place: 1 }),
    'POST /staff/nominations/{nomination}/screening': () => ({ finding: 'ineligible', reason: 'It came too early.' }),
    'POST /cycles/{cycle}/conflicts': ({ nomination }) => ({ confirm: 'yes', [`kind.${nomination}`]: 'family',
        [`evidence.${nomination}`]: 'Cousins.' }),
    'POST /conflicts/{conflict}/dismiss': () => ({ reason: 'It is none.' }),
    'POST /reviews/{review}': ({ marks }) => ({ 'mark.overall': 4, 'version.overall': marks, then: 'save' }),
    'POST /reviews/{review}/marks/{criterion}': ({ marks }) => ({ value: 4, version: marks }),
    'POST /reviews/{review}/recuse': () => ({ kind: 'mentor', evidence: 'We met.' }),
    'POST /cycles/{cycle}/assignments': ({ nomination }) => ({ shown: '', assigned: `${nomination}:${world.assigned}` }),
    'POST /cycles/{cycle}/decision': ({ nomination, proposals }) => ({ [`chosen.${nomination}`]: 'yes',
        [`citation.${nomination}`]: 'For her art.', [`version.${nomination}`]: proposals, then: 'propose' }),
    'POST /cycles/{cycle}/decision/{nomination}': ({ proposals }) => ({ value: 'For her art.', version: proposals }),
    'POST /cycles/{cycle}/ratification': () => ({ answer: 'ratify', version: 0 }),
    [`POST ${CYCLE}/announcement`]: ({ chosen }) => ({ 'announces.date': '2030-01-01', 'announces.time': '17:00',
        [`name.${chosen}`]: 'The Nominee', [`postnominals.${chosen}`]: 'MD' }),
};

let house, database;
const people = {}; // at their browsers, by role
export const world = { slug: 'gold-medal', part: 1, organization: 'sir', criterion: 'overall' };

// Opens a house with those roles in it.
export async function openWorld(roles) {
    house = await openHouse({ clock: '2026-06-10T15:00:00Z', settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    database = house.session();
    await sql(`update account set password_hash = (select password_hash from account
                                                    where email = '${EMAILS.nominator}')
                where email in (${['member', 'blind board', 'silent board', 'conflicted staff', 'stand-in']
                                    .map((role) => `'${EMAILS[role]}'`)},
                                '${FORGETFUL}')`);
    for (const role of roles) { // one by one: whoever waits for a password to be hashed is sent away after a while
        people[role] = EMAILS[role] ? await signIn(house, EMAILS[role]) : visitor(house);
        await people[role].get(EMAILS[role] ? '/account' : '/sign-in');
    }
    people.visitor ??= visitor(house);
    people.nominator ??= await signIn(house, EMAILS.nominator);
    await makeCalls();
    await makeWorld();
}

export const closeWorld = () => house.stop();

// The same as house.sql, for the hundreds of times that it is needed here: one psql, which writes into a file.
export async function sql(text) {
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

// Two documents and two links from mails, made as the site makes them; what else addresses name; everybody is signed in
// at a second browser.
async function makeWorld() {
    const [nomination, letter, referee] = [randomUUID(), randomUUID(), 'referee@elsewhere.test'];
    const { nominator } = people;
    await nominator.get(`/awards/${world.slug}/nominate`);
    await nominator.post(`/awards/${world.slug}/nominate`, { nomination, ...NOMINEE });
    const at = (part) => `/nominations/${nomination}${part}`;
    world.document = await sql(`select q.name from question q join cycle c on c.form = q.form
        join nomination n on n.cycle = c.id where q.kind = 'document'`);
    await nominator.upload(at(`/documents/${world.document}`), { name: 'vitae.pdf', bytes: pdf() });
    await nominator.post(at('/letters'), { letter, name: 'Some Referee', email: referee });
    await people.visitor.get('/forgotten');
    await people.visitor.post('/forgotten', { email: FORGETFUL });
    Object.assign(world, { letterToken: await tokenFor(referee), passwordToken: await tokenFor(FORGETFUL) });
    const writer = visitor(house);
    await writer.get(`/letters/${world.letterToken}`);
    await writer.post(`/letters/${world.letterToken}/accept`);
    await writer.upload(`/letters/${world.letterToken}/file`, { name: 'letter.pdf', bytes: pdf() });
    const found = await sql(`
        insert into session (token_hash, person) select 'elsewhere ' || person, person from account;
        insert into outbox (organization, template, facts, to_address, state)
        select organization, template, facts, to_address, unnest(array['unsure', 'held'])
          from outbox where link_letter = '${letter}';
        select jsonb_build_object('link', (select id from link where letter = '${letter}'),
            'file', (select file from document), 'letterFile', (select file from letter_content),
            'mail', (select id from outbox where state = 'unsure'),
            'year', (select max(year) from honor), 'person', (select min(person::text) from honor),
            'other', (select max(person::text) from honor),
            'assigned', (select person from account where email = '${EMAILS.deputy}'),
            'organizationVersion', (select md5((name, short_name, zone, summary)::text) from organization where slug = 'sir'),
            'awardVersion', (select md5((name, kind, since, summary, purpose, eligibility, packet, judging, most_names, money,
                currency, has_call)::text) from award where slug = '${world.slug}'),
            'text', (select min(q.name) from (${firstPart(nomination)}) q where q.kind = 'text'),
            'answers', (select jsonb_object_agg('answer.' || q.name, ${GOOD}) ||
                               jsonb_object_agg('version.' || q.name, 1) from (${firstPart(nomination)}) q))`);
    Object.assign(world, JSON.parse(found));
    world.office = await sql(`insert into office (person, role, organization)
        select p.person, 'board', o.id from organization o, account p
         where o.slug = 'sir' and p.email = '${UNSEATED}' returning id`);
    world.seat = await sql(`insert into seat (award, person, role)
        select a.id, p.person, 'member' from award a, account p
         where a.slug = '${world.slug}' and p.email = '${UNSEATED}' returning id`);
}

const firstPart = (nomination) => `select q.* from question q join cycle c on c.form = q.form
    join nomination n on n.cycle = c.id where n.id = '${nomination}'
     and q.part = (select part from question where form = q.form order by rank limit 1)`;

// An answer that fits the question q.
export const GOOD = `case q.kind when 'choice' then q.choices[1] when 'date' then '1998-04-01' when 'number' then '21'
                          when 'attestation' then 'yes' else 'Time and again.' end`;

async function tokenFor(address) {
    const [{ links }] = await until(async () => {
        const mails = await mailbox(house, address);
        return mails.length > 0 && mails;
    }, `a mail to ${address}`);
    return links.at(-1).split('/').at(-1);
}

// Asks for a route as somebody: with a browser of its own, which has that person's cookies.
export async function ask({ method, path, route }, cell) {
    const { cookies, csrf } = people[cell.role];
    const person = Object.assign(visitor(house), { cookies: new Map(cookies), csrf });
    const hasLink = cell.role === 'referee' && path.startsWith(OF_LETTER);
    if (hasLink) await sql(`update link set letter = '${cell.letter}' where id = '${world.link}'`);
    const token = hasLink ? world.letterToken : world.passwordToken;
    const question = path.includes('/documents/') ? world.document : world.text;
    const address = path.replace(/\{(\w+)\}/g, (_, part) => ({ question, ...world, token, ...cell })[part]);
    const form = FORMS[route]?.(cell) ?? {};
    if (method === 'GET') return person.get(address, { follow: false });
    return person[form.bytes ? 'upload' : 'post'](address, form, { follow: false });
}

function wordFor({ status, headers, text }, method) {
    if (status === 303 && method === 'GET' && /^\/sign-in(\?|$)/.test(headers.location)) return 'sign-in';
    if (text.includes('This form is no longer good')) return 'the token of the form was wrong';
    return { 200: 'may', 303: 'may', 401: 'sign-in', 403: 'no', 404: 'hidden', 409: 'no', 422: 'wrong' }[status] ?? String(status);
}

// What stands in the tables that people change, and how many files are kept; not what the mail does by itself. With
// `anew`, those who signed out are first signed in again, links are good again, and tries are forgotten.
async function standing({ anew = false } = {}) {
    const tables = ['account', 'answer', 'assignment', 'award', 'conflict', 'criterion', 'cycle', 'decision', 'declaration',
        'document', 'exclusion', 'file', 'form', 'honor', 'letter', 'letter_content', 'likeness', 'mark', 'nomination',
        'nomination_version', 'office', 'organization', 'person', 'proposal', 'question', 'round', 'rubric', 'seat',
        'session', 'stand_in'];
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

// Asks for each of these as the words say, and tells what came of it, `found`: "may" of a form only where something has
// changed. Also whether all else is as it was.
async function askAll(row, cells) {
    const before = await standing({ anew: true });
    await inLanes(row.path.startsWith(OF_LETTER) ? 1 : 4, cells,
        async (cell) => (cell.found = wordFor(await ask(row, cell), row.method)));
    const after = await standing();
    if (row.method === 'POST' && isDeepStrictEqual(after, before))
        for (const cell of cells) if (cell.found === 'may') cell.found = 'same';
    return { before, after };
}

// Whether a cell's word says that something is done.
export const isDone = ({ method }, word) => method === 'POST' && word === 'may';

// Asks for each cell of a row: first all who are to change nothing, and then one by one those who are.
export async function check(row, cells) {
    const quiet = cells.filter(({ word }) => !isDone(row, word));
    const { before, after } = quiet.length > 0 ? await askAll(row, quiet) : {};
    for (const cell of cells) if (!quiet.includes(cell)) await askAll(row, [cell]);
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
