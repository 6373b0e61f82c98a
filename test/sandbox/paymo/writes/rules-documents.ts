import {addDays} from '../../common/calendar.js';
import type {Collection, Row} from '../collections.js';
import {keyOf} from '../collections.js';
import {LINES, totalsOf} from '../documents.js';
import {badRequest} from '../refusals.js';
import {permalink, secret} from '../secrets.js';
import type {Store} from '../store.js';
import {release} from './billing.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {numeric} from './context.js';
import type {Link} from './lines.js';
import {preview, readLines, replaceLines} from './lines.js';
import {demandUnique, takeNumber} from './numbers.js';

export const invoices: Rules = {
  ...documentRules('invoices', (fields, id, {store}) => ({
    due_date: addDays(String(fields.date), dueDays(store, fields)),
    template_id: defaultOf(store, 'invoicetemplates'),
    title: 'INVOICE',
    ...fields,
    permalink: permalink('invoices', id, 'html'),
    pdf_link: permalink('invoices', id, 'pdf'),
    token: secret(`invoice-token-${id}`),
    download_token: secret(`invoice-download-${id}`),
  })),
  created(invoice, fields, {store}) {
    const estimate = store.find('estimates', numeric(fields.estimate_id));
    if (!estimate) return;
    store.alter('estimates', estimate.id, {status: 'invoiced', invoice_id: invoice.id}, true);
  },
  remove(invoice, {store}) {
    const lines = store.data.invoiceitems.filter((row) => row.invoice_id === invoice.id);
    return () => {
      release(store, new Set(lines.map((row) => row.id)));
      for (const estimate of store.data.estimates.filter((row) => row.invoice_id === invoice.id)) {
        store.alter('estimates', estimate.id, {invoice_id: null}, true);
      }
    };
  },
};

export const estimates: Rules = documentRules('estimates', (fields, id, {store}) => ({
  template_id: defaultOf(store, 'estimatetemplates'),
  title: 'ESTIMATE',
  ...fields,
  permalink: permalink('estimates', id, 'html'),
  pdf_link: permalink('estimates', id, 'pdf'),
  download_token: secret(`estimate-download-${id}`),
}));

export const recurringprofiles: Rules = documentRules('recurringprofiles', (fields) => fields);

function documentRules(
  documents: 'invoices' | 'estimates' | 'recurringprofiles',
  complete: (fields: Fields, id: number, context: WriteContext) => Fields,
): Rules {
  const link = linkOf(documents);
  return {
    create(fields, context) {
      const {store} = context;
      demandPossible(documents, fields);
      const lines = readLines(link, fields.items ?? [], undefined, context);
      const isNumbered = documents !== 'recurringprofiles';
      const own: Fields = isNumbered
        ? {
            ...fields,
            number: takeNumber(store, documents, fields.number),
            date: fields.date ?? store.today(),
            status: store.settings.statusOnCreate === 'kept' ? (fields.status ?? 'draft') : 'draft',
          }
        : fields;
      // Lines come first, so that whoever hears of the document finds it whole.
      const id = store.nextId(documents);
      replaceLines(store, link, id, lines);
      return {...complete(own, id, context), ...totalsOf(rowOf(own), preview(lines)), id};
    },
    update(document, fields, context) {
      const {store} = context;
      demandPossible(documents, fields);
      if ('number' in fields) demandUnique(store, documents, fields.number, document.id);
      const sent = fields.items;
      const lines = sent === undefined ? undefined : readLines(link, sent ?? [], document, context);
      if (lines) replaceLines(store, link, document.id, lines);
      const rows = store.data[link.lines].filter((row) => row[link.key] === document.id);
      return {...fields, ...totalsOf(rowOf({...document, ...fields}), rows)};
    },
  };
}

function linkOf(documents: Collection): Link {
  const link = LINES.find((candidate) => candidate.documents === documents);
  if (!link) throw new Error(`${documents} have no lines.`);
  return link;
}

function demandPossible(documents: Collection, {discount, currency}: Fields): void {
  // In these words. (Skyvia's documentation; profiles are not mentioned, and have 0 in the sample)
  if (discount === 0 && documents !== 'recurringprofiles') {
    throw badRequest("Field 'discount' cannot be empty");
  }
  if (typeof currency === 'string' && !/^[A-Z$]{3}$|^U\$S$|^US\$$/.test(currency)) {
    throw badRequest("Invalid value for field 'currency'.");
  }
}

function rowOf(fields: Fields): Row {
  return {id: 0, created_on: '', updated_on: '', ...fields};
}

function defaultOf(store: Store, templates: 'invoicetemplates' | 'estimatetemplates'): number | null {
  return store.data[templates].find((row) => row.is_default === true)?.id ?? null;
}

/** The client's own term, or the company's. */
function dueDays(store: Store, fields: Fields): number {
  const client = store.find('clients', numeric(fields.client_id));
  return (client && keyOf(client, 'due_interval')) ?? (Number(store.data.company.due_interval) || 0);
}
