import {
  type Client,
  isObject,
  type JsonObject,
  type JsonValue,
  RefusedError,
  ServiceError,
} from '../../../protocol/index.js';

/**
 * The thread of a comment, with that comment as its only one: what a comment is about only its thread tells. Undefined
 * when the comment is gone.
 */
export async function threadOfComment(client: Client, id: string): Promise<JsonObject | undefined> {
  const comment = await commentWithThread(client, id);
  if (comment === undefined) return undefined;
  const {thread: embedded, ...own} = comment;
  const thread =
    isObject(embedded) && isAboutSomething(embedded)
      ? embedded
      : await only(client, `threads/${String(comment.thread_id)}`, {}, 'threads');
  return thread === undefined ? undefined : {...thread, comments: [own]};
}

async function commentWithThread(client: Client, id: string): Promise<JsonObject | undefined> {
  try {
    return await only(client, `comments/${id}`, {include: 'thread'}, 'comments');
  } catch (error) {
    // What Paymo can't include it answers with 400 or 500; the thread is then asked for alone.
    const mayBeTheInclude = error instanceof ServiceError && (error.status === 400 || error.status === 500);
    if (!mayBeTheInclude) throw error;
    return only(client, `comments/${id}`, {}, 'comments');
  }
}

/** The one object at a path; undefined when there is none any more. */
async function only(
  client: Client,
  path: string,
  query: Record<string, string>,
  rootKey: string,
): Promise<JsonObject | undefined> {
  try {
    const {body} = await client.get(path, query);
    const object = objectIn(body, rootKey);
    if (object !== undefined) return object;
    throw new ServiceError(`GET ${path} answered without a list called "${rootKey}"`, 200);
  } catch (error) {
    if (error instanceof RefusedError && error.status === 404 && !error.html) return undefined;
    throw error;
  }
}

function objectIn(body: JsonValue, rootKey: string): JsonObject | undefined {
  const held = isObject(body) ? (body[rootKey] ?? Object.values(body)[0]) : undefined;
  const object = Array.isArray(held) ? held[0] : held;
  return object !== undefined && isObject(object) ? object : undefined;
}

/** Whether a thread says what it is about, and where; an embedded one may be cut down. */
function isAboutSomething({id, project_id, task_id, discussion_id, file_id}: JsonObject): boolean {
  const subjects = [task_id, discussion_id, file_id].filter((one) => typeof one === 'number');
  return typeof id === 'number' && project_id !== undefined && subjects.length > 0;
}
