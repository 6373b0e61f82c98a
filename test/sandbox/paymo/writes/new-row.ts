import type {Collection, Value} from '../collections.js';
import {kindOf} from '../definitions.js';
import type {Fields} from './context.js';
import type {Declaration} from './declaration.js';

const EMPTY: Readonly<Record<string, Value>> = {
  text: '',
  flag: false,
  ids: [],
  integer: null,
  decimal: null,
  date: null,
  opaque: null,
};

/** What a row has of which nothing was said. Optional texts are mostly empty in the samples, the rest null. */
export function emptyRow(collection: Collection, declaration: Declaration): Fields {
  const {writable, uncertain = [], createOnly = [], unkept = [], defaults = {}} = declaration;
  const fields: Fields = {};
  for (const name of [...createOnly, ...writable, ...uncertain]) {
    const kind = kindOf(collection, name);
    if (unkept.includes(name) || kind === undefined || kind === 'moment') continue;
    fields[name] = EMPTY[kind] ?? null;
  }
  return structuredClone({...fields, ...defaults});
}

/** What of the fields is kept. */
export function keptOf({unkept = []}: Declaration, fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !unkept.includes(name)));
}
