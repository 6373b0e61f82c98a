import {NOW, starterOf} from '../common/starter.js';
import type {PaymoSandbox, SandboxOptions} from './index.js';
import {startPaymoSandbox} from './index.js';

/** Starts sandboxes without a limit and with a still clock, and stops them after each test. */
export function sandboxStarter(): (options?: SandboxOptions) => Promise<PaymoSandbox> {
  const start = starterOf(startPaymoSandbox);
  return (options = {}) => start({now: () => NOW, limits: false, ...options});
}
