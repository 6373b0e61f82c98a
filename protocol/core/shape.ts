import {canonicalDecimal} from './decimals.js';
import {isObject, type JsonObject, type JsonValue} from './json.js';
import {type PropertySchema, typesOf} from './schema.js';
import type {SelectedStream} from './selection.js';
import type {ValueRule} from './stream.js';
import {calendarDate, utcMilliseconds, utcTimestamp} from './timestamps.js';

/** What shaping could not pass on as it came, told by field (`user.name`), so that nothing is lost in silence. */
export interface ShapeNotes {
  /** A field that the schema does not know was dropped. */
  unknown(field: string): void;
  /** A value that is not what the field holds was replaced by null. */
  nulled(field: string, what: FieldKind): void;
}

/** What a field holds whose values become null where they are something else. */
export type FieldKind = 'date' | 'decimal' | 'boolean' | 'number';

/**
 * Makes one record of one raw object, which may become that record itself; `stamp` holds values that the raw
 * object lacks, such as its parent's id.
 */
export type Shape = (raw: JsonObject, stamp?: JsonObject) => JsonObject;

type Convert = (value: JsonValue) => JsonValue;

/**
 * Compiles a stream's selection into one function. All decisions fall here: which fields, which conversion, at
 * every depth. The function returns every selected field, null where the service left it out.
 */
export function compileShape(selected: SelectedStream, notes: ShapeNotes): Shape {
  const {schema: full, quietFields, rules} = selected.stream;
  const told: ShapeNotes = {
    nulled: (field, what) => notes.nulled(field, what),
    unknown: (field) => {
      if (!quietFields.has(field)) notes.unknown(field);
    },
  };
  const shapeObject = objectShape(full, selected.schema, '', {notes: told, rules});
  return (raw, stamp) => shapeObject(stamp === undefined ? raw : stamped(raw, stamp));
}

function stamped(raw: JsonObject, stamp: JsonObject): JsonObject {
  const row = {...raw};
  for (const name in stamp) row[name] = stamp[name] ?? null;
  return row;
}

/**
 * Shapes one object. Objects of one kind come with the same keys in the same order again and again, so what has to be
 * done is decided once for each such order. Where nothing must be left out the object itself is kept, and only
 * values that need it are exchanged; that is several times faster than making a new one.
 */
function objectShape(full: PropertySchema, kept: PropertySchema, path: string, context: Context) {
  const {notes} = context;
  const fields: Field[] = Object.entries(kept.properties ?? {}).map(([name, property]) => ({
    name,
    convert: conversion(full.properties?.[name] ?? property, property, `${path}${name}`, context),
  }));
  const known = Object.keys(full.properties ?? {});
  const layouts: Layout[] = [];
  let layout = layoutOf({}, known, fields);
  return (raw: JsonObject): JsonObject => {
    if (!hasLayout(raw, layout)) {
      layout = layouts.find((seen) => hasLayout(raw, seen)) ?? layoutOf(raw, known, fields);
      if (!layouts.includes(layout) && layouts.length < MOST_LAYOUTS) layouts.push(layout);
    }
    for (const name of layout.unknown) notes.unknown(path + name);
    const record = layout.keepsObject ? raw : {};
    for (const {name, convert} of layout.keepsObject ? layout.converted : fields) {
      const before = raw[name] ?? null;
      const after = before === null || convert === undefined ? before : convert(before);
      if (after !== before || record !== raw) record[name] = after;
    }
    for (const name of layout.missing) record[name] = null;
    return record;
  };
}

/** What compiling needs at every depth. */
interface Context {
  readonly notes: ShapeNotes;
  readonly rules: ReadonlyMap<string, ValueRule>;
}

/** Orders of keys beyond so many are looked at anew each time; a service has a handful for each kind of object. */
const MOST_LAYOUTS = 16;

interface Field {
  readonly name: string;
  readonly convert: Convert | undefined;
}

/** What is to be done with objects that have these keys in this order. */
interface Layout {
  readonly keys: readonly string[];
  readonly unknown: readonly string[];
  readonly missing: readonly string[];
  /** Every key is wanted, so that the object can become the record. */
  readonly keepsObject: boolean;
  readonly converted: readonly Field[];
}

function layoutOf(raw: JsonObject, known: readonly string[], fields: readonly Field[]): Layout {
  const keys = Object.keys(raw);
  const present = new Set(keys);
  const wanted = new Set(fields.map(({name}) => name));
  return {
    keys,
    unknown: keys.filter((name) => !known.includes(name)),
    missing: [...wanted].filter((name) => !present.has(name)),
    keepsObject: keys.every((name) => wanted.has(name)),
    converted: fields.filter(({name, convert}) => convert !== undefined && present.has(name)),
  };
}

function hasLayout(raw: JsonObject, {keys}: Layout): boolean {
  let at = 0;
  for (const name in raw) if (name !== keys[at++]) return false;
  return at === keys.length;
}

/** How values of one property are converted; undefined where they pass as they are. */
function conversion(
  full: PropertySchema,
  kept: PropertySchema,
  path: string,
  context: Context,
): Convert | undefined {
  const {notes, rules} = context;
  const type = typesOf(kept)[0];
  const rule = rules.get(path);
  if (type === 'object' && kept.properties !== undefined && Object.keys(full.properties ?? {}).length > 0) {
    const shape = objectShape(full, kept, `${path}.`, context);
    return (value) => (isObject(value) ? shape(value) : value);
  }
  if (type === 'array' && kept.items !== undefined && full.items !== undefined) {
    const item = conversion(full.items, kept.items, path, context);
    if (item === undefined) return undefined;
    return (value) => (Array.isArray(value) ? value.map((one) => (one === null ? null : item(one))) : value);
  }
  if (rule === 'decimal') return held('decimal', canonicalDecimal, path, notes);
  if (rule === 'milliseconds') return dateConversion(utcMilliseconds, path, notes);
  if (rule === 'typed' && type === 'boolean') return held('boolean', booleanIn, path, notes);
  if (rule === 'typed' && type === 'number') return held('number', numberIn, path, notes);
  if (kept.format === 'date-time') return dateConversion(utcTimestamp, path, notes);
  if (kept.format === 'date') return dateConversion(calendarDate, path, notes);
  if (type === 'string') return toText;
  if (type === 'number' || type === 'integer') return held('number', finite, path, notes);
  if (type === 'boolean') return toBoolean;
  return undefined;
}

function dateConversion(
  parse: (value: string) => string | undefined,
  path: string,
  notes: ShapeNotes,
): Convert {
  return held('date', (value) => (typeof value === 'string' ? parse(value) : undefined), path, notes);
}

/** Makes null of what can't be read as what the field holds. */
function held(
  what: FieldKind,
  read: (value: JsonValue) => JsonValue | undefined,
  path: string,
  notes: ShapeNotes,
): Convert {
  return (value) => {
    const held = read(value);
    if (held !== undefined) return held;
    // An empty string is how services write "nothing"; anything else that does not fit is worth telling.
    if (value !== '') notes.nulled(path, what);
    return null;
  };
}

function booleanIn(value: JsonValue): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function numberIn(value: JsonValue): number | undefined {
  const number = toNumber(value);
  return typeof number === 'number' ? number : undefined;
}

/** Forms send truth values as text here and there, and an empty one for none. */
const toBoolean: Convert = (value) => {
  if (typeof value !== 'string') return value;
  return value === '' ? null : value === 'true' ? true : value === 'false' ? false : value;
};

/** A number that JSON can hold; 1e400 is read as infinity, which would be written as null. */
function finite(value: JsonValue): JsonValue | undefined {
  const number = toNumber(value);
  return number === Number.POSITIVE_INFINITY || number === Number.NEGATIVE_INFINITY ? undefined : number;
}

const toText: Convert = (value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

// Services print decimals as text here and there; what is no number, or has more digits than one can hold, stays,
// and validation tells of it.
const toNumber: Convert = (value) => {
  if (value === '') return null;
  if (typeof value !== 'string' || !/^[+-]?\d+(\.\d+)?$/.test(value.trim())) return value;
  const number = Number(value);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
};
