import {addDays, type Client, timestampOf, type Verb, type VerbContext} from '../../../protocol/index.js';
import {clients, jobs, projects, time, users} from '../streams.js';
import {type Asked, ask, problemIn} from './ask.js';
import {filterFindings} from './filters.js';
import {type Finding, reportOf} from './findings.js';
import {answerFinding, coverageFindings, fieldFindings} from './lists.js';
import {completenessFindings, durationFindings, type Range, zoneFindings} from './time.js';

const DEFAULT_BASE = 'https://app.paydirtapp.com/api/v1';
/** The address in older documentation. It is asked without a key. */
const OLD_CLIENTS = 'https://paydirtapp.com/api/v1/clients';

/** Days of time logs that are looked at closely. */
const RECENT_DAYS = 365;

/**
 * Answers what the documentation of the service leaves open, from a live account: names of fields, JSON types, counts
 * and statuses, and never a value.
 */
export const probe: Verb = {
  kind: 'service',
  description: 'Find out on a live account what the documentation leaves open, without showing any value',
  run: async (context) => {
    const lists = await plainLists(context.client);
    const problem = problemIn(Object.values(lists));
    const more = problem === undefined ? await closerLook(context, lists) : [];
    const answers = Object.entries(lists).map(([name, asked]) => answerFinding(name, asked));
    return reportOf([...answers, ...more, ...(await refusals(context))], problem);
  },
};

/** The lists that are asked for without any parameter. */
async function plainLists(client: Client): Promise<Record<string, Asked>> {
  const lists: Record<string, Asked> = {};
  for (const {name, path} of [clients, projects, jobs, users]) {
    const asked = await ask(client, path);
    lists[name] = asked;
    // Where nobody is there, or lets us in, the other lists tell nothing more.
    const isNobody = asked.status === undefined && name === clients.name;
    if (isNobody || asked.status === 401 || asked.status === 403) break;
  }
  return lists;
}

async function closerLook(
  {client, now, fieldsOf}: VerbContext,
  plain: Readonly<Record<string, Asked>>,
): Promise<Finding[]> {
  const tomorrow = addDays(timestampOf(now).slice(0, 10), 1);
  const recent: Range = {start: addDays(tomorrow, -RECENT_DAYS), end: tomorrow};
  const recentTime = await ask(client, time.path, {...recent});
  const {findings: completeness, whole} = await completenessFindings(client, time.path, everUntil(tomorrow));
  const isQuiet = recentTime.rows === undefined || recentTime.rows.length === 0;
  const range = isQuiet ? everUntil(tomorrow) : recent;
  const closer = isQuiet ? whole : recentTime;
  const lists = {...plain, [time.name]: closer};
  const logs = closer.rows ?? [];
  return [
    answerFinding(time.name, closer),
    ...Object.entries(lists).flatMap(([name, asked]) => fieldFindings(name, asked, fieldsOf(name))),
    ...completeness,
    ...(await zoneFindings(client, time.path, logs)),
    ...durationFindings(logs),
    ...(await filterFindings(client, time.path, range, logs, plain[jobs.name]?.rows ?? [])),
    ...coverageFindings(lists),
  ];
}

/** Every day that a time log can have. */
function everUntil(tomorrow: string): Range {
  return {start: '2008-01-01', end: tomorrow};
}

/** How requests without a key are answered, and what can't be found out without provoking it. */
async function refusals({client, config}: VerbContext): Promise<Finding[]> {
  const isDefault = String(config.base_url).replace(/\/$/, '') === DEFAULT_BASE;
  return [
    await nobody(client, 'without a key', clients.path),
    isDefault
      ? await nobody(client, 'the old address', OLD_CLIENTS)
      : untold('the old address', 'not asked, since "base_url" leads elsewhere'),
    untold('without full permissions', 'not asked, since that takes the key of another user'),
    untold('throttling', 'not asked for: nobody should be throttled for it'),
  ];
}

function untold(about: string, found: string): Finding {
  return {question: 'refusals', about, found, data: null};
}

/** How a request is answered that carries no key. */
async function nobody(client: Client, about: string, path: string): Promise<Finding> {
  const {status, contentType, root, headers} = await ask(client, path, {}, 'nobody');
  return {
    question: 'refusals',
    about,
    found: `${status ?? 'no answer'}; ${contentType ?? 'no content type'}; ${root}`,
    data: {status: status ?? null, content_type: contentType, root, headers: [...headers]},
  };
}
