import {readFileSync, writeFileSync} from 'node:fs';
import {Ajv} from 'ajv';
import {expect} from 'chai';
import {connectionSpecification} from '../../../protocol/cli/airbyte/spec.js';
import {harvest} from '../../../taps/harvest/index.js';
import {said} from '../../cli/executable.js';
import {refresh} from '../../sandbox/harvest/token-visitor.js';
import {objectIn} from '../../support/airbyte.js';
import {messagesIn} from '../../support/messages.js';
import {outcome, start} from '../../support/process.js';
import {controlsIn, fullRefreshOf, nested, signInStarter} from './renewals.js';

describe('Tokens of Harvest that were renewed, with Airbyte', () => {
  const signIn = signInStarter();
  const fits = new Ajv({strict: false, validateFormats: false}).compile(connectionSpecification(harvest));
  const configured = {catalog: fullRefreshOf('clients', 'roles')};
  const verbs = {check: {}, read: configured} as const;

  for (const [verb, options] of Object.entries(verbs)) {
    for (const rotation of ['added', 'replaced'] as const) {
      it(`are told in a CONTROL in ${verb}: all settings, as they were written (${rotation})`, async () => {
        const signed = await signIn({signIn: {rotation}});
        const config = nested(signed);
        const path = signed.file(config, 'config.json', 0o400);
        const before = readFileSync(path, 'utf8');

        const ended = await signed.run([path], {verb, ...options});

        expect(ended.code).to.equal(0);
        const [told = {}, ...others] = controlsIn(ended);
        expect(others).to.deep.equal([]);
        const {credentials} = told;
        const refresh_token = String(objectIn(credentials).refresh_token);
        expect(refresh_token).to.not.equal(signed.settings.refresh_token);
        expect(told).to.deep.equal({
          ...config,
          credentials: {...objectIn(config.credentials), refresh_token},
        });
        expect(fits(told)).to.equal(true);
        expect((await refresh(signed, refresh_token)).status).to.equal(200);
        expect(readFileSync(path, 'utf8')).to.equal(before);
        const control = messagesIn(ended.stdout).find(({type}) => type === 'CONTROL')?.control;
        expect(objectIn(control)).to.include({type: 'CONNECTOR_CONFIG'});
        expect(objectIn(control).emitted_at)
          .to.be.a('number')
          .and.within(Date.now() - 60_000, Date.now());
      });
    }

    for (const rotation of ['same', 'absent'] as const) {
      it(`are told to nobody in ${verb} where the refresh token is ${rotation}`, async () => {
        const signed = await signIn({signIn: {rotation}});
        const path = signed.file(nested(signed));
        const before = readFileSync(path, 'utf8');

        const ended = await signed.run([path], {verb, ...options});

        expect(ended.code).to.equal(0);
        expect(controlsIn(ended)).to.deep.equal([]);
        expect(readFileSync(path, 'utf8')).to.equal(before);
        expect(signed.seen.refreshes).to.equal(1);
      });
    }
  }

  it('are told with the moment of their end where the form has one', async () => {
    const signed = await signIn({signIn: {rotation: 'replaced'}});

    const ended = await signed.run([signed.file(nested(signed, {expires_at: '2020-01-01'}))], {
      verb: 'check',
    });

    const {expires_at} = objectIn(controlsIn(ended)[0]?.credentials);
    expect(Date.parse(String(expires_at))).to.be.above(Date.now());
    expect(controlsIn(ended)[0]).to.satisfy(fits);
  });

  it('are told flat where the settings are', async () => {
    const signed = await signIn({signIn: {rotation: 'replaced'}});

    const ended = await signed.run([signed.file(signed.settings)], {verb: 'check'});

    const [told = {}] = controlsIn(ended);
    expect(Object.keys(told)).to.deep.equal(Object.keys(signed.settings));
    expect(told.refresh_token).to.not.equal(signed.settings.refresh_token);
  });

  it('are told before the data that is got with them', async () => {
    const signed = await signIn({signIn: {rotation: 'replaced'}});

    const {stdout} = await signed.run([signed.file(nested(signed))], {verb: 'read', ...configured});

    const types = messagesIn(stdout).map(({type}) => type);
    expect(types.indexOf('CONTROL')).to.be.within(0, types.indexOf('RECORD'));
  });

  it('are told at once, and not with what comes next', async () => {
    const signed = await signIn({signIn: {rotation: 'replaced'}});
    const hang = signed.faults.hang('users/me');
    const child = start('harvest', {verb: 'check', args: ['--config', signed.file(nested(signed))]});
    child.stdin.end();
    const ending = outcome(child);

    await said(child.stdout, /"CONTROL"/);

    hang.release();
    expect((await ending).code).to.equal(0);
  });

  it('are not needed to discover', async () => {
    const signed = await signIn({signIn: {rotation: 'replaced'}});

    const ended = await signed.run([signed.file(nested(signed))], {verb: 'discover'});

    expect(ended.code).to.equal(0);
    expect(controlsIn(ended)).to.deep.equal([]);
    expect(signed.requests).to.deep.equal([]);
  });

  it('do not end a run whose file is gone', async () => {
    const signed = await signIn({signIn: {rotation: 'replaced'}});
    const path = signed.file(nested(signed));
    signed.faults.onRequest('oauth2/token', () => writeFileSync(path, '{'));

    const ended = await signed.run([path], {verb: 'read', ...configured});

    expect(ended.code).to.equal(0);
    expect(ended.stdout).to.include('The renewed credentials could not be told, since ');
  });
});
