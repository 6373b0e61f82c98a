/**
 * Everything that a tap or a target is made of. A tap of one's own declares its streams, describes its service and calls
 * `main`; nothing here loads the HTTP client until a sync asks for it. A target of one's own describes its service, writes
 * one record at a time, and calls `runTarget`.
 * @module
 */
export {main} from './cli/main.js';
export {runTarget} from './cli/run-target.js';
export {exists, readJsonFile} from './config/files.js';
export {recordSchema} from './config/settings-schema.js';
export {updateConfigFile, withSettings} from './config/write.js';
export type {Clock} from './core/clock.js';
export {scaling, wholeNumber} from './core/decimals.js';
export {
  AuthError,
  ConfigError,
  DataError,
  RefusedError,
  ServiceError,
  TapError,
  UnansweredError,
  UsageError,
} from './core/errors.js';
export type {JsonObject, JsonValue} from './core/json.js';
export {canonicalJson, isObject} from './core/json.js';
export type {Log} from './core/log.js';
export {resolveMoment} from './core/moments.js';
export type {PropertySchema, RecordSchema} from './core/schema.js';
export {calendarDate, epochMillis, timestampOf, utcMilliseconds, utcTimestamp} from './core/timestamps.js';
export {addDays} from './core/windows.js';
export type {Client} from './http/client.js';
export type {JsonResponse, Look, Query, WriteAnswer, WriteCall} from './http/client-options.js';
export type {Limit} from './http/limit.js';
export type {Application, TokenEndpoint, TokenFacts, Tokens} from './http/token-endpoint.js';
export {packageVersion} from './package-facts.js';
export type {Declaration, Params, ParamValue} from './rest/declaration.js';
export {followLinks, type LinkedPage, linkedPages, type PageOf} from './rest/linked-pages.js';
export {listRows, type RowsOf} from './rest/list-rows.js';
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
export type {Connection} from './target/connection.js';
export {keyText, plainKey} from './target/keys.js';
export type {Flight, Ledger, LedgerEntry} from './target/ledger.js';
export {
  type Applied,
  type Claim,
  type ClaimContext,
  defineTarget,
  type Reference,
  Rejection,
  type StreamSchema,
  type StreamWriter,
  type Target,
  type TargetContext,
  type Undecided,
  type Writing,
} from './target/target.js';
export type {Belonging} from './watch/kin.js';
export type {Hook, HookCalls, HookedEvent, Meaning, NewHook, Subject, Webhooks} from './watch/webhooks.js';
