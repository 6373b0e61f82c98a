import {expect} from 'chai';
import {costOf} from '../../protocol/rest/cost.js';
import {harvest} from '../../taps/harvest/index.js';
import {paymo} from '../../taps/paymo/index.js';

describe('costOf', () => {
  const stream = (name: string) => {
    const found = [...harvest.streams, ...paymo.streams].find((one) => one.name === name);
    if (found === undefined) throw new Error(`There is no stream ${name}.`);
    return found;
  };

  for (const [name, cost] of [
    ['clients', undefined],
    ['project_assignments', 'Costs a request for each record of users, in every run.'],
    ['invoice_messages', 'Costs a request for each record of invoices that changed.'],
    ['report_time_clients', 'Costs a request for each calendar window. Off by default.'],
  ] as const) {
    it(`is ${cost === undefined ? 'nothing' : `"${cost}"`} for ${name}`, () => {
      expect(costOf(stream(name))).to.equal(cost);
    });
  }
});
