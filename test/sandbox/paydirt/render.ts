import {respell} from './decimals.js';
import type {Settings} from './options.js';
import type {Row, Table} from './tables.js';

/** A row as one response shows it; `request` tells responses apart. */
export function render(table: Table, row: Row, settings: Settings, request: number): object {
  // Nobody knows what a user looks like, so nothing is done to one.
  if (table === 'users') return row;
  const spelled = respell(table, row, settings.decimals, request);
  const shown = settings.blanks === 'null' ? spelled : blanked(spelled, settings.blanks);
  return settings.unknownFields ? {...shown, novelty: {since: '2026-01-01', kind: 'unknown'}} : shown;
}

function blanked(row: Row, blanks: 'empty' | 'absent'): object {
  const fields = Object.entries(row);
  return Object.fromEntries(
    blanks === 'absent'
      ? fields.filter(([, value]) => value !== null)
      : fields.map(([field, value]) => [field, value ?? '']),
  );
}
