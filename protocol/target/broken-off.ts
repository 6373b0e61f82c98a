import {isObject} from '../core/json.js';

/**
 * The stream that a tap was at when it wrote a STATE. In the last STATE of a run none is named, so what ends with one that
 * names a stream has broken off: the tap has died, or whoever runs it.
 */
export function streamUnderWay(state: string | undefined): string | undefined {
  if (state === undefined) return undefined;
  const value: unknown = JSON.parse(state);
  if (!isObject(value)) return undefined;
  const {currently_syncing: stream} = value;
  return typeof stream === 'string' && stream !== '' ? stream : undefined;
}
