import {expect} from 'chai';
import {airbyteState} from '../../protocol/cli/airbyte/state.js';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';

const A = {replication_key_value: '2026-01-05T10:00:00Z'};
const B = {page: 2};
const STATES = [
  {stream_descriptor: {name: 'a', namespace: null}, stream_state: A},
  {stream_descriptor: {name: 'b'}, stream_state: B},
];
const NOTHING = {state: {}, problems: []};
const BOTH = {state: {bookmarks: {a: A, b: B}}, problems: []};

describe('airbyteState', () => {
  for (const [what, stored] of [
    ['nothing', undefined],
    ['null', null],
    ['an empty list', []],
    ['an empty object', {}],
    ['a stream without a state', [{type: 'STREAM', stream: {...STATES[0], stream_state: null}}]],
    ['a stream with an empty state', [{type: 'STREAM', stream: {...STATES[0], stream_state: {}}}]],
    ['a stream without a name', [{type: 'STREAM', stream: {stream_descriptor: {}, stream_state: A}}]],
    ['a stream without a descriptor', [{type: 'STREAM', stream: {stream_descriptor: null, stream_state: A}}]],
    [
      'a stream with a number for a name',
      [{type: 'STREAM', stream: {stream_descriptor: {name: 7}, stream_state: A}}],
    ],
    [
      'streams without cursors',
      [
        {type: 'STREAM', stream: {...STATES[0], stream_state: {__ab_no_cursor_state_message: true}}},
        {type: 'STREAM', stream: {...STATES[1], stream_state: {__ab_full_refresh_sync_complete: true}}},
      ],
    ],
    [
      'an old object of streams without cursors',
      {
        a: {__ab_no_cursor_state_message: true},
        b: {__ab_full_refresh_sync_complete: true},
        c: {},
        d: null,
        e: 'text',
      },
    ],
    ['no streams in a global state', [{type: 'GLOBAL', global: {shared_state: {x: 1}, stream_states: null}}]],
    ['garbage in a global state', [{type: 'GLOBAL', global: {stream_states: [null, 'a', 7, {}, []]}}]],
    ['an old state without streams', [{type: 'LEGACY', data: {}}]],
  ] as [string, JsonValue | undefined][]) {
    it(`is none for ${what}`, () => {
      expect(airbyteState(stored)).to.deep.equal(NOTHING);
    });
  }

  const streams = STATES.map((stream) => ({type: 'STREAM', stream}));
  for (const [what, stored] of [
    ['messages without envelopes', streams],
    ['messages in envelopes', streams.map((state) => ({type: 'STATE', state}))],
    [
      'messages with nulls for all else',
      streams.map((one) => ({...one, global: null, global_: null, data: null})),
    ],
    ['messages that tell no type', STATES.map((stream) => ({stream}))],
    ['messages with counts', streams.map((one) => ({...one, sourceStats: {recordCount: 12}, id: 7}))],
    ['a global message', [{type: 'GLOBAL', global: {shared_state: null, stream_states: STATES}}]],
    [
      'a global message as PyAirbyte spells it',
      [{type: 'GLOBAL', global: null, global_: {stream_states: STATES}, stream: null, data: null}],
    ],
    [
      'a global message in an envelope',
      [{type: 'STATE', state: {type: 'GLOBAL', global: {stream_states: STATES}}}],
    ],
    ['a global message with garbage', [{global: {stream_states: [null, ...STATES, 'x', {stream_state: A}]}}]],
    ['a legacy message', [{type: 'LEGACY', data: {a: A, b: B}}]],
    [
      'a legacy message without its type, with other things',
      [{data: {a: A, b: B, c: null, d: 'text', e: {}}}],
    ],
    ['a legacy message with a state of Singer', [{type: 'LEGACY', data: {bookmarks: {a: A, b: B}}}]],
    ['messages of different kinds', [streams[0], {type: 'LEGACY', data: {b: B}}]],
    ['an object of the old form', {a: A, b: B}],
    ['an object of the old form with other things', {a: A, b: B, c: {}, d: null, e: 7}],
    ['one global message without a list', {type: 'GLOBAL', global: {stream_states: STATES}}],
    ['one legacy message without a list', {type: 'LEGACY', data: {a: A, b: B}}],
    ['a state of Singer', {bookmarks: {a: A, b: B}}],
    ['a state of Singer as Meltano stores it', {singer_state: {bookmarks: {a: A, b: B}}}],
  ] as [string, JsonValue][]) {
    it(`is found in ${what}`, () => {
      expect(airbyteState(stored)).to.deep.equal(BOTH);
    });
  }

  it('is found in one message without a list', () => {
    const one = {state: {bookmarks: {a: A}}, problems: []};

    expect(airbyteState({type: 'STREAM', stream: STATES[0] ?? null})).to.deep.equal(one);
    expect(airbyteState({type: 'STATE', state: {type: 'STREAM', stream: STATES[0] ?? null}})).to.deep.equal(
      one,
    );
  });

  it('is the last of a stream’s states', () => {
    const later = {...STATES[0], stream_state: {replication_key_value: '2026-02-01T00:00:00Z'}};

    expect(airbyteState([...streams, {type: 'STREAM', stream: later}]).state).to.deep.equal({
      bookmarks: {a: later.stream_state, b: B},
    });
  });

  it('keeps what else a state of Singer says', () => {
    const state = {bookmarks: {a: A}, currently_syncing: 'a', own: [1]};

    expect(airbyteState(state)).to.deep.equal({state, problems: []});
  });

  it('takes a mark that is not true for no mark', () => {
    const cursor = {__ab_no_cursor_state_message: false, at: 1};

    expect(airbyteState({a: cursor}).state).to.deep.equal({bookmarks: {a: cursor}});
  });

  for (const message of [
    null,
    'text',
    7,
    [],
    {},
    {type: 'STREAM', stream: null},
    {type: 'STATE', state: 'a'},
  ]) {
    it(`takes the rest of a list that holds ${JSON.stringify(message)}, and says so`, () => {
      expect(airbyteState([...streams, message] as JsonValue[])).to.deep.equal({
        state: {bookmarks: {a: A, b: B}},
        problems: ['A message in the state is not understood and is ignored'],
      });
    });
  }

  for (const stored of ['text', 7, true]) {
    it(`ignores ${JSON.stringify(stored)}, and says so`, () => {
      expect(airbyteState(stored)).to.deep.equal({
        state: {},
        problems: ['The state is no list of messages and is ignored'],
      });
    });
  }

  it('does not change what was stored', () => {
    const stored: JsonObject = {bookmarks: {a: A}};
    const copy = structuredClone(stored);

    airbyteState(stored);
    airbyteState([{type: 'LEGACY', data: stored}, ...streams]);

    expect(stored).to.deep.equal(copy);
  });
});
