import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {environmentName, type LoadedConfig, loadConfig} from '../../protocol/config/load.js';
import {credentialWays, settingsSchema} from '../../protocol/config/settings-schema.js';
import {ConfigError} from '../../protocol/core/errors.js';
import {harvest} from '../../taps/harvest/index.js';
import {paymo} from '../../taps/paymo/index.js';

const schema = {...settingsSchema(harvest.schemas), required: ['access_token']};

describe('loadConfig', () => {
  const home = process.cwd();
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'config-'));
    // The file .env is looked for in the working directory.
    process.chdir(folder);
  });

  afterEach(() => {
    process.chdir(home);
    rmSync(folder, {recursive: true});
  });

  function file(name: string, content: object | string, mode = 0o600): string {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    chmodSync(path, mode);
    return path;
  }

  function load(sources: string[], environment: NodeJS.ProcessEnv = {}): LoadedConfig {
    return loadConfig('tap-harvest', schema, sources, environment);
  }

  function problemsOf(sources: string[], environment: NodeJS.ProcessEnv = {}): readonly string[] {
    try {
      load(sources, environment);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    throw new Error('the config was accepted');
  }

  it('takes settings from a file and adds the defaults', () => {
    const {config, warnings, secrets} = load([file('a.json', {access_token: 'secret', page_size: '50'})]);

    expect(config).to.include({access_token: 'secret', page_size: 50, lookback_window: 300, strict: false});
    expect(config.base_url).to.equal('https://api.harvestapp.com/v2');
    expect(warnings).to.deep.equal([]);
    expect(secrets).to.deep.equal(['secret']);
  });

  it('lets a later file win, setting by setting', () => {
    const first = file('a.json', {access_token: 'secret', page_size: 50, user_agent: 'a'});
    const second = file('b.json', {page_size: 60});

    expect(load([first, second]).config).to.include({page_size: 60, user_agent: 'a'});
    expect(load([second, first]).config).to.include({page_size: 50});
  });

  it('lets a null in a later file stand for nothing', () => {
    const first = file('a.json', {access_token: 'secret', page_size: 50});
    const second = file('b.json', {access_token: null, page_size: null});

    expect(load([first, second]).config).to.include({access_token: 'secret', page_size: 50});
  });

  it('takes null for absent, so that the default counts', () => {
    const path = file('a.json', {access_token: 'secret', page_size: null, start_date: null});

    const {config} = load([path]);

    expect(config).to.include({page_size: 2000});
    expect(config).not.to.have.property('start_date');
  });

  it('takes a null for a setting that must be there as missing', () => {
    expect(problemsOf([file('a.json', {access_token: null})])[0]).to.include('"access_token" is missing');
  });

  it('makes text of a numeric account id', () => {
    const {config} = load([file('a.json', {access_token: 'secret', account_id: 123456})]);

    expect(config.account_id).to.equal('123456');
  });

  it('accepts credentials in an object of their own', () => {
    const credentials = {auth_type: 'token', access_token: 'secret', account_id: 7};

    const {config, warnings, secrets} = load([file('a.json', {credentials})]);

    expect(config).to.include({access_token: 'secret', account_id: '7'}).and.not.have.property('credentials');
    expect(warnings).to.deep.equal([]);
    expect(secrets).to.deep.equal(['secret']);
  });

  it('warns of settings that it does not know, by name and without their values', () => {
    const path = file('a.json', {access_token: 'secret', acces_token: 'other-secret', pagesize: 5});

    const {warnings} = load([path]);

    expect(warnings).to.have.lengthOf(2);
    expect(warnings.join()).to.include('"acces_token"').and.include('"pagesize"').and.not.include('secret');
  });

  describe('with ENV', () => {
    it('takes settings by their names in capitals', () => {
      const environment = {
        TAP_HARVEST_ACCESS_TOKEN: 'secret',
        TAP_HARVEST_ACCOUNT_ID: '123',
        TAP_HARVEST_PAGE_SIZE: '50',
        TAP_HARVEST_STRICT: 'yes',
        TAP_HARVEST_RATE_LIMIT: '{"requests": 5, "seconds": "1"}',
        TAP_HARVEST_FILTERS: '{"clients": {"is_active": "true"}}',
        TAP_PAYMO_API_KEY: 'not ours',
      };

      const {config, warnings} = load(['ENV'], environment);

      expect(config).to.include({access_token: 'secret', account_id: '123', page_size: 50, strict: true});
      expect(config.rate_limit).to.deep.equal({requests: 5, seconds: 1});
      expect(config.filters).to.deep.equal({clients: {is_active: true}});
      expect(warnings).to.deep.equal([]);
    });

    it('lets the environment win over files, wherever the word stands', () => {
      const path = file('a.json', {access_token: 'secret', page_size: 50});

      for (const sources of [
        ['ENV', path],
        [path, 'ENV'],
      ]) {
        expect(load(sources, {TAP_HARVEST_PAGE_SIZE: '60'}).config).to.include({page_size: 60});
      }
    });

    it('does not look at the environment without the word', () => {
      const path = file('a.json', {access_token: 'secret'});

      expect(load([path], {TAP_HARVEST_PAGE_SIZE: '60'}).config).to.include({page_size: 2000});
    });

    it('reads a file .env, over which the real environment wins', () => {
      file('.env', 'TAP_HARVEST_ACCESS_TOKEN="secret"\nTAP_HARVEST_PAGE_SIZE=50\n# a comment\n');

      const {config} = load(['ENV'], {TAP_HARVEST_PAGE_SIZE: '60'});

      expect(config).to.include({access_token: 'secret', page_size: 60});
    });

    it('does not mind a folder called .env', () => {
      mkdirSync(join(folder, '.env'));

      expect(load(['ENV'], {TAP_HARVEST_ACCESS_TOKEN: 'secret'}).config).to.include({access_token: 'secret'});
    });

    it('takes an empty variable for absent', () => {
      const environment = {TAP_HARVEST_ACCESS_TOKEN: 'secret', TAP_HARVEST_START_DATE: ''};

      expect(load(['ENV'], environment).config).not.to.have.property('start_date');
    });

    it('names a variable that is not right by its setting', () => {
      const environment = {TAP_HARVEST_ACCESS_TOKEN: 'secret', TAP_HARVEST_PAGE_SIZE: 'many'};

      expect(problemsOf(['ENV'], environment)[0])
        .to.include('"page_size"')
        .and.include('"many"');
    });
  });

  describe('with files that others can read', () => {
    it('warns where they hold secrets, and says what to do', () => {
      const path = file('a.json', {access_token: 'secret'}, 0o644);

      expect(load([path]).warnings).to.deep.equal([
        `The config file ${path} holds secrets and can be read by others; run: chmod 600 ${path}`,
      ]);
    });

    it('warns where their group can read them', () => {
      expect(load([file('a.json', {access_token: 'secret'}, 0o640)]).warnings).to.have.lengthOf(1);
    });

    it('does not warn of a file without secrets', () => {
      const path = file('a.json', {page_size: 50}, 0o644);

      expect(load([path, 'ENV'], {TAP_HARVEST_ACCESS_TOKEN: 'secret'}).warnings).to.deep.equal([]);
    });
  });

  describe('with files that are not right', () => {
    it('does not mind a byte order mark', () => {
      expect(load([file('a.json', '\uFEFF{"access_token": "secret"}')]).config.access_token).to.equal(
        'secret',
      );
    });

    for (const empty of ['', ' \n', '\uFEFF']) {
      it(`takes ${JSON.stringify(empty)} for a config without settings`, () => {
        expect(problemsOf([file('a.json', empty)])[0]).to.include('"access_token" is missing');
      });
    }

    it('says that it is no JSON without quoting from it', () => {
      const path = file('a.json', '{"access_token": "secret-token",}');

      const problems = problemsOf([path]);

      expect(problems).to.have.lengthOf(1);
      expect(problems[0]).to.include(path).and.include('not valid JSON').and.not.include('secret-token');
    });

    for (const content of ['[]', '"secret-token"', '7', 'null']) {
      it(`wants an object and not ${content}`, () => {
        const [problem] = problemsOf([file('a.json', content)]);

        expect(problem)
          .to.match(/must hold a JSON object|is missing/)
          .and.not.include('secret-token');
      });
    }

    it('says which file does not exist', () => {
      expect(problemsOf([join(folder, 'none.json')])).to.deep.equal([
        `The config file ${join(folder, 'none.json')} does not exist`,
      ]);
    });

    it('says that a file is a folder', () => {
      expect(problemsOf([folder])).to.deep.equal([`The config file ${folder} is a folder`]);
    });

    it('masks a secret that stands in another setting', () => {
      const problems = problemsOf([
        file('a.json', {access_token: 'secret-token', base_url: 'http://evil.test/?t=secret-token'}),
      ]);

      expect(problems).to.have.lengthOf(1);
      expect(problems[0]).to.include('"base_url"').and.not.include('secret-token');
    });
  });

  describe('with several ways to authenticate', () => {
    const loadPaymo = (settings: object) =>
      loadConfig(
        'tap-paymo',
        settingsSchema(paymo.schemas),
        [file('paymo.json', settings)],
        {},
        credentialWays(paymo.schemas),
      ).config;
    const all = {api_key: 'a-key', email: 'me@example.com', password: 'a-password'};

    it('takes the settings of the chosen way alone', () => {
      const byPassword = loadPaymo({credentials: {auth_type: 'password', ...all}});
      const byKey = loadPaymo({credentials: {auth_type: 'api_key', ...all}});

      expect(byPassword).to.include({email: 'me@example.com', password: 'a-password'});
      expect(byPassword).to.not.have.property('api_key');
      expect(byKey).to.include({api_key: 'a-key'});
      expect(byKey).to.not.have.any.keys('email', 'password');
    });

    it('takes no setting of another way from beside the form either', () => {
      const {email, password, api_key} = all;

      const config = loadPaymo({api_key, credentials: {auth_type: 'password', email, password}});

      expect(config).to.not.have.property('api_key');
    });

    it('takes all settings where no way is chosen', () => {
      expect(loadPaymo({credentials: all})).to.include(all);
      expect(loadPaymo(all)).to.include(all);
    });

    it('names the ways when an unknown one is chosen', () => {
      expect(() => loadPaymo({credentials: {auth_type: 'oauth', ...all}}))
        .to.throw(ConfigError)
        .with.property('problems')
        .deep.equal(['The setting "credentials.auth_type" must be "api_key" or "password"']);
    });
  });
});

describe('environmentName', () => {
  it('is in capitals with underscores', () => {
    expect(environmentName('tap-harvest')).to.equal('TAP_HARVEST');
  });
});
