import {expect} from 'chai';
import {isPassing, retryAfterMillis, waitBeforeRetry} from '../../protocol/http/retry.js';

describe('waitBeforeRetry', () => {
  const always = (random: number) => ({maxRetries: 100, random: () => random});

  for (const [failures, least, most] of [
    [1, 500, 1000],
    [2, 1000, 2000],
    [3, 2000, 4000],
    [6, 16_000, 32_000],
    [7, 30_000, 60_000],
    [90, 30_000, 60_000],
  ] as const) {
    it(`waits between ${least} and ${most} ms after failure ${failures}`, () => {
      const waits = [0, 1].map((random) => waitBeforeRetry({failures}, always(random)));

      expect(waits).to.deep.equal([least, most]);
    });
  }

  it('gives up when all retries are used', () => {
    const policy = {maxRetries: 2, random: () => 0};

    const waits = [1, 2, 3].map((failures) => waitBeforeRetry({failures}, policy) !== undefined);

    expect(waits).to.deep.equal([true, true, false]);
  });

  it('never repeats when no retries are wanted, even if the service names a time', () => {
    expect(waitBeforeRetry({failures: 1, retryAfter: 1000}, {maxRetries: 0, random: () => 0})).to.equal(
      undefined,
    );
  });

  it('waits exactly as long as the service asks, without jitter', () => {
    const waits = [0, 0.5, 1].map((random) =>
      waitBeforeRetry({failures: 4, retryAfter: 7000}, always(random)),
    );

    expect(waits).to.deep.equal([7000, 7000, 7000]);
  });

  it('waits at least a second when the service asks for none', () => {
    expect(waitBeforeRetry({failures: 1, retryAfter: 0}, always(0))).to.equal(1000);
  });
});

describe('retryAfterMillis', () => {
  const now = Date.parse('2026-10-21T07:27:50Z');

  for (const [header, expected] of [
    [null, undefined],
    ['', undefined],
    ['  ', undefined],
    ['7', 7000],
    [' 7 ', 7000],
    ['0', 0],
    ['1.5', 1500],
    ['-5', undefined],
    ['soon', undefined],
    ['Infinity', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', 10_000],
    ['Wednesday, 21-Oct-26 07:28:00 GMT', 10_000],
    ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ] as const) {
    it(`understands ${JSON.stringify(header)} as ${expected}`, () => {
      expect(retryAfterMillis(header, now)).to.equal(expected);
    });
  }
});

describe('isPassing', () => {
  for (const status of [408, 429, 500, 502, 503, 504, 520]) {
    it(`holds ${status} for a trouble that may pass`, () => {
      expect(isPassing(status)).to.equal(true);
    });
  }

  for (const status of [301, 400, 401, 403, 404, 409, 410, 422]) {
    it(`holds ${status} for final`, () => {
      expect(isPassing(status)).to.equal(false);
    });
  }
});
