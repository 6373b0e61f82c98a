import {TapError} from '../core/errors.js';
import {whyOutputBroke} from './ending.js';

/** Prints a fact on stdout; throws when it can't be written, since half a catalog must not pass for a whole one. */
export async function print(text: string): Promise<number> {
  await printBytes(`${text}\n`);
  return 0;
}

/** Writes to stdout, and nothing besides; throws when it can't be done. */
export function printBytes(
  content: string | Uint8Array,
  out: NodeJS.WritableStream = process.stdout,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new TapError(whyOutputBroke(error)));
    out.on('error', failed);
    out.write(content, (error) => (error ? failed(error) : resolve()));
  });
}
