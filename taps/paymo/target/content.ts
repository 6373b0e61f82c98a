import {isObject, type JsonObject, type JsonValue, Rejection} from '../../../protocol/index.js';
import type {Field} from './field.js';
import {isNothing} from './field.js';
import {valueAt} from './paths.js';
import type {FieldPlan, LinePlan, StreamPlan, Way} from './plan.js';
import {referredKey} from './source-keys.js';
import {itemsOf, quoted, valueFor} from './values.js';

/** Finds Paymo's id of a record of the input by its key in the source. Throws `Rejection` where it has none. */
export type Resolve = (
  streams: readonly string[],
  key: string,
  way: Pick<Way, 'shown' | 'to'>,
  field: Field,
) => JsonValue;

/** Is told of each value that counts as an id of Paymo, and where it stands. */
export type NoteId = (way: Way, field: Field) => void;

/** Names that lines have in much that is written about Paymo, and in Paymo not. */
const WRONG_LINE_NAMES: Readonly<Record<string, string>> = {
  title: 'item',
  name: 'item',
  price: 'price_unit',
  unit_price: 'price_unit',
  qty: 'quantity',
};

/**
 * What a record says of its object, by Paymo's names and in Paymo's forms: null where it is to be cleared, nothing where
 * the record does not say. Throws `Rejection` where a value can't be used.
 */
export function contentOf(
  plan: StreamPlan,
  record: JsonObject,
  resolve: Resolve,
  noteId: NoteId = () => undefined,
): JsonObject {
  const content: JsonObject = {};
  for (const one of plan.fields) {
    const {way, value} = foundIn(one, record);
    if (value === undefined) continue;
    content[one.target] = isEmpty(one.field, value)
      ? null
      : read(plan, one.field, way ?? placeless(one.target), value, {resolve, noteId});
  }
  return content;
}

/** Everything in a record that is the key of another one: where it stands, what it may be in, and the key. */
export function referencesIn(
  plan: StreamPlan,
  record: JsonObject,
): {field: string; streams: readonly string[]; key: string}[] {
  const found: {field: string; streams: readonly string[]; key: string}[] = [];
  contentOf(plan, record, (streams, key, {shown}) => {
    found.push({field: shown, streams, key});
    return 0;
  });
  return found;
}

function foundIn({ways, fallback}: FieldPlan, record: JsonObject): {way?: Way; value: JsonValue | undefined} {
  let isNull = false;
  let emptyText: Way | undefined;
  for (const way of ways) {
    const value = valueAt(record, way.path);
    if (!isNothing(value)) return {way, value};
    isNull ||= value === null;
    if (value === '') emptyText ??= way;
  }
  if (fallback !== undefined) return fallback;
  if (emptyText !== undefined) return {way: emptyText, value: ''};
  return {value: isNull ? null : undefined};
}

/** An empty text is a text, and to everything else nothing. */
function isEmpty({kind}: Field, value: JsonValue): boolean {
  return value === null || (value === '' && kind !== 'text' && kind !== 'setting');
}

function placeless(target: string): Way {
  return {path: [], shown: target, to: target, isSaid: true, streams: undefined};
}

/** What values are read with. */
interface Reading {
  readonly resolve: Resolve;
  readonly noteId: NoteId;
}

function read(
  plan: Pick<StreamPlan, 'lines'>,
  field: Field,
  way: Way,
  value: JsonValue,
  reading: Reading,
): JsonValue {
  const {resolve, noteId} = reading;
  const {shown, streams} = way;
  if (field.kind === 'lines') return linesIn(plan.lines, shown, value, reading);
  if (streams === undefined) {
    const result = valueFor(shown, field, value);
    // A report on all projects names none.
    if (field.refersTo !== undefined && (field.kind !== 'preset' || Array.isArray(result)))
      noteId(way, field);
    return result;
  }
  if (field.kind === 'id') return resolve(streams, referredKey(shown, value), way, field);
  const items = itemsOf(value);
  if (items === undefined) {
    throw new Rejection(`"${shown}" has to be a list of keys of records, not ${quoted(value)}`);
  }
  const ids = items.map((item) => resolve(streams, referredKey(shown, item), way, field));
  return [...new Set(ids)];
}

/** The lines of a document, with the names that Paymo knows. */
function linesIn(plan: LinePlan, shown: string, value: JsonValue, reading: Reading): JsonValue {
  const items = typeof value === 'object' ? value : itemsOf(value);
  if (!Array.isArray(items) || !items.every(isObject)) {
    throw new Rejection(`"${shown}" has to be a list of lines, not ${quoted(value)}`);
  }
  return items.map((line) => lineIn(plan, shown, line, reading));
}

function lineIn({ways}: LinePlan, shown: string, line: JsonObject, reading: Reading): JsonObject {
  for (const [wrong, right] of Object.entries(WRONG_LINE_NAMES)) {
    if (!Object.hasOwn(line, wrong)) continue;
    throw new Rejection(
      `A line of "${shown}" has "${wrong}", which Paymo would pass over in silence; its name is "${right}"`,
    );
  }
  const wanted: JsonObject = {};
  if (!isNothing(line.id)) wanted.id = valueFor(`${shown}.id`, {kind: 'id'}, line.id ?? null);
  for (const {target, field, way} of ways) {
    const value = valueAt(line, way.path);
    if (isNothing(value) || Object.hasOwn(wanted, target)) continue;
    wanted[target] = read(NO_LINES, field, way, value, reading);
  }
  if (wanted.item === undefined && wanted.id === undefined) {
    throw new Rejection(`A line of "${shown}" has no "item", which is what it is called in Paymo`);
  }
  return wanted;
}

/** Lines have no lines. */
const NO_LINES = {lines: {ways: [], known: new Set<string>()}};
