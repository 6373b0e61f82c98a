import {type JsonObject, streamsOf} from '../../../protocol/index.js';
import {embeddedIn, idIn} from '../adapt.js';
import {relationOf} from '../include.js';
import type {Records} from '../records.js';
import {byChange} from './ways.js';
import {projects} from './work.js';

const stream = streamsOf<Records>();

export const discussions = stream.list('discussions', byChange);

/** What people said about one task, discussion or file. */
interface Thread {
  id: number;
  project_id: number | null;
  task_id: number | null;
  discussion_id: number | null;
  file_id: number | null;
}

/**
 * Comments hang on threads, which Paymo lists by project. One visit to each project brings the comments on its tasks,
 * discussions and files. Whether a thread knows of changes to its comments is not documented.
 */
const threads = stream.link<Thread, Records['projects']>('threads', {
  parent: projects,
  partition: ({id}) => ({project_id: id ?? null}),
  path: 'threads',
  params: ({project_id}) => ({'project_id=': idIn(project_id)}),
});

const onThreads = {
  parent: threads,
  relation: relationOf('threads', 'comments'),
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  // A comment names its thread alone, and only the thread tells what it is about.
  alone: {path: 'comments', rootKeys: ['comments'], parent: relationOf('comments', 'thread')},
} as const;

export const taskComments = stream.derived('task_comments', {
  ...onThreads,
  rows: (thread) => commentsOn(thread, 'task_id'),
});

export const discussionComments = stream.derived('discussion_comments', {
  ...onThreads,
  rows: (thread) => commentsOn(thread, 'discussion_id'),
});

export const fileComments = stream.derived('file_comments', {
  ...onThreads,
  selectedByDefault: false,
  rows: (thread) => commentsOn(thread, 'file_id'),
});

/** Files of projects, and of what belongs to them. Receipts of expenses are addresses in `expenses`. */
export const files = stream.child('files', {
  parent: projects,
  partition: ({id}) => ({project_id: id}),
  path: 'files',
  params: ({project_id}) => ({'project_id=': idIn(project_id)}),
  visit: 'all',
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  selectedByDefault: false,
  isAddressed: true,
  unseen: 'deletions; files that belong to no project, such as receipts of expenses',
});

/** The comments of a thread on the kind of object that a field names; none of another's. */
function commentsOn(
  thread: Partial<Record<keyof Thread, number | null | undefined>>,
  subject: 'task_id' | 'discussion_id' | 'file_id',
): JsonObject[] {
  const about = thread[subject] ?? null;
  if (about === null) return [];
  return embeddedIn(thread, 'comments').map((comment) => ({
    ...comment,
    thread_id: comment.thread_id ?? thread.id,
    [subject]: about,
    project_id: thread.project_id ?? null,
  }));
}
