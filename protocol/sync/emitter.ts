import {setImmediate} from 'node:timers/promises';
import type {Dialect} from '../core/dialect.js';
import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {RecordSchema} from '../core/schema.js';
import type {SelectedStream} from '../core/selection.js';
import {compileShape, type Shape} from '../core/shape.js';
import {compileValidator, type Validate} from '../core/validate.js';
import type {Findings} from './findings.js';
import type {StreamTally} from './tally.js';
import type {Writer} from './writer.js';

/**
 * After so many records the event loop gets a turn: the next page, which is on its way, can come in while this one is
 * worked on, and a signal is heard.
 */
const BREATH = 200;

/** What to do with records that don't fit their schema: tell, fail the stream, or don't look. */
export type ValidateRecords = 'warn' | 'fail' | 'off';

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
  readonly #shape: Shape;
  readonly #validate: Validate | undefined;
  readonly #keys: readonly string[];
  readonly #replicationKey: string | undefined;
  #hasSchema = false;
  /** Fields of the record at hand whose values could not be passed on. */
  #nulled: string[] = [];

  constructor(options: EmitterOptions) {
    const {selected, findings, validate} = options;
    this.#options = options;
    this.#shape = compileShape(selected, {
      unknown: (field) => findings.unknown(field),
      nulled: (field, what) => {
        this.#nulled.push(field);
        findings.nulled(field, what);
      },
    });
    this.#validate = validate === 'off' ? undefined : compileValidator(documented(selected));
    this.#keys = selected.stream.keyProperties;
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
    const replicationKey = this.#replicationKey;
    for (const raw of rows) {
      if (tally.records >= most) return;
      this.#checkRawKeys(raw);
      if (this.#nulled.length > 0) this.#nulled = [];
      const record = this.#shape(raw, stamp);
      const changed = replicationKey === undefined ? null : record[replicationKey];
      if (typeof changed === 'string') {
        if (since !== undefined && changed < since.slice(0, changed.length)) continue;
        if (this.newest === undefined || changed > this.newest) this.newest = changed;
      }
      this.#check(record);
      if (admits !== undefined && !admits(record)) continue;
      writer.write(encode(record, this.#nulled));
      tally.records++;
      if (writer.isFull) await writer.ready(signal);
      else if (tally.records % BREATH === 0) {
        await setImmediate();
        signal.throwIfAborted();
      }
    }
  }

  // Before shaping, which may turn a number into text and so hide that its last digits are lost already.
  #checkRawKeys(raw: JsonObject): void {
    for (const key of this.#keys) {
      const value = raw[key];
      if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) continue;
      const {name} = this.#options.selected.stream;
      throw new DataError(`${name}: ${key} ${value} is too large to be told apart from its neighbours`);
    }
  }

  #check(record: JsonObject): void {
    const {selected, validate, findings} = this.#options;
    for (const key of this.#keys) {
      const {name} = selected.stream;
      if (record[key] === null || record[key] === undefined) {
        throw new DataError(`${name}: the service sent a row without ${key}, which identifies it`);
      }
      if (selected.schema.properties[key]?.type !== 'integer' || Number.isSafeInteger(record[key])) continue;
      throw new DataError(
        `${name}: the service sent a row whose ${key}, which identifies it, is no whole number`,
      );
    }
    const problem = this.#validate?.(record);
    if (problem === undefined) return;
    findings.invalid(problem);
    if (validate === 'fail')
      throw new DataError(`${selected.stream.name}: a record does not fit its schema: ${problem}`);
  }
}

/** The schema without fields that are held to their types anyway: of those there may be thousands. */
function documented({schema, stream}: SelectedStream): RecordSchema {
  const properties = Object.entries(schema.properties).filter(([name]) => stream.rules.get(name) !== 'typed');
  return properties.length === Object.keys(schema.properties).length
    ? schema
    : {...schema, properties: Object.fromEntries(properties)};
}
