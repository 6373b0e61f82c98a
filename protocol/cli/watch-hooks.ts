import {join} from 'node:path';
import type {Clock} from '../core/clock.js';
import {AuthError, messageOf, TapError} from '../core/errors.js';
import type {Log} from '../core/log.js';
import type {Client} from '../http/client.js';
import {HookKeeper, type HookState} from '../watch/hook-keeper.js';
import {hookMemoryPath, openHookMemory, writeHookMemory} from '../watch/hook-memory.js';
import type {Webhooks} from '../watch/webhooks.js';
import type {WatchConfig, WatchFlags} from './watch-settings.js';
import type {Watched} from './watch-streams.js';

export interface WatchHooksOptions {
  readonly webhooks: Webhooks;
  readonly watched: Watched;
  readonly config: WatchConfig;
  readonly flags: WatchFlags;
  readonly account: string;
  readonly log: Log;
  readonly clock: Clock;
  /** Masks these from now on, in everything that is told. */
  readonly keepSecret: (...secrets: readonly string[]) => void;
  /** A client for one look at the hooks, which is ended by the signal. */
  readonly client: (signal: AbortSignal) => Client;
}

/** The hooks of one watch, from its start to its end: where they deliver to, what signs them, and that they are there. */
export class WatchHooks {
  /** The secret path that events come to. */
  readonly path: string;
  readonly secret: string;
  readonly #options: WatchHooksOptions;
  readonly #isRotated: boolean;
  #keeper: HookKeeper | undefined;

  constructor(options: WatchHooksOptions) {
    const {config, account, keepSecret} = options;
    const opened = openHookMemory(config.watch_folder, account, config.webhook_secret);
    this.#options = options;
    this.#isRotated = opened.isRotated;
    this.path = opened.memory.path;
    this.secret = opened.memory.secret;
    keepSecret(this.secret, this.path.slice(this.path.lastIndexOf('/') + 1));
  }

  /** Undefined where hooks are not our matter. */
  get state(): HookState | undefined {
    return this.#keeper?.state;
  }

  /** Makes the hooks, now that we listen at an address. Throws a sentence where the service refuses that. */
  async begin(listening: string, signal: AbortSignal): Promise<void> {
    const {config, flags, account, webhooks, watched, log, clock} = this.#options;
    const targetUrl = `${flags.publicUrl ?? listening}${this.path}`;
    // Before there is any hook, so that none is ever left of which nobody knows.
    writeHookMemory(config.watch_folder, {account, path: this.path, secret: this.secret}, targetUrl);
    if (!flags.registers) {
      const where = hookMemoryPath(config.watch_folder);
      return log.info(`No hooks are made; their target_url and secret stand in ${where}`);
    }
    this.#keeper = new HookKeeper({
      targetUrl,
      path: this.path,
      secret: this.secret,
      events: webhooks.eventsFor(watched.narrowed),
      log,
    });
    await this.#using(signal, (calls, keeper) => keeper.check(calls, clock.now(), this.#isRotated));
  }

  /** Looks after the hooks. What fails is told, and tried again the next time; throws what ends the whole watch. */
  async check(signal: AbortSignal): Promise<void> {
    const {log, clock} = this.#options;
    try {
      await this.#using(signal, (calls, keeper) => keeper.check(calls, clock.now()));
    } catch (error) {
      if (signal.aborted || !(error instanceof TapError) || error instanceof AuthError) throw error;
      log.warning(`The hooks could not be seen to: ${messageOf(error)}`);
    }
  }

  /** Removes our hooks, unless they are to be kept. Returns whether nothing is left that should not be. */
  async end(signal: AbortSignal): Promise<boolean> {
    const {flags, log} = this.#options;
    if (this.#keeper === undefined) return true;
    if (flags.keeps) {
      log.info('The hooks are kept for the next start (--keep)');
      return true;
    }
    try {
      await this.#using(signal, async (calls, keeper) => {
        log.info(`Removed ${await keeper.removeAll(calls)} hooks`);
      });
      return true;
    } catch (error) {
      if (!(error instanceof TapError) && !signal.aborted) throw error;
      log.warning(`The hooks could not be removed: ${messageOf(error)}. \`hooks clean\` removes them`);
      return false;
    }
  }

  async #using(
    signal: AbortSignal,
    act: (calls: ReturnType<Webhooks['hooks']>, keeper: HookKeeper) => Promise<void>,
  ): Promise<void> {
    const keeper = this.#keeper;
    if (keeper === undefined) return;
    const client = this.#options.client(signal);
    try {
      await act(this.#options.webhooks.hooks(client), keeper);
    } finally {
      client.close();
    }
  }
}

/** What a folder is locked by. */
export function lockPath(folder: string): string {
  return join(folder, 'watch');
}
