import {at} from '../common/random.js';
import type {Collection} from './collections.js';
import type {Seed} from './seed.js';

const GALLERY = [
  ['English - Client on left', 'ESTIMATE'],
  ['Deutsch - Client on right', 'ANGEBOT'],
  ['Español - Client on left', 'PRESUPUESTO'],
] as const;

/** Templates of projects, and those of documents with the galleries they are taken from. */
export function seedTemplates(seed: Seed): void {
  seedProjectTemplates(seed);
  seedGallery(seed, 'estimatetemplatesgallery');
  seedGallery(seed, 'invoicetemplatesgallery');
  seedDocumentTemplates(seed, 'estimatetemplates', 'estimates_count');
  seedDocumentTemplates(seed, 'invoicetemplates', 'invoices_count');
  const {company, estimatetemplates, invoicetemplates} = seed.store.data;
  company.default_estimate_template = at(estimatetemplates, 0).id;
  company.default_invoice_template = at(invoicetemplates, 0).id;
}

function seedProjectTemplates(seed: Seed): void {
  const {data} = seed.store;
  for (const [index, name] of ['Advertising campaign', 'Small website', 'Empty one'].entries()) {
    const template = seed.add('projecttemplates', 0.1 + index / 10, {name});
    for (let seq = 0; seq < 2 - index; seq += 1) {
      const tasklist = seed.add('projecttemplatestasklists', 0.1 + index / 10, {
        name: at(['Social', 'Print'], seq),
        seq,
        template_id: template.id,
        ...(seq === 1 ? {milestone_id: null} : {}),
      });
      for (let place = 0; place < 3; place += 1) {
        seed.add('projecttemplatestasks', 0.1 + index / 10, {
          name: at(['Trips', 'Meetings', 'Layout'], place),
          billable: place !== 0,
          seq: place,
          description: '',
          price_per_hour: at([250, null, 62.5], place),
          budget_hours: place * 4.5,
          tasklist_id: tasklist.id,
          template_id: template.id,
          users: place === 1 ? [] : [at(data.users, place).id],
          ...(place === 2
            ? {flat_billing: true, estimated_price: 320, price: null, duration: 5, start_date_offset: 2}
            : {}),
        });
      }
    }
  }
}

function seedGallery(seed: Seed, collection: Collection): void {
  for (const [index, [name, title]] of GALLERY.entries()) {
    seed.add(collection, 0, {
      name,
      title: collection.startsWith('estimate') ? title : 'INVOICE',
      html: html(name),
      css: '.title {\r\n\tfont-weight: bold;\r\n}',
      image: `https://app.paymoapp.com/assets/${collection}/${index + 1}.jpg`,
    });
  }
}

function seedDocumentTemplates(seed: Seed, collection: Collection, count: string): void {
  for (const [index, name] of ['English - Client on left', 'English - Client on right'].entries()) {
    seed.add(collection, 0.2 + index / 10, {
      name,
      title: 'INVOICE',
      is_default: index === 0,
      html: html(name),
      css: '.title { font-weight: bold; }',
      ...(index === 0 ? {[count]: 3} : {}),
    });
  }
}

function html(name: string): string {
  const row = '<tr class="item-row" id="{row_id}"><td>{item}</td><td>{quantity}</td></tr>\r\n';
  return `<div class="document">\r\n\t<!-- ${name} -->\r\n<table>${row.repeat(20)}</table></div>`;
}
