import type {Collection} from '../collections.js';
import type {Rules} from './context.js';
import * as assignments from './rules-assignments.js';
import * as documents from './rules-documents.js';
import * as entries from './rules-entries.js';
import * as payments from './rules-payments.js';
import * as people from './rules-people.js';
import * as projects from './rules-projects.js';
import * as reports from './rules-reports.js';
import * as talk from './rules-talk.js';
import {subtasks, tasklists, tasks} from './rules-tasks.js';
import {projecttemplates} from './template-copies.js';

/** What lists do beside keeping what they are given. */
export const RULES: Readonly<Partial<Record<Collection, Rules>>> = {
  ...projects,
  tasks,
  tasklists,
  subtasks,
  ...assignments,
  ...entries,
  clientcontacts: people.clientcontacts,
  users: people.users,
  workflows: people.workflows,
  workflowstatuses: people.workflowstatuses,
  ...documents,
  ...payments,
  ...talk,
  projecttemplates,
  ...reports,
};
