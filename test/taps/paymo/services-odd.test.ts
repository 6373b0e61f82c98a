import {expect} from 'chai';
import {accountOpener, copies, idsIn, logLines, nth} from './account.js';
import {frontOpener, refused, rowsIn, withRows} from './front.js';

const COMMENTS = ['task_comments', 'discussion_comments', 'file_comments'];

describe('tap-paymo, where an interval holds only what lies in it whole', () => {
  const open = accountOpener();
  const front = frontOpener();

  it('brings long bookings and a timer that ran over a weekend', async () => {
    const account = await open({size: {entries: 60, bookings: 8}});
    const {bookings, entries} = account.data;
    account.data.company.created_on = '2023-01-01T00:00:00Z';
    copies(bookings, nth(bookings, 0), 2, (index) =>
      index === 0
        ? {start_date: '2023-12-01', end_date: '2024-03-31'}
        : {start_date: '2024-10-15', end_date: '2025-06-30'},
    );
    const timer = nth(
      entries.filter(({is_bulk, end_time}) => is_bulk === false && typeof end_time === 'string'),
      0,
    );
    copies(entries, timer, 1, () => ({start_time: '2024-08-30T15:00:00Z', end_time: '2024-09-02T09:00:00Z'}));
    const config = await front(account, async ({list, where}, pass) => {
      const [, first = '', last = ''] = /_interval in \("([^"]+)","([^"]+)"\)/.exec(where) ?? [];
      const reply = await pass();
      if (list !== 'bookings' && list !== 'entries') return reply;
      const [from, to] = [Date.parse(first), Date.parse(last)];
      const within = rowsIn(reply).filter((row) => {
        const begin = Date.parse(String(row.start_date ?? row.date ?? row.start_time));
        const end = row.end_date ?? row.end_time ?? row.date;
        return Number.isNaN(from) || (begin >= from && (typeof end !== 'string' || Date.parse(end) <= to));
      });
      return withRows(reply, within);
    });

    const run = await account.sync(['time_entries', 'bookings'], {config});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['time_entries', 'bookings'])).to.deep.equal([]);
  });
});

describe('tap-paymo, with lists under other names', () => {
  const open = accountOpener();
  const front = frontOpener();

  it('does not take an empty list under another name for the end of the rows', async () => {
    const account = await open({size: {clients: 30}});
    const config = await front(account, ({list, page = 0}) =>
      list === 'clients' && page > 0 ? {status: 200, body: {errors: []}} : undefined,
    );

    const run = await account.sync(['clients', 'workflows'], {config: {...config, page_size: 10}});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/1 of 2 streams failed \(clients\)/);
    expect(logLines(run, 'ERROR').join('\n')).to.match(/^clients: .*GET \/api\/clients answered/);
  });

  it('does not take an empty list under another name for an empty account', async () => {
    const account = await open();
    const config = await front(account, ({list}) =>
      list === 'clients' ? {status: 200, body: {errors: []}} : undefined,
    );

    const run = await account.sync(['clients', 'workflows'], {config});

    expect(run.code).to.equal(1);
    expect(logLines(run, 'CRITICAL').join('\n')).to.match(/1 of 2 streams failed \(clients\)/);
  });

  it('takes rows under another name, and says so once', async () => {
    const account = await open({size: {clients: 30}});
    const config = await front(account, async ({list}, pass) => {
      const reply = await pass();
      return list === 'clients' ? {...reply, body: {klienten: rowsIn(reply)}} : reply;
    });

    const run = await account.sync(['clients'], {config: {...config, page_size: 10}});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['clients'])).to.deep.equal([]);
    expect(logLines(run, 'WARNING').filter((line) => line.includes('"klienten"'))).to.have.length(1);
  });
});

describe('tap-paymo, where the children of one project cannot be read', () => {
  const open = accountOpener();
  const front = frontOpener();

  for (const status of [403, 404, 400]) {
    for (const [list, streams] of [
      ['files', ['files']],
      ['threads', COMMENTS],
    ] as const) {
      it(`fails rather than leave its ${list} out, as long as the project is there (${status})`, async () => {
        const account = await open();
        const {id} = nth(account.data.projects, 2);
        const config = await front(account, (asked) =>
          asked.list === list && asked.where.includes(`project_id=${id}`) ? refused(status) : undefined,
        );

        const run = await account.sync([...streams, 'clients'], {config});

        expect(run.code, run.stderr).to.equal(1);
        for (const stream of streams)
          expect(logLines(run, 'CRITICAL').join('\n')).to.match(new RegExp(`failed \\(.*${stream}`));
        expect(account.differences(run, ['clients'])).to.deep.equal([]);
      });
    }
  }

  for (const status of [404, 400]) {
    it(`leaves out a project that vanishes meanwhile, which the service tells with a ${status}`, async () => {
      const account = await open();
      const {id} = nth(account.data.projects, 2);
      const streams = [...COMMENTS, 'files'];
      let isGone = false;
      const config = await front(account, (asked) => {
        if (
          asked.where.includes(`project_id=${id}`) &&
          (asked.list === 'threads' || asked.list === 'files')
        ) {
          if (!isGone) account.remove('projects', id);
          isGone = true;
          return refused(status, 'Unknown project.');
        }
        return undefined;
      });

      const run = await account.sync(streams, {config});

      expect(run.code, run.stderr).to.equal(0);
      expect(isGone).to.equal(true);
      expect(account.differences(run, streams)).to.deep.equal([]);
      expect(logLines(run, 'ERROR')).to.deep.equal([]);
    });
  }

  it('leaves assignments of somebody out who vanishes meanwhile', async () => {
    const account = await open();
    const {id} = nth(account.data.users, 4);
    const config = await front(account, (asked) => {
      if (asked.list !== 'userstasks' || asked.where !== `user_id=${id}`) return undefined;
      if (account.data.users.some((user) => user.id === id)) account.remove('users', id);
      account.data.userstasks.splice(
        0,
        account.data.userstasks.length,
        ...account.data.userstasks.filter(({user_id}) => user_id !== id),
      );
      return refused(400, 'Unknown user.');
    });

    const run = await account.sync(['task_assignments'], {config});

    expect(run.code, run.stderr).to.equal(0);
    expect(account.differences(run, ['task_assignments'])).to.deep.equal([]);
    expect(idsIn(run, 'task_assignments')).to.not.have.length(0);
  });
});
