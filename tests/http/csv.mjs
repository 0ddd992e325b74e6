// CSV as the tests write and read it (RFC 4180), and the programme that the program carries, as it is in its files.
import { readFileSync } from 'node:fs';

// An object a row, by the names in the first row.
export function readCsv(text) {
    const rows = [[]];
    const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/gy;
    for (let found; cell.lastIndex < text.length; ) {
        if ((found = cell.exec(text)) === null) throw new Error(`not CSV: ${text.slice(0, 200)}`);
        const [, quoted, plain, end] = found;
        rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
        if (end !== ',') rows.push([]);
    }
    const [names, ...data] = rows.filter((row) => row.length > 0);
    return data.map((row) => {
        if (row.length !== names.length) throw new Error(`not ${names.length} cells: ${row}`);
        return Object.fromEntries(names.map((name, column) => [name, row[column]]));
    });
}

// The objects as rows, below the names of the first.
export function writeCsv(rows) {
    const line = (cells) => cells.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(',') + '\n';
    return [Object.keys(rows[0]), ...rows.map(Object.values)].map(line).join('');
}

const programme = (name) => readCsv(readFileSync(new URL(`../../programme/${name}.csv`, import.meta.url), 'utf8'));

export const organizations = programme('organizations');
export const awards = programme('awards');
export const honorees = programme('honorees').map((honor) => ({ ...honor, year: Number(honor.year) }));
