import {expect} from 'chai';
import {isObject} from '../../../protocol/core/json.js';
import {recordsOf} from '../../support/messages.js';
import {accountOpener, copies, idsIn, idsOf, logLines, nth, recordIn, STREAMS} from './account.js';

const LINES = ['invoices', 'invoice_line_items'];
const COMMENTS = ['task_comments', 'discussion_comments', 'file_comments'];

describe('tap-paymo, in spite of what the service leaves out', () => {
  const open = accountOpener();

  for (const page_size of [7, 200, 2500]) {
    it(`brings the lines of all invoices though a response holds 2500 at most (pages of ${page_size})`, async () => {
      const account = await open({size: {invoices: 300, invoiceItems: 6000}});

      const run = await account.sync(LINES, {config: {page_size}});

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, LINES)).to.deep.equal([]);
    });
  }

  it('brings the lines of an invoice that has more than one response holds', async () => {
    const account = await open({size: {invoices: 4, invoiceItems: 12}});
    const {invoiceitems, invoices} = account.data;
    copies(invoiceitems, nth(invoiceitems, 0), 3000, () => ({invoice_id: nth(invoices, 1).id}));

    const run = await account.sync(LINES);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, LINES)).to.deep.equal([]);
  });

  it('brings the comments of a thread that has more than one response holds', async () => {
    const account = await open();
    const {comments} = account.data;
    copies(comments, nth(comments, 0), 2600);

    const run = await account.sync(COMMENTS);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, COMMENTS)).to.deep.equal([]);
  });

  it('embeds all tasks of a project that has more than one response holds', async () => {
    const account = await open({size: {tasks: 50, projects: 5}});
    const {tasks, projects} = account.data;
    copies(tasks, nth(tasks, 0), 2700);

    const run = await account.sync(['projects'], {config: {include: {projects: ['tasks']}}});

    expect(run.code, run.stderr).to.equal(0);
    for (const {id} of projects) {
      const embedded = recordIn(run, 'projects', id)?.tasks;
      const ids = Array.isArray(embedded) ? embedded.map((task) => (isObject(task) ? task.id : task)) : [];
      expect(ids).to.have.members(idsOf(tasks.filter(({project_id}) => project_id === id)));
    }
  });

  it('looks again at an invoice that is worth something and comes without lines', async () => {
    const account = await open();
    const {id} = nth(account.data.invoices, 2);
    account.faults.on(
      {path: /\/invoices\?/, nth: 1},
      {
        kind: 'body',
        change: ({invoices}) => ({
          invoices: Array.isArray(invoices)
            ? invoices.map((invoice) => (invoice.id === id ? {...invoice, invoiceitems: []} : invoice))
            : [],
        }),
      },
    );

    const run = await account.sync(LINES);

    expect(account.asked(`invoices/${id}`)).to.deep.equal([`invoices/${id}?include=invoiceitems`]);
    expect(account.differences(run, LINES)).to.deep.equal([]);
  });

  it('brings every stream whole when each response has an order of its own', async () => {
    const account = await open({order: 'shuffled'});

    const run = await account.sync('all', {config: {page_size: 13}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
  });

  it('brings thousands of rows whole when each response has an order of its own', async () => {
    const account = await open({order: 'shuffled', size: {tasks: 3000, projects: 6}});

    const run = await account.sync(['tasks', 'subtasks']);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['tasks', 'subtasks'])).to.deep.equal([]);
    const ids = recordsOf(run.messages, 'tasks').map((record) => record.id);
    expect(new Set(ids).size, 'tasks that came twice').to.equal(ids.length);
  });

  for (const page_size of [1, 2500]) {
    it(`brings every stream whole in pages of ${page_size}`, async () => {
      const account = await open({size: {entries: 40}});

      const run = await account.sync('all', {config: {page_size}});

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, STREAMS)).to.deep.equal([]);
    });
  }

  for (const tasks of [150, 400, 2400]) {
    it(`takes a list of ${tasks} rows that knows no pages for the whole`, async () => {
      const account = await open({ignorePaging: ['tasks'], size: {tasks, bookings: 2}});

      const run = await account.sync(['tasks']);

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, ['tasks'])).to.deep.equal([]);
    });
  }

  it('fails rather than believe that a list without pages ends where responses do', async () => {
    const account = await open({ignorePaging: ['tasks'], size: {tasks: 2600, bookings: 2}});

    const run = await account.sync(['tasks', 'clients']);

    expect(run.code).to.equal(1);
    expect(logLines(run, 'ERROR').join('\n')).to.match(/tasks: .*2500 rows at once/);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
  });

  for (const maxPageSize of [1, 33, 50, 64, 100]) {
    it(`notices that the service sends pages of ${maxPageSize} at most`, async () => {
      const account = await open({maxPageSize, size: {tasks: 300}});

      const run = await account.sync(['tasks']);

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, ['tasks'])).to.deep.equal([]);
    });
  }

  for (const maxPageSize of [33, 60, 100]) {
    it(`notices pages of ${maxPageSize} at most when they are cut for their lines as well`, async () => {
      const account = await open({maxPageSize, size: {invoices: 300, invoiceItems: 24_000}});

      const run = await account.sync(LINES);

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, LINES)).to.deep.equal([]);
    });
  }
});
