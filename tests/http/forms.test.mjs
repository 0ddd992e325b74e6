// The form and the rubric of a cycle, as staff write them until it opens.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { PASSWORD, signIn } from './browse.mjs';
import { openHouse } from './house.mjs';
import { checkPage, texts, words } from './page.mjs';

const CYCLE = '00000000-0000-4000-8000-00000000c1c1';
const FORM = '00000000-0000-4000-8000-00000000f0f0';
const RUBRIC = '00000000-0000-4000-8000-00000000b1b1';
const form = `/staff/cycles/${CYCLE}/form`;
const rubric = `/staff/cycles/${CYCLE}/rubric`;

let house, staff, other;

before(async () => {
    house = await openHouse({ clock: '2026-06-10T15:00:00Z', settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    await house.sql(`set session_replication_role = replica;
        insert into form (id, award, version) select '${FORM}', id, 99 from award where slug = 'gold-medal';
        insert into question (form, rank, part, name, kind, label, is_required, choices) values
            ('${FORM}', 1, 'The nominee', 'position', 'text', 'Current position', true, '{}'),
            ('${FORM}', 2, 'The nominee', 'field', 'choice', 'Main field of work', false, '{Oncology,Education}'),
            ('${FORM}', 3, 'The case', 'service', 'long', 'Service to the Society', true, '{}');
        insert into rubric (id, award, version, least, most) select '${RUBRIC}', id, 99, 1, 9
          from award where slug = 'gold-medal';
        insert into cycle (id, award, year, opens_at, closes_at, form)
        select '${CYCLE}', id, 2032, '2026-09-01T16:00:00Z', '2026-12-01T22:00:00Z', '${FORM}'
          from award where slug = 'gold-medal';
        insert into round (cycle, rubric, opens_at, closes_at)
        values ('${CYCLE}', '${RUBRIC}', '2026-12-10T22:00:00Z', '2027-01-10T22:00:00Z')`);
    [staff, other] = [await signIn(house, 'staff@demo.test'), await signIn(house, 'staff@demo.test')];
});
after(() => house.stop());

const idOf = (name) => house.sql(`select id from question where form = '${FORM}' and name = '${name}'`);
const order = () => house.sql(`select string_agg(part || ': ' || name, ', ' order by rank) from question
    where form = '${FORM}'`);
const criteria = () => house.sql(`select string_agg(kind || ' ' || name, ', ' order by rank) from criterion
    where rubric = '${RUBRIC}'`);
const criterionOf = (name) => house.sql(`select id from criterion where rubric = '${RUBRIC}' and name = '${name}'`);
const events = (act) => house.sql(`select count(*) from event where act = '${act}'`);
const mark = (html) => html.match(/name="mark" value="([^"]*)"/)[1];
const draft = { part: 'The case', kind: 'long', label: 'What it changed', is_required: 'yes' };
const clock = (instant) => house.done('clock', 'set', instant);

// Opens the page of a question or criterion, changes some of its fields, and sends it.
async function write(person, path, fields) {
    const page = await person.get(path);
    assert.equal(page.status, 200, words(page.text));
    return person.post(path, { mark: mark(page.text), ...fields }, { follow: false });
}

// Sends a question or a criterion on its way from where it stands, as its list's buttons do.
async function move(person, list, id, way) {
    const page = await person.get(list);
    const [, place, part] = page.text.match(
        new RegExp(`action="${list}/${id}/move".*?name="place" value="(\\d+)"(?:>\\s*<input[^>]*name="part" value="([^"]*)")?`, 's'));
    const fields = { way, place, part: part ?? '' };
    const moved = await person.post(`${list}/${id}/move`, fields, { follow: false });
    assert.equal(moved.status, 303, words(moved.text));
    return fields;
}

test('the form shows its questions by part, and until when it may be changed', async () => {
    const page = await staff.get(form);
    assert.equal(page.status, 200, words(page.text));
    checkPage(page.text, form);
    assert.deepEqual(texts(page.text, 'h2'), ['The nominee', 'The case']);
    assert.match(words(page.text), /Choice of 2 · optional/);
    assert.match(words(page.text), /until the call opens, in 83 days : Tuesday, 1 September 2026/);
});

test('a new question goes to the end of its part, under a name made from its label, once', async () => {
    const list = await staff.get(form);
    const path = list.text.match(new RegExp(`href="(${form}/[0-9a-f-]{36})">Add a question`))[1];
    checkPage((await staff.get(path)).text, path);
    const fields = { part: ' The  nominee ', kind: 'number', label: 'Years in practice, as of today', hint: 'Whole\nyears',
                     is_required: 'yes', least: '0', most: '080', most_words: '12', choices: 'left over' };
    const added = await write(staff, path, fields);
    assert.equal(added.headers.location, `${form}#${path.split('/').pop()}`, words(added.text));
    assert.equal((await staff.post(path, { mark: '', ...fields }, { follow: false })).status, 303);
    assert.equal(await order(), 'The nominee: position, The nominee: field, The nominee: years_in_practice_as_of_today, ' +
        'The case: service');
    assert.equal(await house.sql(`select kind, label, hint, is_required, most_words, least, most, choices from question
        where id = '${path.split('/').pop()}'`), 'number|Years in practice, as of today|Whole years|t||0|80|{}');
    assert.equal(await events('form.changed'), '1');
    assert.equal(await house.sql(`select subject || ' ' || facts::text from event where act = 'form.changed'`),
        `${FORM} {"what": "added", "cycle": "${CYCLE}", "question": "${path.split('/').pop()}"}`);
});

test('names stay apart, and stay when the label changes', async () => {
    for (const label of ['Field', '…', 'Letters', '2 fields'])
        await write(staff, `${form}/${randomUUID()}`, { ...draft, label });
    assert.match(await order(), /The case: service, The case: field_2, The case: question, The case: letters_2, The case: fields$/);
    const path = `${form}/${await idOf('field_2')}`;
    await write(staff, path, { ...draft, label: 'Another label' });
    assert.equal(await house.sql(`select label from question where id = '${path.split('/').pop()}'`), 'Another label');
    assert.ok(await idOf('field_2'));
    for (const name of ['field_2', 'question', 'letters_2', 'fields'])
        assert.equal((await staff.post(`${form}/${await idOf(name)}/remove`, {}, { follow: false })).status, 303);
});

test('what is wrong is said beside its field, with everything that was typed', async () => {
    const path = `${form}/${randomUUID()}`;
    const many = Array.from({ length: 51 }, (_, at) => `Choice ${at}`).join('\n');
    for (const [fields, field, sentence] of [
        [{ part: ' ' }, 'part', /Say in which part/],
        [{ part: 'x'.repeat(101) }, 'part', /at most 100 characters; this has 101/],
        [{ kind: 'essay' }, 'kind', /Choose a kind/],
        [{ label: ' ' }, 'label', /Write the question/],
        [{ label: 'é'.repeat(301) }, 'label', /at most 300 characters; this has 301/],
        [{ hint: 'x'.repeat(1001) }, 'hint', /at most 1000 characters/],
        [{ most_words: '0' }, 'most_words', /most words as a number from 1 to 5000/],
        [{ kind: 'number', least: 'few' }, 'least', /whole number/],
        [{ kind: 'number', least: '9', most: '-3' }, 'most', /less than the least, which is 9/],
        [{ kind: 'choice', choices: 'Only\n\n' }, 'choices', /at least two/],
        [{ kind: 'choice', choices: 'One\n One \nTwo' }, 'choices', /“One” stands there twice/],
        [{ kind: 'choice', choices: many }, 'choices', /at most 50/],
    ]) {
        const sent = await write(staff, path, { ...draft, hint: 'A <hint>', ...fields });
        assert.equal(sent.status, 422, field);
        checkPage(sent.text, path);
        assert.match(words(sent.text.match(new RegExp(`id="${field}-error">(.*?)</p>`))[1]), sentence);
        assert.ok(sent.text.includes(`href="#${field}"`));
        if (!('hint' in fields)) assert.match(sent.text, /A &lt;hint&gt;<\/textarea>/);
        for (const value of Object.values(fields).filter((value) => value.trim() && value !== 'essay'))
            assert.ok(sent.text.includes(value), value);
    }
    assert.equal(await house.sql(`select count(*) from question where form = '${FORM}'`), '4');
});

test('questions move within their part, over its edge into the next, and parts as a whole; sent twice, once', async () => {
    const [position, service] = [await idOf('position'), await idOf('service')];
    assert.equal(await order(), 'The nominee: position, The nominee: field, The nominee: years_in_practice_as_of_today, ' +
        'The case: service');
    const fields = await move(staff, form, position, 'down');
    await staff.post(`${form}/${position}/move`, fields, { follow: false });
    assert.equal(await order(), 'The nominee: field, The nominee: position, The nominee: years_in_practice_as_of_today, ' +
        'The case: service');
    assert.match(words((await staff.get(form)).text), /Move “Service to the Society” up, into the part “The nominee”/);
    const edge = await move(staff, form, await idOf('years_in_practice_as_of_today'), 'down');
    await staff.post(`${form}/${await idOf('years_in_practice_as_of_today')}/move`, edge, { follow: false });
    assert.equal(await order(), 'The nominee: field, The nominee: position, The case: years_in_practice_as_of_today, ' +
        'The case: service');
    await move(staff, form, await idOf('years_in_practice_as_of_today'), 'part-up');
    assert.equal(await order(), 'The case: years_in_practice_as_of_today, The case: service, The nominee: field, ' +
        'The nominee: position');
    await staff.post(`${form}/${await idOf('position')}/move`, { way: 'down', place: '4', part: 'The nominee' });
    assert.equal((await staff.post(`${form}/${randomUUID()}/move`, { way: 'up', place: '1', part: 'x' }, { follow: false })).status,
        303);
    await write(staff, `${form}/${service}`, { part: 'Deeds', kind: 'long', label: 'Service to the Society', is_required: 'yes' });
    assert.equal(await order(), 'The case: years_in_practice_as_of_today, Deeds: service, The nominee: field, ' +
        'The nominee: position');
    await write(staff, `${form}/${position}`, { part: 'Who', is_for_part: 'yes', kind: 'text', label: 'Current position',
                                                is_required: 'yes' });
    assert.equal(await order(), 'The case: years_in_practice_as_of_today, Deeds: service, Who: field, Who: position');
    assert.equal(await events('form.changed'), '15');
});

test('of two who change one question, the second sees both texts', async () => {
    const path = `${form}/${await idOf('service')}`;
    const fields = { part: 'Deeds', kind: 'long', is_required: 'yes' };
    const [first, second] = [await staff.get(path), await other.get(path)];
    assert.equal((await staff.post(path, { ...fields, mark: mark(first.text), label: 'Theirs' }, { follow: false })).status, 303);
    const clash = await other.post(path, { ...fields, mark: mark(second.text), label: 'Mine <b>', hint: 'x'.repeat(1001) },
        { follow: false });
    assert.equal(clash.status, 409);
    checkPage(clash.text, path);
    assert.match(words(clash.text), /changed elsewhere meanwhile.*Theirs/);
    assert.match(clash.text, /Mine &lt;b&gt;<\/textarea>/);
    assert.match(clash.text, /id="hint-error"/);
    assert.equal((await other.post(path, { ...fields, mark: mark(clash.text), label: 'Mine' }, { follow: false })).status, 303);
    assert.equal(await house.sql(`select label from question where id = '${path.split('/').pop()}'`), 'Mine');
    await staff.get(path);
    await staff.post(`${path}/remove`);
    assert.equal((await staff.post(`${path}/remove`, {}, { follow: false })).headers.location, form);
    const gone = await other.post(path, { ...fields, mark: mark(clash.text), label: 'Mine after all' }, { follow: false });
    assert.equal(gone.status, 409);
    assert.match(words(gone.text), /removed meanwhile/);
    assert.equal(mark(gone.text), '');
    assert.match(gone.text, /Mine after all<\/textarea>/);
    assert.equal((await other.post(path, { ...fields, mark: '', label: 'Mine after all' }, { follow: false })).status, 303);
    assert.match(await order(), /Deeds: mine_after_all$/);
});

test('the preview draws the questions as nominators see them, and has nothing to send', async () => {
    await write(staff, `${form}/${randomUUID()}`, { part: 'Papers', kind: 'document', label: 'Curriculum vitae' });
    const page = await staff.get(`${form}/preview`);
    checkPage(page.text, page.path);
    assert.match(page.text, /<fieldset id="answer.field"/);
    assert.match(page.text, /<textarea id="answer.mine_after_all"/);
    assert.match(page.text, /type="file"[^>]* disabled/);
    assert.deepEqual([...page.text.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action), ['/sign-out']);
});

test('a rubric has one overall score, and a scale with a word for each score or none', async () => {
    const page = await staff.get(rubric);
    checkPage(page.text, rubric);
    assert.match(words(page.text), /no overall score yet/);
    const path = page.text.match(new RegExp(`href="(${rubric}/[0-9a-f-]{36})">Add a criterion`))[1];
    const overall = { kind: 'overall', label: 'Overall merit', hint: 'All in all', is_required: 'yes' };
    assert.equal((await write(staff, path, overall)).headers.location, `${rubric}#${path.split('/').pop()}`);
    assert.equal((await staff.post(path, { ...overall, mark: '' }, { follow: false })).status, 303);
    const second = await write(staff, `${rubric}/${randomUUID()}`, { ...overall, label: 'Merit' });
    assert.equal(second.status, 422);
    assert.match(second.text, /id="kind-error">There is one overall score, and “Overall merit” is it already/);
    assert.match(second.text, /Merit<\/textarea>/);
    for (const [kind, label] of [['score', 'Merit'], ['comment', 'Comment for the committee']])
        assert.equal((await write(staff, `${rubric}/${randomUUID()}`, { kind, label })).status, 303);
    assert.equal(await criteria(), 'overall overall_merit, score merit, comment comment_for_the_committee');
    const fields = await move(staff, rubric, await criterionOf('merit'), 'up');
    await staff.post(`${rubric}/${await criterionOf('merit')}/move`, fields, { follow: false });
    assert.equal(await criteria(), 'score merit, overall overall_merit, comment comment_for_the_committee');
    assert.equal((await write(staff, `${rubric}/${await criterionOf('merit')}`, { kind: 'score', label: '' })).status, 422);

    const scale = { scale_least: '1', scale_most: '3', best: 'low', words: 'Exceptional\nGood\n\nPoor\n' };
    for (const [wrong, field, sentence] of [
        [{ scale_least: '-1' }, 'scale_least', /from 0 to 20/],
        [{ scale_most: '21' }, 'scale_most', /from 0 to 20/],
        [{ scale_most: '1' }, 'scale_most', /more than the lowest/],
        [{ scale_most: '4' }, 'words', /4 scores from 1 to 4, and 3 lines/],
    ]) {
        const sent = await write(staff, rubric, { ...scale, ...wrong });
        assert.equal(sent.status, 422);
        checkPage(sent.text, rubric);
        assert.match(words(sent.text.match(new RegExp(`id="${field}-error">(.*?)</p>`))[1]), sentence);
        assert.match(sent.text, /Exceptional\n/);
    }
    const stale = mark((await staff.get(rubric)).text);
    assert.equal((await staff.post(rubric, { ...scale, mark: stale }, { follow: false })).status, 303);
    assert.equal((await staff.post(rubric, { ...scale, mark: stale }, { follow: false })).status, 303);
    const clash = await other.post(rubric, { ...scale, scale_most: '9', words: '', mark: stale }, { follow: false });
    assert.equal(clash.status, 409);
    assert.match(words(clash.text), /Now it goes from 1 to 3, and 1 is best/);
    assert.equal(await house.sql(`select least, most, is_low_best, words from rubric where id = '${RUBRIC}'`),
        '1|3|t|{Exceptional,Good,Poor}');
    assert.equal(await events('rubric.changed'), '5');
});

test('a form has at most 60 questions, a rubric at most 20 criteria', async () => {
    await house.sql(`set session_replication_role = replica;
        insert into question (form, rank, part, name, kind, label) select '${FORM}', 100 + n, 'Many', 'many' || n, 'text', 'Many'
          from generate_series(1, 60 - (select count(*)::int from question where form = '${FORM}')) n;
        insert into criterion (rubric, rank, name, kind, label) select '${RUBRIC}', 100 + n, 'many' || n, 'score', 'Many'
          from generate_series(1, 17) n`);
    for (const [list, fields, sentence] of [[form, draft, /at most 60 questions/],
                                            [rubric, { kind: 'score', label: 'One more' }, /at most 20 criteria/]]) {
        assert.doesNotMatch((await staff.get(list)).text, />Add a /);
        const sent = await write(staff, `${list}/${randomUUID()}`, fields);
        assert.equal(sent.status, 403);
        assert.match(words(sent.text), sentence);
        assert.ok(sent.text.includes(fields.label));
    }
    await house.sql(`set session_replication_role = replica;
        delete from question where form = '${FORM}' and part = 'Many'; delete from criterion where label = 'Many'`);
});

test('it is nobody’s but the staff’s of its organization; nor is a question of another form found under it', async () => {
    const paths = [form, `${form}/preview`, `${form}/${await idOf('field')}`, rubric, `${rubric}/${await criterionOf('merit')}`];
    for (const who of ['member', 'chair', 'reviewer1', 'board', 'admin']) {
        const person = await signIn(house, `${who}@demo.test`);
        for (const path of paths) assert.equal((await person.get(path)).status, 404, `${who} ${path}`);
        await person.get('/desk');
        assert.equal((await person.post(`${form}/${randomUUID()}`, draft)).status, 404);
        assert.equal((await person.post(`${form}/${await idOf('field')}/remove`)).status, 404);
        assert.equal((await person.post(rubric, { scale_least: '1', scale_most: '2' })).status, 404);
    }
    const elsewhere = await house.sql(`select id from question where form <> '${FORM}' limit 1`);
    assert.equal((await staff.post(`${form}/${elsewhere}`, draft)).status, 404);
    assert.equal((await staff.post(`${form}/${elsewhere}/remove`)).status, 404);
    assert.equal((await staff.get('/staff/cycles/none/form')).status, 404);
});

test('a published cycle keeps a question and its overall score, which the database sees to', async () => {
    await house.sql(`set session_replication_role = replica; update cycle set published_at = clock_now() where id = '${CYCLE}'`);
    const person = await house.sql(`select person from account where email = 'staff@demo.test'`);
    const asStaff = (sql) => house.sql(`begin; select set_config('laureate.person', '${person}', true); ${sql}; rollback`,
        { role: 'laureate_app' });
    const overall = `${rubric}/${await criterionOf('overall_merit')}`;
    const kept = await write(staff, overall, { kind: 'score', label: 'Overall merit', hint: 'All in all', is_required: 'yes' });
    assert.equal(kept.status, 409);
    assert.match(words(kept.text), /its rubric needs this overall score/);
    assert.equal((await staff.post(`${overall}/remove`)).status, 409);
    await assert.rejects(asStaff(`delete from question where form = '${FORM}'`), /a form without a question/);
    await assert.rejects(asStaff(`update question set name = 'other' where form = '${FORM}'`), /under its name/);
    await assert.rejects(asStaff(`update criterion set name = 'o' || name where rubric = '${RUBRIC}'`), /under its name/);
    await asStaff(`delete from question where id = '${await idOf('field')}'`);
    assert.equal((await write(staff, `${rubric}/${await criterionOf('overall_merit')}`,
        { kind: 'overall', label: 'Overall', is_required: 'yes' })).status, 303);
    const member = await house.sql(`select person from account where email = 'member@demo.test'`);
    assert.equal(await house.sql(`begin; select set_config('laureate.person', '${member}', true);
        with gone as (delete from question returning 1) select count(*) from gone; rollback`, { role: 'laureate_app' }),
        `${member}\n0`);
});

test('from the opening on both pages are read only, and say why', async () => {
    const [question, criterion] = [await idOf('field'), await criterionOf('merit')];
    const before = [await order(), await criteria(), await events('form.changed')];
    const page = await staff.get(`${form}/${question}`);
    const place = await house.sql(`select count(*) from question where form = '${FORM}'
        and rank <= (select rank from question where id = '${question}')`);
    await clock('2026-09-01T16:00:00Z');
    [staff, other] = [await signIn(house, 'staff@demo.test'), await signIn(house, 'staff@demo.test')];
    for (const path of [form, rubric, `${form}/${question}`, `${rubric}/${criterion}`, `${form}/${randomUUID()}`]) {
        const shown = await staff.get(path);
        checkPage(shown.text, path);
        assert.match(words(shown.text), /This cycle has opened, so its (form|rubric) is fixed/);
        assert.deepEqual([...shown.text.matchAll(/<form[^>]*action="([^"]*)"/g)].map(([, action]) => action), ['/sign-out']);
    }
    const late = await staff.post(`${form}/${question}`,
        { part: 'Who', kind: 'text', label: 'Typed too late', mark: mark(page.text) }, { follow: false });
    assert.equal(late.status, 409);
    checkPage(late.text, late.path);
    assert.match(words(late.text), /opened, so the form is fixed.*not saved: Typed too late/);
    for (const [path, fields] of [[`${form}/${question}/remove`, {}], [`${form}/${question}/move`, { way: 'up', place, part: 'Who' }],
                                  [`${form}/${randomUUID()}`, draft], [`${rubric}/${criterion}/remove`, {}],
                                  [`${rubric}/${criterion}/move`, { way: 'down', place: '1' }],
                                  [`${rubric}/${randomUUID()}`, { kind: 'score', label: 'Late' }],
                                  [rubric, { scale_least: '1', scale_most: '4', best: 'low', mark: mark(
                                      `name="mark" value="${await house.sql(`select hashtextextended(row(least, most,
                                          is_low_best, words)::text, 0) from rubric where id = '${RUBRIC}'`)}"`) }]]) {
        const refused = await staff.post(path, fields, { follow: false });
        assert.equal(refused.status, 409, `${path}: ${words(refused.text)}`);
    }
    assert.deepEqual([await order(), await criteria(), await events('form.changed')], before);
});
