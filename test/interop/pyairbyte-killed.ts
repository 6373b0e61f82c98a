import type {ChildProcessWithoutNullStreams} from 'node:child_process';
import {join} from 'node:path';
import {openAccount, requestsOf} from './accounts.js';
import {Cache} from './cache.js';
import {cutOff, signalTo} from './processes.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {lacking} from './values.js';

const HOUR = 3600;
const LAST = 'a reading that comes to its end: nothing is lost';

/** Streams of every kind; all of them would take minutes, most of which goes into tables of the cache. */
const STREAMS: Readonly<Record<string, readonly string[]>> = {
  harvest: ['company', 'clients', 'time_entries', 'invoices', 'invoice_payments'],
  paymo: ['company', 'clients', 'projects', 'tasks', 'time_entries', 'invoices'],
  paydirt: ['clients', 'projects', 'time', 'users'],
};

/** A way to end a reading in between. */
interface Killing {
  readonly what: string;
  /** The part of a whole reading's requests after which it happens. */
  readonly part: number;
  readonly kill: (python: ChildProcessWithoutNullStreams, source: readonly string[]) => Promise<void>;
}

const KILLINGS: readonly Killing[] = [
  {
    what: 'SIGKILL to Python',
    part: 0.7,
    async kill(python) {
      python.kill('SIGKILL');
    },
  },
  // PyAirbyte takes this for a good end, and stores what came.
  {what: 'SIGTERM to the source', part: 0.5, kill: (_python, source) => signalTo('SIGTERM', ...source)},
];

/** Cuts off readings by PyAirbyte, things happening after each, then lets one come to its end in the same cache. */
export async function tryPyAirbyteKilled(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const {sandbox} = account;
  const cache = await Cache.make(venvs, join(folder, `killed-source-${service}`), account);
  const words = [cache.source, ' read ', '--catalog'];
  try {
    const streams = STREAMS[service] ?? [];
    const requests = await requestsOf(service, streams);
    for (const {what, part, kill} of KILLINGS) {
      const request = Math.floor(requests * part);
      const isCut = await results.check(`pyairbyte-killed: read ${cache.name}, ${what}`, async () => {
        const ended = await cutOff(sandbox, () => cache.start(streams), {
          request,
          tap: words,
          kill: (python) => kill(python, words),
        });
        const end = ended.code === undefined ? `by ${ended.signal}` : `with ${ended.code}`;
        return `        at request ${request} of ${requests}; it ended ${end}`;
      });
      if (!isCut) return;
      sandbox.advance(HOUR);
      sandbox.change();
    }
    await results.check(`pyairbyte-killed: read ${cache.name}, ${LAST}`, async () => {
      await cache.read(streams);
      const truth = Object.entries(await sandbox.truth()).filter(([stream]) => streams.includes(stream));
      requireNone(lacking(cache.held(), Object.fromEntries(truth), account.keys, {withoutContainers: true}));
    });
  } finally {
    await sandbox.stop();
  }
}
