/** How a stream ended. */
export type Outcome = 'pending' | 'complete' | 'sampled' | 'skipped' | 'failed' | 'interrupted';

/** What happened with one stream in this run, for the summary, the metrics and the progress display. */
export interface StreamTally {
  readonly stream: string;
  /** The account that it was read from, where several are. */
  readonly account: string | undefined;
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

/** What happened in a run, or in several side by side. */
export interface Counts {
  readonly all: readonly StreamTally[];
  readonly requests: number;
  readonly retries: number;
}

/** What happened in several runs together. */
export function together(runs: readonly Counts[]): Counts {
  return {
    get all() {
      return runs.flatMap(({all}) => all);
    },
    get requests() {
      return runs.reduce((sum, {requests}) => sum + requests, 0);
    },
    get retries() {
      return runs.reduce((sum, {retries}) => sum + retries, 0);
    },
  };
}

/** A stream as people are to know it: with its account, where several are read. */
export function labelOf({stream, account}: StreamTally): string {
  return account === undefined ? stream : `${account} ${stream}`;
}

/** A stream of which nothing has happened yet. */
export function newTally(stream: string, account?: string): StreamTally {
  return {
    stream,
    account,
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
  };
}

/** The tallies of a run; requests that are made for no stream count for the run alone. */
export class Tallies implements Counts {
  readonly byStream = new Map<string, StreamTally>();
  requests = 0;
  retries = 0;

  constructor(streams: readonly string[], account?: string) {
    for (const stream of streams) {
      this.byStream.set(stream, newTally(stream, account));
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
