// A Gold Medal nomination from the sign-in to the receipt, as its nominator lives it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mailbox, pdf, PASSWORD, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, texts, words } from './page.mjs';

let house, member, nomination;

before(async () => {
    house = await openHouse({ settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    member = await signIn(house, 'member@demo.test');
});
after(() => house.stop());

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const field = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
const answer = (name) => house.sql(`select value from answer a join question q on q.id = a.question
    where nomination = '${nomination}' and q.name = '${name}'`);
const questions = async (where = 'true') =>
    (await house.sql(`select q.name, q.kind, q.most_words, array_to_string(q.choices, '~') from question q
        join cycle c on c.form = q.form join nomination n on n.cycle = c.id
        where n.id = '${nomination}' and ${where} order by q.rank`)).split('\n').map((line) => {
        const [name, kind, most, choices] = line.split('|');
        return { name, kind, most: Number(most), choices: choices.split('~') };
    });
const good = ({ kind, choices }) =>
    ({ text: 'For work that others build on.', long: 'She began with nothing and taught everybody.',
       choice: choices[0], date: '1998-04-01', number: '21', attestation: 'yes' })[kind];

// Begins a nomination of somebody by name, and gives its id.
async function begin(person, name = 'Ada Quill', email = 'ada.quill@demo.test') {
    const page = await person.get('/awards/gold-medal/nominate');
    assert.equal(page.status, 200, page.text);
    const id = field(page.text, 'nomination');
    const begun = await person.post('/awards/gold-medal/nominate', { nomination: id, name, email });
    assert.equal(begun.path, `/nominations/${id}`, words(begun.text));
    return id;
}

async function fill(person, id) {
    for (const question of await questions("q.kind <> 'document'")) {
        const kept = await person.save(`/nominations/${id}/answers/${question.name}`, { value: good(question), version: 0 });
        assert.equal(kept.status, 200, JSON.stringify(kept));
    }
    for (const { name } of await questions("q.kind = 'document'")) {
        await person.get(`/nominations/${id}/documents/${name}`);
        const sent = await person.upload(`/nominations/${id}/documents/${name}`, { name: 'vitae.pdf', bytes: pdf() });
        assert.equal(sent.status, 200, words(sent.text));
    }
    for (const [name, email] of [['Ida Falk', 'ida.falk@demo.test'], ['Otto Brand', 'otto.brand@elsewhere.test']]) {
        const page = await person.get(`/nominations/${id}/letters`);
        await person.post(`/nominations/${id}/letters`, { letter: field(page.text, 'letter'), name, email, note: '' });
    }
}

test('a stranger is led to the sign-in and back', async () => {
    const stranger = visitor(house);
    const page = await stranger.get('/awards/gold-medal/nominate?q=ida');
    assert.equal(page.path, '/sign-in?to=%2Fawards%2Fgold-medal%2Fnominate%3Fq%3Dida');
    checkPage(page.text, page.path);
    const back = await stranger.post('/sign-in', {
        email: 'MEMBER@demo.test ', password: PASSWORD, to: field(page.text, 'to').replaceAll('&amp;', '&') });
    assert.equal(back.path, '/awards/gold-medal/nominate?q=ida');
});

test('the desk says what is open', async () => {
    const desk = await member.get('/desk');
    checkPage(desk.text, '/desk');
    assert.match(words(desk.text), /Gold Medal/);
    assert.equal(desk.headers['cache-control'], 'no-store');
});

test('the nominee is found in the directory, and is never oneself', async () => {
    const page = await member.get('/awards/gold-medal/nominate?q=MEMBER%20nobody%20has');
    assert.equal(page.status, 200);
    const [id, name] = (await house.sql(`select p.id, p.name from person p join account a on a.person = p.id
        where a.email = 'member@demo.test'`)).split('|');
    const found = await member.get(`/awards/gold-medal/nominate?q=${encodeURIComponent(name)}`);
    assert.match(words(found.text), new RegExp(name));
    const refused = await member.post('/awards/gold-medal/nominate', {
        nomination: field(found.text, 'nomination'), nominee: id });
    assert.equal(refused.status, 422);
    assert.match(words(refused.text), /You cannot nominate yourself/);
    const byAddress = await member.post('/awards/gold-medal/nominate', {
        nomination: field(found.text, 'nomination'), name: 'Somebody Else', email: 'Member@Demo.Test' });
    assert.equal(byAddress.status, 422);
});

test('board members and the chair of the Fellows’ committee are refused, as nominee and as nominator', async () => {
    const board = await house.sql(`select person from account where email = 'board@demo.test'`);
    const page = await member.get('/awards/gold-medal/nominate');
    const refused = await member.post('/awards/gold-medal/nominate', {
        nomination: field(page.text, 'nomination'), nominee: board });
    assert.equal(refused.status, 422);
    assert.match(words(refused.text), /Board/);
    const itself = await signIn(house, 'board@demo.test');
    const told = await itself.get('/awards/gold-medal/nominate');
    assert.match(words(told.text), /Board/);
    const tried = await itself.post('/awards/gold-medal/nominate', {
        nomination: field(page.text, 'nomination'), name: 'Ada Quill', email: 'ada@demo.test' });
    assert.equal(tried.status, 403);
    assert.equal(await house.sql('select count(*) from nomination'), '0');
});

test('a nomination begins once, however often it is sent', async () => {
    nomination = await begin(member);
    await member.post('/awards/gold-medal/nominate', { nomination, name: 'Ada Quill', email: 'ada.quill@demo.test' });
    assert.equal(await house.sql('select count(*) from nomination'), '1');
    const page = await member.get(`/nominations/${nomination}`);
    checkPage(page.text, page.path);
    assert.match(words(page.text), /To do/);
});

test('what is typed is saved as it is typed, with its version', async () => {
    const [long] = await questions("q.kind = 'long'");
    const address = `/nominations/${nomination}/answers/${long.name}`;
    await member.get(`/nominations/${nomination}`);
    assert.equal((await member.save(address, { value: 'One', version: 0 })).version, 1);
    assert.equal((await member.save(address, { value: 'One two', version: 1 })).version, 2);
    assert.equal((await member.save(address, { value: 'One two', version: 2 })).version, 2);
    const clash = await member.save(address, { value: 'Another window', version: 1 });
    assert.deepEqual([clash.status, clash.version, clash.value], [409, 2, 'One two']);
    assert.equal(await answer(long.name), 'One two');
});

test('too many words are kept, and said', async () => {
    const [long] = await questions("q.kind = 'long'");
    const value = 'word '.repeat(long.most + 3);
    const kept = await member.save(`/nominations/${nomination}/answers/${long.name}`, { value, version: 2 });
    assert.equal(kept.status, 200);
    assert.equal(kept.words, long.most + 3);
    assert.match(kept.error, /at most/);
    assert.equal((await answer(long.name)).trim(), value.trim());
    assert.match(words((await member.get(`/nominations/${nomination}`)).text), /Needs attention/);
    await member.save(`/nominations/${nomination}/answers/${long.name}`, { value: '', version: 3 });
});

test('a part is saved as a form, and a clash shows both texts', async () => {
    const [long] = await questions("q.kind = 'long'");
    const part = await house.sql(`select count(distinct part) from question q join cycle c on c.form = q.form
        join nomination n on n.cycle = c.id where n.id = '${nomination}' and q.kind <> 'document'
        and q.rank <= (select rank from question r where r.form = q.form and r.name = '${long.name}')`);
    const address = `/nominations/${nomination}/parts/${part}`;
    const page = await member.get(address);
    checkPage(page.text, address);
    const version = field(page.text, `version.${long.name}`);
    await member.save(`/nominations/${nomination}/answers/${long.name}`, { value: 'Theirs', version });
    const clash = await member.post(address, { [`answer.${long.name}`]: 'Mine <&>', [`version.${long.name}`]: version });
    assert.equal(clash.status, 422);
    assert.match(clash.text, /Mine &lt;&amp;&gt;/);
    assert.match(clash.text, /Theirs/);
    assert.equal(await answer(long.name), 'Theirs');
    const mine = { [`answer.${long.name}`]: 'Mine', [`version.${long.name}`]: field(clash.text, `version.${long.name}`) };
    assert.equal((await member.post(address, mine)).path, `/nominations/${nomination}`);
    assert.equal(await answer(long.name), 'Mine');
    const empty = { [`answer.${long.name}`]: '', [`version.${long.name}`]: await house.sql(`select a.version from answer a
        join question q on q.id = a.question where q.name = '${long.name}' and a.nomination = '${nomination}'`) };
    await member.post(address, empty);
});

test('submitting is refused until all is there, and says what is missing', async () => {
    const page = await member.post(`/nominations/${nomination}/submit`);
    assert.equal(page.path, `/nominations/${nomination}/check`);
    assert.match(words(page.text), /Ask at least 2 referees/);
    assert.match(page.text, new RegExp(`href="/nominations/${nomination}/letters"`));
    assert.equal(await house.sql(`select state from nomination where id = '${nomination}'`), 'draft');
});

test('a document is a PDF, of 20 MB at most, and is kept encrypted', async () => {
    const [{ name }] = await questions("q.kind = 'document'");
    const address = `/nominations/${nomination}/documents/${name}`;
    await member.get(address);
    const wrong = await member.upload(address, { name: 'vitae.docx', bytes: 'PK not a pdf' });
    assert.equal(wrong.status, 422);
    assert.match(words(wrong.text), /not a PDF/);
    assert.equal((await member.upload(address, { name: '', bytes: '' })).status, 422);
    const large = Buffer.concat([pdf(), Buffer.alloc(20 * 1024 * 1024), pdf()]);
    assert.equal((await member.upload(address, { name: 'large.pdf', bytes: large })).status, 422);
    const forged = await member.upload(address, { name: 'vitae.pdf', bytes: pdf(), csrf: 'x' });
    assert.equal(forged.status, 403);
    assert.equal(await house.sql('select count(*) from file'), '0');
    await member.get(address);
    const sent = await member.upload(address, { name: 'Lebenslauf Ü.pdf', bytes: pdf('one of a kind') });
    assert.match(words(sent.text), /Lebenslauf Ü\.pdf/);
    const shown = await member.get(`${address}/file`);
    assert.deepEqual(shown.bytes, pdf('one of a kind'));
    assert.match(shown.headers['content-security-policy'], /sandbox/);
    assert.equal(shown.headers['content-type'], 'application/pdf');
    await member.get(address);
    await member.post(`${address}/remove`);
    assert.equal((await member.get(`${address}/file`)).status, 404);
});

test('the whole packet is submitted once, with a receipt on the screen and by mail', async () => {
    await house.sql(`delete from answer where nomination = '${nomination}'`);
    await fill(member, nomination);
    const check = await member.get(`/nominations/${nomination}/check`);
    checkPage(check.text, check.path);
    const receipt = await member.post(`/nominations/${nomination}/submit`);
    assert.equal(receipt.path, `/nominations/${nomination}/receipt`, words(receipt.text));
    checkPage(receipt.text, receipt.path);
    const [hash, contents] = (await house.sql(`select hash, contents->'cv'->>'hash' from nomination_version
        where nomination = '${nomination}'`)).split('|');
    assert.ok(receipt.text.includes(hash));
    await member.post(`/nominations/${nomination}/submit`);
    assert.equal(await house.sql(`select count(*) from event where act = 'nomination.submitted'`), '1');
    await until(async () => (await mailbox(house, 'member@demo.test')).some(({ body }) => body.includes(hash)));
});

test('it can be taken back, changed and submitted again until the close, and not after', async () => {
    const [long] = await questions("q.kind = 'long'");
    const address = `/nominations/${nomination}/answers/${long.name}`;
    const refused = await member.save(address, { value: 'x', version: 1 });
    assert.equal(refused.status, 409);
    await member.post(`/nominations/${nomination}/take-back`);
    assert.equal((await member.save(address, { value: 'Better', version: 1 })).status, 200);
    await member.post(`/nominations/${nomination}/submit`);
    assert.equal(await house.sql(`select count(*) from nomination_version where nomination = '${nomination}'`), '2');
    await house.laureate('clock', 'set', '2040-01-01T00:00:00Z');
    try {
        const late = await signIn(house, 'member@demo.test');
        const page = await late.get(`/nominations/${nomination}`);
        assert.equal(page.status, 200);
        const back = await late.post(`/nominations/${nomination}/take-back`);
        assert.equal(back.status, 403);
        assert.match(words(back.text), /call has closed/);
        assert.equal(await house.sql(`select state from nomination where id = '${nomination}'`), 'submitted');
    } finally {
        await house.laureate('clock', 'reset');
    }
});

test('after the close not even the database lets the nominator write, except what was sent back, until its date', async () => {
    const draft = await begin(member, 'Bo Lind', 'bo.lind@demo.test');
    const person = await house.sql(`select nominator from nomination where id = '${draft}'`);
    const write = (value) => house.sql(`begin; select set_config('laureate.person', '${person}', true);
        insert into answer (nomination, question, value) select '${draft}', q.id, '${value}'
          from question q join cycle c on c.form = q.form join nomination n on n.cycle = c.id
         where n.id = '${draft}' and q.kind = 'long' limit 1
        on conflict (nomination, question) do update set value = excluded.value; commit`, { role: 'laureate_app' });
    await write('in time');
    const closes = await house.sql(`select instant_text(c.closes_at) from cycle c join nomination n on n.cycle = c.id
        where n.id = '${draft}'`);
    await house.done('clock', 'freeze');
    await house.done('clock', 'set', closes);
    await assert.rejects(write('too late'), /call has closed/);
    await house.sql(`update nomination set state = 'returned', returned_note = 'Dates, please.',
        returned_until = clock_now() + interval '1 day' where id = '${draft}'`);
    await write('sent back');
    await house.sql(`update nomination set returned_until = clock_now() where id = '${draft}'`);
    await assert.rejects(write('too late again'), /date until which/);
    await house.done('clock', 'reset');
});

test('another member finds nothing of it, by any of its addresses', async () => {
    const other = await signIn(house, 'member2@demo.test');
    const [{ name }] = await questions("q.kind = 'document'");
    for (const path of ['', '/check', '/receipt', '/parts/1', '/letters', '/nominee', '/withdraw', `/documents/${name}`, `/documents/${name}/file`]) {
        const answer = await other.get(`/nominations/${nomination}${path}`);
        assert.equal(answer.status, 404, path);
    }
    await other.get('/desk');
    for (const path of ['/submit', '/take-back', '/nominee', '/withdraw', '/parts/1', '/letters', `/documents/${name}/remove`]) {
        const answer = await other.post(`/nominations/${nomination}${path}`, { name: 'A', email: 'a@demo.test', letter: nomination });
        assert.equal(answer.status, 404, path);
    }
    const nowhere = '00000000-0000-4000-8000-000000000000';
    for (const path of ['/submit', '/letters', '/parts/1', `/documents/${name}/remove`]) {
        const fields = { name: 'A', email: 'a@demo.test', letter: nowhere };
        const [theirs, none] = [await other.post(`/nominations/${nomination}${path}`, fields),
                                await other.post(`/nominations/${nowhere}${path}`, fields)];
        assert.equal(theirs.text, none.text, `${path}: what is another's looks like what is not there`);
    }
    const save = await other.save(`/nominations/${nomination}/answers/${(await questions())[0].name}`, { value: 'x', version: 0 });
    assert.equal(save.status, 404);
    assert.equal(await house.sql(`select state from nomination where id = '${nomination}'`), 'submitted');
});

test('an expired session loses nothing of a form that was sent', async () => {
    const writer = await signIn(house, 'member2@demo.test');
    const id = await begin(writer, 'Cy Dorn', 'cy.dorn@demo.test');
    const kept = nomination;
    nomination = id;
    const [question] = await questions("q.kind in ('text', 'long')");
    await writer.get(`/nominations/${id}/parts/1`);
    await house.sql(`update session set ended_at = clock_now()`);
    const fields = { [`answer.${question.name}`]: 'Typed & not lost', [`version.${question.name}`]: '0' };
    const lost = await writer.post(`/nominations/${id}/parts/1`, fields);
    assert.equal(lost.status, 401);
    const hidden = (name) => field(lost.text, name).replaceAll('&amp;', '&');
    const back = await writer.post('/sign-in', { email: 'member2@demo.test', password: PASSWORD,
        kept: hidden('kept'), kept_to: hidden('kept_to') });
    assert.match(back.text, /Typed &amp; not lost/);
    const sent = await writer.post(hidden('kept_to'), fields);
    assert.equal(sent.status, 200, words(sent.text));
    assert.equal(await answer(question.name), 'Typed & not lost');
    nomination = kept;
    member = await signIn(house, 'member@demo.test');
});

test('name and address of a nominee by name are put right as long as the nomination can be changed', async () => {
    const id = await begin(member, 'Ella Frist', 'ella.frist@demo.test');
    const at = `/nominations/${id}/nominee`;
    const nominee = () => house.sql(`select nominee_name, nominee_email from nomination where id = '${id}'`);
    const correct = (name, email) => member.post(at, { name, email });
    checkPage((await member.get(at)).text, at);
    await member.get(`/nominations/${id}/letters`);
    await member.post(`/nominations/${id}/letters`, { letter: '7c9e6679-7425-40de-944b-e07fc1f90ae7', name: 'Flo Gant', email: 'flo@demo.test', note: '' });
    for (const [name, email, why] of [
        ['', 'ella.first@demo.test', /Give the nominee's name/], ['Ella First', 'ella', /Give an e-mail address/],
        ['Ella First', 'Member@demo.test', /This is your own address/], ['Ella First', 'flo@DEMO.test', /whom you have asked for a letter/],
        ['Ella First', 'board@demo.test', /Board/],
    ]) {
        const wrong = await correct(name, email);
        assert.equal(wrong.status, 422, email);
        checkPage(wrong.text, at);
        assert.match(words(wrong.text), why);
        assert.match(wrong.text, new RegExp(`name="email" type="email" value="${email}"`));
    }
    assert.equal(await nominee(), 'Ella Frist|ella.frist@demo.test');
    await house.sql(`insert into declaration (nomination, person) select '${id}', person from account where email = 'chair@demo.test'`);
    for (let times = 0; times < 2; times++) {
        const right = await correct(' Ella  First ', 'Ella.First@Demo.test');
        assert.equal(right.path, `/nominations/${id}`, words(right.text));
    }
    assert.equal(await nominee(), 'Ella First|ella.first@demo.test');
    assert.equal(await house.sql(`select count(*) from event where act = 'nomination.corrected' and subject = '${id}'`), '1');
    assert.equal(await house.sql(`select count(*) from declaration where nomination = '${id}'`), '0', 'each declares anew');
    await member.post(`/nominations/${id}/withdraw`);
    const late = await correct('Ella Last', 'ella.last@demo.test');
    assert.equal(late.status, 409);
    checkPage(late.text, at);
    assert.match(words(late.text), /You typed this, and it was not saved: Ella Last, ella\.last@demo\.test/);
});

test('a withdrawn nomination stays readable, and is over', async () => {
    const id = await begin(member, 'Di Ems', 'di.ems@demo.test');
    await member.get(`/nominations/${id}/withdraw`);
    const over = await member.post(`/nominations/${id}/withdraw`);
    assert.equal(over.path, `/nominations/${id}`);
    assert.match(words(over.text), /Withdrawn/);
    assert.equal((await member.post(`/nominations/${id}/submit`)).status, 409);
});

test('two windows on one part: a field that was not touched never overwrites the other window’s', async () => {
    const id = await begin(member, 'Ed Gray', 'ed.gray@demo.test');
    const kept = nomination;
    nomination = id;
    const names = (await questions("q.part = 'The nominee'")).map(({ name }) => name);
    const read = async () => {
        const { text } = await member.get(`/nominations/${id}/parts/1`);
        return Object.fromEntries(names.flatMap((name) => [
            [`version.${name}`, field(text, `version.${name}`)], [`was.${name}`, field(text, `was.${name}`)], [`answer.${name}`, '']]));
    };
    const one = await read(), other = await read();
    await member.post(`/nominations/${id}/parts/1`, { ...other, 'answer.institution': 'Theirs' });
    const sent = await member.post(`/nominations/${id}/parts/1`, { ...one, 'answer.position': 'Mine' });
    assert.equal(sent.path, `/nominations/${id}`, words(sent.text));
    assert.deepEqual([await answer('institution'), await answer('position')], ['Theirs', 'Mine']);
    nomination = kept;
});

test('what is typed after the submit in another window is shown as not saved', async () => {
    await member.get(`/nominations/${nomination}`);
    const late = await member.post(`/nominations/${nomination}/parts/2`, { 'answer.citation': 'Too late', 'version.citation': '1' });
    assert.equal(late.status, 409);
    assert.match(words(late.text), /You typed this, and it was not saved: Too late/);
    assert.doesNotMatch(await answer('citation'), /Too late/);
});
