import type {JsonObject} from '../../../../protocol/core/json.js';
import type {PropertySchema} from '../../../../protocol/core/schema.js';
import {dryConnection, realConnection} from '../../../../protocol/target/connections.js';
import type {Applied, StreamWriter, Undecided} from '../../../../protocol/target/target.js';
import {paymoService} from '../../../../taps/paymo/service.js';
import type {WriteSettings} from '../../../../taps/paymo/target/settings.js';
import {openWriting} from '../../../../taps/paymo/target/writing.js';
import type {PaymoSandbox, SandboxOptions} from '../../../sandbox/paymo/index.js';
import {startPaymoSandbox} from '../../../sandbox/paymo/index.js';
import {testClient} from '../../../support/client.js';
import {FakeClock} from '../../../support/clock.js';
import type {RecordingLog} from '../../../support/log.js';
import {MemoryLedger} from './memory-ledger.js';

const SIZE = {entries: 20, tasks: 12, projects: 5, comments: 8, files: 4, clients: 5, invoices: 4};

/** The target on its way into a sandbox, record by record. */
export interface Run {
  readonly ledger: MemoryLedger;
  readonly log: RecordingLog;
  /** The account that the ledger was opened for. */
  readonly account: string;
  /** What a dry run has told. */
  readonly printed: string[];
  readonly writerOf: (stream: string, key?: readonly string[], fields?: readonly string[]) => StreamWriter;
  /** Applies a record as the general side does; throws what the target throws. */
  readonly write: (stream: string, record: JsonObject, key?: readonly string[]) => Promise<Applied>;
  readonly recover: () => Promise<readonly Undecided[]>;
  /** Ends the run, as a signal does. */
  readonly abort: () => void;
}

/** A sandbox whose clock is the target's own, with runs that write into it. */
export class TargetBench {
  readonly sandbox: PaymoSandbox;
  readonly clock: FakeClock;

  private constructor(sandbox: PaymoSandbox, clock: FakeClock) {
    this.sandbox = sandbox;
    this.clock = clock;
  }

  static async start(options: SandboxOptions = {}): Promise<TargetBench> {
    const clock = new FakeClock();
    const now = () => new Date(clock.now());
    const sandbox = await startPaymoSandbox({size: SIZE, limits: false, now, ...options});
    return new TargetBench(sandbox, clock);
  }

  async run(
    settings: WriteSettings = {},
    {ledger = new MemoryLedger(), isDry = false}: {ledger?: MemoryLedger; isDry?: boolean} = {},
  ): Promise<Run> {
    const {sandbox, clock} = this;
    const service = paymoService({...sandbox.config, user_agent: 'tests'}, 'target-paymo');
    const {client, log, controller} = testClient({
      baseUrl: sandbox.baseUrl,
      headers: service.headers,
      fewerRetries: service.fewerRetries,
      maxRetries: 2,
      requestTimeout: 1000,
      clock,
    });
    const printed: string[] = [];
    let account = '';
    const print = async (call: string) => void printed.push(call);
    const connection = isDry ? dryConnection(client, sandbox.baseUrl, print) : realConnection(client);
    const writing = await openWriting({max_retries: 2, ...settings}, service, {
      config: {},
      connection,
      log,
      clock,
      signal: controller.signal,
      openLedger: async (named) => {
        account = named;
        return ledger;
      },
    });
    const writers = new Map<string, StreamWriter>();
    const writerOf = (
      stream: string,
      key: readonly string[] = ['id'],
      fields: readonly string[] = ['id'],
    ) => {
      const known = writers.get(stream);
      if (known !== undefined) return known;
      const writer = writing.stream({stream, schema: schemaOf(fields), keyProperties: key});
      writers.set(stream, writer);
      return writer;
    };
    const write = async (stream: string, record: JsonObject, key?: readonly string[]) => {
      const writer = writerOf(stream, key);
      const named = writer.keyOf(record);
      const [missing] = writer.missing(record);
      if (missing !== undefined) throw new Error(`waits for ${missing.streams.join()} ${missing.key}`);
      return writer.apply(record, named);
    };
    return {
      ledger,
      log,
      account,
      printed,
      writerOf,
      write,
      recover: () => writing.recover(),
      abort: () => controller.abort(),
    };
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
  }
}

/** A SCHEMA that declares some fields, and says nothing of what they hold. */
export function schemaOf(fields: readonly string[]): {
  type: 'object';
  properties: Record<string, PropertySchema>;
} {
  return {type: 'object', properties: Object.fromEntries(fields.map((name) => [name, {type: 'string'}]))};
}
