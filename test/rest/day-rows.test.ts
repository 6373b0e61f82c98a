import {expect} from 'chai';
import {DataError} from '../../protocol/core/errors.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {DayRows} from '../../protocol/rest/day-rows.js';
import type {Params} from '../../protocol/rest/declaration.js';
import {LocalServers, rejection} from '../support/client.js';
import {type DayManners, DayService, dayFacts, dayRows, logs} from '../support/days.js';
import {idsIn} from '../support/numbered.js';
import {readerOf} from '../support/reader.js';

const MARCH = {from: '2026-03-01', to: '2026-03-08'};
const FEBRUARY = {from: '2026-02-01', to: '2026-02-28'};
const CLIENTS = [{id: 1}, {id: 2}, {id: 3}];
const USERS = [{id: 7}, {id: 8}, {id: 9}];

/** So many rows, spread over eight days and three clients. */
const spread = (count: number): JsonObject[] =>
  Array.from({length: count}, (_, index) => ({
    id: index + 1,
    date: `2026-03-0${(index % 8) + 1}`,
    client_id: (index % 3) + 1,
  }));

/** The same rows, each of another user than the one before. */
const ofUsers = (rows: JsonObject[]): JsonObject[] =>
  rows.map((row, index) => ({...row, user_id: 7 + (index % 3)}));

const upTo = (count: number): number[] => Array.from({length: count}, (_, index) => index + 1);

describe('Rows of days', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  interface Tables {
    readonly clients?: JsonObject[];
    readonly users?: JsonObject[];
  }

  async function start(
    rows: JsonObject[],
    manners: DayManners = {},
    filters: Params = {},
    tables: Tables = {},
  ) {
    const lists = {logs: rows, clients: CLIENTS, users: [], ...tables};
    const service = await new DayService(lists, manners).start(servers);
    const reader = readerOf(dayFacts(service.url), new Map(), {maxResponseBytes: 50_000_000});
    const one = new DayRows(reader, logs, filters);
    const ids = async (days = MARCH) => idsIn(await one.of(days)).sort((a, b) => Number(a) - Number(b));
    return {service, one, ids, warnings: () => reader.log.at('warning')};
  }

  for (const count of [0, 1, 4, 7, 9, 11, 99]) {
    it(`are asked for once where there are ${count}`, async () => {
      const {ids, service, warnings} = await start(spread(count));

      expect(await ids()).to.deep.equal(upTo(count));
      expect(service.stretches).to.deep.equal(['2026-03-01..2026-03-08']);
      expect(warnings()).to.deep.equal([]);
    });
  }

  it('are asked for in two halves where their number is round, and nothing is said when all were there', async () => {
    const {ids, service, warnings} = await start(spread(10));

    expect(await ids()).to.deep.equal(upTo(10));
    expect(service.stretches).to.deep.equal([
      '2026-03-01..2026-03-08',
      '2026-03-01..2026-03-04',
      '2026-03-05..2026-03-08',
    ]);
    expect(warnings()).to.deep.equal([]);
  });

  it('have halves without a day between them, or in both, whatever the number of days', async () => {
    for (const to of ['2026-03-02', '2026-03-03', '2026-03-06', '2026-03-07']) {
      const rows = spread(80).filter(({date}) => String(date) <= to);
      const {service, ids} = await start(rows, {cap: 10});

      const found = await ids({from: '2026-03-01', to});
      const days = service.stretches.filter((stretch) => !stretch.includes(' '));
      const single = days.filter((stretch) => stretch.slice(0, 10) === stretch.slice(12));

      expect(found).to.deep.equal(idsIn(rows));
      expect(new Set(single))
        .to.have.property('size')
        .that.equals(Number(to.slice(-2)));
    }
  });

  for (const cap of [10, 15, 16, 20, 25, 32]) {
    it(`are all there where lists are cut at ${cap}, and that is told once`, async () => {
      const {ids, warnings} = await start(spread(96), {cap});

      expect(await ids()).to.deep.equal(upTo(96));
      expect(warnings()).to.have.lengthOf(1);
      expect(warnings()[0]).to.include(`cuts lists at ${cap} rows`).and.include('"window_days"');
    });
  }

  it('are all there where one day alone is cut', async () => {
    const busy = [
      ...dayRows(1, 8, '2026-03-05', {client_id: 2}),
      ...dayRows(9, 9, '2026-03-05', {client_id: 3}),
    ];
    const {ids, service, warnings} = await start([...busy, ...dayRows(18, 3, '2026-03-01')], {cap: 10});

    expect(await ids()).to.deep.equal(upTo(20));
    expect(service.stretches.filter((one) => one.startsWith('2026-03-05..2026-03-05 '))).to.deep.equal([
      '2026-03-05..2026-03-05 1',
      '2026-03-05..2026-03-05 2',
      '2026-03-05..2026-03-05 3',
    ]);
    expect(warnings()).to.have.lengthOf(1);
  });

  it('are out of reach where one day of one client is cut, which is an error and no short list', async () => {
    const rows = [...dayRows(1, 15, '2026-03-05', {client_id: 2}), ...dayRows(16, 3, '2026-03-05')];
    const {one} = await start(rows, {cap: 10});

    const error = await rejection(one.of(MARCH));

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.equal(
      'logs is incomplete: the service cuts lists at 10 rows, and 2026-03-05 has more of one kind than that',
    );
  });

  it('are out of reach where a cut is found on an earlier day than the one that can not be divided', async () => {
    const {one, ids} = await start([...spread(24), ...dayRows(25, 15, '2026-03-20', {client_id: 2})], {
      cap: 10,
    });

    expect(await ids()).to.deep.equal(upTo(24));
    expect(await rejection(one.of({from: '2026-03-20', to: '2026-03-20'}))).to.be.instanceOf(DataError);
  });

  it('are out of reach where a cut is found after a day that could not be divided', async () => {
    const {one} = await start(
      [...dayRows(1, 15, '2026-02-20', {client_id: 2}), ...dayRows(16, 24, '2026-03-01')].concat(
        dayRows(40, 9, '2026-03-05', {client_id: 3}),
      ),
      {cap: 10},
    );

    await one.of({from: '2026-02-20', to: '2026-02-20'});

    expect((await rejection(one.of(MARCH))).message).to.include('is incomplete');
  });

  for (const count of [10, 20]) {
    it(`of one day and one client are doubted aloud where they are ${count}, since nothing divides them`, async () => {
      const {ids, warnings} = await start(dayRows(1, count, '2026-03-05', {client_id: 2}));

      expect(await ids()).to.deep.equal(upTo(count));
      expect(warnings()).to.have.lengthOf(1);
      expect(warnings()[0]).to.match(
        new RegExp(`^logs: 2026-03-05 has exactly ${count} rows of one kind, as it would if .* cut lists`),
      );
    });
  }

  it('are not divided by clients where the user wants those of one', async () => {
    const rows = dayRows(1, 15, '2026-03-05', {client_id: 2});
    const {ids, service, warnings} = await start(rows, {cap: 10}, {client_id: 2});

    expect(await ids({from: '2026-03-05', to: '2026-03-05'})).to.have.lengthOf(10);
    expect(service.stretches).to.deep.equal(['2026-03-05..2026-03-05 2']);
    expect(service.asked.map(({path}) => path)).to.not.include('clients');
    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.include('2026-03-05 has exactly 10 rows of one kind');
  });

  it('are divided by users where the user wants those of one client', async () => {
    const rows = ofUsers(dayRows(1, 24, '2026-03-05', {client_id: 2}));
    const {ids, service} = await start(rows, {cap: 10}, {client_id: 2}, {users: USERS});

    expect(await ids()).to.deep.equal(upTo(24));
    expect(service.stretches.filter((one) => one.startsWith('2026-03-05..2026-03-05'))).to.include.members(
      USERS.map(({id}) => `2026-03-05..2026-03-05 2 u${id}`),
    );
  });

  it('keep the user’s filters in every part', async () => {
    const {service, ids} = await start(
      spread(96).map((row) => ({...row, user_id: 7})),
      {cap: 10},
      {user_id: 7},
    );

    expect(await ids()).to.deep.equal(upTo(96));
    expect(
      service.asked.filter(({path, query}) => path === 'logs' && query.get('user_id') !== '7'),
    ).to.deep.equal([]);
  });

  it('ask for the clients once', async () => {
    const rows = upTo(3).flatMap((day) =>
      upTo(3).flatMap((client_id) =>
        dayRows(day * 1000 + client_id * 100, 6, `2026-03-0${day}`, {client_id}),
      ),
    );
    const {service, ids} = await start(rows, {cap: 10});

    expect(await ids()).to.deep.equal(idsIn(rows));
    expect(service.asked.filter(({path}) => path === 'clients')).to.have.lengthOf(1);
  });

  it('are no cut list where some were added between two questions', async () => {
    const added = {id: 11, date: '2026-03-05', client_id: 1};
    const {ids, warnings} = await start(spread(10), {
      answer: ({path, query}, nth) => {
        if (path !== 'logs' || nth === 1) return undefined;
        const rows = [...spread(10), added].filter(
          ({date}) => String(date) >= String(query.get('start')) && String(date) <= String(query.get('end')),
        );
        return {logs: rows};
      },
    });

    expect(await ids()).to.deep.equal(upTo(11));
    expect(warnings()).to.deep.equal([]);
  });

  it('are all sent where some were gone when they were asked for again', async () => {
    const {ids, warnings} = await start(spread(10), {
      answer: ({path}, nth) => (path === 'logs' && nth > 1 ? {logs: []} : undefined),
    });

    expect(await ids()).to.deep.equal(upTo(10));
    expect(warnings()).to.deep.equal([]);
  });

  it('come once each where the service ignores what divides them', async () => {
    const {ids} = await start(dayRows(1, 20, '2026-03-05'), {deaf: ['client_id']});

    expect(await ids()).to.deep.equal(upTo(20));
  });

  it('come once each where the service ignores the days', async () => {
    const {ids} = await start(spread(20), {deaf: ['start', 'end']});

    expect(await ids()).to.deep.equal(upTo(20));
  });

  it('are not divided, and nothing is said, on days whose length is the habit of an account', async () => {
    const dates = upTo(5).map((day) => `2026-03-0${day}`);
    const rows = dates.flatMap((date, day) =>
      spread(10).map((row, index) => ({...row, id: day * 10 + index, date})),
    );
    const {service, one, warnings} = await start(rows);

    const counts = [];
    for (const date of dates) {
      const before = service.stretches.length;
      await one.of({from: date, to: date});
      counts.push(service.stretches.length - before);
    }

    expect(counts).to.deep.equal([4, 4, 4, 1, 1]);
    expect(warnings()).to.deep.equal([]);
  });

  it('of several days are looked at twice each time, however often they were whole', async () => {
    const months = upTo(6).map((month) => ({from: `2026-0${month}-01`, to: `2026-0${month}-08`}));
    const rows = months.flatMap(({from, to}, month) => [
      ...dayRows(month * 10, 5, from),
      ...dayRows(month * 10 + 5, 5, to),
    ]);
    const {service, one} = await start(rows);

    for (const month of months) await one.of(month);

    expect(service.stretches).to.have.lengthOf(18);
  });

  it('are divided after all on days of a habit that turns out to be a limit', async () => {
    const habit = upTo(3).flatMap((day) =>
      spread(10).map((row, index) => ({...row, id: day * 100 + index, date: `2026-02-0${day}`})),
    );
    const crowded = spread(17).map((row, index) => ({...row, id: 900 + index, date: '2026-02-04'}));
    const {one, warnings} = await start([...habit, ...crowded, ...spread(60)], {cap: 10});
    const found = [];
    for (const day of upTo(4))
      found.push(...(await one.of({from: `2026-02-0${day}`, to: `2026-02-0${day}`})));

    expect(idsIn(found)).to.have.lengthOf(40);
    expect(warnings()).to.deep.equal([]);
    expect(idsIn(await one.of(MARCH))).to.include.members([...upTo(60), ...idsIn(crowded)]);
  });
});

describe('Rows of one day', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  const DAY = {from: '2026-02-10', to: '2026-02-10'};

  /** So many rows of that day; `more` says what the nth of them has besides. */
  const busy = (count: number, more: (index: number) => JsonObject): JsonObject[] =>
    dayRows(1, count, DAY.from).map((row, index) => ({...row, ...more(index)}));

  const ids = (count: number, first = 1): JsonObject[] =>
    Array.from({length: count}, (_, index) => ({id: first + index}));

  async function start(
    rows: JsonObject[],
    cap: number | undefined,
    tables: {clients?: JsonObject[]; users?: JsonObject[]},
    more: DayManners = {},
  ) {
    const manners = {uncut: ['clients', 'users'], ...more, ...(cap === undefined ? {} : {cap})};
    const service = await new DayService({logs: rows, clients: [], users: [], ...tables}, manners).start(
      servers,
    );
    const reader = readerOf(dayFacts(service.url));
    const one = new DayRows(reader, logs, {});
    return {
      service,
      one,
      read: async () => idsIn(await one.of(DAY)),
      warnings: () => reader.log.at('warning'),
    };
  }

  it('are divided by users too when those of one client are too many', async () => {
    const rows = busy(24, (index) => ({client_id: 2, user_id: 7 + (index % 3)}));
    const {read, service, warnings} = await start(rows, 10, {clients: CLIENTS, users: USERS});

    expect(await read()).to.have.members(upTo(24));
    expect(service.stretches).to.include('2026-02-10..2026-02-10 2 u8');
    expect(warnings()).to.have.lengthOf(1);
  });

  it('are not divided by users where nothing is missing that the clients bring', async () => {
    const {read, service, warnings} = await start(spreadOver(10, DAY.from), undefined, {
      clients: CLIENTS,
      users: USERS,
    });

    expect(await read()).to.have.members(upTo(10));
    expect(service.stretches).to.deep.equal([
      '2026-02-10..2026-02-10',
      ...upTo(3).map((client) => `2026-02-10..2026-02-10 ${client}`),
    ]);
    expect(warnings()).to.deep.equal([]);
  });

  it('come by way of the users where they belong to clients that no table lists', async () => {
    const rows = busy(24, (index) => ({client_id: index % 2 === 0 ? 1 : 99, user_id: 7 + (index % 3)}));
    const {read} = await start(rows, 10, {clients: CLIENTS, users: USERS});

    expect(await read()).to.have.members(upTo(24));
  });

  const stray: [string, (index: number) => JsonObject][] = [
    ['are all of a client that no table lists', () => ({client_id: 99})],
    ['are all of no client', () => ({client_id: null})],
    ['are of such a client where they were cut', (index) => ({client_id: index < 6 ? 1 : 99})],
  ];
  for (const [what, more] of stray) {
    it(`come by way of the users where they ${what}`, async () => {
      const rows = busy(15, (index) => ({...more(index), user_id: 7 + (index % 3)}));
      const {read, warnings} = await start(rows, 10, {clients: CLIENTS, users: USERS});

      expect(await read()).to.have.members(upTo(15));
      expect(warnings()).to.have.lengthOf(1);
    });

    it(`are doubted aloud where they ${what}, and nothing else divides them`, async () => {
      const {read, warnings} = await start(busy(15, more), 10, {clients: CLIENTS});

      expect(await read()).to.have.members(upTo(10));
      expect(warnings()).to.have.lengthOf(1);
      expect(warnings()[0]).to.include('2026-02-10 has exactly 10 rows of one kind');
    });

    it(`fail where they ${what}, and that length is found to be a limit`, async () => {
      const march = spread(30).map((row) => ({...row, id: Number(row.id) + 100}));
      const {one, read} = await start([...busy(15, more), ...march], 10, {clients: CLIENTS});

      await read();

      expect((await rejection(one.of(MARCH))).message).to.match(
        /^logs is incomplete: .* 2026-02-10 has more/,
      );
    });
  }

  it('fail where some of what came is brought by no part of a day that was cut', async () => {
    const rows = busy(24, (index) => ({client_id: index === 0 ? 99 : (index % 3) + 1}));
    const {read} = await start(rows, 10, {clients: CLIENTS});

    expect((await rejection(read())).message).to.equal(
      'logs is incomplete: the service cuts lists at 10 rows, and 2026-02-10 has more of one kind than that',
    );
  });

  it('are divided without further ado in 40 parts, of both tables together', async () => {
    const rows = busy(15, (index) => ({client_id: index + 1}));
    const {read} = await start(rows, 10, {clients: ids(37), users: USERS});

    expect(await read()).to.have.members(upTo(15));
  });

  it('are not divided in 41 where their number is no usual limit, which is told', async () => {
    const rows = busy(15, (index) => ({client_id: index + 1, user_id: 7}));
    const {read, service, warnings} = await start(rows, 10, {clients: ids(38), users: USERS});

    expect(await read()).to.deep.equal(upTo(10));
    expect(service.stretches).to.have.lengthOf(1);
    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.include('2026-02-10 has exactly 10 rows of one kind');
  });

  it('are divided in any number of parts where theirs is a usual limit', async () => {
    const rows = busy(30, (index) => ({client_id: index + 1}));
    const {read} = await start(rows, 20, {clients: ids(60)});

    expect(await read()).to.have.members(upTo(30));
  });

  it('are divided in any number of parts once their number is found to be a limit, earlier days too', async () => {
    const rows = busy(15, (index) => ({client_id: index + 1, user_id: 7 + (index % 3)}));
    const march = ofUsers(spread(60)).map((row) => ({...row, id: Number(row.id) + 100}));
    const april = spreadOver(25, '2026-04-01').map((row) => ({...row, id: Number(row.id) + 200}));
    const {one, read} = await start([...rows, ...march, ...ofUsers(april)], 10, {
      clients: ids(38),
      users: USERS,
    });

    expect(await read()).to.have.lengthOf(10);
    expect(idsIn(await one.of(MARCH))).to.have.members([...upTo(15), ...idsIn(march)]);
    expect(idsIn(await one.of({from: '2026-04-01', to: '2026-04-01'}))).to.have.members(idsIn(april));
  });

  it('are divided on each earlier day, once their number is found to be a limit', async () => {
    const days = ['2026-02-09', '2026-02-10', '2026-02-11'];
    const rows = days.flatMap((date, day) =>
      dayRows(day * 100 + 1, 15, date).map((row, index) => ({...row, client_id: index + 1})),
    );
    const march = spread(60).map((row) => ({...row, id: Number(row.id) + 1000}));
    const {one} = await start([...rows, ...march], 10, {clients: ids(60)});

    for (const day of days) expect(await one.of({from: day, to: day})).to.have.lengthOf(10);

    expect(idsIn(await one.of(MARCH))).to.have.members([...idsIn(rows), ...idsIn(march)]);
  });

  it('are divided by both tables once their number is found to be a limit, whatever the first brings', async () => {
    const rows = busy(15, (index) => ({
      client_id: index < 10 ? (index % 3) + 1 : 99,
      user_id: 7 + (index % 3),
    }));
    const march = ofUsers(spread(60)).map((row) => ({...row, id: Number(row.id) + 100}));
    const {one, read} = await start([...rows, ...march], 10, {clients: CLIENTS, users: USERS});

    await one.of(MARCH);

    expect(await read()).to.have.members(upTo(15));
  });

  it('were cut where one table proves it, whatever the other brings', async () => {
    const rows = busy(15, (index) => ({
      client_id: (index % 3) + 1,
      user_id: index < 10 ? 7 + (index % 3) : 99,
    }));
    const {read, warnings} = await start(rows, 10, {clients: CLIENTS, users: USERS});

    expect(await read()).to.have.members(upTo(15));
    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.include('cuts lists at 10 rows');
  });

  it('of one client are doubted aloud each day, since that none is missing was never shown', async () => {
    const days = upTo(5).map((day) => `2026-02-0${day}`);
    const rows = days.flatMap((date, day) => dayRows(day * 100, 10, date, {client_id: 2}));
    const {one, warnings} = await start(rows, undefined, {clients: CLIENTS});

    for (const day of days) await one.of({from: day, to: day});

    expect(warnings().map((line) => line.slice('logs: '.length).slice(0, 10))).to.deep.equal(days);
  });

  it('are divided by one table where the other can not be read', async () => {
    const {read} = await start(
      busy(24, (index) => ({client_id: 1, user_id: 7 + (index % 3)})),
      10,
      {users: USERS},
      {answer: ({path}) => (path === 'clients' ? 404 : undefined)},
    );

    expect(await read()).to.have.members(upTo(24));
  });

  it('end the whole run where a table is refused for the credentials', async () => {
    const {read} = await start(
      busy(24, () => ({})),
      10,
      {},
      {answer: ({path}) => (path === 'clients' ? 401 : undefined)},
    );

    expect(await rejection(read())).to.have.property('name', 'AuthError');
  });
});

describe('Rows of days, where one of those is crowded', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function start(rows: JsonObject[], manners: DayManners, users: JsonObject[] = []) {
    const service = await new DayService({logs: rows, clients: CLIENTS, users}, manners).start(servers);
    const reader = readerOf(dayFacts(service.url), new Map(), {maxResponseBytes: 50_000_000});
    return {service, one: new DayRows(reader, logs, {}), warnings: () => reader.log.at('warning')};
  }

  /** 150 rows of one client on one day of February, and as many spread over March. */
  const crowded = dayRows(1001, 150, '2026-02-10', {client_id: 2});
  const march = spread(150);

  it('are no reason to believe the next list that is as long', async () => {
    const {one, warnings} = await start([...crowded, ...march], {cap: 100});

    expect(await one.of(FEBRUARY)).to.have.lengthOf(100);
    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.include('2026-02-10 has exactly 100 rows of one kind');
    const error = await rejection(one.of(MARCH));
    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.include('cuts lists at 100 rows, and 2026-02-10 has more');
  });

  it('are all there where another table divides that day', async () => {
    const {one} = await start(ofUsers([...crowded, ...march]), {cap: 100}, USERS);

    expect(idsIn(await one.of(FEBRUARY))).to.have.members(idsIn(crowded));
    expect(idsIn(await one.of(MARCH))).to.have.members(idsIn(march));
  });

  it('are all there where four windows were as long as a limit, and the fifth is longer', async () => {
    const windows = upTo(5).map((month) => ({from: `2026-0${month}-01`, to: `2026-0${month}-08`}));
    const rows = windows.flatMap(({from}, month) =>
      spread(month === 4 ? 300 : 100).map((row) => ({
        ...row,
        id: month * 1000 + Number(row.id),
        date: from.slice(0, 8) + String(row.date).slice(8),
      })),
    );
    const {one, warnings} = await start(rows, {cap: 100});

    const found = [];
    for (const window of windows) found.push(...idsIn(await one.of(window)));

    expect(found).to.have.lengthOf(700);
    expect(found).to.have.members(idsIn(rows));
    expect(warnings()).to.have.lengthOf(1);
  });

  it('are 200 000 without any trouble', async () => {
    const rows = [...dayRows(1, 190_000, '2026-03-01'), ...dayRows(190_001, 10_000, '2026-03-08')];
    const {one, service} = await start(rows, {});

    expect(await one.of(MARCH)).to.have.lengthOf(200_000);
    expect(service.stretches).to.have.lengthOf(3);
  });
});

/** So many rows of one day, spread over three clients. */
function spreadOver(count: number, date: string): JsonObject[] {
  return spread(count).map((row) => ({...row, date}));
}
