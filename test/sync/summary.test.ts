import {expect} from 'chai';
import {summaryTable, table, tallyNumbers} from '../../protocol/sync/summary.js';
import {Tallies, together} from '../../protocol/sync/tally.js';

describe('Summary', () => {
  function tallies() {
    const all = new Tallies(['time_entries', 'roles', 'users']);
    const [entries, roles] = all.all;
    if (entries === undefined || roles === undefined) throw new Error('there are no tallies');
    Object.assign(entries, {records: 12_345, requests: 7, retries: 2, began: 1000, ended: 62_250});
    Object.assign(entries, {
      warnings: 1,
      outcome: 'complete',
      findings: ['2 values of day were no dates and became null'],
    });
    Object.assign(roles, {records: 3, requests: 1, began: 0, ended: 40, outcome: 'failed'});
    return all;
  }

  it('is a table with a line for each stream, numbers to the right, and what was lost below', () => {
    expect(summaryTable(tallies()).split('\n')).to.deep.equal([
      'stream        records  requests  retries  seconds  warnings  outcome',
      'time_entries    12345         7        2     61.3         1  complete',
      'roles               3         1        0      0.0         0  failed',
      'users               0         0        0      0.0         0  pending',
      'time_entries: 2 values of day were no dates and became null',
    ]);
  });

  it('is only a head when no stream was selected', () => {
    expect(summaryTable(new Tallies([]))).to.match(/^stream +records .*outcome$/);
  });

  it('names the account of each line where there are several', () => {
    const runs = ['7', '12345'].map((account) => new Tallies(['roles'], account));
    for (const {all} of runs) Object.assign(all[0] ?? {}, {findings: ['1 value became null']});

    expect(summaryTable(together(runs)).split('\n')).to.deep.equal([
      'stream       records  requests  retries  seconds  warnings  outcome',
      '7 roles            0         0        0      0.0         0  pending',
      '12345 roles        0         0        0      0.0         0  pending',
      '7 roles: 1 value became null',
      '12345 roles: 1 value became null',
    ]);
    expect(runs.flatMap(({all}) => all.map(tallyNumbers)).map(({account}) => account)).to.deep.equal([
      '7',
      '12345',
    ]);
  });

  it('gives the numbers of a stream by name', () => {
    const [entries] = tallies().all;

    expect(entries === undefined ? undefined : tallyNumbers(entries)).to.deep.equal({
      stream: 'time_entries',
      records: 12_345,
      requests: 7,
      retries: 2,
      seconds: 61.25,
      warnings: 1,
      outcome: 'complete',
      findings: ['2 values of day were no dates and became null'],
    });
  });

  it('puts columns that hold a text to the left', () => {
    const rows = [
      ['name', 'what', 'count'],
      ['a', '1', '10'],
      ['bb', 'two', '9'],
    ];

    expect(table(rows).split('\n')).to.deep.equal([
      'name  what  count',
      'a     1        10',
      'bb    two       9',
    ]);
  });

  it('is nothing without rows', () => {
    expect(table([])).to.equal('');
  });
});
