import * as oauth from 'oauth4webapi';
import {type AuthError, ConfigError, ServiceError} from '../core/errors.js';
import {isLoopback} from '../core/loopback.js';
import {connections} from './agent.js';
import type {ClientOptions} from './client-options.js';
import {exchange} from './exchange.js';
import {Passing} from './passing.js';
import {isPassing, retryAfterMillis, waitBeforeRetry} from './retry.js';
import {withoutNonsense} from './token-body.js';

/** An application that is registered with a service, and where it gets its tokens. */
export interface Application {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a service lets us in with, for a while. */
export interface Tokens {
  readonly accessToken: string;
  /** What the next ones are got with; undefined where the service sent none, so that the old one goes on to count. */
  readonly refreshToken: string | undefined;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What is special about a service's tokens. */
export interface TokenFacts {
  /** The service's name for messages. */
  readonly service: string;
  /** Headers of every request, without credentials. */
  readonly headers: Readonly<Record<string, string>>;
  /** How long tokens last of which that is not told, in seconds. */
  readonly fallbackLifetime: number;
  /** What to do when the service refuses what tokens are got with. */
  readonly refusalHint: string;
}

export interface TokenEndpointOptions
  extends TokenFacts,
    Pick<
      ClientOptions,
      | 'clock'
      | 'signal'
      | 'log'
      | 'connectTimeout'
      | 'requestTimeout'
      | 'maxResponseBytes'
      | 'maxRetries'
      | 'maxWait'
      | 'random'
    > {}

/** Gets tokens from a service's token endpoint, by OAuth 2. Failures that may pass are tried again. */
export class TokenEndpoint {
  readonly #application: Application;
  readonly #options: TokenEndpointOptions;
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;

  constructor(application: Application, options: TokenEndpointOptions) {
    const {tokenUrl, clientId} = application;
    this.#application = application;
    this.#options = options;
    this.#server = {issuer: new URL(tokenUrl).origin, token_endpoint: tokenUrl};
    this.#client = {client_id: clientId};
  }

  /**
   * The tokens for a refresh token. Throws `ConfigError` when it is refused, and `ServiceError` when the service stays in
   * trouble.
   */
  refresh(refreshToken: string): Promise<Tokens> {
    return this.#withRetries(async () => {
      const response = await oauth.refreshTokenGrantRequest(
        this.#server,
        this.#client,
        this.#authentication,
        refreshToken,
        this.#requestOptions,
      );
      return oauth.processRefreshTokenResponse(this.#server, this.#client, response);
    });
  }

  /**
   * The tokens for the code in the address that a sign-in ended on. Throws `ConfigError` when that tells of a refusal, or
   * belongs to another sign-in, and what `refresh` throws.
   */
  async exchangeCode(landing: URL, redirectUri: string, state: string): Promise<Tokens> {
    let params: URLSearchParams;
    try {
      params = oauth.validateAuthResponse(this.#server, this.#client, landing, state);
    } catch (error) {
      throw this.#refusal(error) ?? foreignSignIn(error) ?? error;
    }
    if (!params.has('code')) {
      throw new ConfigError([
        'The address that the sign-in ended on has no code; use the address as a whole',
      ]);
    }
    // A code is good for one attempt, so nothing is repeated here.
    return this.#once(async () => {
      const response = await oauth.authorizationCodeGrantRequest(
        this.#server,
        this.#client,
        this.#authentication,
        params,
        redirectUri,
        // Nothing is known of a service here that would check it.
        oauth.nopkce,
        this.#requestOptions,
      );
      return oauth.processAuthorizationCodeResponse(this.#server, this.#client, response);
    });
  }

  get #authentication(): oauth.ClientAuth {
    return oauth.ClientSecretPost(this.#application.clientSecret);
  }

  get #requestOptions(): oauth.TokenEndpointRequestOptions {
    const {tokenUrl} = this.#application;
    return {
      headers: {...this.#options.headers},
      // Addresses are checked with the settings: what is no https is on this machine.
      [oauth.allowInsecureRequests]: isLoopback(new URL(tokenUrl)),
      [oauth.customFetch]: (url, {method, headers, body}) => this.#send(url, method, headers, String(body)),
    };
  }

  /** Sends a request of the library's as we send all: by proxies, within time-outs, and not more than fits. */
  async #send(
    address: string,
    method: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<Response> {
    const pool = connections(this.#options.connectTimeout);
    try {
      const url = new URL(address);
      const sent = {method: method === 'POST' ? 'POST' : 'GET', body} as const;
      const answer = await exchange(url, headers, pool, this.#options, sent);
      if (isPassing(answer.status)) {
        const now = this.#options.clock.now();
        const retryAfter = retryAfterMillis(answer.headers.get('retry-after'), now);
        throw new Passing(`POST ${url.pathname} answered ${answer.status}`, {
          status: answer.status,
          retryAfter,
        });
      }
      const type = answer.headers.get('content-type');
      const noBody = [101, 204, 205, 304].includes(answer.status);
      return new Response(noBody ? null : withoutNonsense(answer.text), {
        status: answer.status,
        headers: type === null ? {} : {'content-type': type},
      });
    } finally {
      pool.close();
    }
  }

  async #withRetries(attempt: () => Promise<oauth.TokenEndpointResponse>): Promise<Tokens> {
    const {clock, signal, log, maxRetries, maxWait, random = Math.random} = this.#options;
    let waited = 0;
    for (let failures = 1; ; failures++) {
      try {
        return await this.#once(attempt);
      } catch (error) {
        if (!(error instanceof ServiceError) || !(error.cause instanceof Passing)) throw error;
        const {retryAfter} = error.cause;
        const wait = waitBeforeRetry({failures, retryAfter}, {maxRetries, random});
        if (wait === undefined || waited + wait > maxWait) throw error;
        waited += wait;
        log.warning(`Waiting ${(wait / 1000).toFixed(1)} s before asking again: ${error.message}`);
        await clock.sleep(wait, signal);
      }
    }
  }

  async #once(attempt: () => Promise<oauth.TokenEndpointResponse>): Promise<Tokens> {
    const {clock, fallbackLifetime, signal} = this.#options;
    const asked = clock.now();
    try {
      const {access_token, refresh_token, expires_in} = await attempt();
      const lifetime = (expires_in ?? fallbackLifetime) * 1000;
      return {accessToken: access_token, refreshToken: refresh_token, expiresAt: asked + lifetime};
    } catch (error) {
      signal.throwIfAborted();
      throw this.#refusal(error) ?? this.#trouble(error);
    }
  }

  /** What a refusal means for whoever wrote the settings; undefined for what is none. */
  #refusal(error: unknown): ConfigError | AuthError | undefined {
    const {service, refusalHint} = this.#options;
    if (error instanceof oauth.AuthorizationResponseError) {
      return new ConfigError([`${service} did not let us in (${wordOf(error.error)}). ${refusalHint}`]);
    }
    if (error instanceof oauth.ResponseBodyError) {
      return new ConfigError([
        `${service} refused to give a token (${error.status}, ${wordOf(error.error)}). ${refusalHint}`,
      ]);
    }
    const status = statusIn(error);
    if (status !== undefined && status >= 300 && status < 500) {
      return new ConfigError([`${service} refused to give a token (${status}). ${refusalHint}`]);
    }
    return undefined;
  }

  #trouble(error: unknown): unknown {
    if (error instanceof Passing) {
      return new ServiceError(error.message, error.status, {cause: error, isReached: error.isReached});
    }
    if (error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError) {
      const {pathname} = new URL(this.#application.tokenUrl);
      const passing = new Passing(`POST ${pathname} answered with what is no token`);
      return new ServiceError(passing.message, undefined, {cause: passing, isReached: true});
    }
    return error;
  }
}

/** What an address means that does not belong to the sign-in under way; undefined for other errors. */
function foreignSignIn(error: unknown): ConfigError | undefined {
  if (!(error instanceof oauth.OperationProcessingError) || error.code !== oauth.INVALID_RESPONSE) {
    return undefined;
  }
  return new ConfigError([
    'The address that the sign-in ended on belongs to another sign-in: its state is not ours. Start again, and use the newest address',
  ]);
}

/** The status of an answer that the library did not understand. */
function statusIn(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  const response = cause instanceof Response ? cause : undefined;
  return response !== undefined && !response.ok ? response.status : undefined;
}

/** A word of the protocol; anything else may hold what is not to be told. */
function wordOf(text: string): string {
  return /^[a-z_]{1,40}$/.test(text) ? text : 'without a reason';
}
