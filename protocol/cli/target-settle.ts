import {exists} from '../config/files.js';
import {ConfigError, TapError, UsageError} from '../core/errors.js';
import type {StderrLog} from '../sync/stderr-log.js';
import {table} from '../sync/summary.js';
import {FileLedger} from '../target/file-ledger.js';
import {keyMeant, plainKey} from '../target/keys.js';
import type {UndecidedEntry} from '../target/ledger-book.js';
import type {Target} from '../target/target.js';
import {print} from './print.js';
import {runConfig} from './tap-config.js';
import type {TargetCommand} from './target-args.js';
import {ledgerPath} from './target-config.js';

/** What stands for the id of an object that was not made. */
const NONE = 'none';

/** Notes in the ledger what a person found out about a creation without an answer; without words, lists what is open. */
export async function settle(target: Target, command: TargetCommand, log: StderrLog): Promise<number> {
  const {words, format} = command;
  if (words.length !== 0 && words.length !== 3) {
    throw new UsageError(
      `Say which stream, which key, and the id of the object or "${NONE}": settle STREAM KEY ID`,
    );
  }
  const loaded = runConfig(target, command.config);
  for (const warning of loaded.warnings) log.warning(warning);
  const path = ledgerPath(target, loaded.config);
  if (!exists(path)) throw new ConfigError([`There is no ledger ${path}; correct "ledger_path"`]);
  const ledger = await FileLedger.open({path, target: target.name, account: undefined});
  try {
    const open = ledger.undecidedEntries;
    const [stream, key, id] = words;
    if (stream === undefined || key === undefined || id === undefined)
      return await print(format === 'json' ? JSON.stringify(open, undefined, 2) : listed(open));
    const entry = open.find((one) => one.stream === stream && one.key === keyMeant(key));
    if (entry === undefined) {
      throw new TapError(
        `The ledger has nothing to settle of ${key} of ${stream}; settle without words lists what it has`,
      );
    }
    return await print(await settled(ledger, entry, id));
  } finally {
    await ledger.close();
  }
}

async function settled(ledger: FileLedger, {stream, key}: UndecidedEntry, id: string): Promise<string> {
  const record = `${plainKey(key)} of ${stream}`;
  if (id === NONE) {
    await ledger.failed(stream, key);
    return `${record} was not created; send its record once more`;
  }
  if (ledger.knowsId([stream], id))
    throw new TapError(`The id ${id} is already that of another record of ${stream}`);
  // What that object holds is not known, so that the next record of this key is written in any case.
  await ledger.applied(stream, key, id, '');
  return `${record} is ${id}; send its record once more to have it up to date`;
}

function listed(open: readonly UndecidedEntry[]): string {
  if (open.length === 0) return 'Nothing is to be settled.';
  const rows = open.map(({stream, key, reason}) => [stream, plainKey(key), reason]);
  return table([['stream', 'key', 'why'], ...rows]);
}
