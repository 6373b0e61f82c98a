import {once} from 'node:events';
import {expect} from 'chai';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {lastState, messagesIn, recordsOf} from '../support/messages.js';
import {lines, outcome, runTap, start} from '../support/process.js';
import {laterPageOf, logLines, said, selecting} from './executable.js';

describe('The executable, at its pipes', () => {
  let sandbox: HarvestSandbox;

  afterEach(() => sandbox.stop());

  it('loses nothing of 10 MB and more', async () => {
    sandbox = await startHarvestSandbox({size: {timeEntries: 12_000}});

    const {stdout, code} = await runTap('harvest', {
      config: sandbox.config,
      catalog: selecting('time_entries'),
    });

    const messages = messagesIn(stdout);
    const ids = new Set(recordsOf(messages, 'time_entries').map(({id}) => id));
    expect(code).to.equal(0);
    expect(stdout.length).to.be.above(10_000_000);
    expect(ids.size).to.equal(12_000);
    expect(messages.at(-1)?.type).to.equal('STATE');
  }).timeout(60_000);

  it('waits for a reader that is slow, who gets everything', async () => {
    sandbox = await startHarvestSandbox({size: {timeEntries: 3000}});
    const child = start('harvest', {config: sandbox.config, catalog: selecting('time_entries')});
    child.stderr.resume();
    const ended = once(child, 'close');
    const types: string[] = [];

    for await (const line of lines(child)) {
      types.push(JSON.parse(line).type);
      if (types.length % 10 === 0) await new Promise(setImmediate);
    }

    expect(await ended).to.deep.equal([0, null]);
    expect(types.filter((type) => type === 'RECORD')).to.have.lengthOf(3000);
    expect(types.at(-1)).to.equal('STATE');
  }).timeout(60_000);

  it('stops asking the service when its reader dies, and says so in a sentence', async () => {
    sandbox = await startHarvestSandbox({size: {timeEntries: 3000}});
    const config = {...sandbox.config, page_size: 200};
    const hang = sandbox.faults.hang({path: laterPageOf('time_entries'), nth: 1});
    const child = start('harvest', {config, catalog: selecting('time_entries', 'users', 'roles')});
    const log: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => log.push(chunk));
    await hang.arrived;
    const before = sandbox.requests.length;

    child.stdout.destroy();
    hang.release();

    const ended = await once(child, 'close');
    const stderr = Buffer.concat(log).toString();
    expect(ended).to.deep.equal([1, null]);
    expect(stderr.match(/^CRITICAL /gm)).to.have.lengthOf(1);
    expect(stderr).to.match(/^CRITICAL The program that reads our output has ended/m);
    expect(stderr).not.to.match(/^\s+at |EPIPE/m);
    // The page after the one whose rows nobody took may have been asked for already, and nothing else.
    expect(sandbox.requests.length - before).to.be.at.most(1);
  });

  it('ends by the signal that comes with the death of its reader', async () => {
    sandbox = await startHarvestSandbox({size: {timeEntries: 3000}});
    const config = {...sandbox.config, page_size: 200};
    const hang = sandbox.faults.hang({path: laterPageOf('time_entries'), nth: 1});
    const child = start('harvest', {config, catalog: selecting('time_entries')});
    child.stderr.resume();
    await hang.arrived;

    child.stdout.destroy();
    child.kill('SIGTERM');
    hang.release();

    expect(await once(child, 'close')).to.deep.equal([null, 'SIGTERM']);
  });

  for (const args of [['--discover'], ['--about']]) {
    it(`shows no stack when nobody wants to see ${args.join()}`, async () => {
      sandbox = await startHarvestSandbox();
      const child = start('harvest', {args});
      child.stdout.destroy();

      const {stderr} = await outcome(child);

      expect(stderr).not.to.match(/^\s+at |EPIPE/m);
    });
  }

  it('syncs to the end when nobody reads its log any more', async () => {
    sandbox = await startHarvestSandbox();
    const child = start('harvest', {
      config: sandbox.config,
      catalog: selecting('clients', 'roles'),
      env: {LOGLEVEL: 'debug'},
    });
    child.stderr.destroy();

    const {stdout, code} = await outcome(child);

    expect(code).to.equal(0);
    expect(lastState(messagesIn(stdout))).to.have.property('bookmarks');
  });

  it('hands out what it has before it waits for the network', async () => {
    sandbox = await startHarvestSandbox({size: {timeEntries: 500}});
    const config = {...sandbox.config, page_size: 10};
    const hang = sandbox.faults.hang({path: laterPageOf('time_entries'), nth: 1});
    const child = start('harvest', {config, catalog: selecting('time_entries')});
    child.stderr.resume();

    const text = await said(child.stdout, /(.*"RECORD".*\n){10}/);

    expect(recordsOf(messagesIn(text), 'time_entries')).to.have.lengthOf(10);
    hang.release();
    await outcome(child);
  });

  it('ends with its sentence after the table when a stream failed', async () => {
    sandbox = await startHarvestSandbox();
    sandbox.faults.on('roles', {kind: 'status', status: 422});

    const ended = await runTap('harvest', {config: sandbox.config, catalog: selecting('clients', 'roles')});

    expect(ended.code).to.equal(1);
    expect(ended.stderr.trimEnd().split('\n').at(-1)).to.match(
      /^CRITICAL tap-harvest is incomplete: 1 of 2 streams failed \(roles\)/,
    );
    expect(logLines(ended).join('\n')).not.to.match(/^\s+at /m);
    expect(messagesIn(ended.stdout).at(-1)?.type).to.equal('STATE');
  });
});
