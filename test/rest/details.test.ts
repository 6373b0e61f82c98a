import {expect} from 'chai';
import type {WantedStream} from '../../protocol/core/source.js';
import {LocalServers} from '../support/client.js';
import {documents} from '../support/documents.js';
import {type Manners, NumberedService} from '../support/numbered.js';
import {numberedFacts, readOf, SIGNPOST} from '../support/rest.js';

const ROWS = [
  {id: 1, updated_on: '2026-01-01T00:00:00Z', content: 'first'},
  {id: 2, updated_on: '2026-09-01T00:00:00Z', content: 'second'},
];
const WITHOUT = ROWS.map(({content: _content, ...row}) => row);
const BOTH = new Set(['id', 'content']);

describe('Fields that only a request for the single row brings', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function read(wanted: Partial<WantedStream>, one: Manners['answer'] = () => undefined) {
    const service = await new NumberedService(
      {documents: ROWS},
      {
        answer: (asked, nth) =>
          asked.id === undefined ? {body: {documents: asked.page === 0 ? WITHOUT : []}} : one(asked, nth),
      },
    ).start(servers);
    const told = await readOf([documents], numberedFacts(service.url), {documents: wanted});
    return {
      told,
      single: service.asked.filter(({id}) => id !== undefined).map(({text}) => text),
      contents: told.rows('documents').map(({content}) => content),
    };
  }

  it('are asked for row by row', async () => {
    const {single, contents} = await read({fields: BOTH});

    expect(single).to.deep.equal(['documents/1', 'documents/2']);
    expect(contents).to.deep.equal(['first', 'second']);
  });

  it('are not asked for when nobody wants them', async () => {
    const {single} = await read({fields: new Set(['id'])});

    expect(single).to.deep.equal([]);
  });

  it('are asked for alone where a row changed', async () => {
    const {single} = await read({
      fields: BOTH,
      bookmark: {last_full_pass: SIGNPOST, change_filter: 'refused'},
      value: '2026-06-01T00:00:00Z',
    });

    expect(single).to.deep.equal(['documents/2']);
  });

  it('leave all other fields as they were listed', async () => {
    const {told} = await read({fields: BOTH}, ({id}) => ({
      body: {documents: [{id: Number(id), updated_on: 'another', content: 'x', more: 1}]},
    }));

    expect(told.rows('documents')).to.deep.equal(WITHOUT.map((row) => ({...row, content: 'x'})));
  });

  for (const status of [403, 404]) {
    it(`are left out, with a warning, for a row that answers ${status}`, async () => {
      const {told, contents} = await read({fields: BOTH}, ({id}) =>
        id === '1' ? {status, body: {message: 'No'}} : undefined,
      );

      expect(contents).to.deep.equal([undefined, 'second']);
      const warnings = told.log.filter((line) => line.includes('content'));
      expect(warnings).to.have.lengthOf(1);
      expect(warnings[0]).to.match(/^documents: content of 1 could not be read: /);
    });
  }

  for (const status of [400, 500]) {
    it(`fail the stream where a row answers ${status}, rather than take back what was sent before`, async () => {
      const {told} = await read({fields: BOTH}, ({id}) =>
        id === '1' ? {status, body: {message: 'No'}} : undefined,
      );

      expect(told.ids('documents')).to.deep.equal([]);
      expect(told.end('documents')).to.match(/failed: .*; deselect content to read documents without/);
    });
  }

  it('fail the stream where an answer does not hold the row', async () => {
    const {told} = await read({fields: BOTH}, () => ({body: {documents: []}}));

    expect(told.end('documents')).to.match(/failed: .*answered without that object/);
  });

  it('end the run where the credentials are refused', async () => {
    const [result] = await Promise.allSettled([read({fields: BOTH}, () => ({status: 401, body: {}}))]);

    expect(result.status).to.equal('rejected');
  });
});
