import {isObject, type JsonObject} from '../../../../protocol/core/json.js';
import type {Message} from '../../../support/messages.js';

/**
 * A target that stores what it gets in batches, each with the state behind it: what was not stored when it died is gone,
 * and the state with it.
 */
export class Warehouse {
  /** Rows by stream and key. */
  readonly rows = new Map<string, JsonObject>();
  /** Rows that came although they had been deleted before. */
  readonly resurrected: string[] = [];
  state: JsonObject | undefined;
  readonly #deleted = new Set<string>();

  /** Takes what was written up to one of its states; what follows that state is lost. `upTo` counts states from the end. */
  store(messages: readonly Message[], upTo: number): void {
    const states = messages.flatMap((message, at) => (message.type === 'STATE' ? [at] : []));
    const last = states.at(-1 - upTo);
    if (last === undefined) return;
    for (const message of messages.slice(0, last + 1)) this.#take(message);
  }

  idsOf(stream: string): string[] {
    const own = [...this.rows.keys()].filter((place) => place.startsWith(`${stream} `));
    return own.map((place) => place.slice(stream.length + 1)).sort();
  }

  #take({type, stream, record, value}: Message): void {
    if (type === 'STATE' && isObject(value)) this.state = value;
    if (type !== 'RECORD' || !isObject(record)) return;
    if (stream === 'deleted_records') {
      const place = `${String(record.stream)} ${String(record.record_key)}`;
      this.#deleted.add(place);
      this.rows.delete(place);
      return;
    }
    const place = `${String(stream)} ${String(record.id)}`;
    if (this.#deleted.has(place)) this.resurrected.push(place);
    this.rows.set(place, record);
  }
}
