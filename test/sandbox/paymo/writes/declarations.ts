import type {Collection} from '../collections.js';
import {DEFINITIONS, kindOf} from '../definitions.js';
import type {Declaration, WriteKind} from './declaration.js';
import * as billing from './declarations-billing.js';
import * as places from './declarations-places.js';
import * as talk from './declarations-talk.js';
import * as work from './declarations-work.js';

/** What can be written, list by list. Lines travel with their documents, and galleries are only looked at. */
export const DECLARATIONS: Readonly<Partial<Record<Collection, Declaration>>> = {
  ...places,
  ...work,
  ...billing,
  ...talk,
};

export function writeKindOf(collection: Collection, field: string): WriteKind {
  const kinds = DECLARATIONS[collection]?.kinds ?? {};
  const kind = Object.hasOwn(kinds, field) ? kinds[field] : kindOf(collection, field);
  return kind ?? 'any';
}

/** The list that a key, or a list of keys, leads to. */
export function targetOf(collection: Collection, field: string): Collection | undefined {
  const extra = DECLARATIONS[collection]?.references?.[field];
  if (extra !== undefined) return extra;
  const relation = Object.values(DEFINITIONS[collection].relations ?? {}).find(
    (candidate) => 'key' in candidate && candidate.key === field,
  );
  return relation?.to;
}
