import {expect} from 'chai';
import type {JsonObject} from '../../../protocol/core/json.js';
import {selecting} from '../../cli/executable.js';
import {ACCOUNTS, BRANCH, FIRST} from '../../sandbox/harvest/several-accounts.js';
import {lintRead} from '../../support/airbyte-lint.js';
import {messagesIn, recordsOf} from '../../support/messages.js';
import type {Ended} from '../../support/process.js';
import {errorsIn, fullRefreshOf, linesAt, type SignedIn, signInStarter} from './renewals.js';

const STREAMS = ['clients', 'projects', 'tasks', 'roles', 'users', 'contacts'];

function inMinutes(minutes: number): string {
  return `${new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 19)}Z`;
}

for (const dialect of ['Singer', 'Airbyte'] as const) {
  describe(`Renewal of Harvest's tokens, as ${dialect} sees it`, () => {
    const signIn = signInStarter();
    const isAirbyte = dialect === 'Airbyte';

    /** Reads the streams with these settings. */
    async function read(signed: SignedIn, settings: JsonObject, streams = STREAMS): Promise<Ended> {
      const file = signed.file(settings);
      return isAirbyte
        ? signed.run([file], {verb: 'read', catalog: fullRefreshOf(...streams)})
        : signed.run([file], {catalog: selecting(...streams)});
    }
    const countOf = ({stdout}: Ended, stream: string) =>
      isAirbyte
        ? messagesIn(stdout).filter((one) => one.type === 'RECORD' && objectStream(one) === stream).length
        : recordsOf(messagesIn(stdout), stream).length;
    /** What went wrong, in the words of the one who reads it. */
    const troubleOf = (ended: Ended) =>
      isAirbyte
        ? errorsIn(ended).map(({message, failure}) => `${failure}: ${message}`)
        : linesAt(ended, 'CRITICAL');
    function expectComplete(signed: SignedIn, ended: Ended, streams = STREAMS) {
      expect(troubleOf(ended)).to.deep.equal([]);
      expect(ended.code).to.equal(0);
      expect(countOf(ended, 'clients')).to.equal(signed.data.clients.length);
      expect(countOf(ended, streams.at(-1) ?? '')).to.be.above(0);
      if (isAirbyte) expect(lintRead(messagesIn(ended.stdout))).to.deep.equal([]);
    }

    for (const concurrency of [1, 8]) {
      it(`gets an access token once where there is none, for ${concurrency} requests at a time`, async () => {
        const signed = await signIn();

        const ended = await read(signed, {...signed.settings, concurrency});

        expectComplete(signed, ended);
        expect(signed.seen).to.deep.equal({refreshes: 1, tokenRequests: 1, unauthorized: 0});
      });
    }

    it('gets one for all accounts together, whichever there are', async () => {
      for (const account_ids of [['all'], [String(FIRST), String(BRANCH)]]) {
        const signed = await signIn({accounts: ACCOUNTS});
        const {account_id: _one, ...settings} = signed.settings;

        const ended = await read(signed, {...settings, account_ids, concurrency: 8}, ['time_entries']);

        expect(troubleOf(ended)).to.deep.equal([]);
        expect(ended.code).to.equal(0);
        expect(signed.seen).to.deep.equal({refreshes: 1, tokenRequests: 1, unauthorized: 0});
      }
    });

    for (const [what, expires_at, refreshes] of [
      ['of which no end is known', undefined, 0],
      ['that ends in an hour', inMinutes(60), 0],
      ['that ends in four minutes', inMinutes(4), 1],
      ['that has ended', inMinutes(-60), 1],
      ['that ended years ago', '2020-01-01', 1],
    ] as const) {
      it(`${refreshes === 0 ? 'uses' : 'renews'} an access token ${what}`, async () => {
        const signed = await signIn();
        const access = {access_token: signed.accessToken, ...(expires_at === undefined ? {} : {expires_at})};

        const ended = await read(signed, {...signed.settings, ...access});

        expectComplete(signed, ended);
        expect(signed.seen).to.deep.equal({refreshes, tokenRequests: refreshes, unauthorized: 0});
      });
    }

    it('renews once when the token ends in mid-sync, for all who wait, and loses nothing', async () => {
      const signed = await signIn();
      const hang = signed.faults.hang({path: /\/v2\/clients\?/, nth: 1});
      const settings = {...signed.settings, access_token: signed.accessToken, concurrency: 8, page_size: 5};

      const running = read(signed, settings);
      await Promise.race([hang.arrived, running]);
      signed.signIn.expireTokens();
      hang.release();
      const ended = await running;

      expectComplete(signed, ended);
      expect(signed.seen).to.include({refreshes: 1, tokenRequests: 1});
      expect(signed.seen.unauthorized).to.be.above(0);
    });

    it('renews once for several accounts when the token ends in mid-sync', async () => {
      const signed = await signIn({accounts: ACCOUNTS});
      const {account_id: _one, ...rest} = signed.settings;
      const both = [String(FIRST), String(BRANCH)];
      const settings = {...rest, access_token: signed.accessToken, account_ids: both, concurrency: 8};
      const hang = signed.faults.hang({path: /\/v2\/clients\?/, times: 2});

      const running = read(signed, settings);
      await Promise.race([hang.arrived, running]);
      signed.signIn.expireTokens();
      hang.release();
      const ended = await running;

      expect(troubleOf(ended)).to.deep.equal([]);
      expect(countOf(ended, 'clients')).to.equal(
        signed.account(FIRST).data.clients.length + signed.account(BRANCH).data.clients.length,
      );
      expect(signed.seen).to.include({refreshes: 1, tokenRequests: 1});
    });

    it('goes on where one request was refused by mistake', async () => {
      const signed = await signIn();
      signed.faults.on({path: /\/v2\/clients\?/, nth: 1}, {kind: 'status', status: 401, body: 'oauth'});

      const ended = await read(signed, {...signed.settings, access_token: signed.accessToken});

      expectComplete(signed, ended);
      expect(signed.seen).to.include({refreshes: 1, unauthorized: 1});
    });

    it('ends with one sentence, after one renewal, where what is new is refused, too', async () => {
      const signed = await signIn();
      signed.faults.on(/^\/v2\/(?!users\/me)/, {kind: 'status', status: 401, body: 'oauth'});

      const ended = await read(signed, {
        ...signed.settings,
        access_token: signed.accessToken,
        concurrency: 8,
      });

      expect(ended.code).to.equal(1);
      const last = troubleOf(ended).at(-1) ?? '';
      expect(last).to.match(/Harvest refused the credentials \(401 on GET \/v2\/\w+/);
      expect(last).to.match(/Run tap-harvest login/);
      if (isAirbyte) expect(last).to.match(/^config_error: /);
      expect(signed.seen).to.include({refreshes: 1, tokenRequests: 1});
      expect(signed.seen.unauthorized).to.be.at.most(2 * STREAMS.length);
    });

    it('renews but once for an account id that is wrong', async () => {
      const signed = await signIn({wrongAccountStatus: 401});

      const ended = await read(signed, {
        ...signed.settings,
        access_token: signed.accessToken,
        account_id: '424242',
      });

      expect(ended.code).to.equal(1);
      expect(troubleOf(ended)).to.have.lengthOf(1);
      expect(troubleOf(ended)[0]).to.match(/401 on GET \/v2\/users\/me.*check "account_id" too/);
      expect(signed.seen).to.deep.equal({refreshes: 1, tokenRequests: 1, unauthorized: 2});
    });

    it('renews but once for several accounts that are closed to it, and reads the others', async () => {
      const closed = [10256, 10257, 10258].map((id) => ({
        id,
        name: `Closed ${id}`,
        product: 'harvest' as const,
        refused: 401 as const,
      }));
      const signed = await signIn({accounts: [{id: FIRST, name: 'Open', product: 'harvest'}, ...closed]});
      const {account_id: _one, ...rest} = signed.settings;
      const settings = {...rest, access_token: signed.accessToken, account_ids: ['all'], concurrency: 8};

      const ended = await read(signed, settings);

      expect(ended.code).to.equal(1);
      expect(countOf(ended, 'clients')).to.equal(signed.account(FIRST).data.clients.length);
      expect(signed.seen).to.include({refreshes: 1, tokenRequests: 1});
    });

    it('ends with one sentence, after one attempt, where nothing new is given in mid-sync', async () => {
      const signed = await signIn();
      signed.faults.onRequest({path: /\/v2\/clients\?/, nth: 1}, () => {
        signed.signIn.expireTokens();
        signed.signIn.revokeRefreshTokens();
      });

      const ended = await read(signed, {
        ...signed.settings,
        access_token: signed.accessToken,
        concurrency: 8,
      });

      expect(ended.code).to.equal(1);
      expect(troubleOf(ended).at(-1)).to.match(
        /Harvest refused to give a token \(400, invalid_grant\)\. Run tap-harvest login to sign in anew$/,
      );
      if (isAirbyte) expect(errorsIn(ended).map(({failure}) => failure)).to.include('config_error');
      expect(signed.seen).to.include({refreshes: 0, tokenRequests: 1});
    });

    it('does not renew a personal token that is refused', async () => {
      const signed = await signIn();
      signed.signIn.revokePersonalToken();

      const ended = await read(signed, signed.config as unknown as JsonObject);

      expect(ended.code).to.equal(1);
      expect(troubleOf(ended)[0]).to.match(/Harvest refused the credentials/);
      expect(signed.seen).to.deep.equal({refreshes: 0, tokenRequests: 0, unauthorized: 1});
    });

    it('goes through a day with tokens that live for seconds, and renews each in time', async () => {
      const signed = await signIn({signIn: {expiresIn: 1}});

      const ended = await read(signed, signed.settings);

      expectComplete(signed, ended);
      expect(signed.seen.unauthorized).to.equal(0);
    });
  });
}

function objectStream(message: JsonObject): unknown {
  const {record} = message;
  return typeof record === 'object' && record !== null && 'stream' in record ? record.stream : undefined;
}
