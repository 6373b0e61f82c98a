import {expect} from 'chai';
import {DataError} from '../../protocol/core/errors.js';
import {KeySet} from '../../protocol/core/key-set.js';
import {completeList, keyOfFields} from '../../protocol/rest/complete-list.js';
import {followLinks, linkedPages} from '../../protocol/rest/linked-pages.js';
import {NO_EXTRAS} from '../../protocol/rest/paging.js';
import {LocalServers, rejection, sendJson, testClient} from '../support/client.js';
import {RecordingLog} from '../support/log.js';

describe('completeList', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** All rows of a list whose service answers each request with what `pageOf` makes of its count. */
  async function readAll(pageOf: (count: number, origin: string) => unknown): Promise<unknown[]> {
    let origin = '';
    let count = 0;
    const {url} = await servers.start((_request, response) => sendJson(response, pageOf(count++, origin)));
    origin = url;
    const {client} = testClient({baseUrl: url, maxRetries: 0});
    const ids: unknown[] = [];
    const pages = completeList({
      client,
      list: {
        path: 'clients',
        query: {},
        rootKeys: ['clients'],
        stream: 'clients',
        ahead: false,
        pageSize: 2,
        keyOf: keyOfFields(['id']),
        extras: NO_EXTRAS,
        log: new RecordingLog(),
      },
      paging: linkedPages('per_page', followLinks),
      changed: () => false,
      sent: new KeySet(),
      moved: new Set(),
    });
    for await (const page of pages) ids.push(...page.rows.map(({id}) => id));
    return ids;
  }

  for (const [what, rows] of [
    ['repeat the same rows', [{id: 1}]],
    ['are empty', []],
  ] as const) {
    it(`gives up on a chain of ever new links whose pages ${what}`, async () => {
      const endless = readAll((count, origin) => ({
        clients: rows,
        links: {next: `${origin}/clients?ref=${count}`},
      }));

      const error = await rejection(endless);

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.include('clients').and.to.include('loop');
    });
  }

  it('reads a list again that brought too few rows, and sends only what is new', async () => {
    const ids = await readAll((count) => ({
      clients: count === 0 ? [{id: 1}] : [{id: 1}, {id: 2}],
      total_entries: 2,
      links: {next: null},
    }));

    expect(ids).to.deep.equal([1, 2]);
  });

  it('fails with the numbers when rows are still missing', async () => {
    const short = readAll(() => ({clients: [{id: 1}], total_entries: 3, links: {next: null}}));

    const error = await rejection(short);

    expect(error).to.be.instanceOf(DataError);
    expect(error.message).to.include('3 rows').and.to.include('only 1');
  });
});
