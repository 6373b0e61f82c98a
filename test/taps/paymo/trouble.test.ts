import {expect} from 'chai';
import type {Fault} from '../../sandbox/paymo/index.js';
import {recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkOf, idsIn, idsOf, logLines, nth, recordIn} from './account.js';
import {truthOf} from './truth.js';

const BROKEN: readonly [string, Fault][] = [
  ['has no list', {kind: 'no-root'}],
  ['has null for a list', {kind: 'root', value: null}],
  ['has an object for a list', {kind: 'root', value: {}}],
  ['has two lists, none by the right name', {kind: 'body', change: ({clients}) => ({a: clients, b: []})}],
  ['is an error with status 200', {kind: 'text', text: '{"message":"Something went wrong"}'}],
  ['is a bare list', {kind: 'text', text: '[]'}],
  ['is empty', {kind: 'text', text: ''}],
  ['is a page for people', {kind: 'html'}],
  ['is cut off', {kind: 'truncated', framing: 'short'}],
  ['is cut off with the connection', {kind: 'truncated', framing: 'closed'}],
];

describe('tap-paymo, in trouble', () => {
  const open = accountOpener();

  for (const [what, fault] of BROKEN) {
    it(`fails a stream whose answer ${what}, and reads the others`, async () => {
      const account = await open();
      account.faults.on('clients', fault);

      const run = await account.sync(['clients', 'tasks'], {config: {max_retries: 0}});

      expect(run.code).to.equal(1);
      expect(recordsOf(run.messages, 'clients')).to.deep.equal([]);
      expect(bookmarkOf(run, 'clients')).to.equal(undefined);
      expect(account.differences(run, ['tasks'])).to.deep.equal([]);
      expect(logLines(run, 'CRITICAL').join('\n')).to.match(/1 of 2 streams failed \(clients\)/);
    });
  }

  it('takes a single list under another name, and says so', async () => {
    const account = await open();
    account.faults.on('clients', {kind: 'body', change: ({clients}) => ({customers: clients})});

    const run = await account.sync(['clients']);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
    expect(logLines(run, 'WARNING').join('\n')).to.match(/^clients: .*"customers"/);
  });

  for (const recurringProfilesRoot of ['recurringprofiles', 'recurring_profiles'] as const) {
    it(`takes recurring profiles under ${recurringProfilesRoot} without a word`, async () => {
      const account = await open({recurringProfilesRoot, updatedOnFilter: 'works'});

      const run = await account.sync(['recurring_profiles']);

      expect(account.differences(run, ['recurring_profiles'])).to.deep.equal([]);
      expect(logLines(run, 'WARNING')).to.deep.equal([]);
    });
  }

  it('has three goes at a list that fails, then reads what was embedded on its own', async () => {
    const account = await open({failingIncludes: ['invoices.invoiceitems']});

    const run = await account.sync(['invoices', 'invoice_line_items']);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.asked('invoices').filter((asked) => asked.includes('include='))).to.have.length(3);
    expect(account.differences(run, ['invoices', 'invoice_line_items'])).to.deep.equal([]);
  });

  it('brings lines and comments all the same where the service fails on embedding them', async () => {
    const account = await open({
      failingIncludes: [
        'invoices.invoiceitems',
        'estimates.estimateitems',
        'recurringprofiles.recurringprofileitems',
        'threads.comments',
      ],
    });
    const streams = [
      ...['invoices', 'invoice_line_items', 'estimates', 'estimate_line_items'],
      ...['recurring_profiles', 'recurring_profile_line_items'],
      ...['task_comments', 'discussion_comments', 'file_comments'],
    ];

    const run = await account.sync(streams, {config: {max_retries: 0}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, streams)).to.deep.equal([]);
  });

  it('reads tasks without their progress where the service fails on it, and says so', async () => {
    const account = await open({failingIncludes: ['tasks.progress_status']});

    const run = await account.sync(['tasks'], {config: {max_retries: 0}});

    expect(run.code, run.stderr).to.equal(0);
    expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
    expect(logLines(run, 'WARNING').join('\n')).to.include('progress_status');
  });

  it('waits as long as a 429 says, and loses nothing', async () => {
    const account = await open();
    account.faults.on({path: 'clients', nth: 1}, {kind: 'status', status: 429, retryAfter: 1});
    const began = Date.now();

    const run = await account.sync(['clients']);

    expect(run.code, run.stderr).to.equal(0);
    expect(Date.now() - began).to.be.above(1000);
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
  });

  it('leaves a project out that is deleted while its comments and files are to be read', async () => {
    const account = await open();
    const streams = ['task_comments', 'discussion_comments', 'file_comments', 'files'];
    const {id} = nth(account.data.projects, 3);
    account.faults.onRequest({path: /\/threads\?/, nth: 1}, () => account.remove('projects', id));

    const run = await account.sync(streams);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, streams)).to.deep.equal([]);
  });

  it('skips streams that are refused, names them and their reason, and reads the others', async () => {
    const account = await open({forbidden: ['bookings', 'hooks']});

    const run = await account.sync(['bookings', 'webhooks', 'clients', 'time_entries']);

    expect(run.code, run.stderr).to.equal(0);
    const warnings = logLines(run, 'WARNING').join('\n');
    expect(warnings).to.match(/^bookings: .*403.*resource scheduling/m);
    expect(warnings).to.match(/^webhooks: .*403/m);
    expect(account.differences(run, ['clients', 'time_entries'])).to.deep.equal([]);
  });

  it('fails over a refused stream when it is to be strict', async () => {
    const account = await open({forbidden: ['bookings']});

    const run = await account.sync(['bookings', 'clients'], {config: {strict: true}});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/failed \(bookings\)/);
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
  });

  it('fails when everything is refused', async () => {
    const account = await open({forbidden: ['clients', 'projects']});

    const run = await account.sync(['clients', 'projects']);

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/every selected stream was refused/);
  });

  it('warns once that a key is no administrator’s, and reads what its user may see', async () => {
    const account = await open({role: 'Employee'});

    const run = await account.sync(['projects', 'clients', 'invoices']);

    expect(run.code, run.stderr).to.equal(0);
    const warnings = logLines(run, 'WARNING').filter((line) => line.includes('administrator (Employee)'));
    expect(warnings).to.have.length(1);
    const [project] = recordsOf(run.messages, 'projects');
    const whole = truthOf(account).projects?.find(({id}) => id === project?.id);
    expect(recordIn(run, 'projects', Number(project?.id))?.name).to.equal(whole?.name);
  });

  it('prints nothing with such a key when it is to be strict', async () => {
    const account = await open({role: 'Employee'});

    const run = await account.sync(['projects'], {config: {strict: true}});

    expect({code: run.code, stdout: run.stdout}).to.deep.equal({code: 1, stdout: ''});
    expect(run.stderr.trimEnd().split('\n').at(-1)).to.match(/^CRITICAL .*no administrator \(Employee\)/);
  });
});
