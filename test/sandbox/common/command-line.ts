import process from 'node:process';

/** Stops a sandbox on Ctrl-C and on a polite kill. */
export function stopOnSignals(sandbox: {stop(): Promise<void>}): void {
  const stop = (): void => {
    sandbox.stop().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    });
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

export function wholeNumber(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${flag} wants a whole number, not "${text}".`);
  return Number(text);
}

export function oneOf<Word extends string>(flag: string, words: readonly Word[], text: string): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw new Error(`--${flag} is one of ${words.join(', ')}.`);
  return word;
}
