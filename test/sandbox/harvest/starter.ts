import type {HarvestSandbox, SandboxOptions} from './index.js';
import {startHarvestSandbox} from './index.js';

/** What the clock of a sandbox under test says unless told otherwise. */
export const NOW = new Date('2026-11-20T10:00:00Z');

/** Starts sandboxes without limits and with a still clock, and stops them after each test. */
export function sandboxStarter(): (options?: SandboxOptions) => Promise<HarvestSandbox> {
  let running: HarvestSandbox[] = [];
  afterEach(async () => {
    await Promise.all(running.map((sandbox) => sandbox.stop()));
    running = [];
  });

  return async (options = {}) => {
    const limits = {general: false, reports: false} as const;
    const sandbox = await startHarvestSandbox({now: () => NOW, limits, ...options});
    running.push(sandbox);
    return sandbox;
  };
}
