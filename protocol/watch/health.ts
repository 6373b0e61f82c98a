import type {JsonObject} from '../core/json.js';
import {timestampOf} from '../core/timestamps.js';
import type {HookState} from './hook-keeper.js';

/** What a watcher knows of itself. Moments are milliseconds since 1970. */
export interface HealthFacts {
  readonly startedAt: number;
  readonly events: {
    readonly received: number;
    readonly ignored: number;
    readonly records: number;
    readonly deletes: number;
    readonly skipped: number;
    readonly lastAt: number | undefined;
    /** Why events wait; undefined while they don't. */
    readonly trouble: string | undefined;
  };
  readonly refused: Readonly<Record<string, number>>;
  readonly backlog: number;
  /** Why the last event could not be kept; undefined where it was. */
  readonly spoolTrouble: string | undefined;
  readonly sync: {
    readonly rounds: number;
    readonly lastGoodAt: number | undefined;
    readonly trouble: string | undefined;
  };
  /** Undefined where hooks are not our matter. */
  readonly hooks: HookState | undefined;
}

/** How a watcher is, for whoever looks after it: no secret is in it, and it is good where nothing needs a person. */
export function healthOf(facts: HealthFacts): {readonly isGood: boolean; readonly facts: JsonObject} {
  const {events, sync, hooks, spoolTrouble} = facts;
  const reasons = [
    spoolTrouble === undefined ? [] : `Events cannot be kept: ${spoolTrouble}`,
    events.trouble === undefined ? [] : `Events wait: ${events.trouble}`,
    sync.trouble === undefined ? [] : `The last sync failed: ${sync.trouble}`,
    hooks?.trouble === undefined ? [] : `Hooks cannot be seen to: ${hooks.trouble}`,
  ].flat();
  const isGood = reasons.length === 0;
  return {
    isGood,
    facts: {
      status: isGood ? 'good' : 'in trouble',
      reasons,
      started_at: timestampOf(facts.startedAt),
      events: {
        received: events.received,
        ignored: events.ignored,
        records: events.records,
        deletes: events.deletes,
        skipped: events.skipped,
        waiting: facts.backlog,
        last_at: momentOf(events.lastAt),
      },
      refused: {...facts.refused},
      sync: {rounds: sync.rounds, last_good_at: momentOf(sync.lastGoodAt)},
      hooks:
        hooks === undefined
          ? null
          : {wanted: hooks.wanted, there: hooks.there, checked_at: momentOf(hooks.checkedAt)},
    },
  };
}

function momentOf(at: number | undefined): string | null {
  return at === undefined ? null : timestampOf(at);
}
