// Backups: made while people work, restored elsewhere, refused when they are not whole; and the way of an older
// database into this program.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFile, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { mailbox, PASSWORD, pdf, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, words } from './page.mjs';

const run = promisify(execFile);
const SECRET = 'She is a marvel of steadiness.';
const MIGRATIONS = new URL('../../migrations/', import.meta.url);
const OLDER = 8; // the last migration of a program that was in use once

let house, backup; // where people work, and the folder of what was saved of it
let nomination, letter, link; // a referee's letter, with a PDF
let member; // signed in when the backup is made

before(async () => {
    house = await openHouse({ settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    backup = join(house.folder, 'backup');
    await receiveLetter();
    await house.sql(`update cycle set closes_at = clock_now() - interval '1 hour' where id = (${cycle()})`);
});
after(() => house.stop());

// What the guards of the tables, which know only what somebody does, do not ask about.
const quietly = (house, sql) => house.sql(`begin; set local session_replication_role = replica; ${sql}; commit`);
const cycle = () => `select cycle from nomination where id = '${nomination}'`;
const path = (...names) => join(backup, ...names);

async function receiveLetter() {
    member = await signIn(house, 'member@demo.test');
    nomination = randomUUID();
    await member.get('/awards/gold-medal/nominate');
    const nominee = await house.sql(`select person from account where email = 'member2@demo.test'`);
    await member.post('/awards/gold-medal/nominate', { nomination, nominee });
    const page = await member.get(`/nominations/${nomination}/letters`);
    letter = page.text.match(/name="letter" value="([^"]*)"/)[1];
    await member.post(`/nominations/${nomination}/letters`, { letter, name: 'Ida Falk', email: 'ida@elsewhere.demo.test', note: '' });
    const [mail] = await until(async () => {
        const mails = await mailbox(house, 'ida@elsewhere.demo.test');
        return mails.length > 0 && mails;
    });
    link = mail.links.find((one) => one.startsWith('/letters/'));
    const referee = visitor(house);
    await referee.get(link);
    await referee.post(`${link}/accept`);
    const put = await referee.upload(`${link}/file`, { name: 'letter.pdf', bytes: pdf(SECRET) });
    const version = put.text.match(/name="version" value="(\d+)"/)[1];
    await referee.post(link, { name: 'Ida Falk', relationship: 'Colleagues', text: '', version, then: 'send' });
    assert.equal(await house.sql(`select state from letter where id = '${letter}'`), 'received');
    await quietly(house, `update nomination set state = 'eligible', submitted_at = clock_now() where id = '${nomination}'`);
}

// A database that has just been set up, and a folder of files that is not there yet; with the keys of the house.
async function openEmpty(t) {
    const empty = await openHouse({ demo: false, serve: false });
    t.after(() => empty.stop());
    await empty.admin(`drop database ${empty.database}`);
    await empty.setUp();
    await copyFile(house.settings.LAUREATE_KEYS, empty.settings.LAUREATE_KEYS);
    return empty;
}

// A judge who has said that there is no conflict, and what they find where the letter's PDF is.
async function readAsJudge(house) {
    const judge = await signIn(house, 'reviewer1@demo.test');
    await judge.get('/account');
    const ids = (await house.sql(`select id from nomination where cycle = (${cycle()}) and state <> 'draft'`)).split('\n');
    const kinds = Object.fromEntries(ids.map((id) => [`kind.${id}`, 'none']));
    await judge.post(`/cycles/${await house.sql(cycle())}/conflicts`, { confirm: 'yes', ...kinds });
    const packet = await judge.get(`/packets/${nomination}`);
    assert.match(words(packet.text), /Ida Falk/);
    const address = packet.text.match(new RegExp(`href="(/packets/${nomination}/letters/[^"]+)"`))[1];
    return judge.get(address);
}

// Waits until the event has its place; those before it have theirs too.
async function sealed(house, act) {
    await until(async () => (await house.sql(`select count(*) from ledger_place p join event e on e.id = p.event
        where e.act = '${act}'`)) !== '0', `${act} is sealed`);
}

async function verified(house) {
    const file = join(house.folder, `ledger-${randomUUID()}`);
    await house.done('export', 'ledger', file);
    const { stdout } = await house.done('verify', file);
    return { events: Number(stdout.match(/Events: (\d+)/)[1]), key: stdout.match(/Key: +(\w+)/)[1] };
}

async function refuses(empty, folder, ...sentences) {
    const { status, stderr } = await empty.laureate('restore', folder);
    assert.equal(status, 1, stderr);
    for (const sentence of sentences) assert.match(stderr, sentence);
    return stderr;
}

test('a backup is made while people work, and nobody else may read it', async () => {
    await until(async () => (await house.sql(`select count(*) from outbox where state = 'waiting'`)) === '0', 'all mail is sent');
    await house.sql(`insert into outbox (template, to_address, send_after)
            values ('people/password', 'later@demo.test', clock_now() + interval '3 hours');
        insert into outbox (template, to_address, state) values ('people/password', 'refused@demo.test', 'refused');
        insert into link (token_hash, purpose, person, ends_at)
            select 'unused', 'password', person, clock_now() + interval '9 days' from account where email = 'member@demo.test'`);
    const { stdout } = await house.done('backup', backup);
    assert.match(stdout, /^The backup in \S+ is whole: \d+ events, 1 documents of \d+ bytes\.$/m);
    assert.equal((await stat(backup)).mode & 0o777, 0o700);
    assert.deepEqual((await readdir(backup)).sort(), ['database.dump', 'files', 'files.b2sum', 'manifest.json']);
    for (const name of ['database.dump', 'files.b2sum', 'manifest.json'])
        assert.equal((await stat(path(name))).mode & 0o777, 0o600, name);
    const keys = await readFile(house.settings.LAUREATE_KEYS, 'utf8');
    const saved = Buffer.concat(await Promise.all(['database.dump', 'files.b2sum', 'manifest.json'].map((name) => readFile(path(name)))));
    for (const [, key] of keys.matchAll(/^\w+ = (\S+)$/gm)) assert.equal(saved.includes(key), false);
    assert.equal((await house.get('/ready')).status, 200);
    const again = await house.laureate('backup', backup);
    assert.equal(again.status, 1);
    assert.match(again.stderr, /holds something\. Name an empty or a new one\./);
});

test('restored elsewhere, the letter is read, the ledger goes on, and the mail waits for staff', async (t) => {
    const other = await openEmpty(t);
    const { stdout } = await other.done('restore', backup);
    assert.match(stdout, /Mails held until staff send or drop them, at \/staff\/mail: 1\n/);
    assert.doesNotMatch(stdout, /laureate migrate/);
    await other.serve();
    const file = await readAsJudge(other);
    assert.equal(file.headers['content-type'], 'application/pdf');
    assert.ok(file.text.includes(SECRET));

    // Who was signed in there is not here; the referee's link goes on, one for a password does not.
    assert.equal((await member.get('/desk')).status, 200);
    const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const desk = await other.get('/desk', { headers: { cookie } });
    assert.deepEqual([desk.status, desk.headers.location.split('?')[0]], [303, '/sign-in']);
    assert.match(words((await visitor(other).get(link)).text), /Ida Falk/);
    assert.equal(await other.sql(`select count(*) from link where purpose = 'password' and used_at is null`), '0');

    const before = await verified(house);
    await sealed(other, 'data.restored');
    const after = await verified(other);
    assert.ok(after.events > before.events);
    assert.equal(after.key, before.key);

    const state = () => other.sql(`select state, send_after > clock_now() from outbox where to_address = 'later@demo.test'`);
    assert.equal(await state(), 'held|t');
    const staff = await signIn(other, 'staff@demo.test');
    const page = await staff.get('/staff/mail');
    checkPage(page.text, '/staff/mail');
    assert.match(words(page.text), /One mail is held since a backup was restored\./);
    assert.equal((await staff.post('/staff/mail', { decision: 'x' })).status, 422);
    for (let times = 0; times < 2; times++) {
        const sent = await staff.post('/staff/mail', { decision: 'send' });
        assert.doesNotMatch(words(sent.text), /held since/);
        assert.equal(await state(), 'waiting|t', 'what was to wait waits');
    }
    assert.equal(await other.sql(`select count(*) from event where act = 'mail.sent_again'`), '1');
    assert.equal(await other.sql(`select state from outbox where to_address = 'refused@demo.test'`), 'refused');
});

test('held mail is dropped at once too, by staff alone', async () => {
    await house.sql(`update outbox set state = 'held' where to_address = 'later@demo.test'`);
    const state = () => house.sql(`select state from outbox where to_address = 'later@demo.test'`);
    for (const email of ['member@demo.test', 'chair@demo.test', 'admin@demo.test']) {
        const person = await signIn(house, email);
        const page = await person.get('/staff/mail');
        assert.doesNotMatch(words(page.text), /is held since/, email);
        await person.get('/account');
        assert.equal((await person.post('/staff/mail', { decision: 'drop' })).status, 404, email);
        assert.equal(await state(), 'held', email);
    }
    const staff = await signIn(house, 'staff@demo.test');
    await staff.get('/staff/mail');
    await staff.post('/staff/mail', { decision: 'drop' });
    assert.equal(await state(), 'dropped');
});

test('a target that holds anything, or has other keys or roles, is left as it is', async (t) => {
    const empty = await openEmpty(t);
    await refuses(house, backup, /The database holds something\. Restore into a new one/);
    await mkdir(empty.settings.LAUREATE_FILES);
    await writeFile(join(empty.settings.LAUREATE_FILES, 'something'), '');
    await refuses(empty, backup, /The folder \S+ holds something\. Name an empty or a new one\./);
    await rm(empty.settings.LAUREATE_FILES, { recursive: true });
    const prefix = await empty.laureate('restore', backup, { settings: { LAUREATE_ROLE_PREFIX: 'other' } });
    assert.match(prefix.stderr, /LAUREATE_ROLE_PREFIX: The roles of this backup begin with laureate\./);
    await rm(empty.settings.LAUREATE_KEYS);
    await empty.done('key', 'create');
    await refuses(empty, backup, /LAUREATE_KEYS: These are not the keys under which this backup was made/);
    assert.equal(await empty.sql(`select count(*) from pg_class where relnamespace = 'public'::regnamespace`), '0');
    await assert.rejects(stat(empty.settings.LAUREATE_FILES));
});

test('a backup that is not whole is refused before anything is written, and all that is wrong is named', async (t) => {
    const empty = await openEmpty(t);
    const broken = join(house.folder, 'broken');
    const [folder] = await readdir(path('files'));
    const [document] = await readdir(path('files', folder));
    const spoil = async (change, ...sentences) => {
        await rm(broken, { recursive: true, force: true });
        await cp(backup, broken, { recursive: true });
        await change();
        const stderr = await refuses(empty, broken, ...sentences);
        assert.doesNotMatch(stderr, /what there is of it/);
    };
    const edit = async (name, change) => writeFile(join(broken, name), change(await readFile(join(broken, name), 'latin1')), 'latin1');
    const file = join('files', folder, document);
    await spoil(() => rm(join(broken, 'manifest.json')), /There is no whole backup in \S+: its manifest\.json is missing/);
    await spoil(() => edit('manifest.json', (text) => text.slice(0, -40)), /is not the manifest of a backup/);
    await spoil(() => edit('manifest.json', (text) => text.replace('0014_', '9014_')), /made by a newer program, or another: .* 9014_decisions\.sql/);
    await spoil(() => edit('database.dump', (text) => text.slice(1)), /database\.dump is not what the manifest says/);
    await spoil(() => edit('files.b2sum', (text) => text.replace('f', 'e')), /files\.b2sum is not what the manifest says/);
    await spoil(() => rm(join(broken, file)), new RegExp(`The document ${document} cannot be read in \\S+: No such file`));
    await spoil(() => edit(file, (text) => `${text}x`), new RegExp(`The document ${document} in \\S+ was changed or cut`));
    assert.equal(await empty.sql(`select count(*) from pg_class where relnamespace = 'public'::regnamespace`), '0');
    await assert.rejects(stat(empty.settings.LAUREATE_FILES));
});

test('what is restored half is not served', async (t) => {
    const empty = await openEmpty(t);
    await empty.sql(`create type mark as (nothing int)`);
    await refuses(empty, backup, /pg_restore did not end well/, /make the database anew and empty the folder of files/);
    assert.match((await empty.laureate('serve')).stderr, /The database is empty/);
    // What the last step has not been done to, which holds the mail.
    await empty.sql('drop type mark');
    await run('pg_restore', ['-h', process.env.LAUREATE_TEST_SOCKET, '-U', 'laureate_owner', '--no-owner', '-e',
        '-d', empty.database, path('database.dump')]);
    assert.equal(await empty.sql(`select state from outbox where to_address = 'later@demo.test'`), 'waiting');
    const { status, stderr } = await empty.laureate('serve');
    assert.equal(status, 1);
    assert.match(stderr, /schema is older than this program/);
    assert.equal((await empty.laureate('migrate', '--as', 'demo')).status, 1);
});

test('a document that is missing is named, and there is no backup', async () => {
    const { LAUREATE_FILES: files } = house.settings;
    const id = await house.sql('select id from file');
    const kept = join(files, id.slice(0, 2), id);
    const folder = join(house.folder, 'without');
    await rename(kept, `${kept}.away`);
    const { status, stderr } = await house.laureate('backup', folder);
    await rename(`${kept}.away`, kept);
    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`The document ${id} cannot be read in \\S+: No such file`));
    assert.match(stderr, /No whole backup was made in/);
    assert.equal((await readdir(folder)).includes('manifest.json'), false);
});

// The schema as it was, from its own migrations, with a nomination and its letter in it.
async function makeOlder(t) {
    const older = await openEmpty(t);
    const names = (await readdir(MIGRATIONS)).sort().filter((name) => Number(name.slice(0, 4)) <= OLDER);
    const record = await house.sql(`select string_agg(format('(%s, %L, %L)', number, name, checksum), ', ')
        from migration where number <= ${OLDER}`);
    for (const name of names.slice(1)) {
        const text = await readFile(new URL(name, MIGRATIONS), 'utf8');
        const sql = text.replace(/\{(owner|app|visitor|jobs)\}/g, 'laureate_$1');
        await older.sql(`set laureate.kind = 'demo'; begin; ${sql}; commit`, { role: 'laureate_owner' });
    }
    await older.sql(`insert into migration (number, name, checksum) values ${record}`);
    const people = [['member@demo.test', 'Mara Lund'], ['staff@demo.test', 'Stella Ford'], ['reviewer1@demo.test', 'Rune Alt']];
    for (const [email, name] of people)
        await quietly(older, `with made as (insert into person (name, folded, sort_name) values ('${name}', lower('${name}'), '${name}') returning id)
            insert into account (person, email, email_folded) select id, '${email}', '${email}' from made`);
    const who = (email) => `(select person from account where email = '${email}')`;
    await quietly(older, `
        insert into organization (slug, name, short_name, zone, zone_name)
            values ('quiet', 'Society of Quiet Radiology', 'SQR', 'America/New_York', 'Eastern');
        insert into award (organization, slug, name, search, kind)
            select id, 'gold-medal', 'Gold Medal', 'gold medal', 'medal' from organization;
        insert into form (award, version) select id, 1 from award;
        insert into question (form, rank, part, name, kind, label) select id, 1, 'Case', 'case', 'long', 'The case' from form;
        insert into cycle (award, year, opens_at, closes_at, published_at, form)
            select f.award, 2026, clock_now() - interval '30 days', clock_now() - interval '1 day',
                   clock_now() - interval '30 days', f.id from form f;
        insert into office (person, role, organization) select ${who('staff@demo.test')}, 'staff', id from organization;
        insert into seat (award, person, role) select id, ${who('reviewer1@demo.test')}, 'member' from award;
        insert into nomination (id, cycle, nominator, nominee_name, nominee_email, state, submitted_at)
            select '${nomination}', id, ${who('member@demo.test')}, 'Ada Quill', 'ada@elsewhere.test', 'submitted', clock_now() from cycle;
        insert into answer (nomination, question, value) select '${nomination}', id, 'She taught us all.' from question;
        insert into letter (id, nomination, referee_name, referee_email, email_folded, state, answered_at)
            values ('${letter}', '${nomination}', 'Ida Falk', 'ida@elsewhere.test', 'ida@elsewhere.test', 'received', clock_now());
        insert into letter_content (letter, name, text) values ('${letter}', 'Ida Falk', '${SECRET}')`);
    await older.sql(`insert into event (act, subject) values ('nomination.submitted', '${nomination}');
        insert into outbox (organization, template, to_address, facts)
            select id, 'people/password', 'waits@demo.test', '{}' from organization`);
    return older;
}

test('an older database with people’s work in it is backed up, restored, brought up to date and served', async (t) => {
    const older = await makeOlder(t);
    const refused = await older.laureate('serve');
    assert.match(refused.stderr, /schema is older than this program: run `laureate migrate` first\./);
    const saved = join(older.folder, 'backup');
    await older.done('backup', saved);
    const newer = await openEmpty(t);
    const { stdout } = await newer.done('restore', saved);
    assert.match(stdout, /The schema is older than this program: run `laureate migrate` next\./);
    for (const one of [older, newer]) {
        one.settings.LAUREATE_DEMO_PASSWORD = PASSWORD;
        const { stdout } = await one.done('migrate');
        assert.match(stdout, /^Applied 0009_programme\.sql\n/);
        const set = await one.done('person', 'password', 'staff@demo.test');
        await one.serve();
        const token = set.stdout.match(/\/password\/\S+/)[0];
        const staff = visitor(one);
        await staff.get(token);
        await staff.post(token, { password: PASSWORD });
        const packet = await staff.get(`/packets/${nomination}`);
        for (const text of [/Ada Quill/, /She taught us all\./, /Ida Falk/, /She is a marvel of steadiness\./])
            assert.match(words(packet.text), text);
        assert.equal((await one.get('/awards/gold-medal')).status, 200);
        await sealed(one, 'nomination.submitted');
        assert.ok((await verified(one)).events > 0);
    }
    assert.equal(await newer.sql(`select state from outbox where to_address = 'waits@demo.test'`), 'held');
});
