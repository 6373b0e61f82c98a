import {expect} from 'chai';
import type {Json} from './common/visitor.js';
import {object} from './common/visitor.js';
import {sandboxStarter} from './paymo/starter.js';
import {refusalOf, rowsOf, send, written} from './paymo/visitor.js';

describe('Paymo sandbox writes of reports', () => {
  const start = sandboxStarter();

  it('computes a temp report and forgets it', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const [project] = data.projects;
    const before = structuredClone(data.reports);
    const own = data.entries.filter((row) => row.project_id === project?.id && 'duration' in row);

    const answer = await send(sandbox, 'POST', 'reports', {
      type: 'temp',
      projects: [project?.id],
      users: 'all',
      date_interval: 'all_time',
      include: {users: true, entries: true},
    });

    expect(answer.status, answer.text).to.equal(201);
    const items = itemsOf(object(JSON.parse(answer.text).reports[0]));
    const seconds = own.reduce((sum, row) => sum + Number(row.duration), 0);
    expect(items.at(-1)).to.deep.include({type: 'total', time: seconds});
    expect(items.filter(({type}) => type === 'entry').map(({id}) => id)).to.include.members(
      own.map(({id}) => id),
    );
    expect(data.reports).to.deep.equal(before);
  });

  it('keeps other reports, with their dates as Unix seconds', async () => {
    const sandbox = await start();
    const {data} = sandbox;
    const start_date = Date.parse('2026-11-01') / 1000;
    const end_date = Date.parse('2026-11-30T23:59:59Z') / 1000;

    const made = await written(sandbox, 'POST', 'reports', {
      type: 'static',
      name: 'November',
      start_date,
      end_date,
      users: `${data.users[0]?.id},${data.users[1]?.id}`,
    });

    const days = data.entries.filter(
      ({user_id, date, start_time, duration}) =>
        [data.users[0]?.id, data.users[1]?.id].includes(Number(user_id)) &&
        String(date ?? start_time).startsWith('2026-11') &&
        duration !== undefined,
    );
    expect(made).to.deep.include({
      start_date,
      end_date,
      date_interval: null,
      users: [String(data.users[0]?.id), String(data.users[1]?.id)],
      user_id: data.users[0]?.id,
    });
    expect(itemsOf(made).at(-1)?.time).to.equal(days.reduce((sum, row) => sum + Number(row.duration), 0));
    expect((await rowsOf(sandbox, `reports/${made.id}`))[0]).to.deep.equal(made);
    expect((await rowsOf(sandbox, 'reports')).find(({id}) => id === made.id)).not.to.have.property('content');
  });

  it('wants the same of an update as of a create', async () => {
    const sandbox = await start();
    const [report] = sandbox.data.reports;
    const put = (body: Json) => refusalOf(sandbox, 400, 'PUT', `reports/${report?.id}`, body);

    expect(await put({name: 'New'})).to.equal('Missing required params: type');
    expect(await put({name: 'New', type: 'live'})).to.equal('Missing required params: date_interval');
    expect(await put({type: 'live', end_date: 5})).to.equal('Missing required params: start_date');
    const row = await written(sandbox, 'PUT', `reports/${report?.id}`, {
      name: 'New',
      type: 'live',
      start_date: 5,
      end_date: 6,
    });
    expect(row).to.include({name: 'New', start_date: 5, end_date: 6, date_interval: null});
    const back = await written(sandbox, 'PUT', `reports/${report?.id}`, {
      type: 'live',
      date_interval: 'today',
    });
    expect(back).to.include({start_date: null, end_date: null, date_interval: 'today'});
  });

  for (const [name, fields] of [
    ['dates that are texts', {start_date: '2026-11-01', end_date: '2026-11-30'}],
    ['dates the wrong way round', {start_date: 6, end_date: 5}],
    ['an interval nobody knows', {date_interval: 'next_year'}],
    ['a type nobody knows', {type: 'dynamic', date_interval: 'today'}],
    ['a word for projects nobody knows', {date_interval: 'today', projects: 'some'}],
    ['users that are not there', {date_interval: 'today', users: [7]}],
    ['groups in a list', {date_interval: 'today', include: ['users']}],
  ] as const) {
    it(`refuses ${name}`, async () => {
      const sandbox = await start();
      const {length} = sandbox.data.reports;

      await refusalOf(sandbox, 400, 'POST', 'reports', {type: 'live', ...fields});

      expect(sandbox.data.reports).to.have.lengthOf(length);
    });
  }

  for (const [interval, from, to] of [
    ['today', '2026-11-20', '2026-11-20'],
    ['yesterday', '2026-11-19', '2026-11-19'],
    ['this_week', '2026-11-16', '2026-11-22'],
    ['last_week', '2026-11-09', '2026-11-15'],
    ['this_month', '2026-11-01', '2026-11-30'],
    ['last_month', '2026-10-01', '2026-10-31'],
    ['this_year', '2026-01-01', '2026-12-31'],
    ['last_year', '2025-01-01', '2025-12-31'],
  ] as const) {
    it(`takes ${interval} for the days from ${from} to ${to}`, async () => {
      const sandbox = await start();

      const {info} = await written(sandbox, 'POST', 'reports', {type: 'temp', date_interval: interval});

      expect(info).to.include({start_date: `${from}T00:00:00Z`, end_date: `${to}T23:59:59Z`});
    });
  }
});

function itemsOf(report: Json): Json[] {
  const {items} = object(report.content);
  if (!Array.isArray(items)) throw new Error('No items.');
  return items.map(object);
}
