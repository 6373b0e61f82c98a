export const PEOPLE: readonly (readonly [string, string])[] = [
  ['Bob', 'Powell'],
  ['Kim', 'Allen'],
  ['Zoë', 'Marchetti'],
  ['Jim', 'Allen'],
  ['Ada', 'Nwosu'],
  ['Henrik', 'Sørensen'],
  ['Priya', 'Raman'],
  ['Tomás', 'O’Leary'],
  ['Mei', 'Tanaka'],
  ['Lukas', 'Weiß'],
];

/** Rails display names, not IANA identifiers. (API v2 docs, Supported Time Zones.) */
export const TIMEZONES = [
  'Mountain Time (US & Canada)',
  'Eastern Time (US & Canada)',
  'Kyiv',
  'London',
  'Pacific Time (US & Canada)',
];

export const CLIENTS = [
  'Northwind Ferries',
  'ABC Corp',
  '123 Industries',
  'Café Québec',
  'Osprey Outdoor',
  'Kestrel "Kes" Bikes',
  'Møller & Daughters',
  'Blue Door Theatre',
  'Pine Street Clinic',
  'Quarry Lane Books',
];

export const CURRENCIES = ['USD', 'EUR', 'USD', 'GBP', 'CAD', 'EUR'];

export const PROJECTS = [
  'Online Store - Phase 1',
  'Marketing Website',
  'Task Force',
  'Brand Refresh',
  'Booking App',
  'Data Warehouse',
  'Annual Report',
  'Support Retainer',
  'Photo Archive',
  'Intranet',
  'Newsletter',
  'Kiosk',
  'Internal Tools',
  'Season Launch',
];

export const TASKS = [
  'Graphic Design',
  'Programming',
  'Project Management',
  'Research',
  'Business Development',
  'Quality Assurance',
  'Copywriting',
  'Data Entry',
];

export const NOTES = [
  'Adding CSS styling',
  'Importing products',
  'Planning meetings',
  'Review with the client\r\nand follow-up notes',
  'Fixing the "sold out" banner',
  'Wireframes — second round',
  null,
  '',
];

export const CONTACTS: readonly (readonly [string, string | null, string | null])[] = [
  ['Jane', 'Doe', 'Owner'],
  ['Richard', 'Roe', 'Manager'],
  ['Sam', null, null],
  ['Ingrid', 'Lund', 'Accounts payable'],
  ['Chi', 'Okafor', 'Producer'],
];
