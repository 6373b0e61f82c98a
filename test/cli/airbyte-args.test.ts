import {expect} from 'chai';
import {
  type AirbyteCommand,
  type AirbyteVerb,
  airbyteVerb,
  parseAirbyteArgs,
} from '../../protocol/cli/airbyte/args.js';
import {UsageError} from '../../protocol/core/errors.js';
import {rejection} from '../support/client.js';

const NONE = {config: undefined, catalog: undefined, state: undefined, debug: false};

describe('airbyteVerb', () => {
  for (const [args, verb] of [
    [['spec'], 'spec'],
    [['check', '--config', 'c'], 'check'],
    [['discover', '--config', 'c'], 'discover'],
    [['read', '--config', 'c', '--catalog', 'k'], 'read'],
    [['--debug', 'check', '--config', 'c'], 'check'],
    [['check', 'read'], 'check'],
  ] as const) {
    it(`finds ${verb} in ${args.join(' ')}`, () => {
      expect(airbyteVerb(args)).to.equal(verb);
    });
  }

  for (const args of [
    [],
    ['--debug'],
    ['--discover'],
    ['--config', 'read'],
    ['--config', 'c', '--state', 'check'],
    ['Spec'],
    ['specs'],
    ['doctor', 'read'],
    ['toString'],
    [''],
  ]) {
    it(`finds none in ${JSON.stringify(args.join(' '))}, which is Singer’s`, () => {
      expect(airbyteVerb(args)).to.equal(undefined);
    });
  }
});

describe('parseAirbyteArgs', () => {
  const parse = (...args: string[]) => {
    const verb = airbyteVerb(args);
    if (verb === undefined) throw new Error('The command line has no verb.');
    return parseAirbyteArgs('source-x', verb, args);
  };

  for (const [args, expected] of [
    [['spec'], {verb: 'spec'}],
    [['spec', '--debug'], {verb: 'spec', debug: true}],
    [['--debug', 'spec'], {verb: 'spec', debug: true}],
    [['spec', '--debug=false'], {verb: 'spec'}],
    [['check', '--config', 'c'], {verb: 'check', config: 'c'}],
    [['check', '--config=c'], {verb: 'check', config: 'c'}],
    [['check', '--config', '0123'], {verb: 'check', config: '0123'}],
    [['check', '--config', 'a', '--config', 'b'], {verb: 'check', config: 'b'}],
    [['check', '--config', 'check'], {verb: 'check', config: 'check'}],
    [['discover', '--config', 'c', '--debug'], {verb: 'discover', config: 'c', debug: true}],
    [['read', '--config', 'c', '--catalog', 'k.txt'], {verb: 'read', config: 'c', catalog: 'k.txt'}],
    [
      ['read', '--state', 's.txt', '--catalog=k', '--config', 'c'],
      {verb: 'read', config: 'c', catalog: 'k', state: 's.txt'},
    ],
    [
      ['check', '--config', 'c', '--manifest-path', 'm', '--components-path', 'p'],
      {verb: 'check', config: 'c'},
    ],
    [['spec', '--manifest-path', 'm'], {verb: 'spec'}],
  ] as [string[], Partial<AirbyteCommand>][]) {
    it(`understands ${args.join(' ')}`, async () => {
      expect(await parse(...args)).to.deep.equal({...NONE, ...expected});
    });
  }

  for (const [args, sentence] of [
    [['check'], 'check needs --config FILE'],
    [['discover', '--debug'], 'discover needs --config FILE'],
    [['read', '--catalog', 'k'], 'read needs --config FILE'],
    [['read', '--config', 'c', '--state', 's'], 'read needs --catalog FILE'],
    [['check', '--config', 'c', 'more'], 'Unknown argument: more'],
    [['check', 'read', '--config', 'c'], 'Unknown argument: read'],
    [['spec', 'spec'], 'Unknown argument: spec'],
  ] as const) {
    it(`says “${sentence}” of ${args.join(' ')}`, async () => {
      const error = await rejection(parse(...args));

      expect(error).to.be.instanceOf(UsageError);
      expect(error).to.have.property('message', sentence);
    });
  }

  for (const [args, word] of [
    [['check', '--config'], /config/],
    [['check', '--config', '--debug'], /config/],
    [['check', '--config', 'c', '--discover'], /discover/],
    [['check', '--config', 'c', '--catalog', 'k'], /catalog/],
    [['check', '--config', 'c', '--state', 's'], /state/],
    [['discover', '--config', 'c', '--state', 's'], /state/],
    [['spec', '--catalog', 'k'], /catalog/],
    [['spec', '--config', 'c'], /config/],
    [['read', '--config', 'c', '--catalog', 'k', '--properties', 'p'], /properties/],
    [['read', '-c', 'c', '--catalog', 'k'], /c/],
    [['spec', '--no-debug'], /debug/],
    [['spec', '--version'], /version/],
  ] as [string[], RegExp][]) {
    it(`refuses ${args.join(' ')} in one line that names what is wrong`, async () => {
      const error = await rejection(parse(...args));

      expect(error).to.be.instanceOf(UsageError);
      expect((error as Error).message)
        .to.match(word)
        .and.not.match(/\n/);
    });
  }

  for (const [verb, usage] of [
    ['spec', /source-x spec\s*$/m],
    ['check', /source-x check --config FILE\s*$/m],
    ['discover', /source-x discover --config FILE\s*$/m],
    ['read', /source-x read --config FILE --catalog FILE --state FILE\s*$/m],
  ] as [AirbyteVerb, RegExp][]) {
    it(`explains ${verb} to those who ask, without what is of no use here`, async () => {
      const help = await parse(verb, '--help');

      expect(help)
        .to.be.a('string')
        .and.match(usage)
        .and.not.match(/manifest|components/);
    });
  }
});
