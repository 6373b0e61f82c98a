import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {closeSync, createReadStream, openSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import split2 from 'split2';
import {type SandboxOptions, startHarvestSandbox} from '../sandbox/harvest/index.js';

const TAP = 'dist/taps/harvest/bin.js';
const MONTHS = 6;

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

/** What a test of the demonstration does otherwise, so that nobody waits for request limits. */
export interface DemoOptions {
  readonly sandbox?: SandboxOptions;
  readonly settings?: object;
  /** Where the tap's log goes. */
  readonly stderr?: 'inherit' | 'ignore';
}

interface Summary {
  streams: {stream: string; records: number; requests: number; seconds: number}[];
}

/** Syncs all streams of a sandbox account, lets things happen there, and syncs again from the saved state. */
export async function demoHarvest(
  out: string,
  say: (text: string) => void,
  {sandbox: options = {}, settings = {}, stderr = 'inherit'}: DemoOptions = {},
): Promise<DemoResult> {
  const path = (name: string) => join(out, name);
  const sandbox = await startHarvestSandbox(options);
  try {
    // The account's categories are older than the start; touched today, they show that every stream is read.
    for (const name of [
      'expense_categories',
      'invoice_item_categories',
      'estimate_item_categories',
    ] as const) {
      for (const {id} of sandbox.data[name]) sandbox.update(name, id);
    }
    const config = {...sandbox.config, start_date: firstOfMonth(MONTHS - 1), ...settings};
    writeFileSync(path('harvest-config.json'), json(config), {mode: 0o600});

    say(`A sandbox of the Harvest API listens at ${sandbox.baseUrl}`);
    say('\n$ tap-harvest --discover');
    await runTap(['--discover'], path('harvest-catalog.json'), stderr);
    const catalog = everythingSelected(JSON.parse(readFileSync(path('harvest-catalog.json'), 'utf8')));
    writeFileSync(path('harvest-catalog.json'), json(catalog));
    say(`${catalog.streams.length} streams, all of them selected`);

    const common = ['--config', path('harvest-config.json'), '--catalog', path('harvest-catalog.json')];
    say(`\n$ tap-harvest ${common.join(' ')} > ${path('harvest.jsonl')}`);
    await runTap([...common, '--summary', path('harvest-summary.json')], path('harvest.jsonl'), stderr);
    writeFileSync(path('harvest-state.json'), json(await lastState(path('harvest.jsonl'))));

    const changed = sandbox.change();
    const counts = Object.values(changed).flatMap((ids) => (ids === undefined ? [] : [ids]));
    const sum = (pick: (ids: (typeof counts)[number]) => number) =>
      counts.reduce((all, ids) => all + pick(ids), 0);
    say(
      `\nThings happen in the account: ${sum((ids) => ids.updated.length)} rows change and ` +
        `${sum((ids) => ids.inserted.length)} are new, a payment among them`,
    );

    const state = ['--state', path('harvest-state.json')];
    say(`\n$ tap-harvest ${[...common, ...state].join(' ')} > ${path('harvest-2.jsonl')}`);
    await runTap(
      [...common, ...state, '--summary', path('harvest-summary-2.json')],
      path('harvest-2.jsonl'),
      stderr,
    );
    return {
      rows: compare(summaryIn(path('harvest-summary.json')), summaryIn(path('harvest-summary-2.json'))),
      files: [
        ['records of the first run', path('harvest.jsonl')],
        ['records of the second', path('harvest-2.jsonl')],
        ['catalog', path('harvest-catalog.json')],
        ['state between them', path('harvest-state.json')],
      ],
    };
  } finally {
    await sandbox.stop();
  }
}

/** Runs the tap with stdout into a file; its log and progress show on our stderr. Throws when it fails. */
async function runTap(args: readonly string[], file: string, stderr: 'inherit' | 'ignore'): Promise<void> {
  const stdout = openSync(file, 'w');
  // The metrics of each stream would bury the rest; the table at the end tells the same.
  const env = {LOGLEVEL: 'warning', ...process.env};
  const child = spawn(process.execPath, [TAP, ...args], {stdio: ['ignore', stdout, stderr], env});
  const [code] = (await once(child, 'close')) as [number | null];
  closeSync(stdout);
  if (code !== 0) throw new Error(`tap-harvest ended with ${code}`);
}

async function lastState(file: string): Promise<object> {
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

/** The first day of a month so many months ago, so that reports cover whole months. */
function firstOfMonth(monthsAgo: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, 1))
    .toISOString()
    .slice(0, 10);
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
