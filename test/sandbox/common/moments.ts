/** A dashed date that exists, or `undefined`. Parsing alone would turn February 30 into March. */
export function calendarDay(text: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const moment = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(moment) && new Date(moment).toISOString().slice(0, 10) === text ? text : undefined;
}

/** Milliseconds for an ISO 8601 date and time, or a bare date, which stands for its midnight in UTC. */
export function isoMoment(text: string): number | undefined {
  // A plus sign in a query string reads as a space; be as forgiving as the services.
  const iso = text.replace(' ', '+');
  const isIso = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(iso);
  if (!isIso) return undefined;
  const parsed = Date.parse(/T/.test(iso) && !/(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? `${iso}Z` : iso);
  return Number.isNaN(parsed) ? undefined : parsed;
}
