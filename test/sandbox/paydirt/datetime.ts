/** A moment as Paydirt writes it: UTC, milliseconds, always `Z`. (its sample of a time log) */
export function datetime(moment: number): string {
  return new Date(moment).toISOString();
}
