/** How a stream ended. */
export type Outcome = 'pending' | 'complete' | 'sampled' | 'skipped' | 'failed' | 'interrupted';

/** What happened with one stream in this run, for the summary, the metrics and the progress display. */
export interface StreamTally {
  readonly stream: string;
  outcome: Outcome;
  records: number;
  /** How many records the service announced; 0 where it did not. */
  announced: number;
  requests: number;
  retries: number;
  warnings: number;
  /** Milliseconds since 1970. */
  began: number | undefined;
  ended: number | undefined;
  /** Why it was skipped or failed. */
  reason: string | undefined;
  /** It was skipped for a reason that is no concern, such as a module that is switched off. */
  expected: boolean;
  /** What could not be passed on as it came, as sentences. */
  findings: readonly string[];
}

/** The tallies of a run; requests that are made for no stream count for the run alone. */
export class Tallies {
  readonly byStream = new Map<string, StreamTally>();
  requests = 0;
  retries = 0;

  constructor(streams: readonly string[]) {
    for (const stream of streams) {
      this.byStream.set(stream, {
        stream,
        outcome: 'pending',
        records: 0,
        announced: 0,
        requests: 0,
        retries: 0,
        warnings: 0,
        began: undefined,
        ended: undefined,
        reason: undefined,
        expected: false,
        findings: [],
      });
    }
  }

  get all(): StreamTally[] {
    return [...this.byStream.values()];
  }

  noteRequest(stream: string | undefined, retry: boolean): void {
    this.requests++;
    if (retry) this.retries++;
    const tally = stream === undefined ? undefined : this.byStream.get(stream);
    if (tally === undefined) return;
    tally.requests++;
    if (retry) tally.retries++;
  }

  noteWarning(stream: string): void {
    const tally = this.byStream.get(stream);
    if (tally !== undefined) tally.warnings++;
  }
}
