// Bringing past honorees in from a file, and what staff say of names that look alike.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { honorees, writeCsv } from './csv.mjs';
import { openHouse } from './house.mjs';
import { links, texts, words } from './page.mjs';

let house, folder;

before(async () => {
    house = await openHouse();
    folder = await mkdtemp(join(tmpdir(), 'laureate-import-'));
});
after(async () => {
    await house.stop();
    await rm(folder, { recursive: true });
});

const MEDAL = 'SIR Gold Medal';
const honor = (name, more = {}) => ({ year: 1999, award: MEDAL, name, postnominals: 'MD', citation: '', ...more });
const bring = (file, ...options) =>
    house.laureate('import', 'honorees', '-', ...options, { input: typeof file === 'string' ? file : writeCsv(file) });

// Everything that an import may touch.
const everything = () =>
    house.sql(`select md5(string_agg(line, ' ' order by line)) from (
        select h::text as line from honor h union all select p::text from person p
        union all select l::text from likeness l union all select e::text from event e) as lines`);
const events = async () =>
    Object.fromEntries(
        (await house.sql('select act, count(*) from event group by act order by act'))
            .split('\n').map((line) => line.split('|')).map(([act, count]) => [act, Number(count)]));
const since = (before, now) => {
    const more = Object.entries(now).map(([act, count]) => [act, count - (before[act] ?? 0)]);
    return Object.fromEntries(more.filter(([, count]) => count > 0));
};

test('the demo’s honors each have their event', async () => {
    const told = await events();
    assert.equal(told['honor.imported'], honorees.length);
    assert.equal(told['organization.saved'], 2);
    assert.equal(told['award.saved'], 11);
    assert.equal(told['cycle.published'], 8);
    assert.equal(told['demo.loaded'], 1);
    assert.equal(told['likeness.noted'], Number(await house.sql('select count(*) from likeness')));
});

test('a dry run tells what would be done and keeps nothing', async () => {
    const before = await everything();
    const { status, stdout } = await bring([honor('Demo Dry')], '--dry-run');
    assert.equal(status, 0);
    assert.match(stdout, /^Tried, nothing kept: 1 rows, 1 honors added, 0 corrected, 0 already there; 1 people/m);
    assert.doesNotMatch(stdout, /Imported/);
    assert.equal(await everything(), before);
});

test('everything wrong is named by line and column, and nothing is kept', async () => {
    const before = await everything();
    const file = [
        honor('Demo Good'),
        honor('Demo Year', { year: 'last' }),
        honor('Demo Early', { year: 999 }),
        honor('Demo Late', { year: 10000 }),
        honor('Demo None', { award: '' }),
        honor('Demo Unknown', { award: 'Medal of Nowhere' }),
        honor(''),
        honor('—…'),
        honor('D'.repeat(201)),
        honor('Demo Letters', { postnominals: 'x'.repeat(101) }),
        honor('Demo Long', { citation: 'x'.repeat(1001) }),
        honor('Demo Foundation', { organization: 'SIR Foundation' }),
        honor('Demo Both', { year: '', award: 'gold' }),
    ].map((row) => ({ organization: '', ...row }));
    const { status, stdout, stderr } = await bring(file);
    assert.equal(status, 1);
    assert.equal(stdout, '');
    const lines = stderr.trimEnd().split('\n');
    for (const [line, column, sentence] of [
        [3, 'year', 'This is not a year from 1000 to 9999.'],
        [4, 'year', 'This is not a year'],
        [5, 'year', 'This is not a year'],
        [6, 'award', 'An award is missing.'],
        [7, 'award', 'There is no award called “Medal of Nowhere”.'],
        [8, 'name', 'A name is missing.'],
        [9, 'name', 'This name has no letter.'],
        [10, 'name', 'This has more than 200 characters.'],
        [11, 'postnominals', 'This has more than 100 characters.'],
        [12, 'citation', 'This has more than 1000 characters.'],
        [13, 'organization', '“SIR Gold Medal” is an award of the Society of Interventional Radiology.'],
        [14, 'year', 'This is not a year'],
        [14, 'award', 'There is no award called “gold”.'],
    ])
        assert.ok(
            lines.some((said) => said.startsWith(`-: line ${line}, ${column}: ${sentence}`)),
            `line ${line}, ${column}: ${sentence}\nin\n${stderr}`);
    assert.equal(lines.length, 14);
    assert.equal(lines.at(-1), 'Nothing of the file was kept.');
    assert.equal(await everything(), before);
});

test('the same honor twice in a file is named', async () => {
    const before = await everything();
    const { status, stderr } = await bring([honor('Demo Twin'), honor('Demo Other'), honor('DEMO  twin')]);
    assert.equal(status, 1);
    assert.match(stderr, /^-: line 4, name: The same honor stands on line 2\.$/m);
    assert.equal(await everything(), before);
});

const latin = `year,award,name\n1999,${MEDAL},Jos\xe9\n`;
for (const [what, file, said] of [
    ['an unknown column', 'year,award,name,prize\n1999,x,y,z\n', /line 1, prize: There is no column “prize”/],
    ['a missing column', 'year,award\n1999,x\n', /line 1, name: The column “name” is missing/],
    ['a column twice', 'year,award,name,name\n1999,x,y,z\n', /line 1, name: There is more than one column “name”/],
    ['a row that is too short', `year,award,name\n1999,${MEDAL}\n`, /line 2, This row has 2 cells, but .* names 3/],
    ['semicolons', 'year;award;name\n1999;x;y\n', /There are semicolons between the cells/],
    ['an empty file', '', /The file is empty/],
    ['a file of names only', 'year,award,name\n', /There are no rows below the names of the columns/],
    ['UTF-16', Buffer.from('\ufeffyear,award,name\n', 'utf16le'), /line 1, There is a zero byte .* “CSV UTF-8”/],
    ['Latin-1', Buffer.from(latin, 'latin1'), /line 2, This line is not in UTF-8/],
    ['an open quotation mark', `year,award,name\n1999,"${MEDAL},Demo\n`, /line 2, award: A quotation mark/],
])
    test(`${what} is refused with a sentence`, async () => {
        const before = await everything();
        const { status, stderr } = await house.laureate('import', 'honorees', '-', { input: file });
        assert.equal(status, 1);
        assert.match(stderr, said);
        assert.equal(await everything(), before);
    });

test('a file that is not there is named', async () => {
    const { status, stderr } = await house.laureate('import', 'honorees', join(folder, 'none.csv'));
    assert.equal(status, 1);
    assert.match(stderr, /none\.csv: This file cannot be read: No such file or directory\./);
});

test('a file is imported with its honors, their people and events, and its honors are on the pages', async () => {
    const path = join(folder, 'honors.csv');
    const file = [honor('Demo Öne', { citation: 'For "all" & more' }), honor('Demo Two', { year: 1998 })];
    await writeFile(path, writeCsv(file));
    const before = await events();
    const { stdout } = await house.done('import', 'honorees', path);
    assert.match(stdout, /^Imported: 2 rows, 2 honors added, 0 corrected, 0 already there; 2 people added$/m);
    assert.deepEqual(since(before, await events()), { 'honor.imported': 2 });
    const { text } = await house.get('/honorees/1999');
    assert.deepEqual(texts(text, 'p.name'), ['Demo Öne , MD']);
    assert.deepEqual(texts(text, 'p.citation'), ['For "all" & more']);
});

test('importing a file again changes nothing', async () => {
    const file = [honor('Demo Again'), honor('Demo Once More', { award: 'gold-medal' })];
    await bring(file);
    const before = await everything();
    const { stdout } = await bring(file);
    assert.match(stdout, /^Imported: 2 rows, 0 honors added, 0 corrected, 2 already there; 0 people added$/m);
    assert.equal(await everything(), before);
});

test('another citation, postnominals or spelling corrects what was imported, with an event', async () => {
    await bring([honor('Demo Corrected', { citation: 'Outdated words' })]);
    const id = () => house.sql("select id, person from honor where search like 'demo corrected %'");
    const [was, before] = [await id(), await events()];
    const { stdout } = await bring([honor('Démo CORRECTED', { postnominals: 'MD, FSIR', citation: 'New words' })]);
    assert.match(stdout, /^Imported: 1 rows, 0 honors added, 1 corrected, 0 already there; 0 people added$/m);
    assert.equal(await id(), was);
    assert.deepEqual(since(before, await events()), { 'honor.corrected': 1 });
    const found = (await house.get('/honorees.json?q=demo+corrected')).json().honorees;
    assert.deepEqual(found.map(({ name, postnominals, citation }) => [name, postnominals, citation]),
        [['Démo CORRECTED', 'MD, FSIR', 'New words']]);
    assert.equal((await house.get('/honorees.json?q=corrected+outdated')).json().honorees.length, 0);
});

test('a byte order mark, CR LF, other capitals, blank lines and another order of columns are no matter', async () => {
    const file = [
        '\ufeffName,YEAR,award', 'Demo Windows,1997,sir gold medal', '', ',,', '"Demo, Quoted",1997,gold-medal', '',
    ].join('\r\n');
    const { stdout } = await bring(file);
    assert.match(stdout, /^Imported: 2 rows, 2 honors added/m);
    assert.deepEqual((await house.get('/honorees.json?year=1997')).json().honorees.map(({ name }) => name).sort(),
        ['Demo Windows', 'Demo, Quoted']);
});

test('events hold no names', async () => {
    assert.equal(await house.sql(`select count(*) from event, person
        where position(lower(person.name) in lower(facts::text)) > 0`), '0');
});

test('names that are probably one person’s are shown, until somebody has answered', async () => {
    const lecture = '  "Ziv Haskal" (Dr. Charles T. Dotter Lecture 2021)\n';
    const medal = '  "Ziv J Haskal" (SIR Gold Medal 2023)\n';
    const reason = '      one has a middle initial that the other lacks\n';
    const shows = (said) => said.includes(lecture + medal + reason) || said.includes(medal + lecture + reason);
    const { stdout } = await bring([honor('Demo Shown')], '--dry-run');
    assert.ok(shows(stdout), stdout);
    await house.done('person', 'different', 'Ziv Haskal', 'Ziv J Haskal');
    assert.ok(!shows((await bring([honor('Demo Shown')], '--dry-run')).stdout));
});

// The person's page, by the name as it was printed.
const pageOf = async (name) =>
    `/honorees/people/${await house.sql(`select id from person where name = $$${name}$$`)}`;

test('of two that are said to be one, the first keeps the page and the other leads to it', async () => {
    const [kept, other] = [await pageOf('Ziv J Haskal'), await pageOf('Ziv Haskal')];
    assert.equal((await house.get(other)).status, 200);
    const before = await events();
    await house.done('person', 'same', 'Ziv J Haskal', 'ziv haskal');
    assert.deepEqual(since(before, await events()), { 'likeness.answered': 1, 'person.joined': 1 });
    const moved = await house.get(other);
    assert.deepEqual([moved.status, moved.headers.location], [301, kept]);
    const { text } = await house.get(kept);
    assert.deepEqual(texts(text, 'p.year'), ['2023', '2021']);
    const found = (await house.get('/honorees?q=haskal')).text;
    assert.match(words(found), /2 honors, 1 person/);
    assert.deepEqual([...new Set(links(found).filter((link) => link.includes('/people/')))], [kept]);
});

test('saying the same again changes nothing', async () => {
    await house.done('person', 'same', 'Ziv J Haskal', 'Ziv Haskal');
    const before = await everything();
    await house.done('person', 'same', 'Ziv J Haskal', 'Ziv Haskal');
    assert.equal(await everything(), before);
});

test('said the other way round, the other keeps the page', async () => {
    await house.done('person', 'same', 'Ziv J Haskal', 'Ziv Haskal');
    await house.done('person', 'same', 'Ziv Haskal', 'Ziv J Haskal');
    const [kept, other] = [await pageOf('Ziv Haskal'), await pageOf('Ziv J Haskal')];
    assert.equal((await house.get(kept)).status, 200);
    assert.equal((await house.get(other)).headers.location, kept);
});

test('two that are said to be different have a page each again', async () => {
    await house.done('person', 'same', 'Ziv J Haskal', 'Ziv Haskal');
    await house.done('person', 'different', 'Ziv Haskal', 'Ziv J Haskal');
    for (const [name, year] of [['Ziv J Haskal', '2023'], ['Ziv Haskal', '2021']]) {
        const { status, text } = await house.get(await pageOf(name));
        assert.equal(status, 200);
        assert.deepEqual(texts(text, 'p.year'), [year]);
    }
    assert.match(words((await house.get('/honorees?q=haskal')).text), /2 honors, 2 people/);
});

test('who is one with one of two is one with the one that is kept', async () => {
    await bring([honor('Demo A. Chain'), honor('Demo Chain'), honor('D. Chain')]);
    await house.done('person', 'same', 'Demo Chain', 'D. Chain');
    await house.done('person', 'same', 'Demo A. Chain', 'Demo Chain');
    const kept = await pageOf('Demo A. Chain');
    for (const name of ['Demo Chain', 'D. Chain']) {
        const { status, headers } = await house.get(await pageOf(name));
        assert.deepEqual([status, headers.location], [301, kept]);
    }
    assert.deepEqual(texts((await house.get(kept)).text, 'p.year').length, 3);
});

test('two that were both said to be a third do not stay one when they are said to be different', async () => {
    await bring([honor('Demo B. Fork'), honor('Demo Fork'), honor('D. Fork')]);
    await house.done('person', 'same', 'Demo B. Fork', 'Demo Fork');
    await house.done('person', 'same', 'Demo B. Fork', 'D. Fork');
    await house.done('person', 'different', 'Demo Fork', 'D. Fork');
    const where = async (name) => {
        const path = await pageOf(name);
        return (await house.get(path)).headers.location ?? path;
    };
    assert.notEqual(await where('Demo Fork'), await where('D. Fork'));
});

for (const [what, names, said] of [
    ['nobody', ['Ziv Haskal', 'Nobody Here'], /Nobody is called Nobody Here\./],
    ['one and the same', ['Ziv Haskal', 'ziv HÄSKAL'], /Both are one and the same entry\./],
])
    test(`${what} cannot be said to be the same person, and nothing is changed`, async () => {
        const before = await everything();
        for (const word of ['same', 'different']) {
            const { status, stderr } = await house.laureate('person', word, ...names);
            assert.equal(status, 1);
            assert.match(stderr, said);
        }
        assert.equal(await everything(), before);
    });

test('a page is given to a person by id as well', async () => {
    await bring([honor('Demo Id'), honor('Demo C. Id')]);
    const ids = await house.sql("select id from person where name like 'Demo%Id'");
    const [one, other] = ids.split('\n');
    await house.done('person', 'same', one, other);
    assert.equal((await house.get(`/honorees/people/${other}`)).headers.location, `/honorees/people/${one}`);
});

test('five thousand rows are imported within reason', { timeout: 60_000 }, async (t) => {
    const large = await openHouse();
    t.after(() => large.stop());
    const letter = (number) => 'abcdefghijklmnopqrst'[Math.floor(number) % 20];
    const letters = (number) => letter(number / 400) + letter(number / 20) + letter(number);
    const rows = Array.from({ length: 5000 }, (_, i) =>
        honor(`Demo${letters(i % 3001)} Honoree${letters(i)}`, { year: 1900 + (i % 100) }));
    const begun = Date.now();
    const { stdout } = await large.done('import', 'honorees', '-', { input: writeCsv(rows) });
    t.diagnostic(`in ${Date.now() - begun} ms`);
    assert.match(stdout, /^Imported: 5000 rows, 5000 honors added, 0 corrected, 0 already there; 5000 people added$/m);
    assert.equal(await large.sql("select count(*) from event where act = 'honor.imported'"), '5043');
    assert.match(words((await large.get('/honorees')).text), /5043 honors, 50\d\d people/);
});
