import type {JsonObject} from '../../../protocol/core/json.js';

/** What each stream's records must be, complete with nulls, by stream. */
export type Truth = Readonly<Record<string, readonly JsonObject[]>>;

/** A record that was added or changed: the stream, and the members by which to know it. */
export interface Change {
  readonly stream: string;
  readonly where: JsonObject;
}

/** A request that is kept waiting. */
export interface HeldRequest {
  /** Resolves when it has come in. */
  readonly arrived: Promise<void>;
  release(): void;
}

/** A made-up service that a tap can be tried on. Any two that are started hold the same rows at the same time. */
export interface SandboxForTests {
  start(): Promise<RunningSandbox>;
  /** Settings to lay over good ones so that the service refuses the credentials. */
  readonly badCredentials: JsonObject;
  /** Streams whose own requests can be made to fail, no two of them read in one pass. */
  readonly canFail: readonly string[];
  /** How many seconds before a bookmark the tap reads again where nobody says anything else; default: 300. */
  readonly lookbackSeconds?: number;
  /** The settings that make a lookback of so many seconds; default: `lookback_window`. */
  lookbackOf?(seconds: number): JsonObject;
  /**
   * Streams with fields that no catalog names, since only the service's answers tell of them. They come unless somebody
   * deselects them by name.
   */
  readonly openStreams?: readonly string[];
}

export interface RunningSandbox {
  /** Settings with which the tap may read everything, as fast as it can, in pages small enough to have several. */
  readonly config: JsonObject;
  /** The service's clock, as a timestamp; it stands still. */
  now(): string;
  /** Moves the service's clock on; back with a negative number. */
  advance(seconds: number): void;
  /** How the records of every stream must look now. */
  truth(): Promise<Truth>;
  /**
   * Whether a run that finds `bookmark` for an incremental stream must bring this record: because its replication
   * key is at or after the bookmark minus the lookback, which may count in days and be padded, or for a reason of the
   * service's own.
   */
  isDue(stream: string, record: JsonObject, bookmark: string, lookbackSeconds: number): boolean;
  /** Rows are added and changed, stamped with the clock's time where the service stamps them. All that it tells is due. */
  change(): readonly Change[];
  /** Gives one row a text of so many characters, and says which row. */
  lengthen(characters: number): Change;
  /** How many requests came in so far. */
  requestCount(): number;
  /** Answers a stream's own requests with a server error from now on. */
  fail(stream: string): void;
  /** Keeps the nth request from now on waiting. */
  hold(nth: number): HeldRequest;
  stop(): Promise<void>;
}
