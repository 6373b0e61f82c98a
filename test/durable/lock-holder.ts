import {acquireLock, type Lock} from '../../protocol/durable/lock.js';

/**
 * A process that takes and releases the lock of the path that it was started with, whenever its parent says so. It answers
 * `locked`, `released`, or why it could not.
 */
const path = process.argv[2] ?? '';
let lock: Lock | undefined;

process.on('message', (order) => {
  process.send?.(order === 'lock' ? take() : release());
});
process.on('disconnect', () => process.exit());

function take(): string {
  try {
    lock = acquireLock(path, 'ledger');
    return 'locked';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function release(): string {
  lock?.release();
  lock = undefined;
  return 'released';
}
