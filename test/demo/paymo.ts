import {type SandboxOptions, startPaymoSandbox} from '../sandbox/paymo/index.js';
import {type DemoOptions, type DemoResult, totals, twoRuns} from './two-runs.js';

/** Nobody wants to watch the service's real limit, one request a second, for seven minutes. */
const QUICK = {requests: 200, seconds: 1};

/** Shows tap-paymo on a sandbox account. */
export async function demoPaymo(
  out: string,
  say: (text: string) => void,
  {sandbox: options = {}, settings = {}, stderr = 'inherit'}: DemoOptions<SandboxOptions> = {},
): Promise<DemoResult> {
  const sandbox = await startPaymoSandbox({limits: QUICK, ...options});
  try {
    say(`A sandbox of the Paymo API listens at ${sandbox.baseUrl}`);
    const config = {...sandbox.config, rate_limit: QUICK, ...settings};
    return await twoRuns(
      {service: 'paymo', config, change: () => totals(sandbox.change())},
      out,
      say,
      stderr,
    );
  } finally {
    await sandbox.stop();
  }
}
