import {expect} from 'chai';
import {migrator, saidOf} from './command.js';
import {AIRBYTE_CONFIG, SINGER_CONFIG} from './theirs.js';

const SECRETS = /their-(client-secret|refresh-token|personal-token)|their-own-key/;

describe("tap-harvest migrate, a config of Singer's tap-harvest", () => {
  const migrate = migrator();

  it('keeps the sign-in and the start, and says that the account may have to be named', async () => {
    const migrated = await migrate({config: {...SINGER_CONFIG, request_timeout: '120'}});

    expect(migrated.code).to.equal(0);
    expect(migrated.file('config.json')).to.deep.equal({...SINGER_CONFIG, request_timeout: '120'});
    expect(saidOf(migrated, 'config').get('request_timeout')).to.include({how: 'approximate'});
    expect(migrated.report.items).to.deep.include.members([
      {
        part: 'config',
        ours: 'account_id',
        how: 'new',
        note: 'the other connector takes the first account that it finds; set it where the sign-in reaches several Harvest accounts (tap-harvest accounts lists them)',
      },
    ]);
    expect(migrated.report.problems).to.deep.equal([]);
  });

  it('guesses that the token of a version 1 still works, and lists the address of its account', async () => {
    const config = {access_token: 'their-personal-token', account_name: 'acme', start_date: '2017-01-01'};

    const migrated = await migrate({config});

    expect(migrated.file('config.json')).to.deep.equal({
      access_token: 'their-personal-token',
      start_date: '2017-01-01',
    });
    expect(saidOf(migrated, 'config').get('access_token')).to.include({how: 'guessed'});
    expect(saidOf(migrated, 'config').get('account_name')).to.include({how: 'left out'});
  });

  it('keeps out what it does not know, by name and without its value', async () => {
    const migrated = await migrate({
      config: {...SINGER_CONFIG, extra_key: 'their-own-key', odd: 'their-own-key'},
    });

    const said = saidOf(migrated, 'config');
    expect(migrated.file('config.json')).to.deep.equal(SINGER_CONFIG);
    for (const name of ['extra_key', 'odd']) expect(said.get(name)).to.include({how: 'left out'});
    expect(migrated.stdout + migrated.stderr).not.to.match(SECRETS);
  });

  it('says what is still missing, or wrong, for a run', async () => {
    const {refresh_token: _none, ...config} = SINGER_CONFIG;

    const migrated = await migrate({config: {...config, start_date: '04/19/2017'}});

    expect(migrated.report.problems).to.deep.equal([
      'The setting "start_date" must be a moment, such as 2026-01-31, 2026-01-31T08:00:00Z or a time before now such as -30d, or after it such as +1d, for example "2026-01-01"; it is "04/19/2017"',
    ]);
    const without = await migrate({config});
    expect(without.report.problems).to.match(/"access_token" is missing/);
  });

  it('shows no secret in any form, and lets nobody else read the new config', async () => {
    for (const config of [SINGER_CONFIG, AIRBYTE_CONFIG]) {
      const folder = (await migrate({config})).folder;
      const text = await migrate({config, args: ['--output', `${folder}-text`]});

      expect(text.code).to.equal(0);
      expect(text.stdout + text.stderr).not.to.match(SECRETS);
    }
    expect((await migrate({config: SINGER_CONFIG})).modeOf('config.json')).to.equal(0o600);
  });
});

describe("tap-harvest migrate, a config of Airbyte's source-harvest", () => {
  const migrate = migrator();

  it('keeps account, start and token under our names', async () => {
    const migrated = await migrate({config: {...AIRBYTE_CONFIG, num_workers: 4}});

    expect(migrated.file('config.json')).to.deep.equal({
      account_id: '123456',
      start_date: '2020-01-25T00:00:00Z',
      concurrency: 4,
      credentials: {auth_type: 'token', access_token: 'their-personal-token'},
    });
    expect(saidOf(migrated, 'config').get('num_workers')).to.include({how: 'approximate'});
    expect(migrated.report.problems).to.deep.equal([]);
  });

  it('keeps the application of a sign-in, also where the kind of credentials is not said', async () => {
    const application = {
      client_id: 'their-client-id',
      client_secret: 'their-client-secret',
      refresh_token: 'their-refresh-token',
    };
    for (const credentials of [{auth_type: 'Client', ...application}, application]) {
      const migrated = await migrate({config: {...AIRBYTE_CONFIG, credentials}});

      expect(migrated.file('config.json')).to.deep.include({
        credentials: {auth_type: 'oauth', ...application},
      });
      expect(migrated.report.problems).to.deep.equal([]);
    }
  });

  it('understands a token beside the other settings, and the envelope of the platform', async () => {
    const {credentials: _none, ...config} = AIRBYTE_CONFIG;

    const migrated = await migrate({
      config: {connectionConfiguration: {...config, api_token: 'their-personal-token'}},
    });

    expect(migrated.file('config.json')).to.deep.include({
      account_id: '123456',
      credentials: {auth_type: 'token', access_token: 'their-personal-token'},
    });
  });

  it('leaves out the end date, masked secrets and what it does not know, and says so', async () => {
    const credentials = {auth_type: 'Token', api_token: '**********', other: 'their-own-key'};

    const migrated = await migrate({
      config: {...AIRBYTE_CONFIG, replication_end_date: '2024-01-01T00:00:00Z', credentials},
    });

    const said = saidOf(migrated, 'config');
    for (const name of ['replication_end_date', 'credentials.api_token', 'credentials.other'])
      expect(said.get(name), name).to.include({how: 'left out'});
    expect(said.get('credentials.api_token')?.note).to.equal('it is masked, so put it in yourself');
    expect(migrated.file('config.json')).not.to.have.property('end_date');
    expect(migrated.stdout).not.to.match(SECRETS);
  });
});
