import {RefusedError, TapError} from '../core/errors.js';
import {RestSource} from '../rest/source.js';
import {Findings} from '../sync/findings.js';
import {RecordMaker} from '../sync/record-maker.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {streamsOfTap, type Tap} from '../tap.js';
import type {Command} from './args.js';
import {commonConfig} from './common-config.js';
import {CONSOLE, type Console} from './consent.js';
import {readCatalog} from './inputs.js';
import {type OneAccount, oneAccount} from './one-account.js';
import {oneAsked, requireKey, selectedAlone} from './one-stream.js';
import {printBytes} from './print.js';
import {type VerbEnding, verbClient} from './verb-client.js';

/** Prints one record as a sync would shape it. Throws `TapError` where there is none. */
export async function getCommand(
  tap: Tap,
  {config: sources, catalog, words, flags}: Command,
  log: StderrLog,
  ending: VerbEnding,
  console: Console = CONSOLE,
): Promise<number> {
  // There is no state here that could tell anything.
  ending.remark = '';
  const asked = oneAsked(tap, words);
  const {declaration, key} = asked;
  const {name} = declaration;
  let account: OneAccount | undefined;
  const {loaded, service, client} = verbClient(tap, sources, log, ending, (config) => {
    account = oneAccount(tap, config, flags.account);
    // Whoever names a record wants it, whatever a sync is to leave out.
    const {filters: _unused, ...others} = account.config;
    return others;
  });
  const source = new RestSource(tap.streams, service, client, log);
  try {
    const {selected, warnings} = selectedAlone(streamsOfTap(tap, loaded.config), name, readCatalog(catalog));
    for (const warning of warnings) log.warning(warning);
    requireKey(selected, asked);
    await service.prepare?.(client);
    const fields = new Set(Object.keys(selected.schema.properties));
    const found = await source.one(name, key, fields).catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error;
      throw new TapError(
        `${error.message}. ${service.permissionOf?.(name) ?? 'It may want other permissions'}`,
      );
    });
    if (found === undefined) {
      throw new TapError(`${service.name} has no ${singular(name)} ${key.join(' ')}`);
    }
    const whole = selected.withFields(found.fields, (problem) => log.warning(problem, name));
    const findings = new Findings(name, log);
    const records = new RecordMaker(whole, findings, commonConfig(loaded.config).validate_records);
    const record = records.make(found.row, {...found.stamp, ...account?.stamp});
    records.check(record);
    for (const line of findings.summary()) log.warning(line, name);
    // On a terminal it is for people.
    const spaces = console.printed.isTTY === true ? 2 : undefined;
    await printBytes(`${JSON.stringify(record, undefined, spaces)}\n`, console.printed);
    return 0;
  } finally {
    source.close();
  }
}

/** What one record of a stream is called. */
function singular(stream: string): string {
  return stream
    .replaceAll('_', ' ')
    .replace(/ies$/, 'y')
    .replace(/uses$/, 'us')
    .replace(/([^su])s$/, '$1');
}
