import {chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import type {JsonObject} from '../../../protocol/core/json.js';
import {selecting} from '../../cli/executable.js';
import {refresh} from '../../sandbox/harvest/token-visitor.js';
import {objectIn} from '../../support/airbyte.js';
import type {RunOptions} from '../../support/process.js';
import {formsOf, jsonIn, linesAt, nested, type SignedIn, signInStarter} from './renewals.js';

const CATALOG = selecting('clients', 'roles');
const UNKEPT = /^The renewed credentials could not be kept, since /;

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

describe('Tokens of Harvest that were renewed, with Singer', () => {
  const signIn = signInStarter();
  const rotating = () => signIn({signIn: {rotation: 'replaced'}});
  const isGood = async (signed: SignedIn, token: unknown) =>
    (await refresh(signed, String(token))).status === 200;
  /** A second run with what the first one left: it must get in. */
  async function expectNextRun(signed: SignedIn, files: readonly string[], options: RunOptions = {}) {
    const next = await signed.run(files, {catalog: CATALOG, ...options});
    expect(linesAt(next, 'CRITICAL')).to.deep.equal([]);
    expect(next.code).to.equal(0);
  }

  for (const rotation of ['same', 'added', 'replaced', 'absent'] as const) {
    it(`are kept in the config file, where a refresh token is ${rotation}`, async () => {
      const signed = await signIn({signIn: {rotation}});
      const path = signed.file(signed.settings, 'config.json', 0o644);

      const {code} = await signed.run([path], {catalog: CATALOG});

      const {access_token, refresh_token, expires_at, ...others} = jsonIn(path);
      const {refresh_token: old, ...before} = signed.settings;
      expect(code).to.equal(0);
      expect(others).to.deep.equal(before);
      expect(signed.signIn.works(String(access_token))).to.equal(true);
      expect(refresh_token === old).to.equal(rotation === 'same' || rotation === 'absent');
      const days = (Date.parse(String(expires_at)) - Date.now()) / 86_400_000;
      expect(days).to.be.within(13.9, 14.01);
      expect(modeOf(path)).to.equal(0o600);
      expect(readdirSync(signed.folder)).to.deep.equal(['config.json']);
      signed.requests.length = 0;
      await expectNextRun(signed, [path]);
      expect(signed.seen.tokenRequests).to.equal(0);
      expect(await isGood(signed, refresh_token)).to.equal(true);
    });
  }

  it('are said to live for 17 hours where Harvest does not say how long', async () => {
    const signed = await signIn({signIn: {expiresIn: 'absent'}});
    const path = signed.file(signed.settings);

    await signed.run([path], {catalog: CATALOG});

    const hours = (Date.parse(String(jsonIn(path).expires_at)) - Date.now()) / 3_600_000;
    expect(hours).to.be.within(16.9, 17.01);
  });

  it('are kept below credentials where those before them stand there', async () => {
    const signed = await rotating();
    const path = signed.file(nested(signed, {access_token: signed.accessToken, expires_at: '2020-01-01'}));

    await signed.run([path], {catalog: CATALOG});

    const {credentials, ...others} = jsonIn(path);
    const {credentials: _old, ...before} = nested(signed);
    expect(others).to.deep.equal(before);
    expect(objectIn(credentials).auth_type).to.equal('oauth');
    expect(objectIn(credentials).refresh_token).to.not.equal(signed.settings.refresh_token);
    expect(Date.parse(String(objectIn(credentials).expires_at))).to.be.above(Date.now());
    await expectNextRun(signed, [path]);
  });

  it('are kept in the one of several files that holds the refresh token', async () => {
    const signed = await rotating();
    const {refresh_token, client_secret, ...others} = signed.settings;
    const paths = [
      signed.file(others as JsonObject, 'a.json', 0o644),
      signed.file({refresh_token, client_secret} as JsonObject, 'b.json'),
      signed.file({page_size: 50}, 'c.json', 0o644),
    ];

    await signed.run(paths, {catalog: CATALOG});

    expect([jsonIn(join(signed.folder, 'a.json')), jsonIn(join(signed.folder, 'c.json'))]).to.deep.equal([
      others,
      {page_size: 50},
    ]);
    expect(paths.map(modeOf)).to.deep.equal([0o644, 0o600, 0o644]);
    expect(jsonIn(join(signed.folder, 'b.json'))).to.have.all.keys(
      'refresh_token',
      'client_secret',
      'access_token',
      'expires_at',
    );
    await expectNextRun(signed, paths);
  });

  it('are kept behind a link, which stays one', async () => {
    const signed = await rotating();
    signed.file(signed.settings, 'real.json');
    const link = join(signed.folder, 'link.json');
    symlinkSync('real.json', link);

    await signed.run([link], {catalog: CATALOG});

    expect(lstatSync(link).isSymbolicLink()).to.equal(true);
    expect(jsonIn(link).refresh_token).to.not.equal(signed.settings.refresh_token);
    await expectNextRun(signed, [link]);
  });

  it('are kept beside what somebody else changed in the file meanwhile', async () => {
    const signed = await rotating();
    const path = signed.file(signed.settings);
    signed.faults.onRequest('oauth2/token', () => {
      writeFileSync(path, JSON.stringify({...signed.settings, page_size: 77, start_date: '2020-01-01'}));
    });

    await signed.run([path], {catalog: CATALOG});

    expect(jsonIn(path)).to.include({page_size: 77, start_date: '2020-01-01'});
    expect(jsonIn(path).refresh_token).to.not.equal(signed.settings.refresh_token);
  });

  it('do not end the run where the file was broken meanwhile', async () => {
    const signed = await rotating();
    const path = signed.file(signed.settings);
    signed.faults.onRequest('oauth2/token', () => writeFileSync(path, '{"refresh_token": "1234'));

    const ended = await signed.run([path], {catalog: CATALOG});

    expect(ended.code).to.equal(0);
    expect(linesAt(ended, 'WARNING').filter((line) => UNKEPT.test(line))).to.have.lengthOf(1);
    expect(readFileSync(path, 'utf8')).to.equal('{"refresh_token": "1234');
  });

  /** Ways in which there is no place for them. A name without room for a draft's stands for a folder that can't be written to. */
  const homeless: [
    what: string,
    run: (signed: SignedIn) => Promise<readonly [files: string[], options: RunOptions]>,
  ][] = [
    [
      'from the environment',
      async ({settings: {refresh_token, client_secret, ...others}, file}) => [
        [file(others as JsonObject), 'ENV'],
        {
          env: {
            TAP_HARVEST_REFRESH_TOKEN: refresh_token,
            TAP_HARVEST_CLIENT_SECRET: String(client_secret),
          },
        },
      ],
    ],
    ['that cannot be written', async (signed) => [[signed.file(signed.settings, 'x'.repeat(255))], {}]],
  ];
  for (const [what, prepare] of homeless) {
    it(`are warned about once, without their value, where they replace some ${what}`, async () => {
      const signed = await rotating();
      const [files, options] = await prepare(signed);

      const ended = await signed.run(files, {...options, catalog: CATALOG});

      expect(ended.code).to.equal(0);
      const warnings = linesAt(ended, 'WARNING').filter((line) => UNKEPT.test(line));
      expect(warnings).to.have.lengthOf(1);
      expect(warnings[0]).to.match(/sign in anew when they are refused$/);
      for (const form of signed.secrets().flatMap(formsOf)) {
        expect(ended.stdout).to.not.include(form);
        expect(ended.stderr).to.not.include(form);
      }
    });

    it(`are no matter for a warning where those ${what} go on to count`, async () => {
      const signed = await signIn();
      const [files, options] = await prepare(signed);

      const ended = await signed.run(files, {...options, catalog: CATALOG});

      expect(ended.code).to.equal(0);
      expect(linesAt(ended, 'WARNING').filter((line) => UNKEPT.test(line))).to.deep.equal([]);
    });
  }

  it('are kept also in a file that its owner may not write to, since it is exchanged', async () => {
    const signed = await rotating();
    const path = signed.file(signed.settings);
    chmodSync(path, 0o400);

    await signed.run([path], {catalog: CATALOG});

    expect(jsonIn(path).refresh_token).to.not.equal(signed.settings.refresh_token);
    expect(modeOf(path)).to.equal(0o600);
  });

  it('are kept each time that they are renewed in one run', async () => {
    const signed = await rotating();
    const path = signed.file({
      ...signed.settings,
      access_token: signed.accessToken,
      expires_at: '2020-01-01',
    });
    signed.faults.onRequest({path: /\/v2\/clients\?/, nth: 1}, () => signed.signIn.expireTokens());

    await signed.run([path], {catalog: CATALOG});

    // The token was young, so the run gave up on it; what was got until then is kept.
    expect(signed.seen.refreshes).to.equal(1);
    expect(await isGood(signed, jsonIn(path).refresh_token)).to.equal(true);
  });
});
