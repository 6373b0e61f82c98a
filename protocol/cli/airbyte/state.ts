import {isObject, type JsonObject, type JsonValue} from '../../core/json.js';
import {openState, type State} from '../../core/state.js';
import {NO_CURSOR} from '../../dialects/airbyte/dialect.js';
import {REFRESH_COMPLETE} from '../../dialects/airbyte/refresh.js';

/**
 * The state of all streams out of the messages that the platform kept: a list of them, in whatever form they come
 * back, or nothing. An object of the old form, or the state of a Singer run, is understood as well.
 */
export function airbyteState(stored: JsonValue | undefined): {state: State; problems: string[]} {
  if (stored === undefined || stored === null) return {state: {}, problems: []};
  if (isObject(stored)) return legacyState(stored);
  if (!Array.isArray(stored))
    return {state: {}, problems: ['The state is no list of messages and is ignored']};
  const bookmarks: JsonObject = {};
  const problems: string[] = [];
  for (const message of stored) {
    const found = isObject(message) ? statesIn(message) : undefined;
    if (found === undefined) problems.push('A message in the state is not understood and is ignored');
    else Object.assign(bookmarks, found);
  }
  return {state: Object.keys(bookmarks).length === 0 ? {} : {bookmarks}, problems};
}

/** The bookmarks in one message, with or without its envelope; undefined for what is none. */
function statesIn(message: JsonObject): JsonObject | undefined {
  const body = message.type === 'STATE' && isObject(message.state) ? message.state : message;
  const global = [body.global, body.global_].find(isObjectValue);
  if (global !== undefined) {
    const states = Array.isArray(global.stream_states) ? global.stream_states.filter(isObject) : [];
    return Object.assign({}, ...states.map(streamState));
  }
  if (isObjectValue(body.stream)) return streamState(body.stream);
  return isObjectValue(body.data) ? bookmarksIn(body.data) : undefined;
}

function streamState({stream_descriptor, stream_state}: JsonObject): JsonObject {
  const name = isObjectValue(stream_descriptor) ? stream_descriptor.name : undefined;
  if (typeof name !== 'string' || !isObjectValue(stream_state)) return {};
  return hasCursor(stream_state) ? {[name]: stream_state} : {};
}

function legacyState(stored: JsonObject): {state: State; problems: string[]} {
  if (stored.singer_state !== undefined || isObjectValue(stored.value)) return openState(stored);
  if (isObjectValue(stored.bookmarks))
    return openState({...stored, bookmarks: bookmarksIn(stored.bookmarks)});
  const found = statesIn(stored) ?? bookmarksIn(stored);
  return {state: Object.keys(found).length === 0 ? {} : {bookmarks: found}, problems: []};
}

/** Bookmarks by stream, as the old form has them. */
function bookmarksIn(data: JsonObject): JsonObject {
  if (isObjectValue(data.bookmarks)) return data.bookmarks;
  const entries = Object.entries(data).filter(([, state]) => isObjectValue(state) && hasCursor(state));
  return Object.fromEntries(entries);
}

function hasCursor(state: JsonObject): boolean {
  return Object.keys(state).length > 0 && state[NO_CURSOR] !== true && state[REFRESH_COMPLETE] !== true;
}

function isObjectValue(value: JsonValue | undefined): value is JsonObject {
  return value !== undefined && isObject(value);
}
