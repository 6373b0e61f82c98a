import {expect} from 'chai';
import type {Dialect, StreamEnd} from '../../protocol/core/dialect.js';
import {Together} from '../../protocol/sync/together.js';
import {fullTable, whole} from '../support/streams.js';

const COMPLETE: StreamEnd = {kind: 'complete'};
const INTERRUPTED: StreamEnd = {kind: 'interrupted'};
const failed = (message: string, failure: 'config' | 'transient' = 'config'): StreamEnd => ({
  kind: 'failed',
  message,
  failure,
});

/** A dialect whose lines say what it was told. */
const plain: Dialect = {
  started: (stream) => [`started ${stream}`],
  schema: ({stream}) => [`schema ${stream.name} ${Object.keys(stream.schema.properties).join()}`],
  records: (stream, observedAt, version) => (record) =>
    `record ${stream} ${observedAt} ${version} ${JSON.stringify(record)}`,
  estimate: (stream, records) => [`estimate ${stream} ${records}`],
  waiting: (stream, until) => [`waiting ${stream} ${until}`],
  activateVersion: (stream, version) => [`activate ${stream} ${version}`],
  initialState: () => ['initial'],
  state: () => ['state'],
  finalState: () => ['final'],
  ended: (stream, end) => [`ended ${stream} ${JSON.stringify(end)}`],
};

describe('Several accounts that tell of the same streams', () => {
  const roles = whole(fullTable('roles'));
  function two(): [Dialect, Dialect] {
    const together = new Together(plain, ['1', '2']);
    return [together.of('1'), together.of('2')];
  }
  const ended = (end: StreamEnd) => [`ended roles ${JSON.stringify(end)}`];

  it('tell a schema once, and anew when it has become another', () => {
    const [one, other] = two();
    const wider = whole(fullTable('roles', {schema: {type: 'object', properties: {}}}));

    expect(one.schema(roles)).to.deep.equal(['schema roles id,name']);
    expect([...other.schema(roles), ...one.schema(roles)]).to.deep.equal([]);
    expect(other.schema(whole(fullTable('tasks')))).to.have.length(1);
    expect(other.schema(wider)).to.deep.equal(['schema roles ']);
  });

  it('pass on what is of one account alone', () => {
    const [one] = two();

    expect(one.started('roles')).to.deep.equal(['started roles']);
    expect(one.waiting('roles', 5)).to.deep.equal(['waiting roles 5']);
    expect(one.records('roles', 8, 3)({id: 1}, [])).to.equal('record roles 8 3 {"id":1}');
    expect([one.initialState({}), one.state({}), one.finalState({})].flat()).to.deep.equal([
      'initial',
      'state',
      'final',
    ]);
  });

  it('add up what they announce, the latest of each', () => {
    const [one, other] = two();

    expect(one.estimate('roles', 10)).to.deep.equal(['estimate roles 10']);
    expect(other.estimate('roles', 5)).to.deep.equal(['estimate roles 15']);
    expect(one.estimate('roles', 12)).to.deep.equal(['estimate roles 17']);
    expect(other.estimate('tasks', 1)).to.deep.equal(['estimate tasks 1']);
  });

  it('activate a version when the last of them says so', () => {
    const [one, other] = two();

    expect([...one.activateVersion('roles', 7), ...one.activateVersion('roles', 7)]).to.deep.equal([]);
    expect(other.activateVersion('tasks', 7)).to.deep.equal([]);
    expect(other.activateVersion('roles', 7)).to.deep.equal(['activate roles 7']);
    expect(other.activateVersion('roles', 7)).to.deep.equal([]);
  });

  it('know of which streams some have said so, and not all', () => {
    const together = new Together(plain, ['1', '2']);

    together.of('1').activateVersion('roles', 7);
    together.of('1').activateVersion('tasks', 7);
    together.of('2').activateVersion('tasks', 7);

    expect(together.halfActivated).to.deep.equal(['roles']);
  });

  it('end a stream when it has ended for all, once', () => {
    const [one, other] = two();

    expect([...one.ended('roles', COMPLETE, {}), ...one.ended('roles', COMPLETE, {})]).to.deep.equal([]);
    expect(other.ended('tasks', COMPLETE, {})).to.deep.equal([]);
    expect(other.ended('roles', COMPLETE, {})).to.deep.equal(ended(COMPLETE));
    expect(other.ended('roles', COMPLETE, {})).to.deep.equal([]);
  });

  const verdicts: [string, StreamEnd, StreamEnd, StreamEnd][] = [
    ['interrupted, since one is', COMPLETE, INTERRUPTED, INTERRUPTED],
    ['failed, since the first has, which is named', failed('x'), COMPLETE, failed('account 1: x')],
    [
      'failed, since the last has',
      INTERRUPTED,
      failed('y', 'transient'),
      failed('account 2: y', 'transient'),
    ],
    ['failed, with what is said of each', failed('x'), failed('y'), failed('account 1: x; account 2: y')],
  ];
  for (const [what, first, last, verdict] of verdicts) {
    it(`end a stream as ${what}`, () => {
      const [one, other] = two();

      expect(one.ended('roles', first, {})).to.deep.equal([]);
      expect(other.ended('roles', last, {})).to.deep.equal(ended(verdict));
    });
  }

  it('have the first word stand, when an account ends a stream again', () => {
    const [one, other] = two();

    one.ended('roles', failed('x'), {});
    one.ended('roles', INTERRUPTED, {});

    expect(other.ended('roles', COMPLETE, {})).to.deep.equal(ended(failed('account 1: x')));
  });

  it('are one, where there is only one', () => {
    const only = new Together(plain, ['1']).of('1');

    expect(only.activateVersion('roles', 7)).to.have.length(1);
    expect(only.ended('roles', COMPLETE, {})).to.deep.equal(ended(COMPLETE));
  });
});
