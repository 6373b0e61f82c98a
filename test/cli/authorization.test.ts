import {expect} from 'chai';
import {type AuthorizationContext, authorizationOf} from '../../protocol/cli/authorization.js';
import type {Renewed} from '../../protocol/cli/keep-credentials.js';
import {settingsSchema, withDefaults} from '../../protocol/config/settings-schema.js';
import {Masks} from '../../protocol/core/redact.js';
import {harvest} from '../../taps/harvest/index.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {LocalServers, sendJson} from '../support/client.js';
import {RecordingLog} from '../support/log.js';

describe('authorizationOf', () => {
  const servers = new LocalServers();
  let log: RecordingLog;
  let masks: Masks;
  let told: Renewed[];
  beforeEach(() => {
    log = new RecordingLog();
    masks = new Masks([]);
    told = [];
  });
  afterEach(() => servers.stop());

  const context = (): AuthorizationContext => ({
    signal: new AbortController().signal,
    log,
    masks,
    renewed: (news) => told.push(news),
  });
  /** What renews by a service that answers with these refresh tokens, one after the other; its tokens end at once. */
  async function renewing(...refreshTokens: (string | undefined)[]) {
    const {url} = await servers.start((_request, response, nth) =>
      sendJson(response, {
        access_token: `access-token-${nth}`,
        refresh_token: refreshTokens[nth - 1],
        token_type: 'bearer',
        expires_in: 1e-6,
      }),
    );
    const own = {id_url: url, client_id: 'id', client_secret: 'the-secret', refresh_token: 'refresh-token-0'};
    const authorization = authorizationOf(
      harvest,
      withDefaults(settingsSchema(harvest.schemas), own),
      context(),
    );
    if (authorization === undefined) throw new Error('nothing renews');
    return authorization;
  }

  it('is undefined where nothing ends', () => {
    expect(authorizationOf(harvest, {access_token: 'x'}, context())).to.equal(undefined);
    expect(authorizationOf(paydirt, {api_key: 'x'}, context())).to.equal(undefined);
  });

  it('masks both tokens from the moment on that it has them', async () => {
    const authorization = await renewing('refresh-token-1');

    expect(await authorization.header()).to.equal('Bearer access-token-1');
    expect(masks.redact('access-token-1 refresh-token-1')).to.equal('**** ****');
  });

  it('masks them before it tells them to anybody', async () => {
    const authorization = await renewing('refresh-token-1');
    let seen = '';
    told.push = (...news) => {
      seen = masks.redact(JSON.stringify(news));
      return news.length;
    };

    await authorization.header();

    expect(seen)
      .to.include('****')
      .and.not.match(/(access|refresh)-token-1/);
  });

  it('tells the settings that hold them, urgently each time that the refresh token is another', async () => {
    const authorization = await renewing('refresh-token-0', 'refresh-token-2', 'refresh-token-2', undefined);
    for (let nth = 1; nth <= 4; nth += 1) {
      expect(await authorization.header()).to.equal(`Bearer access-token-${nth}`);
      // The next one is due when this one has gone.
      await new Promise((resolve) => setImmediate(resolve));
    }

    expect(
      told.map(({settings: {access_token, refresh_token}, replaced, isUrgent}) => [
        access_token,
        refresh_token,
        replaced,
        isUrgent,
      ]),
    ).to.deep.equal([
      ['access-token-1', 'refresh-token-0', 'refresh-token-0', false],
      ['access-token-2', 'refresh-token-2', 'refresh-token-0', true],
      ['access-token-3', 'refresh-token-2', 'refresh-token-2', false],
      ['access-token-4', 'refresh-token-2', 'refresh-token-2', false],
    ]);
    for (const {settings} of told) expect(settings.expires_at).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('says each time what it did, and no more', async () => {
    const authorization = await renewing('refresh-token-1', undefined);
    await authorization.header();
    await authorization.header();

    expect(log.lines.map(({level, message}) => `${level} ${message}`)).to.deep.equal([
      'info The access token was renewed, and so was what renews it',
      'info The access token was renewed',
    ]);
  });
});
