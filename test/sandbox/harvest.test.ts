import {expect} from 'chai';
import {fieldsOf, fixture} from './common/samples.js';
import {NOW} from './common/starter.js';
import {bareStatus, idsOf, object, rowsAt} from './common/visitor.js';
import type {HarvestSandbox} from './harvest/index.js';
import {sandboxStarter} from './harvest/starter.js';
import {pagesOf, rowsOf, visit} from './harvest/visitor.js';

const RANGE = 'from=20260601&to=20261120';

describe('Harvest sandbox', () => {
  const start = sandboxStarter();

  describe('beside the official samples', () => {
    const lists: Record<string, (sandbox: HarvestSandbox) => string[]> = {
      clients: () => ['clients'],
      contacts: () => ['contacts'],
      estimates: () => ['estimates'],
      estimate_messages: ({data}) => data.estimates.map(({id}) => `estimates/${id}/messages`),
      estimate_item_categories: () => ['estimate_item_categories'],
      expenses: () => ['expenses'],
      expense_categories: () => ['expense_categories'],
      invoices: () => ['invoices'],
      invoice_messages: ({data}) => data.invoices.map(({id}) => `invoices/${id}/messages`),
      invoice_payments: ({data}) => data.invoices.map(({id}) => `invoices/${id}/payments`),
      invoice_item_categories: () => ['invoice_item_categories'],
      projects: () => ['projects'],
      project_user_assignments: ({data}) => data.projects.map(({id}) => `projects/${id}/user_assignments`),
      user_assignments: () => ['user_assignments'],
      project_task_assignments: ({data}) => data.projects.map(({id}) => `projects/${id}/task_assignments`),
      task_assignments: () => ['task_assignments'],
      roles: () => ['roles'],
      tasks: () => ['tasks'],
      time_entries: () => ['time_entries'],
      users: () => ['users'],
      user_billable_rates: ({data}) => data.users.map(({id}) => `users/${id}/billable_rates`),
      user_cost_rates: ({data}) => data.users.map(({id}) => `users/${id}/cost_rates`),
      user_project_assignments: ({data}) => data.users.map(({id}) => `users/${id}/project_assignments`),
      users_me_project_assignments: () => ['users/me/project_assignments'],
      user_teammates: ({data}) => [...data.teammates.keys()].map((id) => `users/${id}/teammates`),
      reports_time_clients: () => [`reports/time/clients?${RANGE}`],
      reports_time_projects: () => [`reports/time/projects?${RANGE}`],
      reports_time_tasks: () => [`reports/time/tasks?${RANGE}`],
      reports_time_team: () => [`reports/time/team?${RANGE}`],
      reports_expenses_clients: () => [`reports/expenses/clients?${RANGE}`],
      reports_expenses_projects: () => [`reports/expenses/projects?${RANGE}`],
      reports_expenses_categories: () => [`reports/expenses/categories?${RANGE}`],
      reports_expenses_team: () => [`reports/expenses/team?${RANGE}`],
      reports_uninvoiced: () => [`reports/uninvoiced?${RANGE}`],
      reports_project_budget: () => ['reports/project_budget'],
    };

    for (const [name, paths] of Object.entries(lists)) {
      it(`serves every field of the ${name} sample, in the same envelope`, async () => {
        const sandbox = await start();
        const sample = fixture('harvest', name);
        const root = Object.keys(sample).find((key) => Array.isArray(sample[key])) ?? '';

        const pages = await Promise.all(
          paths(sandbox).map(async (list) => (await visit(sandbox, list)).json()),
        );
        const served = fieldsOf(pages.flatMap((page) => rowsAt(page, root)));

        expect(Object.keys(pages[0] ?? {})).to.have.members(Object.keys(sample));
        expect(pages[0]?.per_page).to.equal(sample.per_page);
        for (const [field, types] of fieldsOf(rowsAt(sample, root))) {
          for (const type of types) {
            expect([...(served.get(field) ?? [])], `${field}: ${type}`).to.satisfy(
              (seen: string[]) => seen.includes(type) || (type === 'null' && seen.length > 0),
            );
          }
        }
      });
    }

    for (const [name, singleton] of [
      ['company', 'company'],
      ['users_me', 'users/me'],
    ] as const) {
      it(`serves every field of the ${name} sample, without an envelope`, async () => {
        const sandbox = await start();

        const body = (await visit(sandbox, singleton)).json();

        expect(body).to.include.keys(Object.keys(fixture('harvest', name)));
      });
    }

    it('lists Forecast accounts before the Harvest account', async () => {
      const sandbox = await start();

      const body = (await visit(sandbox, `${sandbox.idUrl}/api/v2/accounts`)).json();

      expect(body).to.have.all.keys(Object.keys(fixture('harvest', 'accounts')));
      expect(rowsAt(body, 'accounts').map((account) => account.product)).to.deep.equal([
        'forecast',
        'harvest',
        'forecast',
      ]);
    });
  });

  describe('at the door', () => {
    it('wants a User-Agent, a token and an account id', async () => {
      const {baseUrl, config} = await start();
      const authorization = `Bearer ${config.access_token}`;
      const account = {'harvest-account-id': config.account_id};

      expect(await bareStatus(`${baseUrl}/company`, {authorization, ...account})).to.equal(400);
      expect(await bareStatus(`${baseUrl}/company`, {'user-agent': 'x', ...account})).to.equal(401);
      expect(await bareStatus(`${baseUrl}/company`, {'user-agent': 'x', authorization})).to.equal(401);
      expect(await bareStatus(`${baseUrl}/company`, {'user-agent': 'x', authorization, ...account})).to.equal(
        200,
      );
    });

    it('takes token and account id from the query as well, and leaves them out of links', async () => {
      const {baseUrl, config} = await start();
      const credentials = `access_token=${config.access_token}&account_id=${config.account_id}`;

      const response = await fetch(`${baseUrl}/clients?per_page=4&${credentials}`);

      expect(response.status).to.equal(200);
      expect(await response.text())
        .to.contain('ref=next_cursor')
        .and.not.contain(config.access_token);
    });

    it('explains a bad token as the real service does', async () => {
      const sandbox = await start();

      const {status, json} = await visit(sandbox, 'company', {authorization: 'Bearer wrong'});

      expect(status).to.equal(401);
      expect(json()).to.include({error: 'invalid_token'});
    });

    it('refuses the id of a Forecast account, by either status', async () => {
      const wrong = {'harvest-account-id': '88903'};

      expect((await visit(await start(), 'company', wrong)).status).to.equal(401);
      expect((await visit(await start({wrongAccountStatus: 404}), 'company', wrong)).status).to.equal(404);
    });

    it('answers under /api/v2 too, unknown routes with a page and unknown ids with JSON', async () => {
      const sandbox = await start();

      expect((await visit(sandbox, `${sandbox.url}/api/v2/company`)).status).to.equal(200);
      const doubled = await visit(sandbox, 'v2/clients');
      expect([doubled.status, doubled.headers.get('content-type')]).to.deep.equal([
        404,
        'text/html; charset=utf-8',
      ]);
      const missing = await visit(sandbox, 'clients/1');
      expect(missing.status).to.equal(404);
      expect(missing.json()).to.deep.equal({status: 404, error: 'Not Found'});
    });

    it('throttles reports apart from the rest, and lets go when the window has passed', async () => {
      let now = NOW.getTime();
      const sandbox = await start({
        now: () => new Date(now),
        limits: {general: {requests: 2, seconds: 15}, reports: {requests: 1, seconds: 900}},
      });

      expect((await visit(sandbox, 'company')).status).to.equal(200);
      now += 5_000;
      expect((await visit(sandbox, 'company')).status).to.equal(200);
      const refused = await visit(sandbox, 'company');
      expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '10']);
      expect(refused.headers.get('content-type')).to.contain('html');
      expect((await visit(sandbox, 'reports/project_budget')).status).to.equal(200);
      expect((await visit(sandbox, 'reports/project_budget')).headers.get('retry-after')).to.equal('900');
      now += 10_000;
      expect((await visit(sandbox, 'company')).status).to.equal(200);
    });

    it('sends the date of its own clock', async () => {
      const {headers} = await visit(await start(), 'company');

      expect(headers.get('date')).to.equal('Fri, 20 Nov 2026 10:00:00 GMT');
    });
  });

  describe('paging', () => {
    for (const paging of ['documented', 'cursor', 'page'] as const) {
      it(`shows each row once when links.next is followed (${paging})`, async () => {
        const sandbox = await start({paging});

        for (const root of ['clients', 'invoices', 'time_entries', 'user_assignments'] as const) {
          const ids = idsOf(await rowsOf(sandbox, `${root}?per_page=7`, root));

          expect(ids).to.have.lengthOf(sandbox.data[root].length);
          expect(new Set(ids)).to.deep.equal(new Set(sandbox.data[root].map(({id}) => id)));
        }
      });
    }

    it('leaves page numbers null between the first and the last cursor page', async () => {
      const pages = await pagesOf(await start(), 'clients?per_page=3&is_active=true');

      expect(pages.map(({page, next_page, previous_page}) => [page, next_page, previous_page])).to.deep.equal(
        [
          [1, 2, null],
          [null, null, null],
          [3, null, 2],
        ],
      );
      const links = object(pages[0]?.links);
      expect(links.next).to.match(/\?cursor=[^&]+&is_active=true&per_page=3&ref=next_cursor$/);
      expect(links.last).to.match(/\?is_active=true&page=3&per_page=3$/);
    });

    it('keeps its place by cursor while rows come and go, and loses it by page number', async () => {
      const seen: Record<string, unknown[]> = {};

      for (const paging of ['cursor', 'page'] as const) {
        const sandbox = await start({paging});
        const before = sandbox.data.clients.map(({id}) => id).reverse();
        sandbox.faults.onRequest({path: 'clients', nth: 2}, () => sandbox.remove('clients', before[0] ?? 0));
        seen[paging] = idsOf(await rowsOf(sandbox, 'clients?per_page=3', 'clients'));
        expect(seen[paging]?.includes(before[3]), paging).to.equal(paging === 'cursor');
      }

      expect(seen.cursor).to.have.lengthOf(10);
      expect(seen.page).to.have.lengthOf(9);
    });

    it('prefers a cursor to a page, is empty past the end, and refuses pages too large', async () => {
      const sandbox = await start();
      const first = (await visit(sandbox, 'clients?per_page=3')).json();
      const next = String(object(first.links).next);

      const second = rowsAt((await visit(sandbox, next)).json(), 'clients');

      expect(rowsAt((await visit(sandbox, `${next}&page=1`)).json(), 'clients')).to.deep.equal(second);
      expect(rowsAt((await visit(sandbox, 'clients?page=9')).json(), 'clients')).to.deep.equal([]);
      const refused = await visit(sandbox, 'clients?per_page=2001');
      expect([refused.status, refused.json()]).to.deep.equal([422, {message: 'Invalid per_page parameter'}]);
    });
  });
});
