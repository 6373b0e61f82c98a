import {isObject, type JsonObject, type JsonValue} from '../../../protocol/index.js';
import {streamStates} from './airbyte-messages.js';
import {AIRBYTE_STREAMS} from './airbyte-streams.js';
import {beginningWords, bookmarkAt, type Claim, earliest, momentIn} from './claim.js';
import type {Counterpart} from './counterparts.js';
import {type Item, item, type Translated} from './item.js';

const CURSOR = 'updated_at';
const NOTHING: Claim = {problem: 'it holds no cursor'};
const STRANGE: Claim = {problem: 'its form is not understood'};

/** Our state, as a list of Airbyte's messages, by what a state of Airbyte's source-harvest says. */
export function translateAirbyteState(
  content: JsonValue,
  now: number,
  startDate: JsonValue | undefined,
): Translated<JsonObject[]> {
  const {states, strange} = streamStates(content);
  const items: Item[] = strange.map((what) => item('state', what, undefined, 'left out', 'not understood'));
  const messages: JsonObject[] = [];
  for (const [name, state] of states) {
    const counterpart = Object.hasOwn(AIRBYTE_STREAMS, name) ? AIRBYTE_STREAMS[name] : undefined;
    if (counterpart === undefined) {
      items.push(item('state', name, undefined, 'left out', 'not a stream of that connector'));
      continue;
    }
    const claim = claimOf(counterpart, state, now);
    if ('problem' in claim) {
      items.push(item('state', name, undefined, 'left out', claim.problem));
      continue;
    }
    const {ours} = counterpart;
    messages.push({
      type: 'STREAM',
      stream: {stream_descriptor: {name: ours}, stream_state: bookmarkAt(claim.moment, startDate)},
    });
    const parts =
      counterpart.parent === undefined ? undefined : `the earliest cursor of all ${counterpart.parent}`;
    items.push(item('state', name, ours, 'translated', beginningWords(claim.moment), parts));
  }
  return {content: messages, items};
}

/** How far a stream was read there, as far as that can be known. */
function claimOf({noBookmark, parent}: Counterpart, state: JsonValue | undefined, now: number): Claim {
  if (noBookmark !== undefined) return {problem: noBookmark};
  if (!isObject(state) || Object.keys(state).length === 0) return NOTHING;
  if (Object.keys(state).some((name) => name.startsWith('__ab_'))) return NOTHING;
  if (state.use_global_cursor === true) return globalClaim(state, now);
  if (Array.isArray(state.states)) return earliest(state.states.map((one) => partitionClaim(one, now)));
  if (parent !== undefined) {
    return {
      problem: `versions before 1.0 kept one cursor for all ${parent} and went past rows by it, so it says nothing`,
    };
  }
  return cursorClaim(state, now);
}

/** The cursor of all partitions together, which stands for what was there when the run began, less its length. */
function globalClaim({state, lookback_window}: JsonObject, now: number): Claim {
  const value = isObject(state) ? state[CURSOR] : undefined;
  return momentIn(value, now, typeof lookback_window === 'number' ? lookback_window : 0);
}

function partitionClaim(partition: JsonValue, now: number): Claim {
  const cursor = isObject(partition) ? partition.cursor : undefined;
  return isObject(cursor) ? cursorClaim(cursor, now) : STRANGE;
}

/** One cursor; or, as runs with several workers write it, the stretches that were read: the first has no gap before it. */
function cursorClaim(state: JsonObject, now: number): Claim {
  if (!Array.isArray(state.slices)) {
    return state[CURSOR] === undefined ? STRANGE : momentIn(state[CURSOR], now);
  }
  const slices = state.slices.filter(isObject);
  const starts = slices.map(({start}) => momentIn(start, now));
  const first = earliest(starts);
  if ('problem' in first || slices.length < state.slices.length) return STRANGE;
  const slice = slices.find((_slice, index) => {
    const start = starts[index];
    return start !== undefined && 'moment' in start && start.moment === first.moment;
  });
  return momentIn(slice?.most_recent_cursor_value ?? slice?.start, now);
}
