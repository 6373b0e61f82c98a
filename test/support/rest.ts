import type {JsonObject} from '../../protocol/core/json.js';
import type {Reading, ReadRequest, WantedStream} from '../../protocol/core/source.js';
import type {Declaration} from '../../protocol/rest/declaration.js';
import {numberedPages} from '../../protocol/rest/numbered-pages.js';
import type {Service} from '../../protocol/rest/service.js';
import {RestSource} from '../../protocol/rest/source.js';
import {testClient} from './client.js';
import {FACTS} from './numbered.js';

export const SIGNPOST = '2026-11-20T10:00:00Z';

/** What a reading is to be like; everything else is a first run of everything. */
export type Wish = Partial<Omit<ReadRequest, 'wanted' | 'wants'>> & {
  readonly wants?: (stream: string) => boolean;
};

/** The readings of one pass, and what the run would make of them. */
export class Told {
  readonly readings: Reading[];
  readonly log: readonly string[];

  constructor(readings: Reading[], log: readonly string[]) {
    this.readings = readings;
    this.log = log;
  }

  /** What would be emitted of a stream: its rows, but not those that did not change. */
  rows(stream: string, replicationKey = 'updated_on'): JsonObject[] {
    return this.readings.flatMap((reading) => {
      if (reading.kind !== 'rows' || reading.stream !== stream) return [];
      const {rows, since, stamp} = reading;
      return rows
        .filter((row) => since === undefined || String(row[replicationKey] ?? SIGNPOST) >= since)
        .map((row) => ({...row, ...stamp}));
    });
  }

  ids(stream: string): unknown[] {
    return this.rows(stream).map(({id}) => id);
  }

  /** How a stream ended: what its bookmark is to remember, or why it failed or was skipped. */
  end(stream: string): JsonObject | string | undefined {
    for (const reading of this.readings.toReversed()) {
      if (reading.stream !== stream) continue;
      if (reading.kind === 'complete') return reading.bookmark;
      if (reading.kind === 'failed') return `failed: ${String(reading.error)}`;
      if (reading.kind === 'skipped') return `skipped: ${reading.reason}`;
    }
    return undefined;
  }

  /** The bookmark of a stream that was completed; fails for any other. */
  bookmark(stream: string): JsonObject {
    const end = this.end(stream);
    if (typeof end === 'object') return end;
    throw new Error(`${stream} was not completed: ${end}`);
  }

  /** The position that a completed stream names itself. */
  value(stream: string): string | undefined {
    const complete = this.readings.findLast(({kind, stream: one}) => kind === 'complete' && one === stream);
    return complete?.kind === 'complete' ? complete.value : undefined;
  }
}

/** A service's facts for a made-up numbered service. */
export function numberedFacts(url: string, changes: Partial<Service> = {}): Service {
  return {
    name: 'Acme',
    baseUrl: url,
    headers: {},
    credentialsHint: 'Make a new one.',
    limits: {all: {requests: 1000, seconds: 1}},
    pageSize: 4,
    paging: numberedPages(FACTS),
    ...changes,
  };
}

/** Reads what is wanted, by stream, of a service; undefined stands for a stream that was never read. */
export async function readOf(
  declarations: readonly Declaration[],
  service: Service,
  wanted: Record<string, Partial<WantedStream> | undefined>,
  wish: Wish = {},
): Promise<Told> {
  const {client, log} = testClient({baseUrl: service.baseUrl, maxRetries: 0});
  const source = new RestSource(declarations, service, client, log);
  const readings: Reading[] = [];
  const failed = new Set<string>();
  const request: ReadRequest = {
    span: {start: undefined, lookbackSeconds: 0, backfill: false},
    endDate: undefined,
    resumeWith: undefined,
    signal: new AbortController().signal,
    sampling: false,
    signpost: SIGNPOST,
    ...wish,
    wanted: new Map(Object.entries(wanted).map(([name, one]) => [name, {...NOTHING, ...one}])),
    wants: (stream) => !failed.has(stream) && (wish.wants?.(stream) ?? true),
  };
  const [pass] = source.passes(new Set(Object.keys(wanted)));
  if (pass === undefined) throw new Error('nothing is to be read');
  try {
    if (service.open !== undefined) await source.open(new Set(Object.keys(wanted)));
    for await (const reading of source.read(pass, request)) {
      if (reading.kind === 'failed') failed.add(reading.stream);
      // Pages are emptied when the next one is asked for.
      readings.push(reading.kind === 'rows' ? {...reading, rows: structuredClone(reading.rows)} : reading);
    }
  } finally {
    source.close();
  }
  return new Told(
    readings,
    log.lines.filter(({level}) => level !== 'debug').map(({message, stream}) => `${stream}: ${message}`),
  );
}

const NOTHING: WantedStream = {
  bookmark: undefined,
  value: undefined,
  version: undefined,
  fields: new Set(['id', 'lines', 'notes', 'owner']),
};
