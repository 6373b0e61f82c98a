import {expect} from 'chai';
import {loggedProgress} from '../../protocol/sync/progress.js';
import {StderrLog} from '../../protocol/sync/stderr-log.js';
import {Tallies} from '../../protocol/sync/tally.js';
import {FakeClock} from '../support/clock.js';
import {QuickReader} from '../support/readers.js';

describe('Progress in a log', () => {
  function progressOf() {
    const clock = new FakeClock();
    const out = new QuickReader();
    const tallies = new Tallies(['clients', 'roles', 'users']);
    const log = new StderrLog({name: 'tap-x', level: 'info', format: 'text', out, clock});
    return {progress: loggedProgress(tallies, log, clock), tallies, clock, out};
  }

  it('tells nothing in the first minute', () => {
    const {progress, tallies, clock, out} = progressOf();
    Object.assign(tallies.all[0] ?? {}, {began: clock.now(), records: 5});

    progress.update();
    clock.advance(59_999);
    progress.update();

    expect(out.lines).to.deep.equal([]);
  });

  it('tells the records of streams that are being read, once a minute', () => {
    const {progress, tallies, clock, out} = progressOf();
    Object.assign(tallies.all[0] ?? {}, {began: clock.now(), ended: clock.now(), records: 9});
    Object.assign(tallies.all[1] ?? {}, {began: clock.now(), records: 5});

    clock.advance(60_000);
    progress.update();
    progress.update();
    progress.stop();

    expect(out.lines).to.deep.equal([
      'INFO METRIC: {"type":"counter","metric":"record_count","value":5,"tags":{"stream":"roles","status":"running"}}',
    ]);
  });
});
