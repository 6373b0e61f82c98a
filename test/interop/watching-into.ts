import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {PaymoSandbox} from '../sandbox/paymo/index.js';
import {type Message, messagesIn} from '../support/messages.js';
import {UNLIMITED} from '../taps/paymo/sandbox.js';
import {lastLines, type Program} from './pipeline.js';
import {until} from './processes.js';

/** What a watcher is started with each time. */
export interface Watch {
  readonly sandbox: PaymoSandbox;
  readonly folder: string;
  readonly port: number;
  readonly catalog: object;
  readonly events: readonly string[];
  readonly target: Program;
}

/**
 * Pipes `tap-paymo watch` into a target, from the state that the last one left in the folder, until something has been done;
 * then the watcher is told to stop. Returns what it wrote. Throws when either fails.
 */
export async function watchInto(
  {sandbox, folder, port, catalog, events, target}: Watch,
  during: () => Promise<void>,
): Promise<Message[]> {
  const path = (name: string) => join(folder, name);
  const config = {...sandbox.config, ...UNLIMITED, watch_folder: path('watch')};
  writeFileSync(path('config.json'), JSON.stringify(config), {mode: 0o600});
  writeFileSync(path('catalog.json'), JSON.stringify(catalog));
  const files = ['config', 'catalog', 'state'].filter((name) => existsSync(path(`${name}.json`)));
  const args = [
    ...['dist/taps/paymo/bin.js', 'watch', ...files.flatMap((name) => [`--${name}`, path(`${name}.json`)])],
    ...['--port', String(port), '--public-url', `http://127.0.0.1:${port}`, '--events', events.join(',')],
  ];
  const watcher = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'pipe']});
  const loader = spawn(target.path, [...target.args], {stdio: ['pipe', 'pipe', 'pipe'], cwd: folder});
  watcher.stdout.pipe(loader.stdin);
  loader.stdin.on('error', () => undefined);
  const [written, said, states, loaderSaid] = [
    watcher.stdout,
    watcher.stderr,
    loader.stdout,
    loader.stderr,
  ].map(gathered);
  const ends = Promise.all([once(watcher, 'close'), once(loader, 'close')]);
  try {
    await until('the watcher has done no sync', () => {
      if (isOver(watcher) || isOver(loader)) {
        throw new Error(`it ended before its time: ${lastLines(said?.())} | ${lastLines(loaderSaid?.())}`);
      }
      return /A sync brought/.test(said?.() ?? '');
    });
    await during();
    watcher.kill('SIGTERM');
    const [[code, signal], [loaderCode]] = await ends;
    if (code !== 0) throw new Error(`the watcher ended with ${code ?? signal}: ${lastLines(said?.())}`);
    if (loaderCode !== 0) {
      throw new Error(`the target ended with ${loaderCode}: ${lastLines(loaderSaid?.())}`);
    }
    const state = states?.().trim().split('\n').at(-1) ?? '';
    if (!state.includes('bookmarks')) throw new Error('the target printed no state');
    writeFileSync(path('state.json'), state);
    return messagesIn(written?.() ?? '');
  } finally {
    for (const child of [watcher, loader]) child.kill('SIGKILL');
  }
}

function isOver({exitCode, signalCode}: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function gathered(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}
