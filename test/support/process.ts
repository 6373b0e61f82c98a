import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import split2 from 'split2';

/** A program's whole output and how it ended. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
}

export interface RunOptions {
  /** The first word of the command line, where Airbyte gives one. */
  readonly verb?: string;
  /** Values of `--config`, `--catalog`, `--state`: objects go into files of their own. */
  readonly config?: object | undefined;
  readonly catalog?: object | undefined;
  readonly state?: object | undefined;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Starts an executable of the build, e.g. `harvest` for `dist/taps/harvest/bin.js`. */
export function start(tap: string, options: RunOptions = {}): ChildProcessWithoutNullStreams {
  const folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-'));
  const flags = (['config', 'catalog', 'state'] as const).flatMap((name) => {
    const value = options[name];
    if (value === undefined) return [];
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify(value), {mode: 0o600});
    return [`--${name}`, path];
  });
  const verb = options.verb === undefined ? [] : [options.verb];
  const child = spawn(
    process.execPath,
    [`dist/taps/${tap}/bin.js`, ...verb, ...flags, ...(options.args ?? [])],
    {
      env: {...process.env, LOGLEVEL: 'info', ...options.env},
    },
  );
  child.once('close', () => rmSync(folder, {recursive: true, force: true}));
  return child;
}

/** Runs an executable of the build to its end. */
export async function runTap(tap: string, options: RunOptions = {}): Promise<Ended> {
  const child = start(tap, options);
  child.stdin.end();
  return outcome(child);
}

/** Gathers what a program prints until it ends. */
export async function outcome(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return {
    stdout: Buffer.concat(out).toString(),
    stderr: Buffer.concat(err).toString(),
    code: code ?? undefined,
    signal: signal ?? undefined,
  };
}

/** The lines of a running program's stdout, one by one. */
export function lines(child: ChildProcessWithoutNullStreams): AsyncIterable<string> {
  return child.stdout.pipe(split2());
}
