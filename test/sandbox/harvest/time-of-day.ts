/** A time of day as `3:05pm` or `15:05`: the form follows `company.clock`. (API v2 docs, Time Entries.) */
export function timeOfDay(moment: Date | number, clock: '12h' | '24h'): string {
  const at = new Date(moment);
  const hour = at.getUTCHours();
  const minutes = String(at.getUTCMinutes()).padStart(2, '0');
  if (clock === '24h') return `${String(hour).padStart(2, '0')}:${minutes}`;

  return `${hour % 12 === 0 ? 12 : hour % 12}:${minutes}${hour < 12 ? 'am' : 'pm'}`;
}
