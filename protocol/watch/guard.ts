import {createHash} from 'node:crypto';
import {canonicalJson, type JsonObject} from '../core/json.js';
import type {Stream} from '../core/stream.js';
import type {Deletions} from './deletions.js';
import {Kin} from './kin.js';
import {Recent} from './recent.js';

/** How many records are remembered. */
const MOST_RECORDS = 200_000;

/**
 * What is to be done with a record: it goes out, it must not, or only the service can tell whether it is news, so that it
 * has to be asked.
 */
export type Verdict = 'emit' | 'drop' | 'look';

/**
 * Where a record comes from: an event tells what was, at a moment that nobody knows; what was asked for tells what was at
 * some moment after the asking `began`, in the guard's own count.
 */
export type Origin = {readonly kind: 'event'} | {readonly kind: 'asked'; readonly began: number};

/** What went out last for a record. */
interface Known {
  readonly changed: string | undefined;
  readonly content: string;
  /** When it went out, in the guard's own count. */
  readonly turn: number;
}

/**
 * Sees to it that no record is aged or brought back from the dead by what comes late, twice or in another order: events
 * come so, and a page of a list may have been read before an event that was faster. It knows what went out by either way.
 */
export class Guard {
  readonly #deletions: Deletions;
  readonly #kin: Kin;
  readonly #known: Recent<Known>;
  /** Records that are taken to be gone with what they belonged to, and in which turn that was concluded. */
  readonly #inferred: Recent<number>;
  readonly #floors = new Map<string, string>();
  #turn = 0;

  /** `kin` is told what the records belong to that go out. */
  constructor(deletions: Deletions, most = MOST_RECORDS, kin = new Kin([])) {
    this.#deletions = deletions;
    this.#kin = kin;
    this.#known = new Recent(most);
    this.#inferred = new Recent(most);
  }

  /** The count of what went out, for telling what began before it. */
  get turn(): number {
    return this.#turn;
  }

  /**
   * Everything of a stream that changed before this moment has gone out already, so that what is older, and not
   * remembered, may have been followed by something newer.
   */
  raiseFloor(stream: string, moment: string): void {
    const before = this.#floors.get(stream);
    if (before === undefined || moment > before) this.#floors.set(stream, moment);
  }

  isDeleted(stream: string, key: string): boolean {
    return this.#deletions.has(stream, key);
  }

  /** Whether a record is gone as far as is known: deleted, or concluded to be gone with what it belonged to. */
  isGone(stream: string, key: string): boolean {
    return this.isDeleted(stream, key) || this.#inferred.get(`${stream} ${key}`) !== undefined;
  }

  /**
   * Notes that a record must be gone, since what it belonged to is. It may have been moved elsewhere before that, so whatever
   * the service shows when it is asked after this counts more.
   */
  infer(stream: string, key: string): void {
    this.#inferred.set(`${stream} ${key}`, ++this.#turn);
  }

  /** Decides about a record as it would go out; one that is let through counts as gone out. */
  judge(stream: Stream, record: JsonObject, origin: Origin): Verdict {
    const key = recordKey(stream, record);
    if (this.#deletions.has(stream.name, key)) return 'drop';
    const place = `${stream.name} ${key}`;
    const content = hashOf(record);
    const inferred = this.#inferred.get(place);
    if (inferred !== undefined) {
      if (origin.kind === 'event') return 'look';
      if (origin.began < inferred) return 'drop';
      this.#inferred.delete(place);
      this.#known.delete(place);
    }
    const written = stream.replicationKey === undefined ? undefined : record[stream.replicationKey];
    const changed = typeof written === 'string' ? written : undefined;
    const known = this.#known.get(place);
    const verdict =
      known === undefined
        ? this.#unknown(stream.name, changed, origin)
        : compared(known, {changed, content}, origin);
    if (verdict === 'emit') {
      this.#known.set(place, {changed, content, turn: ++this.#turn});
      this.#kin.note(stream.name, key, record);
    }
    return verdict;
  }

  /** Notes a record that goes out whatever was decided. */
  accept(stream: Stream, record: JsonObject): void {
    const written = stream.replicationKey === undefined ? undefined : record[stream.replicationKey];
    const changed = typeof written === 'string' ? written : undefined;
    const known = {changed, content: hashOf(record), turn: ++this.#turn};
    const key = recordKey(stream, record);
    this.#known.set(`${stream.name} ${key}`, known);
    this.#kin.note(stream.name, key, record);
  }

  #unknown(stream: string, changed: string | undefined, origin: Origin): Verdict {
    if (origin.kind === 'asked') return 'emit';
    const floor = this.#floors.get(stream);
    if (floor === undefined) return 'emit';
    return changed === undefined || changed < floor.slice(0, changed.length) ? 'look' : 'emit';
  }
}

function compared(
  known: Known,
  {changed, content}: Pick<Known, 'changed' | 'content'>,
  origin: Origin,
): Verdict {
  if (changed !== undefined && known.changed !== undefined) {
    if (changed < known.changed) return 'drop';
    if (changed > known.changed) return 'emit';
  }
  if (content === known.content) return 'drop';
  // The same second, or none is told: only what was asked for after the other went out is certainly newer.
  return origin.kind === 'asked' && known.turn <= origin.began ? 'emit' : 'look';
}

/** What identifies a record among those of its stream, as text. */
export function recordKey({keyProperties}: Stream, record: JsonObject): string {
  const [only] = keyProperties;
  if (keyProperties.length === 1 && only !== undefined) return String(record[only]);
  return JSON.stringify(keyProperties.map((name) => record[name] ?? null));
}

function hashOf(record: JsonObject): string {
  return createHash('sha256').update(canonicalJson(record)).digest('base64').slice(0, 16);
}
