import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {isObject} from '../../protocol/core/json.js';
import {singer} from '../../protocol/dialects/singer.js';
import {Checkpoints} from '../../protocol/sync/checkpoints.js';
import {Writer} from '../../protocol/sync/writer.js';
import {Doubts} from '../../protocol/watch/doubts.js';
import {EventLoop} from '../../protocol/watch/event-loop.js';
import {readPosition} from '../../protocol/watch/read-position.js';
import {Spool} from '../../protocol/watch/spool.js';
import {rejection} from '../support/client.js';
import {FakeClock} from '../support/clock.js';
import {messagesIn, statesIn} from '../support/messages.js';
import {QuickReader} from '../support/readers.js';

describe('EventLoop', () => {
  let folder: string;
  let spool: Spool;
  let done: string[];
  let clock: FakeClock;
  let reader: QuickReader;
  let writer: Writer;
  let checkpoints: Checkpoints;
  let drained: AbortController;
  const doubts = new Doubts();
  let aside: {
    waiting: number;
    oldestWaiting: number | undefined;
    dueAt: number | undefined;
    retry: () => Promise<boolean>;
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'loop-'));
    spool = await Spool.open(folder, undefined);
    done = [];
    aside = {waiting: 0, oldestWaiting: undefined, dueAt: undefined, retry: async () => false};
    clock = new FakeClock();
    reader = new QuickReader();
    const state = {bookmarks: {tasks: {replication_key_value: '2026-01-01T00:00:00Z'}}};
    writer = new Writer(reader, () => undefined);
    checkpoints = new Checkpoints(state, singer(), writer);
    drained = new AbortController();
  });

  afterEach(async () => {
    await spool.close();
    rmSync(folder, {recursive: true});
  });

  const append = (id: number) => spool.append({event: 'e', hook: '1', at: 0, body: `{"id":${id}}`});

  function loop(take: (body: string) => Promise<void> = async (body) => void done.push(body)): EventLoop {
    const work = Object.assign(aside, {
      take: (event: {body: string}) => take(event.body),
      look: async (subject: string, id: string) => void done.push(`${subject} ${id}`),
    });
    return new EventLoop({spool, work, doubts, checkpoints, writer, clock});
  }

  const positions = () =>
    statesIn(messagesIn(reader.text)).map(({bookmarks}) =>
      isObject(bookmarks) && isObject(bookmarks.deleted_records) ? bookmarks.deleted_records.position : null,
    );

  it('works off what is there, tells its position beside all bookmarks, and ends when it is to', async () => {
    await append(1);
    await append(2);
    drained.abort();

    await loop().run(drained.signal);

    expect(done).to.deep.equal(['{"id":1}', '{"id":2}']);
    expect(positions().at(-1)).to.equal(2);
    expect(readPosition(checkpoints.state)).to.deep.equal({spool: spool.id, position: 2});
    expect(checkpoints.state.bookmarks).to.have.property('tasks');
  });

  it('waits for what comes, and works that off before it ends', async () => {
    const running = loop();
    const end = running.run(drained.signal);
    await running.caughtUp;

    await append(1);
    drained.abort();
    await end;

    expect(done).to.deep.equal(['{"id":1}']);
  });

  it('tells its position in between where events take long', async () => {
    for (const id of [1, 2, 3]) await append(id);
    drained.abort();

    await loop(async () => clock.advance(2000)).run(drained.signal);

    expect(positions()).to.deep.equal([1, 2, 3]);
  });

  it('tells no position that it has not reached when its work fails', async () => {
    for (const id of [1, 2, 3]) await append(id);
    const failing = loop(async (body) => {
      if (body === '{"id":2}') throw new Error('no');
    });

    await rejection(failing.run(drained.signal));

    expect(readPosition(checkpoints.state)?.position).to.be.at.most(1);
    expect(failing.position).to.equal(1);
  });

  it('does not pass by what was put aside, which is left for the next start', async () => {
    for (const id of [1, 2, 3]) await append(id);
    Object.assign(aside, {waiting: 1, oldestWaiting: 2, dueAt: clock.now() + 1000});
    drained.abort();

    const running = loop();
    await running.run(drained.signal);

    expect(done).to.have.lengthOf(3);
    expect(readPosition(checkpoints.state)?.position).to.equal(1);
    expect(running.backlog).to.equal(1);
  });

  it('lets records out while the state stays as it is, since something waits', async () => {
    for (const id of [1, 2]) await append(id);
    Object.assign(aside, {waiting: 1, oldestWaiting: 1});
    drained.abort();

    await loop(async (body) => writer.write(`{"type":"RECORD","record":${body}}`)).run(drained.signal);

    expect(reader.text).to.include('{"id":2}');
  });

  it('tries again what was put aside, when that is due', async () => {
    aside.dueAt = clock.now() + 5000;
    aside.retry = async () => {
      if (aside.dueAt === undefined || clock.now() < aside.dueAt) return false;
      done.push('again');
      aside.dueAt = undefined;
      drained.abort();
      return true;
    };

    await loop().run(drained.signal);

    expect([done, clock.slept]).to.deep.equal([['again'], [5000]]);
  });

  it('looks at what is in doubt', async () => {
    const running = loop();
    const end = running.run(drained.signal);
    await running.caughtUp;

    doubts.add({subject: 'Task', id: '7'});
    doubts.add({subject: 'Task', id: '7'});
    drained.abort();
    await end;

    expect(done).to.deep.equal(['Task 7']);
  });
});
