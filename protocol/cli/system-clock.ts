import {setTimeout as sleep} from 'node:timers/promises';
import type {Clock} from '../core/clock.js';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await sleep(milliseconds, undefined, signal === undefined ? {} : {signal});
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
