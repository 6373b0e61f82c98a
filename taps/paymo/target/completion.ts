import type {JsonObject, JsonValue} from '../../../protocol/index.js';
import type {Assignments} from './assignments.js';
import {isNothing} from './field.js';
import {objectOf} from './objects.js';
import {requireAll} from './payload.js';
import type {PaymoObject} from './paymo-object.js';
import {rejectionOf} from './refusals.js';
import type {Searcher} from './search.js';

/**
 * Fills in what Paymo wants to be told although it knows: the client of a project, the assignment of a person, which is
 * made where there is none.
 */
export class Completion {
  readonly #searcher: Searcher;
  /** By project, since many expenses are of few of them. */
  readonly #clients = new Map<string, JsonValue>();
  /** By task and person. */
  readonly #known = new Map<string, JsonValue>();
  readonly #assignments: Assignments;

  constructor(searcher: Searcher, assignments: Assignments) {
    this.#searcher = searcher;
    this.#assignments = assignments;
  }

  /** The content with what was missing. Throws `Rejection` where that can't be found. */
  async complete(object: PaymoObject, content: JsonObject, call: 'create' | 'update'): Promise<JsonObject> {
    const {name} = object;
    if (name === 'expenses' && call === 'create' && isNothing(content.client_id)) {
      return this.#withClient(content);
    }
    if (name !== 'bookings') return content;
    // Nobody is assigned for a booking that can't be made.
    if (call === 'create') requireAll(object, content);
    return this.#withAssignment(content);
  }

  /**
   * The id of an object that is the same as the one to be made: a person is assigned to a task or is not, whoever said it
   * first. Undefined where there is none, and for all other kinds.
   */
  async sameAs(
    {name}: PaymoObject,
    {task_id: task, user_id: user}: JsonObject,
  ): Promise<JsonValue | undefined> {
    return name === 'task_assignments' ? this.#assignments.find(task, user) : undefined;
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
      : (this.#known.get(key) ?? (await this.#assignments.find(task, user)));
    const id = known ?? (await this.#assignments.make(task, user));
    this.#known.set(key, id);
    return {...content, user_task_id: id};
  }

  async #orRejection<Result>(ask: () => Promise<Result>): Promise<Result> {
    try {
      return await ask();
    } catch (error) {
      throw rejectionOf(error) ?? error;
    }
  }
}
