import {expect} from 'chai';
import {ConfigError} from '../../../../protocol/core/errors.js';
import type {JsonObject} from '../../../../protocol/core/json.js';
import {Rejection} from '../../../../protocol/target/target.js';
import {contentOf} from '../../../../taps/paymo/target/content.js';
import {planOf} from '../../../../taps/paymo/target/plan.js';
import type {StreamSettings, WriteSettings} from '../../../../taps/paymo/target/settings.js';
import {problemsOfStreams} from '../../../../taps/paymo/target/stream-problems.js';
import {schemaOf} from './harness.js';

/** The content of a record under some settings; a reference shows where it leads. */
function content(
  stream: string,
  record: JsonObject,
  said?: StreamSettings,
  more: WriteSettings = {},
): JsonObject {
  const settings = said === undefined ? more : {...more, streams: {...more.streams, [stream]: said}};
  const plan = planOf({stream, schema: schemaOf(Object.keys(record)), keyProperties: ['id']}, settings);
  return contentOf(plan, record, (streams, key) => `${streams.join('|')} ${key}`);
}

function problems(said: StreamSettings, stream = 'things', more: WriteSettings = {}): string {
  return problemsOfStreams({...more, streams: {[stream]: said}}).join('\n');
}

describe('the plan of a stream', () => {
  it('takes the fields of Paymo by their own names, and leaves out what is read-only or unknown', () => {
    const record = {id: 7, name: 'Acme', city: null, created_on: '2026-01-01T00:00:00Z', colour: 'red'};

    expect(content('clients', record)).to.deep.equal({name: 'Acme', city: null});
  });

  it('maps fields, also those of objects, and takes no mapped one under its own name', () => {
    const record = {id: 7, title: 'Draw', name: 'not this', project: {id: 5}, code: 'x', 'a.b': 'dotted'};

    expect(
      content('things', record, {
        object: 'tasks',
        fields: {title: 'name', 'project.id': 'project_key', 'a.b': 'description'},
      }),
    ).to.deep.equal({name: 'Draw', project_id: 'projects ["5"]', description: 'dotted'});
  });

  it('takes a mapping whose dots became levels, as Meltano hands it on', () => {
    const record = {id: 7, title: 'Draw', project: {id: 5, owner: {note: 'x'}}};
    const fields = {title: 'name', project: {id: 'project_key', owner: {note: 'description'}}};

    expect(content('things', record, {object: 'tasks', fields})).to.deep.equal({
      name: 'Draw',
      project_id: 'projects ["5"]',
      description: 'x',
    });
    expect(problems({object: 'tasks', fields: {project: {id: 7}}})).to.equal(
      '"streams.things.fields" has to map "project.id" to the name of a field, for example "name"',
    );
    expect(problems({object: 'tasks', fields: {project: {id: 'projcet_key'}}})).to.include('"project.id"');
  });

  it('has no value where what it would stand in is missing, and clears where that is null', () => {
    const said = {object: 'tasks', fields: {'a.due': 'due_date', 'b.start': 'start_date'}};

    expect(content('things', {id: 1, a: null, c: 1}, said)).to.deep.equal({due_date: null});
  });

  it('takes defaults for what a record lacks or has no value for', () => {
    const said = {defaults: {currency: 'EUR', client_key: 9}};

    expect(content('expenses', {id: 1, amount: 3, currency: null}, said)).to.deep.equal({
      amount: 3,
      currency: 'EUR',
      client_id: 'clients ["9"]',
    });
    expect(content('expenses', {id: 1, currency: 'USD', client_key: 3}, said)).to.deep.equal({
      currency: 'USD',
      client_id: 'clients ["3"]',
    });
  });

  it('takes the key of the source before an id beside it', () => {
    expect(content('projects', {id: 1, client_id: 5, client_key: 'x'})).to.deep.equal({
      client_id: 'clients ["x"]',
    });
    expect(content('projects', {id: 1, client_id: '5', client_key: null})).to.deep.equal({client_id: 5});
  });

  it('knows every reference by the name of its field and of its object', () => {
    const record = {id: 1, task_list_key: 4, user_keys: [1, '2'], workflow_status_key: 8, creator: 1};

    expect(content('tasks', record)).to.deep.equal({
      tasklist_id: 'task_lists ["4"]',
      users: ['users ["1"]', 'users ["2"]'],
      status_id: 'workflow_statuses ["8"]',
    });
    expect(content('tasks', {id: 1, tasklist_key: 4})).to.deep.equal({tasklist_id: 'task_lists ["4"]'});
    expect(content('projects', {id: 1, manager_keys: '3,4'})).to.deep.equal({
      managers: ['users ["3"]', 'users ["4"]'],
    });
  });

  it('looks for what a reference leads to in all streams that become such objects, or in the one that is said', () => {
    const streams = {
      customers: {object: 'clients'},
      partners: {object: 'clients'},
      clients: {object: 'users'},
    };

    expect(content('projects', {id: 1, client_key: 5}, undefined, {streams})).to.deep.equal({
      client_id: 'customers|partners ["5"]',
    });
    expect(
      content('projects', {id: 1, client_key: [5, 'a']}, {references: {client_key: 'partners'}}, {streams}),
    ).to.deep.equal({
      client_id: 'partners ["5","a"]',
    });
  });

  it('reads the lines of documents, with references of their own', () => {
    const items = [
      {item: 'Work', price_unit: '10.5', quantity: 2, entry_keys: [1, 2], apply_tax: 'true', updated_on: 'x'},
      {item: 'Train', expense_key: 7, description: null},
    ];

    expect(content('invoices', {id: 1, items})).to.deep.equal({
      items: [
        {
          item: 'Work',
          price_unit: 10.5,
          quantity: 2,
          apply_tax: true,
          entries: ['time_entries ["1"]', 'time_entries ["2"]'],
        },
        {item: 'Train', expense_id: 'expenses ["7"]'},
      ],
    });
  });

  it('refuses lines with names that Paymo would pass over in silence', () => {
    for (const line of [
      {title: 'Work', price: 1},
      {item: 'Work', qty: 2},
      {description: 'no item'},
      'Work',
    ]) {
      expect(() => content('invoices', {id: 1, items: [line]}), JSON.stringify(line)).to.throw(Rejection);
    }
    expect(() => content('invoices', {id: 1, items: [{item: 'x', price: 1}]})).to.throw(
      'A line of "items" has "price", which Paymo would pass over in silence; its name is "price_unit"',
    );
  });

  it('says at once what of the settings can not work', () => {
    expect(problems({object: 'cleints'})).to.match(
      /^"streams.things.object" names cleints, which can't be written.*clients/,
    );
    expect(problems({})).to.match(/^Paymo has no things that can be written; set "streams.things.object"/);
    expect(problems({object: 'clients', fields: {a: 'nmae'}})).to.match(
      /^"streams.things.fields" maps "a" to "nmae", which is no field of clients that can be written; those are name, .*active$/,
    );
    expect(problems({object: 'tasks', fields: {a: 'completed_on'}})).to.include('no field of tasks');
    expect(problems({object: 'tasks', fields: {a: 'name', b: 'name'}})).to.include(
      'only one of them can count',
    );
    expect(problems({object: 'tasks', fields: {a: 'id'}})).to.include('identity "paymo"');
    expect(problems({object: 'tasks', defaults: {priority: 60}})).to.equal(
      '"streams.things.defaults": "priority" has to be one of 25, 50, 75, 100, not 60',
    );
    expect(problems({object: 'tasks', references: {client_key: 'x'}})).to.include('no reference of tasks');
    expect(problems({object: 'project_statuses', identity: 'paymo', mode: 'insert'})).to.include(
      `"streams.things.mode" can't be "insert": of project_statuses Paymo allows update and delete alone`,
    );
    expect(problems({object: 'project_statuses'})).to.include('set "streams.things.identity" to "paymo"');
    expect(problems({}, 'company')).to.include('set "streams.company.mode" to "update"');
    expect(problems({mode: 'update'}, 'company')).to.equal('');
    expect(problems({}, 'company', {identity: 'paymo'})).to.equal('');
    expect(problems({key: ['x']}, 'clients', {identity: 'paymo'})).to.include(
      'means nothing with identity "paymo"',
    );
  });

  it('throws what is wrong with a stream that no setting names', () => {
    const plan = (stream: string, keyProperties: string[]) => () =>
      planOf({stream, schema: schemaOf(['id']), keyProperties}, {});

    expect(plan('things', ['id'])).to.throw(ConfigError, 'Paymo has no things that can be written');
    expect(plan('clients', [])).to.throw(ConfigError, 'name their key in "streams.clients.key"');
  });
});
