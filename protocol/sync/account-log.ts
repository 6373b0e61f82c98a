import {LevelLog} from '../core/level-log.js';
import type {Log, LogLevel, Metric, RunLog} from '../core/log.js';

/** What is logged of one account among several: each line says which. */
export class AccountLog extends LevelLog implements RunLog {
  readonly #log: Log;
  readonly #account: string;

  constructor(log: Log, account: string) {
    super();
    this.#log = log;
    this.#account = account;
  }

  /** The log below masks for all accounts. */
  redactWith(): void {}

  override metric(metric: Metric): void {
    this.#log.metric({...metric, tags: {...metric.tags, account: this.#account}});
  }

  protected override line(level: LogLevel, message: string, stream: string | undefined): void {
    this.#log[level](`account ${this.#account}: ${message}`, stream);
  }
}
