import {expect} from 'chai';
import type {SandboxOptions} from '../../sandbox/paymo/index.js';
import {lastState, recordsOf} from '../../support/messages.js';
import {accountOpener, bookmarkOf, copies, idsIn, idsOf, nth, recordIn} from './account.js';

const STREAM = 'time_entries';
const DATED = [STREAM, 'bookings'];
const VARIANTS: readonly SandboxOptions[] = [
  {},
  {intervalBounds: 'inclusive'},
  {intervalOverlap: true},
  {runningEnd: 'null'},
  {ignorePaging: ['entries', 'bookings']},
];

describe('tap-paymo, time entries and bookings', () => {
  const open = accountOpener();

  for (const options of VARIANTS) {
    it(`come from all times, at month edges and of running timers too (${JSON.stringify(options)})`, async () => {
      const account = await open(options);

      const run = await account.sync(DATED);

      expect(run.code, run.stderr).to.equal(0);
      expect(account.differences(run, DATED)).to.deep.equal([]);
    });
  }

  it('always ask for a stretch of days or for what has no end', async () => {
    const account = await open();
    const first = await account.sync(DATED);
    account.pass(1);
    await account.sync(DATED, {state: lastState(first.messages)});

    for (const asked of account.asked('entries'))
      expect(asked).to.match(/^entries\?where=(time_interval in \("[^"]+Z","[^"]+Z"\)|end_time=null)/);
    for (const asked of account.asked('bookings'))
      expect(asked).to.match(/^bookings\?where=date_interval in \("\d{4}-\d\d-\d\d","\d{4}-\d\d-\d\d"\)/);
  });

  it('halve a month of which more comes than a response holds', async () => {
    const account = await open({
      ignorePaging: ['entries', 'bookings'],
      updatedOnFilter: 'refused',
      updatedOnWithInterval: 'refused',
      size: {entries: 60, bookings: 6},
    });
    const day = (index: number) => `2024-10-${String(1 + (index % 31)).padStart(2, '0')}`;
    const {entries, bookings} = account.data;
    const model = nth(
      entries.filter(({is_bulk}) => is_bulk === true),
      0,
    );
    copies(entries, model, 4000, (index) => ({date: day(index)}));
    copies(bookings, nth(bookings, 0), 4000, (index) => ({start_date: day(index), end_date: day(index)}));

    const run = await account.sync(DATED);

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, DATED)).to.deep.equal([]);
  });

  it('fail rather than lose some of a day of which more comes than a response holds', async () => {
    const account = await open({ignorePaging: ['entries'], size: {entries: 60}});
    const {entries} = account.data;
    const model = nth(
      entries.filter(({is_bulk}) => is_bulk === true),
      0,
    );
    copies(entries, model, 2600, () => ({date: '2024-09-05'}));

    const run = await account.sync([STREAM, 'clients']);

    expect(run.code).to.equal(1);
    expect(run.stderr).to.match(/ERROR time_entries: .*some may be missing/);
    expect(idsIn(run, 'clients')).to.deep.equal(idsOf(account.data.clients));
  });

  for (const mode of ['works', 'refused', 'ignored', 'empty'] as const) {
    it(`that were edited late are found, old ones by the filter or the full pass (${mode})`, async () => {
      const account = await open({updatedOnWithInterval: mode});
      const first = await account.sync([STREAM]);
      account.pass(1);
      const recent = account.update('entries', entryOn(account, '2024-11-01', '2024-11-19').id).id;
      const old = account.update('entries', entryOn(account, '2023-01-01', '2024-08-01').id).id;
      const second = await account.sync([STREAM], {state: lastState(first.messages)});
      account.pass(8);
      const third = await account.sync([STREAM], {state: lastState(second.messages)});

      expect(idsIn(second, STREAM)).to.include(recent);
      expect(idsIn(second, STREAM).includes(old)).to.equal(mode === 'works');
      expect(account.differences(third, [STREAM])).to.deep.equal([]);
      const verdict = {works: 'proven', refused: 'refused', ignored: 'ignored', empty: 'unproven'}[mode];
      expect(bookmarkOf(first, STREAM)?.change_filter).to.equal(verdict);
      expect(bookmarkOf(third, STREAM)?.change_filter).to.equal(verdict);
    });
  }

  it('look back as far as time_entry_lookback_days says', async () => {
    const account = await open();
    const first = await account.sync([STREAM]);
    account.pass(1);
    const old = account.update('entries', entryOn(account, '2024-01-01', '2024-03-01').id).id;

    const second = await account.sync([STREAM], {
      state: lastState(first.messages),
      config: {time_entry_lookback_days: 365},
    });

    expect(idsIn(second, STREAM)).to.include(old);
  });

  for (const runningEnd of ['missing', 'null'] as const) {
    it(`of a running timer come in each run, and once more when it has stopped (end ${runningEnd})`, async () => {
      const account = await open({runningEnd, updatedOnWithInterval: 'works'});
      const running = account.data.entries.filter(
        ({is_bulk, end_time}) => is_bulk === false && typeof end_time !== 'string',
      );
      const [first, second] = [nth(running, 0).id, nth(running, 1).id];
      // Not the newest rows, which come again anyway.
      for (const timer of running) timer.updated_on = '2024-11-18T10:00:00Z';
      const one = await account.sync([STREAM]);
      account.pass(0.5);
      const two = await account.sync([STREAM], {state: lastState(one.messages)});
      // The service may stop a timer without a trace in `updated_on`.
      Object.assign(nth(running, 0), {end_time: '2024-11-20T21:00:00Z', duration: 46_800});
      const three = await account.sync([STREAM], {state: lastState(two.messages)});
      const four = await account.sync([STREAM], {state: lastState(three.messages)});

      expect(idsIn(two, STREAM)).to.include.members([first, second]);
      expect(recordIn(three, STREAM, first)).to.include({end_time: '2024-11-20T21:00:00Z', duration: 46_800});
      expect(recordIn(three, STREAM, second)?.end_time).to.equal(null);
      expect(idsIn(four, STREAM)).to.include(second).and.not.include(first);
    });
  }

  it('of archived projects, clients and people come too', async () => {
    const account = await open();
    const run = await account.sync([...DATED, 'tasks', 'task_assignments']);

    const {projects, users, entries, userstasks} = account.data;
    const archived = (rows: typeof projects) =>
      new Set(rows.filter((row) => row.active === false).map(({id}) => id));
    const archivedProjects = archived(projects);
    const archivedUsers = archived(users);
    const ofArchived = entries.filter(
      ({project_id, user_id}) =>
        archivedProjects.has(Number(project_id)) || archivedUsers.has(Number(user_id)),
    );
    expect(ofArchived).to.not.have.length(0);
    expect(idsIn(run, STREAM)).to.include.members(idsOf(ofArchived));
    const assignments = userstasks.filter(({user_id}) => archivedUsers.has(Number(user_id)));
    expect(idsIn(run, 'task_assignments')).to.include.members(idsOf(assignments));
    expect(recordsOf(run.messages, 'tasks')).to.have.length(account.data.tasks.length);
  });
});

/** An entry of work that was done in a stretch of days. */
function entryOn({data}: Awaited<ReturnType<ReturnType<typeof accountOpener>>>, from: string, to: string) {
  const done = data.entries.filter(({date, start_time, end_time}) => {
    const day = String(date ?? start_time).slice(0, 10);
    return day >= from && day <= to && (date !== undefined || typeof end_time === 'string');
  });
  return nth(done, 0);
}
