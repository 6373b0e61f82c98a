import {ownWork} from './caller.js';
import type {Call} from './endpoint.js';
import {
  approvalStatus,
  byClient,
  byExternalReference,
  byProject,
  byTask,
  byUser,
  filterBy,
  isBilled,
  isRunning,
} from './filters.js';
import type {LargeTimeEntries, Selection} from './large-time-entries.js';
import {endOfDay} from './large-time-entries.js';
import {calendarDate, moment} from './query.js';
import type {Sequence} from './sequence.js';
import {timeEntryView} from './views.js';
import type {TimeEntry} from './work-records.js';

/** The filters that look at what an entry shares with its model. */
const MODEL_FILTERS = {
  user_id: byUser,
  client_id: byClient,
  project_id: byProject,
  task_id: byTask,
  external_reference_id: byExternalReference,
  is_billed: isBilled,
  is_running: isRunning,
  approval_status: approvalStatus,
};

/** The generated entries a call asks for, in the order of the list. */
export function largeSequence(call: Call, large: LargeTimeEntries): Sequence {
  const selection = select(call, large);
  const total = large.count(selection);
  const isPlain = call.caller.role === 'administrator';

  return {
    total,
    render(start, most) {
      const indices = large.indices(selection, start, most);
      if (isPlain) return large.render(indices);
      return indices
        .map((index) => JSON.stringify(timeEntryView(call.store, call.caller, large.row(index))))
        .join(',');
    },
    placeAt(position) {
      const index = large.indices(selection, position, 1)[0];
      return index === undefined ? undefined : {id: large.row(index).id, value: large.row(index).spent_date};
    },
    after(place) {
      const index = large.indexOf(place.id);
      return index === undefined ? 0 : large.count({...selection, end: Math.min(index + 1, selection.end)});
    },
  };
}

/** The generated entries between two days that the caller may see. */
export function largeBetween(call: Call, large: LargeTimeEntries, from: string, to: string): Selection {
  const wanted = large.models.map((row) => ownWork(call.caller, row));
  return {
    first: large.countNewerThan(endOfDay(to)),
    end: large.countNewerThan(Date.parse(from) - 1),
    wanted: wanted.every(Boolean) ? undefined : wanted,
  };
}

function select(call: Call, large: LargeTimeEntries): Selection {
  const {query} = call;
  const matches = filterBy<TimeEntry>(MODEL_FILTERS, query);
  const wanted = large.models.map((row) => ownWork(call.caller, row) && matches(row));
  const since = query.get('updated_since');
  const from = query.get('from');
  const to = query.get('to');
  const oldest = Math.max(
    since === null ? -Infinity : moment('updated_since', since),
    from === null ? -Infinity : Date.parse(calendarDate('from', from)),
  );

  return {
    first: to === null ? 0 : large.countNewerThan(endOfDay(calendarDate('to', to))),
    end: oldest === -Infinity ? large.total : large.countNewerThan(oldest - 1),
    wanted: wanted.every(Boolean) ? undefined : wanted,
  };
}
