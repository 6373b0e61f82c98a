import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {JsonObject} from '../../protocol/core/json.js';
import {type HarvestSandbox, startHarvestSandbox} from '../sandbox/harvest/index.js';
import {type Collection, type PaymoSandbox, startPaymoSandbox} from '../sandbox/paymo/index.js';
import {freePort} from '../support/free-port.js';
import {type LogPlace, runProgram} from './program.js';
import {lastState} from './two-runs.js';
import {Watching} from './watching.js';

/** Nobody wants to watch the service's real limit, one request a second, for minutes. */
const QUICK = {requests: 500, seconds: 1};

/** What is taken over, and as what it arrives. */
const STREAMS: Readonly<Record<string, Collection>> = {
  clients: 'clients',
  users: 'users',
  projects: 'projects',
  task_assignments: 'tasks',
  time_entries: 'entries',
};

const MAPPING = 'examples/harvest-to-paymo/target.json';

/** What a demonstration of both ways shows of one stream. */
export interface BothWaysRow {
  readonly stream: string;
  /** Records that tap-harvest read, and objects that Paymo has more than before. */
  readonly read: number;
  readonly made: number;
  /** What the second run found unchanged. */
  readonly unchanged: number;
}

export interface BothWays {
  readonly rows: readonly BothWaysRow[];
  /** What the watcher told of a change and of a delete that the target made. */
  readonly changed: JsonObject;
  readonly deleted: JsonObject;
  /** How the watcher ended, and how many webhooks were left. */
  readonly end: number | string;
  readonly hooksLeft: number;
}

/**
 * Takes a Harvest account over into a Paymo account by `tap-harvest | target-paymo`, twice, and watches by webhooks what a
 * change and a delete in the source do there.
 */
export async function demoBothWays(
  out: string,
  say: (text: string) => void,
  stderr: LogPlace = 'inherit',
): Promise<BothWays> {
  const harvest = await startHarvestSandbox({
    limits: {general: false, reports: false},
    size: {timeEntries: 60},
  });
  const paymo = await startPaymoSandbox({limits: QUICK});
  try {
    say(
      `A sandbox of the Harvest API listens at ${harvest.baseUrl}, one of the Paymo API at ${paymo.baseUrl}`,
    );
    return await new Demo(harvest, paymo, out, say, stderr).run();
  } finally {
    await Promise.all([harvest.stop(), paymo.stop()]);
  }
}

class Demo {
  readonly #harvest: HarvestSandbox;
  readonly #paymo: PaymoSandbox;
  readonly #out: string;
  readonly #say: (text: string) => void;
  readonly #stderr: LogPlace;

  constructor(
    harvest: HarvestSandbox,
    paymo: PaymoSandbox,
    out: string,
    say: (text: string) => void,
    stderr: LogPlace,
  ) {
    this.#harvest = harvest;
    this.#paymo = paymo;
    this.#out = out;
    this.#say = say;
    this.#stderr = stderr;
  }

  async run(): Promise<BothWays> {
    await this.#prepare();
    await this.#read('harvest.jsonl');
    await this.#dryRun();
    const before = this.#counts();
    const first = await this.#write('harvest.jsonl', 'summary.json');
    const after = this.#counts();
    const second = await this.#write('harvest.jsonl', 'summary-2.json');
    const watched = await this.#watch();
    const rows = Object.keys(STREAMS).map((stream) => ({
      stream,
      read: first[stream]?.records ?? 0,
      made: (after[stream] ?? 0) - (before[stream] ?? 0),
      unchanged: second[stream]?.unchanged ?? 0,
    }));
    return {rows, ...watched};
  }

  async #prepare(): Promise<void> {
    this.#keep('tap.json', {...this.#harvest.config, rate_limit: QUICK});
    this.#keep('target.json', {
      ...this.#paymo.config,
      rate_limit: QUICK,
      allow_delete: true,
      // The example says what is taken over; the rest of Harvest's fields is left behind knowingly.
      unknown_fields: 'ignore',
      ledger_path: this.#path('ledger.jsonl'),
      rejects_path: this.#path('rejects.jsonl'),
    });
    await runProgram('tap-harvest', ['--discover'], {
      output: this.#path('catalog.json'),
      stderr: this.#stderr,
    });
    const catalog: Catalog = JSON.parse(readFileSync(this.#path('catalog.json'), 'utf8'));
    for (const {stream, metadata} of catalog.streams) {
      const root = metadata.find(({breadcrumb}) => breadcrumb.length === 0);
      if (root !== undefined) root.metadata.selected = Object.hasOwn(STREAMS, stream);
    }
    this.#keep('catalog.json', catalog);
  }

  async #read(file: string, ...more: readonly string[]): Promise<void> {
    const args = ['--config', this.#path('tap.json'), '--catalog', this.#path('catalog.json'), ...more];
    this.#say(`\n$ tap-harvest ${args.join(' ')} > ${this.#path(file)}`);
    await runProgram('tap-harvest', args, {output: this.#path(file), stderr: this.#stderr});
  }

  get #target(): string[] {
    return ['--config', this.#path('target.json'), '--config', MAPPING];
  }

  async #dryRun(): Promise<void> {
    const calls = this.#path('calls.txt');
    const args = [...this.#target, '--dry-run'];
    this.#say(`\n$ target-paymo ${args.join(' ')} < ${this.#path('harvest.jsonl')} > ${calls}`);
    await runProgram('target-paymo', args, {
      input: this.#path('harvest.jsonl'),
      output: calls,
      stderr: this.#stderr,
    });
    const lines = readFileSync(calls, 'utf8').trim().split('\n');
    this.#say(`It would make ${lines.length} calls, such as\n${lines.slice(0, 3).join('\n')}`);
  }

  async #write(file: string, summary: string): Promise<Record<string, Counts>> {
    const args = [...this.#target, '--summary', this.#path(summary)];
    const states = this.#path('states.jsonl');
    this.#say(`\n$ target-paymo ${args.join(' ')} < ${this.#path(file)} > ${states}`);
    await runProgram('target-paymo', args, {input: this.#path(file), output: states, stderr: this.#stderr});
    const {streams}: Summary = JSON.parse(readFileSync(this.#path(summary), 'utf8'));
    return Object.fromEntries(streams.map((counts) => [counts.stream, counts]));
  }

  /** Watches by webhooks while the source changes and its change is written. */
  async #watch(): Promise<Omit<BothWays, 'rows'>> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    this.#paymo.deliveries.deliverTo = url;
    const hooksBefore = this.#paymo.data.hooks.length;
    this.#keep('watch.json', {
      ...this.#paymo.config,
      rate_limit: QUICK,
      watch_folder: this.#path('watch'),
    });
    const args = [
      '--config',
      this.#path('watch.json'),
      '--events',
      'client,entry',
      '--port',
      String(port),
      '--public-url',
      url,
    ];
    const told = this.#path('watch.jsonl');
    this.#say(`\n$ tap-paymo watch ${args.join(' ')} > ${told}`);
    const watching = new Watching(args, told, this.#stderr);
    await watching.ready();

    const name = 'Renamed in Harvest';
    const [client] = this.#harvest.data.clients;
    if (client !== undefined) this.#harvest.update('clients', client.id, {name});
    this.#say('\nA client is renamed in Harvest; the next sync brings that, and the target passes it on');
    this.#keep('state.json', await lastState(this.#path('harvest.jsonl')));
    await this.#read('harvest-2.jsonl', '--state', this.#path('state.json'));
    await this.#write('harvest-2.jsonl', 'summary-3.json');
    const changed = await watching.record(({stream, record}) => stream === 'clients' && record.name === name);
    this.#say(`\nThe watcher was told by a webhook:\n${shortened(changed.record)}`);

    this.#say('\nA time entry is deleted');
    const [entry] = this.#harvest.data.time_entries;
    const key = {schema: {properties: {id: {type: 'integer'}}}, key_properties: ['id']};
    const lines = [
      {type: 'SCHEMA', stream: 'time_entries', ...key},
      {type: 'RECORD', stream: 'time_entries', record: {id: entry?.id ?? 0, _delete: true}},
    ];
    writeFileSync(this.#path('delete.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await this.#write('delete.jsonl', 'summary-4.json');
    const deleted = await watching.record(({stream}) => stream === 'deleted_records');
    this.#say(`\nThe watcher was told of that, too:\n${shortened(deleted.record)}`);

    const end = await watching.end();
    const hooksLeft = this.#paymo.data.hooks.length - hooksBefore;
    this.#say(`\nTold to stop, the watcher ended with ${end} and left ${hooksLeft} webhooks behind`);
    return {changed: changed.record, deleted: deleted.record, end, hooksLeft};
  }

  #counts(): Record<string, number> {
    const entries = Object.entries(STREAMS);
    return Object.fromEntries(entries.map(([stream, name]) => [stream, this.#paymo.data[name].length]));
  }

  #path(name: string): string {
    return join(this.#out, name);
  }

  #keep(name: string, content: object): void {
    writeFileSync(this.#path(name), `${JSON.stringify(content, undefined, 2)}\n`, {mode: 0o600});
  }
}

interface Catalog {
  readonly streams: {
    readonly stream: string;
    readonly metadata: {readonly breadcrumb: readonly string[]; readonly metadata: Record<string, unknown>}[];
  }[];
}

interface Counts {
  readonly stream: string;
  readonly records: number;
  readonly unchanged: number;
}

interface Summary {
  readonly streams: readonly Counts[];
}

function shortened(record: JsonObject): string {
  const text = JSON.stringify(record);
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
