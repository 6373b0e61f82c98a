import {expect} from 'chai';
import {type Catalog, discover} from '../../protocol/core/catalog.js';
import {streamsOfTap} from '../../protocol/tap.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {lastState} from '../support/messages.js';
import {runTap} from '../support/process.js';
import {lintProtocol} from '../support/protocol-lint.js';
import {type Account, accountOpener, nth, timed} from '../taps/paydirt/account.js';
import {expectGolden, normal} from './normal.js';
import {summary} from './summary.js';

const SIZE = {clients: 2, projects: 2, jobs: 3, users: 2, timeLogs: 3};
const CONFIG = {start_date: '2024-10-01', window_days: 31, time_zone: 'Australia/Adelaide'};

describe('golden runs of tap-paydirt', () => {
  const open = accountOpener();

  it('paydirt-first-run-with-both-shapes', async () => {
    const account = await smallAccount();

    const run = await account.sync('all', {config: CONFIG});

    expect(run.code, run.stderr).to.equal(0);
    expect(run.stderr).to.not.match(/WARNING/);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('paydirt-first-run-with-both-shapes.jsonl', normal(run.stdout));
  });

  it('paydirt-incremental-second-run', async () => {
    const account = await smallAccount();
    const state = lastState((await account.sync('all', {config: CONFIG})).messages);
    account.pass(1);
    account.update('clients', nth(account.data.clients, 1).id, {hourly_rate: 99.5});
    account.update('time', 5003, {ended_at: '2024-11-20T11:15:00.000Z', value: '0.0'});
    account.insert('time', {date: '2024-11-21', duration: 900});
    account.data.users = [{id: 181, alpha: 'Renamed', beta: 'perhaps', gamma: 1, fresh: true}];
    const config = {...CONFIG, end_date: '2024-11-22', lookback_days: 5};

    const run = await account.sync('all', {state, config});

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages, {stateBefore: state})).to.deep.equal([]);
    expectGolden('paydirt-incremental-second-run.jsonl', normal(run.stdout));
  });

  it('paydirt-filtered-run', async () => {
    const account = await smallAccount(['project_id', 'job_id']);
    const job = nth(account.data.jobs, 1);
    const config = {...CONFIG, filters: {time: {project_id: Number(job.project_id), user_id: 184}}};

    const run = await account.sync(['jobs', 'time'], {config});

    expect(run.code, run.stderr).to.equal(0);
    expect(lintProtocol(run.messages)).to.deep.equal([]);
    expectGolden('paydirt-filtered-run.jsonl', normal(run.stdout));
  });

  it('what tap-paydirt offers', async () => {
    const {stdout} = await runTap('paydirt', {args: ['--discover']});

    const catalog: Catalog = {streams: discover(streamsOfTap(paydirt)).streams};
    expect(JSON.parse(stdout)).to.deep.equal(JSON.parse(JSON.stringify(catalog)));
    expectGolden('paydirt-discover.txt', summary(catalog));
  });

  /** An account with logs of either shape, and in an order that does not change. */
  async function smallAccount(ignoredFilters: ('project_id' | 'job_id')[] = []): Promise<Account> {
    const account = await open({size: SIZE, order: 'ascending', ignoredFilters});
    const [first, second, third] = account.data.jobs.map(({id}) => id);
    account.only([
      {job_id: first ?? 0, date: '2024-10-09', duration: 5400, hourly_rate: '120.0', value: '180.0'},
      {
        ...timed('2024-10-31T16:30:00.000Z', '2024-10-31T17:00:00.500Z'),
        job_id: second ?? 0,
        user_id: 184,
        description: '* **layouts**\n* final ✅',
      },
      {...timed('2024-11-20T08:00:00.000Z', null), job_id: third ?? 0, hourly_rate: null},
      {job_id: second ?? 0, user_id: 184, date: '2024-11-19', duration: 1, hourly_rate: '0.18', value: '0.0'},
    ]);
    return account;
  }
});
