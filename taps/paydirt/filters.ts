import type {AskTable, FilterCheck, JsonObject, JsonValue, Params} from '../../protocol/index.js';
import type {Config} from './records.js';
import {jobs} from './streams.js';

type TimeFilters = NonNullable<NonNullable<Config['filters']>['time']>;

/** The filters of time logs as the service takes them. */
export function timeFilters(config: Config): Params {
  return {...config.filters?.time};
}

/**
 * Tells of logs which filter they contradict. Whether the service heeds project_id and job_id is not documented, and what
 * client and project a log belongs to only its job tells.
 */
export async function timeFilterCheck(filters: TimeFilters, ask: AskTable): Promise<FilterCheck> {
  const {user_id, job_id, client_id, project_id} = filters;
  const needsJobs = client_id !== undefined || project_id !== undefined;
  const byId = new Map((needsJobs ? await ask(jobs) : []).map((job) => [idText(job.id), job]));
  return (log) => {
    if (differs(log.user_id, user_id)) return {contradicts: 'user_id'};
    if (differs(log.job_id, job_id)) return {contradicts: 'job_id'};
    if (!needsJobs) return undefined;
    const job: JsonObject | undefined = byId.get(idText(log.job_id));
    if (job === undefined) return 'unknown';
    if (differs(job.client_id, client_id)) return {contradicts: 'client_id'};
    if (differs(job.project_id, project_id)) return {contradicts: 'project_id'};
    return undefined;
  };
}

function differs(value: JsonValue | undefined, wanted: number | undefined): boolean {
  return wanted !== undefined && idText(value) !== String(wanted);
}

function idText(value: JsonValue | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
