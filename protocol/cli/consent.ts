import {createInterface} from 'node:readline';

/** Where people are asked: what they type, and what they see. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & {readonly isTTY?: boolean};
  readonly output: NodeJS.WritableStream & {readonly isTTY?: boolean};
}

/** Whether somebody is there who can be asked. */
export function isTerminal({input, output}: Terminal): boolean {
  return input.isTTY === true && output.isTTY === true;
}

/**
 * Whether whoever sits in front of it says yes; anything else is a no, and so is the end of the input. The terminal stays as
 * it is, so that Ctrl-C is a signal here as everywhere. Rejects when the signal is aborted.
 */
export async function consents(
  question: string,
  {input, output}: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  signal.throwIfAborted();
  output.write(`${question} (y/N) `);
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
