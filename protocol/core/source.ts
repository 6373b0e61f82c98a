import type {Span} from './bookmark.js';
import type {JsonObject} from './json.js';
import type {PropertySchema} from './schema.js';
import type {Bookmark} from './state.js';

/** One reading of the service; it may serve several streams, such as invoices with their lines and payments. */
export interface Pass {
  readonly name: string;
  readonly streams: readonly string[];
}

/** What the loop tells a source about one stream that it wants. */
export interface WantedStream {
  readonly bookmark: Bookmark | undefined;
  /** How far the stream has been read; undefined: nowhere yet. */
  readonly value: string | undefined;
  /** The table version that its records carry. */
  readonly version: number | undefined;
  /** The top-level fields that are emitted. */
  readonly fields: ReadonlySet<string>;
}

/** What a source needs to read one pass. */
export interface ReadRequest {
  readonly wanted: ReadonlyMap<string, WantedStream>;
  readonly span: Span;
  /** The configured start as it was written; bookmarks remember it as `start_date`. */
  readonly startText?: string | undefined;
  /** The last business date to read, where a stream has one. */
  readonly endDate: string | undefined;
  /** The stream that the last run was reading when it was interrupted. */
  readonly resumeWith: string | undefined;
  /** Aborted when the run is to stop. */
  readonly signal: AbortSignal;
  /** Only a sample of each stream is wanted, so that nothing should be read ahead. */
  readonly sampling: boolean;
  /** No bookmark may pass this moment: when the run began, by the service's clock or ours. */
  readonly signpost: string;
  /** Whether a stream still takes records; false once a sample is full. */
  wants(stream: string): boolean;
}

/** What a source tells the loop, in order. */
export type Reading =
  /** The stream's requests begin now. */
  | {kind: 'started'; stream: string}
  /** Raw objects of a stream. With `since`, those that did not change since then are left out. */
  | {
      kind: 'rows';
      stream: string;
      rows: readonly JsonObject[];
      stamp?: JsonObject;
      since?: string | undefined;
    }
  /** The stream turned out to have more fields than its schema knows; comes before its rows. */
  | {kind: 'fields'; stream: string; fields: Readonly<Record<string, PropertySchema>>}
  /** The stream's old position does not count any more; the reason is for people. */
  | {kind: 'restarted'; stream: string; reason: string}
  /** The service announces so many records more. */
  | {kind: 'total'; stream: string; add: number}
  /**
   * All that was read so far is safe to skip when the next run finds these members in the bookmark. With
   * `durable` it is worth a STATE message now.
   */
  | {kind: 'progress'; stream: string; bookmark: JsonObject; value?: string; durable: boolean}
  /** The stream has been read completely. Without `value` its newest record decides. */
  | {kind: 'complete'; stream: string; bookmark: JsonObject; value?: string}
  /** The stream is not available and that is no failure. */
  | {kind: 'skipped'; stream: string; reason: string; expected: boolean}
  /** The stream can't be read, or not completely; others of the pass may go on. */
  | {kind: 'failed'; stream: string; error: unknown};

/** What a source found out about the service before anything is read. */
export interface Opening {
  /** Names the account in fingerprints. */
  readonly account: string;
  /** The time of the service's first response; undefined when it named none. */
  readonly serverTime: Date | undefined;
  /** Streams that need not be asked for, with the reason. */
  readonly unavailable: ReadonlyMap<string, string>;
  /** Why the request that tried the credentials failed, where a run goes on, since the stream that it belongs to tells it. */
  readonly trouble?: Error;
}

/** The loop's only door to a service. */
export interface Source {
  /** Checks the credentials and looks at the account. Rejected credentials are an `AuthError`. */
  open(streams: ReadonlySet<string>): Promise<Opening>;
  /** The passes that together read these streams, in the order of reading. */
  passes(streams: ReadonlySet<string>): Pass[];
  /** The filters that narrow a stream, as they are part of its fingerprint. */
  filtersOf(stream: string): JsonObject;
  /** Reads one pass. What it throws fails all streams of the pass that are not complete. */
  read(pass: Pass, request: ReadRequest): AsyncIterable<Reading>;
  /** Frees connections. */
  close(): void;
}
