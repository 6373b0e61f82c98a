import type {Log, LogLevel, Metric} from '../../protocol/core/log.js';

/** One line as it was logged. */
export interface RecordedLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly stream: string | undefined;
}

/** A log that remembers what it was told. */
export class RecordingLog implements Log {
  readonly lines: RecordedLine[] = [];
  readonly metrics: Metric[] = [];

  debug(message: string, stream?: string): void {
    this.#note('debug', message, stream);
  }

  info(message: string, stream?: string): void {
    this.#note('info', message, stream);
  }

  warning(message: string, stream?: string): void {
    this.#note('warning', message, stream);
  }

  error(message: string, stream?: string): void {
    this.#note('error', message, stream);
  }

  critical(message: string): void {
    this.#note('critical', message, undefined);
  }

  metric(metric: Metric): void {
    this.metrics.push(metric);
  }

  /** The lines of one level, `stream: message` where they name a stream. */
  at(level: LogLevel): string[] {
    return this.lines
      .filter((line) => line.level === level)
      .map(({message, stream}) => (stream === undefined ? message : `${stream}: ${message}`));
  }

  #note(level: LogLevel, message: string, stream: string | undefined): void {
    this.lines.push({level, message, stream});
  }
}
