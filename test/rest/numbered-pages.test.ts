import {expect} from 'chai';
import {DataError, RefusedError} from '../../protocol/core/errors.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {keyOfFields} from '../../protocol/rest/complete-list.js';
import {CutError, numberedPages} from '../../protocol/rest/numbered-pages.js';
import {type ListRequest, NO_EXTRAS} from '../../protocol/rest/paging.js';
import {LocalServers, rejection, testClient} from '../support/client.js';
import {RecordingLog} from '../support/log.js';
import {CAP, FACTS, idsIn, type Manners, NumberedService, numberedRows} from '../support/numbered.js';

describe('Numbered pages', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** A service with so many users, and a way to read its pages. */
  async function serviceOf(count: number, manners: Manners = {}, changes: Partial<ListRequest> = {}) {
    const service = await new NumberedService({users: numberedRows(count)}, manners).start(servers);
    const {client} = testClient({baseUrl: service.url, maxRetries: 0});
    const log = new RecordingLog();
    const list: ListRequest = {
      path: 'users',
      query: {},
      rootKeys: ['users'],
      stream: 'users',
      ahead: false,
      pageSize: 4,
      keyOf: keyOfFields(['id']),
      extras: NO_EXTRAS,
      log,
      ...changes,
    };
    const paging = numberedPages(FACTS);
    const pages = (again = 0) => paging.pages(client, list, again);
    const once = async (again = 0) => {
      const rows: JsonObject[] = [];
      for await (const page of pages(again)) rows.push(...page.rows);
      return rows;
    };
    return {service, log, pages, once};
  }

  const upTo = (count: number) => Array.from({length: count}, (_, index) => index + 1);

  for (const ahead of [true, false]) {
    it(`are counted from 0 up to the first that is not full, ${ahead ? 'one ahead' : 'one by one'}`, async () => {
      const {service, once} = await serviceOf(9, {}, {ahead});

      expect(idsIn(await once())).to.deep.equal(upTo(9));
      expect(service.news()).to.deep.equal([
        'users?page=0&size=4',
        'users?page=1&size=4',
        'users?page=2&size=4',
      ]);
    });
  }

  it('carry the query of the list', async () => {
    const {service, once} = await serviceOf(5, {}, {query: {name: 'row 5'}});

    expect(idsIn(await once())).to.deep.equal([5]);
    expect(service.news()[0]).to.equal('users?name=row%205&page=0&size=4');
  });

  it('end with an empty one after a full one', async () => {
    const {service, once} = await serviceOf(8);

    expect(idsIn(await once())).to.deep.equal(upTo(8));
    expect(service.asked.at(-1)?.page).to.equal(2);
  });

  it('may be a single empty one', async () => {
    const {service, pages} = await serviceOf(0);

    const {value} = await pages().next();

    expect(value).to.deep.equal({rows: [], total: undefined, count: 0, keys: []});
    expect(service.asked).to.have.lengthOf(1);
  });

  it('are emptied when the next one is asked for', async () => {
    const {pages} = await serviceOf(5);
    const all = pages();
    const {value} = await all.next();
    const before = [...(value?.rows ?? [])];

    await all.next();

    expect(before).to.have.lengthOf(4);
    expect(value?.rows).to.deep.equal([]);
  });

  for (const status of [400, 404]) {
    it(`end where the service answers ${status} to the page past the end`, async () => {
      const {once} = await serviceOf(8, {pastEnd: status});

      expect(idsIn(await once())).to.deep.equal(upTo(8));
    });

    it(`do not end where ${status} hides rows that are still to come`, async () => {
      const {once} = await serviceOf(9, {
        answer: ({page, size}) => (page === 2 && size === 4 ? {status, body: {message: 'No'}} : undefined),
      });

      const error = await rejection(once());

      expect(error.message).to.include(`GET /users answered ${status}`);
    });
  }

  it('do not end at a page whose address the service does not know at all', async () => {
    const {once} = await serviceOf(8, {
      answer: ({page, size}) => (page === 2 && size === 4 ? {status: 404, body: '<html></html>'} : undefined),
    });

    expect(await rejection(once())).to.be.instanceOf(Error);
  });

  it('do not end at a page that may not be read', async () => {
    const {once} = await serviceOf(8, {
      answer: ({page, size}) => (page === 2 && size === 4 ? {status: 403, body: {message: 'No'}} : undefined),
    });

    expect(await rejection(once())).to.be.instanceOf(RefusedError);
  });

  it('do not end at a body without the list', async () => {
    const {once} = await serviceOf(8, {
      answer: ({page}) => (page === 2 ? {body: {message: 'Try later'}} : undefined),
    });

    const error = await rejection(once());

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.equal('GET /users answered without a list called "users"');
  });

  it('are taken from another name, and the log says so once', async () => {
    const {log, once} = await serviceOf(0, {
      answer: ({page}) => ({body: {people: page === 0 ? numberedRows(4) : []}}),
    });

    expect(idsIn(await once())).to.deep.equal(upTo(4));
    expect(log.at('warning')).to.deep.equal([
      'users: GET /users answered with rows under "people", not "users"; they are taken for those',
    ]);
  });

  for (const clamp of [3, 10, 7]) {
    it(`that hold ${clamp} rows where more were asked for are followed by others like them`, async () => {
      const {service, once} = await serviceOf(35, {clamp}, {pageSize: 12});

      expect(idsIn(await once())).to.deep.equal(upTo(35));
      expect(service.asked.at(-1)?.size).to.equal(clamp);
    });
  }

  it('that hold fewer rows than were asked for stay so when the list is read again', async () => {
    const {once} = await serviceOf(35, {clamp: 10}, {pageSize: 12});
    await once();

    expect(idsIn(await once(1))).to.deep.equal(upTo(35));
  });

  for (const pastEnd of [undefined, 400, 404]) {
    it(`end with the first where that is short and ${pastEnd ?? 'nothing'} follows`, async () => {
      const {service, once} = await serviceOf(10, pastEnd === undefined ? {} : {pastEnd}, {pageSize: 12});

      expect(idsIn(await once())).to.deep.equal(upTo(10));
      expect(service.asked).to.have.lengthOf(2);
    });
  }

  it('are not suspected of being cut short where larger ones have come', async () => {
    const service = await new NumberedService({users: numberedRows(11), teams: numberedRows(7)}).start(
      servers,
    );
    const {client} = testClient({baseUrl: service.url});
    const paging = numberedPages(FACTS);
    for (const path of ['users', 'teams']) {
      const list = {path, rootKeys: [path], stream: path, query: {}, ahead: false, pageSize: 11};
      const whole = {...list, keyOf: keyOfFields(['id']), extras: NO_EXTRAS, log: new RecordingLog()};
      for await (const page of paging.pages(client, whole, 0)) expect(page.total).to.equal(undefined);
    }

    expect(service.news().filter((text) => text.startsWith('teams'))).to.have.lengthOf(1);
  });

  it('are one where the service sends more rows than it was asked for', async () => {
    const {service, once} = await serviceOf(7, {ignores: 'pages'});

    expect(idsIn(await once())).to.deep.equal(upTo(7));
    // That the list is whole is settled by asking for it without pages.
    expect(service.news()).to.deep.equal(['users?page=0&size=4', 'users']);
  });

  it('are followed by the whole list where the second is the first again', async () => {
    const {service, once} = await serviceOf(7, {ignores: 'page'});

    expect(idsIn(await once())).to.deep.equal([...upTo(4), ...upTo(7)]);
    expect(service.news()).to.include('users');
  });

  for (const ignores of ['page', 'pages'] as const) {
    it(`that make no difference (${ignores}) do not hide that the list may have been cut`, async () => {
      const {once} = await serviceOf(CAP, {ignores});

      const error = await rejection(once());

      expect(error).to.be.instanceOf(CutError);
      expect(error.message).to.equal(
        `users: the service sent ${CAP} rows at once, as many as it ever does, and no pages: some may be missing`,
      );
    });
  }

  it('that make no difference are whole with more rows than the service is said to send', async () => {
    const {once} = await serviceOf(CAP + 1, {ignores: 'pages'});

    expect(await once()).to.have.lengthOf(CAP + 1);
  });

  for (const [count, isCut] of [
    [5, false],
    [6, true],
    [7, true],
  ] as const) {
    it(`may have been cut with ${count} rows at once where 6 are suspicious: ${isCut}`, async () => {
      const {once} = await serviceOf(count, {ignores: 'pages'}, {most: 6});

      const [result] = await Promise.allSettled([once()]);

      expect(result.status).to.equal(isCut ? 'rejected' : 'fulfilled');
    });
  }

  it('are as large as can be when the list is read again', async () => {
    const {service, once} = await serviceOf(9);

    expect(idsIn(await once(1))).to.deep.equal(upTo(9));
    expect(service.news()[0]).to.equal(`users?page=0&size=${CAP}`);
  });

  it('tell nobody of the failure of one that was read ahead for a caller who stopped', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listener);
    const answer: Manners['answer'] = ({page}) => (page === 1 ? {status: 422, body: {}} : undefined);
    const {service, pages} = await serviceOf(8, {answer}, {ahead: true});
    const all = pages();
    await all.next();

    await all.return(undefined);

    while (service.asked.length < 2) await new Promise(setImmediate);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    process.off('unhandledRejection', listener);
    expect(unhandled).to.deep.equal([]);
  });
});
