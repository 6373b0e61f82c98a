export const CLIENTS = [
  'Bluth Company',
  'Harbour Lights Ltd.',
  'Brandt & Söhne',
  'Tin Roof Records',
  'Maple "Leaf" Bakery',
  'Ocean County Libraries',
  'Fjord Cycles',
  'Casa Olivo',
  '株式会社みどり',
  'Second Act Theatre',
  'Quiet Pines Clinic',
  "O'Brien, Ní Dhálaigh & Sons",
] as const;

export const CONTACTS = ['Geroge Bluth', 'Ruth Adeyemi', 'Óscar Vidal', 'Hanna Lindqvist', '張偉'] as const;

export const PROJECTS = [
  'Website Build',
  'Spring campaign',
  'Shop integration',
  'Brand book',
  'Booking engine',
  'Archive migration',
  'Annual report',
  'Photo shoot',
  'Kiosk app — phase 2',
] as const;

export const JOBS = [
  'Web Consulting',
  'Kick-off',
  'Wireframes',
  'Icons & logo',
  'Proofreading',
  'Load test',
  'Bug “triage”',
  'Übersetzung',
] as const;

export const DESCRIPTIONS = [
  'Working on website design',
  '# Review\n\n* **layouts**, second round\n* `checkout.js`: [ticket](https://example.com/t/1?a=1&b=2)',
  null,
  'Größen prüfen — final ✅',
  'Call with "the client"\r\nand notes\tafter it',
  '| a | b |\n|---|---|\n| 1 | \\2 |',
  'תרגום ובדיקה 🧑🏽‍💻',
  '<b>not</b> markup & no entity: &amp;',
] as const;
