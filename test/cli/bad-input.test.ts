import {expect} from 'chai';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {type Ended, runTap} from '../support/process.js';
import {Folder, logLines, selecting} from './executable.js';

const TOKEN = '1234567.pt.secret-token';

/** What went wrong before anything was read: exit 1, nothing on stdout, no stack, no secret. */
function sentencesOf(ended: Ended): string[] {
  expect(ended).to.include({code: 1, stdout: ''});
  expect(ended.stderr).not.to.match(/^\s+at |Internal error|secret-token/m);
  return logLines(ended)
    .filter((line) => line.startsWith('CRITICAL '))
    .map((line) => line.slice('CRITICAL '.length));
}

describe('The executable, with bad inputs', () => {
  let folder: Folder;
  let sandbox: HarvestSandbox;

  beforeEach(async () => {
    folder = new Folder();
    sandbox = await startHarvestSandbox({accessToken: TOKEN});
  });

  afterEach(async () => {
    folder.remove();
    await sandbox.stop();
  });

  it('names everything that is wrong with the config, a sentence for each', async () => {
    const config = {
      ...sandbox.config,
      page_size: 'many',
      base_url: `http://evil.test/?token=${TOKEN}`,
      start_date: 'soon',
      filters: {clients: {colour: 'red'}},
    };

    const sentences = sentencesOf(await runTap('harvest', {config}));

    expect(sentences).to.have.lengthOf(4);
    for (const name of ['page_size', 'base_url', 'start_date', 'filters.clients.colour']) {
      expect(sentences.filter((sentence) => sentence.startsWith(`The setting "${name}"`))).to.have.lengthOf(
        1,
      );
    }
    expect(sandbox.requests).to.deep.equal([]);
  });

  it('warns of settings that it does not know and goes on', async () => {
    const config = {...sandbox.config, pagesize: 5};

    const ended = await runTap('harvest', {config, catalog: selecting('roles')});

    expect(ended.code).to.equal(0);
    expect(logLines(ended)).to.include('WARNING The setting "pagesize" is not known and ignored');
  });

  for (const [what, content, pattern] of [
    ['is no JSON', `{"access_token": "${TOKEN}",}`, /^The config file .* is not valid JSON/],
    ['holds a list', `["${TOKEN}"]`, /^The config file .* must hold a JSON object/],
    ['is empty', '', /^The setting "access_token" is missing/],
  ] as const) {
    it(`says in a sentence that the config ${what}`, async () => {
      const path = folder.file('config.json', content);

      const sentences = sentencesOf(await runTap('harvest', {args: ['--config', path]}));

      expect(sentences).to.have.lengthOf(1);
      expect(sentences[0]).to.match(pattern);
    });
  }

  for (const [flag, content, pattern] of [
    ['catalog', '{"streams": [}', /^The catalog file .* is not valid JSON/],
    ['catalog', '', /^The catalog file .* must hold an object with a list "streams"/],
    ['catalog', '{"streams": 7}', /^The catalog file .* must hold an object with a list "streams"/],
    ['properties', '[]', /^The catalog file .* must hold an object with a list "streams"/],
    ['state', '{"bookmarks"', /^The state file .* is not valid JSON/],
  ] as const) {
    it(`says in a sentence what is wrong with --${flag} ${JSON.stringify(content)}`, async () => {
      const path = folder.file('input.json', content);

      const ended = await runTap('harvest', {config: sandbox.config, args: [`--${flag}`, path]});

      const sentences = sentencesOf(ended);
      expect(sentences).to.have.lengthOf(1);
      expect(sentences[0]).to.match(pattern);
      expect(sandbox.requests).to.deep.equal([]);
    });
  }

  for (const flag of ['config', 'catalog']) {
    it(`says in a sentence that the file of --${flag} does not exist`, async () => {
      const given = flag === 'config' ? {} : {config: sandbox.config};

      const ended = await runTap('harvest', {...given, args: [`--${flag}`, `${folder.path}/none`]});

      expect(sentencesOf(ended)).to.deep.equal([`The ${flag} file ${folder.path}/none does not exist`]);
    });
  }

  it('goes on with a warning where the state does not exist', async () => {
    const ended = await runTap('harvest', {
      config: sandbox.config,
      catalog: selecting('roles'),
      args: ['--state', `${folder.path}/none`],
    });

    expect(ended.code).to.equal(0);
    expect(ended.stderr).to.match(/^WARNING The state file .* does not exist/m);
  });

  it('refuses an end before the start', async () => {
    const config = {...sandbox.config, start_date: '2026-02-01', end_date: '2026-01-01'};

    const sentences = sentencesOf(await runTap('harvest', {config}));

    expect(sentences.join()).to.include('"start_date" (2026-02-01) is after "end_date" (2026-01-01)');
  });

  it('stops at credentials that are refused, before any message, and says what to do', async () => {
    const config = {...sandbox.config, access_token: 'wrong-secret-token'};

    const sentences = sentencesOf(await runTap('harvest', {config}));

    expect(sentences).to.have.lengthOf(1);
    expect(sentences[0])
      .to.include('Harvest refused the credentials (401 on GET /v2/users/me')
      .and.include('https://id.getharvest.com/developers')
      .and.include('"access_token"');
    expect(sandbox.requests).to.have.lengthOf(1);
  });

  for (const [what, token] of [
    ['a line end', `${TOKEN}\nmore`],
    ['a typographic quote', `\u201c${TOKEN}\u201d`],
  ] as const) {
    it(`names a token that can't be sent, since there is ${what} in it, and does not try again and again`, async () => {
      const config = {...sandbox.config, access_token: token, max_retries: 1};

      const ended = await runTap('harvest', {config});

      expect(sentencesOf(ended).join()).to.include('"access_token"');
      expect(ended.stderr).not.to.include('Waiting');
    });
  }

  it('does not show a password that stands in the address of the service', async () => {
    const config = {...sandbox.config, base_url: 'https://user:hidden@127.0.0.1:9/v2', max_retries: 0};

    const ended = await runTap('harvest', {config});

    expect(sentencesOf(ended)).to.have.lengthOf(1);
    expect(ended.stderr).not.to.include('hidden');
  });

  it('says in a sentence that nobody answers', async () => {
    const config = {...sandbox.config, base_url: 'http://127.0.0.1:9/v2', max_retries: 0};

    const sentences = sentencesOf(await runTap('harvest', {config}));

    expect(sentences).to.have.lengthOf(1);
    expect(sentences[0]).to.match(/Harvest could not be reached \(ECONNREFUSED on GET \/v2\/users\/me\)/);
  });

  it('says which accounts there are where it can not choose', async () => {
    await sandbox.stop();
    const accounts = [
      {id: 7, name: 'One', product: 'harvest'},
      {id: 8, name: 'Two', product: 'harvest'},
    ] as const;
    sandbox = await startHarvestSandbox({accessToken: TOKEN, accounts: [...accounts]});
    const {account_id: _account, ...config} = sandbox.config;

    const sentences = sentencesOf(await runTap('harvest', {config}));

    expect(sentences.join()).to.include('account_id').and.include('7').and.include('8');
  });
});
