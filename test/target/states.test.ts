import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {Spill} from '../../protocol/target/spill.js';
import {type Gap, States} from '../../protocol/target/states.js';

describe('The STATEs that a target holds back', () => {
  let folder: string;
  let spill: Spill;
  let out: string[];
  let states: States;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'states-'));
    begin();
  });
  afterEach(() => {
    spill.close();
    rmSync(folder, {recursive: true});
  });

  function begin(): void {
    spill = new Spill(join(folder, 'waiting'));
    out = [];
    states = new States(spill, async (value) => {
      out.push(value);
    });
  }

  it('are the newest between two records that wait, and take no more room than that', async () => {
    const gap = states.hold();
    await states.state('1'.repeat(1000));
    const size = () => statSync(join(folder, 'waiting')).size;
    const before = size();
    for (let count = 0; count < 3; count++) await states.state('2'.repeat(1000));
    expect(size()).to.equal(before + 3000);

    await states.done(gap);

    expect(out).to.deep.equal(['2'.repeat(1000)]);
    expect(size()).to.equal(0);
  });

  it('come out exactly as a simple model has them, whatever is done in whatever order', async () => {
    let seed = 7;
    const random = (bound: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % bound;
    };
    for (let round = 0; round < 60; round++) {
      begin();
      const waiting: {at: number; gap: Gap}[] = [];
      let sent: number[] = [];
      const expected: string[] = [];
      const release = () => {
        const oldest = Math.min(...waiting.map(({at}) => at));
        const free = sent.filter((at) => at < oldest);
        sent = sent.filter((at) => at >= oldest);
        const newest = free.at(-1);
        if (newest !== undefined) expected.push(String(newest));
      };
      for (let at = 0; at < 60; at++) {
        const what = random(3);
        if (what === 0) waiting.push({at, gap: states.hold()});
        if (what === 1) {
          sent.push(at);
          await states.state(String(at));
        }
        if (what === 2) {
          const [done] = waiting.splice(random(waiting.length || 1), 1);
          if (done !== undefined) await states.done(done.gap);
        }
        release();
        expect(out.at(-1), `round ${round}, step ${at}`).to.equal(expected.at(-1));
      }
      expect(out, `round ${round}`).to.deep.equal(expected);
      spill.close();
    }
  });
});
