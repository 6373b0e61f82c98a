import {chmodSync} from 'node:fs';
import {expect} from 'chai';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {messagesIn} from '../support/messages.js';
import {runTap} from '../support/process.js';
import {Folder, selecting} from './executable.js';

describe('The executable takes its settings', () => {
  let folder: Folder;
  let sandbox: HarvestSandbox;
  const catalog = selecting('roles');

  beforeEach(async () => {
    folder = new Folder();
    sandbox = await startHarvestSandbox();
  });

  afterEach(async () => {
    folder.remove();
    await sandbox.stop();
  });

  /** The page size that the run asked for. */
  const pageSize = () => sandbox.requests.find(({route}) => route === 'roles')?.query.get('per_page');

  it('from the environment alone', async () => {
    const env = {
      TAP_HARVEST_ACCESS_TOKEN: sandbox.config.access_token,
      TAP_HARVEST_ACCOUNT_ID: sandbox.config.account_id,
      TAP_HARVEST_BASE_URL: sandbox.config.base_url,
      TAP_HARVEST_PAGE_SIZE: '77',
    };

    const {stdout, code} = await runTap('harvest', {args: ['--config', 'ENV'], catalog, env});

    expect(code).to.equal(0);
    expect(pageSize()).to.equal('77');
    expect(messagesIn(stdout).at(-1)?.type).to.equal('STATE');
  });

  it('from several files, the last of which wins', async () => {
    const first = folder.file('first.json', '{"page_size": 77, "user_agent": "first"}');
    const last = folder.file('last.json', '{"page_size": 78}');

    const {code} = await runTap('harvest', {
      config: {...sandbox.config, page_size: 76, user_agent: 'none'},
      args: ['-c', first, `--config=${last}`],
      catalog,
    });

    expect(code).to.equal(0);
    expect(pageSize()).to.equal('78');
    expect(sandbox.requests[0]?.headers.userAgent).to.equal('first');
  });

  it('from a file that others can read, with a warning that keeps the secret', async () => {
    const path = folder.file('config.json', JSON.stringify(sandbox.config));
    chmodSync(path, 0o644);

    const {stderr, code} = await runTap('harvest', {args: ['--config', path], catalog});

    expect(code).to.equal(0);
    expect(stderr).to.include(`chmod 600 ${path}`).and.not.include(sandbox.config.access_token);
  });

  it('and asks for the account where it can choose only one', async () => {
    const {account_id, ...config} = sandbox.config;

    const {code} = await runTap('harvest', {config, catalog});

    expect(code).to.equal(0);
    expect(sandbox.requests.at(-1)?.headers.account).to.equal(account_id);
  });
});
