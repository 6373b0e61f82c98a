import type {DatedStream} from '../../protocol/rest/declaration.js';
import {streamsOf} from '../../protocol/rest/streams-of.js';

interface Entry {
  id: number;
  date: string | null;
  updated_on: string | null;
  running: boolean | null;
}

/** A list that is asked for by stretches of days. */
export const entries = streamsOf<{entries: Entry}>().dated('entries', {
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  since: 'since',
  between: {param: 'between', form: 'dates'},
  daysOf: ({date}) => (typeof date === 'string' ? [date, date] : undefined),
});

/** The same, read again over the look-back alone where it can't be asked for changes. */
export const work: DatedStream = {...entries, lookbackDays: 'configured'};
