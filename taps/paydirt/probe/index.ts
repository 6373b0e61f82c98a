import {addDays, type Client, timestampOf, type Verb, type VerbContext} from '../../../protocol/index.js';
import {clients, jobs, projects, time, users} from '../streams.js';
import {type Asked, ask, requireKey} from './ask.js';
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
  description: 'Find out on a live account what the documentation leaves open, without showing any value',
  run: async (context) => reportOf(await findingsOf(context)),
};

async function findingsOf({client, config, now, fieldsOf}: VerbContext): Promise<Finding[]> {
  const tomorrow = addDays(timestampOf(now).slice(0, 10), 1);
  const recent: Range = {start: addDays(tomorrow, -RECENT_DAYS), end: tomorrow};
  const ever: Range = {start: '2008-01-01', end: tomorrow};
  const lists: Record<string, Asked> = {};
  for (const {name, path} of [clients, projects, jobs, users]) {
    lists[name] = await ask(client, path);
    requireKey(lists[name]);
  }
  const recentTime = await ask(client, time.path, {...recent});
  lists[time.name] = recentTime;
  const logs = recentTime.rows ?? [];
  return [
    ...Object.entries(lists).map(([name, asked]) => answerFinding(name, asked)),
    ...Object.entries(lists).flatMap(([name, asked]) => fieldFindings(name, asked, fieldsOf(name))),
    ...(await completenessFindings(client, time.path, ever)),
    ...(await zoneFindings(client, time.path, logs)),
    ...durationFindings(logs),
    ...(await filterFindings(client, time.path, recent, logs, lists[jobs.name]?.rows ?? [])),
    ...coverageFindings(lists),
    await nobody(client, 'without a key', clients.path),
    ...(config.base_url === DEFAULT_BASE ? [await nobody(client, 'the old address', OLD_CLIENTS)] : []),
  ];
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
