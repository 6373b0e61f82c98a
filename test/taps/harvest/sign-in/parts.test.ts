import {chmodSync, existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {hasBrowser} from '../../../../taps/harvest/sign-in/browser.js';
import {quoted} from '../../../../taps/harvest/sign-in/facts.js';
import {judge, pastedQuery} from '../../../../taps/harvest/sign-in/landing.js';
import {FAILED, HEADERS, htmlOf, NOT_ALLOWED, SIGNED_IN} from '../../../../taps/harvest/sign-in/page.js';
import {Folder} from '../../../cli/executable.js';
import {until} from '../../../interop/processes.js';
import {runTap} from '../../../support/process.js';
import {deskOpener} from './session.js';

describe("The parts of tap-harvest's sign-in", () => {
  it('judges addresses by a state that is there once and the same', () => {
    const judged = (query: string) => judge(new URLSearchParams(query), 'right');

    expect(judged('state=right&code=1')).to.equal('ours');
    expect(judged('state=right&error=access_denied')).to.equal('ours');
    expect(judged('state=right')).to.equal('no-answer');
    for (const query of [
      '',
      'code=1',
      'state=&code=1',
      'state=Right&code=1',
      'state=right&state=right&code=1',
    ])
      expect(judged(query), query).to.equal('foreign');
  });

  it('reads pasted addresses with what was copied around them', () => {
    expect(pastedQuery('<http://127.0.0.1:8710/callback?code=a%2Bb&state=s#x>')?.toString()).to.equal(
      'code=a%2Bb&state=s',
    );
    expect(pastedQuery('http://127.0.0.1:8710/callback')).to.equal(undefined);
  });

  it('opens no browser where nobody would see it', () => {
    const screen = {DISPLAY: ':0'};

    expect(hasBrowser('linux', screen)).to.equal(true);
    expect(hasBrowser('linux', {WAYLAND_DISPLAY: 'wayland-0'})).to.equal(true);
    expect(hasBrowser('darwin', {})).to.equal(true);
    expect(hasBrowser('win32', {})).to.equal(true);
    expect(hasBrowser('linux', {})).to.equal(false);
    expect(hasBrowser('linux', {...screen, SSH_TTY: '/dev/pts/1'})).to.equal(false);
    expect(hasBrowser('darwin', {SSH_CONNECTION: '10.0.0.1 5 10.0.0.2 22'})).to.equal(false);
  });

  it('shows pages without scripts, and loads nothing', () => {
    for (const page of [SIGNED_IN, NOT_ALLOWED, FAILED]) {
      const html = htmlOf(page);

      expect(html)
        .to.match(/^<!doctype html>/)
        .and.include('<meta charset="utf-8">');
      expect(html).not.to.match(/<script|<img|<link|href=|src=|url\(|@import|http/i);
      expect(html).to.include('terminal');
    }
    expect(HEADERS['content-security-policy']).to.match(/^default-src 'none'; style-src 'sha256-[^']+';/);
    expect(HEADERS).to.include({'cache-control': 'no-store', 'referrer-policy': 'no-referrer'});
  });

  it('quotes file names for a shell', () => {
    expect(['c.json', '/a/b c.json', "it's"].map(quoted)).to.deep.equal([
      'c.json',
      "'/a/b c.json'",
      "'it'\\''s'",
    ]);
  });
});

describe("tap-harvest's sign-in and the rest of the program", () => {
  const open = deskOpener();
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder();
  });

  afterEach(() => folder.remove());

  for (const args of [
    ['spec'],
    ['--about'],
    ['--discover'],
    ['--help'],
    ['logout', '--config', 'none.json'],
  ]) {
    it(`loads neither prompts nor a server for ${args.join(' ')}`, async () => {
      await runTap('harvest', {args, env: {NODE_V8_COVERAGE: folder.path}});

      const loaded = loadedIn(folder.path).join('\n');
      expect(loaded).to.include('/taps/harvest/sign-in/verbs.js');
      expect(loaded).not.to.match(
        /@inquirer|node_modules\/open\/|sign-in\/(login|callback-server|person)\.js/,
      );
    });
  }

  // Elsewhere it would be a real one.
  if (process.platform === 'linux') {
    it('opens the browser of whoever has a screen', async () => {
      const desk = await open();
      const config = desk.folder.file('c.json', JSON.stringify(desk.application));
      const seen = join(folder.path, 'seen');
      const write = `printf '%s' "$1" > ${seen}.part && mv ${seen}.part ${seen}`;
      const browser = folder.file('browser', `#!/bin/sh\n${write}\n`);
      chmodSync(browser, 0o755);
      // No desktop that knows better which browser is wanted.
      const desktop = ['XDG_DATA_DIRS', 'XDG_DATA_HOME', 'XDG_CONFIG_DIRS', 'XDG_CONFIG_HOME', 'HOME'];
      const nothing = Object.fromEntries(desktop.map((name) => [name, join(folder.path, 'nothing')]));

      const session = desk.begin(['login', '--config', config, '--port', String(desk.port)], {
        ...nothing,
        ...{BROWSER: browser, DISPLAY: ':99', SSH_TTY: '', SSH_CONNECTION: ''},
        ...{XDG_CURRENT_DESKTOP: '', DESKTOP_SESSION: ''},
      });
      const address = await session.address();
      const text = await session.said(/open/i);
      await until('the browser was not opened', () => existsSync(seen));

      expect(text).to.include('Your browser opens');
      expect(readFileSync(seen, 'utf8')).to.equal(address);
    });
  }
});

/** The files that a program loaded, as its coverage tells. */
function loadedIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const {result}: {result: {url: string}[]} = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return result.map(({url}) => url);
  });
}
