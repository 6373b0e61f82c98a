import {expect} from 'chai';
import {configured} from '../../../../protocol/cli/airbyte/catalog.js';
import {isObject, type JsonObject} from '../../../../protocol/core/json.js';
import {select} from '../../../../protocol/core/selection.js';
import {streamsOfTap} from '../../../../protocol/tap.js';
import {harvest} from '../../../../taps/harvest/index.js';
import {type Migrated, migrator, saidOf} from './command.js';
import {AIRBYTE, configuredEntry, OLD_SINGER, SINGER, singerEntry} from './theirs.js';

const STREAMS = streamsOfTap(harvest);

/** The selected streams of a translated catalog, each with its fields. */
function selectionOf(migrated: Migrated, name: string): Map<string, string[]> {
  const catalog = migrated.file(name);
  if (!isObject(catalog)) throw new Error('The catalog is no object.');
  const selection =
    name === 'catalog.json' ? select(STREAMS, catalog) : configured(catalog, STREAMS).selection;
  expect(selection.warnings).to.deep.equal([]);
  return new Map(selection.streams.map(({stream, schema}) => [stream.name, Object.keys(schema.properties)]));
}

describe("tap-harvest migrate, a catalog of Singer's tap-harvest", () => {
  const migrate = migrator();

  it('selects what each of its streams is here, and loses none of them', async () => {
    const all = [...SINGER, ...OLD_SINGER];

    const migrated = await migrate({catalog: {streams: all.map((name) => singerEntry(name, true))}});

    const said = saidOf(migrated, 'catalog');
    expect([...said.keys()]).to.have.members(all);
    const places = [...said.values()].map(({ours}) => String(ours).split('.')[0] ?? '');
    expect([...selectionOf(migrated, 'catalog.json').keys()]).to.have.members([...new Set(places)]);
  });

  it('selects nothing besides', async () => {
    const migrated = await migrate({
      catalog: {streams: [singerEntry('project_users', true), singerEntry('clients', false)]},
    });

    expect([...selectionOf(migrated, 'catalog.json').keys()]).to.deep.equal(['user_assignments']);
    expect(saidOf(migrated, 'catalog').get('clients')?.note).to.equal('not selected');
  });

  it('deselects the fields that were deselected, under the names that they have here', async () => {
    const fields = {id: false, client_id: false, project_id: true, cost_rate: false, spent_date: true};

    const migrated = await migrate({catalog: {streams: [singerEntry('time_entries', true, fields)]}});

    const selected = selectionOf(migrated, 'catalog.json').get('time_entries') ?? [];
    expect(selected).to.include.members(['id', 'project', 'spent_date', 'updated_at']);
    expect(selected).not.to.include.members(['client']);
    expect(selected).not.to.include('cost_rate');
    expect(saidOf(migrated, 'catalog').get('time_entries')?.note).to.match(/without .*client_id, cost_rate/);
  });

  it('keeps one part of an object where another was deselected', async () => {
    const fields = {payment_gateway_id: true, payment_gateway_name: false, authorization: true};

    const migrated = await migrate({catalog: {streams: [singerEntry('invoice_payments', true, fields)]}});

    const catalog = migrated.file('catalog.json');
    const [payments] = select(STREAMS, isObject(catalog) ? catalog : {}).streams;
    const gateway = payments?.schema.properties.payment_gateway?.properties;
    expect(Object.keys(gateway ?? {})).to.deep.equal(['id']);
    expect(saidOf(migrated, 'catalog').get('invoice_payments')?.note).to.match(
      /no counterpart for authorization/,
    );
  });

  it('reads the host of rows that are no stream here, with the field that holds them', async () => {
    const entries = [
      singerEntry('time_entries', true, {id: true, external_reference_id: false}),
      singerEntry('external_reference', true),
      singerEntry('user_roles', true),
    ];

    const selection = selectionOf(await migrate({catalog: {streams: entries}}), 'catalog.json');

    expect(selection.get('time_entries')).to.include('external_reference');
    expect(selection.get('roles')).to.include('user_ids');
  });

  it('understands the older forms: flags in the schema or the entry, streams by name', async () => {
    const schema = {selected: true, properties: {id: {}, hours: {selected: false}}};
    const forms = [
      {streams: [{stream: 'time_entries', tap_stream_id: 'time_entries', schema}]},
      {streams: [{stream: 'time_entries', selected: 'true', schema: {properties: schema.properties}}]},
      {streams: {time_entries: {schema}}},
    ];
    for (const catalog of forms) {
      const selection = selectionOf(await migrate({catalog}), 'catalog.json');

      expect([...selection.keys()]).to.deep.equal(['time_entries']);
      expect(selection.get('time_entries')).not.to.include('hours');
    }
  });

  it('selects a stream of which nothing is said, as a guess, and lists what it does not know', async () => {
    const streams = [{stream: 'clients', schema: {}}, singerEntry('gadgets', true), {schema: {}}];

    const migrated = await migrate({catalog: {streams}});

    const said = saidOf(migrated, 'catalog');
    expect(said.get('clients')).to.include({how: 'guessed', ours: 'clients'});
    expect(said.get('gadgets')).to.include({how: 'left out'});
    expect(said.get('(no name)')).to.include({how: 'left out'});
  });

  it('leaves an empty catalog away, since the versions that wrote it read everything', async () => {
    const migrated = await migrate({catalog: {streams: []}});

    expect(migrated.code).to.equal(0);
    expect(migrated.has('catalog.json')).to.equal(false);
    expect(saidOf(migrated, 'catalog').get('streams')?.note).to.match(/before 2.2/);
  });
});

describe("tap-harvest migrate, a catalog of Airbyte's source-harvest", () => {
  const migrate = migrator();

  it('configures what each of its streams is here, and loses none of them', async () => {
    const migrated = await migrate({catalog: {streams: AIRBYTE.map((name) => configuredEntry(name))}});

    const said = saidOf(migrated, 'catalog');
    expect([...said.keys()]).to.have.members(AIRBYTE);
    expect([...selectionOf(migrated, 'configured-catalog.json').keys()]).to.have.members(
      [...said.values()].map(({ours}) => ours),
    );
  });

  it('takes the fields that the catalog has, and those without which a stream cannot be', async () => {
    const migrated = await migrate({
      catalog: {streams: [configuredEntry('invoice_messages', ['parent_id', 'subject', 'gone'])]},
    });

    const selection = selectionOf(migrated, 'configured-catalog.json');
    expect(selection.get('invoice_messages')).to.have.members(['id', 'invoice_id', 'subject', 'updated_at']);
    const note = saidOf(migrated, 'catalog').get('invoice_messages')?.note;
    expect(note).to.match(/no counterpart for gone/);
    expect(note).to.match(/off, since the catalog does not have them: .*body/);
  });

  it('names our key and cursor, and keeps how the destination writes', async () => {
    const migrated = await migrate({
      catalog: {streams: [configuredEntry('roles'), configuredEntry('time_team')]},
    });

    const catalog = migrated.file('configured-catalog.json');
    const [roles, team] = isObject(catalog) && Array.isArray(catalog.streams) ? catalog.streams : [];
    expect(roles).to.deep.include({sync_mode: 'full_refresh', destination_sync_mode: 'append_dedup'});
    expect(saidOf(migrated, 'catalog').get('roles')?.note).to.match(/read in full here/);
    expect(team).to.deep.include({
      sync_mode: 'incremental',
      cursor_field: ['to'],
      primary_key: [['from'], ['to'], ['user_id'], ['currency']],
    });
  });

  it('lists what it does not know', async () => {
    const entry: JsonObject = {...configuredEntry('gadgets')};

    const migrated = await migrate({catalog: {streams: [configuredEntry('clients'), entry]}});

    expect(saidOf(migrated, 'catalog').get('gadgets')).to.include({how: 'left out'});
  });
});
