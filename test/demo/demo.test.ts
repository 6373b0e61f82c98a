import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {messagesIn} from '../support/messages.js';
import {demoHarvest} from './harvest.js';
import {demoPaydirt} from './paydirt.js';
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

const paydirt = (folder: string) =>
  demoPaydirt(folder, () => undefined, {stderr: 'ignore', settings: {rate_limit: UNLIMITED}});

/** What comes the second time of streams that tell which records changed, or which are read by days: at most so many. */
const LATER = {time_entries: 20, invoice_payments: 3};

for (const {service, demo, streams, later} of [
  {service: 'harvest', demo: harvest, streams: 35, later: LATER},
  {service: 'paymo', demo: paymo, streams: 36, later: LATER},
  {service: 'paydirt', demo: paydirt, streams: 5, later: {time: 400}},
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

    it('syncs less the second time, but what happened meanwhile', () => {
      for (const [name, most] of Object.entries(later)) {
        const row = result.rows.find(({stream}) => stream === name);

        expect(row?.second, name).to.be.greaterThan(0).and.below(most);
      }
    });

    it('leaves whole runs in its files', () => {
      for (const name of [`${service}.jsonl`, `${service}-2.jsonl`]) {
        const messages = messagesIn(readFileSync(join(folder, name), 'utf8'));

        expect(messages.at(-1)?.type).to.equal('STATE');
      }
    });
  });
}
