import type {JsonObject} from '../../../protocol/index.js';
import type {Asked} from './ask.js';
import type {Finding} from './findings.js';
import {inWords, type Kinds, kindsByField} from './shape.js';

/** How a list was answered: status, envelope and number of rows. */
export function answerFinding(name: string, asked: Asked): Finding {
  const {status, contentType, root, headers, rows} = asked;
  const count = rows === undefined ? 'no list' : `${rows.length} rows`;
  const told = headers.length === 0 ? '' : `; headers ${headers.join(', ')}`;
  return {
    question: 'lists',
    about: name,
    found: `${status ?? 'no status'}; ${root}; ${count}${told}`,
    data: {
      status: status ?? null,
      content_type: contentType,
      root,
      rows: rows?.length ?? null,
      headers: [...headers],
    },
  };
}

/** What the fields of a list hold, and which of them are in no documentation. */
export function fieldFindings(name: string, {rows}: Asked, documented: readonly string[]): Finding[] {
  if (rows === undefined || rows.length === 0) {
    return [{question: `fields of ${name}`, about: 'all', found: 'cannot be told: no rows', data: null}];
  }
  return Object.entries(kindsByField(rows)).map(([field, kinds]) => {
    const isKnown = documented.includes(field);
    return {
      question: `fields of ${name}`,
      about: field,
      found: inWords(kinds) + (isKnown ? '' : ' (not documented)'),
      data: {kinds, documented: isKnown},
    };
  });
}

/** Whether records are listed that are not current any more, and whether references lead nowhere. */
export function coverageFindings(lists: Readonly<Record<string, Asked>>): Finding[] {
  const rows = (name: string) => lists[name]?.rows ?? [];
  const flags: [string, string, string][] = [
    ['clients by active', 'clients', 'active'],
    ['projects by completed', 'projects', 'completed'],
    ['jobs by completed', 'jobs', 'completed'],
  ];
  const references: [string, string, string, string][] = [
    ['logs whose job is not listed', 'time', 'job_id', 'jobs'],
    ['logs whose user is not listed', 'time', 'user_id', 'users'],
    ['jobs whose client is not listed', 'jobs', 'client_id', 'clients'],
    ['jobs whose project is not listed', 'jobs', 'project_id', 'projects'],
    ['projects whose client is not listed', 'projects', 'client_id', 'clients'],
  ];
  return [
    ...flags.map(([about, name, field]) => finding(about, countBy(rows(name), field))),
    ...references.map(([about, from, field, to]) => finding(about, missing(rows(from), field, rows(to)))),
  ];
}

function finding(about: string, counts: Kinds): Finding {
  const found = Object.keys(counts).length === 0 ? 'no rows' : inWords(counts);
  return {question: 'what is listed', about, found, data: counts};
}

/** How many rows have which word in a flag; other values are told by kind alone. */
function countBy(rows: readonly JsonObject[], field: string): Kinds {
  const counts: Kinds = {};
  for (const row of rows) {
    const value = row[field];
    const word = typeof value === 'boolean' ? String(value) : value === undefined ? 'absent' : 'other';
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

function missing(rows: readonly JsonObject[], field: string, targets: readonly JsonObject[]): Kinds {
  const ids = new Set(targets.map(({id}) => String(id)));
  const referring = rows.filter((row) => row[field] !== null && row[field] !== undefined);
  if (referring.length === 0) return {};
  const dangling = referring.filter((row) => !ids.has(String(row[field]))).length;
  return {listed: referring.length - dangling, missing: dangling};
}
