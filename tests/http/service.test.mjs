// The service itself: whether it is well, what it needs to begin, and how it ends.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { freePort, openHouse, until } from './house.mjs';
import { checkPage, checkSafety, texts } from './page.mjs';

let house;

before(async () => {
    house = await openHouse();
});
after(() => house.stop());

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
    const keepsAgain = async () => (await lonely.get('/awards')) && (await lonely.metric('kept_answers_total')) > kept;
    await until(keepsAgain, 'it keeps pages again');
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
        const paths = ['/awards', '/honorees?q=haskal', '/'];
        const answers = paths.map((path) => clone.get(path).then(({ status }) => status, String));
        await until(async () => (await clone.metric('workers_busy')) === 3);
        const idle = net.connect(clone.port, '127.0.0.1'); // a connection that asks nothing does not hold it up
        await once(idle, 'connect');
        idle.on('error', () => {}); // it may be cut off
        const over = ends(clone);
        clone.process.kill(signal);
        await until(() => clone.log.includes('stopping'));
        await lock.close();
        assert.deepEqual(await Promise.all(answers), [200, 200, 200]);
        const [status] = await over;
        assert.equal(status, 0);
        idle.destroy();
        await clone.close();
    });

test('many requests that end together are all answered before the end', async () => {
    const clone = await house.clone({ LAUREATE_WORKERS: '24' });
    const lock = await holdUp(clone);
    const answers = Array.from({ length: 48 }, () => clone.get('/honorees').then(({ status }) => status, String));
    for (const name of ['workers_busy', 'queue_waiting'])
        await until(async () => (await clone.metric(name)) === 24, `24 ${name}`);
    clone.process.kill('SIGTERM');
    await until(() => clone.log.includes('stopping'));
    await lock.close();
    assert.deepEqual(await Promise.all(answers), Array(48).fill(200));
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
    for (const name of ['queue_waiting', 'workers_busy'])
        await until(async () => (await clone.metric(name)) === 0, `${name} is 0`);
    assert.equal((await clone.get('/awards')).status, 200);
    await clone.close();
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
    const restored = 'truncate migration; insert into migration select * from kept';
    await shut.sql('create table kept as select * from migration');
    await shut.sql("insert into migration values (9000, '9000_later.sql', 'x')");
    await refuses(shut, /schema is newer than this program: it has 9000_later\.sql\. Use the newer program\./);
    await shut.sql(`${restored}; delete from migration where number = (select max(number) from migration)`);
    await refuses(shut, /schema is older than this program: run `laureate migrate` first\./);
    await shut.sql(`${restored}; update migration set checksum = 'x' where number = 2`);
    await refuses(shut, /schema was made by another program: its migration 0002_awards\.sql is not the one/);
    assert.equal((await shut.laureate('migrate')).status, 1);
    await shut.sql(restored);
    await shut.serve();
    await shut.close();
    await shut.sql('alter table migration rename to hidden');
    await refuses(shut, /The database is empty: run `laureate migrate` first\./);
    await shut.sql('alter table hidden rename to migration');
});

test('a port that somebody else has is named', async (t) => {
    const taken = net.createServer().listen(0, '127.0.0.1');
    t.after(() => taken.close());
    await once(taken, 'listening');
    for (const port of [taken.address().port, house.port]) {
        const { status, stderr } = await house.laureate('serve', '--port', String(port));
        assert.equal(status, 1);
        assert.ok(stderr.includes(`LAUREATE_PORT: Port ${port} cannot be had; is something else using it?`), stderr);
    }
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
