// The embargo: until the instant of an announcement nobody who may not know learns of it, not by one byte; at the instant
// all do.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { judgedHouse, WHO } from './announcing.mjs';
import { mailbox, signIn } from './browse.mjs';
import { until } from './house.mjs';
import { checkPage, words } from './page.mjs';

const INSTANT = { 'announces.date': '2026-12-01', 'announces.time': '10:00' }; // 15:00 UTC
const NAMES = /Mizrachi|Æblegård|Aeblegard|craft & care|decades of his/;

let house, second, id, desk, preview, addresses, untouched;
const people = {};

before(async () => {
    ({ house, id } = await judgedHouse());
    [desk, preview] = ['announcement', 'preview'].map((page) => `/staff/cycles/${id.cycle}/${page}`);
    for (const name of ['member', 'other', 'chair', 'board', 'staff', 'staff2', 'dov', 'admin', 'reviewer']) {
        people[name] = await signIn(house, WHO[name]);
        await people[name].get('/account');
    }
    await house.sql(`insert into conflict (nomination, person, kind)
        select '${id.elif}', person, 'mentor' from account where email = '${WHO.staff2}'`);
    const dov = await house.sql(`select person from account where email = '${WHO.dov}'`);
    const last = await house.sql(`select id from honor order by year, id limit 1`);
    const lists = ['', '?q=mizrachi', '?q=%C3%86bleg%C3%A5rd', '?q=care', '?year=2031', '?award=gold-medal',
        '?award=gold-medal&year=2031', `?after=${last}`];
    addresses = ['/', '/awards', '/awards/gold-medal', '/honorees/2031', '/honorees/2026', `/honorees/people/${dov}`,
        `/honorees/people/${randomUUID()}`, '/deadlines.ics', '/sitemap.xml', `/cycles/${id.cycle}`,
        ...['', '.json', '.csv', '.atom'].flatMap((kind) => lists.map((list) => `/honorees${kind}${list}`))];
});
after(() => house.stop());

// Everything that visitors get, and what those get who have part in it or are in conflict: byte by byte, but for the date
// and the id of the request.
async function snapshot() {
    const seen = {};
    for (const path of addresses)
        for (const encoding of path.includes('?') ? ['identity'] : ['identity', 'gzip', 'br']) {
            const { status, headers, bytes } = await house.get(path, { headers: { 'accept-encoding': encoding } });
            const { date, 'x-request-id': request, ...rest } = headers;
            seen[`${path} ${encoding}`] = { status, headers: rest, bytes: bytes.toString('base64') };
            const again = headers.etag &&
                await house.get(path, { headers: { 'accept-encoding': encoding, 'if-none-match': headers.etag } });
            if (again) seen[`${path} ${encoding}, again`] = again.status;
        }
    const personal = {
        member: ['/desk', `/nominations/${id.dov}`, `/nominations/${id.elif}`, '/awards/gold-medal/nominate?q=mizrachi',
            '/awards/gold-medal/nominate?q=aeblegard', desk, preview, `/cycles/${id.cycle}/decision`],
        other: ['/desk', `/nominations/${id.new}`, `/nominations/${id.dovToo}`],
        dov: ['/desk', `/nominations/${id.dov}`],
        staff2: ['/desk', '/staff/mail', '/staff/likenesses', '/awards/gold-medal/nominate?q=aeblegard', desk, preview,
            `/cycles/${id.cycle}/decision`],
        admin: ['/desk', '/staff/mail', '/awards/gold-medal/nominate?q=aeblegard', desk, preview],
    };
    for (const [name, paths] of Object.entries(personal))
        for (const path of paths) {
            const { status, text } = await people[name].get(path);
            seen[`${name} ${path}`] = { status, text: text.replace(/(name="nomination" value=")[^"]+/g, '$1') };
        }
    for (const name of ['member', 'dov', 'staff2', 'chair', 'admin'])
        seen[`tables, ${name}`] = await tables(name);
    return seen;
}

// What the tables themselves give to somebody who asks by the application's role.
function tables(name) {
    return house.sql(`begin; select set_config('laureate.person', (select person::text from account
            where email = '${WHO[name]}'), true) as once \\gset\nset local role laureate_app;
        select (select count(*) from person), (select count(*) from honor),
               (select count(*) from outbox where cycle is not null and nomination is not null),
               (select count(*) from likeness), (select count(*) from event); rollback`);
}

const sheet = (fields) => Object.fromEntries(Object.entries(fields).flatMap(([name, text]) => [
    [`chosen.${id[name]}`, 'yes'], [`citation.${id[name]}`, text], [`version.${id[name]}`, '0']]));
const printed = (more = {}) => ({
    ...INSTANT, [`name.${id.dov}`]: 'Dov Mizrachi-Levin', [`postnominals.${id.dov}`]: 'MD, FSIR',
    [`name.${id.new}`]: 'Zoë Æblegård', [`postnominals.${id.new}`]: '', ...more });
const honors = () => house.sql(`select h.name, h.postnominals, h.published_at at time zone 'UTC', p.sort_name,
    p.known_from > clock_now() from honor h join person p on p.id = h.person where h.cycle = '${id.cycle}' order by 1`);
const waiting = () => house.sql(`select template, to_address, send_after at time zone 'UTC' from outbox
    where cycle = '${id.cycle}' and nomination is not null order by 1, 2, facts ->> 'nominee'`);
// Mail that leaves meanwhile is no change of it.
const everything = () => house.sql(`select (select string_agg(t::text, ',' order by id) from honor t where cycle = '${id.cycle}'),
    (select string_agg(id::text, ',' order by id) from outbox), (select count(*) from event where act not like 'mail.%'), (select count(*) from person)`);

test('before anything is decided', async () => {
    untouched = await snapshot();
    assert.equal(untouched['/honorees/2031 identity'].status, 404);
    const nothing = await people.staff.get(desk);
    checkPage(nothing.text, desk);
    assert.match(words(nothing.text), /There is nothing to announce yet/);
    assert.equal((await people.staff.post(desk, printed())).status, 409);
});

test('decided and ratified', async () => {
    await people.chair.get(`/cycles/${id.cycle}/decision`);
    await people.chair.post(`/cycles/${id.cycle}/decision`,
        { ...sheet({ dov: 'For decades of his work.', new: 'For craft & care.' }), then: 'propose' });
    await people.board.get(`/cycles/${id.cycle}/decision`);
    const done = await people.board.post(`/cycles/${id.cycle}/ratification`, { answer: 'ratify', version: 1 });
    assert.match(words(done.text), /The board has ratified these names/);
    assert.deepEqual(await snapshot(), untouched);
});

test('before the instant is set staff read the mails and see the page as it will be', async () => {
    const page = await people.staff.get(desk);
    checkPage(page.text, desk);
    const text = words(page.text);
    assert.match(text, /Dov Mizrachi-Levin Honoree .*Zoë Æblegård Honoree/);
    assert.match(text, /Mara Lindqvist Nominator of Elif Karahanlı, not chosen .*was not chosen this time/);
    assert.match(text, /To zoe@elsewhere\.test/);
    assert.doesNotMatch(text, /Nominator of Farid Jalalpour.*Nominator of Farid Jalalpour/);
    const shown = await people.staff.get(preview);
    checkPage(shown.text, preview);
    assert.match(words(shown.text), /Preview\. Nothing of this is public\..*2031 Dov Mizrachi-Levin For decades of his work\..*Zoë Æblegård For craft & care\./);
    for (const name of ['staff2', 'chair', 'reviewer', 'board', 'admin', 'member', 'dov'])
        for (const path of [desk, preview]) {
            assert.equal((await people[name].get(path)).status, 404, `${name} ${path}`);
            assert.equal((await people[name].post(desk, printed())).status, 404, name);
        }
});

test('what is wrong stands beside its field, and what was typed stays', async () => {
    const wrong = printed({ 'announces.date': '2026-11-30', [`name.${id.new}`]: '–', [`postnominals.${id.dov}`]: 'M'.repeat(101) });
    const answer = await people.staff.post(desk, wrong);
    assert.equal(answer.status, 422);
    checkPage(answer.text, desk);
    assert.match(answer.text, new RegExp(`id="name.${id.new}-error">Give the name`));
    assert.match(answer.text, new RegExp(`id="postnominals.${id.dov}-error"`));
    assert.match(answer.text, /name="announces\.date" value="2026-11-30"/);
    const past = await people.staff.post(desk, printed({ 'announces.date': '2026-11-30' }));
    assert.match(words(past.text), /Give an instant that is still to come\./);
    assert.equal((await people.staff.post(desk, printed({ 'announces.date': '', 'announces.time': '' }))).status, 422);
    assert.deepEqual([await honors(), await waiting()], ['', '']);
});

test('it is set, moved with all that belongs to it, cancelled, and each of these twice', async () => {
    const early = printed({ 'announces.time': '09:30', [`name.${id.new}`]: 'Zoe Aeblegard' });
    await people.staff.post(desk, early);
    assert.equal(await honors(), ['Dov Mizrachi-Levin|MD, FSIR|2026-12-01 14:30:00|mizrachi levin dov|f',
        'Zoe Aeblegard||2026-12-01 14:30:00|aeblegard zoe|t'].join('\n'));
    const stood = await everything();
    assert.equal((await people.staff.post(desk, early)).status, 200);
    assert.equal(await everything(), stood, 'sent twice');
    const page = await people.staff.post(desk, printed());
    checkPage(page.text, desk);
    assert.match(words(page.text), /To be announced today: Tuesday, 1 December 2026, 10:00 am/);
    assert.match(page.text, /name="stood" value="2026-12-01T15:00:00Z"/);
    const moved = await everything();
    const upon = { 'announces.time': '11:00', stood: '2026-12-01T14:30:00Z' };
    const clash = await people.staff.post(desk, printed(upon));
    assert.equal(clash.status, 409);
    checkPage(clash.text, desk);
    assert.match(words(clash.text), /Somebody else has set, moved or cancelled the announcement meanwhile/);
    assert.match(clash.text, /name="announces\.time"[^>]* value="11:00"/);
    assert.equal(await everything(), moved, 'upon an instant that does not stand any more');
    assert.equal(await honors(), ['Dov Mizrachi-Levin|MD, FSIR|2026-12-01 15:00:00|mizrachi levin dov|f',
        'Zoë Æblegård||2026-12-01 15:00:00|aeblegard zoe|t'].join('\n'));
    assert.equal(await waiting(), [
        ['announcements/chosen', WHO.other], ['announcements/chosen', WHO.other], ['announcements/chosen', WHO.member],
        ['announcements/honoree', WHO.dov], ['announcements/honoree', 'zoe@elsewhere.test'],
        ['announcements/not_chosen', WHO.admin], ['announcements/not_chosen', WHO.member],
    ].map((line) => [...line, '2026-12-01 15:00:00'].join('|')).join('\n'));
    for (let times = 0; times < 2; times++) {
        const page = await people.staff.post(`${desk}/cancel`);
        assert.match(words(page.text), /Set the instant at which the names become public/);
        assert.deepEqual([await honors(), await waiting()], ['', '']);
        assert.equal(await house.sql(`select count(*) from person where known_from > clock_now()`), '0');
    }
});

test('two who correct how names are printed do not undo each other', async () => {
    const was = { [`was_name.${id.dov}`]: 'Dov Mizrachi-Levin', [`was_name.${id.new}`]: 'Zoë Æblegård',
        [`was_postnominals.${id.dov}`]: 'MD, FSIR', [`was_postnominals.${id.new}`]: '' };
    const names = () => house.sql(`select name from proposal where nomination = '${id.new}'`);
    await people.staff.post(desk, printed());
    await people.staff.post(desk, printed({ ...was, [`name.${id.new}`]: 'Zoë Æ.' }));
    await people.staff.post(desk, printed({ ...was, 'announces.time': '12:00' })); // from a page that was shown before
    assert.equal(await names(), 'Zoë Æ.');
    assert.match(await honors(), /Zoë Æ\.\|\|2026-12-01 17:00:00/);
    const clash = await people.staff.post(desk, printed({ ...was, [`name.${id.new}`]: 'Zoe A.' }));
    assert.equal(clash.status, 422);
    checkPage(clash.text, desk);
    assert.match(words(clash.text), /Somebody else has changed this to “Zoë Æ\.” meanwhile/);
    assert.match(clash.text, new RegExp(`name="was_name.${id.new}" value="Zoë Æ\\."`));
    assert.match(clash.text, new RegExp(`name="name.${id.new}" value="Zoe A\\."`));
    assert.equal(await names(), 'Zoë Æ.');
    await people.staff.post(`${desk}/cancel`);
});

test('an honor that is on record already stays as it is', async () => {
    await house.sql(`insert into honor (award, year, person, name, search, source)
        select c.award, c.year, n.nominee, 'Dov M. Levin', 'dov', 'imported'
          from nomination n join cycle c on c.id = n.cycle where n.id = '${id.dov}'`);
    assert.match(words((await people.staff.get(desk)).text), /has this honor of Dov Mizrachi-Levin for 2031 already/);
    await people.staff.post(desk, printed());
    assert.match(await honors(), /^Zoë Æblegård.*$/);
    await house.sql(`delete from honor where name = 'Dov M. Levin'`);
    await people.staff.post(desk, printed());
    assert.equal((await honors()).split('\n').length, 2);
});

test('with all of it set nothing differs by one byte', async () => {
    const now = await snapshot();
    for (const key of Object.keys(untouched)) assert.deepEqual(now[key], untouched[key], key);
    for (const [key, { bytes }] of Object.entries(now))
        if (bytes && key.endsWith('identity') && !key.includes('?q='))
            assert.doesNotMatch(Buffer.from(bytes, 'base64').toString(), NAMES, key);
    const control = now['/awards/gold-medal identity'].headers['cache-control'];
    assert.doesNotMatch(control, /max-age=[1-9]/, 'nothing counts down to the instant');
    const shown = await people.staff.get(preview);
    assert.match(words(shown.text), /This becomes public Tuesday, 1 December 2026, 10:00 am/);
    assert.match(words((await people.staff.get('/staff/mail')).text), /You receive the SIR Gold Medal 2031/);
    assert.equal(await house.sql(`select count(*) from mailbox m join outbox o on o.id = m.outbox where o.nomination is not null`), '0');
});

test('at the instant everything shows it, once, whoever serves', async () => {
    second = await house.clone();
    await house.done('clock', 'set', '2026-12-01T15:00:00Z');
    const year = (await house.get('/honorees/2031'));
    assert.equal(year.status, 200, 'at once, whatever the clock’s jobs do');
    for (const path of ['/', '/awards/gold-medal', '/honorees', '/honorees?q=aeblegard', '/honorees.json?q=aeblegard',
        '/honorees.csv?year=2031', '/honorees.atom?award=gold-medal'])
        for (const one of [house, second]) assert.match((await one.get(path)).text, /Zoë Æblegård/, path);
    const states = () => house.sql(`select string_agg(state, ',' order by nominee_name, state) from nomination where cycle = '${id.cycle}'`);
    await until(async () => (await states()) === 'announced,announced,not_chosen,withdrawn,ineligible,not_chosen,announced');
    assert.equal(await house.sql(`select state from decision where cycle = '${id.cycle}'`), 'announced');
    assert.equal(await house.sql(`select act, count(*) from event where act in ('cycle.announced', 'honor.published',
        'nomination.announced', 'nomination.not_chosen') group by 1 order by 1`),
        'cycle.announced|1\nhonor.published|2\nnomination.announced|3\nnomination.not_chosen|2');
    const mail = (address) => mailbox(house, address);
    await until(async () => (await mail('zoe@elsewhere.test')).length === 1 && (await mail(WHO.member)).length === 2);
    assert.match((await mail('zoe@elsewhere.test'))[0].body, /you receive the SIR Gold Medal 2031.*For craft & care\./s);
    const kind = (await mail(WHO.member)).find(({ body }) => /was not chosen this time/.test(body));
    assert.match(kind.body, /Elif Karahanlı/);
    assert.equal((await mail(WHO.elif)).length, 0, 'nominees who were not chosen never knew');
    assert.match(words((await people.member.get(`/nominations/${id.elif}`)).text), /Not chosen this year/);
    const late = await people.staff.post(desk, printed({ 'announces.date': '2026-12-20' }));
    assert.equal(late.status, 409);
    assert.equal((await people.staff.post(`${desk}/cancel`)).status, 409);
    assert.match(words((await people.staff.get(desk)).text), /This has been announced\./);
    const twice = await people.staff.get(preview);
    assert.equal(words(twice.text).match(/Æblegård/g).length, 2, 'in each of the two lists once');
});
