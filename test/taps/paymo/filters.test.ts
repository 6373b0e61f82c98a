import {expect} from 'chai';
import {settingsSchema} from '../../../protocol/config/settings-schema.js';
import type {JsonObject} from '../../../protocol/core/json.js';
import {type SettingSchema, typesOf} from '../../../protocol/core/schema.js';
import {FILTERS, type FilterField} from '../../../taps/paymo/filter-table.js';
import {compileFilters, type StreamFilter} from '../../../taps/paymo/filters.js';

const now = new Date('2026-03-31T12:00:00Z');

function compile(stream: string, fields: JsonObject): StreamFilter {
  const filter = compileFilters({[stream]: fields}, now).get(stream);
  if (filter === undefined) throw new Error(`${stream} has no filter`);
  return filter;
}

function kept(stream: string, fields: JsonObject, rows: JsonObject[]): JsonObject[] {
  return rows.filter(compile(stream, fields).keeps);
}

describe('what Paymo is asked for', () => {
  const conditions: [string, string, JsonObject, object][] = [
    ['an id', 'tasks', {project_id: 7}, {'project_id=': 7}],
    ['several ids', 'tasks', {project_id: [7, 8]}, {'project_id in': [7, 8]}],
    ['a list of one id as that id', 'tasks', {project_id: [7]}, {'project_id=': 7}],
    ['a truth value', 'clients', {active: false}, {'active=': false}],
    ['a word', 'invoices', {status: 'draft'}, {'status=': 'draft'}],
    ['several words', 'invoices', {status: ['draft', 'void']}, {'status in': ['draft', 'void']}],
    ['a text', 'clients', {name: 'Acme'}, {'name=': 'Acme'}],
    ['a number', 'invoices', {total: 100}, {'total=': 100}],
    ['bounds of a number', 'invoices', {total: {'>': 100, '<=': 200}}, {'total>': 100, 'total<=': 200}],
    ['bounds of a date', 'expenses', {date: {'>=': '2026-01-01'}}, {'date>=': '2026-01-01'}],
    ['a person', 'projects', {managers: 7}, {'managers=': 7}],
    ['tasks without assignees', 'tasks', {users: 'anyone'}, {'users=': 'anyone'}],
    ['tasks of somebody or nobody', 'tasks', {users: ['anyone', 17]}, {'users in': ['anyone', 17]}],
    ['a date as a moment', 'clients', {created_on: {'>=': '2020-03-11'}}, {'created_on>=': 1583884800}],
    ['a timestamp', 'clients', {created_on: {'<': '2020-03-11T19:20:41Z'}}, {'created_on<': 1583954441}],
    ['a time before now', 'clients', {created_on: {'>': '-1d'}}, {'created_on>': 1774828800}],
    ['what only Paymo can tell', 'time_entries', {client_id: [7, 8]}, {'client_id in': [7, 8]}],
  ];
  for (const [what, stream, fields, sent] of conditions) {
    it(`is ${what}`, () => {
      expect(compile(stream, fields).sent).to.deep.equal(sent);
    });
  }

  const unsent: [string, string, JsonObject][] = [
    ['a list where it only compares with one value', 'expenses', {user_id: [7, 8]}],
    ['a field that it is not known to look at', 'tasks', {status_id: 7, priority: 75}],
    ['what an id must not be', 'tasks', {project_id: {'!=': 7}}],
    ['what ids must not be', 'tasks', {project_id: {'not in': [7, 8]}}],
    ['what a number must not be', 'invoices', {total: {'!=': 0}}],
    [
      'a list that is too long for an address',
      'tasks',
      {project_id: Array.from({length: 101}, (_, id) => id)},
    ],
    ['days, which bound the windows instead', 'time_entries', {from: '2026-01-01', to: '2026-01-31'}],
  ];
  for (const [what, stream, fields] of unsent) {
    it(`is not ${what}`, () => {
      expect(compile(stream, fields).sent).to.deep.equal({});
    });
  }

  it('is told apart where nothing else can apply it', () => {
    const {serviceOnly} = compile('bookings', {project_id: 7, user_id: 8, task_id: [1, 2]});

    expect(serviceOnly).to.deep.equal(['project_id=', 'task_id in']);
  });
});

describe('what is applied to rows', () => {
  const cases: [string, string, JsonObject, JsonObject[], JsonObject[]][] = [
    ['an id', 'tasks', {project_id: 7}, [{project_id: 7}], [{project_id: 8}, {project_id: null}]],
    ['several ids', 'expenses', {user_id: [7, 8]}, [{user_id: 7}, {user_id: 8}], [{user_id: 9}]],
    ['an id that is text in the row', 'tasks', {project_id: 7}, [{project_id: '7'}], [{project_id: '8'}]],
    [
      'an id that is not wanted',
      'tasks',
      {project_id: {'!=': 7}},
      [{project_id: 8}, {project_id: null}],
      [{project_id: 7}],
    ],
    [
      'ids that are not wanted',
      'tasks',
      {project_id: {'not in': [7, 8]}},
      [{project_id: 9}, {project_id: null}],
      [{project_id: 7}, {project_id: 8}],
    ],
    ['above', 'invoices', {total: {'>': 100}}, [{total: 100.5}], [{total: 100}, {total: null}]],
    ['at least', 'invoices', {total: {'>=': 100}}, [{total: 100}], [{total: 99.5}]],
    ['below', 'invoices', {total: {'<': 100}}, [{total: 99}], [{total: 100}, {total: null}]],
    ['at most', 'invoices', {total: {'<=': 100}}, [{total: 100}], [{total: 100.5}]],
    [
      'a number that is text',
      'projects',
      {price_per_hour: {'>': 100}},
      [{price_per_hour: '200'}],
      [{price_per_hour: '20'}],
    ],
    ['a number that is not wanted', 'invoices', {total: {'!=': 0}}, [{total: 5}], [{total: 0}]],
    ['a date', 'tasks', {due_date: '2026-01-31'}, [{due_date: '2026-01-31'}], [{due_date: '2026-02-01'}]],
    [
      'a range of dates, both ends included',
      'tasks',
      {due_date: {'>=': '2026-01-31', '<=': '2026-02-01'}},
      [{due_date: '2026-01-31'}, {due_date: '2026-02-01'}],
      [{due_date: '2026-01-30'}, {due_date: '2026-02-02'}, {due_date: null}, {due_date: ''}],
    ],
    [
      'a moment',
      'clients',
      {created_on: {'>=': '2026-01-31'}},
      [{created_on: '2026-01-31T00:00:00Z'}, {created_on: '2026-01-31T01:00:00+01:00'}],
      [{created_on: '2026-01-30T23:59:59Z'}, {created_on: null}],
    ],
    [
      'a truth value',
      'clients',
      {active: true},
      [{active: true}, {active: '1'}, {active: 1}],
      [{active: false}, {active: null}],
    ],
    [
      'its contrary',
      'clients',
      {active: false},
      [{active: false}, {active: '0'}, {active: ''}],
      [{active: true}],
    ],
    ['a word', 'invoices', {status: ['draft', 'void']}, [{status: 'void'}], [{status: 'paid'}]],
    ['a text, letter by letter', 'clients', {name: 'Acme'}, [{name: 'Acme'}], [{name: 'acme'}, {name: null}]],
    [
      'a person among others',
      'projects',
      {users: 7},
      [{users: [6, 7]}],
      [{users: [6]}, {users: []}, {users: null}],
    ],
    ['any of several people', 'projects', {users: [7, 8]}, [{users: [8]}], [{users: [6]}]],
    ['nobody', 'tasks', {users: 'anyone'}, [{users: []}, {users: null}], [{users: [7]}]],
    ['somebody or nobody', 'tasks', {users: ['anyone', 7]}, [{users: []}, {users: [7, 8]}], [{users: [8]}]],
    [
      'all filters at once',
      'tasks',
      {project_id: 7, complete: false},
      [{project_id: 7, complete: false}],
      [
        {project_id: 7, complete: true},
        {project_id: 8, complete: false},
      ],
    ],
    [
      'an id that files have only where it applies',
      'files',
      {task_id: 7},
      [{task_id: 7}],
      [{discussion_id: 7}, {task_id: 8}],
    ],
  ];
  for (const [what, stream, fields, fitting, others] of cases) {
    it(`is ${what}`, () => {
      expect(kept(stream, fields, [...fitting, ...others])).to.deep.equal(fitting);
    });
  }

  it('says nothing of rows that lack the field', () => {
    expect(
      compile('tasks', {project_id: 7, users: 7, due_date: {'>': '2026-01-01'}}).keeps({id: 1}),
    ).to.equal(true);
  });

  it('says nothing of rows whose value is not to be read', () => {
    const fields: JsonObject = {project_id: 7, complete: true, due_date: '2026-01-31', users: 7};
    const row = {project_id: 'seven', complete: 'perhaps', due_date: 'soon', users: 'all'};

    expect(compile('tasks', fields).keeps(row)).to.equal(true);
  });

  it('leaves to Paymo what rows do not tell', () => {
    expect(compile('time_entries', {client_id: 7}).keeps({id: 1, project_id: 3})).to.equal(true);
  });
});

describe('compileFilters', () => {
  it('gives the days that are wanted, for the windows that are read', () => {
    expect(compile('time_entries', {from: '2026-01-01', to: '2026-01-31'}).dates).to.deep.equal({
      from: '2026-01-01',
      to: '2026-01-31',
    });
  });

  it('gives one day where only one is set', () => {
    expect(compile('bookings', {to: '2026-01-31'}).dates).to.deep.equal({to: '2026-01-31'});
  });

  it('has nothing for streams without filters', () => {
    expect([...compileFilters({clients: {active: true}}, now).keys()]).to.deep.equal(['clients']);
  });

  it('has nothing where no filters are set', () => {
    expect(compileFilters(undefined).size).to.equal(0);
  });
});

describe("the setting `filters` and the table of Paymo's fields", () => {
  const {filters} = settingsSchema(new URL('../../../schemas/paymo/', import.meta.url)).properties;
  const settings = filters?.properties ?? {};

  it('have the same streams', () => {
    expect(Object.keys(settings)).to.deep.equal(Object.keys(FILTERS));
  });

  for (const [stream, fields] of Object.entries(FILTERS)) {
    it(`have the same fields of ${stream}, with values of the same kinds`, () => {
      const written = Object.entries(settings[stream]?.properties ?? {}).map(([name, setting]) => [
        name,
        shape(setting),
      ]);

      expect(written).to.deep.equal(
        Object.entries(fields).map(([name, field]) => [name, wantedShape(field)]),
      );
    });
  }
});

interface Shape {
  types: string[];
  operators: string[];
  format?: string | undefined;
  most?: number | undefined;
}

function shape(setting: SettingSchema): Shape {
  const operators = Object.keys(setting.properties ?? {});
  return {types: typesOf(setting), operators, format: setting.format, most: setting.maxItems};
}

function wantedShape({kind, filterOnly}: FilterField): Shape {
  const plain = {operators: [] as string[], format: undefined, most: undefined};
  switch (kind) {
    case 'id':
      return filterOnly === true
        ? {...plain, types: ['integer', 'array'], most: 100}
        : {...plain, types: ['integer', 'array', 'object'], operators: ['=', '!=', 'in', 'not in']};
    case 'number':
      return {...plain, types: ['number', 'object'], operators: ['>', '>=', '<', '<=', '=', '!=']};
    case 'date':
      return {
        ...plain,
        types: ['string', 'object'],
        operators: ['>', '>=', '<', '<=', '=', '!='],
        format: 'plain-date',
      };
    case 'moment':
      return {...plain, types: ['object'], operators: ['>', '>=', '<', '<=']};
    case 'flag':
      return {...plain, types: ['boolean']};
    case 'word':
      return {...plain, types: ['string', 'array']};
    case 'text':
      return {...plain, types: ['string', 'array'], format: 'plain-text'};
    case 'people':
      return {...plain, types: ['integer', 'array']};
    case 'assignees':
      return {...plain, types: ['integer', 'string', 'array']};
    case 'day':
      return {...plain, types: ['string'], format: 'plain-date'};
  }
}
