import {expect} from 'chai';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import {lastState, recordsOf, statesIn} from '../messages.js';
import {selecting} from './catalogs.js';
import {differences} from './compare.js';
import {bookmarkIn, expectGood, reached, type Subject} from './subject.js';

/** Things that no bookmark can be. Each is put in the place of one stream's. */
const GARBAGE: readonly JsonValue[] = [
  'broken',
  17,
  [],
  {replication_key_value: 'soon'},
  {replication_key_value: 20_261_120},
  {replication_key: 'no_such_field', replication_key_value: '2020-01-01T00:00:00Z'},
];

/** The state that comes in is looked after: what is unknown stays, what is broken harms nothing else. */
export function describeStates(subject: Subject): void {
  it('first tells the state that came in, and keeps what it does not know', async () => {
    const sandbox = await subject.sandbox();
    const {state} = await subject.first();
    const [chosen] = incremental(subject);
    const strange = {
      ...state,
      other_tool: {keeps: ['this', 1]},
      bookmarks: {
        ...bookmarksIn(state),
        gone_stream: {version: 3},
        [chosen]: {...bookmarkIn(state, chosen), note: 'mine'},
      },
    };

    const run = await subject.run(sandbox, {
      state: strange,
      catalog: selecting(subject.catalog, ({tap_stream_id}) => tap_stream_id === chosen),
    });

    expectGood(run, strange);
    const states = statesIn(run.messages);
    expect(states[0]).to.deep.equal(strange);
    for (const one of states) {
      expect(one.other_tool).to.deep.equal(strange.other_tool);
      expect(bookmarkIn(one, 'gone_stream')).to.deep.equal({version: 3});
      expect(bookmarkIn(one, chosen)).to.include({note: 'mine'});
      for (const stream of Object.keys(bookmarksIn(state)).filter((name) => name !== chosen)) {
        expect(bookmarkIn(one, stream), stream).to.deep.equal(bookmarkIn(state, stream));
      }
    }
  });

  it('tells no state before its first record when none came in', async () => {
    const {messages} = await subject.first();

    expect(messages[0]?.type).to.equal('SCHEMA');
  });

  for (const envelope of ['STATE', 'singer_state'] as const) {
    it(`takes a state in the envelope ${envelope}`, async () => {
      const sandbox = await subject.sandbox();
      const {state} = await subject.first();
      const [chosen] = incremental(subject);
      const catalog = selecting(subject.catalog, ({tap_stream_id}) => tap_stream_id === chosen);
      const wrapped = envelope === 'STATE' ? {type: 'STATE', value: state} : {singer_state: state};

      const run = await subject.run(sandbox, {state: wrapped, catalog});

      expectGood(run, state);
      expect(statesIn(run.messages)[0]).to.deep.equal(state);
    });
  }

  it('reads streams in full whose bookmarks are garbage, says so, and no others', async () => {
    const streams = incremental(subject);
    const rounds = Math.ceil(GARBAGE.length / streams.length);

    await Promise.all(
      Array.from({length: rounds}, async (_, round) => {
        const garbage = GARBAGE.slice(round * streams.length, (round + 1) * streams.length);
        await expectOthersUnharmed(subject, new Map(garbage.map((one, at) => [streams[at] ?? '', one])));
      }),
    );
  });

  it('reads everything when the bookmarks are no object, and says so', async () => {
    const sandbox = await subject.sandbox();
    const {truth} = await subject.first();
    const [chosen] = incremental(subject);

    const run = await subject.run(sandbox, {
      state: {bookmarks: 'lost'},
      catalog: selecting(subject.catalog, ({tap_stream_id}) => tap_stream_id === chosen),
    });

    expect(run.code).to.equal(0);
    expect(recordsOf(run.messages, chosen)).to.have.length(truth[chosen]?.length ?? 0);
    expect(run.stderr).to.match(/^WARNING .*bookmarks/m);
  });
}

/** Runs with some bookmarks broken, by stream. */
async function expectOthersUnharmed(subject: Subject, broken: ReadonlyMap<string, JsonValue>): Promise<void> {
  const sandbox = await subject.sandbox();
  const {state, truth} = await subject.first();
  const corrupted = {...state, bookmarks: {...bookmarksIn(state), ...Object.fromEntries(broken)}};

  const run = await subject.run(sandbox, {state: corrupted});

  expectGood(run, corrupted);
  const due = Object.fromEntries(
    subject.catalog.streams.map(({tap_stream_id: stream, replication_method}) => {
      const all = truth[stream] ?? [];
      const bookmark = broken.has(stream) ? undefined : reached(state, stream);
      if (replication_method !== 'INCREMENTAL' || bookmark === undefined) return [stream, all];
      return [stream, all.filter((record) => sandbox.isDue(stream, record, bookmark, subject.lookback))];
    }),
  );
  expect(differences(subject.held(run.messages), due, subject.keys)).to.deep.equal([]);
  const silent = [...broken.keys()].filter(
    (stream) => !run.stderr.split('\n').some((line) => line.startsWith('WARNING') && line.includes(stream)),
  );
  expect(silent, 'streams about whose bookmark nothing was said').to.deep.equal([]);
  for (const stream of broken.keys()) {
    expect(reached(lastState(run.messages), stream), stream).to.equal(reached(state, stream));
  }
}

/** The incremental streams, those first that stand for themselves. */
function incremental(subject: Subject): [string, ...string[]] {
  const names = subject.catalog.streams
    .filter(({replication_method}) => replication_method === 'INCREMENTAL')
    .filter(({metadata}) => metadata[0]?.metadata['parent-tap-stream-id'] === undefined)
    .map(({tap_stream_id}) => tap_stream_id);
  const [first, ...others] = names;
  if (first === undefined) throw new Error('The tap has no incremental stream.');
  return [first, ...others];
}

function bookmarksIn(state: JsonObject): JsonObject {
  return isObject(state.bookmarks) ? state.bookmarks : {};
}
