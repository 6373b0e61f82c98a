import {expect} from 'chai';
import {fingerprintOf} from '../../protocol/core/fingerprint.js';

describe('Fingerprint', () => {
  const usual = fingerprintOf('12345', {project_id: 7, is_billed: false});

  it('stays the same whatever the order of the filters', () => {
    expect(fingerprintOf('12345', {is_billed: false, project_id: 7})).to.equal(usual);
  });

  const others: [string, string][] = [
    ['the account', fingerprintOf('12346', {project_id: 7, is_billed: false})],
    ["a filter's value", fingerprintOf('12345', {project_id: 8, is_billed: false})],
    ["a filter's type", fingerprintOf('12345', {project_id: '7', is_billed: false})],
    ['the number of filters', fingerprintOf('12345', {project_id: 7})],
  ];
  for (const [what, other] of others) {
    it(`changes with ${what}`, () => {
      expect(other).not.to.equal(usual);
    });
  }

  it('does not show the account', () => {
    expect(usual).to.match(/^[0-9a-f]{16}$/);
    expect(usual).not.to.include('12345');
  });
});
