import {expect} from 'chai';
import {fieldsOf, fixture} from './common/samples.js';
import {rowsAt} from './common/visitor.js';
import type {Collection} from './paymo/collections.js';
import {COLLECTIONS} from './paymo/collections.js';
import {DEFINITIONS} from './paymo/definitions.js';
import {SECRETS} from './paymo/index.js';
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

/** Where to find what a sample shows: by default in the list of its name. */
const SAMPLES: Record<string, string> = {
  bookings: 'bookings?where=date_interval in ("1970-01-01","2200-01-01")',
  clientcontacts: 'clientcontacts',
  clients: 'clients',
  comments: 'comments',
  discussions: 'discussions',
  entries: 'entries',
  estimates: 'estimates',
  estimates_get_include_items: 'estimates?include=estimateitems',
  estimatetemplates: 'estimatetemplates',
  estimatetemplatesgallery: 'estimatetemplatesgallery',
  expenses: 'expenses',
  files: 'files',
  hooks: 'hooks',
  invoicepayments: 'invoicepayments',
  invoices: 'invoices',
  invoices_get_include_items: 'invoices?include=invoiceitems',
  invoicetemplates: 'invoicetemplates',
  invoicetemplatesgallery: 'invoicetemplatesgallery',
  milestones: 'milestones',
  projects: 'projects',
  projects_get_include_tasklists_tasks: 'projects?include=tasklists,tasklists.tasks',
  projectstatuses: 'projectstatuses',
  projectstatuses_include_projects: 'projectstatuses?include=projects',
  projecttemplates: 'projecttemplates',
  projecttemplates_include_tasklists_tasks:
    'projecttemplates?include=projecttemplatestasklists,projecttemplatestasklists.projecttemplatestasks',
  recurringprofiles: 'recurringprofiles',
  recurringprofiles_get_include_items: 'recurringprofiles?include=recurringprofileitems',
  reports: 'reports',
  sessions: 'sessions',
  subtasks: 'subtasks',
  tasklists: 'tasklists',
  taskrecurringprofiles: 'taskrecurringprofiles',
  taskrecurringprofiles_get: 'taskrecurringprofiles',
  tasks: 'tasks',
  tasks_get_include_project: 'tasks?include=project',
  threads_include_comments: 'threads?include=comments',
  users: 'users',
  workflows: 'workflows',
  workflowstatuses: 'workflowstatuses',
};

describe('Paymo sandbox shapes', () => {
  const start = sandboxStarter();

  for (const [name, path] of Object.entries(SAMPLES)) {
    it(`serves every field of the ${name} sample with its types, under the same root key`, async () => {
      const sandbox = await start({
        unfiltered: UNFILTERED,
        recurringProfilesRoot: 'recurringprofiles',
        galleryRoot: 'path',
      });
      const sample = fixture('paymo', name);
      const [root = ''] = Object.keys(sample);

      const body = (await visit(sandbox, path)).json();

      expect(Object.keys(body)).to.deep.equal([root]);
      expectFields(rowsAt(body, root), rowsAt(sample, root));
    });
  }

  it('serves every field of the company sample, as the one object among arrays', async () => {
    const sandbox = await start();

    const {company} = (await visit(sandbox, 'company')).json();

    expectFields([company], [fixture('paymo', 'company').company]);
  });

  it('serves the fields of a single report, content included', async () => {
    const sandbox = await start();
    const reports = await Promise.all(
      sandbox.data.reports.map(async ({id}) => (await visit(sandbox, `reports/${id}`)).json()),
    );

    const rows = reports.flatMap((body) => rowsAt(body, 'reports'));

    expectFields(rows, rowsAt(fixture('paymo', 'reports_get'), 'reports'));
  });

  it('leaves the content of reports out of lists', async () => {
    const sandbox = await start();

    const rows = await rowsOf(sandbox, 'reports');

    expect(rows).to.have.lengthOf(6);
    for (const row of rows) expect(row).not.to.have.property('content');
  });

  it('shows the title of a template in lists only', async () => {
    const sandbox = await start();
    const [{id} = {id: 0}] = sandbox.data.invoicetemplates;

    expect((await rowsOf(sandbox, 'invoicetemplates'))[0]).to.have.property('title');
    expect((await rowsOf(sandbox, `invoicetemplates/${id}`))[0]).not.to.have.property('title');
  });

  for (const collection of COLLECTIONS) {
    it(`has every documented field of ${collection} in some row, and no other`, async () => {
      const {data} = await start();

      const fields = new Set(data[collection].flatMap((row) => Object.keys(row)));

      expect([...fields]).to.have.members([
        'id',
        'created_on',
        'updated_on',
        ...Object.keys(DEFINITIONS[collection].fields),
      ]);
    });
  }

  const conditional: [Collection, string][] = [
    ['clients', 'image'],
    ['users', 'image'],
    ['users', 'thousands_sep'],
    ['entries', 'date'],
    ['entries', 'start_time'],
    ['entries', 'duration'],
    ['files', 'token'],
    ['files', 'project_id'],
    ['threads', 'task_id'],
    ['expenses', 'image_thumb_large'],
    ['tasks', 'code'],
  ];
  for (const [collection, field] of conditional) {
    it(`leaves ${field} out of some rows of ${collection}`, async () => {
      const {data} = await start();

      const having = data[collection].filter((row) => field in row).length;

      expect(having).to.be.greaterThan(0).and.lessThan(data[collection].length);
    });
  }

  it('has entries of two shapes, and running ones without an end or a duration', async () => {
    const sandbox = await start({unfiltered: UNFILTERED});

    const rows = await rowsOf(sandbox, 'entries');

    const shapes = new Set(
      rows.map((row) => ['date', 'start_time', 'end_time', 'duration'].filter((key) => key in row).join()),
    );
    expect([...shapes]).to.have.members(['date,duration', 'start_time,end_time,duration', 'start_time']);
  });

  it('can give running timers an end of null instead', async () => {
    const {data} = await start({runningEnd: 'null'});

    expect(data.entries.filter((row) => row.end_time === null)).to.have.lengthOf(2);
  });

  it('keeps rows on archived clients, projects and users', async () => {
    const {data} = await start();
    const archived = (collection: Collection): Set<number> =>
      new Set(data[collection].filter((row) => row.active === false).map(({id}) => id));
    const isIn = (ids: Set<number>, id: unknown): boolean => typeof id === 'number' && ids.has(id);

    expect(data.projects.some((row) => isIn(archived('clients'), row.client_id))).to.equal(true);
    expect(data.entries.some((row) => isIn(archived('projects'), row.project_id))).to.equal(true);
    expect(data.entries.some((row) => isIn(archived('users'), row.user_id))).to.equal(true);
  });

  it('refers to rows that are there', async () => {
    const {data} = await start();

    for (const collection of COLLECTIONS) {
      for (const relation of Object.values(DEFINITIONS[collection].relations ?? {})) {
        if (!('key' in relation)) continue;
        const ids = new Set(data[relation.to].map(({id}) => id));
        const {key} = relation;
        for (const row of data[collection]) {
          const id = row[key];
          if (typeof id === 'number') expect(ids.has(id), `${collection}.${key} ${id}`).to.equal(true);
        }
      }
    }
  });

  it('marks whatever opens an account or a document', async () => {
    const {data} = await start();
    const secretFields = ['token', 'download_token', 'permalink', 'pdf_link', 'user_hash'];

    const values = COLLECTIONS.flatMap((collection) =>
      data[collection].flatMap((row) => secretFields.map((field) => row[field])),
    ).filter((value) => value !== undefined);
    const settings = Object.entries(data.company).filter(
      ([key, value]) => /^(op_|custom_smtp_)/.test(key) && typeof value === 'string',
    );

    expect(values.length).to.be.greaterThan(60);
    expect(settings).to.have.lengthOf(9);
    for (const value of [
      ...values,
      ...settings.map(([, value]) => value),
      ...data.sessions.map(({id}) => id),
    ]) {
      expect(value).to.match(SECRETS);
    }
  });

  it('adds fields nobody has heard of when told to', async () => {
    const sandbox = await start({unknownFields: true});

    expect((await rowsOf(sandbox, 'clients'))[0]).to.have.property('beta_insights');
  });
});

/** Each field of the sample occurs, with each of its types; null may stay away where values are. */
function expectFields(rows: readonly unknown[], sample: readonly unknown[]): void {
  const served = fieldsOf(rows);
  for (const [field, types] of fieldsOf(sample)) {
    const seen = [...(served.get(field) ?? [])];
    for (const type of types) {
      expect(seen, `${field}: ${type}`).to.satisfy(
        (all: string[]) => all.includes(type) || (type === 'null' && all.length > 0),
      );
    }
  }
}
