import {join} from 'node:path';
import type {JsonObject} from '../../protocol/core/json.js';
import {type AccountForInterop, openAccount, serviceNamed} from './accounts.js';
import {readGoesOn} from './handover.js';
import {lastLines} from './pipeline.js';
import {project} from './project.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {type Held, type Keeping, lacking} from './values.js';

const DAY = 86_400;

/** Runs a tap by Meltano in the project of `examples/meltano`, twice, with the state in its database. */
export async function tryMeltano(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const tap = `tap-${service}`;
  const place = join(folder, `meltano-${service}`);
  try {
    const {meltano, held, state} = await project(venvs, place, account);
    await results.check(`meltano: select --list --all ${tap}`, async () => {
      const listed = await meltano('select', tap, '--list', '--all', '--json');
      const known = account.catalog.streams
        .map(({stream}) => stream)
        .filter((name) => !listed.includes(name));
      requireNone(known.map((name) => `${name} is not listed`));
    });
    await results.check(`meltano: config test ${tap}`, async () => {
      const said = await meltano('config', 'test', tap);
      if (!/valid/i.test(said)) throw new Error(lastLines(said));
    });
    await results.check(`meltano: invoke --dump=catalog ${tap}`, async () => {
      const catalog = JSON.parse(await meltano('invoke', '--dump=catalog', tap)) as {streams: JsonObject[]};
      if (catalog.streams.length !== account.catalog.streams.length) throw new Error('streams are missing');
    });
    const loaded = async (keeping: Keeping) => {
      await meltano('run', tap, 'target-jsonl');
      requireNone(
        lacking(await held(), selected(account, await account.sandbox.truth()), account.keys, keeping),
      );
    };
    const isLoaded = await results.check(`meltano: run ${tap} target-jsonl`, () => loaded({}));
    if (!isLoaded) return;
    account.sandbox.advance(DAY);
    account.sandbox.change();
    const isLoadedAgain = await results.check(
      `meltano: run ${tap} target-jsonl again, with the state in its database`,
      async () => {
        await loaded({withoutContainers: true});
        const states = await meltano('state', 'list');
        if (!states.includes(tap)) throw new Error('no state is stored');
      },
    );
    if (!isLoadedAgain) return;
    account.sandbox.advance(DAY);
    account.sandbox.change();
    await results.check(
      `meltano: source-${service} read goes on with the state of \`meltano state get\``,
      async () =>
        readGoesOn(account, place, await state(), await held(), (truth) => selected(account, truth)),
    );
  } finally {
    await account.sandbox.stop();
  }
}

/** What the default selection brings of the truth: its streams, and of those no field that is off by default. */
export function selected({service}: AccountForInterop, truth: Held): Record<string, JsonObject[]> {
  return Object.fromEntries(
    serviceNamed(service)
      .tap.streams.filter(({selectedByDefault}) => selectedByDefault)
      .map(({name, fieldsOffByDefault}) => [
        name,
        (truth[name] ?? []).map((record) =>
          Object.fromEntries(Object.entries(record).filter(([field]) => !fieldsOffByDefault.includes(field))),
        ),
      ]),
  );
}
