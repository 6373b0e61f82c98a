import {expect} from 'chai';
import {DataError} from '../../protocol/core/errors.js';
import type {JsonValue} from '../../protocol/core/json.js';
import {wholeList} from '../../protocol/rest/whole-list.js';
import {LocalServers, rejection} from '../support/client.js';
import {type DayManners, DayService, dayFacts} from '../support/days.js';
import {readerOf} from '../support/reader.js';

const LIST = {path: 'logs', rootKeys: ['logs', 'log'], stream: 'work'};

describe('A list that comes whole', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function start(body: JsonValue, manners: DayManners = {}) {
    const service = await new DayService({}, {...manners, answer: () => body}).start(servers);
    const reader = readerOf(dayFacts(service.url));
    return {service, reader, warnings: () => reader.log.at('warning')};
  }

  const usual: [string, JsonValue][] = [
    ['its name', {logs: [{id: 1}]}],
    ['another of its names', {log: [{id: 1}]}],
  ];
  for (const [what, body] of usual) {
    it(`is taken under ${what}, without a word`, async () => {
      const {reader, warnings} = await start(body);

      expect(await wholeList(reader, LIST)).to.deep.equal([{id: 1}]);
      expect(warnings()).to.deep.equal([]);
    });
  }

  it('may be empty', async () => {
    const {reader, warnings} = await start({logs: []});

    expect(await wholeList(reader, LIST)).to.deep.equal([]);
    expect(warnings()).to.deep.equal([]);
  });

  it('is taken under the only name that holds a list, which is told once', async () => {
    const {reader, warnings} = await start({entries: [{id: 1}]});

    await wholeList(reader, LIST);

    expect(await wholeList(reader, LIST)).to.deep.equal([{id: 1}]);
    expect(warnings()).to.deep.equal([
      'work: GET /logs holds its rows under "entries", not "logs"; they are taken for those',
    ]);
  });

  it('is taken under its own name, whatever list comes along', async () => {
    const {reader, warnings} = await start({entries: [{id: 2}], logs: [{id: 1}]});

    expect(await wholeList(reader, LIST)).to.deep.equal([{id: 1}]);
    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.match(/also holds entries, so lists may come in pages now/);
  });

  it('may be incomplete where pages are spoken of beside it', async () => {
    const {reader, warnings} = await start({logs: [{id: 1}], page: 1, total_pages: 2});

    await wholeList(reader, LIST);
    await wholeList(reader, LIST, {start: '2026-01-01'});

    expect(warnings()).to.have.lengthOf(1);
    expect(warnings()[0]).to.match(/^work: GET \/logs also holds page, total_pages/);
  });

  for (const name of ['Link', 'X-Total', 'X-Total-Count', 'X-Next-Page', 'X-Pagination', 'Content-Range']) {
    it(`may be incomplete where pages are spoken of in the header ${name}`, async () => {
      const {reader, warnings} = await start({logs: []}, {headers: {[name]: '2'}});

      await wholeList(reader, LIST);

      expect(warnings()).to.have.lengthOf(1);
      expect(warnings()[0]).to.include(name.toLowerCase());
    });
  }

  for (const name of ['X-Request-Id', 'X-Runtime', 'ETag', 'X-RateLimit-Total']) {
    it(`is not doubted for the header ${name}`, async () => {
      const {reader, warnings} = await start({logs: []}, {headers: {[name]: '2'}});

      await wholeList(reader, LIST);

      expect(warnings()).to.deep.equal([]);
    });
  }

  const wrong: [string, JsonValue, RegExp][] = [
    ['an empty object', {}, /the answer is empty/],
    ['a list of its own', [{id: 1}], /the answer is no object/],
    ['null', null, /the answer is no object/],
    ['a text', 'Maintenance', /the answer is no object/],
    ['null for the list', {logs: null}, /it holds logs/],
    ['an object for the list', {logs: {id: 1}}, /it holds logs/],
    ['one row alone', {id: 1, name: 'x'}, /it holds id, name/],
    ['two unknown lists', {entries: [], more: []}, /it holds entries, more/],
    ['errors', {errors: []}, /it holds errors/],
    ['an error', {error: ['No']}, /it holds error/],
    ['messages', {messages: [{text: 'No'}]}, /it holds messages/],
    ['a message', {message: 'No'}, /it holds message/],
    ['a list of texts', {logs: ['a']}, /"logs" holds what is no object/],
    ['a list with a null', {logs: [{id: 1}, null]}, /"logs" holds what is no object/],
    ['a list of lists', {entries: [[1]]}, /"entries" holds what is no object/],
  ];
  for (const [what, body, words] of wrong) {
    it(`is no empty one where the service answers with ${what}`, async () => {
      const {reader} = await start(body);

      const error = await rejection(wholeList(reader, LIST));

      expect(error).to.be.instanceOf(DataError);
      expect(error.message).to.match(/^GET \/logs answered without a list called "logs": /);
      expect(error.message).to.match(words);
    });
  }

  const said: [string, JsonValue][] = [
    ['errors', ['No']],
    ['errors', {base: ['No']}],
    ['error', 'No'],
    ['error', true],
    ['messages', [{text: 'No'}]],
    ['message', 'No'],
    ['warnings', ['Old']],
    ['alerts', {text: 'Old'}],
    ['notices', 7],
  ];
  for (const [name, value] of said) {
    for (const logs of [[], [{id: 1}]]) {
      it(`is none where ${name} beside ${logs.length} rows say ${JSON.stringify(value)}`, async () => {
        const {reader} = await start({logs, [name]: value});

        const error = await rejection(wholeList(reader, LIST));

        expect(error).to.be.instanceOf(DataError);
        expect(error.message).to.equal(
          `GET /logs answered without a list called "logs": it holds ${name} besides`,
        );
      });
    }
  }

  for (const value of [[], {}, '', null]) {
    it(`is one where errors, messages and warnings beside it are ${JSON.stringify(value)}`, async () => {
      const {reader} = await start({logs: [{id: 1}], errors: value, messages: value, warnings: value});

      expect(await wholeList(reader, LIST)).to.deep.equal([{id: 1}]);
    });
  }

  it('is none under another name either where errors say something', async () => {
    const {reader} = await start({entries: [{id: 1}], errors: ['No']});

    expect((await rejection(wholeList(reader, LIST))).message).to.match(/it holds errors besides$/);
  });

  it('tells in an error no more names than anybody reads', async () => {
    const {reader} = await start(Object.fromEntries(Array.from({length: 50}, (_, i) => [`name${i}`, i])));

    expect((await rejection(wholeList(reader, LIST))).message).to.match(/name9$/);
  });

  it('is not asked for again where its answer is there already, but for any part of it', async () => {
    const {service, reader: first} = await start({logs: [{id: 2}]});
    const answer = {body: {logs: [{id: 1}]}, url: new URL(service.url), headers: new Headers()};
    const reader = readerOf(first.service, new Map([['logs', answer]]));

    expect(await wholeList(reader, LIST)).to.deep.equal([{id: 1}]);
    expect(service.asked).to.deep.equal([]);
    expect(await wholeList(reader, LIST, {client_id: 1})).to.deep.equal([{id: 2}]);
    expect(service.asked).to.have.lengthOf(1);
  });
});
