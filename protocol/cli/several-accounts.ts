import {ConfigError, Interrupted, messageOf, TapError} from '../core/errors.js';
import {isObject, type JsonObject} from '../core/json.js';
import type {SelectedStream} from '../core/selection.js';
import {type State, storedFor} from '../core/state.js';
import {AccountLog} from '../sync/account-log.js';
import type {Checkpoints} from '../sync/checkpoints.js';
import {contextsIn, isPartitioned, Partitions} from '../sync/partitions.js';
import {Tallies} from '../sync/tally.js';
import {Together} from '../sync/together.js';
import type {Accounts, Tap} from '../tap.js';
import {type AccountOfSync, type SharedSync, syncAccount} from './account-sync.js';
import type {ClientsFor, SyncInputs} from './sync.js';

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
  const names = await accountsToRead();
  const contexts = new Map(names.map((name) => [name, {[accounts.field]: Number(name)}]));
  const streams = selected.map(({stream}) => stream.name);
  const activateVersion = activation();
  const partitions = new Partitions(checkpoints, names.length);
  const dialects = new Together(front.dialect, names, activateVersion === 'start');
  const runs = names.map((name) => ({name, tallies: new Tallies(streams, name)}));

  return {
    tallies: runs.map(({tallies}) => tallies),
    async read() {
      try {
        await Promise.all(runs.map(({name, tallies}) => readOne(name, tallies)));
      } finally {
        const hasBegun = runs.some(({tallies}) => tallies.all.some(({began}) => began !== undefined));
        if (hasBegun) checkpoints.writeFinal();
      }
      await front.writer.ready(ending.run);
    },
  };

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
      contextsIn(storedFor(state, stream)).some((context) => !read.has(JSON.stringify(context))),
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
    const own = partitions.of(context, dialect);
    const account: AccountOfSync = {
      config: accounts.configOf(config, name),
      state: own.viewOf(streams),
      checkpoints: own,
      dialect,
      log,
      tallies,
      stamp: context,
      signal,
      abort: (reason) => stop.abort(reason),
      clientFor: clientFor(accounts.configOf(config, name), log, signal, tallies),
    };
    try {
      await syncAccount({...shared, activateVersion}, account);
    } catch (error) {
      const isOwnMatter = error instanceof TapError && !(error instanceof Interrupted) && !ending.run.aborted;
      if (!isOwnMatter) {
        ending.abort(error);
        throw error;
      }
      log.error(`Failed: ${messageOf(error)}`);
      for (const tally of tallies.all) {
        if (tally.ended !== undefined) continue;
        tally.outcome = 'failed';
        tally.reason = messageOf(error);
      }
    }
  }
}
