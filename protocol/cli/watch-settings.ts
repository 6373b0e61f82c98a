import {ConfigError, UsageError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {isLoopback} from '../core/loopback.js';
import type {VerbFlag} from '../tap.js';
import type {DeletesForm} from '../watch/sink.js';
import type {Command} from './args.js';

/** The settings of a watcher, as the schemas of taps with webhooks describe them, after defaults. */
export interface WatchConfig {
  readonly refetch: boolean;
  readonly deletes: DeletesForm;
  readonly reconcile_minutes: number;
  readonly hooks_check_minutes: number;
  readonly watch_folder: string;
  readonly webhook_secret?: string;
  readonly max_body_bytes: number;
  readonly spool_days: number;
}

/** The settings of a watcher in a config that has been validated against the schema they come from. */
export function watchConfig(config: unknown): WatchConfig {
  return config as WatchConfig;
}

/** The flags of `watch`. */
export const WATCH_FLAGS: Readonly<Record<string, VerbFlag>> = {
  port: {type: 'number', describe: 'Where to listen; 0: any port that is free. Default: 8080'},
  host: {type: 'string', describe: 'On which address to listen. Default: 127.0.0.1'},
  'public-url': {type: 'string', describe: 'Where the service reaches us, by https'},
  events: {type: 'strings', describe: 'Only events of these objects, such as task,invoice'},
  keep: {type: 'boolean', describe: 'Leave the hooks when we end, for the next start'},
  'no-register': {type: 'boolean', describe: 'Make no hooks; they are made by hand'},
};

/** What the command line says of a watch. */
export interface WatchFlags {
  readonly port: number;
  readonly host: string;
  /** Without a slash at its end; undefined only where no hooks are made. */
  readonly publicUrl: string | undefined;
  readonly events: readonly string[];
  readonly keeps: boolean;
  readonly registers: boolean;
}

/** Throws `UsageError` for flags whose value is empty, as a shell's variable that is not set makes them. */
function requireValues({flags}: Command): void {
  for (const [name, value] of Object.entries(flags)) {
    const words = Array.isArray(value) ? value : typeof value === 'string' ? [value] : [];
    const isEmpty = words.some((word) => String(word).replaceAll(',', '').trim() === '');
    if (isEmpty) throw new UsageError(`--${name} is empty; give it a value, or leave it out`);
  }
}

/** The flags as they were given. Throws `UsageError` for what can't be. */
export function watchFlags(command: Command): WatchFlags {
  requireValues(command);
  const {flags} = command;
  const port = flags.port ?? 8080;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError('--port must be a whole number from 0 to 65535');
  }
  const registers = flags['no-register'] !== true;
  const url = flags['public-url'];
  if (registers && url === undefined) {
    throw new UsageError(
      'Say where the service reaches us with --public-url https://…, or make the hooks by hand and add --no-register',
    );
  }
  return {
    port,
    host: typeof flags.host === 'string' ? flags.host : '127.0.0.1',
    publicUrl: typeof url === 'string' ? publicUrl(url) : undefined,
    events: Array.isArray(flags.events) ? flags.events.map(String) : [],
    keeps: flags.keep === true,
    registers,
  };
}

function publicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url));
  if (url === undefined || !isSafe || url.username !== '' || url.search !== '' || url.hash !== '') {
    throw new UsageError(
      '--public-url must be an https address without a query, such as https://hooks.example.com (http only on this machine)',
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** Seconds. One object that does not come must not keep all others for longer. */
const LONGEST_REQUEST = 20;

/** A config for requests for single objects: what fails is put aside and tried later, so that little is tried at once. */
export function impatient(config: JsonObject): JsonObject {
  const {request_timeout: seconds} = config;
  return {
    ...config,
    max_retries: 0,
    request_timeout: typeof seconds === 'number' ? Math.min(seconds, LONGEST_REQUEST) : LONGEST_REQUEST,
  };
}

/** A secret that is shorter can be guessed from one event and its signature. */
const LEAST_SECRET = 16;

/** What is to be said of a secret that events are signed with; undefined where nothing is. */
export function secretWarning({webhook_secret: secret}: WatchConfig): string | undefined {
  if (secret === undefined || secret.length >= LEAST_SECRET) return undefined;
  return `"webhook_secret" is short enough to be guessed, and then events can be forged; take one of ${LEAST_SECRET} characters or more, or leave it out for a random one`;
}

/** Throws `ConfigError` for settings that a watch can't heed. */
export function requireWatchable({max_records, backfill}: JsonObject): void {
  const wrong = [
    max_records === undefined
      ? []
      : '"max_records" is for samples; remove it for a watch, which brings everything',
    backfill === true ? '"backfill" is for single runs; remove it for a watch' : [],
  ].flat();
  if (wrong.length > 0) throw new ConfigError(wrong.map((what) => `The setting ${what}`));
}
