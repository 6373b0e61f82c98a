import type {JsonObject} from '../../../protocol/core/json.js';
import {addDays, DAY, date} from '../../sandbox/common/calendar.js';
import type {PaydirtSandbox, SandboxOptions} from '../../sandbox/paydirt/index.js';
import {startPaydirtSandbox, TABLES} from '../../sandbox/paydirt/index.js';
import type {RunningSandbox, SandboxForTests} from '../../support/conformance.js';
import {truthOf} from './truth.js';

/** What the clock of these sandboxes says at first. It lies in the past of every machine that runs the tests. */
export const START = new Date('2024-11-20T10:00:00Z');
/** Settings with which the tap does not hold itself back. */
export const UNLIMITED = {rate_limit: {requests: 100_000, seconds: 1}};
/** Before the oldest log of sandboxes whose clock began at `START`. */
export const BEFORE_ALL = '2021-11-01';

/** Numbers that nobody takes for a limit. */
export const SIZE = {clients: 7, projects: 11, jobs: 23, users: 6, timeLogs: 347};

const LOOKBACK_DAYS = 60;
/** Zones differ, so a run reads a day more than its lookback. */
const PADDING = 1;

/** The Paydirt sandbox as the conformance suite wants it. */
export function paydirtSandbox(options: SandboxOptions = {}): SandboxForTests {
  return {
    badCredentials: {api_key: 'not-the-key-of-anybody'},
    canFail: ['clients', 'time', 'users'],
    lookbackSeconds: LOOKBACK_DAYS * 86_400,
    lookbackOf: (seconds) => ({lookback_days: seconds / 86_400}),
    openStreams: ['users'],
    async start() {
      const clock = {now: START.getTime()};
      const sandbox = await startPaydirtSandbox({size: SIZE, now: () => new Date(clock.now), ...options});
      return running(sandbox, clock);
    },
  };
}

function running(sandbox: PaydirtSandbox, clock: {now: number}): RunningSandbox {
  const {data, faults, requests} = sandbox;
  return {
    config: {...sandbox.config, ...UNLIMITED, start_date: BEFORE_ALL, window_days: 40},
    now: () => `${new Date(clock.now).toISOString().slice(0, 19)}Z`,
    advance(seconds) {
      clock.now += seconds * 1000;
    },
    truth: async () => truthOf(sandbox),
    isDue(_stream, record, bookmark, lookbackSeconds) {
      return String(record.computed_date) >= addDays(bookmark, -lookbackSeconds / 86_400 - PADDING);
    },
    change: () => {
      const summary = sandbox.change();
      forgetOld(sandbox, summary.time?.inserted ?? [], date(clock.now - LOOKBACK_DAYS * DAY));
      return TABLES.flatMap((stream) => {
        const {inserted = [], updated = []} = summary[stream] ?? {};
        const here = new Set(sandbox.data[stream].map(({id}) => id));
        const changed = [...inserted, ...updated].filter((id) => here.has(id));
        return changed.map((id) => ({stream, where: {id} satisfies JsonObject}));
      });
    },
    lengthen(characters) {
      const row = data.time.at(-1);
      if (row === undefined) throw new Error('There is no row to lengthen.');
      const {id} = sandbox.update('time', row.id, {description: 'long '.repeat(characters / 5)});
      return {stream: 'time', where: {id}};
    },
    requestCount: () => requests.length,
    fail(stream) {
      faults.on(stream, {kind: 'status', status: 500, body: 'html'});
    },
    hold: (nth) => faults.hang({nth}),
    stop: () => sandbox.stop(),
  };
}

/** Logs that are dated before every lookback come with the next full resync, which has tests of its own. */
function forgetOld(sandbox: PaydirtSandbox, inserted: readonly number[], first: string): void {
  for (const log of sandbox.data.time.filter(({id}) => inserted.includes(id))) {
    if ((sandbox.dayOf(log) ?? '') < first) sandbox.remove('time', log.id);
  }
}
