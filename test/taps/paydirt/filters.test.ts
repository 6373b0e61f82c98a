import {expect} from 'chai';
import type {Row, SandboxOptions, TimeFilter} from '../../sandbox/paydirt/index.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {type Account, accountOpener, bookmarkOf, forAll, idsIn, idsOf, logLines, nth} from './account.js';

type Filters = Partial<Record<'user_id' | 'client_id' | 'project_id' | 'job_id', number>>;

/** How the service deals with filters, and what to try then. */
const MANNERS: readonly [string, SandboxOptions, readonly (readonly (keyof Filters)[])[]][] = [
  [
    'heeds them',
    {},
    [
      ['user_id'],
      ['client_id'],
      ['project_id'],
      ['job_id'],
      ['user_id', 'client_id', 'project_id', 'job_id'],
    ],
  ],
  [
    'ignores those that are not documented',
    {ignoredFilters: ['project_id', 'job_id']},
    [['project_id'], ['job_id'], ['user_id', 'project_id'], ['client_id', 'job_id']],
  ],
  [
    'ignores all of them',
    {ignoredFilters: ['user_id', 'client_id', 'project_id', 'job_id']},
    [['user_id'], ['client_id'], ['user_id', 'client_id', 'project_id']],
  ],
];

describe('tap-paydirt, filters', () => {
  const open = accountOpener();

  for (const [manner, options, combinations] of MANNERS) {
    it(`leave just what fits where the service ${manner}`, async () => {
      await forAll(combinations, String, async (names) => {
        const account = await accountWithJobs(options);
        const {filters, wanted} = filtersFor(account, names);

        const run = await account.sync(['time'], {config: {filters: {time: filters}}});

        expect(run.code, run.stderr).to.equal(0);
        expect(wanted).to.not.have.length(0);
        expect(wanted.length).to.be.below(account.data.time.length);
        expect(idsIn(run, 'time')).to.deep.equal(idsOf(wanted));
        for (const {query} of account.requests.filter(({route}) => route === 'time')) {
          for (const [name, id] of Object.entries(filters))
            expect(query.get(name), name).to.equal(String(id));
        }
        const ignored = new Set<TimeFilter>(options.ignoredFilters);
        const warnings = logLines(run, 'WARNING');
        if (!names.some((name) => ignored.has(name))) expect(warnings).to.deep.equal([]);
        for (const warning of warnings)
          expect(warning).to.match(/^time: The service ignores the filter (\w+);/);
        const told = warnings.map((line) => /the filter (\w+)/.exec(line)?.[1]);
        expect(new Set(told).size).to.equal(told.length);
        if (names.length === 1 && ignored.has(names[0] ?? 'start')) expect(told).to.deep.equal(names);
      });
    });
  }

  it('ask for no jobs where logs themselves tell', async () => {
    const account = await accountWithJobs({ignoredFilters: ['user_id', 'job_id']});
    const {filters} = filtersFor(account, ['user_id', 'job_id']);

    await account.sync(['time'], {config: {filters: {time: filters}}});

    expect(account.asked('jobs')).to.deep.equal([]);
  });

  it('need no selection of jobs, and print none', async () => {
    const account = await accountWithJobs({ignoredFilters: ['project_id']});
    const {filters, wanted} = filtersFor(account, ['project_id']);

    const run = await account.sync(['time'], {config: {filters: {time: filters}}});

    expect(idsIn(run, 'time')).to.deep.equal(idsOf(wanted));
    expect(run.messages.filter(({stream}) => stream !== undefined && stream !== 'time')).to.deep.equal([]);
  });

  it('concern time logs alone', async () => {
    const account = await accountWithJobs({});
    const {filters} = filtersFor(account, ['client_id']);

    const run = await account.sync('all', {config: {filters: {time: filters}}});

    expect(account.differences(run, ['clients', 'projects', 'jobs', 'users'])).to.deep.equal([]);
  });

  it('do not take a log for unfit whose job is in no list, and say so', async () => {
    const account = await accountWithJobs({});
    const [job] = account.data.jobs;
    const [log] = account.only([{job_id: job?.id ?? 0}, {job_id: job?.id ?? 0}]);
    account.faults.onRequest({path: 'jobs'}, () => {
      account.data.jobs = account.data.jobs.filter(({id}) => id !== log?.job_id);
    });
    account.faults.onRequest({path: 'time'}, () => {
      if (job !== undefined && !account.data.jobs.includes(job)) account.data.jobs.push(job);
    });

    const run = await account.sync(['time'], {
      config: {filters: {time: {client_id: Number(job?.client_id)}}},
    });

    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'time')).to.have.length(2);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/time: Of 2 rows it is not known whether they fit/);
  });

  for (const errorElements of ['strings', 'objects', 'by-field'] as const) {
    it(`are named with their ids when the service refuses them (errors as ${errorElements})`, async () => {
      const account = await accountWithJobs({unknownIds: 'refused', errorElements});

      const run = await account.sync(['clients', 'time'], {
        config: {filters: {time: {project_id: 987_654_321}}},
      });

      expect(run.code).to.equal(1);
      expect(account.differences(run, ['clients'])).to.deep.equal([]);
      const critical = logLines(run, 'CRITICAL').join('\n');
      expect(critical).to.match(/failed \(time\)/);
      expect(critical)
        .to.include('422')
        .and.to.include('filters.time.project_id')
        .and.to.include('987654321');
      if (errorElements !== 'by-field') expect(critical).to.include('does not belong to your account');
      expect(account.asked('time')).to.have.length(1);
      expect(bookmarkOf(run, 'time')).to.equal(undefined);
    });
  }

  it('may fit nothing at all', async () => {
    const account = await accountWithJobs({});

    const run = await account.sync(['time'], {config: {filters: {time: {client_id: 987_654_321}}}});

    expect(run.code, run.stderr).to.equal(0);
    expect(recordsOf(run.messages, 'time')).to.deep.equal([]);
    expect(bookmarkOf(run, 'time')?.replication_key_value).to.equal('2024-11-20');
  });

  it('begin anew when they are others than at the last run', async () => {
    const account = await accountWithJobs({});
    const one = filtersFor(account, ['user_id']);
    const other = filtersFor(account, ['client_id']);
    const first = await account.sync(['time'], {config: {filters: {time: one.filters}}});

    const second = await account.sync(['time'], {
      state: lastState(first.messages),
      config: {filters: {time: other.filters}},
    });

    expect(second.code, second.stderr).to.equal(0);
    expect(idsIn(second, 'time')).to.deep.equal(idsOf(other.wanted));
    expect(logLines(second, 'WARNING').join('\n')).to.match(/time: .*other filters/);
  });

  it('of other kinds are an error before anything is asked', async () => {
    const account = await open();

    for (const filters of [
      {time: {task_id: 1}},
      {clients: {client_id: 1}},
      {time: {client_id: 'Bluth'}},
      {time: {user_id: 0}},
    ]) {
      const run = await account.sync(['time'], {config: {filters}});
      expect({code: run.code, stdout: run.stdout}, JSON.stringify(filters)).to.deep.equal({
        code: 1,
        stdout: '',
      });
      expect(logLines(run, 'CRITICAL').join('\n')).to.match(/"filters/);
    }
    expect(account.requests).to.have.length(0);
  });

  /** An account whose logs are all on jobs that it has. */
  async function accountWithJobs(options: SandboxOptions): Promise<Account> {
    const account = await open(options);
    const jobs = new Set(account.data.jobs.map(({id}) => id));
    account.data.time = account.data.time.filter(({job_id}) => jobs.has(Number(job_id)));
    return account;
  }
});

/** Filters that a log fits, and all logs that do. */
function filtersFor(account: Account, names: readonly (keyof Filters)[]): {filters: Filters; wanted: Row[]} {
  const jobs = new Map(account.data.jobs.map((job) => [job.id, job]));
  const keysOf = (log: Row) => {
    const job = jobs.get(Number(log.job_id));
    return {
      user_id: Number(log.user_id),
      client_id: Number(job?.client_id),
      project_id: Number(job?.project_id ?? 0),
      job_id: Number(log.job_id),
    };
  };
  const model = nth(
    account.data.time.filter((log) => keysOf(log).project_id > 0),
    40,
  );
  const filters = Object.fromEntries(names.map((name) => [name, keysOf(model)[name]]));
  const wanted = account.data.time.filter((log) =>
    names.every((name) => keysOf(log)[name] === filters[name]),
  );
  return {filters, wanted};
}
