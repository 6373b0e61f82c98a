import {ConfigError, Interrupted, UsageError} from '../core/errors.js';
import {Masks} from '../core/redact.js';
import {timestampOf} from '../core/timestamps.js';
import {singer} from '../dialects/singer.js';
import {acquireLock} from '../durable/lock.js';
import {withKeeps} from '../rest/source.js';
import {Checkpoints} from '../sync/checkpoints.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {Writer} from '../sync/writer.js';
import {streamsOfTap, type Tap} from '../tap.js';
import {deletedRecords} from '../watch/sink.js';
import type {Command} from './args.js';
import {clients} from './clients.js';
import type {Ending} from './ending.js';
import {foreignSelection, foreignState} from './foreign.js';
import {readCatalog, readState} from './inputs.js';
import {keepInFile} from './keep-credentials.js';
import {RenewedClient} from './renewed-client.js';
import {sharesOf} from './service-client.js';
import {systemClock} from './system-clock.js';
import {runConfig} from './tap-config.js';
import {Watch} from './watch.js';
import {lockPath, WatchHooks} from './watch-hooks.js';
import {openParts} from './watch-parts.js';
import {impatient, requireWatchable, secretWarning, watchConfig, watchFlags} from './watch-settings.js';
import {watchedStreams} from './watch-streams.js';

/** How long our last words may take: what was received is worked off, and hooks are removed. */
const PATIENCE_MILLIS = 8000;

/**
 * Listens to what the service tells by webhooks and writes it to stdout as records, for as long as the program runs.
 * Returns the exit code once it has been told to stop and has done so in order.
 */
export async function watchCommand(
  tap: Tap,
  command: Command,
  log: StderrLog,
  ending: Ending,
): Promise<number> {
  const {webhooks} = tap;
  if (webhooks === undefined) throw new UsageError(`${tap.name} has no webhooks to watch`);
  const flags = watchFlags(command);
  const loaded = runConfig(tap, command.config);
  const masks = new Masks(loaded.secrets);
  // Before anything is masked: the word "secret" may itself be one, and the setting's name must be readable.
  const weak = secretWarning(watchConfig(loaded.config));
  if (weak !== undefined) log.warning(weak);
  log.redactWith(masks.redact);
  for (const warning of loaded.warnings) log.warning(warning);
  requireWatchable(loaded.config);
  if (tap.accounts?.asked(loaded.config) !== undefined) {
    throw new ConfigError([`One watch is for one account; remove "${tap.accounts.setting}"`]);
  }
  const config = watchConfig(loaded.config);
  const catalog = readCatalog(command.catalog);
  const {state, problems} = readState(command.state);
  const foreign = [foreignState(tap, state), foreignSelection(tap, catalog)];
  for (const warning of [...problems, ...foreign]) if (warning !== undefined) log.warning(warning);
  const streams = streamsOfTap(tap, loaded.config);
  const watched = watchedStreams({tap, webhooks, streams}, catalog, flags.events, config.deletes, log);
  ending.patienceMillis = PATIENCE_MILLIS;
  const lock = acquireLock(lockPath(config.watch_folder), 'watch folder');
  try {
    const service = tap.service(loaded.config);
    const clientFor = clients({
      tap,
      loaded,
      masks,
      log,
      signal: ending.patience,
      renewed: (renewed) => keepInFile(command.config, renewed, log),
      shares: sharesOf(service, loaded),
    });
    const client = (signal: AbortSignal, own = loaded.config) =>
      clientFor(own, log, signal, {noteRequest: () => undefined})(service, () => undefined);
    const opener = client(ending.run);
    const opening = await service
      .open?.(opener, new Set(watched.streams.keys()), log)
      .finally(() => opener.close());
    const hooks = new WatchHooks({
      webhooks,
      watched,
      config,
      flags,
      account: opening?.account ?? '',
      log,
      clock: systemClock,
      keepSecret: (...secrets) => masks.add(...secrets),
      client,
    });
    const writer = new Writer(process.stdout, (error) => ending.outputBroke(error));
    const dialect = singer();
    const checkpoints = new Checkpoints(state, dialect, writer);
    const halt = new AbortController();
    const hard = AbortSignal.any([halt.signal, ending.patience]);
    const events = new RenewedClient(() => client(hard, impatient(loaded.config)), systemClock);
    // What filters mean may depend on the time, so they are read anew each time.
    const {keeps} = opening ?? {};
    const current = () => {
      const now = tap.service(loaded.config);
      return keeps === undefined ? now : withKeeps(now, keeps);
    };
    const parts = await openParts({
      tap,
      webhooks,
      loaded,
      config,
      watched,
      service: current,
      state,
      checkpoints,
      dialect,
      writer,
      log,
      clock: systemClock,
      clientFor,
      eventClient: () => events.get(),
      signal: hard,
    });
    const watch = new Watch({
      webhooks,
      config,
      flags,
      hooks,
      parts,
      checkpoints,
      schemas: () =>
        [...watched.streams.values(), ...(config.deletes === 'stream' ? [deletedRecords()] : [])].flatMap(
          (selected) => dialect.schema(selected),
        ),
      writer,
      log,
      clock: systemClock,
      redact: masks.redact,
      stop: ending.run,
      patience: ending.patience,
      halt,
    });
    const isClean = await watch.run().finally(() => events.close());
    if (ending.broken !== undefined) throw ending.broken;
    if (!ending.signalled) throw new Interrupted('The watch was stopped');
    log.info(`Stopped at ${timestampOf(systemClock.now())}`);
    ending.forgiveSignal();
    return isClean ? 0 : 1;
  } finally {
    lock.release();
  }
}
