import {
  type Client,
  isObject,
  type JsonObject,
  type Log,
  RefusedError,
  ServiceError,
} from '../../protocol/index.js';
import type {Conditions} from './where.js';

const PAGE_SIZE = 500;

/**
 * Which time entries may be those of the clients that are filtered by. Entries don't name their client, so Paymo could
 * ignore that filter unnoticed; but they name their project, and projects name their client. Only entries that are
 * known to be another client's are left out. Undefined where no client is filtered by, or nothing can be told.
 */
export async function entriesOfClients(
  client: Client,
  sent: Conditions | undefined,
  log: Log,
): Promise<((row: JsonObject) => boolean) | undefined> {
  const wanted = [sent?.['client_id='], sent?.['client_id in']].flatMap((value) => value ?? []);
  if (wanted.length === 0) return undefined;
  const seen = new Set<unknown>();
  const others = new Set<unknown>();
  // Until a page brings nothing new, since neither its length nor the order of rows can be relied upon.
  for (let page = 0, before = -1; seen.size > before; page++) {
    before = seen.size;
    for (const {id, client_id} of await projectsOn(client, page, log)) {
      seen.add(id);
      if (typeof client_id === 'number' && !wanted.some((one) => one === client_id)) others.add(id);
    }
  }
  return ({project_id}) => !others.has(project_id);
}

/** One page of projects. Where they can't be had, Paymo's own filter has to do; beyond the last page there are none. */
async function projectsOn(client: Client, page: number, log: Log): Promise<JsonObject[]> {
  try {
    const {body} = await client.get('projects', {page, page_size: PAGE_SIZE}, 'time_entries');
    if (isObject(body) && Array.isArray(body.projects)) return body.projects.filter(isObject);
  } catch (error) {
    if (!(error instanceof RefusedError || (error instanceof ServiceError && error.status === 400)))
      throw error;
    if (page > 0) return [];
  }
  log.warning(
    'Whose projects these are could not be read, so the filter by client is left to Paymo',
    'time_entries',
  );
  return [];
}
