/* The pages of judging in Chromium, as everybody finds them in the demo, from the organization to the announcement; then
 * with names as long as can be, and without scripts. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signIn } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { lookEveryWay, openBrowser, openPage } from './browser.mjs';
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
        where n.cycle = '${id.judged}' and k.email = 'reviewer1@demo.test' and b.state <> 'submitted'`);
    await first('honored', `select n.id from nomination n where n.cycle = '${id.decided}'`);
    await first('toCheck', `select n.id from nomination n where n.cycle = '${id.checked}' and n.state = 'submitted'`);
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
    chair: { desk: '/desk', cycle: `/cycles/${id.judged}`, conflicts: `/cycles/${id.judged}/conflicts`,
        'conflicts-all': `/cycles/${id.judged}/conflicts/all`, dismiss: `/conflicts/${id.conflict}/dismiss`,
        assignments: `/cycles/${id.judged}/assignments`, 'scores-early': `/cycles/${id.judged}/scores`,
        scores: `/cycles/${id.decided}/scores`, 'scores-one': `/cycles/${id.decided}/scores/${id.honored}`,
        'decision-early': `/cycles/${id.judged}/decision`, decision: `/cycles/${id.decided}/decision` },
    reviewer5: { 'deputy-desk': '/desk', 'deputy-cycle': `/cycles/${id.judged}`, 'deputy-conflicts': `/cycles/${id.judged}/conflicts`,
        'packet-first': `/packets/${id.nominee}`, 'deputy-assignments': `/cycles/${id.judged}/assignments` },
    reviewer1: { 'reviewer-desk': '/desk', 'reviewer-reviews': '/reviews', 'reviewer-review': `/reviews/${id.review}`,
        packet: `/packets/${id.nominee}` },
    reviewer2: { 'conflicted-cycle': `/cycles/${id.judged}`, 'conflicted-conflicts': `/cycles/${id.judged}/conflicts` },
    board: { 'board-desk': '/desk', 'board-cycle': `/cycles/${id.decided}`, 'board-decision': `/cycles/${id.decided}/decision` },
    staff: { 'staff-desk': '/desk', keeping: '/staff/awards', 'award-new': '/staff/awards/new', 'award-kept': '/staff/awards/gold-medal',
        'award-cycles': '/staff/awards/gold-medal/cycles', 'cycle-open': `/staff/cycles/${id.open}`, form: `/staff/cycles/${id.open}/form`,
        rubric: `/staff/cycles/${id.open}/rubric`, 'cycle-checked': `/staff/cycles/${id.checked}`,
        screening: `/staff/cycles/${id.checked}/nominations`, 'screening-one': `/staff/nominations/${id.toCheck}`,
        announcement: `/staff/cycles/${id.decided}/announcement`, preview: `/staff/cycles/${id.decided}/preview` },
    admin: { organizations: '/staff/organizations', organization: '/staff/organizations/sir' },
});

async function walk(each) {
    for (const [who, pages] of Object.entries(tour())) {
        const { page, complaints: of } = await at(who);
        for (const [name, path] of Object.entries(pages)) {
            const answer = await page.goto(address(house, path));
            assert.equal(answer.status(), 200, `${who} at ${path}: ${await title(page)}`);
            await each(page, `judging-${name}`);
        }
        complaints.push(...of.splice(0));
    }
}

test('everybody finds pages that are fit for them', async () => {
    await walk(lookEveryWay);
    assert.deepEqual(complaints, []);
});
