import {expect} from 'chai';
import {accountOpener, idsIn, idsOf, logLines} from './account.js';

describe('tap-harvest, requests', () => {
  const open = accountOpener();

  it('reads a whole account with as few requests as can be, within the documented limits', async () => {
    // The service counts as it really does; by its clock, all of this takes no time.
    const account = await open({limits: {}});

    const run = await account.sync(undefined, {config: {rate_limit: null, report_rate_limit: null}});

    const {users, invoices, estimates} = account.data;
    const managers = users.filter(({access_roles}) => access_roles.includes('manager'));
    const expected = {
      'users/me': 1,
      company: 1,
      clients: 1,
      contacts: 1,
      estimates: 1,
      estimate_item_categories: 1,
      expenses: 1,
      expense_categories: 1,
      invoices: 1,
      invoice_item_categories: 1,
      projects: 1,
      user_assignments: 1,
      // Active and archived ones.
      task_assignments: 2,
      roles: 1,
      tasks: 1,
      time_entries: 1,
      users: 1,
      'users/:id/billable_rates': users.length,
      'users/:id/cost_rates': users.length,
      'users/:id/project_assignments': users.length,
      'users/:id/teammates': managers.length,
      'invoices/:id/messages': invoices.length,
      'invoices/:id/payments': invoices.length,
      'estimates/:id/messages': estimates.length,
    };
    expect(run.code, run.stderr).to.equal(0);
    expect(counts(account.requests.map(({route}) => route))).to.deep.equal(expected);
    expect(account.requests.filter(({status}) => status !== 200)).to.deep.equal([]);
    expect(run.stderr).to.not.match(/Waiting/);
  });

  it('needs one request for every 2000 rows', async () => {
    const account = await open({size: {timeEntries: 4001}});

    const run = await account.sync(['time_entries']);

    expect(account.routes()).to.deep.equal(['users/me', 'time_entries', 'time_entries', 'time_entries']);
    expect(idsIn(run, 'time_entries')).to.have.length(4001);
  });

  it('keeps connections, names itself, and sends credentials in headers only', async () => {
    const account = await open();

    await account.sync(['clients', 'tasks', 'roles'], {config: {page_size: 3}});

    const {requests, config} = account;
    expect(new Set(requests.map(({port}) => port)).size).to.be.at.most(2);
    for (const {headers, url} of requests) {
      expect(headers).to.include({
        authorization: `Bearer ${config.access_token}`,
        account: config.account_id,
        userAgent: config.user_agent,
      });
      expect(url).to.not.include(config.access_token);
    }
  });

  it('waits out a 429 that comes as a web page, and goes on', async () => {
    const account = await open();
    account.faults.on(
      {path: 'clients', nth: 1},
      {kind: 'status', status: 429, body: 'html', retryAfter: new Date('2020-01-01T00:00:00Z')},
    );

    const run = await account.sync(['clients']);

    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
    expect(logLines(run, 'WARNING')).to.have.length(1);
    expect(logLines(run, 'WARNING')[0]).to.match(/Waiting 1\.0 s, as the service asked.*429/);
  });

  it('gives up when the service wants it to wait for longer than max_wait', async () => {
    const account = await open();
    account.faults.on('clients', {kind: 'status', status: 429, body: 'html', retryAfter: 600});

    const run = await account.sync(['clients', 'tasks'], {config: {max_wait: 60}});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'ERROR').join()).to.match(/429.*600 s.*max_wait/);
    expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
  });

  it('counts reports and everything else apart', async () => {
    const account = await open();
    const scarce = {requests: 1, seconds: 3600};

    const [reports, lists] = await Promise.all([
      account.sync(['report_time_team'], {config: {rate_limit: scarce}}),
      account.sync(['clients', 'tasks', 'roles'], {config: {report_rate_limit: scarce}}),
    ]);

    // With the other's allowance, either would take an hour.
    expect([reports.code, lists.code]).to.deep.equal([0, 0]);
    expect(account.queries('reports/time/team')).to.have.length(12);
  });
});

function counts(routes: readonly string[]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const route of routes.map((path) => path.replace(/\d+/, ':id')))
    result[route] = (result[route] ?? 0) + 1;
  return result;
}
