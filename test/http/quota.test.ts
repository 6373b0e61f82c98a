import {expect} from 'chai';
import {ServiceError} from '../../protocol/core/errors.js';
import {periodOf, quotaIn} from '../../protocol/http/quota.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';
import {FakeClock} from '../support/clock.js';

const NAMES = {limit: 'x-limit', remaining: 'x-left', period: 'x-period'};

describe('What a service says of its limit', () => {
  const headers = (left: string | null, period: string | null, limit: string | null = null) => ({
    get: (name: string) =>
      name === NAMES.remaining ? left : name === NAMES.period ? period : name === NAMES.limit ? limit : null,
  });

  const cases: [string | null, string | null, number | undefined][] = [
    ['3', '5', undefined],
    ['0', '5', 5000],
    ['0', '2.5', 2500],
    [null, '5', undefined],
    ['', '5', undefined],
    ['many', '5', undefined],
    ['0', null, 5000],
    ['0', 'soon', 5000],
    ['4, 0', '5, 60', 60_000],
    ['0,4', '60,5', 60_000],
    ['4,7', '5,60', undefined],
    [' 0 ', ' 7 ', 7000],
    ['0,', '5', 5000],
    ['x, 0', '5', 5000],
  ];
  for (const [left, period, pause] of cases) {
    it(`means a pause of ${pause} ms with ${left} left in ${period} s`, () => {
      const [spent] = quotaIn(headers(left, period), NAMES).spent;

      expect(spent === undefined ? undefined : spent.seconds * 1000).to.equal(pause);
    });
  }

  it('tells each of several limits, and which of them are spent', () => {
    const {limits, spent} = quotaIn(headers('0, 900', '5, 60', '5, 1000'), NAMES);

    expect(limits).to.deep.equal([
      {requests: 5, seconds: 5},
      {requests: 1000, seconds: 60},
    ]);
    expect(spent).to.deep.equal([{requests: 5, seconds: 5}]);
  });

  it('is read in whole requests, since nobody can send half of one', () => {
    expect(quotaIn(headers('3', '5', '5.5'), NAMES).limits).to.deep.equal([{requests: 5, seconds: 5}]);
  });

  it('tells of the longest window where its lists do not match', () => {
    const {limits, spent} = quotaIn(headers('0', '5, 60', '5'), NAMES);

    expect(limits).to.deep.equal([]);
    expect(spent.map(({seconds}) => seconds)).to.deep.equal([60]);
  });

  it('tells the length of the longest window', () => {
    expect(periodOf(headers(null, '5, 60, 7'), NAMES)).to.equal(60_000);
  });

  it('may not tell the length of the window', () => {
    expect(periodOf(headers('0', null), NAMES)).to.equal(undefined);
  });
});

describe('Client, with a service that tells what is left of its limit', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** A client of a service that gives these answers one after the other, and when each request came in. */
  async function service(answers: {status?: number; headers?: Record<string, string>}[], maxRetries = 5) {
    const clock = new FakeClock(0);
    const times: number[] = [];
    const {url} = await servers.start((_request, response, nth) => {
      times.push(clock.now());
      const {status = 200, headers = {}} = answers[nth - 1] ?? {};
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      sendJson(response, {}, status);
    });
    return {times, ...testClient({baseUrl: url, clock, quotaHeaders: NAMES, maxRetries})};
  }

  it('waits a whole window when nothing is left', async () => {
    const {client, times} = await service([{headers: {'x-left': '0', 'x-period': '5'}}]);

    await client.get('first');
    await client.get('second');

    expect(times).to.deep.equal([0, 5000]);
  });

  it('does not wait while something is left', async () => {
    const {client, times} = await service([{headers: {'x-left': '1', 'x-period': '5'}}]);

    await client.get('first');
    await client.get('second');

    expect(times).to.deep.equal([0, 0]);
  });

  it('reads the headers whatever the case of their names', async () => {
    const {client, times} = await service([{headers: {'X-LEFT': '0', 'X-Period': '5'}}]);

    await client.get('first');
    await client.get('second');

    expect(times).to.deep.equal([0, 5000]);
  });

  it('waits after an error that says that nothing is left, too', async () => {
    const {client, times} = await service([{status: 404, headers: {'x-left': '0', 'x-period': '5'}}]);

    await rejection(client.get('first'));
    await client.get('second');

    expect(times).to.deep.equal([0, 5000]);
  });

  it('waits the window after a 429 that names no time', async () => {
    const {client, times} = await service([{status: 429, headers: {'x-period': '9'}}]);

    await client.get('first');

    expect(times).to.deep.equal([0, 9000]);
  });

  it('waits as long as a 429 asks, even where the window is longer', async () => {
    const {client, times} = await service([{status: 429, headers: {'retry-after': '3', 'x-period': '9'}}]);

    await client.get('first');

    expect(times).to.deep.equal([0, 3000]);
  });

  it('waits five seconds after a 429 that names no time at all', async () => {
    const {client, times} = await service([{status: 429}]);

    await client.get('first');

    expect(times).to.deep.equal([0, 5000]);
  });

  it('keeps within the limit that it tells without waiting longer than that takes', async () => {
    const answers = ['4', '3', '2', '1', '0', '4', '3'].map((left) => ({
      headers: {'x-limit': '5', 'x-left': left, 'x-period': '5'},
    }));
    const {client, times} = await service(answers);

    for (const path of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) await client.get(path);

    expect(times).to.deep.equal([0, 0, 0, 0, 0, 5000, 5000]);
  });

  it('does not keep within a limit that would take longer than it may wait', async () => {
    const absurd = {headers: {'x-limit': '1', 'x-left': '7', 'x-period': '100000'}};
    const {client, times} = await service([absurd, absurd]);

    for (const path of ['a', 'b']) await client.get(path);

    expect(times).to.deep.equal([0, 0]);
  });

  it('waits a whole window when others have used up what is left', async () => {
    const {client, times} = await service([
      {headers: {'x-limit': '5', 'x-left': '3', 'x-period': '5'}},
      {headers: {'x-limit': '5', 'x-left': '0', 'x-period': '5'}},
    ]);

    for (const path of ['a', 'b', 'c']) await client.get(path);

    expect(times).to.deep.equal([0, 0, 5000]);
  });

  it('waits its own time after other failures, whatever the window', async () => {
    const {client, times} = await service([{status: 503, headers: {'x-period': '9'}}]);

    await client.get('first');

    expect(times).to.deep.equal([0, 1000]);
  });
});

describe('Client, told to repeat some statuses less often', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** How often a request is made, all of which end with this status. */
  async function attemptsAt(status: number, fewerRetries: Record<number, number>, maxRetries = 5) {
    const {url} = await servers.start((_request, response) => sendJson(response, {message: 'No'}, status));
    const {client, attempts} = testClient({baseUrl: url, maxRetries, fewerRetries});
    const error = await rejection(client.get('users'));
    return {count: attempts.length, error};
  }

  it('gives up on those earlier', async () => {
    const {count, error} = await attemptsAt(500, {500: 2});

    expect(count).to.equal(3);
    expect(error).to.be.instanceOf(ServiceError).and.include({status: 500});
    expect(error.message).to.include('given up after 3 attempts');
  });

  it('gives up at once where there is nothing to be repeated', async () => {
    const {count, error} = await attemptsAt(500, {500: 0});

    expect(count).to.equal(1);
    expect(error.message).to.include('given up at once');
  });

  it('repeats all others as often as ever', async () => {
    expect((await attemptsAt(503, {500: 2})).count).to.equal(6);
  });

  it('never repeats more often than the user wants', async () => {
    expect((await attemptsAt(500, {500: 9}, 1)).count).to.equal(2);
  });
});
