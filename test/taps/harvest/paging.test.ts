import {expect} from 'chai';
import type {Fault} from '../../sandbox/harvest/index.js';
import {differences, heldByTarget} from '../../support/conformance/compare.js';
import {recordsOf, statesIn} from '../../support/messages.js';
import {accountOpener, idsIn, idsOf, logLines} from './account.js';
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

  const broken: [string, Fault, RegExp][] = [
    ['a link to the very same page', {kind: 'next', link: 'loop'}, /pages loop/],
    [
      'a link to another host',
      {kind: 'next', link: 'http://127.0.0.2:9/v2/clients?page=2'},
      /another host.*127\.0\.0\.2/,
    ],
    ['a full page without the way to the next', {kind: 'next', link: 'none'}, /full page of 4 rows/],
    ['a full page without any links', {kind: 'next', link: 'absent'}, /full page of 4 rows/],
    ['a body without the list', {kind: 'no-root'}, /without a list called "clients"/],
    ['a list that is null', {kind: 'root', value: null}, /without a list called "clients"/],
    [
      'a list of things that are no objects',
      {kind: 'root', value: [1, 2]},
      /without a list called "clients"/,
    ],
    ['a web page in place of JSON', {kind: 'html'}, /a page instead of JSON/],
    [
      'half a body that is framed as whole',
      {kind: 'truncated', framing: 'short'},
      /incomplete or invalid JSON/,
    ],
    [
      'half a compressed body',
      {kind: 'truncated', framing: 'short', gzip: true},
      /incomplete or invalid JSON|could not be reached/,
    ],
    [
      'a body that breaks off',
      {kind: 'truncated', framing: 'content-length'},
      /could not be reached|invalid JSON/,
    ],
    [
      'a chunked body that breaks off',
      {kind: 'truncated', framing: 'chunked'},
      /could not be reached|invalid JSON/,
    ],
    ['a broken connection', {kind: 'reset'}, /could not be reached/],
  ];
  for (const [what, fault, message] of broken) {
    it(`fails the stream on ${what}, and only that`, async () => {
      const account = await open();
      account.faults.on({path: 'clients', nth: 1}, fault);

      const run = await account.sync(['clients', 'tasks'], {config: {page_size: 4, max_retries: 0}});

      expect(run.code).to.equal(1);
      expect(logLines(run, 'ERROR').join('\n')).to.match(message);
      expect(logLines(run, 'CRITICAL').at(-1)).to.match(/1 of 2 streams failed \(clients\)/);
      expect(idsIn(run, 'tasks')).to.deep.equal(idsOf(account.data.tasks));
      for (const {bookmarks} of statesIn(run.messages))
        expect(bookmarks ?? {}).to.not.have.property('clients');
      expect(account.requests.filter(({route}) => route === 'clients')).to.have.length(1);
    });
  }

  it('asks again when a body breaks off, and brings each row once', async () => {
    const account = await open();
    account.faults.on({path: 'clients', nth: 2}, {kind: 'reset', when: 'mid-body'});

    const run = await account.sync(['clients'], {config: {page_size: 4}});

    expect(run.code, run.stderr).to.equal(0);
    expect(recordsOf(run.messages, 'clients')).to.have.length(account.data.clients.length);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
  });
});
