import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import type {RecordSchema} from '../core/schema.js';
import type {SelectedStream} from '../core/selection.js';
import {compileShape, type Shape} from '../core/shape.js';
import {compileValidator, type Validate} from '../core/validate.js';
import type {Findings} from './findings.js';

/** What to do with records that don't fit their schema: tell, fail the stream, or don't look. */
export type ValidateRecords = 'warn' | 'fail' | 'off';

/** Makes records of one stream's raw rows. Everything that can be decided is decided when it is made. */
export class RecordMaker {
  /** Fields of the record at hand whose values could not be passed on. */
  nulled: string[] = [];
  readonly #selected: SelectedStream;
  readonly #findings: Findings;
  readonly #mode: ValidateRecords;
  readonly #shape: Shape;
  readonly #validate: Validate | undefined;
  readonly #keys: readonly string[];

  constructor(selected: SelectedStream, findings: Findings, mode: ValidateRecords) {
    this.#selected = selected;
    this.#findings = findings;
    this.#mode = mode;
    this.#shape = compileShape(selected, {
      unknown: (field) => findings.unknown(field),
      nulled: (field, what) => {
        this.nulled.push(field);
        findings.nulled(field, what);
      },
    });
    this.#validate = mode === 'off' ? undefined : compileValidator(documented(selected));
    this.#keys = selected.stream.keyProperties;
  }

  /** The record of a row, not checked yet. Throws `DataError` for a key whose last digits are lost. */
  make(raw: JsonObject, stamp: JsonObject | undefined): JsonObject {
    this.#checkRawKeys(raw);
    if (this.nulled.length > 0) this.nulled = [];
    return this.#shape(raw, stamp);
  }

  /** Looks at a record before it goes out. Throws `DataError` for one without its key. */
  check(record: JsonObject): void {
    const {stream, schema} = this.#selected;
    for (const key of this.#keys) {
      if (record[key] === null || record[key] === undefined) {
        throw new DataError(`${stream.name}: the service sent a row without ${key}, which identifies it`);
      }
      if (schema.properties[key]?.type !== 'integer' || Number.isSafeInteger(record[key])) continue;
      throw new DataError(
        `${stream.name}: the service sent a row whose ${key}, which identifies it, is no whole number`,
      );
    }
    const problem = this.#validate?.(record);
    if (problem === undefined) return;
    this.#findings.invalid(problem);
    if (this.#mode === 'fail')
      throw new DataError(`${stream.name}: a record does not fit its schema: ${problem}`);
  }

  // Before shaping, which may turn a number into text and so hide that its last digits are lost already.
  #checkRawKeys(raw: JsonObject): void {
    for (const key of this.#keys) {
      const value = raw[key];
      if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) continue;
      const {name} = this.#selected.stream;
      throw new DataError(`${name}: ${key} ${value} is too large to be told apart from its neighbours`);
    }
  }
}

/** The schema without fields that are held to their types anyway: of those there may be thousands. */
function documented({schema, stream}: SelectedStream): RecordSchema {
  const properties = Object.entries(schema.properties).filter(([name]) => stream.rules.get(name) !== 'typed');
  return properties.length === Object.keys(schema.properties).length
    ? schema
    : {...schema, properties: Object.fromEntries(properties)};
}
