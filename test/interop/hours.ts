import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {selecting} from '../support/conformance/catalogs.js';
import {type AccountForInterop, openAccount} from './accounts.js';
import {hoursOf, type Row} from './hours-truth.js';
import {tapInto} from './pipeline.js';
import type {Postgres} from './postgres.js';
import type {Venvs} from './python.js';
import {type Results, requireNone} from './results.js';
import {settingsFile, targets} from './targets.js';
import type {Held} from './values.js';

const DAY = 86_400;
/** How much of a table is shown. */
const SHOWN = 12;
/** What the queries of `examples/sql` read. */
const STREAMS: Readonly<Record<string, readonly string[]>> = {
  harvest: ['time_entries', 'clients'],
  paymo: ['time_entries', 'tasks', 'projects', 'clients', 'company'],
  paydirt: ['time', 'jobs', 'projects', 'clients'],
};

/**
 * Loads an account into PostgreSQL, twice with things happening in between, asks for the hours by client and month as
 * `examples/sql` does, and compares them with what the sandbox's own records add up to.
 */
export async function tryHours(
  results: Results,
  venvs: Venvs,
  folder: string,
  postgres: Postgres,
  service: string,
): Promise<void> {
  const account = await openAccount(service);
  const wanted = STREAMS[service] ?? [];
  const catalog = selecting(account.catalog, ({stream}) => wanted.includes(stream));
  const place = join(folder, `hours-${service}`);
  mkdirSync(place, {recursive: true});
  const query = `examples/sql/hours-by-client-and-month/${service}.sql`;
  const schema = `hours_${service}`;
  const load = async () => {
    const target = targets(postgres).find(({name}) => name === 'target-postgres');
    if (target === undefined) throw new Error('There is no target-postgres.');
    const bin = await venvs.bin(target.name, target.packages, target.shim);
    const config = settingsFile(place, {...target.config(place, schema), activate_version: false});
    const program = {path: join(bin, target.command), args: ['--config', config]};
    await tapInto({...account, catalog}, place, program);
  };
  try {
    await results.check(`hours by client and month: ${query}`, async () => {
      await load();
      const before = await account.sandbox.truth();
      requireNone(differing(await answer(postgres, query, schema), hoursOf(service, before)));
      account.sandbox.advance(DAY);
      account.sandbox.change();
      await load();
      const known = together(account, before, await account.sandbox.truth());
      requireNone(differing(await answer(postgres, query, schema), hoursOf(service, known)));
      return shown(await postgres.file(query, schema, '-P', 'footer=off'));
    });
  } finally {
    await account.sandbox.stop();
  }
}

/** What a warehouse has that keeps what is gone, since no run of these streams tells of it. */
function together({keys}: AccountForInterop, before: Held, after: Held): Held {
  return Object.fromEntries(
    Object.entries(after).map(([stream, rows]) => {
      const keyOf = (row: Held[string][number]) =>
        JSON.stringify((keys[stream] ?? []).map((key) => row[key]));
      const all = [...(before[stream] ?? []), ...rows].map((row) => [keyOf(row), row] as const);
      return [stream, [...new Map(all).values()]];
    }),
  );
}

async function answer(postgres: Postgres, query: string, schema: string): Promise<Row[]> {
  const separator = '\u001f';
  const text = await postgres.file(query, schema, '-At', '-F', separator);
  return text.split('\n').map((line) => {
    const [client = '', month = '', hours = ''] = line.split(separator);
    return {client, month, hours};
  });
}

/** What one list of rows has that the other has not, as sentences. */
function differing(answered: readonly Row[], expected: readonly Row[]): string[] {
  const text = ({client, month, hours}: Row) => `${client}, ${month}: ${hours} hours`;
  const [is, should] = [answered.map(text).sort(), expected.map(text).sort()];
  if (should.length === 0) return ['nobody has worked at all'];
  return [
    ...(is.length === should.length ? [] : [`${is.length} rows instead of ${should.length}`]),
    ...is.filter((line) => !should.includes(line)).map((line) => `${line} is not so`),
    ...should.filter((line) => !is.includes(line)).map((line) => `${line} is missing`),
  ];
}

function shown(table: string): string {
  const lines = table.split('\n');
  const [head, rows] = [lines.slice(0, 2), lines.slice(2)];
  const rest = rows.length > SHOWN ? [` … and ${rows.length - SHOWN} more`] : [];
  return [...head, ...rows.slice(0, SHOWN), ...rest].map((line) => `        ${line.trimEnd()}`).join('\n');
}
