import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {Service} from '../../protocol/rest/service.js';
import {streamsOf} from '../../protocol/rest/streams-of.js';
import {LocalServers} from '../support/client.js';
import {documents, LINES, lines, notes} from '../support/documents.js';
import {CAP, linesOf, type Manners, NumberedService, numberedRows} from '../support/numbered.js';
import {numberedFacts, readOf, SIGNPOST, type Wish} from '../support/rest.js';

const OLD = '2026-01-01T00:00:00Z';
const BOOKMARK = '2026-06-01T00:00:00Z';
const NEW = '2026-09-01T00:00:00Z';

describe('A list and what is derived from its rows', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function serviceOf(
    rows: JsonObject[],
    manners: Manners = {},
    more: Record<string, JsonObject[]> = {},
  ) {
    return new NumberedService({documents: rows, ...more}, manners).start(servers);
  }

  const read = (
    service: NumberedService,
    wanted: Parameters<typeof readOf>[2],
    wish: Wish = {},
    facts: Partial<Service> = {},
  ) => readOf([documents, lines, notes], numberedFacts(service.url, facts), wanted, wish);

  it('come from the same pages', async () => {
    const service = await serviceOf(
      numberedRows(2, (id) => ({lines: linesOf(id, 1), notes: linesOf(id, 1)})),
    );

    const told = await read(service, {documents: {}, lines: {}, notes: {}});

    expect(told.ids('documents')).to.deep.equal([1, 2]);
    expect(told.ids('lines')).to.deep.equal([100, 200]);
    expect(told.ids('notes')).to.deep.equal([100, 200]);
    expect(service.asked.filter(({along, page}) => along.length > 0 && page === 0)).to.have.lengthOf(1);
  });

  it('may be wanted without the list itself', async () => {
    const service = await serviceOf(numberedRows(2, (id) => ({lines: linesOf(id, 1)})));

    const told = await read(service, {lines: {}});

    expect(told.ids('lines')).to.deep.equal([100, 200]);
    expect(told.ids('documents')).to.deep.equal([]);
    expect(told.end('documents')).to.equal(undefined);
  });

  describe('where the derived ones can not be had completely', () => {
    const rows = numberedRows(2, (id) => ({
      updated_on: NEW,
      lines: linesOf(id, 1),
      notes: linesOf(id, id === 1 ? CAP : 1),
    }));

    it('fail alone, while the list and the other ones go on', async () => {
      const told = await read(await serviceOf(rows, {cap: CAP}), {documents: {}, lines: {}, notes: {}});

      expect(told.end('notes')).to.match(/failed: .*notes of documents 1 could not be read completely/);
      expect(told.bookmark('documents')).to.include({change_filter: 'proven'});
      expect(told.bookmark('lines')).to.include({change_filter: 'proven'});
      expect(told.ids('lines')).to.deep.equal([100, 200]);
    });

    it('fail once and are never said to be complete', async () => {
      const told = await read(await serviceOf(rows, {cap: CAP}), {documents: {}, notes: {}});

      const ends = told.readings.filter(
        ({kind, stream}) => stream === 'notes' && (kind === 'failed' || kind === 'complete'),
      );
      expect(ends.map(({kind}) => kind)).to.deep.equal(['failed']);
    });

    it('take the list with them where its own records were to carry them', async () => {
      const include = {documents: [{name: 'notes', many: true, apart: undefined}]};

      const told = await read(await serviceOf(rows, {cap: CAP}), {documents: {}, notes: {}}, {}, {include});

      expect(told.end('documents')).to.match(/^failed/);
      expect(told.end('notes')).to.match(/^failed/);
    });
  });

  it('leave out what did not change since the bookmark of each', async () => {
    const rows = [OLD, NEW].map((updated_on, index) => ({
      id: index + 1,
      updated_on,
      lines: [{id: index + 10, updated_on}],
    }));
    const bookmark = {last_full_pass: SIGNPOST, change_filter: 'refused'};

    const told = await read(await serviceOf(rows), {
      documents: {bookmark, value: OLD},
      lines: {bookmark, value: BOOKMARK},
    });

    expect(told.ids('documents')).to.deep.equal([1, 2]);
    expect(told.ids('lines')).to.deep.equal([11]);
  });

  it('are narrowed by what the user wants of the list, whatever the service sends', async () => {
    const rows = numberedRows(3, (id) => ({lines: linesOf(id, 1)}));
    const keeps = {documents: ({id}: JsonObject) => id !== 2};

    const told = await read(await serviceOf(rows), {documents: {}, lines: {}}, {}, {keeps});

    expect(told.ids('documents')).to.deep.equal([1, 3]);
    expect(told.ids('lines')).to.deep.equal([100, 300]);
  });

  it('are all read in each run where a derived row may change on its own', async () => {
    const stream = streamsOf<{
      templates: {id: number; updated_on: string};
      parts: {id: number; updated_on: string};
    }>();
    const templates = stream.list('templates', {
      path: 'documents',
      rootKey: 'documents',
      keyProperties: ['id'],
      replicationKey: 'updated_on',
      since: 'since',
      provesSince: true,
    });
    const parts = stream.derived('parts', {
      parent: templates,
      relation: LINES,
      keyProperties: ['id'],
      replicationKey: 'updated_on',
      followsParent: false,
      rows: () => [{id: 5, updated_on: NEW}],
    });
    const service = await serviceOf([{id: 1, updated_on: OLD, lines: []}]);
    const bookmark = {last_full_pass: SIGNPOST, change_filter: 'proven'};

    const told = await readOf([templates, parts], numberedFacts(service.url), {
      parts: {bookmark, value: BOOKMARK},
    });

    expect(told.ids('parts')).to.deep.equal([5]);
    expect(service.asked.every(({query}) => !query.has('since'))).to.equal(true);
  });

  it('without a filter for changes is read whole, and what did not change is left out', async () => {
    const teams = streamsOf<{teams: {id: number; updated_on: string}}>().list('teams', {
      path: 'documents',
      rootKey: 'documents',
      keyProperties: ['id'],
      replicationKey: 'updated_on',
    });
    const service = await serviceOf([OLD, NEW].map((updated_on, index) => ({id: index + 1, updated_on})));
    const bookmark = {last_full_pass: SIGNPOST};

    const told = await readOf([teams], numberedFacts(service.url), {teams: {bookmark, value: BOOKMARK}});

    expect(told.ids('teams')).to.deep.equal([2]);
    expect(told.bookmark('teams')).to.not.have.property('change_filter');
  });

  it('fails as a whole when a page can not be read', async () => {
    const service = await serviceOf(
      numberedRows(9, (id) => ({lines: linesOf(id, 1)})),
      {
        answer: ({page}) => (page === 1 ? {body: {error: 'none'}} : undefined),
      },
    );

    const told = await read(service, {documents: {}, lines: {}});

    expect(told.end('documents')).to.match(/failed: .*without a list called "documents"/);
    expect(told.end('lines')).to.match(/failed: .*without a list called "documents"/);
  });
});
