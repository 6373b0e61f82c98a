import type {Dialect} from '../core/dialect.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {RecordSchema} from '../core/schema.js';
import type {SelectedStream} from '../core/selection.js';
import type {Stream} from '../core/stream.js';
import {timestampOf} from '../core/timestamps.js';
import {Emitter} from '../sync/emitter.js';
import {Findings} from '../sync/findings.js';
import type {ValidateRecords} from '../sync/record-maker.js';
import {Tallies} from '../sync/tally.js';
import type {Writer} from '../sync/writer.js';
import type {Guard, Origin} from './guard.js';
import type {StreamRows} from './subject-rows.js';

/** The stream of deletes, and the member of a state that tells how far the spool has been worked off. */
export const DELETED_RECORDS = 'deleted_records';

/** The field that marks a deleted record where deletes go out in its own stream. */
export const DELETED_AT = '_sdc_deleted_at';

/** How deletes are told: in a stream of their own, or by a mark on the record. */
export type DeletesForm = 'stream' | 'in_place';

export interface SinkOptions {
  readonly watched: ReadonlyMap<string, SelectedStream>;
  readonly guard: Guard;
  readonly dialect: Dialect;
  readonly writer: Writer;
  readonly log: Log;
  readonly validate: ValidateRecords;
  readonly deletes: DeletesForm;
  /** The table version that a stream's rows carry; undefined: none. */
  readonly versionOf: (stream: string) => number | undefined;
  readonly signal: AbortSignal;
}

/** Writes what events bring: records as a sync would write them, and deletes. */
export class Sink {
  readonly #options: SinkOptions;
  readonly #emitters: ReadonlyMap<string, Emitter>;
  readonly #tallies: Tallies;
  #origin: Origin = {kind: 'event'};
  #mustLook = false;
  #news = new Set<string>();
  #deleted = 0;

  constructor(options: SinkOptions) {
    this.#options = options;
    const {watched, dialect, writer, log, validate, signal, guard} = options;
    this.#tallies = new Tallies([...watched.keys()]);
    this.#emitters = new Map(
      [...watched].flatMap(([name, selected]) => {
        const tally = this.#tallies.byStream.get(name);
        if (tally === undefined) return [];
        const findings = new Findings(name, log);
        const admits = (record: JsonObject) => {
          const verdict = guard.judge(selected.stream, record, this.#origin);
          if (verdict === 'look') this.#mustLook = true;
          if (verdict === 'emit') this.#news.add(name);
          return verdict === 'emit';
        };
        const most = Number.POSITIVE_INFINITY;
        const emitter = new Emitter({
          selected,
          dialect,
          writer,
          findings,
          tally,
          validate,
          most,
          signal,
          admits,
        });
        return [[name, emitter] as const];
      }),
    );
  }

  /** How many records events have brought so far, and how many deletes. */
  get counts(): {readonly records: number; readonly deletes: number} {
    const records = this.#tallies.all.reduce((sum, tally) => sum + tally.records, 0);
    return {records, deletes: this.#deleted};
  }

  /**
   * Writes rows as far as they are news. Returns whether the service has to be asked what is there now, and the streams to
   * which there was news.
   */
  async rows(
    all: readonly StreamRows[],
    origin: Origin,
    observedAt: number,
  ): Promise<{mustLook: boolean; news: ReadonlySet<string>}> {
    this.#origin = origin;
    this.#mustLook = false;
    this.#news = new Set();
    for (const {stream, rows} of all) {
      const version = this.#options.versionOf(stream);
      await this.#emitters.get(stream)?.rows({rows, observedAt, version});
    }
    return {mustLook: this.#mustLook, news: this.#news};
  }

  /** Writes that a record of a stream was deleted. */
  async deleted(stream: string, key: string, at: number): Promise<void> {
    const {dialect, writer, deletes, watched, versionOf, signal} = this.#options;
    const selected = watched.get(stream);
    if (selected === undefined) return;
    this.#deleted++;
    const moment = timestampOf(at);
    if (deletes === 'in_place') {
      const encode = dialect.records(stream, at, versionOf(stream));
      writer.write(encode({...keyFields(selected.stream, key), [DELETED_AT]: moment}, []));
    } else {
      const encode = dialect.records(DELETED_RECORDS, at, undefined);
      writer.write(encode({stream, record_key: key, deleted_at: moment}, []));
    }
    if (writer.isFull) await writer.ready(signal);
  }
}

/** The fields that identify a record, from its key as text. */
function keyFields({keyProperties, schema}: Stream, key: string): JsonObject {
  const [only] = keyProperties;
  if (only === undefined) return {};
  const isNumber = [schema.properties[only]?.type].flat().includes('integer') && /^\d+$/.test(key);
  return {[only]: isNumber ? Number(key) : key};
}

/** The schema of the stream of deletes, which is the same for all services. */
export const DELETED_RECORDS_SCHEMA: RecordSchema = {
  type: 'object',
  properties: {
    stream: {type: 'string', description: 'The stream whose record was deleted.'},
    record_key: {type: 'string', description: 'Its key, as text.'},
    deleted_at: {
      type: ['null', 'string'],
      format: 'date-time',
      description: 'When the service told of it.',
    },
  },
};

/** The stream of deletes as dialects know streams. */
export function deletedRecords(): SelectedStream {
  const stream: Stream = {
    name: DELETED_RECORDS,
    schema: DELETED_RECORDS_SCHEMA,
    keyProperties: ['stream', 'record_key'],
    replicationMethod: 'INCREMENTAL',
    replicationKey: undefined,
    parent: undefined,
    selectedByDefault: true,
    fieldsOffByDefault: [],
    cost: undefined,
    quietFields: new Set(),
    rules: new Map(),
  };
  const selected: SelectedStream = {stream, schema: DELETED_RECORDS_SCHEMA, withFields: () => selected};
  return selected;
}

/** A stream that has the mark of deletes among its fields. */
export function withDeletedAt(selected: SelectedStream): SelectedStream {
  const mark = {type: ['null', 'string'], format: 'date-time', description: 'When it was deleted.'};
  const marked = (schema: RecordSchema): RecordSchema => ({
    ...schema,
    properties: {...schema.properties, [DELETED_AT]: mark},
  });
  return {
    stream: {...selected.stream, schema: marked(selected.stream.schema)},
    schema: marked(selected.schema),
    withFields: (fields, warn) => withDeletedAt(selected.withFields(fields, warn)),
  };
}
