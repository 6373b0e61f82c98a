import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import type {Fault, Spelling, TellingBody} from '../../sandbox/paydirt/index.js';
import {LocalServers} from '../../support/client.js';
import type {RunOptions} from '../../support/process.js';
import {type Account, accountOpener, forAll} from './account.js';

/** An ordinary key, and one that looks different in each way of writing it down. */
const KEYS: readonly [string, string, readonly Spelling[]][] = [
  ['ordinary', 'q7w2e9r4t1y6u3i8o5p0a7s2d9f4g1h6', ['sent', 'base64']],
  ['awkward', 'Zq+w/x=y&z%41"é~<ABCDEFGHIJKLMNOP>\\\'#?', ['sent', 'decoded', 'encoded', 'base64']],
];

const BODIES: readonly TellingBody[] = ['html', 'json', 'errors', 'cut-json', 'text'];

/** Every way in which a run can show what it was asked with. */
function troubles(spellings: readonly Spelling[]): [string, Fault[]][] {
  const told = (statuses: readonly number[], what: 'address' | 'key') =>
    BODIES.flatMap((body) => spellings.map((as) => ({body, as}))).map(
      ({body, as}, index): Fault => ({
        kind: 'echo',
        status: statuses[index % statuses.length] ?? 500,
        body,
        as,
        what,
      }),
    );
  return [
    ['answers that repeat the address with status 200', told([200], 'address')],
    ['refusals that repeat the address', told([422], 'address')],
    ['failures that repeat the address', told([500], 'address')],
    ['refusals and failures that repeat the key', told([404, 400, 503], 'key')],
    ['lists that repeat the address', spellings.map((as) => ({kind: 'echo-in-list', as}))],
    ['redirects elsewhere', spellings.map((as) => ({kind: 'echo-redirect', to: 'http://127.0.0.1:9', as}))],
    [
      'broken connections and bodies',
      [
        {kind: 'reset'},
        {kind: 'reset', when: 'mid-body'},
        {kind: 'truncated'},
        {kind: 'truncated', framing: 'chunked'},
        {kind: 'truncated', framing: 'short', gzip: true},
        {kind: 'html'},
        {kind: 'no-root'},
        {kind: 'echo', status: 429, body: 'text', retryAfter: 90_000},
      ],
    ],
  ];
}

const LISTS = ['projects', 'jobs', 'users', 'time'] as const;

describe('tap-paydirt, its key', () => {
  const open = accountOpener();
  const servers = new LocalServers();
  afterEach(() => servers.stop());
  let folder = '';
  let runs = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-'));
  });
  after(() => rmSync(folder, {recursive: true, force: true}));

  for (const [kind, key, spellings] of KEYS) {
    const forms = formsOf(key);

    /** Runs the tap and looks everywhere for the key. */
    const expectHidden = async (account: Account, options: RunOptions = {}): Promise<void> => {
      const path = join(folder, `${runs++}.json`);
      const run = await account.sync('all', {
        ...options,
        args: ['--summary', path, ...(options.args ?? [])],
        config: {max_retries: 0, max_wait: 1, window_days: 1500, ...options.config},
        env: {LOGLEVEL: 'debug'},
      });
      expect(run.stderr).to.not.equal('');
      const summary = run.stdout === '' ? '' : readFileSync(path, 'utf8');
      for (const [where, text] of Object.entries({stdout: run.stdout, stderr: run.stderr, summary})) {
        const found = forms.filter((form) => text.includes(form));
        const lines = text.split('\n').filter((line) => found.some((form) => line.includes(form)));
        expect(lines.slice(0, 3), `${where} after ${run.code}`).to.deep.equal([]);
      }
    };

    for (const [what, faults] of troubles(spellings)) {
      it(`(${kind}) is nowhere after ${what}`, async () => {
        // Four lists take four of the faults in one run.
        const shares = faults.flatMap((_, at) =>
          at % LISTS.length === 0 ? [faults.slice(at, at + LISTS.length)] : [],
        );
        await forAll(
          shares,
          (share) => JSON.stringify(share),
          async (share) => {
            const account = await open({apiKey: key, size: {timeLogs: 23}});
            for (const [index, fault] of share.entries()) account.faults.on(LISTS[index] ?? '', fault);
            await expectHidden(account);
          },
        );
      });
    }

    it(`(${kind}) is nowhere after 401 and 403 that repeat it`, async () => {
      await forAll(BODIES, String, async (body) => {
        const account = await open({apiKey: key});
        const status = BODIES.indexOf(body) % 2 === 0 ? 401 : 403;
        account.faults.on('clients', {kind: 'echo', status, body, as: 'decoded'});
        await expectHidden(account);
      });
    });

    it(`(${kind}) is nowhere in good runs, in logs as text or as JSON`, async () => {
      const account = await open({apiKey: key, listHeaders: {jobs: {Link: '<{url}&page=2>; rel="next"'}}});

      await expectHidden(account);
      await expectHidden(account, {args: ['--log-format', 'json']});
    });

    it(`(${kind}) is nowhere where nobody answers, or it is refused`, async () => {
      const account = await open({apiKey: 'another-key'});
      const {url, server} = await servers.start(() => undefined);
      server.close();

      await expectHidden(account, {config: {api_key: key}});
      await expectHidden(account, {config: {api_key: key, base_url: `${url}/api/v1`}});
    });
  }
});

/** A key in every form in which somebody might read it. */
function formsOf(key: string): string[] {
  const json = JSON.stringify(key).slice(1, -1);
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), Buffer.from(key)]).toString('base64');
    // Without the ends, which depend on what stands beside it.
    return text.slice(4, -4);
  });
  return [
    key,
    encodeURIComponent(key),
    encodeURIComponent(encodeURIComponent(key)),
    new URLSearchParams({key}).toString().slice(4),
    json,
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    // No part of it either.
    key.slice(-16, -4),
  ];
}
