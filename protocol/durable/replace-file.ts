import {randomBytes} from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';

/**
 * Exchanges a file as a whole, so that nobody ever finds half of it; it can then be read by its owner alone. A link stays a
 * link: what it leads to is exchanged. Throws what the file system does.
 */
export function replaceFile(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  // A name of its own, since in containers a run that was killed had the same number as this one.
  const draft = `${target}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(draft, 0o600);
    renameSync(draft, target);
  } catch (error) {
    discard(draft);
    throw error;
  }
}

/** Removes a file if that can be done. */
function discard(path: string): void {
  try {
    rmSync(path, {force: true});
  } catch {
    // Why it could not be written is what counts.
  }
}
