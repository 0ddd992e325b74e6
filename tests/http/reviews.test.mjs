// Reviews from the first mark to the table of scores, as reviewers live them, and what everybody else may know of them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PASSWORD, signIn } from './browse.mjs';
import { openHouse } from './house.mjs';
import { checkPage, links, texts, words } from './page.mjs';

const CYCLE = randomUUID();
const [ADA, BO, CY, DEE] = [1, 2, 3, 4].map(() => randomUUID());
const NAMES = { [ADA]: 'Ada Quill', [BO]: 'Bo Lind', [CY]: 'Cy Dorn', [DEE]: 'Dee Falk' };
const REVIEWS = {}; // by "reviewer nomination"
for (const [reviewer, nominations] of Object.entries({
    reviewer1: [ADA, BO], reviewer2: [ADA, BO, CY, DEE], reviewer3: [ADA, BO, CY], chair: [CY] }))
    for (const nomination of nominations) REVIEWS[`${reviewer} ${nomination}`] = randomUUID();
const ONE = REVIEWS[`reviewer1 ${ADA}`], TWO = REVIEWS[`reviewer1 ${BO}`];
const [BEFORE, DURING, AFTER] = [13, 15, 17].map((hour) => `2026-06-10T${hour}:00:00Z`);

let house, reviewer;
const ids = {}; // of people, by the name before @
const signedIn = {};

// That person at their browser.
async function at(name) {
    signedIn[name] ??= await signIn(house, `${name}@demo.test`);
    await signedIn[name].get('/account');
    return signedIn[name];
}

before(async () => {
    house = await openHouse({ clock: DURING, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    await house.sql(prepared);
    for (const line of (await house.sql(`select email, person from account where email like '%@demo.test'`)).split('\n'))
        ids[line.split('@')[0]] = line.split('|')[1];
    reviewer = await at('reviewer1');
});
after(() => house.stop());

const email = (name) => `(select person from account where email = '${name}@demo.test')`;
const rows = (list) => list.join(',\n');

// A cycle that is being judged: four nominations, of which everybody has said that there is no conflict, but reviewer4
// who is in conflict with the first, and reviewer5 who has not spoken.
const prepared = `begin; set local session_replication_role = replica;
    insert into cycle (id, award, year, opens_at, closes_at, published_at, form)
    select '${CYCLE}', a.id, 2019, '2026-04-01', '2026-05-31', '2026-04-01', max(f.id::text)::uuid
      from award a join form f on f.award = a.id where a.slug = 'gold-medal' group by a.id;
    insert into rubric (id, award, version, least, most, words)
    select '${CYCLE}', id, 99, 1, 5, '{Poor,Fair,Good,Very good,Outstanding}' from award where slug = 'gold-medal';
    insert into criterion (rubric, rank, name, kind, label, is_required) values
        ('${CYCLE}', 1, 'impact', 'score', 'Impact', true), ('${CYCLE}', 2, 'character', 'score', 'Character', false),
        ('${CYCLE}', 3, 'whole', 'overall', 'Overall', true), ('${CYCLE}', 4, 'words', 'comment', 'In your words', true);
    insert into round (id, cycle, rubric, opens_at, closes_at)
    values ('${CYCLE}', '${CYCLE}', '${CYCLE}', '2026-06-10T14:00Z', '2026-06-10T16:00Z');
    update seat set since = '2026-01-01'; update office set since = '2026-01-01';
    insert into nomination (id, cycle, nominator, nominee_name, nominee_email, state, submitted_at) values
    ${rows(Object.entries(NAMES).map(([id, name]) => `('${id}', '${CYCLE}', ${email('member')}, '${name}',
        '${id}@elsewhere.test', 'eligible', '2026-05-01')`))};
    insert into answer (nomination, question, value)
    select n.id, q.id, 'The case of ' || n.nominee_name from nomination n join cycle c on c.id = n.cycle
      join question q on q.form = c.form where c.id = '${CYCLE}' and q.kind = 'long';
    insert into declaration (nomination, person) select n.id, p.person
      from nomination n, account p where n.cycle = '${CYCLE}'
       and p.email similar to '(chair|reviewer[1-4])@demo.test';
    insert into conflict (nomination, person, kind) values ('${ADA}', ${email('reviewer4')}, 'mentor');
    insert into assignment (id, round, nomination, reviewer) values
    ${rows(Object.entries(REVIEWS).map(([key, id]) => {
        const [name, nomination] = key.split(' ');
        return `('${id}', '${CYCLE}', '${nomination}', ${email(name)})`;
    }))};
    commit`;

// What a person reads or does in the database itself, as the program's role.
const asApp = (person, sql) => house.sql(`begin; select set_config('laureate.person', '${ids[person]}', true) \\g /dev/null
    ${sql}; commit`, { role: 'laureate_app' });
const counted = (person, from) => asApp(person, `select count(*) from ${from}`).then(Number);
const state = (review) => house.sql(`select state from assignment where id = '${review}'`);
const marks = (review) => house.sql(`select string_agg(c.name || '=' || coalesce(m.score::text, m.comment), ' ' order by c.rank)
    from mark m join criterion c on c.id = m.criterion where m.assignment = '${review}'`);
const events = (act) => house.sql(`select count(*) from event where act = '${act}'`).then(Number);
const hidden = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
const errors = (html) => texts(html.match(/class="error-summary".*?<\/ul>/s)?.[0] ?? '', 'li');
const setClock = (instant) => house.sql(`select clock_set(0, '${instant}')`);
const when = async (instant, done) => {
    await setClock(instant);
    try { return await done(); } finally { await setClock(DURING); }
};

// The form of a review as its page has it, with these marks given instead.
async function formOf(person, review, given = {}) {
    const { text, status } = await person.get(`/reviews/${review}`);
    assert.equal(status, 200, words(text));
    const fields = {};
    for (const name of ['impact', 'character', 'whole', 'words']) {
        fields[`version.${name}`] = hidden(text, `version.${name}`);
        fields[`was.${name}`] = hidden(text, `was.${name}`);
        const was = name === 'words' ? text.match(/name="mark.words".*?>\n(.*?)<\/textarea>/s)[1]
            : text.match(new RegExp(`name="mark.${name}" value="(\\d+)"[^>]* checked`))?.[1];
        const value = given[name] ?? was;
        if (value !== undefined) fields[`mark.${name}`] = value;
    }
    return fields;
}

test('the list has what is to be written on top, and leads to it', async () => {
    const page = await reviewer.get('/reviews');
    checkPage(page.text, '/reviews');
    assert.deepEqual(texts(page.text, 'h3'), ['Ada Quill', 'Bo Lind']);
    assert.match(words(page.text), /To write Ada Quill .* Not started/);
    assert.ok(links(page.text).includes(`/reviews/${ONE}`));
    const nothing = await at('reviewer5');
    const empty = await nothing.get('/reviews');
    checkPage(empty.text, '/reviews');
    assert.match(words(empty.text), /Nothing is assigned to you/);
});

test('the packet stands beside the rubric', async () => {
    const page = await reviewer.get(`/reviews/${ONE}`);
    checkPage(page.text, page.path);
    assert.match(words(page.text), /The case of Ada Quill/);
    assert.match(words(page.text), /1 Poor 2 Fair 3 Good 4 Very good 5 Outstanding/);
    assert.match(page.text, /\/assets\/review\.[0-9a-f]+\.js/);
});

test('each mark is kept as it is given, upon its version', async () => {
    const address = (name) => `/reviews/${ONE}/marks/${name}`;
    const first = await reviewer.save(address('impact'), { value: '4', version: 0 });
    assert.deepEqual([first.status, first.version, first.error], [200, 1, null]);
    assert.match(first.saved, /^\d{1,2}:\d\d [ap]m Eastern Time$/);
    assert.equal(await state(ONE), 'draft');
    assert.equal((await reviewer.save(address('impact'), { value: '4', version: 0 })).version, 1);
    assert.equal((await reviewer.save(address('impact'), { value: '5', version: 1 })).version, 2);
    const clash = await reviewer.save(address('impact'), { value: '2', version: 1 });
    assert.deepEqual([clash.status, clash.version, clash.value], [409, 2, '5']);
    assert.equal((await reviewer.save(address('words'), { value: 'She <taught>\n us', version: 0 })).status, 200);
    assert.equal((await reviewer.save(address('impact'), { value: '', version: 2 })).version, 3);
    assert.equal((await reviewer.save(address('impact'), { value: '4', version: 3 })).version, 4);
    for (const [name, value] of [['impact', '6'], ['impact', '0'], ['impact', 'x'], ['impact', '4.5'], ['words', 'x'.repeat(20001)]])
        assert.equal((await reviewer.save(address(name), { value, version: 4 })).status, 422, value.slice(0, 9));
    assert.equal((await reviewer.save(address('nothing'), { value: '1', version: 0 })).status, 404);
    assert.equal(await marks(ONE), 'impact=4 words=She <taught>\n us');
});

test('submitting is refused until all that is needed is given; everything is kept', async () => {
    const form = await formOf(reviewer, ONE, { character: '2', words: '  ' });
    const page = await reviewer.post(`/reviews/${ONE}`, { ...form, then: 'submit' });
    assert.equal(page.status, 422);
    checkPage(page.text, page.path);
    assert.deepEqual(errors(page.text), ['Overall: Give a score.', 'In your words: Write a comment.']);
    assert.match(page.text, /href="#mark.whole"/);
    assert.match(page.text, /name="mark.character" value="2"[^>]* checked/);
    assert.match(await marks(ONE), /^impact=4 character=2 words=\s*$/);
    assert.equal(await state(ONE), 'draft');
    assert.match(words((await reviewer.get('/reviews')).text), /Ada Quill .* 2 of 4 given Begun/);
});

test('without scripts it is saved as a form, and what another window has saved is shown', async () => {
    const [one, other] = [await formOf(reviewer, ONE, { whole: '3' }), await formOf(reviewer, ONE, { whole: '5', words: 'Mine' })];
    assert.equal((await reviewer.post(`/reviews/${ONE}`, { ...one, then: 'save' })).path, '/reviews');
    const clash = await reviewer.post(`/reviews/${ONE}`, { ...other, then: 'submit' });
    assert.equal(clash.status, 422);
    checkPage(clash.text, clash.path);
    assert.match(clash.text, /data-clash>.*<blockquote class="said">3</s);
    assert.match(clash.text, /name="mark.whole" value="5"[^>]* checked/);
    assert.match(await marks(ONE), /whole=3 words=Mine$/);
    assert.equal(await state(ONE), 'draft');
    const mine = { ...other, 'mark.whole': '5', 'version.whole': hidden(clash.text, 'version.whole'),
        'was.whole': hidden(clash.text, 'was.whole') };
    await reviewer.post(`/reviews/${ONE}`, { ...mine, then: 'save' });
    assert.match(await marks(ONE), /whole=5 words=Mine$/);
});

test('a review is submitted once, read-only then, and can be reopened', async () => {
    const form = await formOf(reviewer, ONE, { whole: '4' });
    const page = await reviewer.post(`/reviews/${ONE}`, { ...form, then: 'submit' });
    assert.equal(page.path, `/reviews/${ONE}`, words(page.text));
    checkPage(page.text, page.path);
    assert.match(words(page.text), /Your review is submitted.* Next: Bo Lind/);
    assert.doesNotMatch(page.text, /type="radio"/);
    const again = await reviewer.post(`/reviews/${ONE}`, { ...form, then: 'submit' });
    assert.equal(again.path, `/reviews/${ONE}`);
    assert.equal(await events('review.submitted'), 1);
    assert.match(words((await reviewer.get('/reviews')).text), /Submitted Ada Quill .* Submitted/);

    const changed = await reviewer.post(`/reviews/${ONE}`, { ...form, 'mark.whole': '1', 'was.whole': '', then: 'save' });
    assert.equal(changed.status, 422);
    assert.match(words(changed.text), /You gave this, and it was not saved: 1/);
    const refused = await reviewer.save(`/reviews/${ONE}/marks/whole`, { value: '1', version: 3 });
    assert.equal(refused.status, 409);
    assert.match(refused.detail, /Reopen it first/);

    for (let sent = 0; sent < 2; sent++)
        assert.equal((await reviewer.post(`/reviews/${ONE}/reopen`)).path, `/reviews/${ONE}`);
    assert.equal(await events('review.reopened'), 1);
    assert.equal(await state(ONE), 'draft');
    assert.match(words((await reviewer.get(`/reviews/${ONE}`)).text), /You have reopened this review/);
    await reviewer.post(`/reviews/${ONE}`, { ...await formOf(reviewer, ONE, { character: '3' }), then: 'submit' });
    assert.equal(await state(ONE), 'submitted');
    assert.equal(await marks(ONE), 'impact=4 character=3 whole=4 words=Mine');
});

test('nobody comes to the review of somebody else, not even in the database', async () => {
    for (const name of ['reviewer2', 'chair', 'staff', 'board', 'admin', 'member']) {
        const person = await at(name);
        for (const path of [`/reviews/${ONE}`, `/reviews/${ONE}/recuse`])
            assert.equal((await person.get(path)).status, 404, `${name} ${path}`);
        for (const [path, fields] of [['', { then: 'submit' }], ['/reopen', {}], ['/recuse', { kind: 'money' }],
            ['/marks/impact', { value: '1', version: 4 }]])
            assert.equal((await person.post(`/reviews/${ONE}${path}`, fields)).status, 404, `${name} ${path}`);
        assert.equal(await counted(name, 'mark'), 0, name);
        assert.equal(await asApp(name, `update assignment set state = 'draft' where id = '${ONE}' returning id`), '', name);
        await assert.rejects(asApp(name, `insert into mark (assignment, criterion, score)
            select '${TWO}', id, 1 from criterion where rubric = '${CYCLE}' and name = 'impact'`), /There is no such page/);
    }
    assert.equal(await state(ONE), 'submitted');
    assert.equal(await counted('chair', `assignment where nomination = '${ADA}'`), 3); // completion, for the chair
    assert.equal(await counted('reviewer4', `assignment where round = '${CYCLE}'`), 0);
    assert.equal(await counted('member', 'assignment'), 0);
});

test('before the close the page of scores says when it opens, and nothing else', async () => {
    for (const name of ['reviewer1', 'chair', 'staff']) {
        const person = await at(name);
        const page = await person.get(`/cycles/${CYCLE}/scores`);
        checkPage(page.text, page.path);
        assert.match(words(page.text), /Scores open when judging has closed/);
        assert.doesNotMatch(page.text, /<table|<svg[^>]*strip|Ada Quill/);
        assert.equal((await person.get(`/cycles/${CYCLE}/scores/${ADA}`)).status, 404, name);
    }
    for (const name of ['member', 'board', 'admin'])
        assert.equal((await (await at(name)).get(`/cycles/${CYCLE}/scores`)).status, 404, name);
});

test('a review cannot be written before judging opens', async () => {
    await when(BEFORE, async () => {
        const early = await at('reviewer1');
        const page = await early.get(`/reviews/${TWO}`);
        checkPage(page.text, page.path);
        assert.match(words(page.text), /Judging opens/);
        assert.doesNotMatch(page.text, /type="radio"/);
        assert.equal((await early.save(`/reviews/${TWO}/marks/impact`, { value: '1', version: 0 })).status, 403);
        assert.match(words((await early.get('/reviews')).text), /Not open yet Ada Quill/);
    });
    assert.equal(await state(TWO), 'not_started');
});

// Whole reviews, as their reviewers give them; what is 0 is left out.
async function give(name, nomination, impact, whole, then = 'submit') {
    const person = await at(name);
    const review = REVIEWS[`${name} ${nomination}`];
    const form = await formOf(person, review, { impact: String(impact), whole: String(whole), words: `${name} thinks so.` });
    const page = await person.post(`/reviews/${review}`, { ...form, then });
    assert.notEqual(page.status, 422, words(page.text));
}

test('when judging has closed what was submitted stands, and a draft does not count', async () => {
    await give('reviewer2', ADA, 3, 5);
    await give('reviewer3', ADA, 5, 3);
    await give('reviewer2', BO, 2, 4);
    await give('reviewer3', BO, 2, 4);
    await give('reviewer2', CY, 1, 1);
    await give('reviewer3', CY, 1, 5, 'save');
    await reviewer.save(`/reviews/${TWO}/marks/whole`, { value: '5', version: 0 });
    await when(AFTER, async () => {
        const late = await at('reviewer1');
        const draft = await late.get(`/reviews/${TWO}`);
        checkPage(draft.text, draft.path);
        assert.match(words(draft.text), /This review does not count\./);
        const autosave = await late.save(`/reviews/${TWO}/marks/whole`, { value: '1', version: 1 });
        assert.equal(autosave.status, 403);
        assert.match(autosave.detail, /Judging has closed/);
        const form = { 'mark.whole': '1', 'version.whole': '1', then: 'submit' };
        const page = await late.post(`/reviews/${TWO}`, form);
        assert.notEqual(page.status, 200);
        assert.match(words(page.text), /it was not saved: 1/);
        assert.equal((await late.post(`/reviews/${ONE}/reopen`)).status, 403);
        assert.match(words((await late.get(`/reviews/${ONE}`)).text), /What you submitted stands/);
        assert.match(words((await late.get('/reviews')).text), /Judging has closed .*Not submitted/);
        assert.equal(await counted('reviewer4', `mark m join assignment a on a.id = m.assignment where a.state <> 'submitted'`), 0);
        await assert.rejects(asApp('reviewer1', `update assignment set state = 'draft' where id = '${ONE}'`), /Judging has closed/);
    });
    assert.equal(await marks(TWO), 'whole=5');
});

// The table's rows as text.
const table = (html) => texts(html.match(/<tbody>.*?<\/tbody>/s)[0], 'tr');

test('the table ranks by the mean, with the spread and a strip, and leads to the reviews', async () => {
    await when(AFTER, async () => {
        const person = await at('reviewer1');
        const page = await person.get(`/cycles/${CYCLE}/scores`);
        checkPage(page.text, page.path);
        // Ada: 4 5 3 (the mean 4, the spread 1); Bo: 4 4; Cy: 1; Dee: none.
        assert.deepEqual(table(page.text), ['1 = shared Ada Quill 4.00 1.0 3', '1 = shared Bo Lind 4.00 0.0 2', '3 Cy Dorn 1.00 – 1',
            '– Dee Falk None – – 0']);
        assert.match(page.text, /aria-label="Overall scores, from low to high: 3 4 5"/);
        assert.equal([...page.text.matchAll(/<circle/g)].length, 6);
        await house.sql(`update rubric set is_low_best = true where id = '${CYCLE}'`);
        assert.deepEqual(table((await person.get(page.path)).text).map((row) => row.slice(0, 9)),
            ['1 Cy Dorn', '2 = share', '2 = share', '– Dee Fal']);
        await house.sql(`update rubric set is_low_best = false where id = '${CYCLE}'`);
        const one = await person.get(`/cycles/${CYCLE}/scores/${ADA}`);
        checkPage(one.text, one.path);
        assert.match(words(one.text), /Adaeze Okonjo Impact 4 Very good Character 3 Good Overall 4 Very good In your words Mine/);
        assert.match(words(one.text), /reviewer3 thinks so.*reviewer2 thinks so/s);
        const draft = await person.get(`/cycles/${CYCLE}/scores/${CY}`);
        assert.doesNotMatch(words(draft.text), /reviewer3 thinks so/);
        assert.equal((await person.get(`/cycles/${CYCLE}/scores/${randomUUID()}`)).status, 404);
    });
});

test('who is in conflict, or has not said, finds neither row nor number nor place of it', async () => {
    await when(AFTER, async () => {
        const person = await at('reviewer4');
        const page = await person.get(`/cycles/${CYCLE}/scores`);
        assert.deepEqual(table(page.text), ['1 Bo Lind 4.00 0.0 2', '2 Cy Dorn 1.00 – 1', '– Dee Falk None – – 0']);
        assert.doesNotMatch(page.text, /Ada/);
        assert.equal((await person.get(`/cycles/${CYCLE}/scores/${ADA}`)).status, 404);
        assert.equal(await counted('reviewer4', 'assignment where round = \'' + CYCLE + `' and state = 'submitted'`), 3);
        assert.equal(await counted('reviewer4', `mark m join assignment a on a.id = m.assignment where a.nomination = '${ADA}'`), 0);
        assert.equal(await counted('reviewer4', 'mark'), 9);
        const unsaid = await at('reviewer5');
        const empty = await unsaid.get(`/cycles/${CYCLE}/scores`);
        checkPage(empty.text, empty.path);
        assert.match(words(empty.text), /There is nothing here for you to compare/);
        assert.equal(await counted('reviewer5', 'mark'), 0);
        for (const name of ['member', 'board', 'admin']) assert.equal(await counted(name, 'mark'), 0, name);
        assert.equal(await counted('staff', 'mark'), 19);
    });
});

test('a nominator on the committee sees the others only', async () => {
    await house.sql(`set session_replication_role = replica;
        update nomination set nominator = '${ids.reviewer2}' where id = '${BO}'`);
    try {
        await when(AFTER, async () => {
            const person = await at('reviewer2');
            assert.deepEqual(table((await person.get(`/cycles/${CYCLE}/scores`)).text).map((row) => row.slice(0, 9)),
                ['1 Ada Qui', '2 Cy Dorn', '– Dee Fal']);
            assert.equal((await person.get(`/reviews/${REVIEWS[`reviewer2 ${BO}`]}`)).status, 404);
            assert.equal(await counted('reviewer2', `mark where assignment = '${REVIEWS[`reviewer3 ${BO}`]}'`), 0);
            assert.doesNotMatch(words((await person.get('/reviews')).text), /Bo Lind/);
        });
    } finally {
        await house.sql(`set session_replication_role = replica;
            update nomination set nominator = '${ids.member}' where id = '${BO}'`);
    }
});

test('who steps back reads nothing any more, and counts no more', async () => {
    const review = REVIEWS[`reviewer3 ${ADA}`];
    const person = await at('reviewer3');
    const asked = await person.get(`/reviews/${review}/recuse`);
    checkPage(asked.text, asked.path);
    const wrong = await person.post(`/reviews/${review}/recuse`, { kind: 'love', evidence: 'We <met>' });
    assert.equal(wrong.status, 422);
    checkPage(wrong.text, wrong.path);
    assert.match(wrong.text, /We &lt;met&gt;/);
    assert.deepEqual(errors(wrong.text), ['Choose one of what is offered.']);
    const short = await person.post(`/reviews/${review}/recuse`, { kind: 'mentor', evidence: ' ' });
    assert.match(short.text, /value="mentor" checked/);
    assert.deepEqual(errors(short.text), ['Say in a line what the conflict is.']);
    assert.equal((await person.post(`/reviews/${review}/recuse`, { kind: 'none', evidence: 'x' })).status, 422);
    await assert.rejects(asApp('reviewer3', `update assignment set state = 'recused' where id = '${review}'`), /not in a state/);
    for (let sent = 0; sent < 2; sent++)
        assert.equal((await person.post(`/reviews/${review}/recuse`, { kind: 'mentor', evidence: 'We met' })).path, '/reviews');
    assert.equal(await state(review), 'recused');
    assert.equal(await events('conflict.declared'), 1);
    const list = await person.get('/reviews');
    checkPage(list.text, '/reviews');
    assert.doesNotMatch(list.text, new RegExp(`Ada Quill|${review}`));
    assert.match(words(list.text), /Not yours to judge SIR Gold Medal 2019 .* You stepped back/);
    for (const path of [`/reviews/${review}`, `/reviews/${review}/recuse`]) assert.equal((await person.get(path)).status, 404);
    assert.equal((await person.save(`/reviews/${review}/marks/impact`, { value: '1', version: 1 })).status, 403);
    assert.equal((await person.post(`/reviews/${review}/reopen`)).status, 404);
    await when(AFTER, async () => {
        const other = await at('reviewer1');
        assert.equal(table((await other.get(`/cycles/${CYCLE}/scores`)).text)[0], '1 Ada Quill 4.50 0.7 2');
        const late = await at('reviewer3');
        assert.doesNotMatch((await late.get(`/cycles/${CYCLE}/scores`)).text, /Ada Quill/);
    });
});

test('when the conflict is dismissed the review is taken up again', async () => {
    const review = REVIEWS[`reviewer3 ${ADA}`];
    await house.sql(`update conflict set dismissed_at = clock_now(), dismissed_by = '${ids.chair}'
        where nomination = '${ADA}' and person = '${ids.reviewer3}'`);
    const person = await at('reviewer3');
    const list = await person.get('/reviews');
    checkPage(list.text, '/reviews');
    assert.match(words(list.text), /You can take the review up again/);
    const page = await person.get(`/reviews/${review}`);
    checkPage(page.text, page.path);
    assert.doesNotMatch(page.text, /type="radio"/);
    assert.equal((await person.save(`/reviews/${review}/marks/impact`, { value: '1', version: 1 })).status, 409);
    assert.equal((await person.post(`/reviews/${review}/reopen`)).path, `/reviews/${review}`);
    assert.equal(await state(review), 'draft');
    assert.equal(await marks(review), 'impact=5 whole=3 words=reviewer3 thinks so.');
});

test('who has lost the seat reads and writes no more; the list says so without a name', async () => {
    await house.sql(`update seat set until = clock_now() where person = '${ids.reviewer2}'`);
    const person = await at('reviewer2');
    const review = REVIEWS[`reviewer2 ${DEE}`];
    assert.equal((await person.get(`/reviews/${review}`)).status, 404);
    assert.equal((await person.save(`/reviews/${review}/marks/impact`, { value: '1', version: 0 })).status, 403);
    const list = await person.get('/reviews');
    checkPage(list.text, '/reviews');
    assert.match(words(list.text), /No longer yours/);
    assert.doesNotMatch(list.text, /Quill|Lind|Dorn|Falk/);
});
