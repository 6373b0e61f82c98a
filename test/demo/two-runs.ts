import {createReadStream, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import split2 from 'split2';
import {type LogPlace, runProgram} from './program.js';

/** What a demonstration shows of one stream: records of both runs, and requests and seconds of both together. */
export interface DemoRow {
  readonly stream: string;
  readonly first: number;
  readonly second: number;
  readonly requests: number;
  readonly seconds: number;
}

export interface DemoResult {
  readonly rows: readonly DemoRow[];
  /** What each file holds, and its path. */
  readonly files: readonly (readonly [string, string])[];
}

/** What a test of a demonstration does otherwise, so that nobody waits for request limits. */
export interface DemoOptions<SandboxOptions> {
  readonly sandbox?: SandboxOptions;
  readonly settings?: object;
  /** Where the tap's log goes. */
  readonly stderr?: LogPlace;
}

/** One account that is synced twice. */
export interface Account {
  /** The folder below `taps/`. */
  readonly service: string;
  readonly config: object;
  /** Makes things happen between the two runs; how many rows changed, and how many are new. */
  readonly change: () => {updated: number; inserted: number};
}

interface Summary {
  streams: {stream: string; records: number; requests: number; seconds: number}[];
}

/** Syncs all streams of an account, lets things happen there, and syncs again from the saved state. */
export async function twoRuns(
  {service, config, change}: Account,
  out: string,
  say: (text: string) => void,
  stderr: LogPlace,
): Promise<DemoResult> {
  const path = (name: string) => join(out, `${service}${name}`);
  writeFileSync(path('-config.json'), json(config), {mode: 0o600});

  say(`\n$ tap-${service} --discover`);
  await runTap(service, ['--discover'], path('-catalog.json'), stderr);
  const catalog = everythingSelected(JSON.parse(readFileSync(path('-catalog.json'), 'utf8')));
  writeFileSync(path('-catalog.json'), json(catalog));
  say(`${catalog.streams.length} streams, all of them selected`);

  const common = ['--config', path('-config.json'), '--catalog', path('-catalog.json')];
  say(`\n$ tap-${service} ${common.join(' ')} > ${path('.jsonl')}`);
  await runTap(service, [...common, '--summary', path('-summary.json')], path('.jsonl'), stderr);
  writeFileSync(path('-state.json'), json(await lastState(path('.jsonl'))));

  const {updated, inserted} = change();
  say(`\nThings happen in the account: ${updated} rows change and ${inserted} are new`);

  const state = ['--state', path('-state.json')];
  say(`\n$ tap-${service} ${[...common, ...state].join(' ')} > ${path('-2.jsonl')}`);
  await runTap(
    service,
    [...common, ...state, '--summary', path('-summary-2.json')],
    path('-2.jsonl'),
    stderr,
  );
  return {
    rows: compare(summaryIn(path('-summary.json')), summaryIn(path('-summary-2.json'))),
    files: [
      ['records of the first run', path('.jsonl')],
      ['records of the second', path('-2.jsonl')],
      ['catalog', path('-catalog.json')],
      ['state between them', path('-state.json')],
    ],
  };
}

/** How many rows of all collections together were changed and added. */
export function totals(
  changed: Readonly<Record<string, {updated: readonly number[]; inserted: readonly number[]} | undefined>>,
): {updated: number; inserted: number} {
  const all = Object.values(changed).flatMap((ids) => ids ?? []);
  return {
    updated: all.reduce((sum, {updated}) => sum + updated.length, 0),
    inserted: all.reduce((sum, {inserted}) => sum + inserted.length, 0),
  };
}

async function runTap(
  service: string,
  args: readonly string[],
  file: string,
  stderr: LogPlace,
): Promise<void> {
  await runProgram(`tap-${service}`, args, {output: file, stderr});
}

/** The last state in a file of messages. */
export async function lastState(file: string): Promise<object> {
  let state: object = {};
  for await (const line of createReadStream(file).pipe(split2())) {
    const message = JSON.parse(String(line)) as {type: string; value?: object};
    if (message.type === 'STATE' && message.value !== undefined) state = message.value;
  }
  return state;
}

interface Catalog {
  streams: {metadata: {breadcrumb: string[]; metadata: Record<string, unknown>}[]}[];
}

function everythingSelected(catalog: Catalog): Catalog {
  for (const {metadata} of catalog.streams) {
    const root = metadata.find(({breadcrumb}) => breadcrumb.length === 0);
    if (root !== undefined) root.metadata.selected = true;
  }
  return catalog;
}

function compare(first: Summary, second: Summary): DemoRow[] {
  return first.streams.map((one) => {
    const other = second.streams.find(({stream}) => stream === one.stream);
    return {
      stream: one.stream,
      first: one.records,
      second: other?.records ?? 0,
      requests: one.requests + (other?.requests ?? 0),
      seconds: one.seconds + (other?.seconds ?? 0),
    };
  });
}

function summaryIn(file: string): Summary {
  return JSON.parse(readFileSync(file, 'utf8')) as Summary;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
