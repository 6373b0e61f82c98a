import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';

/** The lines of an input that is no terminal, one for each question. It is not touched before the first. */
export class InputLines {
  readonly #input: Readable;
  readonly #lines: string[] = [];
  readonly #waiting = new Set<(line: string | undefined) => void>();
  #isOpen = false;
  #hasEnded = false;

  constructor(input: Readable) {
    this.#input = input;
  }

  /** The next line, without blanks around it; undefined after the last. Rejects when the signal is aborted. */
  next(signal: AbortSignal): Promise<string | undefined> {
    this.#open();
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const [line] = this.#lines.splice(0, 1);
      if (line !== undefined || this.#hasEnded) return resolve(line);
      const give = (next: string | undefined) => {
        this.#waiting.delete(give);
        signal.removeEventListener('abort', stop);
        resolve(next);
      };
      const stop = () => {
        this.#waiting.delete(give);
        reject(signal.reason);
      };
      this.#waiting.add(give);
      signal.addEventListener('abort', stop, {once: true});
    });
  }

  /** Reads no further, so that the program can end. */
  close(): void {
    if (this.#isOpen) this.#input.destroy();
  }

  #open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#input.on('error', () => this.#end());
    createInterface({input: this.#input, crlfDelay: Number.POSITIVE_INFINITY})
      .on('line', (line) => this.#take(line.trim()))
      .on('close', () => this.#end());
  }

  #take(line: string): void {
    const [give] = this.#waiting;
    if (give === undefined) this.#lines.push(line);
    else give(line);
  }

  #end(): void {
    this.#hasEnded = true;
    for (const give of [...this.#waiting]) give(undefined);
  }
}
