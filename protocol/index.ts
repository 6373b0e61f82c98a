/**
 * Everything that a tap is made of. A tap of one's own declares its streams, describes its service and calls
 * `main`; nothing here loads the HTTP client until a sync asks for it.
 * @module
 */
export {main} from './cli/main.js';
export {exists, readJsonFile} from './config/files.js';
export {updateConfigFile, withSettings} from './config/write.js';
export {scaling, wholeNumber} from './core/decimals.js';
export {
  AuthError,
  ConfigError,
  DataError,
  RefusedError,
  ServiceError,
  TapError,
  UsageError,
} from './core/errors.js';
export type {JsonObject, JsonValue} from './core/json.js';
export {isObject} from './core/json.js';
export type {Log} from './core/log.js';
export {resolveMoment} from './core/moments.js';
export type {PropertySchema} from './core/schema.js';
export {calendarDate, epochMillis, timestampOf, utcMilliseconds, utcTimestamp} from './core/timestamps.js';
export {addDays} from './core/windows.js';
export type {Client} from './http/client.js';
export type {JsonResponse, Look, Query} from './http/client-options.js';
export type {Limit} from './http/limit.js';
export type {Application, TokenEndpoint, TokenFacts, Tokens} from './http/token-endpoint.js';
export {packageVersion} from './package-facts.js';
export type {Declaration, Params, ParamValue} from './rest/declaration.js';
export {followLinks, type LinkedPage, linkedPages, type PageOf} from './rest/linked-pages.js';
export {numberedPages} from './rest/numbered-pages.js';
export type {Page, Paging} from './rest/paging.js';
export type {Relation} from './rest/relation.js';
export type {AskTable, DayFacts, FilterCheck, Service, ServiceOpening} from './rest/service.js';
export {streamsOf} from './rest/streams-of.js';
export {rowsOfWhole} from './rest/whole-list.js';
export {table} from './sync/summary.js';
export {
  type Accounts,
  defineTap,
  type ForeignFiles,
  type Renewal,
  type ServiceVerb,
  type SetupContext,
  type SetupVerb,
  type Tap,
  type Verb,
  type VerbContext,
  type VerbReport,
} from './tap.js';
export type {Hook, HookCalls, Meaning, NewHook, Subject, Webhooks} from './watch/webhooks.js';
