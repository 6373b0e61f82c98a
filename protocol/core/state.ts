import {isObject, type JsonObject, type JsonValue} from './json.js';

/**
 * A stream's bookmark: all that its next run needs. Keys that we don't know are kept as they came.
 * `replication_key_value` is how far the stream has been read; everything else is optional memory.
 */
export type Bookmark = JsonObject;

/** A whole state, as Singer spells it. Plain JSON that is never changed in place. */
export type State = JsonObject;

/**
 * A state as it came, without the envelopes that people paste along with it, and what is wrong with it.
 * A bookmark that can't be used is left where it is until its stream has been read again, in full.
 */
export function openState(input: JsonValue | undefined): {state: State; problems: string[]} {
  if (input === undefined || input === null) return {state: {}, problems: []};
  if (!isObject(input)) return {state: {}, problems: ['The state is not a JSON object and is ignored']};
  const opened = unwrap(input);
  const {bookmarks} = opened;
  if (bookmarks !== undefined && bookmarks !== null && !isObject(bookmarks)) {
    return {
      state: opened,
      problems: ['"bookmarks" in the state is not an object: every stream is read in full'],
    };
  }
  return {state: opened, problems: []};
}

function unwrap(input: JsonObject): State {
  if (input.type === 'STATE' && isObject(input.value)) return unwrap(input.value);
  if (isObject(input.singer_state)) return unwrap(input.singer_state);
  return input;
}

/** What a state holds for a stream, be it a bookmark or not; undefined when nothing. */
export function storedFor(state: State, stream: string): JsonValue | undefined {
  return isObject(state.bookmarks) ? state.bookmarks[stream] : undefined;
}

/** A stream's bookmark, undefined when there is none, or none that is an object. */
export function bookmarkOf(state: State, stream: string): Bookmark | undefined {
  const stored = storedFor(state, stream);
  return isObject(stored) ? stored : undefined;
}

/** The state with one stream's bookmark exchanged; everything else stays. */
export function withBookmark(state: State, stream: string, bookmark: Bookmark): State {
  const others = isObject(state.bookmarks) ? state.bookmarks : {};
  return {...state, bookmarks: {...others, [stream]: bookmark}};
}

/** The state that says which stream is being read; null when none is. */
export function withCurrentlySyncing(state: State, stream: string | null): State {
  return {...state, currently_syncing: stream};
}

/** A bookmark with some members exchanged; a member given as undefined is removed. */
export function merged(bookmark: Bookmark | undefined, changes: JsonObject): Bookmark {
  const entries = Object.entries({...bookmark, ...changes}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}
