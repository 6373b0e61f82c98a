import {existsSync} from 'node:fs';
import {type Browser, chromium, type Page} from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];
/** It speaks to nobody but whom it is sent to, and runs in containers. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A real browser without a window. Throws a sentence where there is none. */
export async function startChromium(): Promise<Browser> {
  const place = PLACES.find((path) => existsSync(path));
  if (place === undefined) throw new Error('chromium is missing (Debian: apt-get install chromium)');
  return chromium.launch({executablePath: place, args: ARGS, headless: true});
}

/** A page in a browser of its own, and what it asked for and complained about. */
export interface Visited {
  readonly page: Page;
  /** The addresses it asked for, without queries. */
  readonly asked: string[];
  readonly complaints: string[];
}

export async function newPage(browser: Browser, colorScheme: 'light' | 'dark' = 'light'): Promise<Visited> {
  const context = await browser.newContext({colorScheme});
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url().replace(/\?.*/s, '')));
  page.on('console', (message) => complaints.push(`${message.text()} (${message.location().url})`));
  page.on('pageerror', (error) => complaints.push(error.message));
  return {page, asked, complaints};
}
