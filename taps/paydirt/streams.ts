import {streamsOf} from '../../protocol/index.js';
import type {Records} from './records.js';

const stream = streamsOf<Records>();

export const clients = stream.table('clients', {keyProperties: ['id']});

// The names of all lists but that of clients are guesses by the documentation's general rule.
export const projects = stream.table('projects', {keyProperties: ['id']});

export const jobs = stream.table('jobs', {keyProperties: ['id']});

/** Nothing is documented of users but that they have ids, so whatever else they have is taken as it comes. */
export const users = stream.table('users', {keyProperties: ['id'], isOpen: true});

/** Time logs come last, so that the jobs which they name have been read before. */
export const time = stream.days('time', {
  keyProperties: ['id'],
  rootKey: ['time_logs', 'time'],
  replicationKey: 'computed_date',
  between: {from: 'start', to: 'end'},
  divided: [
    {param: 'client_id', by: clients},
    {param: 'user_id', by: users},
  ],
  unseen: 'deletions; changes of logs dated before the lookback, until the next full resync',
});
