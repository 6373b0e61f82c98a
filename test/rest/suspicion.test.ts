import {expect} from 'chai';
import {isUsualLimit, Suspicion} from '../../protocol/rest/suspicion.js';

describe('Usual limits of lists', () => {
  for (const rows of [20, 25, 50, 100, 200, 250, 500, 1000, 1500, 10_000]) {
    it(`are such as ${rows}`, () => expect(isUsualLimit(rows)).to.equal(true));
  }

  for (const rows of [0, 1, 5, 10, 19, 99, 101, 499, 501, 1001, 1250]) {
    it(`are none such as ${rows}`, () => expect(isUsualLimit(rows)).to.equal(false));
  }
});

describe('Suspicion', () => {
  for (const rows of [10, 15, 16, 25, 35, 30, 32, 64, 100, 128, 500, 512, 1000, 1024]) {
    it(`falls on a first list of ${rows} rows`, () => expect(new Suspicion().falls(rows)).to.equal(true));
  }

  for (const rows of [0, 1, 2, 4, 5, 8, 9, 11, 17, 33, 99, 101, 499, 1023]) {
    it(`does not fall on one of ${rows}`, () => expect(new Suspicion().falls(rows)).to.equal(false));
  }

  it('does not fall on a list that is shorter than another', () => {
    const suspicion = new Suspicion();

    expect(suspicion.falls(101)).to.equal(false);
    expect(suspicion.falls(100)).to.equal(false);
    expect(suspicion.falls(500)).to.equal(true);
  });

  it('falls again on a list that is as long as the longest', () => {
    const suspicion = new Suspicion();

    expect([100, 50, 100].map((rows) => suspicion.falls(rows))).to.deep.equal([true, false, true]);
  });

  it('does not end with lists that were whole, not even with days', () => {
    const suspicion = new Suspicion();

    for (let i = 0; i < 9; i++) suspicion.clearDay(100);

    expect([1, 2, 3, 4, 5].map(() => suspicion.falls(100))).to.not.include(false);
  });

  it('no longer takes for a habit what was found to be a limit after all', () => {
    const suspicion = new Suspicion();
    for (let i = 0; i < 3; i++) suspicion.clearDay(100);

    expect(suspicion.isHabit(100)).to.equal(true);
    suspicion.prove(100);
    expect(suspicion.isHabit(100)).to.equal(false);
  });

  it('takes a length for a habit when three single days of it were whole, and no other', () => {
    const suspicion = new Suspicion();
    const seen = [1, 2, 3, 4].map(() => {
      const isHabit = suspicion.isHabit(100);
      suspicion.clearDay(100);
      return isHabit;
    });

    expect(seen).to.deep.equal([false, false, false, true]);
    expect(suspicion.isHabit(200)).to.equal(false);
  });

  it('takes no length for a habit at which lists were found to be cut', () => {
    const suspicion = new Suspicion();
    for (let i = 0; i < 9; i++) suspicion.clearDay(100);
    suspicion.prove(100);

    expect(suspicion.isHabit(100)).to.equal(false);
    expect(suspicion.falls(100)).to.equal(true);
    expect(suspicion.isProved(100)).to.equal(true);
    expect(suspicion.isProved(200)).to.equal(false);
  });

  it('falls on any length at which lists were found to be cut, round or not', () => {
    const suspicion = new Suspicion();
    suspicion.prove(99);

    expect(suspicion.falls(99)).to.equal(true);
  });
});
