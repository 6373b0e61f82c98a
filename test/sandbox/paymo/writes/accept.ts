import type {Body} from '../body.js';
import type {Collection, Value} from '../collections.js';
import {kindOf} from '../definitions.js';
import type {Settings} from '../options.js';
import {badRequest, missingParams, noSuchObject} from '../refusals.js';
import type {Fields, WriteContext} from './context.js';
import type {Declaration} from './declaration.js';
import {targetOf, writeKindOf} from './declarations.js';
import {fromForm, keptValue, NEVER_NULL} from './values.js';

/**
 * What counts of a body: fields that can be written, with values of the right kind and keys that lead somewhere.
 * Names nobody knows are passed over in silence. (seen live)
 */
export function accept(
  collection: Collection,
  declaration: Declaration,
  body: Body,
  mode: 'create' | 'update',
  context: WriteContext,
): Fields {
  const {settings} = context.store;
  const {required = []} = declaration;
  const fields: Fields = {};
  for (const [name, sent] of Object.entries(body.values)) {
    if (!isTaken(collection, declaration, name, mode, settings)) continue;
    const kind = writeKindOf(collection, name);
    const value = body.isForm ? fromForm(kind, sent) : sent;
    if (required.includes(name) && (value === null || value === '')) {
      if (mode === 'create') continue;
      throw badRequest(`Field '${name}' cannot be empty`);
    }
    fields[name] = checked(collection, declaration, name, value, settings);
  }
  const missing = required.filter((name) => !(name in fields));
  if (mode === 'create' && missing.length > 0) throw missingParams(missing);
  for (const [name, value] of Object.entries(fields)) follow(collection, name, value, context);
  return fields;
}

function isTaken(
  collection: Collection,
  declaration: Declaration,
  name: string,
  mode: 'create' | 'update',
  settings: Settings,
): boolean {
  const {writable, uncertain = [], createOnly = [], updateOnly = []} = declaration;
  if (writable.includes(name)) return true;
  if (updateOnly.includes(name)) return mode === 'update';
  if (createOnly.includes(name) && mode === 'create') return true;
  if (uncertain.includes(name) && settings.uncertainFields === 'writable') return true;

  const isRefused = createOnly.includes(name)
    ? settings.createOnlyFields === 'refused'
    : kindOf(collection, name) !== undefined && settings.readonlyFields === 'refused';
  if (isRefused) throw badRequest(`Field '${name}' cannot be changed.`);
  return false;
}

function checked(
  collection: Collection,
  {words = {}}: Declaration,
  name: string,
  value: Value,
  settings: Settings,
): Value {
  const kind = writeKindOf(collection, name);
  const allowed = Object.hasOwn(words, name) ? words[name] : undefined;
  if (value === null) {
    const isValue = allowed ? allowed.includes(null) : !NEVER_NULL.includes(kind);
    if (!isValue || settings.nullValue === 'refused') throw badRequest(`Field '${name}' cannot be empty`);
    return null;
  }
  const kept = keptValue(name, kind, value);
  if (allowed && !allowed.some((word) => word === kept)) {
    throw badRequest(`Invalid value for field '${name}': ${String(kept)}`);
  }
  return kept;
}

/** Keys have to lead to rows that the user can see. */
function follow(
  collection: Collection,
  name: string,
  value: Value | undefined,
  {store, permissions}: WriteContext,
): void {
  const target = targetOf(collection, name);
  if (!target) return;
  for (const id of [value].flat()) {
    if (typeof id !== 'number') continue;
    const row = store.find(target, id);
    if (!row || !permissions.sees(target, row)) throw noSuchObject(name, id, store.settings.danglingKey);
  }
}
