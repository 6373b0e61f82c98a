import {keyOf} from './collections.js';
import type {Definition} from './definition.js';
import {IMAGE_THUMBS, PICTURE} from './definition.js';

export const discussions: Definition = {
  fields: {
    name: 'text',
    project_id: 'integer',
    description: 'text',
    user_id: 'integer',
    comments_count: 'integer',
  },
  relations: {
    project: {to: 'projects', key: 'project_id'},
    user: {to: 'users', key: 'user_id'},
    thread: {to: 'threads', one: 'discussion_id'},
    files: {to: 'files', many: 'discussion_id'},
  },
};

export const threads: Definition = {
  fields: {project_id: 'integer', task_id: 'integer', discussion_id: 'integer', file_id: 'integer'},
  relations: {
    project: {to: 'projects', key: 'project_id'},
    discussion: {to: 'discussions', key: 'discussion_id'},
    task: {to: 'tasks', key: 'task_id'},
    file: {to: 'files', key: 'file_id'},
    comments: {to: 'comments', many: 'thread_id'},
  },
  failing: ['comment'],
  mandatory: [['project_id'], ['task_id'], ['discussion_id'], ['file_id']],
  exclusive: ['task_id', 'discussion_id', 'file_id'],
};

export const comments: Definition = {
  fields: {thread_id: 'integer', user_id: 'integer', content: 'text'},
  relations: {
    thread: {to: 'threads', key: 'thread_id'},
    user: {to: 'users', key: 'user_id'},
    project: {
      to: 'projects',
      find(comment, store) {
        const thread = store.find('threads', keyOf(comment, 'thread_id'));
        return thread ? keyOf(thread, 'project_id') : null;
      },
    },
    files: {to: 'files', many: 'comment_id'},
  },
  mandatory: [['thread_id']],
};

export const files: Definition = {
  fields: {
    original_filename: 'text',
    description: 'text',
    user_id: 'integer',
    project_id: 'integer',
    discussion_id: 'integer',
    task_id: 'integer',
    comment_id: 'integer',
    expense_id: 'integer',
    token: 'text',
    size: 'text',
    mime: 'text',
    file: 'text',
    ...PICTURE,
    tags: 'opaque',
    external_url: 'text',
    external_service: 'text',
    download_url: 'text',
  },
  relations: {
    project: {to: 'projects', key: 'project_id'},
    user: {to: 'users', key: 'user_id'},
    discussion: {to: 'discussions', key: 'discussion_id'},
    task: {to: 'tasks', key: 'task_id'},
    comment: {to: 'comments', key: 'comment_id'},
  },
  unselectable: IMAGE_THUMBS,
  mandatory: [['project_id'], ['discussion_id'], ['task_id'], ['comment_id'], ['expense_id']],
  exclusive: ['discussion_id', 'task_id', 'comment_id', 'expense_id'],
};

export const reports: Definition = {
  fields: {
    name: 'text',
    user_id: 'integer',
    type: 'text',
    // An integer, a string or null, so nothing to compare with.
    start_date: 'opaque',
    end_date: 'opaque',
    date_interval: 'text',
    projects: 'opaque',
    clients: 'opaque',
    users: 'opaque',
    include: 'opaque',
    extra: 'opaque',
    info: 'opaque',
    content: 'opaque',
    permalink: 'text',
    download_token: 'text',
    shared: 'flag',
    share_client_id: 'integer',
    active: 'flag',
    share_users_ids: 'ids',
    invoice_id: 'integer',
  },
  relations: {
    user: {to: 'users', key: 'user_id'},
    client: {to: 'clients', key: 'share_client_id'},
  },
  onlySingle: ['content'],
};

export const hooks: Definition = {
  fields: {target_url: 'text', event: 'text', where: 'text', last_status_code: 'integer'},
  // The secret is never shown; nor is whose hook it is, since everybody only gets to see their own.
  hidden: ['secret', 'user_id'],
};
