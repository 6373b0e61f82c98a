import type {Span} from '../core/bookmark.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {SelectedStream} from '../core/selection.js';
import type {Client} from '../http/client.js';
import type {ChildStream, Declaration, DerivedStream} from '../rest/declaration.js';
import {adapted} from '../rest/reader.js';
import type {Relation} from '../rest/relation.js';
import type {Service} from '../rest/service.js';
import {rowIsWanted, singleRow} from '../rest/single-row.js';
import type {Subject} from './webhooks.js';

/** Rows that one object brings to one stream. */
export interface StreamRows {
  readonly stream: string;
  readonly rows: readonly JsonObject[];
}

export interface SubjectRowsOptions {
  readonly subject: Subject;
  /** The service's facts as they are now: what its filters mean may depend on the time. */
  readonly service: () => Service;
  readonly declarations: readonly Declaration[];
  readonly watched: ReadonlyMap<string, SelectedStream>;
  readonly bounds: {readonly span: Span; readonly endDate: string | undefined};
  /** Whether what the user wants embedded, and payloads lack, is asked for. */
  readonly refetch: boolean;
  readonly mostEmbedded: number;
  readonly log: Log;
}

/** Turns the objects of one kind into rows of the streams that a sync would have them in. */
export class SubjectRows {
  readonly #options: SubjectRowsOptions;
  /** The stream that the objects themselves are rows of; undefined where there is none, or it is not watched. */
  readonly #own: Exclude<Subject['rowsOf'], ChildStream> | undefined;
  readonly #derived: readonly DerivedStream[];
  readonly #hidden: readonly string[];
  readonly #details: readonly string[];
  readonly #included: readonly Relation[];
  readonly #hanging: readonly Relation[];

  constructor(options: SubjectRowsOptions) {
    const {subject, service, declarations, watched} = options;
    const {rowsOf} = subject;
    this.#options = options;
    this.#derived = declarations.filter(
      (one): one is DerivedStream => one.kind === 'derived' && one.parent === rowsOf && watched.has(one.name),
    );
    const fields = Object.keys(watched.get(rowsOf.name)?.schema.properties ?? {});
    const isSelected = (field: string) => fields.includes(field);
    this.#own = rowsOf.kind === 'child' || !watched.has(rowsOf.name) ? undefined : rowsOf;
    this.#hidden = rowsOf.kind === 'list' ? rowsOf.hiddenFields.filter(isSelected) : [];
    this.#details = rowsOf.kind === 'list' ? rowsOf.detailFields.filter(isSelected) : [];
    this.#included = (service().include?.[rowsOf.name] ?? []).filter(({name}) => isSelected(name));
    this.#hanging = this.#derived.flatMap(({relation}) => relation ?? []);
  }

  /** The stream, or the list that is none, that the objects are rows of. */
  get name(): string {
    return this.#options.subject.rowsOf.name;
  }

  /** The streams whose records an object of this kind is itself, rather than what hangs on it. */
  get streams(): readonly string[] {
    return this.#own === undefined ? this.#derivedThemselves() : [this.#own.name];
  }

  /** All streams that an object of this kind brings rows to. */
  get all(): readonly string[] {
    const derived = this.#derived.map(({name}) => name);
    return this.#own === undefined ? derived : [this.#own.name, ...derived];
  }

  /** Fields that stay null, since the user does not want them asked for. */
  get unfetched(): readonly string[] {
    return this.#options.refetch ? [] : this.#included.map(({name}) => name);
  }

  /** The rows that a payload holds; undefined where it lacks something, so that the object has to be asked for. */
  ofPayload(payload: JsonObject): readonly StreamRows[] | undefined {
    const {subject, refetch, mostEmbedded} = this.#options;
    const {rowsOf, extras, find} = subject;
    if (find !== undefined || rowsOf.kind === 'child') return undefined;
    if (refetch && this.#included.length > 0) return undefined;
    const key = rowsOf.replicationKey;
    const needed = [...this.#hidden, ...this.#details];
    if (!needed.every((field) => Object.hasOwn(payload, field))) return undefined;
    if (key !== undefined && typeof payload[key] !== 'string') return undefined;
    for (const {name, many, isDue} of this.#hanging) {
      const held = payload[name];
      if (many && !Array.isArray(held)) return undefined;
      const count = Array.isArray(held) ? held.length : 0;
      if (count >= mostEmbedded || (count === 0 && isDue?.(payload) === true)) return undefined;
    }
    const hanging = new Set(this.#hanging.map(({name}) => name));
    const dropped = extras.filter((name) => !hanging.has(name));
    const row = Object.fromEntries(Object.entries(payload).filter(([name]) => !dropped.includes(name)));
    // Where a number is expected, payloads have been seen to carry its text.
    return this.#rows({...row, ...numericId(row)});
  }

  /** The rows of an object as it is now; undefined when it is gone. */
  async ask(client: Client, id: string): Promise<readonly StreamRows[] | undefined> {
    const {subject, service, log} = this.#options;
    const {rowsOf, find} = subject;
    if (find !== undefined || rowsOf.kind === 'child') {
      const row = await find?.(client, id);
      if (row === undefined) return undefined;
      return (await this.#parentIsWanted(client, row)) ? this.#rows(row) : [];
    }
    const relations = new Map(
      [...(this.#options.refetch ? this.#included : []), ...this.#hanging].map((one) => [one.name, one]),
    );
    const wish = {hidden: this.#hidden, details: this.#details, relations: [...relations.values()]};
    const row = await singleRow(service(), client, log, rowsOf, id, wish);
    return row === undefined ? undefined : this.#rows(row);
  }

  #rows(row: JsonObject): readonly StreamRows[] {
    const {service, bounds, subject} = this.#options;
    const {rowsOf} = subject;
    if (rowsOf.kind !== 'child' && !rowIsWanted(service(), rowsOf, bounds)(row)) return [];
    // Shaping may make the record of the row itself, so what hangs on it comes first.
    const derived = this.#derived.map((one) => ({
      stream: one.name,
      rows: adapted(one, one.rows(row)),
    }));
    if (this.#own === undefined) return derived;
    return [{stream: this.#own.name, rows: adapted(this.#own, [{...row}])}, ...derived];
  }

  /** Where a list is read below each row of another one, filters of that one decide about it, too. */
  async #parentIsWanted(client: Client, row: JsonObject): Promise<boolean> {
    const {subject, service, bounds, log} = this.#options;
    const {rowsOf} = subject;
    if (rowsOf.kind !== 'child' || service().keeps?.[rowsOf.parent.name] === undefined) return true;
    const {parent, partition} = rowsOf;
    // The field that a parent's id goes to names it in each row.
    const [field] = Object.keys(partition({id: 0}));
    const id = row[field ?? ''] ?? null;
    if (id === null) return true;
    const found = await singleRow(service(), client, log, parent, String(id), NOTHING_MORE);
    return found !== undefined && rowIsWanted(service(), parent, bounds)(found);
  }

  #derivedThemselves(): readonly string[] {
    return this.#options.subject.rowsOf.kind === 'child' ? this.#derived.map(({name}) => name) : [];
  }
}

const NOTHING_MORE = {hidden: [], details: [], relations: []};

function numericId({id}: JsonObject): JsonObject {
  return typeof id === 'string' && /^\d+$/.test(id) ? {id: Number(id)} : {};
}
