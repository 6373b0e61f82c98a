import {type Ledger, plainKey, Rejection} from '../../../protocol/index.js';
import type {Resolve} from './content.js';
import {idIn, isOf} from './ledger-ids.js';
import {objectOf} from './objects.js';
import type {StreamPlan} from './plan.js';
import {settleHint} from './undecided.js';

/** Finds Paymo's ids of other records in the ledger. */
export function resolving(ledger: Ledger, {stream}: StreamPlan): Resolve {
  return (streams, key, {shown, to}, {refersTo = []}) => {
    const found = streams.map((other) => ({other, entry: ledger.get(other, key)}));
    const places = found.filter(({entry}) => entry?.id !== undefined);
    const known = places[0]?.entry?.id;
    if (places.some(({entry}) => entry?.id !== known)) {
      const which = places.map(({other, entry}) => `${other} (${entry?.id})`).join(' and ');
      throw new Rejection(
        `"${shown}" leads to ${plainKey(key)}, which is the key of different records of ${which}; say which stream is meant in "streams.${stream}.references.${to}"`,
      );
    }
    if (known !== undefined) {
      if (refersTo.some((name) => isOf(objectOf(name), known))) return idIn(known);
      throw new Rejection(`"${shown}" leads to ${known} in Paymo, which is none of ${refersTo.join(', ')}`);
    }
    const undecided = found.find(({entry}) => entry?.undecided !== undefined);
    if (undecided !== undefined) {
      throw new Rejection(
        `"${shown}" leads to a record of which is not known whether it was made. ${settleHint(undecided.other, key)}`,
      );
    }
    if (streams.length === 0) {
      throw new Rejection(
        `"${shown}" leads nowhere: no stream is written as ${refersTo.join(' or ')}; name one in "streams.${stream}.references"`,
      );
    }
    throw new Rejection(
      `"${shown}" leads to ${plainKey(key)} of ${streams.join(' or ')}, of which nothing was made`,
    );
  };
}
