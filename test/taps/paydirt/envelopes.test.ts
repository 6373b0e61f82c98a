import {expect} from 'chai';
import type {Fault, Table} from '../../sandbox/paydirt/index.js';
import {bookmarkIn} from '../../support/conformance/subject.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkOf, logLines, STREAMS} from './account.js';

const ODD: Readonly<Record<Table, string>> = {
  clients: 'customers',
  projects: 'undertakings',
  jobs: 'tasks',
  time: 'entries',
  users: 'people',
};

const BROKEN: readonly [string, Fault][] = [
  ['holds no list', {kind: 'no-root'}],
  ['holds null in place of the list', {kind: 'root', value: null}],
  ['holds an object in place of the list', {kind: 'root', value: {}}],
  ['holds a text in place of the list', {kind: 'root', value: 'none'}],
  ['holds a list of what is no object', {kind: 'root', value: [1, 2]}],
  [
    'holds several lists, none by the right name',
    {kind: 'body', change: (body) => ({a: Object.values(body)[0], b: []})},
  ],
  ['tells errors with status 200', {kind: 'text', text: '{"errors":["Something went wrong"]}'}],
  ['tells of no errors, and nothing else', {kind: 'text', text: '{"errors":[]}'}],
  ['tells an error with status 200', {kind: 'text', text: '{"error":"Something went wrong"}'}],
  ['is an empty object', {kind: 'text', text: '{}'}],
  ['is a bare list', {kind: 'text', text: '[]'}],
  ['is null', {kind: 'text', text: 'null'}],
  ['is a text', {kind: 'text', text: '"fine"'}],
];

describe('tap-paydirt, envelopes', () => {
  const open = accountOpener();

  it('may call the only list that they hold by another name, which is told', async () => {
    const account = await open({roots: ODD});

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    const warnings = logLines(run, 'WARNING');
    expect(warnings).to.have.length(5);
    for (const [stream, name] of Object.entries(ODD)) {
      expect(
        warnings.filter((line) => line.startsWith(`${stream}: `) && line.includes(`"${name}"`)),
      ).to.have.length(1);
    }
  });

  it('are an error for their own streams alone where they are no good', async () => {
    const lists = ['projects', 'jobs', 'users', 'time'] as const;
    const state = lastState((await (await open()).sync(lists)).messages);
    for (let at = 0; at < BROKEN.length; at += lists.length) {
      const account = await open();
      const broken = lists.slice(0, BROKEN.length - at);
      for (const [index, list] of broken.entries()) {
        const fault = BROKEN[at + index]?.[1];
        if (fault !== undefined) account.faults.on(list === 'time' ? {path: list, nth: 2} : list, fault);
      }

      const run = await account.sync(['clients', ...lists], {
        state,
        config: {max_retries: 0, lookback_days: 200},
      });

      expect(run.code).to.equal(1);
      for (const [index, list] of broken.entries()) {
        const what = `${list} ${BROKEN[at + index]?.[0]}`;
        if (list !== 'time') expect(recordsOf(run.messages, list), what).to.deep.equal([]);
        if (list !== 'time') expect(bookmarkOf(run, list), what).to.deep.equal(bookmarkIn(state, list));
        const errors = logLines(run, 'ERROR').filter((line) => line.startsWith(`${list}: `));
        expect(errors, what).to.have.length(1);
        expect(errors[0], what).to.match(new RegExp(`/${list} answered with`));
      }
      expect(account.differences(run, ['clients'])).to.deep.equal([]);
      expect(logLines(run, 'CRITICAL').join('\n')).to.include(`${broken.length} of 5 streams failed`);
    }
  });

  it('may hold more, which is told since it may mean pages', async () => {
    const account = await open({
      extraRoots: {
        clients: {meta: {page: 1}},
        projects: {pagination: {next: null}},
        jobs: {links: []},
        time: {total: 9},
        users: {users_count: 6},
      },
    });

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    const warnings = logLines(run, 'WARNING');
    expect(warnings).to.have.length(5);
    const named = {
      clients: 'meta',
      projects: 'pagination',
      jobs: 'links',
      time: 'total',
      users: 'users_count',
    };
    for (const [stream, name] of Object.entries(named)) {
      expect(warnings.join('\n')).to.match(new RegExp(`^${stream}: .*\\b${name}\\b.*pages`, 'm'));
    }
  });

  it('may come with headers of pages, which are told', async () => {
    const account = await open({
      listHeaders: {
        clients: {Link: '<{url}&page=2>; rel="next"'},
        projects: {'X-Total': '99'},
        jobs: {'X-Total-Count': '99'},
        time: {'Total-Pages': '3'},
        users: {'X-Next-Page': '2', Etag: '"1"', 'X-Request-Id': '7'},
      },
    });

    const run = await account.sync('all');

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, STREAMS)).to.deep.equal([]);
    const warnings = logLines(run, 'WARNING');
    expect(warnings).to.have.length(5);
    const named = {
      clients: 'link',
      projects: 'x-total',
      jobs: 'x-total-count',
      time: 'total-pages',
      users: 'x-next-page',
    };
    for (const [stream, name] of Object.entries(named)) {
      expect(warnings.join('\n')).to.match(new RegExp(`^${stream}: .*header ${name}\\b`, 'm'));
    }
    expect(run.stderr + run.stdout).to.not.include(account.config.api_key);
  });

  it('are told of once in a run, not once for each window', async () => {
    const account = await open({roots: {time: 'logs'}, extraRoots: {time: {meta: {}}}});

    const run = await account.sync(['time'], {config: {window_days: 50}});

    expect(account.windows().length).to.be.above(20);
    expect(logLines(run, 'WARNING')).to.have.length(2);
    expect(account.differences(run, ['time'])).to.deep.equal([]);
  });

  it('may hold no logs at all, as long as the list is there', async () => {
    const account = await open({size: {timeLogs: 0}});

    const [fine, broken] = [
      await account.sync(['time']),
      await (async () => {
        account.behave({rootless: ['time']});
        return account.sync(['time']);
      })(),
    ];

    expect(fine.code, fine.stderr).to.equal(0);
    expect(broken.code).to.equal(1);
  });
});
