import {createInterface} from 'node:readline';

/** Where a program reads, prints, and tells. */
export interface Console {
  readonly input: NodeJS.ReadableStream & {readonly isTTY?: boolean};
  readonly printed: NodeJS.WritableStream & {readonly isTTY?: boolean};
  readonly told: NodeJS.WritableStream & {readonly isTTY?: boolean};
}

/** Those of this process. */
export const CONSOLE: Console = {input: process.stdin, printed: process.stdout, told: process.stderr};

/** Whether somebody is there who can be asked. */
export function canAsk({input, told}: Console): boolean {
  return input.isTTY === true && told.isTTY === true;
}

/**
 * Whether whoever sits in front of it says yes; anything else is a no, and so is the end of the input. The terminal stays as
 * it is, so that Ctrl-C is a signal here as everywhere. Rejects when the signal is aborted.
 */
export async function consents(
  question: string,
  {input, told}: Console,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  told.write(`${question} (y/N) `);
  const lines = createInterface({input, terminal: false});
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), {once: true});
      lines.once('line', resolve).once('close', () => resolve(''));
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
