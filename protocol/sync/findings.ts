import type {Log} from '../core/log.js';
import type {FieldKind, ShapeNotes} from '../core/shape.js';

const LONGEST_LIST = 20;

/**
 * What could not be passed on as it came, gathered per stream: told once when it first happens, with numbers in
 * the end. Nothing is lost in silence, and nothing is told a million times.
 */
export class Findings implements ShapeNotes {
  readonly #unknown = new Map<string, number>();
  readonly #nulled = new Map<string, {readonly what: FieldKind; count: number}>();
  #invalid = 0;
  #firstInvalid = '';
  readonly #stream: string;
  readonly #log: Log;

  constructor(stream: string, log: Log) {
    this.#stream = stream;
    this.#log = log;
  }

  unknown(field: string): void {
    this.#unknown.set(field, (this.#unknown.get(field) ?? 0) + 1);
  }

  nulled(field: string, what: FieldKind): void {
    let entry = this.#nulled.get(field);
    if (entry === undefined) {
      entry = {what, count: 0};
      this.#nulled.set(field, entry);
      this.#log.warning(`${field} holds values that are no ${what}s; they become null`, this.#stream);
    }
    entry.count++;
  }

  invalid(problem: string): void {
    if (this.#invalid === 0) {
      this.#firstInvalid = problem;
      this.#log.warning(`A record does not fit its schema: ${problem}`, this.#stream);
    }
    this.#invalid++;
  }

  /** The findings as sentences, for the final summary. */
  summary(): string[] {
    const lines: string[] = [];
    if (this.#unknown.size > 0) {
      lines.push(`Fields that the schema does not know were dropped: ${names(this.#unknown)}`);
    }
    for (const [field, {what, count}] of this.#nulled)
      lines.push(`${count} values of ${field} were no ${what}s and became null`);
    if (this.#invalid > 0) {
      lines.push(`${this.#invalid} records do not fit the schema; the first: ${this.#firstInvalid}`);
    }
    return lines;
  }
}

function names(fields: ReadonlyMap<string, number>): string {
  const all = [...fields.keys()].sort();
  const more = all.length > LONGEST_LIST ? ` and ${all.length - LONGEST_LIST} more` : '';
  const counted = all
    .slice(0, LONGEST_LIST)
    .map((field) => `${/^[\w.]+$/.test(field) ? field : JSON.stringify(field)} (${fields.get(field)} times)`);
  return counted.join(', ') + more;
}
