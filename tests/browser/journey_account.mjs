/* What everybody can do with their own account, in the journey. */
import assert from 'node:assert/strict';
import { PASSWORD } from '../http/browse.mjs';
import { arrive, desk, forgetMails, linkTo, PEOPLE } from './journey_world.mjs';

const { email, name } = PEOPLE.member;
let password = PASSWORD;

async function elsewhere() {
    const other = await arrive('/sign-in');
    await other.press('Sign in', { 'E-mail address': email, Password: password });
    return other;
}

async function isSignedIn(who) {
    await who.open('/desk');
    return who.path === '/desk';
}

export async function sessionsAreEnded() {
    const member = await desk('member');
    const others = [await elsewhere(), await elsewhere()];
    await member.follow(name);
    await member.says(new RegExp(email), /Demo University Hospital/, /Physician, since September 2011/i, /This one/, /Chrom/);
    const buttons = member.page.getByRole('button', { name: /^Sign out of/ });
    assert.equal(await buttons.count(), 2);
    await member.goes(() => buttons.first().click());
    await member.says(/Signed out, as you asked/);
    const [one, two] = [await isSignedIn(others[0]), await isSignedIn(others[1])];
    assert.notEqual(one, two, 'one of them has been signed out');
    await member.follow(name);
    await member.press('Sign out everywhere else');
    assert.equal(await buttons.count(), 0);
    for (const other of others) {
        assert.equal(await isSignedIn(other), false);
        await other.close();
    }
}

export async function passwordIsChanged() {
    const member = await desk('member');
    const other = await elsewhere();
    await member.follow(name);
    const change = (current, next, status) =>
        member.press('Change the password', { 'Current password': current, 'New password': next }, { status });
    await change('not this one', 'twelve quiet words more', 422);
    await member.page.getByRole('alert').getByRole('link').click();
    assert.equal(await member.page.evaluate(() => document.activeElement.id), 'current');
    await change(password, 'short', 422);
    await change(password, 'twelve quiet words more', 200);
    password = 'twelve quiet words more';
    await member.says(/Your password is changed/);
    assert.equal(await isSignedIn(other), false);
    await other.close();
}

/* The link works once, and nobody is told whether an address is known. */
export async function passwordIsForgotten() {
    const member = await desk('member');
    await member.press('Sign out');
    const asks = async (address) => {
        if (member.path !== '/sign-in') await member.open('/sign-in');
        await member.follow('Forgotten your password?');
        await member.press('Send the link', { 'E-mail address': address });
        return member.words();
    };
    forgetMails();
    assert.equal(await asks('nobody@demo.test'), await asks(email));
    const link = await linkTo(email, /password/i, '/password/');
    await member.open(link);
    assert.equal(await member.page.getByLabel('E-mail address').inputValue(), email);
    await member.press('Set the new password', { 'New password': 'forgotten no more' });
    await member.says(/Your desk/);
    await member.open(link, { status: 404 });
    assert.equal(await isSignedIn(member), true);
}
