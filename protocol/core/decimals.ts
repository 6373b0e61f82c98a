import {BigNumber} from 'bignumber.js';
import type {JsonValue} from './json.js';

/** Numbers of more digits than this, as an exponent writes them with few characters, are no amounts of anything. */
const MOST_DIGITS = 1000;

/**
 * A decimal in its one canonical form, without a plus sign, an exponent, or zeros that say nothing: `"85.0"` and `85`
 * both give `"85"`. Undefined for what is no decimal. No digit is lost on the way, whatever the number's size.
 */
export function canonicalDecimal(value: JsonValue | undefined): string | undefined {
  return exact(value)?.toFixed();
}

/**
 * A function that gives amount × count / `divisor`, rounded half up (away from zero) to so many decimal places, in
 * canonical form; undefined where one of the factors is no decimal. It rounds once, at the very end.
 */
export function scaling(
  divisor: number,
  places: number,
): (amount: JsonValue | undefined, count: JsonValue | undefined) => string | undefined {
  const Rounded = BigNumber.clone({DECIMAL_PLACES: places, ROUNDING_MODE: BigNumber.ROUND_HALF_UP});
  return (amount, count) => {
    const one = exact(amount);
    const other = exact(count);
    if (one === undefined || other === undefined) return undefined;
    return unsigned(new Rounded(one).times(other).div(divisor)).toFixed();
  };
}

/** A decimal rounded to a whole number; undefined for what is none, or too large to be one exactly. */
export function wholeNumber(value: JsonValue | undefined): number | undefined {
  const number = exact(value)?.decimalPlaces(0, BigNumber.ROUND_HALF_UP).toNumber();
  return Number.isSafeInteger(number) ? number : undefined;
}

function exact(value: JsonValue | undefined): BigNumber | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const text = String(value).trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,6})?$/i.test(text)) return undefined;
  const number = new BigNumber(text.replace(/^\+/, ''));
  const size = Math.abs(number.e ?? 0) + (number.c?.length ?? 0) * 14;
  return number.isFinite() && size <= MOST_DIGITS ? unsigned(number) : undefined;
}

/** Zero has no sign. */
function unsigned(number: BigNumber): BigNumber {
  return number.isZero() ? new BigNumber(0) : number;
}
