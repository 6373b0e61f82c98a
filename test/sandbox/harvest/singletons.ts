import {daysBetween} from '../common/calendar.js';
import {json} from '../common/reply.js';
import {invoiceOf} from './billing-lists.js';
import {everyone, invoicers} from './caller.js';
import type {Endpoint} from './endpoint.js';
import {billingAmount} from './money.js';
import {booleanWord} from './query.js';
import {forbidden} from './refusals.js';
import {userView} from './views.js';

/** Endpoints that answer with one bare object. */
export const singletons: Endpoint[] = [
  {
    path: 'company',
    bucket: 'general',
    permission: everyone,
    answer({store, caller}) {
      if (store.settings.companyForAdministratorsOnly && caller.role !== 'administrator') {
        throw forbidden(store.settings.forbiddenBody);
      }
      return json(store.data.company);
    },
  },
  {
    path: 'users/me',
    bucket: 'general',
    permission: everyone,
    answer: ({store, caller}) => json(userView(store, caller, caller.user)),
  },
  {
    // The text to start a message with; not a record.
    path: 'invoices/:invoice/messages/new',
    bucket: 'general',
    module: 'invoice',
    permission: invoicers,
    answer(call, ids) {
      const {store, query} = call;
      const invoice = store.get('invoices', invoiceOf(call, ids));
      const flag = (name: string): boolean => booleanWord(name, query.get(name) ?? 'false');
      const reminder = flag('reminder');
      const thankYou = flag('thank_you');
      const late = daysBetween(invoice.due_date, store.today());
      const {name} = store.data.company;
      const texts = reminder
        ? [
            `Past due invoice reminder: #${invoice.number} from ${name}`,
            `Invoice ${invoice.number} is ${late} days past due.`,
          ]
        : thankYou
          ? [`Payment received for Invoice #${invoice.number}`, 'We have received your payment. Thank you!']
          : [`Invoice #${invoice.number} from ${name}`, `Amount: ${billingAmount(invoice)}`];
      return json({
        invoice_id: invoice.id,
        subject: texts[0],
        body: `${texts[1]}\n`,
        reminder,
        thank_you: thankYou,
      });
    },
  },
];
