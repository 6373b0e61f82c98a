import {DataError, UsageError} from '../core/errors.js';
import {fieldSchemas} from '../core/field-types.js';
import {isObject, type JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {PropertySchema} from '../core/schema.js';
import {keyOfFields} from './complete-list.js';
import type {
  ChildStream,
  DatedStream,
  Declaration,
  DerivedStream,
  ListStream,
  TableStream,
} from './declaration.js';
import {theObject} from './object.js';
import {openFields} from './open-fields.js';
import type {Extras} from './paging.js';
import {adapted, type ListWish, listPages, type Reader, retrieve} from './reader.js';
import {readWhole} from './table.js';

/** One row of a stream, as shaping takes it. */
export interface OneRow {
  readonly row: JsonObject;
  /** Values that the row lacks, such as its parent's id. */
  readonly stamp: JsonObject | undefined;
  /** Fields that the stream turned out to have beyond its schema. */
  readonly fields: Readonly<Record<string, PropertySchema>>;
}

/**
 * The names of the values that one row of a stream is asked for by, in order. A stream of a single object can be asked for
 * without its own.
 */
export function keyNames(declaration: Declaration): readonly string[] {
  const {keyProperties} = declaration;
  if (declaration.kind !== 'child') return keyProperties;
  const inPath = placesIn(declaration.path);
  return [...inPath, ...keyProperties.filter((name) => !inPath.includes(name))];
}

/** Why rows of a stream can't be had one by one, with what to do instead, as a sentence; undefined where they can. */
export function whyNotAlone(declaration: Declaration): string | undefined {
  const {name, kind} = declaration;
  if (kind === 'windows') return `${name} holds sums over stretches of days, which a sync reads`;
  if (kind === 'days') return `${name} can only be asked for by days, which a sync does`;
  if (kind === 'derived' && declaration.alone === undefined) {
    const {parent} = declaration;
    return `The records of ${name} come with those of ${parent.name} and have no address of their own: get ${parent.name} ID shows what they belong to, and a sync reads them`;
  }
  if (kind === 'child' && !declaration.isAddressed) {
    const {parent} = declaration;
    return `The records of ${name} are listed below those of ${parent.name} and have no address of their own: get ${parent.name} ID shows what they belong to, and a sync reads them`;
  }
  return undefined;
}

/**
 * One row of a stream with all that a sync of these fields asks for besides, in the form that its schema describes; undefined
 * where there is none. `key` has the values that `keyNames` names. Throws `UsageError` where `whyNotAlone` has a reason.
 */
export async function readOne(
  reader: Reader,
  declaration: Declaration,
  key: readonly string[],
  fields: ReadonlySet<string>,
): Promise<OneRow | undefined> {
  const reason = whyNotAlone(declaration);
  if (reason !== undefined) throw new UsageError(reason);
  switch (declaration.kind) {
    case 'object': {
      const row = await theObject(reader, declaration);
      const isIt = declaration.keyProperties.every(
        (name, at) => key[at] === undefined || String(row[name]) === key[at],
      );
      return asOne(declaration, isIt ? row : undefined);
    }
    case 'table':
      return oneOfTable(reader, declaration, key, fields);
    case 'derived':
      return asOne(declaration, await oneEmbedded(reader, declaration, key[0] ?? ''));
    case 'child':
      return oneBelow(reader, declaration, key, extrasFor(reader, declaration, fields));
    case 'list':
    case 'dated': {
      const extras = extrasFor(reader, declaration, fields);
      const isAddressed = declaration.kind === 'dated' || declaration.isAddressed;
      const read = isAddressed ? byAddress : inList;
      return asOne(declaration, await read(reader, declaration, key[0] ?? '', extras));
    }
    default:
      throw new UsageError(`${declaration.name} has no single records`);
  }
}

function asOne(
  declaration: Declaration,
  row: JsonObject | undefined,
  more: Partial<OneRow> = {},
): OneRow | undefined {
  if (row === undefined) return undefined;
  const [form = row] = adapted(declaration, [row]);
  return {row: form, stamp: undefined, fields: {}, ...more};
}

/** What comes only when it is asked for. Fields that only a request for the single object brings come with it. */
function extrasFor({service}: Reader, declaration: Declaration, fields: ReadonlySet<string>): Extras {
  const hidden = declaration.kind === 'list' ? declaration.hiddenFields : [];
  return {
    fields: hidden.filter((field) => fields.has(field)),
    relations: (service.include?.[declaration.name] ?? []).filter(({name}) => fields.has(name)),
  };
}

/** The row at its own address. */
async function byAddress(
  reader: Reader,
  list: Pick<ListStream | DatedStream | ChildStream, 'name' | 'path' | 'rootKeys' | 'keyProperties'>,
  id: string,
  extras: Extras,
): Promise<JsonObject | undefined> {
  const wish = wishFor(list, extras);
  const row = await retrieve(reader, {sampling: true}, wish, encodeURIComponent(id));
  if (row === undefined) return undefined;
  if (String(wish.keyOf(row)) === id) return row;
  throw new DataError(`${list.name}: GET ${list.path}/${id} answered without that object`);
}

/** The row among those of its list, which has to be read up to it. */
async function inList(
  reader: Reader,
  list: ListStream | DatedStream,
  id: string,
  extras: Extras,
): Promise<JsonObject | undefined> {
  const wish = wishFor(list, extras);
  for (const params of list.kind === 'list' ? list.sweeps : [{}]) {
    for await (const {rows} of listPages(reader, {sampling: true}, {...wish, params})) {
      const found = rows.find((row) => String(wish.keyOf(row)) === id);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The row below its parent, or without one where the path does not name it. */
async function oneBelow(
  reader: Reader,
  child: ChildStream,
  key: readonly string[],
  extras: Extras,
): Promise<OneRow | undefined> {
  const names = keyNames(child);
  const valueFor = (name: string) => key[names.indexOf(name)] ?? '';
  const inPath = placesIn(child.path);
  const path = child.path.replace(PLACE, (_text, name: string) => encodeURIComponent(valueFor(name)));
  const own = child.keyProperties.filter((name) => !inPath.includes(name));
  const list = {...child, path, keyProperties: own};
  const row = await byAddress(reader, list, valueFor(own[0] ?? ''), extras);
  const stamp = Object.fromEntries(inPath.map((name) => [name, idIn(valueFor(name))]));
  return asOne(child, row, inPath.length === 0 ? {} : {stamp});
}

/** The row at an address of its own, as it would come out of its parent. */
async function oneEmbedded(
  reader: Reader,
  {name, keyProperties, relation, alone, rows}: DerivedStream,
  id: string,
): Promise<JsonObject | undefined> {
  if (alone === undefined || relation === undefined) return undefined;
  const {path, rootKeys, parent: towards} = alone;
  const list = {name, path, rootKeys, keyProperties};
  const found = await byAddress(reader, list, id, {fields: [], relations: [towards]});
  if (found === undefined) return undefined;
  const {[towards.name]: parent, ...row} = found;
  if (!isObject(parent)) {
    throw new DataError(`${name}: GET ${path}/${id} answered without the ${towards.name} that it belongs to`);
  }
  // There may be none: the parent can be one whose rows are another stream's.
  return rows({...parent, [relation.name]: [row]})[0];
}

async function oneOfTable(
  reader: Reader,
  table: TableStream,
  key: readonly string[],
  fields: ReadonlySet<string>,
): Promise<OneRow | undefined> {
  const {name, keyProperties, isOpen} = table;
  const rows = await readWhole(reader, table);
  const found = isOpen
    ? fieldSchemas(openFields(reader, name, rows, [...keyProperties, ...fields], undefined))
    : {};
  const row = rows.find((one) => keyProperties.every((field, at) => String(one[field]) === key[at]));
  return asOne(table, row, {fields: found});
}

function wishFor(
  {name, path, rootKeys, keyProperties}: Pick<ListStream, 'name' | 'path' | 'rootKeys' | 'keyProperties'>,
  extras: Extras,
): ListWish {
  return {
    path,
    params: {},
    rootKeys,
    stream: name,
    keyOf: keyOfFields(keyProperties),
    extras,
    changed: () => false,
    sent: new KeySet(),
  };
}

const PLACE = /\{(\w+)\}/g;

function placesIn(path: string): string[] {
  return [...path.matchAll(PLACE)].map(([, name = '']) => name);
}

/** A parent's id as services write it. */
function idIn(text: string): number | string {
  return /^\d{1,15}$/.test(text) ? Number(text) : text;
}
