// The routes of the house, as its tables have them.
import assert from 'node:assert/strict';
import fs from 'node:fs/promises';

const PAGES = new URL('../../server/pages/', import.meta.url);

// All of them in the order in which they are looked through: {method, path, route, isPage}, the last for what people read
// with their eyes.
export async function routesOfHouse() {
    const names = (await fs.readdir(PAGES)).filter((name) => name.endsWith('.c'));
    const sources = await Promise.all(names.map((name) => fs.readFile(new URL(name, PAGES), 'utf8')));
    const source = sources.join('\n');
    const found = [...source.matchAll(/^const struct route (\w+)\[\] = \{\n(.*?)^\};/gms)];
    const tables = Object.fromEntries(found.map((match) => match.slice(1)));
    const [, order] = source.match(/route_tables\[\] = \{(.*?)NULL,?\s*\}/s);
    assert.deepEqual(order.match(/\w+/g).sort(), Object.keys(tables).sort(), 'each table is among the route tables');
    return order.match(/\w+/g).flatMap((name) => {
        const lines = [...tables[name].matchAll(/^ {4}\{(\w+), "([^"]+)"(.*?)\},$/gms)];
        assert.equal(lines.length, tables[name].match(/^ {4}\{(?!0\})/gm).length, `each route of ${name} is read`);
        return lines.map(([, method, path, rest]) =>
            ({ method, path, route: `${method} ${path}`, isPage: method === 'GET' && !rest.includes('.write =') }));
    });
}
