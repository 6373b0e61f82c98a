import {join} from 'node:path';
import type {Browser} from 'playwright-core';
import {press} from '../sandbox/harvest/browser.js';
import type {HarvestSandbox} from '../sandbox/harvest/index.js';
import {TWIN} from '../sandbox/harvest/several-accounts.js';
import {freePort} from '../support/free-port.js';
import {newPage, startChromium} from './chromium.js';
import {running} from './processes.js';
import {type Results, requireNone} from './results.js';
import {ADDRESS, begun, endedBy, inPlace, type Place, PROGRAM} from './sign-in-place.js';
import {KEYS, type Terminal} from './terminal.js';

/** Signs in to Harvest's sandbox as people do: in a real browser, and before a real terminal. */
export async function trySignIn(results: Results, python: string, folder: string): Promise<void> {
  let browser: Browser | undefined;
  await results.check('sign-in: Chromium starts', async () => {
    browser = await startChromium();
    return `        ${browser.version()}`;
  });
  const check = (what: string, attempt: (place: Place) => Promise<string | undefined>) =>
    results.check(`sign-in: ${what}`, () => inPlace(python, join(folder, 'sign-in'), attempt));
  if (browser !== undefined) {
    const chromium = browser;
    await check('Allow in Chromium, and an account chosen by arrow keys', (place) =>
      allowed(chromium, place),
    );
    await check('a page of another sign-in in Chromium, then the right one', (place) =>
      foreign(chromium, place),
    );
    await check('Deny in Chromium', (place) => denied(chromium, place));
    await chromium.close();
  }
  await check('the address is pasted on a terminal, which does not show it', pasted);
  await check('a personal access token is typed on a terminal, which does not show it', typed);
  await check('Ctrl-C ends each question, and leaves the terminal as it was', interrupted);
  await check('Ctrl-D ends each question', ended);
}

async function allowed(browser: Browser, place: Place): Promise<string> {
  const {terminal, address} = await begun(place);
  const {page, asked, complaints} = await newPage(browser);
  await page.goto(address);
  await page.getByRole('button', {name: 'Allow'}).click();
  await page.getByRole('heading', {name: 'You are signed in'}).waitFor();
  if ((await page.locator('script').count()) > 0) throw new Error('the last page has scripts');
  const width = await page.evaluate('getComputedStyle(document.body).maxWidth');
  if (width === 'none') throw new Error('the last page has lost its style');
  const own = `http://127.0.0.1:${place.port}`;
  requireNone(asked.filter((url) => url.startsWith(own) && url !== `${own}/callback`));
  // The sandbox's own pages have no icon.
  requireNone(complaints.filter((complaint) => !complaint.includes(`${place.sandbox.url}/favicon.ico`)));
  const picture = join(process.env.INTEROP_PICTURES ?? join(place.config, '..'), 'signed-in.png');
  await page.screenshot({path: picture});
  await page.emulateMedia({colorScheme: 'dark'});
  await page.screenshot({path: picture.replace('.png', '-dark.png')});
  await terminal.shows(/Which account/);
  if ((await running(PROGRAM, place.config)).length === 0) throw new Error('no process can be seen at all');
  requireNone(await inProcessList(place.sandbox));
  terminal.type(KEYS.down);
  await terminal.shows(new RegExp(`❯ Lighthouse Studio \\(${TWIN}\\)`));
  terminal.type(KEYS.enter);
  await endedBy(terminal, 'code 0');
  const {account_id, access_token} = place.held();
  if (account_id !== String(TWIN)) throw new Error(`the account ${account_id} was saved`);
  if (!place.sandbox.signIn.works(String(access_token))) throw new Error('the saved token does not work');
  await endedBy(place.start('accounts'), 'code 0');
  return `        ${asked.length} pages`;
}

async function foreign(browser: Browser, place: Place): Promise<string | undefined> {
  const {terminal, address} = await begun(place);
  const {page} = await newPage(browser, 'dark');
  const other = new URL(address);
  other.searchParams.set('state', 'of-another-sign-in');
  await page.goto(other.href);
  await page.getByRole('button', {name: 'Allow'}).click();
  await page.getByRole('heading', {name: 'another sign-in'}).waitFor();
  await terminal.shows(/waiting goes on/);
  await page.goto(address);
  await page.getByRole('button', {name: 'Allow'}).click();
  await page.getByRole('heading', {name: 'You are signed in'}).waitFor();
  await terminal.shows(/Which account/);
  terminal.type(KEYS.enter);
  await endedBy(terminal, 'code 0');
  return undefined;
}

async function denied(browser: Browser, place: Place): Promise<string | undefined> {
  const {terminal, address} = await begun(place);
  const {page} = await newPage(browser);
  await page.goto(address);
  await page.getByRole('button', {name: 'Deny'}).click();
  await page.getByRole('heading', {name: 'You did not give access'}).waitFor();
  await terminal.shows(/CRITICAL Harvest did not let us in/);
  await endedBy(terminal, 'code 1');
  if ('access_token' in place.held()) throw new Error('something was saved');
  return undefined;
}

async function pasted(place: Place): Promise<string | undefined> {
  const {terminal, address} = await begun(place);
  const {location} = await press('Allow', address);
  await terminal.shows(/paste the address/);
  terminal.type(`http://127.0.0.1/callback?code=none${KEYS.enter}`);
  await terminal.shows(/waiting goes on/);
  // At once, while the next prompt is not there yet.
  terminal.type(`${location?.href}${KEYS.enter}`);
  await terminal.shows(/Which account/);
  terminal.type(KEYS.down + KEYS.enter);
  await endedBy(terminal, 'code 0');
  if (place.held().account_id !== String(TWIN)) throw new Error('another account was saved');
  return undefined;
}

async function typed(place: Place): Promise<string | undefined> {
  const terminal = place.start('login', '--token');
  await terminal.shows(/personal access token/);
  terminal.type(place.sandbox.config.access_token + KEYS.enter);
  await terminal.shows(/Which account/);
  terminal.type(KEYS.enter);
  await endedBy(terminal, 'code 0');
  if (place.held().access_token !== place.sandbox.config.access_token) throw new Error('it was not saved');
  return undefined;
}

async function interrupted(place: Place): Promise<string | undefined> {
  for (const terminal of await atEachQuestion(place)) {
    terminal.type(KEYS.interrupt);
    await endedBy(terminal, 'signal 2');
    // The cursor was hidden while a secret was asked for.
    if (terminal.shown.lastIndexOf('\u001b[?25l') > terminal.shown.lastIndexOf('\u001b[?25h')) {
      throw new Error('the cursor stays hidden');
    }
  }
  return undefined;
}

async function ended(place: Place): Promise<string | undefined> {
  const [id, secret, paste, choice] = await atEachQuestion(place);
  for (const terminal of [id, secret, choice]) {
    terminal?.type(KEYS.end);
    if (terminal !== undefined) await endedBy(terminal, 'code 1');
  }
  // The browser may still come.
  paste?.type(KEYS.end);
  await paste?.shows(/still waiting/);
  const address = (await paste?.shows(ADDRESS))?.trim() ?? '';
  const {location} = await press('Allow', address);
  const page = await fetch(String(location));
  if (page.status !== 200) throw new Error(`the last page has the status ${page.status}`);
  await paste?.shows(/Which account/);
  paste?.type(KEYS.enter);
  if (paste !== undefined) await endedBy(paste, 'code 0');
  return undefined;
}

/** Sign-ins that wait at their first question, at the second, for the browser, and for the choice of an account. */
async function atEachQuestion(place: Place): Promise<Terminal[]> {
  const id = place.start('login', '--port', String(await freePort()));
  await id.shows(/client id/);
  const secret = place.start('login', '--port', String(await freePort()), '--client-id', 'some-id');
  await secret.shows(/client secret/);
  const choice = place.start('login', '--token');
  await choice.shows(/personal access token/);
  choice.type(place.sandbox.config.access_token + KEYS.enter);
  await choice.shows(/Which account/);
  const {terminal: paste} = await begun(place);
  await paste.shows(/paste the address/);
  return [id, secret, paste, choice];
}

/** Secrets that anybody on this machine sees who lists its processes. */
async function inProcessList({signIn, config}: HarvestSandbox): Promise<string[]> {
  const found = [];
  for (const secret of [
    signIn.clientSecret,
    config.access_token,
    'sandbox/code+',
    'sandbox%2Fcode',
    '.rt.sandbox/',
  ]) {
    if ((await running(secret)).length > 0) found.push(`a list of processes shows ${secret}`);
  }
  return found;
}
