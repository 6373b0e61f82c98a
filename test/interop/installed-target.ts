import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {isObject} from '../../protocol/core/json.js';
import {type PaymoSandbox, startPaymoSandbox} from '../sandbox/paymo/index.js';
import {outcome} from '../support/process.js';
import {UNLIMITED} from '../taps/paymo/sandbox.js';
import {lastLines} from './pipeline.js';
import {requireNone} from './results.js';
import type {Runtime} from './runtimes.js';

const SIZE = {entries: 4, tasks: 4, projects: 2, clients: 2, users: 2, invoices: 1};
/** What a tap may say, with a parent after its child. */
const INPUT = [
  {type: 'SCHEMA', stream: 'clients', schema: {properties: {id: {}}}, key_properties: ['id']},
  {type: 'SCHEMA', stream: 'projects', schema: {properties: {id: {}}}, key_properties: ['id']},
  {type: 'RECORD', stream: 'projects', record: {id: 1, name: 'Installed Project', client_key: 7}},
  {type: 'RECORD', stream: 'clients', record: {id: 7, name: 'Installed Client'}},
  {type: 'STATE', value: {at: 'the end'}},
];

/** Has the installed target say what it is and write two records, twice. Throws with what is wrong. */
export async function tryInstalledTarget(bin: string, node: Runtime, folder: string): Promise<void> {
  mkdirSync(folder, {recursive: true});
  const sandbox = await startPaymoSandbox({size: SIZE, limits: false});
  const env = {...process.env, PATH: [node.folder, process.env.PATH].join(delimiter)};
  const run = async (...args: string[]) => {
    const child = spawn(join(bin, 'target-paymo'), args, {cwd: folder, env});
    child.stdin.on('error', () => undefined);
    child.stdin.end(INPUT.map((message) => `${JSON.stringify(message)}\n`).join(''));
    const {code, stdout, stderr} = await outcome(child);
    if (code !== 0) throw new Error(`target-paymo ${args.join(' ')} failed: ${lastLines(stderr)}`);
    return stdout;
  };
  try {
    const config = {...sandbox.config, ...UNLIMITED};
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config), {mode: 0o600});
    const flags = ['--config', 'config.json'];
    const [version = '', about = '', calls = ''] = await Promise.all([
      run('--version'),
      run('--about', '--format', 'json'),
      run(...flags, '--dry-run'),
    ]);
    const before = made(sandbox);
    const states = [await run(...flags), await run(...flags)];
    const told: unknown = JSON.parse(about);
    const wrong = [
      [/^target-paymo \d+\.\d+\.\d+\n$/.test(version), '--version says something else'],
      [isObject(told) && told.name === 'target-paymo', '--about does not say what it is'],
      [/^POST clients .*\n^POST projects /m.test(calls), '--dry-run does not tell the two calls'],
      [before === '0 clients, 0 projects', `--dry-run made ${before}`],
      [made(sandbox) === '1 clients, 1 projects', `two runs made ${made(sandbox)}`],
      [states.every((text) => text === '{"at":"the end"}\n'), `the states are ${states.join('')}`],
    ] as const;
    requireNone(wrong.filter(([isSo]) => !isSo).map(([, what]) => `target-paymo: ${what}`));
  } finally {
    await sandbox.stop();
  }
}

function made({data}: PaymoSandbox): string {
  const clients = data.clients.filter(({name}) => name === 'Installed Client');
  const projects = data.projects.filter(
    ({name, client_id}) => name === 'Installed Project' && client_id === clients[0]?.id,
  );
  return `${clients.length} clients, ${projects.length} projects`;
}
