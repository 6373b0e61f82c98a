import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import {idsOf, object, rowsAt} from './common/visitor.js';
import type {Account, HarvestSandbox, SandboxOptions} from './harvest/index.js';
import {ACCOUNTS, BRANCH, FIRST, TWIN} from './harvest/several-accounts.js';
import {sandboxStarter} from './harvest/starter.js';
import {rowsOf, visit} from './harvest/visitor.js';

describe('Harvest sandbox with several accounts', () => {
  const startOne = sandboxStarter();
  const start = (options: SandboxOptions = {}): Promise<HarvestSandbox> =>
    startOne({accounts: ACCOUNTS, ...options});

  describe('listed', () => {
    const list = async (sandbox: HarvestSandbox, token = sandbox.config.access_token): Promise<Json> =>
      (await visit(sandbox, `${sandbox.idUrl}/api/v2/accounts`, {authorization: `Bearer ${token}`})).json();
    const listedIds = async (sandbox: HarvestSandbox, token?: string): Promise<unknown[]> =>
      idsOf(rowsAt(await list(sandbox, token), 'accounts'));

    it('as they are given, with nothing but id, name and product', async () => {
      const body = await list(await start());

      expect(rowsAt(body, 'accounts')).to.deep.equal(
        ACCOUNTS.map(({id, name, product}) => ({id, name, product})),
      );
      expect(body.user).to.have.all.keys('id', 'first_name', 'last_name', 'email');
    });

    const scopes: [scopes: string[], ids: number[]][] = [
      [['all'], [88903, FIRST, TWIN, BRANCH]],
      [['harvest:all'], [FIRST, TWIN, BRANCH]],
      [['forecast:all'], [88903]],
      [[`harvest:${TWIN}`], [TWIN]],
      [
        [`harvest:${FIRST}`, 'forecast:88903'],
        [88903, FIRST],
      ],
      // The number of one product is nothing to the other.
      [['harvest:88903'], []],
      [[], []],
    ];
    for (const [granted, ids] of scopes) {
      it(`as far as the scope reaches: ${granted.join(' ') || 'none'}`, async () => {
        const sandbox = await start();

        expect(await listedIds(sandbox, sandbox.signIn.issue(granted).access_token)).to.deep.equal(ids);
      });
    }

    it('for tokens of a sign-in only as far as Allow grants: all Harvest accounts, unless told otherwise', async () => {
      const all = await start();
      const one = await start({signIn: {scopes: [`harvest:${BRANCH}`]}});

      expect(await listedIds(all, all.signIn.issue().access_token)).to.deep.equal([FIRST, TWIN, BRANCH]);
      expect(await listedIds(one, one.signIn.issue().access_token)).to.deep.equal([BRANCH]);
    });
  });

  it('gives each of them rows of its own under the same ids', async () => {
    const sandbox = await start();
    const [first, branch] = [sandbox.account(FIRST), sandbox.account(BRANCH)];

    for (const root of ['clients', 'projects', 'tasks', 'time_entries', 'users'] as const) {
      const rows = await rowsOf(branch, `${root}?per_page=7`, root);
      expect(rows).to.have.lengthOf(branch.data[root].length);

      const elsewhere = new Map((await rowsOf(first, root, root)).map((row) => [row.id, row]));
      const shared = rows.filter(({id}) => elsewhere.has(id));
      expect(shared, root).to.have.lengthOf(rows.length);
      for (const row of shared) expect(row, root).to.not.deep.equal(elsewhere.get(row.id));
    }
    expect(branch.data.clients).to.have.lengthOf(3);
  });

  it('gives accounts of one name different addresses', async () => {
    const sandbox = await start();

    const domains = sandbox.accounts.map(({data}) => data.company.full_domain);

    expect(domains).to.deep.equal([
      'lighthouse.harvestapp.com',
      'lighthouse-studio-10255.harvestapp.com',
      'harbour-sons-10256.harvestapp.com',
    ]);
    expect(sandbox.accounts.map(({name}) => name)).to.deep.equal([
      'Lighthouse Studio',
      'Lighthouse Studio',
      'Harbour & Sons',
    ]);
  });

  it('has the first Harvest account for its main one, or the one that is named', async () => {
    const first = await start();
    const named = await start({accountId: BRANCH});

    expect(first.config).to.deep.equal(first.account(FIRST).config);
    expect(first.data).to.equal(first.account(FIRST).data);
    expect(named.config.account_id).to.equal(String(BRANCH));
    expect(named.data).to.equal(named.account(BRANCH).data);
    expect(named.accounts.map(({id}) => id)).to.deep.equal([BRANCH, FIRST, TWIN]);
    expect(() => first.account(88903)).to.throw('88903');
  });

  it('has one account of everything when none are given, as ever', async () => {
    const sandbox = await startOne();

    expect(sandbox.accounts.map(({id}) => id)).to.deep.equal([10254]);
    expect(sandbox.data).to.equal(sandbox.account(10254).data);
  });

  it('changes one account without the others', async () => {
    const sandbox = await start();
    const before = structuredClone(sandbox.account(FIRST).data);

    const summary = sandbox.account(BRANCH).change();

    expect(summary.time_entries?.inserted).to.have.lengthOf(3);
    expect(sandbox.account(FIRST).data).to.deep.equal(before);
  });

  it('lets the person be an administrator here and a member there', async () => {
    const sandbox = await start();
    const [first, twin] = [sandbox.account(FIRST), sandbox.account(TWIN)];
    const roles = async (account: typeof first) => (await visit(account, 'users/me')).json().access_roles;

    expect(await roles(first)).to.deep.equal(['administrator']);
    expect(await roles(twin)).to.deep.equal(['member']);
    expect((await visit(first, 'clients')).status).to.equal(200);
    expect((await visit(twin, 'clients')).status).to.equal(403);
    expect((await rowsOf(twin, 'time_entries', 'time_entries')).length).to.be.below(
      twin.data.time_entries.length,
    );

    twin.actAs('administrator');
    expect((await visit(twin, 'clients')).status).to.equal(200);
  });

  it('has faults for one account, from the start and later, which all are cleared together', async () => {
    const accounts: Account[] = ACCOUNTS.map((account) =>
      account.id === BRANCH ? {...account, faults: [['clients', {kind: 'status', status: 500}]]} : account,
    );
    const sandbox = await start({accounts});
    const [first, branch] = [sandbox.account(FIRST), sandbox.account(BRANCH)];
    const fault = first.faults.on({path: 'tasks', nth: 2}, {kind: 'status', status: 503});

    expect((await visit(branch, 'clients')).status).to.equal(500);
    expect((await visit(first, 'clients')).status).to.equal(200);
    expect((await visit(first, 'tasks')).status).to.equal(200);
    // Not counted: it is for another account.
    expect((await visit(branch, 'tasks')).status).to.equal(200);
    expect((await visit(first, 'tasks')).status).to.equal(503);
    expect(fault.hits).to.equal(1);
    sandbox.faults.clear();
    expect((await visit(branch, 'clients')).status).to.equal(200);
  });

  it('tells the requests of the accounts apart, with the headers of the last', async () => {
    const sandbox = await start();
    const [first, branch] = [sandbox.account(FIRST), sandbox.account(BRANCH)];

    await visit(first, 'company');
    await visit(branch, 'users/me');
    await visit(branch, 'tasks', {'user-agent': 'the last one'});
    await fetch(`${sandbox.baseUrl}/roles?access_token=${first.config.access_token}&account_id=${FIRST}`);

    expect(first.requests.map(({route}) => route)).to.deep.equal(['company', 'roles']);
    expect(branch.requests.map(({route}) => route)).to.deep.equal(['users/me', 'tasks']);
    expect(branch.lastHeaders).to.include({userAgent: 'the last one', account: String(BRANCH)});
    expect(sandbox.account(TWIN).lastHeaders).to.equal(undefined);
    expect(sandbox.requests).to.have.lengthOf(4);
  });

  it('lets tests peek at what an administrator sees, whatever keeps the person out', async () => {
    const sandbox = await start({limits: {general: {requests: 0, seconds: 1}}});
    const twin = sandbox.account(TWIN);
    twin.refuse(403);
    twin.faults.on(/./, {kind: 'status', status: 500});

    const page = twin.peek('clients?per_page=4');

    expect(rowsAt(page, 'clients')).to.have.lengthOf(4);
    expect(object(page.links).next).to.be.a('string');
    expect(sandbox.requests).to.deep.equal([]);
  });
});
