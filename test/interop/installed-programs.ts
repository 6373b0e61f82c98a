import {execFile} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {promisify} from 'node:util';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import {configuredCatalog} from '../support/airbyte.js';
import {differences, heldByTarget} from '../support/conformance/compare.js';
import {type Message, messagesIn} from '../support/messages.js';
import {type AccountForInterop, openAccount} from './accounts.js';
import {lastLines} from './pipeline.js';
import {requireNone} from './results.js';
import type {Runtime} from './runtimes.js';

const execute = promisify(execFile);
/** What is synced of each service: a list with changes, and a full table. */
const STREAMS: Readonly<Record<string, readonly string[]>> = {
  harvest: ['clients', 'roles'],
  paymo: ['clients', 'webhooks'],
  paydirt: ['clients', 'time'],
};

/** Runs a program to its end, in the folder of somebody who has nothing but it; returns what it printed. */
type Run = (...args: readonly string[]) => Promise<string>;

/** Has both installed programs of a service say what they are and sync a few streams. Throws with what is wrong. */
export async function tryPrograms(
  bin: string,
  node: Runtime,
  folder: string,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  mkdirSync(folder, {recursive: true});
  const env = {...process.env, PATH: [node.folder, process.env.PATH].join(delimiter)};
  const running =
    (name: string): Run =>
    async (...args) => {
      const options = {cwd: folder, env, maxBuffer: 512 * 1024 * 1024};
      try {
        return (await execute(join(bin, name), [...args], options)).stdout;
      } catch (error) {
        const {stderr = ''} = error as {stderr?: string};
        throw new Error(`${name} ${args.join(' ')} failed: ${lastLines(stderr)}`);
      }
    };
  try {
    const catalog = {
      streams: account.catalog.streams.filter(({stream}) => STREAMS[service]?.includes(stream)),
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(account.sandbox.config), {mode: 0o600});
    writeFileSync(join(folder, 'catalog.json'), JSON.stringify(catalog));
    writeFileSync(join(folder, 'configured.json'), JSON.stringify(configuredCatalog(catalog, () => true)));
    const [tap, source] = [`tap-${service}`, `source-${service}`];
    for (const name of [tap, source]) await tellsOfItself(running(name), account, name);
    const flags = ['--config', 'config.json', '--catalog'];
    const [synced, read] = await Promise.all([
      running(tap)(...flags, 'catalog.json'),
      running(source)('read', ...flags, 'configured.json'),
    ]);
    await isAll(messagesIn(synced), account, catalog, tap);
    await isAll(messagesIn(read).map(asSinger), account, catalog, source);
  } finally {
    await account.sandbox.stop();
  }
}

/** Whether a program says its version, what it is, what it wants to know and what it offers. */
async function tellsOfItself(run: Run, {service, catalog}: AccountForInterop, name: string): Promise<void> {
  // All at once, since each of them takes longer to start than to answer.
  const [version = '', about = '', spec = '', schemas = '', offer = ''] = await Promise.all([
    run('--version'),
    run('--about'),
    run('spec'),
    run('--discover'),
    run('discover', '--config', 'config.json'),
  ]);
  const wrong = [
    [/^tap-\w+ \d+\.\d+\.\d+\n$/.test(version), '--version says something else'],
    [about.includes(`tap-${service}`), '--about does not say what it is'],
    [messagesIn(spec).some(({type}) => type === 'SPEC'), 'spec prints no SPEC'],
    [streamsIn(JSON.parse(schemas)) === catalog.streams.length, '--discover lacks streams'],
    [
      messagesIn(offer).some(({catalog: told}) => streamsIn(told) === catalog.streams.length),
      'discover lacks streams',
    ],
  ] as const;
  requireNone(wrong.filter(([isSo]) => !isSo).map(([, what]) => `${name}: ${what}`));
}

/** How many streams a catalog of either protocol names. */
function streamsIn(catalog: unknown): number {
  return isObject(catalog) && Array.isArray(catalog.streams) ? catalog.streams.length : 0;
}

async function isAll(
  messages: readonly Message[],
  {sandbox, keys}: AccountForInterop,
  catalog: AccountForInterop['catalog'],
  name: string,
): Promise<void> {
  const truth = await sandbox.truth();
  const own = Object.fromEntries(catalog.streams.map(({stream}) => [stream, keys[stream] ?? []]));
  const wrong = differences(heldByTarget(messages, own), truth, own);
  requireNone(wrong.map((problem) => `${name}: ${problem}`));
  const empty = Object.keys(own).filter((stream) => (truth[stream] ?? []).length === 0);
  requireNone(empty.map((stream) => `${stream} is empty, so this shows nothing`));
}

/** A record of Airbyte's in the words of Singer; everything else as it is. */
function asSinger(message: Message): Message {
  if (message.type !== 'RECORD' || !isObject(message.record ?? null)) return message;
  const {stream = null, data = null} = message.record as JsonObject;
  return {type: 'RECORD', stream, record: data};
}
