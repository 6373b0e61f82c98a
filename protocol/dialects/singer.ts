import type {Dialect} from '../core/dialect.js';
import type {State} from '../core/state.js';
import {timestampOf} from '../core/timestamps.js';
import {wellFormed} from './well-formed.js';

const NOTHING: readonly string[] = [];

/** Singer's messages of one run: SCHEMA, RECORD, STATE and, where asked for, ACTIVATE_VERSION. */
export function singer(): Dialect {
  /** The last STATE; undefined when there was none. */
  let told: string | undefined;
  /** Whether it is also the last line. */
  let isLast = false;

  const line = (message: object) => {
    isLast = false;
    return [JSON.stringify(message)];
  };
  const tell = (state: State) => {
    told = JSON.stringify({type: 'STATE', value: state});
    isLast = true;
    return [told];
  };

  return {
    started: () => NOTHING,

    schema: ({stream, schema}) =>
      line({
        type: 'SCHEMA',
        stream: stream.name,
        schema,
        key_properties: stream.keyProperties,
        ...(stream.replicationKey === undefined ? {} : {bookmark_properties: [stream.replicationKey]}),
      }),

    records(stream, observedAt, version) {
      // Everything around the record is the same for a whole page, so only the record itself is turned to text.
      const before = `{"type":"RECORD","stream":${JSON.stringify(stream)},"record":`;
      const extractedAt = JSON.stringify(timestampOf(observedAt));
      const after = `,"time_extracted":${extractedAt}${version === undefined ? '' : `,"version":${version}`}}`;
      return (record) => {
        isLast = false;
        return before + wellFormed(JSON.stringify(record), record) + after;
      };
    },

    estimate: () => NOTHING,

    waiting: () => NOTHING,

    activateVersion: (stream, version) => line({type: 'ACTIVATE_VERSION', stream, version}),

    // A target that sees nothing else must not lose the state that it has.
    initialState: (state) => (Object.keys(state).length > 0 ? tell(state) : NOTHING),

    state: (state) => (JSON.stringify({type: 'STATE', value: state}) === told ? NOTHING : tell(state)),

    // Told before or not, so that the last line is a STATE.
    finalState(state) {
      return isLast && JSON.stringify({type: 'STATE', value: state}) === told ? NOTHING : tell(state);
    },

    ended: () => NOTHING,
  };
}
