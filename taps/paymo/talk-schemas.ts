import type {PropertySchema} from '../../protocol/index.js';

const id: PropertySchema = {type: ['null', 'integer']};
const moment: PropertySchema = {type: ['null', 'string'], format: 'date-time'};

/** A thread of comments; it is about one task, discussion or file, and the other two ids are missing. */
export const THREAD: PropertySchema = {
  type: ['null', 'object'],
  properties: {
    id,
    project_id: id,
    task_id: id,
    discussion_id: id,
    file_id: id,
    created_on: moment,
    updated_on: moment,
  },
};

/** One comment, wherever it stands. */
export const COMMENT: PropertySchema = {
  type: ['null', 'object'],
  properties: {
    id,
    thread_id: id,
    project_id: id,
    user_id: id,
    content: {type: ['null', 'string']},
    created_on: moment,
    updated_on: moment,
  },
};
