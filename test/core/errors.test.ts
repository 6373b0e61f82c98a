import {expect} from 'chai';
import {
  AuthError,
  ConfigError,
  DataError,
  Interrupted,
  messageOf,
  RefusedError,
  ServiceError,
  TapError,
  UsageError,
} from '../../protocol/core/errors.js';

describe('Errors', () => {
  const kinds: [TapError, string, string][] = [
    [new TapError('x'), 'TapError', 'system'],
    [new ConfigError(['x']), 'ConfigError', 'config'],
    [new UsageError('x'), 'UsageError', 'config'],
    [new AuthError('x'), 'AuthError', 'config'],
    [new RefusedError('x', 403, false), 'RefusedError', 'config'],
    [new ServiceError('x', 503), 'ServiceError', 'transient'],
    [new DataError('x'), 'DataError', 'system'],
    [new Interrupted('x'), 'Interrupted', 'system'],
  ];
  for (const [error, name, failure] of kinds) {
    it(`${name} says that it is a matter of: ${failure}`, () => {
      expect(error).to.be.instanceOf(TapError).and.to.include({name, failure, message: 'x'});
    });
  }

  it('a wrong config tells each problem on a line of its own', () => {
    const error = new ConfigError(['a is missing', 'b is no number']);

    expect(error.message).to.equal('a is missing\nb is no number');
    expect(error.problems).to.deep.equal(['a is missing', 'b is no number']);
  });

  it('a refusal remembers its status and whether the answer was a web page', () => {
    expect(new RefusedError('no such page', 404, true)).to.include({status: 404, html: true});
  });

  it('a service error keeps what caused it', () => {
    const cause = new Error('socket hang up');

    const error = new ServiceError('The service was not reachable', undefined, {cause});

    expect(error.cause).to.equal(cause);
    expect(error.status).to.equal(undefined);
  });

  it('has a message for whatever was thrown', () => {
    const thrown = [new DataError('rows are missing'), 'just text', undefined, 7];

    expect(thrown.map(messageOf)).to.deep.equal(['rows are missing', 'just text', 'undefined', '7']);
  });
});
