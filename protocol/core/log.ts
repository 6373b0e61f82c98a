import type {JsonObject} from './json.js';

export const LOG_LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Where everything is told that is not data. A line names its stream where it has one. */
export interface Log {
  debug(message: string, stream?: string): void;
  info(message: string, stream?: string): void;
  warning(message: string, stream?: string): void;
  error(message: string, stream?: string): void;
  critical(message: string): void;
  /** A Singer METRIC line. */
  metric(metric: Metric): void;
}

/** A measurement, in the words of Singer's metric lines. */
export interface Metric {
  type: 'counter' | 'timer';
  metric: string;
  value: number;
  tags: JsonObject;
}

/** The log of one run: it masks secrets, and counts warnings for whoever wants to know. */
export interface RunLog extends Log {
  /** Masks with this function from now on. */
  redactWith(redact: (text: string) => string): void;
  /** Told of each warning that belongs to a stream. */
  onWarning: (stream: string) => void;
}
