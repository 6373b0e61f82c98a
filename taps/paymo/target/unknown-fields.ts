import {isObject, type JsonObject, type Log, Rejection, type StreamSchema} from '../../../protocol/index.js';
import type {StreamPlan} from './plan.js';
import type {UnknownFieldsMode} from './settings.js';
import {itemsOf} from './values.js';

/**
 * Finds fields that Paymo does not have, which it would pass over in silence; each is told once, or refused. Where they are
 * to be ignored they are only told to who debugs.
 */
export class UnknownFields {
  readonly #plan: StreamPlan;
  readonly #log: Log;
  readonly #mode: UnknownFieldsMode;
  readonly #told: Set<string>;

  /** `told` holds what was told of the stream before, under another schema of it. */
  constructor(
    plan: StreamPlan,
    log: Log,
    mode: UnknownFieldsMode,
    {schema}: StreamSchema,
    told: Set<string>,
  ) {
    this.#told = told;
    this.#plan = plan;
    this.#log = log;
    this.#mode = mode;
    if (mode !== 'reject') this.#tell(Object.keys(schema.properties).filter((name) => this.#isUnknown(name)));
  }

  /** Throws `Rejection` for a record with unknown fields where those are refused. */
  check(record: JsonObject): void {
    const unknown = Object.keys(record).filter((name) => record[name] !== undefined && this.#isUnknown(name));
    const inLines = this.#unknownInLines(record);
    if (unknown.length + inLines.length === 0) return;
    if (this.#mode === 'reject') {
      throw new Rejection(`It has fields that Paymo does not: ${[...unknown, ...inLines].join(', ')}`);
    }
    this.#tell([...unknown, ...inLines]);
  }

  #isUnknown(name: string): boolean {
    return !this.#plan.known.has(name) && !name.startsWith('_sdc_');
  }

  #unknownInLines(record: JsonObject): string[] {
    const {lines, fields} = this.#plan;
    if (lines.ways.length === 0) return [];
    const ways = fields.filter(({field}) => field.kind === 'lines').flatMap((one) => one.ways);
    const names = ways.flatMap(({path: [name = '']}) => {
      const held = record[name] ?? null;
      const items = held === null ? [] : (itemsOf(held) ?? []);
      return items
        .filter(isObject)
        .flatMap((line) => Object.keys(line).filter((one) => !lines.known.has(one)))
        .map((one) => `${name}.${one}`);
    });
    return [...new Set(names)];
  }

  #tell(names: readonly string[]): void {
    const news = names.filter((name) => !this.#told.has(name));
    if (news.length === 0) return;
    for (const name of news) this.#told.add(name);
    const {stream, object} = this.#plan;
    const line = `Left out, since ${object.name} have no such fields in Paymo: ${news.join(', ')}; "streams.${stream}.fields" can say what they are there`;
    if (this.#mode === 'ignore') this.#log.debug(line, stream);
    else this.#log.warning(line, stream);
  }
}
