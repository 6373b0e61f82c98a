import {exists} from '../config/files.js';
import type {LoadedConfig} from '../config/load.js';
import {ConfigError, TapError, UsageError} from '../core/errors.js';
import {redactor} from '../core/redact.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {table} from '../sync/summary.js';
import {FileLedger, openDryLedger} from '../target/file-ledger.js';
import {keyMeant, plainKey} from '../target/keys.js';
import type {LedgerEntry} from '../target/ledger.js';
import type {UndecidedEntry} from '../target/ledger-book.js';
import type {Claim, Target} from '../target/target.js';
import {print} from './print.js';
import {serviceClient} from './service-client.js';
import {runConfig} from './tap-config.js';
import type {TargetCommand} from './target-args.js';
import {ledgerPath} from './target-config.js';

/** What stands for the id of an object that was not made. */
const NONE = 'none';

/** Everything that settling one record takes. */
interface Settling {
  readonly target: Target;
  readonly loaded: LoadedConfig;
  readonly ledger: FileLedger;
  readonly log: StderrLog;
  readonly signal: AbortSignal;
}

/** Notes in the ledger what a person found out about a creation without an answer; without words, lists what is open. */
export async function settle(
  target: Target,
  command: TargetCommand,
  log: StderrLog,
  signal: AbortSignal,
): Promise<number> {
  const {words, format} = command;
  if (words.length !== 0 && words.length !== 3) {
    throw new UsageError(
      `Say which stream, which key, and the id of the object or "${NONE}": settle STREAM KEY ID`,
    );
  }
  const loaded = runConfig(target, command.config);
  log.redactWith(redactor(loaded.secrets));
  for (const warning of loaded.warnings) log.warning(warning);
  const path = ledgerPath(target, loaded.config);
  if (!exists(path)) throw new ConfigError([`There is no ledger ${path}; correct "ledger_path"`]);
  const ledger = await FileLedger.open({path, target: target.name, account: undefined});
  try {
    const open = ledger.undecidedEntries;
    const [stream, words, id] = command.words;
    if (stream === undefined || words === undefined || id === undefined)
      return await print(format === 'json' ? JSON.stringify(open, undefined, 2) : listed(open));
    const key = keyMeant(words);
    const entry = ledger.get(stream, key);
    if (!canBeSettled(entry, id)) {
      throw new TapError(
        `The ledger has nothing to settle of ${words} of ${stream}; settle without words lists what it has`,
      );
    }
    return await print(await settled({target, loaded, ledger, log, signal}, {stream, key, id}));
  } finally {
    await ledger.close();
  }
}

/** Whether nobody knows what was made of a record; or a person said it, and no record has relied on that yet. */
function canBeSettled(entry: LedgerEntry | undefined, id: string): boolean {
  if (entry === undefined || entry.flight !== undefined) return false;
  if (entry.undecided !== undefined) return true;
  return entry.hash === undefined && (id !== NONE || entry.id !== undefined);
}

async function settled(settling: Settling, claim: Claim): Promise<string> {
  const {ledger} = settling;
  const {stream, key, id} = claim;
  const record = `${plainKey(key)} of ${stream}`;
  if (id === NONE) {
    // So it stays known to be settled by hand, and can be corrected.
    await ledger.gone(stream, key);
    return `${record} was not created; send its record once more`;
  }
  const known = await confirmed(settling, claim);
  if (ledger.get(stream, key)?.id !== known && ledger.knowsId([stream], known))
    throw new TapError(`The id ${id} is already that of another record of ${stream}`);
  // What that object holds is not known, so that the next record of this key is written in any case.
  await ledger.applied(stream, key, known, '');
  return `${record} is ${id}; send its record once more to have it up to date`;
}

/** The id as the ledger has it, once the target has looked at it. */
async function confirmed({target, loaded, log, signal}: Settling, claim: Claim): Promise<string> {
  if (target.confirm === undefined) return claim.id;
  const client = serviceClient(target.service(loaded.config), loaded, {
    signal,
    log,
    observe({stream, method, path, status, seconds}) {
      log.debug(`${method} ${path} ${status ?? 'failed'} after ${seconds.toFixed(3)} s`, stream);
    },
  });
  try {
    const path = ledgerPath(target, loaded.config);
    const openLedger = (account: string) => openDryLedger({path, target: target.name, account});
    return await target.confirm({config: loaded.config, client, openLedger}, claim);
  } finally {
    client.close();
  }
}

function listed(open: readonly UndecidedEntry[]): string {
  if (open.length === 0) return 'Nothing is to be settled.';
  const rows = open.map(({stream, key, reason}) => [stream, plainKey(key), reason]);
  return table([['stream', 'key', 'why'], ...rows]);
}
