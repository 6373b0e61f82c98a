import {messageOf, RefusedError} from '../../core/errors.js';
import {fieldSchemas} from '../../core/field-types.js';
import type {JsonObject} from '../../core/json.js';
import type {Stream} from '../../core/stream.js';
import type {RestSource} from '../../rest/source.js';
import {streamsOfTap} from '../../tap.js';
import {airbyteStream} from './discover.js';
import {Opener} from './open.js';
import {type Session, sessionConfig} from './session.js';

/**
 * The streams of a CATALOG. Only a tap with streams whose fields nobody documented asks the service, for those.
 * Throws `TapError` when the settings are wrong or the service can't be asked.
 */
export async function discoverCommand(session: Session): Promise<JsonObject[]> {
  const {tap} = session;
  const loaded = sessionConfig(session);
  const streams = streamsOfTap(tap, loaded.config);
  const open = new Set(tap.streams.flatMap((one) => (one.kind === 'table' && one.isOpen ? [one.name] : [])));
  if (open.size === 0) return streams.map(airbyteStream);
  const opener = new Opener(session, loaded);
  const [account] = await opener.accounts();
  const {source} = await opener.open(account?.config ?? loaded.config, open);
  try {
    const found: JsonObject[] = [];
    for (const stream of streams) {
      found.push(airbyteStream(open.has(stream.name) ? await withFound(session, source, stream) : stream));
    }
    return found;
  } finally {
    source.close();
  }
}

/** A stream with the fields that it turns out to have; one that the service refuses stays as it is. */
async function withFound({log}: Session, source: RestSource, stream: Stream): Promise<Stream> {
  const {schema, name} = stream;
  try {
    const types = await source.fieldsOf(name, Object.keys(schema.properties));
    const properties = {...schema.properties, ...fieldSchemas(types ?? {})};
    return {...stream, schema: {...schema, properties}};
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    log.warning(`Its fields could not be found out: ${messageOf(error)}`, name);
    return stream;
  }
}
