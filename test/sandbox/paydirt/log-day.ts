import type {Row} from './tables.js';

/**
 * The date of a log: its own, or that of its start in the account's zone. Large accounts ask this of many
 * logs again and again, so answers are kept.
 */
export function createDayOf(zone: string): (log: Row) => string | undefined {
  // Swedes write dates like ISO 8601.
  const format = new Intl.DateTimeFormat('sv-SE', {timeZone: zone, dateStyle: 'short'});
  const days = new Map<string, string>();

  return (log) => {
    if (typeof log.date === 'string') return log.date;
    const start = log.started_at;
    if (typeof start !== 'string') return undefined;
    const day = days.get(start) ?? format.format(new Date(start));
    days.set(start, day);
    return day;
  };
}
