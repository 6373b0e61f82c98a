import {PassThrough} from 'node:stream';
import type {ReadStream} from 'node:tty';

const CTRL_C = 3;

/**
 * The keys of a terminal from the first question to the end of the program. Each prompt would give the terminal back after
 * its answer, and what is typed or pasted before the next one would be shown then, secret or not.
 */
export class Keyboard {
  /** What prompts read from. */
  readonly keys = Object.assign(new PassThrough(), {isTTY: true, setRawMode: () => undefined});
  readonly #terminal: ReadStream;
  readonly #onInterrupt: () => void;
  #isOpen = false;
  /** Whether a prompt is shown, which sees to Ctrl-C itself. */
  isAsking = false;

  /** `onInterrupt` is told of Ctrl-C between two questions. */
  constructor(terminal: ReadStream, onInterrupt: () => void) {
    this.#terminal = terminal;
    this.#onInterrupt = onInterrupt;
  }

  /** Takes the keys from now on. */
  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#terminal.setRawMode(true).on('data', this.#take).once('end', this.#end).once('error', this.#end);
  }

  /** Gives the terminal back. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#terminal.setRawMode(false).off('data', this.#take).pause();
    this.keys.destroy();
  }

  readonly #take = (chunk: Buffer): void => {
    if (!this.isAsking && chunk.includes(CTRL_C)) this.#onInterrupt();
    else this.keys.write(chunk);
  };

  readonly #end = (): void => {
    this.keys.end();
  };
}
