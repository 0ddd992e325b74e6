// A crowd that writes without a pause: each has one request in flight, on a connection of its own, and sends it again as
// it is until it is acknowledged, as people and their browsers do. What was acknowledged is noted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { multipart, pdf, signIn } from '../http/browse.mjs';
import { ask } from '../http/client.mjs';

const QUESTION = 'qualifications';
const ELSEWHERE = 'ada.quill@elsewhere.test';
const BEGUN = 'begun@elsewhere.test';
const PAUSE_MS = 2000;

export class Crowd {
    noted = { nominations: [], letters: [], answers: new Map(), marks: new Map(), documents: new Map() };
    counted = { acknowledged: 0, refused: 0, unanswered: 0 };
    inFlight = 0;
    asked = 0;
    #agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
    #isOver = false;
    #isAbandoned = false;
    #all = [];
    #people = new Map();

    constructor(house, random) {
        this.house = house;
        this.random = random;
    }

    // So many people at their nominations, of whom some begin new ones, some send documents, and some ask for letters as long
    // as there may be more mail; and as many reviewers as there are marks to be given.
    async begin(nominators, mayAsk) {
        const member = await this.#signIn('member@demo.test');
        const nominations = (await this.house.sql(nominationsFor(nominators))).split('\n');
        const marks = [];
        for (const line of (await this.house.sql(MARKS)).split('\n')) {
            const [email, review, criterion] = line.split('|');
            marks.push([await this.#signIn(email), review, criterion]);
        }
        for (const [number, nomination] of nominations.entries())
            this.#all.push(number % 20 === 2  ? this.#attach(member, nomination)
                           : number % 4 === 0 ? this.#nominate(member)
                                              : this.#write(member, nomination, number % 4 === 1 ? mayAsk : () => false));
        for (const mark of marks) this.#all.push(this.#mark(...mark));
        for (const one of this.#all) one.catch((fault) => (this.fault ??= fault));
    }

    // Everybody stops when what they have sent is acknowledged.
    async end() {
        this.#isOver = true;
        await Promise.all(this.#all);
        this.#agent.destroy();
    }

    // Everybody stops, whatever has become of what they have sent.
    async abandon() {
        this.#isAbandoned = true;
        await Promise.allSettled(this.#all);
        this.#agent.destroy();
    }

    // What has been acknowledged so far.
    soFar() {
        const { nominations, letters, answers, marks, documents } = this.noted;
        return { nominations: [...nominations], letters: [...letters], answers: new Map(answers), marks: new Map(marks),
                 documents: new Map(documents) };
    }

    async #signIn(email) {
        if (!this.#people.has(email)) {
            const person = await signIn(this.house, email);
            await person.get('/account');
            this.#people.set(email, person);
        }
        return this.#people.get(email);
    }

    async #nominate(person) {
        while (!this.#isOver) {
            const nomination = randomUUID();
            await this.#form(person, '/awards/gold-medal/nominate', { nomination, name: 'Ada Quill', email: ELSEWHERE });
            this.noted.nominations.push(nomination);
        }
    }

    // Goes on writing, and asks for letters meanwhile, as many as a nomination may have.
    async #write(person, nomination, mayAsk) {
        for (let version = 0; !this.#isOver; ) {
            if (version < 20 && mayAsk()) {
                const letter = randomUUID();
                this.asked++;
                await this.#form(person, `/nominations/${nomination}/letters`,
                                 { letter, name: 'Ida Falk', email: `${letter}@elsewhere.test` });
                this.noted.letters.push(letter);
            }
            const path = `/nominations/${nomination}/answers/${QUESTION}`;
            version = await this.#save(person, path, `Text ${version}`, version);
            this.noted.answers.set(nomination, version);
        }
    }

    async #attach(person, nomination) {
        const path = await this.documentsOf(nomination);
        for (let number = 1; !this.#isOver; number++) {
            const file = { name: `${number}.pdf`, bytes: pdf(`Document ${number}`) };
            const { status, text } = await this.#repeat(path, person, multipart({ csrf: person.csrf }, file));
            assert.equal(status, 303, text);
            this.noted.documents.set(nomination, number);
        }
    }

    #document;

    async documentsOf(nomination) {
        this.#document ??= this.house.sql(`select q.name from question q join cycle c on c.form = q.form
            join nomination n on n.cycle = c.id where q.kind = 'document' and n.id = '${nomination}'`);
        return `/nominations/${nomination}/documents/${await this.#document}`;
    }

    async #mark(person, review, criterion) {
        for (let version = 0; !this.#isOver; ) {
            version = await this.#save(person, `/reviews/${review}/marks/${criterion}`, 1 + (version % 2), version);
            this.noted.marks.set(`${review} ${criterion}`, version);
        }
    }

    async #form(person, path, fields) {
        const { status, text } = await this.#send(person, path, fields);
        assert.equal(status, 303, text);
    }

    // What was saved is one version more, however often it was sent.
    async #save(person, path, value, version) {
        const { status, text, json } = await this.#send(person, path, { value, version });
        assert.equal(status, 200, text);
        assert.equal(json().version, version + 1);
        return json().version;
    }

    #send(person, path, fields) {
        const body = new URLSearchParams({ csrf: person.csrf, ...fields }).toString();
        const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length };
        return this.#repeat(path, person, { headers, body });
    }

    async #repeat(path, person, { headers, body }) {
        const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        headers = { ...headers, cookie, accept: 'application/json' };
        while (!this.#isAbandoned) {
            this.inFlight++;
            const answer = await ask(this.house.port, 'POST', path, { headers, body, agent: this.#agent }).catch(() => null);
            this.inFlight--;
            if (answer === null) this.counted.unanswered++;
            else if (answer.status === 503) this.counted.refused++;
            else this.counted.acknowledged++;
            if (answer !== null && answer.status !== 503) return answer;
            await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * (0.5 + this.random())));
        }
        throw new Error('abandoned');
    }
}

// Begun before, so that everything is written from the beginning on.
const nominationsFor = (count) => `begin; set local session_replication_role = replica;
    insert into nomination (cycle, nominator, nominee_name, nominee_email)
    select c.id, m.person, 'Ada Quill', '${BEGUN}'
      from cycle c join award a on a.id = c.award, account m, generate_series(1, ${count})
     where a.slug = 'gold-medal' and c.opens_at <= clock_now() and c.closes_at > clock_now() and m.email = 'member@demo.test'
    returning id; commit`;

// What reviewers have not marked yet.
const MARKS = `select m.email, a.id, k.name
    from assignment a join round r on r.id = a.round join criterion k on k.rubric = r.rubric join account m on m.person = a.reviewer
    left join mark g on g.assignment = a.id and g.criterion = k.id
   where r.opens_at < clock_now() and r.closes_at > clock_now() and a.state in ('not_started', 'draft') and k.kind <> 'comment'
     and g.version is null
   order by a.id, k.rank`;

// What the database has of all that.
export async function stored(house) {
    const list = async (sql) => (await house.sql(sql)).split('\n').filter(Boolean);
    const map = async (sql) => new Map((await list(sql)).map((line) => line.split('|')).map(([key, value]) => [key, Number(value)]));
    return {
        nominations: new Set(await list(`select id from nomination where nominee_email = '${ELSEWHERE}'`)),
        letters: new Set(await list(`select id from letter where referee_email = id || '@elsewhere.test'`)),
        answers: await map(`select nomination, version from answer a join question q on q.id = a.question
                             where q.name = '${QUESTION}' and value = 'Text ' || version - 1`),
        documents: await map(`select d.nomination, replace(f.name, '.pdf', '') from document d join file f on f.id = d.file
                               join nomination n on n.id = d.nomination where n.nominee_email = '${BEGUN}'`),
        marks: await map(`select m.assignment || ' ' || k.name, m.version from mark m join criterion k on k.id = m.criterion
                           where m.score = 1 + (m.version - 1) % 2`),
    };
}
