import {expect} from 'chai';
import {Tallies} from '../../protocol/sync/tally.js';

describe('Tallies', () => {
  it('begin with nothing, one for each stream in order', () => {
    const {all} = new Tallies(['clients', 'roles']);

    expect(all.map(({stream}) => stream)).to.deep.equal(['clients', 'roles']);
    expect(all[0]).to.deep.include({outcome: 'pending', records: 0, requests: 0, retries: 0, warnings: 0});
  });

  it('count requests for their stream and for the run', () => {
    const tallies = new Tallies(['clients', 'roles']);

    tallies.noteRequest('clients', false);
    tallies.noteRequest('clients', true);
    tallies.noteRequest('roles', false);
    tallies.noteRequest(undefined, true);
    tallies.noteRequest('unknown', false);

    expect(tallies).to.include({requests: 5, retries: 2});
    expect(tallies.all.map(({requests, retries}) => [requests, retries])).to.deep.equal([
      [2, 1],
      [1, 0],
    ]);
  });

  it('count the warnings of a stream', () => {
    const tallies = new Tallies(['clients']);

    for (const stream of ['clients', 'clients', 'unknown']) tallies.noteWarning(stream);

    expect(tallies.all[0]?.warnings).to.equal(2);
  });
});
