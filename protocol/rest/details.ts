import {messageOf, RefusedError, ServiceError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {ReadRequest} from '../core/source.js';
import type {ListStream} from './declaration.js';
import type {Reader} from './reader.js';

/**
 * Rows with the fields that only a request for the single object brings, where those are wanted and the row is due. A row
 * that can't be asked for alone stays as it was listed, and the log says so.
 */
export async function withDetails(
  {client, service, log}: Reader,
  {name, path, rootKeys, detailFields}: ListStream,
  rows: readonly JsonObject[],
  isDue: (row: JsonObject) => boolean,
  fields: ReadonlySet<string>,
  {signal}: ReadRequest,
): Promise<readonly JsonObject[]> {
  const wanted = detailFields.filter((field) => fields.has(field));
  if (wanted.length === 0) return rows;
  const detailed: JsonObject[] = [];
  for (const row of rows) {
    signal.throwIfAborted();
    detailed.push(isDue(row) ? {...row, ...(await details(row))} : row);
  }
  return detailed;

  async function details(row: JsonObject): Promise<JsonObject> {
    try {
      const {body} = await client.get(`${path}/${row.id}`, {}, name);
      const whole = service.paging.one(body, rootKeys);
      if (whole !== undefined && whole.id === row.id) {
        return Object.fromEntries(
          wanted.filter((field) => Object.hasOwn(whole, field)).map((field) => [field, whole[field]]),
        );
      }
      log.warning(`${wanted.join(', ')} of ${row.id} could not be read: the answer does not hold it`, name);
    } catch (error) {
      if (!isOfThisRow(error)) throw error;
      log.warning(`${wanted.join(', ')} of ${row.id} could not be read: ${messageOf(error)}`, name);
    }
    return {};
  }
}

/** Whether a failure is about one row, such as a report that can't be computed, and not about the service. */
function isOfThisRow(error: unknown): boolean {
  if (error instanceof RefusedError) return true;
  return error instanceof ServiceError && (error.status === 400 || error.status === 500);
}
