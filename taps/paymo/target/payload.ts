import {type JsonObject, Rejection} from '../../../protocol/index.js';
import {type Field, isNothing} from './field.js';
import type {PaymoObject} from './paymo-object.js';
import {namesFor} from './reference-names.js';
import type {Settled} from './rules.js';

/** What is sent of a record to make an object. Throws `Rejection` where something is missing. */
export function creationOf(object: PaymoObject, settled: Settled): JsonObject {
  const {content} = settled;
  requireAll(object, content);
  return picked(object, settled, 'create', (name, value) => {
    if (value === null || value === '') return undefined;
    return name === 'items' && Array.isArray(value) ? value.map(withoutId) : value;
  });
}

/** What is sent of a record to change an object: null and empty texts clear. */
export function changesOf(object: PaymoObject, settled: Settled): JsonObject {
  const {content} = settled;
  if (object.isWholeOnUpdate) requireAll(object, content);
  for (const [name, {isRequired, when}] of object.fields) {
    if (isRequired === true && when === undefined && (content[name] === null || content[name] === '')) {
      throw new Rejection(`"${name}" can't be empty: Paymo has no ${object.name} without it`);
    }
  }
  return picked(object, settled, 'update', (_name, value, field) =>
    value === null ? emptied(field) : value,
  );
}

/** The changes without those that clear a field by null; undefined where there is no such among them. */
export function withoutNulls(changes: JsonObject): JsonObject | undefined {
  const kept = Object.entries(changes).filter(([, value]) => value !== null);
  return kept.length === Object.keys(changes).length ? undefined : Object.fromEntries(kept);
}

/** A content without what is to be cleared: a new object has what Paymo gives it wherever nothing was said. */
export function nothingCleared(content: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(content).filter(([, value]) => !isNothing(value)));
}

/** A content or payload without some fields. */
export function without(names: ReadonlySet<string>, content: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(content).filter(([name]) => !names.has(name)));
}

/** A payload as it may be kept in files. */
export function withoutSecrets({fields}: PaymoObject, payload: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(payload).filter(([name]) => fields.get(name)?.isSecret !== true));
}

function picked(
  object: PaymoObject,
  {content, unsent}: Settled,
  call: 'create' | 'update',
  change: (name: string, value: JsonObject[string], field: Field) => JsonObject[string],
): JsonObject {
  const sent: JsonObject = {};
  for (const [name, field] of object.fields) {
    const value = content[name];
    const isOff = field.isHelper === true || (field.when ?? call) !== call || unsent.includes(name);
    if (value === undefined || isOff) continue;
    const changed = change(name, value, field);
    if (changed !== undefined) sent[name] = changed;
  }
  return sent;
}

/**
 * How a field is cleared. Whether Paymo takes null is not documented; texts and lists have a value for it. Lines stay: only
 * an empty list says that a document is to lose them all.
 */
function emptied({kind}: Field): JsonObject[string] {
  if (kind === 'lines') return undefined;
  if (kind === 'text' || kind === 'setting') return '';
  return kind === 'ids' || kind === 'texts' ? [] : null;
}

/** Throws `Rejection` where something is missing without which an object can't be made. */
export function requireAll(object: PaymoObject, content: JsonObject): void {
  const said = (name: string) => !isNothing(content[name]);
  const called = (name: string) => namesFor(object, name).join(' or ');
  const missing = [...object.fields].filter(([name, {isRequired}]) => isRequired === true && !said(name));
  if (missing.length > 0) {
    const names = missing.map(([name]) => called(name)).join(', and ');
    throw new Rejection(`It lacks what Paymo needs to make one of ${object.name}: ${names}`);
  }
  const {alternatives} = object;
  if (alternatives.length === 0 || alternatives.some((names) => names.every(said))) return;
  const ways = alternatives.map((names) => names.map(called).join(' with ')).join('; or ');
  throw new Rejection(`It lacks what Paymo needs to make one of ${object.name}: ${ways}`);
}

/** A line that is new has no id yet, so that one it brings is of another document. */
function withoutId(line: JsonObject[string]): JsonObject {
  const {id: _id, ...others} = typeof line === 'object' && !Array.isArray(line) && line !== null ? line : {};
  return others;
}
