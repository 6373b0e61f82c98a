import {Refusal} from '../common/reply.js';
import type {Row} from './collections.js';
import {textOf} from './collections.js';
import {covers} from './hook-events.js';
import type {Occasion} from './hook-occasions.js';
import {occasionsOf} from './hook-occasions.js';
import {selectionFor} from './include.js';
import {orderOf} from './order.js';
import {ownerOf, permissionsOf} from './permissions.js';
import {Renderer} from './render.js';
import type {Store, StoreEvent} from './store.js';
import {objectFilter} from './where.js';

/** An event, put into words for one hook at the time it happened. */
export interface Notice {
  hook: Row;
  event: string;
  id: number;
  body: string;
}

/** Calls back with what hooks are to be told, whenever something has happened; returns how to stop that. */
export function watchStore(store: Store, tell: (notices: readonly Notice[]) => void): () => void {
  let events: StoreEvent[] = [];
  let deleted: Notice[] = [];

  const stopEvents = store.onEvent((event) => {
    events.push(event);
    // Judged now, as long as what the row belonged to is still there.
    if (event.kind === 'delete') deleted.push(...occasionsOf([event], store.settings).flatMap(noticesOf));
  });
  const noticesOf = (occasion: Occasion): Notice[] => noticesFor(store, occasion);
  const stopEnds = store.onEnd(() => {
    const [happened, gone] = [events, deleted];
    events = [];
    deleted = [];
    tell(
      occasionsOf(happened, store.settings).flatMap((occasion) =>
        occasion.isDelete
          ? gone.filter(({event, id}) => event === occasion.event && id === occasion.row.id)
          : noticesOf(occasion),
      ),
    );
  });
  return () => {
    stopEvents();
    stopEnds();
  };
}

function noticesFor(store: Store, occasion: Occasion): Notice[] {
  const {event, row} = occasion;
  return store.data.hooks
    .filter((hook) => covers(textOf(hook, 'event'), event, store.settings))
    .flatMap((hook) => {
      const body = orUndefined(() => bodyFor(store, hook, occasion));
      return body === undefined ? [] : [{hook, event, id: row.id, body}];
    });
}

/** What a hook is told: `undefined` if its owner may not know, or its condition is not met. */
function bodyFor(store: Store, hook: Row, {collection, model, row, isDelete}: Occasion): string | undefined {
  const {settings} = store;
  const owner = store.find('users', ownerOf(hook, store));
  if (!owner || (owner.active !== true && !settings.archivedOwnersFire)) return undefined;
  const permissions = permissionsOf(owner, store);
  if (!permissions.allows(collection) || !permissions.sees(collection, row)) return undefined;
  if (!objectFilter(collection, textOf(hook, 'where'), store, settings)(row)) return undefined;

  // Neither parents nor anything else goes with a deletion. (API docs, Webhooks; issue #33)
  if (isDelete) return JSON.stringify({id: settings.deletedId === 'string' ? String(row.id) : row.id});
  const renderer = new Renderer({
    scope: store,
    settings,
    permissions,
    filters: {own: () => true, children: new Map()},
    order: orderOf(settings, 0),
    isSingle: true,
  });
  return JSON.stringify(renderer.all([row], selectionFor(collection, model.include, settings))[0]);
}

/** What cannot be answered is not told: a condition that fits another kind of object, or something hidden. */
function orUndefined(make: () => string | undefined): string | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
