import {expect} from 'chai';
import type {Fault, SandboxOptions} from '../../sandbox/paydirt/index.js';
import {LocalServers} from '../../support/client.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {runTap} from '../../support/process.js';
import {accountOpener, bookmarkOf, forAll, idsIn, logLines, STREAMS} from './account.js';
import {UNLIMITED} from './sandbox.js';

/** Trouble that may pass, and does so here with the next request. */
const PASSING: readonly [string, Fault][] = [
  ['a 500', {kind: 'status', status: 500, body: 'html'}],
  ['a page for people', {kind: 'html'}],
  ['JSON that breaks off', {kind: 'truncated', framing: 'short'}],
  ['a connection that breaks off', {kind: 'reset', when: 'mid-body'}],
];

/** Trouble that does not pass. */
const LASTING: readonly [string, Fault, RegExp][] = [
  ['500 again and again', {kind: 'status', status: 500, body: 'html'}, /500/],
  ['503 without a body', {kind: 'status', status: 503, body: 'empty'}, /503/],
  ['a page for people', {kind: 'html'}, /a page instead of JSON/],
  ['JSON that breaks off', {kind: 'truncated', framing: 'short'}, /incomplete or invalid JSON/],
  ['a body that ends early', {kind: 'truncated', framing: 'content-length'}, /./],
  ['a body whose connection closes', {kind: 'truncated', framing: 'closed'}, /./],
  ['a compressed body that ends early', {kind: 'truncated', gzip: true}, /./],
  ['connections that break off', {kind: 'reset'}, /./],
  ['nothing at all', {kind: 'text', text: ''}, /./],
  ['404', {kind: 'status', status: 404, body: 'html'}, /404/],
  ['400', {kind: 'status', status: 400, body: 'json'}, /400/],
  ['422', {kind: 'status', status: 422, body: {text: '{"errors":["Bad luck"]}'}}, /422.*Bad luck/],
];

describe('tap-paydirt, in trouble', () => {
  const open = accountOpener();
  const servers = new LocalServers();
  afterEach(() => servers.stop());

  for (const refusalBody of ['json', 'html', 'empty'] as const) {
    it(`ends the run over a key that is refused, and says where to look (${refusalBody})`, async () => {
      await expectEnd(
        {refusalBody},
        {api_key: 'no-key-of-anybody'},
        /refused the credentials.*Password Settings/,
      );
    });

    it(`ends the run over a user without full permissions, and says where to look (${refusalBody})`, async () => {
      await expectEnd({refusalBody, fullPermissions: false}, {}, /full permissions.*Team Settings/);
    });
  }

  for (const [status, where] of [
    [401, 'Password Settings'],
    [403, 'Team Settings'],
  ] as const) {
    it(`ends the run over ${status} in the middle of it, and keeps what was reached`, async () => {
      const account = await open();
      account.faults.on({path: 'time', nth: 4}, {kind: 'status', status});

      const run = await account.sync('all');

      expect(run.code).to.equal(1);
      expect(logLines(run, 'CRITICAL').join('\n')).to.include(where);
      expect(account.windows()).to.have.length(4);
      expect(bookmarkOf(run, 'time')?.replication_key_value).to.equal(account.windows()[2]?.to);
    });
  }

  it('needs a key, without spaces', async () => {
    const account = await open();

    for (const api_key of [undefined, '', 'two words', 'tab\there']) {
      const run = await account.sync('all', {config: {api_key}});
      expect({code: run.code, stdout: run.stdout}, String(api_key)).to.deep.equal({code: 1, stdout: ''});
      expect(logLines(run, 'CRITICAL').join('\n')).to.match(/"api_key"/);
      expect(run.stderr).to.not.include('two words');
    }
    expect(account.requests).to.have.length(0);
  });

  it('waits as long as a 429 says, in seconds or as a date, and loses nothing', async () => {
    const account = await open();
    account.faults.on({path: 'projects', nth: 1}, {kind: 'status', status: 429, retryAfter: 0});
    account.faults.on(
      {path: 'time', nth: 3},
      {kind: 'status', status: 429, retryAfter: new Date(Date.now() - 5000)},
    );

    const run = await account.sync('all', {config: {max_retries: 0}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    expect(logLines(run, 'WARNING').filter((line) => line.includes('as the service asked'))).to.have.length(
      2,
    );
  });

  for (const [form, retryAfter] of [
    ['seconds', 7200],
    ['a date', new Date(Date.now() + 7_200_000)],
  ] as const) {
    it(`gives up where a 429 asks for more patience than it has (${form})`, async () => {
      const account = await open();
      account.faults.on('projects', {kind: 'status', status: 429, retryAfter});

      const run = await account.sync(['projects', 'jobs'], {config: {max_wait: 60}});

      expect(run.code).to.equal(1);
      expect(logLines(run, 'CRITICAL').join('\n')).to.match(/failed \(projects\).*429.*max_wait/);
      expect(account.differences(run, ['jobs'])).to.deep.equal([]);
      expect(account.asked('projects')).to.have.length(1);
    });
  }

  it('asks again after trouble that passes, and loses nothing', async () => {
    const account = await open();
    const lists = ['projects', 'jobs', 'users', 'time'] as const;
    for (const [index, [, fault]] of PASSING.entries())
      account.faults.on({path: lists[index] ?? '', nth: 1}, fault);

    // Lists that are asked for at once wait at once.
    const run = await account.sync('all', {config: {concurrency: 4}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    for (const list of lists.slice(0, 3)) expect(account.asked(list)).to.have.length(2);
  });

  it('fails the streams alone whose trouble does not pass, and keeps what was read of them', async () => {
    // Three lists are in trouble at the same time.
    const lists = ['time', 'projects', 'jobs'] as const;
    const shares = LASTING.flatMap((_, at) => (at % 3 === 0 ? [LASTING.slice(at, at + 3)] : []));
    await forAll(
      shares,
      (share) => share.map(([what]) => what).join(', '),
      async (share) => {
        const account = await open();
        const failing = lists.slice(0, share.length);
        for (const [index, list] of failing.entries()) {
          const fault = share[index]?.[1];
          if (fault !== undefined) account.faults.on(list === 'time' ? {path: list, nth: 3} : list, fault);
        }

        const run = await account.sync('all', {config: {max_retries: 0, window_days: 300}});

        expect(run.code).to.equal(1);
        expect(account.differences(run, ['clients', 'users'])).to.deep.equal([]);
        expect(logLines(run, 'CRITICAL').join('\n')).to.match(
          /3 of 5 streams failed \(projects, jobs, time\)/,
        );
        for (const [index, list] of failing.entries()) {
          const errors = logLines(run, 'ERROR').filter((line) => line.startsWith(`${list}: `));
          expect(errors, list).to.have.length(1);
          expect(errors[0], list).to.match(share[index]?.[2] ?? /^$/);
          if (list === 'time') continue;
          expect(recordsOf(run.messages, list), list).to.deep.equal([]);
          expect(bookmarkOf(run, list), list).to.equal(undefined);
        }
        expect(bookmarkOf(run, 'time')?.replication_key_value).to.equal(account.windows()[1]?.to);
        expect(idsIn(run, 'time').length).to.be.above(0);
      },
    );
  });

  it('goes on after a window that failed, and loses nothing', async () => {
    const account = await open();
    const trouble = account.faults.on({path: 'time', nth: 6}, {kind: 'status', status: 500});
    const first = await account.sync(['time'], {config: {max_retries: 0}});
    trouble.remove();
    const reachedFirst = String(bookmarkOf(first, 'time')?.replication_key_value);
    account.requests.length = 0;

    const second = await account.sync(['time'], {
      state: lastState(first.messages),
      config: {lookback_days: 0},
    });

    expect([first.code, second.code], second.stderr).to.deep.equal([1, 0]);
    expect((account.windows()[0]?.from ?? '') <= reachedFirst).to.equal(true);
    const both = {...second, messages: [...first.messages, ...second.messages]};
    expect(account.differences(both, ['time'])).to.deep.equal([]);
  });

  it('goes where it is redirected on the same host, with the key, and nowhere else', async () => {
    const account = await open();
    const other = await servers.start((_request, response) => {
      response.end('{"jobs":[]}');
    });
    account.faults.on({path: 'clients', nth: 1}, {kind: 'echo-redirect', to: account.url, status: 307});
    account.faults.on('jobs', {kind: 'echo-redirect', to: other.url});
    account.faults.on('users', {kind: 'redirect', to: `${other.url}/api/v1/users`, status: 301});
    account.faults.on('projects', {kind: 'redirect', to: account.url.replace('127.0.0.1', 'localhost')});
    account.faults.on('time', {kind: 'redirect', to: account.url.replace('http:', 'https:')});

    const run = await account.sync('all', {config: {max_retries: 0}});

    expect(run.code).to.equal(1);
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
    expect(other.requests).to.have.length(0);
    const errors = logLines(run, 'ERROR').join('\n');
    for (const stream of ['jobs', 'users', 'projects', 'time']) {
      expect(errors).to.match(new RegExp(`${stream}: .*another host`));
    }
    expect(account.requests.every(({query}) => query.getAll('api_key').length === 1)).to.equal(true);
  });

  it('gives up where redirects have no end', async () => {
    const account = await open();
    account.faults.on('jobs', {kind: 'redirect', to: `${account.baseUrl}/jobs`});

    const run = await account.sync(['jobs'], {config: {max_retries: 0}});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/redirects without end/);
    expect(account.asked('jobs').length).to.be.below(6);
  });

  it('sends the key by its parameter alone, and says who asks', async () => {
    const account = await open({apiKey: 'a+b/c=d&e%"é'});

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    for (const {query, headers, method} of account.requests) {
      expect(query.get('api_key')).to.equal('a+b/c=d&e%"é');
      expect(headers).to.not.have.property('authorization');
      expect(headers.userAgent).to.match(/timesheet-taps.*tap-paydirt/);
      expect(method).to.equal('GET');
    }
  });

  it('refuses to send the key unencrypted to another machine', async () => {
    const ended = await runTap('paydirt', {
      config: {...UNLIMITED, api_key: 'abc123def456', base_url: 'http://paydirt.example/api/v1'},
    });

    expect({code: ended.code, stdout: ended.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(ended.stderr).to.match(/^CRITICAL .*"base_url"/m);
  });

  it('takes a base URL with a slash at its end', async () => {
    const account = await open();

    const run = await account.sync('all', {config: {base_url: `${account.baseUrl}/`}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
  });

  async function expectEnd(options: SandboxOptions, config: object, sentence: RegExp): Promise<void> {
    const account = await open(options);

    const run = await account.sync('all', {config});

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(sentence);
    expect(account.requests).to.have.length(1);
  }
});
