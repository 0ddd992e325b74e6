// HTTP itself: what the house says to requests that are right, wrong, odd, slow or gone.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { readAnswers } from './client.mjs';
import { openHouse, until } from './house.mjs';
import { checkPage, checkSafety, texts } from './page.mjs';

let house;

before(async () => {
    house = await openHouse();
});
after(() => house.stop());

const head = (target, ...lines) => [`GET ${target} HTTP/1.1`, 'Host: localhost', ...lines, '', ''].join('\r\n');
const last = (target, ...lines) => head(target, ...lines, 'Connection: close');
const isWell = async () => assert.equal((await house.get('/health')).status, 200);

for (const path of [
    '/', '/honorees?q=haskal', '/honorees.json', '/honorees.csv', '/deadlines.ics', '/health', '/ready', '/nowhere',
    '/honorees/1901',
])
    test(`HEAD ${path} says what GET says, without the body`, async () => {
        const [got, asked] = [await house.get(path), await house.ask('HEAD', path)];
        assert.equal(asked.status, got.status);
        assert.equal(asked.bytes.length, 0);
        const { date: one, ...gotHeaders } = got.headers;
        const { date: other, ...askedHeaders } = asked.headers;
        assert.deepEqual(askedHeaders, gotHeaders);
        const { text } = await house.raw(last(path).replace('GET', 'HEAD'));
        assert.equal(text.split('\r\n\r\n')[1], '');
    });

for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])
    test(`${method} to a page that is only read is 405 with what is allowed`, async () => {
        for (const path of ['/', '/awards/gold-medal', '/honorees?q=a', '/honorees.json', '/ready']) {
            const answer = await house.ask(method, path);
            assert.equal(answer.status, 405, path);
            assert.equal(answer.headers.allow, 'GET, HEAD');
            checkSafety(answer, path);
        }
    });

test('a method that is unknown or in small letters is not taken for another', async () => {
    for (const method of ['get', 'GETT', 'BREW']) {
        const { answers } = await house.raw(last('/').replace('GET', method));
        assert.ok([400, 405, 501].includes(answers[0].status), `${method}: ${answers[0].status}`);
    }
});

test('a POST with a form to a page that is only read is 405', async () => {
    const answer = await house.ask('POST', '/honorees', {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'q=haskal',
    });
    assert.equal(answer.status, 405);
    checkPage(answer.text, 'POST /honorees');
    assert.deepEqual(texts(answer.text, 'h1'), ['This cannot be done here']);
});

for (const [method, path, accept, status] of [
    ['GET', '/nowhere', 'application/json', 404],
    ['GET', '/nowhere', 'application/problem+json', 404],
    ['GET', '/awards/none', 'application/json', 404],
    ['GET', '/honorees/1901', 'application/json, */*;q=0.1', 404],
    ['GET', '/nowhere.json', '*/*', 404],
    ['POST', '/awards', 'application/json', 405],
    ['POST', '/honorees.json', '*/*', 405],
])
    test(`${method} ${path} for ${accept} is refused as problem+json`, async () => {
        const answer = await house.ask(method, path, { headers: { accept } });
        assert.equal(answer.status, status);
        assert.equal(answer.headers['content-type'], 'application/problem+json');
        const problem = answer.json();
        assert.deepEqual(Object.keys(problem), ['type', 'title', 'status', 'detail']);
        assert.equal(problem.status, status);
        checkSafety(answer, path);
    });

test('a browser is refused with a page', async () => {
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,application/json;q=0.8,*/*;q=0.7';
    const { status, headers } = await house.get('/nowhere', { headers: { accept } });
    assert.deepEqual([status, headers['content-type']], [404, 'text/html; charset=utf-8']);
});

for (const target of [
    '/%00', '/awards/%00gold-medal', '/%', '/%z', '/%zz', '/%f', '/%ff', '/%c3', '/%c3%28', '/%ed%a0%80',
    '/%f5%80%80%80', '/%0a', '/%0d%0aX:%20y', '/%7f', '/%1b', '/\x01', '/\x7f', '/\xff', '*', 'nowhere', '?q=1', '%2F',
])
    test(`the target ${JSON.stringify(target)} is 400`, async () => {
        const { answers } = await house.raw(Buffer.from(last(target), 'latin1'));
        assert.equal(answers[0]?.status, 400);
        await isWell();
    });

for (const target of [
    '//', '//evil.example/', '/..', '/../etc/passwd', '/awards/../honorees', '/./', '/awards//gold-medal',
    '/awards/%2e%2e/honorees', '/awards%2Fgold-medal%2F', '/%2e', '/;', '/~', "/awards/'--",
])
    test(`the target ${target} is no page`, async () => {
        const { answers } = await house.raw(last(target));
        assert.equal(answers[0].status, 404);
    });

test('an escape in a path is as good as what it stands for', async () => {
    assert.equal((await house.get('/%61wards/gold%2Dmedal')).status, 200);
});

for (const [what, bytes] of [
    ['a target of 10 KB', last(`/${'a'.repeat(10_000)}`)],
    ['a query of 10 KB', last(`/nowhere?q=${'a'.repeat(10_000)}`)],
    ['a target of 40 KB', last(`/${'a'.repeat(40_000)}`)],
    ['a header of 33 KB', last('/', `X-Long: ${'a'.repeat(33_000)}`)],
    ['800 headers', last('/', ...Array.from({ length: 800 }, (_, i) => `X-${i}: a`))],
    ['an endless header name', last('/', 'X'.repeat(40_000))],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['not HTTP', 'hello\r\n\r\n'],
    ['a TLS greeting', Buffer.from('16030100c8010000c40303', 'hex')],
    ['no version', 'GET /\r\n\r\n'],
    ['HTTP/3.7', last('/').replace('HTTP/1.1', 'HTTP/3.7')],
    ['two kinds of body', last('/', 'Content-Length: 0', 'Transfer-Encoding: chunked')],
])
    test(`${what} is refused or closed, and does not hang`, async () => {
        const begun = Date.now();
        // What is not finished as a request is waited for; the sender ends it.
        const text = Buffer.isBuffer(bytes) ? Buffer.concat([bytes, Buffer.from('\r\n\r\n')]) : bytes;
        const { answers } = await house.raw(text);
        for (const { status } of answers) assert.ok((status >= 400 && status < 500) || status === 505, `${status}`);
        assert.ok(Date.now() - begun < 10_000);
        await isWell();
    });

for (const [what, ...lines] of [
    ['Content-Length twice', 'Content-Length: 5', 'Content-Length: 5'],
    ['two Content-Lengths', 'Content-Length: 5', 'Content-Length: 6'],
    ['Content-Length beside Transfer-Encoding', 'Content-Length: 5', 'Transfer-Encoding: chunked'],
    ['Transfer-Encoding beside Content-Length', 'Transfer-Encoding: chunked', 'Content-Length: 5'],
    ['Transfer-Encoding twice', 'Transfer-Encoding: chunked', 'Transfer-Encoding: identity'],
    ['a space before the colon', 'Content-Length : 5'],
    ['a space in a header’s name', 'X Y: 5'],
    ['a sign in a header’s name', 'X(Y): 5'],
    ['a Content-Length that is no number', 'Content-Length: five'],
    ['a Content-Length below zero', 'Content-Length: -5'],
    ['a list of Content-Lengths', 'Content-Length: 5, 5'],
    ['a Content-Length with a plus', 'Content-Length: +5'],
    ['a Transfer-Encoding that is not chunked', 'Transfer-Encoding: gzip'],
    ['a Transfer-Encoding that looks like chunked', 'Transfer-Encoding: xchunked'],
    ['a list of Transfer-Encodings', 'Transfer-Encoding: gzip, chunked'],
    ['two hosts', 'Host: elsewhere'],
    ['a header without a colon', 'X'],
])
    test(`${what} is 400, and the connection is closed`, async () => {
        // The second request must never be taken for one.
        const bytes = head('/health', ...lines) + '0\r\n\r\n' + head('/awards');
        const { answers, isClosed } = await house.raw(bytes, { limitMs: 5000 });
        assert.equal(answers[0]?.status, 400);
        assert.equal(answers.length, 1);
        assert.ok(isClosed);
    });

test('several requests go over one connection', async () => {
    const paths = ['/', '/awards', '/nowhere', '/honorees?q=haskal', '/health', '/'];
    const { answers } = await house.raw(paths.map((path) => head(path)), { answers: paths.length, pauseMs: 30 });
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 404, 200, 200, 200]);
    for (const { headers } of answers) assert.notEqual(headers.connection?.toLowerCase(), 'close');
});

test('requests that are sent without waiting are answered in their order', async () => {
    const words = ['haskal', 'mauro', 'zeke', 'sos', 'dake', 'nobody'];
    const paths = ['/health', ...words.map((word) => `/honorees.json?q=${word}`), '/nowhere', '/'];
    const { answers } = await house.raw(paths.map((path) => head(path)).join(''), { answers: paths.length });
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200, 200, 200, 200, 404, 200]);
    const found = answers.slice(1, 7).map(({ text }) => JSON.parse(text).honorees[0]?.name.split(' ').pop());
    assert.deepEqual(found, ['Haskal', 'Mauro', 'III', 'Sos', 'Dake', undefined]);
});

test('the body of a GET is passed over, and the next request is answered', async () => {
    for (const [lines, body] of [
        [['Content-Length: 11'], 'hello world'],
        [['Content-Length: 60000'], 'a'.repeat(60_000)],
        [['Transfer-Encoding: chunked'], '5\r\nhello\r\n0\r\n\r\n'],
    ]) {
        const { answers } = await house.raw(head('/awards', ...lines) + body + head('/honorees/2014'), { answers: 2 });
        assert.deepEqual(answers.map(({ status }) => status), [200, 200]);
        assert.deepEqual(texts(answers[1].text, 'h1'), ['Honorees of 2014']);
    }
});

test('a refused POST leaves the connection to the next request', async () => {
    const post = head('/awards', 'Content-Length: 5').replace('GET', 'POST') + 'hello';
    const { answers } = await house.raw(post + head('/health'), { answers: 2 });
    assert.deepEqual(answers.map(({ status }) => status), [405, 200]);
});

test('a client that waits for leave to send its body gets an answer', async () => {
    const bytes = [last('/awards', 'Content-Length: 5', 'Expect: 100-continue').replace('GET', 'POST'), 'hello'];
    const { answers } = await house.raw(bytes, { pauseMs: 100 });
    assert.equal(answers.at(-1).status, 405);
});

for (const [what, line, before, behind] of [
    ['with its length', `Content-Length: ${10 * 1024 * 1024}`, '', ''],
    ['in chunks', 'Transfer-Encoding: chunked', 'a00000\r\n', '\r\n0\r\n\r\n'],
])
    test(`10 MB sent ${what} to a page that takes none neither ends nor holds up the house`, async () => {
        const bytes = last('/', line) + before + 'a'.repeat(10 * 1024 * 1024) + behind;
        const sending = [house.raw(bytes), house.raw(bytes)];
        const meanwhile = await house.get('/honorees?q=sos');
        for (const { answers } of await Promise.all(sending))
            for (const { status } of answers) assert.ok([200, 413].includes(status), `${status}`);
        assert.equal(meanwhile.status, 200);
        await isWell();
    });

test('a target with the site in front is taken without it', async () => {
    for (const [target, heading] of Object.entries({
        'http://localhost/awards': 'Awards',
        'http://localhost': 'Awards and honors',
    })) {
        const { answers } = await house.raw(last(target));
        assert.deepEqual(texts(answers[0].text, 'h1'), [heading]);
    }
});

test('HTTP/1.0 is answered, and closed', async () => {
    const { answers, isClosed } = await house.raw('GET /awards HTTP/1.0\r\n\r\n');
    assert.equal(answers[0].status, 200);
    assert.ok(isClosed);
    assert.equal(answers[0].headers['transfer-encoding'], undefined);
    assert.equal(Number(answers[0].headers['content-length']), answers[0].bytes.length);
});

test('If-None-Match is a list, of weak tags too', async () => {
    const { etag } = (await house.get('/awards')).headers;
    const status = async (value) => (await house.get('/awards', { headers: { 'if-none-match': value } })).status;
    for (const value of [etag, `W/${etag}`, `"a", ${etag}`, `${etag},"b"`, `"a" , W/${etag} , "b"`, '*', ` ${etag} `])
        assert.equal(await status(value), 304, value);
    for (const value of ['"a"', etag.slice(1, -1), `${etag.slice(0, -1)}x"`, '', ',', '""', 'W/', `"${etag}`, '**'])
        assert.equal(await status(value), 200, value);
});

test('a refusal is never said to be unchanged', async () => {
    for (const path of ['/nowhere', '/honorees/1901', '/health'])
        assert.notEqual((await house.get(path, { headers: { 'if-none-match': '*' } })).status, 304, path);
});

for (const [accepted, encoding] of [
    [undefined, undefined], ['', undefined], ['identity', undefined], ['gzip', 'gzip'], ['br', 'br'],
    ['gzip, deflate, br', 'br'], ['GZIP', 'gzip'], ['gzip;q=0.5', 'gzip'], ['gzip; q=1.0', 'gzip'], ['br ;q=1', 'br'],
    ['br;q=0', undefined], ['br;q=0, gzip', 'gzip'], ['br;q=0.000,gzip;q=0.001', 'gzip'],
    ['gzip;q=0, br;q=0.0', undefined], ['brotli', undefined], ['deflate', undefined], [';;;,,,q=', undefined],
    ['a'.repeat(4000), undefined],
])
    test(`who accepts “${String(accepted).slice(0, 40)}” gets ${encoding ?? 'the plain bytes'}`, async () => {
        const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
        const answer = await house.get('/awards', { headers });
        assert.equal(answer.headers['content-encoding'], encoding);
        assert.match(answer.text, /<h1>Awards<\/h1>/);
    });

test('“*” may be answered by any encoding', async () => {
    for (const accepted of ['*', '*;q=0.5', 'identity;q=0, *']) {
        const answer = await house.get('/awards', { headers: { 'accept-encoding': accepted } });
        assert.match(answer.text, /<h1>Awards<\/h1>/, accepted);
    }
});

test('whoever sends a byte now and then holds up nobody', async () => {
    const slow = Promise.all(Array.from({ length: 8 }, () => house.raw([...last('/awards')], { pauseMs: 50 })));
    let answered = 0;
    for (let over = false; !over; answered++) {
        const begun = Date.now();
        assert.equal((await house.get('/honorees?q=haskal')).status, 200);
        assert.ok(Date.now() - begun < 2000, `${Date.now() - begun} ms`);
        over = await Promise.race([slow.then(() => true), new Promise((resolve) => setTimeout(resolve, 100, false))]);
    }
    assert.ok(answered > 5, `${answered} answers meanwhile`);
    for (const { answers } of await slow) assert.equal(answers[0].status, 200);
});

test('five hundred connections at once are all answered', async () => {
    const connections = await Promise.all(Array.from({ length: 500 }, async () => {
        const socket = net.connect(house.port, '127.0.0.1');
        await once(socket, 'connect');
        return socket;
    }));
    const answers = await Promise.all(connections.map(async (socket, i) => {
        const path = ['/awards', '/honorees?q=haskal', '/health', '/honorees.json'][i % 4];
        socket.write(last(path));
        return readAnswers(Buffer.concat(await socket.toArray()))[0];
    }));
    assert.equal(answers.length, 500);
    for (const [i, answer] of answers.entries()) assert.equal(answer?.status, 200, `connection ${i}`);
});

test('clients that leave at once leave the house well', async () => {
    const greetings = [last('/honorees?q=haskal'), head('/awards'), 'GET /hono', '', head('/honorees?q=a').repeat(20)];
    for (let round = 0; round < 200; round++) {
        const socket = net.connect(house.port, '127.0.0.1');
        socket.on('error', () => {});
        await once(socket, 'connect');
        const greeting = greetings[round % greetings.length];
        socket.write(greeting, () => (round % 2 ? socket.destroy() : socket.resetAndDestroy()));
    }
    for (const name of ['queue_waiting', 'workers_busy'])
        await until(async () => (await house.metric(name)) === 0, `${name} is 0`);
    for (const path of ['/', '/honorees?q=haskal', '/ready']) assert.equal((await house.get(path)).status, 200);
});
