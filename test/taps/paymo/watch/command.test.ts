import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {selecting} from '../../../cli/executable.js';
import {type PaymoSandbox, startPaymoSandbox} from '../../../sandbox/paymo/index.js';
import {runTap} from '../../../support/process.js';
import {Watcher} from './watcher.js';

describe('The command line of tap-paymo watch', () => {
  let sandbox: PaymoSandbox;
  let watcher: Watcher | undefined;
  let folder: string;

  beforeEach(async () => {
    sandbox = await startPaymoSandbox({limits: false, size: {entries: 10, tasks: 5}});
    folder = mkdtempSync(join(tmpdir(), 'watch-'));
  });

  afterEach(async () => {
    await watcher?.stop();
    watcher = undefined;
    await sandbox.stop();
    rmSync(folder, {recursive: true});
  });

  const settings = (more: object = {}) => ({
    ...sandbox.config,
    rate_limit: {requests: 1000, seconds: 1},
    watch_folder: join(folder, 'watch'),
    ...more,
  });

  const say = (...args: string[]) => runTap('paymo', {verb: 'watch', config: settings(), args});

  for (const [what, args, expected] of [
    ['no address', [], /--public-url .*--no-register/],
    [
      'an address without https',
      ['--public-url', 'http://example.com'],
      /--public-url must be an https address/,
    ],
    [
      'an address with a query',
      ['--public-url', 'https://a.example.com/?x=1'],
      /--public-url must be an https/,
    ],
    ['no address at all', ['--public-url', 'here'], /--public-url must be an https/],
    ['events that there are not', ['--no-register', '--events', 'subtask'], /"subtask".*Client.*Booking/],
    ['a port that is none', ['--no-register', '--port', '99999'], /--port must be/],
    ['a port that is empty', ['--no-register', '--port', ''], /--port must be/],
    ['events that are empty', ['--no-register', '--events', ','], /--events is empty/],
    ['no event at all', ['--no-register', '--events', ''], /--events is empty/],
    ['a host that is empty', ['--no-register', '--host', ''], /--host is empty/],
    ['a path that is empty', ['--public-url', ''], /--public-url is empty/],
  ] as const) {
    it(`ends with 2 and a sentence for ${what}`, async () => {
      const {code, stderr, stdout} = await say(...args);

      expect([code, stdout]).to.deep.equal([2, '']);
      expect(stderr).to.match(expected);
    });
  }

  it('ends with a sentence where its folder can not be made', async () => {
    if (!existsSync('/proc/self')) return;
    const config = settings({watch_folder: '/proc/nope'});

    const {code, stderr} = await runTap('paymo', {verb: 'watch', config, args: ['--no-register']});

    expect(code).to.equal(1);
    expect(stderr).to.match(/The watch folder \/proc\/nope\/watch cannot be locked/);
  });

  it('says that samples and backfills are no matter of a watch', async () => {
    const config = settings({max_records: 5, backfill: true, start_date: '2026-01-01'});

    const {code, stderr} = await runTap('paymo', {verb: 'watch', config, args: ['--no-register']});

    expect(code).to.equal(1);
    expect(stderr).to.include('"max_records" is for samples').and.to.include('"backfill" is for single runs');
  });

  it('takes a secret of any length, and warns of one that can be guessed', async () => {
    const warnings: boolean[] = [];
    for (const webhook_secret of ['secret', 'sixteen-letters!']) {
      watcher = await Watcher.make(sandbox, {
        registers: false,
        catalog: selecting('tasks'),
        config: {webhook_secret},
      });
      await watcher.start();
      warnings.push(/WARNING "webhook_secret" is short enough to be guessed/.test(watcher.stderr));
      expect(watcher.hooks.secret).to.equal(webhook_secret);
      await watcher.stop();
    }

    expect(warnings).to.deep.equal([true, false]);
  });

  it('is no verb of taps without webhooks', async () => {
    const {code, stderr} = await runTap('harvest', {verb: 'watch', config: {}});

    expect([code, /Unknown argument: watch/.test(stderr)]).to.deep.equal([2, true]);
  });

  it('says what to do where the user may not make hooks, and leaves none', async () => {
    sandbox.faults.on({method: 'POST', path: 'hooks'}, {kind: 'status', status: 403});

    const {code, stderr, stdout} = await say('--public-url', 'https://hooks.example.com', '--port', '0');

    expect([code, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.match(/CRITICAL Webhooks cannot be managed: .*403.*administrator.*--no-register/);
  });

  it('ends with a sentence when the credentials are refused', async () => {
    const {code, stderr} = await runTap('paymo', {
      verb: 'watch',
      config: settings({api_key: 'wrong'}),
      args: ['--no-register', '--port', '0'],
    });

    expect(code).to.equal(1);
    expect(stderr).to.match(/CRITICAL .*401.*Make a new key/);
  });

  it('makes no hooks with --no-register, and leaves in its folder what they need', async () => {
    watcher = await Watcher.make(sandbox, {registers: false, catalog: selecting('tasks')});
    const before = sandbox.data.hooks.length;

    await watcher.start();

    const {target_url, secret, path} = watcher.hooks;
    expect(sandbox.data.hooks).to.have.lengthOf(before);
    expect(sandbox.requests.filter((request) => request.url.includes('hooks'))).to.deep.equal([]);
    expect(target_url).to.equal(watcher.url + path);
    expect(secret).to.match(/^[0-9a-f]{64}$/);
    expect((await watcher.health()).facts.hooks).to.equal(null);
  });

  it('lets no second watcher into its folder', async () => {
    watcher = await Watcher.make(sandbox, {registers: false, catalog: selecting('tasks')});
    await watcher.start();

    const config = settings({watch_folder: join(watcher.folder, 'watch')});
    const second = await runTap('paymo', {verb: 'watch', config, args: ['--no-register', '--port', '0']});

    expect(second.code).to.equal(1);
    expect(second.stderr).to.match(/The watch folder .* is in use by process \d+/);
  });

  it('ends with 1 when nobody reads any more, and keeps its hooks for the next start', async () => {
    watcher = await Watcher.make(sandbox, {catalog: selecting('tasks')});
    await watcher.start();
    const {length} = sandbox.data.hooks;

    watcher.closeOutput();
    for (let id = 0; id < 3; id++) sandbox.insert('tasks');
    const {code, signal} = await watcher.ended();

    expect([code, signal]).to.deep.equal([1, null]);
    expect(watcher.stderr).to.match(/CRITICAL The program that reads our output has ended/);
    expect(sandbox.data.hooks).to.have.lengthOf(length);
  });

  it('waits for a reader that takes nothing no longer than a few seconds, and removes its hooks', async () => {
    watcher = await Watcher.make(sandbox, {catalog: selecting('tasks')});
    await watcher.start();
    const {length} = sandbox.data.hooks;
    watcher.pauseOutput();
    for (let nth = 0; nth < 40; nth++) sandbox.insert('tasks', {description: 'x'.repeat(30_000)});
    await sandbox.deliveries.settled();

    const signalled = Date.now();
    const end = watcher.end('SIGTERM');
    await watcher.exited();
    const millis = Date.now() - signalled;
    watcher.resumeOutput();

    expect(await end).to.deep.equal({code: 1, signal: null});
    expect(millis).to.be.below(5000);
    expect(watcher.stderr).to.include('Our output was not read to its end');
    expect(sandbox.data.hooks).to.have.lengthOf(length - 1);
  });

  it('ends at once at a second signal', async () => {
    watcher = await Watcher.make(sandbox, {catalog: selecting('tasks')});
    await watcher.start();
    const hang = sandbox.faults.hang({method: 'DELETE'});

    const end = watcher.end('SIGTERM');
    await hang.arrived;
    const {signal} = await watcher.end('SIGTERM');

    expect(signal).to.equal('SIGTERM');
    expect((await end).signal).to.equal('SIGTERM');
  });

  describe('hooks', () => {
    const hooks = (...args: string[]) => runTap('paymo', {verb: 'hooks', config: settings(), args});

    beforeEach(() => {
      sandbox.insert('hooks', {
        target_url: 'https://old.example.com/in/timesheet-taps/verysecretpath',
        event: '*.Task',
        last_status_code: 502,
      });
    });

    const left = () =>
      sandbox.data.hooks.filter(({target_url}) => String(target_url).includes('/timesheet-taps/'));

    it('list shows all hooks of the user, whose they are and how they do, without what is secret', async () => {
      const {code, stdout} = await hooks('list');

      expect(code).to.equal(0);
      expect(stdout).to.match(/\d+ +\*\.Task +https:\/\/old\.example\.com\/in\/timesheet-taps\/… +ours +502/);
      expect(stdout).to.match(/https:\/\/receiver\.example\.com\/… +another/);
      expect(stdout).not.to.include('verysecretpath');
    });

    it('list gives JSON to programs', async () => {
      const {stdout} = await hooks('list', '--format', 'json');

      expect(JSON.parse(stdout)).to.deep.include({
        id: String(left()[0]?.id),
        event: '*.Task',
        target: 'https://old.example.com/in/timesheet-taps/…',
        ours: true,
        in_use: false,
        last_status: 502,
      });
    });

    it('clean says what it would remove, and removes nothing without --yes', async () => {
      const {code, stderr} = await hooks('clean');

      expect(code).to.equal(2);
      expect(stderr).to.include('https://old.example.com/in/timesheet-taps/…').and.to.include('--yes');
      expect(left()).to.have.lengthOf(1);
    });

    it('clean removes what was left behind, and nothing of others', async () => {
      const others = sandbox.data.hooks.length - 1;

      const {code, stderr} = await hooks('clean', '--yes');

      expect(code).to.equal(0);
      expect(stderr).to.include('Removed 1 hooks');
      expect(left()).to.deep.equal([]);
      expect(sandbox.data.hooks).to.have.lengthOf(others);
    });

    it('clean leaves alone what a running watcher uses', async () => {
      watcher = await Watcher.make(sandbox, {catalog: selecting('tasks')});
      await watcher.start();

      const config = settings({watch_folder: join(watcher.folder, 'watch')});
      await runTap('paymo', {verb: 'hooks', config, args: ['clean', '--yes']});

      expect(left().map(({target_url}) => target_url)).to.deep.equal([watcher.hooks.target_url]);
      expect(readFileSync(join(watcher.folder, 'watch', 'hooks.json'), 'utf8')).to.include('"secret"');
    });

    it('asks what to do with them where that is not said', async () => {
      const {code, stderr} = await hooks();

      expect(code).to.equal(2);
      expect(stderr).to.include('`hooks list` or `hooks clean`');
    });
  });
});
