import {streamsOf} from '../../../protocol/index.js';
import {companyFlags} from '../adapt.js';
import type {Records} from '../records.js';
import {byChange, smallAndByChange} from './ways.js';

const stream = streamsOf<Records>();

/** The only object that comes without a list around it. Its counters change without `updated_on`. */
export const company = stream.object('company', {
  path: 'company',
  rootKey: 'company',
  keyProperties: ['id'],
  adapt: companyFlags,
  unseen: 'nothing: the one row is read in each run',
});

export const clients = stream.list('clients', byChange);

export const clientContacts = stream.list('client_contacts', {
  ...byChange,
  path: 'clientcontacts',
  rootKey: 'clientcontacts',
});

export const users = stream.list('users', {
  ...byChange,
  unseen: 'deletions; until the next full pass, `is_online` and assignments to projects',
});

export const workflows = stream.list('workflows', smallAndByChange);

export const workflowStatuses = stream.list('workflow_statuses', {
  ...smallAndByChange,
  path: 'workflowstatuses',
  rootKey: 'workflowstatuses',
});

/** Only those of the user whose key it is. Deliveries change `last_status_code` and, as far as known, nothing else. */
export const webhooks = stream.list('webhooks', {
  path: 'hooks',
  rootKey: 'hooks',
  keyProperties: ['id'],
  selectedByDefault: false,
});
