import {type JsonObject, type JsonValue, Rejection} from '../../../protocol/index.js';
import {isNothing} from './field.js';
import {objectOf} from './objects.js';
import type {PaymoObject} from './paymo-object.js';
import {rejectionOf} from './refusals.js';
import type {Searcher} from './search.js';

/** Fills in what Paymo wants to be told although it knows: the client of a project, the assignment of a person. */
export class Completion {
  readonly #searcher: Searcher;
  /** By project, since many expenses are of few of them. */
  readonly #clients = new Map<string, JsonValue>();
  /** By task and person. */
  readonly #assignments = new Map<string, JsonValue>();

  constructor(searcher: Searcher) {
    this.#searcher = searcher;
  }

  /** The content with what was missing. Throws `Rejection` where that can't be found. */
  async complete({name}: PaymoObject, content: JsonObject, call: 'create' | 'update'): Promise<JsonObject> {
    if (name === 'expenses' && call === 'create' && isNothing(content.client_id)) {
      return this.#withClient(content);
    }
    return name === 'bookings' ? this.#withAssignment(content) : content;
  }

  /**
   * The id of an object that is the same as the one to be made: a person is assigned to a task or is not, whoever said it
   * first. Undefined where there is none, and for all other kinds.
   */
  async sameAs(
    {name}: PaymoObject,
    {task_id: task, user_id: user}: JsonObject,
  ): Promise<JsonValue | undefined> {
    return name === 'task_assignments' ? this.#assignmentOf(task, user) : undefined;
  }

  async #withClient(content: JsonObject): Promise<JsonObject> {
    const {project_id: project} = content;
    // What a dry run only pretends to have made can't be asked for.
    if (typeof project !== 'number')
      return typeof project === 'string' ? {...content, client_id: `clients:of:${project}`} : content;
    const known = this.#clients.get(String(project));
    if (known !== undefined) return {...content, client_id: known};
    const row = await this.#orRejection(() => this.#searcher.read(objectOf('projects'), project));
    const client = row?.client_id;
    if (isNothing(client) || client === undefined) return content;
    this.#clients.set(String(project), client);
    return {...content, client_id: client};
  }

  async #withAssignment(content: JsonObject): Promise<JsonObject> {
    const {task_id: task, user_id: user} = content;
    if (!isNothing(content.user_task_id) || isNothing(task) || isNothing(user)) return content;
    const key = `${task}/${user}`;
    // What a dry run only pretends to have made has an assignment that can only be pretended, too.
    const isPretended = typeof task === 'string' || typeof user === 'string';
    const known = isPretended
      ? `userstasks:of:${key}`
      : (this.#assignments.get(key) ?? (await this.#assignmentOf(task, user)));
    if (known === undefined) {
      throw new Rejection(
        `The user ${user} is not assigned to the task ${task}, and time can be booked for those alone who are; write a record of task_assignments first`,
      );
    }
    this.#assignments.set(key, known);
    return {...content, user_task_id: known};
  }

  async #assignmentOf(
    task: JsonValue | undefined,
    user: JsonValue | undefined,
  ): Promise<JsonValue | undefined> {
    if (typeof task !== 'number' || typeof user !== 'number') return undefined;
    const object = objectOf('task_assignments');
    const rows = await this.#searcher.rows(object, object.path, object.rootKeys, {'task_id=': task});
    const row = rows?.find(({task_id, user_id}) => Number(task_id) === task && Number(user_id) === user);
    return row?.id ?? undefined;
  }

  async #orRejection<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      throw rejectionOf(error) ?? error;
    }
  }
}
