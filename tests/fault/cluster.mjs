// A PostgreSQL of a test's own, for killing it. It goes with the test, however that ends.
//
//     const cluster = await openCluster();
//     const house = await openHouse({ socket: cluster.socket });
//     await cluster.kill();
//     await cluster.start();
//     after(() => cluster.close());
import { execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { until } from '../http/house.mjs';

const SCRIPT = new URL('cluster', import.meta.url).pathname;
const ask = promisify(execFile);

export async function openCluster() {
    const cluster = new Cluster();
    await ask(SCRIPT, [cluster.folder, 'make']);
    await cluster.start();
    return cluster;
}

class Cluster {
    folder = path.join(process.env.LAUREATE_TEST_SOCKET, '..', String(randomInt(2 ** 32))); // tests/run removes what is there
    socket = `${this.folder}/socket`;
    #server;
    #log = '';

    // Until it answers. While processes of one that was killed are still there, another does not start.
    async start() {
        await until(async () => {
            if (!this.#isRunning()) this.#spawn();
            return this.#answers();
        }).catch((fault) => {
            throw new Error(`PostgreSQL does not start: ${this.#log.slice(-2000)}`, { cause: fault });
        });
    }

    #spawn() {
        this.#server = spawn(SCRIPT, [this.folder, 'run'], { stdio: ['ignore', 'ignore', 'pipe'] });
        this.#server.stderr.setEncoding('utf8').on('data', (text) => (this.#log += text));
    }

    #isRunning() {
        return this.#server !== undefined && this.#server.exitCode === null && this.#server.signalCode === null;
    }

    #answers() {
        return ask('pg_isready', ['-q', '-h', this.socket]).then(() => true, () => false);
    }

    // Ends it as a failing machine does: its server and all processes that belong to it. Or only the server, which the
    // others notice; or only one of these, after which the server ends all others and begins anew by itself.
    async kill(what = 'all') {
        const { pid } = this.#server;
        const others = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number);
        if (what === 'one') return process.kill(others.at(-1), 'SIGKILL');
        const over = once(this.#server, 'exit');
        process.kill(pid, 'SIGKILL');
        if (what === 'all') for (const other of others) end(other);
        await over;
    }

    async close() {
        if (this.#isRunning()) await this.kill();
        await ask(SCRIPT, [this.folder, 'remove']);
    }
}

// It may have ended by itself.
function end(pid) {
    try {
        process.kill(pid, 'SIGKILL');
    } catch (fault) {
        if (fault.code !== 'ESRCH') throw fault;
    }
}
