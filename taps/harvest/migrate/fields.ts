import type {JsonObject, JsonValue} from '../../../protocol/index.js';
import {isObject} from '../../../protocol/index.js';
import type {Counterpart} from './counterparts.js';

/** What catalogs of another connector want of the fields of one stream of ours, by their paths with dots. */
export class Wishes {
  readonly #byPath = new Map<string, boolean[]>();

  add(path: string, wanted: boolean): void {
    this.#byPath.set(path, [...(this.#byPath.get(path) ?? []), wanted]);
  }

  /** Whether anything was said of this field or of one in it. */
  knows(path: string): boolean {
    return this.#at(path).length > 0;
  }

  /** Whether everything that was said of this field, and of those in it, is that it is unwanted. */
  refuses(path: string): boolean {
    const said = this.#at(path);
    return said.length > 0 && said.every((wanted) => !wanted);
  }

  #at(path: string): boolean[] {
    return [...this.#byPath].flatMap(([place, wanted]) =>
      place === path || place.startsWith(`${path}.`) ? wanted : [],
    );
  }
}

/** Where a field of theirs is in our stream; undefined where it is nowhere. */
export function placeOf(path: readonly string[], {fields = {}}: Counterpart): string | undefined {
  const [first = '', ...rest] = path;
  const moved = Object.hasOwn(fields, first) ? fields[first] : first;
  return moved === '' || moved === undefined ? undefined : [moved, ...rest].join('.');
}

/** The path of a breadcrumb: the names of the fields alone. */
export function fieldsOf(breadcrumb: readonly JsonValue[]): string[] {
  const names: string[] = [];
  for (let at = 0; at < breadcrumb.length; at += 1) {
    const word = breadcrumb[at];
    if (word === 'properties' && typeof breadcrumb[at + 1] === 'string') {
      names.push(String(breadcrumb[at + 1]));
      at += 1;
    }
  }
  return names;
}

/** The paths of all fields of a schema, with dots for those of objects and of objects in lists. */
export function pathsIn(schema: JsonValue | undefined, above = ''): string[] {
  if (!isObject(schema)) return [];
  const {properties, items} = schema;
  if (!isObject(properties)) return isObject(items) ? pathsIn(items, above) : [];
  return Object.entries(properties).flatMap(([name, below]) => [
    `${above}${name}`,
    ...pathsIn(below, `${above}${name}.`),
  ]);
}

/** The names of a schema's own fields; undefined where it tells none. */
export function namesIn(schema: JsonValue | undefined): string[] | undefined {
  const properties: JsonObject | undefined =
    isObject(schema) && isObject(schema.properties) ? schema.properties : undefined;
  const names = Object.keys(properties ?? {});
  return names.length === 0 ? undefined : names;
}
