import type {Value} from '../collections.js';
import {textOf} from '../collections.js';
import {badRequest, missingParams} from '../refusals.js';
import {permalink, secret} from '../secrets.js';
import type {Store} from '../store.js';
import type {Fields, Rules} from './context.js';
import {chosen, contentOf} from './report-content.js';
import type {Period} from './report-period.js';
import {periodOf} from './report-period.js';

export const reports: Rules = {
  create(fields, {store, user}) {
    const id = fields.type === 'temp' ? 0 : store.nextId('reports');
    return {
      name: 'Report',
      shared: false,
      ...reported(store, fields, fields),
      id,
      user_id: user.id,
      permalink: permalink('reports', id, 'html'),
      download_token: secret(`report-download-${id}`),
    };
  },
  /** "An update needs the same parameters as a create." (API docs, Reports) */
  update: (report, fields, {store}) => reported(store, fields, {...report, ...fields}),
};

function reported(store: Store, fields: Fields, whole: Fields): Fields {
  const {date_interval, start_date, end_date} = fields;
  if (typeof fields.type !== 'string') throw missingParams(['type']);
  const hasInterval = typeof date_interval === 'string';
  const missing = ['start_date', 'end_date'].filter((name) => typeof fields[name] !== 'number');
  if (!hasInterval && missing.length > 0) {
    throw missingParams(missing.length === 2 ? ['date_interval'] : missing);
  }
  if (!hasInterval && Number(start_date) > Number(end_date)) {
    throw badRequest("Invalid value for field 'end_date': it is before the start.");
  }
  const dates: Fields = hasInterval
    ? {date_interval, start_date: null, end_date: null}
    : {date_interval: null, start_date, end_date};
  const period = periodOf(dates, store.today());
  return {...fields, ...dates, info: infoOf(store, whole, period), content: contentOf(store, whole, period)};
}

/** Ids are strings here. (API docs, the sample) */
function infoOf(store: Store, fields: Fields, {from, to}: Period): Value {
  const named = (list: 'clients' | 'projects' | 'users'): Value =>
    chosen(store, list, fields[list]).map((row) => ({id: String(row.id), name: textOf(row, 'name')}));
  return {
    start_date: `${from}T00:00:00Z`,
    end_date: `${to}T23:59:59Z`,
    clients: named('clients'),
    projects: named('projects'),
    users: named('users'),
  };
}
