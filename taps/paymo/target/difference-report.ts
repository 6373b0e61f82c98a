import {plainKey} from '../../../protocol/index.js';
import type {Difference} from './comparison.js';
import type {Tools} from './tools.js';
import {quoted} from './values.js';

/** Tells what of a record Paymo did not take as it was sent, although it said that all was well. */
export function reportDifferences(
  {log}: Pick<Tools, 'log'>,
  stream: string,
  key: string,
  differences: readonly Difference[],
): void {
  for (const {field, wanted, got} of differences) {
    const there = got === undefined ? 'nothing that it tells' : quoted(got);
    log.warning(
      `The record ${plainKey(key)} differs in Paymo: "${field}" was to be ${quoted(wanted)} and is ${there}`,
      stream,
    );
  }
}
