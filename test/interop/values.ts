import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';

/** What a destination holds: its rows by stream. */
export type Held = Readonly<Record<string, readonly JsonObject[]>>;

/** How a destination keeps what it gets, as far as that is not as it came. */
export interface Keeping {
  /** Objects and lists are not looked at, since they come apart or as text that nobody can read back. */
  readonly withoutContainers?: boolean;
}

/**
 * What a destination lacks of the truth, as sentences: rows, or values in them. Destinations keep values in types of
 * their own, so they are compared by what they mean.
 */
export function lacking(
  held: Held,
  truth: Held,
  keys: Readonly<Record<string, readonly string[]>>,
  keeping: Keeping = {},
): string[] {
  return Object.entries(truth).flatMap(([stream, records]) => {
    const own = keys[stream] ?? [];
    const byKey = new Map((held[stream] ?? []).map((row) => [keyOf(row, own), row]));
    return records.flatMap((record) => {
      const row = byKey.get(keyOf(record, own));
      if (row === undefined) return [`${stream} ${keyOf(record, own)} is missing`];
      return Object.entries(record).flatMap(([field, value]) => {
        if (value === undefined || (keeping.withoutContainers === true && isContainer(value))) return [];
        const is = row[field];
        return means(is ?? null, value)
          ? []
          : [
              `${stream} ${keyOf(record, own)}: ${field} is ${JSON.stringify(is)}, not ${JSON.stringify(value)}`,
            ];
      });
    });
  });
}

/** A row's key as one text. */
export function keyOf(row: JsonObject, keys: readonly string[]): string {
  return keys.map((key) => String(row[key] ?? '')).join(' ');
}

function isContainer(value: JsonValue): boolean {
  return typeof value === 'object' && value !== null;
}

/** Whether what a destination holds means the value that was sent. */
function means(held: JsonValue, sent: JsonValue): boolean {
  if (sent === null) return held === null || held === '';
  if (typeof sent === 'boolean') return ['true', '1', 't'].includes(String(held).toLowerCase()) === sent;
  if (typeof sent === 'number')
    return held !== null && Math.abs(Number(held) - sent) <= Math.abs(sent) * 1e-9;
  if (typeof sent === 'object') return contained(held, sent);
  if (/^\d{4}-\d{2}-\d{2}T/.test(sent)) return momentOf(String(held)) === Date.parse(sent);
  if (/^\d{4}-\d{2}-\d{2}$/.test(sent)) return String(held).slice(0, 10) === sent;
  return (held === null ? '' : String(held)) === sent;
}

function contained(held: JsonValue, sent: JsonValue): boolean {
  let parsed: JsonValue;
  try {
    parsed = typeof held === 'string' ? (JSON.parse(held) as JsonValue) : held;
  } catch {
    return false;
  }
  return canonical(parsed) === canonical(sent);
}

/** A value as one text, whatever the order of its members. */
export function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** A moment as databases print it: a space for the T, and no zone or an offset of zero. */
function momentOf(text: string): number {
  const iso = text.replace(' ', 'T').replace(/\+00(:?00)?$/, 'Z');
  return Date.parse(/Z$/.test(iso) ? iso : `${iso}Z`);
}
