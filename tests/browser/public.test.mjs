/* The public pages in Chromium: for everybody's eyes, windows, keyboards and zones, with scripts and without. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHouse } from '../http/house.mjs';
import { checkPage, lookEveryWay, openBrowser, openPage, takeReadmePicture } from './browser.mjs';

const CLOCK = '2026-11-24T15:00:00Z';
let house, browser, mauro;

before(async () => {
    house = await openHouse({ kind: 'demo', demo: true, clock: CLOCK });
    browser = await openBrowser();
    const { honorees } = JSON.parse((await house.get('/honorees.json?q=mauro')).text);
    mauro = new URL(honorees[0].url).pathname;
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

const address = (path) => `http://localhost:${house.port}${path}`;

/* 200 characters without a place to break, and markup in a name. */
const LONG = `year,award,name,citation\n2030,gold-medal,${'Wolfeschlegelstein'.repeat(11)},"${'a long citation '.repeat(60)}"\n` +
    '2030,gold-medal,"<b>Bold</b> & ""Quoted"" Person",<script>alert(1)</script>\n';

test('every page is fit for everybody, narrow and wide, light and dark', async () => {
    const { page, complaints, close } = await openPage(browser);
    const paths = { home: '/', awards: '/awards', award: '/awards/gold-medal', grant: '/awards/allied-scientist',
        honorees: '/honorees', year: '/honorees/2023', person: mauro, nobody: '/honorees?q=nobody', nowhere: '/nowhere' };
    for (const [name, path] of Object.entries(paths)) {
        await page.goto(address(path));
        await lookEveryWay(page, name);
    }
    assert.deepEqual(complaints.filter((one) => !one.includes('404')), []);
    await close();
});

test('a visitor finds an honoree by name and sees every honor on one page', async () => {
    const { page, complaints, close } = await openPage(browser);
    await page.goto(address('/'));
    await page.getByRole('link', { name: 'Honorees', exact: true }).click();
    await page.getByRole('searchbox').fill('MAURO matthew');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Matthew A. Mauro' }).first().click();
    assert.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Matthew A. Mauro');
    const text = await page.getByRole('main').innerText();
    for (const award of ['Leaders in Innovation Award', 'SIR Gold Medal', 'Dr. Charles T. Dotter Lecture'])
        assert.ok(text.includes(award), award);
    assert.deepEqual(complaints, []);
    await close();
});

test('an honoree, as the README shows one', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(address(mauro));
    await takeReadmePicture(page, 'honoree');
    await close();
});

test('the first stop of the keyboard leads to the content', async () => {
    const { page, close } = await openPage(browser);
    await page.goto(address('/honorees'));
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#main');
    await close();
});

test('a visitor elsewhere sees the close in their own time too, one at home does not', async () => {
    const close = await house.sql("select to_char(closes_at at time zone 'Asia/Tokyo', 'FMHH12:MI') from cycle " +
        "where award = (select id from award where slug = 'gold-medal')");
    const away = await openPage(browser, { timezoneId: 'Asia/Tokyo' });
    await away.page.goto(address('/awards/gold-medal'));
    assert.match(await away.page.getByRole('main').innerText(), new RegExp(`\\(.*${close} am your time\\)`));
    await away.close();
    const home = await openPage(browser);
    await home.page.goto(address('/awards/gold-medal'));
    assert.doesNotMatch(await home.page.getByRole('main').innerText(), /your time/);
    await home.close();
});

test('without scripts every page is whole', async () => {
    const { page, close } = await openPage(browser, { javaScriptEnabled: false });
    await page.goto(address('/'));
    assert.match(await page.getByRole('main').innerText(), /5:00 pm Eastern Time/);
    await page.goto(address('/honorees'));
    await page.getByLabel('Year').selectOption('2023');
    await page.getByRole('button', { name: 'Search' }).click();
    assert.match(page.url(), /year=2023/);
    assert.match(await page.getByRole('main').innerText(), /Curtis W\. Bakal/);
    await close();
});

test('very long names and markup in names stay inside the page', async () => {
    await house.done('import', 'honorees', '-', { input: LONG });
    for (const width of [320, 1280]) {
        const { page, complaints, close } = await openPage(browser, { viewport: { width, height: 900 } });
        for (const path of ['/', '/honorees', '/honorees/2030', '/awards/gold-medal']) {
            await page.goto(address(path));
            await checkPage(page, path);
        }
        assert.match(await page.getByRole('main').innerText(), /<b>Bold<\/b> & "Quoted" Person/);
        assert.deepEqual(complaints, []);
        await close();
    }
});
