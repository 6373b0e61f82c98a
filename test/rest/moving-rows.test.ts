import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import {streamsOf} from '../../protocol/rest/streams-of.js';
import {LocalServers} from '../support/client.js';
import {CAP, type Manners, NumberedService, numberedRows} from '../support/numbered.js';
import {numberedFacts, readOf} from '../support/rest.js';

const USERS = streamsOf<{users: {id: number}}>().list('users', {keyProperties: ['id']});

describe('A list whose pages tell no total', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function read(count: number, manners: Manners = {}, pageSize = 4) {
    const service = await new NumberedService({users: numberedRows(count)}, manners).start(servers);
    const told = await readOf([USERS], numberedFacts(service.url, {pageSize}), {users: {}});
    return {service, told, ids: told.ids('users').toSorted((left, right) => Number(left) - Number(right))};
  }

  const upTo = (count: number) => Array.from({length: count}, (_, index) => index + 1);

  /** The rows from the `turns`th on, then those before it. */
  const turned = (rows: readonly JsonObject[], turns: number) => [
    ...rows.slice(turns % rows.length),
    ...rows.slice(0, turns % rows.length),
  ];

  it('is looked through once more in one piece, since a deletion leaves no trace in the numbers', async () => {
    const {service, ids, told} = await read(9);

    expect(ids).to.deep.equal(upTo(9));
    expect(service.asked.map(({size}) => size)).to.deep.equal([4, 4, 4, CAP]);
    expect(told.log).to.deep.equal([]);
  });

  for (const status of [400, 403, 500, 502]) {
    it(`is taken as it came where looking at it in large pages ends with ${status}`, async () => {
      const {ids, told} = await read(9, {
        answer: ({size}) => (size === CAP ? {status, body: {message: 'Too much'}} : undefined),
      });

      expect(ids).to.deep.equal(upTo(9));
      expect(told.end('users')).to.not.match(/^failed/);
    });
  }

  it('is read again, in large pages, when rows come twice and others are missing', async () => {
    const order: Manners['order'] = (rows, nth) => (nth === 2 ? turned(rows, 8) : rows);
    const {service, ids, told} = await read(9, {order});

    expect(ids).to.deep.equal(upTo(9));
    expect(service.asked.map(({size}) => size)).to.include(CAP);
    expect(told.log).to.have.lengthOf(1);
    expect(told.log[0]).to.include('Rows moved while the list was read');
  });

  it('is complete when several readings together have brought as many rows as there are', async () => {
    let readings = 0;
    const {ids} = await read(30, {
      order: (rows) => {
        // Each reading lacks a row, and has another one twice; no two in a row lack the same.
        const [lost, twice] = readings % 2 === 1 ? [20, 0] : [5, 29];
        return rows.map((row, index) => (index === lost ? (rows[twice] ?? row) : row));
      },
      answer: ({page}) => {
        if (page === 0) readings++;
        return undefined;
      },
    });

    expect(ids).to.deep.equal(upTo(30));
    // The third brings nothing new, which proves it.
    expect(readings).to.equal(3);
  });

  it('sends each row once however often it is read', async () => {
    const {told} = await read(30, {order: (rows, nth) => turned(rows, nth * 7)});

    expect(new Set(told.ids('users')).size).to.equal(told.ids('users').length);
  });

  it('fails when rows stay missing however often it is read', async () => {
    // The second page never has anything but what was on the first, and one other row.
    const {told} = await read(0, {
      answer: ({page = 0, size = 0}) => {
        const rows = numberedRows(size);
        return {body: {users: page === 0 ? rows : page === 1 ? [...rows.slice(1, 3), {id: 99}] : []}};
      },
    });

    expect(told.end('users')).to.match(/failed: .*users is incomplete/);
  });

  it('counts what one response holds twice only once', async () => {
    const {told, service} = await read(0, {answer: () => ({body: {users: [{id: 1}, {id: 2}, {id: 2}]}})});

    expect(new Set(told.ids('users'))).to.deep.equal(new Set([1, 2]));
    expect(told.end('users')).to.be.an('object');
    expect(service.asked.length).to.be.lessThan(3);
  });

  for (const ignores of ['page', 'pages'] as const) {
    it(`comes whole and without repetitions where pages make no difference (${ignores})`, async () => {
      const {told} = await read(7, {ignores});

      expect(told.ids('users')).to.deep.equal(upTo(7));
    });

    it(`comes whole where pages make no difference (${ignores}) and it would fit into one`, async () => {
      const {told} = await read(3, {ignores});

      expect(told.ids('users')).to.deep.equal(upTo(3));
    });
  }

  it('fails and does not shrink when it may have been cut', async () => {
    const {told} = await read(CAP, {ignores: 'pages'});

    expect(told.end('users')).to.match(/failed: .*some may be missing/);
  });

  it('is skipped when the first thing that the service says is that it may not be read', async () => {
    const {told} = await read(3, {answer: () => ({status: 403, body: {message: 'Not for you'}})});

    expect(told.end('users')).to.match(/skipped: .*Not for you/);
  });

  it('fails when that is said of a later page', async () => {
    const {told} = await read(9, {
      answer: ({page}) => (page === 1 ? {status: 403, body: {message: 'Not for you'}} : undefined),
    });

    expect(told.end('users')).to.match(/failed: .*Not for you/);
  });
});
