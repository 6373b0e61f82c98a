import {expect} from 'chai';
import type {JsonObject} from '../../../protocol/core/json.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkOf, copies, idsIn, idsOf, nth} from './account.js';
import {frontOpener, type Manner, refused, rowsIn, withRows} from './front.js';

const LINES = ['invoices', 'invoice_line_items'];

describe('tap-paymo, with services that page in their own way', () => {
  const open = accountOpener();
  const front = frontOpener();

  for (const clamp of [37, 100]) {
    it(`reads all of a list whose pages have ${clamp} rows at most, counted by that size`, async () => {
      const account = await open({maxPageSize: clamp, size: {tasks: 250, bookings: 2}});

      const run = await account.sync(['tasks', 'clients']);

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, ['tasks', 'clients'])).to.deep.equal([]);
    });

    it(`reads all of a list whose pages have ${clamp} rows at most, counted by the size asked for`, async () => {
      const account = await open({size: {tasks: 250, bookings: 2}});
      // The last rows of each large page can be had by small pages alone.
      const config = await front(account, async ({list, id, size = 0}, pass) => {
        if (list !== 'tasks' || id !== undefined || size <= clamp) return pass();
        const reply = await pass();
        return withRows(reply, rowsIn(reply).slice(0, clamp));
      });

      const run = await account.sync(['tasks'], {config});

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, ['tasks'])).to.deep.equal([]);
    });
  }

  it('reads all of one list whose pages are smaller than those of the others', async () => {
    const account = await open({size: {tasks: 250, users: 260, bookings: 2}});
    const config = await front(account, ({list, size = 0}, pass) =>
      list === 'users' && size > 100 ? pass({page_size: 100}) : undefined,
    );

    const run = await account.sync(['tasks', 'users'], {config});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['tasks', 'users'])).to.deep.equal([]);
  });

  /** What a request for a page past the end of the tasks brings. */
  const pastEnd: readonly [string, Manner][] = [
    ['the first page again', (_asked, pass) => pass({page: 0})],
    ['the last page again', ({size = 1}, pass) => pass({page: Math.ceil(60 / size) - 1})],
    ['a 404', () => refused(404)],
    ['a 400', () => refused(400)],
  ];
  for (const [what, answer] of pastEnd) {
    for (const page_size of [20, 25, 60]) {
      it(`ends a list whose pages past the end bring ${what} (pages of ${page_size})`, async () => {
        const account = await open({size: {tasks: 60}, updatedOnFilter: 'refused'});
        const config = await front(account, (asked, pass) => {
          const {list, page = 0, size = 1} = asked;
          const isPast = list === 'tasks' && page > 0 && page * size >= 60;
          return isPast ? answer(asked, pass) : undefined;
        });

        const run = await account.sync(['tasks'], {config: {...config, page_size}});

        expect(run.code, run.stderr).to.equal(0);
        expect(account.differences(run, ['tasks'])).to.deep.equal([]);
        expect(recordsOf(run.messages, 'tasks')).to.have.length(60);
      });
    }
  }

  it('takes a list that knows no pages and has exactly as many rows as one for the whole', async () => {
    const account = await open({ignorePaging: ['tasks'], size: {tasks: 60}});

    const run = await account.sync(['tasks'], {config: {page_size: 60}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['tasks'])).to.deep.equal([]);
  });

  for (const stream of ['tasks', 'clients'] as const) {
    it(`loses nothing of ${stream} when a row of an earlier page is deleted meanwhile`, async () => {
      const account = await open({size: {tasks: 60, clients: 40, projects: 10}, order: 'ascending'});
      const gone = nth(account.data[stream], 2).id;
      account.faults.onRequest({path: new RegExp(`/${stream}\\?.*page=1&`), nth: 1}, () => {
        account.data[stream].splice(2, 1);
      });

      const run = await account.sync([stream], {config: {page_size: 10}});

      expect(run.code, run.stderr).to.equal(0);
      expect(idsIn(run, stream).filter((id) => id !== gone)).to.deep.equal(idsOf(account.data[stream]));
    });
  }
});

describe('tap-paymo, with a filter that stops working between two runs', () => {
  const open = accountOpener();
  const front = frontOpener();

  const ways: readonly [string, Manner][] = [
    ['is ignored', (_asked, pass) => pass({where: null})],
    ['answers nothing', async (_asked, pass) => withRows(await pass(), [])],
    ['is refused', () => refused(400, 'Unknown field or reference: updated_on')],
    ['fails', () => refused(500)],
  ];
  for (const [what, manner] of ways) {
    for (const stream of ['tasks', 'invoice_line_items'] as const) {
      it(`loses no change of ${stream} where it ${what}`, async () => {
        const account = await open({updatedOnFilter: 'works'});
        let isBroken = false;
        const own = await front(account, (asked, pass) =>
          isBroken && asked.where.includes('updated_on') ? manner(asked, pass) : undefined,
        );
        const config = {...own, max_retries: 0};
        const first = await account.sync([stream], {config});
        expect(bookmarkOf(first, stream)?.change_filter).to.equal('proven');
        account.pass(1);
        const {tasks, invoiceitems} = account.data;
        const changed =
          stream === 'tasks'
            ? account.update('tasks', nth(tasks, 5).id, {name: 'Changed'})
            : account.update('invoiceitems', nth(invoiceitems, 5).id, {quantity: 12});
        isBroken = true;

        const second = await account.sync([stream], {config, state: lastState(first.messages)});

        expect(second.code, second.stderr).to.equal(0);
        expect(idsIn(second, stream)).to.include(changed.id);
        expect(recordsOf(second.messages, stream)).to.have.length.below(first.messages.length / 2);
      });
    }
  }
});

describe('tap-paymo, with services that leave out what is embedded', () => {
  const open = accountOpener();
  const front = frontOpener();

  it('brings all lines where whole lists are emptied that do not fit', async () => {
    const account = await open({size: {invoices: 30, invoiceItems: 60}});
    const {invoices, invoiceitems} = account.data;
    copies(invoiceitems, nth(invoiceitems, 0), 3000, (index) => ({invoice_id: nth(invoices, index % 30).id}));
    const config = await front(account, async ({list, include}, pass) => {
      if (list !== 'invoices' || !include.includes('invoiceitems')) return pass();
      const reply = await pass({include: null});
      let room = 2500;
      const rows = rowsIn(reply).map((invoice) => {
        const lines = invoiceitems.filter(({invoice_id}) => invoice_id === invoice.id);
        if (lines.length > room) return {...invoice, invoiceitems: []};
        room -= lines.length;
        return {...invoice, invoiceitems: lines.map(plain)};
      });
      return withRows(reply, rows);
    });

    const run = await account.sync(LINES, {config});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, LINES)).to.deep.equal([]);
  });

  it('sends each line once, by its invoice, where the list apart ignores which invoice is meant', async () => {
    const account = await open({failingIncludes: ['invoices.invoiceitems'], unfiltered: ['invoiceitems']});
    const config = await front(account, ({list}, pass) =>
      list === 'invoiceitems' ? pass({where: null}) : undefined,
    );

    const run = await account.sync(LINES, {config: {...config, max_retries: 0}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, LINES)).to.deep.equal([]);
    const ids = idsIn(run, 'invoice_line_items');
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

/** A row without the members that are not set, as JSON. */
function plain(row: object): JsonObject {
  return JSON.parse(JSON.stringify(row));
}
