/* A reviewer at the keyboard: a whole review is scored without a mouse, saved as it is given, and submitted. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { signIn as signInWithoutBrowser } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { lookEveryWay, openBrowser, openPage } from './browser.mjs';
import { address, jar, openDemo, tabTo, text } from './people.mjs';

const [CYCLE, ADA, BO, REVIEW, NEXT] = [1, 2, 3, 4, 5].map(() => randomUUID());
const DURING = '2026-06-10T15:00:00Z', AFTER = '2026-06-10T17:00:00Z';
const LONG = 'Maria-Magdalena '.repeat(12) + 'Quill';

let house, browser, page, complaints, reviewer;

before(async () => {
    house = await openHouse({ ...openDemo, clock: DURING });
    await house.sql(prepared);
    browser = await openBrowser();
    ({ page, complaints } = await openPage(browser));
    reviewer = await signInWithoutBrowser(house, 'reviewer1@demo.test');
    await page.context().addCookies(jar(reviewer));
});

after(async () => {
    await browser?.close();
    await house?.stop();
});

const person = (name) => `(select person from account where email = '${name}@demo.test')`;

/* Two nominations that are being judged, by two reviewers. */
const prepared = `begin; set local session_replication_role = replica;
    insert into cycle (id, award, year, opens_at, closes_at, published_at, form)
    select '${CYCLE}', a.id, 2019, '2026-04-01', '2026-05-31', '2026-04-01', max(f.id::text)::uuid
      from award a join form f on f.award = a.id where a.slug = 'gold-medal' group by a.id;
    insert into rubric (id, award, version, least, most, words)
    select '${CYCLE}', id, 99, 1, 5, '{Poor,Fair,Good,Very good,Outstanding}' from award where slug = 'gold-medal';
    insert into criterion (rubric, rank, name, kind, label, hint, is_required) values
        ('${CYCLE}', 1, 'impact', 'score', 'Impact on the specialty', 'What others do differently because of it', true),
        ('${CYCLE}', 2, 'character', 'score', 'Character', '', false),
        ('${CYCLE}', 3, 'whole', 'overall', 'Overall', 'Not the mean of the others: your own judgement of the whole', true),
        ('${CYCLE}', 4, 'words', 'comment', 'In your words', 'What the committee should know', true);
    insert into round (id, cycle, rubric, opens_at, closes_at)
    values ('${CYCLE}', '${CYCLE}', '${CYCLE}', '2026-06-10T14:00Z', '2026-06-10T16:00Z');
    update seat set since = '2026-01-01';
    insert into nomination (id, cycle, nominator, nominee_name, nominee_email, state, submitted_at) values
        ('${ADA}', '${CYCLE}', ${person('member')}, '${LONG}', 'ada@elsewhere.test', 'eligible', '2026-05-01'),
        ('${BO}', '${CYCLE}', ${person('member')}, 'Bo Lind', 'bo@elsewhere.test', 'eligible', '2026-05-01');
    insert into answer (nomination, question, value)
    select n.id, q.id, repeat('The case of ' || split_part(n.nominee_name, ' ', 1) || ', told at length. ', 12)
      from nomination n join cycle c on c.id = n.cycle join question q on q.form = c.form
     where c.id = '${CYCLE}' and q.kind = 'long';
    insert into declaration (nomination, person) select n.id, p.person from nomination n, account p
     where n.cycle = '${CYCLE}' and p.email similar to '(chair|reviewer[1-3])@demo.test';
    insert into assignment (id, round, nomination, reviewer, state) values
        ('${REVIEW}', '${CYCLE}', '${ADA}', ${person('reviewer1')}, 'not_started'),
        ('${NEXT}', '${CYCLE}', '${BO}', ${person('reviewer1')}, 'not_started');
    with made as (
        insert into assignment (id, round, nomination, reviewer, state, submitted_at)
        select gen_random_uuid(), '${CYCLE}', n.id, p.person, 'submitted', '2026-06-10T15:00Z'
          from nomination n, account p where n.cycle = '${CYCLE}' and p.email similar to '(chair|reviewer[2-3])@demo.test'
        returning id, nomination
    )
    insert into mark (assignment, criterion, score)
    select made.id, c.id, case when nomination = '${ADA}' then 4 else 3 end from made, criterion c
     where c.rubric = '${CYCLE}' and c.kind <> 'comment';
    commit`;

const marks = () => house.sql(`select string_agg(c.name || '=' || coalesce(m.score::text, m.comment), ' ' order by c.rank)
    from mark m join criterion c on c.id = m.criterion where m.assignment = '${REVIEW}'`);
const areStored = (wanted) => until(async () => (await marks()) === wanted, `stored: ${wanted}`);
const saved = (name) => page.locator(`[data-save$="/${name}"]`).getByText(/^Saved \d{1,2}:\d\d [ap]m$/).waitFor();
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const focused = () => page.evaluate(() => [document.activeElement.name, document.activeElement.value]);

test('the list leads to the review, and the page to the scores', async () => {
    await page.goto(address(house, '/reviews'));
    await tabTo(page, page.getByRole('link', { name: 'Quill' }));
    await press('Enter');
    await page.waitForURL(`**/reviews/${REVIEW}`);
    await tabTo(page, page.getByRole('link', { name: 'Go to the scores' }));
    await press('Enter', 'Tab');
    assert.deepEqual(await focused(), ['mark.impact', '1']);
});

test('digits score, n and p go to and fro, arrows do what they always do, and all of it is saved', async () => {
    await press('4');
    assert.deepEqual(await focused(), ['mark.impact', '4']);
    await areStored('impact=4');
    await saved('impact');
    await press('n', '9', '2', 'n', '3', 'ArrowDown');
    assert.deepEqual(await focused(), ['mark.whole', '4']);
    await press('p', 'p');
    assert.deepEqual(await focused(), ['mark.impact', '4']);
    await press('5', 'Control+1');
    await areStored('impact=5 character=2 whole=4');
    await saved('whole');
});

test('in a text box keys are for typing', async () => {
    await press('n', 'n', 'n');
    await page.keyboard.type('no 1 praises 5 more');
    await areStored('impact=5 character=2 whole=4 words=no 1 praises 5 more');
    await saved('words');
});

test('outside of the rubric no key does anything', async () => {
    await page.getByRole('link', { name: 'Your reviews' }).focus();
    await press('1', 'n', 'p');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Your reviews');
    assert.equal(await page.getByLabel('5 Outstanding').first().isChecked(), true);
});

test('a mark that cannot be saved waits in the browser, and another window’s is shown', async () => {
    await reviewer.get('/reviews');
    const version = await house.sql(`select m.version from mark m join criterion c on c.id = m.criterion
        where m.assignment = '${REVIEW}' and c.name = 'impact'`);
    await reviewer.save(`/reviews/${REVIEW}/marks/impact`, { value: '1', version });
    const field = page.locator('[data-save$="/impact"]');
    await field.getByLabel('3 Good').focus();
    await press('3');
    await field.getByText('This was changed elsewhere meanwhile').waitFor();
    assert.equal(await field.getByRole('alert').locator('blockquote').innerText(), '1');
    complaints.length = 0; /* of the console, about the 409 that was wanted */
    await tabTo(page, field.getByRole('button', { name: 'Keep mine' }));
    await press('Enter');
    await areStored('impact=3 character=2 whole=4 words=no 1 praises 5 more');
    await house.sql(`alter table mark rename to mark_away`);
    await field.getByLabel('3 Good').focus();
    await press('2');
    await field.getByText(/^Not saved/).waitFor();
    await page.goto(address(house, '/reviews'));
    await house.sql(`alter table mark_away rename to mark`);
    await page.goto(address(house, `/reviews/${REVIEW}`));
    await areStored('impact=2 character=2 whole=4 words=no 1 praises 5 more');
    complaints.length = 0;
});

test('the review is submitted by the keyboard, and says what is next', async () => {
    await page.getByRole('link', { name: 'Your reviews' }).focus();
    await tabTo(page, page.getByRole('button', { name: 'Submit the review' }));
    await press('Enter');
    await page.getByText('Your review is submitted.').waitFor();
    assert.equal(await house.sql(`select state from assignment where id = '${REVIEW}'`), 'submitted');
    assert.match(await text(page), /Next: Bo Lind/);
});

test('what is missing is said, and led to', async () => {
    await page.goto(address(house, `/reviews/${NEXT}`));
    await page.getByRole('button', { name: 'Submit the review' }).click();
    await page.getByText('There is a problem').waitFor();
    complaints.length = 0;
    await page.getByRole('link', { name: 'Overall: Give a score.' }).click();
    await press('2');
    await until(async () => (await house.sql(`select max(score) from mark where assignment = '${NEXT}'`)) === '2');
});

test('scores are drawn when judging has closed', async () => {
    await page.goto(address(house, `/cycles/${CYCLE}/scores`));
    await house.done('clock', 'set', AFTER);
    await page.reload();
    await page.getByText('Means by criterion').first().click();
    await lookEveryWay(page, 'scores');
    await page.getByRole('link', { name: 'Quill' }).first().click();
    await page.getByRole('heading', { level: 2, name: 'Henrik Vasstrand' }).waitFor();
    await lookEveryWay(page, 'scores-nomination');
});

test('nothing complains', () => assert.deepEqual(complaints, []));
