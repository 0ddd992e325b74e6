// A person at a browser who knows no address: they go where links lead, and send the forms of the page before them,
// with everything that stands in these. Every page that comes is checked.
//
//     const chair = await Walker.arrive(house, '/sign-in');
//     await chair.press('Sign in', { 'E-mail address': email, Password: PASSWORD });
//     await chair.follow('Assign the reviewers');
//     await chair.press('Save', { 'Bo Lind reviews Ada Quill': true });
import assert from 'node:assert/strict';
import { visitor } from './browse.mjs';
import { checkPage, decode, isPage, words } from './page.mjs';

const CONTROL = /<input\b([^>]*)>|<(button|select|textarea)\b([^>]*)>(.*?)<\/\2>/gs;

export class Walker {
    static async arrive(house, path) {
        const walker = new Walker();
        walker.person = visitor(house);
        return walker.open(path);
    }

    // An address that is typed, as from a mail or a bookmark.
    async open(path, { status = 200 } = {}) {
        return this.#take(await this.person.get(path), status);
    }

    // Goes where a link on the page leads: the first with those words, or whose words begin with them.
    follow(name, { status = 200 } = {}) {
        return this.open(this.address(name), { status });
    }

    address(name) {
        const all = [...this.html.matchAll(/<a\b([^>]*)>(.*?)<\/a>/gs)].map(([, head, inner]) =>
            ({ href: attributes(head).href, name: spoken(inner) }));
        const href = pick(all, (link) => link.name, name)[0]?.href;
        assert.ok(href, `no link “${name}” on ${this.path}, but ${all.map((link) => link.name).join(', ')}`);
        return href;
    }

    leads(name) {
        return [...this.html.matchAll(/<a\b[^>]*>(.*?)<\/a>/gs)].some(([, inner]) => matches(spoken(inner), name) > 0);
    }

    // Sends the form that has such a button and these fields, by the button. Fields are named by their labels, or
    // by the legend of their group, or by both ("Nominations open: Day"), or by their own names.
    async press(button, fields = {}, { status = 200 } = {}) {
        const found = readForms(this.html).map((form) => ({ form, buttons: pick(form.buttons, (one) => one.label, button) }));
        const fitting = found.filter(({ form, buttons }) => buttons.length > 0 &&
            Object.keys(fields).every((name) => controls(form, name).length > 0));
        assert.ok(fitting.length > 0, `no form with “${button}” and ${Object.keys(fields)} on ${this.path}: ${
            found.map(({ form }) => JSON.stringify([form.buttons.map((one) => one.label), form.controls.map(
                (one) => [one.legend, one.label].filter(Boolean).join(': ')).filter(Boolean)])).join('; ')}`);
        const { form, buttons: [pressed] } = fitting.sort((a, b) => rank(b, button) - rank(a, button))[0];
        for (const [name, value] of Object.entries(fields)) fill(controls(form, name), value, name);
        const pairs = form.controls.flatMap((one) => (one.isSent ? [[one.name, one.value]] : []));
        if (pressed.name) pairs.push([pressed.name, pressed.value]);
        const action = form.action ?? this.path;
        const file = form.controls.find((one) => one.file);
        if (file) return this.#take(await this.person.upload(action, { ...Object.fromEntries(pairs), ...file.file }), status);
        if (form.method !== 'post') return this.open(`${action}?${new URLSearchParams(pairs)}`, { status });
        return this.#take(await this.person.post(action, pairs), status);
    }

    // What stands on the page.
    get words() {
        return words(this.html);
    }

    says(pattern) {
        assert.match(this.words, pattern, `on ${this.path}`);
        return this;
    }

    saysNot(pattern) {
        assert.doesNotMatch(this.words, pattern, `on ${this.path}`);
        return this;
    }

    #take(answer, status) {
        this.html = answer.text;
        [this.path] = answer.path.split('#');
        assert.equal(answer.status, status, `${this.path}: ${this.words}`);
        assert.ok(isPage(answer), `a page on ${this.path}`);
        checkPage(this.html, this.path);
        return this;
    }
}

const attributes = (head) =>
    Object.fromEntries([...head.matchAll(/([a-z-]+)(?:="([^"]*)")?/gi)].map(([, name, value = '']) => [name, decode(value)]));
const spoken = (html) => words(html).replace(/ ([,:])/g, '$1').trim();

// How well a name fits: 2 as a whole, 1 as a beginning or by a pattern, else 0.
function matches(label, name) {
    if (name instanceof RegExp) return name.test(label) ? 1 : 0;
    if (label === name) return 2;
    return label.startsWith(name) ? 1 : 0;
}

// Those that fit best.
function pick(all, label, name) {
    const best = Math.max(0, ...all.map((one) => matches(label(one), name)));
    return best === 0 ? [] : all.filter((one) => matches(label(one), name) === best);
}

const rank = ({ buttons }, name) => matches(buttons[0].label, name);

const controls = (form, name) => {
    const own = form.controls.filter((one) => one.name === name);
    if (own.length > 0) return own;
    const whole = pick(form.controls, (one) => `${one.legend}: ${one.label}`, name);
    const shown = [whole, pick(form.controls, (one) => one.label, name), pick(form.controls, (one) => one.legend, name)];
    return shown.find((found) => found.length > 0) ?? [];
};

function fill(found, value, name) {
    const [one] = found;
    if (one.type === 'radio' && value !== true) {
        const chosen = pick(found, (radio) => radio.label, value)[0] ?? found.find((radio) => radio.value === value);
        assert.ok(chosen, `${name} has no ${value}, but ${found.map((radio) => radio.label).join(', ')}`);
        for (const radio of found) radio.isSent = radio === chosen;
        return;
    }
    assert.equal(found.length, 1, `one field ${name}`);
    if (one.type === 'radio') for (const other of one.form.controls) if (other.name === one.name) other.isSent = false;
    if (['radio', 'checkbox'].includes(one.type)) one.isSent = Boolean(value);
    else if (one.type === 'file') one.file = value;
    else if (one.options) {
        const option = pick(one.options, (each) => each.label, value)[0] ?? one.options.find((each) => each.value === value);
        assert.ok(option, `${name} has no ${value}, but ${one.options.map((each) => each.label).join(', ')}`);
        one.value = option.value;
    } else one.value = String(value);
}

function readForms(html) {
    const labels = [...html.matchAll(/<label\b([^>]*)>(.*?)<\/label>/gs)].map(({ 1: head, 2: inner, 0: { length }, index }) =>
        ({ from: index, to: index + length, of: attributes(head).for, label: spoken(inner.replace(/<(select|textarea).*?<\/\1>/gs, '')) }));
    const groups = [];
    for (const open = [], tags = html.matchAll(/<fieldset\b|<\/fieldset>|<legend\b[^>]*>(.*?)<\/legend>/gs);;) {
        const { value: tag } = tags.next();
        if (tag === undefined) break;
        if (tag[0].startsWith('<fieldset')) open.push({ from: tag.index, label: '' });
        else if (tag[1] !== undefined) open.at(-1).label = spoken(tag[1]);
        else groups.push({ ...open.pop(), to: tag.index }); // inner ones first
    }
    const around = (list, at) => list.find(({ from, to }) => from < at && at < to)?.label;
    return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map((whole) => {
        const head = attributes(whole[1]);
        const form = { action: head.action, method: head.method ?? 'get', controls: [], buttons: [] };
        const begin = whole.index + whole[0].indexOf('>') + 1;
        for (const { index, 1: input, 2: kind, 3: rest, 4: inner } of whole[2].matchAll(CONTROL)) {
            const own = attributes(input ?? rest);
            if (kind === 'button') {
                form.buttons.push({ name: own.name, value: own.value ?? '', label: spoken(inner) });
                continue;
            }
            const one = { form, name: own.name, type: kind ?? own.type ?? 'text', value: own.value ?? '' };
            one.label = labels.find((label) => own.id && label.of === own.id)?.label ?? around(labels, begin + index) ?? '';
            one.legend = around(groups, begin + index) ?? '';
            if (kind === 'textarea') one.value = decode(inner.replace(/^\n/, ''));
            if (kind === 'select') {
                one.options = [...inner.matchAll(/<option\b([^>]*)>(.*?)<\/option>/gs)].map(([, option, shown]) =>
                    ({ ...attributes(option), label: spoken(shown) }));
                one.value = (one.options.find((option) => 'selected' in option) ?? one.options[0])?.value;
            }
            one.isSent = Boolean(own.name) && !('disabled' in own) && one.type !== 'file' &&
                (!['radio', 'checkbox'].includes(one.type) || 'checked' in own);
            if (['radio', 'checkbox'].includes(one.type) && !('value' in own)) one.value = 'on';
            form.controls.push(one);
        }
        return form;
    });
}
