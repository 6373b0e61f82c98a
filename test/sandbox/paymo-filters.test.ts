import {expect} from 'chai';
import type {Collection, Row} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {idsOf, visit} from './paymo/visitor.js';

function ids(rows: readonly Row[], passes: (row: Row) => boolean): number[] {
  return rows.filter(passes).map(({id}) => id);
}

function seconds(iso: unknown): number {
  return Date.parse(String(iso)) / 1000;
}

describe('Paymo sandbox filters', () => {
  const start = sandboxStarter();

  describe('grammar', () => {
    const conditions: [string, Collection, (row: Row) => boolean][] = [
      ['active=true', 'clients', (row) => row.active === true],
      ['active = false', 'clients', (row) => row.active === false],
      ['active!=true', 'clients', (row) => row.active === false],
      ['price_per_hour>60', 'projects', (row) => Number(row.price_per_hour) > 60],
      ['price_per_hour >= 60.5 and price_per_hour<90', 'projects', (row) => row.price_per_hour === 60.5],
      ['total<=1000', 'invoices', (row) => Number(row.total) <= 1000],
      ['color=null', 'projects', (row) => row.color === null],
      ['color!=null', 'projects', (row) => row.color !== null],
      ['status in ("draft","void")', 'invoices', (row) => row.status === 'draft' || row.status === 'void'],
      ["status not in ('draft', void)", 'invoices', (row) => row.status !== 'draft' && row.status !== 'void'],
      ['status<>draft', 'invoices', (row) => row.status !== 'draft'],
      ['type=Admin', 'users', (row) => row.type === 'Admin'],
      ['name like "%ca%"', 'clients', (row) => /ca/i.test(String(row.name))],
      ['name not like "%ca%"', 'clients', (row) => !/ca/i.test(String(row.name))],
      ['name=\'Maple "Leaf" Bakery\'', 'clients', (row) => row.name === 'Maple "Leaf" Bakery'],
    ];
    for (const [where, collection, passes] of conditions) {
      it(`obeys ${where} on ${collection}`, async () => {
        const sandbox = await start();
        const expected = ids(sandbox.data[collection], passes);

        expect(expected.length).to.be.greaterThan(0).and.lessThan(sandbox.data[collection].length);
        expect(await idsOf(sandbox, collection, where)).to.deep.equal(expected);
      });
    }

    it('reads a plus as a space', async () => {
      const sandbox = await start();

      const {status} = await visit(sandbox, 'clients?where=active%3Dtrue+and+name%3Dx');

      expect(status).to.equal(200);
    });

    for (const where of [
      'active=true or active=false',
      '(active=true)',
      'active=true AND name=x',
      'active=true && name=x',
      'active',
      'active=',
      'name=Two words',
      'name="open',
      'status in (draft',
      'active%3Dtrue',
    ]) {
      it(`does not understand ${where}`, async () => {
        const sandbox = await start();

        const {status, json} = await visit(sandbox, 'clients', where);

        expect([status, json()]).to.deep.equal([400, {message: 'Invalid where condition.'}]);
      });
    }

    it('takes like without a percent sign for equality, or for a part', async () => {
      const exact = await start();
      const contains = await start({bareLike: 'contains'});

      expect(await idsOf(exact, 'clients', 'name like Casa')).to.have.lengthOf(0);
      expect(await idsOf(contains, 'clients', 'name like Casa')).to.have.lengthOf(1);
    });
  });

  describe('values', () => {
    it('compares updated_on with Unix seconds', async () => {
      const sandbox = await start();
      const bound = seconds(sandbox.data.clients[4]?.updated_on);

      expect(await idsOf(sandbox, 'clients', `updated_on>=${bound}`)).to.deep.equal(
        ids(sandbox.data.clients, (row) => seconds(row.updated_on) >= bound),
      );
    });

    for (const [collection, where] of [
      ['clients', 'updated_on>=2026-01-01T00:00:00Z'],
      ['clients', 'created_on>="2026-01-01"'],
      ['invoices', 'date>=1767225600'],
      ['invoices', 'date>=2026-02-30'],
      ['invoices', 'client_id=abc'],
      ['invoices', 'total>much'],
      ['clients', 'active=1'],
      ['entries', 'time_interval>="2026-01-01"'],
      ['entries', 'time_interval in ("2026-01-01")'],
    ] as const) {
      it(`refuses the value in ${where}`, async () => {
        const sandbox = await start();

        const {status, json} = await visit(sandbox, collection, where);

        expect(status).to.equal(400);
        expect(json().message).to.match(/^Invalid value for field: /);
      });
    }

    for (const [collection, name] of [
      ['clients', 'nothing'],
      ['clients', 'additional_privileges'],
      ['clients', 'toString'],
      ['tasklists', 'tasks_count'],
      ['reports', 'info'],
      ['users', 'theme'],
    ] as const) {
      it(`does not know ${name} as a filter of ${collection}`, async () => {
        const sandbox = await start();

        const {status, json} = await visit(sandbox, collection, `${name}=1`);

        expect([status, json()]).to.deep.equal([400, {message: `Unknown field or reference: ${name}`}]);
      });
    }

    it('takes dates in a list for those days, not for a range', async () => {
      const sandbox = await start();
      const dates = sandbox.data.expenses.map((row) => String(row.date)).sort();
      const [first, last] = [dates[0], dates.at(-1)];

      expect(await idsOf(sandbox, 'expenses', `date in ("${first}","${last}")`)).to.deep.equal(
        ids(sandbox.data.expenses, (row) => row.date === first || row.date === last),
      );
    });

    it('takes users for "contains", and anyone for nobody in particular', async () => {
      const sandbox = await start();
      const {tasks, users} = sandbox.data;
      const user = users[1]?.id ?? 0;
      const has = (row: Row): boolean => Array.isArray(row.users) && row.users.includes(user);
      const isFree = (row: Row): boolean => Array.isArray(row.users) && row.users.length === 0;

      expect(await idsOf(sandbox, 'tasks', `users=${user}`)).to.deep.equal(ids(tasks, has));
      expect(await idsOf(sandbox, 'tasks', 'users=anyone')).to.deep.equal(ids(tasks, isFree));
      expect(await idsOf(sandbox, 'tasks', 'users<>anyone')).to.deep.equal(ids(tasks, (row) => !isFree(row)));
      expect(await idsOf(sandbox, 'tasks', `users in ("anyone",${user})`)).to.deep.equal(
        ids(tasks, (row) => has(row) || isFree(row)),
      );
    });
  });
});
