import {expect} from 'chai';
import {DataError, RefusedError} from '../../protocol/core/errors.js';
import type {JsonObject} from '../../protocol/core/json.js';
import {keyOfFields} from '../../protocol/rest/complete-list.js';
import {followLinks, linkedPages} from '../../protocol/rest/linked-pages.js';
import {type ListRequest, NO_EXTRAS, type Page} from '../../protocol/rest/paging.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';
import {RecordingLog} from '../support/log.js';

function rows(...ids: number[]): JsonObject[] {
  return ids.map((id) => ({id}));
}

describe('linkedPages', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  type Body = (origin: string) => unknown;

  /** A service with these answers by path and query; what it is asked beyond them is a 404. */
  async function serviceOf(answers: Record<string, Body | number>) {
    let origin = '';
    const {url: base, requests} = await servers.start((request, response) => {
      const answer = answers[request.url ?? ''];
      if (typeof answer === 'function') sendJson(response, answer(origin));
      else sendJson(response, {message: 'No such thing'}, answer ?? 404);
    });
    origin = base;
    const {client} = testClient({baseUrl: base, maxRetries: 0});
    const list = (changes: Partial<ListRequest> = {}): AsyncGenerator<Page> =>
      linkedPages('per_page', followLinks).pages(
        client,
        {
          path: 'clients',
          query: {},
          rootKeys: ['clients'],
          stream: 'clients',
          ahead: true,
          pageSize: 2,
          keyOf: keyOfFields(['id']),
          extras: NO_EXTRAS,
          log: new RecordingLog(),
          ...changes,
        },
        0,
      );
    return {list, paths: () => requests.map((request) => request.url)};
  }

  async function idsOf(pages: AsyncIterable<Page>): Promise<unknown[]> {
    const ids: unknown[] = [];
    for await (const page of pages) ids.push(...page.rows.map(({id}) => id));
    return ids;
  }

  const page = (ids: number[], next: string | null, more: JsonObject = {}): Body => {
    return (origin) => ({
      clients: rows(...ids),
      links: {next: next === null ? null : origin + next},
      ...more,
    });
  };

  for (const ahead of [true, false]) {
    it(`reads all pages in order by their links, ${ahead ? 'one ahead' : 'one by one'}`, async () => {
      const {list, paths} = await serviceOf({
        '/clients?per_page=2': page([1, 2], '/clients?cursor=b'),
        '/clients?cursor=b': page([3, 4], '/clients?cursor=c'),
        '/clients?cursor=c': page([5], null),
      });

      const ids = await idsOf(list({ahead}));

      expect(ids).to.deep.equal([1, 2, 3, 4, 5]);
      expect(paths()).to.deep.equal(['/clients?per_page=2', '/clients?cursor=b', '/clients?cursor=c']);
    });
  }

  it('reads all pages by their numbers where there are no links', async () => {
    const {list} = await serviceOf({
      '/clients?per_page=2': () => ({clients: rows(1, 2), next_page: 2}),
      '/clients?per_page=2&page=2': () => ({clients: rows(3), next_page: null}),
    });

    expect(await idsOf(list())).to.deep.equal([1, 2, 3]);
  });

  it('asks for the next page while the caller works on the current one', async () => {
    const {list, paths} = await serviceOf({
      '/clients?per_page=2': page([1, 2], '/clients?cursor=b'),
      '/clients?cursor=b': page([3], null),
    });
    const pages = list();
    await pages.next();

    while (paths().length < 2) await new Promise(setImmediate);

    expect(paths()).to.include('/clients?cursor=b');
    await pages.return(undefined);
  });

  it('asks for nothing more than the caller takes, when it should not read ahead', async () => {
    const {list, paths} = await serviceOf({'/clients?per_page=2': page([1, 2], '/clients?cursor=b')});
    const pages = list({ahead: false});

    await pages.next();
    await pages.return(undefined);

    expect(paths()).to.deep.equal(['/clients?per_page=2']);
  });

  it('keeps quiet about a page read ahead that failed after the caller stopped', async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', listener);
    const {list, paths} = await serviceOf({'/clients?per_page=2': page([1, 2], '/clients?cursor=b')});
    const pages = list();
    await pages.next();

    await pages.return(undefined);

    while (paths().length < 2) await new Promise(setImmediate);
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    process.off('unhandledRejection', listener);
    expect(unhandled).to.deep.equal([]);
  });

  it('tells the caller who goes on that the page read ahead failed', async () => {
    const {list} = await serviceOf({'/clients?per_page=2': page([1, 2], '/clients?cursor=b')});
    const pages = list();
    await pages.next();

    const error = await rejection(pages.next());

    expect(error).to.be.instanceOf(RefusedError);
  });

  for (const [what, body] of [
    ['lacks the list', {things: []}],
    ['has something else in its place', {clients: 'none'}],
    ['is a list itself', [{id: 1}]],
    ['is null', null],
  ] as const) {
    it(`holds a page for bad data that ${what}`, async () => {
      const {list} = await serviceOf({'/clients?per_page=2': () => body});

      const error = await rejection(list().next());

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.equal('GET /clients answered without a list called "clients"');
    });
  }

  it('notices a page that leads to itself', async () => {
    const {list} = await serviceOf({'/clients?per_page=2': page([1, 2], '/clients?per_page=2')});

    const error = await rejection(idsOf(list()));

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.equal('clients: the pages loop: /clients was given twice');
  });

  it('notices pages that lead back to an earlier one', async () => {
    const {list, paths} = await serviceOf({
      '/clients?per_page=2': page([1, 2], '/clients?cursor=b'),
      '/clients?cursor=b': page([3, 4], '/clients?cursor=c'),
      '/clients?cursor=c': page([5, 6], '/clients?cursor=b'),
    });

    const error = await rejection(idsOf(list()));

    expect(error.message).to.match(/the pages loop/);
    expect(paths()).to.have.lengthOf(3);
  });

  it('does not follow a link to another host', async () => {
    const other = await servers.start((_request, response) => sendJson(response, {clients: []}));
    const {list} = await serviceOf({
      '/clients?per_page=2': () => ({clients: rows(1, 2), links: {next: `${other.url}/clients`}}),
    });

    const error = await rejection(idsOf(list()));

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.match(/another host/);
    expect(other.requests).to.deep.equal([]);
  });

  it('holds a link that is no address for bad data', async () => {
    const {list} = await serviceOf({
      '/clients?per_page=2': () => ({clients: rows(1, 2), links: {next: 'the next page'}}),
    });

    const error = await rejection(idsOf(list()));

    expect(error).to.be.instanceOf(DataError);
  });

  for (const [what, more, message] of [
    ['without a total', {}, 'clients: a full page of 2 rows does not say where the next one is'],
    [
      'with rows missing',
      {total_entries: 5},
      'clients: a full page of 2 rows does not say where the next one is, although there are 5 rows',
    ],
  ] as const) {
    it(`does not take a full page that leads nowhere for the last, ${what}`, async () => {
      const {list} = await serviceOf({'/clients?per_page=2': page([1, 2], null, more)});

      const error = await rejection(idsOf(list()));

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.equal(message);
    });
  }

  it('goes by the page size that the service says it uses', async () => {
    const {list} = await serviceOf({'/clients?per_page=2': page([1, 2], null, {per_page: 100})});

    expect(await idsOf(list())).to.deep.equal([1, 2]);
  });

  it('takes a full page for the last when all announced rows have come', async () => {
    const {list} = await serviceOf({
      '/clients?per_page=2': page([1, 2], '/clients?cursor=b', {total_entries: 4}),
      '/clients?cursor=b': page([3, 4], null, {total_entries: 4}),
    });

    expect(await idsOf(list())).to.deep.equal([1, 2, 3, 4]);
  });

  it('reads an empty list', async () => {
    const {list} = await serviceOf({'/clients?per_page=2': page([], null, {total_entries: 0})});

    expect(await idsOf(list())).to.deep.equal([]);
  });
});
