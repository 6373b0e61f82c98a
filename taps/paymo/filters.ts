import {isObject, type JsonObject, resolveMoment} from '../../protocol/index.js';
import {FILTERS, type FilterField, type FilterKind, type Operator} from './filter-table.js';
import {type Comparable, rowValue} from './row-values.js';
import {type Conditions, isWritable} from './where.js';

/** What a user's filters of one stream come to. */
export interface StreamFilter {
  /** What Paymo is asked for. */
  readonly sent: Conditions;
  /** Those of the conditions sent that `keeps` can't apply: without them the stream is not filtered as wanted. */
  readonly serviceOnly: readonly string[];
  /** Whether a row fits every filter, those that are sent included: Paymo may ignore what it does not know. */
  readonly keeps: (row: JsonObject) => boolean;
  /** Fields that rows had to be kept without, so that `keeps` could not look at them; grows as rows are looked at. */
  readonly lacking: ReadonlySet<string>;
  /** The days that are wanted, both inclusive. */
  readonly dates: {readonly from?: string; readonly to?: string};
}

interface Comparison {
  readonly field: string;
  readonly facts: FilterField;
  readonly operator: Operator;
  readonly operand: Operand;
}

type Operand = string | number | boolean | readonly (string | number)[];

/** Longer lists might make an address that Paymo does not take; how long one may be is not known. */
const LONGEST_LIST = 100;

/** The setting `filters`, which has been checked against its schema, for each stream that it names. */
export function compileFilters(filters: unknown, now = new Date()): ReadonlyMap<string, StreamFilter> {
  const streams = isObject(filters) ? Object.entries(filters) : [];
  return new Map(
    streams.flatMap(([stream, fields]) =>
      isObject(fields) ? [[stream, compiled(stream, fields, now)]] : [],
    ),
  );
}

function compiled(stream: string, fields: JsonObject, now: Date): StreamFilter {
  const comparisons = Object.entries(fields).flatMap(([field, value]) => {
    const facts = FILTERS[stream]?.[field];
    return facts === undefined || facts.kind === 'day' ? [] : comparisonsOf(field, facts, value, now);
  });
  const sent = comparisons.filter(isSent);
  const lacking = new Set<string>();
  return {
    sent: Object.fromEntries(sent.map((comparison) => [nameOf(comparison), comparison.operand])),
    serviceOnly: sent.filter(({facts}) => facts.filterOnly === true).map(nameOf),
    keeps: (row) => comparisons.every((comparison) => fits(comparison, row, lacking)),
    lacking,
    dates: datesOf(fields),
  };
}

function datesOf({from, to}: JsonObject): StreamFilter['dates'] {
  return {...(typeof from === 'string' ? {from} : {}), ...(typeof to === 'string' ? {to} : {})};
}

function comparisonsOf(field: string, facts: FilterField, value: unknown, now: Date): Comparison[] {
  const said: [string, unknown][] = isObject(value) ? Object.entries(value) : [['=', value]];
  return said.flatMap(([sign, wanted]) => {
    const operand = operandOf(facts.kind, wanted, now);
    const operator = operatorOf(sign, operand);
    return operand === undefined || operator === undefined ? [] : [{field, facts, operator, operand}];
  });
}

function operatorOf(sign: string, operand: Operand | undefined): Operator | undefined {
  if (sign === '=' && Array.isArray(operand)) return 'in';
  return OPERATORS.find((operator) => operator === sign);
}

const OPERATORS: readonly Operator[] = ['=', '!=', '>', '>=', '<', '<=', 'in', 'not in'];

/** A list of one is that one, which more fields can be asked for. */
function operandOf(kind: FilterKind, wanted: unknown, now: Date): Operand | undefined {
  if (Array.isArray(wanted)) {
    const items: unknown[] = wanted;
    const list = items.filter((item) => typeof item === 'number' || typeof item === 'string');
    return list.length === 1 ? list[0] : list;
  }
  if (kind === 'moment') return typeof wanted === 'string' ? secondsOf(wanted, now) : undefined;
  const isScalar = typeof wanted === 'string' || typeof wanted === 'number' || typeof wanted === 'boolean';
  return isScalar ? wanted : undefined;
}

function secondsOf(moment: string, now: Date): number | undefined {
  const timestamp = resolveMoment(moment, now);
  return timestamp === undefined ? undefined : Date.parse(timestamp) / 1000;
}

function isSent({facts, operator, operand}: Comparison): boolean {
  if (!facts.sent.includes(operator)) return false;
  const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  return (
    operands.length <= LONGEST_LIST && operands.every((one) => typeof one !== 'string' || isWritable(one))
  );
}

function nameOf({field, operator}: Comparison): string {
  return operator === 'in' || operator === 'not in' ? `${field} ${operator}` : `${field}${operator}`;
}

/** What a row does not have, or writes in a way that we can't read, does not speak against it. */
function fits({field, facts, operator, operand}: Comparison, row: JsonObject, lacking: Set<string>): boolean {
  if (row[field] === undefined && facts.absentIsNull !== true && facts.filterOnly !== true)
    lacking.add(field);
  const raw = row[field] === undefined && facts.absentIsNull === true ? null : row[field];
  const value = rowValue(facts.kind, raw);
  return value === undefined || holds(value, operator, operand);
}

function holds(value: Comparable, operator: Operator, operand: Operand): boolean {
  switch (operator) {
    case '=':
    case 'in':
      return isAnyOf(value, operand);
    case '!=':
    case 'not in':
      return !isAnyOf(value, operand);
    default:
      return value !== null && isInOrder(value, operator, operand);
  }
}

function isAnyOf(value: Comparable, operand: Operand): boolean {
  const wanted: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (!Array.isArray(value)) return wanted.includes(value);
  const people: readonly unknown[] = value;
  return wanted.some((one) => (one === 'anyone' ? people.length === 0 : people.includes(one)));
}

function isInOrder(
  value: NonNullable<Comparable>,
  operator: '>' | '>=' | '<' | '<=',
  operand: Operand,
): boolean {
  switch (operator) {
    case '>':
      return value > operand;
    case '>=':
      return value >= operand;
    case '<':
      return value < operand;
    case '<=':
      return value <= operand;
  }
}
