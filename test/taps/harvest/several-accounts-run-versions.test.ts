import {expect} from 'chai';
import type {JsonObject} from '../../../protocol/core/json.js';
import {bookmarkIn, type Run} from '../../support/conformance/subject.js';
import {lastState} from '../../support/messages.js';
import {logLines} from './account.js';
import {accountsOpener, expectGoodRun, partitionIn, stateWithBookmark} from './several-accounts-opened.js';
import {LISTED, ONE, THREE, TWO} from './several-accounts-subject.js';

const IDS = [ONE, TWO, THREE];
const END = {activate_version: 'end'};
const BUDGET = 'report_project_budget';

describe('tap-harvest, versions of tables of several accounts', () => {
  const open = accountsOpener();

  /** The versions on the records of a stream, and those that were activated. */
  function versionsOf({messages}: Run, stream: string): {carried: unknown[]; activated: unknown[]} {
    const own = messages.filter((message) => message.stream === stream);
    const of = (type: string) =>
      own.filter((message) => message.type === type).map(({version}) => version ?? null);
    return {carried: [...new Set(of('RECORD'))], activated: of('ACTIVATE_VERSION')};
  }

  it('are one for all accounts, and activated once', async () => {
    const accounts = await open();
    const config = {activate_version: 'end', concurrency: 3};

    const first = await accounts.sync(IDS, ['roles', 'tasks'], {config});
    const state = lastState(first.messages);
    const second = await accounts.sync(IDS, ['roles', 'tasks'], {config, state});

    expectGoodRun(first);
    expectGoodRun(second, state);
    const [before, after] = [first, second].map((run) => versionsOf(run, 'roles'));
    expect(before?.carried).to.have.length(1);
    expect(before?.activated).to.deep.equal(before?.carried);
    expect(after?.activated).to.deep.equal(after?.carried);
    expect(Number(after?.carried[0])).to.be.above(Number(before?.carried[0]));
    expect(bookmarkIn(lastState(second.messages), 'roles')).to.include({version: after?.carried[0]});
    expect(bookmarkIn(lastState(second.messages), 'roles')).to.not.have.property('version_pending');
    expect(partitionIn(lastState(second.messages), 'roles', ONE)).to.not.have.property('version');
    // Tasks tell their changes.
    expect(versionsOf(second, 'tasks')).to.deep.equal({carried: [null], activated: []});
  });

  it('are not activated before all accounts have been read, so that no rows are gone too early', async () => {
    const accounts = await open();

    const run = await accounts.sync(IDS, ['roles'], {config: {activate_version: 'start'}});

    expect([run.code, run.stdout]).to.deep.equal([1, '']);
    expect(logLines(run, 'CRITICAL').join()).to.match(
      /"activate_version" must be "end" or "off" where "account_ids"/,
    );
  });

  it('stay pending when one account fails, and are activated when all have caught up', async () => {
    const accounts = await open();
    const old = lastState((await accounts.sync(IDS, ['roles'], {config: END})).messages);
    accounts.account(TWO).fail('roles');

    const failed = await accounts.sync(IDS, ['roles'], {config: {...END, max_retries: 0}, state: old});
    accounts.sandbox.faults.clear();
    const state = lastState(failed.messages);
    const next = await accounts.sync(IDS, ['roles'], {config: END, state});

    expect(failed.code).to.equal(1);
    const {carried} = versionsOf(failed, 'roles');
    expect(versionsOf(failed, 'roles')).to.deep.equal({carried, activated: []});
    expect(bookmarkIn(state, 'roles')).to.include({version: carried[0], version_pending: true});
    expectGoodRun(next, state);
    expect(versionsOf(next, 'roles')).to.deep.equal({carried, activated: carried});
    expect(bookmarkIn(lastState(next.messages), 'roles')).to.not.have.property('version_pending');
  });

  for (const [what, changes] of [
    ['is forbidden', {refused: 403}],
    ['is not to be seen whole', {role: 'member'}],
    ['has no such module', {modules: {expense: false}}],
  ] as const) {
    it(`are not activated when one account ${what}`, async () => {
      const accounts = await open({
        accounts: LISTED.map((one) => (one.id === TWO ? {...one, ...changes} : one)),
      });
      const streams = what === 'has no such module' ? ['expense_categories'] : ['roles'];

      const run = await accounts.sync(IDS, streams, {config: END});

      expect(versionsOf(run, streams[0] ?? '').activated).to.deep.equal([]);
      if (streams.includes('roles')) {
        expect(logLines(run, 'WARNING').join()).to.match(/Rows that are gone stay this time/);
      }
    });
  }

  it('are not activated when the state has accounts that are not read, which is said', async () => {
    const accounts = await open();
    const old = lastState((await accounts.sync(IDS, ['roles'], {config: END})).messages);
    const {version} = bookmarkIn(old, 'roles') ?? {};

    const run = await accounts.sync([ONE, TWO], ['roles'], {config: END, state: old});

    expectGoodRun(run, old);
    expect(versionsOf(run, 'roles')).to.deep.equal({carried: [version], activated: []});
    expect(logLines(run, 'WARNING').join()).to.match(/accounts that are not read now/);
    const other = await accounts.sync([ONE], ['roles'], {config: {activate_version: 'off'}, state: old});
    expect(logLines(other, 'WARNING')).to.deep.equal([]);
  });

  it('are one when bookmarks do not count any more, though one account opens late', async () => {
    const accounts = await open();
    const old = lastState((await accounts.sync([ONE, TWO], [BUDGET], {config: END})).messages);
    const path = {path: 'users/me', nth: 1};
    accounts.sandbox.account(TWO).faults.on(path, {kind: 'status', status: 429, retryAfter: 1});

    const run = await accounts.sync([ONE, TWO], [BUDGET], {
      config: {...END, concurrency: 2, filters: {[BUDGET]: {is_active: true}}},
      state: old,
    });

    expectGoodRun(run, old);
    expect(logLines(run, 'WARNING').join()).to.match(/other filters/);
    const {carried, activated} = versionsOf(run, BUDGET);
    expect(carried).to.have.length(1);
    expect(activated).to.deep.equal(carried);
  });

  it('are one when the bookmark of one account does not count any more', async () => {
    const accounts = await open();
    accounts.account(TWO).fail('roles');
    const failed = await accounts.sync([ONE, TWO], ['roles'], {config: {...END, max_retries: 0}});
    accounts.sandbox.faults.clear();
    const state = lastState(failed.messages);
    const bookmark: JsonObject = {
      ...bookmarkIn(state, 'roles'),
      partitions: [{...partitionIn(state, 'roles', ONE), fingerprint: 'of another'}],
    };

    const run = await accounts.sync([ONE, TWO], ['roles'], {
      config: END,
      state: stateWithBookmark(state, 'roles', bookmark),
    });

    const {carried, activated} = versionsOf(run, 'roles');
    expect(carried).to.have.length(1);
    expect(activated).to.deep.equal(carried);
  });
});
