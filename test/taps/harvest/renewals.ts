import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import type {HarvestSandbox, SandboxOptions} from '../../sandbox/harvest/index.js';
import {startHarvestSandbox} from '../../sandbox/harvest/index.js';
import {bodyOf, objectIn} from '../../support/airbyte.js';
import {type Message, messagesIn} from '../../support/messages.js';
import {type Ended, outcome, type RunOptions, start} from '../../support/process.js';
import {START, UNLIMITED} from './sandbox.js';

/** A Harvest account that is read with the tokens of an application, and the files that hold them. */
export interface SignedIn extends HarvestSandbox {
  /** The settings of somebody who signed in: the application, the refresh token, and where all is. */
  readonly settings: JsonObject & {readonly refresh_token: string};
  /** The access token that came with that refresh token. */
  readonly accessToken: string;
  /** A folder of its own for files. */
  readonly folder: string;
  /** Writes a config file; returns its path. */
  file(content: JsonObject, name?: string, mode?: number): string;
  /** Runs the tap on config files, until it ends. */
  run(files: readonly string[], options?: RunOptions): Promise<Ended>;
  /** What was asked for since `requests` was emptied: how often tokens, and how often anything was refused with 401. */
  readonly seen: {refreshes: number; tokenRequests: number; unauthorized: number};
  /** All tokens that requests were made with, and the client secret: what nobody may see. */
  secrets(): string[];
}

/** Lets people sign in to new sandboxes, and stops those after each test. */
export function signInStarter(): (options?: SandboxOptions) => Promise<SignedIn> {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
  });
  return async (options = {}) => {
    const limits = {general: false, reports: false} as const;
    const sandbox = await startHarvestSandbox({now: () => START, limits, ...options});
    const folder = mkdtempSync(join(tmpdir(), 'renewal-'));
    ends.push(async () => {
      rmSync(folder, {recursive: true, force: true});
      await sandbox.stop();
    });
    return signedIn(sandbox, folder);
  };
}

function signedIn(sandbox: HarvestSandbox, folder: string): SignedIn {
  const {access_token, refresh_token = ''} = sandbox.signIn.issue();
  const {access_token: _personal, ...rest} = sandbox.config;
  const settings = {
    client_id: sandbox.signIn.clientId,
    client_secret: sandbox.signIn.clientSecret,
    refresh_token,
    ...rest,
    ...UNLIMITED,
  };
  return {
    ...sandbox,
    settings,
    accessToken: access_token,
    folder,
    file(content, name = 'config.json', mode = 0o600) {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(content), {mode});
      return path;
    },
    run(files, {args = [], ...options} = {}) {
      const child = start('harvest', {
        ...options,
        args: [...files.flatMap((path) => ['--config', path]), ...args],
      });
      child.stdin.end();
      return outcome(child);
    },
    get seen() {
      const {refreshes, tokenRequests} = sandbox.signIn.counts;
      const unauthorized = sandbox.requests.filter(({status}) => status === 401).length;
      return {refreshes, tokenRequests, unauthorized};
    },
    secrets() {
      const sent = sandbox.requests.flatMap(({headers, body, path}) => [
        ...(headers.authorization === undefined ? [] : [headers.authorization.replace('Bearer ', '')]),
        ...(path.endsWith('/token') ? [new URLSearchParams(body).get('refresh_token') ?? ''] : []),
      ]);
      const all = [...sent, access_token, refresh_token, sandbox.signIn.clientSecret];
      return [...new Set(all)].filter((secret) => secret !== '');
    },
  };
}

/** A configured catalog of these streams, each read in full. */
export function fullRefreshOf(...names: string[]): JsonObject {
  return {
    streams: names.map((name) => ({
      stream: {name, json_schema: {}},
      sync_mode: 'full_refresh',
      destination_sync_mode: 'overwrite',
    })),
  };
}

/** The settings in the CONTROL messages of a run. */
export function controlsIn({stdout}: Ended): JsonObject[] {
  return messagesIn(stdout).flatMap((message) => {
    if (message.type !== 'CONTROL') return [];
    return [objectIn(objectIn(objectIn(message.control).connectorConfig).config)];
  });
}

/** The messages of TRACE ERROR, with whose matter they are. */
export function errorsIn({stdout}: Ended): {message: string; failure: string; stream: string | undefined}[] {
  return messagesIn(stdout).flatMap((message: Message) => {
    const {error} = bodyOf(message);
    if (error === undefined || !isObject(error)) return [];
    const {name} = objectIn(error.stream_descriptor);
    const stream = name === undefined ? undefined : String(name);
    return [{message: String(error.message), failure: String(error.failure_type), stream}];
  });
}

export function jsonIn(path: string): JsonObject {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isObject(value)) throw new Error(`${path} holds no object`);
  return value as JsonObject;
}

/** All forms in which a secret might be told. */
export function formsOf(secret: string): string[] {
  const inBase64 = ['', 'x', 'xy'].map((before) =>
    Buffer.from(`${before}${secret}`).toString('base64').slice(4, -4),
  );
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('/', '\\/'),
    new URLSearchParams([['', secret]]).toString().slice(1),
    ...inBase64,
  ];
}

/** Lines of stderr at one level, without what they begin with. */
export function linesAt({stderr}: Ended, level: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith(`${level} `) && !line.includes('METRIC'))
    .map((line) => line.slice(level.length + 1));
}

/** The settings below `credentials`, as a form of Airbyte's writes them. */
export function nested({settings}: SignedIn, more: JsonObject = {}): JsonObject {
  const {client_id, client_secret, refresh_token, ...others} = settings;
  const credentials = {auth_type: 'oauth', client_id, client_secret, refresh_token, ...more} as JsonObject;
  return {...others, credentials} as JsonObject;
}
