import type {Clock} from '../core/clock.js';
import {AuthError, Interrupted} from '../core/errors.js';
import type {Log} from '../core/log.js';
import type {Checkpoints} from '../sync/checkpoints.js';
import type {Writer} from '../sync/writer.js';
import {healthOf} from '../watch/health.js';
import {Receiver} from '../watch/receiver.js';
import {Refusals} from '../watch/refusals.js';
import type {Webhooks} from '../watch/webhooks.js';
import type {WatchHooks} from './watch-hooks.js';
import type {Parts} from './watch-parts.js';
import type {WatchConfig, WatchFlags} from './watch-settings.js';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** How long requests that are under way may take when we stop listening. */
const CLOSE_MILLIS = 1000;
/** How long what was received may be worked off when we stop; the rest is the next start's. */
const DRAIN_MILLIS = 5000;
/** A reader that takes nothing for so long is not waited for any longer. */
const OUTPUT_MILLIS = 2500;
/** How long the very last line may take, however long it took to get there. */
const LAST_LINE_MILLIS = 500;
/** How long removing hooks may take. */
const REMOVAL_MILLIS = 7000;
/** How long what was kept before may hold up the first sync. */
const REPLAY_MILLIS = 60_000;

export interface WatchOptions {
  readonly webhooks: Webhooks;
  readonly config: WatchConfig;
  readonly flags: WatchFlags;
  readonly hooks: WatchHooks;
  readonly parts: Parts;
  readonly checkpoints: Checkpoints;
  /** The lines that tell the schemas of everything that is watched. */
  readonly schemas: () => readonly string[];
  readonly writer: Writer;
  readonly log: Log;
  readonly clock: Clock;
  readonly redact: (text: string) => string;
  /** Aborted when the watch is to end. */
  readonly stop: AbortSignal;
  /** Aborted when its end has taken long enough. */
  readonly patience: AbortSignal;
  /** Ends all work on events. */
  readonly halt: AbortController;
}

/** A watch from its start to its end: events and syncs side by side, and hooks that are seen to. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #failed = new AbortController();
  readonly #drained = new AbortController();
  readonly #refusals: Refusals;
  readonly #startedAt: number;
  /** The work on events; undefined before it has begun. */
  #events: Promise<void> | undefined;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#refusals = new Refusals(options.log);
    this.#startedAt = options.clock.now();
  }

  /**
   * Watches until it is told to stop. Returns whether it has left nothing behind that it should not: events that are not
   * worked off, or hooks. Throws what ended it otherwise.
   */
  async run(): Promise<boolean> {
    const {stop, flags, log} = this.#options;
    const running = AbortSignal.any([stop, this.#failed.signal]);
    const receiver = await this.#listen();
    const {port} = receiver.address;
    const listening = `http://${flags.host.includes(':') ? `[${flags.host}]` : flags.host}:${port}`;
    log.info(`Listening on ${listening}`);
    const all = this.#guarded(this.#begin(listening, running), running);
    await aborted(running);
    return this.#end(receiver, all);
  }

  /** Makes the hooks, works off what was kept, syncs, and then does what is done again and again. */
  async #begin(listening: string, running: AbortSignal): Promise<void> {
    const {hooks, parts, clock, writer, checkpoints, schemas} = this.#options;
    await hooks.begin(listening, running);
    running.throwIfAborted();
    for (const line of schemas()) writer.write(line);
    checkpoints.writeInitial();
    this.#events = this.#guarded(parts.loop.run(this.#drained.signal), this.#failed.signal);
    await Promise.race([parts.loop.caughtUp, clock.sleep(REPLAY_MILLIS, running)]);
    await Promise.all([this.#syncAgainAndAgain(running), this.#checkAgainAndAgain(running)]);
  }

  async #syncAgainAndAgain(signal: AbortSignal): Promise<void> {
    const {parts, config} = this.#options;
    for (;;) {
      signal.throwIfAborted();
      await parts.rounds.run(signal);
      await this.#prune();
      await parts.rounds.rest(config.reconcile_minutes * MINUTE, signal);
    }
  }

  async #checkAgainAndAgain(signal: AbortSignal): Promise<void> {
    const {hooks, config, clock} = this.#options;
    for (;;) {
      await clock.sleep(config.hooks_check_minutes * MINUTE, signal);
      await hooks.check(signal);
    }
  }

  /** Ends everything where one part fails; what fails since it was told to end is no failure. */
  async #guarded(part: Promise<void>, signal: AbortSignal): Promise<void> {
    try {
      await part;
    } catch (error) {
      if (!signal.aborted && !this.#options.halt.signal.aborted) this.#failed.abort(error);
    }
  }

  async #end(receiver: Receiver, all: Promise<void>): Promise<boolean> {
    const {hooks, parts, checkpoints, writer, patience, log, halt} = this.#options;
    const began = Date.now();
    const hasFailed = this.#failed.signal.aborted;
    await receiver.close(CLOSE_MILLIS);
    // Nothing comes in any more, so there is an end to what is left.
    this.#drained.abort();
    const limit = setTimeout(() => halt.abort(new Interrupted('The watch is over')), DRAIN_MILLIS);
    const unread = setTimeout(() => {
      if (writer.isFull) halt.abort(new Interrupted('Nobody reads our output'));
    }, OUTPUT_MILLIS - CLOSE_MILLIS);
    if (hasFailed || writer.isBroken) halt.abort(new Interrupted('The watch has failed'));
    // Whose reader has died is most likely started again, and goes on with its hooks.
    const keepsHooks = writer.isBroken || this.#failed.signal.reason instanceof AuthError;
    const enough = AbortSignal.any([patience, AbortSignal.timeout(REMOVAL_MILLIS)]);
    const removed = keepsHooks ? undefined : hooks.end(enough);
    await all;
    await this.#events;
    clearTimeout(limit);
    clearTimeout(unread);
    // Before the schemas there is nothing to be told.
    if (this.#events !== undefined) checkpoints.writeFinal();
    const left = Math.max(LAST_LINE_MILLIS, began + OUTPUT_MILLIS - Date.now());
    await writer.finish(AbortSignal.any([patience, AbortSignal.timeout(left)]));
    const isRead = !writer.isFull;
    if (!isRead)
      log.warning('Our output was not read to its end; start again with the state that the target stored');
    const isRemoved = await removed;
    await parts.spool.close();
    await parts.deletions.close();
    if (this.#failed.signal.aborted) throw this.#failed.signal.reason;
    const {backlog} = parts.loop;
    if (backlog > 0) log.warning(`${backlog} events are left for the next start`);
    return isRemoved !== false && isRead && !writer.isBroken;
  }

  async #prune(): Promise<void> {
    const {parts, config, clock} = this.#options;
    await parts.spool.prune(parts.loop.position, parts.passed, clock.now() - config.spool_days * DAY);
  }

  #listen(): Promise<Receiver> {
    const {flags, hooks, config, webhooks, parts, clock} = this.#options;
    return Receiver.listen({
      host: flags.host,
      port: flags.port,
      path: hooks.path,
      mostBodyBytes: config.max_body_bytes,
      isSigned: (raw, headers) => webhooks.isSigned(raw, headers, hooks.secret),
      headers: webhooks.headers,
      wants: (event) => parts.intake.wants(event),
      keep: (delivery) => parts.intake.keep(delivery),
      health: () => this.#health(),
      refusals: this.#refusals,
      now: () => clock.now(),
    });
  }

  #health(): ReturnType<typeof healthOf> {
    const {parts, hooks, redact} = this.#options;
    const {intake, sink, work, loop, rounds} = parts;
    const told = healthOf({
      startedAt: this.#startedAt,
      events: {...intake.counts, ...sink.counts, skipped: work.skipped, trouble: work.trouble},
      refused: this.#refusals.counts,
      backlog: loop.backlog,
      spoolTrouble: intake.trouble,
      sync: rounds.state,
      hooks: hooks.state,
    });
    return {isGood: told.isGood, facts: JSON.parse(redact(JSON.stringify(told.facts)))};
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), {once: true});
  });
}
