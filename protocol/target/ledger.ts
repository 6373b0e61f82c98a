import type {JsonObject} from '../core/json.js';

/** What is known of a source's record. */
export interface LedgerEntry {
  /** The service's id of what was made of it; undefined when that is gone, or was never there. */
  readonly id: string | undefined;
  /** Identifies the content that was last applied; undefined when nothing was, or when a person told the id. */
  readonly hash: string | undefined;
  /** A call that was begun and of which no end is known. */
  readonly flight: Flight | undefined;
  /** A creation of which nobody can tell whether it had its effect; nothing is done about the record until that is settled. */
  readonly undecided: string | undefined;
}

/** A call that is under way, or was when a run was killed. */
export interface Flight {
  readonly stream: string;
  readonly key: string;
  readonly call: 'create' | 'update' | 'delete';
  /** Identifies the content that is being applied. */
  readonly hash: string;
  /** When it was begun by the service's clock, in milliseconds since 1970. */
  readonly at: number;
  /** What the service is looked through with, if need be: what was sent, and where. */
  readonly facts: JsonObject;
}

/**
 * Remembers what was made of which record, across runs and crashes. What a method has resolved for is on the disk. It is
 * bound to one account, and at most one process has it.
 */
export interface Ledger {
  /** Streams and keys whose calls have no known end. */
  readonly flights: readonly Flight[];
  get(stream: string, key: string): LedgerEntry | undefined;
  /** Whether an id of one of these streams' records is known, which then belongs to a record. */
  knowsId(streams: readonly string[], id: string): boolean;
  /** The streams that it has entries of. */
  readonly streams: readonly string[];
  /** Notes that a call begins; the call must not be made before. */
  begin(flight: Flight): Promise<void>;
  /** The call had its effect: the record is now this id with this content. */
  applied(stream: string, key: string, id: string, hash: string): Promise<void>;
  /** The record's object is gone. */
  gone(stream: string, key: string): Promise<void>;
  /** The call certainly had no effect. */
  failed(stream: string, key: string): Promise<void>;
  /** Whether the call had its effect can't be found out. */
  undecided(stream: string, key: string, reason: string): Promise<void>;
  close(): Promise<void>;
}
