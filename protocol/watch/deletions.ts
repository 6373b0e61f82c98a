import {join} from 'node:path';
import {KeySet} from '../core/key-set.js';
import {Journal} from '../durable/journal.js';

/** Remembers for good which records were deleted, so that nothing that is late brings one back. */
export class Deletions {
  readonly #journal: Journal;
  readonly #keys: Map<string, KeySet>;

  private constructor(journal: Journal, keys: Map<string, KeySet>) {
    this.#journal = journal;
    this.#keys = keys;
  }

  /** Opens the memory in a folder. Throws `ConfigError` when it can't be used. */
  static async open(folder: string): Promise<Deletions> {
    const keys = new Map<string, KeySet>();
    const {journal} = await Journal.open(join(folder, 'deletions.jsonl'), 'memory of deletions', (entry) => {
      if (typeof entry.stream === 'string') keysOf(keys, entry.stream).add(compact(String(entry.key)));
    });
    return new Deletions(journal, keys);
  }

  has(stream: string, key: string): boolean {
    return this.#keys.get(stream)?.has(compact(key)) ?? false;
  }

  /** Notes that a record was deleted in some streams; resolves when the disk has it. */
  async note(streams: readonly string[], key: string, at: string): Promise<void> {
    const news = streams.filter((stream) => keysOf(this.#keys, stream).add(compact(key)));
    if (news.length > 0) await this.#journal.append(...news.map((stream) => ({stream, key, at})));
  }

  async close(): Promise<void> {
    await this.#journal.close();
  }
}

function keysOf(all: Map<string, KeySet>, stream: string): KeySet {
  const known = all.get(stream) ?? new KeySet();
  all.set(stream, known);
  return known;
}

/** Whole numbers take next to no room. */
function compact(key: string): number | string {
  const number = Number(key);
  return Number.isSafeInteger(number) && number >= 0 && String(number) === key ? number : key;
}
