import {expect} from 'chai';
import type {HarvestSandbox, SandboxOptions} from './harvest/index.js';
import {ACCOUNTS, BRANCH, FIRST} from './harvest/several-accounts.js';
import {sandboxStarter} from './harvest/starter.js';
import {visit} from './harvest/visitor.js';

describe('Harvest sandbox, entering one of several accounts', () => {
  const startOne = sandboxStarter();
  const start = (options: SandboxOptions = {}): Promise<HarvestSandbox> =>
    startOne({accounts: ACCOUNTS, ...options});

  describe('keeping people out', () => {
    for (const status of [401, 403, 404] as const) {
      it(`of an account that is listed but refused (${status}), and of no other`, async () => {
        const accounts = ACCOUNTS.map((account) =>
          account.id === BRANCH ? {...account, refused: status} : account,
        );
        const sandbox = await start({accounts});

        expect((await visit(sandbox.account(BRANCH), 'company')).status).to.equal(status);
        expect((await visit(sandbox.account(BRANCH), 'users/me')).status).to.equal(status);
        expect((await visit(sandbox.account(FIRST), 'company')).status).to.equal(200);
        sandbox.account(BRANCH).refuse(undefined);
        expect((await visit(sandbox.account(BRANCH), 'company')).status).to.equal(200);
      });

      it(`of unknown and Forecast accounts and of those beyond the scope (${status})`, async () => {
        const sandbox = await start({wrongAccountStatus: status});
        const {access_token} = sandbox.signIn.issue([`harvest:${FIRST}`]);
        const visiting = (account: number, token = sandbox.config.access_token) =>
          visit(sandbox, 'company', {
            'harvest-account-id': String(account),
            authorization: `Bearer ${token}`,
          });

        expect((await visiting(1)).status).to.equal(status);
        expect((await visiting(88903)).status).to.equal(status);
        expect((await visiting(BRANCH, access_token)).status).to.equal(status);
        expect((await visiting(FIRST, access_token)).status).to.equal(200);
        // A bad token is a bad token, whatever the account.
        expect((await visiting(1, 'wrong')).status).to.equal(401);
      });
    }
  });

  describe('limits', () => {
    const limits = {general: {requests: 1, seconds: 15}, reports: false} as const;
    const statuses = async (sandbox: HarvestSandbox): Promise<number[]> => {
      const {access_token} = sandbox.signIn.issue();
      const oauth = {authorization: `Bearer ${access_token}`};
      return [
        (await visit(sandbox.account(FIRST), 'company')).status,
        (await visit(sandbox.account(FIRST), 'company', oauth)).status,
        (await visit(sandbox.account(BRANCH), 'company')).status,
        (await visit(sandbox.account(BRANCH), 'company', oauth)).status,
      ];
    };

    for (const [limitsBy, expected] of [
      ['account', [200, 429, 200, 429]],
      ['person', [200, 429, 429, 429]],
      ['token', [200, 200, 429, 429]],
    ] as const) {
      it(`count by ${limitsBy}`, async () => {
        expect(await statuses(await start({limits, limitsBy}))).to.deep.equal(expected);
      });
    }

    it('can be those of one account', async () => {
      const accounts = ACCOUNTS.map((account) => (account.id === BRANCH ? {...account, limits} : account));

      expect(await statuses(await start({accounts}))).to.deep.equal([200, 200, 200, 429]);
    });
  });
});
