import type {Dialect} from '../core/dialect.js';
import {isObject, type JsonObject, type JsonValue} from '../core/json.js';
import {type Bookmark, merged, type State} from '../core/state.js';
import type {Checkpoints, Progressing} from './checkpoints.js';

/** The member of a bookmark that holds those of several accounts. */
const PARTITIONS = 'partitions';

/** Whether a stored bookmark is that of a stream which was read for several accounts. */
export function isPartitioned(stored: JsonValue | undefined): boolean {
  return stored !== undefined && isObject(stored) && Object.hasOwn(stored, PARTITIONS);
}

/** The accounts that a stored bookmark has partitions of, each as the context that tells it apart by this field. */
export function contextsIn(stored: JsonValue | undefined, field: string): JsonObject[] {
  return partitionsOf(stored).flatMap(({context = null}) =>
    isObject(context) && Number.isSafeInteger(context[field]) && Object.keys(context).length === 1
      ? [context]
      : [],
  );
}

/** How many partitions of a stored bookmark belong to nobody, since they can't be understood. */
export function damagedIn(stored: JsonValue | undefined, field: string): number {
  if (stored === undefined || !isObject(stored) || !isPartitioned(stored)) return 0;
  const partitions = stored[PARTITIONS];
  return Array.isArray(partitions) ? partitions.length - contextsIn(stored, field).length : 1;
}

/**
 * The checkpoints of several accounts in one run: their bookmarks are partitions of the streams' own, each with the
 * account as its context. The version of a table is one for all accounts, and is finished when all of them are.
 */
export class Partitions {
  readonly #all: Checkpoints;
  readonly #count: number;
  #hasBegun = false;
  /** The accounts that have finished a stream, by its name. */
  readonly #finished = new Map<string, Set<string>>();

  constructor(all: Checkpoints, count: number) {
    this.#all = all;
    this.#count = count;
  }

  /** The checkpoints of the account that a context tells apart, whose streams end in a dialect of its own. */
  of(context: JsonObject, dialect: Dialect): Progressing & {viewOf(streams: Iterable<string>): State} {
    const key = JSON.stringify(context);
    const isOwn = (one: JsonObject) => one.context !== undefined && JSON.stringify(one.context) === key;
    const storedFor = (stream: string) => {
      const stored = this.#all.storedFor(stream);
      // What is no bookmark is none of any account; whoever opens it says so.
      if (stored !== undefined && !isObject(stored)) return stored;
      const {context: _context, ...own} = partitionsOf(stored).find(isOwn) ?? {};
      const whole = merged(own, ofTable(stored));
      return Object.keys(whole).length === 0 ? undefined : whole;
    };
    return {
      storedFor,
      save: (stream, {version, version_pending, ...bookmark}) => {
        const stored = this.#all.storedFor(stream);
        const before = partitionsOf(stored);
        const partition: JsonObject = {context, ...bookmark};
        const at = before.findIndex(isOwn);
        const partitions = at === -1 ? [...before, partition] : before.with(at, partition);
        const isPending = version_pending === true || !this.#isFinished(stream, key);
        const pending = isPending ? (version_pending ?? ofTable(stored).version_pending) : undefined;
        const table = stored !== undefined && isObject(stored) ? stored : undefined;
        const members = {version, version_pending: pending, full_refresh: undefined, partitions};
        this.#all.save(stream, merged(table, members));
      },
      viewOf(streams) {
        const entries = [...streams].map((stream) => [stream, storedFor(stream)] as const);
        return {bookmarks: Object.fromEntries(entries.filter(([, stored]) => stored !== undefined))};
      },
      write: () => this.#all.write(),
      writeEnd: (stream, end) => this.#all.put((state) => dialect.ended(stream, end, state)),
      writeInitial: () => {
        if (!this.#hasBegun) this.#all.writeInitial();
        this.#hasBegun = true;
      },
      // These are for all accounts together.
      syncing() {},
      writeFinal() {},
    };
  }

  /** Notes that an account has finished a stream; returns whether all have. */
  #isFinished(stream: string, account: string): boolean {
    const finished = this.#finished.get(stream) ?? new Set();
    this.#finished.set(stream, finished.add(account));
    return finished.size === this.#count;
  }
}

function partitionsOf(stored: JsonValue | undefined): JsonObject[] {
  if (stored === undefined || !isObject(stored)) return [];
  const partitions = stored[PARTITIONS];
  return Array.isArray(partitions) ? partitions.filter(isObject) : [];
}

/** What a bookmark says of a table as a whole. */
function ofTable(stored: JsonValue | undefined): Bookmark {
  if (stored === undefined || !isObject(stored)) return {};
  const {version, version_pending} = stored;
  return merged(undefined, {version, version_pending});
}
