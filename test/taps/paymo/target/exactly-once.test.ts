import {expect} from 'chai';
import {Rejection} from '../../../../protocol/target/target.js';
import {rejection} from '../../../support/client.js';
import {TargetBench} from './harness.js';

describe('target-paymo when answers fail to come', () => {
  let bench: TargetBench;
  beforeEach(async () => {
    bench = await TargetBench.start();
  });
  afterEach(() => bench.stop());

  const named = (name: string) => bench.sandbox.data.clients.filter((row) => row.name === name);
  const posts = () => bench.sandbox.requests.filter(({method}) => method === 'POST');

  for (const [what, fault] of [
    ['the connection breaks', {kind: 'reset', when: 'before-headers'}],
    ['the service fails', {kind: 'status', status: 500}],
    ['a gateway gives up', {kind: 'status', status: 504}],
    ['a page of HTML comes', {kind: 'html'}],
  ] as const) {
    for (const effect of ['before', 'after'] as const) {
      it(`has a record once when ${what} ${effect} the effect`, async () => {
        const run = await bench.run();
        bench.sandbox.faults.on({method: 'POST', path: 'clients', nth: 1}, {...fault, effect});

        const done = await run.write('clients', {id: 7, name: 'Acme', city: 'Rome'});

        expect(done).to.equal('created');
        expect(named('Acme')).to.have.length(1);
        expect(posts()).to.have.length(effect === 'before' ? 2 : 1);
        expect(run.ledger.get('clients', '["7"]')?.id).to.equal(`clients:${named('Acme')[0]?.id}`);
        expect(await run.write('clients', {id: 7, name: 'Acme', city: 'Rome'})).to.equal('unchanged');
      });
    }
  }

  it('looks for what an answer without a row does not tell', async () => {
    const run = await bench.run();
    bench.sandbox.faults.on({method: 'POST', path: 'clients', nth: 1}, {kind: 'no-root'});

    await run.write('clients', {id: 7, name: 'Acme'});

    expect(named('Acme')).to.have.length(1);
    expect(run.ledger.get('clients', '["7"]')?.id).to.equal(`clients:${named('Acme')[0]?.id}`);
  });

  it('waits until a creation has had time to show before it is repeated', async () => {
    const run = await bench.run({settle_seconds: 30});
    bench.sandbox.faults.on({method: 'POST', nth: 1}, {kind: 'reset', effect: 'before'});

    await run.write('clients', {id: 7, name: 'Acme'});

    expect(bench.clock.slept.some((wait) => wait > 20_000)).to.equal(true);
    expect(named('Acme')).to.have.length(1);
  });

  it('is not misled by objects that are equal in name and were there before', async () => {
    bench.sandbox.insert('clients', {name: 'Acme', city: 'Paris'});
    bench.clock.advance(3_600_000);
    const run = await bench.run();
    bench.sandbox.faults.on({method: 'POST', nth: 1}, {kind: 'reset', effect: 'after'});

    await run.write('clients', {id: 7, name: 'Acme', city: 'Rome'});

    expect(named('Acme').map(({city}) => city)).to.have.members(['Paris', 'Rome']);
    const rome = named('Acme').find(({city}) => city === 'Rome');
    expect(run.ledger.get('clients', '["7"]')?.id).to.equal(`clients:${rome?.id}`);
  });

  it('leaves to people what it can not decide, and remembers that', async () => {
    const run = await bench.run();
    bench.sandbox.faults.on({method: 'POST', nth: 1}, {kind: 'reset', effect: 'after'});
    // Somebody else does the same in the same second.
    bench.sandbox.insert('clients', {name: 'Acme', city: 'Rome'});

    const first = await rejection(run.write('clients', {id: 7, name: 'Acme'}));
    const second = await rejection(run.write('clients', {id: 7, name: 'Acme', city: 'Oslo'}));

    expect(first).to.be.instanceOf(Rejection);
    expect(first.message).to.match(
      /may each be what it made\. .*target-paymo settle --config FILE clients '7' ID/,
    );
    expect(second.message).to.include('earlier record of its key');
    expect(posts()).to.have.length(1);
  });

  it('takes equal records of different keys for different objects', async () => {
    const run = await bench.run();
    await run.write('clients', {id: 7, name: 'Acme'});
    bench.sandbox.faults.on({method: 'POST', nth: 1}, {kind: 'reset', effect: 'after'});

    await run.write('clients', {id: 8, name: 'Acme'});

    expect(named('Acme')).to.have.length(2);
    expect(run.ledger.get('clients', '["7"]')?.id).not.to.equal(run.ledger.get('clients', '["8"]')?.id);
  });

  it('decides an invoice by its number alone', async () => {
    const run = await bench.run();
    await run.write('clients', {id: 1, name: 'Acme'});
    bench.sandbox.faults.on({method: 'POST', path: 'invoices', nth: 1}, {kind: 'reset', effect: 'after'});

    const items = [{item: 'Work', price_unit: 5, quantity: 2}];
    await run.write('invoices', {id: 1, client_key: 1, currency: 'USD', number: 'R-7', items});

    expect(bench.sandbox.data.invoices.filter(({number}) => number === 'R-7')).to.have.length(1);
  });

  it('finds comments again by what they are about', async () => {
    const run = await bench.run();
    const task = bench.sandbox.data.tasks[0]?.id;
    bench.sandbox.faults.on({method: 'POST', path: 'comments', nth: 1}, {kind: 'reset', effect: 'after'});
    const before = bench.sandbox.data.comments.length;

    await run.write('task_comments', {id: 1, content: 'Done', task_id: Number(task)});

    expect(bench.sandbox.data.comments.length).to.equal(before + 1);
    expect(run.ledger.get('task_comments', '["1"]')?.id).to.match(/^comments:\d+$/);
  });

  it('refuses a record at which the service keeps failing, and goes on', async () => {
    const run = await bench.run();
    const fault = bench.sandbox.faults.on({method: 'POST', path: 'clients'}, {kind: 'status', status: 500});

    const error = await rejection(run.write('clients', {id: 7, name: 'Acme'}));
    fault.remove();

    expect(error).to.be.instanceOf(Rejection);
    expect(error.message).to.match(/^Paymo fails at it: POST .*500/);
    expect(run.ledger.flights).to.deep.equal([]);
    expect(await run.write('clients', {id: 7, name: 'Acme'})).to.equal('created');
  });

  it('ends the run when nothing gets through, and settles the flight in the next one', async () => {
    const first = await bench.run();
    const fault = bench.sandbox.faults.on({method: 'POST'}, {kind: 'status', status: 503, effect: 'after'});
    const lists = bench.sandbox.faults.on({method: 'GET', path: 'clients'}, {kind: 'status', status: 503});
    const error = await rejection(first.write('clients', {id: 7, name: 'Acme'}));
    fault.remove();
    lists.remove();
    const second = await bench.run({}, {ledger: first.ledger});

    const undecided = await second.recover();

    expect(error).not.to.be.instanceOf(Rejection);
    expect(undecided).to.deep.equal([]);
    expect(await second.write('clients', {id: 7, name: 'Acme'})).to.equal('unchanged');
    expect(named('Acme')).to.have.length(1);
  });

  it('forgets a flight that had no effect, and lets its record come again', async () => {
    const first = await bench.run();
    const at = bench.clock.now();
    await first.ledger.begin({
      stream: 'clients',
      key: '["7"]',
      call: 'create',
      hash: 'h',
      at,
      facts: {object: 'clients', sent: {name: 'Acme'}},
    });
    const second = await bench.run({}, {ledger: first.ledger});

    await second.recover();

    expect(second.ledger.flights).to.deep.equal([]);
    expect(await second.write('clients', {id: 7, name: 'Acme'})).to.equal('created');
  });

  it('sends a change again whose answer a run never saw', async () => {
    const first = await bench.run();
    await first.write('clients', {id: 7, name: 'Acme'});
    bench.sandbox.faults.on({method: 'PUT'}, {kind: 'status', status: 503, effect: 'after'});
    await rejection(first.write('clients', {id: 7, name: 'Acme Ltd'}));
    bench.sandbox.faults.clear();
    const second = await bench.run({}, {ledger: first.ledger});
    await second.recover();

    // The source has changed its mind meanwhile, and says what the ledger knew before.
    expect(await second.write('clients', {id: 7, name: 'Acme'})).to.equal('updated');
    expect(named('Acme')).to.have.length(1);
    expect(named('Acme Ltd')).to.have.length(0);
  });

  it('keeps the flight when the run is ended while the call is under way', async () => {
    const run = await bench.run();
    const hang = bench.sandbox.faults.hang({method: 'POST', path: 'clients'});
    const writing = rejection(run.write('clients', {id: 7, name: 'Acme'}));
    await hang.arrived;

    run.abort();
    const error = await writing;
    hang.release();

    expect(error).not.to.be.instanceOf(Rejection);
    expect(run.ledger.flights.map(({key}) => key)).to.deep.equal(['["7"]']);
    const second = await bench.run({}, {ledger: run.ledger});
    await second.recover();
    expect(await second.write('clients', {id: 7, name: 'Acme'})).to.equal('unchanged');
    expect(named('Acme')).to.have.length(1);
  });

  it('has no password in what it keeps of a call', async () => {
    const run = await bench.run();
    bench.sandbox.faults.on({method: 'POST'}, {kind: 'status', status: 503});

    await rejection(run.write('users', {id: 7, email: 'x@acme.test', password: 'hush-hush'}));

    expect(run.ledger.flights).to.have.length(1);
    expect(JSON.stringify(run.ledger.flights)).not.to.include('hush');
  });

  it('looks through the whole list where Paymo refuses to narrow it', async () => {
    const run = await bench.run();
    const client = Number(bench.sandbox.data.clients[0]?.id);
    const {faults} = bench.sandbox;
    faults.on({method: 'POST', path: 'projects', nth: 1}, {kind: 'reset', effect: 'after'});
    const refused = faults.on({method: 'GET', path: /projects\?.*where=/}, {kind: 'status', status: 400});

    await run.write('projects', {id: 1, name: 'Site', client_id: client});

    expect(refused.hits).to.equal(1);
    expect(bench.sandbox.data.projects.filter(({name}) => name === 'Site')).to.have.length(1);
  });

  for (const [what, path, fault] of [
    ['a list without rows', /invoices\?/, {kind: 'no-root'}],
    ['a web page in place of a list', /invoices\?/, {kind: 'html'}],
    ['no list for the moment', /invoices\?/, {kind: 'status', status: 503}],
    ['an invoice without itself', /invoices\/\d+/, {kind: 'no-root'}],
    ['no invoice for the moment', /invoices\/\d+/, {kind: 'status', status: 503}],
  ] as const) {
    it(`ends the run and leaves the flight open when looking brings ${what}`, async () => {
      const first = await bench.run();
      const client = Number(bench.sandbox.data.clients[0]?.id);
      const items = [{item: 'Work', price_unit: 5, quantity: 2}];
      const invoice = {id: 1, client_id: client, currency: 'USD', title: 'Lookup', items};
      bench.sandbox.faults.on({method: 'POST', path: 'invoices'}, {kind: 'reset', effect: 'after'});
      bench.sandbox.faults.on({method: 'GET', path}, fault);

      const error = await rejection(first.write('invoices', invoice));
      bench.sandbox.faults.clear();

      expect(error).not.to.be.instanceOf(Rejection);
      expect(first.ledger.flights).to.have.length(1);
      const second = await bench.run({}, {ledger: first.ledger});
      expect(await second.recover()).to.deep.equal([]);
      expect(await second.write('invoices', invoice)).to.equal('unchanged');
      expect(bench.sandbox.data.invoices.filter(({title}) => title === 'Lookup')).to.have.length(1);
    });
  }

  it('decides nothing where it is not let in to look', async () => {
    const run = await bench.run();
    bench.sandbox.faults.on({method: 'POST', path: 'clients', nth: 1}, {kind: 'reset', effect: 'before'});
    bench.sandbox.faults.on({method: 'GET', path: 'clients'}, {kind: 'status', status: 403});

    const error = await rejection(run.write('clients', {id: 7, name: 'Acme'}));

    expect(error.message).to.include('Paymo does not list clients for this user');
    expect(run.ledger.get('clients', '["7"]')?.undecided).to.be.a('string');
  });

  it('says no more than twice that it was led elsewhere', async () => {
    const run = await bench.run();
    bench.sandbox.faults.on({method: 'POST'}, {kind: 'redirect', to: 'https://elsewhere.test/', status: 307});

    const error = await rejection(run.write('clients', {id: 7, name: 'Acme'}));

    expect(error.message).to.include('correct "base_url"');
    expect(posts()).to.have.length(1);
  });

  it('gives a new invoice its status once it is there', async () => {
    const run = await bench.run();
    const client = Number(bench.sandbox.data.clients[0]?.id);
    const invoice = {
      client_id: client,
      currency: 'USD',
      number: 'R-8',
      items: [{item: 'Work', price_unit: 5}],
    };

    expect(await run.write('invoices', {id: 1, ...invoice, status: 'sent'})).to.equal('created');

    expect(bench.sandbox.data.invoices.find(({number}) => number === 'R-8')?.status).to.equal('sent');
    expect(await run.write('invoices', {id: 1, ...invoice, status: 'sent'})).to.equal('unchanged');
    expect(run.log.at('warning')).to.deep.equal([]);
  });

  it('writes the status again that a run did not get to', async () => {
    const first = await bench.run();
    const client = Number(bench.sandbox.data.clients[0]?.id);
    const invoice = {id: 1, client_id: client, currency: 'USD', number: 'R-9', status: 'sent'};
    bench.sandbox.faults.on({method: 'PUT'}, {kind: 'status', status: 503});
    await rejection(first.write('invoices', invoice));
    bench.sandbox.faults.clear();
    const second = await bench.run({}, {ledger: first.ledger});
    await second.recover();

    expect(await second.write('invoices', invoice)).to.equal('updated');

    const rows = bench.sandbox.data.invoices.filter(({number}) => number === 'R-9');
    expect(rows.map(({status}) => status)).to.deep.equal(['sent']);
  });

  it('refuses a change at which Paymo keeps failing, and sends it again the next time', async () => {
    const run = await bench.run();
    await run.write('clients', {id: 7, name: 'Acme'});
    const fault = bench.sandbox.faults.on({method: 'PUT'}, {kind: 'status', status: 500, effect: 'after'});

    const error = await rejection(run.write('clients', {id: 7, name: 'Acme Ltd'}));
    fault.remove();

    expect(error).to.be.instanceOf(Rejection);
    expect(await run.write('clients', {id: 7, name: 'Acme'})).to.equal('updated');
    expect(named('Acme')).to.have.length(1);
  });
});
