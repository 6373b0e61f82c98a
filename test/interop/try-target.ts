import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {type AccountForInterop, openAccount} from './accounts.js';
import {tapInto} from './pipeline.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {settingsFile, type Target} from './targets.js';
import {type Keeping, lacking} from './values.js';

const DAY = 86_400;

/** Loads an account twice with a target, things happening in between, and compares what it holds with the truth. */
export async function tryTarget(
  results: Results,
  venvs: Venvs,
  folder: string,
  target: Target,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const place = join(folder, `${target.name}-${service}`);
  mkdirSync(place, {recursive: true});
  const schema = `tap_${service}`;
  try {
    const isLoaded = await results.check(`${target.name}: a first run of tap-${service}`, async () => {
      requireNone(await loaded(account, venvs, place, target, schema, target.keeping));
    });
    if (!isLoaded) return;
    account.sandbox.advance(DAY);
    account.sandbox.change();
    await results.check(`${target.name}: what changed, with its state`, async () => {
      // What a row embeds of others may change without the row, which then does not come again.
      const keeping = {...target.keeping, withoutContainers: true};
      requireNone(await loaded(account, venvs, place, target, schema, keeping));
    });
  } finally {
    await account.sandbox.stop();
  }
}

async function loaded(
  account: AccountForInterop,
  venvs: Venvs,
  place: string,
  target: Target,
  schema: string,
  keeping: Keeping | undefined,
): Promise<string[]> {
  const bin = await venvs.bin(target.name, target.packages, target.shim);
  const config = settingsFile(place, target.config(place, schema));
  await tapInto(account, place, {path: join(bin, target.command), args: ['--config', config]});
  const held = await target.held(place, schema, bin);
  return lacking(held, await account.sandbox.truth(), account.keys, keeping);
}
