// A page, as the tests read it.
import assert from 'node:assert/strict';

const VOID = new Set(['meta', 'link', 'input', 'br', 'img', 'hr', 'wbr']);

// What stands on it, without tags, each run of white space one space.
export function words(html) {
    const shown = html.replace(/<(script|style|svg)\b.*?<\/\1>/gs, ' ').replace(/<[^>]*>/g, ' ');
    return decode(shown).replace(/\s+/g, ' ');
}

// The text of every element with that name, or of the name and class: "li", "p.name".
export function texts(html, element) {
    const [name, kind] = element.split('.');
    const attributes = kind === undefined ? '[^>]*' : `[^>]*class="(?:[^"]* )?${kind}(?: [^"]*)?"[^>]*`;
    return [...html.matchAll(new RegExp(`<${name}(?= |>)${attributes}>(.*?)</${name}>`, 'gs'))].map(([, inner]) =>
        words(inner).trim(),
    );
}

// Where it leads, in the site.
export function links(html) {
    const all = [...html.matchAll(/<a\b[^>]*?href="([^"]*)"/g)].map(([, href]) => decode(href));
    return all.filter((href) => href.startsWith('/'));
}

// What the page says by names for signs.
export function decode(html) {
    const names = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    return html.replace(/&(#?\w+);/g, (whole, name) => names[name] ?? whole);
}

// Every address of the site that a visitor can come to from the front page, and its answer.
export async function crawl(house, headers) {
    const found = new Map();
    for (const waiting = ['/', '/health', '/assets/', '/nowhere']; waiting.length > 0; ) {
        const path = waiting.pop();
        if (found.has(path)) continue;
        const answer = await house.get(path, { headers });
        found.set(path, answer);
        if (isPage(answer)) waiting.push(...links(answer.text).map((link) => link.split('#')[0]).filter(Boolean));
    }
    return found;
}

export function isPage({ headers }) {
    return headers['content-type']?.startsWith('text/html') ?? false;
}

// What is true of every page.
export function checkPage(html, path) {
    assert.match(html, /^<!doctype html>\n<html lang="en-US">/, path);
    assert.equal(texts(html, 'h1').filter((text) => text !== '').length, 1, `one heading on ${path}`);
    assert.equal([...html.matchAll(/<h1\b/g)].length, 1, `one heading on ${path}`);
    assert.match(texts(html, 'title').join('|'), /^[^|]*\S[^|]*$/, `a title on ${path}`);
    assert.match(html, /<meta name="viewport" content="width=device-width, initial-scale=1">/, path);
    assert.match(html, /<body>\s*<a class="skip" href="#main">/, `the way past the header first on ${path}`);
    assert.doesNotMatch(html, /\{\{|\}\}/, `nothing of the template on ${path}`);
    const tags = [...html.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][\w-]*(?:="[^"<>]*")?)*)\s*(\/?)>/g)];
    assert.equal(tags.length + 1, html.split('<').length - 1, `every < begins a tag on ${path}`);
    checkNesting(tags, path);
    for (const [, closes, name, attributes] of tags) {
        const unvalued = attributes.replace(/"[^"]*"/g, '');
        assert.doesNotMatch(unvalued, /\s(style|on[a-z]+)=/, `no inline style or script on ${path}`);
        assert.notEqual(name, 'style', `no inline style on ${path}`);
        if (name === 'script' && !closes) assert.match(attributes, /\ssrc="\/assets\//, `no inline script on ${path}`);
    }
    checkIds(html, path);
    checkHeadings(tags, path);
}

// What is opened is closed, in its order.
export function checkNesting(tags, path) {
    const open = [];
    for (const [whole, closes, name, , selfCloses] of tags) {
        if (VOID.has(name) || selfCloses) continue;
        if (!closes) open.push(name);
        else assert.equal(open.pop(), name, `${whole} closes what was opened last on ${path}`);
    }
    assert.deepEqual(open, [], `everything is closed on ${path}`);
}

function checkIds(html, path) {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, ids.length, `each id once on ${path}: ${ids}`);
    for (const [, , wanted] of html.matchAll(/\s(for|aria-labelledby|aria-describedby|href)="#?([^"/]+)"/g))
        for (const id of wanted.trim().split(/\s+/)) assert.ok(ids.includes(id), `${id} is there on ${path}`);
}

// The summary of errors stands before everything else on its page, the heading included.
function checkHeadings(tags, path) {
    const first = tags.findIndex(([, , name]) => name === 'h1');
    let level = 0;
    tags = tags.filter(([, , name], at) => !(at < first && name === 'h2'));
    for (const [, closes, name] of tags) {
        if (closes || !/^h[1-6]$/.test(name)) continue;
        assert.ok(Number(name[1]) <= level + 1, `no heading level is left out on ${path}: ${name}`);
        level = Number(name[1]);
    }
}

// What every answer says for the safety of whoever reads it.
export function checkSafety({ headers }, path) {
    const policy = headers['content-security-policy'] ?? '';
    assert.match(policy, /(^|; )default-src 'self'(;|$)/, path);
    assert.doesNotMatch(policy, /unsafe-|data:|\*/, path);
    for (const part of ["base-uri 'none'", "object-src 'none'", "form-action 'self'", "frame-ancestors 'none'"])
        assert.ok(policy.includes(part), `${part} on ${path}`);
    assert.equal(headers['x-content-type-options'], 'nosniff', path);
    assert.equal(headers['referrer-policy'], 'same-origin', path);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin', path);
    assert.ok(headers['cache-control'], `${path} says who may keep it`);
    assert.equal(headers.server, undefined, path);
    assert.equal(headers['set-cookie'], undefined, path);
}
