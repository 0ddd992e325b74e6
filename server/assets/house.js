/* What pages gain from a script; all of them are complete without it.
 * The visitor's own time · counting words · saving what is typed · what this browser keeps · signing out */
'use strict';

/* An instant in the visitor's own time: "Saturday, 5 December 2026" and "5:00 pm", as the house writes them. */
function inOwnTime(instant) {
    const part = {};
    const format = new Intl.DateTimeFormat('en-US', {
        weekday: 'long', day: 'numeric', month: 'long', year: 'numeric',
        hour: 'numeric', minute: '2-digit', hourCycle: 'h12',
    });
    for (const { type, value } of format.formatToParts(instant)) part[type] = value;
    return {
        date: `${part.weekday}, ${part.day} ${part.month} ${part.year}`,
        clock: `${part.hour}:${part.minute} ${part.dayPeriod.toLowerCase()}`,
    };
}

/* Behind an official time, the visitor's own, where their clock shows something else. The official text begins
 * "Saturday, 5 December 2026, 5:00 pm"; the words to add, "your time", are the page's own. */
for (const time of document.querySelectorAll('time[data-local]')) {
    const instant = new Date(time.dateTime);
    if (isNaN(instant)) continue;
    const { date, clock } = inOwnTime(instant);
    const official = time.textContent.trim();
    if (official.startsWith(`${date}, ${clock}`)) continue;
    const own = document.createElement('span');
    own.className = 'own-time';
    own.textContent = ` (${official.startsWith(date) ? '' : `${date}, `}${clock} ${time.dataset.local})`;
    time.after(own);
}

/* Everything that the script says. */
const SENTENCES = {
    saved: (when) => `Saved ${when}`,
    offline: 'Not saved: no connection. Kept in this browser; trying again…',
    waiting: 'Not saved yet. Kept in this browser; trying again…',
    signedOut: 'You are signed out; what you type is kept in this browser. Sign in in another tab and go on.',
    signIn: 'Sign in',
    refused: 'Not saved. What you typed is kept in this browser.',
    kept: (when) => `This browser kept a text that was not saved, from ${when}:`,
    useKept: 'Use it',
    dropKept: 'Drop it',
    clash: 'This was changed elsewhere meanwhile. There it says:',
    useMine: 'Keep mine',
    useOther: 'Take the other',
    nothing: '(nothing)',
};

/* An estimate while somebody types; the answer to the next save brings the server's own count. */
const segmenter = Intl.Segmenter && new Intl.Segmenter('en', { granularity: 'word' });
function countWords(text) {
    if (!segmenter) return text.split(/\s+/).filter(Boolean).length;
    let words = 0;
    for (const { isWordLike } of segmenter.segment(text)) if (isWordLike) words++;
    return words;
}

/* What the server has not acknowledged waits here, under the person (or the letter), the address, and the window in
 * which it is typed. A browser that keeps nothing for us is no reason to fail. */
const KEPT_FOR = 30 * 24 * 3600 * 1000;
const here = crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
const store = {
    keys(start) { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; } },
    get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    set(key, kept) { try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* full, or forbidden */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
    forget(owner) { store.keys(`laureate:${owner}:`).forEach(store.drop); },
};

/* Whoever signs in again has a new token for forms: the page of now has it. True when it is another one. */
async function renewToken() {
    const answer = await fetch(location.href);
    if (!answer.ok || new URL(answer.url).pathname !== location.pathname) return false;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const token = page.querySelector('form[data-autosave] [name=csrf]')?.value;
    const inputs = document.querySelectorAll('[name=csrf]');
    if (!token || token === inputs[0].value) return false;
    for (const input of inputs) input.value = token;
    return true;
}

function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
}

/* Tells texts apart where the server may have tidied them: how many spaces there are does not count. (32-bit FNV-1a) */
function markOf(values) {
    const tidy = (text) => text.normalize('NFC').replace(/[^\S\n]+/g, ' ').trim();
    const text = JSON.stringify(Object.entries(values).map(([name, value]) => [name, tidy(value)]));
    let mark = 0x811c9dc5;
    for (let place = 0; place < text.length; place++) mark = Math.imul(mark ^ text.charCodeAt(place), 0x01000193);
    return `${text.length}.${mark >>> 0}`;
}

/* A field's copy with what the page had in it. */
const asItCame = (field) => Object.assign(field.cloneNode(), { value: field.defaultValue, checked: field.defaultChecked });

/* Fields that are saved together at one address ([data-save]), with the version that they were changed from. A field's
 * data-as is its name there. */
class Draft {
    constructor(area, form) {
        this.address = area.dataset.save;
        this.form = form;
        /* A letter's address is a secret, and another in each mail: it is kept under the letter alone. */
        const place = this.address.startsWith('/letters/') ? 'letter' : this.address;
        this.keys = `laureate:${form.dataset.autosave}:${place}:`;
        this.key = this.keys + here;
        this.version = area.querySelector('[data-as=version]');
        this.fields = [...area.querySelectorAll('[data-as]')].filter((field) => field !== this.version);
        this.status = area.querySelector('[data-saved]');
        this.words = area.querySelector('[data-words]');
        this.tries = 0;
        /* Marks of what was sent from here and not acknowledged: the server may have any of it. */
        this.sent = new Set();
        if (this.words) this.showCount(this.words.textContent);
        /* What the page came with, whatever was typed before this began. A page that was shown again came with what
         * was typed, and what is saved is not known: null. */
        this.saved = document.querySelector('.error-summary') ? null : JSON.stringify(this.values(this.fields.map(asItCame)));
        for (const field of this.fields) {
            field.addEventListener('input', () => this.changed());
            field.addEventListener('change', () => this.save());
        }
        this.takeKept();
        if (this.isChanged()) this.changed();
        /* Where the page shows another text beside it, the person chooses first. */
        const other = area.querySelector('[data-clash]');
        if (!other) return;
        this.clash({ version: this.version.value, value: other.querySelector('.said').textContent });
        other.remove();
    }

    values(fields = this.fields) {
        const values = {};
        for (const { type, checked, value, dataset } of fields) {
            const isPicked = type !== 'radio' && type !== 'checkbox' || checked;
            if (isPicked) values[dataset.as] = value;
            else values[dataset.as] ??= '';
        }
        return values;
    }

    put(values) {
        for (const field of this.fields) {
            const value = values[field.dataset.as];
            if (value === undefined) continue;
            if (field.type === 'radio' || field.type === 'checkbox') field.checked = field.value === value;
            else field.value = value;
        }
        this.count();
    }

    text() { return JSON.stringify(this.values()); }

    isChanged() { return this.text() !== this.saved; }

    /* Whoever goes on typing is saved meanwhile. */
    changed() {
        this.keep();
        this.saveWithin(700);
    }

    keep() {
        store.set(this.key, { values: this.values(), version: this.version.value, sent: [...this.sent], at: Date.now() });
    }

    saveWithin(milliseconds) {
        const due = Date.now() + milliseconds;
        if (this.timer && this.due <= due) return;
        clearTimeout(this.timer);
        this.due = due;
        this.timer = setTimeout(() => { this.count(); this.save(); }, milliseconds);
    }

    count() {
        if (this.words) this.showCount(countWords(this.values()[this.fields.at(-1).dataset.as]));
    }

    showCount(words) {
        this.words.textContent = words;
        const most = this.words.parentElement.querySelector('[data-most]');
        this.words.parentElement.classList.toggle('wrong', most !== null && words > Number(most.textContent));
    }

    /* Said anew only when it is something new: it is read out. */
    say(sentence, isWrong = false, ...more) {
        this.status.classList.toggle('wrong', isWrong);
        if (this.sentence !== sentence) this.status.replaceChildren(sentence, ...more);
        this.sentence = sentence;
    }

    /* One at a time, the newest last. */
    save(isLeaving = false) {
        clearTimeout(this.timer);
        this.timer = null;
        if (this.busy) return isLeaving ? this.busy : this.busy.then(() => this.save());
        if (this.isClashing || !this.isChanged()) return this.rest();
        this.busy = this.send(this.values()).finally(() => { this.busy = null; });
        return this.busy;
    }

    /* Nothing to save: also where somebody has undone what could not be saved. */
    async rest() {
        if (this.isClashing) return;
        store.drop(this.key);
        if (this.tries > 0) this.say('');
        this.tries = 0;
    }

    /* What a browser sends on when the page is left may be 64 KB in all. */
    async post(values) {
        try {
            if (this.needsToken) this.needsToken = !await renewToken();
            const body = new URLSearchParams({ ...values, version: this.version.value, csrf: this.form.elements.csrf.value });
            const headers = { Accept: 'application/json' };
            return await fetch(this.address, { method: 'POST', headers, body, keepalive: String(body).length < 30_000 });
        } catch {
            return null;
        }
    }

    async send(values) {
        this.sent.add(markOf(values));
        const answer = await this.post(values);
        this.isLost = answer === null;
        const said = await answer?.json().catch(() => ({}));
        if (this.isLost) this.wait(SENTENCES.offline);
        else if (answer.ok) this.acknowledge(said, JSON.stringify(values));
        else if (answer.status === 409 && 'version' in said) this.clash(said);
        else if (answer.status === 401) this.signedOut();
        else if (answer.status === 403 && await renewToken()) this.again(0);
        else if (answer.status === 429 || answer.status >= 500) this.wait(SENTENCES.waiting);
        else this.say(said.detail ? `${SENTENCES.refused} ${said.detail}` : SENTENCES.refused, true);
    }

    acknowledge({ version, words, error }, text) {
        this.version.value = version;
        this.saved = text;
        this.sent.clear();
        this.tries = 0;
        if (this.isChanged()) {
            this.keep();
        } else {
            store.drop(this.key);
            if (this.words && words !== undefined && words !== null) this.showCount(words);
        }
        const saved = SENTENCES.saved(inOwnTime(new Date()).clock);
        this.say(error ? `${saved}. ${error}` : saved, Boolean(error));
    }

    again(seconds = Math.min(20, 2 ** this.tries++)) { this.saveWithin(seconds * 1000); }

    signedOut() {
        this.needsToken = true;
        this.again(20);
        this.say(SENTENCES.signedOut, true, ' ',
            make('a', { href: '/sign-in', target: '_blank', textContent: SENTENCES.signIn }));
    }

    wait(sentence) {
        this.say(sentence, true);
        this.again();
    }

    /* What windows left behind, the newest first. It is put back where nobody else has changed anything since; else the
     * person chooses. What a window sent when it was left may arrive later than this page was made: until the next
     * save is acknowledged, it is not known what is saved. */
    takeKept() {
        const all = store.keys(this.keys).map((key) => ({ key, ...store.get(key) })).sort((one, other) => other.at - one.at);
        for (const { key, values, version, sent = [], at } of all) {
            const shown = markOf(this.values());
            const own = values && [...sent, markOf(values)];
            if (!values || Date.now() - at > KEPT_FOR) {
                store.drop(key);
            } else if (own.at(-1) === shown) {
                own.forEach((mark) => this.sent.add(mark));
                store.drop(key);
            } else if (!this.isChanged() && (version === this.version.value || own.includes(shown))) {
                own.forEach((mark) => this.sent.add(mark));
                this.saved = null;
                this.put(values);
                this.changed();
                store.drop(key);
            } else {
                this.offer(key, values, inOwnTime(new Date(at)));
            }
        }
    }

    offer(key, values, { date, clock }) {
        this.ask(SENTENCES.kept(`${date}, ${clock}`), values, [
            [SENTENCES.useKept, () => { this.put(values); this.changed(); store.drop(key); }],
            [SENTENCES.dropKept, () => store.drop(key)],
        ]);
    }

    /* Somebody else's text, or one's own from another window: both are shown, the person chooses. What was sent from
     * here is no other text, though its acknowledgement never came. */
    clash({ version, value }) {
        const other = value !== null && typeof value === 'object' ? value : { [this.fields.at(-1).dataset.as]: value ?? '' };
        const theirs = markOf({ ...this.values(), ...other });
        this.saved = null;
        if (theirs === markOf(this.values()) || this.sent.has(theirs)) {
            this.version.value = version;
            this.changed();
            this.again(0);
            return;
        }
        this.isClashing = true;
        this.say('');
        const decide = (values) => () => {
            this.isClashing = false;
            this.version.value = version;
            if (values) this.put(values);
            this.changed();
            this.save();
        };
        this.ask(SENTENCES.clash, other, [[SENTENCES.useMine, decide(null)], [SENTENCES.useOther, decide(other)]]);
    }

    /* A question beside the field: a text, and what can be done with it. */
    ask(sentence, values, choices) {
        const mine = this.values();
        const texts = Object.keys(values).filter((name) => values[name] !== mine[name]).map((name) => values[name]);
        const notice = make('div', { className: 'notice' },
            make('p', {}, make('strong', { textContent: sentence })),
            make('blockquote', { className: 'said', textContent: texts.join('\n\n') || SENTENCES.nothing }),
            make('p', { className: 'actions' }, ...choices.map(([label, act]) => make('button', {
                type: 'button', className: 'second', textContent: label,
                onclick: () => { notice.remove(); this.fields[0].focus(); act(); },
            }))));
        notice.setAttribute('role', 'alert');
        this.status.parentElement.before(notice);
        this.notice = notice;
    }
}

/* A form is sent when what is typed has been saved, for its versions are those of the last save. */
function sendAfterSaving(form, drafts) {
    let isReady = false;
    form.addEventListener('submit', async (event) => {
        if (isReady || drafts.every((draft) => !draft.busy && !draft.isChanged())) return;
        event.preventDefault();
        await Promise.race([Promise.all(drafts.map((draft) => draft.save())), new Promise((go) => setTimeout(go, 5000))]);
        const stopped = drafts.find((draft) => draft.isLost || draft.isClashing);
        if (stopped) return (stopped.isClashing ? stopped.notice : stopped.status).scrollIntoView({ block: 'center' });
        isReady = true;
        form.requestSubmit(event.submitter);
    });
    addEventListener('pageshow', () => { isReady = false; });
}

const drafts = [];
for (const form of document.querySelectorAll('form[data-autosave]')) {
    /* Or a browser puts back what was in the fields when the page was left, even over what was written since. */
    form.autocomplete = 'off';
    const areas = form.dataset.save ? [form] : [...form.querySelectorAll('[data-save]')];
    drafts.push(...areas.map((area) => new Draft(area, form)));
    sendAfterSaving(form, drafts);
}
const saveAll = () => drafts.forEach((draft) => draft.save());
addEventListener('online', saveAll);
addEventListener('focus', saveAll);
document.addEventListener('visibilitychange', saveAll);
addEventListener('pagehide', () => drafts.forEach((draft) => draft.save(true)));

/* Who signs out leaves nothing behind in this browser. */
for (const form of document.querySelectorAll('form[data-forget]')) {
    sendAfterSaving(form, drafts);
    form.addEventListener('submit', (event) => event.defaultPrevented || store.forget(form.dataset.forget));
}
