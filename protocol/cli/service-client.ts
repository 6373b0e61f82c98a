import pLimit from 'p-limit';
import type {LoadedConfig} from '../config/load.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import {redactor} from '../core/redact.js';
import {Client} from '../http/client.js';
import type {ClientOptions} from '../http/client-options.js';
import {Limiters} from '../http/limit.js';
import type {Service} from '../rest/service.js';
import {type CommonConfig, commonConfig} from './common-config.js';
import {systemClock} from './system-clock.js';

/** What a client needs to know besides its service and the config. */
export type ClientContext = Pick<
  ClientOptions,
  'signal' | 'observe' | 'waiting' | 'authorization' | 'redact' | 'limiters' | 'slots'
> & {readonly log: Log};

/** What several clients of one service have in common, so that together they keep to what one of them may. */
export type Shares = Required<Pick<ClientOptions, 'limiters' | 'slots'>>;

/** Makes that. */
export function sharesOf(service: Service, loaded: LoadedConfig): Shares {
  const {concurrency} = commonConfig(loaded.config);
  return {
    limiters: new Limiters(service.limits, limitOf(service), systemClock),
    slots: pLimit(Math.min(concurrency, service.mostAtOnce ?? concurrency)),
  };
}

function limitOf({limits, limitOf: chosen}: Service): (url: URL) => string {
  return chosen ?? (() => Object.keys(limits)[0] ?? '');
}

/** The client for a service under a config. */
export function serviceClient(service: Service, loaded: LoadedConfig, context: ClientContext): Client {
  const common = commonConfig(loaded.config);
  // Targets write one record after the other, and have no such setting.
  const {concurrency = 1} = loaded.config as Partial<CommonConfig>;
  return new Client({
    ...withoutUndefined({
      secretQuery: service.secretQuery,
      forbiddenHint: service.forbiddenHint,
      exactNumbers: service.exactNumbers,
      fewerRetries: service.fewerRetries,
      quotaHeaders: service.quotaHeaders,
      alsoTrusted: service.alsoTrusted,
    }),
    baseUrl: service.baseUrl,
    headers: service.headers,
    service: service.name,
    credentialsHint: service.credentialsHint,
    limits: service.limits,
    limitOf: limitOf(service),
    maxRetries: common.max_retries,
    maxWait: common.max_wait * 1000,
    connectTimeout: common.connect_timeout * 1000,
    requestTimeout: common.request_timeout * 1000,
    maxResponseBytes: common.max_response_bytes,
    concurrency: Math.min(concurrency, service.mostAtOnce ?? concurrency),
    clock: systemClock,
    redact: redactor(loaded.secrets),
    ...context,
  });
}

/** How a token endpoint is talked to under a config. */
export function tokenClient(config: JsonObject) {
  const common = commonConfig(config);
  return {
    connectTimeout: common.connect_timeout * 1000,
    requestTimeout: common.request_timeout * 1000,
    maxResponseBytes: common.max_response_bytes,
    maxRetries: common.max_retries,
    maxWait: common.max_wait * 1000,
  };
}

type Defined<Members> = {[Name in keyof Members]?: Exclude<Members[Name], undefined>};

/** An object without the members that are undefined. */
function withoutUndefined<Members extends object>(members: Members): Defined<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<Members>;
}
