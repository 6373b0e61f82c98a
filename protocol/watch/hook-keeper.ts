import {
  AuthError,
  ConfigError,
  messageOf,
  RefusedError,
  ServiceError,
  UnansweredError,
} from '../core/errors.js';
import type {Log} from '../core/log.js';
import type {Hook, HookCalls, HookedEvent} from './webhooks.js';

/** The first status that tells of a delivery that we did not take. */
const FAILING = 400;

export interface HookKeeperOptions {
  /** Where hooks deliver to. */
  readonly targetUrl: string;
  /** The secret path that it ends in, by which hooks of ours are known wherever else they deliver to. */
  readonly path: string;
  readonly secret: string;
  /** What there has to be a hook for. */
  readonly events: readonly HookedEvent[];
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
  readonly #ids = new Map<HookedEvent, string | undefined>();
  /** Events that the service knows by none of their names. */
  readonly #unknown = new Set<HookedEvent>();

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
      for (const event of events) {
        const hooks = event.names.flatMap((name) => own.get(name) ?? []);
        if (!this.#unknown.has(event)) await this.#mend(calls, event, hooks, isRotated);
      }
      const wanted = events.flatMap(({names}) => names);
      for (const [event, hooks] of own) {
        if (!wanted.includes(event)) await this.#removeAll(calls, hooks);
      }
      const count = events.length - this.#unknown.size;
      this.#state = {wanted: count, there: count, checkedAt: now, trouble: undefined};
      this.#isFirst = false;
    } catch (error) {
      this.#state = {...this.#state, checkedAt: now, trouble: messageOf(error)};
      throw this.#isFirst ? explained(error) : error;
    }
  }

  /** Removes all hooks that deliver to us; they are only listed where it is not known which those are. */
  async removeAll(calls: HookCalls): Promise<number> {
    const known = [...this.#ids.values()].filter((id) => id !== undefined);
    const isKnown = known.length === this.#options.events.length - this.#unknown.size;
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

  async #mend(
    calls: HookCalls,
    event: HookedEvent,
    hooks: readonly Hook[],
    isRotated: boolean,
  ): Promise<void> {
    const {log, targetUrl} = this.#options;
    const here = hooks.filter((hook) => hook.targetUrl === targetUrl);
    const good = here.find((hook) => !isRotated && !hook.isNarrowed && (hook.lastStatus ?? 0) < FAILING);
    if (good === undefined) {
      const made = await this.#createByAnyName(calls, event, hooks);
      if (made === undefined) return;
      this.#ids.set(event, made.id);
      const failing = here.find(({lastStatus}) => (lastStatus ?? 0) >= FAILING);
      if (failing !== undefined) {
        log.warning(`The hook for ${made.name} failed with ${failing.lastStatus}, so it was made anew`);
      } else if (!this.#isFirst) {
        log.warning(`The hook for ${made.name} had vanished, so it was made anew`);
      } else {
        log.info(`A hook was made for ${made.name}`);
      }
    } else {
      this.#ids.set(event, good.id);
      if (this.#isFirst) log.info(`The hook for ${good.event} is there already`);
    }
    // The old ones last, so that at no time there is none.
    await this.#removeAll(
      calls,
      hooks.filter((hook) => hook !== good),
    );
  }

  /** Makes a hook by the first of an event's names that the service knows; undefined where it may do without. */
  async #createByAnyName(
    calls: HookCalls,
    event: HookedEvent,
    before: readonly Hook[],
  ): Promise<{name: string; id: string | undefined} | undefined> {
    for (const [at, name] of event.names.entries()) {
      try {
        return {name, id: await this.#create(calls, name, before)};
      } catch (error) {
        const isUnknown = error instanceof ServiceError && error.status === 400;
        const isLast = at === event.names.length - 1;
        if (!isUnknown || (isLast && !event.isOptional)) throw error;
        if (!isLast) continue;
        this.#unknown.add(event);
        this.#options.log.warning(`No hook can be made for ${event.names.join(' or ')}: ${error.message}`);
      }
    }
    return undefined;
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
