import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {AccountForInterop} from './accounts.js';

/** What a tap is run on: a service's account with settings, and what of it is selected. */
export type RunOn = Pick<AccountForInterop, 'service' | 'catalog'> & {
  readonly sandbox: Pick<AccountForInterop['sandbox'], 'config'>;
};

export interface Program {
  readonly path: string;
  readonly args: readonly string[];
}

/**
 * Pipes one run of a tap into a target, from the state that the last one left in the folder. Throws when either fails;
 * what the target said of the state counts even so, as orchestrators have it.
 */
export async function tapInto(
  account: RunOn,
  folder: string,
  target: Program,
  settings: object = {},
  during: (tap: ChildProcess) => void = () => undefined,
): Promise<void> {
  const path = (name: string) => join(folder, name);
  writeFileSync(path('config.json'), JSON.stringify({...account.sandbox.config, ...settings}), {mode: 0o600});
  writeFileSync(path('catalog.json'), JSON.stringify(account.catalog));
  const state = existsSync(path('state.json')) ? ['--state', path('state.json')] : [];
  const bin = `dist/taps/${account.service}/bin.js`;
  const args = [bin, '--config', path('config.json'), '--catalog', path('catalog.json'), ...state];
  const tap = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']});
  const loader = spawn(target.path, [...target.args], {stdio: ['pipe', 'pipe', 'pipe'], cwd: folder});
  tap.stdout.pipe(loader.stdin);
  during(tap);
  loader.stdin.on('error', () => undefined);
  // A target that dies leaves the tap waiting for somebody to read.
  loader.once('close', () => tap.stdout.destroy());
  const [tapSaid, loaderSaid, states] = [tap.stderr, loader.stderr, loader.stdout].map(gathered);
  const [[tapCode, tapSignal], [loaderCode]] = await Promise.all([once(tap, 'close'), once(loader, 'close')]);
  const last = states?.().trim().split('\n').at(-1);
  if (last !== undefined && last !== '') writeFileSync(path('state.json'), last);
  if (loaderCode !== 0) throw new Error(`the target ended with ${loaderCode}: ${lastLines(loaderSaid?.())}`);
  if (tapCode !== 0)
    throw new TapFailed(`the tap ended with ${tapCode ?? tapSignal}: ${lastLines(tapSaid?.())}`);
  if (last === undefined || last === '') throw new Error('the target printed no state');
}

/** The tap ended badly; the target took all that it got. */
export class TapFailed extends Error {}

function gathered(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

export function lastLines(text = ''): string {
  return text.trim().split('\n').slice(-3).join(' | ').slice(0, 600);
}
