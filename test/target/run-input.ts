import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Readable} from 'node:stream';
import type {JsonObject} from '../../protocol/core/json.js';
import {type Reject, type Rejects, RejectsFile} from '../../protocol/target/rejects.js';
import {applyInput} from '../../protocol/target/run.js';
import {Spill} from '../../protocol/target/spill.js';
import {RecordingLog} from '../support/log.js';
import type {MemoryWriting} from './memory-writing.js';

/** A run over some input, with everything that can be seen of it. */
export class Runs {
  readonly folder = mkdtempSync(join(tmpdir(), 'target-'));
  readonly log = new RecordingLog();
  readonly states: string[] = [];
  readonly outcomes: string[] = [];
  readonly abort = new AbortController();
  mostRefused: number | undefined;
  /** Called when the input is over and records still wait. */
  lull: () => void = () => undefined;

  get rejectsPath(): string {
    return join(this.folder, 'rejects.jsonl');
  }

  get spillPath(): string {
    return join(this.folder, 'waiting');
  }

  get rejects(): JsonObject[] {
    if (!existsSync(this.rejectsPath)) return [];
    const lines = readFileSync(this.rejectsPath, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as JsonObject);
  }

  /** What of each rejected record tells it from the others, and why it was refused. */
  get refused(): string[] {
    return this.rejects.map(({stream, key, reason}) => `${String(stream)} ${String(key)}: ${String(reason)}`);
  }

  /** Resolves with the number of refused records, or with the error that ended the run. */
  async run(
    writing: MemoryWriting,
    input: string | Readable,
    more: {
      redact?: (text: string) => string;
      print?: (state: string) => void;
      /** Default: those in the file. */
      rejects?: Rejects;
    } = {},
  ): Promise<unknown> {
    const {redact = (text) => text, print, rejects} = more;
    const now = () => Date.parse('2026-11-20T10:00:00Z');
    try {
      return await applyInput({
        input: typeof input === 'string' ? Readable.from([Buffer.from(input)]) : input,
        writing,
        rejects: rejects ?? (await RejectsFile.at(this.rejectsPath, redact, now)),
        spill: new Spill(this.spillPath),
        mostRefused: this.mostRefused,
        bound: 'the bound',
        print: (state) => {
          this.states.push(state);
          print?.(state);
        },
        received: () => undefined,
        applied: (stream, what) => this.outcomes.push(`${stream} ${what}`),
        refused: (stream) => this.outcomes.push(`${stream} refused`),
        log: this.log,
        signal: this.abort.signal,
        lull: async () => this.lull(),
      });
    } catch (error) {
      return error;
    }
  }

  remove(): void {
    rmSync(this.folder, {recursive: true, force: true});
  }
}

/** Rejects in memory, for runs of which there are many. */
export class MemoryRejects implements Rejects {
  readonly all: Reject[] = [];
  async add(reject: Reject): Promise<void> {
    this.all.push(reject);
  }
  async sync(): Promise<void> {}
  async close(): Promise<void> {}
}
