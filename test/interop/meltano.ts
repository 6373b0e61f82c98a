import {execFile} from 'node:child_process';
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import {delimiter, join, resolve} from 'node:path';
import {promisify} from 'node:util';
import {parse, stringify} from 'yaml';
import type {JsonObject} from '../../protocol/core/json.js';
import {type AccountForInterop, openAccount, SERVICES} from './accounts.js';
import {lastLines} from './pipeline.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {targets} from './targets.js';
import {type Keeping, lacking} from './values.js';

const execute = promisify(execFile);
const MELTANO = ['meltano==4.2.2'];
const DAY = 86_400;

interface Project {
  plugins: {extractors: Extractor[]; loaders: JsonObject[]};
}

interface Extractor {
  name: string;
  select: string[];
  config?: object;
}

/** Runs a tap by Meltano in the project of `examples/meltano`, twice, with the state in its database. */
export async function tryMeltano(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const tap = `tap-${service}`;
  const [loader] = targets(undefined);
  if (loader === undefined) throw new Error('There is no target to load with.');
  const place = join(folder, `meltano-${service}`);
  try {
    const meltano = await project(venvs, place, account, loader.packages);
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
      const held = await loader.held(place, '', '');
      requireNone(lacking(held, selected(account, await account.sandbox.truth()), account.keys, keeping));
    };
    const isLoaded = await results.check(`meltano: run ${tap} target-jsonl`, () => loaded({}));
    if (!isLoaded) return;
    account.sandbox.advance(DAY);
    account.sandbox.change();
    await results.check(
      `meltano: run ${tap} target-jsonl again, with the state in its database`,
      async () => {
        await loaded({withoutContainers: true});
        const states = await meltano('state', 'list');
        if (!states.includes(tap)) throw new Error('no state is stored');
      },
    );
  } finally {
    await account.sandbox.stop();
  }
}

/** What the default selection brings of the truth: its streams, and of those no field that is off by default. */
function selected(
  {service}: AccountForInterop,
  truth: Readonly<Record<string, readonly JsonObject[]>>,
): Record<string, JsonObject[]> {
  const streams = SERVICES[service]?.tap.streams ?? [];
  return Object.fromEntries(
    streams
      .filter(({selectedByDefault}) => selectedByDefault)
      .map(({name, fieldsOffByDefault}) => [
        name,
        (truth[name] ?? []).map((record) =>
          Object.fromEntries(Object.entries(record).filter(([field]) => !fieldsOffByDefault.includes(field))),
        ),
      ]),
  );
}

/** A Meltano project made of the example, with this account's settings; returns what runs Meltano in it. */
async function project(
  venvs: Venvs,
  place: string,
  {service, sandbox}: AccountForInterop,
  loaderPackages: readonly string[],
): Promise<(...args: string[]) => Promise<string>> {
  const bin = await venvs.bin('meltano', MELTANO);
  const loaderBin = await venvs.bin('target-jsonl', loaderPackages);
  const own = join(place, 'bin');
  mkdirSync(own, {recursive: true});
  mkdirSync(join(place, 'jsonl'), {recursive: true});
  symlinkSync(resolve(`dist/taps/${service}/bin.js`), join(own, `tap-${service}`));
  const example = parse(readFileSync('examples/meltano/meltano.yml', 'utf8')) as Project;
  const extractor = example.plugins.extractors.find(({name}) => name === `tap-${service}`);
  if (extractor === undefined) throw new Error(`The example has no tap-${service}.`);
  extractor.config = sandbox.config;
  example.plugins.loaders = [
    {
      name: 'target-jsonl',
      namespace: 'target_jsonl',
      executable: join(loaderBin, 'target-jsonl'),
      config: {destination_path: join(place, 'jsonl'), do_timestamp_file: false},
    },
  ];
  writeFileSync(join(place, 'meltano.yml'), stringify({...example, send_anonymous_usage_stats: false}));
  const env = {
    ...process.env,
    PATH: [own, bin, process.env.PATH].join(delimiter),
    MELTANO_SEND_ANONYMOUS_USAGE_STATS: 'false',
    MELTANO_CLI_LOG_LEVEL: 'warning',
    NO_COLOR: '1',
  };
  return async (...args) => {
    const options = {cwd: place, env, maxBuffer: 512 * 1024 * 1024};
    try {
      const {stdout, stderr} = await execute(join(bin, 'meltano'), args, options);
      return args[0] === 'invoke' ? stdout : stdout + stderr;
    } catch (error) {
      const {stdout = '', stderr = ''} = error as {stdout?: string; stderr?: string};
      throw new Error(`meltano ${args.join(' ')} failed: ${lastLines(stdout + stderr)}`);
    }
  };
}
