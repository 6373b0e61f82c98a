import type {LoadedConfig} from '../config/load.js';
import type {Clock} from '../core/clock.js';
import type {Dialect} from '../core/dialect.js';
import {AuthError, ConfigError, messageOf, TapError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {SelectedStream} from '../core/selection.js';
import type {Stream} from '../core/stream.js';
import {timestampOf} from '../core/timestamps.js';
import type {Checkpoints, Progressing} from '../sync/checkpoints.js';
import {Tallies} from '../sync/tally.js';
import type {Writer} from '../sync/writer.js';
import type {Tap} from '../tap.js';
import {Debts} from '../watch/debts.js';
import type {Guard} from '../watch/guard.js';
import {sharedSync, syncAccount} from './account-sync.js';
import type {ClientsFor} from './clients.js';
import {RoundLog} from './round-log.js';

export interface RoundsOptions {
  readonly tap: Tap;
  readonly loaded: LoadedConfig;
  readonly selected: readonly SelectedStream[];
  readonly checkpoints: Checkpoints;
  readonly dialect: Dialect;
  readonly writer: Writer;
  readonly log: Log;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly clientFor: ClientsFor;
  /** Has an object looked at of which a sync and an event told different things; false where that can't be done. */
  readonly doubt: (stream: Stream, record: JsonObject) => boolean;
}

/** Incremental syncs of the watched streams, one after the other: they bring what no event told. */
export class Rounds {
  readonly #options: RoundsOptions;
  readonly #log: RoundLog;
  #count = 0;
  #lastGoodAt: number | undefined;
  #trouble: string | undefined;
  readonly #debts: Debts;

  constructor(options: RoundsOptions) {
    this.#options = options;
    this.#log = new RoundLog(options.log);
    this.#debts = new Debts(options.checkpoints, options.clock);
  }

  get state(): {
    readonly rounds: number;
    readonly lastGoodAt: number | undefined;
    readonly trouble: string | undefined;
  } {
    return {rounds: this.#count, lastGoodAt: this.#lastGoodAt, trouble: this.#trouble};
  }

  /** Has streams read soon that lack something, and in full, unless the service refuses to tell it anyway. */
  owe(streams: readonly string[], isRefused: boolean): void {
    this.#debts.owe(streams, isRefused);
  }

  /** Waits for the time of the next round, which comes sooner where something is owed. */
  async rest(millis: number, signal: AbortSignal): Promise<void> {
    await this.#debts.rest(millis, signal);
  }

  /**
   * Reads what changed. What fails is told, and tried again the next time. Throws what ends the whole watch: credentials
   * that are refused, our own mistakes, and the order to stop.
   */
  async run(signal: AbortSignal): Promise<void> {
    const {tap, selected, writer, clock, log, guard} = this.#options;
    const startedAt = clock.now();
    const settle = this.#debts.begin();
    const tallies = new Tallies(selected.map(({stream}) => stream.name));
    try {
      await this.#sync(startedAt, tallies, signal);
    } catch (error) {
      if (signal.aborted || writer.isBroken || !(error instanceof TapError)) throw error;
      if (error instanceof AuthError || error instanceof ConfigError) throw error;
      this.#count++;
      this.#trouble = messageOf(error);
      return log.warning(`A sync failed, and is tried again the next time: ${messageOf(error)}`);
    }
    this.#count++;
    const failed = tallies.all.filter(({outcome}) => outcome === 'failed');
    settle(tallies.all.flatMap(({stream, outcome}) => (outcome === 'complete' ? [stream] : [])));
    for (const {stream, outcome} of tallies.all) {
      if (outcome === 'complete') guard.raiseFloor(stream, timestampOf(startedAt));
    }
    const records = tallies.all.reduce((sum, tally) => sum + tally.records, 0);
    const seconds = (clock.now() - startedAt) / 1000;
    if (failed.length === 0) {
      this.#lastGoodAt = clock.now();
      this.#trouble = undefined;
      return log.info(`A sync brought ${records} records in ${seconds.toFixed(1)} s`);
    }
    const names = failed.map(({stream}) => stream).join(', ');
    this.#trouble = `${names}: ${failed[0]?.reason ?? ''}`;
    log.warning(`A sync of ${tap.name} was incomplete, and is tried again the next time: ${names}`);
  }

  async #sync(startedAt: number, tallies: Tallies, outer: AbortSignal): Promise<void> {
    const {tap, loaded, selected, writer, dialect, checkpoints, clientFor} = this.#options;
    const stop = new AbortController();
    const signal = AbortSignal.any([outer, stop.signal]);
    const began = this.#options.guard.turn;
    await syncAccount(
      {
        ...sharedSync(tap, loaded, selected, writer, startedAt),
        // A table that is read again and again must not be emptied in between.
        activateVersion: 'off',
        admitting: (stream) => (record) => this.#admits(stream, record, began),
      },
      {
        config: loaded.config,
        state: checkpoints.state,
        checkpoints: inTheMiddle(checkpoints),
        // The schemas have been told at the start.
        dialect: {...dialect, schema: (one) => (selected.includes(one) ? [] : dialect.schema(one))},
        log: this.#log,
        tallies,
        stamp: undefined,
        signal,
        abort: (reason) => stop.abort(reason),
        clientFor: clientFor(loaded.config, this.#log, signal, tallies),
      },
    );
  }

  #admits(stream: Stream, record: JsonObject, began: number): boolean {
    const {guard, doubt} = this.#options;
    const verdict = guard.judge(stream, record, {kind: 'asked', began});
    if (verdict !== 'look') return verdict === 'emit';
    if (doubt(stream, record)) return false;
    guard.accept(stream, record);
    return true;
  }
}

/** The checkpoints of a run that is neither the first thing that is told nor the last. */
function inTheMiddle(checkpoints: Checkpoints): Progressing {
  return {
    storedFor: (stream) => checkpoints.storedFor(stream),
    save: (stream, bookmark) => checkpoints.save(stream, bookmark),
    syncing: (stream) => checkpoints.syncing(stream),
    writeInitial() {},
    write: () => checkpoints.write(),
    writeFinal: () => checkpoints.write(),
    writeEnd: (stream, end) => checkpoints.writeEnd(stream, end),
  };
}
