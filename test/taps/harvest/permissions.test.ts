import {expect} from 'chai';
import {streamsIn} from '../../support/conformance/subject.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkIn, idsIn, idsOf, logLines, nth} from './account.js';

describe('tap-harvest, permissions', () => {
  const open = accountOpener();

  it('reads what a member may see, and says of the rest which permission it needs', async () => {
    const account = await open({role: 'member'});

    const run = await account.sync(undefined);

    const warnings = logLines(run, 'WARNING');
    const me = nth(
      account.data.users.filter(({access_roles}) => access_roles.includes('member')),
      0,
    );
    expect(run.code, run.stderr).to.equal(0);
    expect(warnings.filter((line) => /no administrator.*silently leaves out/.test(line))).to.have.length(1);
    expect(warnings.join('\n')).to.match(/clients: Skipped: .*403.*may manage clients and tasks/);
    expect(warnings.join('\n')).to.match(/invoice_payments: Skipped: .*403.*invoice permission/);
    expect(warnings.join('\n')).to.match(/roles: Skipped: .*403.*an administrator;/);
    expect(streamsIn(run.messages)).to.not.include.members(['clients']);
    expect(idsIn(run, 'time_entries')).to.deep.equal(
      idsOf(account.data.time_entries.filter(({user}) => user.id === me.id)),
    );
    expect(bookmarkIn(lastState(run.messages), 'clients')).to.equal(undefined);
  });

  it('reads what a manager may see, and asks for rates no further than the first refusal', async () => {
    const account = await open({role: 'manager'});

    const run = await account.sync([
      'users',
      'billable_rates',
      'cost_rates',
      'project_assignments',
      'projects',
    ]);

    const routes = account.routes();
    expect(run.code, run.stderr).to.equal(0);
    expect(routes.filter((route) => route.endsWith('/billable_rates'))).to.have.length(1);
    expect(routes.filter((route) => route.endsWith('/cost_rates'))).to.have.length(1);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/billable_rates: Skipped: .*manage billable rates/);
    expect(recordsOf(run.messages, 'users')).to.not.have.length(0);
    expect(recordsOf(run.messages, 'project_assignments')).to.not.have.length(0);
  });

  it('warns an administrator of nothing', async () => {
    const account = await open();

    const run = await account.sync(undefined);

    expect(logLines(run, 'WARNING')).to.deep.equal([]);
  });

  it('takes a 403 for a refusal whatever its body is', async () => {
    const accounts = await Promise.all(
      (['message', 'status', 'empty'] as const).map((forbiddenBody) => open({role: 'member', forbiddenBody})),
    );

    const runs = await Promise.all(accounts.map((account) => account.sync(['tasks', 'time_entries'])));

    for (const run of runs) {
      expect(run.code, run.stderr).to.equal(0);
      expect(logLines(run, 'WARNING').join('\n')).to.match(/tasks: Skipped: GET \S*tasks answered 403/);
    }
  });

  it('fails on what it would skip when strict', async () => {
    const account = await open();
    account.faults.on('roles', {kind: 'status', status: 403, body: 'message'});

    const run = await account.sync(['roles', 'tasks'], {config: {strict: true}});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join()).to.match(/1 of 2 streams failed \(roles\).*an administrator/);
    expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
  });

  it('fails when lists would be narrowed and it is strict, before it prints anything', async () => {
    const account = await open({role: 'manager'});

    const run = await account.sync(['time_entries'], {config: {strict: true}});

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(logLines(run, 'CRITICAL').join()).to.match(/no administrator.*"strict"/);
  });

  it('fails when every selected stream is refused', async () => {
    const account = await open({role: 'member'});

    const run = await account.sync(['clients', 'tasks']);

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join()).to.match(/every selected stream was refused \(clients, tasks\)/);
  });

  for (const status of [403, 404]) {
    it(`fails on a ${status} for a stream that could be read before`, async () => {
      const account = await open();
      const state = lastState((await account.sync(['clients', 'tasks'])).messages);
      account.faults.on('clients', {kind: 'status', status, body: 'message'});

      const run = await account.sync(['clients', 'tasks'], {state});

      expect(run.code).to.equal(1);
      expect(logLines(run, 'CRITICAL').join()).to.match(/\(clients\)/);
      expect(bookmarkIn(lastState(run.messages), 'clients')).to.deep.equal(bookmarkIn(state, 'clients'));
    });
  }

  it('fails on a 403 after the first page', async () => {
    const account = await open();
    account.faults.on({path: 'clients', nth: 2}, {kind: 'status', status: 403, body: 'empty'});

    const run = await account.sync(['clients', 'tasks'], {config: {page_size: 3}});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join()).to.match(/1 of 2 streams failed \(clients\)/);
  });

  it('fails on a 404 that is a web page, since then the address is wrong', async () => {
    const account = await open();
    account.faults.on('clients', {kind: 'status', status: 404, body: 'html'});

    const run = await account.sync(['clients', 'tasks']);

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join()).to.match(/1 of 2 streams failed \(clients\).*404/);
  });

  it('names the settings to check when the address leads nowhere', async () => {
    const account = await open();

    const run = await account.sync(['clients'], {config: {base_url: `${account.baseUrl}/v2`}});

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(logLines(run, 'CRITICAL').join()).to.match(/404.*"base_url"/);
  });
});
