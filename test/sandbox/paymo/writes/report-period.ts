import {addDays, date} from '../../common/calendar.js';
import type {Fields} from './context.js';

/** First and last day. In UTC, where the service goes by the viewer's time zone. */
export interface Period {
  from: string;
  to: string;
}

/** The days that a report is about, as dates or as the name of an interval say. */
export function periodOf({date_interval, start_date, end_date}: Fields, today: string): Period {
  if (typeof date_interval !== 'string') {
    return {from: date(Number(start_date) * 1000), to: date(Number(end_date) * 1000)};
  }
  const [year = 0, month = 1] = today.split('-').map(Number);
  const monday = addDays(today, -((new Date(today).getUTCDay() + 6) % 7));
  const months = (first: number, last: number): Period => ({
    from: date(Date.UTC(year, month - 1 + first, 1)),
    to: date(Date.UTC(year, month + last, 0)),
  });
  const years = (which: number): Period => ({
    from: `${year + which}-01-01`,
    to: `${year + which}-12-31`,
  });
  switch (date_interval) {
    case 'today':
      return {from: today, to: today};
    case 'yesterday':
      return {from: addDays(today, -1), to: addDays(today, -1)};
    case 'this_week':
      return {from: monday, to: addDays(monday, 6)};
    case 'last_week':
      return {from: addDays(monday, -7), to: addDays(monday, -1)};
    case 'this_month':
      return months(0, 0);
    case 'last_month':
      return months(-1, -1);
    case 'this_year':
      return years(0);
    case 'last_year':
      return years(-1);
    default:
      return {from: '0001-01-01', to: '9999-12-31'};
  }
}
