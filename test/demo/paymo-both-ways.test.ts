import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {messagesIn} from '../support/messages.js';
import {type BothWays, demoBothWays} from './paymo-both-ways.js';

describe('The demonstration of target-paymo and tap-paymo watch', function () {
  this.timeout(60_000);
  let folder: string;
  let shown: BothWays;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'timesheet-taps-demo-'));
    shown = await demoBothWays(folder, () => undefined, 'ignore');
  });

  after(() => rmSync(folder, {recursive: true, force: true}));

  it('makes one object of each record, and none the second time', () => {
    expect(shown.rows).to.have.lengthOf(5);
    for (const {stream, read, made, unchanged} of shown.rows) {
      expect(read, stream).to.be.greaterThan(0);
      expect({made, unchanged}, stream).to.deep.equal({made: read, unchanged: read});
    }
  });

  it('is told by webhooks what was changed and deleted', () => {
    expect(shown.changed).to.include({name: 'Renamed in Harvest'});
    expect(shown.deleted).to.include({stream: 'time_entries'});
    expect(shown.deleted.record_key).to.match(/^\d+$/);
  });

  it('leaves no webhook behind, and a state as the last line', () => {
    const messages = messagesIn(readFileSync(join(folder, 'watch.jsonl'), 'utf8'));

    expect(shown).to.include({end: 0, hooksLeft: 0});
    expect(messages.at(-1)?.type).to.equal('STATE');
  });
});
