import {type JsonValue, Rejection, UnansweredError} from '../../../protocol/index.js';
import {objectIn} from './answers.js';
import {objectOf} from './objects.js';
import {failedAt, rejectionOf} from './refusals.js';
import type {Searcher} from './search.js';
import type {Tools} from './tools.js';

/**
 * The assignments of people to tasks. A person is assigned to a task or is not, whoever said it first, so that nothing has
 * to be noted of one that is made: the next one who looks finds it.
 */
export class Assignments {
  readonly #tools: Tools;
  readonly #searcher: Searcher;
  readonly #object = objectOf('task_assignments');

  constructor(tools: Tools, searcher: Searcher) {
    this.#tools = tools;
    this.#searcher = searcher;
  }

  /** The id of an assignment; undefined where there is none. Throws `Rejection` where Paymo does not let us look. */
  async find(task: JsonValue | undefined, user: JsonValue | undefined): Promise<JsonValue | undefined> {
    if (typeof task !== 'number' || typeof user !== 'number') return undefined;
    const {path, rootKeys, name} = this.#object;
    const rows = await this.#searcher.rows(this.#object, path, rootKeys, {'task_id=': task});
    if (rows === undefined)
      throw new Rejection(`Paymo does not list ${name} of the task ${task} for this user`);
    const row = rows.find(({task_id, user_id}) => Number(task_id) === task && Number(user_id) === user);
    return row?.id ?? undefined;
  }

  /**
   * Makes an assignment that was not found, and returns its id. Where no answer comes, it is looked for again before that is
   * repeated. Throws `Rejection` where Paymo won't have it.
   */
  async make(task: JsonValue, user: JsonValue): Promise<JsonValue> {
    const {settings, clock, signal, log} = this.#tools;
    const {name} = this.#object;
    for (let repeats = 0; ; repeats++) {
      const made = await this.#post(task, user);
      if (!(made instanceof UnansweredError)) {
        log.info(`The user ${user} was assigned to the task ${task}, so that time can be booked`, name);
        return made;
      }
      signal.throwIfAborted();
      log.warning(`${made.message}; looking for it in Paymo`, name);
      // It may show late.
      await clock.sleep(Math.max(1, (settings.settle_seconds ?? 3) * 1000), signal);
      const found = await this.find(task, user);
      if (found !== undefined) return found;
      if (repeats >= (settings.max_retries ?? 5)) throw made.status === 500 ? failedAt(made) : made;
    }
  }

  /** The id of what was made; an error where that is not known. */
  async #post(task: JsonValue, user: JsonValue): Promise<JsonValue | UnansweredError> {
    const {path, name} = this.#object;
    const json = {user_id: user, task_id: task};
    const pretended = {[path]: [{...json, id: `${path}:of:${task}/${user}`}]};
    try {
      const answer = await this.#tools.connection.send({method: 'POST', path, json, stream: name}, pretended);
      const id = objectIn(this.#object, answer)?.id;
      return id ?? new UnansweredError(`POST ${path} answered without the one new object`, answer.status);
    } catch (error) {
      if (error instanceof UnansweredError) return error;
      throw rejectionOf(error) ?? error;
    }
  }
}
