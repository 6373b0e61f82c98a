import {createHmac} from 'node:crypto';
import {once} from 'node:events';
import {request} from 'node:http';
import {connect} from 'node:net';
import {expect} from 'chai';
import {type Delivery, Receiver, type ReceiverOptions} from '../../protocol/watch/receiver.js';
import {Refusals} from '../../protocol/watch/refusals.js';
import {webhooks} from '../../taps/paymo/watch/index.js';
import {RecordingLog} from '../support/log.js';

const PATH = '/timesheet-taps/0123456789abcdef';
const SECRET = 'the-secret';

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

describe('Receiver', () => {
  let receiver: Receiver;
  let refusals: Refusals;
  let log: RecordingLog;
  let kept: Delivery[];

  async function listen(more: Partial<ReceiverOptions> = {}): Promise<void> {
    log = new RecordingLog();
    refusals = new Refusals(log);
    kept = [];
    receiver = await Receiver.listen({
      host: '127.0.0.1',
      port: 0,
      path: PATH,
      mostBodyBytes: 1000,
      isSigned: (raw, headers) => webhooks.isSigned(raw, headers, SECRET),
      headers: webhooks.headers,
      wants: (event) => event !== 'model.insert.Unwanted',
      keep: async (delivery) => void kept.push(delivery),
      health: () => ({isGood: true, facts: {status: 'good'}}),
      refusals,
      now: () => 5,
      ...more,
    });
  }

  afterEach(() => receiver.close(100));

  async function send({method = 'POST', path = PATH, headers = {}, body = ''}: Sent) {
    const sent = request({port: receiver.address.port, host: '127.0.0.1', method, path, headers});
    sent.on('error', () => undefined);
    sent.end(body);
    const [response] = await once(sent, 'response');
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return {status: response.statusCode, text: Buffer.concat(chunks).toString(), headers: response.headers};
  }

  function signed(body: string | Buffer, event = 'model.insert.Task'): Sent {
    const signature = `sha1=${createHmac('sha1', SECRET).update(body).digest('hex')}`;
    return {
      headers: {'x-paymo-event': event, 'x-paymo-webhook': '7', 'x-paymo-signature': signature},
      body,
    };
  }

  it('keeps a signed event as it came, and then answers 200 without a body', async () => {
    await listen();

    const {status, text} = await send(signed('{"id": 1}'));

    expect([status, text]).to.deep.equal([200, '']);
    expect(kept).to.deep.equal([{event: 'model.insert.Task', hook: '7', at: 5, body: '{"id": 1}'}]);
  });

  it('answers only once the event is durable', async () => {
    let finish = () => {};
    const durable = new Promise<void>((resolve) => {
      finish = resolve;
    });
    await listen({keep: () => durable});
    let isAnswered = false;

    const answer = send(signed('{"id":1}')).then((one) => {
      isAnswered = true;
      return one;
    });
    await send({method: 'GET', path: '/health'});

    expect(isAnswered).to.equal(false);
    finish();
    expect((await answer).status).to.equal(200);
  });

  it('takes a path that a proxy has put something before, and a query behind it', async () => {
    await listen();

    expect((await send({...signed('{"id":1}'), path: `/hooks/paymo${PATH}?a=b`})).status).to.equal(200);
  });

  it('answers 200 to events that nobody wants, and keeps none of them', async () => {
    await listen();

    expect((await send(signed('{"id":1}', 'model.insert.Unwanted'))).status).to.equal(200);
    expect(kept).to.deep.equal([]);
  });

  for (const [what, status, change] of [
    ['another path', 404, {path: '/timesheet-taps/0123456789abcdee'}],
    ['a part of the path', 404, {path: '/0123456789abcdef'}],
    ['no path', 404, {path: '/'}],
    ['another method', 405, {method: 'PUT'}],
    ['a GET', 405, {method: 'GET', body: ''}],
    ['another body than the one that was signed', 401, {body: '{"id":2}'}],
    ['no signature', 401, {headers: {'x-paymo-event': 'model.insert.Task'}}],
    [
      'a signature of another kind',
      401,
      {headers: {'x-paymo-event': 'model.insert.Task', 'x-paymo-signature': 'sha256=00'}},
    ],
  ] as const) {
    it(`refuses ${what} with ${status}, and counts it`, async () => {
      await listen();

      const {status: got} = await send({...signed('{"id":1}'), ...change});

      expect(got).to.equal(status);
      expect(kept).to.deep.equal([]);
      expect(Object.entries(refusals.counts)[0]?.[0]).to.match(new RegExp(`^${status} `));
      expect(log.at('warning')).to.have.lengthOf(1);
    });
  }

  for (const [what, body] of [
    ['no JSON', '{"id":'],
    ['a list', '[1]'],
    ['bytes that are no text', Buffer.from([0x7b, 0xff, 0x7d])],
  ] as const) {
    it(`refuses ${what} with 400, however well it is signed`, async () => {
      await listen();

      expect((await send(signed(body))).status).to.equal(400);
      expect(kept).to.deep.equal([]);
    });
  }

  it('refuses an event without a name with 400', async () => {
    await listen();
    const {headers = {}, body} = signed('{"id":1}');
    const {'x-paymo-event': _event, ...others} = headers;

    expect((await send({headers: others, ...(body === undefined ? {} : {body})})).status).to.equal(400);
  });

  it('refuses a body that is too large with 413, whether its length is told or not', async () => {
    await listen();
    const body = JSON.stringify({id: 1, text: 'x'.repeat(5000)});

    expect((await send(signed(body))).status).to.equal(413);
    const chunked = {...signed(body)};
    expect(
      (await send({...chunked, headers: {...chunked.headers, 'transfer-encoding': 'chunked'}})).status,
    ).to.equal(413);
    expect(kept).to.deep.equal([]);
  });

  it('answers 503 where an event could not be kept, so that it may come again', async () => {
    await listen({keep: () => Promise.reject(new Error('the disk is full'))});

    expect((await send(signed('{"id":1}'))).status).to.equal(503);
  });

  it('gives up on headers and bodies that take too long', async () => {
    await listen({patience: {headers: 50, request: 80}});
    const slow = connect(receiver.address.port, '127.0.0.1');
    slow.write(`POST ${PATH} HTTP/1.1\r\nhost: a\r\n`);
    const slower = connect(receiver.address.port, '127.0.0.1');
    slower.write(`POST ${PATH} HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n{`);

    const answers = await Promise.all(
      [slow, slower].map(async (socket) => (await once(socket, 'data')).toString()),
    );

    expect(answers.map((answer) => answer.slice(9, 12))).to.deep.equal(['408', '408']);
    expect(refusals.counts['408 too slow']).to.equal(2);
    for (const socket of [slow, slower]) socket.destroy();
  });

  it('refuses headers that are too large, and what is no HTTP', async () => {
    await listen();

    const large = await send({...signed('{"id":1}'), headers: {'x-large': 'x'.repeat(20_000)}});
    const socket = connect(receiver.address.port, '127.0.0.1');
    socket.write('hello\r\n\r\n');
    const [answer] = await once(socket, 'data');

    expect(large.status).to.equal(431);
    expect(String(answer)).to.match(/^HTTP\/1\.1 400/);
    socket.destroy();
  });

  it('tells its health to whoever asks, with 503 where something is wrong', async () => {
    await listen({health: () => ({isGood: false, facts: {status: 'in trouble'}})});

    const {status, text} = await send({method: 'GET', path: '/health'});

    expect([status, JSON.parse(text)]).to.deep.equal([503, {status: 'in trouble'}]);
  });

  it('tells of a flood of refusals in few lines', async () => {
    await listen();

    for (let count = 0; count < 25; count++) await send({path: '/'});

    expect(refusals.counts['404 unknown path']).to.equal(25);
    expect(log.at('warning')).to.have.lengthOf(10);
  });

  it('never answers 410, by which a service would take its hook for cancelled', async () => {
    await listen();
    const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

    const statuses = await Promise.all(methods.map(async (method) => (await send({method})).status));

    expect(statuses).not.to.include(410);
  });
});
