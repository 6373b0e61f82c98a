import {ConfigError, type JsonValue, recordSchema, type StreamSchema} from '../../../protocol/index.js';
import type {Field} from './field.js';
import {LEFT_OUT, mappedFields} from './mapped-fields.js';
import type {ObjectName} from './object-names.js';
import {OBJECTS} from './objects.js';
import {jsonOf, type Path, pathOf} from './paths.js';
import type {PaymoObject} from './paymo-object.js';
import {type Referable, referenceNames} from './reference-names.js';
import type {Identity, Mode, StreamSettings, WriteSettings} from './settings.js';
import {objectNameOf, problemsOfStream} from './stream-problems.js';

/** How the records of one stream become objects: everything that can be decided before one of them has come. */
export interface StreamPlan {
  readonly stream: string;
  readonly object: PaymoObject;
  readonly mode: Mode;
  readonly identity: Identity;
  /** What tells records apart in their source. */
  readonly keyPaths: readonly Path[];
  /** Where Paymo's own id stands, if that is what identifies records. */
  readonly idPath: Path;
  readonly fields: readonly FieldPlan[];
  readonly lines: LinePlan;
  /** Fields of records that count, or that may be passed over without a word. */
  readonly known: ReadonlySet<string>;
  /** What must not be shown. */
  readonly secretPaths: readonly Path[];
}

/** Where the value of one of Paymo's fields comes from. */
export interface FieldPlan {
  readonly target: string;
  readonly field: Field;
  /** The first that has a value counts. */
  readonly ways: readonly Way[];
  /** What counts where a record has no value. */
  readonly fallback: {readonly way: Way; readonly value: JsonValue} | undefined;
}

/** One place where a value may stand. */
export interface Way {
  readonly path: Path;
  /** As messages call it. */
  readonly shown: string;
  /** What it is in Paymo: a field, or the reference that settings know it by. */
  readonly to: string;
  /** The streams that the record may be in that it is the key of; undefined where it is the value itself. */
  readonly streams: readonly string[] | undefined;
  /** Whether the config names it. */
  readonly isSaid: boolean;
}

/** The same for lines of documents, whose fields have but their own names. */
export interface LinePlan {
  readonly ways: readonly {readonly target: string; readonly field: Field; readonly way: Way}[];
  readonly known: ReadonlySet<string>;
}

const SCHEMAS = new URL('../../../schemas/paymo/', import.meta.url);

/** What a line has beside what can be written of it. */
const LINE_FACTS = [
  'id',
  'created_on',
  'updated_on',
  'invoice_id',
  'invoice_updated_on',
  'estimate_id',
  'estimate_updated_on',
  'recurring_profile_id',
  'recurring_profile_updated_on',
];

/** Decides how a stream is written. Throws `ConfigError` where it can't be. */
export function planOf(schema: StreamSchema, settings: WriteSettings): StreamPlan {
  const {stream} = schema;
  const said = settings.streams?.[stream] ?? {};
  const problems = problemsOfStream(stream, settings);
  const object = OBJECTS.get(objectNameOf(stream, settings));
  if (problems.length > 0 || object === undefined) throw new ConfigError(problems);
  const identity = said.identity ?? settings.identity ?? 'source';
  const key = said.key ?? schema.keyProperties;
  if (identity === 'source' && key.length === 0 && !object.isSingle) {
    throw new ConfigError([
      `The stream ${stream} has no key_properties, so its records can't be told apart; name their key in "streams.${stream}.key"`,
    ]);
  }
  const schemaOfTap = recordSchema(SCHEMAS, object.name).properties;
  const names = referenceNames(object.fields);
  const named = mappedFields(said).map(([name, to]) => ({path: pathOf(name, schema), name, to: String(to)}));
  const mapped = named.filter(({to}) => to !== LEFT_OUT);
  const taken = new Set(mapped.map(({to}) => names.get(to)?.target ?? to));
  const sources = new Set(named.map(({name}) => name));
  const streamsOf = (name: string, field: Field) => streamsFor(name, field, said, settings);
  const fields = [...object.fields].map(([target, field]): FieldPlan => {
    const own = taken.has(target) ? [] : ownNames(target, names).filter((name) => !sources.has(name));
    const places = [
      ...mapped
        .filter(({to}) => (names.get(to)?.target ?? to) === target)
        .map((place) => ({...place, isSaid: true})),
      ...own.map((name) => ({path: [name], name, to: name, isSaid: false})),
    ];
    const ways = places.map((place) => wayOf(place, target, field, streamsOf));
    return {target, field, ways, fallback: fallbackOf(target, field, names, said, streamsOf)};
  });
  const id = mapped.find(({to}) => to === 'id')?.path ?? ['id'];
  const known = new Set([
    ...Object.keys(schemaOfTap),
    ...object.fields.keys(),
    ...names.keys(),
    ...named.map(({path}) => path[0] ?? ''),
    ...key.map((name) => pathOf(name, schema)[0] ?? ''),
    'id',
    '_delete',
  ]);
  const secrets = Object.entries(schemaOfTap).filter(([, property]) => property.secret === true);
  return {
    stream,
    object,
    mode: said.mode ?? 'upsert',
    identity,
    keyPaths: key.map((name) => pathOf(name, schema)),
    idPath: id,
    fields,
    lines: lineplanOf(object, streamsOf),
    known,
    secretPaths: [
      ...fields.filter(({field}) => field.isSecret).flatMap(({ways}) => ways.map(({path}) => path)),
      ...secrets.map(([name]) => [name]),
    ],
  };
}

function ownNames(target: string, names: ReadonlyMap<string, Referable>): string[] {
  // A key of the source says more than an id beside it, which may be an id of the source.
  return [...[...names].filter(([, one]) => one.target === target).map(([name]) => name), target];
}

function wayOf(
  {path, name, to, isSaid}: {path: Path; name: string; to: string; isSaid: boolean},
  target: string,
  field: Field,
  streamsOf: (name: string, field: Field) => readonly string[],
): Way {
  return {path, shown: name, to, isSaid, streams: to === target ? undefined : streamsOf(to, field)};
}

function fallbackOf(
  target: string,
  field: Field,
  names: ReadonlyMap<string, Referable>,
  {defaults = {}}: StreamSettings,
  streamsOf: (name: string, field: Field) => readonly string[],
): FieldPlan['fallback'] {
  const found = Object.entries(defaults).find(([to]) => (names.get(to)?.target ?? to) === target);
  const [to, said] = found ?? [];
  const value = jsonOf(said);
  if (to === undefined || value === undefined || value === null) return undefined;
  const place = {path: [to], name: to, to, isSaid: true};
  return {way: wayOf(place, target, field, streamsOf), value};
}

/** The streams that an object's records are in; the reference may be said to be to one of them. */
function streamsFor(
  name: string,
  {refersTo = []}: Field,
  {references = {}}: StreamSettings,
  settings: WriteSettings,
): readonly string[] {
  const only = references[name];
  return only === undefined ? refersTo.flatMap((object) => streamsOfObject(object, settings)) : [only];
}

/** The streams of the input that become such objects. */
export function streamsOfObject(object: ObjectName, {streams = {}}: WriteSettings): string[] {
  const said = Object.entries(streams).filter(([stream, {object: other = stream}]) => other === object);
  const own = Object.hasOwn(streams, object) ? [] : [object];
  return [...said.map(([stream]) => stream), ...own];
}

function lineplanOf(
  {lineFields}: PaymoObject,
  streamsOf: (name: string, field: Field) => readonly string[],
): LinePlan {
  const names = referenceNames(lineFields);
  const ways = [...lineFields].flatMap(([target, field]) =>
    ownNames(target, names).map((name) => ({
      target,
      field,
      way: wayOf({path: [name], name: `items.${name}`, to: name, isSaid: false}, target, field, streamsOf),
    })),
  );
  return {ways, known: new Set([...lineFields.keys(), ...names.keys(), ...LINE_FACTS])};
}
