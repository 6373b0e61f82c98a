import {at} from '../common/random.js';
import {decimal} from './decimals.js';
import {CLIENTS, CONTACTS, JOBS, PROJECTS} from './names.js';
import type {Seed} from './seed.js';
import type {Changes} from './store.js';
import {keyOf} from './tables.js';

const RATES = ['85.0', '120.0', '0.1', '93.75', '1000.5', '62.5', '0.0'] as const;

export const PRICE_TYPES = {perHour: 0, fixed: 1, perUser: 2} as const;

/** A key of nothing: records refer to some that are gone, or never were the account's. */
export const NOWHERE = 17;

/** Clients, their projects and the jobs of either. */
export function seedWork(seed: Seed): void {
  const {store} = seed;
  const {clients, projects, jobs} = store.settings.size;
  for (let index = 0; index < clients; index += 1) store.add('clients', client(index));
  for (let index = 0; index < projects; index += 1) store.add('projects', project(seed, index));
  for (let index = 0; index < jobs; index += 1) store.add('jobs', job(seed, index));
}

function client(index: number): Changes {
  const name = at(CLIENTS, index);
  const isBare = index % 5 === 3;
  return {
    currency_id: index % 3 === 2 ? 7 : 2,
    business_name: index < CLIENTS.length ? name : `${name} ${index}`,
    billing_contact_name: isBare ? null : at(CONTACTS, index),
    billing_email_address: isBare ? null : `billing${index}@example.com`,
    billing_address: isBare ? null : `${100 + index} Only Drive\nSudden Valley\nCA`,
    shortname: `c${index}`,
    hourly_rate: index % 6 === 4 ? null : at(RATES, index),
    active: index % 4 !== 3,
    locale: at(['en', 'de', 'ja', 'pt-BR'], index),
    invoicing_threshold: isBare ? null : at([1000, 250.5, 0, 12_000], index),
  };
}

function project({store}: Seed, index: number): Changes {
  const {clients} = store.data;
  return {
    client_id: clients.length === 0 || index % 12 === 11 ? NOWHERE : at(clients, index).id,
    name: index < PROJECTS.length ? at(PROJECTS, index) : `${at(PROJECTS, index)} ${index}`,
    ...(store.settings.projectsCompleted ? {completed: index % 3 === 1} : {}),
  };
}

function job({store, random}: Seed, index: number): Changes {
  const {clients, projects} = store.data;
  const isLoose = projects.length === 0 || index % 6 === 5;
  const own = isLoose ? undefined : at(projects, index * 3);
  const priceType = at([PRICE_TYPES.perHour, PRICE_TYPES.fixed, PRICE_TYPES.perUser], index);
  const isFixed = priceType === PRICE_TYPES.fixed;
  const isDangling = index === 10;

  return {
    client_id: own ? keyOf(own, 'client_id') : clients.length === 0 ? NOWHERE : at(clients, index).id,
    project_id: isDangling ? NOWHERE : (own?.id ?? null),
    name: index < JOBS.length ? at(JOBS, index) : `${at(JOBS, index)} ${index}`,
    price: isFixed ? at(['1250.0', '9800.5', '4000.0'], Math.floor(index / 3)) : at(RATES, index),
    price_type: priceType,
    unbilled_fixed_value: isFixed ? decimal(random.integer(0, 80) * 2550) : decimal(0),
    estimate: index % 4 === 2 ? null : random.integer(1, 40) * 3600,
    completed: index % 5 === 4,
  };
}
