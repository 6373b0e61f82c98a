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
  return rejectionWith('Paymo fails at it', error.message, error.status);
}

function refused(message: string, status: number): Rejection {
  return rejectionWith('Paymo refused it', message, status);
}

/** The service's own words follow the reason wherever it is told, so that they are no part of it. */
function rejectionWith(what: string, message: string, status: number | undefined): Rejection {
  const [, call, serviceMessage] =
    /^(.*? answered \d{3})(?:: (.*?))?(?:; given up .*)?(?:, so it may have .*)?$/s.exec(message) ?? [];
  return new Rejection(`${what}: ${call ?? message}`, {status, serviceMessage});
}
