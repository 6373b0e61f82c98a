/** Everything that has a list of its own, by its path. */
export const TABLES = ['clients', 'projects', 'jobs', 'time', 'users'] as const;

export type Table = (typeof TABLES)[number];

export type Value = string | number | boolean | null | Value[] | {[key: string]: Value};

/** A row as the service keeps it: decimals in their usual spelling, and null for a blank. */
export interface Row {
  id: number;
  [field: string]: Value;
}

/**
 * The truth of the sandbox account. Tests may read and change it freely; every request looks at it afresh.
 */
export type Data = {[Name in Table]: Row[]};

/** The path word is not the root word for time. (API docs; all but `clients` and `client` by its general rule) */
export const ROOTS: Readonly<Record<Table, {many: string; one: string}>> = {
  clients: {many: 'clients', one: 'client'},
  projects: {many: 'projects', one: 'project'},
  jobs: {many: 'jobs', one: 'job'},
  time: {many: 'time_logs', one: 'time_log'},
  users: {many: 'users', one: 'user'},
};

export function isTable(path: string): path is Table {
  return TABLES.some((name) => name === path);
}

/** A foreign key, or `null` if it is blank. */
export function keyOf(row: Row, field: string): number | null {
  const value = row[field];
  return typeof value === 'number' ? value : null;
}
