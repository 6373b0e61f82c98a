import {TapError, UsageError} from '../core/errors.js';
import {redactor} from '../core/redact.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {streamsOfTap, type Tap} from '../tap.js';
import type {Command} from './args.js';
import type {Ending} from './ending.js';
import {print} from './print.js';
import {serviceClient} from './service-client.js';
import {systemClock} from './system-clock.js';
import {runConfig} from './tap-config.js';

/** Does what a tap's own verb says, and prints what came of it. Throws `TapError` where that is less than was asked for. */
export async function verbCommand(
  tap: Tap,
  {verb: name = '', config: sources, format}: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const verb = tap.verbs?.[name];
  if (verb === undefined) throw new UsageError(`Unknown argument: ${name}`);
  const loaded = runConfig(tap, sources);
  const redact = redactor(loaded.secrets);
  log.redactWith(redact);
  for (const warning of loaded.warnings) log.warning(warning);
  const streams = streamsOfTap(tap, loaded.config);
  const client = serviceClient(tap.service(loaded.config), loaded, {
    signal: ending.run,
    log,
    observe({path, status, seconds}) {
      log.debug(`GET ${path} ${status ?? 'failed'} after ${seconds.toFixed(3)} s`);
    },
  });
  try {
    const {json, text, problem} = await verb.run({
      config: loaded.config,
      client,
      log,
      now: new Date(systemClock.now()),
      fieldsOf: (stream) => Object.keys(streams.find((one) => one.name === stream)?.schema.properties ?? {}),
    });
    await print(redact(format === 'json' ? JSON.stringify(json, undefined, 2) : text));
    if (problem !== undefined) throw new TapError(redact(problem));
    return 0;
  } finally {
    client.close();
  }
}
