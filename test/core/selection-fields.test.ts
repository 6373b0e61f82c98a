import {expect} from 'chai';
import {discover} from '../../protocol/core/catalog.js';
import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import type {PropertySchema} from '../../protocol/core/schema.js';
import {select} from '../../protocol/core/selection.js';
import {
  date,
  id,
  incremental,
  integer,
  listOf,
  moment,
  objectOf,
  schemaOf,
  text,
} from '../support/streams.js';

const projects = incremental('projects', {
  schema: schemaOf({
    id,
    updated_at: moment,
    name: text,
    notes: text,
    hours: integer,
    client: objectOf({id, name: text, address: objectOf({city: text, zip: text})}),
    tasks: listOf(objectOf({id, name: text, owner: objectOf({id, name: text})})),
    tags: listOf(text),
  }),
  fieldsOffByDefault: ['notes'],
  quietFields: new Set(),
});

/** All places in the schema but those that are off by default. */
const EVERYTHING =
  'id updated_at name hours client client.id client.name client.address client.address.city ' +
  'client.address.zip tasks tasks.id tasks.name tasks.owner tasks.owner.id tasks.owner.name tags';

describe('Selection of fields', () => {
  it('is everything that is on by default, without a catalog', () => {
    expect(placesIn(select([projects], undefined).streams[0]?.schema)).to.equal(EVERYTHING);
  });

  // What the catalog says of places, and which places it thereby removes from, or adds to, the default.
  const cases: [string, Record<string, JsonObject>, {gone?: RegExp; added?: string}][] = [
    ['says nothing', {}, {}],
    ['deselects a field', {name: {selected: false}}, {gone: /^name$/}],
    ['deselects a field as text', {name: {selected: 'false'}}, {gone: /^name$/}],
    ['selects a field that is off by default', {notes: {selected: true}}, {added: 'notes'}],
    ['selects it as text', {notes: {selected: 'true'}}, {added: 'notes'}],
    ['has a field off by default', {name: {'selected-by-default': false}}, {gone: /^name$/}],
    ['has our field on by default', {notes: {'selected-by-default': true}}, {added: 'notes'}],
    ['selects against the default', {name: {selected: true, 'selected-by-default': false}}, {}],
    ['calls a field unsupported', {name: {inclusion: 'unsupported', selected: true}}, {gone: /^name$/}],
    ['calls a field automatic', {name: {inclusion: 'automatic', 'selected-by-default': false}}, {}],
    ['calls a field that is off by default automatic', {notes: {inclusion: 'automatic'}}, {added: 'notes'}],
    [
      'deselects what it calls automatic itself',
      {name: {inclusion: 'automatic', selected: false}},
      {gone: /^name$/},
    ],
    ['deselects the key', {id: {selected: false}}, {}],
    ['deselects the replication key', {updated_at: {selected: 'false'}}, {}],
    ['calls the key unsupported', {id: {inclusion: 'unsupported'}}, {}],
    ['deselects a nested field', {'client.name': {selected: false}}, {gone: /^client\.name$/}],
    ["deselects a nested field with a key's name", {'client.id': {selected: false}}, {gone: /^client\.id$/}],
    ['deselects a deeper field', {'client.address.zip': {selected: false}}, {gone: /address\.zip$/}],
    ['deselects an object', {client: {selected: false}}, {gone: /^client/}],
    [
      'deselects an object and selects what is in it',
      {client: {selected: false}, 'client.name': {selected: true}, 'client.address.city': {selected: true}},
      {gone: /^client/},
    ],
    ['deselects a field in an array', {'tasks[].name': {selected: false}}, {gone: /^tasks\.name$/}],
    [
      'deselects an object in an array',
      {'tasks[].owner': {selected: false}, 'tasks[].owner.id': {selected: true}},
      {gone: /^tasks\.owner/},
    ],
    ['deselects an array', {tasks: {selected: false}}, {gone: /^tasks/}],
    [
      'deselects below an automatic parent',
      {client: {inclusion: 'automatic'}, 'client.name': {selected: false}},
      {gone: /^client\.name$/},
    ],
    ['selects a field that the tap does not have', {colour: {selected: true}}, {}],
  ];
  for (const [what, places, {gone = /^$/, added}] of cases) {
    it(`is right when the catalog ${what}`, () => {
      const kept = EVERYTHING.split(' ').filter((place) => !gone.test(place));
      const expected = added === undefined ? kept : [...kept, added];

      const {streams} = select([projects], catalogOf(places));

      expect(placesIn(streams[0]?.schema).split(' ')).to.have.members(expected);
    });
  }

  it('keeps an object without fields when all of them are deselected', () => {
    const names = ['id', 'name', 'address'];
    const places = Object.fromEntries(names.map((name) => [`client.${name}`, {selected: false}]));

    const {streams} = select([projects], catalogOf(places));

    expect(streams[0]?.schema.properties.client).to.deep.equal({type: ['null', 'object'], properties: {}});
  });

  it('takes the whole of the stream from a catalog without metadata', () => {
    const {streams} = select([projects], {streams: [{tap_stream_id: 'projects'}]});

    expect(placesIn(streams[0]?.schema)).to.equal(EVERYTHING);
  });

  it('takes the selection from an older catalog, and the fields from the tap', () => {
    const older = {
      tap_stream_id: 'projects',
      schema: {type: 'object', properties: {id: {type: 'integer'}, colour: {type: ['null', 'string']}}},
      metadata: [
        {breadcrumb: [], metadata: {selected: true}},
        {breadcrumb: ['properties', 'colour'], metadata: {selected: true}},
        {breadcrumb: ['properties', 'name'], metadata: {selected: false}},
      ],
    };

    const {streams, warnings} = select([projects], {streams: [older]});

    expect(placesIn(streams[0]?.schema)).to.equal(EVERYTHING.replace(' name', ''));
    expect(warnings).to.deep.equal([]);
  });

  it('does not change the tap’s own schema', () => {
    const copy = structuredClone(projects.schema);

    select([projects], catalogOf({'client.name': {selected: false}, 'tasks[].name': {selected: false}}));

    expect(projects.schema).to.deep.equal(copy);
  });
});

describe('Type overrides in a catalog', () => {
  const stream = incremental('entries', {
    schema: schemaOf({
      id,
      updated_at: moment,
      hours: integer,
      day: date,
      user: objectOf({code: integer}),
      tasks: listOf(objectOf({code: integer})),
    }),
  });
  const asText = {type: ['null', 'string']};

  function overridden(properties: JsonObject) {
    const schema = {type: 'object', properties};
    const {streams, warnings} = select([stream], {
      streams: [{tap_stream_id: 'entries', selected: true, schema}],
    });
    return {properties: streams[0]?.schema.properties ?? {}, warnings};
  }

  it('are taken where nothing is lost by them', () => {
    const {properties, warnings} = overridden({
      hours: asText,
      day: {type: ['null', 'string'], format: 'date-time'},
    });

    expect(properties.hours).to.deep.equal(asText);
    expect(properties.day).to.deep.equal(moment);
    expect(warnings).to.deep.equal([]);
  });

  it('are taken in nested objects and in arrays of objects', () => {
    const {properties} = overridden({
      user: {properties: {code: asText}},
      tasks: {items: {properties: {code: asText}}},
    });

    expect(properties.user).to.deep.equal(objectOf({code: text}));
    expect(properties.tasks).to.deep.equal(listOf(objectOf({code: text})));
  });

  it('leave a key without null', () => {
    expect(overridden({id: asText}).properties.id).to.deep.equal({type: 'string'});
  });

  it('are refused with a warning that names the field where they would lose data', () => {
    const {properties, warnings} = overridden({
      hours: {type: 'boolean'},
      user: {type: 'string'},
      tasks: {items: {properties: {code: {type: 'boolean'}}}},
    });

    expect(properties).to.deep.equal(stream.schema.properties);
    expect(warnings).to.have.length(3);
    expect(warnings[0]).to.match(/^entries\.hours: /);
    expect(warnings[1]).to.match(/^entries\.user: /);
    expect(warnings[2]).to.match(/^entries\.tasks\.code: /);
  });
});

/** The catalog of discovery with more metadata at some places, such as `client.name` or `tasks[].name`. */
function catalogOf(places: Record<string, JsonObject>): JsonObject {
  const printed: JsonValue = JSON.parse(JSON.stringify(discover([projects])));
  const catalog = isObject(printed) ? printed : {};
  const [entry] = Array.isArray(catalog.streams) ? catalog.streams.filter(isObject) : [];
  const metadata = Array.isArray(entry?.metadata) ? entry.metadata.filter(isObject) : [];
  for (const [place, more] of Object.entries(places)) {
    const breadcrumb = place
      .split('.')
      .flatMap((name) =>
        name.endsWith('[]') ? ['properties', name.slice(0, -2), 'items'] : ['properties', name],
      );
    const item = metadata.find((one) => JSON.stringify(one.breadcrumb) === JSON.stringify(breadcrumb));
    if (item !== undefined && isObject(item.metadata)) item.metadata = {...item.metadata, ...more};
    else metadata.push({breadcrumb, metadata: more});
  }
  return {streams: [{...entry, metadata}]};
}

/** All places in a schema that are properties, `client.name` and so on, separated by spaces. */
function placesIn(schema: PropertySchema | undefined, before = ''): string {
  const properties = schema?.properties ?? schema?.items?.properties ?? {};
  return Object.entries(properties)
    .flatMap(([name, property]) => [before + name, placesIn(property, `${before}${name}.`)])
    .filter((place) => place !== '')
    .join(' ');
}
