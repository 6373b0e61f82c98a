import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {Ajv} from 'ajv';
import {expect} from 'chai';
import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import type {PropertySchema} from '../../protocol/core/schema.js';
import {lintSchema} from '../support/schema-lint.js';

const schemaFolder = path.join(process.cwd(), 'schemas/harvest');
const fixtureFolder = path.join(process.cwd(), 'test/fixtures/harvest');

interface Expectation {
  keys: string[];
  /** The stored responses that show such rows. */
  fixtures: string[];
  /** What a row gets from outside the response: its parent's id, or the period of a report. */
  added?: JsonObject;
  /** For rows that are part of another stream's: how to take them out. */
  within?: (parent: JsonObject) => JsonObject[];
}

const invoice = {invoice_id: 13150403};
const estimate = {estimate_id: 1439818};
const user = {user_id: 1782884};
const period = {from: '2017-01-01', to: '2017-12-31'};

const streams: Record<string, Expectation> = {
  company: {keys: ['full_domain'], fixtures: ['company']},
  clients: {keys: ['id'], fixtures: ['clients', 'client_retrieve']},
  contacts: {keys: ['id'], fixtures: ['contacts']},
  estimates: {keys: ['id'], fixtures: ['estimates', 'estimate_retrieve']},
  estimate_messages: {keys: ['id'], fixtures: ['estimate_messages'], added: estimate},
  estimate_item_categories: {keys: ['id'], fixtures: ['estimate_item_categories']},
  estimate_line_items: {
    keys: ['estimate_id', 'id'],
    fixtures: ['estimates', 'estimate_retrieve'],
    within: linesOf('estimate'),
  },
  expenses: {keys: ['id'], fixtures: ['expenses', 'expense_retrieve']},
  expense_categories: {keys: ['id'], fixtures: ['expense_categories']},
  invoices: {keys: ['id'], fixtures: ['invoices', 'invoice_retrieve']},
  invoice_messages: {keys: ['id'], fixtures: ['invoice_messages'], added: invoice},
  invoice_payments: {keys: ['id'], fixtures: ['invoice_payments'], added: invoice},
  invoice_item_categories: {keys: ['id'], fixtures: ['invoice_item_categories']},
  invoice_line_items: {
    keys: ['invoice_id', 'id'],
    fixtures: ['invoices', 'invoice_retrieve'],
    within: linesOf('invoice'),
  },
  projects: {keys: ['id'], fixtures: ['projects', 'project_retrieve']},
  user_assignments: {keys: ['id'], fixtures: ['user_assignments', 'project_user_assignments']},
  task_assignments: {keys: ['id'], fixtures: ['task_assignments', 'project_task_assignments']},
  roles: {keys: ['id'], fixtures: ['roles']},
  tasks: {keys: ['id'], fixtures: ['tasks']},
  time_entries: {
    keys: ['id'],
    fixtures: ['time_entries', 'time_entry_retrieve', 'time_entry_restart', 'time_entry_stop'],
  },
  users: {keys: ['id'], fixtures: ['users', 'user_retrieve', 'users_me']},
  billable_rates: {keys: ['user_id', 'id'], fixtures: ['user_billable_rates'], added: user},
  cost_rates: {keys: ['user_id', 'id'], fixtures: ['user_cost_rates'], added: user},
  project_assignments: {
    keys: ['id'],
    fixtures: ['user_project_assignments', 'users_me_project_assignments'],
    added: user,
  },
  teammates: {keys: ['user_id', 'id'], fixtures: ['user_teammates'], added: user},
  report_time_clients: report('reports_time_clients', 'client_id'),
  report_time_projects: report('reports_time_projects', 'project_id', 'client_id'),
  report_time_tasks: report('reports_time_tasks', 'task_id'),
  report_time_team: report('reports_time_team', 'user_id'),
  report_expenses_clients: report('reports_expenses_clients', 'client_id'),
  report_expenses_projects: report('reports_expenses_projects', 'project_id', 'client_id'),
  report_expenses_categories: report('reports_expenses_categories', 'expense_category_id'),
  report_expenses_team: report('reports_expenses_team', 'user_id'),
  report_uninvoiced: report('reports_uninvoiced', 'project_id', 'client_id'),
  report_project_budget: {keys: ['project_id'], fixtures: ['reports_project_budget']},
};

/** Stored responses without rows of any stream: the account list, tokens, and a template for a message. */
const leftOut = ['accounts', 'oauth_token', 'oauth_token_refresh', 'invoice_messages_new'];

describe('the schemas of Harvest', () => {
  it('are there for every stream, and for no other', () => {
    const names = namesIn(schemaFolder).filter((name) => name !== 'config');

    expect(names).to.have.members(Object.keys(streams));
  });

  it('are tried on every stored response that has rows', () => {
    const tried = new Set(Object.values(streams).flatMap(({fixtures}) => fixtures));

    expect([...tried, ...leftOut]).to.have.members(namesIn(fixtureFolder));
  });

  for (const [stream, expectation] of Object.entries(streams)) {
    describe(stream, () => {
      it('keeps to the dialect that targets survive', () => {
        expect(lintSchema(stream, readSchema(stream), expectation.keys)).to.deep.equal([]);
      });

      for (const fixture of expectation.fixtures) {
        it(`admits every row of ${fixture}`, () => {
          const ajv = new Ajv({
            strict: true,
            allErrors: true,
            formats: {date: isDate, 'date-time': isDateTime},
          });
          const validate = ajv.compile(readSchema(stream));

          const refusals = rowsFrom(fixture, expectation).flatMap((row) =>
            validate(row) ? [] : [ajv.errorsText(validate.errors, {dataVar: stream})],
          );

          expect(refusals).to.deep.equal([]);
        });

        it(`names every field in ${fixture}`, () => {
          const schema = readSchema(stream);

          const unknown = rowsFrom(fixture, expectation).flatMap((row) => unknownFields(stream, row, schema));

          expect(unknown).to.deep.equal([]);
        });

        it(`has its keys in every row of ${fixture}`, () => {
          for (const row of rowsFrom(fixture, expectation)) expect(row).to.include.keys(expectation.keys);
        });
      }
    });
  }
});

describe('the formats that schemas are checked with', () => {
  it('take a date for a day of the calendar', () => {
    expect(['2024-02-29', '1999-12-31'].filter(isDate)).to.have.length(2);
    expect(['2023-02-29', '2023-13-01', '20230101', '2023-01-01T00:00:00Z', ''].filter(isDate)).to.be.empty;
  });

  it('take a date-time for a moment with its offset', () => {
    expect(['2024-02-29T23:59:59Z', '2024-01-01T00:00:00.123456+02:00'].filter(isDateTime)).to.have.length(2);
    expect(['2024-01-01', '2024-01-01T00:00:00', '2024-01-01T25:00:00Z', '3:00pm'].filter(isDateTime)).to.be
      .empty;
  });
});

/** A report's rows have no id: the period, what they are about and the currency identify them. */
function report(fixture: string, ...subjects: string[]): Expectation {
  return {
    keys: ['from', 'to', ...subjects, 'currency'],
    fixtures: [fixture],
    added: {...period, currency: ''},
  };
}

/** Takes an invoice or estimate apart into its lines, which have no other trace of where they belong. */
function linesOf(document: 'invoice' | 'estimate') {
  return (parent: JsonObject): JsonObject[] =>
    objectsIn(parent.line_items).map((line) => ({
      ...line,
      [`${document}_id`]: parent.id,
      [`${document}_updated_at`]: parent.updated_at,
    }));
}

/** The rows of a stored response as the stream has them. No rows is a failure: that would test nothing. */
function rowsFrom(fixture: string, {added, within}: Expectation): JsonObject[] {
  const body = readObject(path.join(fixtureFolder, `${fixture}.json`));
  const listed = 'per_page' in body ? objectsIn(Object.values(body).find(Array.isArray)) : [body];
  const rows = (within ? listed.flatMap(within) : listed).map((row) => ({...added, ...row}));
  if (rows.length === 0) throw new Error(`${fixture} has no rows.`);
  return rows;
}

/** The fields of a value, at any depth, that its schema does not mention. */
function unknownFields(
  where: string,
  value: JsonValue | undefined,
  schema: PropertySchema | undefined,
): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => unknownFields(`${where}[]`, item, schema?.items));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const property = schema?.properties?.[name];
    return property ? unknownFields(`${where}.${name}`, member, property) : [`${where}.${name}`];
  });
}

function readSchema(stream: string): PropertySchema {
  const schema: unknown = JSON.parse(readFileSync(path.join(schemaFolder, `${stream}.json`), 'utf8'));
  if (!isSchema(schema)) throw new Error(`${stream}.json holds no schema.`);
  return schema;
}

function isSchema(value: unknown): value is PropertySchema {
  return isObject(value) && 'type' in value;
}

function readObject(file: string): JsonObject {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isObject(content)) throw new Error(`${file} holds no JSON object.`);
  return content;
}

function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function namesIn(folder: string): string[] {
  return readdirSync(folder).map((file) => path.basename(file, '.json'));
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

function isDateTime(text: string): boolean {
  const [, date = '', time] = /^(.{10})T(\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))$/.exec(text) ?? [];
  return isDate(date) && !Number.isNaN(Date.parse(`1970-01-01T${time}`));
}
