// A person at a browser, as far as HTTP goes: cookies, forms with their hidden fields, redirects that are followed.
//
//     const member = await signIn(house, 'member@demo.test');
//     const page = await member.get('/desk');
//     await member.post('/awards/gold-medal/nominate', { nomination, nominee });
import assert from 'node:assert/strict';
import { ask } from './client.mjs';

export const PASSWORD = 'a few quiet words';

export function visitor(house) {
    return new Person(house);
}

export async function signIn(house, email, password = PASSWORD) {
    const person = visitor(house);
    await person.get('/sign-in');
    const answer = await person.post('/sign-in', { email, password }, { follow: false });
    assert.equal(answer.status, 303, answer.text);
    return person;
}

class Person {
    constructor(house) {
        this.house = house;
        this.cookies = new Map();
        this.csrf = '';
    }

    // What comes, after redirects unless they are not to be followed; `path` is where it was found.
    async get(path, { headers = {}, follow = true } = {}) {
        return this.#take(await this.#ask('GET', path.split('#')[0], { headers }), path, follow);
    }

    // Sends a form with the token of the page that was seen last, unless the fields bring another. A list of pairs is
    // sent as it is.
    async post(path, fields = {}, { headers = {}, follow = true } = {}) {
        const body = new URLSearchParams(Array.isArray(fields) ? fields : { csrf: this.csrf, ...fields }).toString();
        const type = { 'content-type': 'application/x-www-form-urlencoded' };
        return this.#take(await this.#ask('POST', path, { headers: { ...type, ...headers }, body }), path, follow);
    }

    // The same for scripts: what comes is JSON.
    async save(path, fields = {}) {
        const answer = await this.post(path, fields, { headers: { accept: 'application/json' }, follow: false });
        return { status: answer.status, ...answer.json() };
    }

    // Sends a form with a file, the token first.
    async upload(path, { name, bytes, type, ...fields }, { follow = true } = {}) {
        const sent = multipart({ csrf: this.csrf, ...fields }, { name, bytes, type });
        return this.#take(await this.#ask('POST', path, sent), path, follow);
    }

    async #ask(method, path, { headers, body }) {
        const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await ask(this.house.port, method, path, {
            headers: { ...(cookie && { cookie }), ...headers },
            body,
        });
        for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
            const [pair, ...attributes] = line.split('; ');
            const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
            if (attributes.includes('Max-Age=0')) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
        return answer;
    }

    async #take(answer, path, follow) {
        this.csrf = answer.text.match(/name="csrf" value="([^"]+)"/)?.[1] ?? this.csrf;
        if (follow && answer.status === 303) return this.get(answer.headers.location);
        return Object.assign(answer, { path });
    }
}

// A form with a file behind its fields, as {headers, body}.
export function multipart(fields, { name, bytes, type = 'application/pdf' }) {
    const boundary = `----${Math.random().toString(36).slice(2)}`;
    const parts = [];
    for (const [field, value] of Object.entries(fields))
        parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`);
    parts.push(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n`);
    parts.push(`Content-Type: ${type}\r\n\r\n`, bytes, `\r\n--${boundary}--\r\n`);
    const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}`, 'content-length': body.length };
    return { headers, body };
}

// The smallest bytes that are a PDF.
export function pdf(text = 'A letter') {
    return Buffer.from(
        `%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n` +
            `3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]>>endobj\n% ${text}\n` +
            `trailer<</Root 1 0 R>>\n%%EOF\n`,
    );
}

// What lies in the demo's mailbox for that address, newest first, and the links in it.
export async function mailbox(house, address) {
    const text = await house.sql(`select replace(encode(convert_to(m.message, 'UTF8'), 'base64'), chr(10), '')
        from mailbox m join outbox o on o.id = m.outbox where o.to_address = '${address}' order by o.made_at desc`);
    return text.split('\n').filter(Boolean).map((line) => readMail(Buffer.from(line, 'base64').toString()));
}

// A message's bytes as its reader has them.
export function readMail(message) {
    const [head, ...body] = message.split('\r\n\r\n');
    const plain = /quoted-printable/i.test(head) ? unquote(body.join('\r\n\r\n')) : body.join('\r\n\r\n');
    const [, subject = ''] = head.match(/^Subject: (.*(?:\r\n .*)*)/m) ?? [];
    const words = subject.replaceAll(/\r\n(?= )/g, '').replaceAll(/=\?utf-8\?Q\?(.*?)\?=(\s+(?==\?))?/gi, (_, word) => unquote(word.replaceAll('_', ' ')));
    return { head, subject: words, body: plain, links: [...plain.matchAll(/https?:\/\/[^/\s]+(\/\S+)/g)].map(([, link]) => link) };
}

function unquote(text) {
    const bytes = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
}
