import type {Dialect, StreamEnd} from '../core/dialect.js';
import type {JsonValue} from '../core/json.js';
import {type Bookmark, type State, storedFor, withBookmark, withCurrentlySyncing} from '../core/state.js';
import type {Writer} from './writer.js';

/** Where a run notes how far it has got, and tells it. */
export interface Progressing {
  /** What came in for a stream, or was saved since, even if it is no bookmark. */
  storedFor(stream: string): JsonValue | undefined;
  save(stream: string, bookmark: Bookmark): void;
  /** Notes which stream is being read; null when none is. */
  syncing(stream: string | null): void;
  /** Tells the state that came in. */
  writeInitial(): void;
  /** Tells the state as it is now, unless it was told already. */
  write(): void;
  /** Tells the state at the end of a run. */
  writeFinal(): void;
  /** Tells that a stream has ended. */
  writeEnd(stream: string, end: StreamEnd): void;
}

/**
 * The state of a run and the STATE messages that tell it. What is saved here describes records that have been
 * handed to the writer before; since lines leave in order, no STATE can overtake the records that it covers.
 */
export class Checkpoints implements Progressing {
  #state: State;
  readonly #dialect: Dialect;
  readonly #writer: Writer;

  constructor(state: State, dialect: Dialect, writer: Writer) {
    this.#state = state;
    this.#dialect = dialect;
    this.#writer = writer;
  }

  /** The state as it is now. */
  get state(): State {
    return this.#state;
  }

  storedFor(stream: string): JsonValue | undefined {
    return storedFor(this.#state, stream);
  }

  save(stream: string, bookmark: Bookmark): void {
    this.#state = withBookmark(this.#state, stream, bookmark);
  }

  syncing(stream: string | null): void {
    this.#state = withCurrentlySyncing(this.#state, stream);
  }

  writeInitial(): void {
    this.#put(this.#dialect.initialState(this.#state));
  }

  write(): void {
    this.#put(this.#dialect.state(this.#state));
  }

  writeFinal(): void {
    this.#put(this.#dialect.finalState(this.#state));
  }

  writeEnd(stream: string, end: StreamEnd): void {
    this.put((state) => this.#dialect.ended(stream, end, state));
  }

  /** Tells what is to be told of the state as it is now. */
  put(linesOf: (state: State) => readonly string[]): void {
    this.#put(linesOf(this.#state));
  }

  #put(lines: readonly string[]): void {
    if (lines.length === 0) return;
    for (const line of lines) this.#writer.write(line);
    this.#writer.flush();
  }
}
