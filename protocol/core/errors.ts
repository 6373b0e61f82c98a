/** Who can put it right: whoever wrote the config, time, or us. */
export type Failure = 'config' | 'transient' | 'system';

/** An error whose message is written for the person who runs the tap; no stack trace is shown for it. */
export class TapError extends Error {
  override readonly name: string = 'TapError';
  readonly failure: Failure = 'system';
}

/** Something in the config, catalog or state has to be changed by a person. */
export class ConfigError extends TapError {
  override readonly name = 'ConfigError';
  override readonly failure = 'config';
  /** One sentence for each thing that is wrong. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends TapError {
  override readonly name = 'UsageError';
  override readonly failure = 'config';
}

/** The service refused our credentials. Only a person can fix that, so it is never retried and ends the run. */
export class AuthError extends TapError {
  override readonly name = 'AuthError';
  override readonly failure = 'config';
  /** The status of the refusal: 401 where the credentials are unknown, 403 where they lack rights. */
  readonly status: number;

  constructor(message: string, status = 401) {
    super(message);
    this.status = status;
  }
}

/** The service refused one resource (403 or 404) while the credentials as such are good. */
export class RefusedError extends TapError {
  override readonly name = 'RefusedError';
  override readonly failure = 'config';
  readonly status: number;
  /** An HTML body: the route itself is unknown, which is never a matter of permissions. */
  readonly html: boolean;

  constructor(message: string, status: number, html: boolean) {
    super(message);
    this.status = status;
    this.html = html;
  }
}

/** The service answered with an error that time may heal, or was not reachable, for longer than we may wait. */
export class ServiceError extends TapError {
  override readonly name = 'ServiceError';
  /** A request that the service calls wrong is no better the next time. */
  override readonly failure: Failure;
  readonly status: number | undefined;
  /** Whether the service was there at all, whatever it answered. */
  readonly isReached: boolean;

  constructor(
    message: string,
    status?: number,
    options: ErrorOptions & {isReached?: boolean; failure?: Failure} = {},
  ) {
    super(message, options);
    this.failure = options.failure ?? 'transient';
    this.status = status;
    this.isReached = options.isReached ?? status !== undefined;
  }
}

/**
 * A call that was to change something was sent, and how it was answered is not known: it may have had its effect, or not,
 * or have it later. Whoever made it has to look before it is made again.
 */
export class UnansweredError extends TapError {
  override readonly name = 'UnansweredError';
  override readonly failure = 'transient';
  /** The status of the answer, where there was one that does not tell; undefined where there was none. */
  readonly status: number | undefined;

  constructor(message: string, status?: number, options: ErrorOptions = {}) {
    super(message, options);
    this.status = status;
  }
}

/** A response that can't be what the service documents: a root key is missing, rows have no key, pages loop. */
export class DataError extends TapError {
  override readonly name = 'DataError';
  override readonly failure: Failure;

  constructor(message: string, failure: Failure = 'system') {
    super(message);
    this.failure = failure;
  }
}

/** Some streams of a run could not be read, or not completely; what could be read was. */
export class IncompleteError extends TapError {
  override readonly name = 'IncompleteError';
  // Airbyte's kit calls it so, too: what failed, and whether time heals it, has been told of each stream.
  override readonly failure = 'config';
}

/** The run was told to stop, or nobody reads our output any more. Not a failure of any stream. */
export class Interrupted extends TapError {
  override readonly name = 'Interrupted';
}

/** Who can put right whatever was thrown. */
export function failureOf(error: unknown): Failure {
  return error instanceof TapError ? error.failure : 'system';
}

/** The message of an error in one line, whatever it tells of. */
export function sentencesOf(error: TapError): string {
  const parts = error instanceof ConfigError ? error.problems : [error.message];
  return parts.map((part) => part.replace(/\s+/g, ' ')).join('; ');
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
