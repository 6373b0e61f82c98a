import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import {object} from './common/visitor.js';
import type {PaymoSandbox, Row, StoreEvent} from './paymo/index.js';
import {sandboxStarter} from './paymo/starter.js';
import {refusalOf, send, visit, written} from './paymo/visitor.js';

const LINES = [
  {item: 'Logo', price_unit: 5.5, quantity: 2, apply_tax: true},
  {item: 'Care', description: 'Monthly', price_unit: 100, quantity: 0.5, seq: 7},
];

describe('Paymo sandbox writes of documents', () => {
  const start = sandboxStarter();

  for (const [path, lines] of [
    ['invoices', 'invoiceitems'],
    ['estimates', 'estimateitems'],
    ['recurringprofiles', 'recurringprofileitems'],
  ] as const) {
    it(`sums the lines of ${path} up, with discount and taxes`, async () => {
      const sandbox = await start();

      const row = await written(sandbox, 'POST', `${path}?include=${lines}`, {
        ...bill(sandbox),
        tax: 20,
        discount: 10,
        items: LINES,
      });

      expect(row).to.include({subtotal: 61, discount_amount: 6.1, tax_amount: 1.98, total: 56.88});
      expect(linesOf(row, lines)).to.deep.equal([
        ['Logo', 5.5, 2, true, 0],
        ['Care', 100, 0.5, false, 7],
      ]);
    });

    it(`replaces all lines of ${path} by those in an update`, async () => {
      const sandbox = await start();
      const {id, ...made} = await written(sandbox, 'POST', `${path}?include=${lines}`, {
        ...bill(sandbox),
        items: [...LINES, {item: 'Gone', price_unit: 1, quantity: 1}],
      });
      const ids = rowsIn(made, lines).map((line) => line.id);

      const row = await written(sandbox, 'PUT', `${path}/${id}?include=${lines}`, {
        items: [{id: ids[0]}, {id: ids[1], quantity: 2}, {item: 'New', price_unit: 3, quantity: 3}],
      });
      const kept = await written(sandbox, 'PUT', `${path}/${id}?include=${lines}`, {notes: 'Same lines'});

      expect(linesOf(row, lines).map(([item, , quantity]) => [item, quantity])).to.have.deep.members([
        ['Logo', 2],
        ['Care', 2],
        ['New', 3],
      ]);
      expect(row.subtotal).to.equal(220);
      expect(rowsIn(row, lines).map((line) => line.id)).to.include.members(ids.slice(0, 2));
      expect(sandbox.data[lines].some((line) => line.id === ids[2])).to.equal(false);
      expect(linesOf(kept, lines)).to.have.lengthOf(3);
      expect(await refusalOf(sandbox, 400, 'PUT', `${path}/${id}`, {items: [{id: 1}]})).to.include('items');
      expect(sandbox.data[lines].filter((line) => Object.values(line).includes(Number(id)))).to.have.lengthOf(
        3,
      );
      const none = await written(sandbox, 'PUT', `${path}/${id}`, {items: []});
      expect(none.total).to.equal(0);
    });
  }

  it('makes nothing of lines that are called by other names', async () => {
    const sandbox = await start();

    const row = await written(sandbox, 'POST', 'invoices?include=invoiceitems', {
      ...bill(sandbox),
      items: [{title: 'Logo', price: 100, qty: 2}],
    });

    expect(row).to.include({subtotal: 0, total: 0});
    expect(linesOf(row, 'invoiceitems')).to.deep.equal([['', 0, 0, false, 0]]);
    expect(rowsIn(row, 'invoiceitems')[0]).not.to.have.any.keys('title', 'price', 'qty');
  });

  it('refuses lines with values of the wrong kind, and makes nothing then', async () => {
    const sandbox = await start();
    const before = structuredClone(sandbox.data.invoices);

    for (const line of [{price_unit: '5'}, {quantity: true}, {expense_id: 7}, {entries: [7]}, {item: 3}]) {
      await refusalOf(sandbox, 400, 'POST', 'invoices', {...bill(sandbox), items: [line]});
    }
    expect(sandbox.data.invoices).to.deep.equal(before);
  });

  it('counts lines from zero, if told to', async () => {
    const sandbox = await start({lineSeq: 'from-zero'});

    const row = await written(sandbox, 'POST', 'invoices?include=invoiceitems', {
      ...bill(sandbox),
      items: [
        {item: 'a', seq: 1},
        {item: 'b', seq: 2},
      ],
    });

    expect(linesOf(row, 'invoiceitems').map((line) => line[4])).to.have.members([0, 1]);
  });

  for (const [path, next, format] of [
    ['invoices', 'next_invoice_number', '#INV-20261120-201'],
    ['estimates', 'next_estimate_number', '#EST-20261120-101'],
  ] as const) {
    it(`numbers ${path} and counts on, even if a number is taken`, async () => {
      const sandbox = await start();
      const {company} = sandbox.data;
      const first = Number(company[next]);

      const numbered = await written(sandbox, 'POST', path, bill(sandbox));
      const named = await written(sandbox, 'POST', path, {...bill(sandbox), number: 'X-1'});
      const refused = await refusalOf(sandbox, 400, 'POST', path, {...bill(sandbox), number: 'X-1'});
      await refusalOf(sandbox, 400, 'POST', path, {number: 'X-2', currency: 'EUR'});

      expect(numbered.number).to.equal(format);
      expect(named.number).to.equal('X-1');
      expect(refused).to.include('X-1');
      expect(company[next]).to.equal(String(first + 3));
      expect(sandbox.data[path].filter(({number}) => number === 'X-1')).to.have.lengthOf(1);
      for (const number of ['X-1', '', null]) {
        await refusalOf(sandbox, 400, 'PUT', `${path}/${numbered.id}`, {number});
      }
      expect((await send(sandbox, 'PUT', `${path}/${named.id}`, {number: 'X-1'})).status).to.equal(200);
      expect(company[next]).to.equal(String(first + 3));
    });

    it(`skips numbers that ${path} have already`, async () => {
      const sandbox = await start();
      await written(sandbox, 'POST', path, {...bill(sandbox), number: format.replace(/.$/, '2')});

      const row = await written(sandbox, 'POST', path, bill(sandbox));

      expect(row.number).to.equal(format.replace(/.$/, '3'));
    });

    it(`refuses a discount of nothing for ${path}`, async () => {
      const sandbox = await start();

      expect(await refusalOf(sandbox, 400, 'POST', path, {...bill(sandbox), discount: 0})).to.equal(
        "Field 'discount' cannot be empty",
      );
      await refusalOf(sandbox, 400, 'PUT', `${path}/${sandbox.data[path][0]?.id}`, {discount: 0});
    });

    it(`starts ${path} as drafts, whose status a PUT sets`, async () => {
      const sandbox = await start();
      const loose = await start({statusOnCreate: 'kept'});

      const row = await written(sandbox, 'POST', path, {...bill(sandbox), status: 'sent'});
      const kept = await written(loose, 'POST', path, {...bill(loose), status: 'sent'});
      const sent = await written(sandbox, 'PUT', `${path}/${row.id}`, {status: 'sent'});

      expect([row.status, kept.status, sent.status]).to.deep.equal(['draft', 'sent', 'sent']);
    });
  }

  it('dates invoices today and has them due by the term of the client or the company', async () => {
    const sandbox = await start();
    const [own, company] = [sandbox.data.clients[2], sandbox.data.clients[1]];

    const first = await written(sandbox, 'POST', 'invoices', {client_id: own?.id, currency: 'EUR'});
    const second = await written(sandbox, 'POST', 'invoices', {client_id: company?.id, currency: 'EUR'});

    expect(first).to.include({date: '2026-11-20', due_date: '2026-12-04'});
    expect(second).to.include({date: '2026-11-20', due_date: '2026-12-20'});
  });

  it('marks what lines bill, and opens it again when they go', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const entries = data.entries.filter((row) => row.billed === false).slice(0, 2);
    const [expense, other] = data.expenses.filter((row) => row.invoiced === false);
    const isOpen = (row: Row | undefined) => row?.billed ?? row?.invoiced;

    const made = await written(sandbox, 'POST', 'invoices?include=invoiceitems', {
      ...bill(sandbox),
      items: [
        {item: 'Hours', price_unit: 50, quantity: 3, entries: entries.map(({id}) => id)},
        {item: 'Train', expense_id: expense?.id},
      ],
    });
    const [hours, train] = rowsIn(made, 'invoiceitems').sort((a, b) => Number(a.id) - Number(b.id));
    expect(entries.map(isOpen)).to.deep.equal([true, true]);
    expect(entries[0]).to.include({invoice_item_id: hours?.id, updated_on: '2026-11-20T10:00:00Z'});
    expect(expense).to.include({invoiced: true, invoice_item_id: train?.id});
    expect(train).to.include({price_unit: expense?.amount, quantity: 1});

    await written(sandbox, 'PUT', `invoices/${made.id}`, {
      items: [{id: hours?.id}, {id: train?.id, expense_id: other?.id}],
    });
    expect([isOpen(expense), isOpen(other)]).to.deep.equal([false, true]);

    await written(sandbox, 'PUT', `invoices/${made.id}`, {items: [{id: train?.id}]});
    expect(entries.map(isOpen)).to.deep.equal([false, false]);
    expect(entries[0]?.invoice_item_id).to.equal(null);

    await send(sandbox, 'DELETE', `invoices/${made.id}`);
    expect(other).to.include({invoiced: false, invoice_item_id: null});
  });

  it('can leave updated_on of billed hours where it was', async () => {
    const sandbox = await start({billingTouchesWork: false});
    const entry = sandbox.data.entries.find((row) => row.billed === false);
    const before = entry?.updated_on;

    await written(sandbox, 'POST', 'invoices', {
      ...bill(sandbox),
      items: [{item: 'x', entries: [entry?.id]}],
    });

    expect(entry).to.include({billed: true, updated_on: before});
  });

  it('makes an estimate invoiced by the invoice that names it', async () => {
    const sandbox = await start();
    const estimate = await written(sandbox, 'POST', 'estimates', {...bill(sandbox), items: LINES});

    const invoice = await written(sandbox, 'POST', 'invoices', {...bill(sandbox), estimate_id: estimate.id});

    const row = sandbox.data.estimates.find(({id}) => id === estimate.id);
    expect(invoice).to.include({total: 0}).and.not.have.property('estimate_id');
    expect(row).to.include({status: 'invoiced', invoice_id: invoice.id});
    await send(sandbox, 'DELETE', `invoices/${invoice.id}`);
    expect(row?.invoice_id).to.equal(null);
  });

  it('tells of a new document once, when it is whole', async () => {
    const sandbox = await start();
    const events: [StoreEvent['kind'], string, number][] = [];
    sandbox.onEvent(({kind, collection, isConsequence, row}) => {
      if (isConsequence) return;
      const lines = sandbox.data.invoiceitems.filter((line) => line.invoice_id === row.id);
      events.push([kind, collection, lines.length]);
    });

    const {id} = await written(sandbox, 'POST', 'invoices', {...bill(sandbox), items: LINES});
    await written(sandbox, 'PUT', `invoices/${id}`, {items: [{item: 'One', price_unit: 2, quantity: 1}]});

    expect(events).to.deep.equal([
      ['insert', 'invoices', 2],
      ['update', 'invoices', 1],
    ]);
  });

  it('takes payments up to what is open, and moves the status with them', async () => {
    const sandbox = await start();
    const invoice = await written(sandbox, 'POST', 'invoices', {...bill(sandbox), items: LINES});
    const row = sandbox.data.invoices.find(({id}) => id === invoice.id);
    const pay = (amount: number): Json => ({invoice_id: invoice.id, amount});

    const first = await written(sandbox, 'POST', 'invoicepayments', pay(60.99));
    expect([row?.status, first.date]).to.deep.equal(['draft', '2026-11-20']);
    expect(await refusalOf(sandbox, 400, 'POST', 'invoicepayments', pay(0.02))).to.include('open');
    await refusalOf(sandbox, 400, 'POST', 'invoicepayments', pay(0));
    await refusalOf(sandbox, 400, 'POST', 'invoicepayments', pay(-1));
    const last = await written(sandbox, 'POST', 'invoicepayments', pay(0.01));
    expect(row?.status).to.equal('paid');

    await written(sandbox, 'PUT', `invoicepayments/${first.id}`, {amount: 10});
    expect(row?.status).to.equal('viewed');
    await refusalOf(sandbox, 400, 'PUT', `invoicepayments/${first.id}`, {amount: 61});
    await written(sandbox, 'PUT', `invoicepayments/${first.id}`, {amount: 60.99});
    expect(row?.status).to.equal('paid');
    await send(sandbox, 'DELETE', `invoicepayments/${last.id}`);
    expect(row?.status).to.equal('viewed');
  });

  for (const [path, documents] of [
    ['invoicetemplates', 'invoices'],
    ['estimatetemplates', 'estimates'],
  ] as const) {
    it(`has one default of ${path}, and deletes neither that nor what is used`, async () => {
      const sandbox = await start();
      const {data} = sandbox;
      const [old] = data[path];
      const made = await written(sandbox, 'POST', path, {name: 'Mine', html: '<p>', is_default: true});

      expect(data[path].filter((row) => row.is_default === true).map((row) => row.id)).to.deep.equal([
        made.id,
      ]);
      await refusalOf(sandbox, 400, 'DELETE', `${path}/${made.id}`);
      await written(sandbox, 'PUT', `${path}/${old?.id}`, {is_default: true});
      const document = await written(sandbox, 'POST', documents, {...bill(sandbox), template_id: made.id});
      await refusalOf(sandbox, 400, 'DELETE', `${path}/${made.id}`);
      await send(sandbox, 'DELETE', `${documents}/${document.id}`);
      expect((await send(sandbox, 'DELETE', `${path}/${made.id}`)).status).to.equal(200);
    });

    it(`wants html of ${path}, if told to`, async () => {
      const sandbox = await start({htmlOptional: false});

      expect(await refusalOf(sandbox, 400, 'POST', path, {name: 'Mine'})).to.equal(
        'Missing required params: html',
      );
    });
  }

  it('makes expenses today and for the caller, with tags replaced as a whole', async () => {
    const sandbox = await start();

    const made = await written(sandbox, 'POST', 'expenses', {...bill(sandbox), amount: 3, tags: ['a', 'b']});
    const row = await written(sandbox, 'PUT', `expenses/${made.id}`, {tags: ['c']});

    expect(made).to.include({date: '2026-11-20', user_id: sandbox.data.users[0]?.id, invoiced: false});
    expect(row.tags).to.deep.equal(['c']);
    expect((await visit(sandbox, `expenses/${made.id}`)).text).to.include('"tags":["c"]');
  });
});

function bill({data}: PaymoSandbox): Json {
  return {client_id: data.clients[0]?.id, currency: 'EUR', frequency: 'm', start_date: '2026-12-01'};
}

function rowsIn(row: Json, lines: string): Json[] {
  const value = row[lines];
  if (!Array.isArray(value)) throw new Error(`No ${lines}.`);
  return value.map(object).sort((a, b) => Number(a.id) - Number(b.id));
}

function linesOf(row: Json, lines: string): unknown[][] {
  return rowsIn(row, lines).map(({item, price_unit, quantity, apply_tax, seq}) => [
    item,
    price_unit,
    quantity,
    apply_tax,
    seq,
  ]);
}
