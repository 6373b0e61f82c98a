import {ENVIRONMENT} from '../config/load.js';
import {settingsSchema} from '../config/settings-schema.js';
import {discover} from '../core/catalog.js';
import {TapError, UsageError} from '../core/errors.js';
import type {JsonObject} from '../core/json.js';
import {Masks} from '../core/redact.js';
import {TokenEndpoint} from '../http/token-endpoint.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {type ServiceVerb, type SetupVerb, streamsOfTap, type Tap, type VerbReport} from '../tap.js';
import type {Command} from './args.js';
import type {Ending} from './ending.js';
import {print} from './print.js';
import {serviceClient, tokenClient} from './service-client.js';
import {systemClock} from './system-clock.js';
import {configProblemsOf, draftConfig} from './tap-config.js';
import {verbClient} from './verb-client.js';

/** Does what a tap's own verb says, and prints what came of it. Throws `TapError` where that is less than was asked for. */
export async function verbCommand(
  tap: Tap,
  command: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const verb = tap.verbs?.[command.verb ?? ''];
  if (verb === undefined) throw new UsageError(`Unknown argument: ${command.verb}`);
  // There is no state here that could tell anything.
  ending.remark = '';
  return verb.kind === 'setup'
    ? setupVerb(tap, verb, command, log, ending)
    : serviceVerb(tap, verb, command, log, ending);
}

async function serviceVerb(
  tap: Tap,
  verb: ServiceVerb,
  {config: sources, format}: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const {loaded, client, masks} = verbClient(tap, sources, log, ending);
  const streams = streamsOfTap(tap, loaded.config);
  try {
    const report = await verb.run({
      config: loaded.config,
      client,
      log,
      now: new Date(systemClock.now()),
      fieldsOf: (stream) => Object.keys(streams.find((one) => one.name === stream)?.schema.properties ?? {}),
    });
    return await tell(report, format, masks.redact);
  } finally {
    client.close();
  }
}

async function setupVerb(
  tap: Tap,
  verb: SetupVerb,
  {config: sources, format, flags, catalog, state}: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const loaded = draftConfig(tap, verb.foreignConfig === true ? [] : sources);
  const masks = new Masks(loaded.secrets);
  log.redactWith(masks.redact);
  for (const warning of loaded.warnings) log.warning(warning);
  const report = await verb.run({
    config: loaded.config,
    files: sources.filter((source) => source !== ENVIRONMENT),
    flags,
    catalog,
    state,
    log,
    clock: systemClock,
    signal: ending.run,
    connect: (config) =>
      serviceClient(
        tap.service(config),
        {...loaded, config},
        {
          redact: masks.redact,
          signal: ending.run,
          log,
        },
      ),
    tokenEndpoint: (application, facts) =>
      new TokenEndpoint(application, {
        ...facts,
        ...tokenClient(loaded.config),
        clock: systemClock,
        signal: ending.run,
        log,
      }),
    keepSecret: (...secrets) => masks.add(...secrets),
    discovered: (dialect) => discovered(tap, dialect),
    settings: Object.keys(settingsSchema(tap.schemas).properties),
    problemsIn: (config) => configProblemsOf(tap, config),
  });
  return tell(report, format, masks.redact);
}

/** What discovery prints, as plain JSON. */
async function discovered(tap: Tap, dialect: 'singer' | 'airbyte'): Promise<JsonObject[]> {
  const streams = streamsOfTap(tap);
  if (dialect === 'singer') return discover(streams).streams.map(plain);
  const {airbyteStream} = await import('./airbyte/discover.js');
  return streams.map(airbyteStream);
}

function plain(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}

async function tell(
  {json, text, problem}: VerbReport,
  format: Command['format'],
  redact: (text: string) => string,
): Promise<number> {
  await print(redact(format === 'json' ? JSON.stringify(json, undefined, 2) : text));
  if (problem !== undefined) throw new TapError(redact(problem));
  return 0;
}
