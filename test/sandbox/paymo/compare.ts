import {calendarDay, isoMoment} from '../common/moments.js';
import type {Value} from './collections.js';
import type {Kind} from './definition.js';
import {badRequest, unknownField} from './refusals.js';
import type {Condition, Literal} from './where-syntax.js';

/** Whether the value of a field passes a condition. */
export type Test = (value: Value | undefined) => boolean;

type Scalar = string | number | boolean | null;

/** Reads the values of a condition as its field's kind wants them, and refuses what does not fit. */
export function testFor(condition: Condition, kind: Kind, bareLike: 'exact' | 'contains'): Test {
  const {operator, values} = condition;
  const field = condition.path.at(-1) ?? '';
  if (kind === 'opaque') throw unknownField(field);

  if (operator === 'like' || operator === 'not like') {
    const pattern = likePattern(values[0]?.text ?? '', bareLike);
    return (value) => typeof value === 'string' && pattern.test(value) === (operator === 'like');
  }
  const wanted = values.map((value) => scalar(value, kind, field));
  if (kind === 'ids') return idsTest(operator, wanted, field);

  const read = (value: Value | undefined): Scalar => comparable(value, kind);
  const [first = null] = wanted;
  switch (operator) {
    case '=':
    case 'in':
      return (value) => wanted.includes(read(value));
    case '!=':
    case 'not in':
      // As in SQL, null is unequal to nothing but asked for by name.
      return (value) => {
        const own = read(value);
        return !wanted.includes(own) && (own !== null || wanted.includes(null));
      };
    default:
      return (value) => ordered(read(value), first, operator);
  }
}

function ordered(own: Scalar, bound: Scalar, operator: '>' | '>=' | '<' | '<='): boolean {
  if (own === null || bound === null || typeof own === 'boolean' || typeof own !== typeof bound) return false;
  switch (operator) {
    case '>':
      return own > bound;
    case '>=':
      return own >= bound;
    case '<':
      return own < bound;
    case '<=':
      return own <= bound;
  }
}

/** Lists of ids "contain" what is asked for; `anyone` stands for an empty list. (API docs, Filtering) */
function idsTest(operator: string, wanted: readonly Scalar[], field: string): Test {
  const isNegative = operator === '!=' || operator === 'not in';
  if (!isNegative && operator !== '=' && operator !== 'in') throw invalidValue(field);

  return (value) => {
    const ids = Array.isArray(value) ? value : [];
    const contains = wanted.some((item) => (item === 'anyone' ? ids.length === 0 : ids.includes(item)));
    return contains !== isNegative;
  };
}

/** A stored value as it is compared: moments count in Unix seconds, everything else as it is. */
function comparable(value: Value | undefined, kind: Kind): Scalar {
  if (value === undefined || value === null || typeof value === 'object') return null;
  if (kind === 'moment' && typeof value === 'string') return Math.floor(Date.parse(value) / 1000);
  return value;
}

function scalar(literal: Literal, kind: Kind, field: string): Scalar {
  const {text, isQuoted} = literal;
  if (!isQuoted && text === 'null') return null;

  switch (kind) {
    case 'flag':
      if (text === 'true') return true;
      if (text === 'false') return false;
      throw invalidValue(field);
    case 'moment':
    case 'integer':
      // Unix seconds for moments: an ISO string here is the classic mistake. (API docs, Filtering)
      if (!/^-?\d+$/.test(text)) throw invalidValue(field);
      return Number(text);
    case 'decimal':
      if (!/^-?\d+(\.\d+)?$/.test(text)) throw invalidValue(field);
      return Number(text);
    case 'date':
      if (calendarDay(text) === undefined) throw invalidValue(field);
      return text;
    case 'ids':
      if (field === 'users' && text === 'anyone') return text;
      if (!/^\d+$/.test(text)) throw invalidValue(field);
      return Number(text);
    default:
      return text;
  }
}

function likePattern(text: string, bareLike: 'exact' | 'contains'): RegExp {
  const template = text.includes('%') || bareLike === 'exact' ? text : `%${text}%`;
  const source = [...template].map((sign) => {
    if (sign === '%') return '[^]*';
    return sign === '_' ? '[^]' : sign.replace(/[$()*+./?[\\\]^{|}-]/, '\\$&');
  });
  return new RegExp(`^${source.join('')}$`, 'i');
}

export interface Interval {
  bounds: 'half-open' | 'inclusive';
  overlap: boolean;
}

/** Two moments or dates after `in`: a range on the axis of UTC, not membership. (API docs, Filtering) */
export function intervalTest(condition: Condition, {bounds, overlap}: Interval): Test {
  const field = condition.path.at(-1) ?? '';
  if (condition.operator !== 'in' || condition.values.length !== 2) throw invalidValue(field);
  const [from = 0, to = 0] = condition.values.map(({text}) => {
    const moment = isoMoment(text);
    if (moment === undefined) throw invalidValue(field);
    return moment;
  });

  const isInclusive = bounds === 'inclusive';
  const startsInTime = (start: number): boolean => (isInclusive ? start <= to : start < to);
  const endsInTime = (end: number): boolean => (isInclusive ? end >= from : end > from);
  return (value) => {
    if (!Array.isArray(value)) return false;
    const [start = NaN, end = NaN] = value.map((text) => (typeof text === 'string' ? Date.parse(text) : NaN));
    return startsInTime(start) && (start >= from || (overlap && endsInTime(end)));
  };
}

function invalidValue(field: string): Error {
  return badRequest(`Invalid value for field: ${field}`);
}
