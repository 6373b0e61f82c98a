import type {Clock} from '../core/clock.js';
import {AuthError, ConfigError, ServiceError} from '../core/errors.js';
import type {TokenEndpoint, Tokens} from './token-endpoint.js';

/** The credentials of requests, where they end and are renewed. */
export interface Authorization {
  /** The value of the header `authorization` for the next request. */
  header(): Promise<string>;
  /** Told that a header was refused; resolves to whether there is another one now that is worth a try. */
  refused(header: string): Promise<boolean>;
}

/** What a run has to begin with. */
export interface FirstTokens {
  readonly accessToken: string | undefined;
  readonly refreshToken: string;
  /** When the access token ends, in milliseconds since 1970; undefined where nobody knows. */
  readonly expiresAt: number | undefined;
}

/** So long before they end tokens are renewed, in milliseconds. */
const EARLY = 300_000;
/** A token that is refused so soon after it was got is refused for another reason than its age. */
const YOUNG = 60_000;

/** Bearer tokens that are renewed before they end, and when they are refused unexpectedly: once for all who wait. */
export class RenewedTokens implements Authorization {
  readonly #endpoint: Pick<TokenEndpoint, 'refresh'>;
  readonly #clock: Clock;
  readonly #onRenewed: (tokens: Tokens, refreshToken: string) => void;
  #accessToken: string | undefined;
  #refreshToken: string;
  /** From when on the token is to be renewed. */
  #renewFrom: number;
  #endsAt: number;
  #renewedAt = Number.NEGATIVE_INFINITY;
  #renewing: Promise<void> | undefined;
  /** Why there will be no further tokens. */
  #refusal: AuthError | undefined;

  /** `onRenewed` is told new tokens before anybody uses them, with the refresh token that counts from then on. */
  constructor(
    first: FirstTokens,
    endpoint: Pick<TokenEndpoint, 'refresh'>,
    clock: Clock,
    onRenewed: (tokens: Tokens, refreshToken: string) => void,
  ) {
    this.#accessToken = first.accessToken;
    this.#refreshToken = first.refreshToken;
    this.#endsAt = first.expiresAt ?? Number.POSITIVE_INFINITY;
    this.#renewFrom = this.#endsAt - EARLY;
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#onRenewed = onRenewed;
  }

  async header(): Promise<string> {
    const isDue = this.#accessToken === undefined || this.#clock.now() >= this.#renewFrom;
    if (isDue) await this.#renewed().catch((error: unknown) => this.#goOnWithout(error));
    return `Bearer ${this.#accessToken}`;
  }

  async refused(header: string): Promise<boolean> {
    if (header !== `Bearer ${this.#accessToken}`) return true;
    if (this.#renewing === undefined && this.#clock.now() - this.#renewedAt < YOUNG) return false;
    await this.#renewed();
    return true;
  }

  /** Goes on with the old token while it is good, for all that is wrong with where new ones come from. */
  #goOnWithout(error: unknown): void {
    const now = this.#clock.now();
    if (!(error instanceof ServiceError) || this.#accessToken === undefined || now >= this.#endsAt)
      throw error;
    this.#renewFrom = now + YOUNG;
  }

  #renewed(): Promise<void> {
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  async #renew(): Promise<void> {
    const tokens = await this.#newTokens();
    const now = this.#clock.now();
    this.#refreshToken = tokens.refreshToken ?? this.#refreshToken;
    this.#onRenewed(tokens, this.#refreshToken);
    this.#accessToken = tokens.accessToken;
    this.#renewedAt = now;
    this.#endsAt = tokens.expiresAt;
    // Of a token that lives but minutes, half its life is early enough.
    this.#renewFrom = tokens.expiresAt - Math.min(EARLY, (tokens.expiresAt - now) / 2);
  }

  /** What the endpoint gives. What it refuses once it is not asked again: that is for people, and ends the run. */
  async #newTokens(): Promise<Tokens> {
    if (this.#refusal !== undefined) throw this.#refusal;
    try {
      return await this.#endpoint.refresh(this.#refreshToken);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#refusal = new AuthError(error.message);
      throw this.#refusal;
    }
  }
}
