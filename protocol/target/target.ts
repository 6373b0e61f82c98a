import type {Clock} from '../core/clock.js';
import type {JsonObject} from '../core/json.js';
import type {Log} from '../core/log.js';
import type {RecordSchema} from '../core/schema.js';
import type {Client} from '../http/client.js';
import type {Service} from '../rest/service.js';
import type {Connection} from './connection.js';
import type {Ledger} from './ledger.js';

/** A program that writes what taps send into one service: everything that the command line needs to know of it. */
export interface Target {
  /** The executable's name, e.g. `target-paymo`. */
  readonly name: string;
  /** One sentence for `--about`. */
  readonly description: string;
  /** The folder of `config.json`, which ends with a slash. */
  readonly schemas: URL;
  /** The service's facts under a config that has been validated: where it is, credentials, limits. */
  readonly service: (config: unknown) => Service;
  /** What is wrong with settings that are right one by one, a sentence for each; default: nothing. */
  readonly problems?: (config: unknown) => readonly string[];
  /** What it writes, for `--about`: a row for each kind of object, under these titles. */
  readonly objects: {readonly titles: readonly string[]; readonly rows: readonly (readonly string[])[]};
  /** Begins a run. */
  readonly open: (context: TargetContext) => Promise<Writing>;
  /**
   * Looks whether an object that a person names can be what was made of a record, and returns its id as the ledger has ids.
   * Throws `TapError`, with a sentence, where it can't. Default: any id can be it that no record of the stream has.
   */
  readonly confirm?: (context: ClaimContext, claim: Claim) => Promise<string>;
}

/** What a person says was made of a record. */
export interface Claim {
  readonly stream: string;
  readonly key: string;
  /** As it was given. */
  readonly id: string;
}

/** What a claim can be looked at with. */
export interface ClaimContext {
  /** Valid settings, with defaults. */
  readonly config: JsonObject;
  /** The service, for reads. */
  readonly client: Client;
  /** What the ledger knows, once the target knows which account it is bound to; what it is told is forgotten. */
  readonly openLedger: (account: string) => Promise<Ledger>;
}

/** A target as its author writes it: `Config` is the type that its `config.json` describes, shared settings included. */
export interface TargetOf<Config> extends Omit<Target, 'service' | 'problems' | 'open' | 'confirm'> {
  readonly service: (config: Config) => Service;
  readonly problems?: (config: Config) => readonly string[];
  readonly open: (config: Config, context: TargetContext) => Promise<Writing>;
  readonly confirm?: (config: Config, context: ClaimContext, claim: Claim) => Promise<string>;
}

/** Makes a target. */
export function defineTarget<Config>(said: TargetOf<Config>): Target {
  // The command line has checked the config against the very schema that `Config` is generated from.
  const {service, problems, open, confirm, ...others} = said;
  return {
    ...others,
    service: (config) => service(config as Config),
    ...(problems === undefined ? {} : {problems: (config) => problems(config as Config)}),
    open: (context) => open(context.config as unknown as Config, context),
    ...(confirm === undefined
      ? {}
      : {confirm: (context, claim) => confirm(context.config as unknown as Config, context, claim)}),
  };
}

/** What a target has to work with in a run. */
export interface TargetContext {
  /** Valid settings, with defaults. */
  readonly config: JsonObject;
  /** The service: reads, and writes that are only told in a dry run. */
  readonly connection: Connection;
  readonly log: Log;
  readonly clock: Clock;
  /** Aborted when the run is to end. */
  readonly signal: AbortSignal;
  /** Opens the ledger, once the target knows which account it is bound to. */
  readonly openLedger: (account: string) => Promise<Ledger>;
}

/** The service's side of a run. */
export interface Writing {
  /**
   * Settles what an earlier run left unanswered, before anything is written. Returns what could not be decided, for the
   * rejects.
   */
  recover(): Promise<readonly Undecided[]>;
  /** Decides everything about a stream when its schema comes. Throws `ConfigError` where it can't be written at all. */
  stream(schema: StreamSchema): StreamWriter;
}

/** A SCHEMA message. */
export interface StreamSchema {
  readonly stream: string;
  readonly schema: RecordSchema;
  readonly keyProperties: readonly string[];
}

/** One stream of the input on its way into the service. */
export interface StreamWriter {
  /** What tells this record from the others of its stream, as text. Throws `Rejection` where it has none. */
  keyOf(record: JsonObject): string;
  /** Records that have to be in the service before this one, and are not; it waits for them while there is input. */
  missing(record: JsonObject): readonly Reference[];
  /**
   * Writes a record, and returns what that took. Throws `Rejection` when this record can't be written, and any other error
   * when nothing can be.
   */
  apply(record: JsonObject, key: string): Promise<Applied>;
  /** The record as it may be shown and kept: without secrets. */
  shown(record: JsonObject): JsonObject;
}

/** A record of the input that another one refers to by its source's key. */
export interface Reference {
  /** The field that refers to it, for messages. */
  readonly field: string;
  /** The input streams that it may be in; any of them will do. */
  readonly streams: readonly string[];
  /** As `keyOf` gives it. */
  readonly key: string;
}

export type Applied = 'created' | 'updated' | 'deleted' | 'unchanged';

/** Why one record was not written, while others may be. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  /** What the service said, where it was asked. */
  readonly serviceMessage: string | undefined;
  readonly status: number | undefined;

  constructor(reason: string, said: {serviceMessage?: string | undefined; status?: number | undefined} = {}) {
    super(reason);
    this.serviceMessage = said.serviceMessage;
    this.status = said.status;
  }
}

/** A call of an earlier run of which nobody can tell whether it had its effect. */
export interface Undecided {
  readonly stream: string;
  readonly key: string;
  readonly reason: string;
}
