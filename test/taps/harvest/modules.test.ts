import {expect} from 'chai';
import {streamsIn} from '../../support/conformance/subject.js';
import {recordsOf} from '../../support/messages.js';
import {accountOpener, idsIn, idsOf, logLines} from './account.js';

describe('tap-harvest, modules of an account', () => {
  const open = accountOpener();

  it('asks nothing of modules that are switched off, and says so in one line for each module', async () => {
    const account = await open({modules: {expense: false, invoice: false, estimate: false}});

    const run = await account.sync(undefined);

    expect(run.code, run.stderr).to.equal(0);
    expect(logLines(run, 'WARNING')).to.deep.equal([]);
    expect(account.routes().filter((route) => /^(expense|invoice|estimate)/.test(route))).to.deep.equal([]);
    const off = [
      ...['expenses', 'expense_categories'],
      ...[
        'invoices',
        'invoice_line_items',
        'invoice_messages',
        'invoice_payments',
        'invoice_item_categories',
      ],
      ...['estimates', 'estimate_line_items', 'estimate_messages', 'estimate_item_categories'],
    ];
    const told = logLines(run, 'INFO').filter((line) => /Skipped.*this account has the module/.test(line));
    expect(told).to.have.length(3);
    for (const stream of off)
      expect(
        told.filter((line) => new RegExp(`\\b${stream}\\b`).test(line)),
        stream,
      ).to.have.length(1);
    expect(streamsIn(run.messages).filter((stream) => off.includes(stream))).to.deep.equal([]);
  });

  it('takes a module that is off for no failure, even when nothing else is selected or it is strict', async () => {
    const account = await open({modules: {expense: false}});

    const run = await account.sync(['expenses', 'report_expenses_team'], {config: {strict: true}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.routes()).to.have.members(['users/me', 'company']);
  });

  for (const moduleStatus of [403, 404] as const) {
    it(`asks where company does not say, and skips what is refused with a warning (${moduleStatus})`, async () => {
      const account = await open({modules: {expense: false}, moduleStatus});
      account.faults.on('company', {
        kind: 'body',
        change: ({expense_feature: _hidden, ...company}) => company,
      });

      const run = await account.sync(['expenses', 'expense_categories', 'tasks']);

      expect(run.code, run.stderr).to.equal(0);
      expect(logLines(run, 'WARNING').join('\n')).to.match(
        new RegExp(`expenses: Skipped: .*${moduleStatus}`),
      );
      expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
    });
  }

  it('asks all modules when it may not see the company', async () => {
    const account = await open({role: 'manager', companyForAdministratorsOnly: true});

    const run = await account.sync(['expenses', 'company']);

    expect(run.code, run.stderr).to.equal(0);
    expect(recordsOf(run.messages, 'expenses')).to.not.have.length(0);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/company: Skipped: .*403.*an administrator/);
  });

  it('reads the other streams when the company itself cannot be read', async () => {
    const account = await open();
    account.faults.on('company', {kind: 'status', status: 500, body: 'html'});

    const run = await account.sync(['company', 'clients', 'expenses'], {config: {max_retries: 0}});

    expect(run.code).to.equal(1);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
    expect(idsIn(run, 'expenses')).to.deep.equal(idsOf(account.data.expenses));
    expect(logLines(run, 'CRITICAL').join()).to.match(/\(company\)/);
  });
});
