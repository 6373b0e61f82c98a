import type {Clock} from '../../protocol/core/clock.js';

/** A clock that stands still until somebody waits; waiting takes no time and is written down. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  #now: number;

  constructor(start: string | number = '2026-11-20T10:00:00Z') {
    this.#now = new Date(start).getTime();
  }

  now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(milliseconds);
    this.#now += milliseconds;
  }
}
