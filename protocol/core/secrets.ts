import type {PropertySchema, RecordSchema} from './schema.js';

/**
 * A schema without the marks on fields that hold credentials, and without those fields unless they are wanted; `hidden`
 * names the ones that were left out, with dots for fields of objects, so that nobody wonders where they went.
 */
export function withSecrets(schema: RecordSchema, wanted: boolean): {schema: RecordSchema; hidden: string[]} {
  const hidden: string[] = [];
  const {properties} = cut(schema, '');
  return {schema: {...schema, properties: properties ?? {}}, hidden};

  function cut({secret: _mark, ...property}: PropertySchema, path: string): PropertySchema {
    const {properties, items} = property;
    if (items !== undefined) return {...property, items: cut(items, path)};
    if (properties === undefined) return property;
    const kept = Object.entries(properties).flatMap(([name, below]) => {
      const place = `${path}${name}`;
      if (below.secret !== true || wanted) return [[name, cut(below, `${place}.`)] as const];
      hidden.push(place);
      return [];
    });
    return {...property, properties: Object.fromEntries(kept)};
  }
}
