import {type SandboxOptions, startPaydirtSandbox} from '../sandbox/paydirt/index.js';
import {type DemoOptions, type DemoResult, totals, twoRuns} from './two-runs.js';

/** The default, two requests a second, is politeness towards a service whose limits nobody knows. */
const QUICK = {requests: 200, seconds: 1};

/** Not round, so that no list looks as if it was cut. */
const SIZE = {projects: 23, jobs: 61};

/** Shows tap-paydirt on a sandbox account. */
export async function demoPaydirt(
  out: string,
  say: (text: string) => void,
  {sandbox: options = {}, settings = {}, stderr = 'inherit'}: DemoOptions<SandboxOptions> = {},
): Promise<DemoResult> {
  const sandbox = await startPaydirtSandbox({size: SIZE, ...options});
  try {
    say(`A sandbox of the Paydirt API listens at ${sandbox.baseUrl}`);
    const config = {...sandbox.config, rate_limit: QUICK, ...settings};
    return await twoRuns(
      {service: 'paydirt', config, change: () => totals({...sandbox.change()})},
      out,
      say,
      stderr,
    );
  } finally {
    await sandbox.stop();
  }
}
