import {expect} from 'chai';
import {type Limit, Limiter} from '../../protocol/http/limit.js';
import {rejection} from '../support/client.js';
import {FakeClock} from '../support/clock.js';

const never = new AbortController().signal;
const ignore = () => undefined;

/** A repeatable source of numbers from 0 up to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Runs requests of random length, `lanes` side by side; returns when the service may have counted each. */
async function countedMoments(limit: Limit, seed: number, lanes: number): Promise<number[]> {
  const clock = new FakeClock(0);
  const limiter = new Limiter(limit, clock);
  const random = randomNumbers(seed);
  const counted: number[] = [];
  const lane = async () => {
    for (let request = 0; request < 40; request++) {
      const done = await limiter.turn(never, ignore);
      const began = clock.now();
      await clock.sleep(Math.floor(random() ** 3 * limit.seconds * 1500));
      counted.push(began + random() * (clock.now() - began));
      done();
      if (random() < 0.1) clock.advance(random() * limit.seconds * 2000);
    }
  };
  await Promise.all(Array.from({length: lanes}, lane));
  return counted.sort((left, right) => left - right);
}

/** The most moments that any window of this length holds. */
function mostWithin(milliseconds: number, moments: readonly number[]): number {
  const counts = moments.map(
    (start) => moments.filter((moment) => moment >= start && moment < start + milliseconds).length,
  );
  return Math.max(...counts);
}

describe('Limiter', () => {
  for (const [requests, seconds, lanes] of [
    [1, 1, 1],
    [3, 2, 1],
    [5, 15, 4],
    [10, 1, 3],
  ] as const) {
    it(`lets no window of ${seconds} s hold more than ${requests}, ${lanes} side by side`, async () => {
      for (let seed = 1; seed <= 12; seed++) {
        const moments = await countedMoments({requests, seconds}, seed, lanes);

        expect(mostWithin(seconds * 1000, moments), `seed ${seed}`).to.be.at.most(requests);
      }
    });
  }

  it('lets requests pass without waiting while there is room', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({requests: 3, seconds: 10}, clock);

    for (let request = 0; request < 3; request++) (await limiter.turn(never, ignore))();

    expect(clock.slept).to.deep.equal([]);
  });

  it('waits just until the oldest request is a window old, and says how long', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({requests: 2, seconds: 10}, clock);
    const told: number[] = [];
    for (let request = 0; request < 2; request++) {
      (await limiter.turn(never, ignore))();
      clock.advance(3000);
    }

    await limiter.turn(never, (wait) => told.push(wait));

    expect(told).to.deep.equal([4000]);
    expect(clock.slept).to.deep.equal([4000]);
  });

  it('waits for a running request where all places are taken by running ones', async () => {
    const limiter = new Limiter({requests: 1, seconds: 10}, new FakeClock());
    const done = await limiter.turn(never, ignore);
    const order: string[] = [];
    const second = limiter.turn(never, ignore).then(() => order.push('second'));
    await new Promise(setImmediate);

    order.push('first ends');
    done();
    await second;

    expect(order).to.deep.equal(['first ends', 'second']);
  });

  it('gives a place back once, however often that is said', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({requests: 2, seconds: 10}, clock);
    const done = await limiter.turn(never, ignore);
    done();
    done();

    await limiter.turn(never, ignore);

    expect(clock.slept).to.deep.equal([]);
  });

  it('gives turns in the order of asking', async () => {
    const limiter = new Limiter({requests: 1, seconds: 5}, new FakeClock());
    const order: number[] = [];
    const ask = async (who: number) => {
      const done = await limiter.turn(never, ignore);
      order.push(who);
      done();
    };

    await Promise.all([1, 2, 3, 4, 5].map(ask));

    expect(order).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('lets nobody begin while it is paused', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({requests: 10, seconds: 1}, clock);
    limiter.pause(7000);
    limiter.pause(3000);

    for (let request = 0; request < 3; request++) (await limiter.turn(never, ignore))();

    expect(clock.slept).to.deep.equal([7000]);
  });

  it('stops waiting with the reason when it is told to', async () => {
    const controller = new AbortController();
    const clock = new (class extends FakeClock {
      override async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
        controller.abort(new Error('enough'));
        await super.sleep(milliseconds, signal);
      }
    })();
    const limiter = new Limiter({requests: 1, seconds: 5}, clock);
    (await limiter.turn(never, ignore))();

    const waiting = [1, 2].map(() => rejection(limiter.turn(controller.signal, ignore)));

    expect((await Promise.all(waiting)).map(({message}) => message)).to.deep.equal(['enough', 'enough']);
  });

  it('still serves others after one has stopped waiting', async () => {
    const clock = new FakeClock();
    const limiter = new Limiter({requests: 1, seconds: 5}, clock);
    (await limiter.turn(never, ignore))();
    await rejection(limiter.turn(AbortSignal.abort(new Error('enough')), ignore));

    await limiter.turn(never, ignore);

    expect(clock.slept).to.deep.equal([5000]);
  });
});
