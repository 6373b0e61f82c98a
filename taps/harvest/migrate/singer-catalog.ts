import {isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import type {Counterpart} from './counterparts.js';
import {fieldsOf, namesIn, pathsIn, placeOf, Wishes} from './fields.js';
import {nameOf} from './inputs.js';
import {type Item, item, named, type Translated} from './item.js';
import {SINGER_STREAMS} from './singer-streams.js';

/** What their catalog wants of one stream of ours. */
interface Wanted {
  isSelected: boolean;
  readonly wishes: Wishes;
}

/**
 * Our catalog with the streams and fields that a catalog of Singer's tap-harvest selects. Fields that it does not know
 * stay as discovery has them.
 */
export function translateSingerCatalog(
  entries: readonly JsonObject[],
  offered: readonly JsonObject[],
): Translated<JsonObject> {
  const items: Item[] = [];
  const wanted = new Map<string, Wanted>();
  for (const entry of entries) {
    const name = nameOf(entry);
    const counterpart =
      name !== undefined && Object.hasOwn(SINGER_STREAMS, name) ? SINGER_STREAMS[name] : undefined;
    if (name === undefined || counterpart === undefined) {
      items.push(
        item('catalog', name ?? '(no name)', undefined, 'left out', 'not a stream of that connector'),
      );
      continue;
    }
    const {ours} = counterpart;
    const before = wanted.get(ours) ?? {isSelected: false, wishes: new Wishes()};
    wanted.set(ours, before);
    const own = offered.find((one) => one.tap_stream_id === ours);
    items.push(take(name, entry, counterpart, before, pathsIn(own?.schema)));
  }
  for (const stream of offered) {
    if (wanted.has(String(stream.tap_stream_id))) continue;
    items.push({
      part: 'catalog',
      ours: String(stream.tap_stream_id),
      how: 'new',
      note: 'not in their catalog, and not selected',
    });
  }
  return {content: {streams: offered.map((stream) => chosen(stream, wanted))}, items};
}

/** Notes what an entry selects, and says so. */
function take(
  name: string,
  entry: JsonObject,
  counterpart: Counterpart,
  wanted: Wanted,
  known: readonly string[],
): Item {
  const {ours, inside, note} = counterpart;
  const {isSelected, isGuess} = selectionOf(entry);
  const how = isGuess ? 'guessed' : inside === undefined ? named(name, ours) : 'approximate';
  if (!isSelected) return item('catalog', name, ours, how, 'not selected', note);
  wanted.isSelected = true;
  const guess = isGuess ? 'the catalog does not say, so it is selected' : undefined;
  if (inside !== undefined) {
    wanted.wishes.add(inside, true);
    return item('catalog', name, `${ours}.${inside}`, how, guess, note);
  }
  const lost: string[] = [];
  const refused: string[] = [];
  const fields = fieldWishes(entry);
  for (const [path, isWanted] of fields) {
    const place = placeOf(path.split('.'), counterpart);
    if (place === undefined || !known.includes(place)) {
      if (isWanted) lost.push(path);
      continue;
    }
    wanted.wishes.add(place, isWanted);
    if (!isWanted) refused.push(path);
  }
  const top = known.filter((path) => !path.includes('.'));
  const fresh = fields.size === 0 ? [] : top.filter((path) => !wanted.wishes.knows(path));
  return item(
    'catalog',
    name,
    ours,
    how,
    guess,
    listed('without', refused),
    listed('no counterpart for', lost),
    listed('new here, as discovery has them:', fresh),
    note,
  );
}

function listed(words: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${words} ${names.join(', ')}`;
}

/** Whether an entry is selected: by its metadata, or as older catalogs say it; a guess where it says nothing at all. */
function selectionOf(entry: JsonObject): {isSelected: boolean; isGuess: boolean} {
  const root = metadataOf(entry).find(({breadcrumb}) => breadcrumb.length === 0)?.metadata;
  const schema = isObject(entry.schema) ? entry.schema : {};
  const said = [root?.selected, entry.selected, schema.selected, root?.['selected-by-default']]
    .map(asBoolean)
    .find((one) => one !== undefined);
  if (said !== undefined) return {isSelected: said, isGuess: false};
  const isSilent = metadataOf(entry).length === 0;
  return {isSelected: isSilent, isGuess: isSilent};
}

/** Of each field that an entry tells of, by its path with dots, whether it is wanted. */
function fieldWishes(entry: JsonObject): Map<string, boolean> {
  const wishes = new Map<string, boolean>();
  const schema = isObject(entry.schema) ? entry.schema : {};
  const properties = isObject(schema.properties) ? schema.properties : {};
  for (const name of namesIn(schema) ?? []) {
    const field = properties[name];
    wishes.set(name, !isObject(field) || asBoolean(field.selected) !== false);
  }
  for (const {breadcrumb, metadata} of metadataOf(entry)) {
    if (breadcrumb.length === 0) continue;
    const isAutomatic = metadata.inclusion === 'automatic';
    const answer = asBoolean(metadata.selected) ?? asBoolean(metadata['selected-by-default']) ?? true;
    wishes.set(
      fieldsOf(breadcrumb).join('.'),
      isAutomatic || (answer && metadata.inclusion !== 'unsupported'),
    );
  }
  return wishes;
}

function metadataOf({metadata}: JsonObject): {breadcrumb: JsonValue[]; metadata: JsonObject}[] {
  const all = Array.isArray(metadata) ? metadata : [];
  return all.flatMap((one) =>
    isObject(one) && Array.isArray(one.breadcrumb) && isObject(one.metadata)
      ? [{breadcrumb: one.breadcrumb, metadata: one.metadata}]
      : [],
  );
}

function asBoolean(value: JsonValue | undefined): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/** A stream as discovery offers it, with the selection written in. */
function chosen(stream: JsonObject, all: ReadonlyMap<string, Wanted>): JsonObject {
  const wanted = all.get(String(stream.tap_stream_id));
  const metadata = metadataOf(stream).map(({breadcrumb, metadata: said}) => {
    if (breadcrumb.length === 0)
      return {breadcrumb, metadata: {...said, selected: wanted?.isSelected === true}};
    const isRefused = wanted?.wishes.refuses(fieldsOf(breadcrumb).join('.')) === true;
    return isRefused && said.inclusion !== 'automatic'
      ? {breadcrumb, metadata: {...said, selected: false}}
      : {breadcrumb, metadata: said};
  });
  return {...stream, metadata};
}
