import {expect} from 'chai';
import type {JsonObject} from '../../protocol/core/json.js';
import type {Relation} from '../../protocol/rest/relation.js';
import {LocalServers} from '../support/client.js';
import {documents, LINES, NOTES, OWNER} from '../support/documents.js';
import {CAP, lineIds, linesOf, type Manners, NumberedService, numberedRows} from '../support/numbered.js';
import {numberedFacts, readOf, type Told} from '../support/rest.js';

describe('What is embedded in rows', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** Reads documents with these relations in their records. */
  async function read(
    lists: Record<string, JsonObject[]>,
    relations: readonly Relation[],
    manners: Manners = {},
    fields: readonly string[] = ['id', 'lines', 'notes', 'owner'],
  ): Promise<{told: Told; rows: JsonObject[]; asked: string[]}> {
    const service = await new NumberedService(lists, manners).start(servers);
    const facts = numberedFacts(service.url, {include: {documents: relations}});
    const told = await readOf([documents], facts, {documents: {fields: new Set(fields)}});
    const proof = service.asked.findIndex(({query}) => query.has('since'));
    return {
      told,
      rows: told.rows('documents'),
      asked: service.news().slice(0, proof === -1 ? undefined : proof),
    };
  }

  const withLines = (count: number, each: number): JsonObject[] =>
    numberedRows(count, (id) => ({total: each, lines: linesOf(id, each)}));

  /** The lines that each of so many documents must have in the end. */
  const allLines = (count: number, each: number) => lineIds(withLines(count, each));

  it('is asked for together with the rows', async () => {
    const {rows, asked} = await read({documents: withLines(3, 2)}, [LINES]);

    expect(lineIds(rows)).to.deep.equal(allLines(3, 2));
    expect(asked[0]).to.equal('documents?with=lines&page=0&size=4');
  });

  it('is not asked for when nobody wants it', async () => {
    const {asked} = await read({documents: withLines(3, 2)}, []);

    expect(asked[0]).to.equal('documents?page=0&size=4');
  });

  it('is read in smaller pages where a response holds as much of it as the service sends', async () => {
    const {rows, asked} = await read({documents: withLines(8, 4)}, [LINES], {cap: CAP});

    expect(lineIds(rows)).to.deep.equal(allLines(8, 4));
    expect(asked).to.include('documents?with=lines&page=0&size=2');
  });

  it('is read in smaller pages where several rows lack what they must have', async () => {
    const {rows, asked} = await read({documents: withLines(4, 2)}, [LINES], {
      answer: ({size, id}) =>
        size === 4 && id === undefined
          ? {body: {documents: numberedRows(4, () => ({total: 5, lines: []}))}}
          : undefined,
    });

    expect(lineIds(rows)).to.deep.equal(allLines(4, 2));
    expect(asked).to.not.include('documents/1?with=lines');
  });

  it('is asked for row by row where one row alone lacks what it must have', async () => {
    const {rows, asked} = await read({documents: withLines(3, 2)}, [LINES], {
      answer: ({page}) =>
        page === 0
          ? {body: {documents: withLines(3, 2).map((row) => (row.id === 2 ? {...row, lines: []} : row))}}
          : undefined,
    });

    expect(lineIds(rows)).to.deep.equal(allLines(3, 2));
    expect(asked.filter((text) => text.startsWith('documents/'))).to.deep.equal(['documents/2?with=lines']);
  });

  it('may be missing where the single row has none either', async () => {
    const {rows} = await read({documents: numberedRows(1, () => ({total: 5, lines: []}))}, [LINES]);

    expect(lineIds(rows)).to.deep.equal({1: []});
  });

  it('may be missing where no row must have it', async () => {
    const {asked} = await read({documents: withLines(4, 0)}, [LINES]);

    expect(asked.filter((text) => text.includes('with=lines&page=0'))).to.have.lengthOf(1);
  });

  it('is asked for row by row where the field is missing altogether', async () => {
    const {rows} = await read({documents: withLines(2, 1)}, [LINES], {
      answer: ({id}) => (id === undefined ? {body: {documents: numberedRows(2)}} : undefined),
    });

    expect(lineIds(rows)).to.deep.equal(allLines(2, 1));
  });

  it('is read from its own list where a single row has more than a response can hold', async () => {
    const lists = {documents: withLines(1, CAP + 3), lines: linesOf(1, CAP + 3)};
    const {rows, asked} = await read(lists, [LINES], {cap: CAP});

    expect(lineIds(rows)).to.deep.equal(allLines(1, CAP + 3));
    expect(asked.some((text) => text.startsWith('lines?document_id=1&page=1'))).to.equal(true);
  });

  it('fails the stream where a single row has too much and there is no other way', async () => {
    const rows = numberedRows(1, () => ({notes: linesOf(1, CAP)}));
    const {told} = await read({documents: rows}, [NOTES], {cap: CAP});

    expect(told.end('documents')).to.match(/failed: .*notes of documents 1 could not be read completely/);
  });

  for (const status of [400, 500]) {
    const refusing: Manners['answer'] = ({along}) =>
      along.length > 0 ? {status, body: {message: 'Unknown field'}} : undefined;

    it(`is read from its own list where the service answers ${status} to it`, async () => {
      const lists = {documents: withLines(2, 2), lines: [...linesOf(1, 2), ...linesOf(2, 2)]};
      const {rows, told} = await read(lists, [LINES], {answer: refusing});

      expect(lineIds(rows)).to.deep.equal(allLines(2, 2));
      expect(told.log.filter((line) => line.includes("can't embed lines"))).to.have.lengthOf(1);
    });

    it(`fails the stream where the service answers ${status} to it and there is no other way`, async () => {
      const {told} = await read({documents: numberedRows(2)}, [NOTES], {answer: refusing});

      expect(told.end('documents')).to.match(/failed: .*notes of documents 1 could not be read completely/);
    });
  }

  it('is not blamed for what fails without it too', async () => {
    const {told} = await read({documents: withLines(2, 2)}, [LINES], {
      answer: () => ({status: 400, body: {message: 'No such filter'}}),
    });

    expect(told.end('documents')).to.match(/failed: .*No such filter/);
  });

  it('is not asked for again once the service failed on it', async () => {
    const lists = {documents: withLines(9, 0), lines: []};
    const {asked} = await read(lists, [LINES], {
      answer: ({along}) => (along.length > 0 ? {status: 500, body: {}} : undefined),
    });

    expect(asked.filter((text) => text.includes('with=lines'))).to.have.lengthOf(1);
  });

  it('is looked up where it is one object, each once', async () => {
    const owners = {documents: numberedRows(3, (id) => ({owner_id: id < 3 ? 7 : null}))};
    const {rows, asked} = await read({...owners, people: [{id: 7, name: 'Ann'}]}, [OWNER], {
      answer: ({along}) => (along.length > 0 ? {status: 400, body: {}} : undefined),
    });

    expect(rows.map(({owner}) => owner)).to.deep.equal([{id: 7, name: 'Ann'}, {id: 7, name: 'Ann'}, null]);
    expect(asked.filter((text) => text.startsWith('people'))).to.deep.equal(['people/7']);
  });

  it('is null where the one object is gone', async () => {
    const {rows} = await read({documents: numberedRows(1, () => ({owner_id: 7}))}, [OWNER], {
      answer: ({along}) => (along.length > 0 ? {status: 400, body: {}} : undefined),
    });

    expect(rows.map(({owner}) => owner)).to.deep.equal([null]);
  });

  it('fails the stream where the one object may not be read', async () => {
    const {told} = await read({documents: numberedRows(1, () => ({owner_id: 7}))}, [OWNER], {
      answer: ({along, path}) =>
        along.length > 0
          ? {status: 400, body: {}}
          : path === 'people'
            ? {status: 403, body: {message: 'Not yours'}}
            : undefined,
    });

    expect(told.end('documents')).to.match(/failed: .*owner of documents 1 .*Not yours/);
  });

  it('may be a field that only comes by name', async () => {
    const {rows, asked} = await read({documents: numberedRows(1, () => ({progress: 5}))}, [], {}, [
      'id',
      'progress',
    ]);

    expect(rows.map(({progress}) => progress)).to.deep.equal([5]);
    expect(asked[0]).to.include('with=progress&');
  });

  it('may be a field that the service can not tell, which then is left out', async () => {
    const {told, rows} = await read(
      {documents: withLines(1, 2)},
      [LINES],
      {answer: ({along}) => (along.includes('progress') ? {status: 400, body: {}} : undefined)},
      ['id', 'progress', 'lines'],
    );

    expect(lineIds(rows)).to.deep.equal(allLines(1, 2));
    expect(told.log.join()).to.include("can't tell progress").and.not.include("can't embed");
  });
});
