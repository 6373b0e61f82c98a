import type {Flight, Ledger, LedgerEntry} from '../../../../protocol/target/ledger.js';

const NOTHING: LedgerEntry = {id: undefined, hash: undefined, flight: undefined, undecided: undefined};

/** A ledger that forgets everything with the test, and writes down what it was told. */
export class MemoryLedger implements Ledger {
  readonly told: string[] = [];
  readonly #streams = new Map<string, Map<string, LedgerEntry>>();

  get flights(): readonly Flight[] {
    return [...this.#streams.values()].flatMap((entries) =>
      [...entries.values()].flatMap(({flight}) => (flight === undefined ? [] : [flight])),
    );
  }

  get streams(): readonly string[] {
    return [...this.#streams.keys()];
  }

  get(stream: string, key: string): LedgerEntry | undefined {
    return this.#streams.get(stream)?.get(key);
  }

  knowsId(streams: readonly string[], id: string): boolean {
    return streams.some((stream) =>
      [...(this.#streams.get(stream)?.values() ?? [])].some((entry) => entry.id === id),
    );
  }

  async begin(flight: Flight): Promise<void> {
    this.told.push(`begin ${flight.call} ${flight.stream} ${flight.key}`);
    this.#note(flight.stream, flight.key, {flight});
  }

  async applied(stream: string, key: string, id: string, hash: string): Promise<void> {
    this.told.push(`applied ${stream} ${key} ${id}`);
    this.#note(stream, key, {id, hash, flight: undefined, undecided: undefined});
  }

  async gone(stream: string, key: string): Promise<void> {
    this.told.push(`gone ${stream} ${key}`);
    this.#note(stream, key, NOTHING);
  }

  async failed(stream: string, key: string): Promise<void> {
    this.told.push(`failed ${stream} ${key}`);
    this.#note(stream, key, {flight: undefined});
  }

  async undecided(stream: string, key: string, reason: string): Promise<void> {
    this.told.push(`undecided ${stream} ${key}`);
    this.#note(stream, key, {flight: undefined, undecided: reason});
  }

  async close(): Promise<void> {}

  #note(stream: string, key: string, news: Partial<LedgerEntry>): void {
    const entries = this.#streams.get(stream) ?? new Map<string, LedgerEntry>();
    this.#streams.set(stream, entries);
    entries.set(key, {...(entries.get(key) ?? NOTHING), ...news});
  }
}
