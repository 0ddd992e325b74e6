/* Looks at the pages that people come to, while they go on: each is shown once more, as the house sent it, in a window beside
 * theirs, narrow and wide, light and dark. Once for each route, and again when there is on it what was on no page before.
 *
 *     const looks = await Looks.open(browser);
 *     looks.add({ url, status, policy, html });
 *     await looks.finish();                       // fails with all that is wrong on any of them
 */
import assert from 'node:assert/strict';
import { routesOfHouse } from '../http/routes.mjs';
import { lookEveryWay, openPage } from './browser.mjs';

export class Looks {
    met = new Set(); /* the routes of the pages that came */
    #seen = new Set();
    #faults = [];
    #queue = Promise.resolve();
    #shown;

    static async open(browser) {
        const looks = new Looks();
        looks.routes = (await routesOfHouse()).map((one) => ({ ...one, pattern: patternOf(one.path) }));
        const { page } = await openPage(browser);
        looks.page = page;
        await page.route('**/*', (route) => {
            if (route.request().url().includes('/assets/')) return route.continue();
            if (!route.request().isNavigationRequest()) return undefined; /* nothing that is typed here reaches the house */
            const { policy, html } = looks.#shown; /* whatever was wrong with it, the console has nothing to say of that */
            const headers = { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
            return route.fulfill({ status: 200, headers, body: html });
        });
        return looks;
    }

    add({ url, status, policy, html }) {
        const { pathname } = new URL(url);
        /* A form that is shown again stands at the address that it was sent to. */
        const found = this.routes.filter(({ pattern }) => pattern.test(pathname)).sort((a, b) => parameters(a) - parameters(b));
        const path = found[0]?.path ?? 'nowhere';
        if (status === 200 && found.some(({ isPage }) => isPage)) this.met.add(path);
        const kinds = [...html.matchAll(/<(\w+)[^>]*? class="([^"]*)"/g)].map(([, ...parts]) => parts.join('.'));
        const things = [`${path} ${status}`, ...kinds];
        if (things.every((thing) => this.#seen.has(thing))) return;
        for (const thing of things) this.#seen.add(thing);
        const name = `${this.#seen.size} ${path}${status === 200 ? '' : ` ${status}`}`;
        this.#queue = this.#queue.then(() => this.#look({ url, policy, html }, name))
            .catch(({ message }) => this.#faults.push(`${name}: ${message}`));
    }

    async #look(shown, name) {
        this.#shown = shown;
        await this.page.goto(shown.url);
        await lookEveryWay(this.page, `journey ${name}`.replaceAll(/\W+/g, '-'));
    }

    async finish() {
        await this.#queue;
        assert.deepEqual(this.#faults, []);
    }
}

const patternOf = (path) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
const parameters = ({ path }) => path.split('{').length;
