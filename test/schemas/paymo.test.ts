import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {Ajv} from 'ajv';
import {expect} from 'chai';
import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import type {RecordSchema} from '../../protocol/core/schema.js';
import {compileShape} from '../../protocol/core/shape.js';
import {isDate, isTimestamp} from '../support/protocol-lint.js';
import {lintSchemaFile} from '../support/schema-lint.js';
import {fullTable, whole} from '../support/streams.js';

const schemaFolder = path.join(process.cwd(), 'schemas/paymo');
const fixtureFolder = path.join(process.cwd(), 'test/fixtures/paymo');

interface Expectation {
  /** The stored responses that show such rows; `projects_get/tasklists`: what its rows have under that name. */
  samples: string[];
  /** Objects that rows carry because they were asked for, and that are no fields of this stream. */
  relations?: string[];
  /** What a row gets from outside itself; `parent` is the row that it was found in. */
  added?: (parent: JsonObject) => JsonObject;
  /** What the tap makes of a row before it is shaped. */
  adapted?: (row: JsonObject) => JsonObject;
}

const projectTree = 'projects_get_include_tasklists_tasks';
const templateTree = 'projecttemplates_include_tasklists_tasks';

const streams: Record<string, Expectation> = {
  company: {samples: ['company']},
  clients: {samples: listAndGet('clients')},
  client_contacts: {samples: listAndGet('clientcontacts')},
  projects: {
    samples: [
      ...listAndGet('projects'),
      projectTree,
      'projectstatuses_include_projects/projects',
      'tasks_get_include_project/project',
    ],
    relations: ['tasklists'],
  },
  project_statuses: {
    samples: [...listAndGet('projectstatuses'), 'projectstatuses_include_projects'],
    relations: ['projects'],
  },
  project_templates: {
    samples: [...listAndGet('projecttemplates'), templateTree],
    relations: ['projecttemplatestasklists'],
  },
  project_template_task_lists: {
    samples: [`${templateTree}/projecttemplatestasklists`],
    relations: ['projecttemplatestasks'],
  },
  project_template_tasks: {samples: [`${templateTree}/projecttemplatestasklists/projecttemplatestasks`]},
  task_lists: {samples: [...listAndGet('tasklists'), `${projectTree}/tasklists`], relations: ['tasks']},
  tasks: {
    samples: [
      ...listAndGet('tasks'),
      'tasks_get_include_project',
      'tasks_get_include_project_name_client_name',
      'tasks_where_complete_false',
      `${projectTree}/tasklists/tasks`,
      'webhook_task_insert',
    ],
    relations: ['project', 'tasklist'],
  },
  subtasks: {samples: listAndGet('subtasks')},
  // Here and in the bookings both rows of the list have one id; real ones have their own.
  task_assignments: {samples: listAndGet('userstasks')},
  task_recurring_profiles: {samples: listAndGet('taskrecurringprofiles')},
  time_entries: {samples: listAndGet('entries')},
  bookings: {samples: listAndGet('bookings')},
  expenses: {samples: listAndGet('expenses')},
  estimates: {samples: ['estimates', 'estimates_get_include_items'], relations: ['estimateitems']},
  estimate_line_items: {
    samples: ['estimates_get_include_items/estimateitems'],
    added: ({updated_on}) => ({estimate_updated_on: updated_on}),
  },
  estimate_templates: {samples: listAndGet('estimatetemplates')},
  invoices: {samples: ['invoices', 'invoices_get_include_items'], relations: ['invoiceitems']},
  invoice_line_items: {
    samples: ['invoices_get_include_items/invoiceitems'],
    added: ({updated_on}) => ({invoice_updated_on: updated_on}),
  },
  invoice_payments: {samples: listAndGet('invoicepayments')},
  invoice_templates: {samples: listAndGet('invoicetemplates')},
  recurring_profiles: {
    samples: ['recurringprofiles', 'recurringprofiles_get_include_items'],
    relations: ['recurringprofileitems'],
  },
  recurring_profile_line_items: {
    samples: ['recurringprofiles_get_include_items/recurringprofileitems'],
    added: ({updated_on}) => ({recurring_profile_updated_on: updated_on}),
  },
  milestones: {samples: listAndGet('milestones')},
  discussions: {samples: listAndGet('discussions')},
  task_comments: {
    samples: [...listAndGet('comments'), 'threads_include_comments/comments'],
    added: ({task_id = 1, project_id = 2}) => ({task_id, project_id}),
  },
  discussion_comments: {samples: listAndGet('comments'), added: () => ({discussion_id: 1, project_id: 2})},
  file_comments: {samples: listAndGet('comments'), added: () => ({file_id: 1, project_id: 2})},
  files: {samples: listAndGet('files')},
  reports: {samples: listAndGet('reports')},
  users: {samples: listAndGet('users')},
  workflows: {samples: listAndGet('workflows')},
  workflow_statuses: {samples: listAndGet('workflowstatuses')},
  webhooks: {samples: listAndGet('hooks')},
};

/** Stored bodies that hold an id and nothing else. */
const leftOut = ['webhook_delete', 'webhook_project_delete_signed'];

describe('the schemas of Paymo', () => {
  it('are there for every stream, and for no other', () => {
    const names = namesIn(schemaFolder).filter((name) => name !== 'config');

    expect(names).to.have.members(Object.keys(streams));
  });

  it('are tried on every stored response that has rows', () => {
    const tried = new Set(Object.values(streams).flatMap(({samples}) => samples.map(fixtureOf)));

    // No stream has sessions, galleries, or what the documentation only ever drafted.
    const others = /^(sessions|unconfirmed_)|gallery$/;
    expect([...tried, ...leftOut]).to.have.members(
      namesIn(fixtureFolder).filter((name) => !others.test(name)),
    );
  });

  it('mark as secret what opens a document or an account, or tells of payment and mail servers', () => {
    const marked = Object.keys(streams).flatMap((stream) =>
      Object.entries(readSchema(stream).properties)
        .filter(([, property]) => 'secret' in property)
        .map(([name]) => `${stream}.${name}`),
    );
    const ofCompany = Object.keys(readSchema('company').properties).filter((name) =>
      /^(op|custom_smtp)_/.test(name),
    );

    expect(ofCompany).to.have.length(15);
    expect(marked).to.have.members([
      ...ofCompany.map((name) => `company.${name}`),
      'estimates.download_token',
      'expenses.download_token',
      'files.token',
      'invoices.download_token',
      'invoices.token',
      'reports.download_token',
      'users.user_hash',
    ]);
  });

  for (const [stream, expectation] of Object.entries(streams)) {
    describe(stream, () => {
      it('keeps to the dialect that targets survive', () => {
        expect(lintSchemaFile(stream, readSchema(stream), ['id'])).to.deep.equal([]);
      });

      it('is keyed by an integer, and knows when its rows were made and changed', () => {
        const {id, created_on, updated_on} = readSchema(stream).properties;

        expect(id?.type).to.equal('integer');
        expect([created_on?.format, updated_on?.format]).to.deep.equal(['date-time', 'date-time']);
      });

      for (const sample of expectation.samples) {
        it(`admits every row of ${sample}, shaped`, () => {
          const ajv = new Ajv({
            strict: true,
            allErrors: true,
            formats: {date: isDate, 'date-time': isTimestamp},
          });
          ajv.addVocabulary(['secret']);
          const validate = ajv.compile(readSchema(stream));

          const refusals = shapedRows(stream, sample).rows.flatMap((row) =>
            validate(row) ? [] : [ajv.errorsText(validate.errors, {dataVar: stream})],
          );

          expect(refusals).to.deep.equal([]);
        });

        it(`names every field in ${sample}, and loses no date of it`, () => {
          const {unknown, nulled} = shapedRows(stream, sample);

          expect({unknown, nulled}).to.deep.equal({unknown: [], nulled: []});
        });
      }
    });
  }
});

describe('what shaping makes of the samples of Paymo', () => {
  it('is a number for the size of a file, which comes as text', () => {
    const sizes = rowsFrom('files', {samples: []}).map(({size}) => size);

    expect(sizes).to.deep.equal(['517429', '363491']);
    expect(valuesOf('files', 'files', 'size')).to.deep.equal([517429, 363491]);
  });

  it('is text for what a report is about, whether it comes as a word or as ids', () => {
    expect(valuesOf('reports', 'reports', 'clients')).to.deep.equal(['[151303]']);
    expect(valuesOf('reports', 'reports', 'projects')).to.deep.equal(['all_active']);
    expect(valuesOf('reports', 'reports', 'users')).to.deep.equal(['all']);
  });

  it('is a number for the ids in what a report found, which come as text', () => {
    const [info] = valuesOf('reports', 'reports', 'info');

    expect(info).to.deep.include({clients: [{id: 151303, name: 'Paymo'}]});
  });

  it('keeps free objects as they come', () => {
    const [extra] = valuesOf('reports', 'reports', 'extra');
    const [content] = valuesOf('reports', 'reports_get', 'content');

    expect(extra).to.include({rounding_step: false, display_entries_descriptions: true});
    expect(content).to.have.property('items').with.length(17);
  });

  it('is both kinds of time entry with the same fields', () => {
    expect(valuesOf('time_entries', 'entries', 'start_time')).to.deep.equal(['2014-12-11T09:30:00Z', null]);
    expect(valuesOf('time_entries', 'entries', 'end_time')).to.deep.equal(['2014-12-11T10:15:00Z', null]);
    expect(valuesOf('time_entries', 'entries', 'date')).to.deep.equal([null, '2014-10-21']);
    expect(valuesOf('time_entries', 'entries', 'duration')).to.deep.equal([2700, 21600]);
  });

  it('is text for settings of the company, and a flag where the sample has one', () => {
    expect(valuesOf('company', 'company', 'default_price_per_hour')).to.deep.equal(['30']);
    expect(valuesOf('company', 'company', 'apply_tax_to_expenses')).to.deep.equal(['1']);
    expect(valuesOf('company', 'company', 'online_payments')).to.deep.equal([true]);
  });

  it('is text for notifications, which are JSON in a string', () => {
    const [none] = valuesOf('task_recurring_profiles', 'taskrecurringprofiles', 'notifications');
    const [some] = valuesOf('task_recurring_profiles', 'taskrecurringprofiles_get', 'notifications');

    expect(none).to.equal('{}');
    expect(JSON.parse(String(some))).to.have.nested.property('0.param', '24');
  });
});

describe('the stored bodies of Paymo webhooks', () => {
  it('hold what was signed byte for byte', () => {
    const body = readFileSync(path.join(fixtureFolder, 'webhook_project_delete_signed.json'), 'utf8');

    expect(body).to.equal('{"id":"1679584"}');
  });

  it('hold an id alone for what was deleted', () => {
    for (const name of leftOut) expect(Object.keys(readObject(fixtureFolder, name))).to.deep.equal(['id']);
  });
});

function listAndGet(name: string): string[] {
  return [name, `${name}_get`];
}

function fixtureOf(sample: string): string {
  return sample.split('/')[0] ?? sample;
}

/** The rows of a sample as the stream emits them, with all its fields, and what shaping had to tell. */
function shapedRows(stream: string, sample: string) {
  const unknown: string[] = [];
  const nulled: string[] = [];
  const shape = compileShape(whole(fullTable(stream, {schema: readSchema(stream)})), {
    unknown: (field) => unknown.push(field),
    nulled: (field) => nulled.push(field),
  });
  const expectation = streams[stream];
  if (expectation === undefined) throw new Error(`There is no stream ${stream}.`);
  const rows = rowsFrom(sample, expectation).map((row) => shape(row));
  return {rows, unknown, nulled};
}

function valuesOf(stream: string, sample: string, field: string): (JsonValue | undefined)[] {
  return shapedRows(stream, sample).rows.map((row) => row[field]);
}

/** The rows of a sample before shaping. No rows is a failure: that would test nothing. */
function rowsFrom(sample: string, {relations = [], added, adapted}: Expectation): JsonObject[] {
  const [fixture = '', ...names] = sample.split('/');
  let found = envelopeRows(readObject(fixtureFolder, fixture)).map((row) => ({row, parent: {}}));
  for (const name of names) {
    found = found.flatMap(({row: parent}) => objectsIn(parent[name]).map((row) => ({row, parent})));
  }
  if (found.length === 0) throw new Error(`${sample} has no rows.`);
  return found.map(({row, parent}) => {
    const own = Object.entries(row).filter(([name]) => !relations.includes(name));
    const stamped = {...Object.fromEntries(own), ...added?.(parent)};
    return adapted === undefined ? stamped : adapted(stamped);
  });
}

/** Bodies are an envelope of one list, of the single company, or a webhook's bare object. */
function envelopeRows(body: JsonObject): JsonObject[] {
  const values = Object.values(body);
  return 'id' in body || values.length !== 1 ? [body] : objectsIn(values[0]);
}

function readSchema(stream: string): RecordSchema {
  const schema: unknown = readObject(schemaFolder, stream);
  if (!isSchema(schema)) throw new Error(`${stream}.json holds no schema.`);
  return schema;
}

function isSchema(value: unknown): value is RecordSchema {
  return isObject(value) && value.type === 'object' && isObject(value.properties);
}

function readObject(folder: string, name: string): JsonObject {
  const content: unknown = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8'));
  if (!isObject(content)) throw new Error(`${name}.json holds no JSON object.`);
  return content;
}

/** The objects of a list, or the one object that stands alone. */
function objectsIn(value: JsonValue | undefined): JsonObject[] {
  if (isObject(value)) return [value];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function namesIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => path.basename(file, '.json'));
}
