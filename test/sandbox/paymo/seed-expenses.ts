import {addDays, date} from '../common/calendar.js';
import {at} from '../common/random.js';
import {CURRENCIES} from './names.js';
import {secret} from './secrets.js';
import type {Seed} from './seed.js';

/** Expenses, some on no project, some with a receipt that is a file of its own. */
export function seedExpenses(seed: Seed): void {
  const {store, random, opened} = seed;
  const {data} = store;
  const count = store.settings.size.expenses;
  for (let index = 0; index < count; index += 1) {
    const project = at(data.projects, index * 3);
    const id = store.nextId('expenses');
    const amount = random.integer(300, 60_000) / 100;
    const thumb = (size: string): string =>
      `https://app.paymoapp.com/assets/13980/expenses/thumbs/${size}/${id}.png`;
    const receipt = at(['none', 'picture', 'document'] as const, index);
    seed.add('expenses', 0.4 + (index / count) * 0.6, {
      id,
      client_id: project.client_id,
      project_id: index % 4 === 0 ? null : project.id,
      user_id: at(data.users, index).id,
      amount,
      currency: at(CURRENCIES, index),
      date: addDays(date(opened), -Math.round(((count - index) / count) * 300)),
      notes: at(['Travel to Boston', '', null], index),
      invoiced: false,
      invoice_item_id: null,
      file:
        receipt === 'none'
          ? ''
          : `https://app.paymoapp.com/assets/13980/expenses/${id}.${receipt === 'picture' ? 'jpg' : 'pdf'}`,
      ...(receipt === 'picture'
        ? {
            image_thumb_large: thumb('large'),
            image_thumb_medium: thumb('medium'),
            image_thumb_small: thumb('small'),
          }
        : {}),
      tags: index % 5 === 3 ? [] : [at(['Mileage', 'Restaurant', 'Software/Service'], index)],
      ...(index % 2 === 1
        ? {
            download_token: secret(`expense-download-${id}`),
            name: `Expense ${index}`,
            price: amount,
            billable: index % 3 !== 0,
            active: true,
            flag_billed: false,
          }
        : {}),
    });
  }
}
