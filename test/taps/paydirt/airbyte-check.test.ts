import {expect} from 'chai';
import type {Fault} from '../../sandbox/paydirt/index.js';
import {sandboxStarter} from '../../sandbox/paydirt/starter.js';
import {bodyOf, objectIn} from '../../support/airbyte.js';
import {messagesIn} from '../../support/messages.js';
import {runTap} from '../../support/process.js';

describe('source-paydirt check', () => {
  const start = sandboxStarter();

  for (const [what, fault, said] of [
    ['a page for people', {kind: 'html'}, /^The service is in trouble: .*page instead of JSON/],
    ['404', {kind: 'status', status: 404, body: 'html'}, /^The settings are not right: .*404/],
    ['403', {kind: 'status', status: 403, body: 'json'}, /^The credentials lack rights: .*403/],
    ['500', {kind: 'status', status: 500, body: 'html'}, /^The service is in trouble: .*500/],
    ['an object without a list', {kind: 'text', text: '{}'}, /^The service is in trouble: /],
  ] as readonly [string, Fault, RegExp][]) {
    it(`fails when the list that tries the key answers with ${what}`, async () => {
      const sandbox = await start({size: {clients: 3, projects: 3, jobs: 3, users: 3, timeLogs: 3}});
      sandbox.faults.on('clients', fault);

      const {code, stdout} = await runTap('paydirt', {
        verb: 'check',
        config: {...sandbox.config, max_retries: 0},
      });

      const status = messagesIn(stdout).find(({type}) => type === 'CONNECTION_STATUS');
      expect(code).to.equal(0);
      expect(objectIn(status === undefined ? {} : bodyOf(status))).to.include({status: 'FAILED'});
      expect(String(objectIn(status === undefined ? {} : bodyOf(status)).message)).to.match(said);
    });
  }
});
