import {expect} from 'chai';
import type {FilterMode} from '../../sandbox/paymo/index.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkOf, idsIn, idsOf, logLines, nth, recordIn, STREAMS} from './account.js';

/** Streams of every kind whose filter nobody has confirmed. */
const DOUBTFUL = ['tasks', 'users', 'recurring_profiles', 'recurring_profile_line_items', 'bookings'];
const CONFIRMED = ['clients', 'invoices', 'invoice_line_items', 'project_templates'];
const VERDICTS: Readonly<Record<FilterMode, string>> = {
  works: 'proven',
  refused: 'refused',
  ignored: 'ignored',
  empty: 'unproven',
};

describe('tap-paymo, what changed', () => {
  const open = accountOpener();

  for (const mode of ['works', 'refused', 'ignored', 'empty'] as const) {
    it(`loses no change and no row where the filter is one that ${mode === 'works' ? 'works' : `is ${mode}`}`, async () => {
      const account = await open({updatedOnFilter: mode, size: {entries: 60, bookings: 6}});
      const first = await account.sync('all');
      account.pass(1);
      const changed = DOUBTFUL.flatMap((stream) => changeOne(account, stream));
      const second = await account.sync('all', {state: lastState(first.messages)});
      account.pass(8);
      nth(account.data.tasks, 3).files_count = 77;
      const third = await account.sync('all', {state: lastState(second.messages)});

      expect([first.code, second.code, third.code]).to.deep.equal([0, 0, 0]);
      expect(account.differences(third, STREAMS), 'the full pass').to.deep.equal([]);
      for (const [stream, id] of changed) expect(idsIn(second, stream), stream).to.include(id);
      for (const run of [first, second]) {
        for (const stream of DOUBTFUL)
          expect(bookmarkOf(run, stream)?.change_filter, stream).to.equal(VERDICTS[mode]);
        for (const stream of CONFIRMED)
          expect(bookmarkOf(run, stream)?.change_filter, stream).to.equal('proven');
      }
      expect(idsIn(second, 'clients')).to.have.length.below(account.data.clients.length);
    });

    it(`says once per stream that the filter does not work (${mode})`, async () => {
      const account = await open({updatedOnFilter: mode});
      const streams = ['tasks', 'users', 'bookings', 'clients'];
      const first = await account.sync(streams);
      const second = await account.sync(streams, {state: lastState(first.messages)});
      const about = (run: typeof first) => logLines(run, 'WARNING').map((line) => line.split(':')[0]);

      expect(about(first)).to.have.members(mode === 'works' ? [] : ['tasks', 'users', 'bookings']);
      expect(about(second)).to.deep.equal([]);
    });
  }

  it('asks for what changed in Unix seconds, ten minutes before the bookmark', async () => {
    const account = await open();
    const first = await account.sync(['clients']);
    account.requests.length = 0;

    await account.sync(['clients'], {state: lastState(first.messages)});

    const value = Date.parse(String(bookmarkOf(first, 'clients')?.replication_key_value)) / 1000;
    const since = Number(/^clients\?where=updated_on>=(\d+)&/.exec(account.asked('clients')[0] ?? '')?.[1]);
    expect(since).to.be.within(value - 602, value - 600);
  });

  it('tries a filter again at the full pass, and trusts it once it works', async () => {
    const account = await open();
    let works = false;
    account.faults.on(
      {path: /\/tasks\?where=updated_on/},
      {kind: 'body', change: (body) => (works ? body : {tasks: []})},
    );
    const first = await account.sync(['tasks']);
    works = true;
    const second = await account.sync(['tasks'], {state: lastState(first.messages)});
    account.pass(8);
    const third = await account.sync(['tasks'], {state: lastState(second.messages)});

    expect([first, second, third].map((run) => bookmarkOf(run, 'tasks')?.change_filter)).to.deep.equal([
      'unproven',
      'unproven',
      'proven',
    ]);
  });

  it('gives a filter up that worked and now brings older rows, and still loses nothing', async () => {
    const account = await open();
    const first = await account.sync(['tasks']);
    account.pass(1);
    const {id} = account.update('tasks', nth(account.data.tasks, 5).id);
    account.faults.on(
      {path: /\/tasks\?where=updated_on/},
      {kind: 'body', change: () => ({tasks: account.data.tasks})},
    );

    const second = await account.sync(['tasks'], {state: lastState(first.messages)});

    expect(second.code, second.stderr).to.equal(0);
    expect(idsIn(second, 'tasks')).to.include(id);
    expect(recordIn(second, 'tasks', id)?.progress_status).to.equal(
      nth(account.data.tasks, 5).progress_status,
    );
    expect(bookmarkOf(second, 'tasks')?.change_filter).to.equal('ignored');
    expect(logLines(second, 'WARNING').join('\n')).to.match(/^tasks: .*ignored/);
  });

  it('finds lines at the full pass whose change their invoice knows nothing of', async () => {
    const account = await open({linesTouchParent: false});
    const streams = ['invoices', 'invoice_line_items'];
    const first = await account.sync(streams);
    account.pass(8);
    account.update('invoiceitems', nth(account.data.invoiceitems, 0).id, {quantity: 99});

    const second = await account.sync(streams, {state: lastState(first.messages)});

    expect(account.differences(second, streams)).to.deep.equal([]);
  });

  it('brings of a first run what changed since start_date', async () => {
    const account = await open();
    const streams = ['tasks', 'expenses', 'users'];

    const run = await account.sync(streams, {config: {start_date: '2024-08-01'}});

    for (const stream of ['tasks', 'expenses', 'users'] as const) {
      const due = account.data[stream].filter(({updated_on}) => updated_on >= '2024-08-01T00:00:00Z');
      expect(idsIn(run, stream), stream).to.deep.equal(idsOf(due));
      expect(recordsOf(run.messages, stream)).to.not.have.length(account.data[stream].length);
    }
  });
});

/** Changes the first row of a stream's list; returns the stream and the id of what has to come. */
function changeOne(
  account: Awaited<ReturnType<ReturnType<typeof accountOpener>>>,
  stream: string,
): [string, number][] {
  const {data} = account;
  const change = {
    tasks: () => account.update('tasks', nth(data.tasks, 0).id, {name: 'Changed'}),
    users: () => account.update('users', nth(data.users, 2).id, {position: 'Lead'}),
    recurring_profiles: () => account.update('recurringprofiles', nth(data.recurringprofiles, 0).id),
    recurring_profile_line_items: () =>
      account.update('recurringprofileitems', nth(data.recurringprofileitems, 0).id, {quantity: 7}),
    bookings: () => account.update('bookings', nth(data.bookings, 0).id, {hours_per_day: 3}),
  }[stream];
  return change === undefined ? [] : [[stream, change().id]];
}
