import {IncompleteError} from '../core/errors.js';
import type {Log} from '../core/log.js';
import {plainKey} from './keys.js';
import type {Reject, Rejects} from './rejects.js';
import {identityOf} from './waiting.js';

/** Refusals of one stream that are told one by one; the rejects hold them all. */
const MOST_TOLD = 20;
/** Refused records that are remembered, to say of those which refer to them why they are refused as well. */
const MOST_REMEMBERED = 100_000;

export interface RefusalsOptions {
  readonly rejects: Rejects;
  /** The run ends when more records than so many are refused; undefined: it does not. */
  readonly mostRefused: number | undefined;
  /** The setting that says so, for messages. */
  readonly bound: string;
  /** Told of each record that is refused. */
  readonly refused: (stream: string) => void;
  readonly log: Log;
}

/** The records that were refused in a run. */
export class Refusals {
  readonly #options: RefusalsOptions;
  readonly #remembered = new Set<string>();
  readonly #told = new Map<string, number>();
  /** Those that an earlier run left open, whose records may come yet; they count once. */
  readonly #open = new Set<string>();
  #count = 0;

  constructor(options: RefusalsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether a record was refused, and no later version of it applied. */
  has(identity: string): boolean {
    return this.#remembered.has(identity);
  }

  /** A later version of a record was applied. */
  forget(identity: string): void {
    this.#remembered.delete(identity);
  }

  /** Puts what an earlier run left open, and nobody can decide, into the rejects. Throws what `add` throws. */
  async addOpen(reject: Omit<Reject, 'record' | 'line'> & {readonly key: string}): Promise<void> {
    await this.add({...reject, record: undefined, line: undefined});
    this.#open.add(identityOf(reject.stream, reject.key));
  }

  /** Puts a record into the rejects. Throws `IncompleteError` when that is one too many. */
  async add(reject: Reject): Promise<void> {
    const {rejects, mostRefused, bound, refused} = this.#options;
    await rejects.add(reject);
    const isCounted = reject.key !== undefined && this.#open.delete(identityOf(reject.stream, reject.key));
    if (!isCounted) {
      this.#count++;
      refused(reject.stream);
    }
    if (reject.key !== undefined && this.#remembered.size < MOST_REMEMBERED)
      this.#remembered.add(identityOf(reject.stream, reject.key));
    this.#tell(reject);
    if (mostRefused === undefined || this.#count <= mostRefused) return;
    await rejects.sync();
    const many = mostRefused === 0 ? 'A record was' : `More than ${mostRefused} records were`;
    throw new IncompleteError(`${many} refused, at which the run stops (${bound})`);
  }

  #tell({stream, key, line, reason, serviceMessage}: Reject): void {
    const told = (this.#told.get(stream) ?? 0) + 1;
    this.#told.set(stream, told);
    const which = key === undefined ? 'A record' : `Record ${plainKey(key)}`;
    const where = line === undefined ? '' : ` (line ${line})`;
    const said = serviceMessage === undefined ? '' : `: ${serviceMessage}`;
    const text = `${which}${where} was refused: ${reason}${said}`;
    if (told <= MOST_TOLD) this.#options.log.warning(text, stream);
    else this.#options.log.debug(text, stream);
    if (told === MOST_TOLD) this.#options.log.warning('Further refusals are not told one by one', stream);
  }
}
