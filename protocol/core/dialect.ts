import type {Failure} from './errors.js';
import type {JsonObject} from './json.js';
import type {SelectedStream} from './selection.js';
import type {State} from './state.js';

/** Turns one shaped record into a line; `nulled` names fields whose values could not be passed on. */
export type EncodeRecord = (record: JsonObject, nulled: readonly string[]) => string;

/** How a stream ended, for those who watch. */
export type StreamEnd =
  | {readonly kind: 'complete'}
  | {readonly kind: 'interrupted'}
  | {readonly kind: 'failed'; readonly message: string; readonly failure: Failure};

/**
 * How the events of one run are spelled. What it is told it spells, in the order in which it is told, so that it may
 * remember what has been said. Lines come without their line end; an event that a dialect has no word for gives none.
 */
export interface Dialect {
  /** The stream's requests begin. */
  started(stream: string): readonly string[];
  /** The stream's records, if there are any, come next. */
  schema(selected: SelectedStream): readonly string[];
  /** An encoder for the records of one page, which were observed together (milliseconds since 1970) and carry one version. */
  records(stream: string, observedAt: number, version: number | undefined): EncodeRecord;
  /** The service announces so many records of the stream, as far as is known by now. */
  estimate(stream: string, records: number): readonly string[];
  /** The service makes us wait until then (milliseconds since 1970). */
  waiting(stream: string, until: number): readonly string[];
  activateVersion(stream: string, version: number): readonly string[];
  /** The state that a run starts from. */
  initialState(state: State): readonly string[];
  /** The state as it is now, as far as it is news. */
  state(state: State): readonly string[];
  /** The state at the end of a run. */
  finalState(state: State): readonly string[];
  /** The stream has ended; everything that is to be told of it has been, but for this. */
  ended(stream: string, end: StreamEnd, state: State): readonly string[];
}
