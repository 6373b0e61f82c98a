import {discover} from '../../protocol/core/catalog.js';
import {streamsOfTap, type Tap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {selecting, selectingAll} from '../support/conformance/catalogs.js';
import type {RunningSandbox, SandboxForTests} from '../support/conformance/sandbox.js';
import {runTap} from '../support/process.js';
import {harvestSandbox} from '../taps/harvest/sandbox.js';
import {paydirtSandbox} from '../taps/paydirt/sandbox.js';
import {paymoSandbox} from '../taps/paymo/sandbox.js';

/** A service that programs of others are tried on. */
export interface ServiceForInterop {
  readonly tap: Tap;
  readonly sandboxes: () => SandboxForTests;
  /** Sandboxes with so many rows that no pipe holds what a run prints. */
  readonly large: () => SandboxForTests;
}

export const SERVICES: Readonly<Record<string, ServiceForInterop>> = {
  harvest: {
    tap: harvest,
    sandboxes: () => harvestSandbox(),
    large: () => harvestSandbox({size: {timeEntries: 4000}}),
  },
  paymo: {tap: paymo, sandboxes: () => paymoSandbox(), large: () => paymoSandbox({size: {entries: 4000}})},
  paydirt: {
    tap: paydirt,
    sandboxes: () => paydirtSandbox(),
    large: () => paydirtSandbox({size: {timeLogs: 8000}}),
  },
};

/** An account in a sandbox, with everything that a run on it needs. */
export interface AccountForInterop {
  readonly service: string;
  readonly sandbox: RunningSandbox;
  /** The catalog with all streams and fields selected. */
  readonly catalog: ReturnType<typeof discover>;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

export function serviceNamed(service: string): ServiceForInterop {
  const known = SERVICES[service];
  if (known === undefined) throw new Error(`There is no service ${service}.`);
  return known;
}

/** Opens an account of a service. Whoever opens it stops its sandbox. */
export async function openAccount(
  service: string,
  kind: 'sandboxes' | 'large' = 'sandboxes',
): Promise<AccountForInterop> {
  const known = serviceNamed(service);
  const catalog = selectingAll(discover(streamsOfTap(known.tap)));
  const keys = Object.fromEntries(catalog.streams.map((entry) => [entry.stream, entry.key_properties]));
  return {service, sandbox: await known[kind]().start(), catalog, keys};
}

/** How many requests a whole first run makes, of the default selection or these streams, on an account like all others. */
export async function requestsOf(service: string, streams?: readonly string[]): Promise<number> {
  const {sandbox, catalog} = await openAccount(service);
  try {
    const chosen =
      streams === undefined ? {} : {catalog: selecting(catalog, ({stream}) => streams.includes(stream))};
    const {code} = await runTap(service, {config: sandbox.config, ...chosen});
    if (code !== 0) throw new Error(`a first run ended with ${code}`);
    return sandbox.requestCount();
  } finally {
    await sandbox.stop();
  }
}
