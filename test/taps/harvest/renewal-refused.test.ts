import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {selecting} from '../../cli/executable.js';
import type {Fault, SignInOptions} from '../../sandbox/harvest/index.js';
import {bodyOf} from '../../support/airbyte.js';
import {LocalServers} from '../../support/client.js';
import {messagesIn} from '../../support/messages.js';
import type {Ended} from '../../support/process.js';
import {errorsIn, formsOf, fullRefreshOf, linesAt, type SignedIn, signInStarter} from './renewals.js';

const CATALOG = selecting('clients', 'roles');
const CONFIGURED = {verb: 'read', catalog: fullRefreshOf('clients', 'roles')};

/** Everything that was said, but for what tells the platform new settings. */
function saidIn({stdout, stderr}: Ended): string {
  const lines = stdout.split('\n').filter((line) => !line.startsWith('{"type":"CONTROL"'));
  return [...lines, stderr].join('\n');
}

function expectNoSecret(ended: Ended, signed: SignedIn, more: readonly string[] = []): void {
  const said = saidIn(ended);
  for (const form of [...signed.secrets(), ...more].flatMap(formsOf)) expect(said).to.not.include(form);
}

describe("Harvest's refusal to renew tokens", () => {
  const signIn = signInStarter();

  const refusals: [what: string, options: SignInOptions, said: string][] = [
    ['a 400', {}, '400, invalid_grant'],
    ['a 401', {invalidGrantStatus: 401}, '401, invalid_grant'],
    ['a 403', {invalidGrantStatus: 403}, '403, invalid_grant'],
    ['a page', {refusalBody: 'html'}, '400'],
    ['nothing', {refusalBody: 'empty'}, '400'],
    ['a page and a 403', {refusalBody: 'html', invalidGrantStatus: 403}, '403'],
  ];
  for (const [what, options, said] of refusals) {
    const sentence = `Harvest refused to give a token (${said}). Run tap-harvest login to sign in anew`;

    it(`by ${what} ends a run of Singer's with one sentence and without a second attempt`, async () => {
      const signed = await signIn({signIn: options});
      signed.signIn.revokeRefreshTokens();

      const ended = await signed.run([signed.file(signed.settings)], {catalog: CATALOG});

      expect(ended).to.include({code: 1, stdout: ''});
      expect(linesAt(ended, 'CRITICAL')).to.deep.equal([sentence]);
      expect(linesAt(ended, 'WARNING')).to.deep.equal([]);
      expect(signed.requests.map(({path}) => path)).to.deep.equal(['/api/v2/oauth2/token']);
      expectNoSecret(ended, signed);
    });

    it(`by ${what} is an error of the settings to Airbyte, in check as in read`, async () => {
      const signed = await signIn({signIn: options});
      signed.signIn.revokeRefreshTokens();
      const path = signed.file(signed.settings);

      const read = await signed.run([path], CONFIGURED);
      const check = await signed.run([path], {verb: 'check'});

      expect(read.code).to.equal(1);
      expect(errorsIn(read)).to.deep.equal([{message: sentence, failure: 'config_error', stream: undefined}]);
      expect(check.code).to.equal(0);
      const status = messagesIn(check.stdout).map(bodyOf).at(-1);
      expect(status?.status).to.equal('FAILED');
      expect(status?.message).to.match(/^The (credentials were refused|settings are not right): /);
      expect(status?.message).to.include(sentence);
      expect(signed.seen.tokenRequests).to.equal(2);
      for (const ended of [read, check]) expectNoSecret(ended, signed);
    });
  }

  it('names a client that is not known', async () => {
    const signed = await signIn();

    const settings = {...signed.settings, client_secret: 'another/secret+=='};
    const ended = await signed.run([signed.file(settings)], {catalog: CATALOG});

    expect(linesAt(ended, 'CRITICAL')).to.deep.equal([
      'Harvest refused to give a token (401, invalid_client). Run tap-harvest login to sign in anew',
    ]);
    expectNoSecret(ended, signed, ['another/secret+==']);
  });

  it('is one where it sends us elsewhere, which we do not follow', async () => {
    const servers = new LocalServers();
    const elsewhere = await servers.start((_request, response) => response.end('{}'));
    for (const status of [302, 307, 308] as const) {
      const signed = await signIn();
      signed.faults.on('oauth2/token', {kind: 'redirect', to: `${elsewhere.url}/token`, status});

      const ended = await signed.run([signed.file(signed.settings)], {catalog: CATALOG});

      expect(ended.code).to.equal(1);
      expect(linesAt(ended, 'CRITICAL')[0]).to.include(`refused to give a token (${status})`);
      expect(signed.seen.tokenRequests).to.equal(1);
    }
    expect(elsewhere.requests).to.deep.equal([]);
    await servers.stop();
  });
});

describe("Trouble of Harvest's token endpoint", () => {
  const signIn = signInStarter();
  const troubles: [what: string, fault: Fault, hasWait: boolean][] = [
    ['a 500', {kind: 'status', status: 500, body: 'oauth'}, false],
    ['a 503', {kind: 'status', status: 503, body: 'html'}, false],
    ['a 429', {kind: 'status', status: 429, body: 'html', retryAfter: 1}, true],
    ['a page with a 200', {kind: 'html'}, false],
    ['JSON that breaks off', {kind: 'text', text: '{"access_token": "1234567.at.ne'}, false],
    ['a token of another type', {kind: 'text', text: '{"access_token":"a","token_type":"mac"}'}, false],
    ['a reset connection', {kind: 'reset'}, false],
    ['a body that breaks off', {kind: 'truncated'}, false],
  ];
  for (const [what, fault, hasWait] of troubles) {
    it(`passes: ${what}`, async () => {
      const signed = await signIn();
      signed.faults.on({path: 'oauth2/token', nth: 1}, fault);

      const ended = await signed.run([signed.file(signed.settings)], {catalog: CATALOG});

      expect(linesAt(ended, 'CRITICAL')).to.deep.equal([]);
      expect(ended.code).to.equal(0);
      expect(signed.seen.tokenRequests).to.equal(2);
      const waits = linesAt(ended, 'WARNING').filter((line) => line.startsWith('Waiting '));
      expect(waits).to.have.lengthOf(1);
      if (hasWait) expect(waits[0]).to.match(/^Waiting 1\.0 s /);
      expectNoSecret(ended, signed);
    });

    it(`is for the platform to try again where it does not pass: ${what}`, async () => {
      const signed = await signIn();
      signed.faults.on('oauth2/token', fault);

      const ended = await signed.run([signed.file({...signed.settings, max_retries: 1})], CONFIGURED);

      expect(ended.code).to.equal(1);
      expect(errorsIn(ended).map(({failure}) => failure)).to.deep.equal(['transient_error']);
      expect(signed.seen.tokenRequests).to.equal(2);
      expectNoSecret(ended, signed);
    });
  }

  it('is one where no answer comes', async () => {
    const signed = await signIn();
    const hang = signed.faults.hang('oauth2/token');
    const settings = {...signed.settings, request_timeout: 0.3, max_retries: 0};

    const ended = await signed.run([signed.file(settings)], CONFIGURED);

    hang.release();
    expect(errorsIn(ended).map(({failure}) => failure)).to.deep.equal(['transient_error']);
    expect(errorsIn(ended)[0]?.message).to.match(/took longer than 0\.3 s/);
  });

  it('is no reason to wait for longer than max_wait', async () => {
    const signed = await signIn();
    signed.faults.on('oauth2/token', {kind: 'status', status: 429, body: 'html', retryAfter: 900});

    const ended = await signed.run([signed.file({...signed.settings, max_wait: 60})], CONFIGURED);

    expect(errorsIn(ended).map(({failure}) => failure)).to.deep.equal(['transient_error']);
    expect(signed.seen.tokenRequests).to.equal(1);
  });
});

describe('What nobody may see of the tokens of Harvest', () => {
  const signIn = signInStarter();

  for (const [dialect, options] of Object.entries({Singer: {catalog: CATALOG}, Airbyte: CONFIGURED})) {
    for (const rotation of ['same', 'replaced'] as const) {
      it(`is not in a run of ${dialect}'s that goes well, with all that it logs (${rotation})`, async () => {
        const signed = await signIn({signIn: {rotation}});
        const path = signed.file(signed.settings);
        const summary = join(signed.folder, 'summary.json');
        const args = dialect === 'Singer' ? ['--summary', summary] : ['--debug'];

        const ended = await signed.run([path], {...options, args, env: {LOGLEVEL: 'debug'}});

        expect(ended.code).to.equal(0);
        expectNoSecret(ended, signed);
        for (const name of readdirSync(signed.folder).filter((one) => one !== 'config.json')) {
          const text = readFileSync(join(signed.folder, name), 'utf8');
          for (const form of signed.secrets().flatMap(formsOf)) expect(text).to.not.include(form);
        }
      });
    }

    for (const [form, written] of [
      ['as they are', (secret: string) => secret],
      ['URL-encoded', encodeURIComponent],
      ['in base64', (secret: string) => Buffer.from(`x:${secret}`).toString('base64')],
      ['in JSON', (secret: string) => JSON.stringify({it: secret})],
    ] as const) {
      for (const status of [200, 400, 503]) {
        it(`is not told where a ${status} repeats our secrets ${form} to ${dialect}`, async () => {
          const signed = await signIn();
          const {refresh_token} = signed.settings;
          const secrets = [refresh_token, signed.signIn.clientSecret].map(written);
          const text = JSON.stringify({
            error: secrets[0],
            error_description: secrets.join(' '),
            message: secrets,
          });
          const fault: Fault =
            status === 200
              ? {kind: 'text', text}
              : {kind: 'status', status, body: {text, type: 'application/json'}};
          signed.faults.on('oauth2/token', fault);

          const settings = {...signed.settings, max_retries: 0};
          const ended = await signed.run([signed.file(settings)], {...options, env: {LOGLEVEL: 'debug'}});

          expect(ended.code).to.equal(1);
          expectNoSecret(ended, signed);
        });
      }

      it(`is not told where the API repeats a new token ${form} to ${dialect}`, async () => {
        const signed = await signIn({signIn: {rotation: 'replaced'}});
        let body = '';
        signed.faults.onRequest({path: /\/v2\/users\/me/, nth: 1}, ({headers}) => {
          const token = String(headers.authorization).replace('Bearer ', '');
          body = JSON.stringify({message: `The token ${written(token)} is not good enough`});
          signed.faults.on(/\/v2\/(clients|roles)\?/, {kind: 'status', status: 422, body: {text: body}});
        });

        const ended = await signed.run([signed.file(signed.settings)], {
          ...options,
          env: {LOGLEVEL: 'debug'},
        });

        expect(ended.code).to.equal(1);
        expect(saidIn(ended)).to.include('is not good enough');
        expectNoSecret(ended, signed);
      });
    }
  }

  for (const [what, options] of [
    ['a run of Singer’s', {catalog: CATALOG}],
    ['read', CONFIGURED],
    ['check', {verb: 'check'}],
  ] as const) {
    it(`is not told in part where a long error is cut off in the middle of a new token, in ${what}`, async () => {
      for (const before of [165, 180, 195]) {
        const signed = await signIn({signIn: {rotation: 'replaced'}});
        signed.faults.onRequest('users/me', ({headers}) => {
          const text = `${'x'.repeat(before)} ${String(headers.authorization).replace('Bearer ', '')}`;
          signed.faults.on('users/me', {kind: 'status', status: 422, body: {text}});
        });

        const ended = await signed.run([signed.file(signed.settings)], options);

        expect(saidIn(ended))
          .to.include('xxx')
          .and.not.match(/\d\.at\./);
      }
    });
  }
});
