import {type Client, DataError, isObject, type JsonObject} from '../../protocol/index.js';
import type {Conditions} from './where.js';
import {whereOf} from './where.js';

const PAGE_SIZE = 500;

/**
 * Which time entries are a client's. They don't name it, so Paymo could ignore that filter unnoticed; but they name their
 * project, and projects name their client. Undefined where no client is filtered by.
 */
export async function entriesOfClients(
  client: Client,
  sent: Conditions | undefined,
): Promise<((row: JsonObject) => boolean) | undefined> {
  const wanted = [sent?.['client_id='], sent?.['client_id in']].flatMap((value) => value ?? []);
  if (wanted.length === 0) return undefined;
  const condition: Conditions =
    wanted.length === 1 ? {'client_id=': Number(wanted[0])} : {'client_id in': wanted.map(Number)};
  const seen = new Set<unknown>();
  const projects = new Set<unknown>();
  // Until a page brings nothing new, since neither its length nor the order of rows can be relied upon.
  for (let page = 0, before = -1; seen.size > before; page++) {
    before = seen.size;
    const {body} = await client.get(
      'projects',
      {...whereOf(condition), page, page_size: PAGE_SIZE},
      'time_entries',
    );
    const rows = isObject(body) && Array.isArray(body.projects) ? body.projects.filter(isObject) : undefined;
    if (rows === undefined) throw new DataError('GET projects answered without a list called "projects"');
    for (const {id, client_id} of rows) {
      seen.add(id);
      if (client_id === undefined || wanted.some((one) => one === client_id)) projects.add(id);
    }
  }
  return ({project_id}) => typeof project_id !== 'number' || projects.has(project_id);
}
