import type {ObjectName} from './object-names.js';
import * as billing from './objects-billing.js';
import * as people from './objects-people.js';
import * as planning from './objects-planning.js';
import * as work from './objects-work.js';
import type {PaymoObject} from './paymo-object.js';

/** Everything that can be written, by name; exporting an object from one of the tables registers it. */
export const OBJECTS: ReadonlyMap<string, PaymoObject> = new Map(
  [...Object.values(people), ...Object.values(planning), ...Object.values(work), ...Object.values(billing)]
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map((one) => [one.name, one]),
);

/** The object of a name that is known to be one. */
export function objectOf(name: ObjectName): PaymoObject {
  const found = OBJECTS.get(name);
  if (found === undefined) throw new Error(`No table has ${name}`);
  return found;
}
