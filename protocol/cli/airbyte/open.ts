import type {LoadedConfig} from '../../config/load.js';
import type {Opening} from '../../core/source.js';
import {RestSource} from '../../rest/source.js';
import {serviceClient} from '../service-client.js';
import type {Session} from './session.js';

/** People wait for an answer, so a service in trouble gets less patience than in a sync. */
const PATIENCE = {max_retries: 1, max_wait: 20};

/** A source whose credentials have been tried. Whoever opened it closes it. */
export async function openedSource(
  {tap, ending, log}: Session,
  loaded: LoadedConfig,
  streams: ReadonlySet<string>,
): Promise<{source: RestSource; opening: Opening}> {
  const {max_retries, max_wait} = loaded.config;
  const patient = {
    ...loaded.config,
    max_retries: Math.min(PATIENCE.max_retries, Number(max_retries)),
    max_wait: Math.min(PATIENCE.max_wait, Number(max_wait)),
  };
  const service = tap.service(loaded.config);
  const client = serviceClient(service, {...loaded, config: patient}, {signal: ending.run, log});
  const source = new RestSource(tap.streams, service, client, log);
  try {
    return {source, opening: await source.open(streams)};
  } catch (error) {
    source.close();
    throw error;
  }
}
