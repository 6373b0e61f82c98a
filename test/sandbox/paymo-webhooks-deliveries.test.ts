import {readFileSync} from 'node:fs';
import {expect} from 'chai';
import type {DeliveryFault, PaymoSandbox, SandboxOptions} from './paymo/index.js';
import type {Receiver} from './paymo/receiver.js';
import {callHooks, hookFor, receiverStarter} from './paymo/receiver.js';
import {signatureOf} from './paymo/send-delivery.js';
import {sandboxStarter} from './paymo/starter.js';
import {rowsOf} from './paymo/visitor.js';

const PUBLIC = 'https://hooks.example.test/paymo/abc?tenant=7';

describe('Paymo sandbox deliveries', () => {
  const start = sandboxStarter();
  const startReceiver = receiverStarter();

  async function hooked(
    options: SandboxOptions = {},
    secret: string | null = 'hush',
  ): Promise<{sandbox: PaymoSandbox; receiver: Receiver; hookId: number}> {
    const receiver = await startReceiver();
    const sandbox = await start({deliverTo: receiver.url, ...options});
    return {sandbox, receiver, hookId: await hookFor(sandbox, PUBLIC, '*.Client', {secret})};
  }

  /** What was tried for hooks of this test. */
  function tried(sandbox: PaymoSandbox) {
    return sandbox.deliveries.log.filter(({targetUrl}) => targetUrl === PUBLIC);
  }

  it('signs as the official example does', () => {
    const body = readFileSync('test/fixtures/paymo/webhook_project_delete_signed.json');

    expect(body.toString()).to.equal('{"id":"1679584"}');
    expect(signatureOf(body, 'secret')).to.equal('sha1=dc03736e396e70138bf7af4ffaa2948cde42dcf1');
  });

  it('sends the official example to the byte', async () => {
    const {sandbox, receiver, hookId} = await hooked({deletedId: 'string'}, 'secret');
    sandbox.insert('clients', {id: 1679584});
    await sandbox.deliveries.settled();
    receiver.arrivals.length = 0;

    sandbox.remove('clients', 1679584);
    await sandbox.deliveries.settled();

    const [arrival, ...others] = receiver.arrivals;
    expect(others).to.deep.equal([]);
    expect(arrival).to.include({path: '/paymo/abc?tenant=7', text: '{"id":"1679584"}', isWhole: true});
    expect(arrival?.headers).to.include({
      'content-type': 'application/json',
      'content-length': '16',
      'x-paymo-webhook': String(hookId),
      'x-paymo-event': 'model.delete.Client',
      'x-paymo-signature': 'sha1=dc03736e396e70138bf7af4ffaa2948cde42dcf1',
    });
  });

  it('signs nothing for a hook without a secret', async () => {
    const {sandbox, receiver} = await hooked({}, null);

    sandbox.insert('clients', {name: 'Größe €'});
    await sandbox.deliveries.settled();

    expect(receiver.arrivals[0]?.headers).not.to.have.property('x-paymo-signature');
    expect(receiver.arrivals[0]?.text).to.include('Größe €');
  });

  it('signs with the newest secret', async () => {
    const {sandbox, receiver, hookId} = await hooked();
    await callHooks(sandbox, 'PUT', `hooks/${hookId}`, {secret: 'newer'});

    sandbox.insert('clients', {name: 'Größe €'});
    await sandbox.deliveries.settled();

    const [arrival] = receiver.arrivals;
    expect(arrival?.headers['x-paymo-signature']).to.equal(signatureOf(arrival?.text ?? '', 'newer'));
  });

  it('logs what it sends, and shows the last status in the hook without touching its updated_on', async () => {
    let now = Date.parse('2026-11-20T10:00:00Z');
    const {sandbox, receiver, hookId} = await hooked({now: () => new Date(now)});
    receiver.answer = (nth) => (nth === 1 ? 204 : 503);
    now += 60_000;

    const {id} = sandbox.insert('clients');
    await sandbox.deliveries.settled();
    const [first] = await rowsOf(sandbox, `hooks/${hookId}`);
    sandbox.update('clients', id);
    await sandbox.deliveries.settled();
    const [second] = await rowsOf(sandbox, `hooks/${hookId}`);

    expect([first?.last_status_code, second?.last_status_code]).to.deep.equal([204, 503]);
    expect(second?.updated_on).to.equal('2026-11-20T10:00:00Z');
    expect(tried(sandbox)[0]).to.deep.equal({
      event: 'model.insert.Client',
      id,
      hookId,
      targetUrl: PUBLIC,
      body: receiver.arrivals[0]?.text,
      at: now,
      isCopy: false,
      outcome: 'answered',
      attempts: 1,
      status: 204,
    });
    expect(tried(sandbox)[1]).to.include({status: 503, attempts: 1});
  });

  it('tells each of several hooks', async () => {
    const {sandbox, receiver, hookId} = await hooked();
    const second = await hookFor(sandbox, PUBLIC, '*.Client');

    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect(receiver.arrivals.map(({headers}) => headers['x-paymo-webhook'])).to.deep.equal([
      String(hookId),
      String(second),
    ]);
  });

  it('deletes a hook that is answered with 410, and sends it nothing more', async () => {
    const {sandbox, receiver, hookId} = await hooked({hookRetries: [1]});
    receiver.answer = () => 410;

    sandbox.insert('clients');
    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect((await callHooks(sandbox, 'GET', `hooks/${hookId}`)).status).to.equal(404);
    expect(tried(sandbox).map(({outcome}) => outcome)).to.deep.equal(['answered', 'dropped']);
    expect(receiver.arrivals).to.have.lengthOf(1);
  });

  it('never tries again by itself', async () => {
    const {sandbox, receiver} = await hooked();
    receiver.answer = () => 500;

    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect(receiver.arrivals).to.have.lengthOf(1);
  });

  it('tries again after the pauses it is given, until it is heard', async () => {
    const slept: number[] = [];
    const {sandbox, receiver} = await hooked({
      hookRetries: [1000, 2000, 4000],
      sleep: async (ms) => void slept.push(ms),
    });
    receiver.answer = (nth) => (nth < 3 ? 500 : 200);

    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect(slept).to.deep.equal([1000, 2000]);
    expect(tried(sandbox)).to.have.lengthOf(1);
    expect(tried(sandbox)[0]).to.include({attempts: 3, status: 200, outcome: 'answered'});
    expect(new Set(receiver.arrivals.map(({text}) => text)).size).to.equal(1);
  });

  it('gives up after the last pause, and on a receiver that is not there', async () => {
    const {sandbox, receiver} = await hooked({hookRetries: [1, 1], sleep: async () => undefined});
    receiver.answer = () => 500;
    sandbox.insert('clients');
    await sandbox.deliveries.settled();
    // A port that nobody listens on.
    sandbox.deliveries.deliverTo = 'http://127.0.0.1:1';
    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect(tried(sandbox).map(({outcome, attempts, status}) => [outcome, attempts, status])).to.deep.equal([
      ['answered', 3, 500],
      ['failed', 3, null],
    ]);
  });

  it('waits only so long for an answer', async () => {
    const {sandbox, receiver} = await hooked({hookTimeout: 30});
    receiver.answer = () => undefined;

    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect(tried(sandbox)[0]).to.include({outcome: 'failed', status: null});
  });

  it('sends nothing to anywhere but this machine', async () => {
    const {sandbox} = await hooked({deliverTo: undefined});
    await hookFor(sandbox, 'http://10.0.0.1/in', '*.Client');
    await hookFor(sandbox, 'http://127.0.0.1.example.test/in', '*.Client');
    await hookFor(sandbox, 'https://127.0.0.1:9/in', '*.Client');

    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect(sandbox.deliveries.log.map(({outcome, attempts}) => [outcome, attempts])).to.deep.equal(
      Array.from({length: 4}, () => ['undeliverable', 0]),
    );
  });

  it('keeps other people’s hooks out of it, even when hosts are replaced', async () => {
    const {sandbox, receiver} = await hooked();

    sandbox.insert('tasks');
    await sandbox.deliveries.settled();

    expect(sandbox.deliveries.log.map(({outcome}) => outcome)).to.deep.equal(['undeliverable']);
    expect(receiver.arrivals).to.deep.equal([]);
  });

  it('replaces hosts by loopback addresses only', async () => {
    const sandbox = await start();

    for (const origin of ['https://127.0.0.1:8080', 'http://hooks.example.test', 'elsewhere']) {
      expect(() => {
        sandbox.deliveries.deliverTo = origin;
      }).to.throw('loopback');
    }
  });

  it('ends deliveries when it is stopped', async () => {
    const {sandbox, receiver} = await hooked({hookRetries: [60_000], sleep: () => new Promise(() => {})});
    receiver.answer = (nth) => (nth === 1 ? 500 : undefined);
    sandbox.insert('clients');
    sandbox.insert('clients');
    sandbox.insert('clients');
    while (receiver.arrivals.length < 2) await new Promise((resolve) => setImmediate(resolve));

    await sandbox.stop();
    sandbox.insert('clients');

    expect(tried(sandbox).map(({outcome}) => outcome)).to.deep.equal(['dropped', 'failed', 'dropped']);
    expect(receiver.arrivals).to.have.lengthOf(2);
  });

  it('can lose one', async () => {
    const {sandbox, receiver} = await hooked();
    const fault = sandbox.deliveries.on({event: 'model.insert.Client', nth: 2}, {kind: 'lost'});

    for (const name of ['A', 'B', 'C']) sandbox.insert('clients', {name});
    await sandbox.deliveries.settled();

    expect(fault.hits).to.equal(1);
    expect(tried(sandbox).map(({outcome}) => outcome)).to.deep.equal(['answered', 'lost', 'answered']);
    expect(receiver.arrivals).to.have.lengthOf(2);
  });

  it('can send one twice or more, and anything again later', async () => {
    const {sandbox, receiver, hookId} = await hooked();
    sandbox.deliveries.on({nth: 1}, {kind: 'doubled', times: 3});

    sandbox.insert('clients');
    await sandbox.deliveries.settled();
    sandbox.remove('hooks', hookId);
    const [first] = tried(sandbox);
    if (first) sandbox.deliveries.repeat(first);
    await sandbox.deliveries.settled();

    expect(receiver.arrivals).to.have.lengthOf(4);
    expect(
      new Set(receiver.arrivals.map(({text, headers}) => text + headers['x-paymo-signature'])).size,
    ).to.equal(1);
    expect(tried(sandbox).map(({isCopy}) => isCopy)).to.deep.equal([false, true, true, true]);
  });

  for (const [order, expected] of [
    ['same', 'ABCDE'],
    ['reversed', 'EDCBA'],
    ['shuffled', undefined],
  ] as const) {
    it(`can hold some and release them ${order}, after all that came later`, async () => {
      const {sandbox, receiver} = await hooked();
      const {id} = sandbox.insert('clients', {name: '0'});
      const hold = sandbox.deliveries.hold('model.update.Client');

      for (const name of 'ABCDE') sandbox.update('clients', id, {name});
      sandbox.remove('clients', id);
      await sandbox.deliveries.settled();
      const before = receiver.arrivals.map(({event}) => event);
      const waiting = hold.held.map(({outcome}) => outcome);
      hold.release(order);
      await sandbox.deliveries.settled();

      expect(before).to.deep.equal(['model.insert.Client', 'model.delete.Client']);
      expect(waiting).to.deep.equal(Array.from({length: 5}, () => 'held'));
      const names = receiver.arrivals.slice(2).map(({text}) => String(JSON.parse(text).name));
      expect([...names].sort().join('')).to.equal('ABCDE');
      if (expected === undefined) expect(names.join('')).not.to.equal('ABCDE');
      else expect(names.join('')).to.equal(expected);
    });
  }

  it('sends what is held when faults are cleared, and nothing of it when it is stopped', async () => {
    const {sandbox, receiver} = await hooked();
    const hold = sandbox.deliveries.hold();
    sandbox.insert('clients');
    sandbox.deliveries.clear();
    await sandbox.deliveries.settled();
    const late = sandbox.deliveries.hold();
    sandbox.insert('clients');
    await sandbox.stop();
    late.release();
    await sandbox.deliveries.settled();

    expect(hold.held).to.deep.equal([]);
    expect(receiver.arrivals).to.have.lengthOf(1);
    expect(tried(sandbox).at(-1)).to.include({outcome: 'dropped'});
  });

  const unsigned: [string, DeliveryFault, (signature: unknown, text: string) => void][] = [
    [
      'a wrong signature',
      {kind: 'wrong-signature'},
      (signature, text) =>
        expect(signature)
          .to.match(/^sha1=[\da-f]{40}$/)
          .and.not.equal(signatureOf(text, 'hush')),
    ],
    [
      'a signature that is none',
      {kind: 'wrong-signature', signature: 'md5=1'},
      (signature) => expect(signature).to.equal('md5=1'),
    ],
    ['no signature', {kind: 'no-signature'}, (signature) => expect(signature).to.equal(undefined)],
    [
      'a body that was altered on the way',
      {kind: 'altered', change: (body) => body.replace('"name":"', '"name":"Not ')},
      (signature, text) => {
        expect(text).to.include('"name":"Not Acme"');
        expect(signature).to.equal(signatureOf(text.replace('Not Acme', 'Acme'), 'hush'));
      },
    ],
    [
      'a body that differs by a space',
      {kind: 'altered'},
      (signature, text) => {
        expect(text).to.match(/\} $/);
        expect(signature).to.equal(signatureOf(text.trimEnd(), 'hush'));
      },
    ],
    [
      'a body that makes no sense, signed properly',
      {kind: 'body', change: () => 'null'},
      (signature, text) => {
        expect(text).to.equal('null');
        expect(signature).to.equal(signatureOf('null', 'hush'));
      },
    ],
    [
      'a body that is far too large, signed properly',
      {kind: 'oversized', bytes: 100_000},
      (signature, text) => {
        expect(Buffer.byteLength(text)).to.equal(100_000);
        expect(JSON.parse(text)).to.include({name: 'Acme'});
        expect(signature).to.equal(signatureOf(text, 'hush'));
      },
    ],
  ];
  for (const [what, fault, check] of unsigned) {
    it(`can send ${what}`, async () => {
      const {sandbox, receiver} = await hooked();
      sandbox.deliveries.on({times: 1}, fault);

      sandbox.insert('clients', {name: 'Acme'});
      sandbox.insert('clients', {name: 'Fine'});
      await sandbox.deliveries.settled();

      const [bad, good] = receiver.arrivals;
      check(bad?.headers['x-paymo-signature'], bad?.text ?? '');
      expect(good?.headers['x-paymo-signature']).to.equal(signatureOf(good?.text ?? '', 'hush'));
    });
  }

  it('can send a few bytes at a time', async () => {
    let pauses = 0;
    const {sandbox, receiver} = await hooked({
      sleep: (ms) => {
        pauses += ms;
        return new Promise((resolve) => setImmediate(resolve));
      },
    });
    sandbox.deliveries.on('model.insert.Client', {kind: 'slow', ms: 1, bytes: 8});

    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    const [arrival] = receiver.arrivals;
    expect(pauses).to.equal(Math.ceil(Buffer.byteLength(arrival?.text ?? '') / 8));
    expect(arrival?.chunks).to.be.above(1);
    expect(arrival?.headers['x-paymo-signature']).to.equal(signatureOf(arrival?.text ?? '', 'hush'));
    expect(tried(sandbox)[0]).to.include({status: 200, outcome: 'answered'});
  });

  it('can break off half-way', async () => {
    const {sandbox, receiver} = await hooked();
    sandbox.deliveries.on({}, {kind: 'cut'});

    sandbox.insert('clients');
    await sandbox.deliveries.settled();

    expect(receiver.arrivals.filter(({isWhole}) => isWhole)).to.deep.equal([]);
    expect(tried(sandbox)[0]).to.include({status: null, outcome: 'failed'});
  });

  it('sends one after the other, or several at once', async () => {
    for (const [hookConcurrency, expected] of [
      [1, 1],
      [3, 3],
    ] as const) {
      const {sandbox, receiver} = await hooked({hookConcurrency, hookTimeout: 50});
      receiver.answer = () => undefined;

      for (let made = 0; made < 3; made += 1) sandbox.insert('clients');
      while (receiver.arrivals.length < expected) await new Promise((resolve) => setImmediate(resolve));

      expect(tried(sandbox).filter(({outcome}) => outcome === 'sending')).to.have.lengthOf(expected);
      await sandbox.stop();
    }
  });
});
