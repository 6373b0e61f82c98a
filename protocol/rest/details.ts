import {DataError, RefusedError, ServiceError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {ReadRequest} from '../core/source.js';
import type {ListStream} from './declaration.js';
import {pagingOf, type Reader} from './reader.js';

/**
 * Rows with the fields that only a request for the single object brings, where those are wanted and the row is due. A row
 * that may not be seen alone, or is gone, stays as it was listed, and the log says so. Throws what else goes wrong.
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
      const whole = pagingOf(service).one(body, rootKeys);
      if (whole === undefined || whole.id !== row.id) {
        throw new DataError(`${name}: GET ${path}/${row.id} answered without that object`);
      }
      return Object.fromEntries(
        wanted.filter((field) => Object.hasOwn(whole, field)).map((field) => [field, whole[field]]),
      );
    } catch (error) {
      if (error instanceof RefusedError) {
        log.warning(`${wanted.join(', ')} of ${row.id} could not be read: ${error.message}`, name);
        return {};
      }
      // Sent without it, the record would overwrite what an earlier run brought.
      if (!(error instanceof ServiceError)) throw error;
      const way = `deselect ${wanted.join(', ')} to read ${name} without`;
      throw new ServiceError(`${error.message}; ${way}`, error.status, {cause: error});
    }
  }
}
