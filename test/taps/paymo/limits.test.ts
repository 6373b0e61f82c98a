import {expect} from 'chai';
import type {Allowance} from '../../sandbox/paymo/index.js';
import {type Account, accountOpener, copies, nth} from './account.js';
import {frontOpener} from './front.js';

/** These bring some twenty requests together. */
const STREAMS = ['task_comments', 'discussion_comments', 'clients', 'workflows'];
const GENTLE = {rate_limit: {requests: 1, seconds: 1}};

/** Milliseconds between each request and the one before. */
function gapsIn({requests}: Account): number[] {
  return requests.slice(1).map(({at}, index) => at - (requests[index]?.at ?? 0));
}

describe('tap-paymo, within the limits of the service', () => {
  const open = accountOpener();
  const front = frontOpener();
  // Limits are of the machine's time, so that the tap's waiting counts.
  const now = () => new Date();

  const limits: readonly [string, Allowance | readonly Allowance[]][] = [
    ['one limit', {requests: 5, seconds: 0.3}],
    [
      'two limits',
      [
        {requests: 5, seconds: 0.2},
        {requests: 8, seconds: 0.5},
      ],
    ],
    [
      'two limits, the tighter one last',
      [
        {requests: 20, seconds: 0.6},
        {requests: 4, seconds: 0.2},
      ],
    ],
    ['one request at a time', {requests: 1, seconds: 0.05}],
  ];
  for (const [what, allowed] of limits) {
    for (const concurrency of [1, 8]) {
      it(`provokes no refusal where headers tell of ${what}, however much it may do (${concurrency} at once)`, async () => {
        const account = await open({now, limits: allowed, size: {projects: 8, tasks: 12, entries: 4}});

        const run = await account.sync(STREAMS, {config: {concurrency}});

        expect(run.code, run.stderr).to.equal(0);
        expect(account.throttled).to.equal(0);
        expect(account.requests).to.have.length.above(12);
        expect(account.differences(run, STREAMS)).to.deep.equal([]);
      });
    }
  }

  it('sends one request a second by default', async () => {
    const account = await open({now, limits: {requests: 5, seconds: 5}});

    const run = await account.sync(['company'], {config: {rate_limit: undefined}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.requests).to.have.length.above(1);
    for (const gap of gapsIn(account)) expect(gap).to.be.at.least(990);
    expect(account.throttled).to.equal(0);
  });

  it('is as slow as rate_limit says, however much the headers allow', async () => {
    const account = await open({now, limits: {requests: 1000, seconds: 1}});

    const run = await account.sync(['company'], {config: GENTLE});

    expect(run.code, run.stderr).to.equal(0);
    for (const gap of gapsIn(account)) expect(gap).to.be.at.least(990);
  });

  it('is fast where neither rate_limit nor the headers object', async () => {
    const account = await open({now, size: {projects: 8, tasks: 12, entries: 4}});

    await account.sync(STREAMS);

    expect(Math.max(...gapsIn(account).slice(2))).to.be.below(500);
  });

  for (const concurrency of [1, 8]) {
    it(`has one request under way at a time (concurrency ${concurrency})`, async () => {
      const account = await open({size: {projects: 8, entries: 20}});
      account.data.company.created_on = '2024-09-01T00:00:00Z';
      copies(account.data.tasks, nth(account.data.tasks, 0), 60);
      let underWay = 0;
      let most = 0;
      const config = await front(account, async (_asked, pass) => {
        underWay++;
        most = Math.max(most, underWay);
        const reply = await pass();
        underWay--;
        return reply;
      });

      const run = await account.sync('all', {config: {...config, concurrency, page_size: 10}});

      expect(run.code, run.stderr).to.equal(0);
      expect(most).to.equal(1);
    });
  }

  it('lets nothing go out before the time that a 429 tells', async () => {
    const account = await open({now});
    account.faults.on({path: 'clients', nth: 1}, {kind: 'status', status: 429, retryAfter: 1});

    const run = await account.sync(['clients', 'workflows', 'task_comments'], {config: {concurrency: 8}});

    expect(run.code, run.stderr).to.equal(0);
    const refused = account.requests.findIndex(({status}) => status === 429);
    expect(gapsIn(account)[refused]).to.be.at.least(990);
    expect(account.differences(run, ['clients', 'workflows', 'task_comments'])).to.deep.equal([]);
  });

  it('waits as long as a window lasts where a 429 does not tell for how long', async () => {
    const account = await open({now, limits: {requests: 500, seconds: 0.8}});
    let refusals = 0;
    const config = await front(account, async ({list}, pass) => {
      const reply = await pass();
      if (list !== 'clients' || refusals++ > 0) return reply;
      return {...reply, status: 429, body: {message: 'Too many requests.'}};
    });

    const run = await account.sync(['clients'], {config});

    expect(run.code, run.stderr).to.equal(0);
    const refused = account.requests.findIndex(({route}) => route === 'clients');
    expect(gapsIn(account)[refused]).to.be.within(790, 2000);
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
  });

  it('survives that others use the limit up', async () => {
    const account = await open({now, limits: {requests: 4, seconds: 0.3}, size: {projects: 4}});
    let others = 4;
    // Somebody with the same key takes all places at once, of which the tap hears nothing.
    const config = await front(account, async ({list}, pass) => {
      while (list === 'clients' && others-- > 0) await pass();
      return pass();
    });

    const run = await account.sync(['clients', 'workflows'], {config});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.throttled).to.be.above(0);
    expect(account.differences(run, ['clients', 'workflows'])).to.deep.equal([]);
  });
});
