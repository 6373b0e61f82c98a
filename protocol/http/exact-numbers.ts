import {parse, stringify} from 'lossless-json';
import {canonicalDecimal} from '../core/decimals.js';
import {isObject, type JsonValue} from '../core/json.js';

/**
 * Parses JSON without losing a digit: a number that JavaScript's own can't hold exactly as it was written comes as
 * text, so that money never passes through binary arithmetic.
 */
export function parseExactly(text: string): JsonValue {
  return parse(text, undefined, {parseNumber, onDuplicateKey: ({newValue}) => newValue}) as JsonValue;
}

function parseNumber(written: string): number | string {
  const number = Number(written);
  const exact = canonicalDecimal(written);
  return exact !== undefined && canonicalDecimal(number) === exact ? number : written;
}

/** JSON with line breaks, all numbers as they were written; undefined for what is no JSON. */
export function prettyJson(text: string): string | undefined {
  try {
    return stringify(parse(text, undefined, {onDuplicateKey: ({newValue}) => newValue}), undefined, 2);
  } catch {
    return undefined;
  }
}

/** One member of an object in JSON as JSON of its own, in one line and with each number as it was written. */
export function rewriteExactly(text: string, member: string): string {
  const whole: unknown = parse(text, undefined, {onDuplicateKey: ({newValue}) => newValue});
  return stringify(isObject(whole) ? whole[member] : undefined) ?? 'null';
}
