// The demo's nominations, as far as no other test looks at them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, signIn } from './browse.mjs';
import { openHouse } from './house.mjs';
import { words } from './page.mjs';

let house;

before(async () => {
    house = await openHouse({ nominations: true, settings: { LAUREATE_DEMO_PASSWORD: PASSWORD } });
});
after(() => house.stop());

test('where judging has closed everybody who acts has said with whom they are in conflict', async () => {
    const cycles = (await house.sql('select cycle from decision order by 1')).split('\n');
    assert.ok(cycles.length >= 2);
    for (const name of ['staff', 'board', 'chair', 'reviewer1']) {
        const person = await signIn(house, `${name}@demo.test`);
        for (const cycle of cycles) {
            const page = await person.get(`/cycles/${cycle}`);
            if (page.status === 200)
                assert.doesNotMatch(words(page.text), /Say whether you are in conflict To do/, `${name} ${page.path}`);
        }
        assert.equal((await person.get(`/cycles/${cycles[0]}`)).status, 200, name);
    }
});

test('reviews are written by the committee alone', async () => {
    assert.equal(await house.sql(`select count(*) from assignment a join round r on r.id = a.round join cycle c on c.id = r.cycle
        where not exists (select from seat s where s.award = c.award and s.person = a.reviewer)`), '0');
});
