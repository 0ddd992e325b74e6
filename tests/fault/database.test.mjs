// PostgreSQL is short of something, slow, or has been away: whoever asks is told so or notices nothing, and it goes on by
// itself.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { beginFor } from '../browser/people.mjs';
import { PASSWORD, pdf, signIn } from '../http/browse.mjs';
import { openHouse, until } from '../http/house.mjs';
import { checkPage, words } from '../http/page.mjs';
import { openCluster } from './cluster.mjs';

let cluster, house, member, nomination, question;

before(async () => {
    cluster = await openCluster();
    house = await openHouse({ socket: cluster.socket, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD, LAUREATE_WORKERS: '8' } });
    member = await signIn(house, 'member@demo.test');
    nomination = await beginFor(member, { name: 'Ada Quill', email: 'ada.quill@elsewhere.test' });
    question = await house.sql(`select q.name from question q join cycle c on c.form = q.form
        join nomination n on n.cycle = c.id where q.kind = 'document' limit 1`);
});
after(async () => {
    await house?.stop();
    await cluster?.close();
});

const save = (value, version) => member.save(`${nomination}/answers/qualifications`, { value, version });
const stored = () => house.sql(`select w.version || ' ' || w.value from answer w`);

// All connections of the workers are open.
async function warmUp() {
    const answers = await Promise.all(Array.from({ length: 32 }, () => member.get(nomination)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
}

for (const what of ['all', 'server', 'one'])
    test(`PostgreSQL was killed (${what}) and is back: nobody who acts after that is told of it`, async () => {
        await warmUp();
        await cluster.kill(what);
        if (what !== 'one') await until(async () => (await house.get('/ready')).status === 503); // else it is back too soon
        assert.equal((await house.get('/health')).status, 200);
        await cluster.start();
        await until(() => house.sql('select 1').catch(() => false));
        await until(async () => (await house.get('/ready')).status === 200);
        const acts = Array.from({ length: 16 }, () => member.post(`${nomination}/documents/${question}/remove`, {}, { follow: false }));
        assert.deepEqual((await Promise.all(acts)).map(({ status }) => status), acts.map(() => 303));
    });

test('an act that has one trip only, over connections that were cut meanwhile', async () => {
    for (let i = 0; i < 4; i++) {
        await member.upload(`${nomination}/documents/${question}`, { name: `${i}.pdf`, bytes: pdf() });
        await warmUp();
        await house.sql(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'laureate_app'`);
        const { status } = await member.post(`${nomination}/documents/${question}/remove`, {}, { follow: false });
        assert.equal(status, 303);
    }
    assert.equal(await house.sql(`select count(*) from event where act = 'document.dropped'`), '4');
});

test('what waits too long for a lock is refused with a word, nothing of it is kept, and it can be sent again', async () => {
    await save('Before.', 0);
    const lock = house.session();
    await lock.run('begin; lock answer in share row exclusive mode');
    const begun = Date.now();
    const [script, form] = await Promise.all([
        save('Meanwhile.', 1),
        member.post(`${nomination}/parts/2`, { 'answer.qualifications': 'Meanwhile.', 'version.qualifications': 1 }, { follow: false }),
    ]);
    assert.ok(Date.now() - begun > 3000, 'it did wait');
    assert.equal(script.status, 503);
    assert.match(script.detail, /took too long/);
    assert.equal(form.status, 503);
    checkPage(form.text, 'the refusal');
    assert.match(words(form.text), /took too long/);
    await lock.run('rollback');
    assert.equal(await stored(), '1 Before.');
    assert.deepEqual([(await save('Meanwhile.', 1)).status, await stored()], [200, '2 Meanwhile.']);
});

test('when PostgreSQL takes no more connections, some are asked to come back, and all others are answered', async () => {
    await house.admin('alter role laureate_app connection limit 2');
    await house.sql(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'laureate_app'`);
    const answers = await Promise.all(Array.from({ length: 64 }, () => member.get(nomination)));
    const count = (status) => answers.filter((answer) => answer.status === status).length;
    assert.ok(count(200) > 0 && count(503) > 0, `${count(200)} answered, ${count(503)} asked to come back`);
    assert.equal(count(200) + count(503), 64);
    checkPage(answers.find(({ status }) => status === 503).text, nomination);
    await house.admin('alter role laureate_app connection limit -1');
    await warmUp();
});
