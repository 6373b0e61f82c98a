import type {Dialect, StreamEnd} from '../core/dialect.js';
import type {SelectedStream} from '../core/selection.js';

/**
 * Lets several accounts tell of the same streams: a schema is told once, a stream has ended when it has for all of them,
 * and old rows are gone when all of them say so.
 */
export class Together {
  readonly #dialect: Dialect;
  readonly #accounts: readonly string[];
  readonly #schemas = new Map<string, SelectedStream>();
  readonly #estimates = new Map<string, Map<string, number>>();
  readonly #activated = new Map<string, Set<string>>();
  readonly #ends = new Map<string, Map<string, StreamEnd>>();

  constructor(dialect: Dialect, accounts: readonly string[]) {
    this.#dialect = dialect;
    this.#accounts = accounts;
  }

  /** Streams of which some accounts, and not all, have said that old rows are gone. */
  get halfActivated(): string[] {
    return [...this.#activated].flatMap(([stream, said]) =>
      said.size < this.#accounts.length ? [stream] : [],
    );
  }

  /** How one of the accounts tells the events of its run. */
  of(account: string): Dialect {
    const dialect = this.#dialect;
    return {
      started: (stream) => dialect.started(stream),
      schema: (selected) => {
        const {name} = selected.stream;
        if (this.#schemas.get(name) === selected) return [];
        this.#schemas.set(name, selected);
        return dialect.schema(selected);
      },
      records: (stream, observedAt, version) => dialect.records(stream, observedAt, version),
      estimate: (stream, records) => {
        const of = memberOf(this.#estimates, stream, () => new Map<string, number>());
        of.set(account, records);
        return dialect.estimate(
          stream,
          [...of.values()].reduce((sum, one) => sum + one, 0),
        );
      },
      waiting: (stream, until) => dialect.waiting(stream, until),
      activateVersion: (stream, version) => {
        const said = memberOf(this.#activated, stream, () => new Set<string>());
        if (said.has(account)) return [];
        said.add(account);
        return said.size === this.#accounts.length ? dialect.activateVersion(stream, version) : [];
      },
      initialState: (state) => dialect.initialState(state),
      state: (state) => dialect.state(state),
      finalState: (state) => dialect.finalState(state),
      ended: (stream, end, state) => {
        const ends = memberOf(this.#ends, stream, () => new Map<string, StreamEnd>());
        if (ends.has(account)) return [];
        ends.set(account, end);
        return ends.size < this.#accounts.length ? [] : dialect.ended(stream, worstOf(ends), state);
      },
    };
  }
}

/** What is to be said of a stream that ended for each of some accounts. */
function worstOf(ends: ReadonlyMap<string, StreamEnd>): StreamEnd {
  const failed = [...ends].flatMap(([account, end]) => (end.kind === 'failed' ? [{account, end}] : []));
  const [first] = failed;
  if (first !== undefined) {
    const message = failed.map(({account, end}) => `account ${account}: ${end.message}`).join('; ');
    return {...first.end, message};
  }
  const interrupted = [...ends.values()].find(({kind}) => kind === 'interrupted');
  return interrupted ?? {kind: 'complete'};
}

function memberOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
