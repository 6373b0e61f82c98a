import {join} from 'node:path';
import {openAccount} from './accounts.js';
import {Cache} from './cache.js';
import {singerGoesOn} from './handover.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {type Keeping, lacking} from './values.js';

const DAY = 86_400;

/** Checks and reads a source with PyAirbyte, twice, things happening in between, and goes on without PyAirbyte. */
export async function tryPyAirbyte(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const cache = await Cache.make(venvs, join(folder, `source-${service}`), account);
  const {name} = cache;
  const read = async (keeping: Keeping) => {
    await cache.read();
    requireNone(lacking(cache.held(), await account.sandbox.truth(), account.keys, keeping));
  };
  try {
    await results.check(`pyairbyte: pyab validate ${name}`, () => cache.validate());
    const isRead = await results.check(`pyairbyte: check and read ${name} into DuckDB`, () => read({}));
    if (!isRead) return;
    account.sandbox.advance(DAY);
    account.sandbox.change();
    const isReadAgain = await results.check(`pyairbyte: read ${name} again, with its state`, () =>
      read({withoutContainers: true}),
    );
    if (!isReadAgain) return;
    account.sandbox.advance(DAY);
    account.sandbox.change();
    await results.check(`pyairbyte: tap-${service} --state goes on with the states of its cache`, () =>
      singerGoesOn(account, cache.place, cache.states(), cache.held()),
    );
  } finally {
    await account.sandbox.stop();
  }
}
