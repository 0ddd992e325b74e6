// The service itself: whether it is well, what it needs to begin, and how it ends.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { freePort, openHouse, until } from './house.mjs';
import { checkPage, checkSafety, texts } from './page.mjs';

let house, folder;

before(async () => {
    house = await openHouse();
    folder = await mkdtemp(join(tmpdir(), 'laureate-service-'));
});
after(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
});

test('the house says that it lives, that it is ready, and what it counts', async () => {
    assert.deepEqual((await house.get('/health')).json(), { status: 'alive' });
    assert.deepEqual((await house.get('/ready')).json(), { status: 'ready' });
    const { headers, text } = await house.get('/metrics');
    assert.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
    for (const line of text.trimEnd().split('\n'))
        assert.match(line, /^(# (HELP|TYPE) laureate_\w+ .+|laureate_\w+(\{\w+="[^"]*"\})? [\d.e+-]+)$/);
    const names = (kind) => [...text.matchAll(new RegExp(`^# ${kind} (\\w+)`, 'gm'))].map(([, name]) => name);
    assert.deepEqual(names('HELP'), names('TYPE'));
    for (const path of ['/health', '/ready', '/metrics'])
        assert.equal((await house.get(path)).headers['cache-control'], 'no-store');
});

test('requests are counted by their class', async () => {
    const count = (kind) => house.metric(`requests_total{status="${kind}"}`.replace(/[{}]/g, '\\$&'));
    const [good, bad] = [await count('2xx'), await count('4xx')];
    await house.get('/awards');
    await house.get('/nowhere');
    assert.ok((await count('2xx')) > good);
    assert.equal(await count('4xx'), bad + 1);
});

test('who may read the metrics is a setting', async () => {
    const open = await house.clone({ LAUREATE_METRICS: 'everyone' });
    assert.equal((await open.get('/metrics')).status, 200);
    await open.close();
    const shut = await house.clone({ LAUREATE_METRICS: 'nobody' });
    const { status, headers } = await shut.get('/metrics');
    assert.deepEqual([status, headers['content-type']], [404, 'application/problem+json']);
    await shut.close();
});

test('without its database the house says so, and comes back by itself', async (t) => {
    const lonely = await openHouse();
    t.after(() => lonely.stop());
    await until(async () => (await lonely.get('/awards')) && (await lonely.metric('pages_kept')) > 0);
    await lonely.admin(`alter database ${lonely.database} allow_connections false;
        select pg_terminate_backend(pid) from pg_stat_activity where datname = '${lonely.database}'`);

    for (const path of ['/', '/honorees?q=haskal', '/awards/gold-medal']) {
        const answer = await lonely.get(path);
        assert.equal(answer.status, 503, path);
        assert.ok(Number(answer.headers['retry-after']) > 0, path);
        assert.equal(answer.headers['cache-control'], 'no-store');
        checkPage(answer.text, path);
        checkSafety(answer, path);
        assert.deepEqual(texts(answer.text, 'h1'), ['We cannot answer at the moment']);
    }
    for (const path of ['/ready', '/honorees.json', '/honorees.csv', '/honorees.atom', '/deadlines.ics']) {
        const answer = await lonely.get(path);
        assert.equal(answer.status, 503, path);
        assert.ok(Number(answer.headers['retry-after']) > 0, path);
        assert.equal(answer.headers['content-type'], 'application/problem+json', path);
        assert.equal(answer.json().status, 503, path);
    }
    assert.equal((await lonely.get('/health')).status, 200);
    assert.equal((await lonely.get('/nowhere')).status, 404);
    await until(async () => (await lonely.metric('pages_kept')) === 0, 'nothing is kept');
    assert.equal((await lonely.get('/awards')).status, 503);
    assert.ok((await lonely.metric('database_lost_total')) > 0);
    const { status, stderr } = await lonely.laureate('serve');
    assert.equal(status, 1);
    assert.match(stderr, /The database cannot be reached at the moment/);

    await lonely.admin(`alter database ${lonely.database} allow_connections true`);
    await until(async () => (await lonely.get('/ready')).status === 200, 'ready again');
    assert.equal((await lonely.get('/')).status, 200);
    const kept = await lonely.metric('kept_answers_total');
    await until(async () => (await lonely.get('/awards')) && (await lonely.metric('kept_answers_total')) > kept, 'keeps again');
});

test('a session that the database ends costs nobody an answer', async () => {
    for (let i = 0; i < 8; i++) await house.get('/honorees?q=haskal');
    await house.sql(`select pg_terminate_backend(pid) from pg_stat_activity
                      where datname = current_database() and usename = 'laureate_visitor'`);
    const answers = await Promise.all(Array.from({ length: 20 }, () => house.get('/honorees?q=haskal')));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
});

// Holds up whoever reads the awards, until close().
const holdUp = async (held) => {
    const session = held.session();
    await session.run('begin; lock table award in access exclusive mode');
    return session;
};
const ends = (clone) => once(clone.process, 'exit');

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'])
    test(`${signal} lets requests that have come in be answered first`, async () => {
        const clone = await house.clone();
        const lock = await holdUp(clone);
        const answers = ['/awards', '/honorees?q=haskal', '/'].map((path) => clone.get(path));
        await until(async () => (await clone.metric('workers_busy')) === 3);
        const idle = net.connect(clone.port, '127.0.0.1'); // a connection that asks nothing does not hold it up
        await once(idle, 'connect');
        const over = ends(clone);
        clone.process.kill(signal);
        await until(() => clone.log.includes('stopping'));
        await lock.close();
        for (const answer of answers) assert.equal((await answer).status, 200);
        const [status] = await over;
        assert.equal(status, 0);
        idle.destroy();
        await clone.close();
    });

test('requests that wait in the queue are answered before the end, too', async () => {
    const clone = await house.clone({ LAUREATE_WORKERS: '1' });
    const lock = await holdUp(clone);
    const answers = Array.from({ length: 5 }, () => clone.get('/awards'));
    await until(async () => (await clone.metric('queue_waiting')) === 4);
    clone.process.kill('SIGTERM');
    await until(() => clone.log.includes('stopping'));
    await lock.close();
    for (const answer of answers) assert.equal((await answer).status, 200);
    await clone.close();
});

test('more than the queue holds are asked to come back', async () => {
    const clone = await house.clone({ LAUREATE_WORKERS: '1', LAUREATE_QUEUE: '1' });
    const lock = await holdUp(clone);
    const first = clone.get('/awards');
    await until(async () => (await clone.metric('workers_busy')) === 1);
    const second = clone.get('/awards');
    await until(async () => (await clone.metric('queue_waiting')) === 1);
    const third = await clone.get('/awards');
    assert.equal(third.status, 503);
    assert.ok(Number(third.headers['retry-after']) > 0);
    checkPage(third.text, '/awards');
    assert.equal((await clone.get('/honorees.json')).headers['content-type'], 'application/problem+json');
    assert.equal(await clone.metric('queue_refused_total'), 2);
    assert.equal((await clone.get('/health')).status, 200, 'what needs no database is answered');
    await lock.close();
    assert.equal((await first).status, 200);
    assert.equal((await second).status, 200);
    assert.equal((await clone.get('/awards')).status, 200);
    await clone.close();
});

test('what waits too long for a lock is asked to come back', async () => {
    const lock = await holdUp(house);
    const begun = Date.now();
    const { status } = await house.get('/honorees?q=haskal');
    assert.equal(status, 503);
    assert.ok(Date.now() - begun > 3000, 'it did wait');
    await lock.close();
    assert.equal((await house.get('/honorees?q=haskal')).status, 200);
});

test('nobody works for clients that have left', async () => {
    const clone = await house.clone({ LAUREATE_WORKERS: '1', LAUREATE_METRICS: 'everyone' });
    const lock = await holdUp(clone);
    const first = clone.get('/awards');
    await until(async () => (await clone.metric('workers_busy')) === 1);
    const gone = Array.from({ length: 20 }, () => net.connect(clone.port, '127.0.0.1'));
    for (const socket of gone) {
        socket.on('error', () => {});
        socket.write('GET /honorees?q=haskal HTTP/1.1\r\nHost: localhost\r\n\r\n');
    }
    await until(async () => (await clone.metric('queue_waiting')) === 20);
    for (const socket of gone) socket.resetAndDestroy();
    await lock.close();
    assert.equal((await first).status, 200);
    await until(async () => (await clone.metric('queue_waiting')) === 0 && (await clone.metric('workers_busy')) === 0);
    assert.equal((await clone.get('/awards')).status, 200);
    await clone.close();
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
    assert.match(wrong.stderr, /line 3, LAUREATE_QUEUE: A line reads NAME = value\./);
    const none = await house.laureate('config', 'check', { settings: { LAUREATE_SETTINGS: join(folder, 'none') } });
    assert.match(none.stderr, /LAUREATE_SETTINGS: This file cannot be read\./);
});

test('config check explains every setting and shows no secret', async () => {
    const settings = { LAUREATE_DATABASE_URL: 'postgresql://me:tellnobody@db.example.org/laureate', LAUREATE_DEMO_PASSWORD: 'tellnobody' };
    const { status, stdout, stderr } = await house.laureate('config', 'check', { settings });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stdout + stderr, /tellnobody/);
    const lines = stdout.trimEnd().split('\n');
    assert.ok(lines.length > 30 && lines.length % 2 === 0);
    for (let i = 0; i < lines.length; i += 2) {
        assert.match(lines[i], /^LAUREATE_[A-Z_]+ = /);
        assert.match(lines[i + 1], /^ {4}\S.{15,}/);
    }
    const broken = await house.laureate('config', 'check', { settings: { LAUREATE_DATABASE_URL: 'postgresql://me:tellnobody@[::/x' } });
    assert.equal(broken.status, 1);
    assert.match(broken.stderr, /LAUREATE_DATABASE_URL: This is not an address of a database\./);
    assert.doesNotMatch(broken.stdout + broken.stderr, /tellnobody/);
});

const refuses = async (shut, sentence) => {
    const { status, stdout, stderr } = await shut.laureate('serve', '--port', String(await freePort()));
    assert.equal(status, 1, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, sentence);
};

test('a schema that is empty, older, newer or another is not served', async (t) => {
    const shut = await openHouse({ demo: false, serve: false });
    t.after(() => shut.stop());
    const newest = '(select max(number) from migration)';
    await shut.sql("create table kept as select * from migration; insert into migration values (9000, '9000_later.sql', 'x')");
    await refuses(shut, /schema is newer than this program: it has 9000_later\.sql\. Use the newer program\./);
    await shut.sql(`delete from migration where number = ${newest}; delete from migration where number = ${newest}`);
    await refuses(shut, /schema is older than this program: run `laureate migrate` first\./);
    await shut.sql("truncate migration; insert into migration select * from kept; update migration set checksum = 'x' where number = 2");
    await refuses(shut, /schema was made by another program: its migration 0002_awards\.sql is not the one/);
    assert.equal((await shut.laureate('migrate')).status, 1);
    await shut.sql('truncate migration; insert into migration select * from kept');
    await shut.serve();
    await shut.close();
    await shut.sql('alter table migration rename to hidden');
    await refuses(shut, /The database is empty: run `laureate migrate` first\./);
    await shut.sql('alter table hidden rename to migration');
});

test('migrating again, or twice at the same time, does no harm', async (t) => {
    const { stdout } = await house.done('migrate');
    assert.equal(stdout, '');
    const shut = await openHouse({ demo: false, serve: false });
    t.after(() => shut.stop());
    await shut.admin(`drop database ${shut.database}`);
    await shut.setUp();
    const both = await Promise.all([shut.laureate('migrate', '--as', 'test'), shut.laureate('migrate', '--as', 'test')]);
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
    const { stdout } = await house.done('demo');
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
    assert.equal(await real.sql("select shift = interval '0' and frozen_at is null from clock"), 't');
    assert.equal((await real.get('/')).status, 200);
});

test('the clock of a demo is moved, stopped and set right', async (t) => {
    const demo = await openHouse({ demo: false, settings: { LAUREATE_CLOCK: '2030-01-01T00:00:00Z' } });
    t.after(() => demo.stop());
    const now = () => demo.sql("select date_trunc('minute', clock_now() at time zone 'UTC')");
    assert.equal(await now(), '2030-01-01 00:00:00', 'as the setting says');
    assert.equal(await demo.sql('select frozen_at is not null from clock'), 't', 'and it stands still');
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
    'serve', 'migrate', 'demo', 'import honorees', 'person same', 'person different', 'database setup', 'clock',
    'config check', 'version',
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

for (const words of [
    [], ['dance'], ['import'], ['import', 'nothing'], ['person'], ['serve', 'now'], ['serve', '--port'], ['serve', '--port', 'x'],
    ['serve', '--port', '0'], ['serve', '--port', '65536'], ['serve', '--fast'], ['migrate', '--as', 'toy'], ['migrate', '--x'],
    ['migrate', 'now'], ['demo', 'now'], ['import', 'honorees'], ['import', 'honorees', 'a', 'b'], ['import', 'honorees', '--x', 'a'],
    ['person', 'same', 'one'], ['person', 'different', 'a', 'b', 'c'], ['clock'], ['clock', 'set'], ['clock', 'stop'],
])
    test(`laureate ${words.join(' ')} is called wrongly, and says how it is called`, async () => {
        const { status, stdout, stderr } = await house.laureate(...words);
        assert.equal(status, 2, stderr);
        assert.equal(stdout, '');
        assert.notEqual(stderr, '');
    });

test('a port that somebody else has is named', async () => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    for (const port of [taken.address().port, house.port]) {
        const { status, stderr } = await house.laureate('serve', '--port', String(port));
        assert.equal(status, 1);
        assert.ok(stderr.includes(`LAUREATE_PORT: Port ${port} cannot be had; is something else using it?`), stderr);
    }
    taken.close();
});

test('an address that is none is named', async () => {
    const { status, stderr } = await house.laureate('serve', { settings: { LAUREATE_ADDRESS: 'here' } });
    assert.equal(status, 1);
    assert.match(stderr, /LAUREATE_ADDRESS: This is not an IPv4 address\./);
});

test('behind https browsers are told to stay there', async () => {
    const clone = await house.clone({ LAUREATE_URL: 'https://awards.example.org' });
    const answer = await clone.get('/honorees.json?q=mauro');
    assert.match(answer.headers['strict-transport-security'], /^max-age=\d{8,}/);
    assert.ok(answer.json().honorees[0].url.startsWith('https://awards.example.org/honorees/people/'));
    assert.equal((await house.get('/')).headers['strict-transport-security'], undefined);
    await clone.close();
});
