import {appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {Spool} from '../../protocol/watch/spool.js';

describe('Spool', () => {
  let folder: string;
  let spools: Spool[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'spool-'));
    spools = [];
  });

  afterEach(async () => {
    for (const spool of spools) await spool.close();
    rmSync(folder, {recursive: true});
  });

  async function open(position?: {spool: string; position: number}, segmentBytes?: number): Promise<Spool> {
    const spool = await Spool.open(folder, position, segmentBytes);
    spools.push(spool);
    return spool;
  }

  async function close(spool: Spool): Promise<void> {
    spools = spools.filter((one) => one !== spool);
    await spool.close();
  }

  const event = (id: number) => ({
    event: 'model.insert.Task',
    hook: '7',
    at: 1000 + id,
    body: `{"id":${id}}`,
  });

  async function fill(spool: Spool, from: number, to: number): Promise<void> {
    for (let id = from; id <= to; id++) await spool.append(event(id));
  }

  /** The numbers of everything that is left to read. */
  async function rest(spool: Spool): Promise<number[]> {
    const numbers: number[] = [];
    for (;;) {
      const events = await spool.next();
      if (events.length === 0) return numbers;
      numbers.push(...events.map(({n}) => n));
    }
  }

  it('gives events in the order in which they came, as they were', async () => {
    const spool = await open();

    await Promise.all([spool.append(event(1)), spool.append(event(2))]);

    expect(await spool.next()).to.deep.equal([
      {n: 1, ...event(1)},
      {n: 2, ...event(2)},
    ]);
    expect(await spool.next()).to.deep.equal([]);
    expect([spool.behind(0), spool.behind(2)]).to.deep.equal([2, 0]);
  });

  it('calls whoever waits for events when there is one', async () => {
    const spool = await open();
    let calls = 0;
    spool.onAppended = () => calls++;

    await spool.append(event(1));

    expect(calls).to.equal(1);
  });

  it('goes on behind the position of a state, over several files', async () => {
    const first = await open(undefined, 200);
    await fill(first, 1, 20);
    await close(first);

    const again = await open({spool: first.id, position: 13}, 200);

    expect(again.id).to.equal(first.id);
    expect(readdirSync(folder).length).to.be.greaterThan(3);
    expect(await rest(again)).to.deep.equal([14, 15, 16, 17, 18, 19, 20]);
  });

  it('gives everything that it has to a state that knows nothing of it, or only another spool', async () => {
    const first = await open();
    await fill(first, 1, 3);
    await close(first);

    const ofAnother = await open({spool: 'another', position: 2});

    expect(await rest(ofAnother)).to.deep.equal([1, 2, 3]);
  });

  it('numbers on where it was left, and behind a state that is ahead of it', async () => {
    const first = await open();
    await fill(first, 1, 2);
    await close(first);

    const restored = await open({spool: first.id, position: 9});
    await restored.append(event(3));

    expect(await rest(restored)).to.deep.equal([10]);
  });

  it('reads on while it is written to, into the next file and the one after it', async () => {
    const spool = await open(undefined, 150);
    const seen: number[] = [];

    for (let id = 1; id <= 12; id++) {
      await spool.append(event(id));
      if (id % 3 === 0) seen.push(...(await rest(spool)));
    }

    expect(seen).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('keeps all of many events that come at once while a file is full', async () => {
    const spool = await open(undefined, 300);

    await Promise.all(Array.from({length: 60}, (_one, at) => spool.append(event(at))));

    expect(await rest(spool)).to.deep.equal(Array.from({length: 60}, (_one, at) => at + 1));
  });

  it('gives an event whole that is longer than what is read at once', async () => {
    const spool = await open();
    const body = JSON.stringify({id: 1, text: 'x'.repeat(1_500_000)});

    await spool.append({...event(1), body});
    await spool.append(event(2));

    const events = [...(await spool.next()), ...(await spool.next())];
    expect(events.map(({n}) => n)).to.deep.equal([1, 2]);
    expect(events[0]?.body).to.equal(body);
  });

  it('forgets the half of an event that a crash left, of which nobody was told', async () => {
    const first = await open();
    await fill(first, 1, 2);
    await close(first);
    const [file = ''] = readdirSync(folder);
    appendFileSync(join(folder, file), '{"n":3,"event":"model.ins');

    const again = await open();
    await again.append(event(3));

    expect(await rest(again)).to.deep.equal([1, 2, 3]);
  });

  it('removes files that a state had passed, and never what was not worked off', async () => {
    const first = await open(undefined, 200);
    await fill(first, 1, 20);
    await close(first);
    const again = await open({spool: first.id, position: 10}, 200);
    await rest(again);
    const before = readdirSync(folder).length;

    await again.prune(12, 10, 0);
    const {length: after} = readdirSync(folder);
    await close(again);

    expect(after).to.be.lessThan(before);
    expect(await rest(await open({spool: first.id, position: 10}))).to.deep.equal([
      11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
  });

  it('removes what was worked off once it is old enough', async () => {
    const spool = await open(undefined, 200);
    await fill(spool, 1, 20);
    await rest(spool);
    const files = readdirSync(folder).sort();
    for (const name of files.slice(0, 3)) utimesSync(join(folder, name), 1000, 1000);

    await spool.prune(20, 0, 2_000_000);

    expect(readdirSync(folder).sort()).to.deep.equal(files.slice(3));
  });

  it('is readable by its owner alone', async () => {
    await open();

    for (const name of readdirSync(folder)) {
      expect(statSync(join(folder, name)).mode & 0o777).to.equal(0o600);
    }
  });
});
