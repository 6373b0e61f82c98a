import {DataError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {epochMillis} from '../core/timestamps.js';
import type {ChildPlan} from './children.js';

/** A parent whose children are to be read: what its records are stamped with, and when it last changed. */
export interface Parent {
  readonly id: number;
  /** Written into each of its children. */
  readonly stamp: JsonObject;
  readonly changedAt: number;
}

/** Collects the parents that a child stream has to visit, a few numbers for each, while their list is read. */
export class Parents {
  readonly #plan: ChildPlan;
  readonly #since: number | undefined;
  readonly #byId = new Map<number, Parent>();

  constructor(plan: ChildPlan) {
    this.#plan = plan;
    this.#since = plan.since === undefined ? undefined : epochMillis(plan.since);
  }

  /** Looks at one page of the parents' list; with `force` every one of them counts as changed. */
  note(rows: readonly JsonObject[], force: boolean): void {
    const {child} = this.#plan;
    const key = child.parent.replicationKey;
    for (const row of rows) {
      const id = row[child.parent.keyProperties[0] ?? 'id'];
      if (typeof id !== 'number') {
        throw new DataError(
          `${child.parent.name}: the service sent a row without the id that its ${child.name} are found by`,
        );
      }
      const written = key === undefined ? undefined : row[key];
      const changedAt =
        (typeof written === 'string' ? epochMillis(written) : undefined) ?? Number.POSITIVE_INFINITY;
      if (!force && this.#since !== undefined && changedAt < this.#since) continue;
      if (child.only !== undefined && !child.only(row)) continue;
      this.#byId.set(id, {
        id,
        stamp: child.partition(row),
        changedAt: force ? Number.POSITIVE_INFINITY : changedAt,
      });
    }
  }

  /**
   * The parents to visit, in the order of their ids, so that a position stays meaningful when the list has
   * grown or shrunk. Those up to the position of an interrupted pass are left out unless they changed since.
   */
  toVisit(): Parent[] {
    const {after, began} = this.#plan;
    const changedSince = epochMillis(began) ?? 0;
    return [...this.#byId.values()]
      .filter((parent) => after === undefined || parent.id > after || parent.changedAt >= changedSince)
      .sort((left, right) => left.id - right.id);
  }
}
