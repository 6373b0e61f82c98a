import {once} from 'node:events';
import {ConfigError} from '../../../protocol/index.js';
import {InputLines} from './input-lines.js';
import {Keyboard} from './keyboard.js';

/** One of several answers, and how it is shown. */
export interface Choice {
  readonly value: string;
  readonly name: string;
}

/** What a prompt needs to know of where it is shown. */
interface Place {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/**
 * Whoever sits in front of the program: told things on stderr, and asked on the terminal. Where the input is no terminal,
 * its lines are the answers.
 */
export class Person {
  readonly #signal: AbortSignal;
  readonly #lines = new InputLines(process.stdin);
  readonly #keyboard = new Keyboard(process.stdin, () => this.#interrupt());

  /** The signal ends all questions. */
  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Whether there is a terminal on which something can be chosen. */
  get canChoose(): boolean {
    return process.stdin.isTTY === true && process.stderr.isTTY === true;
  }

  get hasTerminal(): boolean {
    return process.stdin.isTTY === true;
  }

  /** Tells something that must be seen, whatever the log's level. */
  say(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** A secret, which is not shown while it is typed; undefined when the input ends. */
  async secret(question: string, signal = this.#signal): Promise<string | undefined> {
    if (!this.hasTerminal) return this.#lines.next(signal);
    const {default: password} = await import('@inquirer/password');
    const answer = await this.#ask((place) => password({message: question}, place), signal);
    return answer?.trim();
  }

  /** Something that anybody may see; undefined when the input ends. */
  async text(question: string): Promise<string | undefined> {
    if (!this.hasTerminal) return this.#lines.next(this.#signal);
    const {default: input} = await import('@inquirer/input');
    const answer = await this.#ask((place) => input({message: question}, place), this.#signal);
    return answer?.trim();
  }

  /** One of several, by arrow keys; undefined when the input ends. */
  async choose(
    question: string,
    choices: readonly Choice[],
    before: string | undefined,
  ): Promise<string | undefined> {
    const {default: select} = await import('@inquirer/select');
    const settings = {message: question, choices, loop: false, pageSize: 15};
    const preset = choices.some(({value}) => value === before) ? {default: before} : {};
    return this.#ask((place) => select<string>({...settings, ...preset}, place), this.#signal);
  }

  /** Asks nothing any more, so that the program can end. */
  close(): void {
    this.#lines.close();
    this.#keyboard.close();
  }

  async #ask(prompt: (place: Place) => Promise<string>, signal: AbortSignal): Promise<string | undefined> {
    this.#keyboard.open();
    this.#keyboard.isAsking = true;
    const over = new AbortController();
    const answer = prompt({
      input: this.#keyboard.keys,
      output: process.stderr,
      signal: AbortSignal.any([signal, over.signal]),
    });
    try {
      return await Promise.race([answer, this.#endOfInput(over.signal)]);
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof Error && error.name === 'ExitPromptError') this.#interrupt();
      this.#signal.throwIfAborted();
      throw error;
    } finally {
      over.abort();
      // It leaves the screen as it should be.
      await answer.catch(() => undefined);
      this.#keyboard.isAsking = false;
    }
  }

  /** Prompts never end when their input does (Ctrl-D), but they pause it. */
  async #endOfInput(over: AbortSignal): Promise<undefined> {
    try {
      await once(this.#keyboard.keys, 'pause', {signal: over});
      // An answer pauses it as well, and is there in a moment.
      await new Promise((resolve) => setImmediate(resolve));
    } catch {
      // The prompt was quicker, and nobody listens here any more.
    }
    return undefined;
  }

  /** While we read keys, Ctrl-C is one of them and no signal; it must end the program all the same. */
  #interrupt(): void {
    process.emit('SIGINT', 'SIGINT');
  }
}

/** An answer that can be part of a request. Throws `ConfigError`, without repeating it, for what can't. */
export function usable(answer: string | undefined, what: string, how: string): string {
  if (answer === undefined || answer === '') throw new ConfigError([`The ${what} is missing: ${how}`]);
  if (!/^[\x21-\x7e]+$/.test(answer)) {
    throw new ConfigError([
      `The ${what} can't be right: it has blanks in it, or characters that none has; copy it once more`,
    ]);
  }
  return answer;
}
