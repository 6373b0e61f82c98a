import {type Flight, isObject, type JsonValue, type Undecided} from '../../../protocol/index.js';
import {identityIn, unknownContent} from './hashes.js';
import {ledgerId} from './ledger-ids.js';
import {OBJECTS} from './objects.js';
import {settleHint} from './undecided.js';
import type {Works} from './works.js';

/** Settles calls of which an earlier run did not learn the end. Returns those that nobody can tell the end of. */
export async function recoverFlights(works: Works): Promise<Undecided[]> {
  const undecided: Undecided[] = [];
  for (const flight of works.tools.ledger.flights) {
    const reason =
      flight.call === 'create' ? await recoverCreation(works, flight) : await recoverChange(works, flight);
    if (reason !== undefined) undecided.push({stream: flight.stream, key: flight.key, reason});
  }
  return undecided;
}

/** Looks for what a creation may have made. Returns why that can't be told. */
async function recoverCreation({tools, searcher}: Works, flight: Flight): Promise<string | undefined> {
  const {stream, key, at, hash, facts} = flight;
  const object = typeof facts.object === 'string' ? OBJECTS.get(facts.object) : undefined;
  const {sent} = facts;
  const verdict =
    object === undefined || !isObject(sent)
      ? ({is: 'undecided', why: 'the ledger does not tell what was sent'} as const)
      : await searcher.settle({object, sent, at});
  if (verdict.is === 'undecided') {
    await tools.ledger.undecided(stream, key, verdict.why);
    return `Whether an earlier run made it is not known: ${verdict.why}. ${settleHint(stream, key)}`;
  }
  if (verdict.is === 'absent' || object === undefined) {
    await tools.ledger.failed(stream, key);
    return undefined;
  }
  const id: JsonValue = verdict.row.id ?? null;
  await tools.ledger.applied(stream, key, ledgerId(object, id), hash);
  tools.log.info(`An earlier run made it, and was not told: ${object.path}/${id}`, stream);
  return undefined;
}

/**
 * A change or deletion may have been done or not. It is made again when its record comes again, as it does since no STATE
 * has passed it; whatever that says then counts.
 */
async function recoverChange({tools}: Works, {stream, key, facts, hash}: Flight): Promise<undefined> {
  const {ledger} = tools;
  const object = typeof facts.object === 'string' ? OBJECTS.get(facts.object) : undefined;
  const {id = null} = facts;
  const known =
    ledger.get(stream, key)?.id ?? (object === undefined || id === null ? undefined : ledgerId(object, id));
  if (known === undefined) await ledger.failed(stream, key);
  else await ledger.applied(stream, key, known, unknownContent(identityIn(hash)));
}
