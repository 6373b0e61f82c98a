import {NOW, starterOf} from '../common/starter.js';
import type {HarvestSandbox, SandboxOptions} from './index.js';
import {startHarvestSandbox} from './index.js';

/** Starts sandboxes without limits and with a still clock, and stops them after each test. */
export function sandboxStarter(): (options?: SandboxOptions) => Promise<HarvestSandbox> {
  const start = starterOf(startHarvestSandbox);
  const limits = {general: false, reports: false} as const;
  return (options = {}) => start({now: () => NOW, limits, ...options});
}
