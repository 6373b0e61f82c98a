import type {JsonObject} from '../../core/json.js';
import type {Opening} from '../../core/source.js';
import type {Client} from '../../http/client.js';
import {RestSource} from '../../rest/source.js';
import {authorizationOf} from '../authorization.js';
import {serviceClient} from '../service-client.js';
import {type Session, type SessionConfig, tellRenewed} from './session.js';

/** People wait for an answer, so a service in trouble gets less patience than in a sync. */
const PATIENCE = {max_retries: 1, max_wait: 20};

/** Opens sources whose credentials have been tried; they are renewed for all of them where they end. */
export class Opener {
  readonly #session: Session;
  readonly #loaded: SessionConfig;
  readonly #clientFor: (config: JsonObject) => Client;

  constructor(session: Session, loaded: SessionConfig) {
    const {tap, ending, log} = session;
    const {masks} = loaded;
    this.#session = session;
    this.#loaded = loaded;
    const authorization = authorizationOf(tap, patient(loaded.config), {
      signal: ending.run,
      log,
      masks,
      renewed: (renewed) => tellRenewed(session, renewed),
    });
    this.#clientFor = (config) =>
      serviceClient(
        tap.service(config),
        {...loaded, config: patient(config)},
        {
          ...(authorization === undefined ? {} : {authorization}),
          redact: masks.redact,
          signal: ending.run,
          log,
        },
      );
  }

  /** The configs of the accounts that the settings ask for, each with its name; undefined for the only one. */
  async accounts(): Promise<{name: string | undefined; config: JsonObject}[]> {
    const {accounts} = this.#session.tap;
    const {config} = this.#loaded;
    const asked = accounts?.asked(config);
    if (accounts === undefined || asked === undefined) return [{name: undefined, config}];
    const names =
      asked === 'all' ? await this.#withClient((client) => accounts.reachable(config, client)) : asked;
    return names.map((name) => ({name, config: accounts.configOf(config, name)}));
  }

  /** A source for the config of one account. Whoever opened it closes it. */
  async open(
    config: JsonObject,
    streams: ReadonlySet<string>,
  ): Promise<{source: RestSource; opening: Opening}> {
    const {tap, log} = this.#session;
    const source = new RestSource(tap.streams, tap.service(config), this.#clientFor(config), log);
    try {
      return {source, opening: await source.open(streams)};
    } catch (error) {
      source.close();
      throw error;
    }
  }

  async #withClient<Result>(use: (client: Client) => Promise<Result>): Promise<Result> {
    const client = this.#clientFor(this.#loaded.config);
    try {
      return await use(client);
    } finally {
      client.close();
    }
  }
}

function patient(config: JsonObject): JsonObject {
  const {max_retries, max_wait} = config;
  return {
    ...config,
    max_retries: Math.min(PATIENCE.max_retries, Number(max_retries)),
    max_wait: Math.min(PATIENCE.max_wait, Number(max_wait)),
  };
}
