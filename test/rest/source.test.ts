import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {Service} from '../../protocol/rest/service.js';
import {RestSource} from '../../protocol/rest/source.js';
import {streamsOf} from '../../protocol/rest/streams-of.js';
import {LocalServers, sendJson, testClient} from '../support/client.js';
import {documents, LINES, lines, NOTES} from '../support/documents.js';
import {entries} from '../support/entries.js';
import {RecordingLog} from '../support/log.js';
import {numberedFacts, readOf} from '../support/rest.js';

const stream = streamsOf<{company: {id: number; name: string}}>();

describe('A source of declared streams', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  describe('reads a single object', () => {
    async function read(body: unknown, rootKey?: string, facts: Partial<Service> = {}, status = 200) {
      const {url, requests} = await servers.start((_request, response) => sendJson(response, body, status));
      const company = stream.object('company', {
        path: 'company',
        keyProperties: ['id'],
        ...(rootKey === undefined ? {} : {rootKey}),
      });
      const told = await readOf([company], numberedFacts(url, facts), {company: {}});
      return {told, requests};
    }

    const good: [string, unknown, string | undefined][] = [
      ['without an envelope', {id: 1}, undefined],
      ['in an envelope', {company: {id: 1}}, 'company'],
      ['in an envelope, as the only one of a list', {company: [{id: 1}]}, 'company'],
    ];
    for (const [what, body, rootKey] of good) {
      it(what, async () => {
        const {told} = await read(body, rootKey);

        expect(told.rows('company')).to.deep.equal([{id: 1}]);
        expect(told.end('company')).to.deep.equal({});
      });
    }

    const bad: [string, unknown, string | undefined][] = [
      ['a list without an envelope', [{id: 1}], undefined],
      ['null', null, undefined],
      ['another envelope', {message: 'No'}, 'company'],
      ['null in the envelope', {company: null}, 'company'],
      ['an empty list', {company: []}, 'company'],
      ['several objects', {company: [{id: 1}, {id: 2}]}, 'company'],
      ['text', {company: 'none'}, 'company'],
    ];
    for (const [what, body, rootKey] of bad) {
      it(`but fails at ${what}`, async () => {
        const {told} = await read(body, rootKey);

        expect(told.end('company')).to.match(/failed: .*company: GET company answered without an object/);
      });
    }

    it('that opening the service brought already', async () => {
      const objects = new Map([['company', {company: {id: 7}}]]);
      const open = async () => ({account: 'acme', unavailable: new Map<string, string>(), objects});

      const {told, requests} = await read({company: {id: 1}}, 'company', {open});

      expect(told.rows('company')).to.deep.equal([{id: 7}]);
      expect(requests).to.deep.equal([]);
    });

    it('or skips it where it may not be read', async () => {
      const {told} = await read({message: 'No'}, 'company', {}, 403);

      expect(told.end('company')).to.match(/^skipped: /);
    });
  });

  describe('tells by what bookmarks are recognised:', () => {
    function filtersOf(facts: Partial<Service>, name: string): JsonObject {
      const {client} = testClient({baseUrl: 'http://127.0.0.1:9'});
      const service = numberedFacts('http://127.0.0.1:9', facts);
      return new RestSource([documents, lines, entries], service, client, new RecordingLog()).filtersOf(name);
    }

    it('nothing where nothing narrows a stream', () => {
      expect(filtersOf({}, 'documents')).to.deep.equal({});
    });

    it('its filters', () => {
      expect(
        filtersOf({filters: {documents: {'status in': ['open', 'paid'], client: 5}}}, 'documents'),
      ).to.deep.equal({
        'status in': ['open', 'paid'],
        client: 5,
      });
    });

    it('the filters of the list that it hangs on', () => {
      expect(filtersOf({filters: {documents: {client: 5}}}, 'lines')).to.deep.equal({client: 5});
    });

    it('its own filters besides those of that list', () => {
      expect(filtersOf({filters: {documents: {client: 5}, lines: {kind: 'a'}}}, 'lines')).to.deep.equal({
        client: 5,
        own: {kind: 'a'},
      });
    });

    it('what a service says instead of its filters', () => {
      const facts = {filters: {documents: {client: 5}}, described: {documents: {client: 'Acme'}}};

      expect(filtersOf(facts, 'documents')).to.deep.equal({client: 'Acme'});
    });

    it('what is embedded in its records, by name', () => {
      expect(filtersOf({include: {documents: [LINES, NOTES]}}, 'documents')).to.deep.equal({
        include: ['lines', 'notes'],
      });
    });

    it('but not what is embedded in the list that it hangs on', () => {
      expect(filtersOf({include: {documents: [NOTES]}}, 'lines')).to.deep.equal({});
    });

    it('its days', () => {
      expect(filtersOf({days: {entries: {from: '2026-01-01'}}}, 'entries')).to.deep.equal({
        days: {from: '2026-01-01'},
      });
    });

    it('nothing of other streams', () => {
      const facts = {filters: {entries: {client: 5}}, days: {entries: {to: '2026-01-01'}}};

      expect(filtersOf(facts, 'documents')).to.deep.equal({});
    });
  });
});
