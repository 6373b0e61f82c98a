import type {Failure} from '../../core/errors.js';
import type {JsonObject} from '../../core/json.js';
import type {LogLevel} from '../../core/log.js';

/** Airbyte's words for who can put an error right. */
export const FAILURE_TYPES: Readonly<Record<Failure, string>> = {
  config: 'config_error',
  transient: 'transient_error',
  system: 'system_error',
};

const LEVELS: Readonly<Record<LogLevel, string>> = {
  debug: 'DEBUG',
  info: 'INFO',
  warning: 'WARN',
  error: 'ERROR',
  critical: 'FATAL',
};

/** What went wrong, for the person who reads it. */
export interface ErrorTrace {
  readonly message: string;
  readonly failure: Failure;
  /** The stream that it is about; undefined: all. */
  readonly stream?: string | undefined;
  /** For our own mistakes alone. */
  readonly stack?: string | undefined;
}

/** A text in one line, without characters that steer a terminal. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ');
}

/** A LOG line. */
export function logMessage(level: LogLevel, message: string): string {
  return JSON.stringify({type: 'LOG', log: {level: LEVELS[level], message: plain(message)}});
}

/** A TRACE line about an error; `now` in milliseconds since 1970. */
export function errorTrace({message, failure, stream, stack}: ErrorTrace, now: number): string {
  return trace(now, 'ERROR', {
    error: {
      message: plain(message),
      failure_type: FAILURE_TYPES[failure],
      ...(stack === undefined ? {} : {stack_trace: stack}),
      ...(stream === undefined ? {} : {stream_descriptor: {name: stream}}),
    },
  });
}

/** A TRACE line about how far a stream is. */
export function statusTrace(
  stream: string,
  status: 'STARTED' | 'RUNNING' | 'COMPLETE' | 'INCOMPLETE',
  now: number,
  reasons: readonly JsonObject[] = [],
): string {
  return trace(now, 'STREAM_STATUS', {
    stream_status: {
      stream_descriptor: {name: stream},
      status,
      ...(reasons.length === 0 ? {} : {reasons: [...reasons]}),
    },
  });
}

/** A TRACE line about how many records a stream has. */
export function estimateTrace(stream: string, rows: number, now: number): string {
  return trace(now, 'ESTIMATE', {estimate: {name: stream, type: 'STREAM', row_estimate: rows}});
}

/** A CONTROL line: the settings as they are to be from now on, complete. */
export function controlConfig(config: JsonObject, now: number): string {
  const control = {type: 'CONNECTOR_CONFIG', emitted_at: now, connectorConfig: {config}};
  return JSON.stringify({type: 'CONTROL', control});
}

/** A STATE line of one stream, which covers so many records since the one before. */
export function streamState(stream: string, state: JsonObject, recordCount: number): string {
  return JSON.stringify({
    type: 'STATE',
    state: {
      type: 'STREAM',
      stream: {stream_descriptor: {name: stream}, stream_state: state},
      sourceStats: {recordCount},
    },
  });
}

function trace(now: number, type: string, body: JsonObject): string {
  return JSON.stringify({type: 'TRACE', trace: {type, emitted_at: now, ...body}});
}
