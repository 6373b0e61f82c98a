import {ConfigError, isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import {beginningWords, bookmarkAt, type Claim, earliest, momentIn} from './claim.js';
import type {Counterpart} from './counterparts.js';
import {type Item, item, type Translated} from './item.js';
import {unwrapped} from './origin.js';
import {SINGER_STREAMS} from './singer-streams.js';

/** The values of each stream's bookmark, by what they are called. */
type Bookmarks = Map<string, Map<string, JsonValue | undefined>>;

/** What a state says when it was written between two streams. */
interface Ending {
  /** The stream that was being read, undefined where none was. */
  readonly reading: string | undefined;
  /** Whether that is known at all. */
  readonly isKnown: boolean;
}

const SUFFIX = '_parent';

/**
 * Our bookmarks by what a state of Singer's tap-harvest says: in `bookmarks`, or flat as versions before 3 wrote it, where
 * `<stream>_parent` is how far the parents of a stream were read.
 */
export function translateSingerState(
  content: JsonValue,
  now: number,
  startDate: JsonValue | undefined,
): Translated<JsonObject> {
  if (!isObject(content)) throw new ConfigError(['The state of a Singer tap must be a JSON object']);
  const state = unwrapped(content);
  const items: Item[] = [];
  const isFlat = !isObject(state.bookmarks);
  const bookmarks = isFlat ? flatBookmarks(state, items) : nestedBookmarks(state, items);
  const {currently_syncing} = state;
  const ending: Ending = {
    reading: typeof currently_syncing === 'string' ? currently_syncing : undefined,
    isKnown: !isFlat || Object.hasOwn(state, 'currently_syncing'),
  };
  if (ending.reading !== undefined) {
    items.push(
      item(
        'state',
        'currently_syncing',
        undefined,
        'left out',
        `the last run broke off in ${ending.reading}, which is read anew with what is found through it`,
      ),
    );
  }
  const ours: JsonObject = {};
  for (const [name, values] of bookmarks) {
    const counterpart = SINGER_STREAMS[name];
    if (counterpart === undefined) continue;
    const claim = claimOf(name, counterpart, values, bookmarks, ending, now);
    if ('problem' in claim) {
      items.push(item('state', name, undefined, 'left out', claim.problem));
      continue;
    }
    ours[counterpart.ours] = bookmarkAt(claim.moment, startDate);
    const guess = ending.isKnown
      ? undefined
      : 'versions before 2.2 do not note whether their last run broke off; if it did, leave this bookmark out';
    const how = guess === undefined ? 'translated' : 'guessed';
    items.push(item('state', name, counterpart.ours, how, beginningWords(claim.moment), guess));
  }
  return {content: {bookmarks: ours}, items};
}

function nestedBookmarks(state: JsonObject, items: Item[]): Bookmarks {
  const found: Bookmarks = new Map();
  const {bookmarks, currently_syncing: _reading, ...others} = state;
  for (const [name, value] of Object.entries(isObject(bookmarks) ? bookmarks : {})) {
    if (!Object.hasOwn(SINGER_STREAMS, name)) items.push(unknown(name));
    else found.set(name, new Map(Object.entries(isObject(value) ? value : {updated_at: value})));
  }
  for (const name of Object.keys(others)) items.push(unknown(name));
  return found;
}

function flatBookmarks(state: JsonObject, items: Item[]): Bookmarks {
  const found: Bookmarks = new Map();
  const {bookmarks: _none, currently_syncing: _reading, ...others} = state;
  for (const [name, value] of Object.entries(others)) {
    const isParents = !Object.hasOwn(SINGER_STREAMS, name) && name.endsWith(SUFFIX);
    const stream = isParents ? name.slice(0, -SUFFIX.length) : name;
    const counterpart = Object.hasOwn(SINGER_STREAMS, stream) ? SINGER_STREAMS[stream] : undefined;
    if (counterpart === undefined) {
      items.push(unknown(name));
      continue;
    }
    const member = isParents ? parentMember(counterpart) : 'updated_at';
    const values = isObject(value) ? Object.entries(value) : [[member, value] as const];
    found.set(stream, new Map([...(found.get(stream) ?? []), ...values]));
  }
  return found;
}

/** How far a stream was read there, as far as that can be known. */
function claimOf(
  name: string,
  counterpart: Counterpart,
  values: ReadonlyMap<string, JsonValue | undefined>,
  all: Bookmarks,
  {reading}: Ending,
  now: number,
): Claim {
  const {noBookmark, parent} = counterpart;
  if (noBookmark !== undefined) return {problem: noBookmark};
  if (reading !== undefined && (reading === name || reading === parent))
    return {problem: 'the last run broke off before it was read to its end'};
  const member = parentMember(counterpart);
  const strange = [...values.keys()].filter((key) => key !== 'updated_at' && key !== member);
  if (strange.length > 0) return {problem: `it holds what is not understood: ${strange.join(', ')}`};
  return earliest([
    ...[...values.values()].map((value) => momentIn(value, now)),
    ...claimsInside(name, all, now),
  ]);
}

/** What is part of a stream's rows here had a bookmark of its own there: how far the rows were read for its sake. */
function claimsInside(host: string, all: Bookmarks, now: number): Claim[] {
  return [...all].flatMap(([name, values]) => {
    const counterpart = SINGER_STREAMS[name];
    if (counterpart?.inside === undefined || counterpart.ours !== host) return [];
    const value = values.get(parentMember(counterpart)) ?? values.get('updated_at');
    return value === undefined || value === null ? [] : [momentIn(value, now)];
  });
}

/** By what name a stream remembers how far its parents were read. */
function parentMember({parent}: Counterpart): string {
  return `${parent ?? 'parent'}_updated_at`;
}

function unknown(name: string): Item {
  return item('state', name, undefined, 'left out', 'not a stream of that connector');
}
