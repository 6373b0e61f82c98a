import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {Message} from './messages.js';
import {lintProtocol} from './protocol-lint.js';

const SCHEMA: Message = {
  type: 'SCHEMA',
  stream: 'hours',
  schema: {
    type: 'object',
    properties: {
      id: {type: 'integer'},
      day: {type: ['null', 'string'], format: 'date'},
      at: {type: ['null', 'string'], format: 'date-time'},
      who: {type: ['null', 'object'], properties: {name: {type: ['null', 'string']}}},
    },
  },
  key_properties: ['id'],
  bookmark_properties: ['at'],
};
const ROW = {id: 1, day: '2024-02-29', at: '2024-02-29T10:00:00Z', who: {name: null}};
const STATE: Message = {type: 'STATE', value: {bookmarks: {hours: {}}}};

function record(changes: JsonObject = {}, beside: JsonObject = {}): Message {
  return {
    type: 'RECORD',
    stream: 'hours',
    record: {...ROW, ...changes},
    time_extracted: '2024-03-01T00:00:00Z',
    ...beside,
  };
}

describe('the linter of a run', () => {
  it('is content with a run as it should be', () => {
    expect(lintProtocol([SCHEMA, record(), record({id: 2, who: null, day: null}), STATE])).to.deep.equal([]);
  });

  it('lets a run that was cut off end anywhere', () => {
    expect(lintProtocol([SCHEMA, record()], {isCutOff: true})).to.deep.equal([]);
    expect(lintProtocol([])).to.deep.equal(['the last line is no STATE']);
  });

  const mistakes: [string, Message[], RegExp][] = [
    ['a record before its schema', [record(), SCHEMA, STATE], /before its SCHEMA/],
    ['a second schema', [SCHEMA, SCHEMA, STATE], /two SCHEMA/],
    ['a type in lower case', [{...SCHEMA, type: 'schema'}, STATE], /schema is no type/],
    ['a member that messages do not have', [SCHEMA, record({}, {stamp: 1}), STATE], /has stamp/],
    ['a state without a value', [SCHEMA, {type: 'STATE'}], /STATE lacks value/],
    ['a schema without its key', [{...SCHEMA, key_properties: ['key']}, STATE], /lacks key/],
    ['a null in a key', [SCHEMA, record({id: null}), STATE], /without its key/],
    ['a key that comes twice', [SCHEMA, record(), record(), STATE], /sends \[1\] twice/],
    ['a field that the schema lacks', [SCHEMA, record({more: 1}), STATE], /hours\.more is not in the schema/],
    ['a nested field that is absent', [SCHEMA, record({who: {}}), STATE], /hours\.who\.name is absent/],
    ['a day that is none', [SCHEMA, record({day: '2023-02-29'}), STATE], /\/day must match format/],
    ['another type', [SCHEMA, record({id: '1'}), STATE], /\/id must be integer/],
    ['an offset', [SCHEMA, record({at: '2024-02-29T10:00:00+01:00'}), STATE], /not UTC with a Z/],
    [
      'several widths',
      [SCHEMA, record(), record({id: 2, at: '2024-02-29T10:00:00.5Z'}), STATE],
      /several widths/,
    ],
    ['a column of a target', [SCHEMA, record({_sdc_batched_at: null}), STATE], /target's own column/],
    [
      'a naive time_extracted',
      [SCHEMA, record({}, {time_extracted: '2024-03-01T00:00:00'}), STATE],
      /time_extracted/,
    ],
    ['a state told twice', [SCHEMA, STATE, STATE], /twice in a row/],
    [
      'a state that lost a bookmark',
      [STATE, {type: 'STATE', value: {bookmarks: {days: {}}}}],
      /lacks the bookmark of hours/,
    ],
    ['a run without a state at its end', [SCHEMA, STATE, record()], /last line/],
  ];
  for (const [what, messages, problem] of mistakes) {
    it(`finds ${what}`, () => {
      expect(lintProtocol(messages).join('\n')).to.match(problem);
    });
  }

  it('finds a member of the state that came in and is gone', () => {
    const problems = lintProtocol([STATE], {stateBefore: {other_tool: 1, bookmarks: {days: {}}}});

    expect(problems).to.deep.equal([
      'a STATE lacks other_tool, which was there before',
      'a STATE lacks the bookmark of days',
    ]);
  });
});
