import type {ClientOptions, JsonResponse} from '../../protocol/http/client-options.js';
import type {Reader} from '../../protocol/rest/reader.js';
import type {Service} from '../../protocol/rest/service.js';
import {testClient} from './client.js';
import type {RecordingLog} from './log.js';

/** What readers share, of a service that was not opened, with the log that they write to. */
export function readerOf(
  service: Service,
  answers: ReadonlyMap<string, JsonResponse> = new Map(),
  options: Partial<ClientOptions> = {},
) {
  const {clock: _clock, ...changes} = options;
  const {client, log} = testClient({baseUrl: service.baseUrl, maxRetries: 0, ...changes});
  const reader: Reader & {log: RecordingLog} = {
    client,
    service,
    log,
    answers,
    objects: new Map(),
    told: new Set(),
    firstDay: undefined,
    refusedFilters: new Set(),
    moved: new Set(),
  };
  return reader;
}
