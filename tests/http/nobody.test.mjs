// An award that is given to nobody: proposed, sent back, ratified and told like any other decision.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judgedHouse, WHO } from './announcing.mjs';
import { mailbox, signIn } from './browse.mjs';
import { until } from './house.mjs';
import { checkPage, words } from './page.mjs';

let house, id, at, desk;
const people = {};

before(async () => {
    ({ house, id } = await judgedHouse());
    [at, desk] = [`/cycles/${id.cycle}`, `/staff/cycles/${id.cycle}/announcement`];
    for (const name of ['member', 'chair', 'reviewer', 'board', 'staff']) people[name] = await signIn(house, WHO[name]);
    await house.sql(`insert into declaration (nomination, person) select n.id, a.person from nomination n, account a
        where n.cycle = '${id.cycle}' and a.email = '${WHO.staff}'`);
});
after(() => house.stop());

const decision = () => house.sql(`select state, is_of_nobody from decision where cycle = '${id.cycle}'`);
const propose = (more = {}) => people.chair.post(`${at}/decision`, { then: 'propose_nobody', ...more });
const answer = (fields) => people.board.post(`${at}/ratification`, fields);

test('with a name chosen it is refused, and the citation stays', async () => {
    await people.chair.get(`${at}/decision`);
    const page = await propose({ [`version.${id.elif}`]: '0', [`chosen.${id.elif}`]: 'yes', [`citation.${id.elif}`]: 'For hers.' });
    assert.equal(page.status, 422);
    checkPage(page.text, `${at}/decision`);
    assert.match(words(page.text), /Names are chosen: take their ticks away first\./);
    assert.match(page.text, />\nFor hers\.<\/textarea>/);
    assert.equal(await decision(), 'open|f');
    await people.chair.post(`${at}/decision`, { then: 'save', [`version.${id.elif}`]: '1', [`citation.${id.elif}`]: 'For hers.' });
});

test('it is proposed, sent back, proposed again, and ratified', async () => {
    for (let times = 0; times < 2; times++)
        assert.match(words((await propose()).text), /proposes to give the award to nobody this time\. That is with the board/);
    assert.equal(await decision(), 'proposed|t');
    const page = await people.board.get(`${at}/decision`);
    checkPage(page.text, `${at}/decision`);
    assert.match(words(page.text), /to nobody this time\. You ratify that or send it back\..*Ratify that nobody receives it/);
    await answer({ answer: 'send_back', version: 1, note: 'Is there really nobody?' });
    assert.equal(await decision(), 'sent_back|t');
    await propose();
    assert.match(words((await answer({ answer: 'ratify', version: 2 })).text), /The board has ratified that nobody receives the award/);
    assert.equal(await decision(), 'ratified|t');
});

test('staff set when the nominators are told', async () => {
    const page = await people.staff.get(desk);
    checkPage(page.text, desk);
    assert.match(words(page.text), /Nobody receives the award this time\. .* Nominator of Dov Mizrachi-Levin, not chosen/);
    assert.doesNotMatch(page.text, /As printed|preview/);
    const set = await people.staff.post(desk, { 'announces.date': '2026-12-01', 'announces.time': '10:00', stood: '' });
    assert.match(words(set.text), /To be announced today: .* Then the mails leave by themselves\./);
});

test('then they are, and nothing public differs by one byte', async () => {
    const everything = () => Promise.all(['/', '/awards/gold-medal', '/honorees', '/honorees.json', '/honorees.atom']
        .map(async (path) => (await house.get(path)).text));
    const before = await everything();
    await house.done('clock', 'set', '2026-12-01T15:00:00Z');
    await until(async () => (await mailbox(house, WHO.member)).length === 2);
    assert.match((await mailbox(house, WHO.member))[0].body, /have decided to give the SIR Gold Medal to nobody in 2031/);
    assert.equal(await decision(), 'announced|t');
    assert.equal(await house.sql(`select count(*) from nomination where cycle = '${id.cycle}' and state = 'not_chosen'`), '5');
    assert.equal(await house.sql('select count(*) from honor where cycle is not null'), '0');
    assert.deepEqual(await everything(), before);
    assert.match(words((await people.reviewer.get(`${at}/decision`)).text), /This has been announced\. Nobody received the award\./);
    assert.match(words((await people.staff.get(desk)).text), /Nobody receives the award: the nominators were told Tuesday, 1 December/);
    assert.match(words((await people.member.get(`/nominations/${id.elif}`)).text), /Not chosen this year/);
});
