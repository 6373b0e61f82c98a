import {type SandboxOptions, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {type DemoOptions, type DemoResult, totals, twoRuns} from './two-runs.js';

const MONTHS = 6;

/** Shows tap-harvest on a sandbox account. */
export async function demoHarvest(
  out: string,
  say: (text: string) => void,
  {sandbox: options = {}, settings = {}, stderr = 'inherit'}: DemoOptions<SandboxOptions> = {},
): Promise<DemoResult> {
  const sandbox = await startHarvestSandbox(options);
  try {
    // The account's categories are older than the start; touched today, they show that every stream is read.
    for (const name of [
      'expense_categories',
      'invoice_item_categories',
      'estimate_item_categories',
    ] as const) {
      for (const {id} of sandbox.data[name]) sandbox.update(name, id);
    }
    say(`A sandbox of the Harvest API listens at ${sandbox.baseUrl}`);
    const config = {...sandbox.config, start_date: firstOfMonth(MONTHS - 1), ...settings};
    return await twoRuns(
      {service: 'harvest', config, change: () => totals(sandbox.change())},
      out,
      say,
      stderr,
    );
  } finally {
    await sandbox.stop();
  }
}

/** The first day of a month so many months ago, so that reports cover whole months. */
function firstOfMonth(monthsAgo: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, 1))
    .toISOString()
    .slice(0, 10);
}
