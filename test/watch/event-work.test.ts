import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {AuthError, ConfigError, DataError, RefusedError, ServiceError} from '../../protocol/core/errors.js';
import {Deletions} from '../../protocol/watch/deletions.js';
import {EventWork} from '../../protocol/watch/event-work.js';
import {Guard} from '../../protocol/watch/guard.js';
import {Kin} from '../../protocol/watch/kin.js';
import type {StreamRows} from '../../protocol/watch/subject-rows.js';
import {webhooks} from '../../taps/paymo/watch/index.js';
import {rejection, testClient} from '../support/client.js';
import {FakeClock} from '../support/clock.js';
import {RecordingLog} from '../support/log.js';

/** What the service answers to a request for an object, one after the other; the last one goes on. */
type Answers = readonly (Error | 'gone' | 'there')[];

describe('EventWork', () => {
  let folder: string;
  let deletions: Deletions;
  let clock: FakeClock;
  let log: RecordingLog;
  let told: string[];
  let asked = 0;
  let controller: AbortController;
  let kin: Kin;
  let givenUp: (string | boolean)[][];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'work-'));
    deletions = await Deletions.open(folder);
    clock = new FakeClock();
    log = new RecordingLog();
    told = [];
    kin = new Kin(webhooks.belongings);
    givenUp = [];
    asked = 0;
    controller = new AbortController();
  });

  afterEach(async () => {
    await deletions.close();
    rmSync(folder, {recursive: true});
  });

  const ROWS: readonly StreamRows[] = [{stream: 'tasks', rows: [{id: 1}]}];

  function work({
    suffices = true,
    answers = ['there'] as Answers,
    looks = 0,
    failure = undefined as Error | undefined,
    probes = [] as readonly ('up' | 'down')[],
  }) {
    const left = [...probes];
    let looksLeft = looks;
    return new EventWork({
      webhooks: {
        ...webhooks,
        async probe() {
          if (left.shift() === 'down') throw new ServiceError('Paymo is not reachable');
        },
      },
      subjects: new Map([
        [
          'Task',
          {
            name: 'tasks',
            streams: ['tasks'],
            all: ['tasks'],
            ofPayload: () => (suffices ? ROWS : undefined),
            async ask() {
              const answer = answers[Math.min(asked++, answers.length - 1)];
              if (answer instanceof Error) throw answer;
              return answer === 'gone' ? undefined : ROWS;
            },
          },
        ],
      ]),
      guard: new Guard(deletions),
      deletions,
      kin,
      sink: {
        async rows(_rows, origin) {
          if (failure !== undefined) throw failure;
          told.push(origin.kind);
          return {mustLook: looksLeft-- > 0, news: new Set(['tasks'])};
        },
        async deleted(stream, key) {
          told.push(`deleted ${stream} ${key}`);
        },
      },
      clock,
      log,
      client: () => testClient({baseUrl: 'http://127.0.0.1:1'}).client,
      onGivenUp: (streams, isRefused) => void givenUp.push([...streams, isRefused]),
      signal: controller.signal,
    });
  }

  const kept = (event: string, body = '{"id":1}', at = clock.now()) => ({n: 1, event, hook: '7', at, body});
  const UPDATE = 'model.update.Task';
  const DELETE = 'model.delete.Task';

  it('writes what an event holds, without asking', async () => {
    await work({}).take(kept(UPDATE));

    expect([told, asked]).to.deep.equal([['event'], 0]);
  });

  it('asks for what an event does not hold, and for what only the service can tell', async () => {
    await work({suffices: false}).take(kept(UPDATE));
    await work({looks: 1}).take(kept(UPDATE));

    expect([told, asked]).to.deep.equal([['asked', 'event', 'asked'], 2]);
  });

  it('asks again where something else went out meanwhile, but not for ever', async () => {
    await work({suffices: false, looks: 100}).take(kept(UPDATE));

    expect(asked).to.equal(3);
  });

  it('does not ask again for what was told before it asked', async () => {
    const one = work({suffices: false});
    const before = clock.now();
    clock.advance(10);
    await one.take(kept(UPDATE, '{"id":1}', before));

    await one.take(kept(UPDATE, '{"id":1}', before + 5));
    await one.take(kept(UPDATE, '{"id":1}', before + 20));

    expect(asked).to.equal(2);
  });

  it('tells a delete once, whether its id is a number or text, and nothing of the object afterwards', async () => {
    const one = work({});

    for (const body of ['{"id":1}', '{"id":"1"}']) await one.take(kept(DELETE, body));
    await one.take(kept(UPDATE));

    expect(told).to.deep.equal(['deleted tasks 1']);
  });

  it('takes what is gone when it is asked for as deleted', async () => {
    await work({suffices: false, answers: ['gone']}).take(kept(UPDATE));

    expect(told).to.deep.equal(['deleted tasks 1']);
    expect(deletions.has('tasks', '1')).to.equal(true);
  });

  it('waits for a service that is not there, longer and longer, and says so once', async () => {
    const down = new ServiceError('Paymo is not reachable');
    const probes = Array.from({length: 8}, () => 'down' as const);
    const one = work({suffices: false, answers: [down, 'there'], probes});

    await one.take(kept(UPDATE));

    expect(told).to.deep.equal(['asked']);
    expect(clock.slept).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    expect(log.at('warning')).to.have.lengthOf(1);
    expect([one.trouble, one.skipped, one.waiting]).to.deep.equal([undefined, 0, 0]);
  });

  it('puts an object aside that alone can not be read, and brings all others meanwhile', async () => {
    const one = work({suffices: false, answers: [new ServiceError('reset'), 'there']});

    await one.take({...kept(UPDATE, '{"id":1}'), n: 4});
    await one.take({...kept(UPDATE, '{"id":1}'), n: 5});
    expect([told, one.waiting, one.oldestWaiting, clock.slept]).to.deep.equal([[], 2, 4, []]);
    await one.take({...kept(UPDATE, '{"id":2}'), n: 6});
    expect([told, one.oldestWaiting]).to.deep.equal([['asked'], 4]);

    expect(await one.retry()).to.equal(false);
    clock.advance(1000);
    expect(await one.retry()).to.equal(true);

    // What came second was told before the object was asked for.
    expect([told, asked]).to.deep.equal([['asked', 'asked'], 3]);
    expect([one.waiting, one.oldestWaiting, one.dueAt]).to.deep.equal([0, undefined, undefined]);
  });

  it('tells a delete at once, and nothing that waited for the object', async () => {
    const one = work({suffices: false, answers: [new ServiceError('reset'), 'there']});

    await one.take(kept(UPDATE));
    await one.take(kept(DELETE));
    clock.advance(1000);
    await one.retry();

    expect([told, asked, one.waiting]).to.deep.equal([['deleted tasks 1'], 1, 0]);
  });

  for (const [what, error] of [
    ['the service fails on it', new ServiceError('500', 500)],
    ['it can not be reached there', new ServiceError('reset')],
    ['its answer can not be used', new DataError('no such list')],
  ] as const) {
    it(`leaves an object to the next sync, read in full, when ${what} again and again`, async () => {
      const one = work({suffices: false, answers: [error]});

      await one.take(kept(UPDATE));
      const waits: number[] = [];
      while (one.dueAt !== undefined) {
        waits.push(one.dueAt - clock.now());
        clock.advance(one.dueAt - clock.now());
        await one.retry();
      }

      expect(waits).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 32_000]);
      expect([asked, one.skipped, one.waiting, one.trouble]).to.deep.equal([7, 1, 0, undefined]);
      expect(log.at('warning').at(-1)).to.match(/model\.update\.Task of 1 could not be brought/);
      expect(givenUp).to.deep.equal([['tasks', false]]);
    });
  }

  it('gives up at once what the service refuses to tell', async () => {
    const one = work({suffices: false, answers: [new RefusedError('403', 403, false)]});

    await one.take(kept(UPDATE));

    expect([asked, one.skipped, one.waiting, givenUp]).to.deep.equal([1, 1, 0, [['tasks', true]]]);
  });

  for (const error of [
    new AuthError('refused'),
    new ConfigError(['the disk is full']),
    new TypeError('a mistake'),
  ]) {
    it(`passes on what concerns everything: ${error.message}`, async () => {
      expect(await rejection(work({failure: error}).take(kept(UPDATE)))).to.equal(error);
    });
  }

  it('stops waiting when it is told to', async () => {
    controller.abort(new Error('over'));
    const one = work({suffices: false, answers: [new ServiceError('Paymo is not reachable')]});

    await rejection(one.take(kept(UPDATE)));

    expect(told).to.deep.equal([]);
  });

  it('passes over events of what is not watched any more, and those without an id', async () => {
    const one = work({});

    await one.take(kept('model.update.Invoice'));
    await one.take(kept('model.update.Nothing'));
    await one.take(kept(UPDATE, '{"name":"a"}'));

    expect([told, one.skipped]).to.deep.equal([[], 1]);
  });
});
