import type {Reply} from '../../common/reply.js';
import type {Row, Value} from '../collections.js';
import {badRequest, forbidden} from '../refusals.js';
import {company} from '../singletons.js';
import type {Sent} from './sent.js';
import {bodyOf} from './sent.js';

/** The settings that can be changed; which those are is not documented, so these are the likely ones. */
const SETTINGS: readonly string[] = [
  'name',
  'address',
  'phone',
  'url',
  'fiscal_information',
  'email',
  'country',
  'timezone',
  'default_currency',
  'default_price_per_hour',
  'apply_tax_to_expenses',
  'tax_on_tax',
  'currency_position',
  'next_invoice_number',
  'next_estimate_number',
  'online_payments',
  'date_format',
  'time_format',
  'decimal_sep',
  'thousands_sep',
  'week_start',
  'workday_start',
  'workday_end',
  'working_days',
];

/** Those that are in samples, but not in the documentation's table. */
const UNCERTAIN: readonly string[] = [
  'default_tax',
  'default_tax2',
  'default_tax_text',
  'default_tax2_text',
  'due_interval',
  'estimate_format',
  'invoice_format',
  'hide_tax_field',
  'remove_paymo_branding',
  'language',
  'payment_reminder_1',
  'payment_reminder_2',
  'payment_reminder_3',
  'annual_leave_days_number',
];

const COUNTERS: readonly string[] = ['next_invoice_number', 'next_estimate_number'];

/** `PUT /company`: settings are texts, so that is what numbers and flags become. (API docs, Company) */
export function writeCompany(user: Row, call: Sent): Reply {
  if (user.type !== 'Admin') throw forbidden();

  const {company: kept} = call.store.data;
  const {settings} = call.store;
  const changes: Record<string, Value> = {};
  for (const [name, value] of Object.entries(bodyOf(call).values)) {
    if (!SETTINGS.includes(name) && !(UNCERTAIN.includes(name) && settings.uncertainFields === 'writable')) {
      if (name in kept && settings.readonlyFields === 'refused') {
        throw badRequest(`Field '${name}' cannot be changed.`);
      }
      continue;
    }
    changes[name] = settingOf(name, value, kept[name]);
  }
  Object.assign(kept, changes, {updated_on: call.store.now()});
  return company(call);
}

function settingOf(name: string, value: Value, before: Value | undefined): Value {
  if (value === null || typeof value === 'object') {
    throw badRequest(`Invalid value for field '${name}': text expected.`);
  }
  if (COUNTERS.includes(name) && !/^\d+$/.test(String(value))) {
    throw badRequest(`Invalid value for field '${name}': a whole number expected.`);
  }
  if (typeof before === 'boolean') return value === true || value === '1' || value === 1;
  if (typeof before === 'number') return Number(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return String(value);
}
