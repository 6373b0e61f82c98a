import type {Field} from './field.js';
import {singular} from './object-names.js';
import type {PaymoObject} from './paymo-object.js';

/** A field that can be said by the keys that other records have in the source, and by what names. */
export interface Referable {
  readonly target: string;
  readonly field: Field;
}

/**
 * The names by which records refer to others: `client_key` for `client_id`, `user_keys` for `users`, and also the name of
 * the object where it is another one, as `task_list_key` for `tasklist_id`.
 */
export function referenceNames(fields: ReadonlyMap<string, Field>): ReadonlyMap<string, Referable> {
  const names = new Map<string, Referable>();
  const also = new Map<string, Referable[]>();
  for (const [target, field] of fields) {
    if (field.refersTo === undefined) continue;
    const isList = field.kind !== 'id';
    const ending = isList ? '_keys' : '_key';
    const referable = {target, field};
    names.set(baseOf(target, isList) + ending, referable);
    for (const object of field.refersTo) {
      const name = singular(object) + ending;
      also.set(name, [...(also.get(name) ?? []), referable]);
    }
  }
  for (const [name, [only, ...others]] of also) {
    if (only !== undefined && others.length === 0 && !names.has(name)) names.set(name, only);
  }
  return names;
}

/** The names that lead to a field, the shortest way first. */
export function namesFor(object: PaymoObject, target: string): string[] {
  const references = [...referenceNames(object.fields)].filter(([, one]) => one.target === target);
  return [target, ...references.map(([name]) => name)];
}

/** `client_id` becomes `client`, `managers` becomes `manager`. */
function baseOf(target: string, isList: boolean): string {
  return isList ? singular(target.replace(/_order$/, '')) : target.replace(/_id$/, '');
}
