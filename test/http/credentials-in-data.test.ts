import {expect} from 'chai';
import type {ClientOptions} from '../../protocol/http/client-options.js';
import {LocalServers, testClient} from '../support/client.js';

const KEY = 'k3y/with+Signs=&%';
const ESCAPED = encodeURIComponent(KEY);
const everyByte = [...Buffer.from(KEY)].map((byte) => `%${byte.toString(16)}`).join('');
const lower = (text: string) => text.replace(/%(25)*[0-9A-F]{2}/g, (one) => one.toLowerCase());

describe('Client, when its own credentials stand in data', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  async function start(text: string, options: Partial<ClientOptions> = {}, status = 200) {
    const {url} = await servers.start((_request, response) => response.writeHead(status).end(text));
    const {clock: _clock, ...changes} = options;
    const {client, log} = testClient({
      secretQuery: {api_key: KEY},
      maxRetries: 0,
      ...changes,
      baseUrl: `${url}/v1`,
    });
    return {client, warnings: () => log.at('warning')};
  }

  const forms: [string, string][] = [
    ['as they are', KEY],
    ['as in an address', ESCAPED],
    ['as in an address, in lower case', lower(ESCAPED)],
    ['as in a form', new URLSearchParams([['', KEY]]).toString().slice(1)],
    ['encoded twice', encodeURIComponent(ESCAPED)],
    ['encoded twice, in lower case', lower(encodeURIComponent(ESCAPED))],
    ['encoded three times', encodeURIComponent(encodeURIComponent(ESCAPED))],
    ['with each byte encoded', everyByte],
    ['with each byte encoded, in capitals', everyByte.toUpperCase()],
    ['in small letters', KEY.toLowerCase()],
    ['in an attribute of HTML', KEY.replace('&', '&amp;')],
  ];
  for (const [how, form] of forms) {
    it(`masks them ${how} in values, in names, and inside of longer texts`, async () => {
      const link = (key: string) => `https://acme.test/feed?key=${key}&x=1`;
      const data = (key: string) => ({
        rows: [{id: 1, key, link: link(key), [key]: {more: [[link(key), {[key]: 7}]]}}, null],
      });
      const {client, warnings} = await start(JSON.stringify(data(form)));

      const {body} = await client.get('time', {}, 'work');

      expect(body).to.deep.equal(data('****'));
      expect(warnings()).to.deep.equal([
        'work: GET /v1/time answered with our own credentials in its data; they are masked',
      ]);
    });
  }

  it('masks them where slashes are escaped', async () => {
    const {client} = await start(`{"x":"${KEY.replaceAll('/', '\\/')}"}`);

    expect((await client.get('time')).body).to.deep.equal({x: '****'});
  });

  for (const encoding of ['base64', 'base64url'] as const) {
    it(`masks them inside of ${encoding}`, async () => {
      const encoded = Buffer.from(`user:${KEY}:x`).toString(encoding);
      const {client, warnings} = await start(JSON.stringify({x: encoded}));

      const {body} = await client.get('time');

      expect(JSON.stringify(body)).to.match(/^\{"x":"\w{0,8}\*{4}[\w=]{0,6}"\}$/);
      expect(warnings()).to.have.lengthOf(1);
    });
  }

  it('masks each of several', async () => {
    const secretQuery = {id: 'first-one', key: 'second-one'};
    const {client} = await start('{"a":"first-one second-one"}', {secretQuery});

    expect((await client.get('time')).body).to.deep.equal({a: '**** ****'});
  });

  it('masks them where numbers are read exactly, and loses no digit', async () => {
    const text = `{"a":"${KEY}","b":9007199254740993}`;
    const {client} = await start(text, {exactNumbers: true});

    expect((await client.get('time')).body).to.deep.equal({a: '****', b: '9007199254740993'});
  });

  it('masks them in what it merely looks at', async () => {
    const {client} = await start(JSON.stringify({[KEY]: ESCAPED}), {}, 422);

    expect((await client.look('time')).body).to.deep.equal({'****': '****'});
  });

  it('masks credentials of eight characters', async () => {
    const {client} = await start('{"a":"xabcdefghx"}', {secretQuery: {key: 'abcdefgh'}});

    expect((await client.get('time')).body).to.deep.equal({a: 'x****x'});
  });

  const others: [string, string, ClientOptions['secretQuery']][] = [
    ['of seven characters, which data holds by chance', '{"a":"abcdefg"}', {key: 'abcdefg'}],
    ['that are a number, as many ids are', '{"a":"1234567890","b":1234567890}', {key: '1234567890'}],
    ['of others', '{"a":"/x?api_key=others-key","password":"others"}', {key: KEY}],
    ['that stand in headers alone', '{"a":"the-token"}', {key: KEY}],
    ['where there are none', '{"a":"api_key=x"}', undefined],
  ];
  for (const [which, text, secretQuery] of others) {
    it(`masks none ${which}, and says nothing`, async () => {
      const {client, warnings} = await start(
        text,
        secretQuery === undefined ? {secretQuery: {}} : {secretQuery},
      );

      expect((await client.get('time')).body).to.deep.equal(JSON.parse(text));
      expect(warnings()).to.deep.equal([]);
    });
  }
});
