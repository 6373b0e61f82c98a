import type {JsonObject} from '../../protocol/index.js';

/** The switches in `company` that turn whole groups of endpoints off, and the streams behind them. */
const MODULES: Record<string, readonly string[]> = {
  expense_feature: [
    'expenses',
    'expense_categories',
    'report_expenses_clients',
    'report_expenses_projects',
    'report_expenses_categories',
    'report_expenses_team',
  ],
  invoice_feature: [
    'invoices',
    'invoice_line_items',
    'invoice_messages',
    'invoice_payments',
    'invoice_item_categories',
    'report_uninvoiced',
  ],
  estimate_feature: ['estimates', 'estimate_line_items', 'estimate_messages', 'estimate_item_categories'],
};

/** Whether any of these streams belongs to a module, so that it is worth asking which are on. */
export function dependOnModules(streams: ReadonlySet<string>): boolean {
  return Object.values(MODULES).some((names) => names.some((name) => streams.has(name)));
}

/**
 * The streams of modules that the account has switched off, with the reason. Only a flag that is plainly false
 * counts; where it is missing, the endpoint itself tells.
 */
export function switchedOff(company: JsonObject): Map<string, string> {
  const off = new Map<string, string>();
  for (const [flag, streams] of Object.entries(MODULES)) {
    if (company[flag] !== false) continue;
    for (const stream of streams)
      off.set(stream, `this account has the module ${flag.replace('_feature', '')} switched off`);
  }
  return off;
}
