import {expect} from 'chai';
import type {JsonObject} from '../../../../protocol/core/json.js';
import {OBJECTS} from '../../../../taps/paymo/target/objects.js';
import type {Collection} from '../../../sandbox/paymo/index.js';
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

describe('target-paymo with each kind of object', () => {
  let bench: TargetBench;
  before(async () => {
    bench = await TargetBench.start();
  });
  after(() => bench.stop());

  it('creates, leaves alone what is unchanged, updates and deletes', async () => {
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
      expect(await run.write(stream, {id: 1, _sdc_deleted_at: '2026-11-20'}), stream).to.equal('deleted');
      expect(bench.sandbox.data[collection].length, stream).to.equal(before - 1);
      expect(await run.write(stream, {id: 1, _delete: true}), stream).to.equal('unchanged');
    }

    expect(run.log.at('warning')).to.deep.equal([]);
  });

  it('writes everything that the issue lists', () => {
    const missing = RECORDS.map(([stream]) => stream).filter((stream) => !OBJECTS.has(stream));

    expect(missing).to.deep.equal([]);
    expect(
      [...OBJECTS.values()].filter(({operations}) => !operations.includes('insert')).map(({name}) => name),
    ).to.have.members(['company', 'project_statuses']);
  });
});
