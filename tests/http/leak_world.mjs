// Two houses for the leak test, alike in all but what some people may not know. In both there is a cycle that is being
// judged (open), one whose judging has closed (closed), and one that is decided (decided), each with a nomination that
// is hidden from those who are in conflict with it. In the other house the hidden ones have other reviewers, scores and
// comments, everybody else's reviews say something else, and the third cycle has its names, ratified and under embargo.
import { randomUUID } from 'node:crypto';
import { PASSWORD, pdf, signIn, visitor } from './browse.mjs';
import { openHouse, until } from './house.mjs';
import { words } from './page.mjs';

export const NOW = '2026-06-10T15:00:00Z';
export const EMBARGO = { 'announces.date': '2026-07-15', 'announces.time': '12:00' };
export const AFTERWARDS = '2026-07-16T12:00:00Z';

// Those who may not know. "Blind" of what: see leak.test.mjs.
export const SUBJECTS = {
    'conflicted member': 'reviewer1@demo.test',
    'conflicted chair': 'chair@demo.test',
    'the chair’s other account': 'farid.jalalpour@demo.test', // a deputy by that one
    'conflicted staff': 'elif.karahanli@demo.test',
    'conflicted stand-in': 'dov.mizrachi@demo.test',
    'conflicted board member': 'grace.mwangale@demo.test',
    'nominator on the committee': 'member2@demo.test',
    'referee on the committee': 'nadia.petrosyan@demo.test',
    'member who has not declared': 'aino.kivimaa@demo.test',
    'deputy who has not declared': 'zofia.marchwicka@demo.test',
    'reviewer before the close': 'abena.frimpong@demo.test',
    'nominator of the chosen': 'member@demo.test',
    'nominator of the stranger': 'yusuf.ozbilgic@demo.test', // who is chosen too
    'nominator of the not chosen': 'paula.whitehorse@demo.test',
    'the chosen': 'caroline.dupontel@demo.test',
    'the not chosen': 'olumide.adefarati@demo.test',
    administrator: 'admin@demo.test',
    member: 'leilani.moreau@demo.test',
    visitor: undefined,
};

// Those who may, and who make the difference.
export const OTHERS = { deputy: 'reviewer5@demo.test', writer: 'reviewer2@demo.test', reader: 'reviewer3@demo.test',
    staff: 'staff@demo.test', board: 'board@demo.test' };

// The hidden nomination of each cycle, by its nominee; and one that all may read.
const HIDDEN = { open: 'Gabriel Étienne-Marchand', closed: 'Ottoline Varga', decided: 'Caroline Dupontel' };
const SEEN = { open: 'Jamila Abdirahman', closed: 'Pim Oosterhuis', decided: 'Olumide Adefarati' };
export const STRANGER = { name: 'Zenobia Quarles', email: 'zenobia@elsewhere.test' }; // whom the directory does not know
const AWARDS = { open: 'becker-young-investigator', closed: 'leaders-in-innovation', decided: 'keller-philanthropy' };

const person = (email) => `(select person from account where email = '${email}')`;
const all = (emails) => `array[${emails.map(person)}]`;
const quietly = (house, text) => house.sql(`begin; set local session_replication_role = replica; ${text}; commit`);

// Those of them who act in cycles.
export const ACTING = Object.keys(SUBJECTS).slice(0, Object.keys(SUBJECTS).indexOf('nominator of the chosen'));

const of = (...names) => names.map((name) => SUBJECTS[name]);
const CONFLICTED = of('conflicted member', 'conflicted chair', 'conflicted staff', 'conflicted stand-in',
    'conflicted board member');

// The two houses, `people` at their browsers, and `id`: what addresses are made of, by cycle.
export async function openTwoHouses() {
    const settings = { LAUREATE_DEMO_PASSWORD: PASSWORD, LAUREATE_URL: 'http://awards.test', LAUREATE_WORKERS: '2' };
    // feeds have the URL in them; fewer workers plan fewer statements
    const house = await openHouse({ nominations: true, clock: NOW, settings });
    const people = await signInAll(house);
    const file = await uploadedFile(house, people['nominator of the chosen']);
    await makeRoles(house);
    await makeClosedCycle(house);
    await makeContents(house, file);
    await undecide(house);
    const token = await letterToken(house);
    await house.close();
    const other = await house.copy();
    for (const one of [house, other]) await one.admin(`alter database ${one.database} set plan_cache_mode = force_generic_plan`);
    await Promise.all([house.serve(), other.serve()]);
    const id = await findIds(house);
    await makeOthersReviews(other, id);
    await decide(other, people, id);
    await Promise.all([house, other].map(mailsHaveLeft)); // whose state is shown to staff
    return { house, other, people, id: await addIds(other, id), token };
}

// Everybody has the password of the demo, and a session, which is good in both houses.
async function signInAll(house) {
    await house.sql(`update account set password_hash = (select password_hash from account where email = '${OTHERS.staff}')
        where password_hash is null`);
    const people = {};
    const waiting = Object.entries({ ...SUBJECTS, ...OTHERS });
    const lane = async () => {
        for (let next; (next = waiting.shift()); ) {
            const [name, email] = next;
            people[name] = email ? await signIn(house, email) : visitor(house);
            await people[name].get(email ? '/account' : '/sign-in');
        }
    };
    await Promise.all([lane(), lane(), lane()]);
    return people;
}

// A document that the site has taken.
async function uploadedFile(house, nominator) {
    const found = await house.sql(`select n.id, q.name from nomination n join cycle c on c.id = n.cycle
        join question q on q.form = c.form and q.kind = 'document'
        where n.nominator = ${person(SUBJECTS['nominator of the chosen'])} and n.state = 'draft' limit 1`);
    const [nomination, question] = found.split('|');
    await nominator.upload(`/nominations/${nomination}/documents/${question}`, { name: 'vitae.pdf', bytes: pdf() });
    return house.sql(`select file from document where nomination = '${nomination}'`);
}

function makeRoles(house) {
    const seats = (emails, role, awards) => `insert into seat (award, person, role)
        select a.id, p, '${role}' from award a, unnest(${all(emails)}) p
         where a.slug in (${awards.map((award) => `'${AWARDS[award]}'`)});`;
    const offices = (email, role) => `insert into office (person, role, organization)
        select ${person(email)}, '${role}', id from organization;`;
    const early = of('member who has not declared', 'reviewer before the close', 'nominator on the committee',
        'referee on the committee');
    return quietly(house, `
        ${seats(early, 'member', ['open'])}
        ${seats(of('member who has not declared'), 'member', ['closed'])}
        ${seats(of('the chair’s other account'), 'deputy', ['open', 'closed', 'decided'])}
        ${seats(of('deputy who has not declared'), 'deputy', ['open', 'closed'])}
        ${offices(SUBJECTS['conflicted staff'], 'staff')}
        ${offices(SUBJECTS['conflicted board member'], 'board')}
        update person set same_as = ${person(SUBJECTS['conflicted chair'])}
         where id = ${person(SUBJECTS['the chair’s other account'])};`);
}

// The demo has no cycle between the close of judging and the decision.
function makeClosedCycle(house) {
    const reviewers = all(['reviewer2', 'reviewer3', 'reviewer4'].map((name) => `${name}@demo.test`));
    return quietly(house, `
        insert into cycle (award, year, opens_at, closes_at, published_at, form, letters_until, letters_needed, most_names)
        select award, 2019, clock_now() - interval '90 days', clock_now() - interval '60 days',
               clock_now() - interval '90 days', form, clock_now() - interval '50 days', 1, 2
          from cycle where award = (select id from award where slug = '${AWARDS.closed}');
        insert into round (cycle, rubric, opens_at, closes_at)
        select n.id, r.rubric, clock_now() - interval '40 days', clock_now() - interval '2 days'
          from round r join cycle c on c.id = r.cycle join cycle n on n.award = c.award and n.year = 2019
         where c.year <> 2019;
        insert into nomination (cycle, nominator, nominee_name, nominee_email, state, submitted_at, version)
        select c.id, ${person('sanjay.venkatraghavan@demo.test')}, name, lower(split_part(name, ' ', 1)) || '@elsewhere.test',
               'eligible', clock_now() - interval '70 days', 1
          from cycle c, unnest(array['${HIDDEN.closed}', '${SEEN.closed}', 'Wendeline Tark']) name where c.year = 2019;
        insert into assignment (round, nomination, reviewer, state, submitted_at)
        select r.id, n.id, p, 'submitted', clock_now() - interval '9 days'
          from nomination n join cycle c on c.id = n.cycle and c.year = 2019 join round r on r.cycle = c.id,
               unnest(${reviewers}) p;
        insert into mark (assignment, criterion, score, comment)
        select s.id, k.id, case when k.kind <> 'comment' then 2 end,
               case when k.kind = 'comment' then 'It stands on what others did before.' else '' end
          from assignment s join round r on r.id = s.round join cycle c on c.id = r.cycle and c.year = 2019
          join criterion k on k.rubric = r.rubric;`);
}

// Conflicts, declarations, and of everything that has a page at least one.
function makeContents(house, file) {
    const hidden = `hidden as (select n.* from nomination n join cycle c on c.id = n.cycle join award a on a.id = c.award
        where (a.slug, n.nominee_name) in (${Object.keys(HIDDEN).map((kind) => `('${AWARDS[kind]}', '${HIDDEN[kind]}')`)}))`;
    const cycles = `(select distinct cycle from nomination where nominee_name in (${Object.values(HIDDEN)
        .map((name) => `'${name}'`)}))`;
    const declared = [...CONFLICTED, ...of('the chair’s other account', 'nominator on the committee',
        'referee on the committee', 'reviewer before the close'), ...Object.values(OTHERS), 'reviewer4@demo.test'];
    return quietly(house, `
        insert into nomination (cycle, nominator, nominee_name, nominee_email, state, submitted_at, version)
        select cycle, ${person(SUBJECTS['nominator of the stranger'])}, '${STRANGER.name}', '${STRANGER.email}', 'eligible',
               submitted_at, 1 from nomination where nominee_name = '${HIDDEN.decided}';
        update cycle set most_names = 2 where id in ${cycles};
        insert into nomination_version (nomination, number, reason, contents, hash)
        select id, 1, 'submitted', '{}', repeat('0', 64) from nomination n where cycle in ${cycles}
           and not exists (select from nomination_version v where v.nomination = n.id);
        insert into declaration (nomination, person)
        select n.id, p from nomination n, unnest(${all(declared)}) p where n.cycle in ${cycles}
        on conflict do nothing;
        with ${hidden} insert into conflict (nomination, person, kind, evidence)
        select id, p, 'mentor', 'We shared an office.' from hidden, unnest(${all(CONFLICTED)}) p;
        with ${hidden} insert into conflict (nomination, person, kind, dismissed_at, dismissed_by, dismissed_reason)
        select id, ${person('reviewer4@demo.test')}, 'other', clock_now(), ${person(OTHERS.staff)}, 'It is none.' from hidden;
        update assignment s set state = 'recused' from conflict c
         where c.nomination = s.nomination and c.person = s.reviewer and c.dismissed_at is null;
        insert into stand_in (cycle, person) select cycle, ${person(SUBJECTS['conflicted stand-in'])} from ${cycles} c;
        insert into assignment (round, nomination, reviewer, state)
        select r.id, n.id, ${person(SUBJECTS['reviewer before the close'])}, 'draft' from nomination n
          join round r on r.cycle = n.cycle where n.nominee_name in ('${HIDDEN.open}', '${SEEN.open}');
        with ${hidden} insert into letter (nomination, referee_name, referee_email, email_folded, state, answered_at)
        select id, 'Ida Falk', 'ida@elsewhere.test', 'ida@elsewhere.test', 'received', clock_now() from hidden;
        insert into file (id, name, type, size, hash, letter, owner)
        select gen_random_uuid(), 'letter.pdf', 'application/pdf', 1, repeat('0', 64), id, null from letter
         where referee_name = 'Ida Falk';
        insert into letter_content (letter, name, relationship, text, file)
        select f.letter, 'Ida Falk', 'Colleagues', 'She taught us all.', f.id from file f join letter l on l.id = f.letter
         where l.referee_name = 'Ida Falk';
        with ${hidden} insert into document (nomination, question, file)
        select h.id, q.id, '${file}' from hidden h join cycle c on c.id = h.cycle
          join question q on q.form = c.form and q.kind = 'document' on conflict do nothing;`);
}

// The demo's decision of that cycle has not been made.
function undecide(house) {
    const its = `(select c.id from cycle c join award a on a.id = c.award
                   where a.slug = '${AWARDS.decided}' and not exists (select from honor where cycle = c.id and published_at <= clock_now()))`;
    return quietly(house, `delete from outbox where cycle in ${its}; delete from honor where cycle in ${its};
        delete from proposal where cycle in ${its}; delete from decision where cycle in ${its}`);
}

// A referee's link to the hidden nomination that will be decided: a link for a password, turned into one.
async function letterToken(house) {
    const { stdout } = await house.done('person', 'password', SUBJECTS.member);
    const [, token] = stdout.match(/\/password\/([\w-]+)/);
    await house.sql(`update link set purpose = 'letter', person = null, ends_at = '2026-08-01',
        letter = (select l.id from letter l join nomination n on n.id = l.nomination
                   where n.nominee_name = '${HIDDEN.decided}' and l.referee_email like 'tamsin%')
        where id = (select id from link order by made_at desc limit 1)`);
    return token;
}

async function findIds(house) {
    const text = await house.sql(`select jsonb_object_agg(k.kind, jsonb_build_object('cycle', c.id, 'round', r.id, 'slug', w.slug,
            'year', c.year, 'hidden', h.id, 'seen', s.id,
            'letter', (select id from letter where nomination = h.id and referee_name = 'Ida Falk'),
            'conflict', (select id from conflict where nomination = h.id and dismissed_at is null order by id limit 1),
            'dismissed', (select id from conflict where nomination = h.id and dismissed_at is not null),
            'question', (select min(name) from question where form = c.form),
            'document', (select min(name) from question where form = c.form and kind = 'document'),
            'review', (select id from assignment where nomination = h.id and reviewer = ${person(OTHERS.writer)})))
        from jsonb_to_recordset('${JSON.stringify(Object.keys(AWARDS).map((kind) =>
            ({ kind, award: AWARDS[kind], hidden: HIDDEN[kind], seen: SEEN[kind] })))}')
             as k (kind text, award text, hidden text, seen text)
        join award w on w.slug = k.award join nomination h on h.nominee_name = k.hidden join cycle c on c.id = h.cycle
        join nomination s on s.cycle = c.id and s.nominee_name = k.seen join round r on r.cycle = c.id`);
    const id = JSON.parse(text);
    const one = (question) => house.sql(`select ${question}`);
    id.stranger = await one(`id from nomination where nominee_name = '${STRANGER.name}'`);
    id.persons = Object.fromEntries((await one(`email, person from account`)).split('\n').map((line) => line.split('|')));
    return id;
}

// All that others wrote reads otherwise, and of the hidden nominations others review. Of what all may know that act in a
// cycle (who reviews the other nominations, and how far they are) nothing is changed.
async function makeOthersReviews(house, id) {
    const own = all(of(...ACTING));
    const cycles = `('${id.open.cycle}')`;
    await quietly(house, `
        update mark m set score = case when m.score is not null then 5 - m.score end,
               comment = case when m.comment <> '' then 'Priya Raghunandan says no; so do I, and so will the chair.' else '' end
          from assignment s join nomination n on n.id = s.nomination
         where s.id = m.assignment and s.reviewer <> all (${own})
           and (n.cycle in ${cycles} or n.id in ('${id.closed.hidden}', '${id.decided.hidden}'));
        delete from mark where assignment in (select id from assignment where reviewer = ${person('reviewer4@demo.test')}
            and nomination in ('${id.open.hidden}', '${id.closed.hidden}', '${id.decided.hidden}'));
        delete from assignment where reviewer = ${person('reviewer4@demo.test')}
            and nomination in ('${id.open.hidden}', '${id.closed.hidden}', '${id.decided.hidden}');
        update assignment set state = 'draft' where reviewer = ${person(OTHERS.writer)} and nomination = '${id.open.hidden}';
        insert into assignment (round, nomination, reviewer, state, submitted_at)
        values ('${id.closed.round}', '${id.closed.hidden}', ${person(OTHERS.deputy)}, 'submitted', clock_now());`);
}

// The deputy assigns two more reviewers to the hidden nomination of the open cycle, which mails them; and proposes the
// hidden nomination of the third, and a stranger. The board ratifies, staff set the instant.
async function decide(house, people, id) {
    const [deputy, board, staff] = ['deputy', 'board', 'staff'].map((name) =>
        Object.assign(visitor(house), { cookies: new Map(people[name].cookies), csrf: people[name].csrf }));
    const grid = await deputy.get(`/cycles/${id.open.cycle}/assignments`);
    const [, shown] = grid.text.match(/name="shown" value="([^"]*)"/);
    const pairs = [...shown.split(' '), ...['deputy', 'reader'].map((name) => `${id.open.hidden}:${id.persons[OTHERS[name]]}`)];
    await done(deputy.post(grid.path,
        [['csrf', deputy.csrf], ['shown', shown], ...pairs.map((pair) => ['assigned', pair])], { follow: false }));
    const sheet = Object.fromEntries([id.decided.hidden, id.stranger].flatMap((one, at) => [[`chosen.${one}`, 'yes'],
        [`citation.${one}`, ['For waiting rooms in which nobody waits', 'For a lamp that never goes out'][at]],
        [`version.${one}`, '0']]));
    await done(deputy.post(`/cycles/${id.decided.cycle}/decision`, { ...sheet, then: 'propose' }, { follow: false }));
    await done(board.post(`/cycles/${id.decided.cycle}/ratification`, { answer: 'ratify', version: 1 }, { follow: false }));
    const names = { [`name.${id.decided.hidden}`]: 'Caroline Dupontel', [`name.${id.stranger}`]: STRANGER.name,
        [`postnominals.${id.decided.hidden}`]: 'MD', [`postnominals.${id.stranger}`]: '' };
    await done(staff.post(`/staff/cycles/${id.decided.cycle}/announcement`, { ...EMBARGO, ...names, stood: '' },
        { follow: false }));
}

const mailsHaveLeft = (house) => until(async () => '0' === await house.sql(`select count(*) from outbox
    where state in ('waiting', 'sending') and send_after <= clock_now()`), 'mail has left');

async function done(asked) {
    const { status, text, path } = await asked;
    if (status !== 303) throw new Error(`${path}: ${status}\n${words(text)}`);
}

// What is in the other house alone.
async function addIds(other, id) {
    const text = await other.sql(`select jsonb_build_object(
        'reviews', (select jsonb_object_agg(nomination, ids) from (select nomination, jsonb_agg(id) as ids from assignment
                     where nomination in ('${id.open.hidden}', '${id.closed.hidden}', '${id.decided.hidden}') group by 1) s),
        'mails', (select jsonb_agg(id) from (select min(id::text) as id from outbox
                   where cycle in ('${id.open.cycle}', '${id.decided.cycle}') group by template) m),
        'honored', (select jsonb_agg(person) from honor where published_at > clock_now()),
        'honor', (select min(id::text) from honor where published_at > clock_now()))`);
    return { ...id, ...JSON.parse(text) };
}
