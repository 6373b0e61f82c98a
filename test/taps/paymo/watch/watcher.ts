import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {isObject, type JsonObject} from '../../../../protocol/core/json.js';
import type {PaymoSandbox} from '../../../sandbox/paymo/index.js';
import {freePort} from '../../../support/free-port.js';
import type {Message} from '../../../support/messages.js';
import {lines, start} from '../../../support/process.js';

export interface WatcherOptions {
  readonly config?: object;
  readonly args?: readonly string[];
  readonly catalog?: object;
  /** Default: hooks are made, and lead to this watcher. */
  readonly registers?: boolean;
}

/** `tap-paymo watch` against a sandbox: it can be killed and started again, with the same folder and port. */
export class Watcher {
  readonly folder = mkdtempSync(join(tmpdir(), 'watch-'));
  readonly messages: Message[] = [];
  stderr = '';
  readonly #sandbox: PaymoSandbox;
  readonly #options: WatcherOptions;
  readonly #port: number;
  #child: ChildProcessWithoutNullStreams | undefined;
  #ended: Promise<[number | null, NodeJS.Signals | null]> | undefined;
  #wake: () => void = () => undefined;

  private constructor(sandbox: PaymoSandbox, port: number, options: WatcherOptions) {
    this.#sandbox = sandbox;
    this.#port = port;
    this.#options = options;
  }

  static async make(sandbox: PaymoSandbox, options: WatcherOptions = {}): Promise<Watcher> {
    return new Watcher(sandbox, await freePort(), options);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What it keeps about its hooks. */
  get hooks(): {path: string; secret: string; target_url: string} {
    return JSON.parse(readFileSync(join(this.folder, 'watch', 'hooks.json'), 'utf8'));
  }

  /** Starts it, and resolves once it has done a sync. */
  async start(state?: JsonObject, until: RegExp | undefined = /A sync (brought|failed|of)/): Promise<void> {
    const {config = {}, args = [], catalog, registers = true} = this.#options;
    this.stderr = '';
    const child = start('paymo', {
      verb: 'watch',
      config: {
        ...this.#sandbox.config,
        rate_limit: {requests: 1000, seconds: 1},
        watch_folder: join(this.folder, 'watch'),
        reconcile_minutes: 60,
        ...config,
      },
      catalog,
      state,
      args: [
        '--port',
        String(this.#port),
        ...(registers ? ['--public-url', this.url] : ['--no-register']),
        ...args,
      ],
    });
    this.#child = child;
    this.#ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    child.stderr.on('data', (chunk: Buffer) => {
      this.stderr += chunk;
      this.#wake();
    });
    child.once('close', () => this.#wake());
    void this.#gather(child);
    if (until !== undefined) await this.until(() => until.test(this.stderr));
  }

  /** Resolves once something is so; fails when the program ends before. */
  async until(isSo: () => boolean): Promise<void> {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      if (isSo()) return;
      if (this.#child?.exitCode !== null || this.#child.signalCode !== null) {
        throw new Error(`The watcher ended before its time: ${this.stderr}`);
      }
      await woken;
    }
  }

  /** Resolves once a record came that fits. */
  async record(stream: string, fits: (record: JsonObject) => boolean): Promise<JsonObject> {
    const find = () => this.records(stream).findLast(fits);
    await this.until(() => find() !== undefined);
    return find() ?? {};
  }

  records(stream: string): JsonObject[] {
    return this.messages.flatMap((message) =>
      message.type === 'RECORD' && message.stream === stream && isObject(message.record)
        ? [message.record]
        : [],
    );
  }

  /** Sends a signal and waits for the end. */
  async end(
    signal: NodeJS.Signals = 'SIGTERM',
  ): Promise<{code: number | null; signal: NodeJS.Signals | null}> {
    this.#child?.kill(signal);
    return this.ended();
  }

  /** Reads no more, as a target that has died. */
  closeOutput(): void {
    this.#child?.stdout.destroy();
  }

  /** Reads nothing for now, as a target that hangs. */
  pauseOutput(): void {
    this.#child?.stdout.pause();
  }

  resumeOutput(): void {
    this.#child?.stdout.resume();
  }

  /** Resolves when the process is no more, whether or not its output was read. */
  async exited(): Promise<void> {
    if (this.#child !== undefined) await once(this.#child, 'exit');
  }

  /** How it ended by itself. */
  async ended(): Promise<{code: number | null; signal: NodeJS.Signals | null}> {
    const [code, signal] = (await this.#ended) ?? [null, null];
    return {code, signal};
  }

  async health(): Promise<{status: number; facts: JsonObject}> {
    const response = await fetch(`${this.url}/health`);
    const facts: unknown = await response.json();
    return {status: response.status, facts: isObject(facts) ? facts : {}};
  }

  async stop(): Promise<void> {
    if (this.#child?.exitCode === null && this.#child.signalCode === null) await this.end('SIGKILL');
    rmSync(this.folder, {recursive: true, force: true});
  }

  async #gather(child: ChildProcessWithoutNullStreams): Promise<void> {
    try {
      for await (const line of lines(child)) {
        // What was written when it was killed may be half a line, which no target takes.
        const message = messageIn(line);
        if (message !== undefined) this.messages.push(message);
        this.#wake();
      }
    } catch {
      // Its output was closed.
    }
  }
}

function messageIn(line: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) && typeof value.type === 'string' ? {...value, type: value.type} : undefined;
  } catch {
    return undefined;
  }
}
