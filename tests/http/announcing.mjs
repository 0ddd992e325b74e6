// A cycle of the demo's Gold Medal that has been judged: its call has closed, its round too, and its nominations are
// eligible, for the tests of what comes after.
import { randomUUID } from 'node:crypto';
import { PASSWORD } from './browse.mjs';
import { openHouse } from './house.mjs';

export const JUDGED = '2026-12-01T12:00:00Z';

// People of the demo, by what they are here; deputy, board2 and staff2 are given their offices by judgedHouse.
export const WHO = {
    member: 'member@demo.test', other: 'member2@demo.test', chair: 'chair@demo.test', deputy: 'reviewer1@demo.test',
    reviewer: 'reviewer2@demo.test', board: 'board@demo.test', board2: 'abena.frimpong@demo.test',
    staff: 'staff@demo.test', staff2: 'grace.mwangale@demo.test', admin: 'admin@demo.test',
    dov: 'dov.mizrachi@demo.test', elif: 'elif.karahanli@demo.test', farid: 'farid.jalalpour@demo.test',
};

// The house, with nominations by their names: dov (of the directory, twice: by member and by other), new (by name and
// address alone), elif, farid; late (ineligible) and gone (withdrawn). A mean of 8, 7, 6, 5 from two reviews each.
export async function judgedHouse({ most = 2, settings = {}, ...more } = {}) {
    const house = await openHouse({ clock: JUDGED, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD, ...settings }, ...more });
    const names = ['dov', 'dovToo', 'new', 'elif', 'farid', 'late', 'gone'];
    const id = Object.fromEntries(['cycle', 'round', ...names].map((name) => [name, randomUUID()]));
    const person = (name) => `(select person from account where email = '${WHO[name]}')`;
    const directory = (name, nominator, nominee, state, score) =>
        `('${id[name]}'::uuid, ${person(nominator)}, ${person(nominee)}, null, null, '${state}', ${score})`;
    await house.sql(`begin; set local session_replication_role = replica;
        update account set password_hash = (select password_hash from account where email = '${WHO.chair}')
         where email in ('${WHO.board2}', '${WHO.staff2}', '${WHO.dov}');
        delete from seat where person = ${person('deputy')};
        update seat set since = '2020-01-01';
        update office set since = '2020-01-01';
        insert into seat (award, person, role, since)
        select id, ${person('deputy')}, 'deputy', '2020-01-01' from award where slug = 'gold-medal';
        insert into office (person, role, organization, since)
        select p.person, p.role, o.id, timestamptz '2020-01-01' from organization o,
               (values (${person('board2')}, 'board'), (${person('staff2')}, 'staff')) p (person, role) where o.slug = 'sir';
        insert into form (award, version) select id, 99 from award where slug = 'gold-medal';
        insert into cycle (id, award, year, opens_at, closes_at, published_at, form, letters_until, most_names)
        select '${id.cycle}', f.award, 2031, '2026-09-01', '2026-10-01', '2026-08-01', f.id, '2026-10-01', ${most}
          from form f where f.version = 99;
        insert into rubric (id, award, version, least, most)
        select '${id.round}', award, 99, 1, 9 from cycle where id = '${id.cycle}';
        insert into criterion (rubric, rank, name, kind, label) values ('${id.round}', 1, 'overall', 'overall', 'Overall');
        insert into round (id, cycle, rubric, opens_at, closes_at)
        values ('${id.round}', '${id.cycle}', '${id.round}', '2026-10-02', '2026-11-01');
        create temporary table made on commit drop as
        select * from (values
            ${directory('dov', 'member', 'dov', 'eligible', 8)}, ${directory('dovToo', 'other', 'dov', 'eligible', 4)},
            ('${id.new}', ${person('other')}, null, 'Zoë Æblegård', 'zoe@elsewhere.test', 'eligible', 7),
            ${directory('elif', 'member', 'elif', 'eligible', 6)}, ${directory('farid', 'admin', 'farid', 'eligible', 5)},
            ${directory('late', 'member', 'farid', 'ineligible', 1)}, ${directory('gone', 'member', 'elif', 'withdrawn', 1)}
        ) as made (id, nominator, nominee, name, email, state, score);
        insert into nomination (id, cycle, nominator, nominee, nominee_name, nominee_email, state, submitted_at)
        select m.id, '${id.cycle}', m.nominator, m.nominee, coalesce(m.name, p.name), m.email, m.state, '2026-09-15'
          from made m left join person p on p.id = m.nominee;
        insert into declaration (nomination, person)
        select m.id, s.person from made m, seat s join award a on a.id = s.award where a.slug = 'gold-medal'
        union select m.id, p.person from made m, (values (${person('board')}), (${person('board2')})) p (person);
        create temporary table review on commit drop as
        select gen_random_uuid() as id, m.id as nomination, p.person, m.score
          from made m, (values (${person('deputy')}), (${person('reviewer')})) p (person) where m.state = 'eligible';
        insert into assignment (id, round, nomination, reviewer, state)
        select id, '${id.round}', nomination, person, 'submitted' from review;
        insert into mark (assignment, criterion, score)
        select r.id, c.id, r.score from review r, criterion c where c.rubric = '${id.round}';
        commit`);
    return { house, id };
}
