import type {Collection, Row} from './collections.js';
import {intervalTest, testFor} from './compare.js';
import type {Scope} from './definition.js';
import {DEFINITIONS, kindOf} from './definitions.js';
import {modeFor} from './filter-modes.js';
import type {Settings} from './options.js';
import {badRequest, unknownField} from './refusals.js';
import type {Condition} from './where-syntax.js';
import {parseWhere} from './where-syntax.js';

export type Predicate = (row: Row) => boolean;

/** What a `where` comes to: a test of the rows, and tests of the children that go with them. */
export interface Filters {
  own: Predicate;
  /** By path of relations, such as `projects.tasklists`. They only work on children that are included. */
  children: Map<string, Predicate>;
}

export function filtersFor(collection: Collection, where: string, scope: Scope, settings: Settings): Filters {
  const conditions = where.trim() === '' ? [] : parseWhere(where);
  requireMandatory(collection, conditions, settings);
  return filtersOf(collection, conditions, scope, settings);
}

/** Whether an object meets a condition that is not asked of a list: none is mandatory there. */
export function objectFilter(
  collection: Collection,
  where: string,
  scope: Scope,
  settings: Settings,
): Predicate {
  const conditions = where.trim() === '' ? [] : parseWhere(where);
  return filtersOf(collection, conditions, scope, settings).own;
}

function filtersOf(
  collection: Collection,
  conditions: readonly Condition[],
  scope: Scope,
  settings: Settings,
): Filters {
  const own = conditions.filter(({path}) => path.length === 1);
  const hasInterval = own.some(({path}) => path[0] === 'time_interval');
  const children = new Map<string, Predicate>();
  for (const condition of conditions) {
    if (condition.path.length === 1) continue;
    const relations = condition.path.slice(0, -1);
    const target = relatedTo(collection, relations);
    const predicate = predicateFor(target.collection, condition, scope, settings, false);
    // A child list cannot be filtered by its parent's fields: accepted, but of no effect. (Issue #8)
    if (target.throughParent) continue;
    const key = relations.join('.');
    children.set(key, both(children.get(key), predicate));
  }
  return {
    own: own
      .map((condition) => predicateFor(collection, condition, scope, settings, hasInterval))
      .reduce(both, () => true),
    children,
  };
}

function both(first: Predicate | undefined, second: Predicate): Predicate {
  return first ? (row) => first(row) && second(row) : second;
}

function relatedTo(
  start: Collection,
  names: readonly string[],
): {collection: Collection; throughParent: boolean} {
  let collection = start;
  let throughParent = false;
  for (const name of names) {
    const {relations = {}} = DEFINITIONS[collection];
    const relation = Object.hasOwn(relations, name) ? relations[name] : undefined;
    if (!relation) throw unknownField(name);
    if (!('many' in relation)) throughParent = true;
    collection = relation.to;
  }
  return {collection, throughParent};
}

function predicateFor(
  collection: Collection,
  condition: Condition,
  scope: Scope,
  settings: Settings,
  besideInterval: boolean,
): Predicate {
  const field = condition.path.at(-1) ?? '';
  const {filters = {}, unselectable = []} = DEFINITIONS[collection];
  const special = Object.hasOwn(filters, field) ? filters[field] : undefined;
  if (special) {
    const {kind, of} = special;
    const interval = {bounds: settings.intervalBounds, overlap: settings.intervalOverlap};
    const test =
      kind === 'interval' ? intervalTest(condition, interval) : testFor(condition, kind, settings.bareLike);
    return (row) => test(of(row, scope));
  }
  const kind = kindOf(collection, field);
  if (!kind || unselectable.includes(field)) throw unknownField(field);

  const test = testFor(condition, kind, settings.bareLike);
  switch (modeFor(collection, field, settings, besideInterval)) {
    case 'works':
      return (row) => test(row[field]);
    case 'refused':
      throw unknownField(field);
    case 'ignored':
      return () => true;
    case 'empty':
      return () => false;
  }
}

function requireMandatory(
  collection: Collection,
  conditions: readonly Condition[],
  settings: Settings,
): void {
  const {mandatory, isMandatoryDocumented} = DEFINITIONS[collection];
  if (!mandatory || (!isMandatoryDocumented && settings.unfiltered.includes(collection))) return;

  const named = new Set(conditions.filter(({path}) => path.length === 1).map(({path}) => path[0]));
  if (mandatory.some((fields) => fields.every((field) => named.has(field)))) return;
  const alternatives = mandatory.map((fields) => fields.join('+')).join(', ');
  throw badRequest(`A where condition is required, on one of: ${alternatives}`);
}
