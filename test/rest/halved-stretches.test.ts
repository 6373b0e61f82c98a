import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {LocalServers} from '../support/client.js';
import {entries} from '../support/entries.js';
import {CAP, type Manners, NumberedService} from '../support/numbered.js';
import {numberedFacts, readOf} from '../support/rest.js';

describe('A stretch of days that can not be had in pages', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function read(rows: JsonObject[], manners: Manners = {ignores: 'pages'}) {
    const service = await new NumberedService({entries: rows}, manners).start(servers);
    const days = {entries: {from: '2026-10-01', to: '2026-10-31'}};
    const told = await readOf([entries], numberedFacts(service.url, {days}), {entries: {}});
    const stretches = service.asked.flatMap(({query, page}) =>
      query.has('since') || page !== 0 ? [] : (query.get('between') ?? []),
    );
    return {told, stretches};
  }

  /** So many entries, spread evenly over October. */
  const inOctober = (count: number): JsonObject[] =>
    Array.from({length: count}, (_, index) => ({
      id: index + 1,
      date: `2026-10-${String(Math.floor((index * 31) / count) + 1).padStart(2, '0')}`,
      updated_on: `2026-10-31T00:00:${String(index % 60).padStart(2, '0')}Z`,
    }));

  it('is read in one piece while it is far from what the service can send', async () => {
    const {told, stretches} = await read(inOctober(CAP - 1));

    expect(told.ids('entries')).to.have.lengthOf(CAP - 1);
    expect(stretches).to.deep.equal(['2026-09-30,2026-11-01']);
  });

  it('is halved when it holds as many rows as the service ever sends', async () => {
    const {told, stretches} = await read(inOctober(CAP));

    expect(new Set(told.ids('entries')).size).to.equal(CAP);
    expect(stretches).to.deep.equal([
      '2026-09-30,2026-11-01',
      '2026-09-30,2026-10-17',
      '2026-10-16,2026-11-01',
    ]);
  });

  it('is halved when it comes near that, and each row is sent once', async () => {
    const {told, stretches} = await read(inOctober(2300));

    expect(told.ids('entries').length).to.equal(2300);
    expect(new Set(told.ids('entries')).size).to.equal(2300);
    expect(stretches).to.have.lengthOf(3);
  });

  it('is not halved a row before', async () => {
    const {told, stretches} = await read(inOctober(2299));

    expect(told.ids('entries')).to.have.lengthOf(2299);
    expect(stretches).to.have.lengthOf(1);
  });

  it('is not halved where pages work, however many there are', async () => {
    const {told, stretches} = await read(inOctober(40), {});

    expect(told.ids('entries')).to.have.lengthOf(40);
    expect(new Set(stretches).size).to.equal(1);
  });

  it('fails when even a single day may have been cut', async () => {
    const rows = inOctober(CAP).map((row) => ({...row, date: '2026-10-15'}));

    const {told} = await read(rows);

    expect(told.end('entries')).to.match(/^failed: .*some may be missing/);
  });

  it('fails for what halves do not heal', async () => {
    const {told, stretches} = await read([], {answer: () => ({body: {error: 'none'}})});

    expect(told.end('entries')).to.match(/^failed: .*without a list/);
    expect(stretches).to.have.lengthOf(1);
  });
});
