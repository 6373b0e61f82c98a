import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {AccountForInterop} from './accounts.js';

export interface Program {
  readonly path: string;
  readonly args: readonly string[];
}

/** Pipes one run of a tap into a target, from the state that the last one left in the folder. Throws when either fails. */
export async function tapInto(
  account: AccountForInterop,
  folder: string,
  target: Program,
  settings: object = {},
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
  loader.stdin.on('error', () => undefined);
  // A target that dies leaves the tap waiting for somebody to read.
  loader.once('close', () => tap.stdout.destroy());
  const [tapSaid, loaderSaid, states] = [tap.stderr, loader.stderr, loader.stdout].map(gathered);
  const [[tapCode], [loaderCode]] = await Promise.all([once(tap, 'close'), once(loader, 'close')]);
  if (loaderCode !== 0) throw new Error(`the target ended with ${loaderCode}: ${lastLines(loaderSaid?.())}`);
  if (tapCode !== 0) throw new Error(`the tap ended with ${tapCode}: ${lastLines(tapSaid?.())}`);
  const last = states?.().trim().split('\n').at(-1);
  if (last === undefined || last === '') throw new Error('the target printed no state');
  writeFileSync(path('state.json'), last);
}

function gathered(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

export function lastLines(text = ''): string {
  return text.trim().split('\n').slice(-3).join(' | ').slice(0, 600);
}
