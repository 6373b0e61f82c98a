import type {Dialect} from '../core/dialect.js';
import {wellFormed} from './well-formed.js';

/** Singer's messages: SCHEMA, RECORD, STATE and, where asked for, ACTIVATE_VERSION. */
export const singer: Dialect = {
  schema({stream, schema}) {
    return JSON.stringify({
      type: 'SCHEMA',
      stream: stream.name,
      schema,
      key_properties: stream.keyProperties,
      ...(stream.replicationKey === undefined ? {} : {bookmark_properties: [stream.replicationKey]}),
    });
  },

  records(stream, extractedAt, version) {
    // Everything around the record is the same for a whole page, so only the record itself is turned to text.
    const before = `{"type":"RECORD","stream":${JSON.stringify(stream)},"record":`;
    const after = `,"time_extracted":${JSON.stringify(extractedAt)}${version === undefined ? '' : `,"version":${version}`}}`;
    return (record) => before + wellFormed(JSON.stringify(record), record) + after;
  },

  state(state) {
    return JSON.stringify({type: 'STATE', value: state});
  },

  activateVersion(stream, version) {
    return JSON.stringify({type: 'ACTIVATE_VERSION', stream, version});
  },
};
