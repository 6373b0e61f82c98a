import {isObject, type JsonObject, type JsonValue} from '../../protocol/core/json.js';
import type {Held} from './values.js';

/** What was worked for a client in a month; hours as text with two digits. */
export interface Row {
  readonly client: string;
  readonly month: string;
  readonly hours: string;
}

/** Some time in one piece: for whom, on which day, and how long, in millionths of an hour or in seconds. */
interface Work {
  readonly clientId: JsonValue;
  /** What the work itself calls its client. */
  readonly clientName?: JsonValue;
  readonly day: string | undefined;
  readonly amount: number;
}

/** How the work of each service is found in its records, and how much of its amounts makes an hour. */
const SERVICES: Readonly<
  Record<string, {readonly perHour: number; readonly name: string; readonly work: (truth: Held) => Work[]}>
> = {
  harvest: {perHour: 1_000_000, name: 'name', work: harvestWork},
  paymo: {perHour: 3600, name: 'name', work: paymoWork},
  paydirt: {perHour: 3600, name: 'business_name', work: paydirtWork},
};

/** Hours by client and month as a service's records tell them: one row for each client that was worked for. */
export function hoursOf(service: string, truth: Held): Row[] {
  const known = SERVICES[service];
  if (known === undefined) throw new Error(`There is no service ${service}.`);
  const clients = byId(truth.clients);
  const sums = new Map<string, {client: string; month: string; amount: number}>();
  for (const {clientId, clientName, day, amount} of known.work(truth)) {
    if (amount <= 0) continue;
    const id = clientId === null ? undefined : clientId;
    const own = id === undefined ? undefined : clients.get(id)?.[known.name];
    const client = String(own ?? clientName ?? (id === undefined ? '(no client)' : `client ${id}`));
    const month = day?.slice(0, 7) ?? '(no date)';
    const key = JSON.stringify([id ?? null, client, month]);
    sums.set(key, {client, month, amount: (sums.get(key)?.amount ?? 0) + amount});
  }
  return [...sums.values()].map(({client, month, amount}) => ({
    client,
    month,
    hours: twoDigits(amount, known.perHour),
  }));
}

function harvestWork(truth: Held): Work[] {
  return (truth.time_entries ?? []).map(({client, spent_date, rounded_hours, hours}) => {
    const {id = null, name = null} = isObject(client ?? null) ? (client as JsonObject) : {};
    const amount = Math.round(Number(rounded_hours ?? hours) * 1_000_000);
    return {clientId: id, clientName: name, day: dayOf(spent_date), amount};
  });
}

function paymoWork(truth: Held): Work[] {
  const [tasks, projects] = [byId(truth.tasks), byId(truth.projects)];
  const zone = String(truth.company?.[0]?.timezone ?? 'UTC');
  // Swedes write dates like ISO 8601.
  const local = new Intl.DateTimeFormat('sv-SE', {timeZone: zone, dateStyle: 'short'});
  return (truth.time_entries ?? []).map(({project_id, task_id, date, start_time, duration}) => {
    const project = projects.get(project_id ?? tasks.get(task_id ?? null)?.project_id ?? null);
    const day =
      dayOf(date) ?? (typeof start_time === 'string' ? local.format(new Date(start_time)) : undefined);
    return {clientId: project?.client_id ?? null, day, amount: Number(duration ?? 0)};
  });
}

function paydirtWork(truth: Held): Work[] {
  const [jobs, projects] = [byId(truth.jobs), byId(truth.projects)];
  return (truth.time ?? []).map(({job_id, computed_date, computed_seconds}) => {
    const job = jobs.get(job_id ?? null);
    const project = projects.get(job?.project_id ?? null);
    const clientId = job?.client_id ?? project?.client_id ?? null;
    return {clientId, day: dayOf(computed_date), amount: Number(computed_seconds ?? 0)};
  });
}

function dayOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function byId(rows: readonly JsonObject[] = []): Map<JsonValue, JsonObject> {
  return new Map(rows.map((row) => [row.id ?? null, row]));
}

/** Hours with two digits, halves rounded up; in whole numbers, so that no digit is lost on the way. */
function twoDigits(amount: number, perHour: number): string {
  const hundredths = (BigInt(amount) * 200n + BigInt(perHour)) / (2n * BigInt(perHour));
  const digits = String(hundredths).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
