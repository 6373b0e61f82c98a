import type {IncomingMessage} from 'node:http';
import {expect} from 'chai';
import {AuthError, TapError, UsageError} from '../../protocol/core/errors.js';
import {paydirt} from '../../taps/paydirt/index.js';
import {paymo} from '../../taps/paymo/index.js';
import {type Answer, LocalServers, sendJson} from '../support/client.js';
import {type DirectOptions, direct} from '../support/direct.js';
import {Folder} from './executable.js';

const KEY = 'sandbox/secret+api=key';
const UNLIMITED = {rate_limit: {requests: 100_000, seconds: 1}, max_retries: 0};

describe('request', () => {
  const servers = new LocalServers();

  afterEach(() => servers.stop());

  /** A service that answers like this, and how to call it. */
  async function serve(answer: Answer = (_request, response) => sendJson(response, {ok: true})) {
    const bodies: string[] = [];
    const {url, requests} = await servers.start((request, response, nth) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        answer(request, response, nth);
      });
    });
    const config = {api_key: KEY, base_url: `${url}/api`, ...UNLIMITED};
    return {
      url,
      requests,
      bodies,
      call: (words: readonly string[], options?: DirectOptions) =>
        direct(paymo, config, ['request', ...words], options),
    };
  }

  const lineOf = ({method, url}: IncomingMessage) => `${method} ${url}`;

  const calls: [string[], string, string?][] = [
    [['me'], 'GET /api/me'],
    [['/me'], 'GET /api/me'],
    [['get', 'me'], 'GET /api/me'],
    [['HEAD', 'me'], 'HEAD /api/me'],
    [['clients?page=2'], 'GET /api/clients?page=2'],
    [['clients?page=2', '--query', 'page_size=5'], 'GET /api/clients?page=2&page_size=5'],
    [
      ['entries', '--query', 'where=user_id=7 and a in ("x&y")', '--query', 'ids[]=1', '--query', 'ids[]=2'],
      'GET /api/entries?where=user_id%3D7%20and%20a%20in%20(%22x%26y%22)&ids%5B%5D=1&ids%5B%5D=2',
    ],
    [
      ['entries', '--query', 'from=2026-01-01T00:00:00+01:00'],
      'GET /api/entries?from=2026-01-01T00%3A00%3A00%2B01%3A00',
    ],
    [['clients', '--data', '{"name": "Ä"}', '--yes'], 'POST /api/clients', '{"name": "Ä"}'],
    [['put', 'clients/7', '--data', '[1.10]', '--yes'], 'PUT /api/clients/7', '[1.10]'],
    [['DELETE', 'clients/7', '--yes'], 'DELETE /api/clients/7', ''],
    [['POST', 'entries/7/stop', '--yes'], 'POST /api/entries/7/stop', ''],
  ];
  for (const [words, line, sent = ''] of calls) {
    it(`makes of ${words.join(' ')} the call ${line}`, async () => {
      const {requests, bodies, call} = await serve();

      const {error} = await call(words);

      expect(error).to.equal(undefined);
      expect(requests.map(lineOf)).to.deep.equal([line]);
      expect(bodies).to.deep.equal([sent]);
      expect(requests[0]?.headers.authorization).to.equal(
        `Basic ${Buffer.from(`${KEY}:x`).toString('base64')}`,
      );
    });
  }

  it('takes an address of the service itself', async () => {
    const {url, requests, call} = await serve();

    await call([`${url}/api/invoices/7#top`]);

    expect(requests.map(lineOf)).to.deep.equal(['GET /api/invoices/7']);
  });

  it('takes JSON from a file, and from stdin', async () => {
    const {bodies, call} = await serve();
    const folder = new Folder();
    const file = folder.file('client.json', '\uFEFF{"name": "from a file"}\n');

    await call(['clients', '--data', `@${file}`, '--yes']);
    await call(['clients', '--data', '-', '--yes'], {input: '{"name": "from stdin"}\n'});

    folder.remove();
    expect(bodies).to.deep.equal(['{"name": "from a file"}', '{"name": "from stdin"}']);
  });

  const mistakes: [string[], RegExp][] = [
    [[], /Say what to ask for/],
    [['GET'], /Say what to GET/],
    [['TAKE', 'clients'], /"TAKE" is no method: GET, HEAD, POST/],
    [['GET', 'clients', '7'], /Unknown argument: 7/],
    [['clients', '--query', 'page'], /--query takes name=value; "page" is none/],
    [['clients', '--data', '{"name":', '--yes'], /What --data says is no JSON/],
    [['clients', '--data', 'name=x', '--yes'], /What --data says is no JSON/],
    [['clients', '--data', '', '--yes'], /is no JSON/],
    [['clients', '--data', '@/no/such/file', '--yes'], /The file \/no\/such\/file cannot be read \(ENOENT\)/],
    [['clients', '--data', '-', '--yes'], /What came on stdin is no JSON/],
    [['GET', 'clients', '--data', '{}'], /GET takes no --data/],
    [
      ['http://service.elsewhere.test/api/me'],
      /http:\/\/service\.elsewhere\.test is none of the hosts of Paymo/,
    ],
    [['HTTPS://127.0.0.1/api/me'], /is none of the hosts/],
    [['ftp://127.0.0.1/me'], /is no address that can be asked/],
    [['http://user:word@127.0.0.1/me'], /leave those in it away/],
    [['me', '--account', '7'], /Unknown argument: account/],
  ];
  for (const [words, sentence] of mistakes) {
    it(`asks nobody where it is told ${words.join(' ') || 'nothing'}`, async () => {
      const {requests, call} = await serve();

      const {error, printed} = await call(words);

      expect(error).to.be.instanceOf(UsageError);
      expect(error?.message).to.match(sentence);
      expect(requests).to.deep.equal([]);
      expect(printed.length).to.equal(0);
    });
  }

  it('prints the body as it came', async () => {
    const body = '{"b": 1.10,\r\n "a": "Größe \\u00e9"}';
    const {call} = await serve((_request, response) => {
      response.writeHead(200, {'content-type': 'application/json'}).end(body);
    });

    const {printed, told} = await call(['x']);

    expect(printed.toString()).to.equal(body);
    expect(told).to.equal('');
  });

  it('prints JSON for people on a terminal, with each number as it was written', async () => {
    const {call} = await serve((_request, response) => {
      response
        .writeHead(200, {'content-type': 'application/json'})
        .end('{"b":1.10,"a":[12345678901234567890]}');
    });

    const {printed} = await call(['x'], {isTerminal: true});

    expect(printed.toString()).to.equal('{\n  "b": 1.10,\n  "a": [\n    12345678901234567890\n  ]\n}\n');
  });

  it('prints other text on a terminal with an end of its last line', async () => {
    const {call} = await serve((_request, response) => void response.end('fine'));

    expect((await call(['x'], {isTerminal: true})).printed.toString()).to.equal('fine\n');
  });

  it('prints a document byte for byte, also where our own key stands in it by chance', async () => {
    const document = Buffer.concat([Buffer.from(`%PDF-1.7 ${KEY}`), Buffer.from([0, 255, 13, 10, 26, 200])]);
    const {call, requests} = await serve((_request, response) => {
      response.writeHead(200, {'content-type': 'application/pdf'}).end(document);
    });

    const {printed} = await call(['invoices/7?format=pdf']);

    expect(printed.equals(document)).to.equal(true);
    expect(requests.map(lineOf)).to.deep.equal(['GET /api/invoices/7?format=pdf']);
  });

  it('prints no document on a terminal, and says what to do', async () => {
    const {call} = await serve((_request, response) => {
      response.writeHead(200, {'content-type': 'application/pdf'}).end('%PDF-1.7');
    });

    const {printed, error} = await call(['invoices/7?format=pdf'], {isTerminal: true});

    expect(printed.length).to.equal(0);
    expect(error?.message).to.equal(
      'The answer (application/pdf, 8 bytes) is no text for a terminal; write it to a file with > FILE',
    );
  });

  it('masks our own credentials in a body, in all forms, and nothing else', async () => {
    const told = {
      a: KEY,
      b: encodeURIComponent(KEY),
      c: Buffer.from(`${KEY}:x`).toString('base64'),
      token: 'somebody-elses',
      url: 'https://x.test/?token=public',
    };
    const {call} = await serve((_request, response) => sendJson(response, told));

    const {printed} = await call(['x']);

    const {a, b, c, ...others} = JSON.parse(printed.toString());
    expect([a, b]).to.deep.equal(['****', '****']);
    expect(c).to.match(/^\*{4}/);
    expect(others).to.deep.equal({token: 'somebody-elses', url: 'https://x.test/?token=public'});
  });

  it('tells status and headers on stderr, without credentials', async () => {
    const {call} = await serve((_request, response) => {
      response.setHeader('set-cookie', 'session=t0psecret');
      response.setHeader('x-api-token', 't0psecret');
      response.setHeader('x-echo', `key ${KEY}`);
      response.setHeader('location', 'https://x.test/?api_key=t0psecret');
      sendJson(response, {}, 201);
    });

    const {told, printed} = await call(['x', '-i']);

    expect(told).to.match(/^HTTP\/1\.1 201 Created\n/);
    expect(told).to.include('content-type: application/json\n');
    expect(told).to.include('set-cookie: ****\n').and.include('x-api-token: ****\n');
    expect(told).to.include('x-echo: key ****\n');
    expect(told).to.not.include('t0psecret').and.not.include(KEY);
    expect(printed.toString()).to.equal('{}');
  });

  for (const status of [400, 403, 404, 409, 500, 503]) {
    it(`prints the body of a ${status}, and says what is wrong in a sentence`, async () => {
      const {call} = await serve((_request, response) => sendJson(response, {message: 'Not so'}, status));

      const {printed, error} = await call(['x']);

      expect(printed.toString()).to.equal('{"message":"Not so"}');
      expect(error).to.be.instanceOf(TapError).and.not.instanceOf(UsageError);
      expect(error?.message).to.match(new RegExp(`^GET /api/x answered ${status}: Not so`));
    });
  }

  it('says what to do where the credentials are refused', async () => {
    const {call} = await serve((_request, response) => sendJson(response, {message: `no ${KEY}`}, 401));

    const {printed, error} = await call(['x', '-i']);

    expect(printed.toString()).to.equal('{"message":"no ****"}');
    expect(error).to.be.instanceOf(TapError).and.not.instanceOf(AuthError);
    expect(error?.message).to.include('set it as "api_key"').and.not.include(KEY);
  });

  it('keeps within the size that answers may have', async () => {
    const {url} = await servers.start((_request, response) => void response.end('x'.repeat(300_000)));
    const config = {api_key: KEY, base_url: url, ...UNLIMITED, max_response_bytes: 200_000};

    const {error} = await direct(paymo, config, ['request', 'x']);

    expect(error?.message).to.include('raise "max_response_bytes"');
  });

  it('adds the key of Paydirt to the address, and shows it nowhere', async () => {
    const {url, requests} = await servers.start((request, response) =>
      sendJson(response, {asked: request.url, message: KEY}, 422),
    );
    const config = {api_key: KEY, base_url: `${url}/api/v1`, ...UNLIMITED};

    const {printed, told, error} = await direct(paydirt, config, [
      ...(['request', 'clients', '--query', 'api_key=mine', '--data', '{}', '-i', '--yes'] as const),
    ]);

    const keys = requests.map((request) => new URL(request.url ?? '', url).searchParams.getAll('api_key'));
    expect(keys).to.deep.equal([[KEY]]);
    expect(`${printed}${told}${error?.message}`).to.not.include(KEY).and.not.include(encodeURIComponent(KEY));
  });

  describe('what changes data', () => {
    const words = ['POST', 'clients', '--data', '{"name": "A"}', '--query', 'include=projects'];
    const question = /POST http:\/\/127\.0\.0\.1:\d+\/api\/clients\?include=projects changes data/;

    for (const answer of ['y\n', 'Y\n', ' yes \n', 'YES\n']) {
      it(`is sent when a terminal is answered with ${JSON.stringify(answer)}`, async () => {
        const {requests, call} = await serve();

        const {error, told} = await call(words, {input: answer, isTerminal: true});

        expect(error).to.equal(undefined);
        expect(told).to.match(new RegExp(`^${question.source}\\. Send it\\? \\(y/N\\) `));
        expect(requests).to.have.lengthOf(1);
      });
    }

    for (const answer of ['', '\n', 'n\n', 'no\n', 'yeah\n', 'j\n']) {
      it(`is not sent when a terminal is answered with ${JSON.stringify(answer)}`, async () => {
        const {requests, call} = await serve();

        const {error, printed} = await call(words, {input: answer, isTerminal: true});

        expect(error).to.be.instanceOf(TapError).and.have.property('message', 'Nothing was sent');
        expect(requests).to.deep.equal([]);
        expect(printed.length).to.equal(0);
      });
    }

    it('is sent without a question where --yes says so', async () => {
      const {requests, call} = await serve();

      const {told} = await call([...words, '--yes'], {isTerminal: true});

      expect(told).to.equal('');
      expect(requests).to.have.lengthOf(1);
    });

    it('is not sent where nobody can be asked, even if stdin says yes', async () => {
      const {requests, call} = await serve();

      const {error} = await call(words, {input: 'y\n'});

      expect(error).to.be.instanceOf(UsageError);
      expect(error?.message).to.match(new RegExp(`^${question.source}: add --yes to send it$`));
      expect(requests).to.deep.equal([]);
    });

    it('is not asked for on the input that held the data', async () => {
      const {requests, call} = await serve();

      const {error} = await call(['clients', '--data', '-'], {input: '{}\n', isTerminal: true});

      expect(error).to.be.instanceOf(UsageError);
      expect(requests).to.deep.equal([]);
    });

    it('is not sent when the program is told to end meanwhile', async () => {
      const {requests, call} = await serve();
      const over = new AbortController();
      over.abort(new TapError('Stopped by SIGTERM'));

      const {error} = await call(words, {input: 'y\n', isTerminal: true, signal: over.signal});

      expect(error?.message).to.equal('Stopped by SIGTERM');
      expect(requests).to.deep.equal([]);
    });

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      it(`is sent once where it fails, and it is said that it may have had its effect (${method})`, async () => {
        const {requests, call} = await serve((_request, response) =>
          sendJson(response, {message: 'busy'}, 503),
        );

        const {error, printed} = await call([method, 'clients/7', '--yes']);

        expect(requests).to.have.lengthOf(1);
        expect(printed.toString()).to.equal('{"message":"busy"}');
        expect(error?.message).to.include('so it may have had its effect or not');
      });
    }
  });
});
