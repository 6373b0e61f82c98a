import {addDays, date} from '../common/calendar.js';
import {at} from '../common/random.js';
import type {Collection, Row} from './collections.js';
import {LINES, totalsOf} from './documents.js';
import {CURRENCIES} from './names.js';
import {permalink, secret} from './secrets.js';
import type {Seed} from './seed.js';
import type {Changes} from './store.js';

const ESTIMATE_STATUSES = ['draft', 'sent', 'viewed', 'accepted', 'invoiced', 'void'] as const;
const FREQUENCIES = ['w', '2w', 'm', '3m', 'y'] as const;

/** Estimates and recurring profiles; invoices come on top of them. */
export function seedDocuments(seed: Seed): void {
  const {store, opened} = seed;
  const {estimates, recurringProfiles} = store.settings.size;
  const today = date(opened);
  for (let index = 0; index < estimates; index += 1) {
    const id = store.nextId('estimates');
    const share = 0.5 + (index / estimates) * 0.4;
    seedDocument(seed, 'estimates', share, index === 5 ? 0 : 1 + (index % 3), {
      id,
      ...documentFields(seed, index, 'ESTIMATE'),
      number: `#EST-${100 + index}`,
      status: at(ESTIMATE_STATUSES, index),
      date: addDays(today, index * 9 - 120),
      invoice_id: null,
      permalink: permalink('estimates', id, 'html'),
      download_token: secret(`estimate-download-${id}`),
      ...(index % 2 === 1
        ? {
            pdf_link: permalink('estimates', id, 'pdf'),
            brief_description: at(['', null, 'Relaunch'], index),
            active: true,
          }
        : {}),
    });
  }
  for (let index = 0; index < recurringProfiles; index += 1) {
    seedDocument(seed, 'recurringprofiles', 0.6 + index / 50, 1 + (index % 2), {
      ...documentFields(seed, index, 'INVOICE'),
      discount: 0,
      discount_text: 'Discount',
      language: null,
      frequency: at(FREQUENCIES, index),
      start_date: addDays(today, -60),
      occurrences: at([3, null], index),
      invoices_created: index,
      last_created: index === 0 ? null : addDays(today, -7),
      autosend: index % 2 === 0,
      send_attachment: false,
      options: index % 2 === 0 ? null : {notification: {to: ['client@example.com']}},
      pay_online: false,
    });
  }
}

/** What every kind of document says. Discounts are newer than the samples, so half go without. */
export function documentFields({store}: Seed, index: number, title: 'ESTIMATE' | 'INVOICE'): Changes {
  const templates = title === 'ESTIMATE' ? store.data.estimatetemplates : store.data.invoicetemplates;
  const client = at(store.data.clients, index);
  const name = String(client.name);
  return {
    client_id: client.id,
    template_id: index % 3 === 0 ? null : at(templates, index).id,
    currency: at(CURRENCIES, index),
    tax: at([20, 3, 0], index),
    tax2: index % 4 === 2 ? 5.5 : 0,
    tax_on_tax: index % 2 === 0,
    tax_text: 'V.A.T.',
    tax2_text: index % 2 === 0 ? '' : 'Tax2',
    title,
    language: at(['', 'en'], index),
    bill_to: at([`${name}\r\nPortsmouth`, `${name}\nKiel`], index),
    company_info: 'Riverside Works\r\n12 Quay Street',
    footer: at(['Thank you for your business', '', null], index),
    notes: at(['', null, 'Net of travel'], index),
    ...(index % 2 === 1
      ? {discount: index % 4 === 1 ? 10 : null, discount_text: at(['Discount', null], index >> 1)}
      : {}),
  };
}

/** Adds a document and its lines, and sums them up. */
export function seedDocument(
  seed: Seed,
  documents: Collection,
  share: number,
  lines: number,
  fields: Changes,
): Row {
  const link = LINES.find((candidate) => candidate.documents === documents);
  if (!link) throw new Error(`${documents} have no lines.`);
  const document = seed.add(documents, share, fields);
  const rows = Array.from({length: lines}, (_line, index) =>
    seed.add(link.lines, share, {
      [link.key]: document.id,
      item: at(['Monthly campaign', 'Logo', 'Hosting & care', 'Mobile version'], index + document.id),
      description: at(['placing banners', '', null, 'coding, design etc.'], index),
      price_unit: seed.random.integer(20, 400) / 4,
      quantity: at([2, 1.5, 25, 0.25], index + document.id),
      ...(documents === 'invoices' ? {expense_id: null} : {}),
      apply_tax: index % 3 !== 2,
      seq: index === 0 && document.id % 3 === 0 ? null : index,
    }),
  );
  Object.assign(document, totalsOf(document, rows));
  return document;
}
