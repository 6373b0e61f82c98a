import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import type {JsonObject} from '../../../../protocol/core/json.js';
import {startHarvestSandbox} from '../../../sandbox/harvest/index.js';
import {type PaymoSandbox, startPaymoSandbox} from '../../../sandbox/paymo/index.js';
import {type Ended, outcome, runTap, start} from '../../../support/process.js';

const FAST = {rate_limit: {requests: 100_000, seconds: 1}};
const SIZE = {entries: 5, tasks: 5, projects: 3, clients: 3, users: 3, invoices: 2};
/** How often the program is killed before it may end. */
const KILLS = 12;

describe('target-paymo as a program', function () {
  this.timeout(60_000);
  let sandbox: PaymoSandbox;
  let folder: string;
  beforeEach(async () => {
    sandbox = await startPaymoSandbox({limits: false, size: SIZE});
    folder = mkdtempSync(join(tmpdir(), 'target-paymo-'));
  });
  afterEach(async () => {
    await sandbox.stop();
    rmSync(folder, {recursive: true, force: true});
  });

  const config = (more: object = {}) => ({
    ...sandbox.config,
    ...FAST,
    ledger_path: join(folder, 'ledger.jsonl'),
    rejects_path: join(folder, 'rejects.jsonl'),
    settle_seconds: 0.05,
    ...more,
  });
  const launch = (input: string, more: object = {}, args: readonly string[] = []) => {
    const child = start('paymo/target', {config: config(more), args});
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    return child;
  };
  const run = (input: string, more: object = {}, args: readonly string[] = []): Promise<Ended> =>
    outcome(launch(input, more, args));

  it('takes over what tap-harvest reads, every hour of it, and leaves it alone the next time', async () => {
    const harvest = await startHarvestSandbox({size: {timeEntries: 60}});
    try {
      const {config: access} = harvest;
      const catalog = await selecting(
        ['clients', 'users', 'projects', 'task_assignments', 'time_entries'],
        access,
      );
      const {stdout} = await runTap('harvest', {config: {...access, ...FAST}, catalog});
      const example: object = JSON.parse(readFileSync('examples/harvest-to-paymo/target.json', 'utf8'));
      const before = sandbox.data.entries.length;

      const first = await run(stdout, example);
      const second = await run(stdout, example);

      expect(first.code, first.stderr).to.equal(0);
      const made = sandbox.data.entries.slice(before);
      expect(made.length).to.equal(harvest.data.time_entries.length);
      expect(made.reduce((sum, {duration}) => sum + Number(duration), 0)).to.equal(secondsRead(stdout));
      expect(JSON.parse(lastLine(first.stdout)).bookmarks).to.have.keys(
        'clients',
        'users',
        'projects',
        'task_assignments',
        'time_entries',
      );
      expect(second.code).to.equal(0);
      expect(second.stderr).to.match(/time_entries +\d+ +0 +0 +0 +\d+ +0/);
    } finally {
      await harvest.stop();
    }
  });

  it('has every record once, however often it is killed', async () => {
    const input = records(12);
    const before = {clients: sandbox.data.clients.length, projects: sandbox.data.projects.length};
    for (let kill = 0; kill < KILLS; kill++) {
      const child = launch(input, {allow_delete: true});
      const where = {method: ['POST', 'PUT', 'DELETE'], nth: ((kill * 5) % 9) + 1};
      // The request has arrived; half of the time it still has its effect, after the death of whoever sent it.
      const hook = sandbox.faults.onRequest(where, () => child.kill('SIGKILL'));
      const fault = kill % 2 === 0 ? sandbox.faults.on(where, {kind: 'reset', effect: 'before'}) : undefined;
      await outcome(child);
      hook.remove();
      fault?.remove();
    }

    const last = await run(input, {allow_delete: true});

    expect(last.code, last.stderr).to.equal(0);
    expect(lastLine(last.stdout)).to.equal('{"done":true}');
    const named = (rows: readonly object[], from: number) =>
      rows.slice(from).map((row) => Reflect.get(row, 'name'));
    const numbers = Array.from({length: 12}, (_, index) => index);
    expect(named(sandbox.data.clients, before.clients)).to.have.members(numbers.map((n) => `Client ${n}`));
    expect(named(sandbox.data.projects, before.projects)).to.have.members(
      numbers.filter((n) => n % 3 !== 0).map((n) => `Project ${n}, later`),
    );
  });

  it('refuses what can not be, keeps it, and goes on', async () => {
    const input = lines([
      {type: 'SCHEMA', stream: 'tasks', schema: {properties: {id: {}}}, key_properties: ['id']},
      {type: 'RECORD', stream: 'tasks', record: {id: 1, name: 'No project'}},
      {
        type: 'RECORD',
        stream: 'tasks',
        record: {id: 2, name: 'Fine', project_id: Number(sandbox.data.projects[0]?.id)},
      },
      {type: 'STATE', value: {at: 2}},
    ]);

    const ended = await run(input);

    expect(ended.code).to.equal(1);
    expect(lastLine(ended.stdout)).to.equal('{"at":2}');
    const [reject] = readFileSync(join(folder, 'rejects.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as JsonObject);
    expect(reject).to.deep.include({stream: 'tasks', record: {id: 1, name: 'No project'}});
    expect(String(reject?.reason)).to.include('tasklist_id or tasklist_key');
    expect(sandbox.data.tasks.at(-1)?.name).to.equal('Fine');
  });

  it('says what is wrong with settings of streams before it asks Paymo anything', async () => {
    const ended = await run('', {streams: {things: {object: 'cleints'}}});

    expect(ended.code).to.equal(1);
    expect(ended.stderr).to.include('"streams.things.object" names cleints');
    expect(sandbox.requests).to.deep.equal([]);
  });

  it('believes no id that can not be what is to be settled, and lets a wrong one be put right', async () => {
    const [first, second] = ['Twin', 'Twin'].map((name) => Number(sandbox.insert('clients', {name}).id));
    const account = `company ${sandbox.data.company.id}`;
    const ledger = [
      {ledger: 1, target: 'target-paymo', account},
      {entry: 'undecided', stream: 'clients', key: '["1"]', reason: 'two may be it'},
      {entry: 'applied', stream: 'clients', key: '["2"]', id: `clients:${first}`, hash: 'h'},
    ];
    writeFileSync(join(folder, 'ledger.jsonl'), lines(ledger));
    const settle = (id: unknown) => run('', {}, ['settle', 'clients', '1', String(id)]);

    for (const [id, why] of [
      ['zzz', 'zzz is no id of Paymo'],
      ['-1', '-1 is no id of Paymo'],
      ['0', '0 is no id of Paymo'],
      ['100000000000000000000', 'is no id of Paymo'],
      ['../users/1', '../users/1 is no id of Paymo'],
      ['777777', 'Paymo has no clients/777777, or hides it'],
      [first, `The ledger has clients/${first} for another record`],
    ]) {
      const {code, stderr} = await settle(id);
      expect(code, stderr).to.equal(1);
      expect(stderr).to.include(`CRITICAL`).and.include(why);
    }
    expect((await settle('none')).stdout).to.include('was not created');
    const other = Number(sandbox.insert('clients', {name: 'Not it'}).id);
    expect((await settle(other)).stdout).to.include(`1 of clients is ${other}`);
    expect((await settle(second)).stdout).to.include(`1 of clients is ${second}`);

    const schema = {type: 'SCHEMA', stream: 'clients', schema: {properties: {}}, key_properties: ['id']};
    const record = {type: 'RECORD', stream: 'clients', record: {id: 1, name: 'Written'}};
    const written = await run(lines([schema, record]));
    expect(written.code, written.stderr).to.equal(0);
    expect(sandbox.data.clients.filter(({name}) => name === 'Written').map(({id}) => id)).to.deep.equal([
      second,
    ]);
    expect((await settle(other)).stderr).to.include('The ledger has nothing to settle of 1 of clients');
  });

  it('calls nothing without credentials, and names what is missing of them', async () => {
    const none = {api_key: undefined, email: undefined, password: undefined};
    const neither = await run('', none);
    const half = await run('', {...none, email: 'ann@acme.test'});

    expect(neither.code).to.equal(1);
    expect(neither.stderr).to.include('The setting "api_key" is missing');
    expect(half.stderr).to.include('The setting "password" is missing, which belongs to "email"');
    expect(sandbox.requests).to.deep.equal([]);
  });

  it('shows no key and no password, whatever happens', async () => {
    const input = lines([
      {type: 'SCHEMA', stream: 'users', schema: {properties: {id: {}}}, key_properties: ['id']},
      {
        type: 'RECORD',
        stream: 'users',
        record: {id: 1, email: 'not@taken.test', password: 'hush-hush', colour: 1},
      },
      {type: 'RECORD', stream: 'users', record: {id: 2, name: 'No address', password: 'hush-hush'}},
    ]);

    const ended = await run(input);
    const dry = await run(input, {ledger_path: join(folder, 'other.jsonl')}, ['--dry-run']);

    const files = ['ledger.jsonl', 'rejects.jsonl'].map((name) => readFileSync(join(folder, name), 'utf8'));
    const all = [ended.stdout, ended.stderr, dry.stdout, dry.stderr, ...files].join('\n');
    expect(all).to.include('not@taken.test');
    expect(all).not.to.include(sandbox.config.api_key);
    expect(all).not.to.include('hush');
  });
});

/** Clients and their projects, each project changed once, every third one deleted again. */
function records(count: number): string {
  const schemas = ['clients', 'projects'].map((stream) => ({
    type: 'SCHEMA',
    stream,
    schema: {properties: {id: {}}},
    key_properties: ['id'],
  }));
  const messages = Array.from({length: count}, (_, id) => [
    {type: 'RECORD', stream: 'projects', record: {id, name: `Project ${id}`, client_key: id}},
    {type: 'RECORD', stream: 'clients', record: {id, name: `Client ${id}`}},
    {type: 'RECORD', stream: 'projects', record: {id, name: `Project ${id}, later`, client_key: id}},
    ...(id % 3 === 0 ? [{type: 'RECORD', stream: 'projects', record: {id, _delete: true}}] : []),
  ]);
  return lines([...schemas, ...messages.flat(), {type: 'STATE', value: {done: true}}]);
}

function lines(messages: readonly object[]): string {
  return messages.map((message) => `${JSON.stringify(message)}\n`).join('');
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}

/** A catalog of tap-harvest with some streams selected. */
async function selecting(streams: readonly string[], access: object): Promise<object> {
  const {stdout} = await runTap('harvest', {config: access, args: ['--discover']});
  const catalog = JSON.parse(stdout) as {
    streams: {tap_stream_id: string; metadata: {breadcrumb: string[]; metadata: JsonObject}[]}[];
  };
  for (const {tap_stream_id, metadata} of catalog.streams) {
    for (const {breadcrumb, metadata: facts} of metadata) {
      if (breadcrumb.length === 0) facts.selected = streams.includes(tap_stream_id);
    }
  }
  return catalog;
}

/** The seconds of work in what tap-harvest printed. */
function secondsRead(messages: string): number {
  return messages
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as {type: string; stream?: string; record?: JsonObject})
    .filter(({type, stream}) => type === 'RECORD' && stream === 'time_entries')
    .reduce((sum, {record}) => sum + Math.round(Number(record?.hours) * 3600), 0);
}
