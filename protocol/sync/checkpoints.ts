import type {Dialect} from '../core/dialect.js';
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
  #written: string | undefined;
  /** How many lines there were when the state was last told. */
  #lineOfState = -1;
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

  /** Tells the state that came in, unless there was none: a target that saw nothing else must not lose it. */
  writeInitial(): void {
    if (Object.keys(this.#state).length > 0) this.#put();
  }

  /** Tells the state as it is now, unless it was told already. */
  write(): void {
    if (this.#dialect.state(this.#state) !== this.#written) this.#put();
  }

  /** Tells the state at the end of a run, told before or not, so that the last line is a STATE. */
  writeFinal(): void {
    if (this.#writer.lines > this.#lineOfState) this.#put();
    else this.write();
  }

  #put(): void {
    const line = this.#dialect.state(this.#state);
    this.#written = line;
    this.#writer.write(line);
    this.#lineOfState = this.#writer.lines;
    this.#writer.flush();
  }
}
