import {expect} from 'chai';
import {isObject, type JsonObject} from '../../../protocol/core/json.js';
import {type Ended, runTap} from '../../support/process.js';
import {accountOpener} from './account.js';

/** What other connectors for Paymo replicate. */
const USUAL = [
  ...['company', 'client_contacts', 'clients', 'discussions', 'discussion_comments', 'task_comments'],
  ...['estimates', 'estimate_line_items', 'estimate_templates', 'expenses', 'invoices', 'invoice_line_items'],
  ...['invoice_payments', 'invoice_templates', 'milestones', 'projects', 'project_statuses'],
  ...['project_templates', 'reports', 'task_lists', 'tasks', 'time_entries', 'users', 'workflows'],
  'workflow_statuses',
];
const MORE = [
  ...['project_template_task_lists', 'project_template_tasks', 'recurring_profiles'],
  ...['recurring_profile_line_items', 'subtasks', 'task_recurring_profiles'],
];
const OFF = ['files', 'file_comments', 'task_assignments', 'bookings', 'webhooks'];

/** Streams that are not read by `updated_on`: where they find changes instead, or nowhere. */
const OTHERWISE: Readonly<Record<string, string | undefined>> = {
  company: undefined,
  webhooks: undefined,
  invoice_line_items: 'invoice_updated_on',
  estimate_line_items: 'estimate_updated_on',
  recurring_profile_line_items: 'recurring_profile_updated_on',
};

describe('tap-paymo --discover', () => {
  const open = accountOpener();

  it('offers the streams by their names', async () => {
    const streams = await offered();

    expect(streams.map(({tap_stream_id}) => tap_stream_id)).to.have.members([...USUAL, ...MORE, ...OFF]);
  });

  it('leaves off what costs many requests or few people want, and nothing else', async () => {
    const off = (await offered()).filter((stream) => markAt(stream, [])?.['selected-by-default'] === false);

    expect(off.map(({tap_stream_id}) => tap_stream_id)).to.have.members(OFF);
  });

  it('leaves off the pages of templates, and no other field', async () => {
    const off = (await offered()).flatMap(({tap_stream_id, metadata}) =>
      objectsIn(metadata).flatMap(({breadcrumb, metadata: mark}) =>
        Array.isArray(breadcrumb) &&
        breadcrumb.length > 0 &&
        isObject(mark) &&
        mark['selected-by-default'] === false
          ? [`${tap_stream_id}.${breadcrumb.at(-1)}`]
          : [],
      ),
    );

    expect(off).to.have.members([
      ...['estimate_templates.html', 'estimate_templates.css'],
      ...['invoice_templates.html', 'invoice_templates.css'],
    ]);
  });

  it('says of all but two that they are read by their changes, lines by those of their document', async () => {
    for (const stream of await offered()) {
      const name = String(stream.tap_stream_id);
      const key = name in OTHERWISE ? OTHERWISE[name] : 'updated_on';
      expect(stream.replication_key, name).to.equal(key);
      expect(stream.replication_method, name).to.equal(key === undefined ? 'FULL_TABLE' : 'INCREMENTAL');
      expect(stream.key_properties, name).to.deep.equal(['id']);
    }
  });

  it('offers what comes only by its name, and what others have seen', async () => {
    const fields = new Map(
      (await offered()).map(({tap_stream_id, schema}) => [tap_stream_id, propertiesOf(schema)]),
    );

    expect(fields.get('tasks')).to.include.keys('progress_status', 'cover_file_id', 'recurring_profile_id');
    expect(fields.get('invoice_line_items')).to.include.keys('invoice_id', 'invoice_updated_on');
    expect(fields.get('estimate_line_items')).to.include.keys('estimate_id', 'estimate_updated_on');
    expect(fields.get('recurring_profile_line_items')).to.include.keys('recurring_profile_id');
    expect(fields.get('task_comments')).to.include.keys('thread_id', 'task_id', 'project_id');
    expect(fields.get('discussion_comments')).to.include.keys('discussion_id', 'project_id');
    expect(fields.get('file_comments')).to.include.keys('file_id', 'project_id');
  });

  const incomplete: readonly [string, object][] = [
    ['no settings', {}],
    ['an e-mail address without its password', {email: 'a@example.com'}],
    ['relations alone', {include: {tasks: ['project']}}],
    ['filters alone', {filters: {tasks: {complete: true}}}],
  ];
  for (const [what, config] of incomplete) {
    it(`works with ${what}, since it asks nobody`, async () => {
      const {stdout, stderr, code} = await runTap('paymo', {args: ['--discover'], config});

      expect(code, stderr).to.equal(0);
      expect(streamsIn(stdout)).to.have.length(USUAL.length + MORE.length + OFF.length);
    });
  }

  const wrong: readonly [string, object, RegExp][] = [
    [
      'a relation that a stream does not have',
      {include: {tasks: ['invoice']}},
      /"include\.tasks\.0".*project/,
    ],
    ['relations of a stream without any', {include: {company: ['users']}}, /"include\.company"/],
    ['a relation that is no list', {include: {tasks: 7}}, /"include\.tasks"/],
  ];
  for (const [what, config, sentence] of wrong) {
    it(`says in one sentence what is wrong with ${what}`, async () => {
      expectSentence(await runTap('paymo', {args: ['--discover'], config}), sentence);
    });
  }

  const unknown = {include: {tasks: ['invoice']}};
  it('is as strict with settings as a run', async () => {
    const account = await open();

    const run = await account.sync(['tasks'], {config: unknown});

    expectSentence(run, /"include\.tasks\.0"/);
    expect(account.requests).to.deep.equal([]);
  });

  it('tells what a run without a catalog reads', async () => {
    const account = await open({size: {entries: 20, tasks: 12, projects: 4}});

    const run = await account.sync([], {catalog: undefined});

    expect(run.code, run.stderr).to.equal(0);
    const schemas = run.messages.filter(({type}) => type === 'SCHEMA');
    expect(schemas.map(({stream}) => stream)).to.have.members([...USUAL, ...MORE]);
    for (const {stream, schema} of schemas)
      if (String(stream).endsWith('_templates'))
        expect(propertiesOf(schema)).to.not.have.any.keys('html', 'css');
    expect(account.requests.filter(({route}) => /^(files|bookings|userstasks|hooks)$/.test(route))).to.be
      .empty;
  });
});

async function offered(): Promise<JsonObject[]> {
  const {stdout, stderr, code} = await runTap('paymo', {args: ['--discover']});
  expect(code, stderr).to.equal(0);
  return streamsIn(stdout);
}

function streamsIn(stdout: string): JsonObject[] {
  const catalog: unknown = JSON.parse(stdout);
  return isObject(catalog) ? objectsIn(catalog.streams) : [];
}

function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function propertiesOf(schema: unknown): object {
  return isObject(schema) && isObject(schema.properties) ? schema.properties : {};
}

/** What the catalog says of a breadcrumb. */
function markAt({metadata}: JsonObject, breadcrumb: readonly string[]): JsonObject | undefined {
  const found = objectsIn(metadata).find(
    (item) => JSON.stringify(item.breadcrumb) === JSON.stringify(breadcrumb),
  );
  return isObject(found?.metadata) ? found.metadata : undefined;
}

function expectSentence({stdout, stderr, code}: Ended, sentence: RegExp): void {
  expect({stdout, code}).to.deep.equal({stdout: '', code: 1});
  const said = stderr.trimEnd().split('\n');
  expect(said, stderr).to.have.length(1);
  expect(said[0])
    .to.match(/^CRITICAL /)
    .and.to.match(sentence);
}
