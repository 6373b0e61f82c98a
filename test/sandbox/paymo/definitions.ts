import type {Collection} from './collections.js';
import type {Definition, Kind} from './definition.js';
import * as billing from './definitions-billing.js';
import * as places from './definitions-places.js';
import * as talk from './definitions-talk.js';
import * as work from './definitions-work.js';

/** The service, list by list. */
export const DEFINITIONS: Readonly<Record<Collection, Definition>> = {
  ...places,
  ...work,
  ...billing,
  ...talk,
};

/** What a field of rows is; `undefined` if there is none of that name. */
export function kindOf(collection: Collection, field: string): Kind | undefined {
  if (field === 'id') return 'integer';
  if (field === 'created_on' || field === 'updated_on') return 'moment';

  const {fields} = DEFINITIONS[collection];
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
