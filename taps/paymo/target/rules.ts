import {type JsonObject, Rejection} from '../../../protocol/index.js';
import {isNothing} from './field.js';
import type {ObjectName} from './object-names.js';

/** What a record says, with what is peculiar to its kind of object put right. */
export interface Settled {
  readonly content: JsonObject;
  /** What is wanted, but must not be sent. */
  readonly unsent: readonly string[];
}

type Rule = (content: JsonObject, call: 'create' | 'update') => Settled;

/** Paymo refuses timers and entries that are shorter. */
const SHORTEST_ENTRY_SECONDS = 60;
/** Hours are often rounded, but hardly by so much. */
const CONTRADICTION_SECONDS = 60;

const RULES: Readonly<Partial<Record<ObjectName, Rule>>> = {
  bookings: assignmentBeforeItsParts,
  discussion_comments: threadBeforeSubject('discussion_id'),
  estimates: noDiscount,
  file_comments: threadBeforeSubject('file_id'),
  invoices: noDiscount,
  recurring_profiles: noDiscount,
  reports: oneSpan,
  task_comments: threadBeforeSubject('task_id'),
  time_entries: oneKindOfEntry,
};

/** Puts right what is peculiar to a kind of object. Throws `Rejection` for what can't be put right. */
export function settle(name: ObjectName, content: JsonObject, call: 'create' | 'update'): Settled {
  return RULES[name]?.(content, call) ?? {content, unsent: []};
}

/** A discount of 0 makes Paymo refuse the document, so that none is said by leaving it out. (Skyvia's documentation) */
function noDiscount(content: JsonObject): Settled {
  if (content.discount !== null && content.discount !== 0) return {content, unsent: []};
  return {content: {...content, discount: null}, unsent: ['discount']};
}

/** Where the thread is known, Paymo wants that rather than what it is about. */
function threadBeforeSubject(subject: string): Rule {
  return (content) => ({content, unsent: isNothing(content.thread_id) ? [] : [subject]});
}

function assignmentBeforeItsParts(content: JsonObject): Settled {
  if (isNothing(content.user_task_id)) return {content, unsent: []};
  const {task_id: _task, user_id: _user, ...others} = content;
  return {content: others, unsent: []};
}

/** An interval by name has no bounds of its own. */
function oneSpan(content: JsonObject): Settled {
  const hasInterval = !isNothing(content.date_interval);
  return {
    content,
    unsent: hasInterval
      ? ['start_date', 'end_date'].filter((bound) => content[bound] === null)
      : content.date_interval === null
        ? ['date_interval']
        : [],
  };
}

/** An entry is a day and a duration, or a start and an end; what a record has of the other kind is left out. */
function oneKindOfEntry(said: JsonObject, call: 'create' | 'update'): Settled {
  const content = withoutHours(said);
  const {date, duration, start_time: start, end_time: end} = content;
  const isTimed = !isNothing(start) || !isNothing(end);
  if (!isTimed) {
    if (typeof duration === 'number' && duration <= 0) {
      throw new Rejection(`It lasts ${duration} seconds, and Paymo has no entries without time`);
    }
    return {content, unsent: ['start_time', 'end_time'].filter((name) => content[name] === null)};
  }
  if (!isNothing(date)) {
    throw new Rejection(
      'It has both "date" and "start_time" or "end_time"; an entry in Paymo is a date with a duration, or a start with an end',
    );
  }
  if (call === 'create' && isNothing(end) && typeof duration === 'number' && duration > 0) {
    throw new Rejection(
      'It has "start_time" and "duration", but no "end_time"; Paymo would start a timer, so give the end',
    );
  }
  if (typeof start === 'string' && typeof end === 'string') {
    const length = (Date.parse(end) - Date.parse(start)) / 1000;
    if (length < SHORTEST_ENTRY_SECONDS) {
      throw new Rejection(`It lasts ${length} seconds, and Paymo takes no entry shorter than a minute`);
    }
  }
  const {date: _date, duration: _duration, ...timed} = content;
  return {content: timed, unsent: timed.end_time === null ? ['end_time'] : []};
}

/** An entry whose hours are its duration. Throws `Rejection` where they contradict what else it says of its length. */
function withoutHours({hours, ...content}: JsonObject): JsonObject {
  if (typeof hours !== 'number') return content;
  const {duration, start_time: start, end_time: end} = content;
  const seconds = Math.round(hours * 3600);
  if (typeof duration === 'number') agree(hours, `duration ${duration}`, duration);
  if (typeof start === 'string' && typeof end === 'string') {
    agree(hours, `start_time ${start} with end_time ${end}`, (Date.parse(end) - Date.parse(start)) / 1000);
  }
  return isNothing(duration) ? {...content, duration: seconds} : content;
}

/** Throws `Rejection` where hours are not so many seconds, by more than rounding explains. */
function agree(hours: number, other: string, seconds: number): void {
  if (Math.abs(hours * 3600 - seconds) < CONTRADICTION_SECONDS) return;
  throw new Rejection(`Its hours ${hours} and ${other} contradict each other`);
}
