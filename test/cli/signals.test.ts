import {expect} from 'chai';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {lastState, messagesIn, recordsOf} from '../support/messages.js';
import {outcome, runTap, start} from '../support/process.js';
import {endOf, laterPageOf, said, selecting} from './executable.js';

describe('The executable, told to stop', () => {
  let sandbox: HarvestSandbox;

  afterEach(() => sandbox.stop());

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`writes a last complete state and ends by ${signal} itself`, async () => {
      sandbox = await startHarvestSandbox({size: {timeEntries: 3000}});
      const state = {bookmarks: {clients: {replication_key_value: '2020-01-01T00:00:00Z'}, other: {a: 1}}};
      const hang = sandbox.faults.hang(laterPageOf('time_entries'));
      const child = start('harvest', {
        config: {...sandbox.config, page_size: 1000},
        catalog: selecting('time_entries', 'roles'),
        state,
      });
      const ended = outcome(child);
      await hang.arrived;

      child.kill(signal);

      const {stdout, stderr, signal: endedBy, code} = await ended;
      const messages = messagesIn(stdout);
      expect([code, endedBy]).to.deep.equal([undefined, signal]);
      expect(messages.at(-1)?.type).to.equal('STATE');
      expect(lastState(messages).bookmarks).to.deep.include(state.bookmarks);
      expect(stderr).to.match(new RegExp(`^CRITICAL Stopped by ${signal}`, 'm'));
      expect(stderr).not.to.match(/^\s+at |Internal error/m);
    });
  }

  it('sends no further requests, and calls no stream complete', async () => {
    sandbox = await startHarvestSandbox();
    const hang = sandbox.faults.hang(laterPageOf('roles'));
    const child = start('harvest', {
      config: {...sandbox.config, page_size: 1, activate_version: 'end'},
      catalog: selecting('roles', 'time_entries'),
    });
    const ended = outcome(child);
    await hang.arrived;
    const before = sandbox.requests.length;

    child.kill('SIGTERM');

    const {stdout} = await ended;
    expect(sandbox.requests).to.have.lengthOf(before);
    expect(stdout).to.include('"RECORD"').and.not.include('ACTIVATE_VERSION');
  });

  it('loses nothing: the next run brings what is missing', async () => {
    sandbox = await startHarvestSandbox({size: {timeEntries: 3000}});
    const hang = sandbox.faults.hang({path: laterPageOf('time_entries'), nth: 2});
    const options = {config: {...sandbox.config, page_size: 1000}, catalog: selecting('time_entries')};
    const child = start('harvest', options);
    const ended = outcome(child);
    await hang.arrived;
    child.kill('SIGTERM');
    const first = messagesIn((await ended).stdout);
    hang.release();

    const {stdout, code} = await runTap('harvest', {...options, state: lastState(first)});

    const ids = [...first, ...messagesIn(stdout)].flatMap((message) => recordsOf([message], 'time_entries'));
    expect(code).to.equal(0);
    expect(new Set(ids.map(({id}) => id)).size).to.equal(3000);
  });

  it('ends by the signal before anything was read, with nothing on stdout', async () => {
    sandbox = await startHarvestSandbox();
    const hang = sandbox.faults.hang('users/me');
    const child = start('harvest', {config: sandbox.config});
    const ended = outcome(child);
    await hang.arrived;

    child.kill('SIGTERM');

    expect(await ended).to.include({stdout: '', signal: 'SIGTERM'});
  });

  for (const body of ['headers', 'body'] as const) {
    it(`ends while it waits for the ${body} of an answer`, async () => {
      sandbox = await startHarvestSandbox();
      const hang = sandbox.faults.hang('clients', body);
      const child = start('harvest', {config: sandbox.config, catalog: selecting('clients')});
      child.stdout.resume();
      child.stderr.resume();
      await hang.arrived;

      child.kill('SIGTERM');

      const {signal, seconds} = await endOf(child);
      expect(signal).to.equal('SIGTERM');
      expect(seconds).to.be.below(3);
    });
  }

  it('ends while it waits to ask again', async () => {
    sandbox = await startHarvestSandbox();
    sandbox.faults.on('clients', {kind: 'status', status: 429, retryAfter: 600});
    const child = start('harvest', {config: sandbox.config, catalog: selecting('clients')});
    child.stdout.resume();
    await said(child.stderr, /Waiting 600\.0 s/);

    child.kill('SIGTERM');

    const {signal, seconds} = await endOf(child);
    expect(signal).to.equal('SIGTERM');
    expect(seconds).to.be.below(3);
  });

  it('ends while it waits for its own request limit', async () => {
    sandbox = await startHarvestSandbox();
    const config = {...sandbox.config, rate_limit: {requests: 3, seconds: 600}};
    const child = start('harvest', {config, catalog: selecting('clients', 'roles', 'tasks', 'users')});
    child.stdout.resume();
    await said(child.stderr, /to stay within the request limit/);

    child.kill('SIGTERM');

    const {signal, seconds} = await endOf(child);
    expect(signal).to.equal('SIGTERM');
    expect(seconds).to.be.below(3);
  });

  describe('by a reader that has stopped reading', () => {
    /** A run whose output pipe is full: a page of 2000 rows has come, and nobody takes them. */
    async function stuck() {
      sandbox = await startHarvestSandbox({size: {timeEntries: 6000}});
      const next = sandbox.faults.hang(laterPageOf('time_entries'));
      const child = start('harvest', {config: sandbox.config, catalog: selecting('time_entries')});
      await next.arrived;
      return child;
    }

    it('ends by SIGTERM within 3 seconds all the same', async () => {
      const child = await stuck();

      child.kill('SIGTERM');

      const {signal, seconds} = await endOf(child);
      expect(signal).to.equal('SIGTERM');
      expect(seconds).to.be.below(3);
    });

    it('ends at once when a second signal comes', async () => {
      const child = await stuck();

      // Two of a kind that come together count as one.
      child.kill('SIGTERM');
      child.kill('SIGINT');

      const {signal, seconds} = await endOf(child);
      expect(signal).to.be.oneOf(['SIGTERM', 'SIGINT']);
      expect(seconds).to.be.below(1.5);
    });
  });
});
