// A house for a test: a database of its own in the cluster of tests/run, the program that serves it, and the ways
// to speak with both.
//
//     const house = await openHouse();
//     after(() => house.stop());
//     const { status, text } = await house.get('/honorees?q=haskal');
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { ask, raw } from './client.mjs';

const PROGRAM = needed('LAUREATE_TEST_PROGRAM');
const SOCKET = needed('LAUREATE_TEST_SOCKET');
const SANITIZER = /ERROR: \w+Sanitizer|runtime error:/;
const PATIENCE_MS = 20_000;

let databases = 0;

// A new database of that kind (demo, test or real) with the demo programme in it, unless `demo` says no, and the
// program serving it with those settings (LAUREATE_… names), unless `serve` says no. Its clock runs, or stands at
// the instant `clock`, around which are the demo's calls. The demo's nominations come only when they are asked for.
// Another cluster than that of tests/run is named by its socket.
export async function openHouse({ kind = 'demo', demo = kind !== 'real', nominations = false, clock, serve = true,
                                  settings = {}, socket = SOCKET } = {}) {
    const house = new House(`test_${process.pid}_${++databases}`, settings, socket);
    await house.setUp();
    await house.done('migrate', '--as', kind);
    if (clock) await house.done('clock', 'freeze');
    if (clock) await house.done('clock', 'set', clock);
    if (demo) await house.done('demo', ...(nominations ? [] : ['--no-nominations']));
    if (serve) await house.serve();
    return house;
}

class House {
    #server;
    #printed;
    #over;
    #clones = [];
    #sessions = [];

    constructor(database, settings, socket) {
        this.database = database;
        this.settings = settings;
        this.socket = socket;
    }

    async setUp() {
        if (!this.folder) await this.#makeFolder();
        const { stdout } = await this.done('database', 'setup');
        // Roles belong to the whole cluster, in which other tests make theirs at the same time.
        await this.admin(`select pg_advisory_lock(1);\n${stdout}`);
    }

    // Its keys and documents lie in a folder of its own.
    async #makeFolder() {
        this.folder = await fs.mkdtemp(path.join(os.tmpdir(), 'laureate-test-'));
        this.settings = {
            LAUREATE_KEYS: path.join(this.folder, 'keys'),
            LAUREATE_FILES: path.join(this.folder, 'files'),
            ...this.settings,
        };
        await this.done('key', 'create');
    }

    // Starts the program, which says in one line that it listens.
    async serve(port) {
        this.port = port ?? (await freePort());
        this.#server = spawn(PROGRAM, ['serve', '--port', String(this.port)], { env: this.environment() });
        this.#printed = collect(this.#server);
        this.#over = once(this.#server, 'close');
        await Promise.race([once(this.#server.stdout, 'data'), this.#over]);
        if (!this.#printed.stdout.startsWith('Laureate is at ')) {
            const server = this.#server;
            this.#server = undefined;
            server.kill('SIGKILL');
            throw new Error(`The house did not open: ${this.#printed.stderr}`);
        }
    }

    // A second program on the same database.
    async clone(settings = {}) {
        const clone = new House(this.database, { ...this.settings, ...settings }, this.socket);
        clone.#sessions = this.#sessions;
        this.#clones.push(clone);
        await clone.serve();
        return clone;
    }

    // A second house like this one, with the same keys and documents, on a copy of its database as that stands. This one
    // must be closed while the copy is made.
    async copy() {
        const copy = new House(`${this.database}_copy_${this.#clones.length}`, this.settings, this.socket);
        await this.admin(`create database ${copy.database} template ${this.database}`);
        copy.#sessions = this.#sessions;
        this.#clones.push(copy);
        return copy;
    }

    // Ends the program, which has to end well.
    async close() {
        const server = this.#server;
        if (server === undefined) return;
        this.#server = undefined;
        const impatience = setTimeout(() => server.kill('SIGKILL'), PATIENCE_MS);
        server.kill('SIGTERM');
        await this.#over;
        clearTimeout(impatience);
        const { stderr } = this.#printed;
        assert.doesNotMatch(stderr, SANITIZER);
        assert.equal(server.exitCode, 0, `ended by ${server.exitCode ?? server.signalCode}:\n${stderr}`);
    }

    // Ends the program as a failing machine would; serve(port) starts it again.
    async kill() {
        const server = this.#server;
        this.#server = undefined;
        server.kill('SIGKILL');
        await this.#over;
        assert.doesNotMatch(this.#printed.stderr, SANITIZER);
    }

    // Ends everything that is on the database and its copies, and drops them.
    async stop() {
        const faults = [];
        for (const one of [...this.#sessions, ...this.#clones, this])
            await one.close().catch((fault) => faults.push(fault));
        for (const database of new Set([this, ...this.#clones].map((one) => one.database)))
            await this.admin(`drop database ${database} with (force)`);
        await fs.rm(this.folder, { recursive: true, force: true });
        if (faults.length > 0) throw faults[0];
    }

    get(path, { headers } = {}) {
        return ask(this.port, 'GET', path, { headers });
    }

    ask(method, path, { headers, body } = {}) {
        return ask(this.port, method, path, { headers, body });
    }

    raw(bytes, limits) {
        return raw(this.port, bytes, limits);
    }

    get process() {
        return this.#server;
    }

    // What the program has written to its log so far.
    get log() {
        return this.#printed.stderr;
    }

    // What /metrics says of one name.
    async metric(name) {
        const { text } = await this.get('/metrics');
        return Number(text.match(new RegExp(`^laureate_${name} (\\S+)$`, 'm'))[1]);
    }

    // The program's other commands, on this database: {status, stdout, stderr}. A last argument {input} is for its
    // standard input, {settings} for settings of this call.
    async laureate(...words) {
        const { input, settings } = typeof words.at(-1) === 'object' ? words.pop() : {};
        const result = await run(PROGRAM, words, { input, env: { ...this.environment(), ...settings } });
        assert.doesNotMatch(result.stderr, SANITIZER);
        return result;
    }

    // The same, where it has to end well.
    async done(...words) {
        const result = await this.laureate(...words);
        assert.equal(result.status, 0, result.stderr);
        return result;
    }

    // What psql prints for the statements: rows a line each, columns divided by |.
    async sql(text, { role = 'postgres', database = this.database } = {}) {
        const { status, stdout, stderr } = await run('psql', psqlOptions(this.socket, role, database), { input: text });
        if (status !== 0) throw new Error(stderr.trim());
        return stdout.trimEnd();
    }

    // The same from outside of the database, for what is done to it as a whole.
    admin(text) {
        return this.sql(text, { database: 'postgres' });
    }

    // A psql that stays open, for what must be held: await run('begin; lock …'), and close() in the end.
    session({ role = 'postgres' } = {}) {
        const psql = spawn('psql', psqlOptions(this.socket, role, this.database), { env: environment() });
        const printed = collect(psql);
        let runs = 0;
        const session = {
            async run(text) {
                const mark = `run ${++runs} is over`;
                psql.stdin.write(`${text};\n\\echo ${mark}\n`);
                while (!printed.stdout.includes(`${mark}\n`)) {
                    if (psql.exitCode !== null) throw new Error(printed.stderr);
                    await Promise.race([once(psql.stdout, 'data'), once(psql, 'exit')]);
                }
            },
            async close() {
                psql.stdin.end();
                if (psql.exitCode === null) await once(psql, 'exit');
            },
        };
        this.#sessions.push(session);
        return session;
    }

    environment() {
        return environment({ LAUREATE_DATABASE_URL: `host=${this.socket} dbname=${this.database}`, ...this.settings });
    }
}

// Waits until the question is answered with something true.
export async function until(question, what = String(question)) {
    for (const latest = Date.now() + PATIENCE_MS; ; ) {
        const answer = await question();
        if (answer) return answer;
        if (Date.now() > latest) throw new Error(`Not so after ${PATIENCE_MS} ms: ${what}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

export async function freePort() {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address();
    server.close();
    await once(server, 'close');
    return port;
}

function needed(name) {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is missing: these tests are run by ./tests/run http`);
    return value;
}

// Nothing of the settings of whoever runs the tests reaches the program or psql.
function environment(more = {}) {
    const { PATH, HOME } = process.env;
    return { PATH, HOME, LC_ALL: 'C.UTF-8', ...more };
}

function psqlOptions(socket, role, database) {
    return ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-h', socket, '-U', role, '-d', database];
}

function collect(child) {
    const printed = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'])
        child[name].setEncoding('utf8').on('data', (text) => (printed[name] += text));
    child.stdin.on('error', () => {}); // it may end without having read everything
    return printed;
}

async function run(command, words, { input = '', env = environment() } = {}) {
    const child = spawn(command, words, { env, timeout: 2 * PATIENCE_MS });
    const printed = collect(child);
    child.stdin.end(input);
    const [status, signal] = await once(child, 'close');
    return { status: status ?? signal, ...printed };
}
