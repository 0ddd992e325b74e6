// The command line: settings, commands, and what they do to a database.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openHouse } from './house.mjs';

let house, folder;

before(async () => {
    house = await openHouse();
    folder = await mkdtemp(join(tmpdir(), 'laureate-commands-'));
});
after(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
});

test('a setting that is unknown or wrong is an error that names it', async () => {
    const settings = {
        LAUREATE_PROT: '80', LAUREATE_PORT: '0', LAUREATE_WORKERS: 'many', LAUREATE_METRICS: 'friends',
        LAUREATE_URL: 'awards.example.org/',
    };
    for (const words of [['serve'], ['migrate'], ['demo'], ['config', 'check']]) {
        const { status, stderr } = await house.laureate(...words, { settings });
        assert.equal(status, 1, words.join(' '));
        for (const [name, sentence] of [
            ['LAUREATE_PROT', 'There is no such setting'],
            ['LAUREATE_PORT', 'This is a whole number from 1 to 65535.'],
            ['LAUREATE_WORKERS', 'This is a whole number from 1 to 256.'],
            ['LAUREATE_METRICS', 'This is loopback, everyone or nobody.'],
            ['LAUREATE_URL', 'This begins with https:// or http://.'],
            ['LAUREATE_URL', 'This ends without a slash.'],
        ])
            assert.ok(stderr.includes(`${name}: ${sentence}`), stderr);
    }
});

test('settings may stand in a file; the environment wins, and what is wrong is named by line', async () => {
    const path = join(folder, 'settings');
    await writeFile(path, '# Ours\n\n  LAUREATE_WORKERS = 3\nLAUREATE_QUEUE=7\n');
    const settings = { LAUREATE_SETTINGS: path, LAUREATE_QUEUE: '8' };
    const { status, stdout } = await house.laureate('config', 'check', { settings });
    assert.equal(status, 0);
    assert.match(stdout, /^LAUREATE_WORKERS = 3$/m);
    assert.match(stdout, /^LAUREATE_QUEUE = 8$/m);
    await writeFile(path, '# Ours\nLAUREATE_WORKER = 3\nLAUREATE_QUEUE\n');
    const wrong = await house.laureate('config', 'check', { settings });
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /line 2, LAUREATE_WORKER: There is no such setting/);
    assert.match(wrong.stderr, /line 3, A line reads NAME = value\./);
    const none = await house.laureate('config', 'check', { settings: { LAUREATE_SETTINGS: join(folder, 'none') } });
    assert.match(none.stderr, /LAUREATE_SETTINGS: This file cannot be read\./);
});

test('config check explains every setting and shows no secret', async () => {
    const settings = {
        LAUREATE_DATABASE_URL: 'postgresql://me:tellnobody@db.example.org/laureate',
        LAUREATE_DEMO_PASSWORD: 'tellnobody',
    };
    const { status, stdout, stderr } = await house.laureate('config', 'check', { settings });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stdout + stderr, /tellnobody/);
    const lines = stdout.trimEnd().split('\n');
    assert.ok(lines.length > 30 && lines.length % 2 === 0);
    for (let i = 0; i < lines.length; i += 2) {
        assert.match(lines[i], /^LAUREATE_[A-Z_]+ = /);
        assert.match(lines[i + 1], /^ {4}\S.{15,}/);
    }
    settings.LAUREATE_DATABASE_URL = 'postgresql://me:tellnobody@[::/x';
    const broken = await house.laureate('config', 'check', { settings });
    assert.equal(broken.status, 1);
    assert.match(broken.stderr, /LAUREATE_DATABASE_URL: This is not an address of a database\./);
    assert.doesNotMatch(broken.stdout + broken.stderr, /tellnobody/);
});

test('migrating again, or twice at the same time, does no harm', async (t) => {
    const { stdout } = await house.done('migrate');
    assert.equal(stdout, '');
    const shut = await openHouse({ demo: false, serve: false });
    t.after(() => shut.stop());
    await shut.admin(`drop database ${shut.database}`);
    await shut.setUp();
    const both = await Promise.all([1, 2].map(() => shut.laureate('migrate', '--as', 'test')));
    for (const { status, stderr } of both) assert.equal(status, 0, stderr);
    const applied = both.map(({ stdout }) => stdout).join('').trimEnd().split('\n').sort();
    assert.ok(applied.length >= 3);
    assert.equal(new Set(applied).size, applied.length, 'each is applied once');
    assert.equal(await shut.sql('select kind from installation'), 'test');
});

test('setting a database up again does no harm', async () => {
    await house.setUp();
    assert.equal((await house.get('/ready')).status, 200);
});

test('the demo is loaded once', async () => {
    const events = await house.sql('select count(*) from event');
    const { stdout } = await house.done('demo', '--no-nominations');
    assert.equal(stdout, '');
    assert.equal(await house.sql('select count(*) from event'), events);
});

test('a real installation has no demo, and its clock cannot be moved', async (t) => {
    const real = await openHouse({ kind: 'real' });
    t.after(() => real.stop());
    assert.match((await real.laureate('demo')).stderr, /This database was not made as a demo/);
    for (const words of [['set', '2030-01-01T00:00:00Z'], ['freeze'], ['reset']]) {
        const { status, stderr } = await real.laureate('clock', ...words);
        assert.equal(status, 1, words.join(' '));
        assert.match(stderr, /The clock of a real installation cannot be moved\./);
    }
    const { status, stderr } = await real.laureate('serve', { settings: { LAUREATE_CLOCK: '2030-01-01T00:00:00Z' } });
    assert.equal(status, 1);
    assert.match(stderr, /The clock of a real installation cannot be moved\./);
    assert.equal(await real.sql("select shift_microseconds = 0 and frozen_at is null from clock"), 't');
    assert.equal((await real.get('/')).status, 200);
});

test('the clock of a demo is moved, stopped and set right', async (t) => {
    const demo = await openHouse({ demo: false, settings: { LAUREATE_CLOCK: '2030-01-01T00:00:00Z' } });
    t.after(() => demo.stop());
    const now = () => demo.sql("select date_trunc('minute', clock_now() at time zone 'UTC')");
    assert.equal(await now(), '2030-01-01 00:00:00', 'as the setting says');
    assert.equal(await demo.sql('select frozen_at is null from clock'), 't', 'and it goes on from there');
    await demo.done('clock', 'reset');
    assert.equal(await demo.sql('select clock_now() = now()'), 't');
    const { stdout } = await demo.done('clock', 'set', '2026-12-05T22:00:00Z');
    assert.match(stdout, /^The clock shows 2026-12-05T22:00:0\dZ$/m);
    await demo.done('clock', 'freeze');
    assert.equal(await demo.sql('select clock_now() = frozen_at from clock'), 't');
    const { status, stderr } = await demo.laureate('clock', 'set', 'tomorrow');
    assert.equal(status, 1);
    assert.match(stderr, /“tomorrow” is not an instant; one reads like 2026-12-05T22:00:00Z\./);
});

const COMMANDS = [
    'serve', 'migrate', 'demo', 'import honorees', 'person same', 'person different', 'backup', 'restore',
    'database setup', 'clock', 'config check', 'version',
];

test('the program names its commands, and each explains itself', async () => {
    for (const words of [['--help'], ['help']]) {
        const { status, stdout } = await house.laureate(...words);
        assert.equal(status, 0);
        for (const command of COMMANDS) assert.match(stdout, new RegExp(`^  ${command}  `, 'm'));
    }
    for (const command of COMMANDS) {
        const { status, stdout, stderr } = await house.laureate(...command.split(' '), '--help');
        assert.deepEqual([status, stderr], [0, '']);
        assert.ok(stdout.startsWith(`Usage: laureate ${command}`), stdout);
    }
});

test('a word that is no command is said to be none, before those that there are', async () => {
    for (const words of [['dance'], ['export', 'honorees'], ['person']]) {
        const { stderr } = await house.laureate(...words);
        assert.match(stderr, /^laureate: There is no such command\.\nUsage: laureate COMMAND/);
    }
});

for (const words of [
    '', 'dance', 'import', 'import nothing', 'person', 'serve now', 'serve --port', 'serve --port x', 'serve --port 0',
    'serve --port 65536', 'serve --fast', 'migrate --as toy', 'migrate --x', 'migrate now', 'demo now',
    'import honorees', 'import honorees a b', 'import honorees --x a', 'person same one', 'person different a b c',
    'clock', 'clock set', 'clock stop', 'backup', 'backup one two', 'backup --x', 'restore', 'restore one two',
])
    test(`laureate ${words} is called wrongly, and says how it is called`, async () => {
        const { status, stdout, stderr } = await house.laureate(...words.split(' ').filter(Boolean));
        assert.equal(status, 2, stderr);
        assert.equal(stdout, '');
        assert.notEqual(stderr, '');
    });
