// A cycle's life as staff keep it: prepared, published, postponed; who is told, and who stands in.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { mailbox, PASSWORD, signIn } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, texts, words } from './page.mjs';

const NOW = '2026-06-10T15:00:00Z';
const GOLD = 'gold-medal';
const DATES = ['opens_at', 'closes_at', 'letters_until', 'round_opens_at', 'round_closes_at'];

let house, staff, prepared;

before(async () => {
    house = await openHouse({ clock: NOW, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    staff = await signIn(house, 'staff@demo.test');
});
after(() => house.stop());

const at = (cycle, part = '') => `/staff/cycles/${cycle}${part}`;
const events = (subject) => house.sql(`select string_agg(act, ' ' order by happened_at, act) from event
    where subject = '${subject}'`);
const goldMedal = () => house.sql(`select c.id from cycle c join award a on a.id = c.award
    where a.slug = '${GOLD}' and c.published_at is not null`);
const personOf = (email) => house.sql(`select person from account where email = '${email}'`);

// The fields of the form of dates, as the page has them.
async function fields(cycle) {
    const page = await staff.get(at(cycle));
    assert.equal(page.status, 200, words(page.text));
    const inputs = [...page.text.matchAll(/<input[^>]*name="([^"]+)" value="([^"]*)"/g)];
    const names = /^(version|year|letters_needed|most_names|.*\.(date|time))$/;
    return Object.fromEntries(inputs.map(([, name, value]) => [name, value]).filter(([name]) => names.test(name)));
}

// What a test needs of the past of a cycle is put there behind the guards.
const put = (text) => house.sql(`begin; set local session_replication_role = replica; ${text}; commit`);

// A nomination by somebody in that state, and a referee who was asked for a letter.
async function nominate(cycle, nominator, state, referee) {
    const id = randomUUID();
    await put(`insert into nomination (id, cycle, nominator, nominee_name, nominee_email, state, submitted_at)
        values ('${id}', '${cycle}', '${await personOf(nominator)}', 'Ada Quill', 'ada@elsewhere.test', '${state}',
                case when '${state}' <> 'draft' then clock_now() end);
        insert into letter (nomination, referee_name, referee_email, email_folded, state)
        select '${id}', 'Some Referee', '${referee}', '${referee}', 'requested' where '${referee ?? ''}' <> ''`);
    return id;
}

// Whom mail about moved dates went to since the last time it was asked, in order.
async function told() {
    const found = await house.sql(`select coalesce(string_agg(to_address, ' ' order by to_address), '') from outbox
        where template = 'cycles/moved' and id not in (select subject from event where act = 'test.seen')`);
    await house.sql(`insert into event (act, subject) select 'test.seen', id from outbox where template = 'cycles/moved'`);
    return found;
}

test('a cycle is prepared from the last one, once, with a form and a rubric of its own', async () => {
    const list = await staff.get(`/staff/awards/${GOLD}/cycles`);
    checkPage(list.text, list.path);
    const id = list.text.match(/name="id" value="([^"]+)"/)[1];
    const made = await staff.post(`/staff/awards/${GOLD}/cycles`, { id, year: 2028 });
    assert.equal(made.path, at(id), words(made.text));
    checkPage(made.text, made.path);
    assert.equal((await staff.post(`/staff/awards/${GOLD}/cycles`, { id, year: 2028 })).path, at(id));
    assert.equal(await house.sql(`select count(*) from cycle where year = 2028`), '1');
    assert.equal(await events(id), 'cycle.made');
    prepared = id;
    const [forms, same, criteria, shares] = (await house.sql(`
        with c as (select c.*, r.rubric from cycle c join round r on r.cycle = c.id where c.id = '${id}'),
             p as (select c.*, r.rubric from cycle c join round r on r.cycle = c.id where c.id = '${await goldMedal()}')
        select (select count(*) from form f join c on c.award = f.award),
               (select count(*) from (select to_jsonb(q) - 'id' - 'form' from question q join c on c.form = q.form
                                      intersect select to_jsonb(q) - 'id' - 'form' from question q join p on p.form = q.form) s)
               = (select count(*) from question q join c on c.form = q.form),
               (select count(*) > 0 from criterion k join c on c.rubric = k.rubric),
               (select c.form = p.form or c.rubric = p.rubric from c, p)`)).split('|');
    assert.deepEqual([forms, same, criteria, shares], ['2', 't', 't', 'f']);
    const last = await house.sql(`select to_char(closes_at at time zone 'America/New_York' + interval '1 year', 'YYYY-MM-DD')
        from cycle where id = '${await goldMedal()}'`);
    const year = Number(await house.sql(`select year from cycle where id = '${await goldMedal()}'`));
    assert.equal(year, 2027);
    assert.equal((await fields(id))['closes_at.date'], last);
});

test('a year has one cycle of an award, and is a year', async () => {
    const twice = await staff.post(`/staff/awards/${GOLD}/cycles`, { id: randomUUID(), year: 2028 });
    assert.equal(twice.status, 422);
    checkPage(twice.text, twice.path);
    assert.match(words(twice.text), /has a cycle of that year already/);
    for (const year of ['', 'next', '28', '99999'])
        assert.equal((await staff.post(`/staff/awards/${GOLD}/cycles`, { id: randomUUID(), year })).status, 422, year);
    assert.equal((await staff.post('/staff/awards/nowhere/cycles', { id: randomUUID(), year: 2030 })).status, 404);
});

test('a cycle of an award with nothing yet says what is missing, and is published when nothing is', async () => {
    const id = randomUUID();
    const slug = await house.sql(`select a.slug from award a join organization o on o.id = a.organization
        where not exists (select from form f where f.award = a.id) and not exists (select from rubric r where r.award = a.id)
          and not exists (select from cycle c where c.award = a.id) and o.id in (select organization from office f
          join account k on k.person = f.person where k.email = 'staff@demo.test') limit 1`);
    const page = await staff.post(`/staff/awards/${slug}/cycles`, { id, year: 2027 });
    assert.match(words(page.text), /Before you can publish it The form has no question yet/);
    const opens = await house.sql(`select opens_at > clock_now() and closes_at > opens_at from cycle where id = '${id}'`);
    assert.equal(opens, 't');
    const refused = await staff.post(at(id, '/publish'));
    assert.equal(refused.status, 422);
    checkPage(refused.text, refused.path);
    assert.match(refused.text, /href="#form"/);
    assert.match(refused.text, /href="#rubric"/);
    assert.equal(await house.sql(`select published_at is null from cycle where id = '${id}'`), 't');
    await house.sql(`insert into question (form, rank, part, name, kind, label) select form, 1, 'Case', 'why', 'long', 'Why'
            from cycle where id = '${id}';
        insert into criterion (rubric, rank, name, kind, label) select rubric, 1, 'overall', 'overall', 'Overall'
            from round where cycle = '${id}'`);
    const before = (await house.get(`/awards/${slug}`)).text;
    const published = await staff.post(at(id, '/publish'));
    assert.equal(published.status, 200);
    checkPage(published.text, published.path);
    assert.match(words(published.text), /Published: the call stands on/);
    await staff.post(at(id, '/publish'));
    assert.equal(await events(id), 'cycle.made cycle.published');
    await until(async () => /The 2027 call/.test((await house.get(`/awards/${slug}`)).text));
    assert.doesNotMatch(before, /The 2027 call/);
    const back = await staff.post(at(id, '/unpublish'));
    assert.match(words(back.text), /no longer public/);
    await staff.post(at(id, '/unpublish'));
    assert.match(await events(id), /cycle\.taken_back$|cycle\.taken_back /);
    assert.equal(await house.sql(`select count(*) from event where subject = '${id}' and act = 'cycle.taken_back'`), '1');
    await until(async () => !/The 2027 call/.test((await house.get(`/awards/${slug}`)).text));
});

test('what does not fit together is said beside its field, and all that was typed stays', async () => {
    const good = await fields(prepared);
    const wrong = { ...good, 'closes_at.date': '2027-01-02', 'opens_at.date': '2027-03-04', letters_needed: '21',
                    most_names: '1<b>', 'round_closes_at.time': '25:00' };
    const unread = await staff.post(at(prepared), wrong);
    assert.equal(unread.status, 422);
    checkPage(unread.text, unread.path);
    assert.match(unread.text, /value="1&lt;b&gt;"/);
    assert.match(unread.text, /value="25:00"/);
    const unfit = await staff.post(at(prepared), { ...wrong, most_names: '', 'round_closes_at.time': '17:00' });
    assert.equal(unfit.status, 422);
    checkPage(unfit.text, unfit.path);
    assert.match(words(unfit.text), /The close comes after the opening/);
    assert.match(words(unfit.text), /Give a number from 0 to 20/);
    assert.match(unfit.text, /name="opens_at.date" value="2027-03-04"/);
    for (const name of ['opens_at', 'closes_at', 'round_opens_at', 'round_closes_at']) {
        const none = await staff.post(at(prepared), { ...good, [`${name}.date`]: '', [`${name}.time`]: '' });
        assert.equal(none.status, 422, name);
        assert.match(none.text, new RegExp(`class="field wrong" id="${name}.date"`), name);
    }
    assert.deepEqual(await fields(prepared), good);
});

test('all of a prepared cycle can be moved, forth and back, and nobody is told', async () => {
    const good = await fields(prepared);
    const move = (years, names = DATES) =>
        Object.fromEntries(names.map((name) => [`${name}.date`, good[`${name}.date`].replace(/^\d+/, (year) => Number(year) + years)]));
    for (const years of [1, -1, 2, 0]) {
        const now = await fields(prepared);
        const moved = await staff.post(at(prepared), { ...now, ...move(years), most_names: String(5 + years) });
        assert.equal(moved.path, at(prepared, '?done=saved'), words(moved.text));
        assert.equal((await fields(prepared))['opens_at.date'], move(years)['opens_at.date']);
    }
    assert.equal(await house.sql(`select count(*) from event where subject = '${prepared}' and act = 'cycle.dates_moved'`), '4');
    const facts = JSON.parse(await house.sql(`select facts from event where subject = '${prepared}'
        and act = 'cycle.dates_moved' order by id limit 1`));
    assert.deepEqual(Object.keys(facts).sort(), [...DATES].sort());
    assert.match(facts.opens_at.was, /^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);
    assert.equal(await told(), '');
});

test('of two who save at once the second is told, keeps what was typed, and may then put it in place', async () => {
    const mine = await fields(prepared);
    await staff.post(at(prepared), { ...mine, letters_needed: '3' });
    const clash = await staff.post(at(prepared), { ...mine, letters_needed: '4' });
    assert.equal(clash.status, 409);
    checkPage(clash.text, clash.path);
    assert.match(words(clash.text), /Somebody else has changed this cycle meanwhile/);
    assert.match(words(clash.text), /Now stands: 3/);
    assert.match(clash.text, /name="letters_needed" value="4"/);
    assert.equal(await house.sql(`select letters_needed from cycle where id = '${prepared}'`), '3');
    const version = clash.text.match(/name="version" value="(\d+)"/)[1];
    assert.equal((await staff.post(at(prepared), { ...mine, letters_needed: '4', version })).status, 200);
    assert.equal((await staff.post(at(prepared), { ...mine, letters_needed: '4', version })).status, 200, 'sent twice');
    assert.equal(await house.sql(`select letters_needed from cycle where id = '${prepared}'`), '4');
    assert.equal(await house.sql(`select version from cycle where id = '${prepared}'`), String(Number(version) + 1));
});

test('when it has opened, dates are postponed, and each whom they concern is told once', async () => {
    const cycle = await goldMedal();
    await nominate(cycle, 'member@demo.test', 'draft', 'referee@elsewhere.test');
    await nominate(cycle, 'member@demo.test', 'submitted', 'reviewer1@demo.test');
    await nominate(cycle, 'member2@demo.test', 'withdrawn', 'withdrawn@elsewhere.test');
    const page = await staff.get(at(cycle));
    checkPage(page.text, page.path);
    assert.doesNotMatch(page.text, /name="(opens_at.date|year|most_names|letters_needed)"/);
    const good = await fields(cycle);

    const later = { ...good, 'closes_at.date': '2026-06-25' };
    const moved = await staff.post(at(cycle), later);
    assert.equal(moved.path, at(cycle, '?done=told'), words(moved.text));
    assert.equal(await told(), 'member@demo.test');
    assert.equal((await staff.post(at(cycle), later)).status, 200, 'sent twice');
    assert.equal(await told(), '');

    const both = { ...(await fields(cycle)), 'letters_until.date': '2026-07-10', 'round_opens_at.date': '2026-07-11',
                   'round_closes_at.date': '2026-08-11' };
    assert.equal((await staff.post(at(cycle), both)).path, at(cycle, '?done=told'));
    assert.equal(await told(), 'chair@demo.test member@demo.test referee@elsewhere.test ' +
        [1, 2, 3, 4, 5].map((number) => `reviewer${number}@demo.test`).join(' '));
    const [letter] = await until(async () => (await mailbox(house, 'referee@elsewhere.test')).length > 0
        && mailbox(house, 'referee@elsewhere.test'));
    assert.match(letter.body, /Letters are taken until\s+until now: \w+, \d+ \w+ 2026, 5:00 pm Eastern Time/);
    assert.match(letter.body, /from now on: Friday, 10 July 2026, 5:00 pm Eastern Time/);
    assert.match(letter.body, /goes on working/);
    assert.doesNotMatch(letter.body, /Judging|Nominations close/);
    const [merged] = await until(async () => (await mailbox(house, 'reviewer1@demo.test')).length > 0
        && mailbox(house, 'reviewer1@demo.test'));
    assert.match(merged.body, /Letters are taken until[^]*Judging opens[^]*Judging closes/);
});

test('nothing is brought forward, nothing that has passed is moved, and the rest is fixed', async () => {
    const cycle = await goldMedal();
    const good = await fields(cycle);
    const earlier = await staff.post(at(cycle), { ...good, 'closes_at.date': '2026-06-20' });
    assert.equal(earlier.status, 422);
    checkPage(earlier.text, earlier.path);
    assert.match(earlier.text, /class="field wrong" id="closes_at.date"/);
    assert.match(words(earlier.text), /can only be moved to later/);
    const across = await staff.post(at(cycle), { ...good, 'closes_at.date': '2026-09-20' });
    assert.equal(across.status, 422);
    assert.match(across.text, /class="field wrong" id="letters_until.date"/);
    assert.match(across.text, /class="field wrong" id="round_opens_at.date"/);
    assert.equal((await staff.post(at(cycle), { ...good, year: 2031 })).status, 409);
    assert.equal((await staff.post(at(cycle), { ...good, most_names: 7 })).status, 409);
    assert.equal((await staff.post(at(cycle), { ...good, 'opens_at.date': '2026-07-01', 'opens_at.time': '12:00' })).status, 422);
    assert.equal((await staff.post(at(cycle, '/unpublish'))).status, 403);
    assert.equal(await told(), '');
    assert.deepEqual(await fields(cycle), good);
});

test('letters may be sent until the new date, by the link of the old mail', async () => {
    const cycle = await goldMedal();
    const letter = await house.sql(`select id from letter where referee_email = 'referee@elsewhere.test'`);
    await put(`insert into link (token_hash, purpose, letter, ends_at) values ('hash', 'letter', '${letter}', '2026-07-10Z')`);
    await staff.post(at(cycle), { ...(await fields(cycle)), 'letters_until.date': '2026-07-11' });
    assert.equal(await house.sql(`select ends_at = (select letters_until from cycle where id = '${cycle}') from link
        where letter = '${letter}'`), 't');
    await told();
});

test('the mail to a nominator who also writes a letter stands at the nominee whom it names', async () => {
    const cycle = await goldMedal();
    const last = 'ffffffff-ffff-4fff-bfff-ffffffffffff';
    const id = await nominate(cycle, 'member2@demo.test', 'submitted', 'member@demo.test');
    await put(`update letter set nomination = '${last}' where nomination = '${id}';
        update nomination set id = '${last}' where id = '${id}'`);
    await staff.post(at(cycle), { ...(await fields(cycle)), 'letters_until.date': '2026-07-12' });
    assert.match(await told(), /member@demo\.test/);
    assert.equal(await house.sql(`select nomination from outbox where template = 'cycles/moved' and to_address = 'member@demo.test'
        and (facts ->> 'for_nominator')::boolean and (facts ->> 'for_referee')::boolean`), last);
    await put(`delete from letter where nomination = '${last}'; update outbox set nomination = null where nomination = '${last}';
        delete from nomination where id = '${last}'`);
});

test('stand-ins are named by e-mail, act, and are ended', async () => {
    const cycle = await goldMedal();
    const page = await staff.get(at(cycle));
    const stand_in = page.text.match(/name="stand_in" value="([^"]+)"/)[1];
    for (const [email, sentence] of [['nobody@demo.test', /Nobody has an account/], ['staff@demo.test', /on the staff already/],
                                     ['x', /Give an e-mail address/]]) {
        const refused = await staff.post(at(cycle, '/stand-ins'), { stand_in, email });
        assert.equal(refused.status, 422, email);
        checkPage(refused.text, refused.path);
        assert.match(words(refused.text), sentence);
        assert.match(refused.text, new RegExp(`name="email" type="email" value="${email}"`));
        assert.match(refused.text, /name="closes_at.date" value="2026/, 'the other form is as it stands');
    }
    const named = await staff.post(at(cycle, '/stand-ins'), { stand_in, email: 'Member2@demo.test' });
    assert.equal(named.status, 200, words(named.text));
    await staff.post(at(cycle, '/stand-ins'), { stand_in, email: 'member2@demo.test' });
    await staff.post(at(cycle, '/stand-ins'), { stand_in: randomUUID(), email: 'member2@demo.test' });
    assert.equal(await house.sql(`select count(*) from stand_in`), '1');
    const other = await signIn(house, 'member2@demo.test');
    assert.equal((await other.get(at(cycle))).status, 404, 'a stand-in acts on nominations, and does not keep the cycle');
    await staff.post(at(cycle, `/stand-ins/${stand_in}/end`));
    await staff.post(at(cycle, `/stand-ins/${stand_in}/end`));
    assert.equal(await events(stand_in), 'stand_in.ended stand_in.named');
});

test('a cycle that is left with nobody says so, and what to do', async () => {
    const cycle = await goldMedal();
    assert.equal(texts((await staff.get(at(cycle))).text, 'h2').includes('Nobody is left to act'), false);
    const submitted = await house.sql(`select id from nomination where cycle = '${cycle}' and state = 'submitted'`);
    await put(`insert into conflict (nomination, person, kind) values ('${submitted}', '${await personOf('chair@demo.test')}', 'mentor');
        update seat set until = clock_now() where role = 'deputy' and award = (select award from cycle where id = '${cycle}')`);
    const page = await staff.get(at(cycle));
    checkPage(page.text, page.path);
    assert.match(words(page.text), /The chair and every deputy have a conflict of interest/);
    assert.match(words(page.text), /Give somebody on the committee the seat of deputy/);
});

test('nobody else keeps a cycle, by its pages or by the database', async () => {
    const cycle = await goldMedal();
    for (const email of ['member@demo.test', 'chair@demo.test', 'board@demo.test', 'admin@demo.test']) {
        const other = await signIn(house, email);
        for (const path of [at(cycle), `/staff/awards/${GOLD}/cycles`])
            assert.equal((await other.get(path)).status, 404, `${email} at ${path}`);
        await other.get('/account');
        for (const [path, form] of [[at(cycle), { version: 1 }], [at(cycle, '/publish'), {}], [at(prepared, '/publish'), {}],
                                    [at(cycle, '/unpublish'), {}], [at(cycle, '/stand-ins'), { stand_in: randomUUID(), email }],
                                    [`/staff/awards/${GOLD}/cycles`, { id: randomUUID(), year: 2040 }]])
            assert.equal((await other.post(path, form)).status, 404, `${email} at ${path}`);
        const as = (text) => house.sql(`begin; select set_config('laureate.person', '${person}', true) \\gset\n${text}; rollback`,
            { role: 'laureate_app' });
        const person = await personOf(email);
        await assert.rejects(as(`select cycle_keep('${prepared}', version, 2031, opens_at, closes_at, letters_until, null, null,
            0, 1) from cycle where id = '${prepared}'`), /no such page/, email);
        await assert.rejects(as(`select cycle_prepare(gen_random_uuid(), '${GOLD}', 2041)`), /no such page/, email);
        assert.equal(await as(`update cycle set most_names = 9 where id = '${prepared}' returning 1`), '', email);
        await assert.rejects(as(`select cycle_tell('${cycle}', '{}')`), /permission denied/, email);
    }
    assert.equal(await house.sql(`select published_at is null from cycle where id = '${prepared}'`), 't');
});
