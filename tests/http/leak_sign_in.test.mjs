// Whether an address is known does not show: somebody who signs in with a wrong password, or has forgotten it, gets the
// same answer for an address that is known, that nobody has, whose account has ended, or has no password yet; and it is
// the same work: the same functions of the database are called as often, the same tables are asked, and a password is
// hashed, which is seen by the memory that it goes through.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { PASSWORD, visitor } from './browse.mjs';
import { openHouse } from './house.mjs';

const ADDRESSES = {
    known: 'member@demo.test',
    unknown: 'nobody@elsewhere.test',
    ended: 'member2@demo.test',
    'without a password': 'abena.frimpong@demo.test',
};
const HASH_KB = 64 * 1024; // that Argon2id goes through, by the parameters of lib/crypto/passwords.c

let house;

before(async () => {
    house = await openHouse({ serve: false, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD, LAUREATE_WORKERS: '1' } });
    await house.sql(`alter database ${house.database} set track_functions = 'all';
        update account set ended_at = clock_now() where email = '${ADDRESSES.ended}';
        update account set password_hash = null where email = '${ADDRESSES['without a password']}'`);
});
after(() => house.stop());

// One form, sent by a visitor to a house that has just opened: the answer without the address, what the database did for
// it, and by how many KB its memory has grown at most. The database says what was done when the house has closed.
async function tried(path, form) {
    await house.sql('select pg_stat_reset()');
    await house.serve();
    const person = visitor(house);
    await person.get(path);
    const before = await mostMemory();
    const { status, headers, text } = await person.post(path, form, { follow: false });
    const grown = (await mostMemory()) - before;
    await house.close();
    const { date, 'x-request-id': request, ...rest } = headers;
    const body = text.replaceAll(form.email, '').replaceAll(/name="csrf" value="[^"]*"/g, '');
    const length = Number(rest['content-length']) - (text.includes(form.email) ? form.email.length : 0);
    return { answer: { status, ...rest, 'content-length': length, body }, work: await house.sql(WORK), grown };
}

// The functions by their calls; the tables by their new rows, and by whether they were read. Jobs, which come by the
// clock, call none of these.
const WORK = `select funcname, calls from pg_stat_user_functions
     where funcname in ('count_attempts', 'sign_in_begin', 'session_begin', 'password_forgotten', 'password_mail')
    union all
    select relname, n_tup_ins from pg_stat_user_tables where relname in ('attempt', 'session')
    union all
    select relname || ' is read', seq_scan + coalesce(idx_scan, 0) from pg_stat_user_tables where relname = 'account'
     order by 1`;

// The most memory that the house has had so far, in KB.
async function mostMemory() {
    const status = await fs.readFile(`/proc/${house.process.pid}/status`, 'utf8');
    return Number(status.match(/^VmHWM:\s*(\d+) kB$/m)[1]);
}

async function tryAll(path, form) {
    const all = {};
    for (const [kind, email] of Object.entries(ADDRESSES)) all[kind] = await tried(path, { email, ...form });
    for (const [kind, { answer, work }] of Object.entries(all)) {
        assert.deepEqual(answer, all.known.answer, kind);
        assert.equal(work, all.known.work, kind);
    }
    return all;
}

test('a wrong password', async () => {
    for (const [kind, { answer, work, grown }] of Object.entries(await tryAll('/sign-in', { password: 'not this one' }))) {
        assert.equal(answer.status, 422);
        assert.match(work, /^sign_in_begin\|1$/m);
        assert.ok(grown > 0.9 * HASH_KB && grown < 1.5 * HASH_KB, `${kind}: ${grown} KB`);
    }
});

test('a forgotten password', async () => {
    for (const [kind, { answer, work, grown }] of Object.entries(await tryAll('/forgotten'))) {
        assert.equal(answer.location, '/forgotten/sent');
        assert.match(work, /^password_mail\|1$/m);
        assert.ok(grown < 0.5 * HASH_KB, `${kind}: ${grown} KB`);
    }
});
