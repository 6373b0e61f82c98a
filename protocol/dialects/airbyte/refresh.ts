import {isObject, type JsonObject, type JsonValue} from '../../core/json.js';

/** In the words of Airbyte's own kit: the full refresh of this stream is over, and the next one begins anew. */
export const REFRESH_COMPLETE = '__ab_full_refresh_sync_complete';

/** The member of a bookmark that a full refresh leaves which is still under way. Every other run takes it away. */
const REFRESH = 'full_refresh';

/** The bookmark of a stream that is being read in full, for its state. */
export function ofRefresh(bookmark: JsonObject, isComplete: boolean): JsonObject {
  return {...bookmark, ...(isComplete ? {[REFRESH_COMPLETE]: true} : {[REFRESH]: 'unfinished'})};
}

/** Whether a full refresh left this bookmark that was broken off, so that it can go on there. */
export function isUnfinishedRefresh(bookmark: JsonValue | undefined): boolean {
  return bookmark !== undefined && isObject(bookmark) && bookmark[REFRESH] === 'unfinished';
}
