import type {Application, SignInSettings} from './sign-in-options.js';

/** What the token endpoint answers. */
export interface TokenAnswer {
  access_token: string;
  refresh_token?: string;
  token_type: 'bearer';
  expires_in?: number;
}

interface Code {
  clientId: string;
  redirectUri: string;
  scopes: readonly string[];
  until: number;
}

interface Access {
  scopes: readonly string[];
  until: number;
  /** The refresh token it came with or from. */
  refreshToken: string | undefined;
}

interface Refresh {
  clientId: string;
  scopes: readonly string[];
  until: number;
}

/**
 * Codes and tokens that the identity service has given out, and until when they work. Codes and refresh tokens hold
 * characters that must be encoded in addresses and forms.
 */
export class Grants {
  readonly #settings: SignInSettings;
  readonly #now: () => number;
  readonly #codes = new Map<string, Code>();
  readonly #access = new Map<string, Access>();
  readonly #refresh = new Map<string, Refresh>();
  readonly #personal: string;
  #count = 0;

  constructor(settings: SignInSettings, personalToken: string, now: () => Date) {
    this.#settings = settings;
    this.#now = () => now().getTime();
    this.#personal = personalToken;
    this.#access.set(personalToken, {
      scopes: ['all'],
      until: this.#after(settings.personalSeconds),
      refreshToken: undefined,
    });
  }

  /** A code for somebody who pressed Allow. */
  authorize({clientId}: Application, redirectUri: string): string {
    const code = `sandbox/code+${this.#next()}==`;
    const {scopes, codeSeconds} = this.#settings;
    this.#codes.set(code, {clientId, redirectUri, scopes, until: this.#after(codeSeconds)});
    return code;
  }

  /**
   * Tokens for a code, which is used up by that; `undefined` if it is not good, or not good for this application. The
   * address the code was sent to need not be repeated, but if it is, it must be the same.
   */
  exchange({clientId}: Application, code: string, redirectUri?: string): TokenAnswer | undefined {
    const granted = this.#codes.get(code);
    if (!granted || granted.clientId !== clientId || this.#now() >= granted.until) return undefined;
    if (redirectUri !== undefined && redirectUri !== granted.redirectUri) return undefined;
    this.#codes.delete(code);
    return this.#answer(granted.scopes, this.#refreshToken(clientId, granted.scopes));
  }

  /** A new access token; `undefined` if the refresh token is not good, or not good for this application. */
  refresh({clientId}: Application, token: string): TokenAnswer | undefined {
    const granted = this.#refresh.get(token);
    if (!granted || granted.clientId !== clientId || this.#now() >= granted.until) return undefined;
    const {rotation, refreshEndsAccess} = this.#settings;
    if (refreshEndsAccess) this.#endAccess((access) => access.refreshToken === token);
    if (rotation === 'replaced') this.#refresh.delete(token);
    const isNew = rotation === 'added' || rotation === 'replaced';
    const answer = this.#answer(granted.scopes, isNew ? this.#refreshToken(clientId, granted.scopes) : token);
    if (rotation === 'absent') delete answer.refresh_token;
    return answer;
  }

  /** Tokens as after a sign-in that went well. */
  issue(scopes = this.#settings.scopes, {clientId} = this.#settings.applications[0]): TokenAnswer {
    return this.#answer(scopes, this.#refreshToken(clientId, scopes));
  }

  /** Which accounts a token reaches; `undefined` if it does not work. */
  scopesOf(token: string | undefined): readonly string[] | undefined {
    const granted = token === undefined ? undefined : this.#access.get(token);
    return granted && this.#now() < granted.until ? granted.scopes : undefined;
  }

  /** Ends all access tokens but the personal one, whatever was said of their lifetime. */
  expireTokens(): void {
    this.#endAccess((_access, token) => token !== this.#personal);
  }

  revokeRefreshTokens(): void {
    this.#refresh.clear();
  }

  revokePersonalToken(): void {
    this.#access.delete(this.#personal);
  }

  #answer(scopes: readonly string[], refreshToken: string): TokenAnswer {
    const {accessSeconds, expiresIn} = this.#settings;
    const token = `1234567.at.sandbox-${this.#next()}`;
    this.#access.set(token, {scopes, until: this.#after(accessSeconds), refreshToken});
    return {
      access_token: token,
      refresh_token: refreshToken,
      token_type: 'bearer',
      ...(expiresIn === 'absent' ? {} : {expires_in: expiresIn}),
    };
  }

  #refreshToken(clientId: string, scopes: readonly string[]): string {
    const token = `1234567.rt.sandbox/${this.#next()}+==`;
    this.#refresh.set(token, {clientId, scopes, until: this.#after(this.#settings.refreshSeconds)});
    return token;
  }

  #endAccess(isMeant: (access: Access, token: string) => boolean): void {
    for (const [token, access] of this.#access) if (isMeant(access, token)) this.#access.delete(token);
  }

  #after(seconds: number): number {
    return this.#now() + seconds * 1000;
  }

  /** Of one length, so that none is a part of another. */
  #next(): string {
    this.#count += 1;
    return String(this.#count).padStart(6, '0');
  }
}

/** Whether one of the scopes covers an account. (API v2 docs, Authentication, Scopes.) */
export function reaches(scopes: readonly string[], account: {id: number; product: string}): boolean {
  return [`${account.product}:${account.id}`, `${account.product}:all`, 'all'].some((scope) =>
    scopes.includes(scope),
  );
}
