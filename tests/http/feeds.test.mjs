// The archive and the closing dates for machines.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { awards, honorees, organizations, readCsv, writeCsv } from './csv.mjs';
import { openHouse } from './house.mjs';
import { checkNesting, links, texts, words } from './page.mjs';

const FEEDS = ['json', 'csv', 'atom'];

let house, site;

before(async () => {
    house = await openHouse({ clock: '2026-12-05T22:00:00Z' });
    site = `http://localhost:${house.port}`;
});
after(() => house.stop());

const feed = async (path, on = house) => {
    const answer = await on.get(path);
    assert.equal(answer.status, 200, path);
    return answer;
};
const list = async (query = '') => (await feed(`/honorees.json${query}`)).json().honorees;
const sorted = (list) => [...list].sort();
const key = ({ year, award, name }) => `${year} ${award}: ${name}`;

// The entries of an Atom feed, each by the names of its elements.
const entries = (atom) =>
    [...atom.matchAll(/<entry>(.*?)<\/entry>/gs)].map(([, entry]) => ({
        title: texts(entry, 'title')[0],
        id: texts(entry, 'id')[0],
        updated: texts(entry, 'updated')[0],
        summary: texts(entry, 'summary')[0] ?? '',
        link: entry.match(/<link [^>]*href="([^"]*)"/)[1],
    }));

test('the JSON has exactly the fields that are promised', async () => {
    const document = (await feed('/honorees.json')).json();
    assert.deepEqual(Object.keys(document), ['honorees', 'next']);
    assert.equal(document.next, null);
    for (const honor of document.honorees) {
        assert.deepEqual(
            Object.keys(honor), ['year', 'award', 'organization', 'name', 'postnominals', 'citation', 'url']);
        assert.equal(typeof honor.year, 'number');
    }
});

test('the JSON says of every honor what the programme says', async () => {
    const told = (await list()).map(({ url, ...honor }) => honor);
    const organizationOf = (name) => {
        const { organization } = awards.find((award) => award.name === name);
        return organizations.find(({ slug }) => slug === organization).name;
    };
    const wanted = honorees.map((honor) => ({ ...honor, organization: organizationOf(honor.award) }));
    const order = (one, other) => (key(one) < key(other) ? -1 : 1);
    assert.deepEqual(told.sort(order), wanted.sort(order));
});

test('the newest come first', async () => {
    const years = (await list()).map(({ year }) => year);
    assert.deepEqual(years, [...years].sort((one, other) => other - one));
});

test('each honor’s address is its person’s page', async () => {
    for (const { url, name } of await list('?q=mauro')) {
        assert.ok(url.startsWith(`${site}/honorees/people/`), url);
        assert.deepEqual(texts((await feed(new URL(url).pathname)).text, 'h1'), [name]);
    }
});

test('the CSV equals what was put in, with two columns more', async () => {
    const rows = readCsv((await feed('/honorees.csv')).text);
    assert.deepEqual(
        Object.keys(rows[0]), ['year', 'award', 'name', 'postnominals', 'citation', 'organization', 'url']);
    const told = rows.map(({ organization, url, ...honor }) => JSON.stringify({ ...honor, year: Number(honor.year) }));
    const wanted = honorees.map(({ year, award, name, postnominals, citation }) =>
        JSON.stringify({ year, award, name, postnominals, citation }));
    assert.deepEqual(sorted(told), sorted(wanted));
});

test('the CSV can be imported again, and changes nothing', async () => {
    const { text } = await feed('/honorees.csv');
    const { stdout } = await house.done('import', 'honorees', '-', { input: text });
    assert.match(stdout, /^Imported: 43 rows, 0 honors added, 0 corrected, 43 already there; 0 people added$/m);
});

test('the Atom feed is well-formed, and each entry has what it needs', async () => {
    const { text } = await feed('/honorees.atom');
    assert.match(text, /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/);
    const tags = [...text.matchAll(/<(\/?)([a-z]+)((?:\s+[a-z:]+="[^"<]*")*)\s*(\/?)>/g)];
    assert.equal(tags.length + 1, text.split('<').length - 1, 'every < but the first begins a tag');
    checkNesting(tags, '/honorees.atom');
    assert.doesNotMatch(text, /&(?!(amp|lt|gt|quot|#\d+|#x[0-9A-Fa-f]+);)/, 'every & begins an entity');
    const all = entries(text);
    assert.equal(all.length, 43);
    assert.equal(new Set(all.map(({ id }) => id)).size, 43, 'each has an id of its own');
    for (const { id, updated, link } of all) {
        assert.match(id, /^urn:uuid:[0-9a-f]{8}-[0-9a-f-]{27}$/);
        assert.match(updated, /^2026-12-05T22:00:00Z$/);
        assert.ok(link.startsWith(`${site}/honorees/people/`));
    }
    const head = text.split('<entry>')[0];
    assert.match(head, /<updated>2026-12-05T22:00:00Z<\/updated>/);
    assert.match(head, new RegExp(`<id>${site}/honorees.atom</id>`));
    assert.match(head, new RegExp(`<link [^>]*rel="self"[^>]*>`));
});

test('an Atom entry says who was honored with what, and its citation', async () => {
    const [entry] = entries((await feed('/honorees.atom?q=zeke')).text);
    assert.equal(entry.title, 'Ezequiel "Zeke" Silva III, MD, FSIR: Dr. Charles T. Dotter Lecture 2024');
    assert.equal(entry.summary, 'Innovation in IR public policy: Then and now');
});

test('an Atom entry that was corrected says when', async (t) => {
    const later = await openHouse({ clock: '2026-12-05T22:00:00Z' });
    t.after(() => later.stop());
    await later.done('clock', 'set', '2026-12-06T10:00:00Z');
    const { year, award, name } = honorees[0];
    await later.done('import', 'honorees', '-', { input: writeCsv([{ year, award, name, citation: 'Other words' }]) });
    const { text } = await feed('/honorees.atom?q=other+words', later);
    assert.match(text.split('<entry>')[0], /<updated>2026-12-06T10:00:00Z<\/updated>/);
    assert.equal(entries(text)[0].updated, '2026-12-06T10:00:00Z');
    assert.match(text, /<published>2026-12-05T22:00:00Z<\/published>/);
});

test('the calendar has each close that is still to come', async () => {
    const { text } = await feed('/deadlines.ics');
    assert.match(text, /^BEGIN:VCALENDAR\r\n/);
    assert.match(text, /\r\nEND:VCALENDAR\r\n$/);
    assert.doesNotMatch(text, /[^\r]\n/);
    for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
    const events = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT').slice(1);
    const value = (event, name) => event.match(new RegExp(`^${name}[^:\r\n]*:(.*)\r$`, 'm'))[1];
    assert.deepEqual(events.map((event) => `${value(event, 'DTSTART')} ${value(event, 'SUMMARY')}`), [
        '20261217T220000Z SIR Gold Medal 2027 closes',
        '20270110T220000Z Fellowship (FSIR) 2028 closes',
        '20270126T220000Z Allied Scientist Grant 2028 closes',
        '20270218T220000Z Dr. Constantin Cope Medical Student Research Award 2028 closes',
        '20270311T220000Z Foundation Student/Development Grant (FSDG) 2028 closes',
        '20270404T210000Z Dr. Gary J. Becker Young Investigator Award 2028 closes',
    ]);
    assert.equal(new Set(events.map((event) => value(event, 'UID'))).size, 6);
    for (const event of events) assert.equal(value(event, 'DTSTAMP'), '20261205T220000Z');
    assert.match(value(events[0], 'DESCRIPTION'), /Thursday\\, 17 December 2026\\, 5:00 pm Eastern Time/);
    assert.equal(value(events[0], 'URL'), `${site}/awards/gold-medal`);
});

test('each says what it is', async () => {
    for (const [path, type] of [
        ['/honorees.json', 'application/json'],
        ['/honorees.csv', 'text/csv; charset=utf-8; header=present'],
        ['/honorees.atom', 'application/atom+xml; charset=utf-8'],
        ['/deadlines.ics', 'text/calendar; charset=utf-8'],
    ])
        assert.equal((await feed(path)).headers['content-type'], type);
});

for (const [query, count] of [
    ['', 43], ['?q=haskal', 2], ['?q=H%C3%A4skal+ziv', 2], ['?award=gold-medal', 19], ['?year=2014', 4],
    ['?award=gold-medal&year=2014', 3], ['?q=song&award=gold-medal&year=2016', 1], ['?q=%25', 0], ['?award=none', 0],
    ['?year=abc', 0], ['?unknown=1', 43],
])
    test(`the question “${query}” has the same answer on the page and in every feed`, async () => {
        const page = (await feed(`/honorees${query}`)).text;
        const onPage = texts(page, 'p.name').filter((name) => !name.startsWith('No honors match'));
        const inJson = await list(query);
        const inCsv = readCsv((await feed(`/honorees.csv${query}`)).text);
        const inAtom = entries((await feed(`/honorees.atom${query}`)).text);
        assert.equal(inJson.length, count);
        assert.deepEqual(onPage.map((name) => name.split(' , ')[0]), inJson.map(({ name }) => name));
        assert.deepEqual(inCsv.map(({ name }) => name), inJson.map(({ name }) => name));
        assert.deepEqual(
            inAtom.map(({ title }) => title),
            inJson.map(({ name, postnominals, award, year }) => `${name}, ${postnominals}: ${award} ${year}`),
        );
        for (const kind of FEEDS) {
            const linked = links(page).filter((link) => link.startsWith(`/honorees.${kind}?`));
            for (const link of linked) {
                const shown = (await feed(link)).text;
                assert.equal(shown, (await feed(`/honorees.${kind}${query}`)).text, link);
            }
        }
    });

test('more than a page of honors is read page by page, each honor once', async (t) => {
    const many = await openHouse();
    t.after(() => many.stop());
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const generated = Array.from({ length: 250 }, (_, i) => ({
        year: 1990 + (i % 5),
        award: 'SIR Gold Medal',
        name: `Honoree${letters[i % 26]} Number${letters[Math.floor(i / 26)]}`,
    }));
    await many.done('import', 'honorees', '-', { input: writeCsv(generated) });

    const follow = async (path, read) => {
        const pages = [];
        for (let next = path; next; ) {
            const page = read((await feed(next, many)).text);
            pages.push(page.names);
            next = page.next;
        }
        return pages;
    };
    const json = (text) => {
        const { honorees: honors, next } = JSON.parse(text);
        return { names: honors.map(key), next: next && next.slice(`http://localhost:${many.port}`.length) };
    };
    const html = (text) => {
        const years = text.split('<section class="of-year">').slice(1).map((rest) => rest.split('</section>')[0]);
        const names = years.flatMap((section) =>
            texts(section, 'li').map((entry) => `${texts(section, 'h2')[0]} ${entry}`));
        return { names, next: text.match(/<a rel="next" href="([^"]*)"/)?.[1].replaceAll('&amp;', '&') };
    };

    const all = await follow('/honorees.json', json);
    assert.deepEqual(all.map((page) => page.length), [100, 100, 93]);
    assert.deepEqual(sorted(all.flat()), sorted([...honorees, ...generated].map(key)));

    const onPages = await follow('/honorees', html);
    assert.deepEqual(onPages.map((page) => page.length), [100, 100, 93]);
    assert.equal(new Set(onPages.flat()).size, 293);

    const filtered = await follow('/honorees.json?award=gold-medal&q=honoree', json);
    assert.deepEqual(filtered.map((page) => page.length), [100, 100, 50]);
    assert.deepEqual(sorted(filtered.flat()), sorted(generated.map(key)));

    const { text } = await feed('/honorees.csv', many);
    assert.equal(readCsv(text).length, 293, 'the CSV is whole');
    assert.equal(entries((await feed('/honorees.atom', many)).text).length, 50, 'the Atom feed has the newest');
    assert.match(words((await feed('/honorees', many)).text), /293 honors/);
});

test('a text that a spreadsheet would take for a formula is text in the CSV', async (t) => {
    const odd = await openHouse();
    t.after(() => odd.stop());
    const citation = '@home: interventional radiology, “after hours” & <more>';
    const input = writeCsv([{ year: 1999, award: 'SIR Gold Medal', name: 'Demo Honoree', citation }]);
    await odd.done('import', 'honorees', '-', { input });
    assert.equal(readCsv((await feed('/honorees.csv?year=1999', odd)).text)[0].citation, `'${citation}`);
    assert.equal((await feed('/honorees.json?year=1999', odd)).json().honorees[0].citation, citation);
    assert.equal(entries((await feed('/honorees.atom?year=1999', odd)).text)[0].summary, citation);
});
