import type {Collection, Value} from '../collections.js';
import type {Kind} from '../definition.js';

/** What a value sent must be: mostly what filters compare it as, with a few shapes that only writes know. */
export type WriteKind =
  | Kind
  /** A list of texts. */
  | 'texts'
  /** An object of whatever keys. */
  | 'object'
  /** A word, or a list of ids that may be texts; or ids in a text with commas. */
  | 'preset'
  /** Lines of a document. */
  | 'lines'
  /** Unix seconds. */
  | 'seconds'
  /** A whole number, or the same as text, as in the documented example. */
  | 'interval'
  /** Whatever else is documented differently in every place. */
  | 'any';

/** What of a list can be written. The columns "Acc" and "Notes" of the documentation's field tables. */
export interface Declaration {
  /** Can be set when a row is made and changed later. */
  writable: readonly string[];
  /** Nobody is sure whether these can; one of the settings says it. */
  uncertain?: readonly string[];
  /** Said once, when a row is made. */
  createOnly?: readonly string[];
  /** Only when there is a row already. */
  updateOnly?: readonly string[];
  /** Of fields that rows don't have, or that are written in another way than they are compared. */
  kinds?: Readonly<Record<string, WriteKind>>;
  /** Taken notice of, but not kept under this name. */
  unkept?: readonly string[];
  /** Without these there is no row. Alternatives are up to the rules. */
  required?: readonly string[];
  /** Where keys lead to, beside those that are relations. */
  references?: Readonly<Record<string, Collection>>;
  /** The only values there are; `null` has to be among them to be one. */
  words?: Readonly<Record<string, readonly (string | number | boolean | null)[]>>;
  /** What new rows have, where it is not what their kind suggests. */
  defaults?: Readonly<Record<string, Value>>;
  /** What can be done at all. @default all three */
  operations?: readonly ('create' | 'update' | 'remove')[];
}

/** Texts and rates of invoices, estimates and recurring profiles. */
export const DOCUMENT_FIELDS = [
  'client_id',
  'currency',
  'template_id',
  'tax',
  'tax2',
  'discount',
  'tax_on_tax',
  'bill_to',
  'company_info',
  'footer',
  'notes',
  'title',
  'tax_text',
  'tax2_text',
  'discount_text',
  'items',
] as const;

/** What of a line can be said; the service knows no other names. */
export const LINE_FIELDS = ['item', 'description', 'price_unit', 'quantity', 'apply_tax', 'seq'] as const;

export const PRIORITIES = [25, 50, 75, 100] as const;
