import {expect} from 'chai';
import type {Table} from '../../sandbox/paydirt/index.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkOf, idsIn, logLines} from './account.js';

const TABLES_WHOLE: readonly Table[] = ['clients', 'projects', 'jobs', 'users'];

describe('tap-paydirt, tables that shrink', () => {
  const open = accountOpener();

  it('fail when they are suddenly empty, each on its own, and say how to go on', async () => {
    const account = await open();
    const first = await account.sync('all');
    const state = lastState(first.messages);
    for (const table of ['clients', 'projects', 'users'] as const) account.data[table] = [];

    const second = await account.sync('all', {state});
    const third = await account.sync('all', {state: lastState(second.messages)});
    const believed = await account.sync('all', {
      state: lastState(third.messages),
      config: {allow_empty: true},
    });

    for (const run of [second, third]) {
      expect(run.code).to.equal(1);
      for (const table of ['clients', 'projects', 'users'] as const) {
        expect(recordsOf(run.messages, table), table).to.deep.equal([]);
        expect(bookmarkOf(run, table), table).to.deep.equal(bookmarkOf(first, table));
        expect(logLines(run, 'ERROR').join('\n')).to.match(
          new RegExp(`${table} is suddenly empty.*"?allow_empty"?: true`),
        );
      }
      expect(account.differences(run, ['jobs'])).to.deep.equal([]);
      expect(logLines(run, 'CRITICAL').join('\n'))
        .to.match(/3 of 5 streams failed/)
        .and.to.include('allow_empty');
    }
    expect(believed.code, believed.stderr).to.equal(0);
    expect(account.differences(believed, TABLES_WHOLE)).to.deep.equal([]);
  });

  it('fail when more than half is gone, not when just half is', async () => {
    const account = await open({size: {clients: 8, projects: 11, jobs: 22, users: 7}});
    const state = lastState((await account.sync(TABLES_WHOLE)).messages);
    account.data.clients = account.data.clients.slice(0, 4);
    account.data.projects = account.data.projects.slice(0, 5);
    account.data.jobs = account.data.jobs.slice(0, 11);
    account.data.users = account.data.users.slice(0, 3);

    const second = await account.sync(TABLES_WHOLE, {state});
    const believed = await account.sync(TABLES_WHOLE, {state, config: {allow_empty: true}});
    const after = await account.sync(TABLES_WHOLE, {state: lastState(believed.messages)});

    expect(second.code).to.equal(1);
    expect(account.differences(second, ['clients', 'jobs'])).to.deep.equal([]);
    expect(logLines(second, 'CRITICAL').join('\n')).to.match(
      /2 of 4 streams failed \((projects, users|users, projects)\)/,
    );
    expect(second.stderr).to.match(/projects .*5.*11.*allow_empty/);
    expect([believed.code, after.code], after.stderr).to.deep.equal([0, 0]);
    expect(account.differences(after, TABLES_WHOLE)).to.deep.equal([]);
  });

  it('may be empty from the beginning, and fill later', async () => {
    const account = await open({size: {clients: 0, projects: 0, jobs: 0, timeLogs: 0}, users: []});

    const first = await account.sync('all');
    account.data.users = [{id: 1, name: 'A'}];
    const second = await account.sync('all', {state: lastState(first.messages)});

    expect([first.code, second.code], second.stderr).to.deep.equal([0, 0]);
    expect(first.messages.filter(({type}) => type === 'RECORD')).to.deep.equal([]);
    expect(first.messages.filter(({type}) => type === 'SCHEMA')).to.have.length(5);
    expect(bookmarkOf(first, 'time')?.replication_key_value).to.equal('2024-11-20');
    expect(idsIn(second, 'users')).to.deep.equal([1]);
    expect(logLines(second, 'WARNING')).to.deep.equal([]);
  });

  it('of time logs fail when the days that were read before have none any more', async () => {
    const account = await open();
    const first = await account.sync(['time']);
    account.pass(1);
    account.clear('time');
    const config = {end_date: '2024-11-22'};

    const second = await account.sync(['time'], {state: lastState(first.messages), config});
    const believed = await account.sync(['time'], {
      state: lastState(second.messages),
      config: {...config, allow_empty: true},
    });

    expect(second.code).to.equal(1);
    expect(logLines(second, 'CRITICAL').join('\n')).to.match(/time is suddenly empty.*allow_empty/);
    expect(bookmarkOf(second, 'time')?.replication_key_value).to.equal('2024-11-20');
    expect(believed.code, believed.stderr).to.equal(0);
    expect(bookmarkOf(believed, 'time')?.replication_key_value).to.equal('2024-11-21');
  });

  it('send nothing of a list that has lost more than half of its rows', async () => {
    const account = await open();
    const state = lastState((await account.sync(['jobs'])).messages);
    account.faults.on('jobs', {kind: 'cap', rows: 11});

    const run = await account.sync(['jobs'], {state, config: {activate_version: 'end'}});

    expect(run.code).to.equal(1);
    expect(run.messages.filter(({type}) => type === 'RECORD' || type === 'ACTIVATE_VERSION')).to.deep.equal(
      [],
    );
  });
});
