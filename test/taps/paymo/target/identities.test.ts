import {expect} from 'chai';
import {ConfigError} from '../../../../protocol/core/errors.js';
import {Rejection} from '../../../../protocol/target/target.js';
import type {WriteSettings} from '../../../../taps/paymo/target/settings.js';
import {rejection} from '../../../support/client.js';
import {type Run, TargetBench} from './harness.js';

describe('target-paymo and whose keys records carry', () => {
  let bench: TargetBench;
  before(async () => {
    bench = await TargetBench.start();
  });
  after(() => bench.stop());

  const client = () => bench.sandbox.insert('clients', {name: 'There before', city: 'Oslo'});
  const rowOf = (id: unknown) => bench.sandbox.data.clients.find((row) => row.id === id);
  const refusal = async (promise: Promise<unknown>) => {
    const error = await rejection(promise);
    expect(error).to.be.instanceOf(Rejection);
    return error.message;
  };

  it('never touches an object whose id happens to be the key of a record', async () => {
    const run = await bench.run({allow_delete: true});
    const {id} = client();

    await run.write('clients', {id: Number(id), name: 'From the source'});
    await run.write('clients', {id: Number(id), _delete: true});

    expect(rowOf(id)?.name).to.equal('There before');
  });

  it('updates the object of a given id, and refuses one that is not there', async () => {
    const run = await bench.run({identity: 'paymo'});
    const {id} = client();

    expect(await run.write('clients', {id: String(id), name: 'Now'})).to.equal('updated');
    expect(rowOf(id)).to.include({name: 'Now', city: 'Oslo'});
    expect(await run.write('clients', {id: Number(id), name: 'Now'})).to.equal('unchanged');
    expect(await refusal(run.write('clients', {id: 1, name: 'Nobody'}))).to.equal(
      'Its object is gone in Paymo, or hidden from this user: clients/1',
    );
    expect(await refusal(run.write('clients', {id: 'seven', name: 'x'}))).to.include(
      '"id" has to be an id of Paymo',
    );
  });

  it('creates a record without an id once', async () => {
    const run = await bench.run({identity: 'paymo'});

    expect(await run.write('clients', {id: null, name: 'Without id'})).to.equal('created');
    expect(await run.write('clients', {name: 'Without id'})).to.equal('unchanged');
    expect(bench.sandbox.data.clients.filter(({name}) => name === 'Without id')).to.have.length(1);
  });

  it('makes nothing of a record whose id is an empty text', async () => {
    const run = await bench.run({identity: 'paymo', allow_delete: true});
    bench.sandbox.requests.length = 0;

    for (const record of [
      {id: '', name: 'Empty'},
      {id: '', _delete: true},
    ])
      expect(await refusal(run.write('clients', record))).to.match(/^"id" is empty; a record for a new/);
    expect(bench.sandbox.requests).to.deep.equal([]);
  });

  it('keeps to the mode of a stream', async () => {
    const {id} = client();
    const by = (said: WriteSettings) => bench.run(said);
    const insert = await by({streams: {clients: {mode: 'insert'}}});
    const update = await by({streams: {clients: {mode: 'update'}}});
    const insertById = await by({identity: 'paymo', streams: {clients: {mode: 'insert'}}});
    const updateById = await by({identity: 'paymo', streams: {clients: {mode: 'update'}}});

    expect(await insert.write('clients', {id: 1, name: 'New'})).to.equal('created');
    expect(await insert.write('clients', {id: 1, name: 'Changed'})).to.equal('unchanged');
    expect(await refusal(update.write('clients', {id: 1, name: 'New'}))).to.include(
      'its stream only updates',
    );
    expect(await refusal(insertById.write('clients', {id: Number(id), name: 'x'}))).to.include(
      'mode of its stream is "insert"',
    );
    expect(await refusal(updateById.write('clients', {name: 'x'}))).to.include('It has no id of Paymo');
    expect(await updateById.write('clients', {id: Number(id), name: 'x'})).to.equal('updated');
  });

  it('does not take keys of a source for ids of Paymo, nor the other way round', async () => {
    const first = await bench.run({});
    await first.write('clients', {id: 5, name: 'Five'});
    const second = await bench.run({identity: 'paymo'}, {ledger: first.ledger});

    const error = await rejection(second.write('clients', {id: 5, name: 'Five'}));

    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.include('set "streams.clients.identity" to "source"');
  });

  it('does not write to objects of another kind when the object of a stream was changed', async () => {
    const first = await bench.run({streams: {things: {object: 'clients'}}});
    await first.write('things', {id: 5, name: 'Five'});
    const second = await bench.run({streams: {things: {object: 'workflows'}}}, {ledger: first.ledger});

    const error = await rejection(second.write('things', {id: 5, name: 'Five'}));

    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.include('as clients, not as workflows');
  });

  it('refuses records without a key', async () => {
    const run = await bench.run({streams: {clients: {key: ['code', 'country.id']}}});
    const writer = run.writerOf('clients');

    expect(writer.keyOf({code: 7, country: {id: 'NO'}})).to.equal('["7","NO"]');
    expect(() => writer.keyOf({code: 7, country: {id: null}})).to.throw(Rejection, '"country.id"');
  });

  it('deletes only where that is allowed, and takes what is gone for deleted', async () => {
    const {id} = client();
    const careful = await bench.run({identity: 'paymo'});
    const bold = await bench.run({identity: 'paymo', allow_delete: true});

    expect(
      await refusal(careful.write('clients', {id: Number(id), _sdc_deleted_at: '2026-11-20'})),
    ).to.include('set "allow_delete"');
    expect(await bold.write('clients', {id: Number(id), _sdc_deleted_at: null, name: 'Kept'})).to.equal(
      'updated',
    );
    expect(await bold.write('clients', {id: Number(id), _delete: true})).to.equal('deleted');
    expect(rowOf(id)).to.equal(undefined);
    expect(await bold.write('clients', {id: Number(id), _delete: true})).to.equal('deleted');
    expect(await refusal(bold.write('clients', {_delete: true, name: 'x'}))).to.include('has no id');
  });

  it('refuses a record whose object is gone, or creates it anew where that is wanted', async () => {
    const run = await bench.run({});
    await run.write('clients', {id: 50, name: 'Gone soon'});
    const [gone] = bench.sandbox.data.clients.filter(({name}) => name === 'Gone soon');
    bench.sandbox.remove('clients', Number(gone?.id));
    const again = await bench.run({on_missing: 'create'}, {ledger: run.ledger});

    expect(await refusal(run.write('clients', {id: 50, name: 'Back'}))).to.include('is gone in Paymo');
    expect(await again.write('clients', {id: 50, name: 'Back'})).to.equal('created');
    expect(await run.write('clients', {id: 50, name: 'Back'})).to.equal('unchanged');
  });

  it('changes the company that the credentials belong to, and no other', async () => {
    const {company} = bench.sandbox.data;
    const bySource = await bench.run({streams: {company: {mode: 'update'}}});
    const byId = await bench.run({identity: 'paymo'});

    expect(
      await bySource.write('company', {id: 'mine', name: 'Mine', apply_tax_to_expenses: true}, []),
    ).to.equal('updated');
    expect(company).to.include({name: 'Mine', apply_tax_to_expenses: '1'});
    expect(await byId.write('company', {id: Number(company.id), name: 'Ours'})).to.equal('updated');
    expect(await refusal(byId.write('company', {id: 1, name: 'Theirs'}))).to.include(
      'not that of the company',
    );
    expect(company.name).to.equal('Ours');
  });

  it('changes and deletes project statuses by their ids; the built-in ones refuse', async () => {
    const run = await bench.run({identity: 'paymo', allow_delete: true});
    const statuses = bench.sandbox.data.projectstatuses;
    const own = statuses.find(({readonly}) => readonly === false);
    const builtIn = statuses.find(({readonly}) => readonly === true);

    expect(await run.write('project_statuses', {id: Number(own?.id), name: 'Waiting'})).to.equal('updated');
    expect(await refusal(run.write('project_statuses', {id: Number(builtIn?.id), name: 'x'}))).to.include(
      'Paymo refused it',
    );
    expect(await refusal(run.write('project_statuses', {name: 'New'}))).to.include('its stream only updates');
  });

  it('leads to the objects of other records, and waits for those that are not there yet', async () => {
    const run = await bench.run({});
    const writer = run.writerOf('projects');

    expect(writer.missing({id: 1, name: 'Site', client_key: 70})).to.deep.equal([
      {field: 'client_key', streams: ['clients'], key: '["70"]'},
    ]);
    expect(writer.missing({id: 1, _delete: true, client_key: 70})).to.deep.equal([]);
    await run.write('clients', {id: 70, name: 'Seventy'});
    expect(writer.missing({id: 1, name: 'Site', client_key: '70'})).to.deep.equal([]);
    await run.write('projects', {id: 1, name: 'Site', client_key: 70});
    const seventy = bench.sandbox.data.clients.find(({name}) => name === 'Seventy');
    expect(bench.sandbox.data.projects.find(({name}) => name === 'Site')?.client_id).to.equal(seventy?.id);
  });

  it('refuses a reference that may lead to records of two streams, until a setting says to which', async () => {
    const streams = {
      ours: {object: 'clients'},
      theirs: {object: 'clients'},
      projects: {fields: {'client.no': 'client_key'}},
    };
    const run = await bench.run({streams});
    const project = {id: 1, name: 'Whose', client: {no: 1}};
    await run.write('ours', {id: 1, name: 'Our first'});
    await run.write('theirs', {id: 1, name: 'Their first'});
    const [ours, theirs] = ['Our first', 'Their first'].map(
      (name) => bench.sandbox.data.clients.find((row) => row.name === name)?.id,
    );

    expect(await refusal(run.write('projects', project))).to.equal(
      `"client.no" leads to 1, which is the key of different records of ours (clients:${ours}) and theirs (clients:${theirs}); say which stream is meant in "streams.projects.references.client_key"`,
    );

    const projects = {...streams.projects, references: {client_key: 'theirs'}};
    const told = await bench.run({streams: {...streams, projects}}, {ledger: run.ledger});
    await told.write('projects', project);
    expect(bench.sandbox.data.projects.find(({name}) => name === 'Whose')?.client_id).to.equal(theirs);
  });

  it('puts nothing into an address that is no id, whatever the ledger holds', async () => {
    const run = await bench.run({allow_delete: true});
    const user = bench.sandbox.data.users[0];
    await run.ledger.applied('clients', '["90"]', `../users/${user?.id}`, '');
    bench.sandbox.requests.length = 0;

    for (const record of [
      {id: 90, name: 'Renamed'},
      {id: 90, _delete: true},
    ])
      expect(await refusal(run.write('clients', record))).to.include('which is no id of Paymo');
    expect(await refusal(run.write('projects', {id: 90, name: 'P', client_key: 90}))).to.include(
      'which is no id of Paymo',
    );
    expect(bench.sandbox.requests).to.deep.equal([]);
  });

  it('warns once of ids that count as those of Paymo while the source has such objects, until a setting says', async () => {
    const warnings = (run: Run) => run.log.at('warning').filter((line) => line.includes("Paymo's own"));
    const run = await bench.run({});
    const {id} = client();
    const project = {client_id: Number(id), users: []};
    await run.write('projects', {id: 101, name: 'Before', ...project});
    expect(warnings(run)).to.deep.equal([]);

    await run.write('clients', {id: 101, name: 'Of the source'});
    await run.write('projects', {id: 102, name: 'After', ...project});
    await run.write('projects', {id: 103, name: 'After that', ...project});
    expect(warnings(run)).to.deep.equal([
      `projects: "client_id" is taken for Paymo's own, although the stream clients brings such objects from the source; map it to "client_key" in "streams.projects.fields" if it holds keys of that stream, or to "client_id" if it does not`,
    ]);

    const fields = {client_id: 'client_id'};
    for (const settings of [{streams: {projects: {fields}}}, {streams: {clients: {identity: 'paymo'}}}]) {
      const told = await bench.run(settings as WriteSettings, {ledger: run.ledger});
      await told.write('projects', {id: 104, name: 'Said', ...project});
      expect(warnings(told)).to.deep.equal([]);
    }
    const later = await bench.run({}, {ledger: run.ledger});
    const items = [{item: 'Work', expense_id: 5}];
    await later.ledger.applied('expenses', '["5"]', 'expenses:5', 'h');
    await rejection(later.write('invoices', {id: 1, client_key: 101, currency: 'USD', items}));
    expect(warnings(later)).to.deep.equal([
      `invoices: "items.expense_id" is taken for Paymo's own, although the stream expenses brings such objects from the source; call it "expense_key" if it holds keys of that stream`,
    ]);
  });

  it('warns once when records without an id say the same', async () => {
    const run = await bench.run({identity: 'paymo'});
    for (const city of ['Rome', 'Oslo', 'Rome', 'Oslo']) await run.write('clients', {name: 'Equal', city});

    expect(bench.sandbox.data.clients.filter(({name}) => name === 'Equal')).to.have.length(2);
    const warnings = run.log.at('warning');
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^clients: A record without an id says the same as one before it/);
  });

  it('is bound to the company, or to the user where that hides it', async () => {
    const {account} = await bench.run();
    expect(account).to.equal(`company ${bench.sandbox.data.company.id}`);

    const forbidden = await TargetBench.start({forbidden: ['company']});
    try {
      expect((await forbidden.run()).account).to.match(/^user \d+$/);
    } finally {
      await forbidden.stop();
    }
  });
});
