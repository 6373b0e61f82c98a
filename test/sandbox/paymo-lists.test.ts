import {expect} from 'chai';
import {NOW} from './common/starter.js';
import {bareStatus} from './common/visitor.js';
import {sandboxStarter} from './paymo/starter.js';
import {basic, idsOf, rowsOf, visit} from './paymo/visitor.js';

const ALWAYS = 'time_interval in ("1900-01-01","2200-01-01")';

describe('Paymo sandbox lists', () => {
  const start = sandboxStarter();

  describe('credentials', () => {
    it('takes the key as a user name with any password, or none', async () => {
      const sandbox = await start();
      const url = `${sandbox.baseUrl}/me`;

      for (const authorization of [
        basic(sandbox.config.api_key, ''),
        basic(sandbox.config.api_key, 'random'),
      ]) {
        expect(await bareStatus(url, {authorization})).to.equal(200);
      }
    });

    it('takes an e-mail address and a password', async () => {
      const sandbox = await start();
      const email = String(sandbox.data.users[1]?.email);

      const visited = await visit(sandbox, 'me', undefined, {
        authorization: basic(email, 'sandbox-secret-password'),
      });

      expect(visited.text).to.contain(email);
    });

    it('takes a session until it expires', async () => {
      const sandbox = await start();
      const [fresh, expired] = sandbox.data.sessions;

      const statuses = await Promise.all(
        [fresh, expired].map((session) =>
          bareStatus(`${sandbox.baseUrl}/me`, {'x-session': session?.id ?? ''}),
        ),
      );

      expect(statuses).to.deep.equal([200, 401]);
    });

    for (const [what, authorization] of [
      ['a wrong key', basic('nobody')],
      ['a bearer token', 'Bearer sandbox-secret-api-key'],
      ['no header', ''],
    ] as const) {
      it(`answers 401 with a message to ${what}`, async () => {
        const sandbox = await start();

        const {status, json} = await visit(sandbox, 'clients', undefined, {authorization});

        expect([status, json()]).to.deep.equal([401, {message: 'Invalid credentials.'}]);
      });
    }
  });

  describe('envelopes', () => {
    it('answers /me with an array of one user', async () => {
      const sandbox = await start();

      const rows = await rowsOf(sandbox, 'me');

      expect(rows.map(({id, type}) => [id, type])).to.deep.equal([[sandbox.data.users[0]?.id, 'Admin']]);
    });

    for (const [path, root] of [
      ['projecttemplates', 'project_templates'],
      ['projecttemplatestasklists', 'project_templates_tasklists'],
      ['projecttemplatestasks', 'project_templates_tasks'],
      ['recurringprofiles', 'recurring_profiles'],
      ['invoicetemplatesgallery', 'invoicetemplates'],
      ['clients', 'clients'],
    ] as const) {
      it(`puts ${path} under ${root}, one object like many`, async () => {
        const sandbox = await start();
        const many = (await visit(sandbox, path)).json();
        const id = sandbox.data[path][0]?.id ?? 0;

        const one = (await visit(sandbox, `${path}/${id}`)).json();

        expect([Object.keys(many), Object.keys(one)]).to.deep.equal([[root], [root]]);
        expect(one[root]).to.be.an('array').with.lengthOf(1);
      });
    }

    it('answers 404 with a message where there is nothing', async () => {
      const sandbox = await start();
      const paths = ['clients/1', 'nothing', 'clients/', 'clients/x', '../me'];

      const visits = await Promise.all(paths.map((path) => visit(sandbox, path)));

      expect(visits.map(({status}) => status)).to.deep.equal([404, 404, 404, 404, 404]);
      expect(visits[0]?.json()).to.deep.equal({message: 'Not found.'});
    });

    it('lists the sessions of the caller alone', async () => {
      const sandbox = await start();

      const rows = await rowsOf(sandbox, 'sessions');

      expect(rows.map(({id}) => id)).to.deep.equal(sandbox.data.sessions.slice(0, 2).map(({id}) => id));
    });
  });

  describe('pages', () => {
    it('counts pages from 0, and is empty past the end', async () => {
      const sandbox = await start();

      const pages = await Promise.all(
        [0, 1, 2, 3].map((page) => rowsOf(sandbox, `clients?page=${page}&page_size=4`)),
      );

      expect(pages.map((page) => page.length)).to.deep.equal([4, 4, 1, 0]);
      expect(new Set(pages.flat().map(({id}) => id)).size).to.equal(9);
    });

    for (const query of ['page=0', 'page_size=4', 'page=3', 'limit=4']) {
      it(`does not page with ${query} alone`, async () => {
        const sandbox = await start();

        expect(await rowsOf(sandbox, `clients?${query}`)).to.have.lengthOf(9);
      });
    }

    it('ignores paging where told to', async () => {
      const sandbox = await start({ignorePaging: ['clients']});

      expect(await rowsOf(sandbox, 'clients?page=1&page_size=4')).to.have.lengthOf(9);
      expect(await rowsOf(sandbox, 'projects?page=1&page_size=4')).to.have.lengthOf(4);
    });

    it('takes a page size that is too large for the largest', async () => {
      const sandbox = await start({maxPageSize: 3});

      expect(await rowsOf(sandbox, 'clients?page=0&page_size=100')).to.have.lengthOf(3);
      expect(await rowsOf(sandbox, 'clients?page=2&page_size=100')).to.have.lengthOf(3);
    });

    it('refuses pages that are no numbers', async () => {
      const sandbox = await start();

      expect((await visit(sandbox, 'clients?page=-1&page_size=4')).status).to.equal(400);
      expect((await visit(sandbox, 'clients?page=0&page_size=0')).status).to.equal(400);
    });

    it('applies a filter before it pages', async () => {
      const sandbox = await start();
      const active = sandbox.data.clients.filter((row) => row.active === true).length;

      expect(await rowsOf(sandbox, 'clients?page=0&page_size=100', 'active=true')).to.have.lengthOf(active);
    });
  });

  describe('order', () => {
    it('is neither by id nor the same in every list, but keeps from request to request', async () => {
      const sandbox = await start();
      const ids = async (path: string): Promise<number[]> =>
        (await rowsOf(sandbox, path)).map(({id}) => Number(id) % 1_000_000);

      const tasks = await ids('tasks');
      const tasksAgain = await ids('tasks');
      const expenses = await ids('expenses');

      expect(tasksAgain).to.deep.equal(tasks);
      expect(tasks).not.to.deep.equal([...tasks].sort((a, b) => a - b));
      expect(tasks.filter((id) => id < 131)).not.to.deep.equal(expenses);
    });

    it('leaves other rows where they are when one goes', async () => {
      const sandbox = await start();
      const before = (await rowsOf(sandbox, 'expenses')).map(({id}) => id);
      const gone = Number(before[7]);

      sandbox.remove('expenses', gone);

      const after = (await rowsOf(sandbox, 'expenses')).map(({id}) => id);
      expect(after).to.deep.equal(before.filter((id) => id !== gone));
    });

    it('can be another on every request', async () => {
      const sandbox = await start({order: 'shuffled'});
      const ids = async (): Promise<unknown[]> => (await rowsOf(sandbox, 'tasks')).map(({id}) => id);

      const [first, second] = [await ids(), await ids()];

      expect(second).to.have.members(first);
      expect(second).not.to.deep.equal(first);
    });

    it('can be by id', async () => {
      const sandbox = await start({order: 'ascending'});

      const ids = (await rowsOf(sandbox, 'tasks')).map(({id}) => Number(id));

      expect(ids).to.deep.equal(await idsOf(sandbox, 'tasks'));
    });
  });

  describe('the cap', () => {
    it('drops children of later parents without a word', async () => {
      const sandbox = await start({cap: 20, order: 'ascending'});
      const own = (id: unknown): number =>
        sandbox.data.invoiceitems.filter((row) => row.invoice_id === id).length;

      const rows = await rowsOf(sandbox, 'invoices?include=invoiceitems');

      const counts = rows.map((row) => (Array.isArray(row.invoiceitems) ? row.invoiceitems.length : -1));
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(20);
      expect(counts[0]).to.equal(own(rows[0]?.id));
      expect(counts.at(-1)).to.equal(0);
      expect(own(rows.at(-1)?.id)).to.be.greaterThan(0);
    });

    it('counts each type by itself, nested ones too', async () => {
      const sandbox = await start({cap: 25});

      const rows = await rowsOf(sandbox, 'projects?include=tasklists,tasklists.tasks');

      const text = JSON.stringify(rows);
      expect(text.match(/"tasklist_id"/g)).to.have.lengthOf(25);
      expect(text.match(/"tasks":\[/g)).to.have.lengthOf(25);
    });

    it('cuts a list that is not paged, unless told otherwise', async () => {
      const capped = await start({cap: 50});
      const whole = await start({cap: 50, unpagedCapped: false});

      expect(await rowsOf(capped, 'entries', ALWAYS)).to.have.lengthOf(50);
      expect(await rowsOf(whole, 'entries', ALWAYS)).to.have.lengthOf(400);
    });
  });

  it('dates its answers by its own clock, and logs what was asked', async () => {
    const sandbox = await start();

    const {headers} = await visit(sandbox, 'clients?page=0&page_size=1', 'name="A b"');

    expect(headers.get('date')).to.equal(NOW.toUTCString());
    const [logged] = sandbox.requests;
    expect([logged?.method, logged?.route, logged?.status, logged?.at]).to.deep.equal([
      'GET',
      'clients',
      200,
      NOW.getTime(),
    ]);
    expect(logged?.query.get('where')).to.equal('name="A b"');
  });
});
