import {pathToFileURL} from 'node:url';
import {expect} from 'chai';
import {discoveryConfig, runConfig} from '../../protocol/cli/tap-config.js';
import {ConfigError} from '../../protocol/core/errors.js';
import {defineTap, streamsOfTap, type TapOf} from '../../protocol/tap.js';
import {documents, lines, notes} from '../support/documents.js';
import {numberedFacts} from '../support/rest.js';
import {Folder} from './executable.js';

interface Config {
  readonly api_key: string;
  readonly show_all?: boolean;
}

describe('A tap whose config changes its streams', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = new Folder();
    const text = {type: ['null', 'string']};
    folder.file(
      'config.json',
      JSON.stringify({
        type: 'object',
        required: ['api_key'],
        properties: {
          api_key: {type: 'string', airbyte_secret: true},
          show_all: {type: 'boolean', default: false},
        },
      }),
    );
    const document = {id: {type: 'integer'}, token: {...text, secret: true}};
    folder.file('documents.json', JSON.stringify({type: 'object', properties: document}));
    for (const name of ['lines', 'notes'])
      folder.file(`${name}.json`, JSON.stringify({type: 'object', properties: {id: {type: 'integer'}}}));
  });

  afterEach(() => folder.remove());

  function tapOf(changes: Partial<TapOf<Config>> = {}) {
    return defineTap<Config>({
      name: 'tap-acme',
      description: 'Acme',
      schemas: pathToFileURL(`${folder.path}/`),
      streams: [documents, lines, notes],
      service: () => numberedFacts('http://127.0.0.1:9'),
      ...changes,
    });
  }

  const config = (settings: object) => [folder.file('own.json', JSON.stringify(settings))];

  it('has its settings checked together once each is right', () => {
    const problems = ({show_all}: Config) => (show_all === true ? ['"show_all" needs another key'] : []);

    expect(() => runConfig(tapOf({problems}), config({api_key: 'key', show_all: true}))).to.throw(
      ConfigError,
      '"show_all" needs another key',
    );
  });

  it('does not tell a secret in what is wrong', () => {
    const problems = ({api_key}: Config) => [`The key ${api_key} is too old`];

    expect(() => runConfig(tapOf({problems}), config({api_key: 'very-secret-key'}))).to.throw(
      ConfigError,
      'The key **** is too old',
    );
  });

  it('is run when nothing is wrong', () => {
    const loaded = runConfig(tapOf({problems: () => []}), config({api_key: 'key'}));

    expect(loaded.config).to.include({api_key: 'key', show_all: false});
  });

  it('needs no config for discovery where that changes nothing', () => {
    expect(discoveryConfig(tapOf(), ['does-not-exist.json'])).to.equal(undefined);
  });

  it('needs no credentials for discovery', () => {
    const tap = tapOf({records: () => ({secrets: false, more: {}})});

    expect(discoveryConfig(tap, config({show_all: true}))).to.include({show_all: true});
  });

  it('does not take wrong settings for discovery', () => {
    const tap = tapOf({records: () => ({secrets: false, more: {}})});

    expect(() => discoveryConfig(tap, config({show_all: 'perhaps'}))).to.throw(ConfigError, 'show_all');
  });

  const fieldsOf = (tap: ReturnType<typeof tapOf>, settings?: {show_all: boolean}) =>
    Object.keys(streamsOfTap(tap, settings)[0]?.schema.properties ?? {});

  it('offers no credentials unless the config wants them', () => {
    const records: TapOf<Config>['records'] = ({show_all}) => ({secrets: show_all === true, more: {}});

    expect(fieldsOf(tapOf())).to.deep.equal(['id']);
    expect(fieldsOf(tapOf({records}))).to.deep.equal(['id']);
    expect(fieldsOf(tapOf({records}), {show_all: true})).to.deep.equal(['id', 'token']);
  });

  it('gives streams the fields that the config adds, without credentials in them', () => {
    const owner = {
      type: ['null', 'object'],
      properties: {id: {type: 'integer'}, pin: {type: 'string', secret: true}},
    };
    const [first] = streamsOfTap(tapOf({records: () => ({secrets: false, more: {documents: {owner}}})}));

    expect(first?.schema.properties.owner).to.deep.equal({
      type: ['null', 'object'],
      properties: {id: {type: 'integer'}},
    });
  });

  it('can make those fields of the schemas of other streams', () => {
    const [first] = streamsOfTap(
      tapOf({
        records: (_config, schemaOf) => ({secrets: false, more: {documents: {line: schemaOf('lines')}}}),
      }),
    );

    expect(first?.schema.properties.line).to.deep.include({properties: {id: {type: 'integer'}}});
  });

  it('keeps quiet about credentials, and about what is embedded for other streams', () => {
    const [first, second] = streamsOfTap(tapOf());

    expect([...(first?.quietFields ?? [])]).to.have.members(['token', 'lines', 'notes']);
    expect([...(second?.quietFields ?? [])]).to.deep.equal([]);
  });
});
