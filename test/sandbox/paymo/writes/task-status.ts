import type {Row} from '../collections.js';
import {badRequest} from '../refusals.js';
import type {Store} from '../store.js';
import type {Fields, WriteContext} from './context.js';

/** Complete or Backlog of the project's workflow. */
export function statusOf(store: Store, project: Row | undefined, complete: boolean): Row | undefined {
  const action = complete ? 'complete' : 'backlog';
  return store.data.workflowstatuses.find(
    (row) => row.workflow_id === project?.workflow_id && row.action === action,
  );
}

/**
 * `complete` moves the task to Complete or Backlog, and a status says whether it is complete. If both are sent
 * the status is the one that counts. (API docs, Tasks; issue #24 says that they are independent)
 */
export function progress(
  project: Row | undefined,
  before: Row | undefined,
  fields: Fields,
  {store, user}: WriteContext,
): Fields {
  const together = store.settings.statusFollowsComplete;
  let complete = fields.complete ?? before?.complete ?? false;
  let status = fields.status_id;
  if (status === null) throw badRequest("Field 'status_id' cannot be empty");
  if (typeof status === 'number') {
    const row = store.get('workflowstatuses', status);
    if (row.workflow_id !== project?.workflow_id) {
      throw badRequest("Invalid value for field 'status_id': it is not of the project's workflow.");
    }
    if (together) complete = row.action === 'complete';
  } else if (!before || ('complete' in fields && together)) {
    status = statusOf(store, project, complete === true)?.id ?? null;
  }
  return {
    complete,
    ...(status === undefined ? {} : {status_id: status}),
    ...completion(before, complete === true, {store, user}),
  };
}

/** When and by whom something was done, if it just was. */
export function completion(
  before: Row | undefined,
  complete: boolean,
  {store, user}: Pick<WriteContext, 'store' | 'user'>,
): Fields {
  if (complete === (before?.complete ?? false)) return {};
  return {completed_on: complete ? store.now() : null, completed_by: complete ? user.id : null};
}
