import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {Service} from '../../protocol/rest/service.js';
import {LocalServers} from '../support/client.js';
import {documents} from '../support/documents.js';
import {type Manners, NumberedService} from '../support/numbered.js';
import {numberedFacts, readOf} from '../support/rest.js';

const ROWS = [
  {id: 1, status: 'open', client: 5, updated_on: '2026-09-01T00:00:00Z'},
  {id: 2, status: 'paid', client: 5, updated_on: '2026-09-02T00:00:00Z'},
  {id: 3, status: 'open', client: 6, updated_on: '2026-09-03T00:00:00Z'},
];

describe("The user's filters", () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  const KEEPS = {documents: ({status}: JsonObject) => status === 'open'};

  async function read(facts: Partial<Service>, manners: Manners = {}, rows: JsonObject[] = ROWS) {
    const service = await new NumberedService({documents: rows}, manners).start(servers);
    const told = await readOf([documents], numberedFacts(service.url, facts), {documents: {}});
    return {told, asked: service.news()};
  }

  const refusing = (name: string, status = 400): Manners => ({
    answer: ({query}) => (query.has(name) ? {status, body: {message: `Unknown field ${name}`}} : undefined),
  });

  it('are sent with each request', async () => {
    const {told, asked} = await read({filters: {documents: {status: 'open'}}, keeps: KEEPS});

    expect(told.ids('documents')).to.deep.equal([1, 3]);
    expect(asked.every((text) => text.includes('status=open'))).to.equal(true);
  });

  it('are applied to what the service sends although it was asked', async () => {
    const {told} = await read({filters: {documents: {status: 'open'}}, keeps: KEEPS}, {deaf: ['status']});

    expect(told.ids('documents')).to.deep.equal([1, 3]);
  });

  it('are left away where the service refuses them, with one warning', async () => {
    const {told} = await read({filters: {documents: {status: 'open'}}, keeps: KEEPS}, refusing('status'));

    expect(told.ids('documents')).to.deep.equal([1, 3]);
    expect(told.log).to.deep.equal([
      'documents: The service refuses the filters status; they are applied to what it sends',
    ]);
  });

  it('are not sent again once they were refused', async () => {
    const {asked} = await read({filters: {documents: {status: 'open'}}, keeps: KEEPS}, refusing('status'));

    expect(asked.filter((text) => text.includes('status'))).to.have.lengthOf(1);
  });

  it('are not left away where rows can not tell whether they fit', async () => {
    const {told} = await read({filters: {documents: {status: 'open'}}}, refusing('status'));

    expect(told.end('documents')).to.match(/^failed: .*Unknown field status/);
  });

  it('that only the service can apply stay when others are left away', async () => {
    const facts = {
      filters: {documents: {status: 'open', client: 6}},
      keeps: KEEPS,
      serviceOnly: {documents: ['client']},
    };

    const {told, asked} = await read(facts, refusing('status'));

    expect(told.ids('documents')).to.deep.equal([3]);
    expect(asked.every((text) => text.includes('client=6'))).to.equal(true);
    expect(told.log[0]).to.include('refuses the filters status;');
  });

  it('fail the stream where it is those that are refused', async () => {
    const facts = {filters: {documents: {client: 6}}, keeps: KEEPS, serviceOnly: {documents: ['client']}};

    const {told} = await read(facts, refusing('client'));

    expect(told.end('documents')).to.match(/^failed: .*Unknown field client/);
  });

  it('are not to blame where the list is refused without them too', async () => {
    const {told} = await read(
      {filters: {documents: {status: 'open'}}, keeps: KEEPS},
      {
        answer: () => ({status: 400, body: {message: 'No such list'}}),
      },
    );

    expect(told.end('documents')).to.match(/^failed: .*No such list/);
    expect(told.log).to.deep.equal([]);
  });

  it('are to blame for 500 as they are for 400', async () => {
    const facts = {filters: {documents: {status: 'open'}}, keeps: KEEPS};

    const {told} = await read(facts, refusing('status', 500));

    expect(told.end('documents')).to.not.match(/^failed/);
    expect(told.log[0]).to.include('refuses the filters status;');
  });

  it('are not to blame for 403', async () => {
    const facts = {filters: {documents: {status: 'open'}}, keeps: KEEPS};

    const {told, asked} = await read(facts, refusing('status', 403));

    expect(told.end('documents')).to.match(/^skipped/);
    expect(asked.every((text) => text.includes('status=open'))).to.equal(true);
  });

  it('are not left away in the middle of a list', async () => {
    const rows = Array.from({length: 9}, (_, index) => ({...ROWS[0], id: index + 1}));
    const {told} = await read(
      {filters: {documents: {status: 'open'}}, keeps: KEEPS},
      {
        answer: ({query, page, size}) =>
          query.has('status') && page === 1 && size === 4 ? {status: 400, body: {message: 'No'}} : undefined,
      },
      rows,
    );

    expect(told.end('documents')).to.match(/^failed/);
  });
});
