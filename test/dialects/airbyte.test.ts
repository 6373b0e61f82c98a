import {expect} from 'chai';
import type {StreamEnd} from '../../protocol/core/dialect.js';
import type {JsonObject} from '../../protocol/core/json.js';
import type {State} from '../../protocol/core/state.js';
import {airbyte} from '../../protocol/dialects/airbyte/dialect.js';
import {FakeClock} from '../support/clock.js';
import {fullTable, incremental, whole} from '../support/streams.js';

const NOW = Date.parse('2026-11-20T10:00:00Z');
const COMPLETE: StreamEnd = {kind: 'complete'};
const INTERRUPTED: StreamEnd = {kind: 'interrupted'};
const FAILED: StreamEnd = {kind: 'failed', message: 'it is broken', failure: 'system'};

describe('Airbyte dialect', () => {
  const dialectOf = (redact = (text: string) => text) => airbyte(new FakeClock(NOW), redact);
  const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as JsonObject);
  const status = (name: string, word: string, reasons?: JsonObject[]) => ({
    type: 'TRACE',
    trace: {
      type: 'STREAM_STATUS',
      emitted_at: NOW,
      stream_status: {
        stream_descriptor: {name},
        status: word,
        ...(reasons === undefined ? {} : {reasons}),
      },
    },
  });
  const stateOf = (name: string, stream_state: JsonObject, recordCount: number) => ({
    type: 'STATE',
    state: {
      type: 'STREAM',
      stream: {stream_descriptor: {name}, stream_state},
      sourceStats: {recordCount},
    },
  });
  const stateWith = (bookmarks: JsonObject): State => ({bookmarks, currently_syncing: null});
  /** A dialect that has written records of a stream which has been started. */
  function dialectAfter(counts: Readonly<Record<string, number>>) {
    const dialect = dialectOf();
    for (const [name, count] of Object.entries(counts)) {
      dialect.started(name);
      const encode = dialect.records(name, NOW, undefined);
      for (let id = 1; id <= count; id++) encode({id}, []);
    }
    return dialect;
  }

  describe('the states of a stream that is read in full although it could tell changes', () => {
    const refresh = () => {
      const dialect = airbyte(new FakeClock(NOW), (text) => text, new Set(['a']));
      dialect.started('a');
      dialect.records('a', NOW, undefined)({id: 1}, []);
      return dialect;
    };

    it('say that it is unfinished until it ends', () => {
      expect(parsed(refresh().state(stateWith({a: {at: 1}})))).to.deep.equal([
        stateOf('a', {at: 1, full_refresh: 'unfinished'}, 1),
      ]);
    });

    it('say that it is complete at the end, even if the last one told the same', () => {
      const dialect = refresh();
      dialect.state(stateWith({a: {at: 1}}));

      expect(parsed(dialect.ended('a', COMPLETE, stateWith({a: {at: 1}})))).to.deep.equal([
        stateOf('a', {at: 1, __ab_full_refresh_sync_complete: true}, 0),
        status('a', 'COMPLETE'),
      ]);
    });

    it('are not told again when nothing has changed', () => {
      const dialect = refresh();
      dialect.state(stateWith({a: {at: 1}}));

      expect(dialect.state(stateWith({a: {at: 1}}))).to.deep.equal([]);
    });
  });

  describe('status', () => {
    it('is STARTED once, when the requests begin', () => {
      const dialect = dialectOf();

      expect(parsed(dialect.started('a'))).to.deep.equal([status('a', 'STARTED')]);
      expect(dialect.started('a')).to.deep.equal([]);
      expect(parsed(dialect.started('b'))).to.deep.equal([status('b', 'STARTED')]);
    });

    it('is RUNNING when records come next, as often as that is said', () => {
      const dialect = dialectOf();
      dialect.started('a');

      expect(parsed(dialect.schema(whole(incremental('a'))))).to.deep.equal([status('a', 'RUNNING')]);
      expect(parsed(dialect.schema(whole(fullTable('a'))))).to.deep.equal([status('a', 'RUNNING')]);
    });

    it('is never RUNNING before it is STARTED', () => {
      expect(parsed(dialectOf().schema(whole(incremental('a'))))).to.deep.equal([
        status('a', 'STARTED'),
        status('a', 'RUNNING'),
      ]);
    });

    it('is RUNNING and RATE_LIMITED while the service makes us wait, with the moment when it ends', () => {
      const dialect = dialectOf();
      const limited = status('a', 'RUNNING', [
        {type: 'RATE_LIMITED', rate_limited: {quota_reset: NOW + 15_000}},
      ]);

      expect(parsed(dialect.waiting('a', NOW + 15_000))).to.deep.equal([status('a', 'STARTED'), limited]);
      expect(parsed(dialect.waiting('a', NOW + 15_000))).to.deep.equal([limited]);
    });

    it('carries the time at which it was said', () => {
      const clock = new FakeClock(NOW);
      const dialect = airbyte(clock, (text) => text);
      clock.advance(1234);

      const told = [
        ...dialect.started('a'),
        ...dialect.schema(whole(incremental('a'))),
        ...dialect.waiting('a', 0),
        ...dialect.estimate('a', 1),
        ...dialect.ended('a', FAILED, {}),
      ];

      expect(parsed(told).map(({trace}) => (trace as JsonObject).emitted_at)).to.deep.equal(
        Array(6).fill(NOW + 1234),
      );
    });
  });

  describe('RECORD', () => {
    it('carries its stream, its fields and the milliseconds of its observation', () => {
      const encode = dialectOf().records('clients', NOW + 123, 7);

      expect(encode({id: 1, name: 'Ünï “quoted”\n'}, [])).to.equal(
        '{"type":"RECORD","record":{"stream":"clients","data":{"id":1,"name":"Ünï “quoted”\\n"},' +
          `"emitted_at":${NOW + 123}}}`,
      );
    });

    it('names each value that was nulled', () => {
      const change = {change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR'};
      const line = dialectOf().records('a', NOW, undefined)({id: 1, day: null}, ['day', 'cost.total']);

      expect(parsed([line])).to.deep.equal([
        {
          type: 'RECORD',
          record: {
            stream: 'a',
            data: {id: 1, day: null},
            meta: {
              changes: [
                {field: 'day', ...change},
                {field: 'cost.total', ...change},
              ],
            },
            emitted_at: NOW,
          },
        },
      ]);
    });

    it('has no unpaired surrogates and no NUL, which destinations cannot store', () => {
      const line = dialectOf().records('a', NOW, undefined)({'n\u0000': 'a\ud800b\u0000c'}, []);

      expect(line).to.include('"data":{"n":"a\ufffdbc"}');
    });

    it('never breaks a line, whatever it holds', () => {
      const dialect = dialectOf();
      const name = 'two\nlines';

      const lines = [
        ...dialect.schema(whole(fullTable(name))),
        dialect.records(name, NOW, undefined)({'a\nb': 'c\rd\u2028e'}, ['a\nb']),
        ...dialect.estimate(name, 1),
        ...dialect.waiting(name, 1),
        ...dialect.ended(name, {...FAILED, message: 'a\nb'}, {}),
        ...dialect.state(stateWith({[name]: {text: 'a\nb'}})),
      ];

      expect(lines).to.have.length(8);
      expect(lines.filter((line) => /[\n\r]/.test(line))).to.deep.equal([]);
      expect(() => parsed(lines)).to.not.throw();
    });
  });

  describe('STATE', () => {
    it('is told of one stream, with the number of its records since the one before', () => {
      const dialect = dialectAfter({a: 3, b: 1});

      expect(parsed(dialect.state(stateWith({a: {at: 1}})))).to.deep.equal([stateOf('a', {at: 1}, 3)]);
      dialect.records('a', NOW, undefined)({id: 4}, []);
      expect(parsed(dialect.state(stateWith({a: {at: 2}, b: {at: 9}})))).to.deep.equal([
        stateOf('a', {at: 2}, 1),
        stateOf('b', {at: 9}, 1),
      ]);
      expect(parsed(dialect.state(stateWith({a: {at: 3}, b: {at: 9}})))).to.deep.equal([
        stateOf('a', {at: 3}, 0),
      ]);
    });

    it('counts the records of all encoders of a stream, those from before an earlier STATE as well', () => {
      const dialect = dialectOf();
      dialect.started('a');
      const early = dialect.records('a', NOW, undefined);
      const late = dialect.records('a', NOW, undefined);
      early({id: 1}, []);
      dialect.state(stateWith({a: {at: 1}}));
      early({id: 2}, []);
      late({id: 3}, []);

      expect(parsed(dialect.state(stateWith({a: {at: 2}})))).to.deep.equal([stateOf('a', {at: 2}, 2)]);
    });

    it('is not told when it is no news', () => {
      const dialect = dialectAfter({a: 2});
      dialect.state(stateWith({a: {at: 1}}));
      dialect.records('a', NOW, undefined)({id: 3}, []);

      expect(dialect.state(stateWith({a: {at: 1}}))).to.deep.equal([]);
      expect(dialect.finalState(stateWith({a: {at: 1}}))).to.deep.equal([]);
    });

    it('goes on counting where a STATE was no news', () => {
      const dialect = dialectAfter({a: 2});
      dialect.state(stateWith({a: {at: 1}}));
      dialect.records('a', NOW, undefined)({id: 3}, []);
      dialect.state(stateWith({a: {at: 1}}));
      dialect.records('a', NOW, undefined)({id: 4}, []);

      expect(parsed(dialect.finalState(stateWith({a: {at: 2}})))).to.deep.equal([stateOf('a', {at: 2}, 2)]);
    });

    it('is not told again when it is what came in', () => {
      const dialect = dialectOf();
      const state = stateWith({a: {at: 1}, gone: {at: 5}});

      expect(dialect.initialState(state)).to.deep.equal([]);
      dialect.started('a');
      expect(dialect.state(state)).to.deep.equal([]);
      expect(dialect.finalState(state)).to.deep.equal([]);
      expect(parsed(dialect.state(stateWith({a: {at: 2}, gone: {at: 5}})))).to.deep.equal([
        stateOf('a', {at: 2}, 0),
      ]);
    });

    it('is told again when a stream has gone back to what came in', () => {
      const dialect = dialectOf();
      dialect.initialState(stateWith({a: {at: 1}}));
      dialect.started('a');
      dialect.state(stateWith({a: {at: 2}}));

      expect(parsed(dialect.state(stateWith({a: {at: 1}})))).to.deep.equal([stateOf('a', {at: 1}, 0)]);
    });

    it('says nothing of streams that nobody has heard of', () => {
      expect(dialectAfter({a: 1}).state(stateWith({other: {at: 1}}))).to.deep.equal([]);
    });

    for (const state of [
      {},
      {bookmarks: null},
      {bookmarks: ['a']},
      {bookmarks: 'a'},
      {bookmarks: {a: null}},
      {bookmarks: {a: 'text'}},
      {bookmarks: {a: [1]}},
      {currently_syncing: 'a'},
    ] as State[]) {
      it(`says nothing of a state without bookmarks, such as ${JSON.stringify(state)}`, () => {
        const dialect = dialectAfter({a: 1});

        expect(dialect.initialState(state)).to.deep.equal([]);
        expect(dialect.state(state)).to.deep.equal([]);
        expect(dialect.finalState(state)).to.deep.equal([]);
      });
    }
  });

  describe('the end of a stream', () => {
    const ends = (counts: Readonly<Record<string, number>>, end: StreamEnd, state: State) =>
      parsed(dialectAfter(counts).ended('a', end, state));

    it('is COMPLETE after a STATE that covers the last records', () => {
      const dialect = dialectAfter({a: 2});
      dialect.state(stateWith({a: {at: 1}}));
      dialect.records('a', NOW, undefined)({id: 3}, []);

      const [state, last, ...others] = parsed(dialect.ended('a', COMPLETE, stateWith({a: {at: 1}})));

      expect(state).to.have.nested.property('state.sourceStats.recordCount', 1);
      expect([last, ...others]).to.deep.equal([status('a', 'COMPLETE')]);
    });

    it('needs no other STATE when all records are covered', () => {
      const dialect = dialectAfter({a: 2});
      dialect.state(stateWith({a: {at: 1}}));

      expect(parsed(dialect.ended('a', COMPLETE, stateWith({a: {at: 1}})))).to.deep.equal([
        status('a', 'COMPLETE'),
      ]);
    });

    it('has the state that came in told, once, when nothing is new', () => {
      const dialect = dialectOf();
      const state = stateWith({a: {at: 1}});
      dialect.initialState(state);
      dialect.started('a');

      expect(parsed(dialect.ended('a', COMPLETE, state))).to.deep.equal([
        stateOf('a', {at: 1}, 0),
        status('a', 'COMPLETE'),
      ]);
      expect(dialect.finalState(state)).to.deep.equal([]);
    });

    for (const [what, state] of [
      ['no bookmark', stateWith({b: {at: 1}})],
      ['no bookmarks at all', {}],
      ['something that is no bookmark', stateWith({a: 'text'})],
    ] as const) {
      it(`tells in Airbyte’s words that a stream has ${what}`, () => {
        expect(ends({a: 2}, COMPLETE, state)).to.deep.equal([
          stateOf('a', {__ab_no_cursor_state_message: true}, 2),
          status('a', 'COMPLETE'),
        ]);
      });
    }

    it('tells all statuses and a STATE of a stream that was never started', () => {
      expect(ends({}, COMPLETE, {})).to.deep.equal([
        status('a', 'STARTED'),
        stateOf('a', {__ab_no_cursor_state_message: true}, 0),
        status('a', 'COMPLETE'),
      ]);
    });

    it('is INCOMPLETE, with the STATE that it began with for its records, when it was interrupted', () => {
      expect(ends({a: 2}, INTERRUPTED, stateWith({a: {at: 1}}))).to.deep.equal([
        stateOf('a', {at: 1}, 2),
        status('a', 'INCOMPLETE'),
      ]);
      expect(ends({a: 2}, INTERRUPTED, {})).to.deep.equal([stateOf('a', {}, 2), status('a', 'INCOMPLETE')]);
    });

    it('is INCOMPLETE alone when it was interrupted before its first record, or after a STATE', () => {
      const dialect = dialectAfter({a: 2});
      dialect.state(stateWith({a: {at: 1}}));
      dialect.records('a', NOW, undefined)({id: 3}, []);

      expect(parsed(dialect.ended('a', INTERRUPTED, stateWith({a: {at: 1}})))).to.deep.equal([
        status('a', 'INCOMPLETE'),
      ]);
      expect(ends({a: 0}, INTERRUPTED, stateWith({a: {at: 1}}))).to.deep.equal([status('a', 'INCOMPLETE')]);
    });

    it('names the stream in an error once', () => {
      const end: StreamEnd = {kind: 'failed', message: 'a: it is broken', failure: 'system'};

      expect(JSON.stringify(ends({a: 1}, end, {}))).to.include('"message":"a: it is broken"');
    });

    it('keeps errors in one line, without characters that steer a terminal', () => {
      const end: StreamEnd = {kind: 'failed', message: 'it\n\u001b[31mbroke', failure: 'system'};

      expect(JSON.stringify(ends({a: 1}, end, {}))).to.include('"message":"a: it [31mbroke"');
    });

    for (const [failure, failure_type] of [
      ['config', 'config_error'],
      ['transient', 'transient_error'],
      ['system', 'system_error'],
    ] as const) {
      it(`is an ERROR of its kind, ${failure_type}, then INCOMPLETE, without a STATE, when it failed`, () => {
        const end: StreamEnd = {kind: 'failed', message: 'it is broken', failure};
        const error = {
          type: 'TRACE',
          trace: {
            type: 'ERROR',
            emitted_at: NOW,
            error: {message: 'a: it is broken', failure_type, stream_descriptor: {name: 'a'}},
          },
        };

        expect(ends({a: 2}, end, stateWith({a: {at: 1}}))).to.deep.equal([error, status('a', 'INCOMPLETE')]);
        expect(ends({}, end, {})).to.deep.equal([status('a', 'STARTED'), error, status('a', 'INCOMPLETE')]);
      });
    }

    it('tells errors with secrets masked', () => {
      const dialect = dialectOf((text) => text.replaceAll('hunter2', '****'));

      const lines = dialect.ended('a', {...FAILED, message: 'the key hunter2 is bad'}, {});

      expect(lines.join('\n')).to.include('"message":"a: the key **** is bad"').and.not.include('hunter2');
    });

    it('is not told of any other stream', () => {
      const dialect = dialectAfter({a: 1, b: 5});

      dialect.ended('a', COMPLETE, stateWith({a: {at: 1}, b: {at: 1}}));

      expect(parsed(dialect.state(stateWith({b: {at: 1}})))).to.deep.equal([stateOf('b', {at: 1}, 5)]);
    });
  });

  it('estimates a stream’s records, again only when there are more', () => {
    const dialect = dialectOf();
    const estimate = (name: string, row_estimate: number) => ({
      type: 'TRACE',
      trace: {type: 'ESTIMATE', emitted_at: NOW, estimate: {name, type: 'STREAM', row_estimate}},
    });

    expect(dialect.estimate('a', 0)).to.deep.equal([]);
    expect(parsed(dialect.estimate('a', 5))).to.deep.equal([estimate('a', 5)]);
    expect(dialect.estimate('a', 5)).to.deep.equal([]);
    expect(dialect.estimate('a', 4)).to.deep.equal([]);
    expect(parsed(dialect.estimate('b', 3))).to.deep.equal([estimate('b', 3)]);
    expect(parsed(dialect.estimate('a', 6))).to.deep.equal([estimate('a', 6)]);
  });

  it('has no word for a table’s version', () => {
    expect(dialectOf().activateVersion('a', 7)).to.deep.equal([]);
  });
});
