import {expect} from 'chai';
import {runTap} from '../../../support/process.js';
import {accountOpener, logLines} from '../account.js';
import {AIRBYTE_CONFIG, configuredEntry, singerEntry} from './theirs.js';

const HINT = 'tap-harvest migrate translates it into ours';

describe('tap-harvest, files of another connector in an ordinary run', () => {
  const open = accountOpener();

  it('says of a config what it is, in one sentence, instead of what it lacks', async () => {
    const {credentials: _none, ...flat} = AIRBYTE_CONFIG;
    for (const config of [
      AIRBYTE_CONFIG,
      {...flat, credentials: {api_token: 'their-personal-token'}},
      {...flat, api_token: 'their-personal-token'},
      {
        account_id: '1',
        credentials: {auth_type: 'Client', client_id: 'a', client_secret: 'b', refresh_token: 'c'},
      },
      {access_token_file: 'x', account_name: 'acme'},
    ]) {
      const {code, stderr, stdout} = await runTap('harvest', {config});

      expect({code, stdout}).to.deep.equal({code: 1, stdout: ''});
      expect(stderr).to.match(/^CRITICAL The config is one of another connector, by its "[^\n]+\n$/);
      expect(stderr).to.include(HINT).and.not.include('their-personal-token');
    }
  });

  it('says so in a message of Airbyte, too', async () => {
    const {stdout} = await runTap('harvest', {verb: 'check', config: AIRBYTE_CONFIG});

    expect(stdout).to.include('"status":"FAILED"').and.include(HINT);
  });

  it('runs with a config that says enough, and warns of the rest', async () => {
    const account = await open();

    const run = await account.sync(['clients'], {config: {replication_start_date: '2020-01-01T00:00:00Z'}});

    expect(run.code).to.equal(0);
    expect(logLines(run, 'WARNING').join()).to.include(HINT);
  });

  it('warns of a state and a catalog whose streams are called otherwise', async () => {
    const account = await open();
    const catalog = {streams: [singerEntry('project_users', true), singerEntry('clients', true)]};
    for (const [options, words] of [
      [{state: {bookmarks: {project_users: {updated_at: '2024-01-01T00:00:00Z'}}}}, 'The state is'],
      [{state: {clients: '2024-01-01T00:00:00Z'}}, 'The state is'],
      [{catalog}, 'The catalog is'],
    ] as const) {
      const run = await account.sync('catalog' in options ? undefined : ['clients'], options);

      expect(run.code).to.equal(0);
      expect(logLines(run, 'WARNING').filter((line) => line.includes(HINT))).to.have.lengthOf(1);
      expect(run.stderr).to.include(words);
    }
  });

  it('warns of them as an Airbyte source', async () => {
    const account = await open();
    const catalog = {streams: [configuredEntry('time_team'), configuredEntry('clients')]};

    const {stdout} = await runTap('harvest', {verb: 'read', config: account.config, catalog});

    expect(stdout).to.include('by its \\"time_team\\"').and.include(HINT);
  });

  it('says nothing of its own files', async () => {
    const account = await open();
    const first = await account.sync(['clients', 'roles', 'user_assignments']);

    expect(first.stderr).not.to.include(HINT);
  });
});
