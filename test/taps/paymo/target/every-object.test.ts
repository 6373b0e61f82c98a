import {expect} from 'chai';
import type {JsonObject} from '../../../../protocol/core/json.js';
import {OBJECTS} from '../../../../taps/paymo/target/objects.js';
import type {Collection, SandboxOptions} from '../../../sandbox/paymo/index.js';
import {TargetBench} from './harness.js';

/** A record of each kind, and what changes of it. References lead to records further up. */
const RECORDS: readonly [stream: string, collection: Collection, record: JsonObject, changes: JsonObject][] =
  [
    ['clients', 'clients', {name: 'Acme', email: 'a@acme.test'}, {name: 'Acme & Sons'}],
    ['client_contacts', 'clientcontacts', {name: 'Ann', client_key: 1}, {phone: '123'}],
    ['workflows', 'workflows', {name: 'Kanban'}, {name: 'Kanban 2'}],
    [
      'workflow_statuses',
      'workflowstatuses',
      {name: 'Review', color: '#5bdbf6', workflow_key: 1},
      {name: 'Proof'},
    ],
    [
      'users',
      'users',
      {email: 'new@acme.test', type: 'employee', name: 'Bo', password: 'hush-hush'},
      {name: 'Bob'},
    ],
    [
      'projects',
      'projects',
      {name: 'Site', client_key: 1, user_keys: [1], billable: '1'},
      {description: 'The site'},
    ],
    ['project_templates', 'projecttemplates', {name: 'Template', project_key: 1}, {name: 'Other template'}],
    [
      'milestones',
      'milestones',
      {name: 'Launch', project_key: 1, due_date: '2027-01-31T00:00:00Z'},
      {complete: true},
    ],
    ['task_lists', 'tasklists', {name: 'To do', project_key: 1}, {name: 'Doing'}],
    ['tasks', 'tasks', {name: 'Draw', tasklist_key: 1, user_keys: ['1']}, {priority: '75'}],
    ['subtasks', 'subtasks', {name: 'Sharpen', task_key: 1}, {complete: 1}],
    ['task_comments', 'comments', {content: '<p>Nice</p>', task_key: 1}, {content: '<p>Very nice</p>'}],
    ['discussions', 'discussions', {name: 'Colours', project_key: 1}, {description: '<p>Blue</p>'}],
    ['discussion_comments', 'comments', {content: 'Red', discussion_key: 1}, {content: 'Green'}],
    ['time_entries', 'entries', {task_key: 1, date: '2026-11-19', hours: '1.5'}, {hours: 2}],
    [
      'bookings',
      'bookings',
      {task_key: 1, user_key: 1, start_date: '2026-12-01', end_date: '2026-12-02', hours_per_day: 4},
      {hours_per_day: 3},
    ],
    [
      'expenses',
      'expenses',
      {project_key: 1, amount: '29.95', currency: 'USD', tags: 'Hosting'},
      {notes: 'Hosting'},
    ],
    ['estimate_templates', 'estimatetemplates', {name: 'Plain', html: '<p></p>'}, {title: 'Offer'}],
    [
      'estimates',
      'estimates',
      {client_key: 1, currency: 'USD', items: [{item: 'Work', price_unit: 10, quantity: 2}]},
      {notes: 'x'},
    ],
    ['invoice_templates', 'invoicetemplates', {name: 'Plain', html: '<p></p>'}, {title: 'Bill'}],
    [
      'invoices',
      'invoices',
      {client_key: 1, currency: 'USD', discount: 0, items: [{item: 'Work', price_unit: '10', quantity: 2}]},
      {title: 'x'},
    ],
    ['invoice_payments', 'invoicepayments', {invoice_key: 1, amount: 5}, {amount: 6}],
    [
      'recurring_profiles',
      'recurringprofiles',
      {
        client_key: 1,
        currency: 'USD',
        frequency: 'M',
        start_date: '2027-01-01',
        items: [{item: 'Rent', price_unit: 10, quantity: 1}],
      },
      {title: 'y'},
    ],
    [
      'reports',
      'reports',
      {name: 'All', type: 'static', date_interval: 'all_time', clients: 'all', users: 'all'},
      {name: 'All of it'},
    ],
  ];

/** What the sandbox does where nobody knows what Paymo does. */
const VARIANTS: readonly [string, SandboxOptions][] = [
  ['in its usual way', {}],
  [
    'refusing whatever it may refuse',
    {
      readonlyFields: 'refused',
      createOnlyFields: 'refused',
      nullValue: 'refused',
      timedDuration: 'refused',
      htmlOptional: false,
      danglingKey: 404,
    },
  ],
  [
    'answering in other shapes',
    {
      deleteBody: 'object',
      location: 'absent',
      lineSeq: 'from-zero',
      statusOnCreate: 'kept',
      hiddenFields: 'null',
    },
  ],
];

describe('target-paymo with each kind of object', () => {
  let bench: TargetBench;
  afterEach(() => bench.stop());

  for (const [how, options] of VARIANTS) {
    it(`creates, leaves alone what is unchanged, updates and deletes, Paymo ${how}`, async () => {
      bench = await TargetBench.start(options);
      const run = await bench.run({allow_delete: true});

      for (const [stream, collection, record, changes] of RECORDS) {
        const rows = bench.sandbox.data[collection];
        const before = rows.length;
        expect(await run.write(stream, {id: 1, ...record}), stream).to.equal('created');
        expect(rows.length, stream).to.equal(before + 1);
        expect(await run.write(stream, {id: '1', ...record}), stream).to.equal('unchanged');
        expect(await run.write(stream, {id: 1, ...record, ...changes}), stream).to.equal('updated');
        expect(rows.length, stream).to.equal(before + 1);
      }
      for (const [stream, collection] of [...RECORDS].reverse()) {
        const before = bench.sandbox.data[collection].length;
        const deleted = await run.write(stream, {id: 1, _sdc_deleted_at: '2026-11-20'});
        expect(deleted, stream).to.equal('deleted');
        expect(bench.sandbox.data[collection].length, stream).to.equal(before - 1);
        expect(await run.write(stream, {id: 1, _delete: true}), stream).to.equal('unchanged');
      }

      expect(run.log.at('warning')).to.deep.equal([]);
    });

    it(`takes its own records back, read-only fields and all, Paymo ${how}`, async () => {
      bench = await TargetBench.start(options);
      const run = await bench.run({identity: 'paymo'});

      for (const [stream, collection] of RECORDS) {
        if (stream.endsWith('comments')) continue;
        const rows = bench.sandbox.data[collection].filter((row) => row.type !== 'temp');
        const row = {...structuredClone(rows.at(-1))};
        expect(await run.write(stream, row), stream).to.equal('updated');
        const after = bench.sandbox.data[collection].find(({id}) => id === row.id);
        expect(plain(after), stream).to.deep.equal(plain(row));
      }

      // Objects that come without their lines say nothing of those.
      expect(run.log.at('warning').filter((line) => !line.includes('refuses to clear'))).to.deep.equal([]);
    });
  }

  it('knows all that can be made and all that can only be changed', async () => {
    bench = await TargetBench.start();
    const missing = RECORDS.map(([stream]) => stream).filter((stream) => !OBJECTS.has(stream));

    expect(missing).to.deep.equal([]);
    expect(
      [...OBJECTS.values()].filter(({operations}) => !operations.includes('insert')).map(({name}) => name),
    ).to.have.members(['company', 'project_statuses']);
  });
});

/** What a write changes in any case. */
const COMPUTED = ['updated_on', 'content', 'info'];

/** A row without what a write changes in any case; an empty text is as good as null, and a number as its text. */
function plain(row: object | undefined): object {
  const fields = Object.entries(row ?? {}).filter(([name]) => !COMPUTED.includes(name));
  return Object.fromEntries(fields.map(([name, value]) => [name, value === '' ? null : numberOf(value)]));
}

function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\d+\.\d+$/.test(value) ? Number(value) : value;
}
