// Writes the generated tables of the READMEs anew, between markers like `<!-- tap-harvest settings -->` and
// `<!-- end -->`, and what is generated for orchestrators. With --check nothing is written, and stale files are named.
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {filtersTable, includesTable, settingsTable, streamsTable} from '../../protocol/cli/about.js';
import {objectsTable} from '../../protocol/cli/target-about.js';
import type {Target} from '../../protocol/target/target.js';
import {harvest} from '../../taps/harvest/index.js';
import {settingDifferences, streamDifferences} from '../../taps/harvest/migrate/differences.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {paymoTarget} from '../../taps/paymo/target/index.js';
import {meltanoYml} from './meltano-yml.js';
import {metadataYaml} from './metadata-yaml.js';

const TAPS = [harvest, paymo, paydirt];
const TARGETS: readonly Target[] = [paymoTarget];
const FILES = [
  'README.md',
  ...TAPS.map(({name}) => `taps/${name.replace('tap-', '')}/README.md`),
  ...TARGETS.map(({name}) => `taps/${name.replace('target-', '')}/target/README.md`),
];
const TABLES = {
  settings: settingsTable,
  filters: filtersTable,
  includes: includesTable,
  streams: streamsTable,
  'streams-of-singer': () => streamDifferences('singer'),
  'streams-of-airbyte': () => streamDifferences('airbyte'),
  'settings-of-singer': () => settingDifferences('singer'),
  'settings-of-airbyte': () => settingDifferences('airbyte'),
};
const TABLES_OF_TARGETS = {settings: settingsTable, objects: objectsTable};

const check = process.argv.includes('--check');
for (const file of FILES) {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(
    /(<!-- (\S+) (\S+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, open, name, what, close) => {
      const table = tableOf(name, what);
      return table === undefined ? whole : `${open}\n${table}\n\n${close}`;
    },
  );
  put(file, after);
}
put('examples/meltano/meltano.yml', meltanoYml(TAPS, TARGETS));
for (const tap of TAPS) put(`taps/${tap.name.replace('tap-', '')}/metadata.yaml`, metadataYaml(tap));

/** A table of a tap or target; undefined where there is no such thing. */
function tableOf(name: string, what: string): string | undefined {
  const tap = TAPS.find((one) => one.name === name);
  if (tap !== undefined) return Object.entries(TABLES).find(([key]) => key === what)?.[1](tap);
  const target = TARGETS.find((one) => one.name === name);
  if (target === undefined) return undefined;
  return Object.entries(TABLES_OF_TARGETS).find(([key]) => key === what)?.[1](target);
}

function put(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  if (check) {
    process.stderr.write(`${file} is stale; run: make docs\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), {recursive: true});
    writeFileSync(file, text);
  }
}
