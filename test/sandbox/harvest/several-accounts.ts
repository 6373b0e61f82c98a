import type {Account} from './index.js';

export const FIRST = 10254;
export const TWIN = 10255;
export const BRANCH = 10256;

/** A Forecast account, two Harvest accounts of one name with different roles, and a small one. */
export const ACCOUNTS: Account[] = [
  {id: 88903, name: 'Lighthouse Studio', product: 'forecast'},
  {id: FIRST, name: 'Lighthouse Studio', product: 'harvest'},
  {id: TWIN, name: 'Lighthouse Studio', product: 'harvest', role: 'member'},
  {id: BRANCH, name: 'Harbour & Sons', product: 'harvest', size: {clients: 3, timeEntries: 20}, seed: 40},
];
