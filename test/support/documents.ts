import {isObject, type JsonObject} from '../../protocol/core/json.js';
import type {Relation} from '../../protocol/rest/relation.js';
import {streamsOf} from '../../protocol/rest/streams-of.js';

/** What the made-up streams hold; see `NumberedService` for what can be asked of them. */
interface Records {
  documents: {
    id: number;
    updated_on: string | null;
    date: string | null;
    total: number | null;
    progress: number | null;
    content: string | null;
  };
  lines: {id: number; document_id: number; updated_on: string | null};
  notes: {id: number; document_id: number; updated_on: string | null};
}

const stream = streamsOf<Records>();

/** Lines, which a document of any worth must have, and which have a list of their own. */
export const LINES: Relation = {
  name: 'lines',
  many: true,
  apart: {path: 'lines', param: 'document_id', field: 'document_id'},
  isDue: ({total}) => Number(total ?? 0) !== 0,
};

/** Notes, which cannot be had in any other way. */
export const NOTES: Relation = {name: 'notes', many: true, apart: undefined};

/** One person, by the field that names them. */
export const OWNER: Relation = {name: 'owner', many: false, apart: {path: 'people', field: 'owner_id'}};

/** A list that is asked for changes once that has proved to work. */
export const documents = stream.list('documents', {
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  since: 'since',
  provesSince: true,
  hiddenFields: ['progress'],
  detailFields: ['content'],
});

export const lines = stream.derived('lines', {
  parent: documents,
  relation: LINES,
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  rows: (row) => embedded(row, 'lines'),
});

export const notes = stream.derived('notes', {
  parent: documents,
  relation: NOTES,
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  rows: (row) => embedded(row, 'notes'),
});

function embedded(row: object, name: string): JsonObject[] {
  const held: unknown = Reflect.get(row, name);
  return Array.isArray(held) ? held.filter(isObject) : [];
}
