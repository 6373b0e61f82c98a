import {RefusedError, Rejection, ServiceError} from '../../../protocol/index.js';

/**
 * What a failed call means for the record that it was about; undefined where the failure is not the record's, so that
 * nothing else can be written either.
 */
export function rejectionOf(error: unknown): Rejection | undefined {
  if (error instanceof RefusedError) {
    // A web page means that there is no such service at all.
    return error.html ? undefined : refused(error.message, error.status);
  }
  if (!(error instanceof ServiceError) || error.status === undefined) return undefined;
  const isRecords = error.status >= 400 && error.status < 500 && error.failure === 'config';
  return isRecords ? refused(error.message, error.status) : undefined;
}

/** What is said of a record at which Paymo fails, while it works otherwise. */
export function failedAt(error: Error & {readonly status?: number | undefined}): Rejection {
  const {message, status} = error;
  return new Rejection(`Paymo fails at it: ${message}`, {status, serviceMessage: wordsOf(message)});
}

function refused(message: string, status: number): Rejection {
  return new Rejection(`Paymo refused it: ${message}`, {status, serviceMessage: wordsOf(message)});
}

/** What the service itself said, in a message that names the call and the status first. */
function wordsOf(message: string): string | undefined {
  return /\banswered \d{3}: (.*?)(?:; given up .*)?(?:, so it may have .*)?$/s.exec(message)?.[1];
}
