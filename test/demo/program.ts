import {type ChildProcess, type ChildProcessByStdio, spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, openSync} from 'node:fs';
import type {Readable} from 'node:stream';

/** Where a program's log goes. */
export type LogPlace = 'inherit' | 'ignore';

// The metrics of each stream would bury the rest; the tables of a demonstration tell the same.
const env = {LOGLEVEL: 'warning', ...process.env};

/** The script of one of our executables, by its name: `tap-paymo`, `target-paymo`. */
export function scriptOf(program: string): string {
  const [kind, service] = program.split('-');
  return `dist/taps/${service}/${kind === 'target' ? 'target/' : ''}bin.js`;
}

/** Runs one of our executables, with files for its input and output. Throws when it fails. */
export async function runProgram(
  program: string,
  args: readonly string[],
  {input, output, stderr}: {input?: string; output: string; stderr: LogPlace},
): Promise<void> {
  const stdin = input === undefined ? undefined : openSync(input, 'r');
  const stdout = openSync(output, 'w');
  const child = spawn(process.execPath, [scriptOf(program), ...args], {
    stdio: [stdin ?? 'ignore', stdout, stderr],
    env,
  });
  const code = await ended(child);
  for (const file of [stdin, stdout]) if (file !== undefined) closeSync(file);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
}

/** Starts one of our executables, whose output is read as it comes. */
export function startProgram(
  program: string,
  args: readonly string[],
  stderr: LogPlace,
): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [scriptOf(program), ...args], {stdio: ['ignore', 'pipe', stderr], env});
}

/** How a program ended: its exit code, or the signal that ended it. */
export async function ended(child: ChildProcess): Promise<number | string> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return code ?? signal ?? 'unknown';
}
