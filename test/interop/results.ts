import {messageOf} from '../../protocol/core/errors.js';

/** Counts what held and what did not, and says so line by line. */
export class Results {
  passed = 0;
  failed = 0;
  readonly #say: (line: string) => void;

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  /** Tries one thing; returns whether it held. What it throws is why it did not. */
  async check(what: string, attempt: () => Promise<string | undefined> | Promise<void>): Promise<boolean> {
    const began = Date.now();
    try {
      const more = (await attempt()) ?? undefined;
      this.passed++;
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      this.#say(`ok      ${what} (${seconds} s)${more === undefined ? '' : `\n${more}`}`);
      return true;
    } catch (error) {
      this.failed++;
      this.#say(`FAILED  ${what}: ${messageOf(error)}`);
      return false;
    }
  }
}

/** Throws with the first few of some problems; none is no problem. */
export function requireNone(problems: readonly string[]): void {
  if (problems.length === 0) return;
  const more = problems.length > 5 ? ` and ${problems.length - 5} more` : '';
  throw new Error(problems.slice(0, 5).join('; ') + more);
}
