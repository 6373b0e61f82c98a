import {calendarDate, type JsonValue, streamsOf} from '../../../protocol/index.js';
import {completion, embeddedIn, idIn} from '../adapt.js';
import {relationOf} from '../include.js';
import type {Records} from '../records.js';
import {users} from './people.js';
import {byChange, smallAndByChange} from './ways.js';

const stream = streamsOf<Records>();

export const projects = stream.list('projects', byChange);

export const projectStatuses = stream.list('project_statuses', {
  ...smallAndByChange,
  path: 'projectstatuses',
  rootKey: 'projectstatuses',
});

export const projectTemplates = stream.list('project_templates', {
  ...byChange,
  path: 'projecttemplates',
  rootKey: ['project_templates', 'projecttemplates'],
});

/**
 * Task lists and tasks of templates are only documented as parts of their template. Whether a template knows of changes
 * to them is not, so all templates are read in each run.
 */
export const projectTemplateTaskLists = stream.derived('project_template_task_lists', {
  parent: projectTemplates,
  relation: relationOf('project_templates', 'projecttemplatestasklists'),
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  followsParent: false,
  rows: (template) =>
    embeddedIn(template, 'projecttemplatestasklists').map((row) => ({template_id: template.id, ...row})),
});

export const projectTemplateTasks = stream.derived('project_template_tasks', {
  parent: projectTemplates,
  relation: relationOf('project_templates', 'projecttemplatestasks'),
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  followsParent: false,
  rows: (template) =>
    embeddedIn(template, 'projecttemplatestasks').map((row) => ({template_id: template.id, ...row})),
});

export const milestones = stream.list('milestones', byChange);

export const taskLists = stream.list('task_lists', {...byChange, path: 'tasklists', rootKey: 'tasklists'});

/** `progress_status` comes only by name. */
export const tasks = stream.list('tasks', {
  ...byChange,
  hiddenFields: ['progress_status'],
  adapt: completion,
  unseen: 'deletions; until the next full pass, computed prices, counts and progress',
});

export const subtasks = stream.list('subtasks', {...byChange, adapt: completion});

export const taskRecurringProfiles = stream.list('task_recurring_profiles', {
  ...smallAndByChange,
  path: 'taskrecurringprofiles',
  rootKey: 'taskrecurringprofiles',
});

/** Paymo lists assignments by person or by task alone, so each person is asked for, archived ones too. */
export const taskAssignments = stream.child('task_assignments', {
  parent: users,
  partition: ({id}) => ({user_id: id}),
  path: 'userstasks',
  rootKey: 'userstasks',
  params: ({user_id}) => ({'user_id=': idIn(user_id)}),
  visit: 'all',
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  selectedByDefault: false,
  isAddressed: true,
});

/**
 * Work done. `time_interval` selects by when that was and not by when the entry was made, so a late entry is found by its
 * change or not at all. While a timer runs there is no end, and whether such entries have an interval is not known.
 */
export const timeEntries = stream.dated('time_entries', {
  path: 'entries',
  rootKey: 'entries',
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  since: 'updated_on>=',
  between: {param: 'time_interval in', form: 'moments'},
  daysOf: ({date, start_time}) => dayOf(date) ?? dayOf(start_time),
  lookbackDays: 'configured',
  unsteady: {
    is: ({is_bulk, date, start_time, end_time}) =>
      is_bulk !== true &&
      (date ?? null) === null &&
      typeof start_time === 'string' &&
      (end_time ?? '') === '',
    query: {'end_time=': null},
  },
  unseen:
    'deletions; until the next full pass, `billed` and `invoice_item_id` where an invoice changes them alone',
});

/** Paymo lists bookings by days, people, tasks or projects alone; days need the fewest requests. */
export const bookings = stream.dated('bookings', {
  keyProperties: ['id'],
  replicationKey: 'updated_on',
  since: 'updated_on>=',
  between: {param: 'date_interval in', form: 'dates'},
  daysOf: ({start_date, end_date}) => {
    const [first, last] = [dayOf(start_date), dayOf(end_date)];
    return first === undefined ? last : [first[0], (last ?? first)[1]];
  },
  // Whether a booking is found by every day that it covers or by its first one is not known.
  longest: 36_500,
  selectedByDefault: false,
});

function dayOf(value: JsonValue | undefined): readonly [string, string] | undefined {
  const day = typeof value === 'string' ? calendarDate(value) : undefined;
  return day === undefined ? undefined : [day, day];
}
