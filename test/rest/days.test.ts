import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {WantedStream} from '../../protocol/core/source.js';
import type {DayFacts, Service} from '../../protocol/rest/service.js';
import {LocalServers, rejection} from '../support/client.js';
import {type DayManners, DayService, dayFacts, dayRows, logs} from '../support/days.js';
import {readOf, SIGNPOST, type Wish} from '../support/rest.js';

const RECENT = '2026-11-19T00:00:00Z';

/** One row for each of these days. */
const worked = (...days: string[]): JsonObject[] =>
  days.map((date, index) => ({id: index + 1, date, client_id: 1}));

describe('A stream of days', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  interface Setting {
    readonly wanted?: Partial<WantedStream>;
    readonly start?: string;
    readonly end?: string;
    readonly backfill?: boolean;
    readonly manners?: DayManners;
    readonly days?: Partial<DayFacts>;
    readonly facts?: Partial<Service>;
    readonly wish?: Wish;
  }

  async function read(rows: JsonObject[], setting: Setting = {}) {
    const {start = '2026-09-01', end = '2026-11-21', backfill = false, wanted = {}} = setting;
    const service = await new DayService({logs: rows, clients: [{id: 1}]}, setting.manners).start(servers);
    const span = {start: `${start}T00:00:00Z`, lookbackSeconds: 0, backfill};
    const facts = dayFacts(service.url, setting.days, setting.facts);
    const told = await readOf([logs], facts, {logs: wanted}, {span, endDate: end, ...setting.wish});
    const progress = told.readings.flatMap((reading) => (reading.kind === 'progress' ? [reading] : []));
    return {told, service, progress};
  }

  const known = (value: string, bookmark: JsonObject = {last_full_pass: RECENT}) => ({value, bookmark});

  it('is read window by window, oldest first, each day once', async () => {
    const {told, service} = await read(worked('2026-09-01', '2026-10-15', '2026-11-20'));

    expect(told.ids('logs')).to.deep.equal([1, 2, 3]);
    expect(service.stretches).to.deep.equal([
      '2026-08-31..2026-09-30',
      '2026-10-01..2026-10-31',
      '2026-11-01..2026-11-22',
    ]);
  });

  it('carries what is computed of a row', async () => {
    const {told} = await read(worked('2026-09-01'));

    expect(told.rows('logs')).to.deep.equal([{id: 1, date: '2026-09-01', client_id: 1, day: '2026-09-01'}]);
  });

  it('moves on with each window, whether it has rows or not, and never past today', async () => {
    const {told, progress} = await read([]);

    expect(progress.map(({value}) => value)).to.deep.equal(['2026-09-30', '2026-10-31', '2026-11-20']);
    expect(progress.every(({durable}) => durable)).to.equal(true);
    expect(told.value('logs')).to.equal('2026-11-20');
  });

  it('moves no further than its end, and not with rows that are dated ahead', async () => {
    const {told} = await read(worked('2026-10-10', '2026-10-11'), {end: '2026-10-10'});

    expect(told.ids('logs')).to.deep.equal([1, 2]);
    expect(told.value('logs')).to.equal('2026-10-10');
  });

  it('never moves back', async () => {
    const {told, progress} = await read(worked('2026-11-10'), {
      wanted: known('2026-11-19'),
      end: '2026-11-12',
    });

    expect(told.ids('logs')).to.deep.equal([1]);
    expect([...progress.map(({value}) => value), told.value('logs')]).to.deep.equal([
      '2026-11-19',
      '2026-11-19',
    ]);
  });

  it('stays where it is when nothing is to be read', async () => {
    const {told, service} = await read([], {
      wanted: known('2026-11-19'),
      end: '2026-01-01',
      start: '2026-01-02',
    });

    expect(service.asked).to.deep.equal([]);
    expect(told.value('logs')).to.equal('2026-11-19');
    expect(told.log).to.deep.equal([
      'logs: There is nothing to read between start_date and end_date after the bookmark',
    ]);
  });

  it('leaves what it remembers alone when nothing is to be read, even when a full pass is due', async () => {
    const memory = {
      last_full_pass: '2026-01-01T00:00:00Z',
      full_start: '2020-01-01',
      rows: 9,
      rows_since: '2026-11-09',
    };

    const {told} = await read([], {
      wanted: known('2026-11-19', memory),
      start: '2026-01-02',
      end: '2026-01-01',
    });

    expect({...memory, ...told.bookmark('logs'), position: undefined}).to.deep.equal({
      ...memory,
      position: undefined,
    });
  });

  it('remembers the start of a full pass once that is done', async () => {
    const {told, progress} = await read([]);
    const {told: usual} = await read([], {wanted: known('2026-11-19')});

    expect(told.bookmark('logs')).to.include({full_start: '2026-09-01'});
    for (const {bookmark} of progress) expect(bookmark).to.not.have.property('full_start');
    expect(usual.bookmark('logs')).to.not.have.property('full_start');
  });

  for (const [how, narrowed] of [
    ['from a later start', {start: '2026-10-01'}],
    ['to an earlier end', {end: '2026-11-10'}],
  ] as const) {
    it(`takes no full pass ${how} for one over everything`, async () => {
      const memory = {last_full_pass: '2026-10-01T00:00:00Z', full_start: '2026-08-01'};

      const {told} = await read([], {wanted: known('2026-11-19', memory), ...narrowed});

      expect(told.bookmark('logs')).to.include({last_full_pass: memory.last_full_pass});
      expect(told.bookmark('logs')).to.not.have.property('full_start');
    });
  }

  it('takes a full pass from a start that moved along with time for one over everything', async () => {
    const memory = {last_full_pass: '2026-10-01T00:00:00Z', full_start: '2026-08-01'};

    const {told} = await read([], {wanted: known('2026-11-19', memory), start: '2026-09-20'});

    expect(told.bookmark('logs')).to.include({last_full_pass: SIGNPOST, full_start: '2026-09-20'});
  });

  it('gets nowhere when nothing is to be read the first time, so that the next run begins anew', async () => {
    const {told} = await read([], {start: '2026-12-01', end: '2026-11-21'});

    expect(told.end('logs')).to.be.an('object');
    expect(told.value('logs')).to.equal(undefined);
  });

  it('sends a row that several windows bring once', async () => {
    const {told} = await read(worked('2026-09-01', '2026-10-01'), {manners: {deaf: ['start', 'end']}});

    expect(told.ids('logs')).to.deep.equal([1, 2]);
  });

  it('sends a row again that has changed from one window to the next, but none that is only written otherwise', async () => {
    const {told} = await read([], {
      manners: {
        answer: ({path}, nth) => {
          const day = {date: '2026-09-02', client_id: 1};
          const hours = nth === 1 ? '1.0' : '1.00';
          const changed = nth < 3 ? 'a' : 'b';
          return path === 'logs'
            ? {
                logs: [
                  {id: 1, ...day, hours},
                  {...day, id: 2, hours: changed},
                ],
              }
            : undefined;
        },
      },
    });

    expect(told.ids('logs')).to.deep.equal([1, 2, 2]);
    expect(told.rows('logs').map(({hours}) => hours)).to.deep.equal(['1.0', 'a', 'b']);
  });

  it('keeps rows without a key or a day, to be complained about', async () => {
    const rows = [{date: '2026-09-02'}, {id: 1, date: null}, {date: '2026-09-02'}];

    const {told} = await read(rows, {manners: {deaf: ['start', 'end']}, end: '2026-09-10'});

    expect(told.rows('logs')).to.have.lengthOf(3);
  });

  it('remembers when its first pass over everything began, from its first window on', async () => {
    const {told, progress} = await read([]);

    for (const {bookmark} of progress) expect(bookmark).to.deep.equal({last_full_pass: SIGNPOST});
    expect(told.bookmark('logs')).to.include({last_full_pass: SIGNPOST, position: undefined});
  });

  it('goes on from its bookmark after a first pass that was interrupted', async () => {
    const {service, told} = await read(worked('2026-09-25', '2026-10-15'), {
      wanted: known('2026-09-30', {last_full_pass: RECENT}),
    });

    expect(service.stretches[0]).to.equal('2026-09-19..2026-10-19');
    expect(told.ids('logs')).to.deep.equal([1, 2]);
    expect(told.bookmark('logs')).to.include({last_full_pass: RECENT});
  });

  it('remembers how far a later full pass has got, and forgets that when it is done', async () => {
    const last_full_pass = '2026-10-01T00:00:00Z';

    const {told, progress} = await read([], {wanted: known('2026-11-19', {last_full_pass})});

    expect(progress.map(({bookmark}) => bookmark)).to.deep.equal(
      ['2026-09-30', '2026-10-31', '2026-11-22'].map((after) => ({
        position: {began: SIGNPOST, start: '2026-09-01', after},
      })),
    );
    expect(progress.map(({value}) => value)).to.deep.equal(['2026-11-19', '2026-11-19', '2026-11-20']);
    expect(told.bookmark('logs')).to.include({last_full_pass: SIGNPOST, position: undefined});
  });

  it('resumes a full pass after its last window, and counts it from when it began', async () => {
    const began = '2026-11-18T00:00:00Z';
    const position = {began, start: '2026-09-01', after: '2026-09-30'};
    const bookmark = {last_full_pass: '2026-10-01T00:00:00Z', position};

    const {told, service, progress} = await read([], {wanted: known('2026-11-19', bookmark)});

    expect(service.stretches[0]).to.equal('2026-09-30..2026-10-30');
    expect(progress[0]?.bookmark).to.deep.equal({position: {...position, after: '2026-10-30'}});
    expect(told.bookmark('logs')).to.include({last_full_pass: began, position: undefined});
  });

  it('is interrupted anywhere without a day that no run reads', async () => {
    const last_full_pass = '2026-10-01T00:00:00Z';
    const whole = await read([], {wanted: known('2026-11-10', {last_full_pass})});
    for (const {bookmark, value = ''} of whole.progress) {
      const {service} = await read([], {wanted: known(value, {last_full_pass, ...bookmark})});
      const after = (bookmark.position as JsonObject).after as string;

      expect((service.stretches[0] ?? '').slice(0, 10) <= after, after).to.equal(true);
    }
  });

  it('stops where it fails, with what it had', async () => {
    const {told, progress} = await read(worked('2026-09-01', '2026-11-01'), {
      manners: {answer: ({query}) => (query.get('start') === '2026-11-01' ? 503 : undefined)},
    });

    expect(told.ids('logs')).to.deep.equal([1]);
    expect(progress.map(({value}) => value)).to.deep.equal(['2026-09-30', '2026-10-31']);
    expect(told.end('logs')).to.match(/^failed: .*503/);
  });

  it('takes no cut list for a whole one', async () => {
    const rows = dayRows(1, 30, '2026-10-05');

    const {told, progress} = await read([...rows, ...dayRows(31, 30, '2026-10-20', {client_id: 2})], {
      manners: {cap: 25},
    });

    expect(told.end('logs')).to.match(/^failed: .*logs is incomplete/);
    expect(progress.map(({value}) => value)).to.deep.equal(['2026-09-30']);
  });

  it('asks for nothing more once no rows are wanted', async () => {
    const wanted = [true, false];

    const {service, told} = await read(worked('2026-09-01'), {wish: {wants: () => wanted.shift() ?? false}});

    expect(service.stretches).to.have.lengthOf(1);
    expect(told.ids('logs')).to.deep.equal([1]);
  });

  it('tells of days that no run reads', async () => {
    const {told} = await read([], {wanted: known('2026-09-10'), start: '2026-10-01'});

    expect(told.log).to.have.lengthOf(1);
    expect(told.log[0]).to.match(/^logs: The days from 2026-09-11 to 2026-09-30 are not read by any run/);
  });

  it('does not move on when all rows of the look-back are gone', async () => {
    const wanted = known('2026-11-10', {last_full_pass: RECENT, rows: 9, rows_since: '2026-10-31'});

    const {told, progress} = await read(worked('2026-11-12'), {wanted});

    expect(told.end('logs')).to.match(/^failed: .*suddenly empty from 2026-10-31 to 2026-11-10/);
    expect(told.ids('logs')).to.deep.equal([]);
    expect(progress).to.deep.equal([]);
  });

  it('moves on when they are allowed to be gone, or others have come', async () => {
    const wanted = known('2026-11-10', {last_full_pass: RECENT, rows: 9, rows_since: '2026-10-31'});

    const {told: allowed} = await read([], {wanted, facts: {allowEmpty: true}});
    const {told: others} = await read(worked('2026-11-10'), {wanted});

    expect(allowed.bookmark('logs')).to.include({rows: 0, rows_since: '2026-11-10'});
    expect(others.bookmark('logs')).to.include({rows: 1, rows_since: '2026-11-10'});
  });

  it('looks for none of them in a backfill', async () => {
    const wanted = known('2026-11-10', {last_full_pass: RECENT, rows: 9, rows_since: '2026-10-31'});

    const {told} = await read([], {wanted, backfill: true});

    expect(told.end('logs')).to.be.an('object');
  });

  it('is filtered by the service and once more by what its rows tell', async () => {
    const rows = [...dayRows(1, 1, '2026-09-02'), ...dayRows(2, 1, '2026-09-02', {client_id: 2})];
    const filterCheck: DayFacts['filterCheck'] = async () => (row) =>
      row.client_id === 1 ? undefined : {contradicts: 'client_id'};

    const {told, service} = await read(rows, {
      manners: {deaf: ['client_id']},
      days: {filterCheck},
      facts: {filters: {logs: {client_id: 1}}},
    });

    expect(service.asked.every(({query}) => query.get('client_id') === '1')).to.equal(true);
    expect(told.ids('logs')).to.deep.equal([1]);
    expect(told.log).to.deep.equal([
      'logs: The service ignores the filter client_id; it is applied to what it sends',
    ]);
  });

  it('blames a 422 on the filters where there are any', async () => {
    const manners = {answer: () => 422};

    const {told} = await read([], {manners, facts: {filters: {logs: {client_id: 1}}}});
    const {told: plain} = await read([], {manners});

    expect(told.end('logs')).to.match(
      /^failed: ConfigError: .*Check the setting "filters\.logs\.client_id" \(1\)/s,
    );
    expect(plain.end('logs')).to.match(/^failed: ServiceError/);
  });

  it('blames nothing else on the filters', async () => {
    const {told} = await read([], {manners: {answer: () => 400}, facts: {filters: {logs: {client_id: 1}}}});

    expect(told.end('logs')).to.match(/^failed: ServiceError/);
  });

  it('ends the whole run where the credentials are refused', async () => {
    expect(await rejection(read([], {manners: {answer: () => 401}}))).to.have.property('name', 'AuthError');
  });

  it('needs to know how days are asked for', async () => {
    const service = await new DayService({logs: []}).start(servers);
    const {dayWindows: _days, ...facts} = dayFacts(service.url);

    expect((await rejection(readOf([logs], facts, {logs: {}}))).message).to.include('dayWindows');
  });

  describe('with a day that may have been cut', () => {
    const crowded = dayRows(1, 150, '2026-09-10', {user_id: 7});
    const spread = (month: string) =>
      Array.from({length: 150}, (_, index) => ({
        id: 1000 + index,
        date: `2026-${month}-${String((index % 30) + 1).padStart(2, '0')}`,
        client_id: 1,
        user_id: 7,
      }));
    const manners = {cap: 100, uncut: ['clients', 'users']};

    it('holds its bookmark before that day, so that a run which finds out that lists are cut leaves it there', async () => {
      const {told, progress} = await read([...crowded, ...spread('11')], {manners});

      expect(told.end('logs')).to.match(/^failed: .*2026-09-10 has more/);
      expect(progress.map(({value}) => value)).to.deep.equal(['2026-09-09', '2026-09-09']);
    });

    it('holds the position of a full pass there as well', async () => {
      const wanted = known('2026-11-15', {last_full_pass: '2026-01-01T00:00:00Z'});

      const {progress} = await read([...crowded, ...spread('11')], {manners, wanted});

      expect(progress.map(({bookmark}) => bookmark.position)).to.deep.equal(
        ['2026-09-09', '2026-09-09'].map((after) => ({began: SIGNPOST, start: '2026-09-01', after})),
      );
    });

    it('moves on in the end where nothing shows that lists are cut', async () => {
      const {told, progress} = await read(dayRows(1, 100, '2026-09-10', {user_id: 7}));

      expect(progress.at(-1)?.value).to.equal('2026-09-09');
      expect(told.value('logs')).to.equal('2026-11-20');
    });
  });
});
