import {mkdirSync, statSync} from 'node:fs';
import {dirname, resolve} from 'node:path';

/**
 * Makes a folder, and those that it is to be in, for their owner alone; one that is there is left as it is. Throws what the
 * file system does. Node's own way of making several at once never returns where the system says of a new folder that there
 * is none to make it in, as below /proc.
 */
export function makeFolder(path: string): void {
  const whole = resolve(path);
  if (isFolder(whole)) return;
  const parent = dirname(whole);
  if (parent !== whole) makeFolder(parent);
  try {
    mkdirSync(whole, {mode: 0o700});
  } catch (error) {
    // Somebody else may have been quicker.
    if (!isFolder(whole)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isDirectory() === true;
}
