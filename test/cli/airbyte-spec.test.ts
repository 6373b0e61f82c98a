import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {Ajv} from 'ajv';
import {expect} from 'chai';
import {connectionSpecification} from '../../protocol/cli/airbyte/spec.js';
import {configProblems} from '../../protocol/config/check.js';
import {coercedObject} from '../../protocol/config/coerce.js';
import {credentialWays, settingsSchema, singerOnlySettings} from '../../protocol/config/settings-schema.js';
import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import {type SettingSchema, typesOf} from '../../protocol/core/schema.js';
import type {Tap} from '../../protocol/tap.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {objectIn} from '../support/airbyte.js';

const CREDENTIALS: Readonly<Record<string, JsonObject>> = {
  'tap-harvest': {credentials: {auth_type: 'token', access_token: 'a-token'}},
  'tap-paymo': {credentials: {auth_type: 'api_key', api_key: 'a-key'}},
  'tap-paydirt': {api_key: 'a-key'},
};

/** A place in a form, with its path. */
type Place = readonly [path: string, field: JsonObject];

/** Every object with fields, at every depth. */
function formsIn(schema: JsonObject, path = ''): Place[] {
  const {properties, oneOf, items} = schema;
  return [
    ...(properties === undefined ? [] : [[path, schema] as const]),
    ...Object.entries(objectIn(properties)).flatMap(([name, field]) =>
      formsIn(objectIn(field), `${path}/${name}`),
    ),
    ...(Array.isArray(oneOf) ? oneOf.flatMap((one, at) => formsIn(objectIn(one), `${path}/${at}`)) : []),
    ...(items !== undefined && isObject(items) ? formsIn(items, `${path}[]`) : []),
  ];
}

/** Every field, at every depth. */
function fieldsIn(schema: JsonObject): Place[] {
  return formsIn(schema).flatMap(([path, form]) =>
    Object.entries(objectIn(form.properties)).map(
      ([name, field]) => [`${path}/${name}`, objectIn(field)] as const,
    ),
  );
}

function isUnion(setting: SettingSchema): boolean {
  const below = [
    ...Object.values(setting.properties ?? {}),
    ...(setting.items === undefined ? [] : [setting.items]),
  ];
  return typesOf(setting).length > 1 || below.some(isUnion);
}

for (const tap of [harvest, paymo, paydirt]) {
  describe(`The specification of ${tap.name.replace('tap-', 'source-')}`, () => {
    const spec = connectionSpecification(tap);
    const fields = objectIn(spec.properties);
    const settings = settingsSchema(tap.schemas);
    const ways = credentialWays(tap.schemas);
    const nested = new Set(ways.flatMap(({required, optional = []}) => [...required, ...optional]));
    const fits = new Ajv({strict: false, validateFormats: false}).compile(spec);
    const withSetting = (name: string, value: JsonValue) => ({...CREDENTIALS[tap.name], [name]: value});

    it('is an object of draft 7 that allows more than it knows', () => {
      expect(spec).to.include({
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        title: tap.name.replace('tap-', 'Source '),
        additionalProperties: true,
      });
    });

    it('has a field for every setting that is not for Singer alone, in the order of the settings', () => {
      const others = new Set([...nested, ...singerOnlySettings(tap.schemas)]);
      const plain = Object.keys(settings.properties).filter((name) => !others.has(name));

      expect(Object.keys(fields)).to.deep.equal([...(ways.length === 0 ? [] : ['credentials']), ...plain]);
      expect(Object.values(fields).map((field) => objectIn(field).order)).to.deep.equal(
        Object.keys(fields).map((_name, at) => at),
      );
    });

    it('gives the fields of each form orders of their own', () => {
      for (const [path, form] of formsIn(spec)) {
        const orders = Object.values(objectIn(form.properties)).map((field) => objectIn(field).order);
        expect(orders, path).to.deep.equal(orders.map((_order, at) => at));
      }
    });

    it('requires what the settings require, and no field that it does not have', () => {
      const plain = (settings.required ?? []).filter((name) => !nested.has(name));

      expect(spec.required).to.deep.equal([...(ways.length === 0 ? [] : ['credentials']), ...plain]);
      for (const [path, form] of formsIn(spec)) {
        const names = Object.keys(objectIn(form.properties));
        expect(names, path).to.include.members((form.required ?? []) as string[]);
      }
    });

    it('titles and describes every setting', () => {
      for (const [name, field] of Object.entries(fields)) {
        expect(field, name).to.have.property('title').that.is.a('string').and.not.equal('');
        expect(field, name).to.have.property('description').that.is.a('string').and.not.equal('');
      }
    });

    it('marks as secret what is, and nothing else', () => {
      const elsewhere = singerOnlySettings(tap.schemas);
      const secret = Object.entries(settings.properties).flatMap(([name, setting]) =>
        setting.airbyte_secret === true && !elsewhere.includes(name) ? [name] : [],
      );
      const marked = fieldsIn(spec).flatMap(([path, field]) =>
        field.airbyte_secret === true ? [path.split('/').at(-1)] : [],
      );

      expect(secret).to.not.deep.equal([]);
      expect(marked).to.have.members(secret);
    });

    it('has no default for what is secret', () => {
      for (const [path, {airbyte_secret, default: value}] of fieldsIn(spec)) {
        if (airbyte_secret === true) expect(value, path).to.equal(undefined);
      }
    });

    it('shows no word that only our own settings know', () => {
      for (const [path, field] of [...fieldsIn(spec), ...formsIn(spec)]) {
        expect(field, path).to.not.have.any.keys('without', 'credentials', 'secret');
        if (typeof field.format === 'string') expect(['date', 'date-time'], path).to.include(field.format);
      }
    });

    it('pairs every pattern with words, and every format with a pattern', () => {
      for (const [path, {pattern, pattern_descriptor, format, type}] of fieldsIn(spec)) {
        const isWorded = typeof pattern_descriptor === 'string';
        if (pattern !== undefined && type === 'string') expect(isWorded, path).to.equal(true);
        if (pattern === undefined) expect(isWorded, path).to.equal(false);
        if (format !== undefined) expect(pattern, path).to.be.a('string');
      }
    });

    it('is met by a config of credentials alone, and not by an empty one', () => {
      expect(fits(CREDENTIALS[tap.name]), JSON.stringify(fits.errors)).to.equal(true);
      expect(fits({})).to.equal(false);
    });

    for (const [name, field] of Object.entries(fields)) {
      const {default: standard, examples = []} = objectIn(field);
      const values = [...(standard === undefined ? [] : [standard]), ...(examples as JsonValue[])];
      if (values.length === 0) continue;
      it(`and our own check take the default and the examples of ${name}`, () => {
        for (const value of values) {
          const config = withSetting(name, value);
          expect(fits(config), `${JSON.stringify(value)}: ${JSON.stringify(fits.errors)}`).to.equal(true);
          const {credentials, ...plain} = config as JsonObject;
          const {auth_type: _type, ...own} = objectIn(credentials);
          const coerced = coercedObject(settings, {...own, ...plain});
          expect(configProblems(settings, coerced), JSON.stringify(value)).to.deep.equal([]);
        }
      });
    }

    for (const [path, field] of fieldsIn(spec)) {
      const {default: standard, examples = []} = field;
      const values = [...(standard === undefined ? [] : [standard]), ...(examples as JsonValue[])];
      if (values.length === 0 || path.lastIndexOf('/') === 0) continue;
      it(`takes the default and the examples of ${path.slice(1)}`, () => {
        const check = new Ajv({strict: false, validateFormats: false}).compile(field);
        for (const value of values) {
          expect(check(value), `${JSON.stringify(value)}: ${JSON.stringify(check.errors)}`).to.equal(true);
        }
      });
    }

    for (const [name, setting] of Object.entries(settings.properties)) {
      if (!isUnion(setting)) continue;
      it(`takes ${name}, which may hold values of several types, as JSON text`, () => {
        const {examples = [], ...field} = objectIn(fields[name]);

        expect(field).to.include({type: 'string', multiline: true, title: setting.title});
        expect(field.description)
          .to.match(/ Written as JSON\.$/)
          .and.include(setting.description);
        expect(field).to.not.have.any.keys('properties', 'items', 'oneOf', 'default');
        expect((examples as string[]).map((text) => JSON.parse(text))).to.deep.equal(setting.examples ?? []);
      });
    }
  });
}

describe('The patterns of a specification', () => {
  const patternOf = (tap: Tap, name: string) => {
    const {pattern} = objectIn(objectIn(connectionSpecification(tap).properties)[name]);
    return new RegExp(String(pattern));
  };
  const takes = (tap: Tap, name: string, value: string) => ({
    form: patternOf(tap, name).test(value),
    own:
      configProblems(
        {type: 'object', properties: {[name]: settingsSchema(tap.schemas).properties[name] ?? {}}},
        {[name]: value},
      ).length === 0,
  });

  for (const [tap, name, values] of [
    [
      harvest,
      'start_date',
      [
        '2026-01-31',
        '2026-01-31T08:00:00Z',
        '2026-01-31T08:00:00.123456Z',
        '2026-01-31T08:00:00+02:00',
        '2026-01-31T08:00:00-0330',
        '2026-01-31T08:00:00',
        '2026-01-31T08:00',
        '-30d',
        '+1d',
        '-6h',
        '-2w',
        '-3m',
        '-10y',
        '-99999d',
      ],
    ],
    [harvest, 'base_url', ['https://api.harvestapp.com/v2', 'http://127.0.0.1:8080/x', 'http://localhost:1']],
    [paydirt, 'api_key', ['abc', 'a-b_c.d', 'ÄÖ']],
  ] as [Tap, string, string[]][]) {
    for (const value of values) {
      it(`take ${value} as ${name}, as we do`, () => {
        expect(takes(tap, name, value)).to.deep.equal({form: true, own: true});
      });
    }
  }

  for (const [tap, name, values] of [
    [
      harvest,
      'start_date',
      ['', 'soon', '30d', '-30', '-30x', '-123456d', '2026-1-31', '31.01.2026', '-30d ago', '--3d'],
    ],
    [
      harvest,
      'base_url',
      ['', 'api.harvestapp.com', 'ftp://a.example', 'https://a.example/?q=1', 'https://a.example/#x'],
    ],
    [paydirt, 'api_key', ['', 'a b', 'a\tb', ' a', 'a\n']],
  ] as [Tap, string, string[]][]) {
    for (const value of values) {
      it(`refuse ${JSON.stringify(value)} as ${name}, as we do`, () => {
        expect(takes(tap, name, value)).to.deep.equal({form: false, own: false});
      });
    }
  }
});

describe('The choice of credentials', () => {
  const choice = () => objectIn(objectIn(connectionSpecification(paymo).properties).credentials);
  const options = () => (choice().oneOf as JsonObject[]).map(objectIn);

  it('is an object of one of several forms, which comes first', () => {
    expect(choice()).to.include({type: 'object', title: 'Authentication', order: 0});
    expect(choice()).to.not.have.any.keys('properties', 'required');
    expect(options()).to.have.length(2);
  });

  it('has one field that all forms share, a constant of its own in each', () => {
    const names = options().map(({properties}) => Object.keys(objectIn(properties)));
    const shared = names.reduce((left, right) => left.filter((name) => right.includes(name)));

    expect(shared).to.deep.equal(['auth_type']);
    expect(options().map(({properties}) => objectIn(properties).auth_type)).to.deep.equal(
      ['api_key', 'password'].map((word) => ({type: 'string', const: word, order: 0})),
    );
  });

  it('titles each form, and requires of it what its way needs', () => {
    expect(options().map(({type, title, required}) => ({type, title, required}))).to.deep.equal([
      {type: 'object', title: 'API key', required: ['auth_type', 'api_key']},
      {type: 'object', title: 'E-mail and password', required: ['auth_type', 'email', 'password']},
    ]);
  });

  for (const [credentials, isGood] of [
    [{auth_type: 'api_key', api_key: 'x'}, true],
    [{auth_type: 'password', email: 'me@example.com', password: 'x'}, true],
    [{auth_type: 'api_key'}, false],
    [{auth_type: 'password', email: 'me@example.com'}, false],
    [{auth_type: 'api_key', email: 'me@example.com', password: 'x'}, false],
    [{api_key: 'x'}, false],
    [{auth_type: 'other', api_key: 'x'}, false],
    [{auth_type: 'api_key', api_key: ''}, false],
  ] as const) {
    it(`${isGood ? 'takes' : 'refuses'} ${JSON.stringify(credentials)}`, () => {
      const check = new Ajv({strict: false}).compile(connectionSpecification(paymo));

      expect(check({credentials})).to.equal(isGood);
    });
  }

  it('is not offered where there is one way alone', () => {
    expect(credentialWays(paydirt.schemas)).to.deep.equal([]);
    expect(connectionSpecification(paydirt).properties).to.not.have.property('credentials');
  });

  it('names settings alone that there are, each of one way', () => {
    const ways = credentialWays(paymo.schemas);
    const names = ways.flatMap(({required, optional = []}) => [...required, ...optional]);

    expect(Object.keys(settingsSchema(paymo.schemas).properties)).to.include.members(names);
    expect(new Set(names).size).to.equal(names.length);
    expect(settingsSchema(paymo.schemas)).to.not.have.property('credentials');
  });
});

describe('A specification made from settings', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'specification-'));
  });
  afterEach(() => rmSync(folder, {recursive: true}));

  function specFor(own: JsonObject) {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(own));
    return connectionSpecification({...harvest, name: 'tap-acme', schemas: pathToFileURL(`${folder}/`)});
  }
  const fieldFor = (setting: JsonObject) =>
    objectIn(objectIn(specFor({properties: {it: setting}}).properties).it);

  for (const [what, setting, expected] of [
    [
      'keeps what forms know',
      {type: 'integer', minimum: 1, maximum: 9, default: 3, examples: [4], title: 'T', description: 'D.'},
      {type: 'integer', minimum: 1, maximum: 9, default: 3, examples: [4], title: 'T', description: 'D.'},
    ],
    ['keeps secrets secret', {type: 'string', airbyte_secret: true}, {type: 'string', airbyte_secret: true}],
    ['has no format that only we know', {type: 'string', format: 'header'}, {type: 'string'}],
    [
      'has a pattern, words and the format of a date',
      {type: 'string', format: 'plain-date'},
      {
        type: 'string',
        format: 'date',
        pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
        pattern_descriptor: 'YYYY-MM-DD',
      },
    ],
    [
      'numbers the fields of an object, requires the same of them, and allows others',
      {
        type: 'object',
        required: ['b'],
        additionalProperties: false,
        properties: {
          a: {type: 'integer', order: 7},
          b: {type: 'object', required: [], properties: {c: {type: 'string'}}},
        },
      },
      {
        type: 'object',
        required: ['b'],
        properties: {
          a: {title: 'A', type: 'integer', order: 0},
          b: {
            title: 'B',
            type: 'object',
            properties: {c: {title: 'C', type: 'string', order: 0}},
            order: 1,
          },
        },
      },
    ],
    [
      'has the items of a list',
      {type: 'array', minItems: 1, items: {type: 'string', format: 'no-space', order: 7, enum: ['a', 'b']}},
      {
        type: 'array',
        minItems: 1,
        items: {type: 'string', enum: ['a', 'b'], pattern: '^\\S+$', pattern_descriptor: 'no spaces'},
      },
    ],
    ['takes one type or null for one type', {type: ['integer', 'null']}, {type: ['integer', 'null']}],
    [
      'is JSON text where there are several types',
      {
        type: ['integer', 'array'],
        title: 'T',
        description: 'D.',
        examples: [7, [7, 8]],
        items: {type: 'integer'},
      },
      {
        type: 'string',
        title: 'T',
        description: 'D. Written as JSON.',
        multiline: true,
        examples: ['7', '[7,8]'],
      },
    ],
    [
      'is JSON text where there are several types somewhere below',
      {
        type: 'object',
        description: 'D.',
        properties: {a: {type: 'array', items: {type: ['string', 'integer']}}},
      },
      {type: 'string', description: 'D. Written as JSON.', multiline: true},
    ],
  ] as [string, JsonObject, JsonObject][]) {
    it(`has a field that ${what}`, () => {
      expect(fieldFor(setting)).to.deep.equal({title: 'It', ...expected, order: 0});
    });
  }

  it('asks for the fields of each way to authenticate, the optional ones last, and for those nowhere else', () => {
    const {properties, required} = specFor({
      required: ['token', 'team'],
      credentials: [
        {auth_type: 'token', title: 'Token', required: ['token'], optional: ['realm']},
        {auth_type: 'pair', title: 'Pair', required: ['user', 'word']},
      ],
      properties: {
        realm: {type: 'string'},
        token: {type: 'string', airbyte_secret: true},
        user: {type: 'string'},
        word: {type: 'string', airbyte_secret: true},
        team: {type: 'string'},
      },
    });
    const {oneOf} = objectIn(objectIn(properties).credentials);

    expect(required).to.deep.equal(['credentials', 'team']);
    expect(Object.keys(objectIn(properties)).slice(0, 3)).to.deep.equal([
      'credentials',
      'team',
      'start_date',
    ]);
    expect(oneOf).to.deep.equal([
      {
        type: 'object',
        title: 'Token',
        required: ['auth_type', 'token'],
        properties: {
          auth_type: {type: 'string', const: 'token', order: 0},
          token: {title: 'Token', type: 'string', airbyte_secret: true, order: 1},
          realm: {title: 'Realm', type: 'string', order: 2},
        },
      },
      {
        type: 'object',
        title: 'Pair',
        required: ['auth_type', 'user', 'word'],
        properties: {
          auth_type: {type: 'string', const: 'pair', order: 0},
          user: {title: 'User', type: 'string', order: 1},
          word: {title: 'Word', type: 'string', airbyte_secret: true, order: 2},
        },
      },
    ]);
  });

  it('is called by the name of its service', () => {
    expect(specFor({}).title).to.equal('Source acme');
    expect(specFor({}).required).to.deep.equal([]);
  });
});
