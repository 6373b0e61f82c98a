import {expect} from 'chai';
import {type Catalog, discover} from '../../../protocol/core/catalog.js';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {streamsOfTap} from '../../../protocol/tap.js';
import type {SandboxOptions} from '../../sandbox/harvest/index.js';
import {airbyteStates, configuredCatalog} from '../../support/airbyte.js';
import {selecting} from '../../support/conformance/catalogs.js';
import {heldByTarget} from '../../support/conformance/compare.js';
import {bookmarkIn, type Run, taken} from '../../support/conformance/subject.js';
import type {Truth} from '../../support/conformance.js';
import {type Message, recordsOf} from '../../support/messages.js';
import {outcome, type RunOptions, runTap, start} from '../../support/process.js';
import {lintProtocol} from '../../support/protocol-lint.js';
import {type RunningAccounts, startAccounts, UNLIMITED} from './sandbox.js';
import {asking, harvestOfSeveral, LISTED, truthOf} from './several-accounts-subject.js';

/** What the tap offers where several accounts are asked for. */
export const CATALOG: Catalog = discover(streamsOfTap(harvestOfSeveral));

export const KEYS = Object.fromEntries(CATALOG.streams.map((entry) => [entry.stream, entry.key_properties]));

/** Several accounts in a sandbox, and the tap to read them with. */
export interface OpenedAccounts extends RunningAccounts {
  /** Runs the tap on these streams of these accounts. */
  sync(ids: readonly number[] | 'all', streams: readonly string[], options?: RunOptions): Promise<Run>;
  /** The same in Airbyte's words; a state is one of Singer's, handed over as the platform keeps it. */
  read(ids: readonly number[] | 'all', streams: readonly string[], options?: RunOptions): Promise<Run>;
  /** Runs the tap until something has happened, and sends it a signal then. */
  syncUntil(
    happened: Promise<void>,
    signal: NodeJS.Signals,
    ids: readonly number[],
    streams: readonly string[],
    options?: RunOptions,
  ): Promise<Run>;
  /** How the records of some streams of some accounts must look now. */
  truthOf(ids: readonly number[], streams: readonly string[]): Promise<Truth>;
}

/** Opens the accounts that are listed, and closes them after each test. */
export function accountsOpener(): (options?: SandboxOptions) => Promise<OpenedAccounts> {
  let opened: RunningAccounts[] = [];
  afterEach(async () => {
    await Promise.all(opened.map(({sandbox}) => sandbox.stop()));
    opened = [];
  });

  return async (options = {}) => {
    const running = await startAccounts({accounts: LISTED, ...options});
    opened.push(running);
    const optionsFor = (
      ids: readonly number[] | 'all',
      streams: readonly string[],
      given: RunOptions,
    ): RunOptions => ({
      catalog: selecting(CATALOG, ({stream}) => streams.includes(stream)),
      ...given,
      config: {...running.sandbox.config, ...UNLIMITED, page_size: 13, ...asking(ids), ...given.config},
    });
    return {
      ...running,
      sync: async (ids, streams, given = {}) =>
        taken(await runTap('harvest', optionsFor(ids, streams, given))),
      async read(ids, streams, given = {}) {
        const {catalog, state, ...others} = optionsFor(ids, streams, given);
        const ended = await runTap('harvest', {
          ...others,
          verb: 'read',
          catalog: configuredCatalog(catalog as Catalog, () => false),
          state: airbyteStates((state ?? {}) as JsonObject),
        });
        return taken(ended);
      },
      async syncUntil(happened, signal, ids, streams, given = {}) {
        const child = start('harvest', optionsFor(ids, streams, given));
        child.stdin.end();
        const ending = outcome(child);
        await Promise.race([happened, ending]);
        child.kill(signal);
        const ended = await ending;
        // A killed program may leave half a line behind.
        return taken({...ended, stdout: ended.stdout.slice(0, ended.stdout.lastIndexOf('\n') + 1)});
      },
      async truthOf(ids, streams) {
        return onlyOf(await truthOf(running, ids), streams);
      },
    };
  };
}

/** The run ended well, and every target takes its messages; the state at its end may be one that was told before. */
export function expectGoodRun(run: Run, stateBefore?: JsonObject): void {
  expect({code: run.code, signal: run.signal}, run.stderr).to.deep.equal({code: 0, signal: undefined});
  expect(problemsOf(run, stateBefore)).to.deep.equal([]);
}

/** What is wrong with the messages of a run, however it ended. */
export function problemsOf(run: Run, stateBefore?: JsonObject): string[] {
  return lintProtocol(run.messages, {stateBefore}).filter((problem) => !problem.startsWith('the same STATE'));
}

/** The keys of some streams. */
export function keysOf(streams: readonly string[]): typeof KEYS {
  return onlyOf(KEYS, streams);
}

function onlyOf<Value>(whole: Readonly<Record<string, Value>>, names: readonly string[]) {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name)));
}

/** What a target holds of some streams after these messages. */
export function heldOf(messages: readonly Message[], streams: readonly string[]): Truth {
  return heldByTarget(messages, keysOf(streams));
}

/** The records of one stream and account, in the order in which they came. */
export function recordsIn(run: Run, stream: string, account: number): JsonObject[] {
  return recordsOf(run.messages, stream).filter(({account_id}) => account_id === account);
}

/** The bookmark of one stream and account in a state; undefined when there is none. */
export function partitionIn(state: JsonObject, stream: string, account: number): JsonObject | undefined {
  const {partitions} = bookmarkIn(state, stream) ?? {};
  return (Array.isArray(partitions) ? partitions : [])
    .filter(isObject)
    .find(({context}) => isObject(context ?? null) && (context as JsonObject).account_id === account);
}

/** A state with the bookmark of one stream exchanged. */
export function stateWithBookmark(
  state: JsonObject,
  stream: string,
  bookmark: JsonObject[string],
): JsonObject {
  const bookmarks = isObject(state.bookmarks ?? null) ? (state.bookmarks as JsonObject) : {};
  return {...state, bookmarks: {...bookmarks, [stream]: bookmark}};
}
