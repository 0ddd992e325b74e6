// From an empty database to an award with its committee: what administrators and staff keep, and who else may not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, mailbox, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, texts, words } from './page.mjs';

const SOCIETY = { name: 'Society of Quiet Radiology', short_name: 'SQR', zone: 'Europe/Vienna', summary: '', slug: '' };
const MEDAL = { organization: 'sqr', name: 'Lantern Medal', slug: '', kind: '', model: 'gold-medal' };

let house, admin, staff, member;

const field = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
const error = (html, name) => html.match(new RegExp(`<p class="error" id="${name}-error">([^<]*)</p>`))?.[1];
const shows = (html, value) => html.includes(value) ? true : assert.fail(`${value} is kept in the form: ${words(html)}`);
const count = async (from) => Number(await house.sql(`select count(*) from ${from}`));
const events = () => house.sql('select count(*) from event');

// An account with a password, by the command line as an installation begins.
async function someone(email, name, ...more) {
    const { stdout } = await house.done('person', 'add', email, '--name', name, ...more);
    const person = visitor(house);
    await person.get(`/password/${stdout.match(/\/password\/(\S+)/)[1]}`);
    const path = stdout.match(/(\/password\/\S+)/)[1];
    await person.post(path, { password: PASSWORD });
    return signIn(house, email);
}

before(async () => {
    house = await openHouse({ kind: 'test', demo: false, clock: '2026-06-10T15:00:00Z' });
    admin = await someone('admin@sqr.test', 'Ada Minster', '--role', 'administrator');
    staff = await someone('staff@sqr.test', 'Stella Ford');
    member = await someone('member@sqr.test', 'Mina Bergmann');
});
after(() => house.stop());

test('an empty house says what to do first', async () => {
    const page = await admin.get('/staff/organizations');
    assert.equal(page.status, 200);
    checkPage(page.text, page.path);
    assert.match(words(page.text), /There is no organization yet/);
    for (const person of [staff, member]) {
        assert.equal((await person.get('/staff/organizations')).status, 404);
        assert.equal((await person.get('/staff/awards')).status, 404);
        assert.equal((await person.get('/staff/awards/new')).status, 404);
    }
});

test('an administrator makes an organization; sent twice it is made once', async () => {
    const { text } = await admin.get('/staff/organizations');
    const form = { ...SOCIETY, organization: field(text, 'organization'), slug: 'sqr' };
    const made = await admin.post('/staff/organizations', form);
    assert.equal(made.path, '/staff/organizations/sqr');
    checkPage(made.text, made.path);
    assert.match(words(made.text), /Nobody is on the staff/);
    const before = await events();
    const again = await admin.post('/staff/organizations', { ...form, name: 'Another name', slug: 'other' });
    assert.equal(again.path, '/staff/organizations/sqr');
    assert.equal(await events(), before);
    assert.equal(await house.sql('select slug, name, zone, zone_name from organization'),
        'sqr|Society of Quiet Radiology|Europe/Vienna|Central European Time');
    assert.match(words((await admin.get('/staff/organizations')).text), /0 on the staff 0 on the board/);
});

test('without an address word the name makes one', async () => {
    const { text } = await admin.get('/staff/organizations');
    const made = await admin.post('/staff/organizations', { ...SOCIETY, name: 'Fundación O’Brien für Œuvres & Co.',
        organization: field(text, 'organization') });
    assert.equal(made.path, '/staff/organizations/fundacion-obrien-fur-oeuvres-co');
});

test('what is wrong with an organization is said beside its field, and all that was typed is kept', async () => {
    for (const [field_, value, sentence] of [
        ['name', '', /Give the name/], ['name', 'society of QUIET radiology', /Another organization has this name/],
        ['name', 'x'.repeat(201), /too long/], ['short_name', '', /Give a short name/],
        ['zone', 'Mars/Olympus', /Choose the time zone/], ['summary', 's'.repeat(601), /too long/],
        ['slug', 'sqr', /Another organization has the address word “sqr”/], ['slug', 'Not One', /Give an address word/],
        ['name', '東京', null],
    ]) {
        const { text } = await admin.get('/staff/organizations');
        const form = { ...SOCIETY, name: 'A Fine Society', summary: 'It does <good>.', slug: '',
            organization: field(text, 'organization'), [field_]: value };
        const before = await count('organization');
        const page = await admin.post('/staff/organizations', form, { follow: false });
        assert.equal(page.status, 422, `${field_}: ${value}`);
        assert.match(error(page.text, sentence === null ? 'slug' : field_) ?? '', sentence ?? /Give an address word/);
        checkPage(page.text, '/staff/organizations');
        if (field_ !== 'summary') shows(page.text, 'It does &lt;good&gt;.');
        if (field_ !== 'zone') assert.match(page.text, /value="Europe\/Vienna" selected/);
        assert.equal(field(page.text, 'organization'), form.organization, 'the same id, so that it is made once');
        assert.equal(await count('organization'), before);
    }
});

test('an organization is changed, unless somebody else did so meanwhile', async () => {
    const { text } = await admin.get('/staff/organizations/sqr');
    const version = field(text, 'version');
    const form = { ...SOCIETY, short_name: 'The Quiet Society', zone: 'America/New_York' };
    const saved = await admin.post('/staff/organizations/sqr', { ...form, version });
    assert.equal(saved.status, 200);
    assert.equal(await house.sql("select short_name, zone_name from organization where slug = 'sqr'"),
        'The Quiet Society|Eastern Time');
    const before = await events();
    const twice = await admin.post('/staff/organizations/sqr', { ...form, version }, { follow: false });
    assert.equal(twice.status, 303);
    const late = await admin.post('/staff/organizations/sqr', { ...form, short_name: 'Mine', version }, { follow: false });
    assert.equal(late.status, 422);
    assert.match(words(late.text), /Somebody else changed this/);
    assert.equal(field(late.text, 'short_name'), 'Mine');
    assert.equal(await events(), before);
    const mine = await admin.post('/staff/organizations/sqr',
        { ...form, short_name: 'Mine', version: field(late.text, 'version') }, { follow: false });
    assert.equal(mine.status, 303);
    await staff.get('/account');
    assert.equal((await staff.post('/staff/organizations/sqr', { ...form, version }, { follow: false })).status, 404);
});

test('a zone that is not among those to choose from stays with its name', async () => {
    await house.sql(`insert into organization (slug, name, short_name, zone, zone_name)
        values ('far', 'Far Society', 'FS', 'Pacific/Chatham', 'Chatham Time')`);
    const { text } = await admin.get('/staff/organizations/far');
    assert.match(text, /<option value="Pacific\/Chatham" selected>Chatham Time<\/option>/);
    const saved = await admin.post('/staff/organizations/far', { ...SOCIETY, name: 'Far Society', short_name: 'Far',
        zone: 'Pacific/Chatham', version: field(text, 'version') });
    assert.equal(saved.status, 200);
    assert.equal(await house.sql("select short_name, zone, zone_name from organization where slug = 'far'"),
        'Far|Pacific/Chatham|Chatham Time');
});

test('staff and board are named by the address of their account, and ended', async () => {
    const path = '/staff/organizations/sqr';
    await admin.get(path);
    const unknown = await admin.post(`${path}/offices`, { email: 'nobody@sqr.test', role: 'staff' }, { follow: false });
    assert.equal(unknown.status, 422);
    assert.match(error(unknown.text, 'email'), /Nobody with this address has an account yet. Invite them first/);
    assert.match(unknown.text, /<a href="\/staff\/people">/);
    shows(unknown.text, 'value="nobody@sqr.test"');
    shows(unknown.text, 'value="Mine"');
    assert.match(unknown.text, /id="role-staff"[^>]* checked/);
    checkPage(unknown.text, path);
    for (const [form, name] of [[{ email: 'not one', role: 'staff' }, 'email'], [{ email: 'staff@sqr.test' }, 'role'],
        [{ email: 'staff@sqr.test', role: 'administrator' }, 'role']]) {
        const page = await admin.post(`${path}/offices`, form, { follow: false });
        assert.equal(page.status, 422);
        assert.ok(error(page.text, name));
    }
    const named = await admin.post(`${path}/offices`, { email: ' STAFF@sqr.test', role: 'staff' });
    assert.equal(named.path, path);
    assert.match(words(named.text), /Stella Ford since 10 June 2026 Staff/);
    const before = await events();
    await admin.post(`${path}/offices`, { email: 'staff@sqr.test', role: 'staff' });
    assert.equal(await events(), before);
    const board = await admin.post(`${path}/offices`, { email: 'member@sqr.test', role: 'board' });
    const end = board.text.match(/action="([^"]*\/end)"[^]*?End<span class="spoken"> the office of Mina/)[1];
    const last = board.text.match(/action="([^"]*\/end)"/g).at(-1).slice(8, -1);
    for (const person of [staff, member]) {
        await person.get('/account');
        assert.equal((await person.post(last, {}, { follow: false })).status, 404);
        assert.equal((await person.post(`${path}/offices`, { email: 'member@sqr.test', role: 'staff' },
            { follow: false })).status, 404);
        assert.equal((await person.get(path)).status, 404);
    }
    assert.equal(await count("office where role = 'board' and until is null"), 1);
    const ended = await admin.post(last, {});
    assert.doesNotMatch(words(ended.text), /Mina Bergmann/);
    assert.equal((await admin.post(last, {}, { follow: false })).status, 303);
    assert.equal(await house.sql(`select string_agg(act || ' ' || (facts->>'role'), ', ' order by happened_at, act desc)
        from event where act like 'office.%' and facts->>'role' <> 'administrator'`),
        'office.given staff, office.given board, office.ended board');
    assert.ok(end);
});

test('staff make an award after the Gold Medal, in a database in which nothing else is', async () => {
    const list = await staff.get('/staff/awards');
    checkPage(list.text, list.path);
    assert.match(words(list.text), /There is no award yet/);
    const page = await staff.get('/staff/awards/new');
    checkPage(page.text, page.path);
    assert.match(page.text, /<option value="sqr" selected>/);
    assert.match(texts(page.text, 'select').join(' '), /SIR Gold Medal/);
    const form = { ...MEDAL, award: field(page.text, 'award') };
    const made = await staff.post('/staff/awards/new', form);
    assert.equal(made.path, '/staff/awards/lantern-medal');
    checkPage(made.text, made.path);
    assert.match(words(made.text), /Nobody chairs the committee/);
    assert.match(words(made.text), /Questions: 14/);
    assert.match(words(made.text), /Members of the Society&?.{0,6}s? Board of Directors stand aside from the Lantern Medal/);
    assert.equal(await house.sql(`select kind, most_names, purpose like 'The Gold Medal is%', has_call, rank from award`),
        'medal|3|t|t|1');
    assert.equal(await house.sql('select version, (select count(*) from question) from form'), '1|14');
    assert.equal(await house.sql(`select version, least, most, is_low_best, words[9],
        (select count(*) from criterion), (select label from criterion where kind = 'overall') from rubric`),
        '1|1|9|t|Poor|6|Overall');
    assert.equal(await house.sql(`select role, o.slug from exclusion e join organization o on o.id = e.organization`),
        'board|sqr', 'the chair of an award that is not there stands aside from nothing');
    const before = await events();
    assert.equal((await staff.post('/staff/awards/new', form)).path, '/staff/awards/lantern-medal');
    assert.equal(await events(), before);
    assert.match((await house.get('/awards/lantern-medal')).text, /Lantern Medal/);
    assert.match(words((await staff.get('/staff/awards')).text), /Lantern Medal medal No chair No cycle yet/);
});

test('an award without a model, and one whose model has another award’s chair stand aside', async () => {
    for (const more of [{ name: 'Fellowship', kind: 'fellowship', model: '' },
        { name: 'Second Medal', kind: 'lecture', slug: 'second' }]) {
        const { text } = await staff.get('/staff/awards/new');
        const made = await staff.post('/staff/awards/new', { ...MEDAL, ...more, award: field(text, 'award') });
        assert.equal(made.status, 200);
    }
    assert.equal(await house.sql("select kind, purpose, has_call from award where slug = 'fellowship'"), 'fellowship||t');
    assert.match(words((await staff.get('/staff/awards/fellowship')).text), /Its public page says nothing yet/);
    assert.equal(await house.sql(`select a.kind, string_agg(e.role, ' ' order by e.role)
        from award a join exclusion e on e.award = a.id where a.slug = 'second' group by a.kind`), 'lecture|board chair');
});

test('what is wrong with a new award is said beside its field', async () => {
    for (const [name, value, sentence] of [
        ['name', '', /Give the name/], ['name', '—', /no letter/], ['name', 'LANTERN  medál', /Another award of this/],
        ['slug', 'lantern-medal', /Another award has the address word/], ['slug', 'new', /Give an address word/],
        ['slug', '-a', /Give an address word/], ['model', 'silver-medal', /Choose one of these models/],
        ['kind', 'prize', /Choose what kind/], ['organization', '', /Choose the organization/],
    ]) {
        const { text } = await staff.get('/staff/awards/new');
        const form = { ...MEDAL, name: 'Candle Medal', award: field(text, 'award'), [name]: value };
        const before = await count('award');
        const page = await staff.post('/staff/awards/new', form, { follow: false });
        assert.equal(page.status, 422, `${name}: ${value}`);
        assert.match(error(page.text, name) ?? '', sentence);
        checkPage(page.text, '/staff/awards/new');
        assert.equal(field(page.text, 'award'), form.award);
        if (name !== 'model') assert.match(page.text, /<option value="gold-medal" selected>/);
        assert.equal(await count('award'), before);
    }
    const { text } = await staff.get('/staff/awards/new');
    const other = { ...MEDAL, name: 'Candle Medal', organization: 'far', award: field(text, 'award') };
    assert.equal((await staff.post('/staff/awards/new', other, { follow: false })).status, 404);
    const none = await staff.post('/staff/awards/new', { ...MEDAL, name: 'C', kind: '', model: '',
        award: field(text, 'award') }, { follow: false });
    assert.match(error(none.text, 'kind'), /Choose what kind/);
});

const TEXTS = { name: 'Lantern Medal', kind: 'medal', summary: 'For light.', purpose: 'One.\r\n\r\nTwo.', eligibility: 'Anybody.',
    packet: '- A letter', judging: 'Quietly.', since: '1996', most_names: '2', money: '25,000', currency: 'USD', has_call: 'yes' };

test('texts and facts are changed, and show on the public page', async () => {
    const path = '/staff/awards/lantern-medal';
    const version = field((await staff.get(path)).text, 'version');
    const saved = await staff.post(path, { ...TEXTS, version });
    assert.equal(saved.path, path);
    assert.equal(await house.sql(`select since, most_names, money, currency, replace(purpose, chr(10), '/')
        from award where slug = 'lantern-medal'`), '1996|2|2500000|USD|One.//Two.');
    shows(saved.text, 'value="25000"');
    await until(async () => /At most 2/.test(words((await house.get('/awards/lantern-medal')).text)), 'the public page');
    const before = await events();
    assert.equal((await staff.post(path, { ...TEXTS, version }, { follow: false })).status, 303);
    const late = await staff.post(path, { ...TEXTS, purpose: 'Mine.', version }, { follow: false });
    assert.equal(late.status, 422);
    assert.match(words(late.text), /Somebody else changed this/);
    shows(late.text, '\nMine.</textarea>');
    assert.equal(await events(), before);
    for (const [name, value] of [['name', 'second medal'], ['name', ''], ['since', '96'], ['most_names', '0'],
        ['money', '12.5'], ['money', 'much'], ['money', '0'], ['currency', 'usd'], ['kind', ''], ['summary', 'x'.repeat(401)],
        ['purpose', 'x'.repeat(10001)]]) {
        const page = await staff.post(path, { ...TEXTS, version: field(late.text, 'version'), [name]: value },
            { follow: false });
        assert.equal(page.status, 422, `${name}: ${value}`);
        assert.ok(error(page.text, name), name);
        checkPage(page.text, path);
    }
    assert.equal(await events(), before);
    const { has_call, ...rest } = TEXTS;
    assert.ok(has_call);
    await staff.post(path, { ...rest, money: '', currency: '', since: '', most_names: '', version: field(late.text, 'version') });
    assert.equal(await house.sql(`select since, most_names, money, currency, has_call from award where slug = 'lantern-medal'`),
        '||||f');
    assert.match(words((await staff.get('/staff/awards')).text), /Lantern Medal medal · nobody is put forward/);
    await staff.post(path, { ...TEXTS, version: field((await staff.get(path)).text, 'version') });
});

test('seats are given by address, one to a person, and ended', async () => {
    const path = '/staff/awards/lantern-medal';
    await staff.get(path);
    const unknown = await staff.post(`${path}/seats`, { email: 'nobody@sqr.test', role: 'chair' }, { follow: false });
    assert.equal(unknown.status, 422);
    assert.match(error(unknown.text, 'email'), /Invite them first/);
    assert.match(unknown.text, /id="role-chair"[^>]* checked/);
    shows(unknown.text, '\nQuietly.</textarea>');
    assert.ok(error((await staff.post(`${path}/seats`, { email: 'member@sqr.test', role: 'staff' }, { follow: false })).text, 'role'));
    await staff.post(`${path}/seats`, { email: 'member@sqr.test', role: 'member' });
    const chaired = await staff.post(`${path}/seats`, { email: 'member@sqr.test', role: 'chair' });
    checkPage(chaired.text, path);
    assert.doesNotMatch(words(chaired.text), /Nobody chairs/);
    assert.equal(await house.sql(`select string_agg(role, ' ' order by since) from seat where until is null`), 'chair');
    const before = await events();
    await staff.post(`${path}/seats`, { email: 'member@sqr.test', role: 'chair' });
    assert.equal(await events(), before);
    const end = chaired.text.match(/action="([^"]*\/seats\/[^"]*\/end)"/)[1];
    for (const person of [admin, member]) {
        await person.get('/account');
        assert.equal((await person.get(path)).status, 404);
        assert.equal((await person.get('/staff/awards')).status, 404);
        assert.equal((await person.get('/staff/awards/new')).status, 404);
        assert.equal((await person.post(path, TEXTS, { follow: false })).status, 404);
        assert.equal((await person.post('/staff/awards/new', { ...MEDAL, name: 'Mine', award: crypto.randomUUID() },
            { follow: false })).status, 404);
        assert.equal((await person.post(`${path}/seats`, { email: 'member@sqr.test', role: 'deputy' }, { follow: false })).status, 404);
        assert.equal((await person.post(end, {}, { follow: false })).status, 404);
    }
    assert.equal(await events(), before);
    assert.match(words((await staff.post(end, {})).text), /Nobody chairs the committee/);
    assert.equal((await staff.post(end, {}, { follow: false })).status, 303);
    assert.equal(await count('seat where until is null'), 0);
});

test('the next cycle begins from the award’s page and from the list', async () => {
    const { text } = await staff.get('/staff/awards/lantern-medal');
    assert.match(text, /<form class="search" action="\/staff\/awards\/lantern-medal\/cycles" method="post">/);
    assert.equal(field(text, 'year'), '2027');
    const list = await staff.get('/staff/awards');
    assert.match(words(list.text), /New cycle, 2027/);
    const made = await staff.post('/staff/awards/lantern-medal/cycles', { id: field(text, 'id'), year: '2027' });
    assert.equal(made.path, `/staff/cycles/${field(text, 'id')}`);
    assert.match((await staff.get('/staff/awards')).text, new RegExp(`<a href="/staff/cycles/${field(text, 'id')}">2027`));
    assert.equal(field((await staff.get('/staff/awards/lantern-medal')).text, 'year'), '2028');
});

test('the database refuses what no page asks for', async () => {
    const as = (email, sql) => house.sql(`set role laureate_app; begin;
        select set_config('laureate.person', (select id::text from person where name = '${email}'), true); ${sql}; rollback`);
    const office = (role) => `insert into office (person, role, organization)
        select me(), '${role}', id from organization where slug = 'sqr'`;
    await assert.rejects(as('Stella Ford', office('board')), /row-level security/);
    await assert.rejects(as('Ada Minster', "insert into office (person, role) values (me(), 'administrator')"), /row-level security/);
    await assert.rejects(as('Mina Bergmann', `insert into seat (award, person, role) select id, me(), 'chair' from award`),
        /row-level security/);
    await assert.rejects(as('Ada Minster', `insert into award (organization, slug, name, search, kind)
        select id, 'mine', 'Mine', 'mine', 'medal' from organization where slug = 'sqr'`), /row-level security/);
    assert.match(await as('Mina Bergmann', "select count(*) from member_with_email('staff@sqr.test')"), /(^|\n)0(\n|$)/);
    assert.match(await as('Stella Ford', "select count(*) from member_with_email('staff@sqr.test')"), /(^|\n)1(\n|$)/);
    assert.match(await as('Mina Bergmann', "with w as (update award set name = 'Mine' returning id) select count(*) from w"),
        /(^|\n)0(\n|$)/);
});
