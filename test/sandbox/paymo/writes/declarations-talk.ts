import type {Declaration} from './declaration.js';

export const discussions: Declaration = {
  writable: ['name', 'project_id', 'description'],
  required: ['name', 'project_id'],
  defaults: {comments_count: 0},
};

/** They come and go with what they are about; a client can delete them. (the PHP SDK) */
export const threads: Declaration = {writable: [], operations: ['remove']};

export const comments: Declaration = {
  writable: ['content'],
  createOnly: ['thread_id', 'task_id', 'discussion_id', 'file_id'],
  kinds: {task_id: 'integer', discussion_id: 'integer', file_id: 'integer'},
  unkept: ['task_id', 'discussion_id', 'file_id'],
  required: ['content'],
  references: {task_id: 'tasks', discussion_id: 'discussions', file_id: 'files'},
};

/** Made by uploads, which the sandbox does not take. */
export const files: Declaration = {
  writable: ['original_filename', 'description'],
  updateOnly: ['token', 'project_id', 'discussion_id', 'task_id', 'comment_id'],
  required: ['file'],
};

export const reports: Declaration = {
  writable: [
    'name',
    'type',
    'start_date',
    'end_date',
    'date_interval',
    'projects',
    'clients',
    'users',
    'include',
    'extra',
  ],
  uncertain: ['shared', 'share_client_id'],
  kinds: {
    start_date: 'seconds',
    end_date: 'seconds',
    projects: 'preset',
    clients: 'preset',
    users: 'preset',
    include: 'object',
    extra: 'object',
  },
  words: {
    type: ['static', 'live', 'temp'],
    date_interval: [
      'today',
      'yesterday',
      'this_month',
      'last_month',
      'this_week',
      'last_week',
      'this_year',
      'last_year',
      'all_time',
    ],
  },
  defaults: {projects: 'all', clients: 'all', users: 'all', include: {}, extra: {}, share_client_id: null},
};

export const hooks: Declaration = {
  writable: ['target_url', 'event', 'where', 'secret'],
  kinds: {secret: 'text'},
  required: ['target_url', 'event'],
  defaults: {where: null, last_status_code: null},
};
