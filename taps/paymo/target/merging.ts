import {isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import {lineEqual} from './comparison.js';
import {type Field, isNothing} from './field.js';
import type {PaymoObject} from './paymo-object.js';
import {itemsOf} from './values.js';

/** The lists among some changes that Paymo would replace as a whole. */
export function replacedLists({fields}: PaymoObject, changes: JsonObject): string[] {
  return Object.keys(changes).filter((name) => fields.get(name)?.isReplaced === true);
}

/** Changes whose lists are added to those that the object has, rather than put in their place. */
export function mergedInto(object: PaymoObject, changes: JsonObject, current: JsonObject): JsonObject {
  const merged = {...changes};
  for (const name of replacedLists(object, changes)) {
    const field = object.fields.get(name);
    const wanted = changes[name] ?? null;
    merged[name] =
      field?.kind === 'lines'
        ? mergedLines(object.lineFields, wanted, current[object.linesRelation ?? name])
        : mergedItems(wanted, current[name]);
  }
  return merged;
}

function mergedItems(wanted: JsonValue, current: JsonValue | undefined): JsonValue[] {
  const there = (isNothing(current) ? [] : itemsOf(current ?? null)) ?? [];
  const known = new Set(there.map(String));
  return [...there, ...(itemsOf(wanted) ?? []).filter((item) => !known.has(String(item)))];
}

/**
 * The lines of a document, named by their ids so that they stay, with what a wanted one changes; a line that is there
 * already with the same content is not added again.
 */
function mergedLines(
  fields: ReadonlyMap<string, Field>,
  wanted: JsonValue,
  current: JsonValue | undefined,
): JsonValue[] {
  const there = Array.isArray(current) ? current.filter(isObject) : [];
  const kept: JsonObject[] = there.map(({id}) => (id === undefined ? {} : {id}));
  const added: JsonObject[] = [];
  const taken = new Set<number>();
  for (const line of Array.isArray(wanted) ? wanted.filter(isObject) : []) {
    const {id, ...content} = line;
    const named = isNothing(id) ? -1 : there.findIndex((other) => String(other.id) === String(id));
    const at =
      named < 0
        ? there.findIndex((other, index) => !taken.has(index) && lineEqual(fields, content, other))
        : named;
    if (at < 0) {
      added.push(content);
      continue;
    }
    taken.add(at);
    if (named >= 0) kept[at] = {...kept[at], ...content};
  }
  return [...kept, ...added];
}
