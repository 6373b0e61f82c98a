import {expect} from 'chai';
import type {Bookmark, State} from '../../protocol/core/state.js';
import {Debts} from '../../protocol/watch/debts.js';
import {FakeClock} from '../support/clock.js';

const HOUR = 3_600_000;

describe('Debts', () => {
  const never = new AbortController().signal;
  let clock: FakeClock;
  let saved: Record<string, Bookmark>;
  let debts: Debts;

  beforeEach(() => {
    clock = new FakeClock();
    saved = {};
    const state: State = {
      bookmarks: {
        time_entries: {last_full_pass: '2026-11-19T00:00:00Z'},
        tasks: {replication_key_value: 'x'},
      },
    };
    debts = new Debts(
      {state, save: (stream, bookmark) => void Object.assign(saved, {[stream]: bookmark})},
      clock,
    );
  });

  it('lets a sync wait for its time where nothing is owed', async () => {
    await debts.rest(HOUR, never);

    expect(clock.slept).to.deep.equal([HOUR]);
  });

  it('has the next sync come soon, and in full for what is read so from time to time', async () => {
    debts.owe(['time_entries', 'tasks'], false);

    await debts.rest(HOUR, never);

    expect(clock.slept).to.deep.equal([60_000]);
    expect(saved).to.deep.equal({time_entries: {last_full_pass: '1970-01-01T00:00:00Z'}});
  });

  it('does not look everywhere for what the service refuses to tell', async () => {
    debts.owe(['time_entries'], true);

    expect(saved).to.deep.equal({});
  });

  it('waits longer each time that it was in vain, and no longer than usual', async () => {
    debts.owe(['tasks'], false);
    for (let round = 0; round < 7; round++) {
      await debts.rest(HOUR, never);
      debts.begin()([]);
    }
    expect(clock.slept).to.deep.equal([1, 2, 4, 8, 16, 32, 60].map((minutes) => minutes * 60_000));

    debts.begin()(['tasks']);
    await debts.rest(HOUR, never);
    expect(clock.slept.at(-1)).to.equal(HOUR);
  });

  it('cuts a long rest short when something is given up', async () => {
    const slow = {
      now: () => 0,
      sleep: (millis: number, signal?: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          clock.slept.push(millis);
          if (millis < HOUR) return resolve();
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    };
    debts = new Debts({state: {bookmarks: {}}, save: () => undefined}, slow);

    const rest = debts.rest(HOUR, never);
    debts.owe(['tasks'], false);
    await rest;

    expect(clock.slept).to.deep.equal([HOUR, 60_000]);
  });
});
