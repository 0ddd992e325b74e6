// The commands about people: the register's import, adding somebody, roles, passwords, and the people of the demo.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeCsv } from './csv.mjs';
import { openHouse } from './house.mjs';

const ORIGIN = 'https://awards.example.org';
const PASSWORD = 'four plain demo words';

let house, folder;

before(async () => {
    house = await openHouse({ serve: false, settings: { LAUREATE_URL: ORIGIN, LAUREATE_DEMO_PASSWORD: '' } });
    folder = await mkdtemp(join(tmpdir(), 'laureate-people-'));
});
after(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
});

const row = (email, name, more = {}) => ({ email, name, category: '', member_since: '', institution: '', ...more });
const bring = (rows, ...options) => house.laureate('import', 'people', '-', ...options, { input: writeCsv(rows) });

// Everything that these commands may touch.
const everything = () =>
    house.sql(`select md5(string_agg(line, ' ' order by line)) from (
        select p::text as line from person p union all select a::text from account a
        union all select o::text from office o union all select s::text from seat s
        union all select k::text from link k union all select e::text from event e) as lines`);

// The acts of the events that something adds, in order.
async function told(something) {
    const before = await house.sql("select coalesce(string_agg(id::text, ','), '') from event");
    const result = await something();
    const acts = await house.sql(`select act from event where id::text <> all (string_to_array('${before}', ','))
        order by act`);
    return [acts.split('\n').filter(Boolean), result];
}

const rolesOf = (email) =>
    house.sql(`select role || coalesce(' of ' || slug, '') from (
          select t.role, o.slug, t.person, t.since, t.until from office t left join organization o on o.id = t.organization
          union all select t.role, w.slug, t.person, t.since, t.until from seat t join award w on w.id = t.award) as terms
        join account a using (person) where a.email_folded = lower('${email}') and is_now(since, until) order by 1`);
const linksOf = (email) =>
    house.sql(`select count(*) from link join account a using (person) where a.email_folded = lower('${email}')`);

// The token of the only link that was printed, on a line of its own.
function tokenIn(stdout) {
    const links = stdout.split('\n').filter((line) => line.includes('://'));
    assert.equal(links.length, 1, stdout);
    const [, token] = links[0].match(/^https:\/\/awards\.example\.org\/password\/([A-Za-z0-9_-]{43})$/);
    assert.doesNotMatch(stdout.replace(links[0], ''), new RegExp(token));
    return token;
}

// How long from now the newest link of somebody is good, in minutes of the house's clock.
const lasts = async (email) =>
    Math.round(Number(await house.sql(`select extract(epoch from k.ends_at - k.made_at) / 60 from link k
        join account a using (person) where a.email_folded = lower('${email}') order by k.made_at desc limit 1`)));

// ---- import people ----

test('a dry run tells what would be done and keeps nothing', async () => {
    const before = await everything();
    const { status, stdout } = await bring([row('dry@demo.test', 'Demo Dry')], '--dry-run');
    assert.equal(status, 0);
    assert.equal(stdout, 'Tried, nothing kept: 1 rows, 1 people added, 0 changed, 0 unchanged\n');
    assert.equal(await everything(), before);
});

test('a file is imported, and again, and corrected', async () => {
    const path = join(folder, 'people.csv');
    const file = [
        row('one@demo.test', 'Demo One', { category: 'Medical student', member_since: 2024, institution: 'Demo College' }),
        row('two@demo.test', 'Demo Two'),
    ];
    await writeFile(path, writeCsv(file));
    const [acts, { stdout }] = await told(() => house.done('import', 'people', path));
    assert.equal(stdout, 'Tried, nothing kept: 2 rows, 2 people added, 0 changed, 0 unchanged\n' +
        'Imported: 2 rows, 2 people added, 0 changed, 0 unchanged\n');
    assert.deepEqual(acts, ['person.added', 'person.added']);
    assert.equal(await house.sql(`select name, category, member_since, institution from person
        where search = 'demo one demo college'`), 'Demo One|student|2024-01-01|Demo College');
    const before = await everything();
    assert.match((await bring(file)).stdout, /^Imported: 2 rows, 0 people added, 0 changed, 2 unchanged$/m);
    assert.equal(await everything(), before);
    file[1].institution = 'Demo Clinic';
    const [corrected, again] = await told(() => bring(file));
    assert.match(again.stdout, /^Imported: 2 rows, 0 people added, 1 changed, 1 unchanged$/m);
    assert.deepEqual(corrected, ['person.changed']);
});

test('everything wrong is named by line and column, and nothing is kept', async () => {
    const before = await everything();
    const { status, stdout, stderr } = await bring([
        row('good@demo.test', 'Demo Good'),
        row('nowhere', ''),
        row('GOOD@demo.test', 'Demo Again', { category: 'friend', member_since: 'long ago' }),
    ]);
    assert.equal(status, 1);
    assert.equal(stdout, '');
    const lines = stderr.trimEnd().split('\n');
    for (const said of [
        '-: line 3, email: This is not an e-mail address', '-: line 3, name: A name is missing.',
        '-: line 4, category: This is none of', '-: line 4, member_since: This is neither',
        '-: line 4, email: The same address stands on line 2.', 'Nothing of the file was kept.',
    ])
        assert.ok(lines.some((line) => line.startsWith(said)), `${said}\nin\n${stderr}`);
    assert.equal(lines.length, 6);
    assert.equal(await everything(), before);
});

test('who is imported is found in the directory by name and by institution', async () => {
    await bring([row('dir@demo.test', 'Demo Directory', { institution: 'Élan Institute' })]);
    assert.equal(await house.sql("select name from person where search = 'demo directory elan institute'"),
        'Demo Directory');
});

// ---- person add ----

test('somebody is added with a link that is printed once and kept only as a hash', async () => {
    const [acts, { stdout }] = await told(() => house.done('person', 'add', 'Ann@demo.test', '--name', 'Demo  Ann'));
    assert.deepEqual(acts, ['link.made', 'person.added']);
    assert.match(stdout, /^Added: Demo Ann$/m);
    const token = tokenIn(stdout);
    assert.equal(await lasts('ann@demo.test'), 14 * 24 * 60);
    assert.equal(await house.sql(`select count(*) from link k where k::text like '%${token}%'`), '0');
    assert.equal(await rolesOf('ann@demo.test'), '');
});

test('the link sets the password of whom it was made for, once', async () => {
    const { stdout } = await house.done('person', 'add', 'opens@demo.test', '--name', 'Demo Opens');
    const b2sum = spawnSync('b2sum', ['--length', '256'], { input: tokenIn(stdout), encoding: 'utf8' });
    const hash = b2sum.stdout.split(' ')[0];
    assert.equal(await house.sql(`select name, email, is_first from password_link('${hash}')`),
        'Demo Opens|opens@demo.test|t');
    await house.sql(`select password_link_use('${hash}', 'x')`);
    await assert.rejects(house.sql(`select password_link_use('${hash}', 'y')`), /has been used/);
});

test('adding the same person again adds only the role, and a link as long as there is no password', async () => {
    await house.done('person', 'add', 'bo@demo.test', '--name', 'Demo Bo');
    const [acts, { stdout }] = await told(() =>
        house.done('person', 'add', 'BO@demo.test', '--name', 'Somebody Else', '--role', 'staff', '--organization', 'sir'));
    assert.deepEqual(acts, ['link.made', 'office.given']);
    assert.match(stdout, /^Already there: Demo Bo$/m);
    assert.match(stdout, /^Given: staff of sir$/m);
    tokenIn(stdout);
    assert.equal(await rolesOf('bo@demo.test'), 'staff of sir');
    await house.sql(`update account set password_hash = 'x', password_set_at = now() where email_folded = 'bo@demo.test'`);
    const before = await everything();
    const again = await house.done('person', 'add', 'bo@demo.test', '--name', 'Demo Bo', '--role', 'staff',
        '--organization', 'sir');
    assert.match(again.stdout, /^Already held: staff of sir$/m);
    assert.match(again.stdout, /They have a password already/);
    assert.doesNotMatch(again.stdout, /:\/\//);
    assert.equal(await everything(), before);
});

test('an administrator is added in one step', async () => {
    const [acts] = await told(() =>
        house.done('person', 'add', 'root@demo.test', '--name', 'Demo Root', '--role', 'administrator'));
    assert.deepEqual(acts, ['link.made', 'office.given', 'person.added']);
    assert.equal(await rolesOf('root@demo.test'), 'administrator');
});

for (const [what, words, said] of [
    ['a wrong address', ['nowhere', '--name', 'Demo'], /email: This is not an e-mail address/],
    ['a name without a letter', ['x@demo.test', '--name', '—'], /name: This name has no letter\./],
    ['an organization that is not there', ['x@demo.test', '--name', 'Demo', '--role', 'staff', '--organization', 'none'],
        /organization: There is no organization called “none”\./],
])
    test(`adding refuses ${what}, and keeps nothing`, async () => {
        const before = await everything();
        const { status, stdout, stderr } = await house.laureate('person', 'add', ...words);
        assert.equal(status, 1);
        assert.equal(stdout, '');
        assert.match(stderr, said);
        assert.equal(await everything(), before);
    });

// ---- person role ----

test('a role is given and ended, each with its event, and doing it again changes nothing', async () => {
    await house.done('person', 'add', 'cy@demo.test', '--name', 'Demo Cy');
    for (const [words, role, event] of [
        [['administrator'], 'administrator', 'office'],
        [['staff', '--organization', 'sir-foundation'], 'staff of sir-foundation', 'office'],
        [['board', '--organization', 'sir'], 'board of sir', 'office'],
        [['chair', '--award', 'gold-medal'], 'chair of gold-medal', 'seat'],
        [['deputy', '--award', 'fellowship'], 'deputy of fellowship', 'seat'],
        [['member', '--award', 'dotter-lecture'], 'member of dotter-lecture', 'seat'],
    ]) {
        const [given] = await told(() => house.done('person', 'role', 'cy@demo.test', ...words));
        assert.deepEqual(given, [`${event}.given`]);
        assert.ok((await rolesOf('cy@demo.test')).split('\n').includes(role));
        const held = await everything();
        assert.match((await house.done('person', 'role', 'CY@demo.test', ...words)).stdout, /^Already held: /);
        assert.equal(await everything(), held);
        const [ended] = await told(() => house.done('person', 'role', 'cy@demo.test', ...words, '--end'));
        assert.deepEqual(ended, [`${event}.ended`]);
        assert.equal(await rolesOf('cy@demo.test'), '');
        const over = await everything();
        assert.match((await house.done('person', 'role', 'cy@demo.test', ...words, '--end')).stdout, /^Not held: /);
        assert.equal(await everything(), over);
    }
    assert.equal(await house.sql(`select count(*) from event where act like 'office.%'
        and organization is distinct from (select organization from office where id = subject)`), '0');
    assert.equal(await house.sql(`select count(*) from event where act like 'seat.%' and organization is null`), '0');
});

test('another role on the same committee takes the place of the one before', async () => {
    await house.done('person', 'add', 'di@demo.test', '--name', 'Demo Di');
    await house.done('person', 'role', 'di@demo.test', 'member', '--award', 'gold-medal');
    await house.done('person', 'role', 'di@demo.test', 'member', '--award', 'fellowship');
    const [acts] = await told(() => house.done('person', 'role', 'di@demo.test', 'chair', '--award', 'gold-medal'));
    assert.deepEqual(acts, ['seat.ended', 'seat.given']);
    assert.equal(await rolesOf('di@demo.test'), 'chair of gold-medal\nmember of fellowship');
});

test('a term that is ended at the instant at which it began is over', async (t) => {
    await house.done('clock', 'freeze');
    t.after(() => house.done('clock', 'reset'));
    await house.done('person', 'add', 'still@demo.test', '--name', 'Demo Still', '--role', 'administrator');
    await house.done('person', 'role', 'still@demo.test', 'administrator', '--end');
    assert.equal(await rolesOf('still@demo.test'), '');
});

test('a board member stands aside from the Gold Medal for the term', async () => {
    await house.done('person', 'add', 'aside@demo.test', '--name', 'Demo Aside', '--role', 'board', '--organization', 'sir');
    const said = () => house.sql(`select exclusion_of(w.id, a.person) from award w, account a
        where w.slug = 'gold-medal' and a.email = 'aside@demo.test'`);
    assert.match(await said(), /Board of Directors stand aside/);
    await house.done('person', 'role', 'aside@demo.test', 'board', '--organization', 'sir', '--end');
    assert.equal(await said(), '');
});

for (const [what, words, said] of [
    ['nobody', ['nobody@demo.test', 'administrator'], /email: Nobody has this address\./],
    ['an award that is not there', ['cy@demo.test', 'chair', '--award', 'none'], /award: There is no award called “none”\./],
])
    test(`a role of ${what} is refused, and nothing is changed`, async () => {
        await house.done('person', 'add', 'cy@demo.test', '--name', 'Demo Cy');
        const before = await everything();
        const { status, stderr } = await house.laureate('person', 'role', ...words);
        assert.equal(status, 1);
        assert.match(stderr, said);
        assert.equal(await everything(), before);
    });

// ---- person password ----

test('a link for a new password is good for two hours', async () => {
    await house.done('person', 'add', 'eve@demo.test', '--name', 'Demo Eve');
    await house.sql(`update account set password_hash = 'x', password_set_at = now() where email_folded = 'eve@demo.test'`);
    const [acts, { stdout }] = await told(() => house.done('person', 'password', 'Eve@demo.test'));
    assert.deepEqual(acts, ['link.made']);
    tokenIn(stdout);
    assert.equal(await lasts('eve@demo.test'), 120);
    assert.equal(await linksOf('eve@demo.test'), '2');
});

test('no link is made for nobody, nor for an account that has ended', async () => {
    await house.done('person', 'add', 'gone@demo.test', '--name', 'Demo Gone');
    await house.sql(`update account set ended_at = now() where email_folded = 'gone@demo.test'`);
    const before = await everything();
    for (const [words, said] of [
        [['password', 'nobody@demo.test'], /email: Nobody has this address\./],
        [['password', 'gone@demo.test'], /email: The account with this address has ended\./],
        [['add', 'gone@demo.test', '--name', 'Demo Gone'], /email: The account with this address has ended\./],
    ]) {
        const { status, stderr } = await house.laureate('person', ...words);
        assert.equal(status, 1);
        assert.match(stderr, said);
    }
    assert.equal(await everything(), before);
});

// ---- the demo's people ----

const hashes = (one) =>
    one.sql(`select count(*), count(distinct password_hash), min(password_hash) from account where password_hash is not null`);

test('without a password in the settings nobody can sign in, and nobody is shown', async () => {
    assert.equal(await house.sql(`select count(*) from account where email like '%@demo.test' and password_hash is not null
        and password_hash <> 'x'`), '0');
    assert.equal((await house.done('demo', '--people')).stdout, '');
});

test('the demo’s people have their roles, a directory to be found in, and the password of the settings', async (t) => {
    const demo = await openHouse({ serve: false, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    t.after(() => demo.stop());
    const { stdout } = await demo.done('demo', '--people');
    const shown = stdout.trimEnd().split('\n').map((line) => line.split(/ {2,}/));
    assert.equal(shown.length, 11);
    for (const [email, words] of shown) {
        assert.match(email, /^[a-z0-9]+@demo\.test$/);
        assert.ok(words.length > 5);
        assert.equal(await demo.sql(`select count(*) from account where email = '${email}' and password_hash is not null`), '1');
    }
    assert.equal(await demo.sql(`select string_agg(distinct o.role || ' ' || coalesce(g.slug, ''), ', ')
        from office o left join organization g on g.id = o.organization`),
        'administrator , board sir, staff sir, staff sir-foundation');
    assert.equal(await demo.sql(`select count(*) filter (where role = 'chair'), count(*) filter (where role = 'member')
        from seat s join award a on a.id = s.award where a.slug = 'gold-medal'`), '1|5');
    assert.ok(Number(await demo.sql("select count(*) from person where category is not null and institution <> ''")) > 40);
    assert.equal(await demo.sql("select count(*) from account where email not like '%@demo.test'"), '0');
    assert.ok(Number(await demo.sql('select max(length(name)) from person')) > 80);
    const [count, distinct] = (await hashes(demo)).split('|');
    assert.deepEqual([count, distinct], ['11', '1']);

    const events = await demo.sql('select count(*) from event');
    assert.equal((await demo.done('demo', '--no-nominations')).stdout, '');
    assert.equal(await demo.sql('select count(*) from event'), events, 'loading again changes nothing');

    const before = await hashes(demo);
    await demo.done('demo', '--no-nominations', { settings: { LAUREATE_DEMO_PASSWORD: `${PASSWORD} more` } });
    const followed = await hashes(demo);
    assert.notEqual(followed, before, 'the passwords follow the setting');
    assert.match(followed, /^11\|1\|/);
    await demo.done('demo', '--no-nominations', { settings: { LAUREATE_DEMO_PASSWORD: '' } });
    assert.equal(await hashes(demo), followed, 'and stay without one');
});

test('an older demo gets forms and people', async (t) => {
    const old = await openHouse({ serve: false });
    t.after(() => old.stop());
    const demo = `select (select count(*) from cycle), (select count(*) from cycle where form is not null),
        (select count(*) from cycle where letters_needed = 2 and letters_until >= closes_at),
        (select count(*) from exclusion), (select count(*) from account), (select count(*) from office)`;
    const whole = await old.sql(demo);
    await old.sql(`update cycle set form = null, letters_needed = 0, letters_until = null;
        delete from question; delete from form; delete from exclusion;
        truncate person, honor, likeness cascade;
        alter table event disable trigger event_stands;
        create temporary table gone as select id from event where act = 'demo.people_loaded';
        delete from ledger_waiting where event in (select id from gone); delete from event where id in (select id from gone);
        alter table event enable trigger event_stands`);
    const { stdout } = await old.done('demo', '--no-nominations');
    assert.equal(stdout, 'Loaded 55 invented people\n');
    assert.equal(await old.sql(demo), whole);
    assert.equal(whole.split('|').slice(0, 4).join(), '8,4,1,2');
});

test('letters are taken until their time of the day, in the zone of the organization', async () => {
    assert.equal(await house.sql(`select string_agg(a.slug || ' ' ||
        (c.letters_until at time zone o.zone - c.closes_at at time zone o.zone)::text || ' ' || c.letters_needed, ', '
        order by a.slug) from cycle c join award a on a.id = c.award join organization o on o.id = a.organization
        where c.form is not null`),
        'becker-young-investigator 14 days 1, cope-student-research 14 days 1, gold-medal 14 days 2, leaders-in-innovation 14 days 0');
});

// ---- how they are called ----

const COMMANDS = [
    'import people', 'person add', 'person role', 'person password', 'key create', 'export ledger', 'verify',
];

test('the program names these commands, and each explains itself', async () => {
    const { stdout } = await house.laureate('--help');
    for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command}  `, 'm'));
    for (const command of COMMANDS) {
        const help = await house.laureate(...command.split(' '), '--help');
        assert.deepEqual([help.status, help.stderr], [0, '']);
        assert.ok(help.stdout.startsWith(`Usage: laureate ${command}`), help.stdout);
    }
});

for (const words of [
    'import people', 'import people a b', 'import people --x a', 'person add', 'person add x@demo.test',
    'person add x@demo.test --name', 'person add x@demo.test Demo --name Demo',
    'person add x@demo.test --name Demo --role king', 'person add x@demo.test --name Demo --role staff',
    'person add x@demo.test --name Demo --organization sir',
    'person add x@demo.test --name Demo --role administrator --organization sir',
    'person add x@demo.test --name Demo --role chair --organization sir', 'person add x@demo.test --name Demo --end',
    'person role', 'person role x@demo.test', 'person role x@demo.test king', 'person role x@demo.test staff',
    'person role x@demo.test chair', 'person role x@demo.test administrator --award gold-medal',
    'person role x@demo.test administrator now', 'person password', 'person password x@demo.test now',
    'person password x@demo.test --name Demo',
])
    test(`laureate ${words} is called wrongly, and says how it is called`, async () => {
        const before = await everything();
        const { status, stdout, stderr } = await house.laureate(...words.split(' '));
        assert.equal(status, 2, stderr);
        assert.equal(stdout, '');
        assert.notEqual(stderr, '');
        assert.equal(await everything(), before);
    });
