import {expect} from 'chai';
import {labelOf, Tallies, together} from '../../protocol/sync/tally.js';

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

  it('are known by their stream, and by their account where there is one', () => {
    const labels = [new Tallies(['roles']), new Tallies(['roles'], '17')].flatMap(({all}) =>
      all.map(labelOf),
    );

    expect(labels).to.deep.equal(['roles', '17 roles']);
  });

  it('of several accounts add up, as they are when one looks', () => {
    const runs = [new Tallies(['roles', 'tasks'], '1'), new Tallies(['roles'], '2')] as const;
    const all = together(runs);

    runs[0].noteRequest('roles', false);
    runs[1].noteRequest('roles', true);
    runs[1].noteRequest(undefined, false);

    expect({...all}).to.include({requests: 3, retries: 1});
    expect(all.all.map(({account, stream, requests}) => [account, stream, requests])).to.deep.equal([
      ['1', 'roles', 1],
      ['1', 'tasks', 0],
      ['2', 'roles', 1],
    ]);
  });

  it('of no accounts are nothing', () => {
    expect({...together([])}).to.deep.equal({all: [], requests: 0, retries: 0});
  });
});
