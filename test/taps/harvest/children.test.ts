import {expect} from 'chai';
import {lastState, recordsOf} from '../../support/messages.js';
import {
  type Account,
  accountOpener,
  bookmarkIn,
  DAY,
  idsIn,
  idsOf,
  logLines,
  nth,
  stateWith,
} from './account.js';
import {START} from './sandbox.js';

const PAYMENTS = /^invoices\/\d+\/payments$/;

describe('tap-harvest, what hangs below invoices, estimates and people', () => {
  const open = accountOpener();

  it('visits all invoices again once full_pass_days have gone by, and then not for as long', async () => {
    const account = await open();
    const first = await account.sync(['invoice_payments']);
    const payments = account.data.invoice_payments;
    expect(bookmarkIn(lastState(first.messages), 'invoice_payments')?.last_full_pass).to.equal(
      '2024-11-20T10:00:00Z',
    );
    const due = stateWith(first, 'invoice_payments', {
      last_full_pass: new Date(START.getTime() - 7 * DAY).toISOString().replace('.000', ''),
    });
    account.routes();

    const second = await account.sync(['invoice_payments'], {state: due});
    const third = await account.sync(['invoice_payments'], {state: lastState(second.messages)});

    expect(idsIn(second, 'invoice_payments')).to.have.length([...payments.values()].flat().length);
    expect(account.routes().filter((route) => PAYMENTS.test(route))).to.have.length(
      account.data.invoices.length,
    );
    expect(bookmarkIn(lastState(third.messages), 'invoice_payments')?.last_full_pass).to.equal(
      '2024-11-20T10:00:00Z',
    );
  });

  it('finds on a full pass what did not touch its parent', async () => {
    const account = await open();
    const first = await account.sync(['estimate_messages']);
    const messages = nth([...account.data.estimate_messages.values()], 0);
    messages.push({...nth(messages, 0), id: 4711, updated_at: '2024-11-20T10:00:00Z'});

    const [usual, full] = await Promise.all([
      account.sync(['estimate_messages'], {state: lastState(first.messages)}),
      account.sync(['estimate_messages'], {state: lastState(first.messages), config: {full_pass_days: 0}}),
    ]);

    expect(idsIn(usual, 'estimate_messages')).to.not.include(4711);
    expect(idsIn(full, 'estimate_messages')).to.include(4711);
  });

  it('goes on after the parent at which it was interrupted, and looks again at those that changed since', async () => {
    const account = await open({size: {invoices: 40}});
    const hang = account.faults.hang({path: /\/payments\?/, nth: 31});
    const cutOff = await account.syncUntil(hang.arrived, 'SIGTERM', ['invoice_payments']);
    hang.release();
    const visited = paymentsIn(account);
    account.pass(1 / 24);
    const touched = nth(visited, 3);
    payAgain(account, touched);

    const resumed = await account.sync(['invoice_payments'], {state: lastState(cutOff.messages)});

    const again = paymentsIn(account);
    expect(visited).to.have.length(31);
    expect(again).to.include(touched);
    // Nine that nobody had asked for, the one that hung, and the one that was touched.
    expect(again).to.have.length(11);
    expect([...idsIn(cutOff, 'invoice_payments'), ...idsIn(resumed, 'invoice_payments')]).to.include.members(
      [...account.data.invoice_payments.values()].flat().map(({id}) => id),
    );
    const bookmark = bookmarkIn(lastState(resumed.messages), 'invoice_payments');
    // The pass began with the run that was interrupted: what changed since then is the next run's matter.
    expect(bookmark).to.include({
      replication_key_value: '2024-11-20T10:00:00Z',
      last_full_pass: '2024-11-20T10:00:00Z',
    });
    expect(bookmark).to.not.have.property('position');
  });

  it('takes a position that is days old for none', async () => {
    const account = await open();
    const first = await account.sync(['invoice_payments']);
    const ids = account.data.invoices.map(({id}) => id);
    const position = {after: Math.max(...ids), began: '2024-11-20T10:00:00Z', full: true};
    const state = stateWith(first, 'invoice_payments', {position, last_full_pass: null});
    account.pass(3);
    account.routes();

    await account.sync(['invoice_payments'], {state});

    expect(paymentsIn(account)).to.have.members(ids);
  });

  it('activates no version that rows read before an interruption do not carry', async () => {
    const account = await open();
    const hang = account.faults.hang({path: /\/billable_rates\?/, nth: 5});
    const cutOff = await account.syncUntil(hang.arrived, 'SIGTERM', ['billable_rates']);
    hang.release();

    const resumed = await account.sync(['billable_rates'], {
      state: lastState(cutOff.messages),
      config: {activate_version: 'end'},
    });

    const activated = resumed.messages.some(({type}) => type === 'ACTIVATE_VERSION');
    const all = idsOf([...account.data.billable_rates.values()].flat());
    expect(resumed.code).to.equal(0);
    if (activated) expect(idsIn(resumed, 'billable_rates')).to.deep.equal(all);
  });

  for (const position of ['first', 'later'] as const) {
    it(`leaves out an invoice that was deleted before its payments were asked for (${position})`, async () => {
      const account = await open();
      const ids = account.data.invoices.map(({id}) => id).sort((left, right) => left - right);
      const gone = nth(ids, position === 'first' ? 0 : 5);
      account.faults.onRequest({path: /\/payments\?/, nth: 1}, () => account.remove('invoices', gone));

      const run = await account.sync(['invoice_payments']);

      expect(run.code, run.stderr).to.equal(0);
      expect(logLines(run, 'INFO').join('\n')).to.match(
        new RegExp(`invoice_payments: invoices ${gone} was deleted`),
      );
      expect(idsIn(run, 'invoice_payments')).to.have.length(
        [...account.data.invoice_payments.values()].flat().length,
      );
    });
  }

  it('asks only managers for teammates', async () => {
    const account = await open();

    const run = await account.sync(['teammates']);

    const managers = account.data.users.filter(({access_roles}) => access_roles.includes('manager'));
    expect(account.routes().filter((route) => route.endsWith('/teammates'))).to.have.members(
      managers.map(({id}) => `users/${id}/teammates`),
    );
    expect(recordsOf(run.messages, 'teammates')).to.have.length(
      [...account.data.teammates.values()].flat().length,
    );
  });

  it('asks everybody for teammates when roles are not told, and takes a 422 for none', async () => {
    const account = await open();
    const users = account.data.users.map(({access_roles: _roles, ...user}) => user);
    account.faults.on(/\/users\?/, {kind: 'body', change: (body) => ({...body, users})});

    const run = await account.sync(['teammates']);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.routes().filter((route) => route.endsWith('/teammates'))).to.have.length(users.length);
    expect(recordsOf(run.messages, 'teammates')).to.have.length(
      [...account.data.teammates.values()].flat().length,
    );
  });
});

/** The invoices whose payments were asked for since the last look. */
function paymentsIn(account: Account): number[] {
  return account
    .routes()
    .filter((route) => PAYMENTS.test(route))
    .map((route) => Number(route.split('/')[1]));
}

/** A payment of a cent, which touches its invoice. */
function payAgain(account: Account, invoiceId: number): void {
  const model = nth([...account.data.invoice_payments.values()].flat(), 0);
  const now = account.update('invoices', invoiceId).updated_at;
  const payments = account.data.invoice_payments.get(invoiceId) ?? [];
  account.data.invoice_payments.set(invoiceId, [
    ...payments,
    {...model, id: 4712, amount: 0.01, created_at: now, updated_at: now},
  ]);
}
