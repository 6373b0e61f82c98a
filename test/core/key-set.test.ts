import {expect} from 'chai';
import {KeySet} from '../../protocol/core/key-set.js';

describe('KeySet', () => {
  it('is empty at first', () => {
    const keys = new KeySet();

    expect(keys.size).to.equal(0);
    expect([keys.has(0), keys.has('')]).to.deep.equal([false, false]);
  });

  it('says of each key whether it is new, and counts it once', () => {
    const keys = new KeySet();

    const answers = [7, 0, 7, 65_535, 65_536, 0, 65_536].map((key) => keys.add(key));

    expect(answers).to.deep.equal([true, true, false, true, true, false, false]);
    expect(keys.size).to.equal(4);
  });

  it('tells a text from a number that looks like it', () => {
    const keys = new KeySet();

    expect([keys.add(7), keys.add('7'), keys.add('7'), keys.has('8')]).to.deep.equal([
      true,
      true,
      false,
      false,
    ]);
    expect(keys.size).to.equal(2);
  });

  it('keeps the largest whole numbers apart', () => {
    const keys = new KeySet();
    const most = Number.MAX_SAFE_INTEGER;

    keys.add(most);
    keys.add(most - 1);

    expect([keys.has(most), keys.has(most - 1), keys.has(most - 2), keys.size]).to.deep.equal([
      true,
      true,
      false,
      2,
    ]);
  });

  it('does not take a look at a missing group for a group', () => {
    const keys = new KeySet();

    keys.add(1);
    keys.has(70_000);

    expect([keys.add(2), keys.add(70_000), keys.size]).to.deep.equal([true, true, 3]);
  });

  const loads: [string, number, number][] = [
    ['dense keys, more than 4 096 to a group', 20_000, 30_000],
    ['keys that fill a group to the last place', 400_000, 65_536],
    ['sparse keys all over the range', 20_000, Number.MAX_SAFE_INTEGER],
    ['keys in groups that stay lists', 20_000, 2_000_000],
  ];
  for (const [what, count, range] of loads) {
    it(`agrees with a plain set on ${what}`, () => {
      const random = randomNumbers(42);
      const keys = new KeySet();
      const plain = new Set<number>();
      const wrong: number[] = [];

      for (let i = 0; i < count; i++) {
        const key = Math.floor(random() * range);
        if (keys.add(key) === plain.has(key)) wrong.push(key);
        plain.add(key);
      }
      for (let i = 0; i < count; i++) {
        const key = Math.floor(random() * range);
        if (keys.has(key) !== plain.has(key)) wrong.push(key);
      }

      expect(wrong).to.deep.equal([]);
      expect(keys.size).to.equal(plain.size);
    });
  }

  it('forgets none of the keys in the list when a group becomes a bit map', () => {
    const keys = new KeySet();
    const all = Array.from({length: 4097}, (_, i) => i * 15);

    for (const key of all) keys.add(key);

    expect(all.filter((key) => !keys.has(key))).to.deep.equal([]);
    expect(all.filter((key) => keys.has(key + 1))).to.deep.equal([]);
    expect(all.filter((key) => keys.add(key))).to.deep.equal([]);
  });
});

/** Numbers between 0 and 1 that are the same in every run (mulberry32, widened to 53 bits by two draws). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return () => (draw() * 0x200000 + (draw() >>> 11)) / 2 ** 53;
}
