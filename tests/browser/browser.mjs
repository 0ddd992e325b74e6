/* Chromium, driven by playwright-core: pages opened as a visitor sees them, with every complaint noted. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = new URL('../pictures/', import.meta.url).pathname;

const options = {
    executablePath: process.env.LAUREATE_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
           '--disable-component-update', '--disable-sync'],
};

export const openBrowser = () => chromium.launch(options);

/* A browser that can be killed: {browser, kill()}. */
export async function openMortalBrowser() {
    const server = await chromium.launchServer(options);
    return { browser: await chromium.connect(server.wsEndpoint()), kill: () => server.process().kill('SIGKILL') };
}

/* A page in a context of its own; `complaints` gathers what the console and the network say of it. */
export async function openPage(browser, options = {}) {
    const context = await browser.newContext({ locale: 'en-US', timezoneId: 'America/New_York', ...options });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('requestfailed', (request) => {
        const { errorText } = request.failure();
        if (errorText !== 'net::ERR_ABORTED') complaints.push(`${request.url()}: ${errorText}`); /* given up as the page is left */
    });
    return { page, complaints, close: () => context.close() };
}

/* No violation of WCAG 2.2 AA or of axe's best practices, and nothing wider than the window. */
export async function checkPage(page, name) {
    if (!(await page.evaluate(() => 'axe' in globalThis)))
        await page.evaluate(axe); /* through the debugger, which the page's policy does not concern */
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    assert.deepEqual(violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.target).join(', ')}`), [], name);
    const { inside, outside } = await page.evaluate(() => ({
        inside: document.documentElement.scrollWidth, outside: document.documentElement.clientWidth }));
    assert.ok(inside <= outside, `${name}: ${inside} wide in a window of ${outside}`);
}

/* Pictures of all pages are for whoever wants to see them: PICTURES=yes ./tests/run browser leaves them in tests/pictures. */
const isPictured = process.env.PICTURES === 'yes';

export async function takePicture(page, name) {
    if (!isPictured) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true });
}

/* One of the two that the README shows, which stand in pictures/: those of the checkout are replaced when all are taken. */
export async function takeReadmePicture(page, name, prepare = () => {}) {
    const path = `${pictures}readme-${name}.png`;
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await prepare();
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path });
    if (isPictured) copyFileSync(path, new URL(`../../pictures/${name}.png`, import.meta.url));
}

/* The page that is open, narrow and wide, light and dark. Each width and each scheme is checked once, for nothing
 * depends on both. */
export async function lookEveryWay(page, name) {
    for (const { width, colorScheme, isChecked } of [
        { width: 360, colorScheme: 'light', isChecked: true }, { width: 360, colorScheme: 'dark' },
        { width: 1280, colorScheme: 'dark', isChecked: true }, { width: 1280, colorScheme: 'light' },
    ]) {
        if (!isChecked && !isPictured) continue;
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' }); /* or colours fade into others */
        if (isChecked) await checkPage(page, `${name} at ${width} px, ${colorScheme}`);
        await takePicture(page, `${name}-${width}-${colorScheme}`);
    }
}
