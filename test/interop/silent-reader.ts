import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {bodyOf, configuredCatalog, objectIn} from '../support/airbyte.js';
import {lintRead} from '../support/airbyte-lint.js';
import {type Message, messagesIn} from '../support/messages.js';
import {outcome} from '../support/process.js';
import {type AccountForInterop, openAccount, requestsOf, serviceNamed} from './accounts.js';
import {recordsIn} from './handover.js';
import {until} from './processes.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {lacking} from './values.js';

const LINES = 10;
const MOST_SECONDS = 3;

/** Ends sources as PyAirbyte does: with its read-only files of text, and by a signal after it has stopped reading. */
export async function trySilentReader(
  results: Results,
  _venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const large = await openAccount(service, 'large');
  try {
    await results.check(
      `silent-reader: source-${service} read, told to stop when nobody reads any more`,
      () => stoppedUnread(large, start(large, join(folder, `silent-${service}`))),
    );
  } finally {
    await large.sandbox.stop();
  }
  const account = await openAccount(service);
  try {
    const requests = await requestsOf(service, Object.keys(account.keys));
    await results.check(
      `silent-reader: source-${service} read, told to stop by one who goes on reading`,
      () => stoppedWhileRead(account, join(folder, `reading-${service}`), Math.floor(requests / 2)),
    );
  } finally {
    await account.sandbox.stop();
  }
}

async function stoppedUnread(
  {sandbox}: AccountForInterop,
  child: ChildProcessWithoutNullStreams,
): Promise<string> {
  try {
    child.stderr.resume();
    await firstLines(child);
    // With nobody reading, the source comes to a halt once the pipe is full.
    let asked = -1;
    let since = Date.now();
    await until('the source still asks its service', () => {
      const now = sandbox.requestCount();
      if (now !== asked) since = Date.now();
      asked = now;
      return Date.now() - since > 500;
    });
    if (child.exitCode !== null) throw new Error('it ended before it was told to: the account is too small');
    const seconds = await endAfterSigterm(child);
    return `        after ${asked} requests, ${seconds.toFixed(1)} s after the signal`;
  } finally {
    child.kill('SIGKILL');
    child.stdout.destroy();
  }
}

async function stoppedWhileRead(account: AccountForInterop, place: string, nth: number): Promise<string> {
  const {sandbox, keys} = account;
  const held = sandbox.hold(nth);
  const child = start(account, place);
  const ending = outcome(child);
  try {
    const early = await Promise.race([held.arrived, ending]);
    if (early !== undefined) throw new Error('it ended before it was told to');
    const seconds = await endAfterSigterm(child);
    const messages = messagesIn((await ending).stdout);
    requireNone(lintRead(messages));
    const ended = statusesIn(messages);
    const open = ended.filter(([, status]) => status !== 'COMPLETE').map(([name]) => name);
    if (open.length === 0) throw new Error('it was told to stop when everything had been read');
    // A list without order tells a state only when it is complete, so of an open stream there may be none.
    const complete = new Set(ended.map(([name]) => name).filter((name) => !open.includes(name)));
    const truth = Object.entries(await sandbox.truth()).filter(([name]) => complete.has(name));
    requireNone(lacking(recordsIn(messages), Object.fromEntries(truth), keys));
    const last = messages.slice(-2 * open.length - 2).map(({type}) => type);
    return `        open then: ${open.join(', ')}; last lines: ${last.join(' ')}; ${seconds.toFixed(1)} s`;
  } finally {
    held.release();
    child.kill('SIGKILL');
  }
}

/** Starts `read` with files as PyAirbyte makes them. */
function start(account: AccountForInterop, place: string): ChildProcessWithoutNullStreams {
  const {service, sandbox, catalog} = account;
  const open = serviceNamed(service).sandboxes().openStreams ?? [];
  mkdirSync(place, {recursive: true});
  const files = Object.entries({
    config: ['config.json', sandbox.config],
    catalog: ['catalog.txt', configuredCatalog(catalog, (stream) => open.includes(stream))],
    state: ['state.txt', []],
  });
  const flags = files.flatMap(([flag, [name, content]]) => {
    const path = join(place, String(name));
    writeFileSync(path, JSON.stringify(content));
    chmodSync(path, 0o444);
    return [`--${flag}`, path];
  });
  const child = spawn(process.execPath, [`dist/taps/${service}/bin.js`, 'read', ...flags]);
  child.stdin.end();
  return child;
}

/** Reads some lines, and then no more, without closing the pipe. */
async function firstLines(child: ChildProcessWithoutNullStreams): Promise<void> {
  let text = '';
  for (;;) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    text += chunk;
    if (text.split('\n').length > LINES) break;
  }
  child.stdout.pause();
}

/** Sends SIGTERM; returns after how many seconds the program ended. Throws when that is late, or not as it must be. */
async function endAfterSigterm(child: ChildProcessWithoutNullStreams): Promise<number> {
  const began = Date.now();
  const late = setTimeout(() => child.kill('SIGKILL'), 2 * MOST_SECONDS * 1000);
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  child.kill('SIGTERM');
  const [code, signal] = await exit;
  clearTimeout(late);
  const seconds = (Date.now() - began) / 1000;
  if (code !== 0 && signal !== 'SIGTERM') throw new Error(`it ended by ${signal ?? code}`);
  if (seconds > MOST_SECONDS) throw new Error(`it ended only after ${seconds} s`);
  return seconds;
}

/** How each stream ended. */
function statusesIn(messages: readonly Message[]): [string, string][] {
  const found = new Map<string, string>();
  for (const message of messages) {
    const {stream_descriptor, status} = objectIn(bodyOf(message).stream_status);
    if (status !== undefined) found.set(String(objectIn(stream_descriptor).name), String(status));
  }
  return [...found];
}
