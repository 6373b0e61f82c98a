import {expect} from 'chai';
import type {Fault} from '../../sandbox/harvest/index.js';
import {differences, heldByTarget} from '../../support/conformance/compare.js';
import type {Run} from '../../support/conformance/subject.js';
import {statesIn} from '../../support/messages.js';
import {accountOpener, idsIn, logLines} from './account.js';
import {START} from './sandbox.js';
import {listTruth} from './truth.js';

const SIZE = {timeEntries: 60, invoices: 5, users: 4};

describe('tap-harvest, paging', () => {
  const open = accountOpener();

  for (const paging of ['cursor', 'page'] as const) {
    it(`reads every list to its end when all are paged by ${paging}`, async () => {
      const account = await open({paging, size: SIZE});

      const run = await account.sync(undefined, {config: {page_size: 3}});

      expect(run.code, run.stderr).to.equal(0);
      const truth = listTruth(account, START);
      const keys = Object.fromEntries(
        run.messages
          .filter(({type}) => type === 'SCHEMA')
          .map(({stream, key_properties}) => [String(stream), [key_properties ?? []].flat().map(String)]),
      );
      expect(Object.keys(keys)).to.have.members(Object.keys(truth));
      expect(differences(heldByTarget(run.messages, keys), truth, keys)).to.deep.equal([]);
    });
  }

  it('asks for 2000 rows per page, below parents too', async () => {
    const account = await open({size: SIZE});

    await account.sync(['invoices', 'invoice_payments', 'report_project_budget', 'time_entries']);

    const lists = account.requests.filter(({route}) => route !== 'users/me' && route !== 'company');
    expect(lists.length).to.be.above(5);
    expect(new Set(lists.map(({query}) => query.get('per_page')))).to.deep.equal(new Set(['2000']));
  });

  it('takes the next page from its link alone, whatever the link holds', async () => {
    const account = await open();

    await account.sync(['contacts'], {config: {page_size: 4}});

    const [first, second] = account.requests.filter(({route}) => route === 'contacts');
    expect([first?.path, first?.query.has('page'), first?.query.has('cursor')]).to.deep.equal([
      '/v2/contacts',
      false,
      false,
    ]);
    expect(second?.path).to.equal('/api/v2/contacts');
    expect(second?.query.get('ref')).to.equal('next_cursor');
  });

  describe('a response that cannot be what it should', () => {
    /** What is amiss, in the list of which stream, and what is said of it. */
    const broken: [string, string, Fault, RegExp][] = [
      ['a link to the very same page', 'clients', {kind: 'next', link: 'loop'}, /pages loop/],
      [
        'a link to another host',
        'contacts',
        {kind: 'next', link: 'http://127.0.0.2:9/v2/contacts?page=2'},
        /another host.*127\.0\.0\.2/,
      ],
      [
        'a full page without the way to the next',
        'tasks',
        {kind: 'next', link: 'none'},
        /full page of 2 rows/,
      ],
      ['a full page without any links', 'users', {kind: 'next', link: 'absent'}, /full page of 2 rows/],
      ['a body without the list', 'roles', {kind: 'no-root'}, /without a list called "roles"/],
      ['a list that is null', 'projects', {kind: 'root', value: null}, /without a list called "projects"/],
      ['a list of numbers', 'expenses', {kind: 'root', value: [1, 2]}, /without a list called "expenses"/],
      ['a web page in place of JSON', 'estimates', {kind: 'html'}, /a page instead of JSON/],
      [
        'half a body that is framed as whole',
        'invoices',
        {kind: 'truncated', framing: 'short'},
        /incomplete or invalid JSON/,
      ],
      [
        'half a compressed body',
        'expense_categories',
        {kind: 'truncated', framing: 'short', gzip: true},
        /invalid JSON|could not be reached/,
      ],
      [
        'a body that breaks off',
        'user_assignments',
        {kind: 'truncated', framing: 'content-length'},
        /invalid JSON|could not be reached/,
      ],
      [
        'a chunked body that breaks off',
        'time_entries',
        {kind: 'truncated', framing: 'chunked'},
        /invalid JSON|could not be reached/,
      ],
      ['a broken connection', 'invoice_item_categories', {kind: 'reset'}, /could not be reached/],
    ];
    const streams = broken.map(([, stream]) => stream);
    let run: Run;
    let requested: string[];

    before(async () => {
      const account = await open();
      for (const [, stream, fault] of broken) account.faults.on({path: stream, nth: 1}, fault);
      run = await account.sync([...streams, 'task_assignments'], {config: {page_size: 2, max_retries: 0}});
      requested = account.routes();
    });

    for (const [what, stream, , message] of broken) {
      it(`fails the stream: ${what}`, () => {
        const said = logLines(run, 'ERROR').filter((line) => line.startsWith(`${stream}: `));

        expect(said).to.have.length(1);
        expect(said[0]).to.match(message);
        expect(requested.filter((route) => route === stream)).to.have.length(1);
        for (const {bookmarks} of statesIn(run.messages))
          expect(bookmarks ?? {}).to.not.have.property(stream);
      });
    }

    it('keeps none of the other streams from being read, and fails the run', () => {
      expect(run.code).to.equal(1);
      expect(idsIn(run, 'task_assignments')).to.have.length(56);
      expect(logLines(run, 'CRITICAL').at(-1)).to.match(/13 of 14 streams failed/);
    });
  });
});
