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
import {dirname} from 'node:path';

/**
 * Exchanges a file as a whole, so that nobody ever finds half of it; it can then be read by its owner alone. A link stays a
 * link: what it leads to is exchanged. The text may come in parts. Throws what the file system does.
 */
export function replaceFile(path: string, text: string | Iterable<string>): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  // A name of its own, since in containers a run that was killed had the same number as this one.
  const draft = `${target}.${randomBytes(6).toString('hex')}.new`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      for (const part of parts(text)) writeSync(file, part);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(draft, 0o600);
    renameSync(draft, target);
    // Whoever adds to the new file must not find the old one after the machine has crashed.
    syncFolder(dirname(target));
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

const PART = 1_000_000;

/** A text in parts of a size that the disk likes. */
function* parts(text: string | Iterable<string>): Generator<string, void, void> {
  if (typeof text === 'string') return yield text;
  let part = '';
  for (const piece of text) {
    part += piece;
    if (part.length < PART) continue;
    yield part;
    part = '';
  }
  yield part;
}

/** Some systems have no such thing. */
function syncFolder(path: string): void {
  try {
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // The exchange itself has been done.
  }
}
