import {TapError} from '../core/errors.js';
import {whyOutputBroke} from './ending.js';

/** Prints a fact on stdout; throws when it can't be written, since half a catalog must not pass for a whole one. */
export function print(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new TapError(whyOutputBroke(error)));
    process.stdout.on('error', failed);
    process.stdout.write(`${text}\n`, (error) => (error ? failed(error) : resolve(0)));
  });
}
