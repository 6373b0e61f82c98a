import type {Log, LogLevel, Metric} from './log.js';

/** A log whose lines differ by their level alone. */
export abstract class LevelLog implements Log {
  /** Told of each warning that belongs to a stream. */
  onWarning: (stream: string) => void = () => undefined;

  debug(message: string, stream?: string): void {
    this.line('debug', message, stream);
  }

  info(message: string, stream?: string): void {
    this.line('info', message, stream);
  }

  warning(message: string, stream?: string): void {
    if (stream !== undefined) this.onWarning(stream);
    this.line('warning', message, stream);
  }

  error(message: string, stream?: string): void {
    this.line('error', message, stream);
  }

  critical(message: string): void {
    this.line('critical', message, undefined);
  }

  abstract metric(metric: Metric): void;

  /** Writes one line. */
  protected abstract line(level: LogLevel, message: string, stream: string | undefined): void;
}
