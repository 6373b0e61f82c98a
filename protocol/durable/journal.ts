import {createReadStream} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {dirname} from 'node:path';
import {ConfigError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import {makeFolder} from './make-folder.js';

const LINE_END = 0x0a;

/** What came of opening a journal. */
export interface OpenedJournal {
  readonly journal: Journal;
  /** Whether there was none before. */
  readonly isNew: boolean;
  /** How many bytes at the end were no whole entry, as a crash leaves them; they are gone. Nobody was told of them. */
  readonly torn: number;
}

/**
 * A file of JSON objects, one a line, that only grows. What `append` has resolved for survives a crash of the machine.
 * Appends that come together share one wait for the disk. Only its owner can read it.
 */
export class Journal {
  readonly path: string;
  readonly #what: string;
  readonly #file: FileHandle;
  /** How long the file is, as far as it is known to be whole. */
  #length: number;
  #pending: Pending[] = [];
  #writing: Promise<void> | undefined;
  #broken: Error | undefined;

  private constructor(path: string, what: string, file: FileHandle, length: number) {
    this.path = path;
    this.#what = what;
    this.#file = file;
    this.#length = length;
  }

  /**
   * Opens a journal, which is made where there is none, and tells `onEntry` what it holds. `what` names its purpose in
   * messages ("ledger"); `firstLine` is how such a journal always begins, so that nothing else is taken for a torn one.
   * Throws `ConfigError` when it can't be read or written, is damaged before its end, or is something else.
   */
  static async open(
    path: string,
    what: string,
    onEntry: (entry: JsonObject) => void,
    firstLine?: string,
  ): Promise<OpenedJournal> {
    try {
      makeFolder(dirname(path));
      const isNew = await open(path, 'ax', 0o600).then(
        async (made) => {
          await made.close();
          await syncFolder(dirname(path));
          return true;
        },
        (error: unknown) => {
          if (codeOf(error) === 'EEXIST') return false;
          throw error;
        },
      );
      const {whole, lacksEnd} = await readEntries(path, what, onEntry);
      if (whole === 0 && firstLine !== undefined) await requireBeginning(path, what, firstLine);
      const file = await open(path, 'r+');
      try {
        await file.chmod(0o600);
        const {size} = await file.stat();
        if (size > whole) await file.truncate(whole);
        if (lacksEnd) await file.write('\n', whole);
        const length = lacksEnd ? whole + 1 : whole;
        return {journal: new Journal(path, what, file, length), isNew, torn: size - whole};
      } catch (error) {
        await file.close();
        throw error;
      }
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      throw new ConfigError([
        `The ${what} ${path} cannot be used (${codeOf(error)}); make it and its folder writable`,
      ]);
    }
  }

  /** How many bytes it holds. */
  get length(): number {
    return this.#length;
  }

  /** Adds entries, all or none of them; resolves when the disk has them. Throws `ConfigError` when it can't be done. */
  append(...entries: readonly JsonObject[]): Promise<void> {
    const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
    return new Promise((resolve, reject) => {
      this.#pending.push({text, resolve, reject});
      this.#writing ??= this.#writeAll();
    });
  }

  /** Waits for what is under way, and lets the file go. */
  async close(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    await this.#file.close();
  }

  async #writeAll(): Promise<void> {
    // Whoever appends in the same turn of the event loop shares the wait.
    await Promise.resolve();
    for (let batch = this.#take(); batch.length > 0; batch = this.#take()) {
      try {
        await this.#write(Buffer.from(batch.map(({text}) => text).join('')));
        for (const {resolve} of batch) resolve();
      } catch (error) {
        const failure = new ConfigError([
          `The ${this.#what} ${this.path} cannot be written (${codeOf(error)}); see to the disk and start again`,
        ]);
        for (const {reject} of batch) reject(failure);
      }
    }
    // At once: whoever waited for the last batch may be about to append the next.
    this.#writing = undefined;
  }

  #take(): Pending[] {
    const batch = this.#pending;
    this.#pending = [];
    return batch;
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      let done = 0;
      while (done < bytes.length) {
        const {bytesWritten} = await this.#file.write(bytes, done, bytes.length - done, this.#length + done);
        done += bytesWritten;
      }
      await this.#file.datasync();
      this.#length += bytes.length;
    } catch (error) {
      // Half an entry must not stand before the next one.
      await this.#file.truncate(this.#length).catch((cause: unknown) => {
        this.#broken = cause instanceof Error ? cause : new Error(String(cause));
      });
      throw error;
    }
  }
}

interface Pending {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Tells `onEntry` what a journal holds that may be in use, and changes nothing. Throws `ConfigError` when it can't be read,
 * or is damaged before its end.
 */
export async function readJournal(
  path: string,
  what: string,
  onEntry: (entry: JsonObject) => void,
  firstLine?: string,
): Promise<void> {
  try {
    const {whole} = await readEntries(path, what, onEntry);
    if (whole === 0 && firstLine !== undefined) await requireBeginning(path, what, firstLine);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`The ${what} ${path} cannot be read (${codeOf(error)}); make it readable`]);
  }
}

/** Refuses a file that holds something, and not the beginning of this line. */
async function requireBeginning(path: string, what: string, firstLine: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    const {buffer, bytesRead} = await file.read(Buffer.alloc(firstLine.length * 4), 0);
    const isBeginning = firstLine.startsWith(buffer.subarray(0, bytesRead).toString());
    if (!isBeginning) {
      throw new ConfigError([
        `The file ${path} is no ${what}, or was damaged; put back a copy of it, or name another file`,
      ]);
    }
  } finally {
    await file.close();
  }
}

/** How far a file holds whole entries. */
interface Extent {
  /** Its length up to the end of the last one. */
  readonly whole: number;
  /** Whether that one has no line end, as when somebody's editor took it away. */
  readonly lacksEnd: boolean;
}

/** Tells of all whole entries. */
async function readEntries(
  path: string,
  what: string,
  onEntry: (entry: JsonObject) => void,
): Promise<Extent> {
  let whole = 0;
  let at = 0;
  let line = 0;
  let damaged: number | undefined;
  const isDamaged = (where: number) =>
    new ConfigError([
      `The ${what} ${path} is damaged in line ${where}; put back a copy of it, since what it knew is not known otherwise`,
    ]);
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END)) {
      line++;
      at += end + 1;
      const entry = entryIn(bytes.subarray(0, end));
      bytes = bytes.subarray(end + 1);
      // A crash breaks the last entry at most; anything else is no crash's work, and must not be passed over.
      if (damaged !== undefined) throw isDamaged(damaged);
      if (entry === undefined) {
        damaged = line;
        continue;
      }
      onEntry(entry);
      whole = at;
    }
    rest = Buffer.from(bytes);
  }
  if (damaged !== undefined && rest.length > 0) throw isDamaged(damaged);
  // Half an entry is never a whole object.
  const last = rest.length > 0 ? entryIn(rest) : undefined;
  if (last === undefined) return {whole, lacksEnd: false};
  onEntry(last);
  return {whole: at + rest.length, lacksEnd: true};
}

function entryIn(bytes: Buffer): JsonObject | undefined {
  try {
    const entry: unknown = JSON.parse(bytes.toString());
    return isObject(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the name of a new file as durable as what will be in it, where the system has such a thing. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
