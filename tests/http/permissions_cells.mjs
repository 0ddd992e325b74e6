// What permissions.mjs is asked about: nominations in every state, the letters of them, cycles that are judged and decided,
// and cycles that are prepared. All is made past the guards of the tables, which know only what somebody does.
import { randomUUID } from 'node:crypto';
import { EMAILS, GOOD, sql, world } from './permissions_world.mjs';

const person = (role) => `(select person from account where email = '${EMAILS[role]}')`;
const quietly = (text) => sql(`begin; set local session_replication_role = replica; ${text}; commit`);
const withIds = (cells, ...names) =>
    cells.map((cell) => ({ ...cell, ...Object.fromEntries(names.map((name) => [name, randomUUID()])) }));
const asRows = (made) => `jsonb_to_recordset('${JSON.stringify(made)}') as cell`;

// Makes a nomination for each of these, whole: with all answers, a document, a receipt unless it is a draft, and two
// letters, of which the first is in the state that is named. What the referee has written is whole too. The nominee is
// known by their address.
export async function prepareNominations(cells) {
    const made = withIds(cells.map((cell) => ({ letterState: 'requested', referee: 'otto@elsewhere.test', ...cell })),
        'nomination', 'letter');
    await quietly(`create temporary table cell on commit drop as
        select cell.*, p.person as nominator, q.email as nominee, c.form, coalesce(past.id, c.id) as cycle
          from ${asRows(made)} (nomination uuid, letter uuid, state text, call text, "isLate" boolean, "letterState" text,
               referee text, file uuid)
          join account p on p.email = '${EMAILS.nominator}' join account q on q.email = '${EMAILS.nominee}'
          join award a on a.slug = '${world.slug}' join cycle c on c.award = a.id and c.closes_at > clock_now() and c.year < 2040
          left join cycle past on past.award = a.id
                              and past.year = c.year - array_position(array['closed', 'over'], cell.call);
        insert into nomination (id, cycle, nominator, nominee_email, nominee_name, state, submitted_at, returned_until)
        select nomination, cycle, nominator, nominee, 'The Nominee', state,
               case when state <> 'draft' then clock_now() end,
               case when "isLate" then clock_now() when state = 'returned' then clock_now() + interval '1 hour' end
          from cell;
        insert into letter (nomination, referee_name, referee_email, email_folded)
        select nomination, 'Una Moor', 'una@elsewhere.test', 'una@elsewhere.test' from cell;
        insert into file (id, name, type, size, hash, letter, owner)
        select gen_random_uuid(), 'letter.pdf', 'application/pdf', 1, repeat('0', 64), letter, null
          from cell where "letterState" in ('opened', 'received');
        insert into conflict (nomination, person, kind) select nomination, ${person('conflicted')}, 'mentor' from cell;
        ${contents}`);
    return made;
}

// What a nomination has in it.
const contents = `
    insert into nomination_version (nomination, number, reason, contents, hash)
    select nomination, 1, 'submitted', '{}', repeat('0', 64) from cell where state <> 'draft';
    insert into answer (nomination, question, value)
    select nomination, q.id, ${GOOD} from cell join question q on q.form = cell.form and q.kind <> 'document';
    insert into document (nomination, question, file)
    select nomination, q.id, (select id from file where owner is not null order by made_at limit 1)
      from cell join question q on q.form = cell.form and q.kind = 'document';
    insert into letter (id, nomination, referee_name, referee_email, email_folded, state, requested_at)
    select letter, nomination, 'Otto Brand', referee, referee, "letterState",
           clock_now() - interval '2 days' from cell;
    insert into letter_content (letter, name, relationship, text, file)
    select cell.letter, 'Otto Brand', 'Colleagues', 'She taught us all.', f.id
      from cell join file f on f.id = cell.file or f.letter = cell.letter`;

// What has become of a nomination, and of the cycle in which it is: when its judging opens and closes, in hours from now,
// and what is decided. The call has closed, but for one that is received while it is open.
const [COMING, OPEN, CLOSED] = [[24, 48], [-1, 24], [-2, -1]];
const decided = (decision, more) => ({ state: 'eligible', judging: CLOSED, decision, ...more });
export const STANDINGS = {
    draft: { state: 'draft', judging: COMING },
    received: { state: 'submitted', judging: COMING, closes: 1 },
    submitted: { state: 'submitted', judging: COMING },
    returned: { state: 'returned', judging: COMING },
    withdrawn: { state: 'withdrawn', judging: COMING },
    ineligible: { state: 'ineligible', judging: COMING },
    coming: { state: 'eligible', judging: COMING },
    open: { state: 'eligible', judging: OPEN },
    closed: { state: 'eligible', judging: CLOSED },
    proposed: decided('proposed'),
    sent_back: decided('sent_back'),
    ratified: decided('ratified'),
    scheduled: decided('ratified', { announces: 24 }),
    announced: decided('announced', { state: 'announced', announces: -1 }),
    not_chosen: decided('announced', { state: 'not_chosen', announces: -1 }),
};

// Makes for each of these, by its `standing`, a cycle with its round and two nominations. The first is what is asked
// about; with it are in conflict whoever has "conflicted" in the name of the role (the chair as the referee), and with the
// other one whoever is blind. The committee and the board have declared on both, but for the silent one. The reviewer has a review of the first, begun when
// judging opened and submitted when it closed, unless `reviewState` says something else; who is in conflict has stepped
// back from one.
export async function prepareJudging(cells) {
    const made = withIds(cells.map(({ standing, ...cell }) => {
        const { closes = -3, judging: [opens, ends], announces, decision, state } = STANDINGS[standing];
        const review = { '-1': 'draft', '-2': 'submitted' }[opens] ?? null;
        return { reviewState: review, ...cell, standing, state, closes, opens, ends, announces, decision, year: ++years,
            letterState: 'received', referee: EMAILS['conflicted chair'], file: world.letterFile,
            proposals: decision && state !== 'not_chosen' ? 1 : 0 };
    }), 'cycle', 'nomination', 'second', 'letter', 'review', 'conflict', 'stand_in');
    for (const cell of made) {
        cell.chosen = cell.state === 'not_chosen' ? cell.second : cell.nomination;
        cell.marks = MARKED.includes(cell.reviewState) ? 1 : 0;
    }
    await quietly(`create temporary table cell on commit drop as
        select cell.*, a.id as award, (select c.form from cycle c where c.award = a.id and c.closes_at > clock_now()
                                        and c.year < 2040 and c.form is not null limit 1) as form,
               (select r.id from rubric r where r.award = a.id and r.version < 2040 order by version desc limit 1) as rubric
          from ${asRows(made)} (cycle uuid, year integer, nomination uuid, second uuid, chosen uuid, letter uuid, review uuid,
               conflict uuid, stand_in uuid, state text, closes float8, opens float8, ends float8, announces float8,
               decision text, marks integer, "reviewState" text, "isAway" boolean, "letterState" text, referee text,
               file uuid)
          join award a on a.slug = '${world.slug}';
        insert into cycle (id, award, year, opens_at, closes_at, published_at, form, letters_until, most_names)
        select cycle, award, year, clock_now() - interval '9 days', ${hours('closes')}, clock_now() - interval '9 days', form,
               ${hours('closes')}, 2 from cell;
        insert into round (id, cycle, rubric, opens_at, closes_at)
        select cycle, cycle, rubric, ${hours('opens')}, ${hours('ends')} from cell;
        insert into nomination (id, cycle, nominator, nominee, nominee_name, state, submitted_at, returned_until)
        select nomination, cycle, ${person('nominator')}, ${person('nominee')}, 'The Nominee', state,
               case when state <> 'draft' then ${hours('-4')} end,
               case when state = 'returned' then ${hours('1')} end from cell;
        insert into nomination (id, cycle, nominator, nominee_name, nominee_email, state, submitted_at)
        select second, cycle, ${person('mistaken')}, 'Another', 'another@elsewhere.test',
               case state when 'announced' then 'not_chosen' when 'not_chosen' then 'announced' else 'eligible' end,
               ${hours('-4')} from cell;
        insert into declaration (nomination, person)
        select one, person from cell, unnest(array[nomination, second]) one,
               unnest(array[${DECLARED.map(person)}]) person
        union all select second, person from cell, unnest(array[${OTHERS.map(person)}]) person;
        insert into conflict (nomination, person, kind)
        select nomination, person, 'mentor' from cell,
               unnest(array[${['conflicted', 'conflicted staff'].map(person)}]) person
        union all select second, ${person('blind board')}, 'mentor' from cell
        union all select nomination, ${person('reviewer')}, 'mentor' from cell where "isAway";
        insert into conflict (id, nomination, person, kind)
        select conflict, nomination, ${person('mistaken')}, 'other' from cell;
        insert into stand_in (id, cycle, person, since) select stand_in, cycle, ${person('stand-in')}, ${hours('-4')} from cell;
        insert into assignment (id, round, nomination, reviewer, state)
        select review, cycle, nomination, ${person('reviewer')}, "reviewState" from cell where "reviewState" is not null
        union all select gen_random_uuid(), cycle, nomination, ${person('conflicted')}, 'recused' from cell
         where "reviewState" is not null;
        insert into mark (assignment, criterion, score, comment)
        select review, k.id, case when k.kind <> 'comment' then 3 end, case k.kind when 'comment' then 'Good.' else '' end
          from cell join criterion k on k.rubric = cell.rubric where cell.marks = 1;
        insert into decision (cycle, state, announces_at)
        select cycle, decision, ${hours('announces')} from cell where decision is not null;
        insert into proposal (nomination, cycle, is_chosen, citation, folded, sort_name, search)
        select chosen, cycle, true, 'For her work.', 'a', 'a', 'a'
          from cell where decision is not null;
        ${contents}`);
    return made;
}

// Takes these away again: the more there are, the longer everything takes.
export async function forgetJudging(cells) {
    const these = (key) => `any ('{${cells.map((cell) => cell[key])}}'::uuid[])`;
    const nominations = `any ('{${cells.flatMap(({ nomination, second }) => [nomination, second])}}'::uuid[])`;
    const byNomination = ['answer', 'document', 'nomination_version', 'letter', 'declaration', 'conflict', 'assignment', 'proposal'];
    await quietly(`delete from mark where assignment in (select id from assignment where nomination = ${nominations});
        ${byNomination.map((table) => `delete from ${table} where nomination = ${nominations};`).join('\n')}
        delete from letter_content where letter = ${these('letter')};
        delete from nomination where id = ${nominations};
        ${['decision', 'stand_in', 'round'].map((table) => `delete from ${table} where cycle = ${these('cycle')};`).join('\n')}
        delete from cycle where id = ${these('cycle')}`);
}

let years = 3000, preparedYears = 2040;
const MARKED = ['draft', 'submitted', 'recused'];
const DECLARED = ['reviewer', 'conflicted', 'chair', 'conflicted chair', 'deputy', 'mistaken', 'board', 'conflicted staff'];
const OTHERS = ['blind board', 'staff', 'stand-in'];
const hours = (count) => `clock_now() + ${count} * interval '1 hour'`;

// Makes a cycle for each of these that is being prepared, or published and still to open: with a form of two questions, a
// rubric of two criteria, a round, and somebody who stands in for staff. With `isNew`, addresses name a question and a
// criterion that are not there yet.
export async function prepareCycles(cells) {
    const made = withIds(cells.map((cell) => ({ ...cell, year: ++preparedYears })), 'cycle', 'question', 'criterion', 'stand_in');
    await quietly(`create temporary table cell on commit drop as
        select cell.*, a.id as award
          from ${asRows(made)} (cycle uuid, year integer, question uuid, criterion uuid, stand_in uuid, "isPublished" boolean)
          join award a on a.slug = '${world.slug}';
        insert into form (id, award, version) select cycle, award, year from cell;
        insert into question (id, form, rank, part, name, kind, label)
        select question, cycle, 1, 'The case', 'first', 'text', 'First' from cell
        union all select gen_random_uuid(), cycle, 2, 'The case', 'second', 'text', 'Second' from cell;
        insert into rubric (id, award, version, least, most) select cycle, award, year, 1, 9 from cell;
        insert into criterion (id, rubric, rank, name, kind, label)
        select criterion, cycle, 1, 'first', 'score', 'First' from cell
        union all select gen_random_uuid(), cycle, 2, 'overall', 'overall', 'Overall' from cell;
        insert into cycle (id, award, year, opens_at, closes_at, published_at, form, letters_until)
        select cycle, award, year, ${hours('24')}, ${hours('48')}, case when "isPublished" then ${hours('-1')} end, cycle,
               ${hours('72')} from cell;
        insert into round (id, cycle, rubric, opens_at, closes_at)
        select cycle, cycle, cycle, ${hours('72')}, ${hours('96')} from cell;
        insert into stand_in (id, cycle, person, since) select stand_in, cycle, ${person('stand-in')}, ${hours('-4')} from cell`);
    world.scaleMark = await sql(`select hashtextextended(row(least, most, is_low_best, words)::text, 0) from rubric
        where id = '${made[0].cycle}'`);
    for (const cell of made) if (cell.isNew) Object.assign(cell, { question: randomUUID(), criterion: randomUUID() });
    return made;
}
