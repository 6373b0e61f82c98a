import type {JsonValue} from '../../../protocol/core/json.js';

/** A decimal as whole units of its last digit. */
interface Exact {
  readonly units: bigint;
  /** Digits behind the point. */
  readonly scale: number;
}

/** A decimal without a plus sign, an exponent or zeros that say nothing; null for null. */
export function canonical(value: JsonValue | undefined): string | null {
  return value === null || value === undefined ? null : written(parsed(String(value)));
}

/** What so many seconds cost at an hourly rate, rounded half up to four places; null where a part is missing. */
export function amountFor(rate: JsonValue | undefined, seconds: number | null): string | null {
  if (rate === null || rate === undefined || seconds === null) return null;
  const {units, scale} = parsed(String(rate));
  const whole = 3600n * 10n ** BigInt(scale);
  const part = units * BigInt(seconds) * 10_000n;
  const size = (2n * (part < 0n ? -part : part) + whole) / (2n * whole);
  return written({units: part < 0n ? -size : size, scale: 4});
}

function parsed(text: string): Exact {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text);
  if (match === null) throw new Error(`${text} is no decimal`);
  const [, sign = '', before = '', behind = '', power = '0'] = match;
  const units = BigInt(`${before}${behind}`) * (sign === '-' ? -1n : 1n);
  const scale = behind.length - Number(power);
  return scale < 0 ? {units: units * 10n ** BigInt(-scale), scale: 0} : {units, scale};
}

function written({units, scale}: Exact): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  const behind = digits.slice(point).replace(/0+$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${behind === '' ? '' : `.${behind}`}`;
}
