import {Ajv, type ValidateFunction} from 'ajv';
import type {RecordSchema} from './schema.js';

/** Says of one record which field does not fit its schema, and how; undefined when all fit. */
export type Validate = (record: object) => string | undefined;

let ajv: Ajv | undefined;

/** Compiles a schema into a check. Compilation takes milliseconds, so it is done for selected streams only. */
export function compileValidator(schema: RecordSchema): Validate {
  ajv ??= newAjv();
  const check: ValidateFunction = ajv.compile(schema);
  return (record) => {
    if (check(record)) return undefined;
    const problem = check.errors?.[0];
    const field = problem?.instancePath.slice(1).replaceAll('/', '.');
    return `${field === undefined || field === '' ? 'the record' : field} ${problem?.message ?? 'does not fit'}`;
  };
}

function newAjv(): Ajv {
  // Ajv knows no formats by itself. Shaping lets only dates through, so they need no second look.
  return new Ajv({strict: true, allowUnionTypes: true, formats: {'date-time': true, date: true}});
}
