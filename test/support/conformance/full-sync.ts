import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {recordsOf, statesIn} from '../messages.js';
import {differences, heldByTarget, lost} from './compare.js';
import type {RunningSandbox, Truth} from './sandbox.js';
import {expectGood, type Run, reached, type Subject, streamsIn} from './subject.js';

const DAY = 86_400;

/** What a run brings: everything first, then what changed. */
export function describeSyncs(subject: Subject): void {
  it('brings every record of every stream, field by field', async () => {
    const {messages, truth} = await subject.first();

    expect(differences(subject.held(messages), truth, subject.keys)).to.deep.equal([]);
    const empty = Object.entries(truth).filter(([, records]) => records.length === 0);
    expect(empty, 'streams on which nothing was tried').to.deep.equal([]);
  });

  it('announces each stream, ends with a STATE, and has nothing provisional left in it', async () => {
    const {messages, state} = await subject.first();

    expect(streamsIn(messages)).to.have.members(Object.keys(subject.keys));
    expect(JSON.stringify(state)).to.not.match(/progress_markers|position|version_pending/);
    expect(state.currently_syncing).to.equal(null);
    expect(Object.keys(isObject(state.bookmarks) ? state.bookmarks : {})).to.have.members(
      Object.keys(subject.keys),
    );
  });

  it('brings the same with several requests under way at once', async () => {
    const sandbox = await subject.sandbox();
    const {truth} = await subject.first();

    const run = await subject.run(sandbox, {config: {concurrency: 4}});

    expectGood(run);
    expect(differences(subject.held(run.messages), truth, subject.keys)).to.deep.equal([]);
  });

  it('tells no STATE that is ahead of the records before it', async () => {
    const sandbox = await subject.sandbox();
    const {messages, truth} = await subject.first();

    const known = new Map<string, string | undefined>();
    const ahead = messages.flatMap((message, index) => {
      const state = message.type === 'STATE' && isObject(message.value) ? message.value : {};
      const moved = Object.keys(truth).filter((stream) => {
        const bookmark = reached(state, stream);
        return bookmark !== undefined && bookmark !== known.get(stream);
      });
      return moved.flatMap((stream) => {
        const bookmark = reached(state, stream) ?? '';
        known.set(stream, bookmark);
        const covered = (truth[stream] ?? []).filter((record) => !sandbox.isDue(stream, record, bookmark, 0));
        const keys = {[stream]: subject.keys[stream] ?? []};
        return lost(heldByTarget(messages.slice(0, index), keys), {[stream]: covered}, keys);
      });
    });

    expect(ahead).to.deep.equal([]);
  });

  for (const lookback of [0, subject.lookback]) {
    it(`repeats only the boundary in a second run (lookback ${lookback} s)`, async () => {
      const sandbox = await subject.sandbox();
      const {messages, state, truth} = await subject.first();
      // The default lookback is left to itself.
      const config = lookback === subject.lookback ? {} : subject.lookbackOf(lookback);

      const second = await subject.run(sandbox, {state, config});

      expectGood(second, state);
      expectDue(subject, sandbox, second, {state, truth, lookback});
      expect(differences(subject.held([...messages, ...second.messages]), truth, subject.keys)).to.deep.equal(
        [],
      );
    });
  }

  it('brings exactly what changed, and the boundary, after changes', async () => {
    const sandbox = await subject.sandbox();
    const {state} = await subject.first();
    sandbox.advance(DAY);
    const changes = sandbox.change();
    const truth = await sandbox.truth();

    const second = await subject.run(sandbox, {state});

    expectGood(second, state);
    expectDue(subject, sandbox, second, {state, truth, lookback: subject.lookback});
    const missed = changes.filter(
      ({stream, where}) =>
        !recordsOf(second.messages, stream).some((record) =>
          Object.entries(where).every(([name, value]) => record[name] === value),
        ),
    );
    expect(missed, 'changes that did not come').to.deep.equal([]);
  });

  it('lets no bookmark pass the moment at which the run began', async () => {
    const sandbox = await subject.sandbox();
    // By this clock, much of what the service holds lies in the future.
    sandbox.advance(-40 * DAY);
    const began = sandbox.now();

    const early = await subject.run(sandbox);
    const state = statesIn(early.messages).at(-1) ?? {};
    sandbox.advance(40 * DAY);
    const truth = await sandbox.truth();
    const late = await subject.run(sandbox, {state, config: subject.lookbackOf(0)});

    expectGood(early);
    const ahead = statesIn(early.messages).flatMap((one) =>
      Object.keys(subject.keys).filter((stream) => {
        const value = reached(one, stream);
        return value !== undefined && value > began.slice(0, value.length);
      }),
    );
    expect(ahead).to.deep.equal([]);
    expect(lost(subject.held([...early.messages, ...late.messages]), truth, subject.keys)).to.deep.equal([]);
  });

  it('stops at max_records and then moves no bookmark', async () => {
    const sandbox = await subject.sandbox();
    const {state, truth} = await subject.first();

    const [fresh, later] = await Promise.all([
      subject.run(sandbox, {config: {max_records: 2}}),
      subject.run(sandbox, {config: {max_records: 2}, state}),
    ]);

    expectGood(fresh);
    expectGood(later, state);
    for (const [stream, records] of Object.entries(truth)) {
      expect(recordsOf(fresh.messages, stream), stream).to.have.length(Math.min(2, records.length));
      expect(recordsOf(later.messages, stream), stream).to.have.length.of.at.most(2);
    }
    for (const one of statesIn(fresh.messages)) expect(one.bookmarks ?? {}).to.deep.equal({});
    for (const one of statesIn(later.messages)) expect(one.bookmarks).to.deep.equal(state.bookmarks);
  });
}

/** Incremental streams brought just what was due, the others everything, each record as it is now. */
function expectDue(
  subject: Subject,
  sandbox: RunningSandbox,
  run: Run,
  {state, truth, lookback}: {state: JsonObject; truth: Truth; lookback: number},
): void {
  const due = Object.fromEntries(
    subject.catalog.streams.map(({tap_stream_id: stream, replication_method}) => {
      const bookmark = reached(state, stream);
      const all = truth[stream] ?? [];
      if (replication_method !== 'INCREMENTAL' || bookmark === undefined) return [stream, all];
      return [stream, all.filter((record) => sandbox.isDue(stream, record, bookmark, lookback))];
    }),
  );
  expect(differences(subject.held(run.messages), due, subject.keys)).to.deep.equal([]);
}
