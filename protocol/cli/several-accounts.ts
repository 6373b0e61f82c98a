import pLimit from 'p-limit';
import {ConfigError, Interrupted, messageOf, TapError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {SelectedStream} from '../core/selection.js';
import {type State, storedFor} from '../core/state.js';
import {AccountLog} from '../sync/account-log.js';
import type {Checkpoints} from '../sync/checkpoints.js';
import {contextsIn, damagedIn, isPartitioned, Partitions} from '../sync/partitions.js';
import {Tallies} from '../sync/tally.js';
import {Together} from '../sync/together.js';
import type {Accounts, Tap} from '../tap.js';
import {type AccountOfSync, type SharedSync, syncAccount} from './account-sync.js';
import type {ClientsFor} from './clients.js';
import type {SyncInputs} from './sync.js';

/** A sync of several accounts, side by side. */
export interface SeveralAccounts {
  readonly tallies: readonly Tallies[];
  /** Reads them. What fails one of them leaves the others alone; throws what concerns the whole run. */
  readonly read: () => Promise<void>;
}

/** Throws `ConfigError` where a state was made for one account and several are to be read, or the other way round. */
export function requireSameForm(
  {accounts}: Tap,
  config: JsonObject,
  selected: readonly SelectedStream[],
  state: State,
): void {
  if (accounts === undefined) return;
  const areSeveral = accounts.asked(config) !== undefined;
  const other = selected.find(({stream}) => {
    const stored = storedFor(state, stream.name);
    if (stored === undefined || !isObject(stored) || Object.keys(stored).length === 0) return false;
    return isPartitioned(stored) !== areSeveral;
  });
  if (other === undefined) return;
  const {field, setting} = accounts;
  // Whatever is wrong with them, they were made for several.
  const was = areSeveral ? `without "${setting}"` : `with "${setting}"`;
  throw new ConfigError([
    `The state was made ${was} (see ${other.stream.name}), and with that setting ${field} is part of every key: load into new tables, starting without this state, or set "${setting}" as it was`,
  ]);
}

/** Prepares reading several accounts. Throws `TapError` where it can't be found out which. */
export async function severalAccounts(
  {loaded, selected, state, front, ending}: SyncInputs,
  shared: SharedSync,
  checkpoints: Checkpoints,
  {accounts, clientFor}: {accounts: Accounts; clientFor: ClientsFor},
): Promise<SeveralAccounts> {
  const {config} = loaded;
  // The rows of an account that turns out not to be readable would be gone before anybody knows.
  if (shared.activateVersion === 'start') {
    throw new ConfigError([
      `The setting "activate_version" must be "end" or "off" where "${accounts.setting}" is set; it is "start"`,
    ]);
  }
  const names = await accountsToRead();
  const contexts = new Map(names.map((name) => [name, {[accounts.field]: Number(name)}]));
  const streams = selected.map(({stream}) => stream.name);
  const activateVersion = activation();
  const partitions = new Partitions(checkpoints, names.length);
  const dialects = new Together(front.dialect, names);
  // Together they keep to the setting, and none holds up another that has its turn.
  const atOnce = Math.min(shared.common.concurrency, names.length);
  const concurrency = Math.floor(shared.common.concurrency / Math.max(1, atOnce));
  const turns = pLimit(Math.max(1, atOnce));
  tellDamaged();
  const runs = names.map((name) => ({name, tallies: new Tallies(streams, name)}));

  return {
    tallies: runs.map(({tallies}) => tallies),
    async read() {
      try {
        // What stops one of them for all stops the others, too; nothing is told before the last has come to rest.
        const ends = await Promise.allSettled(
          runs.map(({name, tallies}) => turns(() => readOne(name, tallies))),
        );
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        checkpoints.syncing(null);
      } finally {
        endAll();
      }
      tellUnactivated();
      await front.writer.ready(ending.run);
    },
  };

  /** Ends for all accounts what has begun for some, and tells the state. */
  function endAll(): void {
    const begun = new Set(
      runs.flatMap(({tallies}) =>
        tallies.all.flatMap(({stream, began}) => (began === undefined ? [] : [stream])),
      ),
    );
    if (begun.size > 0) checkpoints.writeFinal();
    for (const stream of begun) {
      for (const name of names) {
        checkpoints.put((now) => dialects.of(name).ended(stream, {kind: 'interrupted'}, now));
      }
    }
  }

  /** Accounts whose part of a bookmark can't be understood are read in full. */
  function tellDamaged(): void {
    for (const stream of streams) {
      const damaged = damagedIn(storedFor(state, stream), accounts.field);
      if (damaged === 0) continue;
      const line = `${damaged} partitions of its bookmark are not understood, so their accounts are read in full`;
      front.log.warning(line, stream);
    }
  }

  function tellUnactivated(): void {
    if (activateVersion === 'off') return;
    for (const stream of dialects.halfActivated) {
      const line = 'Rows that are gone stay this time, since the stream was not read for all accounts';
      front.log.warning(line, stream);
    }
  }

  async function accountsToRead(): Promise<readonly string[]> {
    const asked = accounts.asked(config);
    if (asked !== 'all') return [...new Set(asked)];
    const tap = shared.tap;
    const unread = new Tallies([]);
    const client = clientFor(config, front.log, ending.run, unread)(tap.service(config), () => undefined);
    try {
      const reachable = await accounts.reachable(config, client);
      front.log.info(`Reading ${reachable.length} accounts: ${reachable.join(', ')}`);
      return reachable;
    } finally {
      client.close();
    }
  }

  /** Rows of accounts that are not read this time must not be taken for rows that are gone. */
  function activation(): SharedSync['activateVersion'] {
    const read = new Set([...contexts.values()].map((context) => JSON.stringify(context)));
    const left = streams.some((stream) =>
      contextsIn(storedFor(state, stream), accounts.field).some(
        (context) => !read.has(JSON.stringify(context)),
      ),
    );
    if (!left || shared.activateVersion === 'off') return shared.activateVersion;
    front.log.warning(
      'Rows that are gone stay this time ("activate_version"), since the state has accounts that are not read now',
    );
    return 'off';
  }

  async function readOne(name: string, tallies: Tallies): Promise<void> {
    const stop = new AbortController();
    const signal = AbortSignal.any([ending.run, stop.signal]);
    const log = new AccountLog(front.log, name);
    const dialect = dialects.of(name);
    const context = contexts.get(name) ?? {};
    const ownConfig = {...accounts.configOf(config, name), concurrency};
    const own = partitions.of(context, dialect);
    const account: AccountOfSync = {
      config: ownConfig,
      state: own.viewOf(streams),
      checkpoints: own,
      dialect,
      log,
      tallies,
      stamp: context,
      signal,
      abort: (reason) => stop.abort(reason),
      clientFor: clientFor(ownConfig, log, signal, tallies),
    };
    try {
      await syncAccount({...shared, activateVersion, slots: pLimit(concurrency)}, account);
    } catch (error) {
      const isOwnMatter = error instanceof TapError && !(error instanceof Interrupted) && !ending.run.aborted;
      if (!isOwnMatter) {
        ending.abort(error);
        throw error;
      }
      log.error(`Failed: ${messageOf(error)}`);
      for (const tally of tallies.all) {
        if (tally.outcome !== 'pending') continue;
        tally.outcome = 'failed';
        tally.reason = messageOf(error);
      }
    }
  }
}
