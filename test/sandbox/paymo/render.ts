import type {Collection, Row, Value} from './collections.js';
import {keyOf} from './collections.js';
import type {Relation, Scope} from './definition.js';
import {DEFINITIONS} from './definitions.js';
import type {Selection} from './include.js';
import type {Settings} from './options.js';
import type {Order} from './order.js';
import type {Permissions} from './permissions.js';
import {forbidden} from './refusals.js';
import type {Filters} from './where.js';

export type Served = {[field: string]: Value};

/** What one response is made with. */
export interface Rendering {
  scope: Scope;
  settings: Settings;
  permissions: Permissions;
  filters: Filters;
  order: Order;
  isSingle: boolean;
}

/**
 * Turns rows into what is served, counting objects of each type over the whole response: those of the list and
 * children, not parents, which nobody has seen cut. (Paymo staff, issue #68)
 */
export class Renderer {
  readonly #with: Rendering;
  readonly #served = new Map<Collection, number>();
  readonly #families = new Map<string, Map<number, Row[]>>();

  constructor(rendering: Rendering) {
    this.#with = rendering;
  }

  all(rows: readonly Row[], selection: Selection): Served[] {
    this.#take(selection.collection, rows.length);
    return rows.map((row) => this.#object(row, selection, ''));
  }

  #object(row: Row, selection: Selection, path: string): Served {
    const shown = this.#ownFields(row, selection);
    for (const [name, inner] of selection.relations) {
      const relation = DEFINITIONS[selection.collection].relations?.[name];
      if (!relation) continue;
      const {collection} = inner;
      if (!this.#with.permissions.allows(collection)) throw forbidden();

      const below = path === '' ? name : `${path}.${name}`;
      if ('many' in relation) {
        const children = this.children(row, relation.to, relation.many, below);
        // Beyond the cap they are dropped without a word: later parents have fewer, or none.
        const room = this.#take(collection, children.length);
        shown[name] = children.slice(0, room).map((child) => this.#object(child, inner, below));
      } else {
        const parent = this.#parent(row, relation);
        if (parent) shown[name] = this.#object(parent, inner, below);
        else if (this.#with.settings.nullParent === 'null') shown[name] = null;
      }
    }
    return shown;
  }

  /** The children of a row that pass the filter on them, in the order of the response. */
  children(row: Row, collection: Collection, key: string, path: string): Row[] {
    const children = this.#family(collection, key).get(row.id) ?? [];
    const passes = this.#with.filters.children.get(path);
    const visible = children.filter((child) => this.#with.permissions.sees(collection, child));
    return this.#with.order(collection, passes ? visible.filter(passes) : visible);
  }

  #parent(row: Row, relation: Exclude<Relation, {many: string}>): Row | undefined {
    const {scope, permissions} = this.#with;
    const parent =
      'one' in relation
        ? this.#family(relation.to, relation.one).get(row.id)?.[0]
        : scope.find(relation.to, 'key' in relation ? keyOf(row, relation.key) : relation.find(row, scope));
    return parent && permissions.sees(relation.to, parent) ? parent : undefined;
  }

  #family(collection: Collection, key: string): Map<number, Row[]> {
    const name = `${collection}.${key}`;
    let family = this.#families.get(name);
    if (!family) {
      family = new Map<number, Row[]>();
      for (const row of this.#with.scope.data[collection]) {
        const id = keyOf(row, key);
        if (id === null) continue;
        const siblings = family.get(id);
        if (siblings) siblings.push(row);
        else family.set(id, [row]);
      }
      this.#families.set(name, family);
    }
    return family;
  }

  /** Reserves room for objects of a type; says how many there is room for. */
  #take(collection: Collection, wanted: number): number {
    const served = this.#served.get(collection) ?? 0;
    const room = Math.max(0, Math.min(wanted, this.#with.settings.cap - served));
    this.#served.set(collection, served + room);
    return room;
  }

  #ownFields(row: Row, {collection, defaults, own}: Selection): Served {
    const {permissions, isSingle, settings} = this.#with;
    const {hidden = [], onlySingle = [], onlyList = []} = DEFINITIONS[collection];
    const secret = permissions.hides(collection);
    const misplaced = isSingle ? onlyList : onlySingle;
    const shown: Served = {};
    for (const [field, value] of Object.entries(row)) {
      const isWanted = own.has(field) || (defaults && !hidden.includes(field));
      if (!isWanted || value === undefined || misplaced.includes(field)) continue;
      if (!secret.includes(field)) shown[field] = value;
      else if (settings.hiddenFields === 'null') shown[field] = null;
    }
    if (settings.unknownFields && defaults) shown.beta_insights = {score: row.id % 10};
    return shown;
  }
}
