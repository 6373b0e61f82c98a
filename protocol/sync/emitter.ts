import {setImmediate} from 'node:timers/promises';
import type {Dialect} from '../core/dialect.js';
import type {JsonObject} from '../core/json.js';
import type {SelectedStream} from '../core/selection.js';
import type {Findings} from './findings.js';
import {RecordMaker, type ValidateRecords} from './record-maker.js';
import type {StreamTally} from './tally.js';
import type {Writer} from './writer.js';

/**
 * After so many records the event loop gets a turn: the next page, which is on its way, can come in while this one is
 * worked on, and a signal is heard.
 */
const BREATH = 200;

export interface EmitterOptions {
  readonly selected: SelectedStream;
  readonly dialect: Dialect;
  readonly writer: Writer;
  readonly findings: Findings;
  readonly tally: StreamTally;
  readonly validate: ValidateRecords;
  /** How many records are enough. */
  readonly most: number;
  readonly signal: AbortSignal;
  /** Has the last word on each record, right before it goes out; default: all do. */
  readonly admits?: ((record: JsonObject) => boolean) | undefined;
}

/** Rows of one page as they go out together. */
export interface Batch {
  readonly rows: readonly JsonObject[];
  readonly stamp?: JsonObject | undefined;
  /** Records that last changed before are left out. */
  readonly since?: string | undefined;
  /** When the rows were seen, in milliseconds since 1970. */
  readonly observedAt: number;
  readonly version: number | undefined;
}

/** Turns one stream's raw rows into record lines. Everything that can be decided is decided when it is made. */
export class Emitter {
  /** The latest replication key that was emitted. */
  newest: string | undefined;
  readonly #options: EmitterOptions;
  readonly #records: RecordMaker;
  readonly #replicationKey: string | undefined;
  #hasSchema = false;

  constructor(options: EmitterOptions) {
    const {selected, findings, validate} = options;
    this.#options = options;
    this.#records = new RecordMaker(selected, findings, validate);
    this.#replicationKey = selected.stream.replicationKey;
  }

  /** Whether the stream still takes records. */
  get wantsMore(): boolean {
    return this.#options.tally.records < this.#options.most;
  }

  /** Tells the schema, once; returns whether this was the time. */
  schema(): boolean {
    if (this.#hasSchema) return false;
    this.#hasSchema = true;
    const {dialect, selected, writer} = this.#options;
    for (const line of dialect.schema(selected)) writer.write(line);
    return true;
  }

  /** Emits rows, waiting whenever the reader is behind. Throws `DataError` for a row without its key. */
  async rows({rows, stamp, since, observedAt, version}: Batch): Promise<void> {
    const {writer, dialect, selected, tally, signal, most, admits} = this.#options;
    const encode = dialect.records(selected.stream.name, observedAt, version);
    const records = this.#records;
    const replicationKey = this.#replicationKey;
    for (const raw of rows) {
      if (tally.records >= most) return;
      const record = records.make(raw, stamp);
      const changed = replicationKey === undefined ? null : record[replicationKey];
      if (typeof changed === 'string') {
        if (since !== undefined && changed < since.slice(0, changed.length)) continue;
        if (this.newest === undefined || changed > this.newest) this.newest = changed;
      }
      records.check(record);
      if (admits !== undefined && !admits(record)) continue;
      writer.write(encode(record, records.nulled));
      tally.records++;
      if (writer.isFull) await writer.ready(signal);
      else if (tally.records % BREATH === 0) {
        await setImmediate();
        signal.throwIfAborted();
      }
    }
  }
}
