import {realpathSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';

/** What a path leads to, in full, whether or not it is there yet: one file is one, by whatever links it is named. */
export function fileOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It is yet to be made, maybe in a folder that is.
    const whole = resolve(path);
    const folder = dirname(whole);
    return folder === whole ? whole : join(fileOf(folder), basename(whole));
  }
}
