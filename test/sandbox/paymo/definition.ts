import type {Collection, Data, Row, Value} from './collections.js';

/** What a field is compared as in a filter; `opaque` ones cannot be compared at all. */
export type Kind =
  | 'integer'
  | 'decimal'
  | 'flag'
  | 'text'
  /** `YYYY-MM-DD` on both sides. */
  | 'date'
  /** ISO in rows, Unix seconds in filters. */
  | 'moment'
  | 'ids'
  | 'opaque';

/** What relations and filters may look at beside their row. */
export interface Scope {
  readonly data: Data;
  /** The user whose key it is. */
  readonly caller: Row;
  find(collection: Collection, id: number | null): Row | undefined;
  now(): string;
}

/** How a row leads to others: to one through a key of its own, or to those that name it. */
export type Relation =
  | {to: Collection; key: string}
  | {to: Collection; find: (row: Row, scope: Scope) => number | null}
  | {to: Collection; one: string}
  | {to: Collection; many: string};

/** A name that filters know though rows do not have it. */
export interface FilterField {
  kind: Kind | 'interval';
  /** What the row is judged by; a pair of moments or dates for an interval. */
  of: (row: Row, scope: Scope) => Value;
}

/** What the documentation says of one list. */
export interface Definition {
  /** Root key, where it is not the path. (API docs, the samples, and the PHP SDK) */
  root?: string;
  /** Own fields beside `id`, `created_on` and `updated_on`. (API docs, the page of each resource) */
  fields: Readonly<Record<string, Kind>>;
  relations?: Readonly<Record<string, Relation>>;
  /** In default rows, yet "Unknown field or reference" when named. (the PHP SDK) */
  unselectable?: readonly string[];
  /** Not in default rows, only shown when named. */
  hidden?: readonly string[];
  /** Only in the answer to a single GET, or only in lists. */
  onlySingle?: readonly string[];
  onlyList?: readonly string[];
  /** Names in `include` that are answered with a 500. */
  failing?: readonly string[];
  filters?: Readonly<Record<string, FilterField>>;
  /** Groups of filters of which one has to be there in full. (API docs, and what clients insist on) */
  mandatory?: readonly (readonly string[])[];
  /** Whether the documentation itself says that a filter is mandatory. */
  isMandatoryDocumented?: boolean;
  /** Of these keys a row has one at most. */
  exclusive?: readonly string[];
}

export const IMAGE_THUMBS = ['image_thumb_large', 'image_thumb_medium', 'image_thumb_small'] as const;

/** Fields of anything that may have a picture. */
export const PICTURE = {
  image_thumb_large: 'opaque',
  image_thumb_medium: 'opaque',
  image_thumb_small: 'opaque',
} as const;

/** Fields of invoices, estimates and profiles, all of which are documents with lines. */
export const DOCUMENT = {
  client_id: 'integer',
  template_id: 'integer',
  currency: 'text',
  subtotal: 'decimal',
  total: 'decimal',
  tax: 'decimal',
  tax2: 'decimal',
  tax_amount: 'decimal',
  tax2_amount: 'decimal',
  discount: 'decimal',
  discount_amount: 'decimal',
  discount_text: 'text',
  tax_on_tax: 'flag',
  tax_text: 'text',
  tax2_text: 'text',
  title: 'text',
  language: 'text',
  bill_to: 'text',
  company_info: 'text',
  footer: 'text',
  notes: 'text',
} as const;

/** Fields of their lines. */
export const LINE = {
  item: 'text',
  description: 'text',
  price_unit: 'decimal',
  quantity: 'decimal',
  apply_tax: 'flag',
  seq: 'integer',
} as const;
