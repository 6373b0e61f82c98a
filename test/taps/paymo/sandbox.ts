import type {JsonObject} from '../../../protocol/core/json.js';
import type {PaymoSandbox, SandboxOptions} from '../../sandbox/paymo/index.js';
import {COLLECTIONS, startPaymoSandbox} from '../../sandbox/paymo/index.js';
import type {Change, RunningSandbox, SandboxForTests} from '../../support/conformance.js';
import {STREAMS_OF, truthOf} from './truth.js';

/** What the clock of these sandboxes says at first. It lies in the past of every machine that runs the tests. */
export const START = new Date('2024-11-20T10:00:00Z');
/** Settings with which the tap does not hold itself back. */
export const UNLIMITED = {rate_limit: {requests: 100_000, seconds: 1}};

const SIZE = {entries: 120, tasks: 40, projects: 9, comments: 30, files: 24};

/** The Paymo sandbox as the conformance suite wants it. */
export function paymoSandbox(options: SandboxOptions = {}): SandboxForTests {
  return {
    badCredentials: {api_key: 'not-the-key-of-anybody'},
    canFail: ['clients', 'files', 'time_entries', 'webhooks'],
    lookbackSeconds: 600,
    async start() {
      const clock = {now: START.getTime()};
      const sandbox = await startPaymoSandbox({
        size: SIZE,
        limits: false,
        // The edits of old entries come with it; without it they come with the next full pass.
        updatedOnWithInterval: 'works',
        now: () => new Date(clock.now),
        ...options,
      });
      return running(sandbox, clock);
    },
  };
}

function running(sandbox: PaymoSandbox, clock: {now: number}): RunningSandbox {
  const {data, faults, requests} = sandbox;
  return {
    config: {...sandbox.config, ...UNLIMITED, page_size: 10},
    now: () => `${new Date(clock.now).toISOString().slice(0, 19)}Z`,
    advance(seconds) {
      clock.now += seconds * 1000;
    },
    truth: async () => truthOf(sandbox),
    isDue(stream, record, bookmark, lookbackSeconds) {
      // A running timer goes on without anybody changing it.
      if (stream === 'time_entries' && record.is_bulk === false && record.end_time === null) return true;
      return Date.parse(changeOf(record)) >= Date.parse(bookmark) - lookbackSeconds * 1000;
    },
    change: () => {
      const summary = sandbox.change();
      return COLLECTIONS.flatMap((collection) => {
        const ids = summary[collection];
        const stream = STREAMS_OF.get(collection);
        if (ids === undefined) return [];
        const changed = [...ids.inserted, ...ids.updated];
        if (collection === 'comments') return changed.map((id) => changedComment(sandbox, id));
        return stream === undefined ? [] : changed.map((id) => ({stream, where: {id} satisfies JsonObject}));
      });
    },
    lengthen(characters) {
      const row = data.entries.at(-1);
      if (row === undefined) throw new Error('There is no row to lengthen.');
      const {id} = sandbox.update('entries', row.id, {description: 'long '.repeat(characters / 5)});
      return {stream: 'time_entries', where: {id}};
    },
    requestCount: () => requests.length,
    fail(stream) {
      const path = {time_entries: 'entries', webhooks: 'hooks'}[stream] ?? stream;
      faults.on(path, {kind: 'status', status: 500, body: 'html'});
    },
    hold: (nth) => faults.hang({nth}),
    stop: () => sandbox.stop(),
  };
}

/** When a record last changed, by what its stream goes by. */
function changeOf(record: JsonObject): string {
  const {invoice_updated_on, estimate_updated_on, recurring_profile_updated_on, updated_on} = record;
  return String(invoice_updated_on ?? estimate_updated_on ?? recurring_profile_updated_on ?? updated_on);
}

function changedComment({data}: PaymoSandbox, id: number): Change {
  const comment = data.comments.find((row) => row.id === id);
  const thread = data.threads.find((row) => row.id === comment?.thread_id);
  const subject = (['task', 'discussion', 'file'] as const).find(
    (kind) => thread?.[`${kind}_id`] !== undefined,
  );
  return {stream: `${subject}_comments`, where: {id}};
}
