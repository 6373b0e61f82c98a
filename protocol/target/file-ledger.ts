import {existsSync} from 'node:fs';
import {ConfigError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {Journal, readJournal} from '../durable/journal.js';
import {acquireLock, type Lock} from '../durable/lock.js';
import {replaceFile} from '../durable/replace-file.js';
import type {Flight, Ledger, LedgerEntry} from './ledger.js';
import {LedgerBook, type LedgerLine, ledgerLine, type UndecidedEntry} from './ledger-book.js';

const FORMAT = 1;
/** Lines; a file that is shorter is read quickly, however outdated it is. */
const SHORT = 1000;

export interface LedgerOptions {
  readonly path: string;
  /** The target's name. */
  readonly target: string;
  /** Which account of the service it is bound to; undefined: whichever it says. */
  readonly account: string | undefined;
  /** Files of at most so many lines are left as they are. */
  readonly short?: number;
}

/** The ledger in a file, each of whose lines is on the disk before what it says is relied on. */
export class FileLedger implements Ledger {
  /** Whether there was none before. */
  readonly isNew: boolean;
  readonly #journal: Journal;
  readonly #lock: Lock;
  readonly #book: LedgerBook;

  private constructor(journal: Journal, lock: Lock, book: LedgerBook, isNew: boolean) {
    this.#journal = journal;
    this.#lock = lock;
    this.#book = book;
    this.isNew = isNew;
  }

  /**
   * Opens a ledger, which is made where there is none. Throws `ConfigError` when it is another target's or account's, is in
   * use, or can't be read or written.
   */
  static async open(options: LedgerOptions): Promise<FileLedger> {
    const {path, short = SHORT} = options;
    const lock = acquireLock(path, 'ledger');
    try {
      const {book, reader, lines, account} = folding(options);
      let {journal} = await Journal.open(path, 'ledger', reader, JSON.stringify(header(options)));
      const isNew = lines() === 0;
      if (isNew) {
        await journal.append(header(options));
      } else if (lines() > short && lines() > 2 * book.size) {
        await journal.close();
        rewrite({...options, account: account()}, book);
        ({journal} = await Journal.open(path, 'ledger', () => undefined));
      }
      return new FileLedger(journal, lock, book, isNew);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get flights(): readonly Flight[] {
    return this.#book.flights;
  }

  get streams(): readonly string[] {
    return this.#book.streams;
  }

  get undecidedEntries(): readonly UndecidedEntry[] {
    return this.#book.undecided;
  }

  get(stream: string, key: string): LedgerEntry | undefined {
    return this.#book.get(stream, key);
  }

  knowsId(streams: readonly string[], id: string): boolean {
    return this.#book.knowsId(streams, id);
  }

  begin(flight: Flight): Promise<void> {
    return this.#note({entry: 'begin', ...flight});
  }

  applied(stream: string, key: string, id: string, hash: string): Promise<void> {
    return this.#note({entry: 'applied', stream, key, id, hash});
  }

  gone(stream: string, key: string): Promise<void> {
    return this.#note({entry: 'gone', stream, key});
  }

  failed(stream: string, key: string): Promise<void> {
    return this.#note({entry: 'failed', stream, key});
  }

  undecided(stream: string, key: string, reason: string): Promise<void> {
    return this.#note({entry: 'undecided', stream, key, reason});
  }

  async close(): Promise<void> {
    try {
      await this.#journal.close();
    } finally {
      this.#lock.release();
    }
  }

  async #note(line: LedgerLine): Promise<void> {
    await this.#journal.append(line as unknown as JsonObject);
    this.#book.note(line);
  }
}

/** The ledger of a dry run: it knows what the file knows, and writes nothing; what it is told, it forgets in the end. */
export async function openDryLedger(options: LedgerOptions): Promise<Ledger> {
  const {book, reader} = folding(options);
  if (existsSync(options.path)) {
    await readJournal(options.path, 'ledger', reader, JSON.stringify(header(options)));
  }
  const note = async (line: LedgerLine) => book.note(line);
  return {
    get flights() {
      return book.flights;
    },
    get streams() {
      return book.streams;
    },
    get: (stream, key) => book.get(stream, key),
    knowsId: (streams, id) => book.knowsId(streams, id),
    begin: (flight) => note({entry: 'begin', ...flight}),
    applied: (stream, key, id, hash) => note({entry: 'applied', stream, key, id, hash}),
    gone: (stream, key) => note({entry: 'gone', stream, key}),
    failed: (stream, key) => note({entry: 'failed', stream, key}),
    undecided: (stream, key, reason) => note({entry: 'undecided', stream, key, reason}),
    close: async () => undefined,
  };
}

/** Takes the lines of a ledger, the first of which says whose it is. */
function folding(options: LedgerOptions): {
  book: LedgerBook;
  reader: (entry: JsonObject) => void;
  lines: () => number;
  account: () => string | undefined;
} {
  const book = new LedgerBook();
  let lines = 0;
  let account = options.account;
  return {
    book,
    lines: () => lines,
    account: () => account,
    reader(entry) {
      lines++;
      if (lines === 1) {
        account = accountIn(entry, {...options, account});
        return;
      }
      const line = ledgerLine(entry);
      if (line === undefined) {
        throw new ConfigError([
          `Line ${lines} of the ledger ${options.path} is not understood; use the version that wrote it, or a newer one`,
        ]);
      }
      book.note(line);
    },
  };
}

function accountIn(first: JsonObject, {path, target, account}: LedgerOptions): string {
  const {ledger, target: owner, account: bound} = first;
  if (typeof owner !== 'string' || typeof bound !== 'string' || typeof ledger !== 'number') {
    throw new ConfigError([`The file ${path} is no ledger; set another "ledger_path"`]);
  }
  if (ledger !== FORMAT) {
    throw new ConfigError([
      `The ledger ${path} was written by another version; use that one, or a newer one`,
    ]);
  }
  if (owner !== target) {
    throw new ConfigError([
      `The ledger ${path} is one of ${owner}, and this is ${target}; set another "ledger_path"`,
    ]);
  }
  if (account !== undefined && bound !== account) {
    throw new ConfigError([
      `The ledger ${path} is bound to ${bound}, and the credentials are those of ${account}; set another "ledger_path", or the right credentials`,
    ]);
  }
  return bound;
}

function header({target, account = ''}: LedgerOptions): JsonObject {
  return {ledger: FORMAT, target, account};
}

/** Exchanges the file for one without what is outdated. Killed at any point, it leaves the one or the other. */
function rewrite(options: LedgerOptions, book: LedgerBook): void {
  const {path} = options;
  try {
    replaceFile(path, textOf(options, book));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new ConfigError([
      `The ledger ${path} cannot be rewritten (${code}); see to the disk and start again`,
    ]);
  }
}

function* textOf(options: LedgerOptions, book: LedgerBook): Generator<string, void, void> {
  yield `${JSON.stringify(header(options))}\n`;
  for (const line of book.lines()) yield `${JSON.stringify(line)}\n`;
}
