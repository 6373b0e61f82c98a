import {randomUUID} from 'node:crypto';
import {open, readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {Journal} from '../durable/journal.js';
import {makeFolder} from '../durable/make-folder.js';
import type {Delivery} from './receiver.js';

/** Bytes after which a new file is begun, so that old ones can be removed. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
/** Bytes that are read at once; lines that are longer are read whole all the same. */
const CHUNK_BYTES = 256 * 1024;
const LINE_END = 0x0a;
const NAME = /^spool-(\d{12,})\.jsonl$/;

/** An event that was kept, with its number; numbers grow. */
export interface KeptEvent extends Delivery {
  readonly n: number;
}

/** How far a spool has been worked off, as a state tells it. */
export interface SpoolPosition {
  readonly spool: string;
  readonly position: number;
}

/** One file of a spool: its events have numbers from `first` on, up to those of the next file. */
interface Segment {
  readonly first: number;
  readonly path: string;
  /** Resolves when nothing more is written to it. */
  closed: Promise<void> | undefined;
}

/**
 * Events on disk, in the order in which they came. What `append` has resolved for survives a crash; what is read stays
 * until it is pruned. No more of it is in memory than is read at once.
 */
export class Spool {
  /** Tells it from others, for states. */
  readonly id: string;
  /** Called when an event has been added. */
  onAppended: () => void = () => undefined;
  readonly #folder: string;
  readonly #segmentBytes: number;
  readonly #segments: Segment[];
  #journal: Journal;
  #rolling: Promise<void> | undefined;
  /** The number that was given last. */
  #last: number;
  /** The number of the last event that the disk has. */
  #kept: number;
  /** The number of the event that was read last. */
  #read: number;
  #at = 0;
  #offset = 0;

  private constructor(
    folder: string,
    segmentBytes: number,
    opened: {id: string; segments: Segment[]; journal: Journal; last: number; read: number},
  ) {
    this.#folder = folder;
    this.#segmentBytes = segmentBytes;
    this.id = opened.id;
    this.#segments = opened.segments;
    this.#journal = opened.journal;
    this.#last = opened.last;
    this.#kept = opened.last;
    this.#read = opened.read;
    const after = opened.segments.findLastIndex(({first}) => first <= opened.read + 1);
    this.#at = Math.max(0, after);
  }

  /**
   * Opens the spool in a folder, which is made where there is none. Reading begins behind the position of a state, and with
   * the oldest event where the state has none of this spool. Throws `ConfigError` when it can't be used.
   */
  static async open(
    folder: string,
    after: SpoolPosition | undefined,
    segmentBytes = SEGMENT_BYTES,
  ): Promise<Spool> {
    const segments = await segmentsIn(folder);
    const known = segments[0] === undefined ? undefined : await idIn(segments[0].path);
    const newest = segments.at(-1) ?? {first: 1, path: pathOf(folder, 1), closed: undefined};
    let id = known;
    let last = newest.first - 1;
    const {journal} = await Journal.open(newest.path, 'spool', (entry) => {
      if (typeof entry.spool === 'string') id ??= entry.spool;
      if (typeof entry.n === 'number') last = entry.n;
    });
    id ??= randomUUID();
    if (journal.length === 0) await journal.append({spool: id, first: newest.first});
    const position = after?.spool === id ? after.position : 0;
    return new Spool(folder, segmentBytes, {
      id,
      segments: segments.length === 0 ? [newest] : segments,
      journal,
      // Numbers that a state has passed must not come again, even where the folder was put back to an older one.
      last: Math.max(last, position),
      read: position,
    });
  }

  /** How many events there are behind one that has been worked off, at most. */
  behind(position: number): number {
    return Math.max(0, this.#kept - position);
  }

  /** The number of the event that was read last; 0 where there was none. */
  get read(): number {
    return this.#read;
  }

  /** Keeps an event; resolves when the disk has it. Throws `ConfigError` when it can't be done. */
  async append({event, hook, at, body}: Delivery): Promise<void> {
    while (this.#rolling !== undefined || this.#journal.length >= this.#segmentBytes) {
      this.#rolling ??= this.#roll().finally(() => {
        this.#rolling = undefined;
      });
      await this.#rolling;
    }
    this.#last++;
    const n = this.#last;
    await this.#journal.append({n, event, hook, at, body});
    this.#kept = Math.max(this.#kept, n);
    this.onAppended();
  }

  /** The next events, some at once; none when all have been read. */
  async next(): Promise<readonly KeptEvent[]> {
    for (;;) {
      const segment = this.#segments[this.#at];
      if (segment === undefined) return [];
      const isNewest = segment === this.#segments.at(-1);
      const end = isNewest ? this.#journal.length : await lengthOf(segment);
      if (this.#offset >= end) {
        if (isNewest) return [];
        this.#at++;
        this.#offset = 0;
        continue;
      }
      const {lines, length} = await linesIn(segment.path, this.#offset, end);
      if (length === 0) {
        // The last write before a crash; nobody was told of it.
        this.#offset = end;
        continue;
      }
      this.#offset += length;
      const events = lines
        .map((line) => eventIn(line, segment.path))
        .filter((event) => event !== undefined)
        .filter(({n}) => n > this.#read);
      const last = events.at(-1);
      if (last === undefined) continue;
      this.#read = last.n;
      return events;
    }
  }

  /**
   * Removes files all of whose events have been worked off, by their number, and that are of no use any more: those that the
   * state which we started from had passed, and those that are older than a moment.
   */
  async prune(workedOff: number, passed: number, olderThan: number): Promise<void> {
    for (;;) {
      const [segment, next] = this.#segments;
      if (segment === undefined || next === undefined || this.#at === 0) return;
      const last = next.first - 1;
      if (last > workedOff) return;
      if (last > passed && (await stat(segment.path)).mtimeMs >= olderThan) return;
      await rm(segment.path, {force: true});
      this.#segments.shift();
      this.#at--;
    }
  }

  async close(): Promise<void> {
    await this.#rolling;
    await this.#journal.close();
  }

  /** Begins a new file. */
  async #roll(): Promise<void> {
    const first = this.#last + 1;
    const path = pathOf(this.#folder, first);
    const old = this.#journal;
    const before = this.#segments.at(-1);
    const {journal} = await Journal.open(path, 'spool', () => undefined);
    await journal.append({spool: this.id, first});
    if (before !== undefined) before.closed = old.close();
    this.#segments.push({first, path, closed: undefined});
    this.#journal = journal;
  }
}

function pathOf(folder: string, first: number): string {
  return join(folder, `spool-${String(first).padStart(12, '0')}.jsonl`);
}

async function segmentsIn(folder: string): Promise<Segment[]> {
  makeFolder(folder);
  const found = (await readdir(folder)).flatMap((name) => {
    const first = NAME.exec(name)?.[1];
    return first === undefined ? [] : [{first: Number(first), path: join(folder, name), closed: undefined}];
  });
  return found.sort((left, right) => left.first - right.first);
}

/** The id in the first line of a file; undefined where there is none. */
async function idIn(path: string): Promise<string | undefined> {
  const {lines} = await linesIn(path, 0, Math.min(1024, (await stat(path)).size));
  const header = entryIn(lines[0] ?? '');
  return typeof header?.spool === 'string' ? header.spool : undefined;
}

async function lengthOf(segment: Segment): Promise<number> {
  await segment.closed;
  return (await stat(segment.path)).size;
}

/** Whole lines of a file from an offset on, at least one where there is one, and how many bytes they take. */
async function linesIn(
  path: string,
  offset: number,
  end: number,
): Promise<{lines: string[]; length: number}> {
  const file = await open(path, 'r');
  try {
    for (let wanted = CHUNK_BYTES; ; wanted *= 4) {
      const bytes = Buffer.alloc(Math.min(wanted, end - offset));
      let done = 0;
      while (done < bytes.length) {
        const {bytesRead} = await file.read(bytes, done, bytes.length - done, offset + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      const length = bytes.lastIndexOf(LINE_END, done) + 1;
      if (length > 0) return {lines: bytes.toString('utf8', 0, length - 1).split('\n'), length};
      if (offset + bytes.length >= end) return {lines: [], length: 0};
    }
  } finally {
    await file.close();
  }
}

/** The event in a line; undefined for what is none. Throws `ConfigError` for what should be one. */
function eventIn(line: string, path: string): KeptEvent | undefined {
  const entry = entryIn(line);
  if (entry === undefined) {
    throw new ConfigError([
      `The spool ${path} is damaged; put back a copy of it, or remove it and start without a state, which reads everything`,
    ]);
  }
  const {n, event, hook, at, body} = entry;
  if (typeof n !== 'number' || typeof event !== 'string' || typeof body !== 'string') return undefined;
  return {n, event, hook: String(hook ?? ''), at: Number(at ?? 0), body};
}

function entryIn(line: string): JsonObject | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}
