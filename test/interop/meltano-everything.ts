import {join} from 'node:path';
import {settingsSchema} from '../../protocol/config/settings-schema.js';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import {runTap} from '../support/process.js';
import {type AccountForInterop, openAccount, serviceNamed} from './accounts.js';
import {project} from './project.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {type Keeping, lacking} from './values.js';

const DAY = 86_400;
const LONG = 1_000_000;
/** Meltano reads what discovery prints, on stdout and stderr, line by line with a buffer of this size. */
const LONGEST_LINE = 65_536;

/** Runs a tap by Meltano with every stream and field selected, one of its rows being very long. */
export async function tryMeltanoEverything(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const {sandbox} = account;
  const tap = `tap-${service}`;
  const largest = settingsOfLargestCatalog(service);
  // As Meltano takes them from the environment.
  const env = Object.fromEntries(
    Object.entries(largest).map(([name, value]) => [
      `TAP_${service}_${name}`.toUpperCase(),
      JSON.stringify(value),
    ]),
  );
  try {
    await results.check(`meltano-everything: no line of ${tap} --discover is too long`, () =>
      linesOfDiscovery(account, largest),
    );
    await results.check(`meltano-everything: invoke --dump=catalog ${tap}`, async () => {
      const place = join(folder, `largest-${service}`);
      const {meltano} = await project(venvs, place, account, {select: ['*.*'], env});
      const catalog = JSON.parse(await meltano('invoke', '--dump=catalog', tap)) as JsonObject;
      requireNone(unselected(catalog));
      return `        ${JSON.stringify(catalog).length} characters`;
    });
    const place = join(folder, `everything-${service}`);
    const {meltano, held} = await project(venvs, place, account, {select: ['*.*']});
    const loaded = async (keeping: Keeping) => {
      await meltano('run', tap, 'target-jsonl');
      requireNone(lacking(await held(), await sandbox.truth(), account.keys, keeping));
    };
    const long = sandbox.lengthen(LONG);
    const isLoaded = await results.check(
      `meltano-everything: run ${tap} target-jsonl, with a row of a million characters`,
      async () => {
        await loaded({});
        const longest = Math.max(
          ...((await held())[long.stream] ?? []).map((row) => JSON.stringify(row).length),
        );
        if (longest < LONG) throw new Error(`the longest row of ${long.stream} has ${longest} characters`);
      },
    );
    if (!isLoaded) return;
    sandbox.advance(DAY);
    sandbox.change();
    await results.check(`meltano-everything: run ${tap} target-jsonl again, with its state`, () =>
      loaded({withoutContainers: true}),
    );
  } finally {
    await sandbox.stop();
  }
}

/** Settings with which the catalog has all that it can have: what related objects there are, and secrets. */
function settingsOfLargestCatalog(service: string): JsonObject {
  const {properties} = settingsSchema(serviceNamed(service).tap.schemas);
  const streams = Object.entries(properties.include?.properties ?? {});
  if (streams.length === 0) return {};
  return {
    include: Object.fromEntries(streams.map(([stream, {items}]) => [stream, [...(items?.enum ?? [])]])),
    include_secrets: true,
  };
}

async function linesOfDiscovery(
  {service, sandbox}: AccountForInterop,
  settings: JsonObject,
): Promise<string> {
  const config = {...sandbox.config, ...settings};
  const {stdout, stderr, code} = await runTap(service, {
    config,
    args: ['--discover'],
    env: {LOGLEVEL: 'debug'},
  });
  if (code !== 0) throw new Error(`it ended with ${code}`);
  const [out = 0, err = 0] = [stdout, stderr].map((text) =>
    Math.max(...text.split('\n').map((line) => Buffer.byteLength(line))),
  );
  if (Math.max(out, err) >= LONGEST_LINE) throw new Error(`lines of ${out} and ${err} bytes`);
  const bytes = Buffer.byteLength(stdout);
  return `        ${bytes} bytes; the longest lines have ${out} on stdout and ${err} on stderr`;
}

/** Streams and fields that a catalog does not select although everything was asked for. */
function unselected({streams}: JsonObject): string[] {
  if (!Array.isArray(streams) || streams.length === 0) throw new Error('the catalog has no streams');
  return streams.filter(isObject).flatMap(({stream, metadata}) =>
    (Array.isArray(metadata) ? metadata : []).filter(isObject).flatMap((item) => {
      const {selected, inclusion} = isObject(item.metadata ?? null) ? (item.metadata as JsonObject) : {};
      if (selected === true || inclusion === 'unsupported') return [];
      return [`${String(stream)} ${JSON.stringify(item.breadcrumb)} is not selected`];
    }),
  );
}
