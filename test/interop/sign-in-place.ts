import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {ACCOUNTS} from '../sandbox/harvest/several-accounts.js';
import {freePort} from '../support/free-port.js';
import {secretsIn} from '../taps/harvest/sign-in/secrets.js';
import {requireNone} from './results.js';
import {KEYS, Terminal} from './terminal.js';

/** The program as it is called. */
export const PROGRAM = 'dist/taps/harvest/bin.js';
/** The line with the address to open. */
export const ADDRESS = /^ {2}http:\S+(?=\r?\n)/m;

/** Where one sign-in is tried: a sandbox of its own, and a config file. */
export interface Place {
  readonly sandbox: HarvestSandbox;
  readonly config: string;
  readonly port: number;
  /** Starts `tap-harvest VERB` in a terminal. */
  start(verb: string, ...args: readonly string[]): Terminal;
  /** The config file's settings. */
  held(): Record<string, unknown>;
}

/** Tries one sign-in in a place of its own, and throws if the terminal has shown a secret. */
export async function inPlace(
  python: string,
  folder: string,
  attempt: (place: Place) => Promise<string | undefined>,
): Promise<string | undefined> {
  mkdirSync(folder, {recursive: true});
  const port = await freePort();
  const redirectUrl = `http://127.0.0.1:${port}/callback`;
  const sandbox = await startHarvestSandbox({accounts: ACCOUNTS, signIn: {redirectUrl}});
  const config = join(folder, `${port}.json`);
  const {baseUrl, idUrl} = sandbox;
  writeFileSync(config, JSON.stringify({base_url: baseUrl, id_url: idUrl}), {mode: 0o600});
  const started: Terminal[] = [];
  const start = (verb: string, ...args: readonly string[]) => {
    const all = [PROGRAM, verb, '--config', config, ...args];
    const terminal = new Terminal(python, process.execPath, all, {SSH_TTY: 'test'});
    started.push(terminal);
    return terminal;
  };
  const held = () => JSON.parse(readFileSync(config, 'utf8'));
  try {
    const more = await attempt({sandbox, config, port, start, held});
    for (const {shown} of started) requireNone(secretsIn(sandbox, {stdout: shown, stderr: ''}));
    return more;
  } finally {
    for (const terminal of started) terminal.close();
    await sandbox.stop();
  }
}

/** Starts a sign-in and answers its first questions; returns the address that it shows then. */
export async function begun({sandbox, port, start}: Place): Promise<{terminal: Terminal; address: string}> {
  const {clientId, clientSecret} = sandbox.signIn;
  const terminal = start('login', '--port', String(port));
  await terminal.shows(/client id/);
  terminal.type(clientId + KEYS.enter);
  await terminal.shows(/client secret/);
  terminal.type(clientSecret + KEYS.enter);
  return {terminal, address: (await terminal.shows(ADDRESS)).trim()};
}

/** Waits for the end of a program; throws when it ends in another way. */
export async function endedBy(terminal: Terminal, how: string): Promise<void> {
  const by = await terminal.ended;
  if (by !== how) throw new Error(`it ended with ${by} and not ${how}: ${terminal.shown}`);
}
