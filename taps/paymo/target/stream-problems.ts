import {type JsonValue, Rejection} from '../../../protocol/index.js';
import {LEFT_OUT, mappedFields} from './mapped-fields.js';
import {OBJECTS} from './objects.js';
import {jsonOf} from './paths.js';
import type {PaymoObject} from './paymo-object.js';
import {referenceNames} from './reference-names.js';
import type {StreamSettings, WriteSettings} from './settings.js';
import {valueFor} from './values.js';

/** What is wrong with the settings of streams, as far as that can be told before any of them has come. */
export function problemsOfStreams(settings: WriteSettings): string[] {
  return Object.keys(settings.streams ?? {}).flatMap((stream) => problemsOfStream(stream, settings));
}

/** The object that a stream's records become; whether there is one of that name is another question. */
export function objectNameOf(stream: string, {streams = {}}: WriteSettings): string {
  return (Object.hasOwn(streams, stream) ? streams[stream]?.object : undefined) ?? stream;
}

/** What is wrong with the settings of one stream, a sentence for each. */
export function problemsOfStream(stream: string, settings: WriteSettings): string[] {
  const name = objectNameOf(stream, settings);
  const object = OBJECTS.get(name);
  const said = settings.streams?.[stream] ?? {};
  if (object === undefined) {
    const setting = `"streams.${stream}.object"`;
    const what =
      said.object === undefined
        ? `Paymo has no ${name} that can be written; set ${setting}`
        : `${setting} names ${name}, which can't be written in Paymo; set it`;
    return [`${what} to one of ${[...OBJECTS.keys()].join(', ')}`];
  }
  return [
    ...problemsOfMode(stream, object, said, settings),
    ...problemsOfFields(stream, object, said, settings),
    ...problemsOfDefaults(stream, object, said),
    ...problemsOfReferences(stream, object, said),
  ];
}

function problemsOfMode(
  stream: string,
  object: PaymoObject,
  said: StreamSettings,
  settings: WriteSettings,
): string[] {
  const identity = said.identity ?? settings.identity ?? 'source';
  const mode = said.mode ?? 'upsert';
  const at = `"streams.${stream}`;
  const problems: string[] = [];
  if (identity === 'paymo' && said.key !== undefined) {
    problems.push(`${at}.key" means nothing with identity "paymo"; map the field to "id" in ${at}.fields"`);
  }
  if (object.operations.includes('insert')) return problems;
  const possible = object.operations.join(' and ');
  if (mode === 'insert') {
    problems.push(`${at}.mode" can't be "insert": of ${object.name} Paymo allows ${possible} alone`);
  } else if (identity === 'source' && object.isSingle && mode !== 'update') {
    problems.push(
      `There is one ${object.name} alone, which can't be made; to have the stream ${stream} change it, set ${at}.mode" to "update"`,
    );
  } else if (identity === 'source' && !object.isSingle) {
    problems.push(
      `Of ${object.name} Paymo allows ${possible} alone, so the stream ${stream} has to name its ids: set ${at}.identity" to "paymo"`,
    );
  }
  return problems;
}

function problemsOfFields(
  stream: string,
  object: PaymoObject,
  said: StreamSettings,
  settings: WriteSettings,
): string[] {
  const identity = said.identity ?? settings.identity ?? 'source';
  const targets = new Map<string, string>();
  return mappedFields(said).flatMap(([field, target]) => {
    if (typeof target !== 'string') {
      return [`"streams.${stream}.fields" has to map "${field}" to the name of a field, for example "name"`];
    }
    if (target === LEFT_OUT) return [];
    const setting = `"streams.${stream}.fields" maps "${field}" to "${target}"`;
    const other = targets.get(target);
    targets.set(target, field);
    if (other !== undefined) return [`${setting}, and "${other}" too; only one of them can count`];
    if (target === 'id') {
      return identity === 'paymo'
        ? []
        : [`${setting}, which only Paymo itself gives; with identity "paymo" it names the object`];
    }
    return isTarget(object, target) ? [] : [`${setting}, which ${noField(object)}`];
  });
}

function problemsOfDefaults(stream: string, object: PaymoObject, {defaults = {}}: StreamSettings): string[] {
  return Object.entries(defaults).flatMap(([target, said]) => {
    const value = jsonOf(said);
    const setting = `"streams.${stream}.defaults" names "${target}"`;
    if (!isTarget(object, target)) return [`${setting}, which ${noField(object)}`];
    const field = object.fields.get(target);
    if (field === undefined || field.kind === 'lines' || value === undefined || value === null) return [];
    const wrong = problemOf(() => valueFor(target, field, value));
    return wrong === undefined ? [] : [`"streams.${stream}.defaults": ${wrong}`];
  });
}

function problemOf(check: () => JsonValue): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Rejection) return error.message;
    throw error;
  }
}

function problemsOfReferences(stream: string, object: PaymoObject, said: StreamSettings): string[] {
  const names = [...referenceNames(object.fields).keys(), ...referenceNames(object.lineFields).keys()];
  return Object.keys(said.references ?? {}).flatMap((name) => {
    if (names.includes(name)) return [];
    const possible = names.length === 0 ? 'it has none' : `its references are ${names.join(', ')}`;
    return [
      `"streams.${stream}.references" names "${name}", which is no reference of ${object.name}; ${possible}`,
    ];
  });
}

function isTarget(object: PaymoObject, name: string): boolean {
  return object.fields.has(name) || referenceNames(object.fields).has(name);
}

function noField({name, fields}: PaymoObject): string {
  const references = [...referenceNames(fields).keys()];
  const also = references.length === 0 ? '' : `, and by keys of the source ${references.join(', ')}`;
  return `is no field of ${name} that can be written; those are ${[...fields.keys()].join(', ')}${also}`;
}
