import {PassThrough, Readable} from 'node:stream';
import {parseArgs} from '../../protocol/cli/args.js';
import type {Console} from '../../protocol/cli/consent.js';
import {getCommand} from '../../protocol/cli/get-command.js';
import {programVerbs} from '../../protocol/cli/program-verbs.js';
import {requestCommand} from '../../protocol/cli/request-command.js';
import {StderrLog} from '../../protocol/sync/stderr-log.js';
import type {Tap} from '../../protocol/tap.js';
import {Folder} from '../cli/executable.js';
import {FakeClock} from './clock.js';

/** What came of a direct call. */
export interface DirectEnd {
  readonly printed: Buffer;
  readonly told: string;
  /** What it threw; undefined where it went well. */
  readonly error: Error | undefined;
}

export interface DirectOptions {
  /** What is typed or piped in; default: nothing. */
  readonly input?: string;
  /** Whether somebody sits in front of it; default: nobody does. */
  readonly isTerminal?: boolean;
  readonly signal?: AbortSignal;
  /** A file of this content, for `--catalog`. */
  readonly catalog?: object;
}

const COMMANDS = {request: requestCommand, get: getCommand};

/** Does in this process what a command line such as `request me -i` says, under a config. */
export async function direct(
  tap: Tap,
  config: object,
  [verb, ...words]: readonly ['request' | 'get', ...string[]],
  {input = '', isTerminal = false, signal, catalog}: DirectOptions = {},
): Promise<DirectEnd> {
  const folder = new Folder();
  const printed: Buffer[] = [];
  const told: Buffer[] = [];
  const stderr = gathering(told, isTerminal);
  const console: Console = {
    input: Object.assign(Readable.from(input === '' ? [] : [Buffer.from(input)]), {isTTY: isTerminal}),
    printed: gathering(printed, isTerminal),
    told: stderr,
  };
  const log = new StderrLog({
    name: tap.name,
    level: 'info',
    format: 'text',
    out: stderr,
    clock: new FakeClock(),
  });
  const ending = {run: signal ?? new AbortController().signal, remark: ''};
  let error: Error | undefined;
  try {
    const file = folder.file('config.json', JSON.stringify(config));
    const selection =
      catalog === undefined ? [] : ['--catalog', folder.file('c.json', JSON.stringify(catalog))];
    const args = [verb, ...words, '--config', file, ...selection];
    const command = await parseArgs(tap.name, args, programVerbs(tap));
    if (typeof command === 'string') throw new Error(`only help was asked for: ${command}`);
    await COMMANDS[verb](tap, command, log, ending, console);
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error(String(thrown));
  } finally {
    folder.remove();
  }
  return {printed: Buffer.concat(printed), told: Buffer.concat(told).toString(), error};
}

function gathering(chunks: Buffer[], isTTY: boolean) {
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return Object.assign(stream, {isTTY});
}
