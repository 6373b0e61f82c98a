/** Everything that has a list of its own, by its path. */
export const COLLECTIONS = [
  'clients',
  'clientcontacts',
  'projects',
  'projectstatuses',
  'projecttemplates',
  'projecttemplatestasklists',
  'projecttemplatestasks',
  'tasklists',
  'tasks',
  'subtasks',
  'userstasks',
  'taskrecurringprofiles',
  'entries',
  'bookings',
  'expenses',
  'estimates',
  'estimateitems',
  'estimatetemplates',
  'estimatetemplatesgallery',
  'invoices',
  'invoiceitems',
  'invoicepayments',
  'invoicetemplates',
  'invoicetemplatesgallery',
  'recurringprofiles',
  'recurringprofileitems',
  'milestones',
  'discussions',
  'threads',
  'comments',
  'files',
  'reports',
  'users',
  'workflows',
  'workflowstatuses',
  'hooks',
] as const;

export type Collection = (typeof COLLECTIONS)[number];

export type Value = string | number | boolean | null | Value[] | {[key: string]: Value};

/** A row as it is kept: with hidden fields, and without the keys that the service leaves out. */
export interface Row {
  id: number;
  created_on: string;
  updated_on: string;
  [field: string]: Value | undefined;
}

/** A session's id is a token, so sessions are kept apart from everything that has numbers. */
export interface Session {
  id: string;
  ip: string;
  expires_on: string;
  created_on: string;
  updated_on: string;
  user_id: number;
}

export type Company = {id: number; created_on: string; updated_on: string; [setting: string]: Value};

/**
 * The truth of the sandbox account. Tests may read and change it freely; every request looks at it afresh.
 * Beside what is served it has `tasks.progress_status` and `reports.content`, which are shown on demand only.
 */
export type Data = {[Name in Collection]: Row[]} & {company: Company; sessions: Session[]};

export function isCollection(path: string): path is Collection {
  return COLLECTIONS.some((name) => name === path);
}

/** A foreign key, or `null` if it is null or missing. */
export function keyOf(row: Row, field: string): number | null {
  const value = row[field];
  return typeof value === 'number' ? value : null;
}

/** The value of an id list, which is empty if it is missing. */
export function idsIn(row: Row, field: string): number[] {
  const value = row[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}

export function textOf(row: Row, field: string): string {
  const value = row[field];
  return typeof value === 'string' ? value : '';
}

export function numberOf(row: Row, field: string): number {
  const value = row[field];
  return typeof value === 'number' ? value : 0;
}
