import {expect} from 'chai';
import type {Collection} from './paymo/collections.js';
import {COLLECTIONS} from './paymo/collections.js';
import {DEFINITIONS} from './paymo/definitions.js';
import {sandboxStarter} from './paymo/starter.js';
import {rowsOf, visit} from './paymo/visitor.js';

const UNFILTERED = [
  'entries',
  'files',
  'threads',
  'comments',
  'invoiceitems',
  'estimateitems',
  'recurringprofileitems',
];
const FILTERS: Partial<Record<Collection, string>> = {
  bookings: 'date_interval in ("1970-01-01","2200-01-01")',
  userstasks: 'user_id>0',
};

describe('Paymo sandbox includes', () => {
  const start = sandboxStarter();

  for (const collection of COLLECTIONS) {
    for (const [name, relation] of Object.entries(DEFINITIONS[collection].relations ?? {})) {
      it(`includes ${name} in ${collection}`, async () => {
        const sandbox = await start({unfiltered: UNFILTERED});

        const rows = await rowsOf(sandbox, `${collection}?include=${name}`, FILTERS[collection]);

        const found = rows.map((row) => row[name]).filter((value) => value !== undefined);
        expect(found.flat()).not.to.have.lengthOf(0);
        if ('many' in relation) expect(found).to.have.lengthOf(rows.length);
        expect(Array.isArray(found[0])).to.equal('many' in relation);
      });
    }
  }

  it('keeps the main object whole beside relations', async () => {
    const sandbox = await start();
    const [plain] = await rowsOf(sandbox, 'tasks');

    const [row = {}] = await rowsOf(sandbox, 'tasks?include=project.name,project.client.name');

    const {project, ...rest} = row;
    expect(rest).to.deep.equal(plain);
    expect(project).to.have.all.keys('name', 'client');
    expect(project).to.have.nested.property('client.name');
  });

  it('narrows the main object to the fields that are named', async () => {
    const sandbox = await start();

    const [row] = await rowsOf(sandbox, 'tasks?include=name,project');

    expect(row).to.have.all.keys('name', 'project');
    expect(row).to.have.nested.property('project.client_id');
  });

  it('shows a hidden field when it is named, beside the others with a star', async () => {
    const sandbox = await start();
    const [plain = {}] = await rowsOf(sandbox, 'tasks');

    const [row = {}] = await rowsOf(sandbox, 'tasks?include=*,progress_status');

    expect(plain).not.to.have.property('progress_status');
    expect(row).to.have.all.keys(...Object.keys(plain), 'progress_status');
  });

  it('gives what lies between only what was asked of it', async () => {
    const sandbox = await start();

    const short = await rowsOf(sandbox, 'projects?include=tasklists.tasks');
    const long = await rowsOf(sandbox, 'projects?include=tasklists,tasklists.tasks');

    expect(short[0]).to.have.nested.property('tasklists[0]').that.has.all.keys('tasks');
    expect(long[0]).to.have.nested.property('tasklists[0]').that.includes.keys('tasks', 'name', 'project_id');
  });

  it('works on a single object', async () => {
    const sandbox = await start();
    const [{id} = {id: 0}] = sandbox.data.invoices;

    const [row] = await rowsOf(sandbox, `invoices/${id}?include=invoiceitems,client.name`);

    expect(row?.invoiceitems).to.be.an('array').that.is.not.empty;
    expect(row?.client).to.have.all.keys('name');
  });

  for (const [path, name] of [
    ['clients', 'nothing'],
    ['clients', 'additional_privileges'],
    ['users', 'image_thumb_small'],
    ['tasks', 'subtasks_order'],
    ['milestones', 'linked_tasklists'],
    ['files', 'image_thumb_large'],
    ['invoiceitems', 'expense'],
    ['projecttemplates', 'projecttemplatetasklists'],
    ['tasks', 'project.nothing'],
    ['entries', 'user.user_hash'],
  ] as const) {
    it(`refuses ${name} on ${path}`, async () => {
      const sandbox = await start({unfiltered: UNFILTERED});

      const {status, json} = await visit(sandbox, `${path}?include=${name}`);

      const field = name.split('.').at(-1);
      expect([status, json()]).to.deep.equal([400, {message: `Unknown field or reference: ${field}`}]);
    });
  }

  for (const [path, include] of [
    ['threads', 'comment'],
    ['entries', 'duration'],
    ['tasks', 'entries'],
    ['projects', 'tasks.entries'],
  ] as const) {
    it(`breaks down on ${path}?include=${include}`, async () => {
      const sandbox = await start({unfiltered: UNFILTERED, failingIncludes: ['tasks.entries']});

      expect((await visit(sandbox, `${path}?include=${include}`)).status).to.equal(500);
    });
  }

  for (const nullParent of ['missing', 'null'] as const) {
    it(`shows a parent whose key is null as ${nullParent}`, async () => {
      const sandbox = await start({nullParent});

      const rows = await rowsOf(sandbox, 'invoices?include=invoicetemplate');

      const row = rows.find(({template_id}) => template_id === null);
      expect(row && 'invoicetemplate' in row).to.equal(nullParent === 'null');
    });
  }
});
