import {existsSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {expect} from 'chai';
import {DataError, Interrupted} from '../../protocol/core/errors.js';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import {inputOf, MemoryWriting, record, schema, state} from './memory-writing.js';
import {MemoryRejects, Runs} from './run-input.js';

describe('The order in which a target writes', () => {
  let runs: Runs;
  let service: MemoryWriting;

  beforeEach(() => {
    runs = new Runs();
    service = new MemoryWriting();
  });
  afterEach(() => runs.remove());

  const schemas = [schema('clients'), schema('projects'), schema('tasks')];
  const run = (...messages: readonly JsonObject[]) => runs.run(service, inputOf(...schemas, ...messages));
  const calls = () => service.calls.slice(1);

  it('puts what is referred to first, whatever the order of the input', async () => {
    await run(
      record('tasks', 1, {needs: ['projects/1']}),
      record('projects', 1, {needs: ['clients/1']}),
      record('tasks', 2),
      record('clients', 1),
    );

    expect(calls()).to.deep.equal([
      'create tasks 2',
      'create clients 1',
      'create projects 1',
      'create tasks 1',
    ]);
  });

  it('holds a STATE back while a record before it waits, and then gives out the newest alone', async () => {
    const seen: string[] = [];
    await runs.run(
      service,
      inputOf(
        ...schemas,
        record('clients', 1),
        state(1),
        record('projects', 1, {needs: ['clients/2']}),
        state(2),
        record('clients', 3),
        state(3),
        record('clients', 2),
        state(4),
      ),
      {print: (text) => seen.push(`${text} after ${calls().at(-1)}`)},
    );

    expect(seen).to.deep.equal([
      '1 after create clients 1',
      '3 after create projects 1',
      '4 after create projects 1',
    ]);
  });

  it('lets out a STATE that lies between two that wait', async () => {
    await run(
      record('projects', 1, {needs: ['clients/1']}),
      state(1),
      record('projects', 2, {needs: ['clients/2']}),
      state(2),
      record('clients', 1),
    );

    expect(runs.states).to.deep.equal(['1', '2']);
    expect(runs.refused).to.have.lengthOf(1);
  });

  it('lets no version of a record overtake another', async () => {
    await run(
      record('projects', 1, {needs: ['clients/1'], version: 1}),
      record('projects', 1, {version: 2}),
      record('projects', 1, {needs: ['clients/2'], version: 3}),
      record('projects', 1, {version: 4}),
      record('clients', 1),
      record('clients', 2),
    );

    expect(calls()).to.deep.equal([
      'create clients 1',
      'create projects 1@1',
      'update projects 1@2',
      'create clients 2',
      'update projects 1@3',
      'update projects 1@4',
    ]);
  });

  it('takes those that become free in the order in which they came', async () => {
    await run(
      record('tasks', 3, {needs: ['clients/1']}),
      record('tasks', 1, {needs: ['clients/1']}),
      record('tasks', 2, {needs: ['clients/1']}),
      record('clients', 1),
    );

    expect(calls()).to.deep.equal(['create clients 1', 'create tasks 3', 'create tasks 1', 'create tasks 2']);
  });

  it('waits for any of several streams, and for one reference after the other', async () => {
    await run(
      record('tasks', 1, {needs: ['clients|projects/1', 'clients/2']}),
      record('projects', 1),
      record('clients', 2),
      record('clients', 1),
    );

    expect(calls()).to.deep.equal([
      'create projects 1',
      'create clients 2',
      'create tasks 1',
      'create clients 1',
    ]);
  });

  it('refuses in the end what still waits, and says what for', async () => {
    const refused = await run(
      record('tasks', 1, {needs: ['projects/7']}),
      record('projects', 7, {needs: ['clients/9']}),
      record('clients', 1, {refuse: 'no'}),
      record('projects', 8, {needs: ['clients/1']}),
      state(1),
    );

    expect(refused).to.equal(4);
    expect(runs.refused).to.deep.equal([
      'clients ["1"]: the service refused it',
      'projects ["7"]: needs 9 of clients is neither in the input nor in the ledger',
      'projects ["8"]: needs 1 of clients was itself refused',
      'tasks ["1"]: needs 7 of projects was itself refused',
    ]);
    expect(runs.states).to.deep.equal(['1']);
  });

  it('refuses records that wait for each other in a circle', async () => {
    await run(
      record('tasks', 1, {needs: ['tasks/2']}),
      record('tasks', 2, {needs: ['tasks/1']}),
      record('tasks', 3, {needs: ['tasks/3']}),
    );

    expect(runs.refused).to.deep.equal([
      'tasks ["1"]: needs 2 of tasks waits for this record in turn',
      'tasks ["2"]: needs 1 of tasks was itself refused',
      'tasks ["3"]: needs 3 of tasks waits for this record in turn',
    ]);
  });

  it('gives a later version its turn when an earlier one is refused, and those that waited for it theirs', async () => {
    await run(
      record('projects', 1, {needs: ['clients/9'], version: 1}),
      record('tasks', 1, {needs: ['projects/1']}),
      record('projects', 1, {version: 2}),
    );

    expect(calls()).to.deep.equal(['create projects 1@2', 'create tasks 1']);
    expect(runs.refused).to.deep.equal([
      'projects ["1"]: needs 9 of clients is neither in the input nor in the ledger',
    ]);
  });

  it('refuses nothing that waits when the run is told to stop as the input ends', async () => {
    const reason = new Interrupted('Stopped');
    runs.lull = () => runs.abort.abort(reason);

    expect(await run(record('projects', 1, {needs: ['clients/1']}), state(1))).to.equal(reason);

    expect(runs.refused).to.deep.equal([]);
    expect(runs.states).to.deep.equal([]);
  });

  it('refuses nothing that waits when the last STATE says that the tap was still at it, and lets no STATE pass it', async () => {
    const atClients = {type: 'STATE', value: {currently_syncing: 'clients'}};
    const input = [record('clients', 1), state(1), record('projects', 1, {needs: ['clients/2']})];

    const error = await run(...input, record('tasks', 1, {needs: ['projects/1']}), state(2), atClients);

    expect(error).to.be.instanceOf(DataError);
    expect(String(error)).to.include('broke off while the tap synced "clients", and 2 records wait');
    expect(runs.states).to.deep.equal(['1']);
    expect(runs.rejects).to.deep.equal([]);

    await run(...input, atClients, {type: 'STATE', value: {currently_syncing: null}});

    expect(runs.refused).to.have.lengthOf(1);
    expect(runs.states.at(-1)).to.equal('{"currently_syncing":null}');
  });

  it('keeps what waits in a private file, which is gone in the end', async () => {
    const modes: number[] = [];
    service.before = () => {
      if (existsSync(runs.spillPath)) modes.push(statSync(runs.spillPath).mode & 0o777);
    };
    writeFileSync(runs.spillPath, 'left by a run that was killed');

    await run(record('projects', 1, {needs: ['clients/1']}), record('clients', 1));

    expect(modes).to.deep.equal([0o600, 0o600]);
    expect(readdirSync(runs.folder)).to.deep.equal([]);
  });

  it('leaves no such file behind when the run fails', async () => {
    await run(record('projects', 1, {needs: ['clients/1']}), record('clients', 1, {crash: 'gone'}));

    expect(readdirSync(runs.folder)).to.deep.equal([]);
  });

  it('does all that is possible for any input, each record in its order, and lets no STATE pass what is undone', async () => {
    for (let seed = 1; seed <= 150; seed++) {
      runs.remove();
      runs = new Runs();
      service = new MemoryWriting();
      const random = randomNumbers(seed);
      const streams = ['clients', 'projects', 'tasks'];
      const one = () => `${streams[random(3)]}/${random(5)}`;
      const messages = Array.from({length: 5 + random(40)}, (_, version) => {
        if (random(4) === 0) return state(version);
        const [stream = '', id = ''] = one().split('/');
        const needs = Array.from({length: random(10) < 5 ? 0 : 1 + random(2)}, one);
        return record(stream, id, {version, needs, ...(random(12) === 0 ? {refuse: 'no'} : {})});
      });
      const rejects = new MemoryRejects();
      const done = () => [
        ...calls().map((call) => Number(call.split('@')[1])),
        ...rejects.all.map(({record: refused}) => versionOf(refused)),
      ];

      await runs.run(service, inputOf(...schemas, ...messages), {
        rejects,
        print: (text) => {
          const undone = messages
            .slice(0, Number(text))
            .filter(({type}) => type === 'RECORD')
            .map(({record: sent}) => versionOf(sent))
            .filter((version) => !done().includes(version));
          expect(undone, `seed ${seed}, state ${text}`).to.deep.equal([]);
        },
      });

      const all = messages.filter(({type}) => type === 'RECORD').map(({record: sent}) => versionOf(sent));
      expect(done().sort(byNumber), `seed ${seed}`).to.deep.equal(all.sort(byNumber));
      for (const name of streams.flatMap((stream) => [0, 1, 2, 3, 4].map((id) => `${stream} ${id}`))) {
        const versions = calls().filter((call) => call.includes(` ${name}@`));
        const order = versions.map((call) => Number(call.split('@')[1]));
        expect(order, `seed ${seed}`).to.deep.equal([...order].sort(byNumber));
      }
      const last = messages.findLast(({type}) => type === 'STATE')?.value;
      expect(runs.states.at(-1), `seed ${seed}`).to.equal(last === undefined ? undefined : String(last));
    }
  });
});

function versionOf(sent: unknown): number {
  return isObject(sent) ? Number(sent.version) : Number.NaN;
}

function byNumber(left: number, right: number): number {
  return left - right;
}

/** The same numbers below a bound each time. */
function randomNumbers(seed: number): (bound: number) => number {
  let at = seed;
  return (bound) => {
    at = (Math.imul(at, 1_103_515_245) + 12_345) >>> 0;
    return (at >>> 8) % bound;
  };
}
