import type {LoadedConfig} from '../config/load.js';
import {Masks} from '../core/redact.js';
import {select} from '../core/selection.js';
import {singer} from '../dialects/singer.js';
import {barProgress, loggedProgress} from '../sync/progress.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {summaryTable} from '../sync/summary.js';
import {Writer} from '../sync/writer.js';
import {streamsOfTap, type Tap} from '../tap.js';
import type {Command} from './args.js';
import type {Ending} from './ending.js';
import {foreignSelection, foreignState} from './foreign.js';
import type {Front} from './front.js';
import {readCatalog, readState} from './inputs.js';
import {keepInFile} from './keep-credentials.js';
import {sync} from './sync.js';
import {systemClock} from './system-clock.js';
import {discoveryConfig} from './tap-config.js';

/** A sync as Singer has it: messages on stdout, the log on stderr. */
export async function singerSync(
  tap: Tap,
  command: Command,
  loaded: LoadedConfig,
  log: StderrLog,
  ending: Ending,
): Promise<void> {
  const masks = new Masks(loaded.secrets);
  log.redactWith(masks.redact);
  for (const warning of loaded.warnings) log.warning(warning);
  const {state, problems} = readState(command.state);
  const catalog = readCatalog(command.catalog);
  const selection = select(streamsOfTap(tap, loaded.config), catalog);
  const foreign = [foreignState(tap, state), foreignSelection(tap, catalog)];
  for (const warning of [...problems, ...selection.warnings, ...foreign])
    if (warning !== undefined) log.warning(warning);
  await sync({
    tap,
    loaded,
    masks,
    selected: selection.streams,
    state,
    front: singerFront(command, log, ending),
    ending,
    most: command.action === 'test' ? 1 : undefined,
    summary: command.summary,
  });
}

function singerFront({logFormat, config}: Command, log: StderrLog, ending: Ending): Front {
  return {
    writer: new Writer(process.stdout, (error) => ending.outputBroke(error)),
    dialect: singer(),
    log,
    refusalsFail: false,
    renewed: (renewed) => keepInFile(config, renewed, log),
    progress: async (tallies) =>
      process.stderr.isTTY && logFormat === 'text' && tallies.all.length > 0
        ? barProgress(tallies, log, systemClock)
        : loggedProgress(tallies, log, systemClock),
    conclude(tallies) {
      if (logFormat === 'text') log.print(summaryTable(tallies));
      else log.summary(tallies);
    },
  };
}

/** Prints the schemas of the selected streams, without any request. */
export async function testSchema(
  tap: Tap,
  command: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const streams = streamsOfTap(tap, discoveryConfig(tap, command.config));
  const selection = select(streams, readCatalog(command.catalog));
  for (const warning of selection.warnings) log.warning(warning);
  const writer = new Writer(process.stdout, (error) => ending.outputBroke(error));
  const dialect = singer();
  for (const selected of selection.streams) for (const line of dialect.schema(selected)) writer.write(line);
  await writer.finish(ending.patience);
  if (ending.broken !== undefined) throw ending.broken;
  return 0;
}
