import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {WantedStream} from '../../protocol/core/source.js';
import type {Service} from '../../protocol/rest/service.js';
import {LocalServers} from '../support/client.js';
import {clients, type DayManners, DayService, dayFacts, people} from '../support/days.js';
import {readOf} from '../support/rest.js';

const many = (count: number): JsonObject[] => Array.from({length: count}, (_, index) => ({id: index + 1}));

describe('A table', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function read(
    rows: JsonObject[],
    {
      bookmark,
      manners = {},
      facts = {},
    }: {bookmark?: JsonObject; manners?: DayManners; facts?: Partial<Service>} = {},
  ) {
    const service = await new DayService({clients: rows}, manners).start(servers);
    const told = await readOf([clients], dayFacts(service.url, {}, facts), {clients: {bookmark}});
    return {told, service, kinds: told.readings.map(({kind}) => kind)};
  }

  it('is read in one piece, and remembers how many rows it had', async () => {
    const {told, service, kinds} = await read(many(3));

    expect(told.ids('clients')).to.deep.equal([1, 2, 3]);
    expect(told.end('clients')).to.deep.equal({rows: 3});
    expect(kinds).to.deep.equal(['started', 'total', 'rows', 'complete']);
    expect(service.asked).to.have.lengthOf(1);
    expect(told.log).to.deep.equal([]);
  });

  it('may be empty the first time', async () => {
    const {told, kinds} = await read([]);

    expect(told.end('clients')).to.deep.equal({rows: 0});
    expect(kinds).to.include('rows');
  });

  it('sends rows that come twice once, and counts them once', async () => {
    const {told} = await read([...many(3), {id: 2}, {id: 3}]);

    expect(told.ids('clients')).to.deep.equal([1, 2, 3]);
    expect(told.end('clients')).to.deep.equal({rows: 3});
    expect(told.log).to.deep.equal(['clients: 2 rows came twice in one list; each is sent once']);
  });

  it('keeps rows without a key, to be complained about', async () => {
    const {told} = await read([{id: 1}, {name: 'x'}, {id: null, name: 'y'}]);

    expect(told.rows('clients')).to.have.lengthOf(3);
  });

  for (const count of [20, 25, 50, 100, 250, 500, 1000]) {
    it(`is suspected of being cut at ${count} rows`, async () => {
      const {told} = await read(many(count));

      expect(told.ids('clients')).to.have.lengthOf(count);
      expect(told.log).to.have.lengthOf(1);
      expect(told.log[0]).to.match(new RegExp(`exactly ${count} rows`));
    });
  }

  it('is suspected for the rows that came, and not for those that are distinct', async () => {
    const {told} = await read([...many(99), {id: 1}]);

    expect(told.log.filter((line) => /exactly 100 rows/.test(line))).to.have.lengthOf(1);
  });

  for (const count of [5, 19, 99, 101]) {
    it(`is not suspected at ${count} rows`, async () => {
      expect((await read(many(count))).told.log).to.deep.equal([]);
    });
  }

  it('sends nothing, and forgets nothing, where it has lost most of its rows', async () => {
    const {told, kinds} = await read(many(4), {bookmark: {rows: 9}});

    expect(kinds).to.deep.equal(['started', 'failed']);
    expect(told.end('clients')).to.match(/clients has only 4 rows left, of 9 at the last run/);
  });

  it('counts distinct rows when it looks whether any are lost', async () => {
    const repeated = Array.from({length: 9}, () => ({id: 1}));

    expect((await read(repeated, {bookmark: {rows: 9}})).told.end('clients')).to.match(/only 1 rows left/);
  });

  it('believes a loss where that is allowed, and remembers it', async () => {
    const {told} = await read([], {bookmark: {rows: 9}, facts: {allowEmpty: true}});

    expect(told.end('clients')).to.deep.equal({rows: 0});
  });

  for (const answer of [404, 422, 503, {clients: null}, {errors: []}, [], {clients: ['x']}]) {
    it(`fails, and sends nothing, where the service answers ${JSON.stringify(answer)}`, async () => {
      const {kinds} = await read([], {manners: {answer: () => answer}});

      expect(kinds).to.deep.equal(['started', 'failed']);
    });
  }

  it('ends the whole run where the credentials are refused', async () => {
    const reading = read([], {manners: {answer: () => 401}});

    await reading.then(
      () => expect.fail('it went on'),
      (error) => expect(error).to.have.property('name', 'AuthError'),
    );
  });
});

describe('A table whose fields nobody documented', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function read(rows: JsonObject[], wanted: Partial<WantedStream> = {}, facts: Partial<Service> = {}) {
    const service = await new DayService({people: rows}).start(servers);
    const told = await readOf([people], dayFacts(service.url, {}, facts), {
      people: {fields: new Set(['id']), ...wanted},
    });
    const found = told.readings.find(({kind}) => kind === 'fields');
    return {told, fields: found?.kind === 'fields' ? found.fields : undefined};
  }

  it('tells the fields before its rows, and remembers their types', async () => {
    const {told, fields} = await read([{id: 1, name: 'Ann', age: 7, active: true, none: null}]);

    expect(told.readings.map(({kind}) => kind)).to.deep.equal([
      'started',
      'total',
      'fields',
      'rows',
      'complete',
    ]);
    expect(fields).to.deep.equal({
      name: {type: ['null', 'string']},
      age: {type: ['null', 'number']},
      active: {type: ['null', 'boolean']},
      none: {type: ['null', 'string']},
    });
    expect(told.end('people')).to.deep.equal({
      rows: 1,
      fields: {name: 'string', age: 'number', active: 'boolean', none: 'string'},
    });
  });

  it('tells the fields that it remembers even when no row comes', async () => {
    const bookmark = {rows: 0, fields: {name: 'string', age: 'number'}};

    const {told, fields} = await read([], {bookmark});

    expect(fields).to.have.all.keys('name', 'age');
    expect(told.end('people')).to.deep.equal(bookmark);
  });

  it('keeps remembered types, and adds what is new', async () => {
    const {told} = await read([{id: 1, age: 'old', born: 1990}], {bookmark: {fields: {age: 'number'}}});

    expect(told.end('people')).to.deep.include({fields: {age: 'number', born: 'number'}});
  });

  it('neither tells nor remembers its keys', async () => {
    const {fields} = await read([{id: 1, name: 'x'}], {fields: new Set()});

    expect(fields).to.have.all.keys('name');
  });

  it('sends no credentials', async () => {
    const {told, fields} = await read(
      [
        {id: 1, api_key: 'x', team: {name: 'A', token: 'y'}},
        {id: 2, api_key: 'y', team: null},
      ],
      {bookmark: {fields: {api_key: 'string'}}},
    );

    expect(fields).to.have.all.keys('team');
    expect(told.rows('people')).to.deep.equal([
      {id: 1, team: {name: 'A'}},
      {id: 2, team: null},
    ]);
    expect(told.end('people')).to.deep.include({fields: {team: 'string'}});
    expect(told.log).to.deep.equal([
      'people: Fields that hold credentials are left out: "api_key", "team.token"',
    ]);
  });
});
