import {discover} from '../../protocol/core/catalog.js';
import {streamsOfTap, type Tap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {selectingAll} from '../support/conformance/catalogs.js';
import type {RunningSandbox, SandboxForTests} from '../support/conformance/sandbox.js';
import {harvestSandbox} from '../taps/harvest/sandbox.js';
import {paydirtSandbox} from '../taps/paydirt/sandbox.js';
import {paymoSandbox} from '../taps/paymo/sandbox.js';

/** A service that programs of others are tried on. */
export interface ServiceForInterop {
  readonly tap: Tap;
  readonly sandboxes: () => SandboxForTests;
}

export const SERVICES: Readonly<Record<string, ServiceForInterop>> = {
  harvest: {tap: harvest, sandboxes: () => harvestSandbox()},
  paymo: {tap: paymo, sandboxes: () => paymoSandbox()},
  paydirt: {tap: paydirt, sandboxes: () => paydirtSandbox()},
};

/** An account in a sandbox, with everything that a run on it needs. */
export interface AccountForInterop {
  readonly service: string;
  readonly sandbox: RunningSandbox;
  /** The catalog with all streams and fields selected. */
  readonly catalog: ReturnType<typeof discover>;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** Opens an account of a service. Whoever opens it stops its sandbox. */
export async function openAccount(service: string): Promise<AccountForInterop> {
  const known = SERVICES[service];
  if (known === undefined) throw new Error(`There is no service ${service}.`);
  const catalog = selectingAll(discover(streamsOfTap(known.tap)));
  const keys = Object.fromEntries(catalog.streams.map((entry) => [entry.stream, entry.key_properties]));
  return {service, sandbox: await known.sandboxes().start(), catalog, keys};
}
