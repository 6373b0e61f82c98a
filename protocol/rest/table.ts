import {DataError, RefusedError} from '../core/errors.js';
import {fieldSchemas} from '../core/field-types.js';
import type {JsonObject} from '../core/json.js';
import {KeySet} from '../core/key-set.js';
import type {Reading, ReadRequest} from '../core/source.js';
import {keyOfFields} from './complete-list.js';
import type {TableStream} from './declaration.js';
import {openFields} from './open-fields.js';
import {adapted, type Reader, tellOnce, throwIfFatal} from './reader.js';
import {requirePlausible} from './shrinkage.js';
import {isUsualLimit} from './suspicion.js';
import {wholeList} from './whole-list.js';

/** Reads a table that comes whole. Nothing of it goes out before all of it has been looked at. */
export async function* readTable(
  reader: Reader,
  stream: TableStream,
  request: ReadRequest,
): AsyncGenerator<Reading> {
  const {name} = stream;
  const wanted = request.wanted.get(name);
  if (wanted === undefined) return;
  yield {kind: 'started', stream: name};
  try {
    const rows = await readWhole(reader, stream);
    requirePlausible(reader, name, rows.length, wanted.bookmark?.rows);
    yield {kind: 'total', stream: name, add: rows.length};
    const memory: JsonObject = {rows: rows.length};
    if (stream.isOpen) {
      const known = [...stream.keyProperties, ...wanted.fields];
      const types = openFields(reader, name, rows, known, wanted.bookmark?.fields);
      memory.fields = {...types};
      yield {kind: 'fields', stream: name, fields: fieldSchemas(types)};
    }
    yield {kind: 'rows', stream: name, rows: adapted(stream, rows)};
    yield {kind: 'complete', stream: name, bookmark: memory};
  } catch (error) {
    throwIfFatal(error, request);
    yield {kind: 'failed', stream: name, error: absence(error)};
  }
}

/** A list that is nowhere to be found may have moved, or never have been there. */
function absence(error: unknown): unknown {
  if (!(error instanceof RefusedError) || error.status !== 404) return error;
  return new DataError(
    `${error.message}, so the service has no such list at this address. Deselect the stream to go on without it`,
    'config',
  );
}

/** All rows of a table, each once; rows without a key stay, to be complained about. */
export async function readWhole(reader: Reader, stream: TableStream): Promise<JsonObject[]> {
  const {name, keyProperties} = stream;
  const rows = await wholeList(reader, {...stream, stream: name});
  const keyOf = keyOfFields(keyProperties);
  const seen = new KeySet();
  const distinct = rows.filter((row) => {
    const key = keyOf(row);
    return key === undefined || seen.add(key);
  });
  const more = rows.length - distinct.length;
  if (more > 0) tellOnce(reader, name, `${more} rows came twice in one list; each is sent once`);
  if (isUsualLimit(rows.length)) {
    const line = `The list has exactly ${rows.length} rows, as it would if the service cut it there; please check that none is missing`;
    tellOnce(reader, name, line);
  }
  return distinct;
}
