import {
  AuthError,
  ConfigError,
  messageOf,
  RefusedError,
  ServiceError,
  UnansweredError,
} from '../core/errors.js';
import type {Log} from '../core/log.js';
import type {Hook, HookCalls} from './webhooks.js';

/** The first status that tells of a delivery that we did not take. */
const FAILING = 400;

export interface HookKeeperOptions {
  /** Where hooks deliver to. */
  readonly targetUrl: string;
  /** The secret path that it ends in, by which hooks of ours are known wherever else they deliver to. */
  readonly path: string;
  readonly secret: string;
  /** The events that there has to be a hook for. */
  readonly events: readonly string[];
  readonly log: Log;
}

/** How our hooks are, for whoever asks. */
export interface HookState {
  readonly wanted: number;
  readonly there: number;
  /** When they were looked at last, in milliseconds since 1970; undefined before. */
  readonly checkedAt: number | undefined;
  /** Why they could not be looked at, or made; undefined where all is well. */
  readonly trouble: string | undefined;
}

/**
 * Sees to it that the service has one hook for each event, which delivers to us: makes those that are missing, and anew
 * those that fail, since a service may have given up on them. Hooks of others it leaves alone.
 */
export class HookKeeper {
  readonly #options: HookKeeperOptions;
  #state: HookState;
  #isFirst = true;
  /** The ids of our hooks by their events; undefined where one was made whose answer did not tell it. */
  readonly #ids = new Map<string, string | undefined>();

  constructor(options: HookKeeperOptions) {
    this.#options = options;
    this.#state = {wanted: options.events.length, there: 0, checkedAt: undefined, trouble: undefined};
  }

  get state(): HookState {
    return this.#state;
  }

  /**
   * Looks at the hooks and mends them, telling what it had to do; `isRotated`: those that are there sign with another
   * secret. Throws what the service refuses, in a sentence.
   */
  async check(calls: HookCalls, now: number, isRotated = false): Promise<void> {
    const {events} = this.#options;
    try {
      const own = this.#ownOf(await calls.list());
      for (const event of events) await this.#mend(calls, event, own.get(event) ?? [], isRotated);
      for (const [event, hooks] of own) {
        if (!events.includes(event)) await this.#removeAll(calls, hooks);
      }
      this.#state = {wanted: events.length, there: events.length, checkedAt: now, trouble: undefined};
      this.#isFirst = false;
    } catch (error) {
      this.#state = {...this.#state, checkedAt: now, trouble: messageOf(error)};
      throw this.#isFirst ? explained(error) : error;
    }
  }

  /** Removes all hooks that deliver to us; they are only listed where it is not known which those are. */
  async removeAll(calls: HookCalls): Promise<number> {
    const known = [...this.#ids.values()].filter((id) => id !== undefined);
    const isKnown = known.length === this.#options.events.length;
    const ids = isKnown ? known : [...this.#ownOf(await calls.list()).values()].flat().map(({id}) => id);
    for (const id of ids) await calls.remove(id);
    return ids.length;
  }

  #ownOf(hooks: readonly Hook[]): Map<string, Hook[]> {
    const own = new Map<string, Hook[]>();
    for (const hook of hooks) {
      if (!hook.targetUrl.endsWith(this.#options.path)) continue;
      own.set(hook.event, [...(own.get(hook.event) ?? []), hook]);
    }
    return own;
  }

  async #mend(calls: HookCalls, event: string, hooks: readonly Hook[], isRotated: boolean): Promise<void> {
    const {log, targetUrl} = this.#options;
    const here = hooks.filter((hook) => hook.targetUrl === targetUrl);
    const good = here.find((hook) => !isRotated && !hook.isNarrowed && (hook.lastStatus ?? 0) < FAILING);
    if (good === undefined) {
      const failing = here.find(({lastStatus}) => (lastStatus ?? 0) >= FAILING);
      this.#ids.set(event, await this.#create(calls, event, hooks));
      if (failing !== undefined) {
        log.warning(`The hook for ${event} failed with ${failing.lastStatus}, so it was made anew`);
      } else if (!this.#isFirst) {
        log.warning(`The hook for ${event} had vanished, so it was made anew`);
      } else {
        log.info(`A hook was made for ${event}`);
      }
    } else {
      this.#ids.set(event, good.id);
      if (this.#isFirst) log.info(`The hook for ${event} is there already`);
    }
    // The old ones last, so that at no time there is none.
    await this.#removeAll(
      calls,
      hooks.filter((hook) => hook !== good),
    );
  }

  async #create(calls: HookCalls, event: string, before: readonly Hook[]): Promise<string | undefined> {
    const {targetUrl, secret} = this.#options;
    try {
      return await calls.create({targetUrl, event, secret});
    } catch (error) {
      if (!(error instanceof UnansweredError)) throw error;
      // Once too often does no harm: each event is told of twice then, and the next look removes one.
      const now = this.#ownOf(await calls.list()).get(event) ?? [];
      const made = now.find((hook) => before.every(({id}) => id !== hook.id));
      return made === undefined ? calls.create({targetUrl, event, secret}) : made.id;
    }
  }

  async #removeAll(calls: HookCalls, hooks: readonly Hook[]): Promise<void> {
    for (const {id} of hooks) await calls.remove(id);
  }
}

/** What a refusal at the start means for whoever started it. */
function explained(error: unknown): unknown {
  if (error instanceof AuthError) return error;
  const isRefused =
    error instanceof RefusedError || (error instanceof ServiceError && error.failure === 'config');
  if (!isRefused) return error;
  return new ConfigError([
    `Webhooks cannot be managed: ${messageOf(error)}. Use the credentials of an administrator, or make the hooks by hand and start with --no-register`,
  ]);
}
