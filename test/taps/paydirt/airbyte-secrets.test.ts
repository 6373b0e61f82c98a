import {expect} from 'chai';
import {sandboxStarter} from '../../sandbox/paydirt/starter.js';
import {runTap} from '../../support/process.js';

describe('source-paydirt and its key', () => {
  const start = sandboxStarter();

  for (const verb of ['check', 'discover', 'read']) {
    it(`does not tell it on ${verb} when a redirect carries it in the name of a host`, async () => {
      const sandbox = await start({size: {clients: 3, projects: 3, jobs: 3, users: 3, timeLogs: 3}});
      const {api_key} = sandbox.config;
      sandbox.faults.on('clients', {kind: 'redirect', to: `http://${api_key}.example.test/`});
      const catalog = {streams: [{stream: {name: 'clients', json_schema: {}}, sync_mode: 'full_refresh'}]};

      const {stdout, stderr} = await runTap('paydirt', {
        verb,
        config: {...sandbox.config, max_retries: 0},
        ...(verb === 'read' ? {catalog} : {}),
      });

      if (verb === 'read') expect(stdout).to.match(/another host/);
      expect(stdout + stderr).to.not.include(api_key);
    });
  }
});
