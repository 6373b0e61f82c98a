// A whole tap of one stream, written with nothing but what the package exports.
import {defineTap, followLinks, linkedPages, main, streamsOf} from 'timesheet-taps/protocol';

interface Config {
  api_key: string;
  base_url: string;
}

const stream = streamsOf<{notes: {id: number; text: string | null; updated_at: string | null}}>();

const notes = stream.list('notes', {
  keyProperties: ['id'],
  replicationKey: 'updated_at',
  since: 'updated_since',
});

const tap = defineTap<Config>({
  name: 'tap-notes',
  description: 'Notes of an imaginary service',
  schemas: new URL('./schemas/', import.meta.url),
  streams: [notes],
  service: ({api_key, base_url}) => ({
    name: 'Notes',
    baseUrl: base_url,
    headers: {authorization: `Bearer ${api_key}`},
    credentialsHint: 'Ask for another key and set it as "api_key".',
    limits: {all: {requests: 100, seconds: 1}},
    pageSize: 100,
    paging: linkedPages('per_page', followLinks),
  }),
});

await main(tap);
