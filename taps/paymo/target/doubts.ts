import {type Ledger, type Log, plainKey} from '../../../protocol/index.js';
import type {NoteId} from './content.js';
import {type StreamPlan, streamsOfObject} from './plan.js';
import {referenceNames} from './reference-names.js';
import type {WriteSettings} from './settings.js';

/** What doubts are based on, and what was told of them; a run has one. */
export interface DoubtContext {
  readonly settings: WriteSettings;
  readonly ledger: Ledger;
  readonly log: Log;
  /** The streams whose SCHEMA has come. */
  readonly seen: ReadonlySet<string>;
  /** What was told before, which the schema of a stream that comes again does not undo. */
  readonly told: Set<string>;
}

/** Tells, once each, what of a stream is done as it is documented, and is hardly what was meant. */
export class Doubts {
  readonly #plan: StreamPlan;
  readonly #context: DoubtContext;

  constructor(plan: StreamPlan, context: DoubtContext) {
    this.#plan = plan;
    this.#context = context;
  }

  /** An id that counts as Paymo's, although the objects that it would be of come out of the source, too. */
  readonly noteId: NoteId = ({shown, to, isSaid}, field) => {
    const {identity, stream, object} = this.#plan;
    if (identity !== 'source' || isSaid || this.#isTold(shown)) return;
    const from = (field.refersTo ?? []).flatMap((name) => this.#sourceStreamsOf(name)).at(0);
    if (from === undefined) return;
    const isLine = shown !== to;
    const names = referenceNames(isLine ? object.lineFields : object.fields);
    const reference = [...names].find(([, {target}]) => target === to)?.[0];
    const remedy = isLine
      ? `call it "${reference}" if it holds keys of that stream`
      : `map it to "${reference}" in "streams.${stream}.fields" if it holds keys of that stream, or to "${to}" if it does not`;
    this.#tell(
      shown,
      `"${shown}" is taken for Paymo's own, although the stream ${from} brings such objects from the source; ${remedy}`,
    );
  };

  /** A record without an id, of which there was an equal one. */
  noteEqual(key: string): void {
    if (this.#isTold('')) return;
    this.#tell(
      '',
      `A record without an id says the same as one before it, and is left out (${plainKey(key)}); further ones of the stream are, too`,
    );
  }

  #sourceStreamsOf(object: Parameters<typeof streamsOfObject>[0]): string[] {
    const {settings, ledger, seen} = this.#context;
    const known = new Set([...seen, ...ledger.streams]);
    return streamsOfObject(object, settings).filter((stream) => {
      const identity = settings.streams?.[stream]?.identity ?? settings.identity ?? 'source';
      return identity === 'source' && known.has(stream);
    });
  }

  #isTold(what: string): boolean {
    return this.#context.told.has(`${this.#plan.stream} ${what}`);
  }

  #tell(what: string, warning: string): void {
    this.#context.told.add(`${this.#plan.stream} ${what}`);
    this.#context.log.warning(warning, this.#plan.stream);
  }
}
