// The disk fails while a document comes in: it is refused with a word, nothing of it is kept, and what was there before
// is still there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import fs from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { PASSWORD, pdf, signIn } from '../http/browse.mjs';
import { openHouse } from '../http/house.mjs';
import { checkPage, words } from '../http/page.mjs';
import { beginFor } from '../browser/people.mjs';

const LARGE = pdf('x'.repeat(1024 * 1024));

let house, member, at, question;

before(async () => {
    house = await openHouse({ settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
    member = await signIn(house, 'member@demo.test');
    at = await beginFor(member, { name: 'Ada Quill', email: 'ada.quill@elsewhere.test' });
    question = await house.sql(`select q.name from question q join cycle c on c.form = q.form
        join nomination n on n.cycle = c.id where q.kind = 'document' and n.id = '${at.split('/').at(-1)}'`);
    await send('before.pdf', pdf('before'));
    assert.equal(await standing(), 'before.pdf');
});
after(() => house.stop());

const send = (name, bytes) => member.upload(`${at}/documents/${question}`, { name, bytes });
const standing = () => house.sql('select f.name from document d join file f on f.id = d.file');
const inStore = (folder) => readdirSync(`${house.folder}/files/${folder}`, { recursive: true }).length;
const kept = () => readdirSync(`${house.folder}/files`).filter((name) => name !== 'new').reduce((sum, name) => sum + inStore(name), 0);

// While that is so the document is refused and the one before stays; afterwards it is taken.
async function isRefused(bytes, spoil, mend) {
    const [files, events] = [kept(), await house.sql('select count(*) from event')];
    await spoil();
    const answer = await send('after.pdf', bytes);
    await mend();
    assert.ok(answer.status >= 500, String(answer.status));
    checkPage(answer.text, 'the refusal');
    assert.match(words(answer.text), /could not be kept\. Please try again/);
    assert.equal(await standing(), 'before.pdf');
    assert.equal(inStore('new'), 0, 'nothing half kept');
    assert.equal(kept(), files);
    assert.equal(await house.sql('select count(*) from event'), events);
    assert.equal(await house.sql('select count(*) from file'), '1');
    assert.equal((await member.get(`${at}/documents/${question}/file`)).status, 200);
    assert.equal((await house.get('/health')).status, 200);
    assert.equal((await send('after.pdf', bytes)).status, 200);
    assert.equal(await standing(), 'after.pdf');
    await send('before.pdf', pdf('before'));
    await house.sql(`delete from file where id not in (select file from document)`);
}

// A file that may not grow fails as on a full disk.
const limit = (bytes) => execFileSync('prlimit', ['--pid', String(house.process.pid), `--fsize=${bytes}:`]);

test('a disk that is full when it comes', () => isRefused(pdf(), () => limit(0), () => limit('unlimited')));

test('a disk that is full in the middle', () => isRefused(LARGE, () => limit(100_000), () => limit('unlimited')));

test('a disk that is full at the end', () => isRefused(LARGE, () => limit(LARGE.length - 10), () => limit('unlimited')));

test('a folder that is gone', () => {
    const [folder, away] = [`${house.folder}/files/new`, `${house.folder}/away`];
    return isRefused(pdf(), () => fs.rename(folder, away), () => fs.rename(away, folder));
});
