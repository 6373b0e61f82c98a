import type {Collection, Row} from './collections.js';
import type {Model, Verb} from './hook-events.js';
import {eventName, MODELS} from './hook-events.js';
import type {Settings} from './options.js';
import type {StoreEvent} from './store.js';

/** One event of one object, before anybody has asked for it. */
export interface Occasion {
  event: string;
  collection: Collection;
  model: Model;
  row: Row;
  isDelete: boolean;
}

/**
 * What there is to tell of one operation, in the order in which it began. A row has one event, however often it
 * was touched: an invoice that was written with its lines is inserted, not inserted and updated.
 */
export function occasionsOf(events: readonly StoreEvent[], settings: Settings): Occasion[] {
  const byRow = new Map<Row, StoreEvent>();
  for (const event of events) {
    const earlier = byRow.get(event.row);
    byRow.set(event.row, earlier ? merged(earlier, event) : event);
  }
  return [...byRow.values()].flatMap((event) => {
    const {collection, row, kind, isConsequence} = event;
    const model = MODELS[collection];
    if (!model) return [];
    if (isConsequence && !(kind === 'delete' ? settings.cascadesFire : settings.consequencesFire)) return [];
    return verbsFor(event, settings).map((verb) => ({
      event: eventName(verb, model, settings),
      collection,
      model,
      row,
      isDelete: kind === 'delete',
    }));
  });
}

function merged(earlier: StoreEvent, later: StoreEvent): StoreEvent {
  const isConsequence = earlier.isConsequence && later.isConsequence;
  if (later.kind === 'delete') return later;
  return {...earlier, isConsequence};
}

function verbsFor({kind, collection, row, before}: StoreEvent, settings: Settings): Verb[] {
  if (collection !== 'entries' || kind === 'delete') return [kind];
  const ran = before !== undefined && isRunning(before);
  const runs = isRunning(row);
  if (runs && !ran) return settings.startInserts || kind === 'update' ? [kind, 'start'] : ['start'];
  if (ran && !runs) return settings.stopUpdates ? [kind, 'stop'] : ['stop'];
  return [kind];
}

/** A timer that has been started and has no end yet. */
function isRunning(entry: Row): boolean {
  return typeof entry.start_time === 'string' && typeof entry.end_time !== 'string';
}
