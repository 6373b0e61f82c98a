import type {Collection, Row} from '../collections.js';
import {keyOf, numberOf} from '../collections.js';
import {badRequest, missingParams} from '../refusals.js';
import type {Store} from '../store.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {numeric} from './context.js';

/** What comments can be about. (API docs, Comments) */
const TARGETS: readonly [string, Collection][] = [
  ['task_id', 'tasks'],
  ['discussion_id', 'discussions'],
  ['file_id', 'files'],
];

export const comments: Rules = {
  create(fields, {store, user}) {
    const named = ['thread_id', 'task_id', 'discussion_id', 'file_id'].filter(
      (name) => typeof fields[name] === 'number',
    );
    if (named.length === 0) throw missingParams(['thread_id']);
    if (named.length > 1) throw badRequest('A comment is on one thread, task, discussion or file.');
    const thread = store.find('threads', numeric(fields.thread_id)) ?? threadOn(store, fields);
    return {...fields, thread_id: thread?.id ?? null, user_id: user.id};
  },
  created: (comment, _fields, {store}) => count(store, comment, 1),
  remove:
    (comment, {store}) =>
    () =>
      count(store, comment, -1),
};

/** "POST to a target that has no thread creates the thread." */
function threadOn(store: Store, fields: Fields): Row | undefined {
  for (const [key, collection] of TARGETS) {
    const target = store.find(collection, numeric(fields[key]));
    if (!target) continue;
    const thread = store.data.threads.find((row) => row[key] === target.id);
    return thread ?? store.add('threads', {project_id: keyOf(target, 'project_id'), [key]: target.id}, true);
  }
  return undefined;
}

/** Counts of comments are derived, so they move quietly. */
function count(store: Store, comment: Row, by: number): void {
  const thread = store.find('threads', keyOf(comment, 'thread_id'));
  for (const [key, collection] of TARGETS) {
    const target = thread && store.find(collection, keyOf(thread, key));
    if (target && 'comments_count' in target) {
      target.comments_count = Math.max(0, numberOf(target, 'comments_count') + by);
    }
  }
}

export const discussions: Rules = {
  create: (fields, {user}) => ({...fields, user_id: user.id}),
};

export const files: Rules = {
  update(file, fields, {store}) {
    const {original_filename, description} = fields;
    const own: Fields = {
      ...(original_filename === undefined ? {} : {original_filename}),
      ...(description === undefined ? {} : {description}),
    };
    const places = ['comment_id', 'task_id', 'discussion_id', 'project_id'];
    const key = places.find((name) => typeof fields[name] === 'number');
    // Only an upload that hangs on nothing yet has a token, and only with that can it be hung up. (API docs, Files)
    if (key === undefined || file.token === undefined || fields.token !== file.token) return own;
    return {...own, [key]: fields[key], project_id: projectOf(store, key, fields), token: undefined};
  },
};

function projectOf(store: Store, key: string, fields: Fields): number | null {
  const id = numeric(fields[key]);
  if (key === 'project_id') return id;
  const target = store.find(
    key === 'task_id' ? 'tasks' : key === 'comment_id' ? 'comments' : 'discussions',
    id,
  );
  if (!target || key !== 'comment_id') return target ? keyOf(target, 'project_id') : null;
  const thread = store.find('threads', keyOf(target, 'thread_id'));
  return thread ? keyOf(thread, 'project_id') : null;
}

export const projecttemplatestasklists: Rules = {
  create(fields, {store}) {
    const siblings = store.data.projecttemplatestasklists.filter(
      (row) => row.template_id === fields.template_id,
    );
    return {...fields, seq: fields.seq ?? siblings.length};
  },
};

export const projecttemplatestasks: Rules = {
  create(fields, context) {
    const siblings = context.store.data.projecttemplatestasks.filter(
      (row) => row.tasklist_id === fields.tasklist_id,
    );
    return {...fields, seq: fields.seq ?? siblings.length, template_id: templateOf(fields, context)};
  },
  update: (_task, fields, context) =>
    'tasklist_id' in fields ? {...fields, template_id: templateOf(fields, context)} : fields,
};

function templateOf({tasklist_id}: Fields, {store}: WriteContext): number | null {
  const tasklist = store.find('projecttemplatestasklists', numeric(tasklist_id));
  return tasklist ? keyOf(tasklist, 'template_id') : null;
}
