import {LevelLog} from '../core/level-log.js';
import type {Log, LogLevel, Metric, RunLog} from '../core/log.js';

/** What rounds of syncs tell that follow each other: what one of them has told, the next ones need not say again. */
export class RoundLog extends LevelLog implements RunLog {
  readonly #log: Log;
  readonly #told = new Set<string>();

  constructor(log: Log) {
    super();
    this.#log = log;
  }

  /** The log below masks. */
  redactWith(): void {}

  override metric(metric: Metric): void {
    this.#log.metric(metric);
  }

  protected override line(level: LogLevel, message: string, stream: string | undefined): void {
    const isRepeatable = level === 'error' || level === 'critical' || level === 'debug';
    const line = `${stream ?? ''} ${message}`;
    const isOld = !isRepeatable && this.#told.has(line);
    if (!isRepeatable && this.#told.size < MOST_LINES) this.#told.add(line);
    if (level === 'critical') this.#log.critical(message);
    else this.#log[isOld ? 'debug' : level](message, stream);
  }
}

const MOST_LINES = 10_000;
