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
const CLIENTS = [{id: 1}, {id: 2}, {id: 3}];

/** So many rows, spread over eight days and three clients. */
const spread = (count: number): JsonObject[] =>
  Array.from({length: count}, (_, index) => ({
    id: index + 1,
    date: `2026-03-0${(index % 8) + 1}`,
    client_id: (index % 3) + 1,
  }));

const upTo = (count: number): number[] => Array.from({length: count}, (_, index) => index + 1);

describe('Rows of days', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function start(rows: JsonObject[], manners: DayManners = {}, filters: Params = {}) {
    const service = await new DayService({logs: rows, clients: CLIENTS}, manners).start(servers);
    const reader = readerOf(dayFacts(service.url));
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

  for (const cap of [5, 10, 16, 20, 25, 32]) {
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

  it('of one day and one client are doubted aloud where their number is a usual limit', async () => {
    const {ids, warnings} = await start(dayRows(1, 20, '2026-03-05', {client_id: 2}));

    expect(await ids()).to.deep.equal(upTo(20));
    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.match(/2026-03-05 has exactly 20 rows of one kind/);
  });

  it('of one day and one client are not doubted aloud otherwise', async () => {
    const {ids, warnings} = await start(dayRows(1, 10, '2026-03-05', {client_id: 2}));

    expect(await ids()).to.deep.equal(upTo(10));
    expect(warnings()).to.deep.equal([]);
  });

  it('are not divided by clients where the user wants those of one', async () => {
    const rows = dayRows(1, 15, '2026-03-05', {client_id: 2});
    const {ids, service, warnings} = await start(rows, {cap: 10}, {client_id: 2});

    expect(await ids({from: '2026-03-05', to: '2026-03-05'})).to.have.lengthOf(10);
    expect(service.stretches).to.deep.equal(['2026-03-05..2026-03-05 2']);
    expect(service.asked.map(({path}) => path)).to.not.include('clients');
    expect(warnings()).to.deep.equal([]);
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

  it('are not looked at twice for a length that is the habit of an account', async () => {
    const days = upTo(8).map((day) => `2026-03-0${day}`);
    const week = (index: number) => days.map((day) => day.replace('2026-03', `2026-0${index}`));
    const rows = upTo(6).flatMap((month) =>
      [0, 4].flatMap((half, at) =>
        dayRows(month * 100 + at * 10, 5, week(month)[half] ?? '').map((row, index) => ({
          ...row,
          client_id: (index % 3) + 1,
        })),
      ),
    );
    const {service, one} = await start(rows);

    const counts = [];
    for (const month of upTo(6)) {
      const before = service.stretches.length;
      await one.of({from: `2026-0${month}-01`, to: `2026-0${month}-08`});
      counts.push(service.stretches.length - before);
    }

    expect(counts[0]).to.be.above(1);
    expect(counts.slice(3)).to.deep.equal([1, 1, 1]);
  });
});
