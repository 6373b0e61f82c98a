import {DataError} from '../core/errors.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import type {Reading, ReadRequest} from '../core/source.js';
import type {ObjectStream} from './declaration.js';
import {adapted, type Reader, refusal, throwIfFatal} from './reader.js';

/** Reads a stream that is a single object. */
export async function* readObject(
  reader: Reader,
  stream: ObjectStream,
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const wanted = request.wanted.get(stream.name);
  if (wanted === undefined) return;
  yield {kind: 'started', stream: stream.name};
  try {
    yield {kind: 'rows', stream: stream.name, rows: adapted(stream, [await theObject(reader, stream)])};
    yield {kind: 'complete', stream: stream.name, bookmark: {}};
  } catch (error) {
    throwIfFatal(error, request);
    yield refusal(reader, stream.name, wanted, error, false);
  }
}

/** The object as it comes; not asked for again where it is known already. */
export async function theObject(
  {objects, client}: Reader,
  {name, path, rootKey}: ObjectStream,
): Promise<JsonObject> {
  const body = objects.get(path) ?? (await client.get(path, {}, name)).body;
  const object = objectIn(body, rootKey);
  if (object === undefined) throw new DataError(`${name}: GET ${path} answered without an object`);
  return object;
}

/** The object in a response: the body itself, or what its envelope holds, alone or as the only one of a list. */
function objectIn(body: JsonValue, rootKey: string | undefined): JsonObject | undefined {
  if (!isObject(body)) return undefined;
  if (rootKey === undefined) return body;
  const held = body[rootKey];
  const object = Array.isArray(held) && held.length === 1 ? held[0] : held;
  return object !== undefined && isObject(object) ? object : undefined;
}
