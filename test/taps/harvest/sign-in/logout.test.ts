import {expect} from 'chai';
import {deskOpener, held, modeOf} from './session.js';

const TOKENS = {
  access_token: 'an-access-token',
  refresh_token: 'a-refresh-token',
  expires_at: '2026-01-01T00:00:00Z',
};

describe('tap-harvest logout', () => {
  const open = deskOpener();

  it('removes the tokens from all files, and tells which', async () => {
    const desk = await open();
    const {client_id, client_secret, ...places} = desk.application;
    const others = {...places, account_id: '10254', client_id, client_secret};
    const flat = desk.folder.file('flat.json', JSON.stringify({...others, ...TOKENS}));
    const nested = desk.folder.file(
      'nested.json',
      JSON.stringify({access_token: 'another-token', credentials: {client_id, ...TOKENS}}),
    );
    const bare = desk.folder.file('bare.json', '{"start_date":"2024-01-01"}');

    const args = [flat, nested, bare].flatMap((file) => ['--config', file]);
    const {code, stdout, stderr} = await desk.begin(['logout', ...args]).end();

    expect(code).to.equal(0);
    expect(held(flat)).to.deep.equal(others);
    expect(held(nested)).to.deep.equal({credentials: {client_id}});
    expect(held(bare)).to.deep.equal({start_date: '2024-01-01'});
    expect(modeOf(flat)).to.equal('600');
    expect(stdout).to.include(`${flat}: removed access_token, refresh_token, expires_at.`);
    expect(stdout).to.include(`${bare} holds no tokens.`);
    expect(stdout).to.include('/developers');
    for (const token of Object.values(TOKENS)) expect(stdout + stderr).not.to.include(token);
    expect(desk.sandbox.requests).to.deep.equal([]);
  });

  it('tells of files that are not there, after it did the rest', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify({...desk.places, ...TOKENS}));

    const args = ['logout', '--config', `${desk.folder.path}/typo.json`, '--config', config];
    const {code, stderr} = await desk.begin(args).end();

    expect(code).to.equal(1);
    expect(stderr).to.include('typo.json does not exist');
    expect(held(config)).to.deep.equal(desk.places);
  });

  it('is JSON for programs', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', JSON.stringify(TOKENS));

    const {stdout} = await desk.begin(['logout', '--config', config, '--format', 'json']).end();

    expect(JSON.parse(stdout)).to.deep.equal({
      removed: {[config]: ['access_token', 'refresh_token', 'expires_at']},
    });
  });

  it('warns of a token in the environment', async () => {
    const desk = await open();
    const config = desk.folder.file('c.json', '{}');

    const {stderr} = await desk
      .begin(['logout', '--config', 'ENV', '--config', config], {TAP_HARVEST_ACCESS_TOKEN: 'some-token'})
      .end();

    expect(stderr).to.include('unset TAP_HARVEST_ACCESS_TOKEN').and.not.include('some-token');
  });
});
