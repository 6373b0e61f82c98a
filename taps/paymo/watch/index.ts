import type {HookedEvent, Subject, Webhooks} from '../../../protocol/index.js';
import {RELATIONS} from '../relations.js';
import {CAP} from '../service.js';
import * as billing from '../streams/billing.js';
import * as people from '../streams/people.js';
import * as talk from '../streams/talk.js';
import * as work from '../streams/work.js';
import {BELONGINGS} from './belongings.js';
import {threadOfComment} from './comments.js';
import {hookCalls} from './hooks.js';
import {isSigned} from './signature.js';

/**
 * The objects that Paymo sends events about (API documentation, "Webhooks"). There are none about subtasks, discussions,
 * files, assignments, workflows, statuses, templates, recurring profiles and the company. Payloads are what a request for
 * the object gives, with names of what it belongs to besides; those would look like whole related objects.
 */
const SUBJECTS: readonly Subject[] = [
  subject('Client', people.clients),
  subject('ClientContact', people.clientContacts, 'contact'),
  subject('Project', work.projects),
  subject('Tasklist', work.taskLists),
  subject('Task', work.tasks),
  subject('Invoice', billing.invoices),
  subject('InvoicePayment', billing.invoicePayments, 'payment'),
  subject('Entry', work.timeEntries, 'time', 'timer'),
  subject('Milestone', work.milestones),
  subject('Report', billing.reports),
  subject('Expense', billing.expenses),
  subject('Estimate', billing.estimates),
  {name: 'Comment', words: [], rowsOf: talk.taskComments.parent, extras: [], find: threadOfComment},
  subject('User', people.users),
  subject('Booking', work.bookings),
];

/** Paymo's PHP SDK spells the events of timers with `timer` in front, the documentation with `model`. */
const EVENT = /^(?:model\.(insert|update|delete|start|stop)|timer\.(start|stop))\.(\w+)$/;

/** Whether `*.Entry` covers timers is not confirmed, so they have hooks of their own; events may come twice. */
const TIMERS: readonly HookedEvent[] = ['start', 'stop'].map((verb) => ({
  names: [`model.${verb}.Entry`, `timer.${verb}.Entry`],
  isOptional: true,
}));

/** What Paymo tells of by webhooks. */
export const webhooks: Webhooks = {
  subjects: SUBJECTS,
  headers: {event: 'X-Paymo-Event', hook: 'X-Paymo-Webhook'},
  isSigned,
  meaningOf(event) {
    const [, verb, , object] = EVENT.exec(event) ?? [];
    const known = SUBJECTS.find(({name}) => name === object);
    if (known === undefined) return undefined;
    return {subject: known.name, kind: verb === 'delete' ? 'deleted' : 'changed'};
  },
  eventsFor(subjects) {
    if (subjects === undefined) return [{names: ['*'], isOptional: false}];
    return subjects.flatMap(({name}) => [
      {names: [`*.${name}`], isOptional: false},
      ...(name === 'Entry' ? TIMERS : []),
    ]);
  },
  belongings: BELONGINGS,
  hooks: hookCalls,
  probe: (client) => client.get('me'),
  mostEmbedded: CAP,
};

function subject(name: string, rowsOf: Subject['rowsOf'], ...words: string[]): Subject {
  return {name, words, rowsOf, extras: Object.keys(RELATIONS[rowsOf.name] ?? {})};
}
