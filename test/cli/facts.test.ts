import {expect} from 'chai';
import {packageVersion} from '../../protocol/package-facts.js';
import {startHarvestSandbox} from '../sandbox/harvest/index.js';
import {messagesIn} from '../support/messages.js';
import {runTap} from '../support/process.js';
import {Folder, selecting} from './executable.js';

/** Prints, as a process ends, which parts of Node that talk to networks it has loaded. */
const WATCH = `process.on('exit', () => {
  const network = process.moduleLoadList.filter((name) => /^NativeModule (https?|_http_client|tls|dns)$/.test(name));
  require('node:fs').writeSync(2, 'LOADED ' + network.length + '\\n');
});`;

describe('The executable, asked for facts', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder();
  });

  afterEach(() => folder.remove());

  const inputs = [
    '--config',
    '/does/not/exist',
    '--catalog',
    '/does/not/exist',
    '--state',
    '/does/not/exist',
  ];

  it('prints its version on one line', async () => {
    const ended = await runTap('harvest', {args: ['--version']});

    expect(ended).to.deep.equal({
      stdout: `tap-harvest ${packageVersion()}\n`,
      stderr: '',
      code: 0,
      signal: undefined,
    });
  });

  it('explains its flags', async () => {
    const {stdout, stderr, code} = await runTap('harvest', {args: ['--help'], env: {LANG: 'de_DE.UTF-8'}});

    expect(code).to.equal(0);
    expect(stderr).to.equal('');
    for (const flag of [
      '--config',
      '--discover',
      '--catalog',
      '--properties',
      '--state',
      '--about',
      '--test',
    ]) {
      expect(stdout).to.include(flag);
    }
    expect(stdout).to.include('Options:');
  });

  for (const [format, pattern] of [
    ['text', /^tap-harvest \d/],
    ['json', /^\{\n/],
    ['markdown', /^# tap-harvest\n/],
  ] as const) {
    it(`describes itself as ${format}, whatever inputs come along`, async () => {
      const {stdout, stderr, code} = await runTap('harvest', {
        args: ['--about', `--format=${format}`, ...inputs],
      });

      expect(code).to.equal(0);
      expect(stderr).to.equal('');
      expect(stdout)
        .to.match(pattern)
        .and.match(/[^\n]\n$/);
    });
  }

  it('prints its catalog indented, in short lines, whatever inputs come along', async () => {
    const {stdout, stderr, code} = await runTap('harvest', {args: ['--discover', ...inputs]});

    const catalog = JSON.parse(stdout);
    expect(code).to.equal(0);
    expect(stderr).to.equal('');
    expect(catalog.streams).to.have.lengthOf.above(30);
    expect(stdout).to.equal(`${JSON.stringify(catalog, undefined, 2)}\n`);
    expect(Math.max(...stdout.split('\n').map((line) => Buffer.byteLength(line)))).to.be.below(65_536);
  });

  it('prints the same catalog each time', async () => {
    const [first, second] = [
      await runTap('harvest', {args: ['--discover']}),
      await runTap('harvest', {args: ['-d']}),
    ];

    expect(first.stdout).to.equal(second.stdout);
  });

  for (const args of [['--version'], ['--about'], ['--about', '--format=json'], ['--discover'], ['--help']]) {
    it(`loads nothing that talks to networks for ${args.join(' ')}`, async () => {
      const watch = folder.file('watch.cjs', WATCH);

      const {stderr} = await runTap('harvest', {args, env: {NODE_OPTIONS: `--require ${watch}`}});

      expect(stderr).to.equal('LOADED 0\n');
    });
  }

  it('loads what talks to networks for a sync, so that looking for it means something', async () => {
    const watch = folder.file('watch.cjs', WATCH);

    const {stderr} = await runTap('harvest', {
      config: {access_token: 'secret-token', base_url: 'http://127.0.0.1:9', max_retries: 0},
      env: {NODE_OPTIONS: `--require ${watch}`},
    });

    expect(stderr).to.match(/LOADED [1-9]/);
  });

  it('prints schemas alone for --test=schema, without settings', async () => {
    const catalog = selecting('clients', 'roles');

    const {stdout, code} = await runTap('harvest', {args: ['--test=schema'], catalog});

    expect(code).to.equal(0);
    expect(messagesIn(stdout).map(({type, stream}) => `${type} ${stream}`)).to.deep.equal([
      'SCHEMA clients',
      'SCHEMA roles',
    ]);
  });

  describe('with --test', () => {
    it('reads a record of each selected stream and moves no bookmark', async () => {
      const sandbox = await startHarvestSandbox();
      const catalog = selecting('clients', 'time_entries', 'roles');

      const ended = await runTap('harvest', {args: ['--test'], config: sandbox.config, catalog});

      await sandbox.stop();
      const messages = messagesIn(ended.stdout);
      const records = messages.filter(({type}) => type === 'RECORD').map(({stream}) => stream);
      expect(ended.code).to.equal(0);
      expect(records).to.have.members(['clients', 'time_entries', 'roles']);
      expect(JSON.stringify(messages.filter(({type}) => type === 'STATE'))).not.to.include(
        'replication_key_value',
      );
    });

    it('fails where a stream fails', async () => {
      const sandbox = await startHarvestSandbox();
      sandbox.faults.on('roles', {kind: 'status', status: 422});

      const {code} = await runTap('harvest', {
        args: ['--test=all'],
        config: sandbox.config,
        catalog: selecting('clients', 'roles'),
      });

      await sandbox.stop();
      expect(code).to.equal(1);
    });
  });
});

describe('The executable, used in a wrong way', () => {
  for (const [args, named] of [
    [['--unknown'], 'unknown'],
    [['--config', 'a', 'check'], 'check'],
    [['--about', '--format', 'xml'], 'xml'],
    [['--config'], 'config'],
    [['--test'], '--config'],
    [[], '--help'],
  ] as const) {
    it(`ends with 2 and a word on ${args.length === 0 ? 'no arguments' : args.join(' ')}`, async () => {
      const {stdout, stderr, code} = await runTap('harvest', {args});

      expect(code).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr)
        .to.match(/^CRITICAL /)
        .and.include(named)
        .and.include('tap-harvest --help');
      expect(stderr).not.to.match(/^\s+at /m);
    });
  }
});
