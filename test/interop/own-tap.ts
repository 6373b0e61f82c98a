import {execFile} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {dirname, join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {messagesIn, recordsOf} from '../support/messages.js';
import {npm} from './npm.js';
import {lastLines} from './pipeline.js';
import type {Runtime} from './runtimes.js';

const execute = promisify(execFile);
const OPTIONS = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--rootDir', '.'];
/** A key that no record has. */
const WRONG = `import {streamsOf} from 'timesheet-taps/protocol';
streamsOf<{notes: {id: number}}>().list('notes', {keyProperties: ['number']});
`;
const NOTES = [
  {id: 1, text: 'first', updated_at: '2026-03-01T08:00:00Z'},
  {id: 2, text: null, updated_at: '2026-03-02T08:00:00Z'},
];

/** A project of somebody who writes a tap of his own, with nothing in it but the packed package. */
export async function ownProject(folder: string, file: string): Promise<void> {
  const above = foldersAbove(folder).find((place) => existsSync(join(place, 'node_modules')));
  if (above !== undefined) throw new Error(`${above} has a node_modules, which would help out; set TMPDIR`);
  mkdirSync(folder, {recursive: true});
  cpSync('test/package/outside-tap', folder, {recursive: true});
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  await npm(folder, 'install', file);
  const tools = ['@types/node', 'typescript'].filter((name) =>
    existsSync(join(folder, 'node_modules', name)),
  );
  if (tools.length > 0) throw new Error(`The package brings ${tools.join(', ')} along.`);
}

/** Checks the tap's types against those of the package, which come with no others, and makes a plain ES module of it. */
export async function compileOwn(folder: string): Promise<void> {
  await tsc(folder, ['--noEmit']);
  // The same would be found wrong with types that do not fit.
  writeFileSync(join(folder, 'wrong.ts'), WRONG);
  const isFound = await tsc(folder, ['--noEmit'], 'wrong.ts').then(
    () => false,
    () => true,
  );
  if (!isFound) throw new Error('The types of the package let everything pass.');
  await tsc(folder, ['--noCheck', '--outDir', 'dist']);
  cpSync(join(folder, 'schemas'), join(folder, 'dist/schemas'), {recursive: true});
}

async function tsc(folder: string, options: readonly string[], file = 'tap.ts'): Promise<void> {
  const compiler = resolve('node_modules/typescript/bin/tsc');
  try {
    await execute(process.execPath, [compiler, ...OPTIONS, ...options, file], {cwd: folder});
  } catch (error) {
    const {stdout = ''} = error as {stdout?: string};
    throw new Error(lastLines(stdout));
  }
}

function foldersAbove(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [] : [above, ...foldersAbove(above)];
}

/** Runs the tap on a service of one list. Throws when not all of it comes. */
export async function runOwn(folder: string, node: Runtime): Promise<void> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({notes: NOTES, total_entries: NOTES.length, links: {next: null}}));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const config = {api_key: 'a-secret-key', base_url: `http://127.0.0.1:${port}`};
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config), {mode: 0o600});
  try {
    const args = [join(folder, 'dist/tap.js'), '--config', 'config.json'];
    const {stdout} = await execute(join(node.folder, 'node'), args, {cwd: folder});
    const came = JSON.stringify(recordsOf(messagesIn(stdout), 'notes'));
    if (came !== JSON.stringify(NOTES)) throw new Error(`${came} came`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}
