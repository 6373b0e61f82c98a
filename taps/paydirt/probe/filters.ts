import type {Client, JsonObject, JsonValue} from '../../../protocol/index.js';
import {ask} from './ask.js';
import type {Finding} from './findings.js';
import {countOf, type Range} from './time.js';

/** An id that no account of a small service will have reached. */
const NOBODYS_ID = 2_147_483_000;

/** Which filters the service heeds, and what it says to ids that it does not know. */
export async function filterFindings(
  client: Client,
  path: string,
  range: Range,
  logs: readonly JsonObject[],
  jobs: readonly JsonObject[],
): Promise<Finding[]> {
  const byId = new Map(jobs.map((job) => [String(job.id), job]));
  const jobOf = (log: JsonObject) => byId.get(String(log.job_id));
  const known: Record<string, (log: JsonObject) => JsonValue | undefined> = {
    user_id: (log) => log.user_id,
    client_id: (log) => jobOf(log)?.client_id,
    project_id: (log) => jobOf(log)?.project_id,
    job_id: (log) => log.job_id,
  };
  const findings: Finding[] = [];
  for (const [filter, idIn] of Object.entries(known)) {
    findings.push(await heeded(client, path, range, logs, filter, idIn));
  }
  const {status, root, rows} = await ask(client, path, {...range, client_id: NOBODYS_ID});
  findings.push({
    question: 'filters of time',
    about: 'an unknown client_id',
    found: `${status ?? 'no answer'}; ${root}; ${rows?.length ?? 'no'} rows`,
    data: {status: status ?? null, root, rows: rows?.length ?? null},
  });
  return findings;
}

async function heeded(
  client: Client,
  path: string,
  range: Range,
  logs: readonly JsonObject[],
  filter: string,
  idIn: (log: JsonObject) => JsonValue | undefined,
): Promise<Finding> {
  const found = (words: string, data: JsonValue): Finding => ({
    question: 'filters of time',
    about: filter,
    found: words,
    data,
  });
  const ids = logs.map(idIn).filter((id) => typeof id === 'number' || typeof id === 'string');
  const [id] = ids;
  if (id === undefined) return found('no log to try it with', null);
  const asked = await ask(client, path, {...range, [filter]: id});
  const {status, rows} = asked;
  if (rows === undefined) return found(`${status ?? 'no answer'}; ${asked.root}`, {status: status ?? null});
  const fitting = rows.filter((log) => String(idIn(log)) === String(id)).length;
  const isEveryLogFitting = ids.every((one) => one === id);
  const verdict = fitting < rows.length ? 'ignored' : isEveryLogFitting ? 'cannot be told' : 'heeded';
  const data = {status: status ?? null, rows: countOf(asked), fitting, of: logs.length, verdict};
  return found(`${verdict}: ${rows.length} of ${logs.length} rows came, ${fitting} of them fit`, data);
}
