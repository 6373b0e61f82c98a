import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {WantedStream} from '../../protocol/core/source.js';
import type {DatedStream} from '../../protocol/rest/declaration.js';
import type {Service} from '../../protocol/rest/service.js';
import {LocalServers} from '../support/client.js';
import {entries, work} from '../support/entries.js';
import {type Manners, NumberedService} from '../support/numbered.js';
import {numberedFacts, readOf, SIGNPOST, type Wish} from '../support/rest.js';

const BOOKMARK = '2026-10-01T00:00:00Z';

/** One entry for each of these days, which changed at that day's noon unless told otherwise. */
function worked(...days: (string | null)[]): JsonObject[] {
  return days.map((date, index) => ({id: index + 1, date, updated_on: `${date ?? '2026-01-01'}T12:00:00Z`}));
}

describe('A list that is asked for by stretches of days', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  interface Setting {
    readonly stream?: DatedStream;
    readonly wanted?: Partial<WantedStream>;
    readonly manners?: Manners;
    readonly wish?: Wish;
    readonly facts?: Partial<Service>;
  }

  async function read(rows: JsonObject[], setting: Setting = {}) {
    const {stream = entries, wanted = {}, manners = {}, wish = {}, facts = {}} = setting;
    const service = await new NumberedService({entries: rows}, manners).start(servers);
    const told = await readOf([stream], numberedFacts(service.url, facts), {entries: wanted}, wish);
    const stretches = service.asked
      .filter(({query, page}) => !query.has('since') && page === 0)
      .map(({query}) => query.get('between'));
    const since = service.asked.filter(({page}) => page === 0).flatMap(({query}) => query.get('since') ?? []);
    return {told, service, stretches, since};
  }

  const known = (change_filter: string, more: JsonObject = {}): Partial<WantedStream> => ({
    bookmark: {change_filter, last_full_pass: SIGNPOST, ...more},
    value: BOOKMARK,
  });

  it('is read month by month, with what lies before and after', async () => {
    const {told, stretches} = await read(worked('2012-05-01', '2026-01-31', '2026-11-20', '2031-01-01'));

    expect(told.ids('entries')).to.deep.equal([1, 2, 3, 4]);
    expect(stretches).to.have.lengthOf(10 * 12 + 4);
    expect(stretches[0]).to.equal('1900-01-01,2016-11-01');
    expect(stretches.at(-2)).to.equal('2026-11-30,2199-12-31');
    // In the end all days at once, for what reaches beyond a month.
    expect(stretches.at(-1)).to.equal('1900-01-01,2199-12-31');
  });

  it('sends what two stretches bring once', async () => {
    const {told} = await read(worked('2026-08-31', '2026-09-01', '2026-09-30'));

    expect(told.ids('entries')).to.deep.equal([1, 2, 3]);
  });

  it('lets the filter for changes prove itself over all days', async () => {
    const {told, service} = await read(worked('2026-09-01', '2026-09-02'));

    expect(told.bookmark('entries')).to.include({change_filter: 'proven', last_full_pass: SIGNPOST});
    expect(service.asked.find(({query}) => query.has('since'))?.query.get('between')).to.equal(
      '1900-01-01,2199-12-31',
    );
  });

  it('is asked for what changed, over all days at once, when that is known to work', async () => {
    const rows = worked('2012-05-01', '2026-10-02');
    rows[0] = {...rows[0], updated_on: '2026-11-01T00:00:00Z'};

    const {told, since, stretches} = await read(rows, {wanted: known('proven')});

    expect(told.ids('entries')).to.deep.equal([1, 2]);
    expect(since).to.have.lengthOf(1);
    expect(stretches).to.deep.equal([]);
    expect(told.bookmark('entries')).to.include({change_filter: 'proven'});
    expect(told.bookmark('entries')).to.not.have.property('last_full_pass');
  });

  it('is read over all days, without what did not change, when the filter does not work', async () => {
    const rows = worked('2012-05-01', '2026-10-02');

    const {told, since, stretches} = await read(rows, {wanted: known('ignored')});

    expect(told.ids('entries')).to.deep.equal([2]);
    expect(since).to.deep.equal([]);
    expect(stretches).to.have.lengthOf(10 * 12 + 4);
    expect(told.bookmark('entries')).to.include({change_filter: 'ignored'});
  });

  it('is read over the days of the look-back alone where it is of that kind', async () => {
    const {told, stretches} = await read(worked('2026-09-20', '2026-10-20', '2026-12-24'), {
      stream: work,
      wanted: known('refused'),
      facts: {lookbackDays: 40},
    });

    expect(told.ids('entries')).to.deep.equal([2, 3]);
    expect(stretches).to.deep.equal([
      '2026-10-10,2026-11-01',
      '2026-10-31,2026-12-01',
      '2026-11-30,2199-12-31',
      '2026-10-10,2199-12-31',
    ]);
  });

  for (const status of [400, 500]) {
    it(`goes on by days in the same run when the filter is suddenly refused with ${status}`, async () => {
      const {told} = await read(worked('2026-09-20', '2026-10-20'), {
        wanted: known('proven'),
        manners: {answer: ({query}) => (query.has('since') ? {status, body: {}} : undefined)},
      });

      expect(told.ids('entries')).to.deep.equal([2]);
      expect(told.bookmark('entries')).to.include({change_filter: 'refused'});
      expect(told.log).to.have.lengthOf(1);
    });
  }

  it('remembers that a filter which once worked is ignored', async () => {
    const {told, stretches} = await read(worked('2026-09-20', '2026-10-20'), {
      wanted: known('proven'),
      manners: {deaf: ['since']},
    });

    expect(told.bookmark('entries')).to.include({change_filter: 'ignored'});
    expect(stretches).to.have.lengthOf(10 * 12 + 4);
  });

  it('reads everything again when a full pass is due, and everything is sent', async () => {
    const {told} = await read(worked('2012-05-01', '2026-10-20'), {
      wanted: known('proven', {last_full_pass: '2026-11-13T10:00:00Z'}),
    });

    expect(told.ids('entries')).to.deep.equal([1, 2]);
    expect(told.bookmark('entries')).to.include({last_full_pass: SIGNPOST, change_filter: 'proven'});
  });

  it('is read month by month from the first likely day on that opening the service gave', async () => {
    const opening = {account: 'acme', unavailable: new Map(), objects: new Map(), firstDay: '2026-10-20'};

    const {told, stretches} = await read(worked('2026-10-20', '2016-12-24'), {
      facts: {open: async () => opening},
    });

    expect(told.ids('entries')).to.have.members([1, 2]);
    expect(stretches).to.deep.equal([
      '1900-01-01,2026-10-01',
      '2026-09-30,2026-11-01',
      '2026-10-31,2026-12-01',
      '2026-11-30,2199-12-31',
      '1900-01-01,2199-12-31',
    ]);
  });

  it('is asked for the days alone that the user wants', async () => {
    const {told, stretches} = await read(worked('2026-10-20'), {
      facts: {days: {entries: {from: '2026-10-05', to: '2026-11-02'}}},
    });

    expect(told.ids('entries')).to.deep.equal([1]);
    expect(stretches).to.deep.equal([
      '2026-10-04,2026-11-01',
      '2026-10-31,2026-11-03',
      '2026-10-04,2026-11-03',
    ]);
  });

  it('holds no row of the days around those that the user wants, but rows without a day', async () => {
    const days = {entries: {from: '2026-10-05', to: '2026-10-10'}};
    const manners: Manners = {deaf: ['between']};

    const {told} = await read(worked('2026-10-04', '2026-10-05', '2026-10-10', '2026-10-11', null), {
      facts: {days},
      manners,
    });

    expect(told.ids('entries')).to.deep.equal([2, 3, 5]);
  });

  it('ends with end_date, which the bookmark remembers', async () => {
    const {told} = await read(worked('2026-10-20', '2026-10-21'), {wish: {endDate: '2026-10-20'}});

    expect(told.ids('entries')).to.deep.equal([1]);
    expect(told.bookmark('entries')).to.include({end_date: '2026-10-20'});
  });

  it('brings what an earlier end_date kept out, however long ago it changed', async () => {
    const rows = worked('2026-08-20', '2026-09-20').map((row) => ({
      ...row,
      updated_on: '2026-02-01T00:00:00Z',
    }));

    const {told} = await read(rows, {wanted: known('proven', {end_date: '2026-08-31'})});

    expect(told.ids('entries')).to.deep.equal([2]);
  });

  it('is read from the start of a backfill on, by days and not by changes', async () => {
    const rows = worked('2026-09-20', '2026-10-20').map((row) => ({...row, updated_on: SIGNPOST}));
    const span = {start: '2026-10-01T00:00:00Z', lookbackSeconds: 0, backfill: true};

    const {told, since} = await read(rows, {wish: {span}, wanted: known('proven')});

    expect(told.ids('entries')).to.deep.equal([2]);
    expect(since).to.deep.equal([]);
  });

  it('is complete without a question when no day is wanted', async () => {
    const days = {entries: {from: '2026-10-05'}};

    const {told, service} = await read(worked('2026-10-20'), {facts: {days}, wish: {endDate: '2026-10-01'}});

    expect(told.end('entries')).to.be.an('object');
    expect(service.asked).to.deep.equal([]);
  });

  it('is narrowed by what the user wants of it, whatever the service sends', async () => {
    const {told} = await read(worked('2026-10-20', '2026-10-21'), {
      facts: {keeps: {entries: ({id}) => id === 2}},
    });

    expect(told.ids('entries')).to.deep.equal([2]);
  });
});
