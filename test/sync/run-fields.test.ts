import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {select} from '../../protocol/core/selection.js';
import type {Reading} from '../../protocol/core/source.js';
import type {Stream} from '../../protocol/core/stream.js';
import {type Message, recordsOf} from '../support/messages.js';
import {type Changes, Rehearsal} from '../support/rehearsal.js';
import {boolean, fullTable, id, number, schemaOf, text} from '../support/streams.js';

const users = fullTable('users', {schema: schemaOf({id})});
const fields: Reading = {kind: 'fields', stream: 'users', fields: {name: text, age: number, active: boolean}};
const rowsOf = (...rows: JsonObject[]): Reading => ({kind: 'rows', stream: 'users', rows});
const started: Reading = {kind: 'started', stream: 'users'};
const complete: Reading = {kind: 'complete', stream: 'users', bookmark: {rows: 1}};

/** What a run makes of these readings, with all that a catalog selects. */
function rehearse(readings: Reading[], {catalog, ...changes}: Changes & {catalog?: JsonObject} = {}) {
  const {streams} = select([users as Stream], catalog);
  return new Rehearsal([users], {users: readings}, {...changes, selected: streams}).run();
}

const schemasIn = (messages: readonly Message[]) =>
  messages.filter(({type}) => type === 'SCHEMA').map(({schema}) => schema);

describe('A run whose source finds fields', () => {
  it('tells the schema once, with them, before the first record', async () => {
    const {messages} = await rehearse([started, fields, rowsOf({id: 1}), rowsOf({id: 2}), complete]);

    const types = messages.map(({type}) => type);
    expect(types.slice(0, 3)).to.deep.equal(['SCHEMA', 'RECORD', 'RECORD']);
    expect(schemasIn(messages)).to.have.lengthOf(1);
    expect(schemasIn(messages)[0]).to.deep.include({
      properties: {id, name: text, age: number, active: boolean},
    });
  });

  it('tells the schema with them when no row comes', async () => {
    const {messages} = await rehearse([started, fields, complete]);

    expect(schemasIn(messages)).to.have.lengthOf(1);
    expect(schemasIn(messages)[0])
      .to.have.property('properties')
      .that.has.all.keys('id', 'name', 'age', 'active');
  });

  it('sends them, each null where a row lacks it', async () => {
    const {messages} = await rehearse([fields, rowsOf({id: 1, name: 'Ann', age: 7}, {id: 2}), complete]);

    expect(recordsOf(messages, 'users')).to.deep.equal([
      {id: 1, name: 'Ann', age: 7, active: null},
      {id: 2, name: null, age: null, active: null},
    ]);
  });

  it('sends none that the catalog deselects', async () => {
    const deselected = {breadcrumb: ['properties', 'name'], metadata: {selected: false}};
    const catalog = {
      streams: [
        {tap_stream_id: 'users', metadata: [{breadcrumb: [], metadata: {selected: true}}, deselected]},
      ],
    };

    const {messages, log} = await rehearse([fields, rowsOf({id: 1, name: 'Ann', age: 7}), complete], {
      catalog,
    });

    expect(schemasIn(messages)[0]).to.have.property('properties').that.has.all.keys('id', 'age', 'active');
    expect(recordsOf(messages, 'users')).to.deep.equal([{id: 1, age: 7, active: null}]);
    expect(log.at('warning')).to.deep.equal([]);
  });

  it('drops and counts what is no field even so', async () => {
    const rows = [
      {id: 1, 'first name': 'A', news: 1},
      {id: 2, news: 2},
    ];

    const {log} = await rehearse([fields, rowsOf(...rows), complete]);

    expect(log.at('warning')).to.deep.equal([
      'users: Fields that the schema does not know were dropped: "first name" (1 times), news (2 times)',
    ]);
  });

  it('counts values that are not of the type that was found', async () => {
    const rows = [
      {id: 1, age: 'old', active: 'yes'},
      {id: 2, age: 'young'},
      {id: 3, age: ''},
    ];

    const {tallies, messages} = await rehearse([fields, rowsOf(...rows), complete], {validate: 'fail'});

    expect(tallies.byStream.get('users')?.findings).to.have.members([
      '2 values of age were no numbers and became null',
      '1 values of active were no booleans and became null',
    ]);
    expect(recordsOf(messages, 'users').map(({age}) => age)).to.deep.equal([null, null, null]);
  });

  it('fits its records to the schema that it told', async () => {
    const rows = [{id: 1, name: {first: 'Ann'}, age: '7', active: false}];

    const {messages, log} = await rehearse([fields, rowsOf(...rows), complete], {validate: 'fail'});

    expect(recordsOf(messages, 'users')).to.deep.equal([
      {id: 1, name: '{"first":"Ann"}', age: 7, active: false},
    ]);
    expect(log.at('error')).to.deep.equal([]);
  });

  it('stops after as many records as are wanted', async () => {
    const {messages, outcomes} = await rehearse([fields, rowsOf({id: 1}, {id: 2}), complete], {
      maxRecords: 1,
    });

    expect(recordsOf(messages, 'users')).to.have.lengthOf(1);
    expect(outcomes).to.deep.equal({users: 'sampled'});
  });

  it('announces a version once, after the schema with them', async () => {
    const {messages} = await rehearse([started, fields, rowsOf({id: 1}), complete], {
      activateVersion: 'start',
    });

    expect(messages.map(({type}) => type).filter((type) => type !== 'STATE')).to.deep.equal([
      'SCHEMA',
      'ACTIVATE_VERSION',
      'RECORD',
    ]);
  });
});
