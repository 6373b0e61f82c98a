import type {Clock} from '../../core/clock.js';
import {LevelLog} from '../../core/level-log.js';
import {LOG_LEVELS, type LogLevel, type Metric, type RunLog} from '../../core/log.js';
import {type ErrorTrace, errorTrace, logMessage} from './messages.js';

export interface AirbyteLogOptions {
  readonly level: LogLevel;
  /** Takes one line. */
  readonly put: (line: string) => void;
  readonly clock: Clock;
}

/** Writes LOG and TRACE ERROR lines, with secrets masked. */
export class AirbyteLog extends LevelLog implements RunLog {
  readonly #options: AirbyteLogOptions;
  readonly #least: number;
  #redact: (text: string) => string = (text) => text;

  constructor(options: AirbyteLogOptions) {
    super();
    this.#options = options;
    this.#least = LOG_LEVELS.indexOf(options.level);
  }

  redactWith(redact: (text: string) => string): void {
    this.#redact = redact;
  }

  /** A text without the secrets that this log masks, for other messages. */
  masked(text: string): string {
    return this.#redact(text);
  }

  override metric(metric: Metric): void {
    this.line('debug', `METRIC: ${JSON.stringify(metric)}`, undefined);
  }

  /** Tells what went wrong in the form that the platform acts upon. */
  trace(error: ErrorTrace): void {
    const {message, stack} = error;
    const masked = {
      ...error,
      message: this.#redact(message),
      stack: stack === undefined ? undefined : this.#redact(stack),
    };
    this.#options.put(errorTrace(masked, this.#options.clock.now()));
  }

  protected override line(level: LogLevel, message: string, stream: string | undefined): void {
    if (LOG_LEVELS.indexOf(level) < this.#least) return;
    this.#options.put(
      logMessage(level, this.#redact(stream === undefined ? message : `${stream}: ${message}`)),
    );
  }
}
