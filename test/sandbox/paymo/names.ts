export const PEOPLE = [
  ['Ruth', 'Adeyemi'],
  ['Óscar', 'Vidal'],
  ['Hanna', 'Lindqvist'],
  ['Pat', "O'Brien"],
  ['Wei', 'Zhang'],
  ['Clara', 'Meißner'],
  ['Dev', 'Kapoor'],
  ['Noor', 'Haddad'],
  ['Elena', 'Petrova'],
  ['Sam', 'Whitfield'],
] as const;

export const CLIENTS = [
  'Harbour Lights Ltd.',
  'Brandt & Söhne',
  'Tin Roof Records',
  'Maple "Leaf" Bakery',
  'Ocean County Libraries',
  'Fjord Cycles',
  'Casa Olivo',
  'Second Act Theatre',
  'Quiet Pines Clinic',
] as const;

export const PROJECTS = [
  'Website relaunch',
  'Spring campaign',
  'Shop integration',
  'Brand book',
  'Booking engine',
  'Archive migration',
  'Annual report',
  'Support',
  'Photo shoot',
  'Intranet',
  'Newsletter',
  'Kiosk app',
  'Internal tools',
  'Trade fair stand',
] as const;

export const TASKLISTS = ['Planning', 'Design', 'Production', 'Review'] as const;

export const TASKS = [
  'Kick-off',
  'Wireframes',
  'Icons & logo',
  'Templates',
  'Import of products',
  'Proofreading',
  'Load test',
  'Hand-over',
  'Meeting notes',
  'Bug “triage”',
] as const;

export const NOTES = [
  '',
  'Call with the client',
  '<p>Second round of <strong>layouts</strong></p>',
  null,
  'Fix for the "sold out" banner\r\nand its tests',
  'Größen prüfen — final',
] as const;

export const CURRENCIES = ['USD', 'EUR', 'GBP', 'US$', 'RMB'] as const;
