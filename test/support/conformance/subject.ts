import {expect} from 'chai';
import {type Catalog, discover} from '../../../protocol/core/catalog.js';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {streamsOfTap, type Tap} from '../../../protocol/tap.js';
import {lastState, type Message, messagesIn, statesIn} from '../messages.js';
import {type Ended, type RunOptions, runTap} from '../process.js';
import {lintProtocol} from '../protocol-lint.js';
import {selectingAll} from './catalogs.js';
import {heldByTarget, type Keys} from './compare.js';
import type {RunningSandbox, SandboxForTests, Truth} from './sandbox.js';

/** A run of the executable with its messages taken apart. */
export interface Run extends Ended {
  readonly messages: readonly Message[];
  /** Whether its last line need not be a STATE, since its dialect has other last words. */
  readonly hasOtherEnd?: boolean;
}

/** A first run that read everything, and what the service held then. */
export interface FirstRun extends Run {
  readonly state: JsonObject;
  readonly truth: Truth;
  readonly requests: number;
}

/** A tap under test: its executable, what it offers, and sandboxes to run it on. */
export class Subject {
  /** The executable's folder below `taps/`. */
  readonly executable: string;
  readonly catalog: Catalog;
  /** The catalog with all streams and fields selected. */
  readonly everything: Catalog;
  readonly keys: Keys;
  readonly sandboxes: SandboxForTests;
  readonly #running = new Set<RunningSandbox>();
  #first: Promise<FirstRun> | undefined;

  constructor(tap: Tap, sandboxes: SandboxForTests) {
    this.executable = tap.name.replace(/^tap-/, '');
    this.catalog = discover(streamsOfTap(tap));
    this.everything = selectingAll(this.catalog);
    this.keys = Object.fromEntries(
      this.catalog.streams.map((entry) => [entry.tap_stream_id, entry.key_properties]),
    );
    this.sandboxes = sandboxes;
  }

  /** The lookback that the tap has by default. */
  get lookback(): number {
    return this.sandboxes.lookbackSeconds ?? 300;
  }

  /** Settings that make a lookback of so many seconds. */
  lookbackOf(seconds: number): JsonObject {
    return this.sandboxes.lookbackOf?.(seconds) ?? {lookback_window: seconds};
  }

  /** Whether a stream has fields that no catalog names. */
  isOpen(stream: string): boolean {
    return this.sandboxes.openStreams?.includes(stream) ?? false;
  }

  /** A service of its own for one test. */
  async sandbox(): Promise<RunningSandbox> {
    const sandbox = await this.sandboxes.start();
    this.#running.add(sandbox);
    return sandbox;
  }

  async stopSandboxes(): Promise<void> {
    const running = [...this.#running];
    this.#running.clear();
    await Promise.all(running.map((sandbox) => sandbox.stop()));
  }

  /** Runs the executable, on everything unless told otherwise. `config` is laid over the sandbox's own. */
  async run(sandbox: RunningSandbox, options: RunOptions = {}): Promise<Run> {
    return this.taken(await runTap(this.executable, this.optionsFor(sandbox, options)), options);
  }

  /** A run's messages, in the words of Singer whatever the dialect. */
  taken(ended: Ended, _options: RunOptions): Run {
    return taken(ended);
  }

  /** Whether a run that was told to stop has a STATE for its last line. */
  get endsWithState(): boolean {
    return true;
  }

  optionsFor(sandbox: RunningSandbox, options: RunOptions = {}): RunOptions {
    return {catalog: this.everything, ...options, config: {...sandbox.config, ...options.config}};
  }

  /** A first, complete run on a sandbox as they all are. It is made once and only looked at. */
  first(): Promise<FirstRun> {
    this.#first ??= this.#runFirst();
    return this.#first;
  }

  async #runFirst(): Promise<FirstRun> {
    const sandbox = await this.sandboxes.start();
    try {
      const truth = await sandbox.truth();
      const before = sandbox.requestCount();
      const run = await this.run(sandbox);
      expectGood(run);
      return {...run, truth, state: lastState(run.messages), requests: sandbox.requestCount() - before};
    } finally {
      await sandbox.stop();
    }
  }

  /** What a target holds after it has taken these messages. */
  held(messages: readonly Message[]): Truth {
    return heldByTarget(messages, this.keys);
  }
}

export function taken(ended: Ended): Run {
  return {...ended, messages: messagesIn(ended.stdout)};
}

/** The run ended well, with messages that every target takes. */
export function expectGood(run: Run, stateBefore?: JsonObject): void {
  expect({code: run.code, signal: run.signal}, run.stderr).to.deep.equal({code: 0, signal: undefined});
  const isCutOff = run.hasOtherEnd ?? false;
  expect(lintProtocol(run.messages, {stateBefore, isCutOff})).to.deep.equal([]);
}

/** A stream's bookmark in a state; undefined when there is none, or none that is an object. */
export function bookmarkIn(state: JsonObject, stream: string): JsonObject | undefined {
  const bookmark = isObject(state.bookmarks) ? state.bookmarks[stream] : undefined;
  return isObject(bookmark) ? bookmark : undefined;
}

/** How far a stream has been read, by a state; undefined: nowhere yet. */
export function reached(state: JsonObject, stream: string): string | undefined {
  const value = bookmarkIn(state, stream)?.replication_key_value;
  return typeof value === 'string' ? value : undefined;
}

/** The names of the streams whose SCHEMA came. */
export function streamsIn(messages: readonly Message[]): string[] {
  return messages.filter(({type}) => type === 'SCHEMA').map(({stream}) => String(stream));
}

/** The last state among lines that a target took before the run was cut off; none when there was none yet. */
export function stateSoFar(messages: readonly Message[]): JsonObject | undefined {
  return statesIn(messages).at(-1);
}
