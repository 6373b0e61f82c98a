import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {discover} from '../../protocol/core/catalog.js';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {bodyOf, configuredCatalog} from '../support/airbyte.js';
import {type Message, messagesIn} from '../support/messages.js';
import {type RunOptions, runTap} from '../support/process.js';
import {type AccountForInterop, serviceNamed} from './accounts.js';
import {lastLines} from './pipeline.js';
import {requireNone} from './results.js';
import {type Held, lacking} from './values.js';

/** What of the truth the program with the state had selected. */
type Selected = (truth: Held) => Held;

/** Reads as an Airbyte source from a state that Meltano stored, as it prints it: what it holds is then complete. */
export async function readGoesOn(
  account: AccountForInterop,
  place: string,
  state: string,
  held: Held,
  selected: Selected,
): Promise<string> {
  const {tap, sandboxes} = serviceNamed(account.service);
  const open = sandboxes().openStreams ?? [];
  const byDefault = discover(streamsOfTap(tap));
  const catalog = configuredCatalog(byDefault, (stream) => open.includes(stream));
  return goOn(account, place, state, held, selected, {verb: 'read', catalog});
}

/** Runs as a Singer tap from the states that PyAirbyte stored: what its cache holds is then complete. */
export async function singerGoesOn(
  account: AccountForInterop,
  place: string,
  states: string,
  held: Held,
): Promise<string> {
  return goOn(account, place, states, held, (truth) => truth, {catalog: account.catalog});
}

async function goOn(
  account: AccountForInterop,
  place: string,
  state: string,
  held: Held,
  selected: Selected,
  options: RunOptions,
): Promise<string> {
  mkdirSync(place, {recursive: true});
  const path = join(place, 'handed-over.json');
  writeFileSync(path, state);
  const {config} = account.sandbox;
  const {stdout, stderr, code} = await runTap(account.service, {...options, config, args: ['--state', path]});
  if (code !== 0) throw new Error(`it ended with ${code}: ${lastLines(stderr)}`);
  const messages = messagesIn(stdout);
  requireNone(complaintsIn(messages, stderr));
  const records = recordsIn(messages);
  const truth = selected(await account.sandbox.truth());
  const both = Object.fromEntries(
    Object.keys(truth).map((name) => [name, [...(held[name] ?? []), ...(records[name] ?? [])]]),
  );
  requireNone(lacking(both, truth, account.keys, {withoutContainers: true}));
  const [came, all] = [records, truth].map((rows) => Object.values(rows).flat().length);
  if (came === undefined || all === undefined || came >= all) {
    throw new Error(`${came} of ${all} rows came: the state was not used`);
  }
  return `        ${came} of ${all} rows came again or anew`;
}

/** What a run warns of that concerns its state. */
function complaintsIn(messages: readonly Message[], stderr: string): string[] {
  const logged = messages
    .filter(({type}) => type === 'LOG')
    .map(bodyOf)
    .flatMap(({level, message}) => (level === 'WARN' ? [String(message)] : []));
  const said = stderr.split('\n').filter((line) => line.startsWith('WARNING '));
  return [...logged, ...said].filter((line) => /\b(state|bookmark)/i.test(line));
}

/** The records of a run in either protocol, by stream. */
export function recordsIn(messages: readonly Message[]): Held {
  const found: Record<string, JsonObject[]> = {};
  for (const message of messages) {
    if (message.type !== 'RECORD') continue;
    const {stream, record, data} = {...message, ...bodyOf(message)};
    const row = data ?? record;
    if (row === undefined || !isObject(row)) continue;
    const name = String(stream);
    found[name] ??= [];
    found[name].push(row);
  }
  return found;
}
