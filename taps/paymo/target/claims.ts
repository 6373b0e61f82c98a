import {type Claim, type ClaimContext, ConfigError, RefusedError, TapError} from '../../../protocol/index.js';
import {whoseAccount} from '../account.js';
import {objectIn} from './answers.js';
import {addressOf, isTaken, ledgerId} from './ledger-ids.js';
import {OBJECTS} from './objects.js';
import {streamsOfObject} from './plan.js';
import type {WriteSettings} from './settings.js';
import {objectNameOf, problemsOfStream} from './stream-problems.js';

/**
 * The ledger's id of an object that a person says was made of a record. Throws `TapError` where it can't be: it is no id,
 * belongs to another record, or is not in Paymo.
 */
export async function confirmClaim(
  settings: WriteSettings,
  {client, openLedger}: ClaimContext,
  {stream, key, id}: Claim,
): Promise<string> {
  const object = OBJECTS.get(objectNameOf(stream, settings));
  if (object === undefined) throw new ConfigError(problemsOfStream(stream, settings));
  if (!/^\d+$/.test(id) || !Number.isSafeInteger(Number(id)) || Number(id) === 0) {
    throw new TapError(
      `${id} is no id of Paymo, which is a whole number; give that of one of ${object.name}, or none`,
    );
  }
  const {account} = await whoseAccount(client);
  const ledger = await openLedger(account);
  const known = ledgerId(object, Number(id));
  const own = ledger.get(stream, key)?.id;
  if (own !== known && isTaken(ledger, object, String(Number(id)), streamsOfObject(object.name, settings))) {
    throw new TapError(`The ledger has ${object.path}/${id} for another record, so this one can't be it`);
  }
  const address = addressOf(object, Number(id));
  try {
    const row = objectIn(object, await client.get(address, {}, stream));
    if (row !== undefined && String(row.id) === String(Number(id))) return known;
  } catch (error) {
    if (!(error instanceof RefusedError) || error.html) throw error;
  }
  throw new TapError(
    `Paymo has no ${address}, or hides it from this user; look for the id of its object again`,
  );
}
