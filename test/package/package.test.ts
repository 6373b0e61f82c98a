import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect} from 'chai';
import {lastState, messagesIn, recordsOf} from '../support/messages.js';
import {outcome} from '../support/process.js';

describe('the packed package', function () {
  this.timeout(60_000);
  let folder: string;
  let installed: string;
  let service: Server;
  const asked: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-package-'));
    installed = install(folder);
    service = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({notes: NOTES, total_entries: NOTES.length, links: {next: null}}));
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
  });

  after(() => {
    service.close();
    rmSync(folder, {recursive: true, force: true});
  });

  it('holds the build and its schemas, and neither tests nor sources', () => {
    expect(existsSync(join(installed, 'dist/schemas/harvest/clients.json'))).to.equal(true);
    expect(existsSync(join(installed, 'dist/test'))).to.equal(false);
    expect(readdirSync(installed)).to.include.members([
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'package.json',
    ]);
    expect(readdirSync(installed)).to.not.include.members(['protocol', 'taps', 'test']);
  });

  it('has executables that tell its version', () => {
    const bin = join(installed, 'dist/taps/harvest/bin.js');

    expect(execFileSync(bin, ['--version']).toString()).to.match(/^tap-harvest \d+\.\d+\.\d+\n$/);
  });

  it('lets a tap of one stream be written against its types, and run', async () => {
    const project = join(folder, 'project');
    const config = join(folder, 'config.json');
    compile(project);
    const {port} = service.address() as AddressInfo;
    writeFileSync(config, JSON.stringify({api_key: 'a-secret-key', base_url: `http://127.0.0.1:${port}`}), {
      mode: 0o600,
    });

    const child = spawn(process.execPath, [join(project, 'dist/tap.js'), '--config', config]);
    const {stdout, stderr, code} = await outcome(child);

    expect(code, stderr).to.equal(0);
    const messages = messagesIn(stdout);
    expect(recordsOf(messages, 'notes')).to.deep.equal([
      {id: 1, text: 'first', updated_at: '2026-03-01T08:00:00Z'},
      {id: 2, text: null, updated_at: '2026-03-02T08:00:00Z'},
    ]);
    expect(lastState(messages)).to.have.nested.property(
      'bookmarks.notes.replication_key_value',
      '2026-03-02T08:00:00Z',
    );
    expect(asked).to.deep.equal(['/notes?per_page=100']);
  });
});

const NOTES = [
  {id: 1, text: 'first', updated_at: '2026-03-01T09:00:00+01:00'},
  {id: 2, updated_at: '2026-03-02T08:00:00Z'},
];

/** Unpacks what would be published, with this project's dependencies beside it, as an installer leaves it. */
function install(folder: string): string {
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'timesheet-taps');
  mkdirSync(installed, {recursive: true});
  const npm = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const archive = execFileSync('npm', npm, {stdio: ['ignore', 'pipe', 'ignore']})
    .toString()
    .trim();
  execFileSync('tar', ['-xzf', join(folder, archive), '-C', installed, '--strip-components=1']);
  for (const name of readdirSync('node_modules')) {
    if (!name.startsWith('.')) symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  return installed;
}

/** Compiles the outside tap as its author would. */
function compile(project: string): void {
  cpSync('test/package/outside-tap', project, {recursive: true});
  writeFileSync(join(project, 'package.json'), '{"type": "module"}');
  const options = [
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--rootDir',
    '.',
    '--outDir',
    'dist',
  ];
  const tsc = resolve('node_modules/typescript/bin/tsc');
  // Without the types of Node, which the package does not bring along.
  execFileSync(process.execPath, [tsc, ...options, 'tap.ts'], {
    cwd: project,
    stdio: 'pipe',
  });
  cpSync(join(project, 'schemas'), join(project, 'dist/schemas'), {recursive: true});
}
