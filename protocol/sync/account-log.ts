import type {Log, Metric, RunLog} from '../core/log.js';

/** What is logged of one account among several: each line says which. */
export class AccountLog implements RunLog {
  readonly #log: Log;
  readonly #account: string;
  onWarning: (stream: string) => void = () => undefined;

  constructor(log: Log, account: string) {
    this.#log = log;
    this.#account = account;
  }

  /** The log below masks for all accounts. */
  redactWith(): void {}

  debug(message: string, stream?: string): void {
    this.#log.debug(this.#named(message), stream);
  }

  info(message: string, stream?: string): void {
    this.#log.info(this.#named(message), stream);
  }

  warning(message: string, stream?: string): void {
    if (stream !== undefined) this.onWarning(stream);
    this.#log.warning(this.#named(message), stream);
  }

  error(message: string, stream?: string): void {
    this.#log.error(this.#named(message), stream);
  }

  critical(message: string): void {
    this.#log.critical(this.#named(message));
  }

  metric(metric: Metric): void {
    this.#log.metric({...metric, tags: {...metric.tags, account: this.#account}});
  }

  #named(message: string): string {
    return `account ${this.#account}: ${message}`;
  }
}
