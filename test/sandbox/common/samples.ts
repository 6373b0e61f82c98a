import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {Json} from './visitor.js';
import {object} from './visitor.js';

/** An official sample of a service. */
export function fixture(service: string, name: string): Json {
  const file = path.join(process.cwd(), 'test/fixtures', service, `${name}.json`);
  return object(JSON.parse(readFileSync(file, 'utf8')));
}

/** Which JSON types occur at which place, for example `line_items[].project.id` and number. */
export function fieldsOf(
  value: unknown,
  place = '',
  fields = new Map<string, Set<string>>(),
): Map<string, Set<string>> {
  if (Array.isArray(value)) {
    for (const item of value) fieldsOf(item, `${place}[]`, fields);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value))
      fieldsOf(inner, place === '' ? key : `${place}.${key}`, fields);
  }
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  fields.set(place, (fields.get(place) ?? new Set()).add(type));
  return fields;
}
