import {expect} from 'chai';
import {ACCOUNTS, BRANCH, FIRST, TWIN} from '../../sandbox/harvest/several-accounts.js';
import {visit} from '../../sandbox/harvest/visitor.js';
import type {RunningAccounts} from './sandbox.js';
import {startAccounts} from './sandbox.js';

describe('Harvest sandbox, several accounts for the tap', () => {
  let running: RunningAccounts;
  beforeEach(async () => {
    running = await startAccounts({accounts: ACCOUNTS});
  });
  afterEach(() => running.sandbox.stop());

  it('knows the truth of each, also where the person may not see it', async () => {
    const [first, twin, branch] = await Promise.all(
      [FIRST, TWIN, BRANCH].map((id) => running.account(id).truth()),
    );

    expect(branch?.clients).to.have.lengthOf(3);
    expect(twin?.clients).to.have.lengthOf(first?.clients?.length ?? 0);
    expect(twin?.clients).to.not.deep.equal(first?.clients);
    expect(twin?.report_time_team).to.not.deep.equal(first?.report_time_team);
    expect(running.sandbox.requests).to.deep.equal([]);
  });

  it('changes, counts and fails one of them, by a clock that is the same for all', async () => {
    const [first, branch] = [running.account(FIRST), running.account(BRANCH)];
    const before = await first.truth();

    branch.advance(60);
    const changed = branch.change();
    branch.fail('clients');

    expect(first.now()).to.equal('2024-11-20T10:01:00Z');
    expect(changed.map(({stream}) => stream)).to.include('clients');
    expect((await first.truth()).clients).to.deep.equal(before.clients);
    expect((await visit(running.sandbox.account(BRANCH), 'clients?page=1')).status).to.equal(500);
    expect((await visit(running.sandbox.account(FIRST), 'clients?page=1')).status).to.equal(200);
    expect([first.requestCount(), branch.requestCount()]).to.deep.equal([1, 1]);
  });
});
