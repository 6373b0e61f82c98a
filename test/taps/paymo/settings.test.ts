import {expect} from 'chai';
import {configProblems} from '../../../protocol/config/check.js';
import {coercedObject} from '../../../protocol/config/coerce.js';
import {settingsSchema, withDefaults} from '../../../protocol/config/settings-schema.js';
import type {JsonObject, JsonValue} from '../../../protocol/core/json.js';
import {settingsProblems} from '../../../taps/paymo/settings-check.js';

const schema = settingsSchema(new URL('../../../schemas/paymo/', import.meta.url));

/** What the command line would say of these filters. */
function problemsOf(filters: JsonObject): string[] {
  return configProblems(schema, coercedObject(schema, {filters}));
}

describe("tap-paymo's settings", () => {
  it('begin with its own, in the order in which they are explained', () => {
    expect(Object.keys(schema.properties).slice(0, 11)).to.deep.equal([
      'api_key',
      'email',
      'password',
      'base_url',
      'page_size',
      'full_pass_days',
      'time_entry_lookback_days',
      'include_secrets',
      'lookback_window',
      'filters',
      'include',
    ]);
  });

  it('have defaults of their own, the longer lookback among them', () => {
    expect(withDefaults(schema, {})).to.include({
      base_url: 'https://app.paymoapp.com/api',
      page_size: 200,
      full_pass_days: 7,
      time_entry_lookback_days: 90,
      include_secrets: false,
      lookback_window: 600,
    });
  });

  it('hide the key, and both halves of the other login', () => {
    const secrets = Object.entries(schema.properties).filter(
      ([, {airbyte_secret}]) => airbyte_secret === true,
    );

    expect(secrets.map(([name]) => name)).to.deep.equal(['api_key', 'email', 'password', 'webhook_secret']);
  });

  it('all have a title, a description and, where it helps, an example', () => {
    for (const [name, setting] of Object.entries(schema.properties)) {
      expect(setting, name).to.include.keys('title', 'description');
      const needsNone = setting.type === 'boolean' || setting.airbyte_secret === true;
      expect(needsNone || setting.examples !== undefined, `${name} has an example`).to.equal(true);
    }
  });

  it('give only examples that would be accepted', () => {
    const streams = schema.properties.filters?.properties ?? {};
    for (const [stream, {properties = {}}] of Object.entries(streams)) {
      for (const [field, {examples = []}] of Object.entries(properties)) {
        expect(examples, `${stream}.${field}`).to.have.length.above(0);
        for (const example of examples) expect(problemsOf({[stream]: {[field]: example}})).to.deep.equal([]);
      }
    }
  });

  it('give examples of whole filters and includes that would be accepted', () => {
    const {filters, include} = schema.properties;
    for (const example of filters?.examples ?? [])
      expect(configProblems(schema, {filters: example})).to.be.empty;
    for (const example of include?.examples ?? [])
      expect(configProblems(schema, {include: example})).to.be.empty;
    expect([filters?.examples, include?.examples]).to.not.include(undefined);
  });

  const good: [string, JsonObject][] = [
    ['ids as texts', {tasks: {project_id: ['7', 8]}}],
    ['comparisons as texts', {invoices: {total: {'>=': '100'}}}],
    ['a code of digits', {projects: {code: 123}}],
    ['the word for nobody', {tasks: {users: 'anyone'}}],
    ['the word for nobody in a list', {tasks: {users: ['anyone', 7]}}],
  ];
  for (const [what, filters] of good) {
    it(`accept ${what}`, () => {
      expect(problemsOf(filters)).to.deep.equal([]);
    });
  }

  const bad: [string, string, string, JsonValue, string][] = [
    [
      'a word for an id',
      'tasks',
      'project_id',
      'seven',
      '" must be a whole number, or a list of them, or an object with some of =, !=, in, not in, for example 7; it is "seven"',
    ],
    [
      'a word among ids',
      'tasks',
      'project_id',
      [7, 'eight'],
      '.1" must be a whole number, for example 7; it is "eight"',
    ],
    ['an empty list', 'tasks', 'project_id', [], '" must be a list that is not empty, for example 7'],
    [
      'a comparison that ids do not have',
      'tasks',
      'project_id',
      {'>': 7},
      '.>" does not exist; known here: =, !=, in, not in',
    ],
    [
      'a comparison where only Paymo can tell',
      'time_entries',
      'client_id',
      {'!=': 7},
      '" must be a whole number, or a list of them, for example 7',
    ],
    [
      'more ids than an address holds where only Paymo can tell',
      'time_entries',
      'client_id',
      Array.from({length: 101}, (_, id) => id),
      '" must be a list of at most 100, for example 7',
    ],
    [
      'a status that no invoice has',
      'invoices',
      'status',
      'overdue',
      '" must be one of draft, sent, viewed, paid, void, or a list of them, for example "draft"; it is "overdue"',
    ],
    [
      'a status that no invoice has, in a list',
      'invoices',
      'status',
      ['paid', 'overdue'],
      '.1" must be one of draft, sent, viewed, paid, void, for example "draft"; it is "overdue"',
    ],
    [
      'a day that is none',
      'tasks',
      'due_date',
      '2026-02-30',
      '" must be a date such as 2026-01-31, or an object with some of >, >=, <, <=, =, !=, for example "2026-01-01"; it is "2026-02-30"',
    ],
    [
      'a comparison with a day that is none',
      'tasks',
      'due_date',
      {'<': 'soon'},
      '.<" must be a date such as 2026-01-31, for example "2026-01-01"; it is "soon"',
    ],
    [
      'a word that means nobody in particular',
      'tasks',
      'users',
      'nobody',
      '" must be a whole number, or "anyone", or a list of them, for example 7; it is "nobody"',
    ],
    [
      'a text with a line break',
      'clients',
      'name',
      'the\nbest',
      '" must be a text that is not empty and has no line breaks, or a list of them, for example "Acme"; it is "the\\nbest"',
    ],
    [
      'a word for a truth value',
      'clients',
      'active',
      'perhaps',
      '" must be true or false, for example true; it is "perhaps"',
    ],
    [
      'a moment without a comparison',
      'clients',
      'created_on',
      '2026-01-01',
      '" must be an object, for example {">=":"2026-01-01"}; it is "2026-01-01"',
    ],
  ];
  for (const [what, stream, field, value, sentence] of bad) {
    it(`name ${what} in one sentence`, () => {
      expect(problemsOf({[stream]: {[field]: value}})).to.deep.equal([
        `The setting "filters.${stream}.${field}${sentence}`,
      ]);
    });
  }

  for (const field of ['updated_on', 'projekt_id', 'constructor']) {
    it(`do not let tasks be filtered by ${field}`, () => {
      expect(problemsOf({tasks: {[field]: 7}}).join()).to.match(
        new RegExp(`"filters\\.tasks\\.${field}" does not exist; known here: project_id`),
      );
    });
  }

  it('name a stream that has no filters', () => {
    expect(problemsOf({company: {}}).join()).to.include('"filters.company" does not exist');
  });

  it('name a relation that a stream does not have', () => {
    expect(configProblems(schema, {include: {invoices: ['project']}})).to.deep.equal([
      'The setting "include.invoices.0" must be one of client, invoiceitems, invoicepayments, invoicetemplate, for example "client"; it is "project"',
    ]);
  });
});

describe('settingsProblems', () => {
  it('wants a key, or e-mail and password', () => {
    const [problem, ...others] = settingsProblems({});

    expect(problem).to.include('"api_key"').and.include('"email"').and.include('"password"');
    expect(others).to.deep.equal([]);
  });

  for (const config of [
    {api_key: 'a'},
    {email: 'a@example.com', password: 'b'},
    {api_key: 'a', email: 'a@example.com'},
    {api_key: 'a', email: 'a@example.com', password: 'b'},
  ]) {
    it(`is content with ${Object.keys(config).join(' and ')}`, () => {
      expect(settingsProblems(config)).to.deep.equal([]);
    });
  }

  it('names the password that an e-mail lacks', () => {
    expect(settingsProblems({email: 'a@example.com'})).to.deep.equal([
      'The setting "password" is missing, which belongs to "email"; or set "api_key" instead of both',
    ]);
  });

  it('names the e-mail that a password lacks', () => {
    expect(settingsProblems({password: 'b'})).to.deep.equal([
      'The setting "email" is missing, which belongs to "password"; or set "api_key" instead of both',
    ]);
  });

  it('names days in the wrong order', () => {
    const filters = {time_entries: {from: '2026-02-01', to: '2026-01-31'}};

    expect(settingsProblems({api_key: 'a', filters})).to.deep.equal([
      'The setting "filters.time_entries.from" must not be after "filters.time_entries.to"; they are 2026-02-01 and 2026-01-31',
    ]);
  });

  it('is content with one day', () => {
    const filters = {time_entries: {from: '2026-02-01', to: '2026-02-01'}};

    expect(settingsProblems({api_key: 'a', filters})).to.deep.equal([]);
  });
});
