import type {Clock} from '../../core/clock.js';
import type {Dialect, StreamEnd} from '../../core/dialect.js';
import {isObject, type JsonObject} from '../../core/json.js';
import {bookmarkOf, type State} from '../../core/state.js';
import {wellFormed} from '../well-formed.js';
import {errorTrace, estimateTrace, statusTrace, streamState} from './messages.js';
import {ofRefresh} from './refresh.js';

/** In the words of Airbyte's own kit: this stream has nothing to remember. */
export const NO_CURSOR = '__ab_no_cursor_state_message';

/** What has been said of one stream. */
interface Said {
  isStarted: boolean;
  isOver: boolean;
  hasState: boolean;
  /** Its bookmark as it was told last, or came in, as text. */
  state: string | undefined;
  /** Records since its last STATE. */
  records: number;
  /** The greatest estimate. */
  estimate: number;
}

/**
 * Airbyte's messages of one run: RECORD, STATE of one stream each, and TRACE. A stream's state is told when it is news,
 * and once more when the stream ends, so that every record is covered by one and every stream has one. The states of
 * streams that are `refreshed`, read in full although they could tell changes, say so.
 */
export function airbyte(
  clock: Clock,
  redact: (text: string) => string,
  refreshed: ReadonlySet<string> = new Set(),
): Dialect {
  const streams = new Map<string, Said>();

  const saidOf = (stream: string) => {
    let said = streams.get(stream);
    if (said === undefined) {
      said = {isStarted: false, isOver: false, hasState: false, state: undefined, records: 0, estimate: 0};
      streams.set(stream, said);
    }
    return said;
  };
  const started = (stream: string) => {
    const said = saidOf(stream);
    if (said.isStarted) return [];
    said.isStarted = true;
    return [statusTrace(stream, 'STARTED', clock.now())];
  };
  const tell = (stream: string, bookmark: JsonObject, isComplete = false) => {
    const said = saidOf(stream);
    const state = refreshed.has(stream) ? ofRefresh(bookmark, isComplete) : bookmark;
    const line = streamState(stream, state, said.records);
    said.state = JSON.stringify(bookmark);
    said.hasState = true;
    said.records = 0;
    return line;
  };
  const news = (state: State) =>
    Object.entries(isObject(state.bookmarks) ? state.bookmarks : {}).flatMap(([stream, bookmark]) =>
      isObject(bookmark) && streams.has(stream) && JSON.stringify(bookmark) !== saidOf(stream).state
        ? [tell(stream, bookmark)]
        : [],
    );

  return {
    started,

    schema: ({stream}) => [...started(stream.name), statusTrace(stream.name, 'RUNNING', clock.now())],

    records(stream, observedAt) {
      const said = saidOf(stream);
      const before = `{"type":"RECORD","record":{"stream":${JSON.stringify(stream)},"data":`;
      const after = `,"emitted_at":${observedAt}}}`;
      return (record, nulled) => {
        said.records++;
        const data = wellFormed(JSON.stringify(record), record);
        return before + data + (nulled.length === 0 ? '' : changes(nulled)) + after;
      };
    },

    estimate(stream, records) {
      const said = saidOf(stream);
      if (records <= said.estimate) return [];
      said.estimate = records;
      return [estimateTrace(stream, records, clock.now())];
    },

    waiting(stream, until) {
      if (saidOf(stream).isOver) return [];
      const reason = {type: 'RATE_LIMITED', rate_limited: {quota_reset: until}};
      return [...started(stream), statusTrace(stream, 'RUNNING', clock.now(), [reason])];
    },

    // Replacing a table is the destination's matter here.
    activateVersion: () => [],

    // What came in is what the platform has already.
    initialState(state) {
      for (const [stream, bookmark] of Object.entries(isObject(state.bookmarks) ? state.bookmarks : {})) {
        saidOf(stream).state = JSON.stringify(bookmark);
      }
      return [];
    },

    state: news,

    finalState: news,

    ended(stream, end, state) {
      const said = saidOf(stream);
      if (said.isOver) return [];
      const lines = [...started(stream)];
      said.isOver = true;
      const isCovered = said.hasState && said.records === 0 && !refreshed.has(stream);
      if (end.kind === 'complete' && !isCovered) {
        lines.push(tell(stream, bookmarkOf(state, stream) ?? {[NO_CURSOR]: true}, true));
      } else if (end.kind === 'interrupted' && !said.hasState && said.records > 0) {
        // Nothing to go on from has been reached: the next run begins where this one did.
        lines.push(tell(stream, bookmarkOf(state, stream) ?? {}));
      }
      return [...lines, ...verdict(stream, end)];
    },
  };

  function verdict(stream: string, end: StreamEnd): string[] {
    const now = clock.now();
    switch (end.kind) {
      case 'complete':
        return [statusTrace(stream, 'COMPLETE', now)];
      case 'interrupted':
        return [statusTrace(stream, 'INCOMPLETE', now)];
      case 'failed': {
        const {message, failure} = end;
        return [
          errorTrace({message: redact(named(stream, message)), failure, stream}, now),
          statusTrace(stream, 'INCOMPLETE', now),
        ];
      }
    }
  }
}

/** A message that begins with the stream that it is about. */
function named(stream: string, message: string): string {
  return message.startsWith(`${stream}: `) ? message : `${stream}: ${message}`;
}

/** The members of a record's envelope that tell which values could not be passed on. */
function changes(nulled: readonly string[]): string {
  const list = nulled.map((field) => ({field, change: 'NULLED', reason: 'SOURCE_SERIALIZATION_ERROR'}));
  return `,"meta":{"changes":${JSON.stringify(list)}}`;
}
