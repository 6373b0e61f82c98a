import {expect} from 'chai';
import type {HarvestSandbox} from './harvest/index.js';
import {sandboxStarter} from './harvest/starter.js';
import {codeOf, requestTokens} from './harvest/token-visitor.js';

const OTHER = {clientId: 'other-client', clientSecret: 'other-secret', redirectUrl: 'http://127.0.0.1:1/'};

type Case = [what: string, fields: Record<string, string>, status: number, error: string];

/** Each of them lies over what would be good: see `good` below. */
const CODE_CASES: Case[] = [
  ['an unknown client', {client_id: 'nobody'}, 401, 'invalid_client'],
  ['a wrong secret', {client_secret: 'guessed'}, 401, 'invalid_client'],
  ['an empty secret', {client_secret: ''}, 401, 'invalid_client'],
  ['the secret of another application', {client_secret: OTHER.clientSecret}, 401, 'invalid_client'],
  [
    'the code of another application',
    {client_id: OTHER.clientId, client_secret: OTHER.clientSecret},
    400,
    'invalid_grant',
  ],
  ['an unknown code', {code: 'made-up'}, 400, 'invalid_grant'],
  ['another redirect_uri than before', {redirect_uri: 'http://127.0.0.1:1/'}, 400, 'invalid_grant'],
  ['an unknown grant type', {grant_type: 'password'}, 400, 'unsupported_grant_type'],
  ['a refresh token in place of a code', {grant_type: 'refresh_token'}, 400, 'invalid_request'],
];

const REFRESH_CASES: Case[] = [
  ['an unknown client', {client_id: 'nobody'}, 401, 'invalid_client'],
  ['a wrong secret', {client_secret: 'guessed'}, 401, 'invalid_client'],
  [
    'the refresh token of another application',
    {client_id: OTHER.clientId, client_secret: OTHER.clientSecret},
    400,
    'invalid_grant',
  ],
  ['an unknown refresh token', {refresh_token: 'made-up'}, 400, 'invalid_grant'],
  ['an empty refresh token', {refresh_token: ''}, 400, 'invalid_grant'],
];

describe('Harvest sandbox, tokens refused', () => {
  const start = sandboxStarter();
  const startWithTwo = () => start({signIn: {otherApplications: [OTHER]}});
  const good: Record<string, (sandbox: HarvestSandbox) => Promise<Record<string, string>>> = {
    code: async (sandbox) => ({grant_type: 'authorization_code', code: await codeOf(sandbox)}),
    'refresh token': async ({signIn}) => ({
      grant_type: 'refresh_token',
      refresh_token: String(signIn.issue().refresh_token),
    }),
  };

  for (const [kind, cases] of [
    ['code', CODE_CASES],
    ['refresh token', REFRESH_CASES],
  ] as const) {
    for (const [what, fields, status, error] of cases) {
      it(`refuses ${what}, and the ${kind} is good afterwards`, async () => {
        const sandbox = await startWithTwo();
        const right = (await good[kind]?.(sandbox)) ?? {};

        const refused = await requestTokens(sandbox, {...right, ...fields});

        expect([refused.status, refused.json().error]).to.deep.equal([status, error]);
        expect(refused.json().error_description).to.be.a('string');
        expect((await requestTokens(sandbox, right)).status).to.equal(200);
      });
    }
  }

  const bodies: [what: string, type: string | undefined, body: string, status: number, error: string][] = [
    ['no body', 'application/x-www-form-urlencoded', '', 401, 'invalid_client'],
    ['JSON that is none', 'application/json', '{"grant_type":', 400, 'invalid_request'],
    ['JSON that is no object', 'application/json', '[]', 400, 'invalid_request'],
    ['another type', 'text/plain', 'grant_type=refresh_token', 400, 'invalid_request'],
    [
      'no grant type',
      'application/x-www-form-urlencoded',
      'client_id=sandbox-client-id&client_secret=sandbox-client-secret',
      400,
      'invalid_request',
    ],
  ];
  for (const [what, type, body, status, error] of bodies) {
    it(`refuses ${what}`, async () => {
      const {signIn} = await start();

      const response = await fetch(signIn.tokenUrl, {
        method: 'POST',
        headers: type === undefined ? {} : {'content-type': type},
        body,
      });

      expect(response.status).to.equal(status);
      expect(await response.json()).to.include({error});
    });
  }

  it('wants id and secret in the body: Basic authentication is not documented', async () => {
    const {signIn} = await start();
    const pair = Buffer.from(`${signIn.clientId}:${signIn.clientSecret}`).toString('base64');

    const response = await fetch(signIn.tokenUrl, {
      method: 'POST',
      headers: {authorization: `Basic ${pair}`},
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        refresh_token: String(signIn.issue().refresh_token),
      }),
    });

    expect(response.status).to.equal(401);
  });

  it('wants a User-Agent, and POST', async () => {
    const {signIn} = await start();
    const bare = {'user-agent': ''};

    expect((await fetch(signIn.tokenUrl, {method: 'POST', headers: bare})).status).to.equal(400);
    expect((await fetch(signIn.tokenUrl)).status).to.equal(404);
  });

  for (const [refusalBody, type] of [
    ['oauth', 'application/json'],
    ['html', 'text/html'],
    ['empty', undefined],
  ] as const) {
    it(`says so as ${refusalBody}, with the status that options give`, async () => {
      const sandbox = await start({signIn: {refusalBody, invalidGrantStatus: 401}});

      const {status, headers} = await requestTokens(sandbox, {
        grant_type: 'refresh_token',
        refresh_token: 'made-up',
      });

      expect([status, headers.get('content-type')?.split(';')[0]]).to.deep.equal([401, type]);
    });
  }
});
