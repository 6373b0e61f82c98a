import {ConfigError, type JsonValue, type Ledger, Rejection} from '../../../protocol/index.js';
import {identityIn} from './hashes.js';
import type {PaymoObject} from './paymo-object.js';
import type {Identity} from './settings.js';

// The ledger knows objects as `clients:123`: ids of different kinds may be equal, and a stream whose object was changed in
// the config must not be taken to have written objects of the new kind.

/** What a dry run takes for ids. */
const PRETENDED = /^[a-z]+:(new|of):[\w:/]+$/;

/** An object's id as the ledger has it. */
export function ledgerId({path}: PaymoObject, id: JsonValue): string {
  const text = String(id);
  // What a dry run pretends to have made names its kind already.
  return text.startsWith(`${path}:`) ? text : `${path}:${text}`;
}

/** Paymo's id in what the ledger has; what was only pretended stays as it is. Throws `Rejection` where it is no id. */
export function idIn(entry: string): number | string {
  const id = entry.slice(entry.indexOf(':') + 1);
  const number = numberOf(id);
  if (number !== undefined) return number;
  if (PRETENDED.test(entry)) return entry;
  throw new Rejection(
    `The ledger has "${entry}" for its object, which is no id of Paymo; correct it by target-paymo settle`,
  );
}

/** Where an object is. Throws `Rejection` for what is no id and would lead elsewhere. */
export function addressOf({path, isSingle}: PaymoObject, id: JsonValue): string {
  if (isSingle) return path;
  const text = String(id);
  if (numberOf(text) !== undefined || PRETENDED.test(text)) return `${path}/${text}`;
  throw new Rejection(`"${text}" is no id of Paymo, so there is no such object`);
}

function numberOf(id: string): number | undefined {
  return /^\d+$/.test(id) && Number.isSafeInteger(Number(id)) ? Number(id) : undefined;
}

/** Whether what the ledger has is an object of this kind; an id that a person settled says no kind. */
export function isOf({path}: PaymoObject, entry: string): boolean {
  return !entry.includes(':') || entry.startsWith(`${path}:`);
}

/** Throws `ConfigError` where a stream's record was written as another kind of object before. */
export function requireKind(stream: string, object: PaymoObject, entry: string): void {
  if (isOf(object, entry)) return;
  const before = entry.slice(0, entry.indexOf(':'));
  throw new ConfigError([
    `The ledger knows records of the stream ${stream} as ${before}, not as ${object.path}; name the stream otherwise, or use another ledger ("ledger_path")`,
  ]);
}

/** Throws `ConfigError` where a stream's record was known by a key of the other kind before. */
export function requireSameKeys(stream: string, identity: Identity, hash: string): void {
  const before = identityIn(hash);
  // What a person settled has no hash yet.
  if (before === identity || hash === '') return;
  throw new ConfigError([
    `The ledger knows the stream ${stream} with identity "${before}", so its keys would be taken for others with "${identity}"; set "streams.${stream}.identity" to "${before}", or use another ledger ("ledger_path")`,
  ]);
}

/** Whether an object of this kind belongs to some record already. */
export function isTaken(
  ledger: Ledger,
  object: PaymoObject,
  id: string,
  ownStreams: readonly string[],
): boolean {
  return ledger.knowsId(ledger.streams, ledgerId(object, id)) || ledger.knowsId(ownStreams, id);
}
