import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {type Given, migrator} from './command.js';
import {AIRBYTE_CONFIG, SINGER_CONFIG, singerEntry, streamState} from './theirs.js';

const OURS = {account_id: '1', access_token: 'their-own-token'};

describe('tap-harvest migrate, what it cannot do', () => {
  const migrate = migrator();

  const cases: [string, Given, RegExp][] = [
    ['no JSON', {config: '{"client_id": their-own-token'}, /their-config.json is not valid JSON/],
    ['an empty file', {state: ' '}, /their-state.json is empty/],
    ['a list as a config', {config: []}, /their-config.json must hold a JSON object/],
    ['a catalog without streams', {catalog: {}}, /must hold an object with a list "streams"/],
    ['a config of nobody', {config: {color: 'red'}}, /looks neither like .*--from singer or --from airbyte/],
    ['a state of nobody', {state: {color: 'red'}}, /looks neither like/],
    ['a state that is a number', {state: '7'}, /looks neither like/],
    ['a catalog of nobody', {catalog: {streams: [singerEntry('gadgets', true)]}}, /looks neither like/],
    ['our own config', {config: OURS}, /their-config.json is one of tap-harvest already/],
    ['our own nested config', {config: {credentials: {auth_type: 'token'}}}, /tap-harvest already/],
    [
      'our own state',
      {state: {bookmarks: {clients: {replication_key: 'updated_at', replication_key_value: '2024-01-01'}}}},
      /their-state.json is one of tap-harvest already/,
    ],
    ['our own catalog', {catalog: {streams: [singerEntry('teammates', true)]}}, /tap-harvest already/],
    [
      'files of both',
      {config: AIRBYTE_CONFIG, catalog: {streams: [singerEntry('clients', true)]}},
      /config and the catalog look like those of different connectors/,
    ],
  ];
  for (const [what, given, words] of cases) {
    it(`says in one sentence why it does not translate ${what}`, async () => {
      const {code, stdout, stderr, has} = await migrate(given);

      expect({code, stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(stderr).to.match(/^CRITICAL [^\n]+\n$/);
      expect(stderr).to.match(words);
      expect(stderr).not.to.include('their-own-token');
      expect(has('config.json') || has('catalog.json') || has('state.json')).to.equal(false);
    });
  }

  it('wants to know what to translate, and where to', async () => {
    for (const [given, words] of [
      [{}, /Name what is to be translated/],
      [{config: SINGER_CONFIG, args: []}, /--output FOLDER/],
      [{config: SINGER_CONFIG, args: ['--config', 'b.json', '--output', 'x']}, /not several/],
      [{config: SINGER_CONFIG, args: ['--output', 'x', '--from', 'fivetran']}, /singer or airbyte/],
    ] as [Given, RegExp][]) {
      const {code, stderr} = await migrate(given);

      expect(code).to.equal(2);
      expect(stderr).to.match(words);
    }
  });

  it('names a file that does not exist', async () => {
    const {code, stderr} = await migrate({args: ['--state', 'nowhere.json', '--output', 'x']});

    expect(code).to.equal(1);
    expect(stderr).to.equal('CRITICAL The state file nowhere.json does not exist\n');
  });

  it('believes what it is told of whose files they are', async () => {
    const {folder} = await migrate({config: SINGER_CONFIG});
    const args = ['--output', `${folder}-2`, '--from', 'singer'];

    expect((await migrate({config: {...SINGER_CONFIG, page_size: 50}, args})).code).to.equal(0);
    expect((await migrate({config: {...SINGER_CONFIG, page_size: 50}})).stderr).to.match(/already/);
  });

  it('overwrites nothing without --force, and what it translates never', async () => {
    const {folder} = await migrate({config: SINGER_CONFIG});
    const path = join(folder, 'config.json');
    writeFileSync(path, JSON.stringify(AIRBYTE_CONFIG));

    const refused = await migrate({config: SINGER_CONFIG, args: ['--output', folder]});
    expect(refused.stderr).to.match(/There is already .*config.json; .*--force/);
    const itself = await migrate({args: ['--config', path, '--output', folder, '--force']});
    expect(itself.stderr).to.match(/is the one to be translated/);
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal(AIRBYTE_CONFIG);

    expect((await migrate({config: SINGER_CONFIG, args: ['--output', folder, '--force']})).code).to.equal(0);
    expect(JSON.parse(readFileSync(path, 'utf8'))).to.deep.equal(SINGER_CONFIG);
  });

  it('writes nothing where the place is no folder', async () => {
    const {folder} = await migrate({config: SINGER_CONFIG});
    const file = join(folder, 'config.json');

    const {code, stderr} = await migrate({state: [streamState('clients', {})], args: ['--output', file]});

    expect(code).to.equal(1);
    expect(stderr).to.match(/--output must name a folder/);
    expect(existsSync(file)).to.equal(true);
  });
});
