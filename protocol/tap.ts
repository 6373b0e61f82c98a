import {recordSchema} from './config/settings-schema.js';
import type {Clock} from './core/clock.js';
import type {JsonObject, JsonValue} from './core/json.js';
import type {Log} from './core/log.js';
import {readMarks} from './core/marks.js';
import type {PropertySchema, RecordSchema} from './core/schema.js';
import type {Stream} from './core/stream.js';
import type {FirstTokens} from './http/authorization.js';
import type {Client} from './http/client.js';
import type {Application, TokenEndpoint, TokenFacts} from './http/token-endpoint.js';
import {costOf} from './rest/cost.js';
import type {Declaration} from './rest/declaration.js';
import {rootOf, type Service} from './rest/service.js';
import type {Webhooks} from './watch/webhooks.js';

/** One service as a program: everything that the command line needs to know of it. */
export interface Tap {
  /** The executable's name, e.g. `tap-harvest`. */
  readonly name: string;
  /** One sentence for `--about`. */
  readonly description: string;
  /** The folder of `config.json` and one `<stream>.json` for each stream; ends with a slash. */
  readonly schemas: URL;
  readonly streams: readonly Declaration[];
  /** The service's facts under a config that has been validated against `config.json`. */
  readonly service: (config: unknown) => Service;
  /** What is wrong with settings that are right one by one, a sentence for each; default: nothing. */
  readonly problems?: (config: unknown) => readonly string[];
  /** What the program can do besides being a tap, by the word for it; default: nothing. */
  readonly verbs?: Readonly<Record<string, Verb>>;
  /** What a config changes in the records; default: nothing. */
  readonly records?: (config: unknown, schemaOf: (stream: string) => RecordSchema) => RecordChanges;
  /** How credentials are renewed that end; default: they don't. */
  readonly renewal?: (config: unknown) => Renewal | undefined;
  /** How several accounts are read in one run; default: they can't be. */
  readonly accounts?: Accounts;
  /** What the service tells of by webhooks; default: it has none. */
  readonly webhooks?: Webhooks;
  /** By what the files of other connectors for the service are told from ours; default: by nothing. */
  readonly foreign?: ForeignFiles;
}

/** How credentials are renewed. The settings that hold them are `access_token`, `refresh_token` and `expires_at`. */
export interface Renewal {
  readonly application: Application;
  readonly facts: TokenFacts;
  readonly tokens: FirstTokens;
}

/** Several accounts of one service, which can be read in one run with the same credentials. */
export interface Accounts {
  /** The field that tells their records apart; part of every key where several are read. */
  readonly field: string;
  readonly schema: PropertySchema;
  /** The setting that asks for several, for messages. */
  readonly setting: string;
  /** The accounts that a config asks for; `all`: whatever the credentials reach; undefined: one, without that field. */
  readonly asked: (config: JsonObject) => readonly string[] | 'all' | undefined;
  /** The accounts that the credentials reach. Throws `TapError` where there are none. */
  readonly reachable: (config: JsonObject, client: Client) => Promise<readonly string[]>;
  /** The config by which one of them is read alone. */
  readonly configOf: (config: JsonObject, account: string) => JsonObject;
}

/** What only the configs, catalogs and states of other connectors for a service have. */
export interface ForeignFiles {
  /** Settings, with dots for those of objects. */
  readonly settings: readonly string[];
  /** What they write as `auth_type`. */
  readonly authTypes: readonly string[];
  /** Streams. */
  readonly streams: readonly string[];
  /** What to do with such files, as a sentence without its stop. */
  readonly hint: string;
}

/** Something that a program can be told to do, by a word on its command line. */
export type Verb = ServiceVerb | SetupVerb;

/** What a program does with a service: it needs a complete config, and gets a client. */
export interface ServiceVerb {
  readonly kind: 'service';
  /** One line for the help. */
  readonly description: string;
  /** Does it. Throws `TapError` with a sentence when it can't be done. */
  readonly run: (context: VerbContext) => Promise<VerbReport>;
}

/** What sets a program up, or works with files alone: no setting need be there yet, and people may be asked. */
export interface SetupVerb {
  readonly kind: 'setup';
  /** One line for the help. */
  readonly description: string;
  /** Its own flags, by name without dashes. */
  readonly flags: Readonly<Record<string, VerbFlag>>;
  /** Whether it works on config files, so that one must be named. */
  readonly needsConfig: boolean;
  /** Its config files are those of others, so that it reads them itself; default: they are ours. */
  readonly foreignConfig?: boolean;
  /** Does it. Throws `TapError` with a sentence when it can't be done. */
  readonly run: (context: SetupContext) => Promise<VerbReport>;
}

export interface VerbFlag {
  /** `strings` may be given several times. */
  readonly type: 'string' | 'strings' | 'boolean' | 'number';
  readonly describe: string;
  /** A single letter for it. */
  readonly alias?: string;
}

/** What a flag was given; undefined where it was not. */
export type FlagValue = string | number | boolean | readonly string[] | undefined;

export interface SetupContext {
  /** The settings that are there, valid, with the defaults of the others. */
  readonly config: JsonObject;
  /** The config files in the order in which they were named; a later one wins. They need not exist. */
  readonly files: readonly string[];
  readonly flags: Readonly<Record<string, FlagValue>>;
  /** The files that were named as catalog and state. */
  readonly catalog: string | undefined;
  readonly state: string | undefined;
  readonly log: Log;
  readonly clock: Clock;
  /** Aborted when the program is to end. */
  readonly signal: AbortSignal;
  /** The client for the service under a config; whoever asks for it closes it. */
  readonly connect: (config: JsonObject) => Client;
  /** Where an application gets its tokens. */
  readonly tokenEndpoint: (application: Application, facts: TokenFacts) => TokenEndpoint;
  /** Masks these too, from now on, in everything that is logged or reported. */
  readonly keepSecret: (...secrets: readonly string[]) => void;
  /** The streams of the catalog that discovery prints without settings, in one dialect. */
  readonly discovered: (dialect: 'singer' | 'airbyte') => Promise<JsonObject[]>;
  /** The names of all settings. */
  readonly settings: readonly string[];
  /** What is wrong with a config for a run, a sentence for each; no secret is in them. */
  readonly problemsIn: (config: JsonObject) => readonly string[];
}

export interface VerbContext {
  /** Valid settings, with defaults. */
  readonly config: JsonObject;
  readonly client: Client;
  readonly log: Log;
  /** When the program was started. */
  readonly now: Date;
  /** The names of the fields that a stream's schema knows. */
  readonly fieldsOf: (stream: string) => readonly string[];
}

/** What came of it, for programs and for people. Secrets are masked in both before they are printed. */
export interface VerbReport {
  readonly json: JsonValue;
  readonly text: string;
  /** Why that is less than was asked for, as a sentence; undefined where it is not. */
  readonly problem?: string;
}

/** How a config changes the schemas of a tap's streams. */
export interface RecordChanges {
  /** Whether fields that hold credentials are offered. */
  readonly secrets: boolean;
  /** Fields that streams have besides, by stream. */
  readonly more: Readonly<Record<string, Record<string, PropertySchema>>>;
}

/** A tap as its author writes it: `Config` is the type that `config.json` describes, shared settings included. */
export interface TapOf<Config> extends Omit<Tap, 'service' | 'problems' | 'records' | 'renewal'> {
  readonly service: (config: Config) => Service;
  readonly problems?: (config: Config) => readonly string[];
  /** It may be asked about a config that lacks required settings, since discovery needs none. */
  readonly records?: (config: Partial<Config>, schemaOf: (stream: string) => RecordSchema) => RecordChanges;
  readonly renewal?: (config: Config) => Renewal | undefined;
}

/** Makes a tap. */
export function defineTap<Config>(said: TapOf<Config>): Tap {
  // The command line has checked the config against the very schema that `Config` is generated from.
  const {problems, records, renewal, ...others} = said;
  return {
    ...others,
    service: (config) => said.service(config as Config),
    ...(problems === undefined ? {} : {problems: (config) => problems(config as Config)}),
    ...(records === undefined
      ? {}
      : {records: (config, schemaOf) => records(config as Partial<Config>, schemaOf)}),
    ...(renewal === undefined ? {} : {renewal: (config) => renewal(config as Config)}),
  };
}

const NO_CHANGES: RecordChanges = {secrets: false, more: {}};

/** The streams of a tap as the core knows them under a config, with their schemas read from the tap's folder. */
export function streamsOfTap(tap: Tap, config?: JsonObject): Stream[] {
  const schemaOf = (stream: string) => recordSchema(tap.schemas, stream);
  const changes = tap.records?.(config ?? {}, schemaOf) ?? NO_CHANGES;
  const {accounts} = tap;
  const apart = accounts?.asked(config ?? {}) === undefined ? undefined : accounts;
  return tap.streams.map((declaration) => {
    const root = rootOf(declaration);
    const own = schemaOf(declaration.name);
    const whole = {
      ...own,
      properties: {
        ...(apart === undefined ? {} : {[apart.field]: apart.schema}),
        ...own.properties,
        ...changes.more[declaration.name],
      },
    };
    const {schema, hidden, rules} = readMarks(whole, changes.secrets);
    return {
      name: declaration.name,
      schema,
      quietFields: new Set([...hidden, ...embeddedFor(tap, declaration.name)]),
      rules,
      keyProperties: [...(apart === undefined ? [] : [apart.field]), ...declaration.keyProperties],
      replicationMethod: declaration.replicationMethod,
      replicationKey: declaration.replicationKey,
      parent: root === declaration ? undefined : root.name,
      selectedByDefault: declaration.selectedByDefault,
      cost: costOf(declaration),
      fieldsOffByDefault: declaration.fieldsOffByDefault,
    };
  });
}

/** What is embedded in a stream's rows for the sake of others, and is no field of its own records. */
function embeddedFor(tap: Tap, stream: string): string[] {
  return tap.streams.flatMap((one) =>
    one.kind === 'derived' && one.parent.name === stream && one.relation !== undefined
      ? [one.relation.name]
      : [],
  );
}
