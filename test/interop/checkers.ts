import {execFile, spawn} from 'node:child_process';
import {closeSync, mkdirSync, openSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {airbyteStates, configuredCatalog} from '../support/airbyte.js';
import {lastState, messagesIn} from '../support/messages.js';
import {type AccountForInterop, openAccount} from './accounts.js';
import {lastLines} from './pipeline.js';
import type {Venvs} from './python.js';
import type {Results} from './results.js';

const execute = promisify(execFile);
const LARGE = {maxBuffer: 512 * 1024 * 1024};
const SINGER_TOOLS = ['singer-tools==0.4.1'];
const MODELS = ['airbyte-protocol-models-pdv2==0.18.0'];
const DAY = 86_400;

/** Parses each line with Airbyte's own models. */
const PARSE = `
import sys
from airbyte_protocol.models import AirbyteMessage
for line in open(sys.argv[1]):
    AirbyteMessage.model_validate_json(line)
`;

/**
 * Has the checkers of both protocols look at what a tap prints. singer-check-tap reads it from a pipe: when it starts a
 * tap itself, it asks for the verdict of a thread that it did not wait for, and fails with any tap that is quick to end.
 */
export async function tryCheckers(
  results: Results,
  venvs: Venvs,
  folder: string,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const place = join(folder, `checkers-${service}`);
  mkdirSync(place, {recursive: true});
  const path = (name: string) => join(place, name);
  writeFileSync(path('config.json'), JSON.stringify(account.sandbox.config), {mode: 0o600});
  const output = async (name: string, args: readonly string[]) => {
    const command = [`dist/taps/${service}/bin.js`, ...args];
    const {stdout} = await execute(process.execPath, command, LARGE);
    writeFileSync(path(name), stdout);
    return stdout;
  };
  const checked = async (name: string) => {
    const bin = await venvs.bin('singer-tools', SINGER_TOOLS);
    const input = openSync(path(name), 'r');
    try {
      await readBy(join(bin, 'singer-check-tap'), input, place);
    } finally {
      closeSync(input);
    }
  };
  try {
    await results.check(
      `singer-check-tap: a run of tap-${service} without a catalog, and one with its state`,
      async () => {
        const config = ['--config', path('config.json')];
        const first = await output('first.jsonl', config);
        await checked('first.jsonl');
        writeFileSync(path('state.json'), JSON.stringify(lastState(messagesIn(first))));
        account.sandbox.advance(DAY);
        account.sandbox.change();
        await output('second.jsonl', [...config, '--state', path('state.json')]);
        await checked('second.jsonl');
      },
    );
    await results.check(`Airbyte's models: every line of source-${service}`, () =>
      parsed(venvs, account, path, output),
    );
  } finally {
    await account.sandbox.stop();
  }
}

async function parsed(
  venvs: Venvs,
  account: AccountForInterop,
  path: (name: string) => string,
  output: (name: string, args: readonly string[]) => Promise<string>,
): Promise<void> {
  const bin = await venvs.bin('models', MODELS);
  const state = JSON.parse(readFileSync(path('state.json'), 'utf8'));
  writeFileSync(path('configured.json'), JSON.stringify(configuredCatalog(account.catalog, () => false)));
  writeFileSync(path('states.json'), JSON.stringify(airbyteStates(state)));
  const config = ['--config', path('config.json')];
  const read = ['read', ...config, '--catalog', path('configured.json')];
  for (const [name, args] of [
    ['spec.jsonl', ['spec']],
    ['check.jsonl', ['check', ...config]],
    ['discover.jsonl', ['discover', ...config]],
    ['read.jsonl', read],
    ['again.jsonl', [...read, '--state', path('states.json')]],
  ] as const) {
    await output(name, args);
    await execute(join(bin, 'python'), ['-c', PARSE, path(name)], LARGE).catch((error: {stderr?: string}) => {
      throw new Error(`${name}: ${lastLines(error.stderr)}`);
    });
  }
}

/** Runs a program with a file for its input. Throws what it said when it failed. */
async function readBy(program: string, input: number, cwd: string): Promise<void> {
  const child = spawn(program, [], {stdio: [input, 'pipe', 'pipe'], cwd});
  const said: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(lastLines(Buffer.concat(said).toString()));
}
