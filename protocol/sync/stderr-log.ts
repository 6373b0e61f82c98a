import type {Writable} from 'node:stream';
import type {Clock} from '../core/clock.js';
import type {JsonObject} from '../core/json.js';
import {LevelLog} from '../core/level-log.js';
import {LOG_LEVELS, type LogLevel, type Metric, type RunLog} from '../core/log.js';
import {tallyNumbers} from './summary.js';
import {type Counts, labelOf} from './tally.js';

export type LogFormat = 'text' | 'json';

export interface LogOptions {
  /** Names us in structured lines. */
  readonly name: string;
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly out: Writable;
  readonly clock: Clock;
}

/** Writes one line per event to stderr, with secrets masked. */
export class StderrLog extends LevelLog implements RunLog {
  readonly #options: LogOptions;
  readonly #least: number;
  #redact: (text: string) => string = (text) => text;
  #put: (line: string) => void;

  constructor(options: LogOptions) {
    super();
    this.#options = options;
    this.#least = LOG_LEVELS.indexOf(options.level);
    this.#put = (line) => options.out.write(`${line}\n`);
    // Whoever read our log may have gone; that is no reason to fail.
    options.out.on('error', () => undefined);
  }

  /** Masks with this function from now on. */
  redactWith(redact: (text: string) => string): void {
    this.#redact = redact;
  }

  /** Lets a progress display take lines, so that they don't run into its bars; undefined ends that. */
  through(put: ((line: string) => void) | undefined): void {
    this.#put = put ?? ((line) => this.#options.out.write(`${line}\n`));
  }

  /** Writes text as it is, secrets masked: tables for people. */
  print(text: string): void {
    for (const line of text.split('\n')) this.#put(this.#redact(line));
  }

  /** The numbers of a run as one structured line per stream. */
  summary(tallies: Counts): void {
    for (const tally of tallies.all) {
      const numbers = tallyNumbers(tally);
      this.numbers(`${numbers.records} records, ${numbers.outcome}`, labelOf(tally), numbers);
    }
  }

  /** Numbers of a stream: in words, and as members of the line where it is structured. */
  numbers(message: string, stream: string, numbers: JsonObject): void {
    this.line('info', message, stream, {extra: numbers});
  }

  override metric(metric: Metric): void {
    const {type, value, tags} = metric;
    const extra = {metric_info: {type, metric: metric.metric, value, tags}};
    this.line('info', `METRIC: ${JSON.stringify(metric)}`, undefined, extra);
  }

  protected override line(
    level: LogLevel,
    message: string,
    stream: string | undefined,
    extra: JsonObject = {},
  ): void {
    if (LOG_LEVELS.indexOf(level) < this.#least) return;
    const safe = this.#redact(message);
    if (this.#options.format === 'json') this.#put(this.#structured(level, safe, stream, extra));
    else this.#put(textLine(level, safe, stream));
  }

  /** The shape that Meltano understands: it wants each of these keys, null or not. */
  #structured(level: LogLevel, message: string, stream: string | undefined, extra: JsonObject): string {
    const {name, clock} = this.#options;
    return JSON.stringify({
      level,
      pid: process.pid,
      logger_name: name,
      ts: clock.now() / 1000,
      thread_name: 'MainThread',
      app_name: name,
      stream_name: stream ?? null,
      message,
      extra: {},
      ...this.#masked(extra),
    });
  }

  /** Masks texts only: numbers and names of members must stay, or the line is no longer understood. */
  #masked(extra: JsonObject): JsonObject {
    return JSON.parse(
      JSON.stringify(extra, (_key, value: unknown) =>
        typeof value === 'string' ? this.#redact(value) : value,
      ),
    );
  }
}

/** Several lines of one message stay one event: each carries the level. */
function textLine(level: LogLevel, message: string, stream: string | undefined): string {
  const before = `${level.toUpperCase()} ${stream === undefined ? '' : `${stream}: `}`;
  return message
    .split('\n')
    .map((line) => before + line)
    .join('\n');
}
