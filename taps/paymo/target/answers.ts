import {
  DataError,
  isObject,
  type JsonObject,
  type JsonResponse,
  rowsOfWhole,
  type WriteAnswer,
} from '../../../protocol/index.js';
import {isNothing} from './field.js';
import type {PaymoObject} from './paymo-object.js';

/** The one object in a good answer; undefined where there is none, or not just one, or one without an id. */
export function objectIn(
  object: PaymoObject,
  {body, headers, url}: WriteAnswer | JsonResponse,
): JsonObject | undefined {
  if (body === undefined) return undefined;
  const [row, ...others] = rowsIn(object, {body, headers, url});
  return row === undefined || others.length > 0 || isNothing(row.id) ? undefined : row;
}

function rowsIn(object: PaymoObject, response: JsonResponse): JsonObject[] {
  const {body} = response;
  const held = isObject(body) ? body[object.rootKeys[0] ?? object.path] : undefined;
  // The company is the only one that comes without a list around it.
  if (isObject(held)) return [held];
  try {
    return rowsOfWhole(response, object.rootKeys).rows;
  } catch (error) {
    if (error instanceof DataError) return [];
    throw error;
  }
}
