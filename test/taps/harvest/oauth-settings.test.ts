import {expect} from 'chai';
import {applicationOf, identityUrl, renewalOf, tokenFacts} from '../../../taps/harvest/oauth.js';
import type {Config} from '../../../taps/harvest/records.js';
import {settingsProblems} from '../../../taps/harvest/settings-check.js';

const APPLICATION = {client_id: 'id', client_secret: 'secret'};
const WHOLE: Config = {...APPLICATION, refresh_token: 'refresh'};

describe('renewalOf', () => {
  it('says where tokens are got, with what, and what there is already', () => {
    const renewal = renewalOf({...WHOLE, access_token: 'access', expires_at: '2026-12-04T10:00:00Z'});

    expect(renewal?.application).to.deep.equal({
      tokenUrl: 'https://id.getharvest.com/api/v2/oauth2/token',
      clientId: 'id',
      clientSecret: 'secret',
    });
    expect(renewal?.tokens).to.deep.equal({
      accessToken: 'access',
      refreshToken: 'refresh',
      expiresAt: Date.parse('2026-12-04T10:00:00Z'),
    });
  });

  it('knows no end where the settings have none, and no access token', () => {
    expect(renewalOf(WHOLE)?.tokens).to.deep.equal({
      accessToken: undefined,
      refreshToken: 'refresh',
      expiresAt: undefined,
    });
  });

  for (const config of [{access_token: 'x'}, {...APPLICATION, access_token: 'x'}, {refresh_token: 'x'}]) {
    it(`is undefined for ${Object.keys(config).join(', ')} alone`, () => {
      expect(renewalOf(config)).to.equal(undefined);
    });
  }

  it('asks at the identity service of the settings, with or without a slash at its end', () => {
    for (const id_url of ['http://127.0.0.1:1', 'http://127.0.0.1:1/']) {
      expect(identityUrl({id_url})).to.equal('http://127.0.0.1:1');
      expect(applicationOf({...WHOLE, id_url})?.tokenUrl).to.equal('http://127.0.0.1:1/api/v2/oauth2/token');
    }
  });

  it('says who asks, as the settings have it', () => {
    expect(tokenFacts({user_agent: 'me (me@example.com)'}).headers).to.deep.equal({
      'user-agent': 'me (me@example.com)',
    });
    expect(tokenFacts({}).headers['user-agent']).to.match(/^timesheet-taps\/\S+ \(tap-harvest\)$/);
  });

  it('takes tokens without an end for good for 17 hours, and sends people to login', () => {
    expect(tokenFacts({})).to.deep.include({service: 'Harvest', fallbackLifetime: 61_200});
    expect(tokenFacts({}).refusalHint).to.match(/^Run tap-harvest login/);
  });
});

describe('settingsProblems of credentials', () => {
  for (const config of [
    {access_token: 'x'},
    {...APPLICATION, refresh_token: 'x'},
    {...APPLICATION, refresh_token: 'x', access_token: 'x'},
    {...APPLICATION, access_token: 'x'},
    {client_id: 'x', access_token: 'x'},
  ]) {
    it(`are none with ${Object.keys(config).join(', ')}`, () => {
      expect(settingsProblems(config)).to.deep.equal([]);
    });
  }

  for (const [config, said] of [
    [{}, /^The setting "access_token" is missing: run tap-harvest login/],
    [APPLICATION, /^The setting "access_token" is missing: run tap-harvest login/],
    [{refresh_token: 'secret-x'}, /^The setting "client_id" and "client_secret" is missing/],
    [{refresh_token: 'secret-x', client_id: 'x'}, /^The setting "client_secret" is missing/],
    [{refresh_token: 'secret-x', client_secret: 'secret-x'}, /^The setting "client_id" is missing/],
    [
      {refresh_token: 'secret-x', access_token: 'secret-x'},
      /^The setting "client_id" and "client_secret" is/,
    ],
  ] as const) {
    it(`are one with ${Object.keys(config).join(', ') || 'nothing'}`, () => {
      const [problem, ...others] = settingsProblems(config);

      expect(others).to.deep.equal([]);
      expect(problem)
        .to.match(said)
        .and.not.match(/secret-x/);
    });
  }
});
