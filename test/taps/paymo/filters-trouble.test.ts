import {expect} from 'chai';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, idsIn, idsOf, logLines, nth} from './account.js';
import {truthOf} from './truth.js';

describe('tap-paymo, filters', () => {
  const open = accountOpener();

  it('that the service ignores are applied to the rows', async () => {
    const account = await open();
    account.faults.on(/\/tasks\?/, {kind: 'body', change: () => ({tasks: account.data.tasks})});

    const run = await account.sync(['tasks'], {
      config: {filters: {tasks: {billable: true, users: 'anyone'}}},
    });

    const wanted = account.data.tasks.filter(
      ({billable, users}) => billable === true && String(users) === '',
    );
    expect(run.code, run.stderr).to.equal(0);
    expect(wanted).to.not.have.length(0);
    expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(wanted));
  });

  it('that the service refuses are applied to the rows, which the log says once', async () => {
    const account = await open();
    account.faults.on(/\/invoices\?.*status/, {
      kind: 'status',
      status: 400,
      body: {text: '{"message":"Unknown field or reference: status"}'},
    });
    const filters = {invoices: {status: ['paid', 'sent'], total: {'>': 100}}};

    const run = await account.sync(['invoices'], {config: {filters, page_size: 5}});

    const wanted = account.data.invoices.filter(
      ({status, total}) => (status === 'paid' || status === 'sent') && Number(total) > 100,
    );
    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'invoices')).to.deep.equal(idsOf(wanted));
    const said = logLines(run, 'WARNING').filter((line) => line.includes('refuses the filters'));
    expect(said).to.have.length(1);
    expect(said[0]).to.match(/^invoices: .*status/);
  });

  it('that only the service can apply fail the stream when they are refused', async () => {
    const account = await open({size: {entries: 30}});
    account.faults.on(/\/entries\?.*client_id/, {kind: 'status', status: 400, body: 'message'});
    const filters = {time_entries: {client_id: nth(account.data.clients, 0).id}};

    const run = await account.sync(['time_entries', 'clients'], {config: {filters}});

    expect(run.code).to.equal(1);
    expect(recordsOf(run.messages, 'time_entries')).to.deep.equal([]);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/failed \(time_entries\)/);
  });

  it('of documents are followed by their lines', async () => {
    const account = await open();
    const filters = {
      invoices: {status: 'paid'},
      estimates: {status: 'sent'},
      recurring_profiles: {autosend: true},
    };
    const lines = ['invoice_line_items', 'estimate_line_items', 'recurring_profile_line_items'];

    const run = await account.sync(lines, {config: {filters}});

    const {invoices, estimates, recurringprofiles, ...data} = account.data;
    const ofThese = (rows: typeof data.invoiceitems, key: string, documents: typeof invoices) => {
      const ids = new Set(documents.map(({id}) => id));
      const found = rows.filter((row) => ids.has(Number(row[key])));
      expect(found.length).to.be.within(1, rows.length - 1);
      return idsOf(found);
    };
    expect(lines.map((stream) => idsIn(run, stream))).to.deep.equal([
      ofThese(
        data.invoiceitems,
        'invoice_id',
        invoices.filter(({status}) => status === 'paid'),
      ),
      ofThese(
        data.estimateitems,
        'estimate_id',
        estimates.filter(({status}) => status === 'sent'),
      ),
      ofThese(
        data.recurringprofileitems,
        'recurring_profile_id',
        recurringprofiles.filter(({autosend}) => autosend === true),
      ),
    ]);
  });

  it('of projects are followed by the comments in them', async () => {
    const account = await open({size: {comments: 80}});
    const streams = ['task_comments', 'discussion_comments', 'file_comments'];

    const run = await account.sync(streams, {config: {filters: {projects: {active: false}}}});

    const archived = new Set(account.data.projects.flatMap(({id, active}) => (active === true ? [] : [id])));
    for (const stream of streams) {
      const wanted = truthOf(account)[stream]?.filter(({project_id}) => archived.has(Number(project_id)));
      expect(idsIn(run, stream), stream).to.have.members(wanted?.map(({id}) => id) ?? []);
    }
    expect(recordsOf(run.messages, 'task_comments')).to.not.have.length(0);
  });

  it('of project templates are followed by their parts', async () => {
    const account = await open();
    const {projecttemplates, projecttemplatestasklists, projecttemplatestasks} = account.data;
    const {id, name} = nth(projecttemplates, 0);
    const filters = {project_templates: {name: String(name)}};
    const streams = ['project_template_task_lists', 'project_template_tasks'];

    const run = await account.sync(streams, {config: {filters}});

    const ofIt = (rows: typeof projecttemplates) => idsOf(rows.filter(({template_id}) => template_id === id));
    expect(projecttemplates).to.have.length.above(1);
    expect(streams.map((stream) => idsIn(run, stream))).to.deep.equal([
      ofIt(projecttemplatestasklists),
      ofIt(projecttemplatestasks),
    ]);
  });

  it('other than last time make their stream start anew, and no other one', async () => {
    const account = await open();
    const streams = ['tasks', 'clients'];
    const {data} = account;
    const filtered = (project: number) => ({filters: {tasks: {project_id: nth(data.projects, project).id}}});
    const first = await account.sync(streams, {config: filtered(0)});
    account.pass(1);

    const second = await account.sync(streams, {state: lastState(first.messages), config: filtered(1)});

    const wanted = data.tasks.filter(({project_id}) => project_id === nth(data.projects, 1).id);
    expect(wanted).to.not.have.length(0);
    expect(idsIn(second, 'tasks')).to.deep.equal(idsOf(wanted));
    expect(idsIn(second, 'clients')).to.have.length.below(2);
  });

  it('that are taken away make their stream start anew', async () => {
    const account = await open();
    const first = await account.sync(['projects'], {config: {filters: {projects: {active: false}}}});
    account.pass(1);

    const second = await account.sync(['projects'], {state: lastState(first.messages)});

    expect(account.differences(second, ['projects'])).to.deep.equal([]);
  });

  for (const [stream, path] of [
    ['invoices', 'invoices'],
    ['expenses', 'expenses'],
  ] as const) {
    it(`are asked for together with what changed in a second run (${stream})`, async () => {
      const account = await open();
      const client = nth(account.data.clients, 0).id;
      const options = {config: {filters: {[stream]: {client_id: client}}}};
      const first = await account.sync([stream], options);
      account.pass(1);
      const rows = account.data[path];
      const [own, foreign] = [true, false].map((is) =>
        nth(
          rows.filter((row) => (row.client_id === client) === is),
          0,
        ),
      );
      const changed = account.update(path, own?.id ?? 0, {notes: 'Changed'});
      account.update(path, foreign?.id ?? 0, {notes: 'Changed'});
      account.requests.length = 0;

      const second = await account.sync([stream], {...options, state: lastState(first.messages)});

      expect(idsIn(second, stream)).to.include(changed.id).and.not.include(foreign?.id);
      expect(idsIn(second, stream)).to.have.length.below(3);
      for (const asked of account.asked(path))
        expect(asked).to.match(new RegExp(`where=client_id=${client} and updated_on>=\\d+&`));
    });
  }
});
