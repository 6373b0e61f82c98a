import type {Collection} from './collections.js';
import type {FilterMode, Settings} from './options.js';

/** Where filters on `created_on` and `updated_on` are listed by a connector that uses them. (Skyvia's Paymo page) */
const CONFIRMED: ReadonlySet<Collection> = new Set<Collection>([
  'clientcontacts',
  'clients',
  'discussions',
  'estimates',
  'expenses',
  'invoicetemplates',
  'invoicepayments',
  'invoices',
  'milestones',
  'projecttemplates',
]);

/** A mixture for the rest, so that a reader cannot rely on any one behaviour. */
const DEFAULTS: Readonly<Partial<Record<Collection, FilterMode>>> = {
  users: 'refused',
  userstasks: 'refused',
  recurringprofiles: 'refused',
  workflows: 'refused',
  reports: 'refused',
  tasklists: 'ignored',
  subtasks: 'ignored',
  comments: 'ignored',
  taskrecurringprofiles: 'ignored',
};

/** What becomes of a condition on a list's own field. */
export function modeFor(
  collection: Collection,
  field: string,
  settings: Settings,
  besideInterval: boolean,
): FilterMode {
  if (field === 'id') return settings.idFilter;
  if (field !== 'created_on' && field !== 'updated_on') return 'works';
  if (collection === 'entries' && besideInterval) return settings.updatedOnWithInterval;
  if (CONFIRMED.has(collection)) return 'works';

  const {updatedOnFilter} = settings;
  if (typeof updatedOnFilter === 'string') return updatedOnFilter;
  return updatedOnFilter[collection] ?? DEFAULTS[collection] ?? 'works';
}
