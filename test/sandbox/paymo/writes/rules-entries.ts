import type {Row} from '../collections.js';
import {keyOf} from '../collections.js';
import {badRequest, conflict, missingParams, refusedWith} from '../refusals.js';
import type {Fields, Rules, WriteContext} from './context.js';
import {after, numeric} from './context.js';

/** Both are times of the shape that the entry does not have. */
const NO_TIMES: Fields = {start_time: undefined, end_time: undefined};
const NO_DATE: Fields = {date: undefined};

export const entries: Rules = {
  create(fields, context) {
    const project_id = projectFor(fields, context);
    const user_id = fields.user_id ?? context.user.id;
    const isTimer = isGiven(fields.start_time) && !isGiven(fields.end_time);
    const times = timesOf(fields, user_id, context);
    return {added_manually: !isTimer, ...fields, ...times, project_id, user_id};
  },
  update(entry, fields, context) {
    if (fields.user_id === null) throw badRequest("Field 'user_id' cannot be empty");
    const isMoved = typeof fields.task_id === 'number' && fields.task_id !== entry.task_id;
    return {
      ...fields,
      ...(isMoved ? {project_id: projectFor(fields, context)} : {}),
      ...(entry.is_bulk === true
        ? changedBulk(entry, fields, context)
        : changedTimed(entry, fields, context)),
    };
  },
};

/** The project comes with the task, and must not be archived. (API docs, Time Entries) */
function projectFor({task_id}: Fields, {store}: WriteContext): number | null {
  const task = store.find('tasks', numeric(task_id));
  const project = task && store.find('projects', keyOf(task, 'project_id'));
  if (project?.active === false) {
    throw refusedWith(store.settings.archivedProject, 'Time cannot be added to archived projects.');
  }
  return project?.id ?? null;
}

/** In one of the two shapes, or a timer that starts. */
function timesOf(fields: Fields, user: Fields[string], context: WriteContext): Fields {
  const {date, duration, start_time, end_time} = fields;
  if (isGiven(start_time)) {
    if (isGiven(date)) throw badRequest('An entry has either a date or a start time.');
    if (isGiven(end_time)) {
      const seconds = lengthOf(start_time, end_time);
      demandDuration(duration, seconds, context);
      return {...NO_DATE, is_bulk: false, start_time, end_time, duration: seconds};
    }
    demandDuration(duration, undefined, context);
    demandNoTimer(user, undefined, context);
    const end = context.store.settings.runningEnd === 'null' ? null : undefined;
    return {...NO_DATE, is_bulk: false, start_time, end_time: end, duration: undefined};
  }
  if (isGiven(end_time)) throw missingParams(['start_time']);
  const missing = ['date', 'duration'].filter((name) => !isGiven(fields[name]));
  if (missing.length > 0) throw missingParams(missing);
  demandPositive(duration);
  return {...NO_TIMES, is_bulk: true, date, duration};
}

function changedBulk(entry: Row, fields: Fields, context: WriteContext): Fields {
  if (isGiven(fields.start_time) || isGiven(fields.end_time)) {
    demandChangeableKind(context);
    return timesOf({...fields, date: undefined}, after(entry, fields, 'user_id'), context);
  }
  for (const name of ['date', 'duration']) {
    if (fields[name] === null) throw badRequest(`Field '${name}' cannot be empty`);
  }
  demandPositive(fields.duration);
  return NO_TIMES;
}

function changedTimed(entry: Row, fields: Fields, context: WriteContext): Fields {
  if (isGiven(fields.date)) {
    demandChangeableKind(context);
    const {duration = entry.duration} = fields;
    return timesOf({date: fields.date, duration}, undefined, context);
  }
  if (fields.start_time === null) throw badRequest("Field 'start_time' cannot be empty");
  if (fields.end_time === null && isGiven(entry.end_time))
    throw badRequest("Field 'end_time' cannot be empty");
  const start = after(entry, fields, 'start_time');
  const end = after(entry, fields, 'end_time');
  if (!isGiven(end)) {
    if ('user_id' in fields) demandNoTimer(fields.user_id, entry.id, context);
    demandDuration(fields.duration, undefined, context);
    return {...NO_DATE, end_time: entry.end_time, duration: undefined};
  }
  const isChanged = 'start_time' in fields || 'end_time' in fields;
  const seconds = isChanged ? lengthOf(start, end) : entry.duration;
  demandDuration(fields.duration, seconds, context);
  return {...NO_DATE, start_time: start, end_time: end, duration: seconds};
}

/** "Minimum length 1 minute, also on update." */
function lengthOf(start: Fields[string], end: Fields[string]): number {
  const seconds = (Date.parse(String(end)) - Date.parse(String(start))) / 1000;
  if (seconds < 60) throw badRequest('Time entries have to be at least one minute long.');
  return seconds;
}

/** What a timed entry lasts follows from its times, whatever is said. */
function demandDuration(sent: Fields[string], real: Fields[string], {store}: WriteContext): void {
  if (!isGiven(sent) || sent === real || store.settings.timedDuration === 'ignored') return;
  throw badRequest("Field 'duration' cannot be changed.");
}

function demandPositive(duration: Fields[string]): void {
  if (typeof duration === 'number' && duration < 0) throw badRequest("Invalid value for field 'duration'.");
}

function demandNoTimer(user: Fields[string], self: number | undefined, {store}: WriteContext): void {
  const isRunning = store.data.entries.some(
    (row) => row.id !== self && row.user_id === user && row.is_bulk === false && !isGiven(row.end_time),
  );
  if (isRunning) throw conflict('There is already a timer running for this user.');
}

function demandChangeableKind({store}: WriteContext): void {
  if (store.settings.entryKind === 'refused') {
    throw badRequest('An entry with a date stays one, and so does an entry with a start and an end.');
  }
}

function isGiven(value: Fields[string]): boolean {
  return value !== undefined && value !== null;
}
