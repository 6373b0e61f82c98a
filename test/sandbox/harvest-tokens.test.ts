import {expect} from 'chai';
import {fixture} from './common/samples.js';
import {NOW} from './common/starter.js';
import type {HarvestSandbox, SandboxOptions, SignInOptions} from './harvest/index.js';
import {sandboxStarter} from './harvest/starter.js';
import {codeOf, exchange, refresh, requestTokens} from './harvest/token-visitor.js';
import {visit} from './harvest/visitor.js';

/** The status of a request for data with an access token. */
async function entry(sandbox: HarvestSandbox, token: unknown): Promise<number> {
  return (await visit(sandbox, 'company', {authorization: `Bearer ${token}`})).status;
}

describe('Harvest sandbox, tokens', () => {
  const start = sandboxStarter();
  let now = 0;
  const startTicking = (
    signIn: SignInOptions = {},
    options: SandboxOptions = {},
  ): Promise<HarvestSandbox> => {
    now = NOW.getTime();
    return start({now: () => new Date(now), signIn, ...options});
  };

  for (const as of ['form', 'json'] as const) {
    it(`exchanges a code sent as ${as} for tokens in the shape of the sample`, async () => {
      const sandbox = await start();
      const code = await codeOf(sandbox);

      const {status, json} = await requestTokens(sandbox, {grant_type: 'authorization_code', code}, as);

      expect(status).to.equal(200);
      expect(json()).to.have.all.keys(Object.keys(fixture('harvest', 'oauth_token')));
      expect(json()).to.include({token_type: 'bearer', expires_in: 1_209_600});
      expect(await entry(sandbox, json().access_token)).to.equal(200);
    });

    it(`refreshes by ${as} in the shape of the sample, and leaves the token before alone`, async () => {
      const sandbox = await start();
      const {access_token, refresh_token = ''} = sandbox.signIn.issue();

      const {json} = await requestTokens(sandbox, {grant_type: 'refresh_token', refresh_token}, as);

      expect(json()).to.have.all.keys(Object.keys(fixture('harvest', 'oauth_token_refresh')));
      expect(json().refresh_token).to.equal(refresh_token);
      expect(json().access_token).to.not.equal(access_token);
      expect(await entry(sandbox, json().access_token)).to.equal(200);
      expect(await entry(sandbox, access_token)).to.equal(200);
    });
  }

  it('takes a code once', async () => {
    const sandbox = await start();
    const code = await codeOf(sandbox);

    expect((await exchange(sandbox, code)).status).to.equal(200);
    expect((await exchange(sandbox, code)).json()).to.include({error: 'invalid_grant'});
  });

  it('takes a code until it is too old, by its own clock', async () => {
    const sandbox = await startTicking({codeSeconds: 60});
    const [early, late] = [await codeOf(sandbox), await codeOf(sandbox)];

    now += 59_000;
    expect((await exchange(sandbox, early)).status).to.equal(200);
    now += 1_000;
    expect((await exchange(sandbox, late)).status).to.equal(400);
  });

  it('lets access tokens expire by its clock, with the body of any bad token', async () => {
    const sandbox = await startTicking({accessSeconds: 100});
    const {access_token, expires_in} = sandbox.signIn.issue();
    expect(expires_in).to.equal(100);

    now += 99_000;
    expect(await entry(sandbox, access_token)).to.equal(200);
    now += 1_000;
    const refused = await visit(sandbox, 'company', {authorization: `Bearer ${access_token}`});

    expect([refused.status, refused.json().error]).to.deep.equal([401, 'invalid_token']);
    expect(sandbox.signIn.works(access_token)).to.equal(false);
    const accounts = await visit(sandbox, `${sandbox.idUrl}/api/v2/accounts`, {
      authorization: `Bearer ${access_token}`,
    });
    expect(accounts.status).to.equal(401);
    expect(await entry(sandbox, sandbox.config.access_token)).to.equal(200);
  });

  it('can say another lifetime than the real one, or none', async () => {
    expect((await start({signIn: {expiresIn: 1_209_599}})).signIn.issue().expires_in).to.equal(1_209_599);
    expect((await start({signIn: {expiresIn: 'absent'}})).signIn.issue()).to.have.all.keys(
      'access_token',
      'refresh_token',
      'token_type',
    );
  });

  const rotations: [rotation: NonNullable<SignInOptions['rotation']>, answer: string, oldOne: number][] = [
    ['same', 'the same', 200],
    ['added', 'a new one', 200],
    ['replaced', 'a new one', 400],
    ['absent', 'none', 200],
  ];
  for (const [rotation, answer, oldOne] of rotations) {
    it(`answers a refresh with ${answer}, and the old refresh token with ${oldOne} (${rotation})`, async () => {
      const sandbox = await start({signIn: {rotation}});
      const first = sandbox.signIn.issue().refresh_token;

      const next = (await refresh(sandbox, first)).json().refresh_token;

      const seen = next === undefined ? 'none' : next === first ? 'the same' : 'a new one';
      expect(seen).to.equal(answer);
      expect((await refresh(sandbox, first)).status).to.equal(oldOne);
      if (typeof next === 'string' && rotation !== 'same') {
        expect((await refresh(sandbox, next)).status).to.equal(200);
      }
    });
  }

  it('can end the access token before, and let refresh tokens grow old', async () => {
    const sandbox = await startTicking({refreshEndsAccess: true, refreshSeconds: 10});
    const {access_token, refresh_token} = sandbox.signIn.issue();

    expect((await refresh(sandbox, refresh_token)).status).to.equal(200);
    expect(await entry(sandbox, access_token)).to.equal(401);
    now += 10_000;
    expect((await refresh(sandbox, refresh_token)).status).to.equal(400);
  });

  it('ends tokens on demand, each kind by itself', async () => {
    const sandbox = await start();
    const {signIn, config} = sandbox;
    const {access_token, refresh_token} = signIn.issue();

    signIn.expireTokens();
    expect(await entry(sandbox, access_token)).to.equal(401);
    expect(await entry(sandbox, config.access_token)).to.equal(200);
    const renewed = (await refresh(sandbox, refresh_token)).json().access_token;
    expect(await entry(sandbox, renewed)).to.equal(200);

    signIn.revokeRefreshTokens();
    expect((await refresh(sandbox, refresh_token)).json()).to.include({error: 'invalid_grant'});
    expect(await entry(sandbox, renewed)).to.equal(200);

    signIn.revokePersonalToken();
    expect(await entry(sandbox, config.access_token)).to.equal(401);
  });

  it('lets the personal token work for ever, unless told otherwise', async () => {
    const sandbox = await startTicking({personalSeconds: 5});

    expect(await entry(sandbox, sandbox.config.access_token)).to.equal(200);
    now += 5_000;
    expect(await entry(sandbox, sandbox.config.access_token)).to.equal(401);
  });

  it('counts what was asked for and what it made, lost answers included', async () => {
    const sandbox = await start();
    const {signIn, faults} = sandbox;
    await exchange(sandbox, await codeOf(sandbox));
    const {refresh_token} = signIn.issue();
    await refresh(sandbox, refresh_token);
    await refresh(sandbox, 'wrong');
    faults.on({path: 'oauth2/token', times: 1}, {kind: 'reset', when: 'before-headers'});
    await refresh(sandbox, refresh_token).catch(() => undefined);

    expect(signIn.counts).to.deep.equal({
      authorizeVisits: 1,
      decisions: 1,
      tokenRequests: 4,
      exchanges: 1,
      refreshes: 2,
      tokenFailures: 1,
      accountLists: 0,
    });
  });

  it('has an outage, a page instead of an answer, and a slow answer, from the start if wanted', async () => {
    const slept: number[] = [];
    const sandbox = await start({
      sleep: async (ms) => void slept.push(ms),
      initialFaults: [
        [
          {path: 'oauth2/token', nth: [1, 2]},
          {kind: 'status', status: 503, body: 'html'},
        ],
        [{path: 'oauth2/token', nth: 3}, {kind: 'html'}],
        [
          {path: 'oauth2/token', nth: 4},
          {kind: 'slow', ms: 30_000},
        ],
      ],
    });
    const {refresh_token} = sandbox.signIn.issue();

    const seen = [];
    for (let nth = 1; nth <= 4; nth += 1) {
      const {status, headers} = await refresh(sandbox, refresh_token);
      seen.push([status, headers.get('content-type')?.split(';')[0]]);
    }

    expect(seen).to.deep.equal([
      [503, 'text/html'],
      [503, 'text/html'],
      [200, 'text/html'],
      [200, 'application/json'],
    ]);
    expect(slept).to.deep.equal([30_000]);
    expect(sandbox.signIn.counts).to.include({tokenRequests: 4, refreshes: 1, tokenFailures: 3});
  });

  it('can throttle the identity service', async () => {
    const sandbox = await start({identityLimit: {requests: 1, seconds: 15}});
    const {refresh_token} = sandbox.signIn.issue();

    expect((await refresh(sandbox, refresh_token)).status).to.equal(200);
    const refused = await visit(sandbox, `${sandbox.idUrl}/api/v2/accounts`);

    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '15']);
    expect((await visit(sandbox, 'company')).status).to.equal(200);
  });
});
