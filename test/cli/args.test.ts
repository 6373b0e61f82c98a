import {expect} from 'chai';
import {type Command, parseArgs} from '../../protocol/cli/args.js';
import {UsageError} from '../../protocol/core/errors.js';
import type {Verb} from '../../protocol/tap.js';
import {rejection} from '../support/client.js';

async function parsed(...args: string[]): Promise<Command> {
  const command = await parseArgs('tap-x', args);
  if (typeof command === 'string') throw new Error('only help was asked for');
  return command;
}

describe('parseArgs', () => {
  it('syncs where only settings are given, with everything else at its default', async () => {
    expect(await parsed('--config', 'a.json')).to.deep.include({
      action: 'sync',
      config: ['a.json'],
      catalog: undefined,
      state: undefined,
      format: 'text',
      logFormat: 'text',
    });
  });

  for (const [args, expected] of [
    [['--config', 'a'], {config: ['a']}],
    [['--config=a'], {config: ['a']}],
    [['-c', 'a'], {config: ['a']}],
    [['-c', 'a', '--config=b', '-c', 'ENV'], {config: ['a', 'b', 'ENV']}],
    [['--config', 'ENV'], {config: ['ENV']}],
    [['-c', '0123'], {config: ['0123']}],
    [['-c', 'a', '--catalog', 'k'], {catalog: 'k'}],
    [['-c', 'a', '--catalog=k'], {catalog: 'k'}],
    [['-c', 'a', '--properties', 'p'], {catalog: 'p'}],
    [['-c', 'a', '-p', 'p'], {catalog: 'p'}],
    [['-c', 'a', '-p', 'p', '--catalog', 'k'], {catalog: 'k'}],
    [['-c', 'a', '--catalog', 'k', '-p', 'p'], {catalog: 'k'}],
    [['-c', 'a', '--state', 's'], {state: 's'}],
    [['-c', 'a', '-s', 's'], {state: 's'}],
    [['-c', 'a', '--state=s', '-s', 't'], {state: 't'}],
    [['-c', 'a', '--dev'], {action: 'sync'}],
    [['--discover'], {action: 'discover', config: []}],
    [['-d'], {action: 'discover'}],
    [['-d', '-c', 'a', '-s', 's', '--catalog', 'k'], {action: 'discover'}],
    [['--discover', '--discover'], {action: 'discover'}],
    [['--version'], {action: 'version'}],
    [['--about'], {action: 'about', format: 'text'}],
    [['--about', '--format', 'json'], {action: 'about', format: 'json'}],
    [['--about', '--format=json'], {action: 'about', format: 'json'}],
    [['--format=markdown', '--about'], {action: 'about', format: 'markdown'}],
    [['--about', '--format=text'], {action: 'about', format: 'text'}],
    [['--about', '-c', 'a', '--catalog', 'k'], {action: 'about'}],
    [['--test', '-c', 'a'], {action: 'test'}],
    [['-c', 'a', '--test'], {action: 'test', config: ['a']}],
    [['--test=all', '-c', 'a'], {action: 'test'}],
    [['--test=schema', '-c', 'a'], {action: 'test-schema'}],
    [['--test=schema'], {action: 'test-schema'}],
    [['-c', 'a', '--log-format', 'json'], {logFormat: 'json'}],
    [['-c', 'a', '--log-format=text'], {logFormat: 'text'}],
  ] as [string[], Partial<Command>][]) {
    it(`understands ${args.join(' ')}`, async () => {
      expect(await parsed(...args)).to.deep.include(expected);
    });
  }

  for (const [args, action] of [
    [['--version', '--about', '--discover', '--test', '-c', 'a'], 'version'],
    [['-c', 'a', '--test', '--discover', '--about', '--version'], 'version'],
    [['--test', '--discover', '--about'], 'about'],
    [['--test', '--discover'], 'discover'],
    [['--test=schema', '--discover'], 'discover'],
  ] as const) {
    it(`does ${action} when it is asked for ${args.join(' ')}`, async () => {
      expect(await parsed(...args)).to.include({action});
    });
  }

  for (const [args, expected] of [
    [['--about', '--format=text', '--format=json'], {format: 'json'}],
    [['--about', '--format=json', '--format=json'], {format: 'json'}],
    [['-c', 'a', '--log-format=json', '--log-format=json'], {logFormat: 'json'}],
    [['-c', 'a', '--test', '--test=schema'], {action: 'test-schema'}],
    [['-c', 'a', '--test=schema', '--test=schema'], {action: 'test-schema'}],
  ] as [string[], Partial<Command>][]) {
    it(`lets the last word count in ${args.join(' ')}`, async () => {
      expect(await parsed(...args)).to.deep.include(expected);
    });
  }

  for (const [args, named] of [
    [['--unknown', '-c', 'a'], 'unknown'],
    [['-x', '-c', 'a'], 'x'],
    [['--conf', 'a'], 'conf'],
    [['--no-discover'], 'no-discover'],
    [['-c', 'a', 'check'], 'check'],
    [['-c', 'a', 'b.json'], 'b.json'],
    [['sync', '-c', 'a'], 'sync'],
    [['--config'], 'config'],
    [['-c', '--discover'], 'c'],
    [['-c', 'a', '--state'], 'state'],
    [['--about', '--format', 'xml'], 'xml'],
    [['-c', 'a', '--test=some'], 'some'],
    [['-c', 'a', '--log-format=xml'], 'xml'],
    [[], '--config FILE'],
    [['--test'], '--config FILE'],
    [['--catalog', 'k'], '--config FILE'],
    [['--state', 's'], '--config FILE'],
  ] as const) {
    it(`can't do anything with ${args.length === 0 ? 'nothing at all' : args.join(' ')}, and names it`, async () => {
      const error = await rejection(parseArgs('tap-x', args));

      expect(error).to.be.instanceOf(UsageError);
      expect(error.message).to.include(named);
    });
  }

  describe('with a verb of the tap', () => {
    const run = async () => ({json: null, text: ''});
    const verbs: Record<string, Verb> = {
      probe: {kind: 'service', description: 'Look around', run},
      setup: {
        kind: 'setup',
        description: 'Set it up',
        needsConfig: false,
        flags: {port: {type: 'number', describe: 'A port'}, fast: {type: 'boolean', describe: 'Quickly'}},
        run,
      },
    };

    it('does what the verb says, before or after its settings', async () => {
      for (const args of [
        ['probe', '--config', 'a.json', '--format', 'json'],
        ['--config', 'a.json', 'probe', '--format=json'],
      ]) {
        expect(await parseArgs('tap-x', args, verbs)).to.deep.include({
          action: 'verb',
          verb: 'probe',
          config: ['a.json'],
          format: 'json',
        });
      }
    });

    it('knows the flags of the verb, and of no other', async () => {
      const args = ['setup', '--port', '7', '--fast'];

      expect(await parseArgs('tap-x', args, verbs)).to.deep.include({flags: {port: 7, fast: true}});
      expect(await parseArgs('tap-x', ['setup'], verbs)).to.deep.include({
        flags: {port: undefined, fast: undefined},
      });
      expect(
        await rejection(parseArgs('tap-x', ['probe', '-c', 'a', '--port', '7'], verbs)),
      ).to.be.instanceOf(UsageError);
    });

    it('lists it in the help', async () => {
      expect(await parseArgs('tap-x', ['--help'], verbs)).to.match(/tap-x probe +Look around/);
    });

    for (const [args, words] of [
      [['probe'], /Settings are missing/],
      [['probe', 'twice', '-c', 'a'], /twice/],
      [['prob', '-c', 'a'], /prob/],
    ] as const) {
      it(`refuses ${args.join(' ')}`, async () => {
        const error = await rejection(parseArgs('tap-x', args, verbs));

        expect(error).to.be.instanceOf(UsageError);
        expect(error.message).to.match(words);
      });
    }
  });
});
