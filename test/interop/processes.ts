import {type ChildProcessWithoutNullStreams, execFile} from 'node:child_process';
import {promisify} from 'node:util';
import type {RunningSandbox} from '../support/conformance/sandbox.js';
import {type Ended, outcome} from '../support/process.js';
import {lastLines} from './pipeline.js';

const execute = promisify(execFile);

/** The ids of running programs whose command line holds all of these words. */
export async function running(...words: readonly string[]): Promise<number[]> {
  const {stdout} = await execute('ps', ['-A', '-ww', '-o', 'pid=', '-o', 'args='], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout
    .split('\n')
    .filter((line) => words.every((word) => line.includes(word)))
    .map((line) => Number.parseInt(line, 10));
}

/** Waits until something is so, and throws what was waited for when it is not within these seconds. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 10,
): Promise<void> {
  const last = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > last) throw new Error(`after ${seconds} seconds, ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** When and how a run is cut off. */
export interface Cut {
  /** The request, counted from the start of the run, that waits for its answer meanwhile. */
  readonly request: number;
  /** Ends what is to be ended; it is called while the run certainly goes on. */
  readonly kill: (child: ChildProcessWithoutNullStreams) => Promise<void>;
  /** Words in the command line of the tap or target, by which it is found out whether it has gone as well. */
  readonly tap: readonly string[];
}

/**
 * Starts a program that runs a tap or target, and cuts it off while a request of that is kept waiting; returns how the program
 * ended. Throws when the run ended before it came to that request, and when the tap goes on running.
 */
export async function cutOff(
  sandbox: Pick<RunningSandbox, 'hold'>,
  start: () => Promise<ChildProcessWithoutNullStreams> | ChildProcessWithoutNullStreams,
  {request, kill, tap}: Cut,
): Promise<Ended> {
  const held = sandbox.hold(request);
  const child = await start();
  child.stdin.end();
  const ending = outcome(child);
  try {
    const early = await Promise.race([held.arrived, ending]);
    if (early !== undefined) {
      const said = lastLines(early.stdout + early.stderr);
      throw new Error(`the run ended before request ${request}, too early to be cut off: ${said}`);
    }
    await kill(child);
    const ended = await ending;
    // A tap without a reader finds that out when it goes on.
    held.release();
    await until('the tap still runs', async () => (await running(...tap)).length === 0);
    return ended;
  } finally {
    held.release();
    child.kill('SIGKILL');
    for (const pid of await running(...tap)) process.kill(pid, 'SIGKILL');
  }
}

/** Sends a signal to the one running program with these words in its command line. */
export async function signalTo(signal: NodeJS.Signals, ...words: readonly string[]): Promise<void> {
  const [pid, ...others] = await running(...words);
  if (pid === undefined) throw new Error(`nothing runs as ${words.join(' … ')}`);
  if (others.length > 0) throw new Error(`more than one program runs as ${words.join(' … ')}`);
  process.kill(pid, signal);
}
