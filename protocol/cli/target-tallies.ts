import {table} from '../sync/summary.js';
import {type Counts, newTally, type StreamTally} from '../sync/tally.js';
import type {Applied} from '../target/target.js';

/** What happened with one stream of the input. */
export interface TargetTally extends StreamTally, Record<Applied, number> {
  refused: number;
}

const OUTCOMES = ['created', 'updated', 'deleted', 'unchanged', 'refused'] as const;

/** What happened in a target's run: per stream of the input, in the order in which they came. */
export class TargetTallies implements Counts {
  readonly #byStream = new Map<string, TargetTally>();
  /** All records together, under the target's name. */
  readonly total: StreamTally;
  readonly #now: () => number;
  requests = 0;
  retries = 0;

  constructor(target: string, now: () => number) {
    this.total = {...newTally(target), began: now()};
    this.#now = now;
  }

  get all(): TargetTally[] {
    return [...this.#byStream.values()];
  }

  /** How many records had this outcome. */
  sum(outcome: (typeof OUTCOMES)[number] | 'records'): number {
    return this.all.reduce((sum, tally) => sum + tally[outcome], 0);
  }

  noteReceived(stream: string): void {
    this.#of(stream).records++;
    this.total.records++;
  }

  noteOutcome(stream: string, outcome: (typeof OUTCOMES)[number]): void {
    this.#of(stream)[outcome]++;
  }

  noteRequest(stream: string | undefined, retry: boolean): void {
    this.requests++;
    if (retry) this.retries++;
    const tally = stream === undefined ? undefined : this.#byStream.get(stream);
    if (tally === undefined) return;
    tally.requests++;
    if (retry) tally.retries++;
  }

  noteWarning(stream: string): void {
    this.#of(stream).warnings++;
  }

  #of(stream: string): TargetTally {
    const found = this.#byStream.get(stream);
    if (found !== undefined) return found;
    const tally = {
      ...newTally(stream),
      began: this.#now(),
      created: 0,
      updated: 0,
      deleted: 0,
      unchanged: 0,
      refused: 0,
    };
    this.#byStream.set(stream, tally);
    return tally;
  }
}

/** The table at the end of a run, one line per stream. */
export function targetTable(tallies: TargetTallies): string {
  const head = ['stream', 'records', ...OUTCOMES, 'requests', 'retries', 'warnings'] as const;
  const rows = tallies.all.map((tally) => head.map((name) => String(tally[name])));
  return table([head, ...rows]);
}

/** One stream's numbers as members of a structured log line. */
export function targetNumbers(tally: TargetTally) {
  const {stream, records, created, updated, deleted, unchanged, refused, requests, retries, warnings} = tally;
  return {stream, records, created, updated, deleted, unchanged, refused, requests, retries, warnings};
}
