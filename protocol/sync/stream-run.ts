import {identity, type OpenBookmark, openBookmark, settledValue} from '../core/bookmark.js';
import type {Clock} from '../core/clock.js';
import type {Dialect} from '../core/dialect.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {PropertySchema} from '../core/schema.js';
import type {SelectedStream} from '../core/selection.js';
import type {Reading, WantedStream} from '../core/source.js';
import {type Bookmark, merged} from '../core/state.js';
import type {Stream} from '../core/stream.js';
import type {Progressing} from './checkpoints.js';
import {Emitter} from './emitter.js';
import {Findings} from './findings.js';
import type {ValidateRecords} from './record-maker.js';
import type {StreamTally} from './tally.js';
import {type ActivateVersion, type TableVersion, tableVersion} from './versions.js';
import type {Writer} from './writer.js';

/** What all streams of a run have in common. */
export interface RunContext {
  readonly dialect: Dialect;
  readonly writer: Writer;
  readonly checkpoints: Progressing;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly signpost: string;
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Values of the account that is read, where there are several; they are written into each of its records. */
  readonly stamp?: JsonObject | undefined;
  readonly validate: ValidateRecords;
  readonly activateVersion: ActivateVersion;
  readonly maxRecords: number | undefined;
  readonly backfill: boolean;
  /** The configured start as it was written, remembered so that a change of it is noticed. */
  readonly startText: string | undefined;
  /** What has the last word on a stream's records, where others tell of them too; default: nothing. */
  readonly admitting?: ((stream: Stream) => (record: JsonObject) => boolean) | undefined;
}

/** One stream in one run: its bookmark as it moves, and its records as they go out. */
export class StreamRun {
  readonly name: string;
  readonly findings: Findings;
  readonly #context: RunContext;
  #selected: SelectedStream;
  readonly #tally: StreamTally;
  #emitter: Emitter;
  readonly #fingerprint: string;
  readonly #version: TableVersion;
  #open: OpenBookmark;
  /** The stream's bookmark as it would be stored now. */
  #bookmark: Bookmark | undefined;
  /** How far it has got. */
  #value: string | undefined;

  constructor(context: RunContext, selected: SelectedStream, tally: StreamTally, fingerprint: string) {
    const {stream} = selected;
    this.name = stream.name;
    this.#context = context;
    this.#selected = selected;
    this.#tally = tally;
    this.#fingerprint = fingerprint;
    this.findings = new Findings(stream.name, context.log);
    const stored = context.checkpoints.storedFor(stream.name);
    this.#open = openBookmark(stored, stream.replicationKey, fingerprint, context.signpost);
    this.#bookmark = this.#open.bookmark;
    // A date that came with a time of day stays a date.
    const isDate = stream.schema.properties[stream.replicationKey ?? '']?.format === 'date';
    if (isDate) this.#open = {...this.#open, value: this.#open.value?.slice(0, 10)};
    this.#value = this.#open.value;
    if (this.#open.problem !== undefined) {
      context.log.warning(`Reading everything, since ${this.#open.problem}`, stream.name);
    }
    const old = isObject(stored) ? stored : undefined;
    // A version that another account's rows carry must not be continued; of several accounts in one table, all carry one.
    const isOfTable = this.#open.problem === undefined || context.stamp !== undefined;
    const versioned = isOfTable ? old : merged(old, {version_pending: undefined});
    this.#version = tableVersion(
      stream,
      versioned,
      context.activateVersion,
      context.startedAt,
      this.#settles,
    );
    this.#emitter = this.#newEmitter();
  }

  #newEmitter(): Emitter {
    const {dialect, writer, validate, maxRecords, signal, admitting} = this.#context;
    return new Emitter({
      selected: this.#selected,
      dialect,
      writer,
      findings: this.findings,
      tally: this.#tally,
      validate,
      most: maxRecords ?? Number.POSITIVE_INFINITY,
      signal,
      admits: admitting?.(this.#selected.stream),
    });
  }

  /** What the source needs to know of it. */
  get wanted(): WantedStream {
    return {
      bookmark: this.#open.bookmark,
      value: this.#open.value,
      version: this.#version.version,
      fields: new Set(Object.keys(this.#selected.schema.properties)),
    };
  }

  get tally(): StreamTally {
    return this.#tally;
  }

  get wantsMore(): boolean {
    return this.#emitter.wantsMore && this.#tally.outcome !== 'failed';
  }

  /** Samples and backfills move no bookmark. */
  get #settles(): boolean {
    return this.#context.maxRecords === undefined && !this.#context.backfill;
  }

  async rows(reading: Reading & {kind: 'rows'}): Promise<void> {
    this.#begin();
    const {rows, stamp, since} = reading;
    const observedAt = this.#context.clock.now();
    const {stamp: ofAccount} = this.#context;
    const whole = ofAccount === undefined ? stamp : {...stamp, ...ofAccount};
    await this.#emitter.rows({rows, stamp: whole, since, observedAt, version: this.#version.version});
  }

  /** Takes fields into the schema that the service turned out to have. */
  widen(fields: Readonly<Record<string, PropertySchema>>): void {
    this.#selected = this.#selected.withFields(fields, (problem) =>
      this.#context.log.warning(problem, this.name),
    );
    this.#emitter = this.#newEmitter();
  }

  restart(): void {
    this.#open = {bookmark: undefined, value: undefined};
    this.#bookmark = undefined;
    this.#value = undefined;
  }

  /** Notes how far the stream has got; returns whether its bookmark moved. */
  progress(members: JsonObject, value: string | undefined): boolean {
    return this.#store(members, value);
  }

  /** Settles the stream, which has been read completely. */
  complete(members: JsonObject, value: string | undefined): void {
    this.#begin();
    if (this.#version.activate === 'end' && this.#version.version !== undefined) {
      this.#activate(this.#version.version);
    }
    const ended = {...members, version_pending: undefined, progress_markers: undefined};
    this.#store(ended, value ?? this.#emitter.newest);
    this.#tally.outcome = this.#context.maxRecords === undefined ? 'complete' : 'sampled';
  }

  /** Writes the schema and notes a version that from now on must be carried to the end. */
  #begin(): void {
    if (!this.#emitter.schema()) return;
    const {version, activate} = this.#version;
    if (version === undefined || activate === 'off') return;
    if (activate === 'start') this.#activate(version);
    this.#store({version, version_pending: true}, undefined);
  }

  #activate(version: number): void {
    const {dialect, writer} = this.#context;
    for (const line of dialect.activateVersion(this.name, version)) writer.write(line);
  }

  #store(members: JsonObject, reached: string | undefined): boolean {
    if (!this.#settles) return false;
    const {replicationKey} = this.#selected.stream;
    const {signpost, startText, checkpoints} = this.#context;
    const value = settledValue(this.#value, reached, signpost);
    this.#value = value;
    this.#bookmark = merged(this.#bookmark, {
      ...identity(replicationKey, this.#fingerprint),
      ...(replicationKey === undefined ? {} : {replication_key_value: value, start_date: startText}),
      version: this.#version.version,
      // Of a full refresh that Airbyte broke off; this run is another one, or tells it anew.
      full_refresh: undefined,
      ...members,
    });
    checkpoints.save(this.name, this.#bookmark);
    return true;
  }
}
