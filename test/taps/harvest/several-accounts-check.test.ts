import {expect} from 'chai';
import {startHarvestSandbox} from '../../sandbox/harvest/index.js';
import {ACCOUNTS, FIRST, TWIN} from '../../sandbox/harvest/several-accounts.js';
import {bodyOf, objectIn} from '../../support/airbyte.js';
import {messagesIn} from '../../support/messages.js';
import {runTap} from '../../support/process.js';
import {START, UNLIMITED} from './sandbox.js';

describe('source-harvest check of several accounts', () => {
  it('names the account whose user lacks rights that the settings ask for', async () => {
    const sandbox = await startHarvestSandbox({now: () => START, accounts: ACCOUNTS});
    try {
      const {account_id: _one, ...settings} = sandbox.config;
      const config = {...settings, ...UNLIMITED, account_ids: [FIRST, TWIN].map(String), strict: true};

      const {code, stdout} = await runTap('harvest', {verb: 'check', config});

      const status = messagesIn(stdout).find(({type}) => type === 'CONNECTION_STATUS');
      const {message, ...verdict} = objectIn(status === undefined ? {} : bodyOf(status));
      expect({code, ...verdict}).to.deep.equal({code: 0, status: 'FAILED'});
      expect(message).to.match(
        new RegExp(`^The settings are not right: account ${TWIN}: .*no administrator`),
      );
    } finally {
      await sandbox.stop();
    }
  });
});
