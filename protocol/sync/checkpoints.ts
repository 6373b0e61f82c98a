import type {Dialect, StreamEnd} from '../core/dialect.js';
import type {JsonValue} from '../core/json.js';
import {
  type Bookmark,
  bookmarkOf,
  type State,
  storedFor,
  withBookmark,
  withCurrentlySyncing,
} from '../core/state.js';
import type {Writer} from './writer.js';

/**
 * The state of a run and the STATE messages that tell it. What is saved here describes records that have been
 * handed to the writer before; since lines leave in order, no STATE can overtake the records that it covers.
 */
export class Checkpoints {
  #state: State;
  readonly #dialect: Dialect;
  readonly #writer: Writer;

  constructor(state: State, dialect: Dialect, writer: Writer) {
    this.#state = state;
    this.#dialect = dialect;
    this.#writer = writer;
  }

  bookmarkOf(stream: string): Bookmark | undefined {
    return bookmarkOf(this.#state, stream);
  }

  /** What came in for a stream, or was saved since, even if it is no bookmark. */
  storedFor(stream: string): JsonValue | undefined {
    return storedFor(this.#state, stream);
  }

  save(stream: string, bookmark: Bookmark): void {
    this.#state = withBookmark(this.#state, stream, bookmark);
  }

  syncing(stream: string | null): void {
    this.#state = withCurrentlySyncing(this.#state, stream);
  }

  /** Tells the state that came in. */
  writeInitial(): void {
    this.#put(this.#dialect.initialState(this.#state));
  }

  /** Tells the state as it is now, unless it was told already. */
  write(): void {
    this.#put(this.#dialect.state(this.#state));
  }

  /** Tells the state at the end of a run. */
  writeFinal(): void {
    this.#put(this.#dialect.finalState(this.#state));
  }

  /** Tells that a stream has ended. */
  writeEnd(stream: string, end: StreamEnd): void {
    this.#put(this.#dialect.ended(stream, end, this.#state));
  }

  #put(lines: readonly string[]): void {
    if (lines.length === 0) return;
    for (const line of lines) this.#writer.write(line);
    this.#writer.flush();
  }
}
