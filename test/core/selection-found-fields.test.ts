import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {PropertySchema} from '../../protocol/core/schema.js';
import {type SelectedStream, select} from '../../protocol/core/selection.js';
import {compileShape} from '../../protocol/core/shape.js';
import {boolean, fullTable, id, number, schemaOf, text} from '../support/streams.js';

const users = fullTable('users', {schema: schemaOf({id})});
const FOUND: Record<string, PropertySchema> = {name: text, age: number, active: boolean};

/** Takes no notice of warnings. */
const silent = () => undefined;

describe('Selection of fields that are found while a stream is read', () => {
  it('takes all of them without a catalog', () => {
    expect(selected(undefined).withFields(FOUND, silent).schema.properties).to.deep.equal({id, ...FOUND});
  });

  it('takes all of them where a catalog says nothing of them', () => {
    expect(selected(catalog({})).withFields(FOUND, silent).schema.properties).to.deep.equal({id, ...FOUND});
  });

  it('leaves out those that a catalog deselects, or does not support', () => {
    const one = selected(catalog({name: {selected: false}, age: {inclusion: 'unsupported'}}));

    expect(one.withFields(FOUND, silent).schema.properties).to.deep.equal({id, active: boolean});
  });

  it('leaves out those that a catalog has off by default, unless it selects them', () => {
    const off = {'selected-by-default': false};

    const one = selected(catalog({name: off, age: {...off, selected: true}}));

    expect(one.withFields(FOUND, silent).schema.properties).to.have.all.keys('id', 'age', 'active');
  });

  it('takes a type from the catalog that loses nothing, and keeps its own instead of any other', () => {
    const schema = {properties: {age: {type: ['null', 'string']}, name: {type: 'integer'}}};

    const warnings: string[] = [];

    const {properties} = selected(catalog({}, schema)).withFields(FOUND, (line) =>
      warnings.push(line),
    ).schema;

    expect(properties).to.deep.equal({id, name: text, age: text, active: boolean});
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^users\.name: .*"integer" would lose data/);
  });

  it('never changes a field that the tap knows', () => {
    const {schema, stream} = selected(undefined).withFields({...FOUND, id: text}, silent);

    expect(schema.properties.id).to.deep.equal(id);
    expect(stream.schema.properties.id).to.deep.equal(id);
  });

  it('leaves the stream and the selection that it began with as they were', () => {
    const before = selected(undefined);

    before.withFields(FOUND, silent);

    expect(before.schema.properties).to.deep.equal({id});
    expect(users.schema.properties).to.deep.equal({id});
    expect(users.rules.size).to.equal(0);
  });

  it('adds to what was found before', () => {
    const twice = selected(catalog({name: {selected: false}}))
      .withFields({name: text}, silent)
      .withFields({age: number}, silent);

    expect(twice.schema.properties).to.deep.equal({id, age: number});
  });

  it('keeps deselected ones out of records without calling them unknown', () => {
    const one = selected(catalog({name: {selected: false}})).withFields(FOUND, silent);
    const unknown: string[] = [];
    const shape = compileShape(one, {unknown: (field) => unknown.push(field), nulled: () => undefined});

    expect(shape({id: 1, name: 'Ann', age: 7, active: true, news: 1})).to.deep.equal({
      id: 1,
      age: 7,
      active: true,
    });
    expect(unknown).to.deep.equal(['news']);
  });

  it('holds them to their types, since nobody documented them', () => {
    const nulled: string[] = [];
    const shape = compileShape(selected(undefined).withFields(FOUND, silent), {
      unknown: () => undefined,
      nulled: (field, what) => nulled.push(`${field}: ${what}`),
    });

    expect(shape({id: 1, name: 7, age: 'old', active: 'yes'})).to.deep.equal({
      id: 1,
      name: '7',
      age: null,
      active: null,
    });
    expect(nulled).to.have.members(['age: number', 'active: boolean']);
  });

  it('keeps the rules that the stream had', () => {
    const stream = fullTable('users', {
      schema: schemaOf({id, rate: text}),
      rules: new Map([['rate', 'decimal']]),
    });

    const {rules} = (select([stream], undefined).streams[0] ?? selected(undefined)).withFields(
      FOUND,
      silent,
    ).stream;

    expect(Object.fromEntries(rules)).to.include({rate: 'decimal', age: 'typed'});
  });
});

function selected(catalogOfUsers: JsonObject | undefined): SelectedStream {
  const [one] = select([users], catalogOfUsers).streams;
  if (one === undefined) throw new Error('users is not selected');
  return one;
}

/** A catalog that selects users, with metadata by field. */
function catalog(fields: Record<string, JsonObject>, schema: JsonObject = {}): JsonObject {
  const metadata = Object.entries(fields).map(([name, said]) => ({
    breadcrumb: ['properties', name],
    metadata: said,
  }));
  const root = {breadcrumb: [], metadata: {selected: true}};
  return {streams: [{tap_stream_id: 'users', schema, metadata: [root, ...metadata]}]};
}
