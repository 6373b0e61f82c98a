import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {messagesIn} from '../support/messages.js';
import {demoHarvest} from './harvest.js';
import {demoPaymo} from './paymo.js';
import type {DemoResult} from './two-runs.js';

const UNLIMITED = {requests: 10_000, seconds: 1};

const harvest = (folder: string) =>
  demoHarvest(folder, () => undefined, {
    sandbox: {limits: {general: false, reports: false}},
    stderr: 'ignore',
    settings: {rate_limit: UNLIMITED, report_rate_limit: UNLIMITED},
  });

const paymo = (folder: string) =>
  demoPaymo(folder, () => undefined, {
    sandbox: {limits: false},
    stderr: 'ignore',
    settings: {rate_limit: UNLIMITED},
  });

for (const {service, demo, streams} of [
  {service: 'harvest', demo: harvest, streams: 35},
  {service: 'paymo', demo: paymo, streams: 36},
]) {
  describe(`The demonstration of tap-${service}`, function () {
    this.timeout(60_000);
    let folder: string;
    let result: DemoResult;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-demo-'));
      result = await demo(folder);
    });

    after(() => rmSync(folder, {recursive: true, force: true}));

    it('shows records of every stream', () => {
      const empty = result.rows.filter(({first}) => first === 0).map(({stream}) => stream);

      expect(empty).to.deep.equal([]);
      expect(result.rows).to.have.lengthOf(streams);
    });

    it('syncs less the second time, but the payment that came meanwhile', () => {
      const row = (name: string) => result.rows.find(({stream}) => stream === name);

      expect(row('time_entries')?.second).to.be.greaterThan(0).and.below(20);
      expect(row('invoice_payments')?.second).to.be.greaterThan(0).and.below(3);
    });

    it('leaves whole runs in its files', () => {
      for (const name of [`${service}.jsonl`, `${service}-2.jsonl`]) {
        const messages = messagesIn(readFileSync(join(folder, name), 'utf8'));

        expect(messages.at(-1)?.type).to.equal('STATE');
      }
    });
  });
}
