import {expect} from 'chai';
import type {JsonObject} from '../../../protocol/core/json.js';
import type {Row} from '../../sandbox/paymo/index.js';
import {type Account, accountOpener, idsIn, idsOf, nth} from './account.js';
import {recordsFrom} from './truth.js';

const PATHS = {
  clients: 'clients',
  invoices: 'invoices',
  projects: 'projects',
  task_lists: 'tasklists',
  tasks: 'tasks',
  time_entries: 'entries',
} as const;

/** Rows of an account that filters name. */
interface Named {
  readonly project: number;
  readonly other: number;
  readonly client: number;
  readonly user: number;
  readonly manager: number;
  readonly tasklist: number;
  readonly milestone: number;
  readonly task: number;
  readonly clientOf: (row: Row) => unknown;
}

function namedIn({data}: Account): Named {
  return {
    project: nth(data.projects, 0).id,
    other: nth(data.projects, 4).id,
    client: nth(data.clients, 0).id,
    user: nth(data.users, 1).id,
    manager: nth(data.users, 0).id,
    tasklist: nth(data.tasklists, 0).id,
    milestone: nth(data.milestones, 0).id,
    task: nth(data.tasks, 0).id,
    clientOf: ({project_id}) => data.projects.find(({id}) => id === project_id)?.client_id,
  };
}

/** A filter, the conditions that have to arrive (none: it is applied to the rows alone), and the rows that fit it. */
type Filter = readonly [fields: JsonObject, sent: readonly string[], keeps: (row: Row) => boolean];

const free = ({users}: Row) => Array.isArray(users) && users.length === 0;
const has = (list: unknown, id: number) => Array.isArray(list) && list.includes(id);
const dayOf = ({date, start_time}: Row) => String(date ?? start_time).slice(0, 10);

const CASES: readonly [keyof typeof PATHS, string, (named: Named) => Filter][] = [
  [
    'tasks',
    'of a project',
    ({project: id}) => [{project_id: id}, [`project_id=${id}`], (row) => row.project_id === id],
  ],
  [
    'tasks',
    'of two projects',
    ({project, other}) => [
      {project_id: [project, other]},
      [`project_id in (${project},${other})`],
      (row) => row.project_id === project || row.project_id === other,
    ],
  ],
  [
    'tasks',
    'of a task list',
    ({tasklist: id}) => [{tasklist_id: id}, [`tasklist_id=${id}`], (row) => row.tasklist_id === id],
  ],
  ['tasks', 'made by somebody', ({manager: id}) => [{user_id: id}, [], (row) => row.user_id === id]],
  ['tasks', 'that are done', () => [{complete: true}, ['complete=true'], (row) => row.complete === true]],
  ['tasks', 'of an assignee', ({user}) => [{users: user}, [`users=${user}`], (row) => has(row.users, user)]],
  ['tasks', 'of nobody', () => [{users: 'anyone'}, ['users=anyone'], free]],
  [
    'tasks',
    'of somebody or nobody',
    ({user}) => [
      {users: ['anyone', user]},
      [`users in ("anyone",${user})`],
      (row) => free(row) || has(row.users, user),
    ],
  ],
  [
    'tasks',
    'that are open and billable',
    () => [
      {complete: false, billable: true},
      ['complete=false', 'billable=true'],
      (row) => row.complete === false && row.billable === true,
    ],
  ],
  ['tasks', 'that are urgent', () => [{priority: {'>': 50}}, [], (row) => Number(row.priority) > 50]],
  [
    'tasks',
    'of all projects but one',
    ({project: id}) => [{project_id: {'!=': id}}, [], (row) => row.project_id !== id],
  ],
  [
    'task_lists',
    'of a project',
    ({other: id}) => [{project_id: id}, [`project_id=${id}`], (row) => row.project_id === id],
  ],
  [
    'task_lists',
    'of a milestone',
    ({milestone: id}) => [{milestone_id: id}, [`milestone_id=${id}`], (row) => row.milestone_id === id],
  ],
  [
    'invoices',
    'of a client',
    ({client: id}) => [{client_id: id}, [`client_id=${id}`], (row) => row.client_id === id],
  ],
  [
    'invoices',
    'in two states',
    () => [
      {status: ['draft', 'void']},
      ['status in ("draft","void")'],
      ({status}) => status === 'draft' || status === 'void',
    ],
  ],
  ['invoices', 'above a total', () => [{total: {'>': 500}}, ['total>500'], ({total}) => Number(total) > 500]],
  [
    'invoices',
    'between two totals',
    () => [
      {total: {'>=': 100, '<': 1000}},
      ['total>=100', 'total<1000'],
      ({total}) => Number(total) >= 100 && Number(total) < 1000,
    ],
  ],
  [
    'projects',
    'of a client',
    ({client: id}) => [{client_id: [id]}, [`client_id=${id}`], (row) => row.client_id === id],
  ],
  [
    'projects',
    'of a manager',
    ({manager: id}) => [{managers: id}, [`managers=${id}`], (row) => has(row.managers, id)],
  ],
  [
    'projects',
    'of either of two people',
    ({user, manager}) => [
      {users: [user, manager]},
      [`users in (${user},${manager})`],
      (row) => has(row.users, user) || has(row.users, manager),
    ],
  ],
  ['projects', 'that are archived', () => [{active: false}, ['active=false'], (row) => row.active === false]],
  ['clients', 'that are active', () => [{active: true}, ['active=true'], (row) => row.active === true]],
  ['clients', 'that are archived', () => [{active: false}, ['active=false'], (row) => row.active === false]],
  [
    'time_entries',
    'of a project',
    ({project: id}) => [{project_id: id}, [`project_id=${id}`], (row) => row.project_id === id],
  ],
  [
    'time_entries',
    'of a client',
    ({client: id, clientOf}) => [{client_id: id}, [`client_id=${id}`], (row) => clientOf(row) === id],
  ],
  [
    'time_entries',
    'of somebody',
    ({user: id}) => [{user_id: id}, [`user_id=${id}`], (row) => row.user_id === id],
  ],
  [
    'time_entries',
    'of a task',
    ({task: id}) => [{task_id: id}, [`task_id=${id}`], (row) => row.task_id === id],
  ],
  ['time_entries', 'from a day on', () => [{from: '2024-09-03'}, [], (row) => dayOf(row) >= '2024-09-03']],
  ['time_entries', 'up to a day', () => [{to: '2024-05-30'}, [], (row) => dayOf(row) <= '2024-05-30']],
  [
    'time_entries',
    'of some days and somebody',
    ({user: id}) => [
      {from: '2024-05-01', to: '2024-09-30', user_id: id},
      [`user_id=${id}`],
      (row) => dayOf(row) >= '2024-05-01' && dayOf(row) <= '2024-09-30' && row.user_id === id,
    ],
  ],
];

describe('tap-paymo, filters of one stream', () => {
  const open = accountOpener();

  for (const [stream, what, filterFor] of CASES) {
    it(`bring ${stream} ${what}, and ask for them`, async () => {
      const account = await open({size: {entries: 150}});
      const [fields, sent, keeps] = filterFor(namedIn(account));

      const run = await account.sync([stream], {config: {filters: {[stream]: fields}}});

      expect(run.code, run.stderr).to.equal(0);
      const path = PATHS[stream];
      const wanted = recordsFrom(account.data, stream, keeps);
      expect(wanted.length).to.be.within(1, account.data[path].length - 1);
      expect(idsIn(run, stream)).to.deep.equal(idsOf(account.data[path].filter(keeps)));
      for (const conditions of conditionsAt(account, path)) {
        expect(conditions).to.include.members([...sent]);
        const known = [...sent, ''];
        const more = conditions.filter((one) => !known.includes(one));
        for (const one of more)
          expect(one).to.match(/^(updated_on>=\d+|time_interval in \(.*\)|end_time=null)$/);
      }
    });
  }
});

/** The conditions of each request to a list. */
function conditionsAt(account: Account, path: string): string[][] {
  return account.requests
    .filter(({route}) => route === path)
    .map(({query}) => (query.get('where') ?? '').split(' and '));
}
