import type {Writable} from 'node:stream';
import {Interrupted} from '../core/errors.js';

const CHUNK = 65_536;

/**
 * Writes lines to stdout, gathered into chunks, in the order in which they come. Only it knows that a reader can
 * be slow or dead: callers wait for `ready` when `isFull` says so.
 */
export class Writer {
  readonly #out: Writable;
  readonly #onBroken: (error: Error) => void;
  #buffer = '';
  #unfinished = 0;
  #lines = 0;
  #broken = false;
  #isFull = false;
  readonly #waiting = new Set<() => void>();

  /** `onBroken` is called once when nobody can take our output any more. */
  constructor(out: Writable, onBroken: (error: Error) => void) {
    this.#out = out;
    this.#onBroken = onBroken;
    out.on('error', (error: Error) => this.#break(error));
    out.on('drain', () => {
      this.#isFull = false;
      this.#wake();
    });
  }

  /** Whether the reader is behind, so that more should not be written before `ready`. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** How many lines were written so far. */
  get lines(): number {
    return this.#lines;
  }

  get isBroken(): boolean {
    return this.#broken;
  }

  /** Adds a line, which must not hold a line end. */
  write(line: string): void {
    this.#lines++;
    this.#buffer += line;
    this.#buffer += '\n';
    if (this.#buffer.length >= CHUNK) this.flush();
  }

  /** Hands everything to stdout now. */
  flush(): void {
    const text = this.#buffer;
    if (text === '') return;
    this.#buffer = '';
    if (this.#broken) return;
    this.#unfinished++;
    this.#isFull = !this.#out.write(text, (error) => {
      this.#unfinished--;
      if (error) this.#break(error);
      if (this.#unfinished === 0) this.#wake();
    });
  }

  /** Resolves when the reader has caught up. Throws `Interrupted` when it is gone or the signal is aborted. */
  async ready(signal: AbortSignal): Promise<void> {
    while (this.#isFull && !this.#broken) await this.#change(signal);
    if (this.#broken) throw new Interrupted('Nobody reads our output any more');
  }

  /** Flushes, and resolves when the reader has taken everything, is gone, or the signal is aborted. */
  async finish(signal: AbortSignal): Promise<void> {
    this.flush();
    while (this.#unfinished > 0 && !this.#broken && !signal.aborted) {
      await this.#change(signal).catch(() => undefined);
    }
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        this.#waiting.delete(wake);
        reject(new Interrupted('The run was told to stop'));
      };
      if (signal.aborted) return stop();
      this.#waiting.add(wake);
      signal.addEventListener('abort', stop, {once: true});
    });
  }

  #break(error: Error): void {
    if (this.#broken) return;
    this.#broken = true;
    this.#onBroken(error);
    this.#wake();
  }

  #wake(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const wake of waiting) wake();
  }
}
