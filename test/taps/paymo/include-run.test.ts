import {expect} from 'chai';
import {isObject, type JsonObject, type JsonValue} from '../../../protocol/core/json.js';
import type {Collection, Row, SandboxOptions} from '../../sandbox/paymo/index.js';
import type {Run} from '../../support/conformance/subject.js';
import {recordsOf} from '../../support/messages.js';
import {type Account, accountOpener} from './account.js';

/** A relation to children: which list they are in, and by which field they name their parent. */
interface Children {
  readonly list: Collection;
  readonly by: string;
}

/** A relation to a parent: which list it is in, and the field that names it; or the field by which it names the row. */
interface Parent {
  readonly list: Collection;
  readonly key: string;
}

const child = (list: Collection, by: string): Children => ({list, by});
const parent = (list: Collection, key: string): Parent => ({list, key});

const RELATIONS: Readonly<
  Record<string, {readonly path: Collection; readonly relations: Record<string, Children | Parent>}>
> = {
  clients: {
    path: 'clients',
    relations: {
      clientcontacts: child('clientcontacts', 'client_id'),
      projects: child('projects', 'client_id'),
      invoices: child('invoices', 'client_id'),
    },
  },
  projects: {
    path: 'projects',
    relations: {
      client: parent('clients', 'client_id'),
      projectstatus: parent('projectstatuses', 'status_id'),
      tasks: child('tasks', 'project_id'),
      milestones: child('milestones', 'project_id'),
      files: child('files', 'project_id'),
    },
  },
  tasks: {
    path: 'tasks',
    relations: {
      project: parent('projects', 'project_id'),
      user: parent('users', 'user_id'),
      entries: child('entries', 'task_id'),
      subtasks: child('subtasks', 'task_id'),
    },
  },
  time_entries: {
    path: 'entries',
    relations: {task: parent('tasks', 'task_id'), user: parent('users', 'user_id')},
  },
  bookings: {path: 'bookings', relations: {usertask: parent('userstasks', 'user_task_id')}},
  invoices: {
    path: 'invoices',
    relations: {
      client: parent('clients', 'client_id'),
      invoiceitems: child('invoiceitems', 'invoice_id'),
      invoicepayments: child('invoicepayments', 'invoice_id'),
    },
  },
  expenses: {
    path: 'expenses',
    relations: {project: parent('projects', 'project_id'), user: parent('users', 'user_id')},
  },
  milestones: {
    path: 'milestones',
    relations: {project: parent('projects', 'project_id'), tasklists: child('tasklists', 'milestone_id')},
  },
  discussions: {
    path: 'discussions',
    relations: {project: parent('projects', 'project_id'), files: child('files', 'discussion_id')},
  },
  files: {path: 'files', relations: {project: parent('projects', 'project_id')}},
  users: {
    path: 'users',
    relations: {entries: child('entries', 'user_id'), expenses: child('expenses', 'user_id')},
  },
  workflows: {path: 'workflows', relations: {workflowstatuses: child('workflowstatuses', 'workflow_id')}},
};

const SMALL = {entries: 40, tasks: 24, projects: 5, files: 12};

function including(stream: string): JsonObject {
  return {include: {[stream]: Object.keys(RELATIONS[stream]?.relations ?? {})}, max_retries: 0, page_size: 9};
}

/** How the embedded objects of a stream's records differ from what the account holds. */
function wrongIncludes(run: Run, {data}: Account, stream: string): string[] {
  const facts = RELATIONS[stream];
  if (facts === undefined) throw new Error(`${stream} is not in the table`);
  return recordsOf(run.messages, stream).flatMap((record) => {
    const row = data[facts.path].find(({id}) => id === record.id);
    return Object.entries(facts.relations).flatMap(([name, relation]) => {
      const held = record[name] ?? null;
      const due: readonly Row[] | Row | null =
        'by' in relation
          ? data[relation.list].filter((one) => one[relation.by] === record.id)
          : (data[relation.list].find(({id}) => id === row?.[relation.key]) ?? null);
      const [is, should] = [idsAt(held), due === null ? null : idsAt(due)];
      return JSON.stringify(is) === JSON.stringify(should)
        ? []
        : [`${stream} ${record.id}: ${name} has ${JSON.stringify(is)}, not ${JSON.stringify(should)}`];
    });
  });
}

/** One object's id and name, or those of several in the order of their ids. */
function idsAt(held: unknown): JsonValue {
  if (Array.isArray(held))
    return held.map(idsAt).sort((left, right) => (String(left) < String(right) ? -1 : 1));
  return isObject(held) ? `${held.id} ${held.name ?? held.number ?? held.description ?? ''}` : null;
}

describe('tap-paymo, with related objects in its records', () => {
  const open = accountOpener();

  for (const stream of Object.keys(RELATIONS)) {
    it(`brings all that belongs to ${stream}`, async () => {
      const account = await open({size: SMALL});

      const run = await account.sync([stream], {config: including(stream)});

      expect(run.code, run.stderr).to.equal(0);
      expect(recordsOf(run.messages, stream)).to.not.have.length(0);
      expect(wrongIncludes(run, account, stream)).to.deep.equal([]);
    });

    it(`brings the same records where the service fails on what belongs to ${stream}, one by one and at once`, async () => {
      const {path, relations} = RELATIONS[stream] ?? {path: 'clients', relations: {}};
      const names = Object.keys(relations).map((name) => `${path}.${name}`);
      const records = async (options: SandboxOptions) => {
        const account = await open({size: SMALL, ...options});
        // The fewer months there are, the fewer requests it takes to read them.
        account.data.company.created_on = '2024-09-01T00:00:00Z';
        const run = await account.sync([stream], {config: including(stream)});
        expect(run.code, run.stderr).to.equal(0);
        return inOrder(recordsOf(run.messages, stream));
      };
      const expected = await records({});

      for (const failing of [...names.map((name) => [name]), names])
        expect(await records({failingIncludes: failing}), failing.join()).to.deep.equal(expected);
    });
  }
});

/** Records by their ids, and what is embedded in them too: services promise no order. */
function inOrder(records: readonly JsonObject[]): JsonValue[] {
  const sorted = (value: JsonValue): JsonValue => {
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        Array.isArray(member) ? member.toSorted((left, right) => idOf(left) - idOf(right)) : (member ?? null),
      ]),
    );
  };
  return records.map(sorted).toSorted((left, right) => idOf(left) - idOf(right));
}

function idOf(value: JsonValue): number {
  return isObject(value) ? Number(value.id) : Number.NaN;
}
