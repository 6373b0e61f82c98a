import {NOW, starterOf} from '../common/starter.js';
import type {PaydirtSandbox, SandboxOptions} from './index.js';
import {startPaydirtSandbox} from './index.js';

/** Starts sandboxes with a still clock, and stops them after each test. */
export function sandboxStarter(): (options?: SandboxOptions) => Promise<PaydirtSandbox> {
  const start = starterOf(startPaydirtSandbox);
  return (options = {}) => start({now: () => NOW, ...options});
}
