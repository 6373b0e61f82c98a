import {expect} from 'chai';
import {AccountLog} from '../../protocol/sync/account-log.js';
import {RecordingLog} from '../support/log.js';

describe('The log of one account among several', () => {
  it('says in each line which account it is about, and keeps the stream', () => {
    const log = new RecordingLog();
    const own = new AccountLog(log, '17');

    own.debug('a', 'roles');
    own.info('b');
    own.warning('c', 'roles');
    own.error('d', 'tasks');
    own.critical('e');

    expect(log.lines).to.deep.equal([
      {level: 'debug', message: 'account 17: a', stream: 'roles'},
      {level: 'info', message: 'account 17: b', stream: undefined},
      {level: 'warning', message: 'account 17: c', stream: 'roles'},
      {level: 'error', message: 'account 17: d', stream: 'tasks'},
      {level: 'critical', message: 'account 17: e', stream: undefined},
    ]);
  });

  it('marks metrics with the account', () => {
    const log = new RecordingLog();

    new AccountLog(log, '17').metric({
      type: 'counter',
      metric: 'record_count',
      value: 3,
      tags: {stream: 'roles'},
    });

    expect(log.metrics).to.deep.equal([
      {type: 'counter', metric: 'record_count', value: 3, tags: {stream: 'roles', account: '17'}},
    ]);
  });

  it('counts the warnings of its own streams', () => {
    const counted: string[] = [];
    const [own, other] = ['17', '18'].map((account) => new AccountLog(new RecordingLog(), account));
    if (own === undefined || other === undefined) throw new Error('there is no log');
    own.onWarning = (stream) => counted.push(stream);

    own.warning('one', 'roles');
    own.warning('of none');
    own.error('no warning', 'roles');
    other.warning('of another', 'roles');

    expect(counted).to.deep.equal(['roles']);
  });
});
