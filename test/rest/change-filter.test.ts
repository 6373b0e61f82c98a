import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {WantedStream} from '../../protocol/core/source.js';
import {Newest, rememberedVerdict} from '../../protocol/rest/change-filter.js';
import {LocalServers} from '../support/client.js';
import {documents} from '../support/documents.js';
import {type Asked, type Manners, NumberedService, type OwnAnswer} from '../support/numbered.js';
import {numberedFacts, readOf, SIGNPOST, type Wish} from '../support/rest.js';

const BOOKMARK = '2026-06-01T00:00:00Z';

/** A document for each day of September, the newest one last. */
const ROWS = Array.from({length: 10}, (_, index) => ({
  id: index + 1,
  updated_on: `2026-09-${String(index + 1).padStart(2, '0')}T08:00:00Z`,
}));

describe('The filter for changes', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function read(
    rows: JsonObject[],
    wanted: Partial<WantedStream>,
    {manners = {}, wish = {}}: {manners?: Manners; wish?: Wish} = {},
  ) {
    const service = await new NumberedService({documents: rows}, manners).start(servers);
    const told = await readOf([documents], numberedFacts(service.url), {documents: wanted}, wish);
    const filtered = service.asked.flatMap(({query}) => query.get('since') ?? []);
    return {told, service, filtered, plain: service.asked.length - filtered.length};
  }

  /** Answers of its own to whoever uses the filter. */
  const filtering = (answer: (asked: Asked) => OwnAnswer | undefined): Manners => ({
    answer: (asked) => (asked.query.has('since') ? answer(asked) : undefined),
  });

  const known = (change_filter: string, last_full_pass = SIGNPOST): Partial<WantedStream> => ({
    bookmark: {change_filter, last_full_pass},
    value: BOOKMARK,
  });

  describe('has to prove itself after all was read', () => {
    it('and does when it brings the newest row and none before it', async () => {
      const {told, filtered, plain} = await read(ROWS, {});

      expect(told.ids('documents')).to.have.lengthOf(10);
      expect(told.bookmark('documents')).to.include({change_filter: 'proven', last_full_pass: SIGNPOST});
      expect(filtered).to.deep.equal(['2026-09-10T07:59:59Z']);
      expect(plain).to.be.greaterThan(2);
      expect(told.log).to.deep.equal([]);
    });

    for (const status of [400, 403, 500]) {
      it(`and is refused with ${status}`, async () => {
        const {told} = await read(ROWS, {}, {manners: filtering(() => ({status, body: {message: 'No'}}))});

        expect(told.bookmark('documents')).to.include({change_filter: 'refused'});
        expect(told.log).to.deep.equal([
          'documents: The filter since is refused by the service, so this stream is read without it until the next full pass',
        ]);
      });
    }

    it('and is ignored when older rows come too', async () => {
      const {told} = await read(ROWS, {}, {manners: {deaf: ['since']}});

      expect(told.bookmark('documents')).to.include({change_filter: 'ignored'});
    });

    for (const [what, body] of [
      ['nothing', []],
      ['another new row alone', [{id: 99, updated_on: '2026-10-01T00:00:00Z'}]],
    ] as const) {
      it(`and stays unproven when it brings ${what}`, async () => {
        const manners = filtering(({page}) => ({body: {documents: page === 0 ? body : []}}));

        const {told} = await read(ROWS, {}, {manners});

        expect(told.bookmark('documents')).to.include({change_filter: 'unproven'});
      });
    }

    it('and is not tried where there is no row to try it on', async () => {
      const {told, filtered} = await read([], {});

      expect(filtered).to.deep.equal([]);
      expect(told.bookmark('documents').change_filter).to.equal(undefined);
    });

    for (const [what, wish] of [
      ['a sample', {sampling: true}],
      ['a backfill', {span: {start: '2026-09-05T00:00:00Z', lookbackSeconds: 0, backfill: true}}],
    ] as const) {
      it(`but not in ${what}`, async () => {
        const {filtered} = await read(ROWS, {}, {wish});

        expect(filtered).to.deep.equal([]);
      });
    }
  });

  describe('is used', () => {
    it('when it proved itself before', async () => {
      const {told, filtered, plain} = await read(ROWS, {...known('proven'), value: '2026-09-09T00:00:00Z'});

      expect(told.ids('documents')).to.deep.equal([9, 10]);
      expect(told.bookmark('documents').change_filter).to.equal('proven');
      expect(plain).to.equal(0);
      expect(filtered.length).to.be.greaterThan(0);
    });

    it('without the second before the bookmark, which is only asked for to be sure', async () => {
      const rows = [
        {id: 1, updated_on: '2026-05-31T23:59:59Z'},
        {id: 2, updated_on: BOOKMARK},
      ];

      const {told} = await read(rows, known('proven'));

      expect(told.ids('documents')).to.deep.equal([2]);
      expect(told.bookmark('documents').change_filter).to.equal('proven');
    });

    it('without a mention of a full pass that did not take place', async () => {
      const {told} = await read(ROWS, known('proven'));

      expect(told.bookmark('documents')).to.not.have.property('last_full_pass');
    });
  });

  for (const verdict of ['refused', 'ignored', 'unproven']) {
    it(`is not used while it is remembered as ${verdict}, and what did not change is left out`, async () => {
      const {told, filtered} = await read(ROWS, {...known(verdict), value: '2026-09-09T00:00:00Z'});

      expect(filtered).to.deep.equal([]);
      expect(told.ids('documents')).to.deep.equal([9, 10]);
      expect(told.bookmark('documents').change_filter).to.equal(verdict);
      expect(told.log).to.deep.equal([]);
    });

    it(`is tried again after ${verdict} when a full pass is due`, async () => {
      const {told} = await read(ROWS, known(verdict, '2026-11-13T10:00:00Z'));

      expect(told.bookmark('documents')).to.include({change_filter: 'proven', last_full_pass: SIGNPOST});
    });
  }

  it('is tried at once where the bookmark does not remember it', async () => {
    const {told} = await read(ROWS, {bookmark: {last_full_pass: SIGNPOST}, value: BOOKMARK});

    expect(told.bookmark('documents').change_filter).to.equal('proven');
  });

  it('is not warned of again at a full pass that brings the same verdict', async () => {
    const {told} = await read(ROWS, known('ignored', '2026-11-01T00:00:00Z'), {manners: {deaf: ['since']}});

    expect(told.bookmark('documents').change_filter).to.equal('ignored');
    expect(told.log).to.deep.equal([]);
  });

  for (const status of [400, 500]) {
    it(`that is refused (${status}) although it once worked is replaced by a full reading in the same run`, async () => {
      const wanted = {...known('proven'), value: '2026-09-09T00:00:00Z'};
      const {told} = await read(ROWS, wanted, {manners: filtering(() => ({status, body: {}}))});

      expect(told.ids('documents')).to.deep.equal([9, 10]);
      expect(told.bookmark('documents').change_filter).to.equal('refused');
      expect(told.log).to.have.lengthOf(1);
    });
  }

  it('that is ignored although it once worked is remembered as such', async () => {
    const {told} = await read(
      ROWS,
      {...known('proven'), value: '2026-09-09T00:00:00Z'},
      {
        manners: {deaf: ['since']},
      },
    );

    expect(told.bookmark('documents').change_filter).to.equal('ignored');
    expect(told.log).to.have.lengthOf(1);
  });

  it('that fails with the service fails the stream', async () => {
    const {told} = await read(ROWS, known('proven'), {manners: filtering(() => ({status: 503, body: {}}))});

    expect(told.end('documents')).to.match(/^failed: .*503/);
  });

  for (const [stored, verdict] of [
    ['proven', 'proven'],
    ['refused', 'refused'],
    ['something else', undefined],
    [5, undefined],
    [undefined, undefined],
  ] as const) {
    it(`is remembered as ${verdict} by a bookmark that says ${stored}`, () => {
      expect(rememberedVerdict({change_filter: stored})).to.equal(verdict);
    });
  }

  it('is tried on the newest of all rows that came', () => {
    const newest = new Newest(documents);

    newest.note([ROWS[3] ?? {}, ROWS[9] ?? {}, ROWS[5] ?? {}, {id: 50, updated_on: null}]);
    newest.note([ROWS[1] ?? {}]);

    expect(newest.row).to.deep.equal({key: 10, millis: Date.parse('2026-09-10T08:00:00Z')});
  });
});
