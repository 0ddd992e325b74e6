// Public pages: what a visitor reads.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { awards, honorees, organizations } from './csv.mjs';
import { openHouse } from './house.mjs';
import { checkPage, checkSafety, crawl, isPage, links, texts, words } from './page.mjs';

const COMPRESSED = { 'accept-encoding': 'br' };
const names = (html) => texts(html, 'p.name').map((name) => name.split(' , ')[0]);
const sorted = (list) => [...list].sort();
const search = (words) => `/honorees?q=${encodeURIComponent(words)}`;

let house, everything;

before(async () => {
    house = await openHouse({ clock: '2026-12-05T22:00:00Z' }); // a Saturday, five in the afternoon in New York
    everything = await crawl(house, COMPRESSED);
});
after(() => house.stop());

const page = async (path) => {
    const { status, text } = await house.get(path);
    assert.equal(status, 200, path);
    return text;
};

test('the front page shows the open calls, the nearest close first, with the official time', async () => {
    const calls = texts(await page('/'), 'article.call');
    assert.equal(calls.length, 3);
    assert.match(calls[0], /^SIR Gold Medal .* Closes in 12 days Thursday, 17 December 2026, 5:00 pm Eastern Time$/);
    assert.match(calls[1], /^Fellowship \(FSIR\) .* Closes in 36 days Sunday, 10 January 2027, 5:00 pm Eastern Time$/);
    assert.match(calls[2], /^Allied Scientist Grant .* Closes in 52 days Tuesday, 26 January 2027, 5:00 pm Eastern/);
});

test('machines read the same instant beside it', async () => {
    assert.match(await page('/'), /<time datetime="2026-12-17T22:00:00Z"[^>]*>Thursday, 17 December 2026, 5:00 pm/);
});

test('the front page shows what opens next', async () => {
    const coming = texts(await page('/'), 'article.next');
    assert.equal(coming.length, 3);
    assert.match(coming[0], /^Dr\. Constantin Cope .* Opens in 9 days Monday, 14 December 2026, 12:00 pm Eastern/);
    assert.match(coming[1], /^Foundation Student.* Opens in 20 days Friday, 25 December 2026, 12:00 pm Eastern Time$/);
    assert.match(coming[2], /^Dr\. Gary J\. Becker .* Opens in 34 days Friday, 8 January 2027, 12:00 pm Eastern Time$/);
});

test('the front page shows the honorees of the latest year', async () => {
    const latest = honorees.filter(({ year }) => year === 2025);
    const shown = names((await page('/')).split('id="latest"')[1]);
    assert.deepEqual(sorted(shown), sorted(latest.map(({ name }) => name)));
    assert.ok(texts(await page('/'), 'h2').includes('Honorees of 2025'));
});

test('the catalogue shows every award of both organizations, in their order', async () => {
    const html = await page('/awards');
    assert.equal(awards.length, 11);
    assert.deepEqual(texts(html, 'h2'), organizations.map(({ name }) => name));
    assert.deepEqual(texts(html, 'h3'), awards.map(({ name }) => name));
    for (const { summary } of awards) assert.ok(words(html).includes(summary.replace(/\s+/g, ' ')), summary);
});

test('the catalogue says which calls are open, and until when', async () => {
    const states = texts(await page('/awards'), 'p.state').filter(Boolean);
    assert.deepEqual(sorted(states), sorted([
        'Open closes in 12 days', 'Open closes in 36 days', 'Open closes in 52 days',
        'Opens in 9 days', 'Opens in 20 days', 'Opens in 34 days',
    ]));
});

test('every award has a page with its honorees', async () => {
    for (const { slug, name, organization } of awards) {
        const html = await page(`/awards/${slug}`);
        assert.deepEqual(texts(html, 'h1'), [name]);
        assert.ok(words(html).includes(`Conferred by ${organizations.find((one) => one.slug === organization).name}`));
        const honored = honorees.filter(({ award }) => award === name);
        assert.deepEqual(sorted(names(html)), sorted(honored.map((honor) => honor.name)), slug);
    }
});

test('an award’s page says how its call stands', async () => {
    assert.match(words(await page('/awards/gold-medal')), /The 2027 call is open Closes in 12 days/);
    assert.match(words(await page('/awards/cope-student-research')), /The 2028 call Opens in 9 days/);
    assert.match(words(await page('/awards/pilot-research')), /2027 call is closed It closed Sunday, 15 November 2026/);
    assert.match(words(await page('/awards/ring-academic-development')), /No call is announced yet/);
    assert.doesNotMatch(words(await page('/awards/dotter-lecture')), /No call is announced yet/);
});

test('an award’s amount is shown', async () => {
    assert.match(words(await page('/awards/allied-scientist')), /Amount Up to 40,000 USD/);
});

test('the archive shows every honor, newest first', async () => {
    const html = await page('/honorees');
    assert.equal(honorees.length, 43);
    assert.deepEqual(sorted(names(html)), sorted(honorees.map(({ name }) => name)));
    assert.ok(words(html).includes(`43 honors, ${new Set(honorees.map(({ name }) => name)).size} people`));
    const years = texts(html, 'h2').map(Number);
    assert.deepEqual(years, [...new Set(honorees.map(({ year }) => year))].sort((one, other) => other - one));
    for (const { citation } of honorees) assert.ok(words(html).includes(citation), citation);
});

test('every year has a page of its own', async () => {
    for (const year of new Set(honorees.map((honor) => honor.year))) {
        const html = await page(`/honorees/${year}`);
        const honored = honorees.filter((honor) => honor.year === year);
        assert.deepEqual(texts(html, 'h1'), [`Honorees of ${year}`]);
        assert.deepEqual(sorted(names(html)), sorted(honored.map(({ name }) => name)));
    }
});

test('a person with three honors has them all on one page, which the search leads to', async () => {
    const [path, ...others] = new Set(links(await page(search('mauro'))).filter((link) => /\/people\//.test(link)));
    assert.deepEqual(others, []);
    const html = await page(path);
    assert.deepEqual(texts(html, 'h1'), ['Matthew A. Mauro']);
    assert.match(words(html), /MD, FSIR 3 honors/);
    const honors = ['Leaders in Innovation Award', 'SIR Gold Medal', 'Dr. Charles T. Dotter Lecture'];
    assert.deepEqual(texts(html, 'h2'), honors);
    assert.deepEqual(texts(html, 'p.year'), ['2025', '2014', '2009']);
    assert.deepEqual(texts(html, 'blockquote'), ['Establishing the IR residency', 'The birth of a specialty']);
});

for (const [typed, found] of [
    ['Haskal', ['Ziv J Haskal', 'Ziv Haskal']],
    ['haskal ziv', ['Ziv J Haskal', 'Ziv Haskal']],
    ['HASKAL', ['Ziv J Haskal', 'Ziv Haskal']],
    ['Häskal', ['Ziv J Haskal', 'Ziv Haskal']],
    ['  ziv\t haskal ', ['Ziv J Haskal', 'Ziv Haskal']],
    ['hask', ['Ziv J Haskal', 'Ziv Haskal']],
    ['haskal 2021', ['Ziv Haskal']],
    ['haskal gold medal', ['Ziv J Haskal']],
    ['zeke', ['Ezequiel "Zeke" Silva III']],
    ['“Zeke” Silva, III', ['Ezequiel "Zeke" Silva III']],
    ['reluctant cowboy', ['Ziv Haskal']],
    ['Ho Young Song', ['Ho-Young Song']],
    ['Bhaskal', []],
    ['haskal mauro', []],
])
    test(`a search for “${typed}” finds ${found.length === 0 ? 'nothing' : found.join(' and ')}`, async () => {
        assert.deepEqual(names(await page(search(typed))).filter((name) => !name.startsWith('No ')), found);
    });

for (const typed of ['%', '_', '\\', '?!—…', "'", '""', '%%%', '&', '<', '-'])
    test(`a search for the sign ${typed} finds nothing, rather than everything`, async () => {
        const html = await page(search(typed));
        checkPage(html, typed);
        assert.match(words(html), /No honors match/);
        assert.ok(words(html).includes(`No honors match “${typed}”`), words(html));
    });

for (const typed of [
    "'; drop table honor; --",
    "haskal' or '1'='1",
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '</title><h1>x</h1>',
    '{{{latest}}}{{found.honors}}',
])
    test(`a search for ${typed} is words like any other, shown as typed`, async () => {
        const html = await page(search(typed));
        checkPage(html.replaceAll(/\{\{|\}\}/g, ''), typed);
        assert.ok(words(html).includes(`No honors match “${typed}”`), words(html));
        assert.match(words(await page('/honorees')), /43 honors/);
    });

test('a search of 5000 characters is answered', async () => {
    assert.match(words(await page(search('haskal '.repeat(715)))), /2 honors/);
    assert.match(words(await page(search('ä'.repeat(5000 / 2)))), /No honors match/);
    assert.match(words(await page(search('🏅'.repeat(1250)))), /No honors match/);
});

test('what was searched and chosen stays in the form', async () => {
    const html = await page(`${search('Häskal "z')}&award=gold-medal&year=2023`);
    assert.match(html, /<input id="q" [^>]*value="Häskal &quot;z"/);
    assert.match(html, /<option value="gold-medal" selected>/);
    assert.match(html, /<option selected>2023<\/option>/);
});

test('the archive is filtered by award, by year, and by both with words', async () => {
    const shown = async (query) => sorted(names(await page(`/honorees?${query}`)));
    const wanted = (holds) => sorted(honorees.filter(holds).map(({ name }) => name));
    assert.deepEqual(await shown('award=gold-medal'), wanted(({ award }) => award === 'SIR Gold Medal'));
    assert.deepEqual(await shown('year=2014'), wanted(({ year }) => year === 2014));
    assert.deepEqual(await shown('year=2014&award=dotter-lecture'), ['James F. Benenati']);
    assert.deepEqual(await shown('q=song&year=2016&award=gold-medal'), ['Ho-Young Song']);
    assert.deepEqual(await shown('q=&year=&award='), wanted(() => true));
});

test('a filter of nothing says so and leads back', async () => {
    const html = await page('/honorees?award=gold-medal&year=2025');
    assert.match(words(html), /No honors match this choice/);
    assert.ok(links(html).includes('/honorees'));
});

for (const path of [
    '/nowhere', '//', '/awards/', '/awards/none', '/awards/gold-medal/', '/awards/gold-medal%20', '/Awards',
    '/awards/%F0%9F%8F%85', '/honorees/1901', '/honorees/abc', '/honorees/0', '/honorees/-2014', '/honorees/02014',
    '/honorees/2014x', '/honorees/99999999999999999999', '/honorees/people', '/honorees/people/',
    '/honorees/people/zzz', `/honorees/people/${randomUUID()}`, '/honorees?after=zzz',
    `/honorees?after=${randomUUID()}`, '/assets/style.css',
])
    test(`${path} is not found, and the page helps on`, async () => {
        const answer = await house.get(path);
        assert.equal(answer.status, 404);
        checkPage(answer.text, path);
        checkSafety(answer, path);
        assert.deepEqual(texts(answer.text, 'h1'), ['There is no such page']);
        assert.match(answer.text, /<form class="search" action="\/honorees"/);
        assert.equal(answer.headers['cache-control'], 'no-store');
    });

for (const query of [
    'year=abc', 'year=-1', 'year=99999999999999999999', 'year=2014.5', 'year=%00', 'year=32768', 'year=9999',
    'year=2014&year=2016', 'after=', 'award=none', 'award=%27',
    `award=${'a'.repeat(5000)}`, 'q', 'q=%', 'q=%zz', 'q=%00', 'q=%ff%fe', 'q=%0d%0a', 'q=%E2%80%AE', 'q=%ED%A0%80',
    'q=a&q=b', '=', '&&&', 'unknown=1',
])
    test(`a query of ${query.slice(0, 40)} gets a page`, async () => {
        const { status, text } = await house.get(`/honorees?${query}`);
        assert.equal(status, 200);
        checkPage(text, query);
        const ofYear = await house.get(`/honorees/2014?${query}`);
        assert.ok([200, 404].includes(ofYear.status), `${ofYear.status}`);
        checkPage(ofYear.text, query);
    });

test('every page there is has the structure, the headers and the safety of the house', () => {
    const pages = [...everything].filter(([, answer]) => isPage(answer));
    assert.ok(pages.length > 60, `${pages.length} pages`);
    for (const [path, answer] of everything) {
        checkSafety(answer, path);
        const expected = /^\/nowhere$|^\/assets\/$/.test(path) ? 404 : /^\/desk$|\/nominate$/.test(path) ? 303 : 200;
        assert.equal(answer.status, expected, path);
    }
});

test('every page is sound', () => {
    for (const [path, answer] of everything) if (isPage(answer)) checkPage(answer.text, path);
});

test('no page with its stylesheet and script is more than 30 KB on its way', async () => {
    const front = await page('/');
    const assets = [...front.matchAll(/(?:href|src)="(\/assets\/[^"]*)"/g)].map(([, path]) => path);
    assert.equal(assets.length, 3);
    let beside = 0;
    for (const path of assets) beside += (await house.get(path, { headers: COMPRESSED })).bytes.length;
    for (const [path, { headers, bytes }] of everything)
        if (isPage({ headers })) assert.ok(bytes.length + beside <= 30 * 1024, `${path}: ${bytes.length} + ${beside}`);
});

test('before there is anything the pages say what will stand on them', async (t) => {
    const empty = await openHouse({ demo: false });
    t.after(() => empty.stop());
    for (const [path, sentence] of [
        ['/', /No call is open today/],
        ['/', /Nobody has been honored yet/],
        ['/awards', /No award is set up yet/],
        ['/honorees', /No honors are on record yet/],
    ]) {
        const { status, text } = await empty.get(path);
        assert.equal(status, 200);
        checkPage(text, path);
        assert.match(words(text), sentence);
    }
});
