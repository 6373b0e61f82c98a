import type {Catalog} from '../../protocol/core/catalog.js';
import {isObject} from '../../protocol/core/json.js';
import {breadcrumbsOf} from '../support/conformance/catalogs.js';

/** One line per stream and one per property: all that a change of contract would touch. */
export function summary(catalog: Catalog): string {
  return catalog.streams
    .flatMap(({tap_stream_id, key_properties, replication_method, replication_key, schema, metadata}) => {
      const root = metadata[0]?.metadata ?? {};
      const facts = [
        replication_method,
        `key ${key_properties.join(', ')}`,
        ...(replication_key === undefined ? [] : [`follows ${replication_key}`]),
        ...(root['parent-tap-stream-id'] === undefined ? [] : [`below ${root['parent-tap-stream-id']}`]),
        ...(root['selected-by-default'] === false ? ['off by default'] : []),
      ];
      const properties = breadcrumbsOf(schema).map((breadcrumb) => {
        const own = metadata.find((item) => sameText(item.breadcrumb, breadcrumb))?.metadata ?? {};
        const marks = [
          ...(own.inclusion === 'automatic' ? ['automatic'] : []),
          ...(own['selected-by-default'] === false ? ['off by default'] : []),
        ];
        return `  ${pathOf(breadcrumb)}: ${[typeAt(schema, breadcrumb), ...marks].join(', ')}`;
      });
      return [`${tap_stream_id}: ${facts.join('; ')}`, ...properties, ''];
    })
    .join('\n');
}

/** A breadcrumb as people write it: `address.city`. */
export function pathOf(breadcrumb: readonly string[]): string {
  return breadcrumb.filter((_, index) => breadcrumb[index - 1] === 'properties').join('.');
}

/** The type as text: what a property may be, its format, and what its items are. */
function typeAt(schema: object, breadcrumb: readonly string[]): string {
  let at: unknown = schema;
  for (const name of breadcrumb) at = isObject(at) ? at[name] : undefined;
  return typeText(at);
}

function typeText(schema: unknown): string {
  if (!isObject(schema)) return '?';
  const types = [schema.type].flat().join(' | ');
  const format = typeof schema.format === 'string' ? ` (${schema.format})` : '';
  return `${types}${format}${schema.items === undefined ? '' : ` of ${typeText(schema.items)}`}`;
}

function sameText(left: readonly string[], right: readonly string[]): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
