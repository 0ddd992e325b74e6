// What the tests send to the house, and what comes back, byte by byte where that matters.
import http from 'node:http';
import net from 'node:net';
import zlib from 'node:zlib';

const LIMIT_MS = 20_000;

const decoders = { gzip: zlib.gunzipSync, br: zlib.brotliDecompressSync };

// Asks with an ordinary request. The answer: status, headers (lower case), bytes as they were sent, text as it is
// read, json().
export function ask(port, method, path, { headers = {}, body, agent = false } = {}) {
    return new Promise((resolve, reject) => {
        const way = { host: '127.0.0.1', port, agent, timeout: LIMIT_MS };
        const request = http.request({ ...way, method, path, headers });
        request.on('response', async (response) => {
            try {
                const bytes = Buffer.concat(await response.toArray());
                const decode = decoders[response.headers['content-encoding']];
                const text = (decode && bytes.length > 0 ? decode(bytes) : bytes).toString();
                const { statusCode: status, headers } = response;
                resolve({ status, headers, bytes, text, json: () => JSON.parse(text) });
            } catch (error) {
                reject(error);
            }
        });
        request.on('timeout', () => request.destroy(new Error(`${method} ${path} had no answer in ${LIMIT_MS} ms`)));
        request.on('error', reject);
        request.end(body);
    });
}

// Takes answers apart as they lie one behind the other. The last may be unfinished: then it has no body yet.
export function readAnswers(bytes) {
    const answers = [];
    for (let at = 0; at < bytes.length; ) {
        const end = bytes.indexOf('\r\n\r\n', at);
        if (end < 0) break;
        const [statusLine, ...lines] = bytes.subarray(at, end).toString('latin1').split('\r\n');
        const headers = {};
        for (const line of lines) {
            const colon = line.indexOf(':');
            headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
        }
        const status = Number(statusLine.split(' ')[1]);
        const length = status === 304 || status < 200 ? 0 : Number(headers['content-length'] ?? 0);
        const body = bytes.subarray(end + 4, end + 4 + length);
        if (body.length < length) break;
        answers.push({ status, headers, bytes: body, text: body.toString() });
        at = end + 4 + length;
    }
    return answers;
}

// Sends the bytes (or each of a list, after `pauseMs`) and collects what comes, until the house closes the
// connection or so many whole answers have come; the connection is not half closed before. A connection that stays
// open without them is an error.
export async function raw(port, bytes, { answers = Infinity, pauseMs = 0, limitMs = LIMIT_MS } = {}) {
    const socket = net.connect(port, '127.0.0.1');
    const received = [];
    const over = new Promise((resolve, reject) => {
        socket.setTimeout(limitMs, () => socket.destroy(new Error(`open after ${limitMs} ms, with "${read().text}"`)));
        socket.on('data', (chunk) => {
            received.push(chunk);
            if (read().answers.length >= answers) resolve(false);
        });
        socket.on('end', () => resolve(true));
        // A peer that closes on bytes it has not read makes the kernel say "reset".
        socket.on('error', (error) => (['ECONNRESET', 'EPIPE'].includes(error.code) ? resolve(true) : reject(error)));
        socket.on('close', () => resolve(true));
    });
    const read = () => {
        const all = Buffer.concat(received);
        return { bytes: all, text: all.toString('latin1'), answers: readAnswers(all) };
    };
    const send = async () => {
        for (const part of Array.isArray(bytes) ? bytes : [bytes]) {
            if (socket.destroyed) return;
            socket.write(part);
            if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
    };
    try {
        const [isClosed] = await Promise.all([over, send()]);
        return { ...read(), isClosed };
    } finally {
        socket.destroy();
    }
}
