import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import {parse} from 'yaml';
import {CAPABILITIES} from '../../protocol/cli/about.js';
import {TARGET_CAPABILITIES} from '../../protocol/cli/target-about.js';
import {settingsSchema} from '../../protocol/config/settings-schema.js';
import {type Catalog, discover} from '../../protocol/core/catalog.js';
import type {JsonObject, JsonValue} from '../../protocol/core/json.js';
import {type SettingSchema, typesOf} from '../../protocol/core/schema.js';
import {type Selection, select} from '../../protocol/core/selection.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {paymoTarget} from '../../taps/paymo/target/index.js';
import {meltanoYml} from '../tools/meltano-yml.js';

const TAPS = [harvest, paymo, paydirt];
const FILE = 'examples/meltano/meltano.yml';

/** A setting as an extractor declares it. */
interface Setting {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  readonly kind: string;
  readonly sensitive?: boolean;
  readonly options?: readonly {label: string; value: JsonValue}[];
}

interface Plugin {
  readonly name: string;
  readonly namespace: string;
  readonly executable: string;
  readonly pip_url?: string;
  readonly capabilities: readonly string[];
  readonly settings: readonly Setting[];
  readonly settings_group_validation?: readonly (readonly string[])[];
}

interface Extractor extends Plugin {
  readonly select: readonly string[];
}

interface Project {
  readonly default_environment: string;
  readonly environments: readonly {name: string}[];
  readonly plugins: {extractors: readonly Extractor[]; loaders: readonly Plugin[]};
}

/** A shell's pattern as a regular expression; here a dot is a letter like any other. */
function glob(pattern: string): RegExp {
  const parts = [...pattern].map((letter) =>
    letter === '*' ? '.*' : letter === '?' ? '.' : letter.replace(/[^\w]/, '\\$&'),
  );
  return new RegExp(`^${parts.join('')}$`);
}

/** What Meltano makes of a catalog: first nothing is selected, then what a pattern names; excluding ones win. */
function patched(catalog: Catalog, patterns: readonly string[]): JsonObject {
  const rules = patterns.map((text) => {
    const [stream = '', ...field] = text.replace(/^!/, '').split('.');
    return {excludes: text.startsWith('!'), stream: glob(stream), field: glob(field.join('.') || '*')};
  });
  const streams = catalog.streams.map((entry) => {
    const own = rules.filter(({stream}) => stream.test(entry.tap_stream_id));
    const isSelected = own.some(({excludes}) => !excludes);
    const isWanted = (name: string) =>
      own.some(({excludes, field}) => !excludes && field.test(name)) &&
      !own.some(({excludes, field}) => excludes && field.test(name));
    const metadata = entry.metadata.map(({breadcrumb, metadata}) => {
      const name = breadcrumb.filter((_part, at) => breadcrumb[at - 1] === 'properties').join('.');
      const selected = breadcrumb.length === 0 ? isSelected : isSelected && isWanted(name);
      return {breadcrumb, metadata: {...metadata, selected}};
    });
    return {...entry, selected: isSelected, metadata};
  });
  return JSON.parse(JSON.stringify({streams})) as JsonObject;
}

describe('The Meltano project', () => {
  const text = readFileSync(FILE, 'utf8');
  const project = parse(text) as Project;
  const {extractors, loaders} = project.plugins;

  it('is as it would be made now', () => {
    expect(text).to.equal(meltanoYml(TAPS, [paymoTarget]));
  });

  it('has an extractor for each tap, and somewhere to load into', () => {
    expect(extractors.map(({name}) => name)).to.deep.equal(['tap-harvest', 'tap-paymo', 'tap-paydirt']);
    expect(loaders.map(({name}) => name)).to.deep.equal(['target-jsonl', 'target-paymo']);
  });

  it('has an environment, without which Meltano keeps no state', () => {
    expect(project.environments.map(({name}) => name)).to.include(project.default_environment);
  });

  it('sets no version, which Meltano warns of, and no secrets', () => {
    expect(project).to.not.have.property('version');
    for (const extractor of extractors) expect(extractor, extractor.name).to.not.have.property('config');
  });

  for (const tap of TAPS) {
    describe(`for ${tap.name}`, () => {
      const extractor = extractors.find(({name}) => name === tap.name);
      if (extractor === undefined) throw new Error(`${FILE} has no ${tap.name}.`);
      const streams = streamsOfTap(tap);

      it('runs an executable of the package, which needs no Python', () => {
        const {bin} = JSON.parse(readFileSync('package.json', 'utf8')) as {bin: Record<string, string>};

        expect(bin).to.have.property(extractor.executable);
        expect(extractor).to.not.have.property('pip_url');
        expect(extractor.namespace).to.equal(tap.name.replace('-', '_'));
      });

      it('has the capabilities that the tap tells', () => {
        expect(extractor.capabilities).to.deep.equal(CAPABILITIES);
        expect(extractor.capabilities).to.include.members(['discover', 'catalog', 'state', 'about', 'test']);
      });

      describeSettings(extractor, tap.schemas);

      it('selects exactly what a run without a catalog reads', () => {
        const fields = ({streams: chosen}: Selection) =>
          chosen.map(({stream, schema}) => ({name: stream.name, schema}));

        const selected = select(streams, patched(discover(streams), extractor.select));

        expect(selected.warnings).to.deep.equal([]);
        expect(fields(selected)).to.deep.equal(fields(select(streams, undefined)));
      });

      it('selects by patterns each of which names something', () => {
        const names = discover(streams).streams.flatMap(({stream, schema}) => [
          `${stream}.*`,
          ...Object.keys(schema.properties).map((field) => `!${stream}.${field}`),
        ]);

        expect(names).to.include.members([...extractor.select]);
        expect(new Set(extractor.select).size).to.equal(extractor.select.length);
      });
    });
  }

  describe('for target-paymo', () => {
    const loader = loaders.find(({name}) => name === paymoTarget.name);
    if (loader === undefined) throw new Error(`${FILE} has no ${paymoTarget.name}.`);

    it('runs an executable of the package, which needs no Python', () => {
      const {bin} = JSON.parse(readFileSync('package.json', 'utf8')) as {bin: Record<string, string>};

      expect(bin).to.have.property(loader.executable);
      expect(loader).to.not.have.any.keys('pip_url', 'select');
      expect(loader.namespace).to.equal('target_paymo');
    });

    it('has the capabilities that the target tells', () => {
      expect(loader.capabilities).to.deep.equal(TARGET_CAPABILITIES);
    });

    describeSettings(loader, paymoTarget.schemas);
  });
});

/** The same of every plugin: its settings are those of its program. */
function describeSettings(plugin: Plugin, schemas: URL): void {
  const {properties, required = []} = settingsSchema(schemas);

  it('has every setting, and no other, with its words', () => {
    expect(plugin.settings.map(({name}) => name)).to.deep.equal(Object.keys(properties));
    for (const {name, label, description} of plugin.settings) {
      expect({label, description}, name).to.deep.equal({
        label: properties[name]?.title,
        description: properties[name]?.description,
      });
    }
  });

  it('marks as sensitive what is secret, and nothing else', () => {
    const marked = plugin.settings.flatMap(({name, sensitive}) => (sensitive === true ? [name] : []));
    const secret = Object.keys(properties).filter((name) => properties[name]?.airbyte_secret === true);

    expect(marked).to.deep.equal(secret).and.not.deep.equal([]);
  });

  it('has kinds by which Meltano makes values of the right types', () => {
    const KINDS: Readonly<Record<string, string>> = {
      string: 'string',
      integer: 'integer',
      number: 'decimal',
      boolean: 'boolean',
      object: 'object',
      array: 'array',
    };
    const expected = (setting: SettingSchema | undefined) => {
      if (setting?.enum !== undefined) return 'options';
      const types = typesOf(setting ?? {});
      return types.length === 1 ? KINDS[types[0] ?? ''] : 'string';
    };

    for (const {name, kind} of plugin.settings) {
      expect(kind, name).to.be.a('string').and.equal(expected(properties[name]));
    }
  });

  it('offers the words that a setting may be, where there are such', () => {
    for (const {name, kind, options} of plugin.settings) {
      expect(
        options?.map(({value}) => value),
        name,
      ).to.deep.equal(properties[name]?.enum);
      expect(options !== undefined, name).to.equal(kind === 'options');
      expect(options?.every(({label, value}) => label === String(value)) ?? true, name).to.equal(true);
    }
  });

  it('asks for what is required', () => {
    expect(plugin.settings_group_validation?.flat() ?? []).to.include.members(required);
  });
}
