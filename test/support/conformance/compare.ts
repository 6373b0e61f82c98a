import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import type {Message} from '../messages.js';
import {recordsOf} from '../messages.js';
import type {Truth} from './sandbox.js';

/** The key properties of each stream. */
export type Keys = Readonly<Record<string, readonly string[]>>;

/** What a target holds after it has taken these messages: the last record of each key. */
export function heldByTarget(messages: readonly Message[], keys: Keys): Truth {
  return Object.fromEntries(
    Object.entries(keys).map(([stream, own]) => [
      stream,
      [...byKey(recordsOf(messages, stream), own).values()],
    ]),
  );
}

/** How two sets of records differ, as sentences; none when they are the same, field by field. */
export function differences(actual: Truth, expected: Truth, keys: Keys): string[] {
  return [...lost(actual, expected, keys), ...unexpected(actual, expected, keys)];
}

/** Which expected records are missing or not as they should be. */
export function lost(actual: Truth, expected: Truth, keys: Keys): string[] {
  return Object.entries(keys).flatMap(([stream, own]) => {
    const found = byKey(actual[stream] ?? [], own);
    return [...byKey(expected[stream] ?? [], own)].flatMap(([key, record]) => {
      const other = found.get(key);
      return other === undefined
        ? [`${stream} ${key} is missing`]
        : fieldDifferences(stream, key, other, record);
    });
  });
}

function unexpected(actual: Truth, expected: Truth, keys: Keys): string[] {
  return Object.entries(keys).flatMap(([stream, own]) => {
    const wanted = byKey(expected[stream] ?? [], own);
    return [...byKey(actual[stream] ?? [], own).keys()].flatMap((key) =>
      wanted.has(key) ? [] : [`${stream} ${key} was not to come`],
    );
  });
}

function fieldDifferences(stream: string, key: string, actual: JsonObject, expected: JsonObject): string[] {
  const names = new Set([...Object.keys(actual), ...Object.keys(expected)]);
  return [...names].flatMap((name) => {
    const [is, should] = [textOf(actual[name]), textOf(expected[name])];
    return is === should ? [] : [`${stream} ${key}: ${name} is ${is}, not ${should}`];
  });
}

/** As JSON with the members of objects in one order. */
function textOf(value: unknown): string {
  const sorted = (_name: string, member: unknown): unknown =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member;
  return value === undefined ? 'absent' : JSON.stringify(value, sorted);
}

function byKey(records: readonly JsonObject[], keys: readonly string[]): Map<string, JsonObject> {
  return new Map(records.map((record) => [JSON.stringify(keys.map((key) => record[key])), record]));
}
