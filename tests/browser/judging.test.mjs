/* The pages of the demo in Chromium, with names as long as can be; and judging without scripts, from the conflicts of interest
 * to the announcement. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signIn } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { openBrowser, openPage, takeReadmePicture } from './browser.mjs';
import { address, follow, jar, openDemo, press, text, title } from './people.mjs';

const NOW = '2026-06-10T15:00:00Z', JUDGED = '2026-06-25T15:00:00Z', ANNOUNCED = '2026-07-02T15:00:00Z';

let house, browser;
const id = {}; /* what addresses are made of */
const complaints = [];

before(async () => {
    house = await openHouse({ ...openDemo, nominations: true, clock: NOW });
    browser = await openBrowser();
    const cycle = (award) => `(select c.id from cycle c join award a on a.id = c.award
        where a.slug = '${award}' and c.form is not null order by c.closes_at limit 1)`;
    const first = async (name, statement) => { id[name] = await house.sql(`${statement} limit 1`); };
    for (const [name, award] of [['open', 'gold-medal'], ['checked', 'leaders-in-innovation'], ['judged', 'becker-young-investigator'],
        ['decided', 'keller-philanthropy']]) await first(name, `select ${cycle(award)}`);
    const judged = `from nomination n where n.cycle = '${id.judged}'`;
    await first('nominee', `select n.id ${judged} order by n.nominee_name`);
    await first('conflicted', `select n.id ${judged} and n.nominator = (select person from account where email = 'reviewer2@demo.test')`);
    await first('review', `select b.id from assignment b join account k on k.person = b.reviewer join nomination n on n.id = b.nomination
        where n.cycle = '${id.judged}' and k.email = 'reviewer1@demo.test' and b.state <> 'submitted'
        order by n.nominee_name`);
    await first('honored', `select n.id from nomination n where n.cycle = '${id.decided}'`);
    await first('toCheck', `select n.id from nomination n where n.cycle = '${id.checked}' and n.state = 'submitted'`);
    await first('draft', `select n.id from nomination n join account k on k.person = n.nominator
        where k.email = 'member@demo.test' and n.state = 'draft'`);
    await first('letter', `select id from letter where nomination = '${id.draft}'`);
    await first('conflict', `select f.id from conflict f join nomination n on n.id = f.nomination where n.cycle = '${id.judged}'`);
    await house.sql(`begin; set local session_replication_role = replica;
        update seat set since = '2020-01-01'; update office set since = '2020-01-01'; commit`);
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

/* Somebody of the demo at a browser; the same again when they have been there. */
const signedIn = new Map();
async function at(name, options = {}) {
    const key = name + JSON.stringify(options);
    if (!signedIn.has(key)) signedIn.set(key, await openPage(browser, options));
    const one = signedIn.get(key);
    await one.page.context().addCookies(jar(await signIn(house, `${name}@demo.test`)));
    return one;
}

/* Every page, by who looks at it: its name, and its address. */
const tour = () => ({
    member: { 'member-desk': '/desk', account: '/account', begin: '/awards/gold-medal/nominate?q=demo', draft: `/nominations/${id.draft}`,
        part: `/nominations/${id.draft}/parts/1`, document: `/nominations/${id.draft}/documents/curriculum_vitae`,
        letters: `/nominations/${id.draft}/letters`, letter: `/nominations/${id.draft}/letters/${id.letter}`,
        check: `/nominations/${id.draft}/check`, withdraw: `/nominations/${id.draft}/withdraw` },
    chair: { desk: '/desk', cycle: `/cycles/${id.judged}`, conflicts: `/cycles/${id.judged}/conflicts`,
        'conflicts-all': `/cycles/${id.judged}/conflicts/all`, dismiss: `/conflicts/${id.conflict}/dismiss`,
        assignments: `/cycles/${id.judged}/assignments`, 'scores-early': `/cycles/${id.judged}/scores`,
        scores: `/cycles/${id.decided}/scores`, 'scores-one': `/cycles/${id.decided}/scores/${id.honored}`,
        'decision-early': `/cycles/${id.judged}/decision`, decision: `/cycles/${id.decided}/decision` },
    reviewer5: { 'deputy-cycle': `/cycles/${id.judged}`, 'deputy-conflicts': `/cycles/${id.judged}/conflicts`,
        'packet-first': `/packets/${id.nominee}`, 'deputy-assignments': `/cycles/${id.judged}/assignments` },
    reviewer1: { 'reviewer-reviews': '/reviews', 'reviewer-review': `/reviews/${id.review}`,
        packet: `/packets/${id.nominee}` },
    reviewer2: { 'conflicted-cycle': `/cycles/${id.judged}`, 'conflicted-conflicts': `/cycles/${id.judged}/conflicts` },
    board: { 'board-desk': '/desk', 'board-cycle': `/cycles/${id.decided}`, 'board-decision': `/cycles/${id.decided}/decision` },
    staff: { 'staff-desk': '/desk', keeping: '/staff/awards', 'award-new': '/staff/awards/new', 'award-kept': '/staff/awards/gold-medal',
        'award-cycles': '/staff/awards/gold-medal/cycles', 'cycle-open': `/staff/cycles/${id.open}`, form: `/staff/cycles/${id.open}/form`,
        rubric: `/staff/cycles/${id.open}/rubric`, 'cycle-checked': `/staff/cycles/${id.checked}`,
        screening: `/staff/cycles/${id.checked}/nominations`, 'screening-one': `/staff/nominations/${id.toCheck}`,
        announcement: `/staff/cycles/${id.decided}/announcement`, preview: `/staff/cycles/${id.decided}/preview` },
    admin: { people: '/staff/people', mails: '/staff/mail', organizations: '/staff/organizations', organization: '/staff/organizations/sir' },
});

/* Two of them at a time. */
async function walk(each) {
    const people = Object.entries(tour());
    const go = async () => {
        for (let next = people.shift(); next; next = people.shift()) {
            const [who, pages] = next;
            const { page, complaints: of } = await at(who);
            for (const [name, path] of Object.entries(pages)) {
                const answer = await page.goto(address(house, path));
                assert.equal(answer.status(), 200, `${who} at ${path}: ${await title(page)}`);
                await each(page, name);
            }
            complaints.push(...of.splice(0));
        }
    };
    await Promise.all([go(), go()]);
}

const isNoWider = async (page, name, width) => {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} is ${wide} px wide at ${width}`);
};

test('a review, as the README shows it', async () => {
    const { page } = await at('reviewer1');
    await page.goto(address(house, `/reviews/${id.review}`));
    await takeReadmePicture(page, 'review', async () => {
        await page.getByRole('heading', { name: 'The work', exact: true }).evaluate((heading) => {
            heading.scrollIntoView();
            scrollBy(0, -32);
        });
        const criterion = page.locator('fieldset[id^="mark."]').first();
        await criterion.getByRole('radio').nth(2).check();
        await page.getByText(/^Saved \d/).first().waitFor();
        await criterion.evaluate((element) => element.closest('.rubric').scrollTo(0, element.offsetTop - 10));
    });
});

test('names of two hundred characters fit everywhere, on a screen of 320 px too', async () => {
    const long = (start) => `${start} ${'Maria-Magdalena '.repeat(10)}${'Quillerinthorpe'.repeat(4)}`.slice(0, 200);
    const keep = await house.sql(`select json_agg(json_build_array(id, name)) from award`);
    await house.sql(`begin; set local session_replication_role = replica;
        update award set name = left('${long('The Medal of')}', 195 - length(slug)) || ' ' || slug;
        update nomination set nominee_name = left('${long('Ada')}', 200); commit`);
    await walk((page, name) => isNoWider(page, name, 320));
    assert.deepEqual(complaints, []);
    await house.sql(`begin; set local session_replication_role = replica;
        update award set name = kept.value ->> 1 from json_array_elements('${keep.replaceAll("'", "''")}') kept
         where id = (kept.value ->> 0)::uuid;
        update nomination n set nominee_name = coalesce((select p.name from person p where p.id = n.nominee), 'Ada Quill'); commit`);
});

/* By forms alone, from the conflicts of interest to the public page. */
const plain = { javaScriptEnabled: false };
const state = (of, where) => house.sql(`select state from ${of} where ${where}`);

test('without scripts the deputy declares and assigns', async () => {
    const { page } = await at('reviewer5', plain);
    await page.goto(address(house, `/cycles/${id.judged}/conflicts`));
    await page.getByLabel(/^Conflict of interest with Jamila/).selectOption({ label: 'Mentor or trainee' });
    await press(page, 'Declare this');
    assert.match(await page.title(), /^Error: /);
    await page.getByLabel(/^What it is, in a line ?, with Jamila/).fill('I have taught her.');
    await page.getByLabel(/I have gone through all/).check();
    await press(page, 'Declare this');
    assert.match(await text(page), /You have gone through all nominees/);
    await follow(page, 'Go on');
    await follow(page, 'Assign reviewers');
    assert.doesNotMatch(await text(page), /Jamila/);
    await page.getByLabel('Reviewers for each nomination').fill('4');
    await press(page, 'Propose');
    assert.match(await text(page), /This is a proposal/);
    await press(page, 'Save what is ticked');
    assert.match(await text(page), /Saved/);
    assert.equal(await house.sql(`select count(*) from assignment b join nomination n on n.id = b.nomination
        where n.cycle = '${id.judged}' and n.nominee_name not like 'Jamila%' group by n.id having count(*) < 4`), '');
});

test('without scripts a reviewer scores and submits', async () => {
    const { page } = await at('reviewer1', plain);
    await page.goto(address(house, `/reviews/${id.review}`));
    await press(page, 'Submit the review');
    for (const group of await page.locator('fieldset[id^="mark."]').all()) await group.getByRole('radio').nth(1).check();
    await page.locator('textarea').last().fill('It decides itself.');
    await press(page, 'Submit the review');
    assert.match(await text(page), /Your review is submitted/);
    assert.equal(await state('assignment', `id = '${id.review}'`), 'submitted');
});

test('without scripts names are proposed, ratified and announced', async () => {
    await house.done('clock', 'set', JUDGED);
    const chair = await at('chair', plain);
    await chair.page.goto(address(house, `/cycles/${id.judged}/decision`));
    const [name] = (await chair.page.locator('.choices .name').first().innerText()).split('\n');
    await chair.page.getByRole('checkbox', { name }).check();
    await chair.page.getByLabel(`Citation for ${name}`).fill('For what had not been done');
    await press(chair.page, 'Propose to the board');
    assert.match(await text(chair.page), /The names are with the board/);
    const board = await at('board', plain);
    await board.page.goto(address(house, `/cycles/${id.judged}/conflicts`));
    await board.page.getByLabel(/I have gone through all/).check();
    await press(board.page, 'Declare this');
    await board.page.goto(address(house, `/cycles/${id.judged}/decision`));
    await press(board.page, 'Ratify these names');
    const staff = await at('staff', plain);
    await staff.page.goto(address(house, `/cycles/${id.judged}/conflicts`));
    await staff.page.getByLabel(/I have gone through all/).check();
    await press(staff.page, 'Declare this');
    await staff.page.goto(address(house, '/desk'));
    await follow(staff.page, 'An announcement to set');
    await staff.page.getByLabel('Day').fill('2026-07-02');
    await staff.page.getByLabel('Time').fill('10:00');
    await press(staff.page, 'Set the announcement');
    assert.match(await text(staff.page), /To be announced in 7 days/);
    await follow(staff.page, 'The public pages as they will be');
    assert.match(await text(staff.page), new RegExp(name));
    await house.done('clock', 'set', ANNOUNCED);
    await until(async () => (await house.get('/awards/becker-young-investigator')).text.includes('For what had not been done'));
});
