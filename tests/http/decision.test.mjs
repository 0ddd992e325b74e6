// Decisions: names chosen by the chair, ratified or sent back by the board, announced by staff; and who knows.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { judgedHouse, WHO } from './announcing.mjs';
import { mailbox, signIn } from './browse.mjs';
import { until } from './house.mjs';
import { checkPage, words } from './page.mjs';

let house, id, at;
const people = {};

before(async () => {
    ({ house, id } = await judgedHouse());
    at = `/cycles/${id.cycle}`;
    for (const name of ['member', 'chair', 'deputy', 'reviewer', 'board', 'board2', 'staff', 'staff2', 'admin', 'dov']) {
        people[name] = await signIn(house, WHO[name]);
        await people[name].get('/account');
    }
});
after(() => house.stop());

const state = () => house.sql(`select state from decision where cycle = '${id.cycle}'`);
const proposal = (name) => house.sql(`select is_chosen, citation, version from proposal where nomination = '${id[name]}'`);
const mails = (template) => house.sql(`select to_address from outbox where template = '${template}' order by 1`);
const events = () => house.sql(`select act from event where subject = '${id.cycle}' order by happened_at, act`);

// The form as the chair's browser would send it: all nominations, these chosen with these citations.
const sheet = (chosen, { versions = {}, ...more } = {}) => Object.fromEntries([
    ...['dov', 'dovToo', 'new', 'elif', 'farid'].flatMap((name) => [
        [`citation.${id[name]}`, chosen[name] ?? ''],
        [`version.${id[name]}`, versions[name] ?? '0'],
        ...(name in chosen ? [[`chosen.${id[name]}`, 'yes']] : []),
    ]),
    ...Object.entries(more),
]);
const as = (name, sql) => house.sql(`begin; select set_config('laureate.person', (select person::text from account
    where email = '${WHO[name]}'), true) as once \\gset\nset local role laureate_app; ${sql}; rollback`);

// What stands on somebody's desk of this.
const WAITING = new URL('../../lib/decisions/decisions.sql', import.meta.url);
async function waits(name) {
    const [, statement] = (await fs.readFile(WAITING, 'utf8')).split('-- name: decisions_waiting () app');
    return as(name, `select string_agg(name || ' ' || href, ', ') from (${statement.trim().replace(/;$/, '')}) w`);
}

test('before judging has closed the chair reads when it will, and nothing can be chosen', async () => {
    const close = (instant) => house.sql(`update round set closes_at = '${instant}' where id = '${id.round}'`);
    await close('2026-12-13T12:00:00Z');
    const page = await people.chair.get(`${at}/decision`);
    checkPage(page.text, `${at}/decision`);
    assert.match(words(page.text), /Judging closes in 12 days/);
    const sent = await people.chair.post(`${at}/decision`, sheet({ dov: 'For his work.' }, { then: 'propose' }));
    assert.equal(sent.status, 403);
    assert.match(words(sent.text), /Judging has not closed yet\./);
    assert.match(words(sent.text), /You typed this for Dov Mizrachi-Levin, and it was not saved: For his work\./);
    assert.equal(await proposal('dov'), '');
    assert.equal(await waits('chair'), '');
    await close('2026-11-01T12:00:00Z');
});

test('nobody proposes who has not gone through all nominees, some of whom they would not even see', async () => {
    const whose = `nomination = '${id.elif}' and person = (select person from account where email = '${WHO.deputy}')`;
    await house.sql(`delete from declaration where ${whose}`);
    const sent = await people.deputy.post(`${at}/decision`, sheet({ dov: 'For his work.' }, { then: 'propose' }));
    assert.equal(sent.status, 409);
    assert.match(words(sent.text), /Say first with whom you are in conflict/);
    assert.match(words(sent.text), /For his work\./);
    assert.equal(await state(), '');
    await house.sql(`insert into declaration (nomination, person) select '${id.elif}', person from account
        where email = '${WHO.deputy}'; delete from proposal; delete from decision`);
});

test('who has not gone through all nominees reads nothing of the decision, be they of the committee, its deputy or the board', async () => {
    const quietly = (sql) => house.sql(`begin; set local session_replication_role = replica; ${sql}; commit`);
    const theirs = ['deputy', 'reviewer', 'board'];
    const seen = async (state) => {
        await quietly(`delete from decision; insert into decision (cycle, state, announces_at) values ('${id.cycle}', '${state}',
                case '${state}' when 'ratified' then timestamptz '2027-01-01' end)`);
        return Promise.all(theirs.map(async (name) => {
            const pages = await Promise.all([at, `${at}/decision`, '/desk'].map((path) => people[name].get(path)));
            for (const { text, path } of pages) checkPage(text, path);
            assert.match(words(pages[1].text), /Say first with whom you are in conflict/);
            return [pages.map(({ text }) => words(text)), await waits(name),
                await as(name, 'select (select count(*) from decision), (select count(*) from proposal)'),
                (await people[name].save(`${at}/decision/${id.dov}`, { value: 'Mine', version: 1 })).status];
        }));
    };
    await house.sql(`delete from declaration where nomination = '${id.elif}'`);
    await quietly(`insert into proposal (nomination, cycle, is_chosen, citation) values ('${id.dov}', '${id.cycle}', true, 'For it.')`);
    const nothing = await seen('open');
    for (const [, waiting, rows, status] of nothing) assert.deepEqual([waiting, rows, status], ['', '0|0', 404]);
    for (const state of ['proposed', 'sent_back', 'ratified']) assert.deepEqual(await seen(state), nothing, state);
    await seen('proposed');
    for (const answer of ['ratify', 'send_back']) {
        const given = await people.board.post(`${at}/ratification`, { answer, version: 0, note: 'Why?' });
        assert.equal(given.status, 409);
        checkPage(given.text, `${at}/decision`);
        assert.match(words(given.text), /Say first with whom you are in conflict: there are nominees of whom you have not said it/);
        assert.doesNotMatch(words(given.text), /Dov/);
    }
    const office = `office (person, role, organization, since) select person, 'staff', id, '2020-01-01' from account, organization
        where email = '${WHO.board}' and slug = 'sir'`;
    await house.sql(`insert into ${office}`); // who is of the staff, too, reads it as such, and does not decide either
    const page = await people.board.get(`${at}/decision`);
    assert.match(words(page.text), /Dov Mizrachi-Levin.*You have not said yet with whom you are in conflict|You have not said yet with whom you are in conflict.*Dov Mizrachi-Levin/);
    assert.doesNotMatch(words(page.text), /Ratify these names/);
    assert.doesNotMatch(await waits('board'), /ratify/);
    await assert.rejects(as('board', `update decision set state = 'ratified' where cycle = '${id.cycle}'`), /Say first with whom/);
    await house.sql(`delete from office where role = 'staff' and person = (select person from account where email = '${WHO.board}')`);
    assert.equal(await state(), 'proposed');
    await house.sql(`insert into declaration (nomination, person) select '${id.elif}', person from declaration
        where nomination = '${id.dov}'; delete from proposal; delete from decision`);
});

test('who is in conflict with a nominee stays blind when staff find the nomination not eligible, but for its nominator', async () => {
    const quietly = (sql) => house.sql(`begin; set local session_replication_role = replica; ${sql}; commit`);
    const asked = async (name) => (await people[name].get(`${at}/decision`)).status;
    await house.sql(`insert into conflict (nomination, person, kind) select '${id.late}', person, 'mentor' from account
        where email in ('${WHO.reviewer}', '${WHO.board2}', '${WHO.staff2}')`);
    const state = (is) => quietly(`update nomination set state = '${is}', returned_until = '2026-12-31' where id = '${id.late}'`);
    const told = async (name) => [await asked(name),
        ...await Promise.all([at, `${at}/conflicts`, '/desk'].map(async (path) => words((await people[name].get(path)).text))),
        (await people[name].post(`${at}/conflicts`, { confirm: 'yes', [`kind.${id.late}`]: 'mentor',
            [`evidence.${id.late}`]: 'He taught me.' }, { follow: false })).status,
        await as(name, `select conflict_declare('${id.late}', 'mentor', 'He taught me.')`)];
    await house.sql(`insert into declaration (nomination, person) select '${id.late}', person from conflict
        where nomination = '${id.late}' on conflict do nothing`);
    for (const name of ['reviewer', 'board2', 'staff2']) {
        const found = [];
        for (const is of ['submitted', 'returned', 'eligible', 'ineligible']) {
            await state(is);
            found.push(await told(name));
            assert.deepEqual(found.at(-1), found[0], `${name}, ${is}`);
        }
        assert.equal(found[0][0], 404);
        assert.match(found[0][2], /Farid Jalalpour/, name);
    }
    assert.equal(await as('chair', `select nomination from nominees_of('${id.cycle}') where nominee like 'Farid%'`), id.farid,
        'who is in no conflict reads of the eligible one alone');
    await assert.rejects(as('chair', `select conflict_declare('${id.late}', 'mentor', 'He taught me.')`), /no such page/);
    await house.sql(`delete from conflict where nomination = '${id.late}'`);
    await quietly(`update nomination set nominator = (select person from account where email = '${WHO.reviewer}'),
        nominee = (select person from account where email = '${WHO.admin}') where id = '${id.late}'`);
    assert.equal(await asked('reviewer'), 200, 'who has been told that it is not eligible');
    await quietly(`update nomination set nominator = (select person from account where email = '${WHO.member}'),
        nominee = (select person from account where email = '${WHO.farid}') where id = '${id.late}'`);
});

test('no name is proposed of which staff find at the same moment that it is not eligible', async () => {
    const quietly = (sql) => house.sql(`begin; set local session_replication_role = replica; ${sql}; commit`);
    await quietly(`update assignment set state = 'recused' where nomination = '${id.farid}'`);
    const staff = house.session({ role: 'laureate_app' });
    const person = await house.sql(`select person from account where email = '${WHO.staff}'`);
    await staff.run(`begin; select set_config('laureate.person', '${person}', true);
        update nomination set state = 'ineligible', ineligible_reason = 'Too late' where id = '${id.farid}'`);
    const proposed = assert.rejects(as('chair', `insert into decision (cycle) values ('${id.cycle}');
        insert into proposal (nomination, cycle, is_chosen, citation) values ('${id.farid}', '${id.cycle}', true, 'For it.');
        update decision set state = 'proposed' where cycle = '${id.cycle}'`), /Choose at least one name/);
    await until(async () => (await house.sql(`select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)) === '1');
    await staff.run('commit');
    await staff.close();
    await proposed;
    await quietly(`update nomination set state = 'eligible', ineligible_reason = '' where id = '${id.farid}';
        update assignment set state = 'submitted' where nomination = '${id.farid}'`);
});

test('the chair sees means, best first, and a citation saves itself', async () => {
    for (const [name, what] of [['chair', `Names to propose ${at}/decision`], ['board', ''], ['staff', ''], ['reviewer', '']])
        assert.equal(await waits(name), what, name);
    const page = await people.chair.get(`${at}/decision`);
    checkPage(page.text, `${at}/decision`);
    const text = words(page.text);
    assert.match(text, /Choose at most 2 names/);
    assert.match(text, /Dov Mizrachi-Levin .* mean 8\.00 of 2 reviews .* Zoë Æblegård .* mean 7\.00 .* Elif Karahanlı/);
    assert.doesNotMatch(text, /Farid Jalalpour .* Farid Jalalpour Demo/, 'neither what is ineligible nor withdrawn');
    const save = (value, version) => people.chair.save(`${at}/decision/${id.dov}`, { value, version });
    const first = await save('For his work', 0);
    assert.deepEqual([first.status, first.version], [200, 1]);
    assert.deepEqual((await save('For his work', 0)).version, 1, 'sent twice');
    assert.deepEqual((await save('For his work.', 1)).version, 2);
    const clash = await save('Something else', 1);
    assert.deepEqual([clash.status, clash.version, clash.value], [409, 2, 'For his work.']);
    assert.equal((await save('x'.repeat(2001), 2)).status, 422);
    assert.equal((await people.chair.save(`${at}/decision/${id.late}`, { value: 'No', version: 0 })).status, 404);
});

test('what cannot be proposed is said beside the fields, and everything is kept', async () => {
    const none = await people.chair.post(`${at}/decision`, sheet({}, { versions: { dov: 2 }, [`citation.${id.dov}`]: 'For his work.', then: 'propose' }));
    assert.equal(none.status, 422);
    checkPage(none.text, `${at}/decision`);
    assert.match(words(none.text), /Choose at least one name\./);
    const three = { dov: 'For his work.', new: '', elif: 'For hers.' };
    const many = await people.chair.post(`${at}/decision`, sheet(three, { versions: { dov: 2 }, then: 'propose' }));
    assert.equal(many.status, 422);
    checkPage(many.text, `${at}/decision`);
    assert.match(words(many.text), /Choose at most 2 names\..*Write a citation for each name/);
    assert.match(many.text, new RegExp(`id="citation.${id.new}-error"`));
    assert.equal(await proposal('elif'), 't|For hers.|1');
    assert.equal(await proposal('new'), 't||1');
    const twice = { dov: 'For his work.', dovToo: 'For it, too.' };
    const same = await people.chair.post(`${at}/decision`,
        sheet(twice, { versions: { dov: 2, new: 1, elif: 1 }, [`citation.${id.elif}`]: 'For hers.', then: 'propose' }));
    assert.equal(same.status, 422);
    assert.match(words(same.text), /Somebody is chosen twice/);
    const clash = await people.deputy.post(`${at}/decision`, sheet({ dov: 'By the deputy.' }, { versions: { dov: 1, dovToo: 1, elif: 2, new: 2 } }));
    assert.equal(clash.status, 422);
    assert.match(words(clash.text), /was changed elsewhere meanwhile\. There it says: For his work\./);
    assert.match(clash.text, />\nBy the deputy\.<\/textarea>/);
    await people.chair.post(`${at}/decision`, sheet({ dov: 'For his work.', new: 'For her craft & care.' },
        { versions: { dov: 3, dovToo: 2, elif: 3, new: 2 }, then: 'save' }));
    assert.equal(await state(), 'open');
});

const two = () => sheet({ dov: 'For his work.', new: 'For her craft & care.' },
    { versions: { dov: 3, dovToo: 2, elif: 3, new: 3 }, then: 'propose' });

test('two who choose at once see each other’s ticks, and whoever presses twice is not told of another', async () => {
    const [dov, elif] = [`chosen.${id.dov}`, `chosen.${id.elif}`];
    const { then, ...both } = two();
    const ticked = { ...both, [elif]: 'yes' };
    for (const { status, text } of await Promise.all([ticked, ticked, ticked].map((form) => people.chair.post(`${at}/decision`, form))))
        assert.equal(status, 200, words(text));
    assert.equal(await proposal('elif'), 't||4');
    const { [dov]: tick, ...unticked } = both; // from a page that was shown before
    const clash = await people.deputy.post(`${at}/decision`, { ...unticked, then: 'propose' });
    assert.equal(clash.status, 422);
    checkPage(clash.text, `${at}/decision`);
    assert.match(words(clash.text), /This name was chosen elsewhere meanwhile\. Tick it or not, then save again\./);
    assert.equal(await state(), 'open');
    assert.equal(await proposal('elif'), 't||4');
    await people.chair.post(`${at}/decision`, { ...both, [`version.${id.elif}`]: 4, [`version.${id.dov}`]: 4 });
    assert.equal(await proposal('elif'), 'f||5');
    await people.chair.post(`${at}/decision`, { ...both, [`version.${id.dov}`]: 4 });
});

test('as long as staff have not checked all nominations nothing is proposed', async () => {
    const put = (state) => house.sql(`begin; set local session_replication_role = replica;
        update nomination set state = '${state}' where id = '${id.farid}'; commit`);
    await put('submitted');
    const page = await people.chair.get(`${at}/decision`);
    assert.match(words(page.text), /Staff have not checked all nominations yet\./);
    const early = await people.chair.post(`${at}/decision`, two());
    assert.equal(early.status, 409);
    assert.match(words(early.text), /Staff have not checked all nominations yet\./);
    await put('eligible');
    assert.equal(await state(), 'open');
});

test('nobody but chair and deputies chooses, and nobody who may not know reads', async () => {
    await house.sql(`insert into conflict (nomination, person, kind)
        select '${id.elif}', person, 'mentor' from account where email in ('${WHO.deputy}', '${WHO.staff2}', '${WHO.board2}')`);
    for (const name of ['member', 'deputy', 'board2', 'staff2', 'admin', 'dov']) {
        assert.equal((await people[name].get(`${at}/decision`)).status, 404, name);
        assert.equal((await people[name].post(`${at}/decision`, two())).status, 404, name);
        assert.equal((await people[name].post(`${at}/ratification`, { answer: 'ratify' })).status, 404, name);
        const saved = await people[name].save(`${at}/decision/${id.dov}`, { value: 'Mine', version: 2 });
        assert.equal(saved.status, 404, name);
    }
    for (const name of ['reviewer', 'staff', 'board']) {
        const page = await people[name].get(`${at}/decision`);
        checkPage(page.text, `${at}/decision`);
        assert.doesNotMatch(words(page.text), /Dov|Zoë|For his work/, name);
        assert.equal((await people[name].post(`${at}/decision`, two())).status, 404, name);
        assert.equal((await people[name].post(`${at}/decision`, { then: 'propose' })).status, 404, name);
    }
    assert.equal(await state(), 'open');
});

test('what is proposed goes to the board, sent twice once, and mails tell no names', async () => {
    const done = await people.chair.post(`${at}/decision`, two());
    assert.match(words(done.text), /The names are with the board/);
    assert.equal((await people.chair.post(`${at}/decision`, two())).status, 200);
    assert.equal(await mails('decisions/proposed'), WHO.board, 'not to who is in conflict');
    assert.equal(await events(), 'decision.proposed');
    for (const [name, what] of [['board', `Proposed names to ratify ${at}/decision`], ['board2', ''], ['chair', '']])
        assert.equal(await waits(name), what, name);
    const [mail] = await until(async () => (await mailbox(house, WHO.board)).length > 0 && mailbox(house, WHO.board));
    assert.deepEqual(mail.links.slice(0, 1), [`${at}/decision`]);
    assert.doesNotMatch(mail.head + mail.body, /Dov|Zoë|Mizrachi|craft/);
    assert.match(mail.body, /which first asks you with whom you are in conflict/);
    const late = await people.chair.post(`${at}/decision`, { ...two(), [`citation.${id.dov}`]: 'Other words.' });
    assert.equal(late.status, 409);
    assert.match(words(late.text), /Other words\./);
    for (const name of ['reviewer', 'staff', 'board', 'chair']) {
        const page = await people[name].get(`${at}/decision`);
        checkPage(page.text, `${at}/decision`);
        assert.match(words(page.text), /Dov Mizrachi-Levin.*For his work\..*Zoë Æblegård.*For her craft & care\./, name);
        assert.doesNotMatch(words(page.text), /Elif/, name);
    }
});

test('the board sends back with a note, the chair proposes again, the board ratifies', async () => {
    const empty = await people.board.post(`${at}/ratification`, { answer: 'send_back', version: 1, note: ' ' });
    assert.equal(empty.status, 422);
    checkPage(empty.text, `${at}/decision`);
    assert.match(words(empty.text), /Say what the committee is to think over\./);
    for (let times = 0; times < 2; times++)
        await people.board.post(`${at}/ratification`, { answer: 'send_back', version: 1, note: 'Is the second citation right?' });
    assert.equal(await state(), 'sent_back');
    assert.equal(await mails('decisions/sent_back'), WHO.chair, 'not to the deputy, who is in conflict');
    const page = await people.chair.get(`${at}/decision`);
    assert.equal(await waits('chair'), `A proposal that the board has sent back ${at}/decision`);
    assert.match(words(page.text), /The board has sent the proposal back\..*Is the second citation right\?/);
    assert.equal((await people.board.post(`${at}/ratification`, { answer: 'ratify', version: 1 })).status, 409);
    const again = { ...two(), [`citation.${id.new}`]: 'For her craft.' };
    await people.chair.post(`${at}/decision`, again);
    assert.equal((await people.chair.post(`${at}/ratification`, { answer: 'ratify' })).status, 404);
    assert.equal((await people.staff.post(`${at}/ratification`, { answer: 'ratify' })).status, 404);
    for (const answer of ['ratify', 'send_back']) { // from a page that shows what was proposed before
        const old = await people.board.post(`${at}/ratification`, { answer, version: 1, note: 'Still not.' });
        assert.equal(old.status, 409);
        assert.match(words(old.text), /The committee has proposed anew meanwhile.*For her craft\./);
        assert.match(old.text, />\nStill not\.<\/textarea>/);
        assert.equal(await state(), 'proposed');
    }
    for (const { status, text } of await Promise.all(['ratify', 'ratify', 'ratify'].map((answer) =>
        people.board.post(`${at}/ratification`, { answer, version: 2 })))) {
        assert.equal(status, 200);
        assert.match(words(text), /The board has ratified/);
    }
    assert.equal(await mails('decisions/ratified'), WHO.staff, 'not to staff in conflict');
    for (const [name, what] of [['staff', `An announcement to set /staff${at}/announcement`], ['staff2', ''], ['board', '']])
        assert.equal(await waits(name), what, name);
    assert.equal(await events(), ['decision.proposed', 'decision.proposed', 'decision.ratified', 'decision.sent_back'].join('\n'));
    assert.equal((await people.board.post(`${at}/ratification`, { answer: 'send_back', version: 2, note: 'No' })).status, 409);
});

test('the tables themselves tell nobody who may not know, and let nobody step over a rule', async () => {
    const seen = (name) => as(name, `select (select count(*) from decision), (select count(*) from proposal)`);
    for (const name of ['member', 'deputy', 'board2', 'staff2', 'admin', 'dov']) assert.equal(await seen(name), '0|0', name);
    for (const name of ['chair', 'reviewer', 'board', 'staff']) assert.notEqual((await seen(name))[0], '0', name);
    const denied = async (name, sql, why) => assert.rejects(as(name, sql), why, `${name}: ${sql}`);
    await denied('chair', `update decision set state = 'open'`, /not in a state/);
    await denied('staff', `update decision set announces_at = '2027-01-01'`, /permission denied/);
    await denied('chair', `update proposal set citation = 'Other' where nomination = '${id.dov}'`, /have been proposed/);
    await denied('staff2', `select announcement_set('${id.cycle}', '2027-01-01', null)`, /no such page/);
    await denied('staff2', `select * from announcement_names('${id.cycle}')`, /no such page/);
    await denied('chair', `select * from announcement_mails('${id.cycle}')`, /no such page/);
    await denied('admin', `select announcement_cancel('${id.cycle}')`, /no such page/);
});
