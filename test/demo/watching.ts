import {once} from 'node:events';
import {createWriteStream} from 'node:fs';
import split2 from 'split2';
import {isObject, type JsonObject} from '../../protocol/core/json.js';
import {ended, type LogPlace, startProgram} from './program.js';

/** A record as the watcher wrote it. */
export interface Told {
  readonly stream: string;
  readonly record: JsonObject;
}

/** A running `tap-paymo watch`, whose output goes into a file and is looked at on the way. */
export class Watching {
  readonly #child: ReturnType<typeof startProgram>;
  readonly #told: Told[] = [];
  #hasState = false;
  #changed: () => void = () => undefined;

  constructor(args: readonly string[], file: string, stderr: LogPlace) {
    this.#child = startProgram('tap-paymo', ['watch', ...args], stderr);
    this.#child.stdout.pipe(createWriteStream(file));
    this.#child.stdout.pipe(split2()).on('data', (line: string) => this.#take(JSON.parse(line)));
    this.#child.once('close', () => this.#changed());
  }

  /** Resolves once it has told where it stands. */
  ready(): Promise<void> {
    return this.#until(() => (this.#hasState ? true : undefined)).then(() => undefined);
  }

  /** The first record that fits, as soon as it is there. */
  record(fits: (told: Told) => boolean): Promise<Told> {
    return this.#until(() => this.#told.find(fits));
  }

  /** Ends it as an orchestrator would; returns how it ended. */
  async end(): Promise<number | string> {
    const how = ended(this.#child);
    this.#child.kill('SIGTERM');
    return how;
  }

  #take(message: unknown): void {
    if (!isObject(message)) return;
    const {type, stream, record} = message;
    if (type === 'STATE') this.#hasState = true;
    if (typeof stream === 'string' && record !== undefined && isObject(record))
      this.#told.push({stream, record});
    this.#changed();
  }

  async #until<Found>(find: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.#child.exitCode !== null) throw new Error('tap-paymo watch ended before its time');
      const change = new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
      await Promise.race([change, once(this.#child, 'close')]);
    }
  }
}
