// Pages that are kept: the same bytes as long as nothing has changed, and not a moment longer.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import zlib from 'node:zlib';
import { openHouse, until } from './house.mjs';
import { crawl, texts, words } from './page.mjs';

let house;

before(async () => {
    house = await openHouse();
    await isKept('/awards');
});
after(() => house.stop());

const kept = (on = house) => on.metric('kept_answers_total');

// What the program does to the database, done past it.
const change = (sql, on = house) => on.sql(sql, { role: 'laureate_owner' });

// Waits until the page is answered from what is kept.
const isKept = (path, on = house) =>
    until(async () => {
        const before = await kept(on);
        await on.get(path);
        return (await kept(on)) > before;
    }, `${path} is kept`);

// Does it, and says after how many milliseconds the page had changed.
const changes = async (path, holds, act, on = house) => {
    await isKept(path, on);
    assert.ok(!holds((await on.get(path)).text), `${path} is not yet so`);
    await act();
    const begun = Date.now();
    await until(async () => holds((await on.get(path)).text), `${path} has changed`);
    return Date.now() - begun;
};

// An honor of somebody new, published at that instant: {id, person}.
const addHonor = async (name, publishedAt, { on = house, year = 2031, citation = '' } = {}) => {
    const [id, person, folded] = [randomUUID(), randomUUID(), name.toLowerCase()];
    await change(`
        insert into person (id, name, folded, sort_name) values ('${person}', '${name}', '${folded}', '${folded}');
        insert into honor (id, award, year, person, name, citation, search, source, published_at)
        select '${id}', id, ${year}, '${person}', '${name}', '${citation}',
               '${folded} ' || lower(name) || ' ${citation} ${year}', 'decided', ${publishedAt}
          from award where slug = 'gold-medal'`, on);
    return { id, person };
};

test('a page is made once, then it is kept', async () => {
    await isKept('/awards/gold-medal');
    const before = await kept();
    for (let i = 0; i < 5; i++) assert.equal((await house.get('/awards/gold-medal')).status, 200);
    assert.equal(await kept(), before + 5);
});

test('answers to a query are made anew', async () => {
    const before = await kept();
    for (let i = 0; i < 3; i++) await house.get('/honorees?q=haskal');
    assert.equal(await kept(), before);
});

for (const path of ['/', '/awards', '/honorees', '/honorees.json', '/honorees.csv', '/honorees.atom', '/deadlines.ics'])
    test(`${path} is the same in every encoding`, async () => {
        const plain = await house.get(path);
        assert.equal(plain.headers['content-encoding'], undefined);
        assert.equal(plain.headers.vary, 'Accept-Encoding');
        assert.equal(plain.headers['cache-control'], 'public, no-cache');
        const tags = new Set([plain.headers.etag]);
        for (const [name, decode] of [['gzip', zlib.gunzipSync], ['br', zlib.brotliDecompressSync]]) {
            const packed = await house.get(path, { headers: { 'accept-encoding': name } });
            assert.equal(packed.headers['content-encoding'], name);
            assert.equal(packed.headers.vary, 'Accept-Encoding');
            assert.equal(packed.headers['content-type'], plain.headers['content-type']);
            assert.ok(packed.bytes.length < plain.bytes.length);
            assert.deepEqual(decode(packed.bytes), plain.bytes);
            tags.add(packed.headers.etag);
        }
        assert.equal(tags.size, 3, 'each encoding has a tag of its own');
    });

test('an answer to a query is the same packed and unpacked', async () => {
    const plain = await house.get('/honorees?q=a');
    const packed = await house.get('/honorees?q=a', { headers: { 'accept-encoding': 'gzip' } });
    assert.equal(packed.headers['content-encoding'], 'gzip');
    assert.equal(packed.text, plain.text);
});

for (const path of ['/', '/honorees.json', '/honorees?q=haskal'])
    for (const encoding of ['identity', 'gzip', 'br'])
        test(`who has ${path} in ${encoding} need not get it again`, async () => {
            const headers = { 'accept-encoding': encoding };
            const first = await house.get(path, { headers });
            assert.match(first.headers.etag, /^"[0-9a-f]{32}(-[gb])?"$/);
            const again = await house.get(path, { headers: { ...headers, 'if-none-match': first.headers.etag } });
            assert.equal(again.status, 304);
            assert.equal(again.bytes.length, 0);
            for (const name of ['etag', 'vary', 'cache-control'])
                assert.equal(again.headers[name], first.headers[name], name);
            const other = await house.get(path, { headers: { ...headers, 'if-none-match': '"other"' } });
            assert.equal(other.status, 200);
        });

test('an asset is kept for ever under an address that is its own', async () => {
    const { text } = await house.get('/');
    const [style] = text.match(/\/assets\/style\.[0-9a-f]{10}\.css/);
    const { headers } = await house.get(style);
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['content-type'], 'text/css; charset=utf-8');
});

const OTHER_SUMMARY = "update award set summary = 'Words of now' where slug = 'gold-medal'";
const OTHER_NAME = "update organization set name = 'Society of now' where slug = 'sir'";
const OTHER_CITATION = "update honor set citation = 'Words of now' where name = 'Ziv Haskal'";
const WITHDRAWN = 'update honor set published_at = null where year = 2010';
const NEW_CALL = `insert into cycle (award, year, opens_at, closes_at, published_at)
    select id, 2099, clock_now(), clock_now() + interval '1 day', clock_now() from award where slug = 'dotter-lecture'`;
const OTHER_DATES = `update cycle set opens_at = closes_at - interval '1 hour'
    where award = (select id from award where slug = 'gold-medal')`;

for (const [what, path, shown, sql] of [
    ['an award’s summary', '/awards', /Words of now/, OTHER_SUMMARY],
    ['an organization’s name', '/awards', /Society of now/, OTHER_NAME],
    ['a call’s dates', '/awards/gold-medal', /Opens in 12 days/, OTHER_DATES],
    ['a new call', '/deadlines.ics', /Lecture 2099 closes/, NEW_CALL],
    ['a citation', '/honorees.json', /Words of now/, OTHER_CITATION],
    ['an honor that is withdrawn', '/honorees/2010', /no such page/, WITHDRAWN],
])
    test(`${what}, once changed, is seen within a second`, async () => {
        const took = await changes(path, (text) => shown.test(text), () => change(sql));
        assert.ok(took < 1000, `${took} ms`);
    });

test('two programs on one database both see a change', async () => {
    const clone = await house.clone();
    await isKept('/awards/fellowship', clone);
    const holds = (text) => text.includes('Seen by both');
    const took = await changes('/awards/fellowship', holds, () =>
        change("update award set purpose = 'Seen by both' where slug = 'fellowship'"));
    assert.ok(took < 1000, `${took} ms`);
    const begun = Date.now();
    await until(async () => holds((await clone.get('/awards/fellowship')).text));
    assert.ok(Date.now() - begun < 1000);
    await clone.close();
});

test('what lies ahead comes and goes by itself, at its instant', async () => {
    const { person } = await addHonor('Demo Tomorrow', "clock_now() + interval '2 seconds'", { year: 2032 });
    await change(`update cycle set closes_at = clock_now() + interval '2 seconds'
                   where award = (select id from award where slug = 'allied-scientist')`);
    const calls = async () => texts((await house.get('/')).text, 'article.call').join();
    await isKept('/');
    const early = (await house.get('/')).text;
    assert.doesNotMatch(early, /Demo Tomorrow/);
    assert.match(await calls(), /Allied Scientist Grant/);
    assert.equal((await house.get(`/honorees/people/${person}`)).status, 404);

    const { text } = await until(async () => {
        const answer = await house.get('/');
        return answer.text.includes('Demo Tomorrow') && answer;
    }, 'the honor is announced');
    const late = Number(await house.sql(`select extract(epoch from clock_now() - published_at)
        from honor where name = 'Demo Tomorrow'`));
    assert.ok(late >= 0 && late < 1.5, `${late} s after its instant`);
    assert.match(text, /Honorees of 2032/);
    assert.equal((await house.get(`/honorees/people/${person}`)).status, 200);
    await until(async () => !(await calls()).includes('Allied Scientist Grant'), 'the call is closed');
});

test('a kept page counts one day less when a day has ended', async (t) => {
    const night = await openHouse({ clock: '2026-12-05T22:00:00Z' });
    t.after(() => night.stop());
    await night.done('clock', 'reset');
    await night.done('clock', 'set', '2026-12-06T04:59:57Z'); // three seconds before midnight in New York
    await isKept('/', night);
    assert.match((await night.get('/')).text, /Closes in 12 days/);
    await until(async () => (await night.get('/')).text.includes('Closes in 11 days'), 'a day less');
    assert.ok((await night.sql('select clock_now() at time zone \'UTC\'')) >= '2026-12-06 05:00:00');
});

test('before its instant an honor leaves no trace; behind it, it is there', async (t) => {
    const still = await openHouse({ clock: '2026-12-05T22:00:00Z' });
    t.after(() => still.stop());
    const stranger = `/honorees/people/${randomUUID()}`;
    const questions = (secret) => [
        '/honorees?q=embargo', '/honorees?q=demo+embargo&award=gold-medal', '/honorees?year=2031', '/honorees/2031',
        '/honorees?q=secret+words', '/honorees.json?q=embargo', '/honorees.csv?year=2031', '/honorees.atom?q=embargo',
        '/honorees?award=gold-medal', '/honorees.json?award=gold-medal', `/honorees.json?after=${secret.id}`,
        `/honorees/people/${secret.person}`, '/honorees?q=embar',
    ];
    // All that a visitor can come to, and what somebody would ask who knows what to look for; but for the date.
    const view = async (secret) => {
        const answers = await crawl(still);
        for (const path of questions(secret)) answers.set(path, await still.get(path));
        for (const path of [...answers.keys()].slice(0, 20))
            answers.set(`${path} packed`, await still.get(path, { headers: { 'accept-encoding': 'br' } }));
        return new Map([...answers].map(([path, { status, headers, bytes }]) => {
            const { date, ...lasting } = headers;
            return [path, { status, headers: lasting, body: bytes.toString('latin1') }];
        }));
    };
    const placeholder = { id: randomUUID(), person: randomUUID() };
    const before = await view(placeholder);
    assert.ok(before.size > 80, `${before.size} answers`);

    const secret = await addHonor('Demo Embargo', "'2026-12-05T23:00:00Z'", { on: still, citation: 'secret words' });
    await until(async () => (await still.metric('pages_kept')) === 0, 'what was kept has gone');
    const during = await view(secret);
    const renamed = (path) => path.replace(placeholder.id, secret.id).replace(placeholder.person, secret.person);
    assert.deepEqual([...during.keys()], [...before.keys()].map(renamed));
    for (const [path, answer] of before) assert.deepEqual(during.get(renamed(path)), answer, path);
    const [theirs, nobodys] = [await still.get(`/honorees/people/${secret.person}`), await still.get(stranger)];
    assert.deepEqual([theirs.status, theirs.text], [404, nobodys.text]);

    await still.done('clock', 'set', '2026-12-05T22:59:59Z');
    for (const path of questions(secret)) assert.doesNotMatch((await still.get(path)).text, /Demo Embargo/, path);
    await still.done('clock', 'set', '2026-12-05T23:00:00Z');
    await until(async () => (await still.get('/')).text.includes('Demo Embargo'), 'it is announced');
    assert.equal((await still.get('/honorees/2031')).status, 200);
    assert.match(words((await still.get('/honorees')).text), /44 honors/);
    for (const path of [
        '/honorees.json', '/honorees.csv', '/honorees.atom', '/honorees?q=secret+words', '/awards/gold-medal',
        `/honorees/people/${secret.person}`,
    ])
        assert.match((await still.get(path)).text, /Demo Embargo/, path);
});

test('while nobody can tell of changes nothing is kept, and nothing stale is served', async () => {
    await isKept('/awards/becker-young-investigator');
    // So that it cannot listen again at once:
    await house.admin(`revoke connect on database ${house.database} from laureate_jobs`);
    await house.sql(`select pg_terminate_backend(pid) from pg_stat_activity
                      where datname = current_database() and usename = 'laureate_jobs'`);
    await until(() => house.log.includes('no pages are kept'));
    await change("update award set summary = 'Not stale' where slug = 'becker-young-investigator'");
    const before = await kept();
    for (let i = 0; i < 3; i++)
        assert.match((await house.get('/awards/becker-young-investigator')).text, /Not stale/);
    assert.equal(await kept(), before, 'made anew each time');
    assert.equal(await house.metric('pages_kept'), 0);

    await house.admin(`grant connect on database ${house.database} to laureate_jobs`);
    await isKept('/awards/becker-young-investigator');
    const took = await changes('/awards/becker-young-investigator', (text) => text.includes('Heard again'), () =>
        change("update award set summary = 'Heard again' where slug = 'becker-young-investigator'"));
    assert.ok(took < 1000, `${took} ms`);
});

test('a house that is to keep nothing keeps nothing', async () => {
    const clone = await house.clone({ LAUREATE_PAGE_CACHE: '0' });
    for (let i = 0; i < 3; i++) assert.equal((await clone.get('/awards')).status, 200);
    assert.equal(await kept(clone), 0);
    await clone.close();
});
