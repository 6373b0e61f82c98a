export const SECOND = 1000;
export const HOUR = 3600 * SECOND;
export const DAY = 24 * HOUR;

/** A moment as the API writes it: UTC, whole seconds, always `Z`. (API v2 docs, samples.) */
export function datetime(moment: Date | number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`;
}

/** The calendar day of a moment, in UTC. The account's own time zone is not exposed by the API. */
export function date(moment: Date | number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return date(Date.parse(day) + days * DAY);
}

/** Days from one date to another: 0 for the same day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}

/** A time of day as `3:05pm` or `15:05`: the form follows `company.clock`. (API v2 docs, Time Entries.) */
export function timeOfDay(moment: Date | number, clock: '12h' | '24h'): string {
  const at = new Date(moment);
  const hour = at.getUTCHours();
  const minutes = String(at.getUTCMinutes()).padStart(2, '0');
  if (clock === '24h') return `${String(hour).padStart(2, '0')}:${minutes}`;

  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${hour < 12 ? 'am' : 'pm'}`;
}
