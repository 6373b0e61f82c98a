import {isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';

/** What was found in a state: each stream's own, and what was no state of any stream. */
export interface StreamStates {
  readonly states: Map<string, JsonValue | undefined>;
  readonly strange: string[];
}

/**
 * The states of the streams in what Airbyte or PyAirbyte keep: a list of messages of one stream each, or one of all, with
 * or without envelopes, spelled as in the protocol or as in the platform's API; or the old form, an object by stream.
 */
export function streamStates(content: JsonValue): StreamStates {
  const found: StreamStates = {states: new Map(), strange: []};
  collect(content, found);
  return found;
}

function collect(value: JsonValue | undefined, found: StreamStates): void {
  if (Array.isArray(value)) {
    for (const one of value) collect(one, found);
    return;
  }
  if (!isObject(value)) {
    found.strange.push('a member that is no message');
    return;
  }
  const one = value.stream ?? (member(value, 'stream_descriptor') === undefined ? undefined : value);
  const global = value.global ?? value.global_ ?? value.globalState;
  if (isObject(one) && member(one, 'stream_descriptor') !== undefined) streamState(one, found);
  else if (isObject(global)) globalState(global, found);
  else if (Array.isArray(value.streamState)) collect(value.streamState, found);
  else if (isObject(value.state) || Array.isArray(value.state)) collect(value.state, found);
  else if (isObject(value.data)) byStream(value.data, found);
  else byStream(value, found);
}

function streamState(message: JsonObject, found: StreamStates): void {
  const descriptor = member(message, 'stream_descriptor');
  const name = isObject(descriptor) ? descriptor.name : undefined;
  if (typeof name === 'string') found.states.set(name, member(message, 'stream_state'));
  else found.strange.push('a message that names no stream');
}

function globalState(global: JsonObject, found: StreamStates): void {
  const shared = member(global, 'shared_state');
  if (isObject(shared) && Object.keys(shared).length > 0) found.strange.push('shared_state');
  const states = member(global, 'stream_states');
  for (const one of Array.isArray(states) ? states : []) collect(one, found);
}

function byStream(states: JsonObject, found: StreamStates): void {
  for (const [name, state] of Object.entries(states)) {
    // What the platform says of the state as a whole.
    if (['type', 'stateType', 'connectionId', 'streamState', 'globalState'].includes(name)) continue;
    found.states.set(name, state);
  }
}

/** A member as the protocol spells it, or the platform's API: `stream_state` or `streamState`. */
function member(value: JsonObject, name: string): JsonValue | undefined {
  return value[name] ?? value[name.replace(/_(\w)/g, (_whole, letter: string) => letter.toUpperCase())];
}
