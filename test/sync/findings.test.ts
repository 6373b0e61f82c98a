import {expect} from 'chai';
import {Findings} from '../../protocol/sync/findings.js';
import {RecordingLog} from '../support/log.js';

describe('Findings', () => {
  const findingsOf = () => {
    const log = new RecordingLog();
    return {log, findings: new Findings('clients', log)};
  };

  it('are none at first', () => {
    expect(findingsOf().findings.summary()).to.deep.equal([]);
  });

  it('name unknown fields once each, in alphabetical order', () => {
    const {findings} = findingsOf();

    for (const field of ['zip', 'user.age', 'zip', 'area']) findings.unknown(field);

    expect(findings.summary()).to.have.length(1);
    expect(findings.summary()[0]).to.match(/area \(\d times\), user\.age \(\d times\), zip \(\d times\)$/);
  });

  it('name no more unknown fields than anybody reads', () => {
    const {findings} = findingsOf();

    for (let i = 0; i < 50; i++) findings.unknown(`field${i}`);

    expect(findings.summary()[0]).to.match(/ and 30 more$/);
  });

  it('tell of the first impossible date of each field, and count all', () => {
    const {findings, log} = findingsOf();

    for (const field of ['born', 'died', 'born', 'born']) findings.nulled(field, 'date');

    expect(log.at('warning')).to.have.length(2);
    expect(log.at('warning')[0]).to.match(/^clients: born /);
    expect(log.at('warning')[1]).to.match(/^clients: died /);
    expect(findings.summary()).to.have.length(2);
    expect(findings.summary()[0]).to.match(/^3 values of born /);
    expect(findings.summary()[1]).to.match(/^1 values? of died /);
  });

  it('tell of the first record that does not fit, and count all', () => {
    const {findings, log} = findingsOf();

    for (const problem of ['name must be string', 'id must be integer']) findings.invalid(problem);

    expect(log.at('warning')).to.have.length(1);
    expect(log.at('warning')[0]).to.match(/^clients: .*name must be string$/);
    expect(findings.summary()).to.have.length(1);
    expect(findings.summary()[0]).to.match(/^2 records .*name must be string$/);
  });
});
