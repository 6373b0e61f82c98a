import type {Catalog, CatalogEntry, CatalogMetadata} from '../../../protocol/core/catalog.js';
import {type PropertySchema, propertiesBelow} from '../../../protocol/core/schema.js';

/** A catalog with every stream's selection set to what `wanted` answers. */
export function selecting(catalog: Catalog, wanted: (entry: CatalogEntry) => boolean): Catalog {
  return withMetadata(catalog, (entry, item) =>
    item.breadcrumb.length === 0 ? {...item, metadata: {...item.metadata, selected: wanted(entry)}} : item,
  );
}

/** A catalog that selects all streams and fields, those too that nobody gets without asking. */
export function selectingAll(catalog: Catalog): Catalog {
  return withoutFields(catalog, () => false);
}

/** A catalog that selects all streams, and all fields but those for which `unwanted` says so. */
export function withoutFields(
  catalog: Catalog,
  unwanted: (item: CatalogMetadata, entry: CatalogEntry) => boolean,
): Catalog {
  return withMetadata(catalog, (entry, item) => ({
    ...item,
    metadata: {...item.metadata, selected: item.breadcrumb.length === 0 || !unwanted(item, entry)},
  }));
}

function withMetadata(
  catalog: Catalog,
  change: (entry: CatalogEntry, item: CatalogMetadata) => CatalogMetadata,
): Catalog {
  return {
    streams: catalog.streams.map((entry) => ({
      ...entry,
      metadata: entry.metadata.map((item) => change(entry, item)),
    })),
  };
}

/** What a catalog's metadata says of one breadcrumb. */
export function metadataAt(entry: CatalogEntry, breadcrumb: readonly string[]): CatalogMetadata['metadata'] {
  const wanted = JSON.stringify(breadcrumb);
  return entry.metadata.find((item) => JSON.stringify(item.breadcrumb) === wanted)?.metadata ?? {};
}

/** The breadcrumbs of all properties of a schema, at every depth. */
export function breadcrumbsOf(schema: PropertySchema, above: readonly string[] = []): string[][] {
  const below = schema.properties === undefined ? [...above, 'items'] : above;
  return Object.entries(propertiesBelow(schema) ?? {}).flatMap(([name, property]) => {
    const breadcrumb = [...below, 'properties', name];
    return [breadcrumb, ...breadcrumbsOf(property, breadcrumb)];
  });
}
