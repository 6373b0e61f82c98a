import {isObject, type JsonObject, type JsonValue} from './json.js';
import {type PropertySchema, typesOf} from './schema.js';
import type {SelectedStream} from './selection.js';
import {calendarDate, utcTimestamp} from './timestamps.js';

/** What shaping could not pass on as it came, told by field (`user.name`), so that nothing is lost in silence. */
export interface ShapeNotes {
  /** A field that the schema does not know was dropped. */
  unknown(field: string): void;
  /** A value that is no date was replaced by null. */
  nulled(field: string): void;
}

/** Makes one record of one raw object; `stamp` holds values that the raw object lacks, such as its parent's id. */
export type Shape = (raw: JsonObject, stamp?: JsonObject) => JsonObject;

type Convert = (value: JsonValue) => JsonValue;

/**
 * Compiles a stream's selection into one function. All decisions fall here: which fields, which conversion, at
 * every depth. The function returns every selected field, null where the service left it out.
 */
export function compileShape(selected: SelectedStream, notes: ShapeNotes): Shape {
  const shapeObject = objectShape(selected.stream.schema, selected.schema, '', notes);
  return (raw, stamp) => {
    const record = shapeObject(raw);
    if (stamp !== undefined) {
      for (const name in stamp) if (name in record) record[name] = stamp[name] ?? null;
    }
    return record;
  };
}

function objectShape(full: PropertySchema, kept: PropertySchema, path: string, notes: ShapeNotes) {
  const known: ReadonlySet<string> = new Set(Object.keys(full.properties ?? {}));
  const names = Object.keys(kept.properties ?? {});
  const converts = Object.entries(kept.properties ?? {}).map(([name, property]) =>
    conversion(full.properties?.[name] ?? property, property, `${path}${name}`, notes),
  );
  const count = names.length;
  return (raw: JsonObject): JsonObject => {
    for (const name in raw) if (!known.has(name)) notes.unknown(path + name);
    const record: JsonObject = {};
    for (let i = 0; i < count; i++) {
      const name = names[i] as string;
      const value = raw[name];
      const convert = converts[i];
      record[name] =
        value === undefined || value === null ? null : convert === undefined ? value : convert(value);
    }
    return record;
  };
}

/** How values of one property are converted; undefined where they pass as they are. */
function conversion(
  full: PropertySchema,
  kept: PropertySchema,
  path: string,
  notes: ShapeNotes,
): Convert | undefined {
  const type = typesOf(kept)[0];
  if (type === 'object' && kept.properties !== undefined && Object.keys(full.properties ?? {}).length > 0) {
    const shape = objectShape(full, kept, `${path}.`, notes);
    return (value) => (isObject(value) ? shape(value) : value);
  }
  if (type === 'array' && kept.items !== undefined && full.items !== undefined) {
    const item = conversion(full.items, kept.items, path, notes);
    if (item === undefined) return undefined;
    return (value) => (Array.isArray(value) ? value.map((one) => (one === null ? null : item(one))) : value);
  }
  if (kept.format === 'date-time') return dateConversion(utcTimestamp, path, notes);
  if (kept.format === 'date') return dateConversion(calendarDate, path, notes);
  if (type === 'string') return toText;
  if (type === 'number' || type === 'integer') return toNumber;
  return undefined;
}

function dateConversion(
  parse: (value: string) => string | undefined,
  path: string,
  notes: ShapeNotes,
): Convert {
  return (value) => {
    const parsed = typeof value === 'string' ? parse(value) : undefined;
    if (parsed !== undefined) return parsed;
    // An empty string is how services write "no date"; anything else that is no date is worth telling.
    if (value !== '') notes.nulled(path);
    return null;
  };
}

const toText: Convert = (value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

// Services print decimals as text here and there; what is no number stays, and validation tells of it.
const toNumber: Convert = (value) => {
  if (typeof value !== 'string') return value;
  const number = Number(value);
  return value.trim() === '' || !Number.isFinite(number) ? value : number;
};
