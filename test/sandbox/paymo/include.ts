import type {Collection} from './collections.js';
import {DEFINITIONS, kindOf} from './definitions.js';
import type {Settings} from './options.js';
import {badRequest, brokenInclude, unknownField} from './refusals.js';

/** What of an object is shown: all default fields, some fields by name, and related objects. */
export interface Selection {
  collection: Collection;
  defaults: boolean;
  own: Set<string>;
  relations: Map<string, Selection>;
}

/** Reads an `include`. Unknown names are refused, some known ones as well. (API docs, Includes) */
export function selectionFor(collection: Collection, include: string, settings: Settings): Selection {
  const root: Selection = {collection, defaults: false, own: new Set(), relations: new Map()};
  const items = include
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  for (const item of items) addTo(root, item.split('.'), settings);
  // Relations alone leave the main object whole; a field of its own narrows it to the fields named.
  if (root.own.size === 0) root.defaults = true;
  return root;
}

function addTo(selection: Selection, path: readonly string[], settings: Settings): void {
  const [name = '', ...rest] = path;
  const {collection} = selection;
  const {relations = {}, failing = []} = DEFINITIONS[collection];
  if (failing.includes(name) || settings.failingIncludes.includes(`${collection}.${name}`)) {
    throw brokenInclude();
  }
  const relation = Object.hasOwn(relations, name) ? relations[name] : undefined;
  if (relation) {
    const existing = selection.relations.get(name);
    const inner = existing ?? {
      collection: relation.to,
      defaults: false,
      own: new Set<string>(),
      relations: new Map<string, Selection>(),
    };
    selection.relations.set(name, inner);
    // `tasklists.tasks` alone gives task lists with nothing but their tasks; `tasklists` makes them whole.
    if (rest.length === 0) inner.defaults = true;
    else addTo(inner, rest, settings);
    return;
  }
  if (rest.length > 0) throw unknownField(path.join('.'));
  if (name === '*') {
    selection.defaults = true;
    return;
  }
  if (name.includes('(')) throw badRequest('Invalid include.');
  if (kindOf(collection, name) === undefined || DEFINITIONS[collection].unselectable?.includes(name)) {
    throw unknownField(name);
  }
  selection.own.add(name);
}
