import {chmodSync, closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync} from 'node:fs';
import {ConfigError} from '../core/errors.js';

/** Where a text lies in a spill. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

/**
 * Texts that are kept out of memory for a while, in a file that only its owner can read. It is there only while it holds
 * something, and nothing in it outlives the run: what a run left that was killed is removed.
 */
export class Spill {
  readonly #path: string;
  #file: number | undefined;
  #length = 0;
  #kept = 0;

  constructor(path: string) {
    this.#path = path;
    this.#remove();
  }

  put(text: string): Place {
    const bytes = Buffer.from(text);
    const at = this.#length;
    this.#guarded((file) => {
      for (let done = 0; done < bytes.length; ) {
        done += writeSync(file, bytes, done, bytes.length - done, at + done);
      }
    });
    this.#length += bytes.length;
    this.#kept++;
    return {at, length: bytes.length};
  }

  read({at, length}: Place): string {
    const bytes = Buffer.alloc(length);
    this.#guarded((file) => {
      for (let done = 0; done < length; ) {
        const count = readSync(file, bytes, done, length - done, at + done);
        if (count === 0) throw new Error('it has become shorter');
        done += count;
      }
    });
    return bytes.toString();
  }

  /** A text is not wanted any more. The file gets empty when none is. */
  drop(_place: Place): void {
    this.#kept--;
    if (this.#kept > 0) return;
    this.#guarded((file) => ftruncateSync(file, 0));
    this.#length = 0;
  }

  /** Forgets everything. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    this.#remove();
  }

  #guarded(work: (file: number) => void): void {
    try {
      this.#file ??= this.#open();
      work(this.#file);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new ConfigError([
        `The file of records that wait for others, ${this.#path}, cannot be used (${code}); see to the disk and start again`,
      ]);
    }
  }

  #open(): number {
    const file = openSync(this.#path, 'w+', 0o600);
    chmodSync(this.#path, 0o600);
    return file;
  }

  #remove(): void {
    rmSync(this.#path, {force: true});
  }
}
