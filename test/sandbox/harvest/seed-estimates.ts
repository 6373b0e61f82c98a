import {DAY, date, datetime, HOUR} from '../common/calendar.js';
import {at} from '../common/random.js';
import type {Estimate, EstimateLine, EstimateMessage} from './billing-records.js';
import {childrenOf} from './data.js';
import {totals} from './money.js';
import type {Seed} from './seed.js';

const STATES = ['sent', 'accepted', 'draft', 'declined', 'sent', 'accepted'] as const;

export function seedEstimates(seed: Seed): void {
  const {store, opened} = seed;
  const count = store.settings.size.estimates;
  const first = opened - 130 * DAY;

  ['Service', 'Product'].forEach((name, index) => {
    const created = seed.setup(index);
    store.data.estimate_item_categories.push({
      id: store.nextId('estimate_item_categories'),
      name,
      created_at: created,
      updated_at: created,
    });
  });
  for (let index = 0; index < count; index += 1) {
    const row = estimate(seed, index, datetime(first + (index / count) * (opened - 5 * DAY - first)));
    store.data.estimates.push(row);
    if (row.state !== 'draft') converse(seed, row, index);
  }
}

function estimate({store, random}: Seed, index: number, created: string): Estimate {
  const client = at(store.data.clients, index);
  const creator = at(store.data.users, 0);
  const quantity = index % 2 === 0 ? 100 : 12.5;
  const line: EstimateLine = {
    id: store.nextId('line_items'),
    kind: 'Service',
    description: index === 4 ? null : `Phase ${index + 1}`,
    quantity,
    unit_price: 100,
    amount: quantity * 100,
    taxed: true,
    taxed2: index % 2 === 0,
  };
  const state = at(STATES, index);
  return {
    id: store.nextId('estimates'),
    client_key: random.hex(40),
    number: String(1000 + index),
    purchase_order: index === 3 ? null : '',
    ...totals([line], {
      tax: 5,
      tax2: index % 2 === 0 ? 2 : null,
      discount: index % 3 === 0 ? 10 : null,
      absent: index % 2 === 0 ? 0 : null,
    }),
    subject: `Proposal ${index + 1}`,
    notes: index === 1 ? null : 'Some notes about the estimate',
    state,
    // A draft that was never dated: null has been seen here.
    issue_date: state === 'draft' ? null : date(Date.parse(created)),
    sent_at: null,
    created_at: created,
    updated_at: created,
    accepted_at: null,
    declined_at: null,
    currency: client.currency,
    client: {id: client.id, name: client.name},
    creator: {id: creator.id, name: `${creator.first_name} ${creator.last_name}`},
    line_items: [line],
  };
}

/** Messages move `sent_at` and `updated_at` of the estimate to their own `created_at`, as in live data. */
function converse({store}: Seed, row: Estimate, index: number): void {
  const sender = store.get('users', row.creator.id);
  const messages = childrenOf(store.data.estimate_messages, row.id);
  const say = (hours: number, event: EstimateMessage['event_type']): string => {
    const moment = datetime(Date.parse(row.created_at) + hours * HOUR);
    messages.push({
      id: store.nextId('estimate_messages'),
      sent_by: row.creator.name,
      sent_by_email: sender.email,
      sent_from: row.creator.name,
      sent_from_email: sender.email,
      send_me_a_copy: event === null,
      created_at: moment,
      updated_at: moment,
      recipients: event === null ? [{name: 'Richard Roe', email: 'richardroe@example.com'}] : [],
      event_type: event,
      subject: event === null ? `Estimate #${row.number} from ${store.data.company.name}` : null,
      body: event === null ? 'You can view the estimate here:\r\n\r\n%estimate_url%' : null,
    });
    row.updated_at = moment;
    return moment;
  };

  row.sent_at = say(2, index === 4 ? 'send' : null);
  if (row.state === 'accepted') row.accepted_at = say(24, 'accept');
  if (row.state === 'declined') row.declined_at = say(30, 'decline');
}
