import pLimit from 'p-limit';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import type {Opening, Pass, Reading, ReadRequest, Source} from '../../protocol/core/source.js';
import type {Stream} from '../../protocol/core/stream.js';
import {singer} from '../../protocol/dialects/singer.js';
import {Checkpoints} from '../../protocol/sync/checkpoints.js';
import {type RunOptions, run} from '../../protocol/sync/run.js';
import {Tallies} from '../../protocol/sync/tally.js';
import {Writer} from '../../protocol/sync/writer.js';
import {FakeClock} from './clock.js';
import {RecordingLog} from './log.js';
import {type Message, messagesIn, statesIn} from './messages.js';
import {QuickReader} from './readers.js';
import {whole} from './streams.js';

/** What a pass tells: a list, or a function of the request that may also throw in between. */
export type Script = readonly Reading[] | ((request: ReadRequest) => AsyncIterable<Reading>);

/** A source that tells what a test wrote down for each pass, and remembers what it was asked for. */
export class FakeSource implements Source {
  /** The passes that were read, in order. */
  readonly passesRead: string[] = [];
  readonly requests = new Map<string, ReadRequest>();
  filters: Record<string, JsonObject> = {};
  readonly #passes: readonly Pass[];
  readonly #scripts: ReadonlyMap<string, Script>;

  /** `passes` by name; a name such as `invoices+lines` means one pass for both streams. */
  constructor(passes: Record<string, Script>) {
    this.#passes = Object.keys(passes).map((name) => ({name, streams: name.split('+')}));
    this.#scripts = new Map(Object.entries(passes));
  }

  async open(): Promise<Opening> {
    return {account: 'acme', serverTime: undefined, unavailable: new Map()};
  }

  passes(streams: ReadonlySet<string>): Pass[] {
    return this.#passes.filter((pass) => pass.streams.some((name) => streams.has(name)));
  }

  filtersOf(stream: string): JsonObject {
    return this.filters[stream] ?? {};
  }

  async *read(pass: Pass, request: ReadRequest): AsyncGenerator<Reading> {
    this.passesRead.push(pass.name);
    this.requests.set(pass.name, request);
    const script = this.#scripts.get(pass.name) ?? [];
    yield* typeof script === 'function' ? script(request) : script;
  }

  close(): void {}
}

export const SIGNPOST = '2026-11-20T10:00:00Z';

/** What a test may change of a run. */
export type Changes = Partial<Omit<RunOptions, 'source' | 'tallies' | 'checkpoints' | 'log'>> & {
  readonly state?: JsonObject;
  readonly filters?: Record<string, JsonObject>;
};

/** A run of the sync loop over a fake source, with everything that a test may want to look at. */
export class Rehearsal {
  readonly source: FakeSource;
  readonly log = new RecordingLog();
  readonly tallies: Tallies;
  readonly out = new QuickReader();
  readonly controller = new AbortController();
  readonly #options: RunOptions;

  constructor(streams: readonly Stream[], passes: Record<string, Script>, changes: Changes = {}) {
    const {state = {}, filters = {}, ...options} = changes;
    this.source = new FakeSource(passes);
    this.source.filters = filters;
    this.tallies = new Tallies(streams.map(({name}) => name));
    const writer = options.writer ?? new Writer(this.out, (error) => this.controller.abort(error));
    const dialect = options.dialect ?? singer();
    this.#options = {
      account: 'acme',
      unavailable: new Map(),
      span: {start: undefined, lookbackSeconds: 300, backfill: options.backfill ?? false},
      endDate: undefined,
      resumeWith: undefined,
      refusalsFail: false,
      slots: pLimit(1),
      startedAt: new FakeClock().now(),
      onProgress: () => undefined,
      clock: new FakeClock(),
      signal: this.controller.signal,
      signpost: SIGNPOST,
      validate: 'warn',
      activateVersion: 'off',
      maxRecords: undefined,
      backfill: false,
      startText: undefined,
      selected: streams.map(whole),
      ...options,
      dialect,
      writer,
      source: this.source,
      tallies: this.tallies,
      checkpoints: new Checkpoints(state, dialect, writer),
      log: this.log,
    };
  }

  async run(): Promise<this> {
    await run(this.#options);
    return this;
  }

  get messages(): Message[] {
    return messagesIn(this.out.text);
  }

  get states(): JsonObject[] {
    return statesIn(this.messages);
  }

  /** The bookmark of a stream in the last STATE. */
  bookmarkOf(stream: string): JsonObject | undefined {
    return bookmarkIn(this.states.at(-1), stream);
  }

  /** How each stream ended. */
  get outcomes(): Record<string, string> {
    return Object.fromEntries(this.tallies.all.map(({stream, outcome}) => [stream, outcome]));
  }
}

/** A stream's bookmark in a state. */
export function bookmarkIn(state: JsonObject | undefined, stream: string): JsonObject | undefined {
  const bookmarks = isObject(state?.bookmarks) ? state.bookmarks : {};
  const bookmark = bookmarks[stream];
  return isObject(bookmark) ? bookmark : undefined;
}

/** The readings of a stream that is read from its first row to its end. */
export function wholeReading(stream: string, rows: readonly JsonObject[]): Reading[] {
  return [
    {kind: 'started', stream},
    {kind: 'rows', stream, rows},
    {kind: 'complete', stream, bookmark: {}},
  ];
}
